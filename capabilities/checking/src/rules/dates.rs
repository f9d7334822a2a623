//! Finds full and partial dates in a text.

use crate::words;
use crate::words::Word;
use chrono::{NaiveDate, Weekday};
use foundation::civil_date;

/// A date in a text: `June 2023` has no day, `1st October` no year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub day: Option<u32>,
    pub month: u32,
    pub year: Option<i32>,
    /// The range of its bytes: the first, and the one after the last.
    pub at: usize,
    pub end: usize,
}

impl Dated {
    /// Returns the date, if it is complete.
    pub(crate) fn whole(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, self.day?)
    }
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

fn month(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let is =
        |name: &str| name == lower || (lower.len() == 3 && name.starts_with(&lower)) || (lower == "sept" && name == "september");
    MONTHS.iter().position(|name| is(name)).and_then(|position| u32::try_from(position + 1).ok())
}

fn day(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
    let day: u32 = (digits.len() <= 2).then(|| digits.parse().ok())??;
    (1..=31).contains(&day).then_some(day)
}

fn year(word: Option<&Word<'_>>) -> Option<i32> {
    let year: i32 = word?.text.parse().ok()?;
    (1900..2100).contains(&year).then_some(year)
}

/// Returns the dates with at least a month and either a day or a year, in order. Hyphens separate words as
/// spaces do, as in web addresses.
pub(crate) fn dates(text: &str) -> Vec<Dated> {
    // Hyphens and underscores take one byte, like a space, so offsets stay valid.
    let spaced = text.replace(['-', '_'], " ");
    let words = words::words(&spaced);
    let mut found: Vec<Dated> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(month) = month(word.text) else { continue };
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let of = before.filter(|word| word.text.eq_ignore_ascii_case("of")).and_then(|_| words.get(at.checked_sub(2)?));
        let own_day = of.or(before).and_then(|word| Some((day(word.text)?, word.at)));
        let after = words.get(at + 1);
        let (own_day, begin, last) = match own_day {
            Some((day, begin)) => (Some(day), begin, at),
            None => match after.and_then(|word| day(word.text)) {
                Some(day) => (Some(day), word.at, at + 1),
                None => (None, word.at, at),
            },
        };
        let year = year(words.get(last + 1));
        // ‘may’ and ‘march’ are also ordinary words.
        let is_name = word.text.starts_with(char::is_uppercase);
        if (own_day.is_some() || year.is_some()) && (is_name || (own_day.is_some() && year.is_some())) {
            let end = words[if year.is_some() { last + 1 } else { last }].end();
            found.push(Dated { day: own_day, month, year, at: begin, end });
        }
    }
    found
}

/// Returns weekdays directly before a complete date, each with the range of both: `Tuesday, 6 February 2024`.
pub(crate) fn weekdays(text: &str) -> Vec<(Weekday, NaiveDate, usize, usize)> {
    let words = words::words(text);
    let all = dates(text);
    let mut found = Vec::new();
    for word in &words {
        let named = word.text.len() >= 6 && word.text.to_lowercase().ends_with("day");
        let Some(weekday) = named.then(|| civil_date::find_weekday(word.text)).flatten() else { continue };
        let date = all.get(all.partition_point(|date| date.at < word.end())).filter(|date| date.at - word.end() <= 6);
        if let Some((date, day)) = date.and_then(|date| Some((date, date.whole()?))) {
            found.push((weekday, day, word.at, date.end));
        }
    }
    found
}

/// Formats the known parts of a date in words.
pub(crate) fn written(date: &Dated) -> String {
    let name = MONTHS.get(date.month as usize - 1).copied().unwrap_or_default();
    let name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let day = date.day.map(|day| format!("{day} ")).unwrap_or_default();
    let year = date.year.map(|year| format!(" {year}")).unwrap_or_default();
    format!("{day}{name}{year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        dates(text).iter().map(written).collect()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        assert_eq!(
            told("On the 24th of November 2023, July 28th 2023 and 1st October"),
            ["24 November 2023", "28 July 2023", "1 October"]
        );
        assert_eq!(told("in June 2023"), ["June 2023"]);
        assert_eq!(told("minutes 18th-Oct-2023 18.30 Council"), ["18 October 2023"]);
        assert!(told("it may be that they march on").is_empty());
    }

    #[test]
    fn weekdays_stand_before_their_date() {
        let found = weekdays("At a meeting on Tuesday, 6 February 2024 and on Friday");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Weekday::Tue);
    }
}
