//! A draft agenda item: its kind, who presents it and whether it is public.

use crate::meeting::{DraftItemId, MeetingId, ProgrammeItemId};
use documents::Clauses;
use foundation::text::title_key;

pub use crate::preparation::item_kind::ItemKind;

/// Why an item is taken in private (Local Government Act 1972, Schedule 12A).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The paragraphs of Part 1, each 1 to 7, in their order.
    pub paragraphs: Vec<u8>,
    /// Why the public interest in withholding the information is greater.
    pub public_interest: String,
}

impl Exemption {
    /// Returns the paragraphs as stored in the tables: `1,3`.
    pub fn stored(&self) -> String {
        self.paragraphs.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
    }

    /// Returns the paragraphs in words.
    pub fn words(&self) -> String {
        paragraphs_in_words(&self.paragraphs)
    }
}

/// Returns paragraphs of Schedule 12A in words: `paragraph 3`, `paragraphs 1 and 3`.
pub fn paragraphs_in_words(paragraphs: &[u8]) -> String {
    let numbers: Vec<String> = paragraphs.iter().map(u8::to_string).collect();
    match numbers.split_last() {
        Some((only, [])) => format!("paragraph {only}"),
        Some((last, others)) => format!("paragraphs {} and {last}", others.join(", ")),
        None => "no paragraph".to_owned(),
    }
}

/// Returns the paragraphs named in a text such as `3`, `1, 3` or `1 and 3`, sorted and without duplicates. Returns `None` if it
/// contains anything else, such as a paragraph that Schedule 12A does not have, so that no input is silently lost.
pub fn paragraphs_of(text: &str) -> Option<Vec<u8>> {
    let words = text.split(|c: char| c.is_whitespace() || ",;&".contains(c)).filter(|word| !word.is_empty() && *word != "and");
    let mut paragraphs =
        words.map(|word| word.parse::<u8>().ok().filter(|number| (1..=7).contains(number))).collect::<Option<Vec<u8>>>()?;
    paragraphs.sort_unstable();
    paragraphs.dedup();
    Some(paragraphs)
}

/// A draft agenda item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftItem {
    /// The key.
    pub id: DraftItemId,
    /// The meeting.
    pub meeting: MeetingId,
    /// The position, counted from 0.
    pub position: i32,
    /// The number on the published agenda, which never changes afterwards.
    pub number: Option<String>,
    /// The kind.
    pub kind: ItemKind,
    /// The public title, even of an exempt item.
    pub title: String,
    /// The title of an exempt item for those who may read its papers.
    pub private_title: Option<String>,
    /// What the item is about. For an exempt item, only those who may read its papers see this.
    pub summary: Option<String>,
    /// The post that presents it.
    pub lead_officer: Option<String>,
    /// The time allowed.
    pub minutes: Option<i32>,
    /// Why it is taken in private, if it is.
    pub exemption: Option<Exemption>,
    /// Whether its paper will be published after the agenda.
    pub to_follow: bool,
    /// The special circumstances for which the chair ruled a late item urgent (Local Government Act 1972, section 100B(4)).
    pub urgency: Option<String>,
    /// Whether it is scrutiny of crime and disorder (Police and Justice Act 2006, section 19).
    pub is_crime_scrutiny: bool,
    /// The text of its paper, as entered.
    pub body: Option<String>,
    /// The recommendations of its paper, one per clause.
    pub recommendations: Vec<String>,
    /// The item of the work programme from which it comes.
    pub programme_item: Option<ProgrammeItemId>,
    /// The paper that another capability writes for it, if loaded.
    pub written: Option<crate::papers::WrittenPaper>,
    /// Whether it has files attached as papers.
    pub has_files: bool,
    /// The address of its published paper, if loaded and present.
    pub tabled: Option<String>,
    /// The version, which increases with every change.
    pub version: i64,
}

impl DraftItem {
    /// Returns an item of this kind and title with all other fields empty.
    pub fn blank(meeting: MeetingId, kind: ItemKind, title: &str) -> web::Result<Self> {
        Ok(Self {
            id: DraftItemId::new(1).ok_or(web::Error::NotFound("Item"))?,
            meeting,
            position: 0,
            number: None,
            kind,
            title: title.to_owned(),
            private_title: None,
            summary: None,
            lead_officer: None,
            minutes: None,
            exemption: None,
            to_follow: false,
            urgency: None,
            is_crime_scrutiny: false,
            body: None,
            recommendations: Vec::new(),
            programme_item: None,
            written: None,
            has_files: false,
            tabled: None,
            version: 0,
        })
    }

    /// Checks whether it is taken in private.
    pub fn is_exempt(&self) -> bool {
        self.exemption.is_some()
    }

    /// Returns the kind of business in words, or `None` if the title says the same.
    pub fn told_kind(&self) -> Option<&'static str> {
        let label = self.kind.label();
        (title_key(label) != title_key(&self.title)).then_some(label)
    }

    /// Returns the title shown to those who may read its papers.
    pub fn own_title(&self) -> &str {
        self.private_title.as_deref().unwrap_or(&self.title)
    }

    /// Checks whether it needs a paper.
    pub fn needs_paper(&self) -> bool {
        self.kind == ItemKind::Report
    }

    /// Checks whether it has a paper.
    pub fn has_paper(&self) -> bool {
        match &self.written {
            Some(written) => written.is_ready,
            None => self.has_typed_paper() || self.tabled.is_some(),
        }
    }

    /// Checks whether its paper was entered with the agenda itself.
    pub fn has_typed_paper(&self) -> bool {
        self.body.is_some() || !self.recommendations.is_empty()
    }

    /// Returns the resolution that the board is asked to pass, or `None` if the paper recommends nothing.
    pub fn recommendation(&self) -> Option<Clauses> {
        let clauses = with_full_stop(self.recommendations.clone());
        match clauses.as_slice() {
            [] => None,
            [only] => Some(Clauses { lead: format!("That {only}"), clauses: Vec::new() }),
            _ => Some(Clauses { lead: "That".to_owned(), clauses }),
        }
    }
}

/// Splits a text into clauses, one per line, without list marks and joining words: `1) … ; and`. The last clause ends the sentence,
/// so it keeps or gains a full stop.
pub fn clauses_of(text: &str) -> Vec<String> {
    let clause = |line: &str| {
        let line = without_list_mark(line.trim());
        let line = line.strip_prefix("That ").or_else(|| line.strip_prefix("that ")).unwrap_or(line).trim();
        let line = line.strip_suffix("; and").or_else(|| line.strip_suffix(';')).unwrap_or(line);
        line.trim().trim_end_matches('.').to_owned()
    };
    with_full_stop(text.lines().map(clause).filter(|clause| !clause.is_empty()).collect())
}

/// Returns a line without its list mark: `1.`, `1)`, `(1)`, `a)`, `(iv)`.
///
/// Anything else at the start is part of the resolution: `12 lights`, `1.5 metres`, `A. Smith`.
fn without_list_mark(line: &str) -> &str {
    let (is_opened, rest) = line.strip_prefix('(').map_or((false, line), |rest| (true, rest));
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
    let end = rest.find(|c: char| if is_number { !c.is_ascii_digit() } else { !c.is_ascii_alphabetic() }).unwrap_or(rest.len());
    let (mark, rest) = rest.split_at(end);
    if mark.is_empty() || mark.len() > 4 {
        return line;
    }
    let rest = match rest.strip_prefix(')') {
        Some(rest) => rest,
        None if is_number && !is_opened => match rest.strip_prefix('.') {
            Some(rest) => rest,
            None => return line,
        },
        None => return line,
    };
    if rest.is_empty() || rest.starts_with(char::is_whitespace) { rest.trim_start() } else { line }
}

/// Returns the clauses as one complete sentence: the last gets a full stop unless it already ends a sentence.
pub fn with_full_stop(mut clauses: Vec<String>) -> Vec<String> {
    if let Some(last) = clauses.last_mut()
        && !last.ends_with(['.', '?', '!', '…'])
    {
        last.push('.');
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_lose_what_joins_them() {
        let text = "1) the report be noted; and\n2) That the Board endorses the plan.\n\n";
        assert_eq!(clauses_of(text), ["the report be noted", "the Board endorses the plan."]);
    }

    #[test]
    fn clauses_lose_only_the_mark_of_a_list() {
        for kept in [
            "12 lights be installed",
            "3 months' notice be given",
            "1.5 metres be kept clear",
            "A. Smith be thanked",
            "(the Board) be informed",
            "2024/25 figures be published",
            "a report be received",
            "£40 be the charge",
            "1.1",
        ] {
            assert_eq!(clauses_of(&format!("{kept};\nthe rest be noted")), [kept, "the rest be noted."], "{kept}");
        }
        for mark in ["1.", "1)", "(1)", "a)", "(a)", "(iv)", "12)", "B)"] {
            assert_eq!(clauses_of(&format!("{mark} the plan be kept")), ["the plan be kept."], "{mark}");
            assert_eq!(clauses_of(&format!("{mark}\n{mark} That the plan be kept")), ["the plan be kept."], "{mark}");
        }
        assert_eq!(clauses_of("1) 12 lights be installed"), ["12 lights be installed."]);
    }

    #[test]
    fn the_last_clause_keeps_its_full_stop() {
        assert_eq!(clauses_of("the report be noted."), ["the report be noted."]);
        assert_eq!(clauses_of("the report be noted"), ["the report be noted."]);
        assert_eq!(clauses_of("1) the report be noted.\n2) the plan be kept;"), ["the report be noted", "the plan be kept."]);
        assert_eq!(clauses_of("it be asked: who pays?"), ["it be asked: who pays?"]);
        assert_eq!(clauses_of(" \n;\n"), Vec::<String>::new());
        let once = clauses_of("the report be noted;\nthe plan be kept");
        assert_eq!(clauses_of(&once.join("\n")), once, "reading again changes nothing");
    }

    #[test]
    fn only_paragraphs_that_the_schedule_has_are_named() {
        for (text, expected) in [("3, 1 and 3", vec![1, 3]), ("7", vec![7]), (" 1 & 2;6 ", vec![1, 2, 6]), ("", vec![])] {
            assert_eq!(paragraphs_of(text), Some(expected), "{text}");
        }
        for text in ["8, 99", "3, 8", "0", "1-3", "three", "3a", "256"] {
            assert_eq!(paragraphs_of(text), None, "{text}");
        }
        let exemption = Exemption { paragraphs: vec![1, 3], public_interest: String::new() };
        assert_eq!((exemption.words().as_str(), exemption.stored().as_str()), ("paragraphs 1 and 3", "1,3"));
    }

    #[test]
    fn titles_of_imported_agendas_tell_their_kind() {
        for (title, kind) in [
            ("CHAIR'S ANNOUNCEMENTS", ItemKind::Announcements),
            ("Minutes of 6 February 2024", ItemKind::Minutes),
            ("Minute taking", ItemKind::Report),
            ("DECLARATIONS OF INTEREST (INCLUDING PARTY WHIP DECLARATIONS)", ItemKind::Declarations),
            ("Public Question Time", ItemKind::Questions),
            ("Exclusion of the Press and Public", ItemKind::Exclusion),
            ("Serious Violence Duty", ItemKind::Report),
        ] {
            assert_eq!(ItemKind::of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn every_kind_is_read_by_its_word() {
        for kind in ItemKind::ALL {
            assert_eq!(ItemKind::read(kind.word()), Some(kind));
        }
    }
}
