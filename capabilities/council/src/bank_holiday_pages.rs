//! Bank holidays: the bundled ones, and those that the council adds or removes after a proclamation.

use crate::access::{CHANGE, READ};
use crate::form::{failed, is_covered, stand};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use foundation::bank_holidays::{FIRST_YEAR, LAST_YEAR};
use foundation::{BankHoliday, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use ui::FormState;
use web::{AppState, Error, Result, SignedIn, SubmittedForm, refused};

/// Query parameters: the year to show.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct YearQuery {
    year: String,
}

/// Handles `GET /settings/bank-holidays`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(query): Query<YearQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let year = query.year.parse().ok().filter(|year| (1978..=2100).contains(year)).unwrap_or_else(|| state.clock.today().year());
    Ok(page(&state, year, &FormState::default()))
}

/// Handles `POST /settings/bank-holidays`.
pub(crate) async fn add(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let Some(holiday) = read(&mut form) else {
        return Ok(refused(page(&state, state.clock.today().year(), &form)));
    };
    change(&state, &who, &holiday, true).await.map(IntoResponse::into_response)
}

/// Handles `POST /settings/bank-holidays/remove`.
pub(crate) async fn remove(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let is_known = |on: &NaiveDate| state.settings().bank_holidays.contains(*on);
    let Some(on) = form.date("on").filter(is_known).or_fault("Select a day that is a bank holiday") else {
        return Err(Error::NotUnderstood("Select a day that is a bank holiday.".to_owned()));
    };
    let holiday = BankHoliday { day: on, name: "".into(), source: "Removed by the administrator".into() };
    change(&state, &who, &holiday, false).await
}

fn read(form: &mut SubmittedForm) -> Option<BankHoliday> {
    let day = form.date("on").filter(is_covered).or_fault("Enter a real date, like 8 May 2023");
    let name = form.line("name").at_most(100, "Name").required("Enter the name of the bank holiday");
    let source = form.line("source").at_most(300, "Proclamation or order");
    let source = source.required("Enter the proclamation or order that makes it a bank holiday");
    Some(BankHoliday { day: day?, name: name?.into(), source: source?.into() })
}

async fn change(state: &AppState, who: &SignedIn, holiday: &BankHoliday, is_added: bool) -> Result<Redirect> {
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    settings::change_bank_holiday(&transaction, holiday, is_added, by).await.map_err(failed)?;
    stand(state, transaction).await?;
    Ok(Redirect::to(&format!("/settings/bank-holidays?year={}", holiday.day.year())))
}

fn page(state: &AppState, year: i32, form: &FormState) -> Markup {
    let settings = state.settings();
    let title = form.title("Bank holidays");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let holidays = settings.bank_holidays.in_year(year);
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        (form.summary())
        (ui::heading(Some("England and Wales"), "Bank holidays"))
        (ui::paragraph(html! {
            "Bank holidays are not counted as clear days or working days. The list for " (FIRST_YEAR) " to " (LAST_YEAR) " is built in. Later years are "
            "worked out from the usual rules. Check them against the list on GOV.UK once a year."
        }))
        (ui::sub_navigation("Year", &[
            (&(year - 1).to_string(), &format!("/settings/bank-holidays?year={}", year - 1), false),
            (&year.to_string(), &format!("/settings/bank-holidays?year={year}"), true),
            (&(year + 1).to_string(), &format!("/settings/bank-holidays?year={}", year + 1), false),
        ]))
        (ui::table(&ui::Table {
            caption: "Bank holidays", caption_is_hidden: true,
            columns: vec![ui::Column::words("Day"), ui::Column::words("Name"), ui::Column::words("Source"), ui::Column::words("Change")],
            rows: holidays.iter().map(|holiday| vec![
                html! { (holiday.day.format("%A")) " " (civil_date::written(holiday.day)) },
                html! { (holiday.name) },
                html! { (holiday.source) },
                html! {
                    form action="/settings/bank-holidays/remove" method="post" {
                        input type="hidden" name="on" value=(holiday.day);
                        (ui::row_button("Remove", html! { " " (civil_date::written(holiday.day)) }))
                    }
                },
            ]).collect(),
            row_headings: true,
        }))
        div class="moothall-measure" {
            (ui::h2("Add a bank holiday"))
            form action="/settings/bank-holidays" method="post" novalidate {
                (form.date(&ui::DateInput { name: "on", label: "Day", hint: Some("For example, 8 May 2023"), ..Default::default() }))
                (form.line("name", "Name"))
                (form.line("source", "Proclamation or order"))
                (ui::send("Add bank holiday"))
            }
        }
    };
    ui::page(&page, content)
}
