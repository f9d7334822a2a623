//! Reading what people type: lines, days, times, and the fields that several forms share.

use chrono::{NaiveDate, NaiveTime};
use foundation::{civil_date, text::single_spaced, time_of_day};
use maud::{Markup, html};
use ui::Fault;

/// Returns one line, without control characters, of at most `most` characters.
pub(crate) fn line(text: &str, most: usize) -> String {
    single_spaced(text).chars().filter(|c| !c.is_control()).take(most).collect::<String>().trim().to_owned()
}

/// Whether a line or a text is longer than may be kept. Whatever is too long is refused, so that nothing is cut off and called saved.
pub(crate) fn is_too_long(text: &str, most: usize) -> bool {
    text.replace("\r\n", "\n").trim().chars().count() > most
}

/// Returns one line, or nothing where it is empty.
pub(crate) fn some_line(text: &str, most: usize) -> Option<String> {
    Some(line(text, most)).filter(|line| !line.is_empty())
}

/// Returns a text of several lines, of at most `most` characters, without control characters; nothing where it is empty.
pub(crate) fn some_text(text: &str, most: usize) -> Option<String> {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).take(most).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Returns the day that was typed, in any of the forms that people use: `11 June 2024`, `11 Jun 2024`, `11/6/2024`. From 1972 to 2199.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|day| (1972..2200).contains(&chrono::Datelike::year(day)))
}

/// Returns a time as people write it: `6.30 pm`, `18:30`.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    time_of_day::read(text)
}

/// What a date field says when it cannot be read.
pub(crate) const NOT_A_DAY: &str = "Enter a real date, like 11 June 2024 or 11/6/2024";
/// What a time field says when it cannot be read.
pub(crate) const NOT_A_TIME: &str = "Enter a time, like 6.30pm";

/// Renders a field for a day.
pub(crate) fn day_field(name: &str, label: &str, value: &str, hint: Option<&str>, faults: &[Fault<'_>]) -> Markup {
    ui::date_input(&ui::DateInput { name, label, value, hint, error: ui::error_about(faults, name) })
}

/// Renders a field for a time.
pub(crate) fn time_field(name: &str, label: &str, value: &str, faults: &[Fault<'_>]) -> Markup {
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

/// Renders a field for one line.
pub(crate) fn line_field(name: &str, label: &str, value: &str, hint: Option<&str>, faults: &[Fault<'_>]) -> Markup {
    ui::input(&ui::Input { name, label, value, hint, error: ui::error_about(faults, name), ..Default::default() })
}

/// Renders a field for several lines.
pub(crate) fn text_field(name: &str, label: &str, value: &str, hint: Option<&str>, rows: u8, faults: &[Fault<'_>]) -> Markup {
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

/// Renders a choice of one among a few or many, as a list that opens.
pub(crate) fn select_field(name: &str, label: &str, value: &str, options: &[(String, String)], faults: &[Fault<'_>]) -> Markup {
    ui::select(&ui::Select {
        name,
        label,
        value: Some(value),
        options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
        error: ui::error_about(faults, name),
        ..Default::default()
    })
}

/// A choice among officers' posts, with a field for one that is not in the list yet: `value` is the chosen post and the other one.
pub(crate) fn post_field(name: &str, label: &str, value: (&str, &str), posts: &[String], faults: &[Fault<'_>]) -> Markup {
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

/// Renders a field that nobody sees.
pub(crate) fn hidden(name: &str, value: impl std::fmt::Display) -> Markup {
    html! { input type="hidden" name=(name) value=(value.to_string()); }
}

/// Renders the button that sends a form, once.
pub(crate) fn send(text: &str) -> Markup {
    ui::button(&ui::Button { text, once: true, ..Default::default() })
}

/// Returns a day in words for a field that is filled in; nothing where there is none.
pub(crate) fn written_day(day: Option<NaiveDate>) -> String {
    day.map(civil_date::written).unwrap_or_default()
}

/// Returns a time in words for a field that is filled in; nothing where there is none.
pub(crate) fn written_time(time: Option<NaiveTime>) -> String {
    time.map(time_of_day::on_page).unwrap_or_default()
}

/// Returns the boxes that are ticked, as browsers send them: `on`.
pub(crate) fn is_ticked(value: &str) -> bool {
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
