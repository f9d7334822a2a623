//! What a capability brings to the program, declared in one place so that nothing else needs to change for a new one.

use crate::{AppState, BoardFollowers, Error, PrintedKind, RecordNames, Routes};
use access::{Actor, Answer, Place, Policy, PolicyError};
use db::{Db, Migrations, SqlMigration};
use documents::{Block, Document};
use maud::Markup;
use publications::Publication;
use search::SearchDocument;

/// A capability as the program wires it.
#[derive(Default)]
pub struct Capability {
    /// Its name: that of its folder.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [SqlMigration],
    /// Its addresses.
    pub routes: Routes,
    /// Its roles, its kinds of record, and who may do what.
    pub access: access::Declaration,
    /// The kinds of publication it makes.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that it can print.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
    /// The kinds of place that it knows by name.
    pub places: Vec<Box<dyn Places>>,
    /// What people call its records.
    pub record_names: Vec<Box<dyn RecordNames>>,
    /// The work that waits for people.
    pub work: Vec<Box<dyn WorkQueues>>,
    /// What it sets up from the template that a council chooses at the start.
    pub from_template: Vec<Box<dyn FromTemplate>>,
    /// The kinds of record that can be opened for a reason.
    pub closed_records: Vec<Box<dyn ClosedRecords>>,
    /// The values of law, standing orders and practice that it goes by, which a council may set.
    pub rules: &'static [settings::Known],
    /// What it brings to the pages and minutes of meetings.
    pub meeting_parts: Vec<Box<dyn MeetingPart>>,
    /// What it brings to the pages of boards.
    pub board_parts: Vec<Box<dyn BoardPart>>,
    /// The people who follow boards by email, if it keeps them.
    pub board_followers: Vec<Box<dyn BoardFollowers>>,
    /// What it counts.
    pub measures: Vec<Box<dyn figures::Counting>>,
    /// The papers that it brings to agenda items.
    pub item_papers: Vec<Box<dyn ItemPapers>>,
}

/// A board, as far as those need to know it who bring something to its page.
#[derive(Clone, Copy, Debug)]
pub struct BoardOf<'a> {
    /// Its key.
    pub id: i64,
    /// Its address part.
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
    /// Where it stands.
    pub address: String,
}

impl OtherForm {
    /// As the head of a page names it.
    pub fn alternate(&self) -> ui::Alternate<'_> {
        ui::Alternate { title: &self.title, content_type: self.content_type, address: &self.address }
    }
}

/// What a capability other than the one for meetings brings to a board's page, and to the lists of all boards' meetings.
#[async_trait::async_trait]
pub trait BoardPart: Send + Sync {
    /// The board in other forms; where none is named, all boards together.
    fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm>;

    /// What everybody sees of it below the heading of the board's page, or of the list of all meetings where none is named; none where
    /// there is nothing.
    async fn public(&self, state: &AppState, board: Option<BoardOf<'_>>) -> Result<Option<Markup>, Error>;
}

/// What a capability other than the one for meetings brings to a meeting, named by its key.
#[async_trait::async_trait]
pub trait MeetingPart: Send + Sync {
    /// What everybody may see of it on the meeting's page, to stand under a heading of level 2; none where there is nothing.
    async fn public(&self, state: &AppState, meeting: i64) -> Result<Option<Markup>, Error>;

    /// Pages for whoever looks after the meeting, each with what it is called and its address; none that `actor` may not open.
    async fn pages(&self, state: &AppState, actor: &Actor, meeting: i64) -> Result<Vec<(String, String)>, Error>;

    /// What the minutes say under an agenda item of this kind (`questions`); none where this has nothing to do with it.
    async fn minuted(&self, state: &AppState, meeting: i64, item_kind: &str) -> Result<Option<Vec<Block>>, Error>;

    /// What whoever records the meeting sees and does at an agenda item, to stand under a heading of level 2; `None` if there is nothing
    /// or `actor` may not record it.
    async fn at_item(&self, _: &AppState, _: &Actor, _: ItemOf<'_>) -> Result<Option<Markup>, Error> {
        Ok(None)
    }

    /// What is still open when the meeting is about to end, a sentence each.
    async fn unfinished(&self, _: &AppState, _: i64) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }
}

/// An agenda item, as far as those need to know it who bring something to it while the meeting is held.
#[derive(Clone, Copy, Debug)]
pub struct ItemOf<'a> {
    /// The meeting's key.
    pub meeting: i64,
    /// The item's key.
    pub id: i64,
    /// What kind of business it is: `questions`.
    pub kind: &'a str,
    /// Its title, as everyone may read it.
    pub title: &'a str,
}

/// How the paper of an agenda item stands that another capability writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPaper {
    /// The item's key.
    pub item: i64,
    /// How it stands, in words.
    pub state: String,
    /// Whether it can be published with the agenda.
    pub is_ready: bool,
    /// Its page for whoever writes or reads it before it is public.
    pub address: String,
}

/// A paper of an agenda item that was made public with the agenda.
#[derive(Clone, Debug)]
pub struct PublishedPaper {
    /// The name of its record.
    pub record: String,
    /// Where it is read.
    pub address: String,
    /// Its title, as the agenda has it.
    pub title: String,
    /// The post that reports.
    pub lead_officer: Option<String>,
    /// What it recommends, by clauses.
    pub recommendations: Vec<String>,
    /// What it says, for a supplement.
    pub document: Document,
    /// Whether it is another than before.
    pub is_change: bool,
}

/// A file that goes with a paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AttachedFile {
    /// What it is.
    pub title: String,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The name under which it is downloaded.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// In bytes.
    pub size: u64,
}

/// The meeting for which a paper is made public.
#[derive(Clone, Copy, Debug)]
pub struct PaperFor<'a> {
    /// The agenda item's key.
    pub item: i64,
    /// The item's title on the agenda.
    pub title: &'a str,
    /// The board's name.
    pub board: &'a str,
    /// The day of the meeting.
    pub held_on: chrono::NaiveDate,
}

/// Papers of agenda items that a capability other than the one for meetings writes.
#[async_trait::async_trait]
pub trait ItemPapers: Send + Sync {
    /// How the papers of these items stand; an item without one is left out.
    async fn standing(&self, state: &AppState, items: &[i64]) -> Result<Vec<WrittenPaper>, Error>;

    /// Makes the paper of a public item public, where there is one that is ready.
    async fn publish(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        paper: PaperFor<'_>,
        publishing: &publications::Publishing<'_>,
    ) -> Result<Option<PublishedPaper>, Error>;

    /// Whether somebody may have a file, by its hash, that stands in a paper of these and is not public.
    async fn may_have_file(&self, state: &AppState, actor: &Actor, hash: &str) -> Result<bool, Error>;

    /// What the paper of a private item recommends and says, where there is one that is ready; it stays private.
    async fn closed(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        item: i64,
    ) -> Result<Option<(Vec<String>, Vec<Block>)>, Error>;

    /// The files that go with the paper of an item, public or private.
    async fn files(&self, state: &AppState, item: i64) -> Result<Vec<AttachedFile>, Error>;
}

/// A kind of place: which there are and what they are called.
#[async_trait::async_trait]
pub trait Places: Send + Sync {
    /// The word that is stored: `board`.
    fn kind(&self) -> &'static str;

    /// Those that can be chosen, each with its key and its name, in the order in which people look for them.
    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error>;

    /// The name of one, also where it can be chosen no more.
    async fn name(&self, state: &AppState, id: i64) -> Result<Option<String>, Error> {
        Ok(self.all(state).await?.into_iter().find(|(known, _)| *known == id).map(|(_, name)| name))
    }
}

/// Work that waits for somebody, as their home shows it.
#[derive(Clone, Debug)]
pub struct WorkQueue {
    /// What waits: `Emergency access to review`.
    pub label: String,
    /// How many.
    pub count: i64,
    /// The list of just these.
    pub address: String,
    /// What there is to do, in a sentence.
    pub hint: String,
}

/// Something to do before the site is of use to somebody: what a new installation shows in place of empty queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStep {
    /// What to do: `Create a board`.
    pub label: String,
    /// The page where it is done.
    pub address: String,
    /// Why, in a sentence.
    pub hint: String,
}

/// The work that a capability has for people.
#[async_trait::async_trait]
pub trait WorkQueues: Send + Sync {
    /// Returns this person's queues, empty ones included; none if they have nothing to do with it.
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>, Error>;

    /// Returns what this person has to do first, until it is done.
    async fn first_steps(&self, _state: &AppState, _actor: &Actor) -> Result<Vec<FirstStep>, Error> {
        Ok(Vec::new())
    }
}

/// What a capability sets up when a council chooses the template with which it starts.
#[async_trait::async_trait]
pub trait FromTemplate: Send + Sync {
    /// Sets up what belongs to the template with this key, and nothing if the council has set it already.
    async fn begin(&self, transaction: &db::WriteTransaction, template: &str, by: ledger::By<'_>) -> Result<(), Error>;
}

/// A record that may be opened for a reason.
#[derive(Clone, Debug)]
pub struct ClosedRecord {
    /// What people call it; nothing of what it holds.
    pub title: String,
    /// Its page.
    pub address: String,
    /// Where it belongs.
    pub place: Option<Place>,
    /// Whether this person may open it after giving a reason.
    pub answer: Answer,
}

/// A kind of record that may be opened for a reason.
#[async_trait::async_trait]
pub trait ClosedRecords: Send + Sync {
    /// The word before the key in the record's name: `private-paper`.
    fn kind(&self) -> &'static str;

    /// The record with this key, as far as whoever may open it for a reason may know of it.
    async fn find(&self, state: &AppState, actor: &Actor, id: i64) -> Result<Option<ClosedRecord>, Error>;
}

/// A kind of publication: how its content is shown, compared and found.
#[async_trait::async_trait]
pub trait PublishedKind: Send + Sync {
    /// The word that stands in the publications table: `minutes`.
    fn kind(&self) -> &'static str;

    /// What a reader calls it: `Minutes`.
    fn label(&self) -> &'static str;

    /// Where the current version of `record` is shown.
    fn address(&self, record: &str) -> String;

    /// The content as a document. Pages, plain text and PDF are all made of it, so that they say the same.
    fn document(&self, content: &str) -> Result<Document, Error>;

    /// The content as HTML, to stand under a heading of level 2.
    fn html(&self, content: &str) -> Result<Markup, Error> {
        Ok(ui::document(&self.document(content)?, 2))
    }

    /// The content as plain text, a line to each paragraph.
    fn plain_text(&self, content: &str) -> Result<String, Error> {
        Ok(documents::plain_text::of_document(&self.document(content)?))
    }

    /// The files that go with the content, which a pack has behind it.
    fn files(&self, _content: &str) -> Result<Vec<AttachedFile>, Error> {
        Ok(Vec::new())
    }

    /// What a search can find of it.
    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>, Error>;
}

/// What all capabilities bring, joined.
#[derive(Default)]
pub struct Joined {
    /// Who may do what.
    pub policy: Policy,
    /// The kinds of publication.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that can be printed.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
    /// The kinds of place that are known by name.
    pub places: Vec<Box<dyn Places>>,
    /// What people call records.
    pub record_names: Vec<Box<dyn RecordNames>>,
    /// The work that waits for people.
    pub work: Vec<Box<dyn WorkQueues>>,
    /// What is set up from the template that a council chooses at the start.
    pub from_template: Vec<Box<dyn FromTemplate>>,
    /// The kinds of record that can be opened for a reason.
    pub closed_records: Vec<Box<dyn ClosedRecords>>,
    /// What protects the rows of each table.
    pub protected_tables: Vec<db::ProtectedTable>,
    /// The values that a council may set.
    pub rules: Vec<settings::Known>,
    /// What capabilities bring to meetings.
    pub meeting_parts: Vec<Box<dyn MeetingPart>>,
    /// What capabilities bring to boards.
    pub board_parts: Vec<Box<dyn BoardPart>>,
    /// The people who follow boards by email.
    pub board_followers: Vec<Box<dyn BoardFollowers>>,
    /// What capabilities count.
    pub measures: Vec<Box<dyn figures::Counting>>,
    /// The papers that capabilities bring to agenda items.
    pub item_papers: Vec<Box<dyn ItemPapers>>,
}

impl AppState {
    /// The measure with this key.
    pub fn measure(&self, key: &str) -> Option<&dyn figures::Counting> {
        self.joined.measures.iter().map(AsRef::as_ref).find(|counting| counting.measure().key == key)
    }

    /// Returns what somebody has to do before the site is of use to them.
    pub async fn first_steps(&self, actor: &Actor) -> Result<Vec<FirstStep>, Error> {
        let mut steps = Vec::new();
        for work in &self.joined.work {
            steps.extend(work.first_steps(self, actor).await?);
        }
        Ok(steps)
    }

    /// A board in other forms, or all boards together where none is named.
    pub fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm> {
        self.joined.board_parts.iter().flat_map(|part| part.other_forms(board)).collect()
    }

    /// What everybody sees on a board's page besides the board, or on the list of all meetings where none is named.
    pub async fn parts_of_board(&self, board: Option<BoardOf<'_>>) -> Result<Vec<Markup>, Error> {
        let mut parts = Vec::new();
        for part in &self.joined.board_parts {
            parts.extend(part.public(self, board).await?);
        }
        Ok(parts)
    }
}

/// Joins what the capabilities bring, and gives their addresses.
pub fn join(capabilities: Vec<Capability>) -> Result<(Joined, Vec<Routes>), PolicyError> {
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
    Ok((joined, routes))
}

/// The steps that make the tables of the base and of these capabilities, in order.
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
