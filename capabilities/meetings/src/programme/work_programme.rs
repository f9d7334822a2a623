//! The published work programme: what a board plans to consider, when, and who presents it.

use crate::kinds::read;
use crate::meeting::BoardId;
use crate::programme::ProgrammeItem;
use crate::{board, meeting};
use chrono::NaiveDate;
use db::{Connection, Db};
use documents::{Block, Document};
use foundation::civil_date;
use publications::Publication;
use search::SearchDocument;
use serde::{Deserialize, Serialize};
use web::{Error, PublishedKind, Result};

/// The content of a publication of kind `work-programme`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkProgramme {
    /// The board's name.
    pub board: String,
    /// The planned items, in date order.
    pub items: Vec<PlannedItem>,
}

/// An item of a published work programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedItem {
    /// The title.
    pub title: String,
    /// What the board is to do with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The post that presents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The date of the meeting on whose agenda it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<NaiveDate>,
    /// The date by which it is planned, if it is not on an agenda yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

impl PlannedItem {
    /// Returns when it is planned, in words.
    pub fn when(&self) -> String {
        match (self.meeting, self.due_on) {
            (Some(day), _) => format!("Meeting of {}", civil_date::written(day)),
            (None, Some(day)) => format!("By {}", civil_date::written(day)),
            (None, None) => "Date to be decided".to_owned(),
        }
    }
}

/// Returns the record under which a board's work programme is published.
pub fn record(board: BoardId) -> String {
    format!("board/{board}/programme")
}

/// Returns an item as it would be published.
pub async fn planned(connection: &Connection, item: &ProgrammeItem) -> Result<PlannedItem> {
    let meeting = match item.meeting {
        Some(id) => meeting::store::by_id(connection, id).await?.map(|meeting| meeting.held_on),
        None => None,
    };
    Ok(PlannedItem {
        title: item.title.clone(),
        purpose: item.purpose.clone(),
        owner: item.owner.clone(),
        meeting,
        due_on: item.due_on.filter(|_| meeting.is_none()),
    })
}

/// Returns the programme as a document.
fn document(programme: &WorkProgramme) -> Document {
    let row = |item: &PlannedItem| {
        vec![item.when(), item.title.clone(), item.purpose.clone().unwrap_or_default(), item.owner.clone().unwrap_or_default()]
    };
    let columns = ["When", "Item", "Purpose", "Brought by"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = programme.items.iter().map(row).collect();
    Document {
        anchor: "work-programme".to_owned(),
        caption: Some(programme.board.clone()),
        title: "Work programme".to_owned(),
        entries: if rows.is_empty() { Vec::new() } else { vec![Block::Table { caption: None, columns, rows }.into()] },
        ..Document::default()
    }
}

/// The kind of publication for work programmes.
pub struct WorkProgrammeKind;

#[async_trait::async_trait]
impl PublishedKind for WorkProgrammeKind {
    fn kind(&self) -> &'static str {
        "work-programme"
    }

    fn label(&self) -> &'static str {
        "Work programme"
    }

    fn address(&self, record: &str) -> String {
        format!("/work-programmes/{}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(document(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let programme: WorkProgramme = read(&publication.content)?;
        let id = publication.record.split('/').nth(1).and_then(|id| id.parse::<BoardId>().ok());
        let id = id.ok_or_else(|| Error::Content(format!("{} names no board", publication.record)))?;
        let Some(board) = board::store::by_id(db.reading(), id).await? else { return Ok(Vec::new()) };
        let body = programme.items.iter().map(|item| format!("{}. {}", item.title, item.purpose.as_deref().unwrap_or_default()));
        Ok(vec![SearchDocument {
            address: self.address(&publication.record),
            kind: "work-programme".into(),
            title: format!("Work programme, {}", board.name),
            body: body.collect::<Vec<_>>().join("\n"),
            board: Some(board.name),
            ..SearchDocument::default()
        }])
    }
}
