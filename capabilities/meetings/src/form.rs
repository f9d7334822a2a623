//! Parses form input – lines, dates and times – and renders fields that several forms share.

use chrono::{NaiveDate, NaiveTime};
use foundation::{civil_date, text::single_spaced, time_of_day};
use maud::{Markup, html};
use ui::Fault;

/// Returns the text as one line of at most `most` characters, without control characters.
pub fn line(text: &str, most: usize) -> String {
    single_spaced(text).chars().filter(|c| !c.is_control()).take(most).collect::<String>().trim().to_owned()
}

/// Checks whether a text is longer than `most` characters. Long text is rejected, so that nothing is truncated and reported as
/// saved.
pub fn is_too_long(text: &str, most: usize) -> bool {
    text.replace("\r\n", "\n").trim().chars().count() > most
}

/// Returns the text as one line, or `None` if it is empty.
pub fn some_line(text: &str, most: usize) -> Option<String> {
    Some(line(text, most)).filter(|line| !line.is_empty())
}

/// Returns a multi-line text of at most `most` characters without control characters, or `None` if it is empty.
pub fn some_text(text: &str, most: usize) -> Option<String> {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).take(most).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Parses a date in any common form: `11 June 2024`, `11 Jun 2024`, `11/6/2024`. The year must be from 1972 to 2199.
pub fn day(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|day| (1972..2200).contains(&chrono::Datelike::year(day)))
}

/// Parses a time in common notation: `6.30 pm`, `18:30`.
pub fn time(text: &str) -> Option<NaiveTime> {
    time_of_day::read(text)
}

/// The error message of a date field that cannot be parsed.
pub const NOT_A_DAY: &str = "Enter a real date, like 11 June 2024 or 11/6/2024";
/// The error message of a time field that cannot be parsed.
pub const NOT_A_TIME: &str = "Enter a time, like 6.30pm";

/// Renders a date field.
pub fn day_field(name: &str, label: &str, value: &str, hint: Option<&str>, faults: &[Fault<'_>]) -> Markup {
    ui::date_input(&ui::DateInput { name, label, value, hint, error: ui::error_about(faults, name) })
}

/// Renders a time field.
pub fn time_field(name: &str, label: &str, value: &str, faults: &[Fault<'_>]) -> Markup {
    ui::input(&ui::Input {
        name,
        label,
        value,
        hint: Some("For example, 6.30pm"),
        width: Some(10),
        error: ui::error_about(faults, name),
        ..Default::default()
    })
}

/// Renders a single-line text field.
pub fn line_field(name: &str, label: &str, value: &str, hint: Option<&str>, faults: &[Fault<'_>]) -> Markup {
    ui::input(&ui::Input { name, label, value, hint, error: ui::error_about(faults, name), ..Default::default() })
}

/// Renders a multi-line text field.
pub fn text_field(name: &str, label: &str, value: &str, hint: Option<&str>, rows: u8, faults: &[Fault<'_>]) -> Markup {
    ui::textarea(&ui::Textarea {
        name,
        label,
        value,
        hint,
        rows: Some(rows),
        error: ui::error_about(faults, name),
        ..Default::default()
    })
}

/// Renders a select field.
pub fn select_field(name: &str, label: &str, value: &str, options: &[(String, String)], faults: &[Fault<'_>]) -> Markup {
    ui::select(&ui::Select {
        name,
        label,
        value: Some(value),
        options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
        error: ui::error_about(faults, name),
        ..Default::default()
    })
}

/// Renders a select field for an officer's post, with a text field for one that is not listed. `value` holds the selected post and
/// the other one.
pub fn post_field(name: &str, label: &str, value: (&str, &str), posts: &[String], faults: &[Fault<'_>]) -> Markup {
    let other = format!("{name}_other");
    let mut options = vec![ui::SelectOption { value: "", text: "Not named" }];
    options.extend(posts.iter().map(|post| ui::SelectOption { value: post, text: post }));
    html! {
        (ui::select(&ui::Select {
            name, label, value: Some(value.0), options, hint: Some("The post, not the person"), error: ui::error_about(faults, name), ..Default::default()
        }))
        (ui::input(&ui::Input {
            name: &other, label: "Post not in the list", value: value.1, error: ui::error_about(faults, &other),
            hint: Some("Leave blank unless the post is new. It is added to the officers’ posts."), ..Default::default()
        }))
    }
}

/// Renders a hidden field.
pub fn hidden(name: &str, value: impl std::fmt::Display) -> Markup {
    html! { input type="hidden" name=(name) value=(value.to_string()); }
}

/// Renders a submit button that can be pressed only once.
pub fn send(text: &str) -> Markup {
    ui::button(&ui::Button { text, once: true, ..Default::default() })
}

/// Returns a date in words as the value of a field, or an empty string if there is none.
pub fn written_day(day: Option<NaiveDate>) -> String {
    day.map(civil_date::written).unwrap_or_default()
}

/// Returns a time in words as the value of a field, or an empty string if there is none.
pub fn written_time(time: Option<NaiveTime>) -> String {
    time.map(time_of_day::on_page).unwrap_or_default()
}

/// Checks whether a checkbox is ticked. Browsers send `on` if it is.
pub fn is_ticked(value: &str) -> bool {
    !value.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let wanted = NaiveDate::from_ymd_opt(2024, 6, 11);
        for text in ["11 June 2024", " 2024-06-11 ", "11/06/2024", "11/6/24", "11 Jun 2024", "Tuesday, 11 June 2024"] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in ["", "31 June 2024", "11 June 2024 and more", "0001-01-01", "soon"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn lines_keep_nothing_that_steers() {
        assert_eq!(line("  A\u{7}  line\nof words ", 6), "A line");
        assert_eq!(some_text("one\r\ntwo\u{0}\n", 100).as_deref(), Some("one\ntwo"));
        assert_eq!(some_line(" \n", 10), None);
    }
}
