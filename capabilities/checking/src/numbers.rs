//! Finds the numbers in a text, in figures and in words.

use crate::words;
use crate::words::Word;

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    /// Its value.
    pub value: f64,
    /// Its number of decimal places.
    pub decimals: u32,
    /// The range of its bytes: the first, and the one after the last.
    pub at: usize,
    pub end: usize,
    /// Whether it is followed by a per cent sign or the words.
    pub percent: bool,
    /// Whether it is preceded by a pound sign.
    pub money: bool,
}

impl Number {
    /// Checks whether it is a count: a whole number, not a percentage or money.
    pub(crate) fn is_count(&self) -> bool {
        self.decimals == 0 && !self.percent && !self.money
    }
}

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

fn position(list: &[&str], word: &str) -> Option<u32> {
    list.iter().position(|known| *known == word).and_then(|position| u32::try_from(position).ok())
}

/// Returns the value of a number word up to ninety-nine.
fn in_words(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    if let Some(value) = position(&UNITS, &word) {
        return Some(value);
    }
    let (tens, unit) = word.split_once('-').unwrap_or((word.as_str(), "zero"));
    Some((position(&TENS, tens)? + 2) * 10 + position(&UNITS, unit).filter(|unit| *unit < 10)?)
}

/// Returns the value and decimal places of a number in figures: `13,546`, `4.99`.
fn in_figures(text: &str) -> Option<(f64, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let is_whole = groups.iter().all(|group| digits(group)) && is_grouped && whole.len() <= 15;
    if !is_whole || (text.contains('.') && !digits(fraction)) || fraction.len() > 6 {
        return None;
    }
    let value = format!("{}.{}", groups.concat(), if fraction.is_empty() { "0" } else { fraction }).parse().ok()?;
    Some((value, u32::try_from(fraction.len()).ok()?))
}

fn is_month(word: Option<&Word<'_>>) -> bool {
    word.is_some_and(|word| {
        let lower = word.text.to_lowercase();
        MONTHS.iter().any(|month| *month == lower || (lower.len() == 3 && month.starts_with(&lower)))
    })
}

/// Checks whether a number is part of a date, a year or a reference, and so counts nothing.
fn counts_nothing(text: &str, words: &[Word<'_>], at: usize, value: f64) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let after = words.get(at + 1);
    let is_day = value <= 31.0 && (is_month(after) || is_month(before));
    let is_year = (1900.0..2100.0).contains(&value)
        && !words[at].text.contains(',')
        && (is_month(before)
            || before.is_some_and(|word| {
                let names =
                    ["in", "since", "year", "by", "from", "act", "during", "until", "to", "of", "and", "census", "september"];
                names.contains(&word.text.to_lowercase().as_str())
            })
            || text[..words[at].at].ends_with(['(', '/', '-', '–'])
            || after.is_none());
    let names_a_part = before.is_some_and(|word| {
        let names = [
            "paragraph",
            "section",
            "order",
            "page",
            "item",
            "appendix",
            "article",
            "schedule",
            "phase",
            "part",
            "regulation",
            "band",
            "priority",
            "version",
            "number",
            "no",
            "figure",
            "table",
            "code",
            "s",
            "ss",
        ];
        names.contains(&word.text.to_lowercase().as_str())
    });
    is_day || is_year || names_a_part
}

/// Returns the numbers in a text that count or measure something, in order.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let words = words::words(text);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let money = word.text.starts_with('£');
        let plain = word.text.trim_start_matches('£');
        let percent = plain.ends_with('%')
            || words.get(at + 1).is_some_and(|next| next.text.eq_ignore_ascii_case("percent"))
            || (words.get(at + 1).is_some_and(|next| next.text.eq_ignore_ascii_case("per"))
                && words.get(at + 2).is_some_and(|next| next.text.eq_ignore_ascii_case("cent")));
        let plain = plain.trim_end_matches('%');
        let (value, decimals) = match in_figures(plain) {
            Some(value) => value,
            // ‘One’ is seldom a count.
            None => match in_words(plain).filter(|value| *value != 1) {
                Some(value) => (f64::from(value), 0),
                None => continue,
            },
        };
        // `3.17` at the start of a text, or in brackets after a word, is a paragraph number.
        if !percent && !money && counts_nothing(text, &words, at, value) {
            continue;
        }
        found.push(Number { value, decimals, at: word.at, end: word.end(), percent, money });
    }
    found
}

/// Formats a count with thousands separators: `13,546`.
pub(crate) fn written(value: f64) -> String {
    if value.fract().abs() > 1e-9 {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        numbers(text).iter().map(|number| number.value).collect()
    }

    #[test]
    fn figures_and_words_are_read() {
        assert_eq!(values("116 actions: fifteen notices, twelve orders, 89 letters"), [116.0, 15.0, 12.0, 89.0]);
        assert_eq!(values("twenty-four referrals, 13,546 crimes"), [24.0, 13_546.0]);
        assert_eq!(values("twenty referrals"), [20.0]);
    }

    #[test]
    fn dates_years_and_references_count_nothing() {
        assert!(values("on 6 February 2024 and November 30th 2023").is_empty(), "{:?}", values("on 6 February 2024"));
        assert!(values("in 2022 under section 17 of the Act, paragraph 3").is_empty());
        assert_eq!(values("since 2018 there were 12 notices"), [12.0]);
    }

    #[test]
    fn percentages_and_money_are_told_apart() {
        let found = numbers("4.99% more, £12.50 a year, 7 per cent");
        let told: Vec<(bool, bool)> = found.iter().map(|number| (number.percent, number.money)).collect();
        assert_eq!(told, [(true, false), (false, true), (true, false)]);
    }

    #[test]
    fn numbers_are_written_with_commas() {
        assert_eq!((written(13_546.0), written(27.3), written(-128.0)), ("13,546".into(), "27.3".into(), "-128".into()));
    }
}
