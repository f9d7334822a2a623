//! Reports as the papers of agenda items: how each stands, and making a cleared one public with its agenda, its figures frozen.

use crate::composing::{Moment, compose};
use crate::draft::{self, Draft, State as DraftState, Step};
use crate::{draft_store, template_store};
use db::WriteTransaction;
use documents::Block;
use publications::Publishing;
use reports::report::Report;
use web::{AppState, ItemPapers, PaperFor, PublishedPaper, Result, WrittenPaper};

/// The reports that are written here.
pub(crate) struct WrittenReports;

/// The clauses of what a report recommends.
fn recommendations(report: &Report) -> Vec<String> {
    match report.recommendation() {
        None => Vec::new(),
        Some(clauses) if clauses.clauses.is_empty() => {
            let only = clauses.lead.trim();
            vec![only.strip_prefix("That ").unwrap_or(only).to_owned()]
        }
        Some(clauses) => clauses.clauses.clone(),
    }
}

/// The draft of an item that may be made public: cleared, or public already and not changed since.
async fn ready(transaction: &WriteTransaction, item: i64) -> Result<Option<Draft>> {
    let draft = draft_store::of_item(transaction, item).await?;
    Ok(draft.filter(|draft| matches!(draft.state, DraftState::Cleared | DraftState::Published)))
}

async fn composed(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    board: &str,
    day: chrono::NaiveDate,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<Report> {
    let template = template_store::of_version(transaction, draft.template).await?.template;
    let texts = draft_store::texts(transaction, draft.id).await?;
    let (position, _) = ledger::head(transaction).await?;
    Ok(compose(state, draft, &template, &texts, Moment { board, day, as_at: at, position }).await?.report)
}

#[async_trait::async_trait]
impl ItemPapers for WrittenReports {
    async fn standing(&self, state: &AppState, items: &[i64]) -> Result<Vec<WrittenPaper>> {
        let mut standing = Vec::new();
        for item in items {
            if let Some(draft) = draft_store::of_item(state.db.reading(), *item).await? {
                standing.push(WrittenPaper {
                    item: *item,
                    state: format!("Report: {}", draft.state.label().to_lowercase()),
                    is_ready: matches!(draft.state, DraftState::Cleared | DraftState::Published),
                    address: draft.address(),
                });
            }
        }
        Ok(standing)
    }

    async fn publish(
        &self,
        state: &AppState,
        transaction: &WriteTransaction,
        paper: PaperFor<'_>,
        publishing: &Publishing<'_>,
    ) -> Result<Option<PublishedPaper>> {
        let Some(draft) = ready(transaction, paper.item).await? else { return Ok(None) };
        // What is public and was not changed since stays as it is: its figures are those of its day.
        if draft.state == DraftState::Published
            && let Some(published) = reports::published_for(transaction, paper.board, paper.held_on, &draft.subject).await?
        {
            let report = &published.report;
            return Ok(Some(PublishedPaper {
                record: published.record,
                address: published.address,
                title: paper.title.to_owned(),
                lead_officer: Some(report.block.reporting_officer.clone()),
                recommendations: recommendations(report),
                document: reports::document(report),
                is_change: false,
            }));
        }
        let report = composed(state, transaction, &draft, paper.board, paper.held_on, publishing.at).await?;
        let placed = reports::publish_report(transaction, paper.board, &report, publishing).await?;
        let by = access::By { actor: publishing.actor, at: publishing.at };
        if let Some(to) = draft::after(draft.state, Step::Publish) {
            draft_store::update(transaction, &Draft { state: to, ..draft }, "published", by).await?;
        }
        Ok(Some(PublishedPaper {
            record: format!("report/{}", placed.report),
            address: format!("/reports/{}", placed.report),
            title: paper.title.to_owned(),
            lead_officer: Some(report.block.reporting_officer.clone()),
            recommendations: recommendations(&report),
            document: reports::document(&report),
            is_change: placed.outcome.is_change(),
        }))
    }

    async fn closed(
        &self,
        state: &AppState,
        transaction: &WriteTransaction,
        item: i64,
    ) -> Result<Option<(Vec<String>, Vec<Block>)>> {
        let Some(draft) = ready(transaction, item).await? else { return Ok(None) };
        let Some(key) = meetings::DraftItemId::new(item) else { return Ok(None) };
        let Some(item) = meetings::report_item(transaction, key).await? else { return Ok(None) };
        let report =
            composed(state, transaction, &draft, &item.meeting.board_name, item.meeting.held_on, state.clock.now()).await?;
        let mut blocks = Vec::new();
        for section in &report.sections {
            if section.recommendation.is_none() {
                blocks.push(Block::Heading { level: 1, number: section.number.clone(), text: section.heading.clone() });
            }
            blocks.extend(section.blocks.iter().cloned());
        }
        for appendix in &report.appendices {
            blocks.push(Block::Heading { level: 1, number: None, text: appendix.title.clone() });
            blocks.extend(appendix.blocks.iter().cloned());
        }
        Ok(Some((recommendations(&report), blocks)))
    }
}
