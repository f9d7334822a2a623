//! Pages for confirming a change to a board's members. Each change is public at once, and its reason stays on the record.

use chrono::NaiveDate;
use foundation::{PersonName, civil_date};
use maud::{Markup, html};
use meetings::board::days_in_words;
use meetings::board::managing::trail;
use meetings::board::store::Board;
use meetings::members::seat_store::RegisteredSeat;
use meetings::members::store::Person;
use web::{AppState, Confirmation, confirmation_page};

fn address_of(board: &Board, person: &Person) -> String {
    format!("/boards/{}/people/{}", board.slug, person.id)
}

/// Returns the text about the reason that all of these pages show.
fn reason_is_public() -> String {
    "The reason is published with the new version of the board’s members.".to_owned()
}

/// Renders the confirmation of a corrected name.
pub(crate) fn correction(state: &AppState, board: &Board, person: &Person, name: &PersonName, reason: &str) -> Markup {
    let address = address_of(board, person);
    let full = name.full();
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Name now", html! { (person.name.full()) }),
        ui::SummaryRow::new("Corrected name", html! { (full) }),
        ui::SummaryRow::new("Reason", html! { (reason) }),
    ]);
    confirmation_page(
        state,
        &board.name,
        trail(board),
        &Confirmation {
            heading: "Are you sure you want to correct this name?",
            shown: Some(shown),
            will: vec![
                "The corrected name becomes public straight away, on every board that they are a member of.".to_owned(),
                "Packs and minutes that are already published keep the name that they were published with.".to_owned(),
                reason_is_public(),
            ],
            address: &format!("{address}/name"),
            fields: vec![("name", &full), ("reason", reason)],
            button: "Correct name",
            back: ("Go back without correcting the name", &address),
            ..Confirmation::default()
        },
    )
}

/// Renders the confirmation of the end of a membership.
pub(crate) fn end(state: &AppState, board: &Board, seat: &RegisteredSeat, until: NaiveDate, reason: &str) -> Markup {
    let address = address_of(board, &seat.person);
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Name", html! { (seat.person.name.full()) }),
        ui::SummaryRow::new("Last day", html! { (civil_date::written_with_weekday(until)) }),
        ui::SummaryRow::new("Reason", html! { (reason) }),
    ]);
    let last = until.to_string();
    let passed = (until < state.clock.today()).then(|| {
        format!(
            "The last day has passed: today is {}. They will not count as a member of meetings since then.",
            civil_date::written(state.clock.today())
        )
    });
    confirmation_page(
        state,
        &board.name,
        trail(board),
        &Confirmation {
            heading: "Are you sure you want to end this membership?",
            warning: passed,
            shown: Some(shown),
            will: vec![
                "The last day becomes public straight away. Agendas for later meetings will not name them.".to_owned(),
                reason_is_public(),
            ],
            address: &format!("{address}/end"),
            fields: vec![("until", &last), ("reason", reason)],
            button: "End membership",
            back: ("Go back without ending the membership", &address),
            ..Confirmation::default()
        },
    )
}

/// Renders the confirmation of removing a mistaken membership, based on this version of the register.
pub(crate) fn removal(state: &AppState, board: &Board, seat: &RegisteredSeat, version: &str, reason: &str) -> Markup {
    let address = address_of(board, &seat.person);
    let days = days_in_words(seat.from, seat.until).unwrap_or_else(|| "Whole year".to_owned());
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Name", html! { (seat.person.name.full()) }),
        ui::SummaryRow::new("Role", html! { (seat.role.words()) }),
        ui::SummaryRow::new("Municipal year", html! { (seat.year) }),
        ui::SummaryRow::new("Dates", html! { (days) }),
        ui::SummaryRow::new("Reason", html! { (reason) }),
    ]);
    let position = seat.position.to_string();
    confirmation_page(
        state,
        &board.name,
        trail(board),
        &Confirmation {
            heading: "Are you sure you want to remove this membership?",
            shown: Some(shown),
            will: vec![
                "The membership disappears from the board’s page, as if it had never been added.".to_owned(),
                "The public record keeps the earlier versions.".to_owned(),
                reason_is_public(),
            ],
            address: &format!("{address}/remove"),
            fields: vec![("version", version), ("seat", &position), ("reason", reason)],
            button: "Remove membership",
            is_final: true,
            back: ("Go back without removing the membership", &address),
            ..Confirmation::default()
        },
    )
}
