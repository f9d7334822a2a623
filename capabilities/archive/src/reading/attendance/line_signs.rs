//! What a line among the lists looks like: people, a heading, the number of a minute, half a name.

use super::super::lines::Line;
use super::super::words as sentences;
use super::super::{minute_heads, resolution};
use super::{labels, roles, words};

/// Checks for the number of a page alone on its line: `12`, `- 12 -`.
pub(super) fn is_page_number(text: &str) -> bool {
    let digits = text.trim_matches(['-', '–', ' ']);
    (1..=4).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// Checks whether the line can only be after the lists: a numbered heading, a mark of an item, a heading in capitals.
pub(super) fn ends(line: &Line<'_>) -> bool {
    let text = line.text.trim_start_matches(['*', '#', '_', ' ']);
    if text.eq_ignore_ascii_case("action") || text.eq_ignore_ascii_case("items") || text.starts_with("http") {
        return true;
    }
    if minute_heads::agenda_item(text).is_some() || resolution::resolves(text).is_some() {
        return true;
    }
    if let Some(rest) = after_number(text) {
        // `5 members of the public` counts people, `5. Members of the public` is a title.
        let figure = text.split_whitespace().next().is_some_and(|first| first.chars().all(|c| c.is_ascii_digit()));
        let first = rest.split([',', ';', '&']).next().unwrap_or(rest);
        let counted = figure && words::counted(first.split(" and ").next().unwrap_or(first));
        return !words::begins_titled(rest) && !counted;
    }
    let named = words::begins_titled(text) || text.contains([',', '|', '(']) || text.split_whitespace().any(words::is_initial);
    sentences::is_capitals(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() > 5
        && !named
        && text.split_whitespace().count() > 1
        || is_heading(text)
}

/// Returns what follows the number of a minute: `2643. Police`, `C048/23 1.`, `20/01 TAXIS`, `SAF27 PLAN`.
fn after_number(text: &str) -> Option<&str> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    let first = first.trim_end_matches('\\');
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let numbered = digits > 0
        && letters <= 5
        && first.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '(' | '/' | '\\' | ':' | '-'));
    let date = first.chars().all(|c| c.is_ascii_digit()) && digits == 4;
    (numbered && !date).then(|| rest.trim_start())
}

/// Checks for a short line with a word that only titles have.
fn is_heading(text: &str) -> bool {
    let count = text.split_whitespace().count();
    count <= 9
        && !text.contains([',', '(', '|'])
        && !text.split_whitespace().any(words::is_initial)
        && !words::begins_titled(text)
        && text.split_whitespace().any(words::is_heading)
        && labels::read(text).is_none()
}

/// Checks whether the words name or count people, and nothing else.
pub(super) fn is_of_people(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '•', '-', '–', '|', ' ', '\\']);
    let start = text.get(..text.floor_char_boundary(400)).unwrap_or(text);
    if words::is_sentence(start) && !words::counted(start) {
        return false;
    }
    let all: Vec<&str> = start.split_whitespace().take(12).collect();
    let first = all.first().copied().unwrap_or_default();
    words::begins_titled(text)
        || words::counted(start)
        || words::is_nobody(text)
        || words::is_initial(first) && all.len() > 1
        || roles::leading(&all).is_some()
        || is_plain_name(text)
        || text.contains(['(', ',']) && words::is_name_word(first) && !is_heading(text)
        || words::councillor(first).is_some() && all.len() == 1
}

/// Checks for two to four words with capitals: `Ada Dummy`.
pub(super) fn is_plain_name(text: &str) -> bool {
    let before = text.split([',', '(', '–', '|']).next().unwrap_or_default();
    let all: Vec<&str> = before.split_whitespace().take(7).collect();
    (2..=6).contains(&all.len())
        && all.iter().all(|word| words::is_name_word(word) || words::is_particle(word))
        && !is_heading(text)
        && !sentences::is_capitals(text)
}

/// Checks for a few words that head nothing.
pub(super) fn is_short(text: &str) -> bool {
    text.len() < 80 && !sentences::ends_with_colon(text)
}

/// Checks whether a full stop at the end belongs to an initial or a title.
pub(super) fn ends_in_initial(text: &str) -> bool {
    text.rsplit(char::is_whitespace).next().is_some_and(|word| words::is_initial(word) || words::is_sure_title(word))
}

/// Checks whether the text ends inside a name or a bracket, or with a word that needs another.
pub(super) fn ends_open(text: &str) -> bool {
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(300))..).unwrap_or(text).trim_end();
    let last = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before = end.rsplit(char::is_whitespace).nth(1).unwrap_or_default();
    let initial = words::is_initial(last) && last.ends_with('.')
        || words::is_initial(last) && (words::is_initial(before) || words::is_sure_title(before));
    let of = ["of", "for", "and", "the", "&", "to", "with", "by", "or", "plus", "ac", "a'r", "a’r"]
        .contains(&last.to_lowercase().as_str());
    // `- Borough Councillor` is a post and needs no name.
    let noted = words::councillor(last).is_some()
        && end.strip_suffix(last).map(str::trim_end).is_some_and(|rest| {
            let council = rest.rsplit(' ').next().filter(|word| words::is_council(word)).unwrap_or_default();
            rest.strip_suffix(council).unwrap_or(rest).trim_end().ends_with(['-', '–', ':'])
        });
    if noted {
        return false;
    }
    let particle = words::is_particle(last) && last.starts_with(char::is_uppercase);
    is_unclosed(text)
        || of
        || particle
        || last.ends_with([',', '-', '–', '/'])
        || initial
        || ends_in_title(last)
        || words::is_council(last) && last.starts_with(char::is_uppercase)
}

/// Checks whether the text ends in a bracket that is not yet closed.
pub(super) fn is_unclosed(text: &str) -> bool {
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(300))..).unwrap_or(text);
    end.rfind('(').is_some_and(|open| end.rfind(')').is_none_or(|close| close < open))
}

fn ends_in_title(last: &str) -> bool {
    words::is_sure_title(last) || words::councillor(last).is_some()
}
