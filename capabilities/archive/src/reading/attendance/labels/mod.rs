//! The labels of the lists: `Present:`, `MEMBERS PRESENT`, `Yn bresennol / Present:`, `In attendance virtually:`.

mod classes;

use super::words;
use classes::Class;
use meetings::minutes::BoardRole;

/// What a label heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Present,
    /// Who presided, named before the others.
    Chair(BoardRole),
    Substitutes,
    Apologies,
    /// Members who were absent and are not said to have sent apologies.
    Absent,
    OnCouncilBusiness,
    Officers,
    /// The clerk, named after a label of its own.
    Clerk,
    /// `In attendance`: officers, or officers and guests.
    Attending,
    Others,
    /// The public and the press, who are counted.
    Public,
    /// Who took the minutes, who is often in another list too.
    MinuteTaker,
}

/// A label at the start of a line.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the label")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label<'text> {
    pub(super) list: List,
    /// What follows it on its line.
    pub(super) rest: &'text str,
    /// Whether it says that the people are members.
    pub(super) of_members: bool,
    /// Whether it is plain that a list follows: it says who was present, or it ends with a colon.
    pub(super) sure: bool,
    /// Whether it ends with a colon.
    pub(super) colon: bool,
    /// Whether it only says who the members are, as agendas do too.
    pub(super) weak: bool,
    /// The mark that those present have, and what others mean: `P` in `Councillors (P = present)`.
    pub(super) marks: Vec<(String, List)>,
}

impl<'text> Label<'text> {
    /// Returns a label for more people of a list.
    pub(super) fn more(list: List, rest: &'text str) -> Self {
        Self { list, rest, of_members: list == List::Present, sure: true, colon: true, weak: false, marks: Vec::new() }
    }
}

/// Checks quickly whether the line can be a label of those present.
pub(super) fn may_head(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let end = text.char_indices().find(|(at, c)| !c.is_alphabetic() || *at > 16).map_or(text.len(), |(at, _)| at);
    let first = text.get(..end).unwrap_or_default();
    classes::FIRST.iter().any(|known| known.len() == first.len() && known.eq_ignore_ascii_case(first))
}

/// Reads the label at the start of the text.
pub(super) fn read(text: &str) -> Option<Label<'_>> {
    let inner = unnumbered(text);
    let numbered =
        text.trim_start_matches(['*', '_', '#', ' ']).starts_with(|c: char| c.is_ascii_digit()) && inner.len() < text.len();
    // A number is before the titles of minutes, of which only one heads a list.
    colon(inner).or_else(|| unmarked(inner)).filter(|label| !numbered || label.list == List::Present && label.sure && !label.weak)
}

/// Removes a number before a label: `1. Present:`.
fn unnumbered(text: &str) -> &str {
    let text = text.trim_start_matches(['*', '_', '#', '|', ' ', '•', '\\']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() + 3 > text.len() { rest.trim_start_matches(['.', ')', '\\', ' ']) } else { text };
    rest.trim_start_matches(['*', '_', '#', ' '])
}

/// Reads a label that ends with a colon: `Present:`, `**Councillors present**:`, `A**pologies:**`.
fn colon(text: &str) -> Option<Label<'_>> {
    let (at, _) = text.char_indices().take(90).find(|(_, c)| *c == ':')?;
    let (name, rest) = (text.get(..at)?, text.get(at..)?);
    let mut label = of(name)?;
    label.rest = rest.trim_start_matches([':', '*', '_', '-', '–', '—', ' ', '\t', '|', '\u{A0}']);
    (label.colon, label.sure) = (true, true);
    // What was present may be a smell, and an attendance a figure.
    let listed = label.rest.is_empty()
        || begins_list(label.rest)
        || (label.list != List::Present && !label.rest.starts_with(char::is_lowercase));
    let figure = label.rest.starts_with(|c: char| c.is_ascii_digit()) && label.list != List::Public;
    (listed || words::is_nobody(label.rest) || words::counted(label.rest))
        .then_some(label)
        .filter(|label| !figure || label.list != List::Present || label.rest.contains([',', ';']))
}

/// Checks for what a list after `Present:` may begin with.
fn begins_list(text: &str) -> bool {
    let first = text.trim_start_matches(['(', '|', '-', '–', '•', '*', '.', '"', '‘', '“', ' ']);
    first.starts_with(char::is_uppercase)
        || first.starts_with(|c: char| c.is_ascii_digit())
        || [
            "the chair",
            "the clerk",
            "the mayor",
            "the vice",
            "the deputy",
            "the town",
            "the following",
            "all members",
            "all councillors",
        ]
        .iter()
        .any(|start| first.get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start)))
}

/// Reads a label without a colon: alone on its line, or in capitals or before a dash or a title.
fn unmarked(text: &str) -> Option<Label<'_>> {
    let whole = text.trim_end_matches(['*', '_', ' ', '.', '-', '–', '\\', '|', '\t']);
    if whole.len() <= 90
        && whole.starts_with(char::is_uppercase)
        && let Some(mut label) = of(whole)
    {
        label.rest = "";
        label.sure = matches!(label.list, List::Present | List::Officers | List::Others | List::Attending) && says_present(whole);
        label.sure &= !whole.eq_ignore_ascii_case("attendance");
        return Some(label);
    }
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices().take(70) {
        let splits = c.is_whitespace() || matches!(c, '–' | '—' | '.' | ',' | '|' | '*');
        if splits && at > 0 && ends.last().is_none_or(|last| *last + 1 < at) && ends.len() < 7 {
            ends.push(at);
        }
    }
    ends.into_iter().rev().find_map(|end| {
        let (name, rest) = text.split_at_checked(end)?;
        let bare = rest.trim_start_matches(['*', '_', ' ', '\t', '.', ',', '–', '—', '-', '|', '\u{A0}']);
        let dashed = rest.trim_start_matches([' ', '*']).starts_with(['–', '—', '-', '|']);
        let mut label = of(name)
            .filter(|label| name.starts_with(char::is_uppercase) && !matches!(label.list, List::Chair(_) | List::Clerk))?;
        let capitals = !name.chars().any(char::is_lowercase) && bare.chars().take(60).any(char::is_lowercase);
        let gap = rest.starts_with("   ") || rest.starts_with('\t');
        let begins_name =
            bare.starts_with(char::is_uppercase) && bare.chars().nth(1).is_some_and(|c| !c.is_whitespace() || gap || capitals);
        let begun = bare.get(..bare.floor_char_boundary(160)).unwrap_or(bare);
        let listed = words::begins_titled(bare)
            || words::is_initial(bare.split_whitespace().next().unwrap_or_default()) && bare.contains([',', '.'])
            || (begins_name && (capitals || dashed || gap));
        label.rest = bare;
        label.sure = says_present(name) || dashed;
        (listed && !words::is_sentence(begun)).then_some(label)
    })
}

fn says_present(name: &str) -> bool {
    name.split(|c: char| !c.is_alphabetic()).any(|word| classes::of(&word.to_lowercase()) == Some(Class::Present))
}

/// Reads the words of a label, in one language or in two.
pub(super) fn of(name: &str) -> Option<Label<'static>> {
    if name.len() > 120 {
        return None;
    }
    let lower = name.replace(['*', '_', '#', '\\', '"', '|'], "").to_lowercase();
    let (outside, inside) = match lower.split_once('(') {
        Some((before, inside)) => {
            let (inside, after) = inside.split_once(')').unwrap_or((inside, ""));
            (format!("{before} {after}"), inside.to_owned())
        }
        None => (lower, String::new()),
    };
    let mut label: Option<Label<'static>> = None;
    let parts: Vec<&str> = outside.split('/').collect();
    for part in &parts {
        let Some((list, of_members, weak)) = classes::list(part) else { continue };
        let read = Label { list, rest: "", of_members, sure: false, colon: false, weak, marks: Vec::new() };
        label = match label.take() {
            // In Welsh, `Also present` may be `In attendance`.
            Some(other)
                if matches!((other.list, read.list), (List::Others, List::Attending) | (List::Attending, List::Others)) =>
            {
                Some(Label { list: List::Attending, ..read })
            }
            Some(other) if other.list != read.list => return None,
            _ => Some(read),
        };
    }
    let mut label = label?;
    label.marks = marks(&inside);
    if label.list == List::Attending && inside.split_whitespace().any(|word| classes::of(word) == Some(Class::Officer)) {
        label.list = List::Officers;
    }
    Some(label)
}

/// Reads `P = present, A = absent` in the brackets of a label.
fn marks(inside: &str) -> Vec<(String, List)> {
    let meaning = |words: &str| {
        let said = |class: Class| words.split_whitespace().any(|word| classes::of(word) == Some(class));
        let meanings = [(Class::Apology, List::Apologies), (Class::Absent, List::Absent), (Class::Present, List::Present)];
        meanings.into_iter().find(|(class, _)| said(*class)).map(|(_, list)| list)
    };
    let pair = |part: &str| {
        let (mark, words) = part.split_once(['=', '–', '-'])?;
        let mark = mark.trim().to_uppercase();
        meaning(words).filter(|_| (1..=3).contains(&mark.chars().count())).map(|list| (mark, list))
    };
    inside.split([',', ';']).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Option<(List, &str)> {
        read(text).map(|label| (label.list, label.rest))
    }

    #[test]
    fn those_present_are_headed_in_many_ways() {
        for label in [
            "Present",
            "PRESENT",
            "Members Present",
            "MEMBERS PRESENT",
            "Those present",
            "THOSE ATTENDING",
            "Members in attendance",
            "Attendance",
            "Councillors present",
            "Yn bresennol / Present",
            "I LATHAIR",
            "Membership",
            "Committee Members",
            "Councillors (P = present)",
            "The following members were present",
            "Members of the Committee present",
            "Aelodau yn bresennol / Members present",
            "Attendees",
            "There were present",
            "Councillors in attendance",
            "**Councillors present**",
            "Present at the meeting",
            "Present (via Zoom)",
        ] {
            assert_eq!(list(&format!("{label}:")), Some((List::Present, "")), "{label}");
            assert_eq!(list(&format!("{label}: Cllr A Dummy")), Some((List::Present, "Cllr A Dummy")), "{label}");
        }
        for text in [
            "PRESENT Mr. Dummy (Chairman)",
            "Present– Cllr Dummy",
            "PRESENT   Ada Dummy   AD",
            "1. Present: A. Dummy",
            "PRESENT | Councillor A",
        ] {
            assert!(matches!(list(text), Some((List::Present, rest)) if !rest.is_empty()), "{text}");
        }
    }

    #[test]
    fn the_other_lists_are_told_apart() {
        for (label, expected) in [
            ("Apologies for absence", List::Apologies),
            ("YMDDIHEURIADAU / APOLOGIES", List::Apologies),
            ("Apologies received from", List::Apologies),
            ("Absence declared on Council business", List::OnCouncilBusiness),
            ("Absent", List::Absent),
            ("Members absent", List::Absent),
            ("Officers in attendance", List::Officers),
            ("OFFICIALS IN ATTENDANCE", List::Officers),
            ("In attendance (officers)", List::Officers),
            ("IN ATTENDANCE", List::Attending),
            ("IN ATTENDANCE VIRTUALLY", List::Attending),
            ("Also present", List::Others),
            ("Also in attendance", List::Others),
            ("HEFYD YN BRESENNOL / ALSO PRESENT", List::Others),
            ("Other members present", List::Others),
            ("Clerk", List::Clerk),
            ("Clerk to the Council", List::Clerk),
            ("Members of the public", List::Public),
            ("Public", List::Public),
            ("Substitute Members", List::Substitutes),
            ("In the Chair", List::Chair(BoardRole::Chair)),
            ("PRESENT IN THE CHAIR", List::Chair(BoardRole::Chair)),
            ("PRESIDING", List::Chair(BoardRole::Chair)),
            ("Vice-Chair", List::Chair(BoardRole::ViceChair)),
            ("Minute taker", List::MinuteTaker),
        ] {
            assert_eq!(list(&format!("{label}: Mr A Dummy")), Some((expected, "Mr A Dummy")), "{label}");
        }
        assert_eq!(list("Apologies: none"), Some((List::Apologies, "none")));
    }

    #[test]
    fn other_lines_are_no_labels() {
        for text in [
            "Present at the meeting was a sense of hope.",
            "Present: a smell of paint",
            "Minutes:",
            "Minutes: The Chair spoke.",
            "Attendance: 45 people came",
            "Attendance and apologies",
            "Chair’s announcements",
            "Members asked about lamps: three",
            "The Board: what it does",
            "Members",
            "Purpose: to tell",
            "Declarations of interest: None",
            "County Hall: the lift",
            "Police report: nobody came",
            "Public forum: three questions",
            "In summary: all well",
            "Public questions: none",
            "Council: the budget",
            "Apologies and substitutes: see below",
            "Present plans include a school",
        ] {
            let label = read(text).filter(|label| text != "Members" || label.sure);
            assert_eq!(label, None, "{text}");
        }
    }
}
