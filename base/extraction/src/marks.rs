//! Marks before words: bullets, numbers, references.

/// Checks whether the text is a bullet, a paragraph's number or letter, or a minute's reference.
pub(crate) fn is_mark(text: &str) -> bool {
    let short = text.chars().count() <= 12;
    let figure = text.chars().any(|c| c.is_ascii_digit());
    let signs = !text.chars().any(char::is_alphanumeric);
    let lettered = text.trim_matches(|c: char| matches!(c, '(' | ')' | '.')).len() <= 4 && text.ends_with([')', '.']);
    let numbered =
        figure && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '(' | ')' | '/' | '-' | '[' | ']'));
    short && (signs || lettered || numbered || text == "o")
}

/// The headings of a column of numbers.
const NUMBER_HEADINGS: &[&str] = &[
    "no",
    "item",
    "item no",
    "agenda item",
    "agenda no",
    "minute",
    "minute no",
    "min no",
    "minute number",
    "number",
    "ref",
    "reference",
];

/// The headings of a column that says who is to act.
const ACTION_HEADINGS: &[&str] = &["action", "actions", "action by", "action required", "by", "by whom", "owner", "lead", "who"];

/// Checks whether the text is the heading of a column of numbers.
pub(crate) fn heads_numbers(text: &str) -> bool {
    is_one_of(text, NUMBER_HEADINGS)
}

/// Checks whether the text is the heading of a column that says who is to act.
pub(crate) fn heads_actions(text: &str) -> bool {
    is_one_of(text, ACTION_HEADINGS)
}

fn is_one_of(text: &str, known: &[&str]) -> bool {
    let bare = text.trim().trim_end_matches([':', '.']);
    bare.len() <= 20 && known.iter().any(|known| bare.eq_ignore_ascii_case(known))
}

/// Checks whether the text is a year.
pub(crate) fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        for mark in ["1.", "(a)", "iv)", "•", "14/10/3", "C048/23", "SAF24", "3.12", "o"] {
            assert!(is_mark(mark), "{mark}");
        }
        for words in ["Apologies", "a", "Item", "Councillor"] {
            assert!(!is_mark(words), "{words}");
        }
        assert!(heads_numbers("No.") && heads_numbers(" Item ") && !heads_numbers("Items of business"));
        assert!(heads_actions("ACTION:") && !heads_actions("Action taken"));
    }
}
