//! Telephone numbers of private people.

use super::TITLES;
use crate::words;
use crate::words::{Word, sentence_range};
use std::ops::Range;

/// Words by which a number is that of an office, or of someone who gave it to be rung about a public matter.
const PUBLIC: [&str; 31] = [
    "clerk",
    "officer",
    "council",
    "councillor",
    "cllr",
    "office",
    "services",
    "service",
    "team",
    "department",
    "contact",
    "enquiries",
    "helpline",
    "hotline",
    "tel",
    "fax",
    "email",
    "e-mail",
    "coordinator",
    "co-ordinator",
    "warden",
    "chair",
    "chairman",
    "secretary",
    "reported",
    "hall",
    "surgery",
    "station",
    "company",
    "ltd",
    "police",
];

/// Words by which a number is that of a private person.
const PRIVATE: [&str; 11] = [
    "resident",
    "complainant",
    "applicant",
    "victim",
    "witness",
    "tenant",
    "neighbour",
    "householder",
    "parishioner",
    "home",
    "mobile",
];

/// Verbs before a name and a number: `Ring Wanda on …`.
const RINGS: [&str; 5] = ["ring", "call", "phone", "telephone", "text"];

/// Returns the range of the first telephone number in a text that is a private person's.
pub(super) fn of_a_person(text: &str) -> Option<Range<usize>> {
    numbers(text).into_iter().find(|range| {
        let sentence = sentence_range(text, range.start);
        let lead = &text[sentence.start..range.start];
        let words: Vec<Word<'_>> = words::words(lead);
        let lower: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
        let is_public = lower.iter().any(|word| PUBLIC.contains(&word.trim_end_matches("’s")))
            || text[sentence.start..sentence.end.max(range.end)].contains('@');
        // `Telephone: 01…` is a line of contact details.
        let label = words.last().filter(|_| !lead.ends_with("number ")).map(|word| word.text.to_lowercase()).unwrap_or_default();
        let is_public =
            is_public || lead.trim_end().ends_with(':') || ["phone", "telephone", "t", "f", "m"].contains(&label.as_str());
        let has_title = words.iter().any(|word| TITLES.contains(&word.text.trim_end_matches('.')));
        let has_owner =
            lower.windows(2).any(|pair| ["his", "her", "their", "my"].contains(&pair[0].as_str()) && pair[1].contains("number"));
        let is_private = lower.iter().any(|word| PRIVATE.contains(&word.as_str()));
        let is_rung = words
            .windows(2)
            .any(|pair| RINGS.contains(&pair[0].text.to_lowercase().as_str()) && pair[1].text.starts_with(char::is_uppercase));
        !is_public && (has_title || has_owner || is_private || is_rung)
    })
}

/// Finds telephone numbers in United Kingdom form: 0 and nine or ten digits, or +44 and as many, with spaces. Numbers that begin with
/// 03, 08 or 09 are those of services (Ofcom's National Telephone Numbering Plan).
fn numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut all: Vec<Range<usize>> = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let is_inside = all.last().is_some_and(|last| at < last.end);
        let is_joined = |before: u8| before.is_ascii_alphanumeric() || b".,/-_=+".contains(&before);
        // `+353 (0) 61 …` is another country's.
        let goes_on = || text[..at].trim_end_matches(['(', ' ']).ends_with(|character: char| character.is_ascii_digit());
        if is_inside || !matches!(byte, b'0' | b'+') || before.is_some_and(is_joined) || goes_on() {
            continue;
        }
        let mut digits = String::new();
        let mut end = at;
        for (offset, next) in bytes[at..].iter().enumerate() {
            match next {
                b'0'..=b'9' => {
                    digits.push(char::from(*next));
                    end = at + offset + 1;
                }
                b' ' | b'(' | b')' | b'-' => {}
                b'+' if offset == 0 => {}
                _ => break,
            }
            if digits.len() > 13 {
                break;
            }
        }
        let national = match digits.strip_prefix("44").filter(|_| *byte == b'+') {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => digits,
        };
        let is_national = *byte == b'0' || text[at..].starts_with("+44");
        let has_shape = matches!(national.len(), 10 | 11)
            && (national.starts_with("01") || national.starts_with("02") || national.starts_with("07"));
        if has_shape && is_national {
            all.push(at..end);
        }
    }
    all
}
