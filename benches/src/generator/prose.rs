//! Sentences, made by filling templates with words of the field.

use super::vocabulary::{GROUPS, MEASURES, MONTHS, PARTNERS, STREET_BEGINNINGS, STREET_ENDINGS, STREET_KINDS};
use habits::Random;

/// What the board was told.
const ACCOUNTS: &[&str] = &[
    "Members were told that the number of {measures} had gone from {number} to {number} since {month}, mostly around {street}.",
    "The service had carried out {number} {measures} in the year, which was {percent} more than the year before.",
    "Work with {partners} had begun in {month} and was expected to help {groups} in particular.",
    "The report explained how {partners} and the Council shared information, and what had changed since the last review.",
    "A pilot on {street} had cost {money} and had reached {number} households, of which {percent} had answered the survey.",
    "It was explained that {groups} were less likely to report such matters, so officers would visit the clubs that they used.",
    "The budget for the year was {money}; at the end of {month} the forecast stood at an overspend of {money}.",
    "Two posts in the team had been vacant since {month} and the board was assured that both would be advertised again.",
    "The contract would end in {month} and a new one would be let for four years after a competition open to all.",
    "The inspection found that the service was good overall, and that records of {measures} ought to be kept more fully.",
    "In answer to the board’s earlier recommendation, a telephone line had been opened on two evenings a week.",
    "The table in the report set out {measures} by ward; those around {street} and {street} stood out.",
    "Under the new arrangements, {partners} would meet the service every six weeks to look at the hardest cases together.",
    "The consultation had brought {number} answers, of which {percent} came from {groups}.",
    "A grant of {money} had been received from the government and would be spent on lighting, fences and the path by {street}.",
    "The new duty came into force in {month}, and the Council had to publish its plan within a year of that day.",
    "Training had been given to {number} members of staff, to school governors and to drivers who work for the Council.",
    "The target of {percent} had been missed for the third quarter, although {measures} were now dealt with two days sooner.",
    "Officers had written to every landlord on {street} and would go on to enforcement where nothing was done by {month}.",
    "The strategy rested on three aims: to prevent harm early, to support those who had been harmed, and to deal with those who caused it.",
    "It was noted that neighbouring councils faced the same pressure and that prices had gone up by {percent} in two years.",
    "The scheme had been used by {number} people, and {groups} said that it had made them feel safer after dark.",
    "Since the meeting in {month}, a protocol had been signed by {partners}, which settled who would lead on each kind of case.",
    "There were {number} people on the waiting list at the end of {month}, down from {number} a year before.",
    "The building on {street} needed repairs of about {money} before the winter, and the options were set out in the appendix.",
];

/// What members said or asked.
const REMARKS: &[&str] = &[
    "whether {groups} had been asked before the scheme was drawn up",
    "that residents of {street} had waited too long for an answer and deserved an apology",
    "how the {money} saved would be used, and when the board would see the figures",
    "that {partners} be invited to a later meeting to speak about their part in the work",
    "why {measures} had gone down in {month} when complaints had not",
    "that the letter to households be written in plain words and in larger print",
    "what would happen on {street} once the grant came to an end",
    "whether the {percent} quoted in the report included {groups}",
    "that good work by the team during the floods ought to be recognised",
    "how a member of the public could find out who was responsible for a path or a fence",
    "that the next report show {measures} by ward and by month",
    "whether there was enough staff at weekends and on bank holidays",
];

/// What a board resolves.
const CLAUSES: &[&str] = &[
    "the report be noted",
    "the progress made since {month} be welcomed",
    "a further report be brought to the board in six months",
    "officers write to {partners} with the comments made at the meeting",
    "the draft be recommended to the Executive for approval",
    "a working group of four members look into {measures} on and around {street}",
    "the figures on {measures} be sent to all members by the end of {month}",
    "the presentation be received and those who gave it be thanked",
];

/// Explanatory paragraphs, for reports.
const EXPLANATIONS: &[&str] = &[
    "The Council has had this duty for many years, and carries it out together with {partners}.",
    "Between {month} and {month} the team dealt with {number} {measures}, of which {percent} were closed within ten working days.",
    "Most of what is reported comes from {groups}, and most of it concerns a handful of places such as {street}.",
    "The cost to the Council was {money} in the year, of which {money} was met by grants that are not certain to continue.",
    "A review by an outside body looked at {number} files and found that {percent} of them held a full account of what was decided and why.",
    "Where a warning is not enough, the matter is taken further; there were {number} such cases, two of which went to court.",
    "The arrangement with {partners} is set down in an agreement that each side may end with a year’s notice.",
    "Visits to {street} showed that lighting and the state of the footpath matter more to {groups} than any other thing that was asked about.",
    "Members will recall that the board asked for figures by ward; these are now collected and will be published every quarter.",
    "The draft was sent to {number} organisations and stood on the website for eight weeks, in which {number} answers came.",
    "It is proposed to go on with the scheme for another year and to report on what it achieved before the budget is set.",
];

/// Returns a sentence about what the board was told.
pub(super) fn account(random: &mut Random) -> String {
    fill(random, ACCOUNTS)
}

/// Returns a sentence of a report.
pub(super) fn explanation(random: &mut Random) -> String {
    fill(random, EXPLANATIONS)
}

/// Returns what a member said, as an item of a list after `Members asked or said:`.
pub(super) fn remark(random: &mut Random) -> String {
    fill(random, REMARKS)
}

/// Returns a clause of a resolution.
pub(super) fn clause(random: &mut Random) -> String {
    fill(random, CLAUSES)
}

fn fill(random: &mut Random, forms: &[&str]) -> String {
    let mut rest = random.one_of(forms);
    let mut text = String::with_capacity(rest.len() + 40);
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (slot, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(&word(random, slot));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn word(random: &mut Random, slot: &str) -> String {
    match slot {
        "measures" => random.one_of(MEASURES).to_owned(),
        "partners" => random.one_of(PARTNERS).to_owned(),
        "groups" => random.one_of(GROUPS).to_owned(),
        "month" => random.one_of(MONTHS).to_owned(),
        "street" => street(random),
        "percent" => format!("{}%", random.between(3, 96)),
        "money" => format!("£{},{:03}", random.between(2, 480), random.below(20) * 50),
        _ => random.between(12, 940).to_string(),
    }
}

/// Returns a street; a few of them recur often, and most are rarely named.
pub(super) fn street(random: &mut Random) -> String {
    let beginning = STREET_BEGINNINGS[random.skewed(STREET_BEGINNINGS.len())];
    let ending = STREET_ENDINGS[random.skewed(STREET_ENDINGS.len())];
    format!("{beginning}{ending} {}", random.one_of(STREET_KINDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_slot_is_left_open() {
        let mut random = Random::from_parts(&[1]);
        for make in [account, explanation, remark, clause] {
            for _ in 0..500 {
                let text = make(&mut random);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn streets_are_many_and_uneven() {
        let mut random = Random::from_parts(&[1]);
        let mut streets: Vec<String> = (0..20_000).map(|_| street(&mut random)).collect();
        streets.sort();
        streets.dedup();
        assert!(streets.len() > 2_000, "{}", streets.len());
    }
}
