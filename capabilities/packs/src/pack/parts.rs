//! The files of a meeting as parts of its packs: those of agenda items, and those attached to reports.

use crate::item_files;
use crate::item_files::PublishedFile;
use crate::pack::published::ClosedPart;
use chrono::{DateTime, Utc};
use db::Connection;
use documents::{AgendaLine, Document, PdfFacts};
use foundation::text::title_key;
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::preparation;
use printing::PrintError;
use std::collections::HashSet;
use web::{AppState, AttachedFile, Result};

/// A file of an agenda item in a pack.
pub struct PackFile {
    /// The file.
    pub file: PublishedFile,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

/// Returns the public files of a meeting's items, in order.
pub async fn of_meeting(connection: &Connection, meeting: &Meeting) -> Result<Vec<PackFile>> {
    let items = preparation::store::of_meeting(connection, meeting.id).await?;
    let public: HashSet<_> = items.iter().filter(|item| !item.is_exempt()).map(|item| item.id).collect();
    let mut files = Vec::new();
    for file in item_files::store::of_meeting(connection, meeting.id).await? {
        if !file.is_published || !public.contains(&file.item) {
            continue;
        }
        let Some(publication) = publications::current(connection, &item_files::record(file.id)).await? else { continue };
        files.push(PackFile { file: read(&publication.content)?, published_at: publication.published_at });
    }
    Ok(files)
}

/// Checks whether a file belongs to the item with this number and title.
pub fn is_of(file: &PublishedFile, number: Option<&str>, title: &str) -> bool {
    match (file.item_number.as_deref(), number) {
        (Some(of_file), Some(of_item)) => of_file == of_item,
        _ => title_key(&file.item_title) == title_key(title),
    }
}

/// The maximum total size of attachments in one pack, in bytes, in addition to its items' files.
pub(crate) const ATTACHED_BYTES: u64 = 50_000_000;

/// Returns the files attached to a paper, as parts of a pack. A file that cannot be printed does not make the pack fail.
pub(crate) async fn attachments(
    state: &AppState,
    files: &[AttachedFile],
    paper: &Document,
    room: &mut u64,
) -> Result<Vec<Document>> {
    let mut parts = Vec::new();
    for (number, file) in (1..).zip(files) {
        let pages = match room.checked_sub(file.size) {
            Some(left) if file.content_type == "application/pdf" => {
                *room = left;
                pages_of(state, file).await?
            }
            None => Err(not_printed("it would make the pack too large")),
            Some(_) => Err(not_printed("only PDFs can be printed in the pack")),
        };
        let part = item_files::attached(file, &paper.title, pages);
        parts.push(Document { anchor: format!("{}-file-{number}", paper.anchor), ..part });
    }
    Ok(parts)
}

fn not_printed(why: &str) -> String {
    format!("This file is not printed here, because {why}. Download it from the report’s page on the council’s website.")
}

async fn pages_of(state: &AppState, file: &AttachedFile) -> Result<Result<PdfFacts, String>> {
    let Some(printing) = &state.printing else { return Ok(Err(not_printed("its pages could not be read"))) };
    match printing.inspect_kept(&file.file).await {
        Ok(Some(facts)) => Ok(Ok(facts)),
        Ok(None) | Err(PrintError::Typeset(_)) => Ok(Err(not_printed("its pages could not be read"))),
        Err(error) => Err(error.into()),
    }
}

/// Returns the files attached to a paper that was just published, as parts of a supplement.
pub async fn attachments_of(state: &AppState, connection: &Connection, record: &str, paper: &Document) -> Result<Vec<Document>> {
    let Some(publication) = publications::current(connection, record).await? else { return Ok(Vec::new()) };
    let Some(kind) = state.kind(&publication.kind) else { return Ok(Vec::new()) };
    attachments(state, &kind.files(&publication.content)?, paper, &mut ATTACHED_BYTES.clone()).await
}

/// Returns the files attached to an item's report.
pub async fn attached_to(state: &AppState, item: i64) -> Result<Vec<AttachedFile>> {
    let mut attached = Vec::new();
    for papers in state.joined.contributions.of::<dyn meetings::papers::ItemPapers>() {
        attached.extend(papers.files(state, item).await?);
    }
    Ok(attached)
}

/// Returns the agenda lines for files, which appear below their item.
pub(crate) fn lines<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Vec<AgendaLine> {
    let line = |document: &Document| AgendaLine {
        title: document.title.clone(),
        detail: document.facts.iter().find(|fact| fact.label == "File").map(|fact| fact.value.clone()),
        part: Some(document.anchor.clone()),
        ..AgendaLine::default()
    };
    documents.into_iter().map(line).collect()
}

/// Returns the files of a private item and of its report, as parts of the exempt pack.
pub(crate) async fn closed(state: &AppState, part: &ClosedPart) -> Result<Vec<Document>> {
    let mut parts: Vec<Document> = part.files.iter().map(PublishedFile::part).collect();
    let paper = Document { anchor: format!("item-{}", part.item), title: part.title.clone(), ..Document::default() };
    parts.extend(attachments(state, &part.attachments, &paper, &mut ATTACHED_BYTES.clone()).await?);
    Ok(parts)
}
