//! Publishes the files of agenda items with their agenda, and reports what to know beforehand.

use crate::item_files;
use crate::item_files::{FileContent, ItemFile, PublishedFile};
use crate::pack::published::ClosedPack;
use db::{Connection, WriteTransaction};
use documents::Document;
use meetings::agenda::finding::Finding;
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::preparation::item::DraftItem;
use publications::{NewPublication, Publishing};
use web::{AppState, Error, Result};

/// Publishes the files of a public item and returns those that are new or changed, as parts of a supplement. If only its item or
/// meeting has changed, a file gets a new version but is not returned.
pub async fn publish(
    transaction: &WriteTransaction,
    item: &DraftItem,
    meeting: &Meeting,
    publishing: &Publishing<'_>,
) -> Result<Vec<Document>> {
    let mut fresh = Vec::new();
    for file in item_files::store::of_item(transaction, item.id).await? {
        let published = file.published(meeting, item.number.as_deref(), &item.title);
        let content = serde_json::to_string(&published).map_err(|error| Error::Content(error.to_string()))?;
        let record = item_files::record(file.id);
        let new = NewPublication { kind: "item-file", record: &record, title: &file.title, content };
        let before = publications::current(transaction, &record).await?;
        let before = before.map(|before| read::<PublishedFile>(&before.content)).transpose()?;
        let is_fresh = before.is_none_or(|before| !before.is_same_paper(&published));
        // The reason for replacing a file applies only to the version that replaced it.
        let reason = file.version.reason.as_deref().filter(|_| file.is_published && is_fresh).unwrap_or(publishing.reason);
        publications::publish(transaction, &new, &Publishing { reason, ..*publishing }).await?;
        // For a Word document only the text is published, because the file may contain its editing history.
        if let FileContent::Pdf(_) = file.version.content
            && let Some(stored) = files::by_hash(transaction, &file.version.hash).await?.filter(|stored| !stored.is_public)
        {
            files::make_public(transaction, stored.id).await?;
        }
        if !file.is_published {
            item_files::store::set_published(transaction, file.id).await?;
        }
        if is_fresh {
            fresh.push(published.part());
        }
    }
    Ok(fresh)
}

/// Returns the files of a private item as stored in its exempt pack.
pub async fn closed(transaction: &WriteTransaction, item: &DraftItem, meeting: &Meeting) -> Result<Vec<PublishedFile>> {
    let mut closed = Vec::new();
    for file in item_files::store::of_item(transaction, item.id).await? {
        if !file.is_published {
            item_files::store::set_published(transaction, file.id).await?;
        }
        closed.push(file.published(meeting, item.number.as_deref(), item.own_title()));
    }
    Ok(closed)
}

/// Returns the last published version of a file, or `None` if it was never published.
pub(crate) async fn published_version(connection: &Connection, file: &ItemFile, meeting: &Meeting) -> Result<Option<i32>> {
    if let Some(publication) = publications::current(connection, &item_files::record(file.id)).await? {
        return Ok(Some(read::<PublishedFile>(&publication.content)?.version));
    }
    let record = format!("meeting/{}/exempt-pack", meeting.id);
    let Some(closed) = publications::current_closed(connection, &record).await? else { return Ok(None) };
    let parts = read::<ClosedPack>(&closed.content)?.parts;
    let known = parts.into_iter().flat_map(|part| part.files).find(|known| known.id == file.id.get());
    Ok(known.map(|known| known.version))
}

/// Returns what to know about an agenda's files before publication: what is not accessible, and what is not printed.
pub async fn findings(state: &AppState, items: &[DraftItem]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for item in items {
        let mut say = |text: String| findings.push(Finding { item: Some(item.id), is_obstacle: false, text });
        for file in item_files::store::of_item(state.db.reading(), item.id).await? {
            for barrier in file.version.content.barriers() {
                say(format!("“{}” is not fully accessible. {barrier}", file.title));
            }
        }
        for papers in state.joined.contributions.of::<dyn meetings::papers::ItemPapers>() {
            for file in papers.files(state, item.id.get()).await? {
                if file.content_type != "application/pdf" {
                    say(format!(
                        "“{}” is not a PDF, so it is not printed in the pack. It can be downloaded with its report.",
                        file.title
                    ));
                    continue;
                }
                let Some(printing) = &state.printing else { continue };
                match printing.inspect_kept(&file.file).await {
                    Ok(Some(facts)) => {
                        for barrier in facts.barriers() {
                            say(format!("“{}” is not fully accessible. {}", file.title, barrier.sentence()));
                        }
                    }
                    Ok(None) => {}
                    Err(error) => say(format!("“{}” cannot be printed in the pack. {error}.", file.title)),
                }
            }
        }
    }
    Ok(findings)
}
