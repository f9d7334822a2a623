//! The ledger as a list: entries by person, action, record and date.

use crate::access::{EXPORT_LEDGER, READ_LEDGER};
use crate::ledger_query::{Fault, LedgerQuery};
use crate::names::{Names, account};
use crate::sentences::{Records, label, sentence};
use access::account_store;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use foundation::london;
use foundation::text::address_part;
use ledger::{Action, Filter, ListedEntry};
use maud::{Markup, html};
use web::{AppState, Result, SignedIn};

const PER_PAGE: i64 = 50;

/// Entries are counted only up to this number, so that counting a long ledger does not delay the page.
const COUNTED: i64 = 10_000;

/// Returns the breadcrumb for the pages below the list.
pub(crate) fn breadcrumb() -> (String, String) {
    ("The ledger".to_owned(), "/ledger".to_owned())
}

/// Handles `GET /ledger`.
pub(crate) async fn list(
    State(state): State<AppState>,
    who: SignedIn,
    query: Result<Query<LedgerQuery>, QueryRejection>,
) -> Result<Markup> {
    state.ask_any(&who.actor, READ_LEDGER)?;
    let query = LedgerQuery::read(query)?;
    let before = query.before()?;
    let (faults, results) = match query.filter() {
        Ok(filter) => (Vec::new(), results(&state, &who, &query, &filter, before).await?),
        Err(faults) => (faults, html! {}),
    };
    let title = ui::form_title("The ledger", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(&faults)) }
        (ui::heading(None, "The ledger"))
        (ui::measured(html! {
            "Everything that was done on this site, newest first. Each entry is sealed together with the one before it, so a change would show. "
            (ui::link("/record/checkpoint", "The latest seal is public")) "."
        }))
        (panel(&state, &query, &faults, results).await?)
    };
    Ok(ui::page(&page, content))
}

async fn results(state: &AppState, who: &SignedIn, query: &LedgerQuery, filter: &Filter, before: Option<i64>) -> Result<Markup> {
    let connection = state.db.reading();
    let total = ledger::count(connection, filter, COUNTED + 1).await?;
    let mut entries = ledger::entries(connection, filter, before, PER_PAGE + 1).await?;
    let has_older = entries.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let older = entries.last().filter(|_| has_older).map(|last| query.before_position("/ledger", last.position));
    let newest = before.map(|_| query.without("/ledger", ""));
    let may_export = state.joined.policy.could(&who.actor, EXPORT_LEDGER);
    let one_record = Some(&query.record).filter(|record| record.contains('/'));
    Ok(html! {
        (ui::summary_line(html! {
            strong { (counted(total)) } ". "
            @if may_export && total > 0 {
                (ui::link(query.without("/ledger.csv", ""), "Download as CSV"))
            }
        }))
        @if let Some(record) = one_record {
            (ui::paragraph(ui::link(record_address(record), html! { "Who opened and who changed " (record) })))
        }
        @if entries.is_empty() {
            (ui::empty_state("No entries match these filters", html! { (ui::paragraph("Remove a filter or change the dates.")) }))
        } @else { (table(state, &entries, "Entries").await?) }
        (ui::older_entries(newest.as_deref(), older.as_deref()))
    })
}

fn counted(total: i64) -> String {
    match total {
        1 => "1 entry".to_owned(),
        total if total > COUNTED => "More than 10,000 entries".to_owned(),
        total => format!("{total} entries"),
    }
}

/// Returns the path of the page that shows who viewed a record and who changed it.
pub(crate) fn record_address(record: &str) -> String {
    format!("/ledger/record?record={}", address_part(record))
}

/// Renders entries as a table.
pub(crate) async fn table(state: &AppState, entries: &[ListedEntry], caption: &str) -> Result<Markup> {
    let names = Names::of(state, entries.iter().map(|entry| entry.actor.as_str()).collect()).await?;
    let records = Records::of(state, entries.iter().map(|entry| entry.record.as_str())).await?;
    let row = |entry: &ListedEntry| {
        vec![
            html! {
                (ui::link(format!("/ledger/{}", entry.position), html! {
                    (ui::visually_hidden("Entry ")) (entry.position)
                }))
            },
            html! { time datetime=(entry.at.to_rfc3339()) { (london::on_page(entry.at)) } },
            html! {
                (sentence(&entry.actor, &entry.action, &entry.record, &names, &records)) br;
                (ui::hint_as("moothall-key", html! {
                    (entry.actor) " · " (entry.action)
                    @if !entry.record.is_empty() { " · " (ui::link(record_address(&entry.record), &entry.record)) }
                }))
            },
        ]
    };
    Ok(ui::table(&ui::Table {
        caption,
        caption_is_hidden: true,
        columns: ["Entry", "Time", "What happened"].map(ui::Column::words).to_vec(),
        rows: entries.iter().map(row).collect(),
        row_headings: true,
    }))
}

/// Capitalises a word of the ledger for the beginning of a line.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns everyone who has ever acted, people first, as form values with labels.
async fn people(state: &AppState, chosen: &str) -> Result<Vec<(String, String)>> {
    let connection = state.db.reading();
    let mut actors = ledger::actors(connection).await?;
    if !chosen.is_empty() && !actors.iter().any(|actor| actor == chosen) {
        actors.push(chosen.to_owned());
    }
    let accounts = account_store::all(connection).await?;
    let name = |actor: &str| accounts.iter().find(|known| account(actor) == Some(known.id)).map(|account| account.name.clone());
    let mut people: Vec<(bool, String, String)> = actors
        .into_iter()
        .map(|actor| match name(&actor) {
            Some(name) => (false, actor.clone(), format!("{name} ({actor})")),
            None => (true, actor.clone(), actor),
        })
        .collect();
    people.sort_by_key(|(is_command, _, shown)| (*is_command, shown.to_lowercase()));
    Ok(people.into_iter().map(|(_, actor, shown)| (actor, shown)).collect())
}

fn select(name: &str, label: &str, value: &str, any: &str, options: &[(String, String)]) -> Markup {
    let mut all = vec![ui::SelectOption { value: "", text: any }];
    all.extend(options.iter().map(|(value, text)| ui::SelectOption { value, text }));
    ui::select(&ui::Select { name, label, options: all, value: Some(value), ..Default::default() })
}

async fn panel(state: &AppState, query: &LedgerQuery, faults: &[Fault], results: Markup) -> Result<Markup> {
    let people = people(state, &query.person).await?;
    let acts: Vec<(String, String)> =
        Action::ALL.iter().map(|action| (action.word().to_owned(), label(*action).to_owned())).collect();
    let shown = |options: &[(String, String)], value: &str| {
        options.iter().find(|(known, _)| known == value).map_or(value.to_owned(), |(_, shown)| shown.clone())
    };
    let mut selected = Vec::new();
    for (heading, field, value) in [
        ("Person", "person", shown(&people, &query.person)),
        ("What happened", "action", shown(&acts, &query.action)),
        ("Record", "record", query.record.clone()),
        ("From", "from", query.from.clone()),
        ("Until", "until", query.until.clone()),
    ] {
        if !value.is_empty() {
            selected.push(ui::FilterGroup { heading, filters: vec![(value, query.without("/ledger", field))] });
        }
    }
    let error = |id: &str| ui::error_about(faults, id);
    let fields = html! {
        (select("person", "Person", &query.person, "Everyone", &people))
        (select("action", "What happened", &query.action, "Everything", &acts))
        (ui::input(&ui::Input {
            name: "record", label: "Record", value: &query.record,
            hint: Some("One record, like account/5, or a kind of record, like account"), ..Default::default()
        }))
        (ui::input(&ui::Input {
            name: "from", label: "From", value: &query.from, hint: Some("For example, 4 June 2024"), error: error("from"),
            ..Default::default()
        }))
        (ui::input(&ui::Input {
            name: "until", label: "Until", value: &query.until, hint: Some("For example, 11 June 2024"), error: error("until"),
            ..Default::default()
        }))
    };
    let panel = ui::FilterPanel { action: "/ledger", heading_level: 2, selected, clear_address: "/ledger", fields };
    Ok(ui::with_filters(&panel, results))
}
