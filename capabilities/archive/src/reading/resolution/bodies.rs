//! Reads decisions written as sentences about the body that took them, as parishes do: `The meeting accepted the
//! offer`, `It was agreed that the Clerk should write`, `The minutes were confirmed as a true record`.

use super::names::{self, Word};

/// The most words of a sentence that are read for a decision.
const READ: usize = 60;

/// A sentence that records a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decided<'text> {
    /// The words that say that something was decided, as printed: `The meeting accepted`.
    pub(super) form: &'text str,
    /// What was decided, or the whole sentence.
    pub(super) rest: &'text str,
    /// Whether the body only took note.
    pub(super) noted: bool,
}

/// The names of bodies.
const BODIES: &[&str] = &[
    "council",
    "board",
    "committee",
    "sub-committee",
    "subcommittee",
    "cabinet",
    "executive",
    "panel",
    "meeting",
    "members",
    "councillors",
    "cllrs",
    "assembly",
    "forum",
    "trustees",
    "governors",
    "group",
];

/// Verbs by which a body decides.
const DECIDES: &[&str] =
    &["agreed", "resolved", "decided", "approved", "accepted", "adopted", "deferred", "ratified", "endorsed"];

/// Verbs by which a body takes note.
const NOTES: &[&str] = &["noted", "received"];

/// Words that may come between a body and its verb.
const ADVERBS: &[&str] =
    &["unanimously", "all", "then", "therefore", "also", "further", "duly", "subsequently", "formally", "have", "has", "each"];

/// Verbs that may come before the deciding one: `considered and approved`.
const FIRST: &[&str] = &["considered", "received", "reviewed", "noted", "discussed", "examined", "checked"];

/// Words with which what follows the sentence's lead-in begins: `Following discussion, it was agreed`.
const LEADS: &[&str] =
    &["following", "after", "accordingly", "therefore", "subsequently", "upon", "on", "having", "then", "finally"];

/// The longest lead-in, in words.
const LONGEST_LEAD: usize = 12;

/// Those who are given something to do.
const ACTORS: &[&str] = &[
    "clerk",
    "chair",
    "chairman",
    "chairwoman",
    "mayor",
    "leader",
    "officer",
    "officers",
    "director",
    "cllr",
    "councillor",
    "secretary",
    "treasurer",
    "letter",
];

/// Verbs before `be` that make it an opinion.
const MODALS: &[&str] = &["should", "would", "could", "can", "may", "might", "will", "must", "to", "cannot"];

/// Words that begin what was agreed.
const AGREED: &[&str] = &["to", "that", "the", "a", "an", "these", "this", "in", "not", "unanimously", "their", "its", "on"];

/// Reads a decision of the body.
pub(super) fn decided(text: &str) -> Option<Decided<'_>> {
    let words = names::words(text, READ);
    let start = lead(&words);
    it_was(text, &words, start).or_else(|| body(text, &words, start))
}

/// Returns the index of the word after a lead-in such as `Following discussion,`.
fn lead(words: &[Word<'_>]) -> usize {
    if !words.first().is_some_and(|word| word.is(LEADS)) {
        return 0;
    }
    let comma = words.iter().take(LONGEST_LEAD).position(|word| word.printed.ends_with(','));
    let known = |at: &usize| words.get(*at).is_some_and(|word| word.is(&["it", "the", "members", "councillors"]));
    comma
        .map(|comma| comma + 1)
        .filter(known)
        .or_else(|| (1..6).find(|at| words.get(*at).is_some_and(|word| word.is(&["it"]))))
        .unwrap_or_default()
}

/// Reads `it was agreed that the Clerk should write`.
fn it_was<'text>(text: &'text str, words: &[Word<'text>], start: usize) -> Option<Decided<'text>> {
    let is = |at: usize, of: &[&str]| words.get(at).is_some_and(|word| word.is(of));
    if !is(start, &["it"]) || !is(start + 1, &["was"]) {
        return None;
    }
    let mut at = start + 2;
    while is(at, ADVERBS) {
        at += 1;
    }
    let agreed = is(at, &["agreed", "resolved", "decided"]) && is(at + 1, &["to", "that"]);
    // To take a vote is no decision.
    let procedure = is(at + 2, &["take", "put"]) && words.iter().skip(at).take(6).any(|word| word.is(&["vote"]));
    (agreed && !procedure && is_to_be_done(words, at + 1)).then(|| between(text, words, at, false)).flatten()
}

/// Checks whether what was agreed is to be done: `to write`, `that the Clerk should write`, `that the item be deferred`. What was
/// agreed about the state of things is an opinion.
fn is_to_be_done(words: &[Word<'_>], that: usize) -> bool {
    if words.get(that).is_some_and(|word| word.is(&["to"])) {
        return true;
    }
    let clause = words.get(that + 1..).unwrap_or_default();
    let clause = clause.get(..24).unwrap_or(clause);
    // `that a survey be made`, and not `that lamps should be near`.
    let asked = (1..clause.len()).any(|at| {
        let before = if at > 1 && clause.get(at - 1).is_some_and(|word| word.is(&["not"])) { at - 2 } else { at - 1 };
        clause.get(at).is_some_and(|word| word.is(&["be"])) && !clause.get(before).is_some_and(|word| word.is(MODALS))
    });
    let actor = clause.iter().take(5).any(|word| word.is(BODIES) || word.is(ACTORS));
    let state = clause.iter().take(9).any(|word| word.is(&["was", "were", "is", "are", "had", "has", "have", "did"]));
    asked || (actor && !state)
}

/// Reads `The Parish Council resolved to`, `Members received and noted`.
fn body<'text>(text: &'text str, words: &[Word<'text>], start: usize) -> Option<Decided<'text>> {
    let is = |at: usize, of: &[&str]| words.get(at).is_some_and(|word| word.is(of));
    let mut at = start;
    if is(at, &["the", "this", "all"]) {
        at += 1;
    }
    // `Parish`, `Full`, `Planning and Highways`.
    let named = (at..at + 6).find(|at| is(*at, BODIES))?;
    let capitals =
        words.get(at..named)?.iter().all(|word| word.printed.starts_with(char::is_uppercase) || word.is(&["and", "of"]));
    if !capitals || words.get(named)?.printed.ends_with([',', ';', ':', '.']) {
        return None;
    }
    let mut verb = named + 1;
    let perfect = is(verb, &["have", "has"]);
    while is(verb, ADVERBS) {
        verb += 1;
    }
    if is(verb, FIRST) && is(verb + 1, &["and"]) {
        verb += 2;
    }
    while is(verb, ADVERBS) {
        verb += 1;
    }
    let decides = is(verb, DECIDES) && (!perfect || is(verb, &["deferred"]));
    if !(decides || is(verb, NOTES)) || perfect && !decides {
        return None;
    }
    let next = words.get(verb + 1)?;
    let fits = if is(verb, &["agreed", "resolved", "decided"]) { next.is(AGREED) } else { !next.is(&["by", "that", "with"]) };
    let opinion = next.is(&["that"]) && !is_to_be_done(words, verb + 1);
    (fits && !opinion).then(|| between(text, words, verb, !decides)).flatten()
}

/// Splits the sentence after its verb.
fn between<'text>(text: &'text str, words: &[Word<'text>], verb: usize, noted: bool) -> Option<Decided<'text>> {
    let next = words.get(verb + 1)?;
    let form = text.get(..next.start)?.trim_end_matches([' ', ':', '–', '-', ',']);
    let rest = text.get(next.start..)?.trim_start_matches([':', '–', '-', ' ']);
    Some(Decided { form, rest, noted })
}

/// Reads the sentence by which the minutes of an earlier meeting became the record.
pub(super) fn minutes_confirmed(text: &str) -> Option<Decided<'_>> {
    let words = names::words(text, READ);
    let at = words.iter().take(3).position(|word| word.is(&["minutes"]))?;
    let opening = words.iter().take(at).all(|word| word.is(&["the", "draft", "these", "approved"]));
    let lower = text.get(..text.floor_char_boundary(600))?.to_lowercase();
    let record = [
        "correct record",
        "true record",
        "accurate record",
        "true and",
        "correct and",
        "true statement",
        "as correct",
        "as a correct",
    ];
    let verb = words.iter().rfind(|word| word.is(&["confirmed", "approved", "agreed", "accepted", "adopted"]))?;
    let linked = lower.contains(" were ") || lower.contains(" was ") || lower.contains(" be ");
    let decided = opening && linked && !lower.contains(" had ") && record.iter().any(|record| lower.contains(record));
    decided.then_some(Decided { form: verb.bare(), rest: text, noted: false })
}

/// Reads an item's outcome without a subject: `Agreed & signed as a record.`, `… – all approved.`
pub(super) fn outcome_only(text: &str) -> Option<Decided<'_>> {
    let bare = text.trim_end_matches(['.', ' ', ')']);
    let lower = bare.get(bare.ceil_char_boundary(bare.len().saturating_sub(40))..)?.to_lowercase();
    let ends = ["all approved", "all agreed", "all accepted", "all authorised"].iter().find(|end| lower.ends_with(**end));
    if let Some(end) = ends {
        let form = bare.get(bare.len().checked_sub(end.len())?..)?;
        let before = bare.get(..bare.len() - end.len())?.trim_end();
        let apart = before.is_empty() || before.ends_with(['–', '-', ',', '.', ';', ':', '(', '—']);
        return apart.then_some(Decided { form, rest: text, noted: false });
    }
    let words = names::words(text, READ);
    let first = words.first().filter(|word| word.is(&["approved", "agreed", "accepted", "adopted", "confirmed", "signed"]))?;
    let signed = words.len() <= 14 && words.iter().any(|word| word.is(&["signed", "record"]));
    let next = words.get(1).is_some_and(|word| word.is(&["and", "as", "by"]) || word.printed == "&");
    (signed && next).then(|| Decided { form: first.bare(), rest: text, noted: false })
}

/// Reads a paragraph by which the body took note: `The report was noted by the Council.`
pub(super) fn noted_by_body(text: &str) -> Option<Decided<'_>> {
    let words = names::words(text, READ);
    let noted = words.iter().position(|word| word.is(&["noted"]))?;
    let linked = noted > 0 && words.get(noted - 1).is_some_and(|word| word.is(&["was", "were"]));
    let by = words.get(noted + 1).is_some_and(|word| word.is(&["by"]));
    let body = words.get(noted + 2..).unwrap_or_default();
    let whole = body.len() <= 5 && body.last().is_some_and(|word| word.is(BODIES));
    (linked && by && whole).then(|| Decided { form: words.get(noted).map_or("", |word| word.bare()), rest: text, noted: true })
}

/// Checks whether a sentence may be about a decision of the body, though it does not say so clearly.
pub(super) fn is_unclear(text: &str) -> bool {
    let words = names::words(text, READ);
    let is = |at: usize, of: &[&str]| words.get(at).is_some_and(|word| word.is(of));
    words.iter().enumerate().any(|(at, word)| {
        let passive = at >= 2 && is(at - 2, &["it"]) && is(at - 1, &["was"]);
        let pronoun = at >= 1 && is(at - 1, &["they", "we", "it"]);
        let goes_on = is(at + 1, &["to", "that"]);
        word.is(&["agreed", "resolved", "decided"]) && (passive || pronoun) && goes_on
            || word.is(&["approved", "agreed"])
                && at >= 1
                && is(at - 1, &["was", "were"])
                && words.len() <= 12
                && words.len() == at + 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_decides() {
        for (text, form, rest) in [
            ("The meeting accepted the offer of a bench.", "The meeting accepted", "the offer of a bench."),
            ("The Council resolved to lend the marquee.", "The Council resolved", "to lend the marquee."),
            ("The Parish Council agreed to buy the lamp.", "The Parish Council agreed", "to buy the lamp."),
            ("Councillors agreed to pay £70.", "Councillors agreed", "to pay £70."),
            ("Members received and noted the figures.", "Members received and noted", "the figures."),
            ("The Parish Council have deferred the survey.", "The Parish Council have deferred", "the survey."),
            ("The Council agreed in principle that it would pay.", "The Council agreed", "in principle that it would pay."),
            (
                "It was agreed that the Clerk should write to the owner.",
                "It was agreed",
                "that the Clerk should write to the owner.",
            ),
            (
                "Following discussion, it was agreed to light the lamps.",
                "Following discussion, it was agreed",
                "to light the lamps.",
            ),
            ("It was agreed that the item be deferred.", "It was agreed", "that the item be deferred."),
            (
                "It was agreed that a survey be made of all lamps to the north.",
                "It was agreed",
                "that a survey be made of all lamps to the north.",
            ),
            ("the Council approved the following:", "the Council approved", "the following:"),
        ] {
            let decided = decided(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((decided.form, decided.rest), (form, rest), "{text}");
        }
    }

    #[test]
    fn opinions_and_others_decide_nothing() {
        for text in [
            "It was agreed that lamps should be hung near the doors.",
            "It was agreed to take a vote on the motion.",
            "It was agreed by all who spoke that the stalls were a pleasure.",
            "A member recalled that the county had agreed to wait.",
            "Councillors Dummy and Foil confirmed that it was cut.",
            "The Mayor agreed to this visit.",
            "Mr Proxy agreed to go back.",
            "The Board agreed with the officer.",
            "The Council had agreed to wait.",
            "The Clerk accepted the parcel.",
            "Members noted that it rained.",
            "",
        ] {
            assert_eq!(decided(text), None, "{text}");
        }
    }

    #[test]
    fn the_record_of_an_earlier_meeting_is_confirmed() {
        for text in [
            "The minutes of the meeting of 4 March, having been circulated, were confirmed as a true record and signed.",
            "The Minutes of 4 March were approved as a correct record.",
            "The minutes of 4 March were adopted as a true statement and signed.",
        ] {
            assert!(minutes_confirmed(text).is_some(), "{text}");
        }
        for text in ["The minutes of 4 March were tabled.", "The minutes of 4 March had been approved as a correct record."] {
            assert_eq!(minutes_confirmed(text), None, "{text}");
        }
    }

    #[test]
    fn an_outcome_may_have_no_subject() {
        assert_eq!(outcome_only("Agreed & signed as a record.").map(|decided| decided.form), Some("Agreed"));
        assert_eq!(outcome_only("Lamps £30, gates £20 – all approved.").map(|decided| decided.form), Some("all approved"));
        assert_eq!(outcome_only("Licence for a new door – approved."), None);
        assert_eq!(outcome_only("Those present all agreed"), None);
        assert!(noted_by_body("The report was noted by the Council.").is_some());
        assert_eq!(noted_by_body("The report was noted."), None);
    }
}
