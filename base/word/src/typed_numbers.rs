//! Numbers that an author typed before a paragraph instead of letting Word number it.

use documents::Text;

/// Checks whether a number is that of a paragraph: `3.1`, `3.0`, `3.2.1`.
pub(crate) fn is_of_paragraph(number: &str) -> bool {
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns a number typed before the words, as in `3.1 The service …`, and the words after it.
pub(crate) fn typed_number(text: &str) -> Option<(&str, &str)> {
    text.split_once(' ').filter(|(number, rest)| is_of_paragraph(number) && !rest.trim().is_empty())
}

/// Returns text without its beginning.
pub(crate) fn without_beginning(text: &Text, beginning: &str) -> Text {
    let mut left = beginning.len();
    let runs: Vec<_> = text
        .runs()
        .into_iter()
        .map(|(words, style)| {
            let cut = left.min(words.len());
            left -= cut;
            (words[cut..].to_owned(), style)
        })
        .collect();
    Text::of_runs(runs)
}
