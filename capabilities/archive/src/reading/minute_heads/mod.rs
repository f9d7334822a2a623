//! Finds where each minute begins: at its reference (`SAF27 THE CORPORATE PLAN`), its number (`12. APOLOGIES`, `20/01 Apologies`,
//! a number alone above the title) or, without numbers, at its title.
//!
//! Each way of numbering proposes candidates. Those of one way that count on from one another are weighed by what titles look
//! like, and the way whose minutes weigh most is taken.

mod candidates;
mod chain;
mod numbers;
mod references;
mod titles;

pub(super) use candidates::agenda_item;
pub(super) use numbers::numbered;

use super::answers::ItemAnswer;
use super::lines::Line;

/// The beginning of a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head<'text> {
    /// The index of its first line.
    pub(super) position: usize,
    /// How many lines come before its title: its number, if that has a line of its own.
    pub(super) before_title: usize,
    pub(super) reference: Option<String>,
    pub(super) number: Option<String>,
    /// The title's first line.
    pub(super) title: &'text str,
    /// What follows the title on its line.
    pub(super) rest: Option<&'text str>,
}

/// Finds the beginnings of the minutes in `lines`.
pub(super) fn find<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
    let heads = references::find(lines);
    if heads.is_empty() { chain::find(lines) } else { heads }
}

/// Returns the beginnings that a person named.
pub(super) fn answered<'text>(lines: &[Line<'text>], items: &'text [ItemAnswer]) -> Vec<Head<'text>> {
    let head = |item: &'text ItemAnswer| {
        let position = lines.iter().position(|line| line.number == item.line)?;
        // Nothing else of the line belongs to the minute.
        let rest = Some("");
        Some(Head {
            position,
            before_title: 0,
            reference: item.reference.clone(),
            number: item.number.clone(),
            title: &item.title,
            rest,
        })
    };
    items.iter().filter_map(head).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::Source;
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let source = Source::new(text);
        find(&source.lines)
            .into_iter()
            .map(|head| {
                let number = [head.reference, head.number].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let rest = head.rest.map(|rest| format!(" | {rest}")).unwrap_or_default();
                format!("{number} {}{rest}", head.title).trim().to_owned()
            })
            .collect()
    }

    #[test]
    fn references_of_one_board() {
        let text = "FRN7 OPENING\n\nThe A56 Road was shut.\nCOVID19 Cases fell.\n\nFRN8 CLOSING\nWords.";
        assert_eq!(titles(text), ["FRN7 OPENING", "FRN8 CLOSING"]);
        assert_eq!(titles("SC/24/1 Opening\n\nWords.\n\nSC/24/2 Closing\n"), ["SC/24/1 Opening", "SC/24/2 Closing"]);
    }

    #[test]
    fn numbers_go_on_and_lists_inside_do_not_count() {
        let text = "12. APOLOGIES\n\nNone came.\n\n13. PLANS\n\nThe plans were:\n\n1. Parks\n2. Streets\n\n14. END\n\nWords.";
        assert_eq!(titles(text), ["12 APOLOGIES", "13 PLANS", "14 END"]);
        let text = "1. Apologies\n\nNone.\n\n2. Plans\n\nThree:\n\n1. Parks\n\n2. Streets\n\n3. Lanes\n\nThey were noted.\n\n3. End\n\nWords.";
        assert_eq!(titles(text), ["1 Apologies", "2 Plans", "3 End"]);
    }

    #[test]
    fn numbers_as_councils_write_them() {
        let text = "20/01 FLY-TIPPING\n\nWords.\n\n20/02 TAXIS\n\nWords.";
        assert_eq!(titles(text), ["20/01 FLY-TIPPING", "20/02 TAXIS"]);
        let text = "C048/23      1. FLY-TIPPING\n\nWords.\n\nC049/23      2. TAXIS\n\nWords.";
        assert_eq!(titles(text), ["C048/23 1 FLY-TIPPING", "C049/23 2 TAXIS"]);
        let text = "2643. Fly-tipping: a report came.\n\n2644. Taxis: fees came.\n";
        assert_eq!(titles(text), ["2643 Fly-tipping | a report came.", "2644 Taxis | fees came."]);
        let text = "Item 1: Fly-tipping\n\nWords.\n\nItem 2: Taxis\n\nWords.";
        assert_eq!(titles(text), ["1 Fly-tipping", "2 Taxis"]);
        let text = "9.\n\nAnnouncements\n\nMinutes:\n\nThere were none.\n\n10.\n\nFly-tipping\n\nMinutes:\n\nWords.";
        assert_eq!(titles(text), ["9 Announcements", "10 Fly-tipping"]);
        let text = "1) Fly-tipping\n\nWords.\n\n2) Taxis\n\nWords.";
        assert_eq!(titles(text), ["1 Fly-tipping", "2 Taxis"]);
    }

    #[test]
    fn numbered_paragraphs_are_no_minutes() {
        let text = "1. FLY-TIPPING\n\n1. The Director told the Board of fly-tipping.\n\n2. RESOLVED that the report be noted.\n\n\
                    2. TAXIS\n\n(1) The Board considered fees.\n\n(2) RESOLVED that:\n\n(a) the fees be raised.\n\n3. LIGHTS\n\nWords.";
        assert_eq!(titles(text), ["1 FLY-TIPPING", "2 TAXIS", "3 LIGHTS"]);
    }

    #[test]
    fn titles_without_numbers() {
        let text = "Announcement Minutes: The Chair spoke. |\n|\nMINUTES Minutes: They were signed. |\n";
        assert_eq!(titles(text), ["Announcement | The Chair spoke. |", "MINUTES | They were signed. |"]);
        let text = "Apologies\n(Item 1)\n\nThere were none.\n\nTaxis in the north of the\ndistrict\n(Item 2)\n\nWords.";
        assert_eq!(titles(text), ["1 Apologies", "2 Taxis in the north of the"]);
    }
}
