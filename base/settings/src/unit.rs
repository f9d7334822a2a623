//! The units of values: how a value is parsed from a form and how it is shown.

use crate::Colour;
use foundation::time_of_day;

/// The unit of a setting's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A name or a few words.
    Words,
    /// A few paragraphs.
    Text,
    /// An email address.
    Email,
    /// The address of a page on another site.
    WebAddress,
    /// A colour.
    Colour,
    /// Whole days.
    Days,
    /// Whole clear days, as the law counts them.
    ClearDays,
    /// Whole working days.
    WorkingDays,
    /// Whole months.
    Months,
    /// Whole years.
    Years,
    /// Whole minutes.
    Minutes,
    /// A count.
    Number,
    /// A time of day: `16:00`.
    TimeOfDay,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueFault(pub &'static str);

/// The largest number accepted. It is more than a thousand years of days, beyond what any rule needs.
const LARGEST: u32 = 400_000;

impl Unit {
    /// Parses text from a form into the value to store.
    pub fn read(self, text: &str) -> Result<String, ValueFault> {
        let text = text.trim();
        match self {
            Self::Words => {
                let words = foundation::text::single_spaced(text);
                let is_plain = !words.is_empty() && words.chars().count() <= 100 && !words.chars().any(char::is_control);
                if is_plain { Ok(words) } else { Err(ValueFault("Enter between 1 and 100 characters")) }
            }
            Self::Text => {
                let lines: Vec<String> = text.lines().map(foundation::text::single_spaced).collect();
                let text = lines.join("\n").trim().to_owned();
                let is_plain =
                    !text.is_empty() && text.chars().count() <= 2_000 && !text.chars().any(|c| c.is_control() && c != '\n');
                if is_plain { Ok(text) } else { Err(ValueFault("Enter between 1 and 2,000 characters")) }
            }
            Self::Email => {
                let is_address = text.len() <= 200 && !text.contains(char::is_whitespace) && !text.chars().any(char::is_control);
                let parts =
                    text.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
                let message = "Enter an email address in the correct format, like name@example.com";
                if is_address && parts.is_some() { Ok(text.to_owned()) } else { Err(ValueFault(message)) }
            }
            Self::WebAddress => {
                let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
                let is_address =
                    text.len() <= 400 && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\".contains(&byte));
                let is_host = host.is_some_and(|host| host.contains('.') && !host.contains('@'));
                let message = "Enter a web address that begins with https://, like https://www.example.gov.uk/meetings";
                if is_address && is_host { Ok(text.to_owned()) } else { Err(ValueFault(message)) }
            }
            Self::Colour => match text.parse::<Colour>() {
                Ok(colour) => Ok(colour.to_string()),
                Err(fault) => Err(ValueFault(fault.message())),
            },
            Self::TimeOfDay => {
                let time = chrono::NaiveTime::parse_from_str(text, "%H:%M");
                time.map(|time| time.format("%H:%M").to_string()).map_err(|_| ValueFault("Enter a time, like 16:00"))
            }
            _ => {
                let number = text.parse::<u32>().ok().filter(|number| *number <= LARGEST);
                number.map(|number| number.to_string()).ok_or(ValueFault("Enter a whole number, 0 or more"))
            }
        }
    }

    /// Formats a stored value for people to read: `5 clear days`.
    pub fn written(self, value: &str) -> String {
        let counted = |one: &str, many: &str| format!("{value} {}", if value == "1" { one } else { many });
        match self {
            Self::Words | Self::Text | Self::Email | Self::WebAddress | Self::Colour | Self::Number => value.to_owned(),
            Self::Days => counted("day", "days"),
            Self::ClearDays => counted("clear day", "clear days"),
            Self::WorkingDays => counted("working day", "working days"),
            Self::Months => counted("month", "months"),
            Self::Years => counted("year", "years"),
            Self::Minutes => counted("minute", "minutes"),
            Self::TimeOfDay => match chrono::NaiveTime::parse_from_str(value, "%H:%M") {
                Ok(time) => time_of_day::on_page(time),
                Err(_) => value.to_owned(),
            },
        }
    }

    /// Returns the hint for the form field.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Words => "Up to 100 characters",
            Self::Text => "Up to 2,000 characters. Leave an empty line between paragraphs",
            Self::Email => "For example, name@example.com",
            Self::WebAddress => "For example, https://www.example.gov.uk/meetings",
            Self::Colour => "A hash and six digits or letters, like #0b5c5c. White text must be readable on it",
            Self::Days => "Number of days",
            Self::ClearDays => "Number of clear days",
            Self::WorkingDays => "Number of working days",
            Self::Months => "Number of months",
            Self::Years => "Number of years",
            Self::Minutes => "Number of minutes",
            Self::Number => "A whole number",
            Self::TimeOfDay => "For example, 16:00",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_their_unit_wants() {
        assert_eq!(Unit::ClearDays.read(" 5 "), Ok("5".into()));
        assert_eq!(Unit::ClearDays.read("05"), Ok("5".into()));
        for text in ["", "-1", "1.5", "five", "4294967296", "400001"] {
            assert!(Unit::ClearDays.read(text).is_err(), "{text}");
        }
        assert_eq!(Unit::TimeOfDay.read("16:00"), Ok("16:00".into()));
        assert!(Unit::TimeOfDay.read("25:00").is_err());
        assert_eq!(Unit::Words.read("  Ashmere   Borough "), Ok("Ashmere Borough".into()));
        assert!(Unit::Words.read(&"a".repeat(101)).is_err() && Unit::Words.read(" ").is_err());
    }

    #[test]
    fn contact_details_are_what_they_say() {
        assert_eq!(Unit::Email.read(" clerk@ashmere.example "), Ok("clerk@ashmere.example".into()));
        for text in ["", "clerk", "clerk@", "@ashmere.example", "clerk@ashmere", "a b@c.d", "a@b@c.d"] {
            assert!(Unit::Email.read(text).is_err(), "{text}");
        }
        assert!(Unit::WebAddress.read("https://www.ashmere.example/watch?day=1").is_ok());
        for text in ["", "http://ashmere.example", "javascript:alert(1)", "https://", "https://a.b/\"x", "https://u@a.b", "//a.b"]
        {
            assert!(Unit::WebAddress.read(text).is_err(), "{text}");
        }
        assert_eq!(Unit::Text.read("Town  Hall\r\nAshmere\n\nAS1\n"), Ok("Town Hall\nAshmere\n\nAS1".into()));
        assert!(Unit::Text.read(" \n ").is_err() && Unit::Text.read(&"a".repeat(2_001)).is_err());
    }

    #[test]
    fn values_are_written_with_their_unit() {
        assert_eq!(Unit::ClearDays.written("5"), "5 clear days");
        assert_eq!(Unit::Years.written("1"), "1 year");
        assert_eq!(Unit::TimeOfDay.written("16:00"), "4pm");
    }
}
