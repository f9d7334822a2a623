//! The page of one ledger entry, with all its details.

use crate::access::READ_LEDGER;
use crate::ledger_pages::{breadcrumb, capitalised, record_address};
use crate::names::Names;
use crate::sentences::{Records, sentence};
use access::Record;
use axum::extract::{Path, State};
use foundation::london;
use ledger::{ChangedRow, WholeEntry};
use maud::{Markup, html};
use serde_json::Value as Json;
use web::{AppState, OrNotFound, Result, SignedIn};

/// How many levels of details are laid out; anything deeper is shown as JSON.
const DEEPEST: usize = 6;

/// Handles `GET /ledger/{position}`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(position): Path<String>) -> Result<Markup> {
    let position: i64 = position.parse().unwrap_or_default();
    state.ask(&who.actor, READ_LEDGER, &Record { id: position, ..Record::default() })?;
    let connection = state.db.reading();
    let entry = ledger::entry(connection, position).await?.or_not_found("Ledger entry")?;
    let rows = ledger::changed_rows(connection, position).await?;
    let (head, _) = ledger::head(connection).await?;
    let names = Names::of(&state, vec![entry.actor.as_str()]).await?;
    let records = Records::of(&state, std::iter::once(entry.record.as_str())).await?;
    let title = format!("Entry {position}");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: vec![breadcrumb()], ..state.page() };
    let content = html! {
        (ui::heading(Some("The ledger"), &title))
        (ui::lead(html! { (sentence(&entry.actor, &entry.action, &entry.record, &names, &records)) "." }))
        (ui::summary_list(&facts(&entry, &names)))
        (ui::h2("Details"))
        (particulars(entry.payload.as_deref()))
        (changed_rows(&rows))
        (ui::h2("Seals"))
        (ui::summary_list(&seals(&entry)))
        (neighbours(position, head))
    };
    Ok(ui::page(&page, content))
}

fn facts(entry: &WholeEntry, names: &Names) -> Vec<ui::SummaryRow<'static>> {
    vec![
        ui::SummaryRow::new(
            "Time",
            html! { time datetime=(entry.at.to_rfc3339()) { (london::on_page(entry.at)) } " (" (entry.at.to_rfc3339()) ")" },
        ),
        ui::SummaryRow::new("Person", html! { (names.written(&entry.actor)) }),
        ui::SummaryRow::new("Action", html! { (capitalised(&entry.action)) }),
        ui::SummaryRow::new("Record", html! { (ui::link(record_address(&entry.record), &entry.record)) }),
    ]
}

fn seals(entry: &WholeEntry) -> Vec<ui::SummaryRow<'static>> {
    let seal = |hash: &str| html! { code class="moothall-key" { (hash) } };
    let mut seals = vec![
        ui::SummaryRow::new("This entry", seal(&entry.hash)),
        ui::SummaryRow::new("Previous entry", seal(&entry.previous_hash)),
        ui::SummaryRow::new("Details", seal(&entry.payload_digest)),
    ];
    seals.extend(entry.state_digest.as_deref().map(|state| ui::SummaryRow::new("Record after the change", seal(state))));
    seals
}

/// The maximum number of rows listed for an entry; importing a pack changes thousands.
const MOST_ROWS: usize = 50;

/// Renders the changed database rows, each of which is sealed in the entry.
fn changed_rows(rows: &[ChangedRow]) -> Markup {
    if rows.is_empty() {
        return html! {};
    }
    html! {
        (ui::h2("Database rows changed"))
        (ui::bullets(html! {
            @for changed in rows.iter().take(MOST_ROWS) {
                li { code class="moothall-key" { (changed.row) } @if changed.is_removed { " (removed)" } }
            }
        }))
        @if rows.len() > MOST_ROWS { (ui::paragraph(html! { "And " (rows.len() - MOST_ROWS) " more rows" })) }
    }
}

fn neighbours(position: i64, head: i64) -> Markup {
    html! {
        (ui::list(html! {
            @if position > 1 { li { (ui::link(format!("/ledger/{}", position - 1), "Previous entry")) } }
            @if position < head { li { (ui::link(format!("/ledger/{}", position + 1), "Next entry")) } }
        }))
    }
}

/// Renders the details as a readable list.
fn particulars(payload: Option<&str>) -> Markup {
    let Some(payload) = payload else {
        return html! { (ui::paragraph("The details of this entry were erased. The entry itself is kept, and the ledger can still be verified.")) };
    };
    match serde_json::from_str::<Json>(payload) {
        Ok(Json::Object(fields)) if fields.is_empty() => html! { (ui::paragraph("No details.")) },
        Ok(Json::Object(fields)) => {
            let rows: Vec<ui::SummaryRow> = fields
                .iter()
                .map(|(name, value)| ui::SummaryRow { key: name, value: written(value, DEEPEST), actions: Vec::new() })
                .collect();
            ui::summary_list(&rows)
        }
        Ok(other) => written(&other, DEEPEST),
        Err(_) => html! { (ui::paragraph(payload)) },
    }
}

fn written(value: &Json, deeper: usize) -> Markup {
    match value {
        Json::Null => html! { "none" },
        Json::Bool(yes) => html! { (if *yes { "yes" } else { "no" }) },
        Json::Number(number) => html! { (number.to_string()) },
        Json::String(text) => html! { (text) },
        Json::Array(values) if deeper > 0 => html! {
            (ui::bullets(html! { @for value in values { li { (written(value, deeper - 1)) } } }))
        },
        Json::Object(fields) if deeper > 0 => html! {
            (ui::bullets(html! {
                @for (name, value) in fields { li { (name) ": " (written(value, deeper - 1)) } }
            }))
        },
        deep => html! { (deep.to_string()) },
    }
}
