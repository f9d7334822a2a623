//! The words before a resolution: `RESOLVED`, `It was unanimously agreed`, `PENDERFYNWYD / RESOLVED`, `Resolved 20/03/4.01`.

use super::super::words;

/// The words before a resolution and what follows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'text> {
    /// The words as printed, with how the vote went if that is said: `RESOLVED (unanimously)`.
    pub(super) printed: &'text str,
    /// What is resolved, without the colon or dash before it.
    pub(super) rest: &'text str,
    /// Whether the words are those of a formal record, such as `RESOLVED`, and not of a sentence, such as `It was agreed`.
    pub(super) formal: bool,
}

/// Signs between the words and what was resolved.
const SIGNS: [char; 4] = [':', '–', '-', '—'];

/// Words that may come between `it was` and the verb.
const ADVERBS: &[&str] =
    &["unanimously", "therefore", "then", "also", "further", "subsequently", "accordingly", "duly", "hereby", "formally"];

/// The verbs and nouns of a decision, with what they ask of the words after them.
const WORDS: &[(&str, Word)] = &[
    ("resolved", Word::Resolved),
    ("penderfynwyd", Word::Resolved),
    ("cytunwyd", Word::Agreed),
    ("agreed", Word::Agreed),
    ("decided", Word::Agreed),
    ("recommended", Word::Agreed),
    ("recommendations", Word::Noun),
    ("recommendation", Word::Noun),
    ("decision", Word::Noun),
    ("rún", Word::Noun),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Resolved,
    Agreed,
    Noun,
}

/// Reads the words of a decision at the start of a paragraph.
pub(super) fn read(text: &str) -> Option<Form<'_>> {
    let text = text.trim_start();
    text.starts_with(char::is_uppercase).then(|| inside(text)).flatten()
}

/// Reads the words of a decision at the start of the rest of a sentence: `and RESOLVED that`, `it was agreed to`.
pub(super) fn inside(text: &str) -> Option<Form<'_>> {
    let text = text.trim_start();
    let mut at = 0;
    let mut sentence = false;
    if let Some(end) = word(text, at, &["and"]) {
        at = end;
    }
    if let Some(end) = word(text, at, &["it"]).and_then(|end| word(text, end, &["was", "were", "is"])) {
        (at, sentence) = (end, true);
    }
    while let Some(end) = word(text, at, ADVERBS) {
        at = end;
    }
    let (known, end) = WORDS.iter().find_map(|(known, kind)| Some((*kind, word(text, at, &[*known])?)))?;
    let printed_word = text.get(at..end)?.trim();
    let end = qualified(text, end);
    let numbered = if known == Word::Resolved { number(text, end) } else { None };
    let end = numbered.unwrap_or(end);
    let (printed, rest) = text.split_at_checked(end)?;
    let rest = rest.trim_start();
    let marked = rest.starts_with(SIGNS);
    let bare = rest.trim_start_matches(|c| SIGNS.contains(&c) || c == ' ');
    let capitals = words::is_capitals(printed_word);
    let opens = |start: &str| bare.get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start));
    let that = opens("that ") || opens("that:") || opens("that,") || bare.eq_ignore_ascii_case("that");
    let to = opens("to ") || opens("not to ") || opens("to:");
    let shown = match known {
        Word::Noun => marked && (!bare.is_empty() || printed_word.eq_ignore_ascii_case("decision")),
        _ if marked || that => true,
        _ if numbered.is_some() => true,
        _ if bare.is_empty() => capitals || known == Word::Resolved || sentence,
        _ if to => true,
        // `RESOLVED the fees be raised`, but no title such as `AGREED ACTIONS` and no report of another meeting.
        _ => capitals && !words::is_capitals(bare) && !["at the ", "at its ", "at a "].iter().any(|before| opens(before)),
    };
    let noun = known == Word::Noun;
    let formal = !sentence && (known == Word::Resolved || capitals || marked || noun) || (sentence && capitals);
    shown.then(|| Form { printed: printed.trim_end_matches([' ', ',']), rest: bare.trim_end_matches([' ', '|']), formal })
}

/// Checks whether the text has a word of a formal record anywhere.
pub(in super::super) fn is_formal_record(text: &str) -> bool {
    text.contains("RESOLVED") || text.contains("AGREED") || read(text).is_some_and(|form| form.formal)
}

/// Returns the end of one of the words, if it is at `at`.
fn word(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    let start = at + rest.len() - rest.trim_start().len();
    let rest = text.get(start..)?;
    words.iter().find_map(|word| {
        let begun = rest.get(..word.len())?;
        let whole = rest.get(word.len()..)?.chars().next().is_none_or(|next| !next.is_alphanumeric());
        (whole && (begun.eq_ignore_ascii_case(word) || begun.to_lowercase() == *word)).then_some(start + word.len())
    })
}

/// Returns the end of the words that say how the vote went: `(unanimously)`, `by 12 votes to 4`, `/ RESOLVED`.
fn qualified(text: &str, mut at: usize) -> usize {
    for _ in 0..4 {
        let Some(rest) = text.get(at..) else { break };
        let trimmed = rest.trim_start();
        let space = rest.len() - trimmed.len();
        let Some(length) = bracket(trimmed).or_else(|| phrase(trimmed)).or_else(|| other_language(trimmed)) else { break };
        at += space + length;
    }
    at
}

/// Returns the length of a bracket that says how the vote went.
fn bracket(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let end = inner.char_indices().take(120).find(|(_, c)| *c == ')').map(|(at, _)| at)?;
    let said = inner.get(..end)?.to_lowercase();
    let votes = ["unanim", "majority", "vote", "nem", "against", "in favour", "abst", "casting"];
    votes.iter().any(|vote| said.contains(vote)).then_some(end + 2)
}

/// Returns the length of a phrase that says how the vote went.
fn phrase(text: &str) -> Option<usize> {
    const PHRASES: &[&str] = &[
        ", unanimously,",
        ", unanimously",
        "unanimously",
        "by a majority vote",
        "by a majority",
        "by majority",
        "nem. con.",
        "nem con.",
        "nem con",
        "yn unfrydol",
        "on a show of hands",
        "accordingly",
    ];
    let known = PHRASES.iter().find(|phrase| text.get(..phrase.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(phrase)));
    if let Some(known) = known {
        return Some(known.len());
    }
    let lower = text.get(..text.floor_char_boundary(60))?.to_lowercase();
    // `on the Chairman's casting vote`, `by 12 votes to 4`.
    if lower.starts_with("on the ") || lower.starts_with("by the ") {
        let at = lower.find("casting vote").filter(|at| lower.get(..*at).is_some_and(|before| before.split(' ').count() <= 4))?;
        return text.get(..at + "casting vote".len()).map(str::len);
    }
    let count = lower.strip_prefix("by ")?;
    let votes = count.find(" votes to ")?;
    let after = count.get(votes + " votes to ".len()..)?;
    let against = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    (votes <= 12 && against > 0).then_some("by ".len() + votes + " votes to ".len() + against)
}

/// Returns the length of the same word in another language: `/ RESOLVED`.
fn other_language(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('/')?;
    WORDS.iter().find_map(|(known, _)| word(rest, 0, &[*known])).map(|end| end + 1)
}

/// Returns the end of the number of a resolution: `20/03/4.01`, `No. 12`.
fn number(text: &str, at: usize) -> Option<usize> {
    let end = word(text, at, &["no.", "number"]).unwrap_or(at);
    let rest = text.get(end..)?;
    let number = rest.trim_start().split(char::is_whitespace).next()?;
    let bare = number.trim_end_matches(SIGNS);
    let counted = bare.chars().any(|c| c.is_ascii_digit())
        && bare.starts_with(|c: char| c.is_ascii_alphanumeric())
        && bare.len() <= 20
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-'))
        && (bare.contains(['/', '.']) || end > at);
    counted.then(|| end + rest.len() - rest.trim_start().len() + bare.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_words_before_a_resolution() {
        for (text, printed, rest) in [
            ("RESOLVED: That the report be noted.", "RESOLVED", "That the report be noted."),
            ("RESOLVED –", "RESOLVED", ""),
            ("RESOLVED – to note it.", "RESOLVED", "to note it."),
            ("RESOLVED (unanimously) that it be kept", "RESOLVED (unanimously)", "that it be kept"),
            ("RESOLVED: (i) That it be kept", "RESOLVED", "(i) That it be kept"),
            ("RESOLVED: Not to make it", "RESOLVED", "Not to make it"),
            ("RESOLVED to support it", "RESOLVED", "to support it"),
            ("RESOLVED by a majority that it be so", "RESOLVED by a majority", "that it be so"),
            ("RESOLVED by 12 votes to 4 that it be so", "RESOLVED by 12 votes to 4", "that it be so"),
            ("RESOLVED on the Chairman's casting vote that it be so", "RESOLVED on the Chairman's casting vote", "that it be so"),
            ("RESOLVED the fees be raised", "RESOLVED", "the fees be raised"),
            ("Resolved 20/03/4.01", "Resolved 20/03/4.01", ""),
            ("Resolved 20/03/4.01: That it be so", "Resolved 20/03/4.01", "That it be so"),
            ("Resolved to keep it", "Resolved", "to keep it"),
            ("It was RESOLVED that it be so", "It was RESOLVED", "that it be so"),
            ("It was unanimously agreed that it be so", "It was unanimously agreed", "that it be so"),
            ("It was agreed that the plan go on.", "It was agreed", "that the plan go on."),
            ("And Resolved:", "And Resolved", ""),
            ("AGREED", "AGREED", ""),
            ("Agreed: That it be so", "Agreed", "That it be so"),
            ("Agreed to keep it", "Agreed", "to keep it"),
            ("DECIDED that it be so", "DECIDED", "that it be so"),
            ("Decision: That it be so", "Decision", "That it be so"),
            ("DECISION:", "DECISION", ""),
            ("Recommended – That it be kept", "Recommended", "That it be kept"),
            ("PENDERFYNWYD / RESOLVED: That it be so", "PENDERFYNWYD / RESOLVED", "That it be so"),
            ("PENDERFYNWYD YN UNFRYDOL / RESOLVED UNANIMOUSLY: That", "PENDERFYNWYD YN UNFRYDOL / RESOLVED UNANIMOUSLY", "That"),
            ("Rún: That it be so", "Rún", "That it be so"),
            ("RESOLVED: That it be noted. |", "RESOLVED", "That it be noted."),
        ] {
            let form = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((form.printed, form.rest), (printed, rest), "{text}");
        }
        assert_eq!(inside("and RESOLVED that it be so").map(|form| form.rest), Some("that it be so"));
        assert_eq!(inside("it was agreed to keep it").map(|form| form.rest), Some("to keep it"));
    }

    #[test]
    fn leaves_what_only_speaks_of_resolutions() {
        for text in [
            "",
            "Resolved questions were set out.",
            "RESOLVED MATTERS",
            "RESOLVED at the meeting of January: that a survey be made.",
            "Agreed actions follow",
            "AGREED ACTIONS",
            "Agreed.",
            "Agreed with the officer",
            "It was noted that",
            "It was agreed by all who spoke that the stalls were a pleasure.",
            "It was broadly agreed that it be so",
            "The Board RESOLVED",
            "Decisions",
            "Decision",
            "Recommendations:",
            "Resolvedly: no",
            "Rúnaí: no",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read("RESOLVED: That").is_some_and(|form| form.formal));
        assert!(read("It was agreed that").is_some_and(|form| !form.formal));
    }
}
