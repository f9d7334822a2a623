//! Lists shared by several pages.

use crate::meeting::Meeting;
use chrono::NaiveDate;
use foundation::{civil_date, time_of_day};
use maud::Markup;

/// Renders meetings of several boards as cards, each with its board's name. `today` decides which are upcoming.
pub fn meeting_list(meetings: &[Meeting], today: NaiveDate, heading_level: u8) -> Markup {
    cards(meetings, today, heading_level, |meeting| meeting.board_name.clone())
}

/// Renders meetings of one board as cards, each with its date.
pub fn meeting_list_of_board(meetings: &[Meeting], today: NaiveDate, heading_level: u8) -> Markup {
    cards(meetings, today, heading_level, |meeting| format!("Meeting of {}", meeting.short_day()))
}

fn cards(meetings: &[Meeting], today: NaiveDate, heading_level: u8, title: impl Fn(&Meeting) -> String) -> Markup {
    let titles: Vec<String> = meetings.iter().map(title).collect();
    let told: Vec<(String, Option<String>)> =
        meetings.iter().map(|meeting| (meeting.address(), meeting.starts_at.map(time_of_day::on_page))).collect();
    let moved: Vec<Option<String>> = meetings
        .iter()
        .map(|meeting| meeting.moved_from.map(|day| format!("Moved from {}", civil_date::written_with_weekday(day))))
        .collect();
    let cards: Vec<ui::MeetingCard> = meetings
        .iter()
        .zip(&titles)
        .zip(&told)
        .zip(&moved)
        .map(|(((meeting, title), (address, time)), moved)| ui::MeetingCard {
            title,
            address,
            date: meeting.held_on,
            date_is_exact: meeting.day_is_known,
            time: time.as_deref(),
            place: meeting.place.as_deref(),
            state: if meeting.is_cancelled {
                Some(("Cancelled", ui::TagColour::Red))
            } else if meeting.is_to_come(today) {
                Some(("Upcoming", ui::TagColour::Blue))
            } else {
                None
            },
            note: moved.as_deref().filter(|_| meeting.is_to_come(today)),
            links: if meeting.has_minutes && meeting.held_on <= today {
                vec![("Minutes".into(), format!("{address}/minutes"))]
            } else {
                Vec::new()
            },
        })
        .collect();
    ui::meeting_cards(&cards, heading_level)
}

/// Returns the address of a minute. It contains both reference and meeting, because references restart each year. A minute without
/// a reference is addressed by its position in the meeting's minutes, counted from 0.
pub fn minute_address(reference: Option<&str>, meeting_id: i64, position: i32) -> String {
    match reference {
        Some(reference) => format!("/minutes/{}?meeting={meeting_id}", foundation::text::address_part(reference)),
        None => format!("/meetings/{meeting_id}/minutes#{}", minute_anchor(position)),
    }
}

/// Returns the anchor of a minute on the page of its meeting's minutes.
pub fn minute_anchor(position: i32) -> String {
    format!("minute-{}", position + 1)
}

/// Returns the form of a resolution in normal case: `Resolved:` for `RESOLVED`.
pub fn resolved(form: &str) -> String {
    let form = form.trim().trim_end_matches([':', '–', '-', ' ']);
    let mut letters = form.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    format!("{first}{}:", letters.as_str().to_lowercase())
}
