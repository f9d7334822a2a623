//! Bank holidays: the bundled ones, and those that the council adds or removes after a proclamation.

use crate::form::{Fault, day, failed, stand};
use crate::permissions::{CHANGE, READ};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Datelike;
use foundation::bank_holidays::{FIRST_YEAR, LAST_YEAR};
use foundation::text::single_spaced;
use foundation::{BankHoliday, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// Query parameters: the year to show.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct YearQuery {
    year: String,
}

/// Form data for a bank holiday.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HolidayForm {
    name: String,
    source: String,
    on: String,
}

/// Handles `GET /settings/bank-holidays`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(query): Query<YearQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let year = query.year.parse().ok().filter(|year| (1978..=2100).contains(year)).unwrap_or_else(|| state.clock.today().year());
    Ok(page(&state, year, &HolidayForm::default(), &[]))
}

/// Handles `POST /settings/bank-holidays`.
pub(crate) async fn add(State(state): State<AppState>, who: SignedIn, Form(form): Form<HolidayForm>) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let plain =
        |text: &str, most: usize| -> String { single_spaced(text).chars().filter(|c| !c.is_control()).take(most).collect() };
    let (name, source) = (plain(&form.name, 100), plain(&form.source, 300));
    let on = day(&form.on);
    let mut faults: Vec<Fault> = Vec::new();
    if on.is_none() {
        faults.push(("Enter a real date, like 8 May 2023", "on"));
    }
    if name.is_empty() {
        faults.push(("Enter the name of the bank holiday", "name"));
    }
    if source.is_empty() {
        faults.push(("Enter the proclamation or order that makes it a bank holiday", "source"));
    }
    let (Some(on), true) = (on, faults.is_empty()) else {
        return Ok(refused(page(&state, state.clock.today().year(), &form, &faults)));
    };
    let holiday = BankHoliday { day: on, name: name.into(), source: source.into() };
    change(&state, &who, &holiday, true).await.map(IntoResponse::into_response)
}

/// Handles `POST /settings/bank-holidays/remove`.
pub(crate) async fn remove(State(state): State<AppState>, who: SignedIn, Form(form): Form<HolidayForm>) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let on = day(&form.on);
    let on = on.filter(|on| state.settings().bank_holidays.contains(*on));
    let on = on.ok_or_else(|| Error::NotUnderstood("Select a day that is a bank holiday.".to_owned()))?;
    let holiday = BankHoliday { day: on, name: "".into(), source: "Removed by the administrator".into() };
    change(&state, &who, &holiday, false).await
}

async fn change(state: &AppState, who: &SignedIn, holiday: &BankHoliday, is_added: bool) -> Result<Redirect> {
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    settings::change_bank_holiday(&transaction, holiday, is_added, by).await.map_err(failed)?;
    stand(state, transaction).await?;
    Ok(Redirect::to(&format!("/settings/bank-holidays?year={}", holiday.day.year())))
}

fn page(state: &AppState, year: i32, form: &HolidayForm, faults: &[Fault]) -> Markup {
    let settings = state.settings();
    let title = ui::form_title("Bank holidays", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let holidays = settings.bank_holidays.in_year(year);
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(Some("England and Wales"), "Bank holidays"))
        p class="govuk-body" {
            "Bank holidays are not counted as clear days or working days. The list for " (FIRST_YEAR) " to " (LAST_YEAR) " is built in. Later years are "
            "worked out from the usual rules. Check them against the list on GOV.UK once a year."
        }
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
                        button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                            "Remove" span class="govuk-visually-hidden" { " " (civil_date::written(holiday.day)) }
                        }
                    }
                },
            ]).collect(),
            row_headings: true,
        }))
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Add a bank holiday" }
            form action="/settings/bank-holidays" method="post" novalidate {
                (ui::date_input(&ui::DateInput {
                    name: "on", label: "Day", hint: Some("For example, 8 May 2023"), error: ui::error_about(faults, "on"), value: &form.on,
                }))
                (ui::input(&ui::Input { name: "name", label: "Name", value: &form.name, error: ui::error_about(faults, "name"), ..Default::default() }))
                (ui::input(&ui::Input {
                    name: "source", label: "Proclamation or order", value: &form.source, error: ui::error_about(faults, "source"), ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Add bank holiday", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}
