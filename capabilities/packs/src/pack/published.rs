//! Published packs. They are frozen, so that page numbers never change.

use crate::item_files::PublishedFile;
use chrono::NaiveDate;
use db::Db;
use documents::{Document, Form, Print};
use meetings::kinds::read;
use meetings::meeting;
use meetings::meeting::{Meeting, MeetingId};
use meetings::preparation::item_paper::ItemPaper;
use publications::Publication;
use search::SearchDocument;
use serde::{Deserialize, Serialize};
use web::{AppState, AttachedFile, PrintedKind, PublishedKind, Result};

/// The label of the members' names on the front sheet of a pack.
pub(crate) const MEMBERS: &str = "Members";

/// The content of a publication of kind `pack`: a pack, or a supplement to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedPack {
    /// The whole document.
    pub document: Document,
    /// The number of its first page.
    pub first_page: u32,
}

/// The content of a closed publication of kind `exempt-pack`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedPack {
    /// The items with their papers.
    pub parts: Vec<ClosedPart>,
}

/// A private item and its paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedPart {
    /// The key of the item.
    pub item: i64,
    /// The item’s number on the agenda.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// The paragraphs of Schedule 12A that apply.
    pub paragraphs: Vec<u8>,
    /// Why the public interest in withholding it is greater.
    pub public_interest: String,
    /// A summary.
    pub summary: Option<String>,
    /// The paper, if the item has one.
    pub paper: Option<ItemPaper>,
    /// The files of the item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PublishedFile>,
    /// The files attached to its report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachedFile>,
}

impl ClosedPart {
    /// Returns the same part for a meeting on another date.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        if let Some(paper) = &mut self.paper {
            paper.held_on = day;
        }
        for file in &mut self.files {
            file.held_on = day;
        }
        self
    }
}

impl PublishedPack {
    /// Returns the names on its front sheet, without roles. See [`crate::pack`], which writes it.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let facts = self.document.facts.iter().filter(|fact| fact.label == MEMBERS);
        facts.flat_map(|fact| fact.value.split(", ")).map(|name| name.split(" (").next().unwrap_or(name))
    }

    /// Returns the pack as it is typeset.
    pub fn print(&self, publication: &Publication, meeting: &Meeting, publisher: String) -> Print {
        let is_supplement = publication.record.contains("/supplement-");
        Print {
            title: publication.title.clone(),
            document: self.document.clone(),
            form: if is_supplement { Form::Supplement { first_page: self.first_page } } else { Form::Pack },
            publisher,
            running_head: format!("{} · {}", meeting.board_name, meeting.short_day()),
            dated: publication.published_at,
        }
    }
}

/// Returns a meeting's published packs and supplements, in order.
pub async fn of_meeting(connection: &db::Connection, meeting: MeetingId) -> Result<Vec<(Publication, PublishedPack)>> {
    let mut packs = Vec::new();
    let mut record = format!("meeting/{meeting}/pack");
    while let Some(publication) = publications::current(connection, &record).await? {
        let pack = read(&publication.content)?;
        packs.push((publication, pack));
        record = format!("meeting/{meeting}/supplement-{}", packs.len());
    }
    Ok(packs)
}

/// Published packs.
pub struct PackKind;

#[async_trait::async_trait]
impl PublishedKind for PackKind {
    fn kind(&self) -> &'static str {
        "pack"
    }

    fn label(&self) -> &'static str {
        "Pack"
    }

    fn address(&self, record: &str) -> String {
        format!("/meetings/{}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(read::<PublishedPack>(content)?.document)
    }

    async fn search_documents(&self, _: &Db, _: &Publication) -> Result<Vec<SearchDocument>> {
        // Search finds the contents of a pack as agenda, minutes and papers.
        Ok(Vec::new())
    }
}

/// Supplements as PDF, keyed by publication.
pub(crate) struct PrintedSupplement;

#[async_trait::async_trait]
impl PrintedKind for PrintedSupplement {
    fn kind(&self) -> &'static str {
        "supplement"
    }

    fn label(&self) -> &'static str {
        "Supplement"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        let Some(id) = publications::PublicationId::new(id) else { return Ok(None) };
        let connection = state.db.reading();
        let Some(publication) = publications::by_id(connection, id).await?.filter(|found| found.kind == "pack") else {
            return Ok(None);
        };
        let meeting = publication.record.split('/').nth(1).and_then(|id| id.parse::<MeetingId>().ok());
        let Some(meeting) = meeting else { return Ok(None) };
        let Some(meeting) = meeting::store::by_id(connection, meeting).await? else { return Ok(None) };
        let pack: PublishedPack = read(&publication.content)?;
        Ok(Some(pack.print(&publication, &meeting, state.council_name())))
    }

    async fn changed_by(&self, _: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        let is_supplement = publication.kind == "pack" && publication.record.contains("/supplement-");
        Ok(is_supplement.then_some(publication.id.get()).into_iter().collect())
    }
}
