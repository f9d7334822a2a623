//! Times of day as minutes print them: `7.40 p.m.`, `6:30pm`, `18.30`, `noon`.

use chrono::{NaiveTime, Timelike};

/// Formats a time as minutes print it: `6.30 p.m.`, with noon and midnight in words.
pub fn written(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (12, 0) => "12 noon".to_owned(),
        (0, 0) => "midnight".to_owned(),
        (hour, minute) => {
            let half = if hour < 12 { "a.m." } else { "p.m." };
            format!("{}.{minute:02} {half}", if hour % 12 == 0 { 12 } else { hour % 12 })
        }
    }
}

/// Formats a time for pages and emails: `6.30pm`, `7pm`, `midday`.
pub fn on_page(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (12, 0) => "midday".to_owned(),
        (0, 0) => "midnight".to_owned(),
        (hour, minute) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            if minute == 0 { format!("{hour}{half}") } else { format!("{hour}.{minute:02}{half}") }
        }
    }
}

/// Parses the whole of `text` as a time of day. Returns `None` if it is not one.
pub fn read(text: &str) -> Option<NaiveTime> {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['.', ',', ';']);
    match text {
        "noon" | "midday" | "12noon" | "12.00noon" | "12:00noon" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" | "12midnight" => return NaiveTime::from_hms_opt(0, 0, 0),
        _ => {}
    }
    let (digits, half) = ["p.m", "pm", "a.m", "am", "hours", "hrs"]
        .iter()
        .find_map(|half| text.strip_suffix(half).map(|digits| (digits, Some(*half))))
        .unwrap_or((text, None));
    let parts = digits.split_once(['.', ':']);
    let (hour, minute) = match parts {
        Some((hour, minute)) if minute.len() == 2 => (number(hour)?, number(minute)?),
        None if half.is_some_and(|h| h.starts_with(['a', 'p'])) => (number(digits)?, 0),
        None if digits.len() == 4 && half.is_some() => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    let hour = match half.and_then(|h| h.chars().next()) {
        Some('p') if (1..=12).contains(&hour) => hour % 12 + 12,
        // `20:55pm` says the half of the day twice, and is clear.
        Some('p') if parts.is_some() && (13..24).contains(&hour) => hour,
        Some('a') if (1..=12).contains(&hour) => hour % 12,
        Some('a' | 'p') => return None,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn number(digits: &str) -> Option<u32> {
    (!digits.is_empty() && digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour, minute, 0)
    }

    #[test]
    fn reads_the_forms_councils_print() {
        assert_eq!(read("7.40 p.m."), time(19, 40));
        assert_eq!(read("8.20 p.m"), time(20, 20));
        assert_eq!(read("6:30pm"), time(18, 30));
        assert_eq!(read("12.15 a.m."), time(0, 15));
        assert_eq!(read("12 noon"), time(12, 0));
        assert_eq!(read("10am"), time(10, 0));
        assert_eq!(read("1930 hours"), time(19, 30));
        assert_eq!(read("18.30"), time(18, 30));
        assert_eq!(read("20:55pm"), time(20, 55));
    }

    #[test]
    fn pages_show_times_in_their_short_form() {
        let shown = [(18, 30), (19, 0), (9, 5), (12, 0), (0, 0), (0, 15)].map(|(hour, minute)| time(hour, minute).map(on_page));
        let expected = ["6.30pm", "7pm", "9.05am", "midday", "midnight", "12.15am"].map(|text| Some(text.to_owned()));
        assert_eq!(shown, expected);
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "p.m.", "25.00", "13 p.m.", "20:55am", "24.10pm", "7.4 p.m.", "2024", "7.60 p.m.", "seven"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for minute in 0..(24 * 60) {
            let time = time(minute / 60, minute % 60).expect("a valid time");
            assert_eq!(read(&written(time)), Some(time));
            assert_eq!(read(&on_page(time)), Some(time), "{}", on_page(time));
        }
    }
}
