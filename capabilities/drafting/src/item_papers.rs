//! Reports as the papers of agenda items: their status, and publishing a cleared report with its agenda and its figures frozen.

use crate::draft::open_draft::OpenDraft;
use crate::draft::placing::pictures_in;
use crate::draft::{Draft, LIFE, State as DraftState, Step, Taker};
use crate::draft_files::FileUse;
use crate::sections::composing::{Moment, compose};
use crate::{draft, draft_files, templates};
use access::Actor;
use db::WriteTransaction;
use documents::{Block, ListItem, ListStyle, Style, Text};
use meetings::MeetingId;
use meetings::papers::{ItemPapers, PaperFor, PublishedPaper, WrittenPaper};
use publications::Publishing;
use reports::report::{Attachment, Report};
use web::{AppState, AttachedFile, OrNotFound, PrivateFiles, Result};

/// The reports that are written in this capability.
pub(crate) struct WrittenReports;

/// Returns the clauses of a report's recommendation.
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

/// Returns the draft of an item if it may be published: it is cleared, or published and unchanged since.
async fn ready(transaction: &WriteTransaction, item: i64) -> Result<Option<Draft>> {
    let draft = draft::store::of_item(transaction, item).await?;
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
    let template = templates::store::of_version(transaction, draft.template).await?.template;
    let texts = draft::store::texts(transaction, draft.id).await?;
    let files = draft_files::store::of_draft(transaction, draft.id).await?;
    let (position, _) = ledger::head(transaction).await?;
    Ok(compose(state, draft, &template, (&texts, &files), Moment { board, day, as_at: at, position }).await?.report)
}

/// Makes the images and attachments of a published report public.
async fn make_files_public(transaction: &WriteTransaction, report: &Report) -> Result<()> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let blocks = blocks.chain(report.appendices.iter().flat_map(|appendix| &appendix.blocks));
    let attached = report.attachments.iter().map(|attachment| attachment.file.as_str());
    for hash in pictures_in(blocks).into_iter().chain(attached) {
        if let Some(file) = files::by_hash(transaction, hash).await?.filter(|file| !file.is_public) {
            files::make_public(transaction, file.id).await?;
        }
    }
    Ok(())
}

/// Checks whether the blocks contain an image with these bytes or a link to a file with them.
fn bears(blocks: &[Block], hash: &str) -> bool {
    let has_link = |text: &Text| text.links().any(|(_, address)| address.contains(hash));
    let mut bears = pictures_in(blocks).contains(&hash);
    for block in blocks {
        block.each(&mut |block| {
            if let Block::List { items, .. } = block {
                bears |= items.iter().any(|item| has_link(&item.text));
            }
        });
    }
    bears
}

#[async_trait::async_trait]
impl ItemPapers for WrittenReports {
    async fn standing(&self, state: &AppState, items: &[i64]) -> Result<Vec<WrittenPaper>> {
        let mut standing = Vec::new();
        for item in items {
            if let Some(draft) = draft::store::of_item(state.db.reading(), *item).await? {
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
        let meeting = MeetingId::new(paper.meeting).or_not_found("Meeting")?;
        // A published report that has not changed since stays as it is, with the figures of its day.
        if draft.state == DraftState::Published
            && let Some(published) = reports::published_for(transaction, meeting, &draft.subject).await?
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
        let line = LIFE.take(draft.state, Step::Publish, |taker| taker == Taker::Agenda, |_| true)?;
        let report = composed(state, transaction, &draft, paper.board, paper.held_on, publishing.at).await?;
        make_files_public(transaction, &report).await?;
        let placed = reports::publish_report_at(transaction, meeting, &report, publishing).await?;
        let by = access::By { actor: publishing.actor, at: publishing.at };
        if line.to != draft.state {
            draft::store::update(transaction, &Draft { state: line.to, ..draft }, line.entry(), by).await?.version()?;
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
        let Some(item) = agendas::report_item(transaction, key).await? else { return Ok(None) };
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
        if !report.attachments.is_empty() {
            blocks.push(Block::Heading { level: 1, number: None, text: "Files published with this report".to_owned() });
            let link = |file: &Attachment| Style { link: Some(state.site.in_full(&file.address())), ..Style::default() };
            let item = |file: &Attachment| ListItem {
                marker: None,
                text: Text::of_runs([(&file.title, link(file))]),
                blocks: Vec::new(),
            };
            blocks.push(Block::List { style: ListStyle::Bullets, items: report.attachments.iter().map(item).collect() });
        }
        Ok(Some((recommendations(&report), blocks)))
    }

    async fn files(&self, state: &AppState, item: i64) -> Result<Vec<AttachedFile>> {
        let connection = state.db.reading();
        let Some(draft) = draft::store::of_item(connection, item).await? else { return Ok(Vec::new()) };
        if !matches!(draft.state, DraftState::Cleared | DraftState::Published) {
            return Ok(Vec::new());
        }
        let files = draft_files::store::of_draft(connection, draft.id).await?;
        let attached = files.into_iter().filter(|file| file.usage == FileUse::Attachment);
        Ok(attached
            .map(|file| AttachedFile {
                title: file.description,
                file: file.hash,
                name: file.name,
                content_type: file.content_type,
                size: u64::try_from(file.size).unwrap_or_default(),
            })
            .collect())
    }
}

#[async_trait::async_trait]
impl PrivateFiles for WrittenReports {
    async fn may_have_file(&self, state: &AppState, actor: &Actor, hash: &str) -> Result<bool> {
        let connection = state.db.reading();
        for id in draft_files::store::drafts_with(connection, hash).await? {
            let Some(draft) = draft::store::by_id(connection, id).await? else { continue };
            let item = meetings::DraftItemId::new(draft.item);
            if OpenDraft::with(state, actor, draft).await?.is_some() {
                return Ok(true);
            }
            // Anyone who may read the private paper may also read the files in it.
            if let Some(item) = item
                && packs::private_paper(state, actor, item).await?.is_some_and(|blocks| bears(&blocks, hash))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
