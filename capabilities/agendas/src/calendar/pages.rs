//! Pages for scheduling several meetings at once: enter dates, review problems, confirm.

use crate::calendar::{Remarks, Standing};
use crate::{calendar, publishing};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, NaiveTime};
use foundation::{MunicipalYear, civil_date, time_of_day};
use maud::{Markup, html};
use meetings::access::PLAN_YEAR;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::meeting::notice::Notice;
use meetings::messages::telling::Told;
use meetings::{confirmation, meeting, messages, preparation, rules};
use publications::Publishing;
use std::fmt::Write as _;
use ui::FormState;
use web::{AppState, CONFIRMED, NOT_A_TIME, Result, SignedIn, SubmittedForm, read_date, redirect_done, refused};

/// The maximum number of meetings scheduled at once.
const MOST: usize = 60;

/// The meetings to schedule.
struct Wanted {
    days: Vec<NaiveDate>,
    time: Option<NaiveTime>,
    place: Option<String>,
}

/// Reads the dates, one on each line, and the time and place that they have in common.
fn read(form: &mut SubmittedForm) -> Option<Wanted> {
    let typed = form.lines("days").required("Enter at least one date").unwrap_or_default();
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|text| !text.is_empty()).take(MOST + 1).collect();
    let days: Vec<NaiveDate> = lines.iter().filter_map(|text| read_date(text)).collect();
    let wrong: Vec<&str> = lines.iter().copied().filter(|text| read_date(text).is_none()).collect();
    if lines.len() > MOST {
        form.fault("days", format!("Schedule at most {MOST} meetings at once"));
    } else if let Some(message) = not_real(&wrong) {
        form.fault("days", message);
    }
    let time = form.time("time").optional(NOT_A_TIME);
    let place = form.line("place").at_most(160, "Place").optional();
    form.accept(())?;
    Some(Wanted { days, time: time?, place: place? })
}

/// Returns the message that names all texts that are not dates; `None` if there are none.
fn not_real(texts: &[&str]) -> Option<String> {
    let quoted: Vec<String> = texts.iter().map(|text| format!("“{}”", text.chars().take(40).collect::<String>())).collect();
    Some(match quoted.split_last()? {
        (only, []) => format!("{only} is not a real date, like 11 June 2024"),
        (last, others) => format!("{} and {last} are not real dates, like 11 June 2024", others.join(", ")),
    })
}

/// Handles `GET /boards/{slug}/calendar`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(slug): Path<String>) -> Result<Markup> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let connection = state.db.reading();
    let (register, _) = register_and_version(connection, &board).await?;
    let year = MunicipalYear::of(state.clock.today());
    let held = meeting::store::of_board(connection, board.id, year).await?;
    let mut days: Vec<NaiveDate> = held.iter().filter(|meeting| meeting.day_is_known).map(|meeting| meeting.held_on).collect();
    if days.is_empty()
        && let Some(before) = MunicipalYear::beginning_in(year.first_year() - 1)
    {
        let held = meeting::store::of_board(connection, board.id, before).await?;
        days = held.iter().filter(|meeting| meeting.day_is_known).map(|meeting| meeting.held_on).collect();
    }
    days.sort_unstable();
    let suggested: Vec<String> =
        calendar::a_year_later(&days).into_iter().filter(|day| *day > state.clock.today()).map(civil_date::written).collect();
    let form = FormState::of([
        ("days", suggested.join("\n")),
        ("time", register.usual_time.map(time_of_day::on_page).unwrap_or_default()),
        ("place", register.usual_place.unwrap_or_default()),
    ]);
    Ok(form_page(&state, &board, &form))
}

/// Handles `POST /boards/{slug}/calendar`.
pub(crate) async fn lay_out(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let Some(wanted) = read(&mut form) else { return Ok(refused(form_page(&state, &board, &form))) };
    let transaction = state.db.begin().await?;
    let remarks = remarks(&state, &transaction, &board, &wanted).await?;
    let is_clear = remarks.iter().all(|remarks| remarks.obstacles.is_empty());
    if !form.is_confirmed() || !is_clear {
        drop(transaction);
        return Ok(check_page(&state, &board, &form, &wanted, &remarks).await?.into_response());
    }
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "The meeting was scheduled" };
    let mut text = format!("The {} will meet on these dates:\n\n", board.name);
    for remark in &remarks {
        let notice = Notice {
            board: board.name.clone(),
            held_on: remark.held_on,
            starts_at: wanted.time,
            place: wanted.place.clone(),
            is_cancelled: false,
            was: None,
            reason: None,
        };
        publishing::lay_out_meeting(&transaction, &board, &notice, &publishing).await?;
        let _ = writeln!(text, "- {}", civil_date::written_with_weekday(remark.held_on));
    }
    let _ = write!(text, "\n{}", when_and_where(&wanted));
    let told = Told { subject: format!("Meetings of the {}", board.name), text };
    messages::telling::members(&state, &transaction, board.id, &told).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/desk", board.slug), "laid-out").into_response())
}

fn when_and_where(wanted: &Wanted) -> String {
    let time = wanted.time.map(|time| format!("They start at {}. ", time_of_day::on_page(time))).unwrap_or_default();
    let place = wanted.place.as_ref().map(|place| format!("Place: {place}.")).unwrap_or_default();
    format!("{time}{place}\n")
}

async fn remarks(state: &AppState, transaction: &db::WriteTransaction, board: &Board, wanted: &Wanted) -> Result<Vec<Remarks>> {
    let mut standing = Vec::new();
    for day in &wanted.days {
        let others = meeting::store::on_day(transaction, *day).await?;
        standing.extend(others.into_iter().filter(|meeting| !meeting.is_cancelled && meeting.day_is_known).map(|meeting| {
            Standing {
                is_same_board: meeting.board == board.id,
                board: meeting.board_name,
                held_on: meeting.held_on,
                place: meeting.place,
            }
        }));
    }
    let settings = state.settings();
    let publication = |meeting| {
        let steps = rules::steps(&settings, meeting);
        preparation::deadline::of(meeting, steps, &settings.bank_holidays).map(|deadlines| deadlines.publication)
    };
    let place = wanted.place.as_deref();
    Ok(calendar::remarks(&wanted.days, place, &standing, state.clock.today(), publication, &settings.bank_holidays))
}

fn form_page(state: &AppState, board: &Board, form: &FormState) -> Markup {
    let title = form.title("Schedule meetings");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&board.name), "Schedule meetings"))
            (ui::paragraph("The suggested dates are last year’s, moved to the same weekday 52 weeks later. Change them to match the council’s calendar."))
            form action=(format!("/boards/{}/calendar", board.slug)) method="post" novalidate {
                (form.textarea(&ui::Textarea { name: "days", label: "Dates", hint: Some("One on each line, like 10 September 2024"), rows: Some(8), ..Default::default() }))
                (form.time("time", "Start time"))
                (form.line("place", "Place"))
                (ui::send("Continue"))
            }
        }
    };
    ui::page(&page, content)
}

async fn check_page(state: &AppState, board: &Board, form: &FormState, wanted: &Wanted, remarks: &[Remarks]) -> Result<Markup> {
    let told = confirmation::told(state, &messages::telling::names(state, board.id).await?, "the meetings");
    let settings = state.settings();
    let is_clear = remarks.iter().all(|remarks| remarks.obstacles.is_empty());
    let row = |remarks: &Remarks| {
        let deadlines =
            preparation::deadline::of(remarks.held_on, rules::steps(&settings, remarks.held_on), &settings.bank_holidays);
        vec![
            html! { (civil_date::written_with_weekday(remarks.held_on)) },
            html! { @if let Some(deadlines) = deadlines { (civil_date::written(deadlines.final_reports)) } },
            html! { @if let Some(deadlines) = deadlines { (civil_date::written(deadlines.publication)) } },
            html! {
                @for obstacle in &remarks.obstacles { (ui::tag("Not possible", ui::TagColour::Red)) " " (obstacle) br; }
                @for hint in &remarks.hints { (hint) br; }
            },
        ]
    };
    let page =
        ui::Page { title: "Check the meetings", section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        (ui::heading(Some(&board.name), "Check the meetings"))
        (ui::paragraph(when_and_where(wanted)))
        (ui::table(&ui::Table {
            caption: "Meetings to schedule", caption_is_hidden: true,
            columns: vec![ui::Column::words("Date"), ui::Column::words("Final reports by"), ui::Column::words("Publication by"), ui::Column::words("For information")],
            rows: remarks.iter().map(row).collect(), row_headings: true,
        }))
        @if is_clear {
            form action=(format!("/boards/{}/calendar", board.slug)) method="post" {
                (form.hidden("days")) (form.hidden("time")) (form.hidden("place")) (ui::hidden(CONFIRMED, "yes"))
                (ui::paragraph(html! { "The meetings will appear in the public calendar straight away. " (told) }))
                (ui::send("Schedule meetings"))
            }
        }
        (ui::details("Change the dates", html! {
            form action=(format!("/boards/{}/calendar", board.slug)) method="post" novalidate {
                (form.textarea(&ui::Textarea { name: "days", label: "Dates", rows: Some(8), ..Default::default() }))
                (form.time("time", "Start time"))
                (form.line("place", "Place"))
                (ui::button(&ui::Button { text: "Check again", kind: ui::ButtonKind::Secondary, ..Default::default() }))
            }
        }))
    };
    Ok(ui::page(&page, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_date_is_named_at_once() {
        let many = "x\n".repeat(61);
        for (days, message) in [
            ("soon", "“soon” is not a real date, like 11 June 2024"),
            ("31 June 2024\n\n12 March 2024\nsoon", "“31 June 2024” and “soon” are not real dates, like 11 June 2024"),
            ("a\nb\nc", "“a”, “b” and “c” are not real dates, like 11 June 2024"),
            (many.as_str(), "Schedule at most 60 meetings at once"),
            (" ", "Enter at least one date"),
        ] {
            let mut form = SubmittedForm::of([("days", days), ("time", "noonish")]);
            assert!(read(&mut form).is_none(), "{days}");
            assert_eq!((form.error("days"), form.error("time")), (Some(message), Some(NOT_A_TIME)));
        }
        let mut form = SubmittedForm::of([("days", "12 March 2024\n19/3/2024"), ("time", "6.30pm")]);
        assert_eq!(read(&mut form).map(|wanted| wanted.days.len()), Some(2));
    }
}
