//! The ledger of one record: who viewed it, and who changed it.

use crate::access::READ_LEDGER;
use crate::ledger_pages::{breadcrumb, table};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use foundation::text::address_part;
use ledger::{Action, Filter, Of};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn};

/// The maximum number of entries in a list; the ledger itself has the rest.
const MOST: i64 = 100;

/// The actions by which someone sees a record.
const LOOKING: [Action; 3] = [Action::Consulted, Action::Disclosed, Action::GlassBroken];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecordQuery {
    record: String,
}

/// Handles `GET /ledger/record?record=account/5`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    query: Result<Query<RecordQuery>, QueryRejection>,
) -> Result<Markup> {
    state.ask_any(&who.actor, READ_LEDGER)?;
    let missing = || Error::NotFound("Record");
    let record = query.map(|Query(query)| query.record.trim().to_owned()).map_err(|_| missing())?;
    let looking = LOOKING.to_vec();
    let changing = Action::ALL.into_iter().filter(|action| !LOOKING.contains(action)).collect();
    let looked =
        list(&state, &record, looking, "Who opened it", "Not opened yet, or opening is not recorded for this kind of record.")
            .await?;
    let changed = list(&state, &record, changing, "Who changed it", "Not changed yet.").await?;
    let (Some(looked), Some(changed)) = (looked.shown(changed.found), changed.shown(true)) else { return Err(missing()) };
    let title = format!("{record} in the ledger");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: vec![breadcrumb()], ..state.page() };
    let content = html! {
        (ui::heading(Some("The ledger"), &record))
        (looked)
        (changed)
        (ui::paragraph(ui::link(format!("/ledger?record={}", address_part(&record)), "All entries of this record")))
    };
    Ok(ui::page(&page, content))
}

/// A list of entries, and whether there are any.
struct List {
    found: bool,
    markup: Markup,
}

impl List {
    /// Renders the list. `None` if neither it nor the other list has entries, because then there is no such record.
    fn shown(&self, other_has_some: bool) -> Option<Markup> {
        (self.found || other_has_some).then(|| self.markup.clone())
    }
}

async fn list(state: &AppState, record: &str, actions: Vec<Action>, heading: &str, none: &str) -> Result<List> {
    let filter = Filter { of: Some(Of::Record(record.to_owned())), actions, ..Filter::default() };
    let entries = ledger::entries(state.db.reading(), &filter, None, MOST).await?;
    let is_cut = i64::try_from(entries.len()).is_ok_and(|count| count >= MOST);
    let markup = html! {
        (ui::h2_large(heading))
        @if entries.is_empty() { (ui::paragraph(none)) } @else { (table(state, &entries, heading).await?) }
        @if is_cut { (ui::paragraph(html! { "These are the last " (MOST) "." })) }
    };
    Ok(List { found: !entries.is_empty(), markup })
}
