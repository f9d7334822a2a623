//! What a capability contributes to the program, declared in one place so that nothing else needs to change for a new one.

use crate::state::own_jobs;
use crate::{AppState, Contributions, DemonstrationPart, DemonstrationParts, Error, PrintedKind, RecordNames, Routes};
use access::{Actor, Answer, Place, Policy};
use db::{Db, Migrations, SqlMigration};
use documents::Document;
use jobs::{Jobs, Schedule};
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
    /// What it adds to traits that other capabilities define, such as a part of a meeting's page.
    pub contributions: Contributions,
    /// The files that it keeps for some people only.
    pub private_files: Vec<Box<dyn PrivateFiles>>,
    /// The figures it counts.
    pub measures: Vec<figures::Counting>,
    /// The kinds of job that it enqueues, and what runs them.
    pub jobs: Vec<jobs::Kind<AppState>>,
    /// The jobs that are due at certain times.
    pub schedules: &'static [Schedule],
    /// The kinds of job to enqueue after something is published.
    pub after_publications: &'static [&'static str],
    /// What it shows in the demonstration.
    pub demonstration: Option<Box<dyn DemonstrationPart>>,
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
    pub count: foundation::Count,
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

/// Files that belong to records which only some people may read.
#[async_trait::async_trait]
pub trait PrivateFiles: Send + Sync {
    /// Checks whether `actor` may have a file, given by its hash, that belongs to one of its records and is not public.
    async fn may_have_file(&self, state: &AppState, actor: &Actor, hash: &str) -> Result<bool, Error>;
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
    /// The figures that capabilities count.
    pub measures: Vec<figures::Counting>,
    /// What capabilities add to traits that other capabilities define.
    pub contributions: Contributions,
    /// The files that are kept for some people only.
    pub private_files: Vec<Box<dyn PrivateFiles>>,
    /// The kinds of job and the schedules, including the base's own.
    pub jobs: Jobs<AppState>,
    /// The kinds of job to enqueue after something is published.
    pub after_publications: Vec<&'static str>,
    /// What the demonstration shows.
    pub demonstration: DemonstrationParts,
}

/// Why the contributions of the capabilities do not fit together.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Who may do what does not.
    #[error(transparent)]
    Policy(#[from] access::PolicyError),
    /// The jobs do not.
    #[error(transparent)]
    Jobs(#[from] jobs::DeclarationError),
    /// A measure cannot be offered.
    #[error(transparent)]
    Measure(#[from] figures::MeasureError),
}

/// Joins the contributions of the capabilities, and returns them with their routes.
pub fn join(capabilities: Vec<Capability>) -> Result<(Joined, Vec<Routes>), JoinError> {
    let own = capabilities.iter().map(|capability| capability.access);
    let declarations: Vec<access::Declaration> = std::iter::once(directory::roles::ROLES).chain(own).collect();
    let protected_tables = migrations(&capabilities).protected_tables();
    let mut joined = Joined { policy: Policy::new(&declarations)?, protected_tables, ..Joined::default() };
    let (mut routes, mut kinds, mut schedules) = (Vec::new(), own_jobs::kinds(), Vec::new());
    let mut demonstration = Vec::new();
    joined.after_publications.extend(own_jobs::AFTER_PUBLICATIONS);
    for capability in capabilities {
        joined.rules.extend(capability.rules);
        joined.measures.extend(capability.measures);
        joined.contributions.extend(capability.contributions);
        joined.private_files.extend(capability.private_files);
        joined.kinds.extend(capability.kinds);
        joined.printed_kinds.extend(capability.printed_kinds);
        joined.places.extend(capability.places);
        joined.record_names.extend(capability.record_names);
        joined.work.extend(capability.work);
        joined.from_template.extend(capability.from_template);
        joined.closed_records.extend(capability.closed_records);
        kinds.extend(capability.jobs);
        schedules.extend(capability.schedules);
        joined.after_publications.extend(capability.after_publications);
        demonstration.extend(capability.demonstration.map(|part| (capability.name, part)));
        routes.push(capability.routes);
    }
    joined.demonstration = DemonstrationParts::in_order(demonstration);
    joined.jobs = Jobs::new(kinds, schedules)?;
    for kind in &joined.after_publications {
        joined.jobs.check_declared(kind)?;
    }
    figures::counting::check(&joined.measures)?;
    Ok((joined, routes))
}

/// Returns the migrations that create the tables of the base and of these capabilities, in order.
pub fn migrations(capabilities: &[Capability]) -> Migrations {
    let base = [
        ledger::MIGRATIONS,
        jobs::MIGRATIONS,
        publications::MIGRATIONS,
        files::MIGRATIONS,
        printing::MIGRATIONS,
        access::MIGRATIONS,
        directory::MIGRATIONS,
        mail::MIGRATIONS,
        settings::MIGRATIONS,
    ];
    let all = base.into_iter().chain(capabilities.iter().map(|capability| capability.migrations));
    Migrations(all.flatten().copied().collect())
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
}
