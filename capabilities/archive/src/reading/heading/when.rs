//! Days and times of day at the start of a text, or in it.

use super::super::words;
use chrono::NaiveTime;
use foundation::{civil_date, time_of_day};

/// Returns the time of day at the start of the text, and what follows it.
pub(in super::super) fn leading_time(text: &str) -> Option<(NaiveTime, &str)> {
    let ends: Vec<usize> = text
        .char_indices()
        .take(40)
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain((text.chars().take(41).count() <= 40).then_some(text.len()))
        .take(3)
        .collect();
    ends.iter().rev().find_map(|end| {
        let (time, rest) = text.split_at_checked(*end)?;
        time_of_day::read(time.trim_end_matches([')', ','])).map(|time| (time, rest))
    })
}

/// Returns the time of day anywhere in the text.
pub(super) fn time_in(text: &str) -> Option<NaiveTime> {
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    (0..words.len()).find_map(|start| {
        (1..=3).rev().find_map(|count| {
            let said = words.get(start..start + count)?.join(" ");
            time_of_day::read(said.trim_end_matches([',', ')']))
        })
    })
}

/// Returns what follows `or on the rising of the Cabinet, whichever is the later`.
pub(super) fn rising(text: &str) -> Option<&str> {
    let lower = text.get(..text.floor_char_boundary(120))?.to_ascii_lowercase();
    let begins = lower.starts_with("or ") || lower.starts_with("whichever");
    if !begins || !["rising", "conclusion", "whichever", "close"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let end = lower.find(',').or_else(|| lower.find(')')).unwrap_or(lower.len());
    text.get(end..)
}

/// Returns the end of the day at the start of the text.
pub(super) fn leading_day(text: &str) -> Option<usize> {
    let window = text.get(..text.floor_char_boundary(70))?;
    let (_, end) = civil_date::find_at(window)?;
    let words = window.get(..end)?;
    words::is_day(words).then_some(end)
}

pub(super) fn begins_with_day(text: &str) -> bool {
    leading_day(text).is_some()
}
