//! Files attached to an agenda item as papers: PDFs, whose pages become part of the pack, and Word documents, whose text we
//! typeset.

pub mod edit_pages;
pub mod pages;
pub mod public_pages;
pub mod publishing;
pub mod store;
pub mod tables;
pub mod taking;

use chrono::{DateTime, NaiveDate, Utc};
use db::Db;
use documents::{Block, Document, Entry, Fact, FilePages, PdfFacts};
use foundation::{MunicipalYear, civil_date, text};
use meetings::kinds::read;
use meetings::meeting::{DraftItemId, Meeting};
use publications::Publication;
use search::SearchDocument;
use serde::{Deserialize, Serialize};
use web::{AttachedFile, PublishedKind, Result};

db::record_id!(
    /// The key of a file of an agenda item.
    ItemFileId
);

/// The printable content of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FileContent {
    /// The pages of a PDF.
    Pdf(PdfFacts),
    /// The text of a Word document.
    Word {
        /// The blocks of text.
        blocks: Vec<Block>,
    },
}

db::stored_json!(FileContent);

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// The number, counted from 1.
    pub number: i32,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub hash: String,
    /// The file name for downloads.
    pub name: String,
    /// The media type.
    pub content_type: String,
    /// The size in bytes.
    pub size: u64,
    /// What was read from it.
    pub content: FileContent,
    /// Why it replaced the previous version.
    pub reason: Option<String>,
    /// The person who uploaded it, as named in the ledger.
    pub added_by: String,
    /// When it was uploaded.
    pub added_at: DateTime<Utc>,
}

/// A file of an agenda item, with its latest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFile {
    /// The key.
    pub id: ItemFileId,
    /// The agenda item.
    pub item: DraftItemId,
    /// The title.
    pub title: String,
    /// Whether a version of it was published with an agenda, either publicly or to those who may read exempt papers.
    pub is_published: bool,
    /// Its current version.
    pub version: FileVersion,
}

/// The content of a publication of kind `item-file`, and of a file in an exempt pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// The key of the file.
    pub id: i64,
    /// The board's name.
    pub board: String,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The number of the item on the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_number: Option<String>,
    /// The title of the item.
    pub item_title: String,
    /// The title of the file.
    pub title: String,
    /// The version, counted from 1.
    pub version: i32,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The file name for downloads.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// The size in bytes.
    pub size: u64,
    /// The printable content.
    pub content: FileContent,
}

/// Returns the record under which a file is published.
pub fn record(id: ItemFileId) -> String {
    format!("item-file/{id}")
}

/// The notice shown if a file is not fully accessible.
pub(crate) const OTHER_FORMAT: &str = "Contact democratic services to ask for it in another format.";

impl FileContent {
    /// Returns sentences describing what makes it hard to use with a screen reader.
    pub(crate) fn barriers(&self) -> Vec<String> {
        match self {
            Self::Pdf(facts) => facts.barriers().into_iter().map(documents::Barrier::sentence).collect(),
            Self::Word { .. } => Vec::new(),
        }
    }

    /// Returns a description in words: `PDF, 12 pages`.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Pdf(facts) => format!("PDF, {}", pages_in_words(facts.sheets.len())),
            Self::Word { .. } => "Word document".to_owned(),
        }
    }

    fn blocks(&self) -> &[Block] {
        match self {
            Self::Pdf(_) => &[],
            Self::Word { blocks } => blocks,
        }
    }

    fn pages(&self, file: &str) -> Option<FilePages> {
        match self {
            Self::Pdf(facts) => Some(FilePages { file: file.to_owned(), sheets: facts.sheets.clone() }),
            Self::Word { .. } => None,
        }
    }
}

/// Returns a number of pages in words.
pub(crate) fn pages_in_words(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
}

/// Returns the paragraph that says what is not accessible, or `None` if everything is.
fn told_barriers(content: &FileContent) -> Option<Entry> {
    let barriers = content.barriers();
    (!barriers.is_empty())
        .then(|| Entry::Notice { text: format!("This file is not fully accessible. {} {OTHER_FORMAT}", barriers.join(" ")) })
}

impl ItemFile {
    /// Returns the file as it is published with its item.
    pub(crate) fn published(&self, meeting: &Meeting, number: Option<&str>, item_title: &str) -> PublishedFile {
        let version = self.version.clone();
        PublishedFile {
            id: self.id.get(),
            board: meeting.board_name.clone(),
            held_on: meeting.held_on,
            item_number: number.map(str::to_owned),
            item_title: item_title.to_owned(),
            title: self.title.clone(),
            version: version.number,
            file: version.hash,
            name: version.name,
            content_type: version.content_type,
            size: version.size,
            content: version.content,
        }
    }
}

impl PublishedFile {
    /// Checks whether it is the same file under the same title, even if its item or meeting has changed.
    pub fn is_same_paper(&self, other: &Self) -> bool {
        self.file == other.file && self.title == other.title && self.content == other.content
    }

    /// Returns the address for downloading the file once it is public, or `None` for a Word document, which is read as a page.
    pub fn download(&self) -> Option<String> {
        match self.content {
            FileContent::Pdf(_) => Some(download(&self.file, &self.name)),
            FileContent::Word { .. } => None,
        }
    }

    /// Returns the anchor of its part in a pack.
    pub fn anchor(&self) -> String {
        format!("item-file-{}", self.id)
    }

    /// Returns the file as the document shown on its page.
    pub fn document(&self) -> Document {
        let mut facts = vec![
            Fact::new("Meeting", &self.board),
            Fact::new("Date", civil_date::written_with_weekday(self.held_on)),
            Fact::new("Agenda item", self.item_title.clone()),
            Fact::new("File", format!("{}, {}", self.content.words(), text::file_size(self.size))),
        ];
        facts.extend((self.version > 1).then(|| Fact::new("Version", self.version.to_string())));
        let entries = told_barriers(&self.content).into_iter().chain(Document::of_blocks(self.content.blocks())).collect();
        Document {
            anchor: self.anchor(),
            caption: self.item_number.as_ref().map(|number| format!("Agenda item {number}")),
            title: self.title.clone(),
            facts,
            entries,
            ..Document::default()
        }
    }

    /// Returns the file as part of a pack: a title page followed by the pages of the file.
    pub fn part(&self) -> Document {
        Document { file_pages: self.content.pages(&self.file), ..self.document() }
    }
}

/// Returns the address for downloading a public file.
pub(crate) fn download(hash: &str, name: &str) -> String {
    format!("/attachments/{hash}/{}", text::address_part(name))
}

/// Returns a file attached to a paper as part of a pack. `pages` describes its pages, or says why they are not printed.
pub(crate) fn attached(file: &AttachedFile, paper: &str, pages: Result<PdfFacts, String>) -> Document {
    let kind = files::kind_name(&file.content_type);
    let size = text::file_size(file.size);
    let (told, file_pages, notice) = match pages {
        Ok(facts) => {
            let content = FileContent::Pdf(facts);
            (content.words(), content.pages(&file.file), told_barriers(&content))
        }
        Err(why) => (kind.to_owned(), None, Some(Entry::Notice { text: why })),
    };
    Document {
        anchor: format!("attachment-{}", file.file.get(..16).unwrap_or_default()),
        caption: Some("Attachment".to_owned()),
        title: file.title.clone(),
        facts: vec![Fact::new("Goes with", paper), Fact::new("File", format!("{told}, {size}"))],
        entries: notice.into_iter().collect(),
        file_pages,
        ..Document::default()
    }
}

/// Files of agenda items, as published.
pub struct ItemFileKind;

#[async_trait::async_trait]
impl PublishedKind for ItemFileKind {
    fn kind(&self) -> &'static str {
        "item-file"
    }

    fn label(&self) -> &'static str {
        "Paper"
    }

    fn address(&self, record: &str) -> String {
        format!("/agenda-files/{}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(read::<PublishedFile>(content)?.document())
    }

    async fn search_documents(&self, _: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let file: PublishedFile = read(&publication.content)?;
        Ok(vec![SearchDocument {
            address: self.address(&publication.record),
            kind: "report".into(),
            title: file.title.clone(),
            body: self.plain_text(&publication.content)?,
            board: Some(file.board.clone()),
            year: Some(MunicipalYear::of(file.held_on).first_year()),
            date: Some(file.held_on),
            ..SearchDocument::default()
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use documents::Sheet;

    fn published(content: FileContent) -> PublishedFile {
        PublishedFile {
            id: 3,
            board: "Test Board".into(),
            held_on: NaiveDate::from_ymd_opt(2024, 6, 11).expect("a day"),
            item_number: Some("5".into()),
            item_title: "Fences".into(),
            title: "Plan of the fences".into(),
            version: 2,
            file: "ab".repeat(32),
            name: "Fences plan.pdf".into(),
            content_type: "application/pdf".into(),
            size: 2_000,
            content,
        }
    }

    #[test]
    fn a_part_of_a_pack_has_the_pages_and_says_what_is_not_accessible() {
        let facts = PdfFacts { sheets: vec![Sheet::Portrait, Sheet::Landscape], ..PdfFacts::default() };
        let file = published(FileContent::Pdf(facts));
        let part = file.part();
        assert_eq!(part.file_pages.as_ref().map(|pages| pages.sheets.len()), Some(2));
        assert!(
            matches!(part.entries.first(), Some(Entry::Notice { text }) if text.contains("has no tags")),
            "{:?}",
            part.entries
        );
        assert_eq!(file.document().file_pages, None, "a page on the site shows no pages of the file");
    }

    #[test]
    fn a_word_document_is_read_as_a_page_and_not_downloaded() {
        let file = published(FileContent::Word { blocks: vec![Block::paragraph("The fences.")] });
        assert_eq!(file.download(), None);
        assert_eq!((file.part().file_pages, file.document().entries.len()), (None, 1));
    }
}
