//! Breaks paragraphs into lines.

/// The shortest word that is broken at the end of a line.
const LONG: usize = 9;

/// Breaks a text into lines of at most `width` characters. Words that are longer have a line of their own, unless hyphens are allowed.
pub(super) fn lines(text: &str, width: Option<usize>, hyphens: bool) -> Vec<String> {
    let Some(width) = width else { return vec![text.trim_end().to_owned()] };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        let apart = usize::from(length > 0);
        if length + apart + letters <= width {
            line.push_str(if length > 0 { " " } else { "" });
            line.push_str(word);
            length += apart + letters;
            continue;
        }
        let room = width.saturating_sub(length + apart);
        let mut rest = word;
        if let Some((before, after)) = parts(word, room).filter(|_| hyphens && length > 0) {
            line.push(' ');
            line.push_str(before);
            line.push('-');
            rest = after;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(rest);
        length = rest.chars().count();
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Splits a long word after a vowel so that its first part and a hyphen have room. `None` if it is not broken.
fn parts(word: &str, room: usize) -> Option<(&str, &str)> {
    let plain = word.chars().all(|c| c.is_ascii_lowercase()) && word.len() >= LONG;
    if !plain {
        return None;
    }
    let vowel = |at: &usize| word.as_bytes().get(at - 1).is_some_and(|letter| b"aeiou".contains(letter));
    let at = (4..=word.len() - 4).rev().filter(|at| *at < room).find(vowel)?;
    word.split_at_checked(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost_and_no_line_is_too_long() {
        let text = "The quick recommendation of the neighbourhood committee was considered in February";
        for width in 12..60 {
            for hyphens in [false, true] {
                let lines = lines(text, Some(width), hyphens);
                assert!(lines.iter().all(|line| line.chars().count() <= width.max(14)), "{lines:?}");
                let whole = lines.join("\n").replace("-\n", "").replace('\n', " ");
                assert_eq!(whole, text);
            }
        }
        assert_eq!(lines(text, None, true), [text]);
        assert!((12..60).any(|width| lines(text, Some(width), true).iter().any(|line| line.ends_with('-'))));
    }

    #[test]
    fn spaces_inside_a_line_are_kept_only_without_a_width() {
        assert_eq!(lines("a  b", None, false), ["a  b"]);
        assert_eq!(lines("", Some(20), false), [""]);
    }
}
