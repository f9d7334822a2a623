//! Civil dates as councils write them: `Tuesday, 6 February 2024`, `6th February 2024`, `July 28th 2023`, `06/02/2024`.

use chrono::{Datelike, NaiveDate, Weekday};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// Formats a date as minutes and agendas write it: `6 February 2024`.
pub fn written(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Formats a date with its weekday: `Tuesday, 6 February 2024`.
pub fn written_with_weekday(date: NaiveDate) -> String {
    date.format("%A, %-d %B %Y").to_string()
}

/// Formats a month: `June 2023`.
pub fn written_month(date: NaiveDate) -> String {
    date.format("%B %Y").to_string()
}

/// Returns the first complete date in `text`, in any of the forms above, or `None` if there is none.
pub fn find(text: &str) -> Option<NaiveDate> {
    find_at(text).map(|(date, _)| date)
}

/// Returns the first complete date in `text` and the index of the byte after it.
pub fn find_at(text: &str) -> Option<(NaiveDate, usize)> {
    let words = words(text);
    (0..words.len()).find_map(|start| {
        let word = |offset: usize| words.get(start + offset).map(|word| word.text.as_str());
        let end = |offset: usize| words[start + offset].end;
        if let Some(date) = slashed(word(0)?) {
            return Some((date, end(0)));
        }
        // The word 'of' may come between, as in '6th of February 2024'.
        let skip = usize::from(word(1) == Some("of"));
        if let (Some(day), Some(month), Some(year)) =
            (day(word(0)?), word(1 + skip).and_then(month), word(2 + skip).and_then(year))
        {
            return NaiveDate::from_ymd_opt(year, month, day).map(|date| (date, end(2 + skip)));
        }
        if let (Some(month), Some(day), Some(year)) = (month(word(0)?), word(1).and_then(day), word(2).and_then(year)) {
            return NaiveDate::from_ymd_opt(year, month, day).map(|date| (date, end(2)));
        }
        None
    })
}

/// Parses the whole of `text` as a date, in any form that people type: `6 February 2024`, `6 Feb 2024`, `Tues 6th Feb 2024`, `Feb
/// 6, 2024`, `6/2/2024`, `06.02.24`, `2024-02-06`. A two-digit year is in this century. Returns `None` if it is anything else.
pub fn read(text: &str) -> Option<NaiveDate> {
    let text = text.trim().trim_end_matches(['.', ',']);
    // The ISO form starts with a four-digit year; `6-2-24` must not be parsed as the year 6.
    if text.find('-') == Some(4)
        && let Ok(date) = text.parse::<NaiveDate>()
    {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if let [first, second, third] = parts[..]
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let month = (second.len() <= 2).then(|| second.parse().ok())??;
        return NaiveDate::from_ymd_opt(typed_year(third)?, month, day(first)?);
    }
    let words = words(text);
    let words: Vec<&str> =
        words.iter().map(|word| word.text.as_str()).filter(|word| !["the", "of", "on"].contains(word)).collect();
    let words = match words.split_first() {
        Some((first, rest)) if is_weekday(first) => rest,
        _ => &words[..],
    };
    match *words {
        [first, second, third] => {
            let (day, month) = day(first).zip(month(second)).or_else(|| day(second).zip(month(first)))?;
            NaiveDate::from_ymd_opt(typed_year(third)?, month, day)
        }
        _ => None,
    }
}

/// Parses a year as typed: four digits, or two digits for a year in this century.
fn typed_year(word: &str) -> Option<i32> {
    let short = || (word.len() == 2).then(|| word.parse::<i32>().ok())?.map(|year| 2000 + year);
    year(word).or_else(short)
}

/// Returns whether a word is a weekday, in full or abbreviated: `tues`.
fn is_weekday(word: &str) -> bool {
    word.len() >= 3 && WEEKDAYS.iter().any(|(name, _)| name.starts_with(word))
}

/// Returns the first weekday named in `text`.
pub fn find_weekday(text: &str) -> Option<Weekday> {
    words(text).iter().find_map(|word| WEEKDAYS.iter().find(|(name, _)| *name == word.text).map(|(_, weekday)| *weekday))
}

/// Returns whether `date` falls on `weekday`.
pub fn falls_on(date: NaiveDate, weekday: Weekday) -> bool {
    date.weekday() == weekday
}

struct Word {
    text: String,
    end: usize,
}

/// Splits text into lower-case words, each with the index of the byte after it. Commas and full stops are not part of a word.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (position, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if character.is_alphanumeric() || character == '/' {
            start.get_or_insert(position);
        } else if let Some(begin) = start.take() {
            words.push(Word { text: text[begin..position].to_lowercase(), end: position });
        }
    }
    words
}

fn day(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let day = (digits.len() <= 2).then(|| digits.parse::<u32>().ok())??;
    (1..=31).contains(&day).then_some(day)
}

fn month(word: &str) -> Option<u32> {
    let position =
        MONTHS.iter().position(|month| *month == word || ((word.len() == 3 || word == "sept") && month.starts_with(word)))?;
    u32::try_from(position + 1).ok()
}

fn year(word: &str) -> Option<i32> {
    let year = (word.len() == 4).then(|| word.parse::<i32>().ok())??;
    (1900..3000).contains(&year).then_some(year)
}

fn slashed(word: &str) -> Option<NaiveDate> {
    let mut parts = word.split('/');
    let (first, second, third, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    if rest.is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year(third)?, second.parse().ok()?, day(first)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn finds_the_forms_of_the_seeds() {
        assert_eq!(find("on Tuesday, 6 February 2024 at the Council Chamber"), date(2024, 2, 6));
        assert_eq!(find("11th June 2024"), date(2024, 6, 11));
        assert_eq!(find("opened on July 28th 2023 and"), date(2023, 7, 28));
        assert_eq!(find("On the 18th of March 2024, a new"), date(2024, 3, 18));
        assert_eq!(find("Date: 06/02/2024."), date(2024, 2, 6));
        assert_eq!(find("18th-Oct-2023"), date(2023, 10, 18));
    }

    #[test]
    fn does_not_make_dates_up() {
        for text in ["", "February 2024", "31 February 2024", "1/2", "the 11 elected members of June", "6/2/24"] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn tells_the_weekday() {
        assert_eq!(find_weekday("on Tuesday, 6 February 2024"), Some(Weekday::Tue));
        assert!(falls_on(date(2024, 2, 6).expect("a valid date"), Weekday::Tue));
    }

    #[test]
    fn reads_what_people_type() {
        for text in [
            "6 February 2024",
            "6 Feb 2024",
            " 6th feb 2024. ",
            "Tuesday, 6 February 2024",
            "Tues 6 Feb 24",
            "February 6, 2024",
            "the 6th of February 2024",
            "6/2/2024",
            "06/02/2024",
            "6.2.2024",
            "6-2-24",
            "6 2 2024",
            "2024-02-06",
            "6-Feb-2024",
        ] {
            assert_eq!(read(text), date(2024, 2, 6), "{text}");
        }
        assert_eq!(read("3 Sept 2024"), date(2024, 9, 3));
        for text in [
            "",
            "6 Feb",
            "31/2/2024",
            "6/2",
            "2/30/2024",
            "6 Feb 2024 and more",
            "about 6 Feb 2024",
            "6/2/024",
            "6/2/20244",
            "1/2/3/4",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn finds_what_it_writes() {
        let mut day = date(2020, 1, 1).expect("a valid date");
        for _ in 0..4000 {
            assert_eq!(find(&written(day)), Some(day));
            assert_eq!(read(&written_with_weekday(day)), Some(day));
            assert_eq!(find(&written_with_weekday(day)), Some(day));
            day = day.succ_opt().expect("a next day");
        }
    }
}
