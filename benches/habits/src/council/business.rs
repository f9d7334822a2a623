//! What an invented meeting talks about and decides.

use super::scene::{self, DayForm};
use crate::Random;
use crate::composition::Composition;
use crate::truth::Vote;
use chrono::NaiveDate;

/// Titles of items, in normal case.
const TITLES: &[&str] = &[
    "Fly-tipping",
    "Taxi Fees",
    "Street Lights",
    "Night Buses",
    "Dog Control Orders",
    "Burglary Prevention",
    "Youth Club at Barn End",
    "Speed Limits Outside Schools",
    "Public Spaces Protection Order",
    "Domestic Abuse Services",
    "Allotment Rents",
    "Play Area – Inspection",
    "Repairs to the Bus Shelter",
    "Winter Gritting",
    "Flood Wardens",
    "Budget Monitoring – Quarter 3",
    "Annual Report of the Partnership 2023/24",
    "Performance Indicators (Quarter 2)",
    "CCTV: Renewal of the Contract",
    "Grants to Voluntary Groups",
    "Knife Crime – Update",
    "Neighbourhood Watch & Home Safety",
    "Clerk’s Report",
    "Accounts for Payment",
    "Planning Application W/54/24/C",
    "Contribution to the Weir Appeal (“WA”)",
    "The Future of the Market Square, its Stalls, its Trees and the Lamps that Light it after Dark",
    "Emergency Plan",
    "Correspondence",
    "Traffic Fines",
];

/// What is said about an item. Dates, sums, and words of decision in it are not the meeting's own.
const ACCOUNTS: &[&str] = &[
    "The Board considered a report which set out what had been done since the spring.",
    "Members asked what the new fees would bring in.",
    "It was noted that {n} cases had been counted in the year, {m} fewer than in the year before.",
    "In answer to a question, the officer said that the lamps in {lane} had been mended on 3 May 2011.",
    "A member recalled that the county had agreed to wait for the survey of 17 November 2010.",
    "Concern was expressed about the corner of {lane}, where {n} complaints had been made.",
    "The Chair thanked all who had helped, and asked that the figures be brought again in the autumn.",
    "It was suggested that the Police and Crime Commissioner be asked for £{n}00.",
    "The report had been circulated. The officer highlighted that a first survey was resolved upon some years ago.",
    "Residents of {lane} had written to say that the decision of the county was not understood.",
    "The scheme would cost £{n},{m}0 in its first year and was within the budget.",
    "Reference was made to the Act of 2014, section {n}, and to the guidance of the Department.",
    "The works in {lane} would begin at 7.30 am and end at 4.00 pm each day.",
    "Some {n}% of those who answered were content with the hours of the market.",
    "It was agreed by all who spoke that the stalls were a pleasure.",
    "The Clerk had written to the owner of the hedge in {lane} and would write again.",
    "The Head of Service undertook to send members the figures for {lane}.",
    "The minutes of the working party of 9 June 2010 were tabled.",
    "Present arrangements would go on until the lease ended.",
    "The fair had closed at 9.00 pm on both days, and nothing was broken.",
    "Number {n} {lane} was still empty, and its owner could not be found.",
    "The Leader said that the fund of 2009/10 had helped {n} households.",
    "A visitor, who was not a member, asked when the bench in {lane} would be mended.",
    "The officer explained how cases were counted: once for each address.",
];

/// What may follow an account: lists, and headings within the item.
#[derive(Clone, Debug)]
pub(super) enum Extra {
    Bullets,
    Numbered,
    Heading,
}

impl Extra {
    /// Prints it. None of it is an item of the meeting.
    pub(super) fn print(&self, paper: &mut Composition) {
        let first = paper.random.below(LANES.len());
        let lanes: Vec<&str> = (0..3).filter_map(|at| LANES.get((first + at) % LANES.len()).copied()).collect();
        match self {
            Self::Bullets => {
                paper.paragraph("The places that were named:");
                let sign = paper.random.one_of(&["•", "-", "o"]);
                for lane in lanes {
                    paper.marked(sign, format!("{lane}, by day and by night;"), 1);
                }
            }
            Self::Numbered => {
                paper.paragraph("They were taken in this order:");
                for (at, lane) in lanes.into_iter().enumerate() {
                    paper.marked(&format!("{}.", at + 1), lane, 1);
                }
            }
            Self::Heading => {
                let lane = lanes.first().copied().unwrap_or_default();
                paper.bold(lane);
                paper.paragraph(format!("Nothing new was heard of {lane}."));
            }
        }
    }
}

const LANES: &[&str] = &["Mock Lane", "Weir Street", "Fable Hill", "Proxy Row", "Sampling Road", "Barn Close"];

const DECISIONS: &[&str] = &[
    "the report be noted",
    "the fees be raised from June",
    "a survey be made of all lamps in the parish",
    "the bus company be asked to think again",
    "the recommendations set out in the report be approved",
    "the consultation be extended until the end of May",
    "officers bring a further report to the next meeting",
    "the grant of £250 be paid from reserves",
    "the order be renewed for three years",
    "the plan, as amended at the meeting, be adopted",
];

const CLAUSES: &[&str] = &[
    "the report be noted",
    "the figures be brought again in September",
    "a letter be sent to the county",
    "the working party go on with its task",
    "the costs be met from the reserve",
    "the Chair be authorised to sign the agreement",
];

/// An item of business.
#[derive(Clone, Debug)]
pub(super) struct Business {
    pub(super) title: String,
    /// What was said, in paragraphs.
    pub(super) account: Vec<String>,
    /// What follows the account.
    pub(super) extra: Option<Extra>,
    pub(super) decision: Option<Decision>,
}

impl Business {
    /// Makes an item with one paragraph and no decision.
    pub(super) fn plain(title: &str, text: &str) -> Self {
        Self { title: title.to_owned(), account: vec![text.to_owned()], extra: None, decision: None }
    }

    /// Makes the item by which the minutes of the meeting before are confirmed.
    pub(super) fn minutes_before(random: &mut Random, day: NaiveDate) -> Self {
        let (title, lead) = minutes_before(random, day);
        let decision = Some(Decision { lead, clauses: Vec::new(), unanimous: false });
        Self { title, account: Vec::new(), extra: None, decision }
    }

    /// Prints what was said, in paragraphs without numbers.
    pub(super) fn tell(&self, paper: &mut Composition) {
        for text in &self.account {
            paper.paragraph(text.clone());
        }
        if let Some(extra) = &self.extra {
            extra.print(paper);
        }
    }
}

/// What was decided.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    /// The sentence without `That` and without a full stop: `the report be noted`. With clauses, what comes before them; often empty.
    pub(super) lead: String,
    pub(super) clauses: Vec<String>,
    /// Whether no one was against it.
    pub(super) unanimous: bool,
}

impl Decision {
    pub(super) fn invent(random: &mut Random) -> Self {
        let unanimous = random.in_hundred(15);
        if random.in_hundred(25) {
            let first = random.below(CLAUSES.len() - 3);
            let clauses = CLAUSES[first..first + random.between(2, 3)].iter().map(|clause| (*clause).to_owned()).collect();
            return Self { lead: String::new(), clauses, unanimous };
        }
        Self { lead: random.one_of(DECISIONS).to_owned(), clauses: Vec::new(), unanimous }
    }

    /// Returns the sentence with its clauses in it: `the report be noted`, `(a) the report be noted; and (b) …`.
    pub(super) fn sentence(&self) -> String {
        if self.clauses.is_empty() {
            return self.lead.clone();
        }
        let count = self.clauses.len();
        let joint = |at: usize| match count - at {
            1 => "",
            2 => "; and ",
            _ => "; ",
        };
        let clause = |(at, clause): (usize, &String)| format!("({}) {clause}{}", at + 1, joint(at));
        self.clauses.iter().enumerate().map(clause).collect::<Vec<_>>().concat()
    }

    /// Returns its first words, to be recorded in the truth after `That`.
    pub(super) fn words(&self) -> &str {
        if self.lead.is_empty() { self.clauses.first().map_or("", String::as_str) } else { &self.lead }
    }
}

/// Invents a count of votes that carries or rejects a motion.
pub(super) fn vote(random: &mut Random, members: usize, carried: bool) -> Vote {
    let abstained = random.below(2);
    let smaller = random.below(members.saturating_sub(abstained) / 2);
    let larger = members - abstained - smaller;
    let count = |value: usize| u32::try_from(value).unwrap_or_default();
    let (in_favour, against) = if carried { (larger, smaller) } else { (smaller, larger) };
    Vote { in_favour: count(in_favour), against: count(against), abstained: count(abstained) }
}

/// Sentences that were not used yet, so that one paper does not repeat itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentences(Vec<&'static str>);

impl Sentences {
    /// Returns a paragraph of one to three sentences.
    pub(super) fn account(&mut self, random: &mut Random) -> String {
        let sentences: Vec<String> = (0..random.between(1, 3)).map(|_| self.next(random)).collect();
        sentences.join(" ")
    }

    fn next(&mut self, random: &mut Random) -> String {
        if self.0.is_empty() {
            self.0.extend(ACCOUNTS);
        }
        let sentence = self.0.swap_remove(random.below(self.0.len()));
        let number = |random: &mut Random| random.between(10, 96).to_string();
        sentence.replace("{n}", &number(random)).replace("{m}", &number(random)).replace("{lane}", random.one_of(LANES))
    }
}

/// Invents items of business, all of them different.
pub(super) fn items(random: &mut Random, count: usize) -> Vec<Business> {
    let mut titles = TITLES.to_vec();
    let mut sentences = Sentences::default();
    (0..count)
        .map(|_| {
            let title = titles.remove(random.below(titles.len()));
            let account = (0..random.between(1, 3)).map(|_| sentences.account(random)).collect();
            let extra = match random.below(14) {
                0 => Some(Extra::Bullets),
                1 => Some(Extra::Numbered),
                2 => Some(Extra::Heading),
                _ => None,
            };
            let decision = random.in_hundred(75).then(|| Decision::invent(random));
            Business { title: title.to_owned(), account, extra, decision }
        })
        .collect()
}

/// Returns the title and the decision of the item by which the minutes of the meeting before are confirmed.
pub(super) fn minutes_before(random: &mut Random, day: NaiveDate) -> (String, String) {
    let before = scene::written(scene::before(day, random.between(20, 90)), DayForm::Plain);
    let title = match random.below(3) {
        0 => "Minutes".to_owned(),
        1 => format!("Minutes of the Meeting held on {before}"),
        _ => "Minutes of the Last Meeting".to_owned(),
    };
    let decision = match random.below(3) {
        0 => format!("the minutes of the meeting held on {before} be approved as a correct record"),
        1 => format!("the minutes of the meeting of {before} be taken as read and signed"),
        _ => format!("the minutes of {before} were a correct record and that they be signed by the Chair"),
    };
    (title, decision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_decides_as_it_was_asked_to() {
        let mut random = Random::from_parts(&[3]);
        for members in 3..14 {
            for carried in [true, false] {
                let vote = vote(&mut random, members, carried);
                assert_eq!(vote.in_favour > vote.against, carried, "{vote:?}");
                assert_eq!(usize::try_from(vote.in_favour + vote.against + vote.abstained), Ok(members));
            }
        }
    }

    #[test]
    fn a_sentence_has_its_clauses_numbered() {
        let decision = Decision { lead: String::new(), clauses: vec!["a".into(), "b".into(), "c".into()], unanimous: false };
        assert_eq!(decision.sentence(), "(1) a; (2) b; and (3) c");
        assert_eq!(decision.words(), "a");
    }
}
