//! Reads what became of a motion or an amendment: carried, lost, withdrawn.

use super::names::{self, Word};
use meetings::minutes::Outcome;

/// The most words of a sentence that are read for an outcome.
const READ: usize = 90;

/// How many words may be between what was moved and what became of it.
const APART: usize = 14;

/// What a sentence says of a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ended<'text> {
    pub(super) outcome: Outcome,
    /// Whether it is an amendment.
    pub(super) amendment: bool,
    /// Whether the words may also tell what others agreed: `The proposal was approved`.
    pub(super) weak: bool,
    /// The word that says it, as printed: `carried`.
    pub(super) word: &'text str,
    /// What follows the outcome in the sentence: `and it was RESOLVED that …`.
    pub(super) rest: &'text str,
}

/// What is moved.
const MOVED: &[&str] =
    &["motion", "amendment", "amendments", "proposal", "recommendation", "recommendations", "proposition", "nomination"];

/// Words of outcomes.
const OUTCOMES: &[(&str, Outcome)] = &[
    ("carried", Outcome::Carried),
    ("adopted", Outcome::Carried),
    ("passed", Outcome::Carried),
    ("agreed", Outcome::Carried),
    ("approved", Outcome::Carried),
    ("accepted", Outcome::Carried),
    ("supported", Outcome::Carried),
    ("lost", Outcome::Lost),
    ("defeated", Outcome::Lost),
    ("rejected", Outcome::Lost),
    ("negatived", Outcome::Lost),
    ("fell", Outcome::Fell),
    ("fallen", Outcome::Fell),
    ("lapsed", Outcome::Fell),
    ("withdrawn", Outcome::Withdrawn),
    ("put", Outcome::NotPut),
];

/// Words right before an outcome.
const BEFORE: &[&str] = &["was", "were", "as", "and", "is", "being", "declared", "be", "motion", "amendment", "proposal"];

/// Words that may come between those and the outcome.
const ADVERBS: &[&str] = &["duly", "therefore", "unanimously", "accordingly", "then", "to", "thereby", "also", "subsequently"];

/// The body whose minutes these are, after `by the`.
const OWN_BODY: &[&str] = &["council", "meeting", "members", "board", "committee", "panel", "councillors"];

/// Words after which nothing has happened yet, or somebody else did it.
const UNSURE: &[&str] = &[
    "if", "would", "could", "should", "may", "might", "whether", "until", "which", "who", "had", "when", "unless", "will",
    "before", "by",
];

/// Reads the outcome that a sentence gives.
pub(super) fn ended(text: &str) -> Option<Ended<'_>> {
    let words = names::words(text, READ);
    (1..words.len()).find_map(|at| outcome_at(text, &words, at)).or_else(|| withdrawal(&words))
}

fn outcome_at<'text>(text: &'text str, words: &[Word<'text>], at: usize) -> Option<Ended<'text>> {
    let word = words.get(at)?;
    let bare = word.bare();
    let (_, outcome) = OUTCOMES.iter().find(|(known, _)| bare.eq_ignore_ascii_case(known))?;
    let mut before = at;
    while before > 0 && words.get(before - 1).is_some_and(|word| word.is(ADVERBS)) {
        before -= 1;
    }
    let not = before > 0 && words.get(before - 1).is_some_and(|word| word.is(&["not"]));
    before -= usize::from(not);
    let outcome = match (outcome, not) {
        (Outcome::NotPut, true) => Outcome::NotPut,
        (Outcome::NotPut, false) => return None,
        (Outcome::Carried, true) => Outcome::Lost,
        (_, true) => return None,
        (outcome, false) => *outcome,
    };
    let fell = outcome == Outcome::Fell && bare.eq_ignore_ascii_case("fell");
    let linked = before.checked_sub(1).and_then(|link| words.get(link)).is_some_and(|link| link.is(BEFORE));
    let moved = words.iter().take(before).rposition(|word| word.is(MOVED)).filter(|moved| before - moved <= APART)?;
    let unsure = words.iter().take(before).skip(moved + 1).any(|word| word.is(UNSURE) && !word.is(&["by"]));
    // Before the motion, a condition or somebody's report: `He asked whether the motion was lost`.
    let reported = words.iter().take(moved).any(|word| word.is(&["if", "whether", "that", "which", "until", "unless"]));
    if !(linked || fell) || unsure || reported || moved > 20 {
        return None;
    }
    let amendment = words.get(moved).is_some_and(|word| word.is(&["amendment", "amendments"]));
    let others = words.get(at + 1).is_some_and(|word| word.is(&["by"]))
        && !(words.get(at + 2).is_some_and(|word| word.is(&["the"])) && words.get(at + 3).is_some_and(|word| word.is(OWN_BODY)));
    if others || words.get(at + 1).is_some_and(|word| word.is(&["out", "forward"])) {
        return None;
    }
    let weak = outcome == Outcome::Carried
        && !bare.eq_ignore_ascii_case("carried")
        && !words.get(moved).is_some_and(|word| word.is(&["motion", "amendment", "amendments"]));
    let end = word.start + word.printed.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let rest = text.get(end..).unwrap_or_default().trim_start_matches([',', ';', '.', ' ', ')']);
    Some(Ended { outcome, amendment, weak, word: bare, rest })
}

/// Reads `Councillor Dummy agreed to withdraw his motion`.
fn withdrawal<'text>(words: &[Word<'text>]) -> Option<Ended<'text>> {
    let at = words.iter().position(|word| word.is(&["withdraw", "withdrew"]))?;
    let done = words.get(at)?.is(&["withdrew"])
        || (at >= 2
            && words.get(at - 1).is_some_and(|word| word.is(&["to"]))
            && words.get(at - 2).is_some_and(|word| word.is(&["agreed"])));
    let moved = words.iter().skip(at + 1).take(3).find(|word| word.is(MOVED))?;
    let amendment = moved.is(&["amendment"]);
    let word = words.get(at).map_or("", |word| word.bare());
    done.then_some(Ended { outcome: Outcome::Withdrawn, amendment, weak: false, word, rest: "" })
}

/// Reads a sentence that is nothing but an outcome: `Carried.`, `All agreed.`, `Motion lost`.
pub(super) fn alone(text: &str) -> Option<Outcome> {
    if text.len() > 60 {
        return None;
    }
    let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == ' ').collect();
    let said: Vec<&str> = bare
        .split_whitespace()
        .filter(|word| !matches!(*word, "unanimously" | "the" | "vote" | "motion" | "was" | "proposal"))
        .collect();
    match said.as_slice() {
        ["carried" | "agreed" | "approved" | "passed"] | ["all", "agreed" | "in", ..] | ["all", "approved"] | ["nem", "con"] => {
            Some(Outcome::Carried)
        }
        ["lost" | "defeated" | "rejected"] | ["not", "carried"] => Some(Outcome::Lost),
        ["withdrawn"] => Some(Outcome::Withdrawn),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_became_of_a_motion() {
        for (text, outcome, amendment) in [
            ("The amendment was lost.", Outcome::Lost, true),
            ("The amendment was declared defeated.", Outcome::Lost, true),
            ("Upon being put to the vote the amendment was LOST (3 for, 9 against).", Outcome::Lost, true),
            ("The amendment fell for want of a seconder.", Outcome::Fell, true),
            ("The motion was withdrawn with the consent of the Council.", Outcome::Withdrawn, false),
            ("Councillor Dummy agreed to withdraw his Motion.", Outcome::Withdrawn, false),
            ("The first motion was not put.", Outcome::NotPut, false),
            ("The motion was not carried.", Outcome::Lost, false),
            ("The Chair declared the amended Motion as carried.", Outcome::Carried, false),
            ("Upon this the Motion was declared as defeated.", Outcome::Lost, false),
            ("The Motion was seconded by Councillor O’Token and adopted.", Outcome::Carried, false),
            ("On being put to the vote, the substantive motion, as amended, was unanimously carried.", Outcome::Carried, false),
            ("Nobody objected, and the amended Recommendation was agreed.", Outcome::Carried, false),
            ("A vote was taken and the motion carried.", Outcome::Carried, false),
        ] {
            let ended = ended(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((ended.outcome, ended.amendment), (outcome, amendment), "{text}");
        }
        let both = ended("the motion was CARRIED and it was RESOLVED that it be so").map(|ended| (ended.word, ended.rest));
        assert_eq!(both, Some(("CARRIED", "and it was RESOLVED that it be so")));
    }

    #[test]
    fn other_sentences_end_nothing() {
        for text in [
            "The Clerk noted the recommendations which were agreed by the Committee:",
            "If the motion was lost, the fees would stay.",
            "It was reported that the motion was carried in March.",
            "The motion would be put to the vote.",
            "The amendment was moved by Councillor Dummy.",
            "A key was lost in the lane.",
            "The survey was carried out in June.",
            "The proposal was agreed by Cabinet in March.",
        ] {
            assert_eq!(ended(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_alone_may_end_a_motion() {
        assert_eq!(alone("Carried unanimously."), Some(Outcome::Carried));
        assert_eq!(alone("All in favour."), Some(Outcome::Carried));
        assert_eq!(alone("Motion lost"), Some(Outcome::Lost));
        assert_eq!(alone("Agreed that it be so"), None);
    }
}
