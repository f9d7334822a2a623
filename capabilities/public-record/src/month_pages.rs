//! The calendar of meetings, one month per page.

use axum::extract::{Query, State};
use chrono::{Datelike, Days, Months, NaiveDate};
use foundation::civil_date;
use maud::{Markup, html};
use meetings::meeting;
use meetings::meeting::Meeting;
use serde::Deserialize;
use web::{AppState, Error, Result};

/// The selected month: `2024-06`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MonthQuery {
    month: String,
}

impl MonthQuery {
    /// Returns the first day of the selected month, or of the month containing `today`.
    fn first(&self, today: NaiveDate) -> Result<NaiveDate> {
        if self.month.is_empty() {
            return Ok(today.with_day(1).unwrap_or(today));
        }
        let first =
            format!("{}-01", self.month).parse::<NaiveDate>().ok().filter(|first| self.month.len() == 7 && is_shown(*first));
        first.ok_or_else(|| Error::NotUnderstood("A month is written as its year and number, such as 2024-06.".into()))
    }
}

/// Checks whether a month is within the range that the calendar shows.
fn is_shown(first: NaiveDate) -> bool {
    (1974..=2099).contains(&first.year())
}

/// Returns the weeks of a month, from Monday to Sunday, without days of other months.
fn weeks(first: NaiveDate) -> Vec<[Option<NaiveDate>; 7]> {
    let mut weeks = Vec::new();
    let mut week = [None; 7];
    for day in first.iter_days().take_while(|day| day.month() == first.month()) {
        let place = day.weekday().num_days_from_monday();
        if let Some(slot) = usize::try_from(place).ok().and_then(|place| week.get_mut(place)) {
            *slot = Some(day);
        }
        if place == 6 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if week.iter().any(Option::is_some) {
        weeks.push(week);
    }
    weeks
}

/// Handles `GET /meetings/calendar`.
pub(crate) async fn show(State(state): State<AppState>, Query(query): Query<MonthQuery>) -> Result<Markup> {
    let today = state.clock.today();
    let first = query.first(today)?;
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.checked_sub_days(Days::new(1))).unwrap_or(first);
    let meetings = meeting::store::between(state.db.reading(), first, last).await?;
    // Link only to months from the first meeting to the last, and to the current month, so that readers do not page through empty
    // years.
    let span = meeting::store::span(state.db.reading())
        .await?
        .map_or((today, today), |(from, until)| (from.min(today), until.max(today)));
    let (on_days, in_month): (Vec<&Meeting>, Vec<&Meeting>) = meetings.iter().partition(|meeting| meeting.day_is_known);
    let month = civil_date::written_month(first);
    let title = format!("Meetings in {month}");
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Meetings),
        breadcrumbs: vec![("Home".into(), "/".into()), ("Meetings".into(), "/meetings".into())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, &title))
        (neighbours(first, today, span))
        @if on_days.is_empty() { (ui::paragraph("No meetings are scheduled this month.")) }
        @else { (table(first, today, &on_days)) }
        @if !in_month.is_empty() {
            (ui::paragraph("Also this month, on a day that is not known:"))
            (ui::bullets(html! {
                @for meeting in in_month { li { (ui::link(meeting.address(), &meeting.board_name)) } }
            }))
        }
        (ui::paragraph(ui::link("/meetings", "List of all meetings")))
    };
    Ok(ui::page(&page, content))
}

fn neighbours(first: NaiveDate, today: NaiveDate, (from, until): (NaiveDate, NaiveDate)) -> Markup {
    let link = |month: Option<NaiveDate>| {
        let is_within = |month: NaiveDate| {
            let after = month.checked_add_months(Months::new(1)).unwrap_or(month);
            after > from && month <= until
        };
        month
            .filter(|month| is_within(*month))
            .map(|month| (civil_date::written_month(month), format!("/meetings/calendar?month={}", month.format("%Y-%m"))))
    };
    let before = link(first.checked_sub_months(Months::new(1)));
    let after = link(first.checked_add_months(Months::new(1)));
    let is_now = (first.year(), first.month()) == (today.year(), today.month());
    html! {
        nav aria-label="Months" {
            (ui::list_as("moothall-agenda__links", html! {
                @if let Some((month, address)) = &before { li { (ui::link(address, html! { "Previous month: " (month) })) } }
                @if let Some((month, address)) = &after { li { (ui::link(address, html! { "Next month: " (month) })) } }
                @if !is_now { li { (ui::link("/meetings/calendar", "This month")) } }
            }))
        }
    }
}

fn table(first: NaiveDate, today: NaiveDate, meetings: &[&Meeting]) -> Markup {
    let day = |day: NaiveDate| {
        let held: Vec<&&Meeting> = meetings.iter().filter(|meeting| meeting.held_on == day).collect();
        html! {
            td class={ @if !held.is_empty() { "moothall-month__held" } @if day == today { " moothall-month__today" } } {
                span class="moothall-month__day" {
                    span aria-hidden="true" { (day.day()) }
                    (ui::visually_hidden(html! { (civil_date::written_with_weekday(day)) @if day == today { ", today" } }))
                }
                @for meeting in &held {
                    @if meeting.is_cancelled { (ui::link_as("moothall-month__cancelled", meeting.address(), &meeting.board_name)) }
                    @else { (ui::link(meeting.address(), &meeting.board_name)) }
                    @if let Some(times) = meeting.times() { br; (times) }
                    @if meeting.is_cancelled { br; (ui::tag("Cancelled", ui::TagColour::Red)) }
                    br;
                }
            }
        }
    };
    html! {
        table class="moothall-month" {
            (ui::hidden_caption("Meetings by day"))
            thead { tr { @for name in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] { th scope="col" { (name) } } } }
            tbody {
                @for week in weeks(first) { tr { @for slot in week { @match slot { Some(date) => (day(date)), None => td {} } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_all_its_days_in_weeks_from_monday() {
        let month = |text: &str| weeks(text.parse().expect("a day"));
        let june = month("2024-06-01");
        assert_eq!(june.len(), 5);
        assert_eq!(june[0].iter().flatten().count(), 2, "1 June 2024 is a Saturday");
        assert_eq!(june.iter().flatten().flatten().count(), 30);
        assert_eq!(month("2021-02-01").len(), 4, "exactly four weeks");
        assert_eq!(month("2024-09-01").len(), 6, "a Sunday first");
    }

    #[test]
    fn only_a_month_is_understood() {
        let today = "2024-06-04".parse().expect("a day");
        let first = |month: &str| MonthQuery { month: month.into() }.first(today).map(|day| day.to_string());
        assert_eq!(first("").expect("this month"), "2024-06-01");
        assert_eq!(first("2024-02").expect("a month"), "2024-02-01");
        for month in ["2024-13", "2024", "2024-2", "2024-06-04", "1066-10", "9999-12", "<b>"] {
            assert!(first(month).is_err(), "{month}");
        }
    }
}
