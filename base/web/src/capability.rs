//! What a capability contributes to the program, declared in one place so that nothing else needs to change for a new one.

use crate::{AppState, BoardFollowers, Error, PrintedKind, RecordNames, Routes};
use access::{Actor, Answer, Place, Policy, PolicyError};
use db::{Db, Migrations, SqlMigration};
use documents::{Block, Document};
use maud::Markup;
use publications::Publication;
use search::SearchDocument;

/// A capability as it is wired into the program.
#[derive(Default)]
pub struct Capability {
    /// Its name, which is the name of its folder.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [SqlMigration],
    /// Its routes.
    pub routes: Routes,
    /// Its roles, its kinds of record, and who may do what.
    pub access: access::Declaration,
    /// The kinds of publication it makes.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that it can print.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
    /// The kinds of place whose names it knows.
    pub places: Vec<Box<dyn Places>>,
    /// The names of its records.
    pub record_names: Vec<Box<dyn RecordNames>>,
    /// The work it has for people.
    pub work: Vec<Box<dyn WorkQueues>>,
    /// What it sets up from the template that a council chooses at the start.
    pub from_template: Vec<Box<dyn FromTemplate>>,
    /// The kinds of record that can be opened for a reason.
    pub closed_records: Vec<Box<dyn ClosedRecords>>,
    /// The values from law, standing orders and practice that it follows, which a council may set.
    pub rules: &'static [settings::Known],
    /// What it adds to the pages and minutes of meetings.
    pub meeting_parts: Vec<Box<dyn MeetingPart>>,
    /// What it adds to the pages of boards.
    pub board_parts: Vec<Box<dyn BoardPart>>,
    /// The people who follow boards by email, if it keeps them.
    pub board_followers: Vec<Box<dyn BoardFollowers>>,
    /// The figures it counts.
    pub measures: Vec<figures::Counting>,
    /// The papers that it adds to agenda items.
    pub item_papers: Vec<Box<dyn ItemPapers>>,
}

/// A board, as passed to capabilities that add something to its page.
#[derive(Clone, Copy, Debug)]
pub struct BoardOf<'a> {
    /// Its key.
    pub id: i64,
    /// The board's part of an address.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// The content of a page in another form: a feed, a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherForm {
    /// What it is.
    pub title: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its address.
    pub address: String,
}

impl OtherForm {
    /// Returns the link for the head of a page.
    pub fn alternate(&self) -> ui::Alternate<'_> {
        ui::Alternate { title: &self.title, content_type: self.content_type, address: &self.address }
    }
}

/// What a capability other than the one for meetings adds to a board's page, and to the lists of all boards' meetings.
#[async_trait::async_trait]
pub trait BoardPart: Send + Sync {
    /// Returns the other forms of the board; of all boards together if `board` is `None`.
    fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm>;

    /// Returns the public part below the heading of the board's page, or of the list of all meetings if `board` is `None`;
    /// `None` if there is nothing to show.
    async fn public(&self, state: &AppState, board: Option<BoardOf<'_>>) -> Result<Option<Markup>, Error>;
}

/// What a capability other than the one for meetings adds to a meeting, which is identified by its key.
#[async_trait::async_trait]
pub trait MeetingPart: Send + Sync {
    /// Returns the public part for the meeting's page, for use under a heading of level 2; `None` if there is nothing to show.
    async fn public(&self, state: &AppState, meeting: i64) -> Result<Option<Markup>, Error>;

    /// Returns the pages for people who manage the meeting, each with its name and address, leaving out those that `actor` may
    /// not open.
    async fn pages(&self, state: &AppState, actor: &Actor, meeting: i64) -> Result<Vec<(String, String)>, Error>;

    /// Returns what the minutes say under an agenda item of this kind (`questions`); `None` if this capability has nothing to
    /// do with it.
    async fn minuted(&self, state: &AppState, meeting: i64, item_kind: &str) -> Result<Option<Vec<Block>>, Error>;

    /// Returns what the person recording the meeting sees and does at an agenda item, for use under a heading of level 2;
    /// `None` if there is nothing or `actor` may not record it.
    async fn at_item(&self, _: &AppState, _: &Actor, _: ItemOf<'_>) -> Result<Option<Markup>, Error> {
        Ok(None)
    }

    /// Returns what is still open when the meeting is about to end, one sentence each.
    async fn unfinished(&self, _: &AppState, _: i64) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }
}

/// An agenda item, as passed to capabilities that add something to it during the meeting.
#[derive(Clone, Copy, Debug)]
pub struct ItemOf<'a> {
    /// The meeting's key.
    pub meeting: i64,
    /// The item's key.
    pub id: i64,
    /// The kind of business: `questions`.
    pub kind: &'a str,
    /// Its title, as anyone may read it.
    pub title: &'a str,
}

/// The status of an agenda item's paper that another capability writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPaper {
    /// The item's key.
    pub item: i64,
    /// Its status, in words.
    pub state: String,
    /// Whether it can be published with the agenda.
    pub is_ready: bool,
    /// Its page for the people who write it or may read it before it is public.
    pub address: String,
}

/// A paper of an agenda item that was published with the agenda.
#[derive(Clone, Debug)]
pub struct PublishedPaper {
    /// The name of its record.
    pub record: String,
    /// Its address.
    pub address: String,
    /// Its title on the agenda.
    pub title: String,
    /// The post of the reporting officer.
    pub lead_officer: Option<String>,
    /// Its recommendations, by clause.
    pub recommendations: Vec<String>,
    /// Its content, for a supplement.
    pub document: Document,
    /// Whether it differs from the version before.
    pub is_change: bool,
}

/// A file attached to a paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AttachedFile {
    /// Its title.
    pub title: String,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The name under which it is downloaded.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The meeting for which a paper is published.
#[derive(Clone, Copy, Debug)]
pub struct PaperFor<'a> {
    /// The agenda item's key.
    pub item: i64,
    /// The item's title on the agenda.
    pub title: &'a str,
    /// The meeting's key.
    pub meeting: i64,
    /// The board's name.
    pub board: &'a str,
    /// The date of the meeting.
    pub held_on: chrono::NaiveDate,
}

/// Papers of agenda items that are written by a capability other than the one for meetings.
#[async_trait::async_trait]
pub trait ItemPapers: Send + Sync {
    /// Returns the status of the papers of these items; items without one are left out.
    async fn standing(&self, state: &AppState, items: &[i64]) -> Result<Vec<WrittenPaper>, Error>;

    /// Publishes the paper of a public item, if there is one and it is ready.
    async fn publish(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        paper: PaperFor<'_>,
        publishing: &publications::Publishing<'_>,
    ) -> Result<Option<PublishedPaper>, Error>;

    /// Checks whether `actor` may have a file, given by its hash, that belongs to one of these papers and is not public.
    async fn may_have_file(&self, state: &AppState, actor: &Actor, hash: &str) -> Result<bool, Error>;

    /// Returns the recommendations and content of a private item's paper, if there is one and it is ready; it stays private.
    async fn closed(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        item: i64,
    ) -> Result<Option<(Vec<String>, Vec<Block>)>, Error>;

    /// Returns the files attached to an item's paper, public or private.
    async fn files(&self, state: &AppState, item: i64) -> Result<Vec<AttachedFile>, Error>;
}

/// A kind of place: the places of that kind and their names.
#[async_trait::async_trait]
pub trait Places: Send + Sync {
    /// Returns the word under which it is stored: `board`.
    fn kind(&self) -> &'static str;

    /// Returns the places that can be chosen, each with its key and name, in the order in which people look for them.
    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error>;

    /// Returns the name of a place, even if it can no longer be chosen.
    async fn name(&self, state: &AppState, id: i64) -> Result<Option<String>, Error> {
        Ok(self.all(state).await?.into_iter().find(|(known, _)| *known == id).map(|(_, name)| name))
    }
}

/// Work that awaits a person, as their home page shows it.
#[derive(Clone, Debug)]
pub struct WorkQueue {
    /// What is waiting: `Emergency access to review`.
    pub label: String,
    /// The number of items.
    pub count: i64,
    /// The address of the list of just these items.
    pub address: String,
    /// What to do, in a sentence.
    pub hint: String,
}

/// Something to do before the site is useful to a person: a new installation shows these in place of empty queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStep {
    /// What to do: `Create a board`.
    pub label: String,
    /// The address of the page for it.
    pub address: String,
    /// Why, in a sentence.
    pub hint: String,
}

/// The work that a capability has for people.
#[async_trait::async_trait]
pub trait WorkQueues: Send + Sync {
    /// Returns this person's queues, including empty ones; an empty list if they have nothing to do with the capability.
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>, Error>;

    /// Returns what this person must do first, until it is done.
    async fn first_steps(&self, _state: &AppState, _actor: &Actor) -> Result<Vec<FirstStep>, Error> {
        Ok(Vec::new())
    }
}

/// What a capability sets up when a council chooses its starting template.
#[async_trait::async_trait]
pub trait FromTemplate: Send + Sync {
    /// Sets up what belongs to the template with this key, unless the council has already set it up.
    async fn begin(&self, transaction: &db::WriteTransaction, template: &str, by: ledger::By<'_>) -> Result<(), Error>;
}

/// A record that may be opened for a reason.
#[derive(Clone, Debug)]
pub struct ClosedRecord {
    /// What people call it, without revealing its content.
    pub title: String,
    /// The address of its page.
    pub address: String,
    /// The place it belongs to.
    pub place: Option<Place>,
    /// Whether this person may open it after giving a reason.
    pub answer: Answer,
}

/// A kind of record that may be opened for a reason.
#[async_trait::async_trait]
pub trait ClosedRecords: Send + Sync {
    /// Returns the word before the key in the record's name: `private-paper`.
    fn kind(&self) -> &'static str;

    /// Returns the record with this key, with what people who may open it for a reason may know about it.
    async fn find(&self, state: &AppState, actor: &Actor, id: i64) -> Result<Option<ClosedRecord>, Error>;
}

/// A kind of publication: how its content is shown, compared and found.
#[async_trait::async_trait]
pub trait PublishedKind: Send + Sync {
    /// Returns the word used in the publications table: `minutes`.
    fn kind(&self) -> &'static str;

    /// Returns what readers call it: `Minutes`.
    fn label(&self) -> &'static str;

    /// Returns the address at which the current version of `record` is shown.
    fn address(&self, record: &str) -> String;

    /// Returns the content as a document. Pages, plain text and PDF are all made from it, so that they say the same.
    fn document(&self, content: &str) -> Result<Document, Error>;

    /// Returns the content as HTML, for use under a heading of level 2.
    fn html(&self, content: &str) -> Result<Markup, Error> {
        Ok(ui::document(&self.document(content)?, 2))
    }

    /// Returns the content as plain text, one line for each paragraph.
    fn plain_text(&self, content: &str) -> Result<String, Error> {
        Ok(documents::plain_text::of_document(&self.document(content)?))
    }

    /// Returns the files attached to the content, which are appended in a pack.
    fn files(&self, _content: &str) -> Result<Vec<AttachedFile>, Error> {
        Ok(Vec::new())
    }

    /// Returns the documents by which a search finds it.
    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>, Error>;
}

/// The contributions of all capabilities, joined.
#[derive(Default)]
pub struct Joined {
    /// Who may do what.
    pub policy: Policy,
    /// The kinds of publication.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that can be printed.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
    /// The kinds of place whose names are known.
    pub places: Vec<Box<dyn Places>>,
    /// The names of records.
    pub record_names: Vec<Box<dyn RecordNames>>,
    /// The work for people.
    pub work: Vec<Box<dyn WorkQueues>>,
    /// What is set up from the template that a council chooses at the start.
    pub from_template: Vec<Box<dyn FromTemplate>>,
    /// The kinds of record that can be opened for a reason.
    pub closed_records: Vec<Box<dyn ClosedRecords>>,
    /// The protection of each table's rows.
    pub protected_tables: Vec<db::ProtectedTable>,
    /// The values that a council may set.
    pub rules: Vec<settings::Known>,
    /// What capabilities add to meetings.
    pub meeting_parts: Vec<Box<dyn MeetingPart>>,
    /// What capabilities add to boards.
    pub board_parts: Vec<Box<dyn BoardPart>>,
    /// The people who follow boards by email.
    pub board_followers: Vec<Box<dyn BoardFollowers>>,
    /// The figures that capabilities count.
    pub measures: Vec<figures::Counting>,
    /// The papers that capabilities add to agenda items.
    pub item_papers: Vec<Box<dyn ItemPapers>>,
}

impl AppState {
    /// Returns the measure with this key.
    pub fn measure(&self, key: &str) -> Option<&figures::Counting> {
        self.joined.measures.iter().find(|counting| counting.measure().key == key)
    }

    /// Returns what a person must do before the site is useful to them.
    pub async fn first_steps(&self, actor: &Actor) -> Result<Vec<FirstStep>, Error> {
        let mut steps = Vec::new();
        for work in &self.joined.work {
            steps.extend(work.first_steps(self, actor).await?);
        }
        Ok(steps)
    }

    /// Returns a board's other forms, or those of all boards together if `board` is `None`.
    pub fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm> {
        self.joined.board_parts.iter().flat_map(|part| part.other_forms(board)).collect()
    }

    /// Returns the public parts for a board's page, or for the list of all meetings if `board` is `None`.
    pub async fn parts_of_board(&self, board: Option<BoardOf<'_>>) -> Result<Vec<Markup>, Error> {
        let mut parts = Vec::new();
        for part in &self.joined.board_parts {
            parts.extend(part.public(self, board).await?);
        }
        Ok(parts)
    }
}

/// What capabilities declare and the program refuses to start with.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Their declarations of access do not fit together.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A measure cannot be offered.
    #[error(transparent)]
    Measure(#[from] figures::MeasureError),
}

/// Joins the contributions of the capabilities, and returns them with their routes.
pub fn join(capabilities: Vec<Capability>) -> Result<(Joined, Vec<Routes>), JoinError> {
    let declarations: Vec<access::Declaration> = capabilities.iter().map(|capability| capability.access).collect();
    let protected_tables = migrations(&capabilities).protected_tables();
    let mut joined = Joined { policy: Policy::new(&declarations)?, protected_tables, ..Joined::default() };
    let mut routes = Vec::new();
    for capability in capabilities {
        joined.rules.extend(capability.rules);
        joined.meeting_parts.extend(capability.meeting_parts);
        joined.board_parts.extend(capability.board_parts);
        joined.board_followers.extend(capability.board_followers);
        joined.measures.extend(capability.measures);
        joined.item_papers.extend(capability.item_papers);
        joined.kinds.extend(capability.kinds);
        joined.printed_kinds.extend(capability.printed_kinds);
        joined.places.extend(capability.places);
        joined.record_names.extend(capability.record_names);
        joined.work.extend(capability.work);
        joined.from_template.extend(capability.from_template);
        joined.closed_records.extend(capability.closed_records);
        routes.push(capability.routes);
    }
    figures::counting::check(&joined.measures)?;
    Ok((joined, routes))
}

/// Returns the migrations that create the tables of the base and of these capabilities, in order.
pub fn migrations(capabilities: &[Capability]) -> Migrations {
    let base = [
        ledger::MIGRATIONS,
        publications::MIGRATIONS,
        files::MIGRATIONS,
        printing::MIGRATIONS,
        access::MIGRATIONS,
        mail::MIGRATIONS,
        settings::MIGRATIONS,
    ];
    let all = base.into_iter().chain(capabilities.iter().map(|capability| capability.migrations));
    Migrations(all.flatten().copied().collect())
}
