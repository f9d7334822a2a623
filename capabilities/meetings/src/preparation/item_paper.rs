//! The paper that is entered with an agenda item and published with it.

use crate::kinds::read;
use crate::meeting::{DraftItemId, Meeting};
use crate::preparation::item::DraftItem;
use crate::{meeting, preparation};
use chrono::NaiveDate;
use db::Db;
use documents::{Block, Clauses, Document, Entry, Fact, Section};
use foundation::{MunicipalYear, civil_date};
use publications::Publication;
use search::SearchDocument;
use serde::{Deserialize, Serialize};
use web::{PublishedKind, Result};

/// The content of a publication of kind `paper`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPaper {
    /// The board's name.
    pub board: String,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The number on the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The item's title.
    pub title: String,
    /// The post that presents the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_officer: Option<String>,
    /// The resolution that the board is asked to pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Clauses>,
    /// The text of the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// Returns the record under which an item's paper is published.
pub fn record(id: DraftItemId) -> String {
    format!("agenda-item/{id}")
}

/// Returns the address of an item's paper.
pub fn address(id: DraftItemId) -> String {
    format!("/agenda-items/{id}")
}

/// Returns the paper that was entered with an agenda item, under this title, or `None` if there is none.
pub fn of(item: &DraftItem, title: &str, meeting: &Meeting) -> Option<ItemPaper> {
    item.has_typed_paper().then(|| ItemPaper {
        board: meeting.board_name.clone(),
        held_on: meeting.held_on,
        number: item.number.clone(),
        title: title.to_owned(),
        lead_officer: item.lead_officer.clone(),
        recommendation: item.recommendation(),
        blocks: item.body.as_deref().map(documents::blocks_of).unwrap_or_default(),
    })
}

impl ItemPaper {
    /// Checks whether the text and recommendation are the same, even if the item or meeting has changed.
    pub fn is_same_paper(&self, other: &Self) -> bool {
        self.recommendation == other.recommendation && self.blocks == other.blocks
    }
}

/// Returns the paper as a document.
pub fn document(paper: &ItemPaper) -> Document {
    let mut facts =
        vec![Fact::new("Report to", &paper.board), Fact::new("Date", civil_date::written_with_weekday(paper.held_on))];
    facts.extend(paper.lead_officer.as_ref().map(|officer| Fact::new("Reporting officer", officer)));
    let mut entries = Vec::new();
    if let Some(clauses) = &paper.recommendation {
        entries.push(Entry::Section(Section {
            anchor: "recommended".to_owned(),
            number: None,
            title: "Recommendation".to_owned(),
            entries: vec![Entry::Resolution { form: "RECOMMENDED".to_owned(), clauses: clauses.clone() }],
        }));
    }
    if !paper.blocks.is_empty() {
        entries.push(Entry::Section(Section {
            anchor: "report".to_owned(),
            number: None,
            title: "Report".to_owned(),
            entries: Document::of_blocks(&paper.blocks).collect(),
        }));
    }
    Document {
        anchor: "paper".to_owned(),
        caption: paper.number.as_ref().map(|number| format!("Agenda item {number}")),
        title: paper.title.clone(),
        facts,
        entries,
        ..Document::default()
    }
}

/// Papers of agenda items, as published.
pub(crate) struct PaperKind;

#[async_trait::async_trait]
impl PublishedKind for PaperKind {
    fn kind(&self) -> &'static str {
        "paper"
    }

    fn label(&self) -> &'static str {
        "Paper"
    }

    fn address(&self, record: &str) -> String {
        format!("/agenda-items/{}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(document(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let paper: ItemPaper = read(&publication.content)?;
        let id = publication.record.split('/').nth(1).and_then(|id| id.parse::<DraftItemId>().ok());
        let Some(item) = (match id {
            Some(id) => preparation::store::by_id(db.reading(), id).await?,
            None => None,
        }) else {
            return Ok(Vec::new());
        };
        let meeting = meeting::store::by_id(db.reading(), item.meeting).await?;
        Ok(vec![SearchDocument {
            address: self.address(&publication.record),
            kind: "report".into(),
            title: paper.title.clone(),
            body: self.plain_text(&publication.content)?,
            board: Some(paper.board.clone()),
            year: Some(MunicipalYear::of(paper.held_on).first_year()),
            date: meeting.map(|meeting| meeting.held_on),
            ..SearchDocument::default()
        }])
    }
}
