//! Records that a record was opened, and shows on its page who opened it for a reason.

use crate::{AppState, Result};
use access::Actor;
use access::glass_store::{self, GlassOpening};
use foundation::london;
use ledger::Action;
use maud::{Markup, html};
use serde_json::json;

/// The details of an opening, other than who and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpeningNote<'a> {
    /// The reason, if it differs from the one given for emergency access.
    pub reason: Option<&'a str>,
    /// The people to whom the record is given; empty if it is only read here.
    pub recipients: &'a [String],
}

impl AppState {
    /// Records that a record was opened, if openings of its kind are kept (`access::RecordKind::openings_are_kept`), before any
    /// of it is shown. Reading is consultation, giving it to someone is disclosure (Data Protection Act 2018, section 62).
    pub async fn note_opening(&self, actor: &Actor, kind: &str, id: i64, note: &OpeningNote<'_>) -> Result<()> {
        if !self.joined.policy.record_kind(kind).is_some_and(|kind| kind.openings_are_kept) {
            return Ok(());
        }
        let now = self.clock.now();
        let record = format!("{kind}/{id}");
        let open = glass_store::open_now(self.db.reading(), &record, now).await?;
        let own = open.into_iter().find(|opening| actor.account == Some(opening.account_id));
        let reason = note.reason.or(own.as_ref().map(|opening| opening.reason.as_str()));
        let mut payload = json!({});
        if let Some(reason) = reason {
            payload["reason"] = reason.into();
        }
        if let Some(opening) = &own {
            payload["opening"] = opening.id.get().into();
        }
        if !note.recipients.is_empty() {
            payload["recipients"] = json!(note.recipients);
        }
        let action = if note.recipients.is_empty() { Action::Consulted } else { Action::Disclosed };
        let actor = actor.ledger_name();
        let transaction = self.db.begin().await?;
        ledger::append(&transaction, &ledger::By { actor: &actor, at: now }.did(action, &record, &payload)).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Returns the banner for a record's page while anyone has it open for a reason; otherwise nothing. `record` is the record's
/// name in the ledger.
pub async fn glass_banner(state: &AppState, record: &str) -> Result<Markup> {
    let open = glass_store::open_now(state.db.reading(), record, state.clock.now()).await?;
    let until: Vec<String> = open.iter().map(|opening| london::on_page(opening.closes_at)).collect();
    let open: Vec<ui::OpenGlass> = open
        .iter()
        .zip(&until)
        .map(|(opening, until)| ui::OpenGlass { who: &opening.account_name, reason: &opening.reason, until })
        .collect();
    Ok(ui::glass_banner(&open))
}

/// Returns all openings of a record for a reason, for its page; nothing if there are none. The heading is of the level given.
pub async fn glass_openings(state: &AppState, record: &str, heading_level: u8) -> Result<Markup> {
    let openings = glass_store::of_record(state.db.reading(), record).await?;
    let when: Vec<(String, String)> =
        openings.iter().map(|opening| (opening.opened_at.to_rfc3339(), london::on_page(opening.opened_at))).collect();
    let events: Vec<ui::Event> = openings
        .iter()
        .zip(&when)
        .map(|(opening, (moment, when))| ui::Event {
            title: "Emergency access",
            by: Some(&opening.account_name),
            moment,
            when,
            content: Some(html! {
                p class="govuk-body" { (opening.reason) }
                p class="govuk-body" { (review(opening)) }
            }),
        })
        .collect();
    Ok(ui::glass_openings(&events, heading_level))
}

fn review(opening: &GlassOpening) -> String {
    match (opening.outcome, opening.reviewed_at) {
        (Some(outcome), Some(at)) => {
            let reviewer = opening.reviewer_name.as_deref().unwrap_or("Someone");
            format!("{}. Reviewed by {reviewer}, {}.", outcome.label(), london::on_page(at))
        }
        _ => "Not reviewed yet.".to_owned(),
    }
}
