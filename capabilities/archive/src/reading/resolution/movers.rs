//! Reads who moved and who seconded: `Proposed by Councillor X; Seconded by Councillor Y`, `On the proposal of …`, `Cllr X moved`.

use super::names::{self, Word};

/// The most words of a sentence that are read for movers.
const READ: usize = 120;

/// Who moved something, as a sentence says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Movers<'text> {
    pub(super) moved_by: Option<&'text str>,
    pub(super) seconded_by: Option<&'text str>,
    /// Whether it is about an amendment.
    pub(super) amendment: bool,
    /// What was moved, if the sentence says it: `that the fees be raised`.
    pub(super) words: Option<&'text str>,
    /// What follows the names.
    pub(super) rest: &'text str,
    /// Whether the sentence says nothing else.
    pub(super) only: bool,
    /// Whether it may only tell what somebody proposed in the discussion: `Councillor Dummy proposed that …`.
    pub(super) loose: bool,
}

/// The part that a word gives a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Mover,
    Seconder,
}

const MOVES: &[&str] =
    &["proposed", "moved", "proposer", "mover", "proposal", "motion", "proposing", "moving", "prop", "cynigiwyd"];
const SECONDS: &[&str] = &["seconded", "seconder", "seconding", "sec", "eiliwyd"];

/// Words of which a sentence about movers may consist besides.
const BESIDES: &[&str] = &["and", "it", "was", "were", "on", "the", "duly", "of", "this", "", "cllr", "by", "councillor"];

/// Reads the movers in a sentence.
pub(super) fn read(text: &str) -> Option<Movers<'_>> {
    let words = names::words(text, READ);
    let mut found = Movers::default();
    let mut covered = vec![false; words.len()];
    let mut after = 0;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let part = if word.is(MOVES) {
            Part::Mover
        } else if word.is(SECONDS) {
            Part::Seconder
        } else {
            at += 1;
            continue;
        };
        let Some((name, from, next)) = named(text, &words, at) else {
            at += 1;
            continue;
        };
        let amends = part == Part::Mover && words.iter().skip(next).take(8).any(|word| starts_with(*word, "amend"));
        // Someone who seconds may propose a change in the same sentence.
        let again = found.seconded_by == Some(name) || (part == Part::Mover && found.moved_by.is_some());
        if !again {
            match part {
                Part::Mover => {
                    found.loose = word.is(&["proposed"]) && from < at && !words.get(at + 1).is_some_and(|next| next.is(&["by"]));
                    found.moved_by = Some(name);
                    found.words = words_moved(text, &words, next);
                }
                Part::Seconder => found.seconded_by = Some(name),
            }
            found.amendment |= amends;
        }
        covered.iter_mut().take(next).skip(from).for_each(|covered| *covered = true);
        after = after.max(next);
        at = next.max(at + 1);
    }
    if found.moved_by.is_none() && found.seconded_by.is_none() {
        return None;
    }
    found.amendment |= words.iter().take(12).any(|word| word.is(&["amendment"]));
    found.rest = words.get(after).map_or("", |word| text.get(word.start..).unwrap_or_default());
    let bare = words.iter().zip(&covered).all(|(word, covered)| *covered || word.is(BESIDES));
    found.loose &= found.seconded_by.is_none() && !bare;
    found.only = bare && words.len() < READ && !text.trim_end().ends_with(':');
    if found.words.is_none() {
        found.words = Some(found.rest).filter(|rest| is_that(rest));
    }
    Some(found)
}

/// Returns the name that belongs to the word of moving at `at`, with the index of the first word of both and of the word after
/// them.
fn named<'text>(text: &'text str, words: &[Word<'_>], at: usize) -> Option<(&'text str, usize, usize)> {
    let word = words.get(at)?;
    let next = words.get(at + 1);
    let following = |from: usize| names::at(text, words, from, true).map(|(name, next)| (name, at, next));
    if next.is_some_and(|next| next.is(&["by", "gan"])) {
        return following(at + 2);
    }
    if word.printed.ends_with(':')
        && let Some(found) = following(at + 1)
    {
        return Some(found);
    }
    if next.is_some_and(|next| matches!(next.printed, ":" | "-" | "–")) {
        return following(at + 2);
    }
    if word.is(&["proposal", "motion"]) {
        let on = next.is_some_and(|next| next.is(&["of"]))
            && at.checked_sub(2).and_then(|on| words.get(on)).is_some_and(|on| on.is(&["on"]));
        return if on { following(at + 2) } else { None };
    }
    if word.is(&["proposing", "moving", "seconding"]) {
        // `In proposing the motion, Councillor Dummy said`.
        let comma = (at + 1..at + 5).find(|comma| words.get(*comma).is_some_and(|word| word.printed.ends_with(',')))?;
        return names::at(text, words, comma + 1, false).map(|(name, next)| (name, at, next));
    }
    if word.is(&["proposer", "mover", "seconder"]) {
        return names::at(text, words, at + 1, false).map(|(name, next)| (name, at, next));
    }
    let apart =
        at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| before.printed.ends_with([',', ';', ':']));
    let before = names::before(text, words, at).filter(|_| !apart).map(|name| {
        let from = words.iter().take(at).rposition(|word| text.get(word.start..).is_some_and(|rest| rest.starts_with(name)));
        (name, from.unwrap_or(at), at + 1)
    });
    before.or_else(|| names::at(text, words, at + 1, false).map(|(name, next)| (name, at, next)))
}

/// Returns what the mover moved, up to the words about the seconder.
fn words_moved<'text>(text: &'text str, words: &[Word<'_>], from: usize) -> Option<&'text str> {
    let first = words.get(from)?;
    if !first.is(&["that"]) {
        return None;
    }
    let seconder = words.iter().enumerate().skip(from).find(|(at, word)| word.is(SECONDS) && named(text, words, *at).is_some());
    let end = seconder.map_or(text.len(), |(at, word)| {
        // The seconder's name may come before the word.
        named(text, words, at).and_then(|(_, from, _)| words.get(from)).map_or(word.start, |word| word.start)
    });
    let said = text.get(first.start..end)?.trim_end_matches([' ', ',', ';', '(', ':']);
    let said = [" and", " was", " this was", ";", ","].iter().fold(said, |said, joint| said.strip_suffix(joint).unwrap_or(said));
    Some(said.trim_end())
}

/// Checks whether the text begins with `that`.
fn is_that(text: &str) -> bool {
    text.get(..5).is_some_and(|that| that.eq_ignore_ascii_case("that ") || that.eq_ignore_ascii_case("that,"))
}

fn starts_with(word: Word<'_>, start: &str) -> bool {
    word.bare().get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_who_moved_and_who_seconded() {
        let both = (Some("Councillor A. Dummy"), Some("Councillor B. Foil"));
        for text in [
            "Proposed by Councillor A. Dummy; Seconded by Councillor B. Foil;",
            "Proposed: Councillor A. Dummy Seconded: Councillor B. Foil",
            "Proposer: Councillor A. Dummy, Seconder: Councillor B. Foil.",
            "(Proposed Councillor A. Dummy, seconded Councillor B. Foil)",
            "Moved by Councillor A. Dummy and seconded by Councillor B. Foil",
            "It was moved by Councillor A. Dummy and seconded by Councillor B. Foil",
            "Councillor A. Dummy proposed, Councillor B. Foil seconded",
        ] {
            let found = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.moved_by, found.seconded_by), both, "{text}");
            assert!(found.only, "{text}: {found:?}");
        }
        let nomination =
            read("The nomination of Mr C Proxy was moved by Mr A Dummy and seconded by Mrs B Foil.").expect("movers");
        assert_eq!(
            (nomination.moved_by, nomination.seconded_by, nomination.only),
            (Some("Mr A Dummy"), Some("Mrs B Foil"), false)
        );
        let in_turn = read("In seconding the Motion, Councillor B. Foil proposed an amended text:").expect("a seconder");
        assert_eq!((in_turn.moved_by, in_turn.seconded_by), (None, Some("Councillor B. Foil")));
    }

    #[test]
    fn tells_what_was_moved_and_what_follows() {
        let found = read("It was moved by Cllr Dummy and seconded by Cllr Foil that the fees be raised.").expect("movers");
        assert_eq!(found.words, Some("that the fees be raised."));
        let found = read("Cllr Dummy proposed that the fees be raised; seconded by Cllr Foil.").expect("movers");
        assert_eq!((found.words, found.seconded_by), (Some("that the fees be raised"), Some("Cllr Foil")));
        let found = read("On the proposal of Cllr Dummy, seconded by Cllr Foil, it was agreed to pay £70.").expect("movers");
        assert_eq!((found.moved_by, found.rest), (Some("Cllr Dummy"), "it was agreed to pay £70."));
        let found = read("An amendment was moved by Cllr Dummy and seconded by Cllr Foil: “Add two.”").expect("movers");
        assert!(found.amendment && !found.only);
    }

    #[test]
    fn others_move_nothing() {
        for text in
            ["The proposed scheme was moved to June.", "Members proposed changes", "The motion was lost.", "", "He moved house"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
