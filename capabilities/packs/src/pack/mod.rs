//! The pack of a meeting – its agenda, the previous meeting's minutes and every public paper, as one document – and the other
//! printable documents of a meeting.

pub mod papers_zip;
pub mod parts;
pub mod print_links;
pub mod published;
pub mod word_documents;

use crate::pack;
use crate::pack::parts::PackFile;
use crate::pack::published::PrintedSupplement;
use chrono::{DateTime, Utc};
use db::{Connection, WriteTransaction};
use documents::{AgendaLine, Document, Entry, Fact, Form, Print, Section};
use foundation::text::{readable_title, title_key};
use meetings::agenda::document::detail;
use meetings::agenda::store::TabledPaper;
use meetings::agenda::{Agenda, BusinessItem, business};
use meetings::kinds::read;
use meetings::meeting::{Meeting, MeetingId};
use meetings::minutes::{BoardRole, Minutes};
use meetings::{agenda, board, meeting, members, minutes};
use publications::Publication;
use web::{AppState, OrNotFound, PrintedKind, Result};

/// Returns the printable kinds of document of a meeting.
pub(crate) fn printed_kinds() -> Vec<Box<dyn PrintedKind>> {
    vec![Box::new(Pack), Box::new(PrintedSupplement), Box::new(PrintedMinutes), Box::new(PrintedDecisions)]
}

/// Returns the meeting that a record is about: `meeting/12/minutes`.
fn meeting_id(record: &str) -> Option<i64> {
    record.strip_prefix("meeting/")?.split('/').next()?.parse().ok()
}

async fn meeting(state: &AppState, id: i64) -> Result<Meeting> {
    let id = MeetingId::new(id).or_not_found("Meeting")?;
    meeting::store::by_id(state.db.reading(), id).await?.or_not_found("Meeting")
}

async fn minutes_of(connection: &Connection, meeting: MeetingId) -> Result<Option<(Publication, Minutes)>> {
    let Some(publication) = publications::current(connection, &format!("meeting/{meeting}/minutes")).await? else {
        return Ok(None);
    };
    let minutes = read(&publication.content)?;
    Ok(Some((publication, minutes)))
}

fn running_head(meeting: &Meeting) -> String {
    format!("{} · {}", meeting.board_name, meeting.short_day())
}

struct Pack;

#[async_trait::async_trait]
impl PrintedKind for Pack {
    fn kind(&self) -> &'static str {
        "pack"
    }

    fn label(&self) -> &'static str {
        "Pack"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        let meeting = meeting(state, id).await?;
        // A published pack stays as it was, so that its page numbers do not change.
        if let Some((publication, pack)) = pack::published::of_meeting(state.db.reading(), meeting.id).await?.into_iter().next() {
            return Ok(Some(pack.print(&publication, &meeting, state.council_name())));
        }
        let Some(pack) = gather(state, state.db.reading(), &meeting).await? else { return Ok(None) };
        let facts = front_sheet(state.db.reading(), &meeting).await?;
        Ok(Some(Print {
            title: format!("Agenda pack, {}, {}", meeting.board_name, meeting.short_day()),
            document: pack.document(&meeting, facts),
            form: Form::Pack,
            publisher: state.council_name(),
            running_head: running_head(&meeting),
            dated: pack.dated,
        }))
    }

    async fn changed_by(&self, state: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        let connection = state.db.reading();
        let mut changed: Vec<i64> = meeting_id(&publication.record).into_iter().collect();
        if publication.kind == "minutes" {
            for id in changed.clone() {
                let held = meeting(state, id).await?;
                changed.extend(meeting::store::after(connection, &held).await?.map(|next| next.id.get()));
            }
        }
        changed.extend(agenda::store::meeting_of_paper(connection, &publication.record).await?);
        Ok(changed)
    }
}

/// The contents of a pack.
struct Gathered {
    items: Vec<BusinessItem>,
    /// Each paper with its attached files.
    papers: Vec<(TabledPaper, Document, Vec<Document>)>,
    /// The files of agenda items.
    files: Vec<PackFile>,
    previous_minutes: Option<Document>,
    /// When its newest part was published.
    dated: DateTime<Utc>,
}

/// Returns the pack made from a meeting's public papers, within the transaction that publishes it, or `None` if there are none.
pub async fn compose(state: &AppState, transaction: &WriteTransaction, meeting: &Meeting) -> Result<Option<Document>> {
    let Some(pack) = gather(state, transaction, meeting).await? else { return Ok(None) };
    let facts = front_sheet(transaction, meeting).await?;
    Ok(Some(pack.document(meeting, facts)))
}

/// Returns everything public for a meeting, or `None` if there is neither an agenda nor a paper.
async fn gather(state: &AppState, connection: &Connection, meeting: &Meeting) -> Result<Option<Gathered>> {
    let (minuted, papers) = agenda::store::minuted_and_papers(connection, meeting.id).await?;
    let agenda = publications::current(connection, &format!("meeting/{}/agenda", meeting.id)).await?;
    // The agenda determines the pack. If no agenda is on the record, the minutes show what the items were.
    let items = match &agenda {
        Some(publication) => business(&read::<Agenda>(&publication.content)?.items, &[], &papers),
        None => business(&[], &minuted, &papers),
    };
    if items.is_empty() {
        return Ok(None);
    }
    let mut dates: Vec<DateTime<Utc>> = agenda.iter().map(|publication| publication.published_at).collect();
    let mut documents = Vec::new();
    let mut room = pack::parts::ATTACHED_BYTES;
    for paper in agenda::store::tabled_papers(connection, meeting.id).await? {
        let is_private = items.iter().any(|item| item.paper == Some(paper.id) && item.private);
        let Some(publication) = publications::current(connection, &paper.record).await?.filter(|_| !is_private) else { continue };
        let kind = state.kind(&publication.kind).or_not_found("Paper")?;
        dates.push(publication.published_at);
        let document = Document { anchor: paper.record.replace('/', "-"), ..kind.document(&publication.content)? };
        let attached = pack::parts::attachments(state, &kind.files(&publication.content)?, &document, &mut room).await?;
        documents.push((paper, document, attached));
    }
    let before = match meeting::store::before_with_minutes(connection, meeting).await? {
        Some(before) => minutes_of(connection, before.id).await?,
        None => None,
    };
    let previous_minutes = before.map(|(publication, minutes)| {
        dates.push(publication.published_at);
        minutes::document::document(&minutes)
    });
    let files = pack::parts::of_meeting(connection, meeting).await?;
    dates.extend(files.iter().map(|file| file.published_at));
    let dated = dates.into_iter().max().unwrap_or(DateTime::UNIX_EPOCH);
    Ok(Some(Gathered { items, papers: documents, files, previous_minutes, dated }))
}

impl Gathered {
    fn document(&self, meeting: &Meeting, facts: Vec<Fact>) -> Document {
        let agenda = Section {
            anchor: "agenda".to_owned(),
            title: "Agenda".to_owned(),
            entries: vec![Entry::Agenda { items: self.lines() }],
            ..Section::default()
        };
        let parts = self.previous_minutes.iter().cloned().chain(self.parts());
        Document {
            anchor: "pack".to_owned(),
            caption: Some("Agenda and papers".to_owned()),
            title: meeting.board_name.clone(),
            facts,
            entries: vec![Entry::Section(agenda)],
            parts: parts.collect(),
            ..Document::default()
        }
    }

    /// Returns the parts item by item in agenda order: each paper with its attached files, then the item's own files. Parts that
    /// belong to no item come last.
    fn parts(&self) -> Vec<Document> {
        let mut papers: Vec<_> = self.papers.iter().collect();
        let mut files: Vec<&PackFile> = self.files.iter().collect();
        let mut parts = Vec::new();
        for item in &self.items {
            for (_, document, attached) in papers.extract_if(.., |(paper, ..)| item.paper == Some(paper.id)) {
                parts.extend(std::iter::once(document).chain(attached).cloned());
            }
            parts.extend(files.extract_if(.., |file| belongs(file, item)).map(|file| file.file.part()));
        }
        for (_, document, attached) in papers {
            parts.extend(std::iter::once(document).chain(attached).cloned());
        }
        parts.extend(files.into_iter().map(|file| file.file.part()));
        parts
    }

    /// Returns the agenda lines for the files of an item.
    fn file_lines(&self, item: &BusinessItem) -> Vec<AgendaLine> {
        let attached =
            self.papers.iter().filter(|(paper, _, _)| item.paper == Some(paper.id)).flat_map(|(_, _, attached)| attached);
        let own: Vec<Document> = self.files.iter().filter(|file| belongs(file, item)).map(|file| file.file.document()).collect();
        pack::parts::lines(attached.chain(&own))
    }

    fn lines(&self) -> Vec<AgendaLine> {
        let minutes_part = self.previous_minutes.as_ref().map(|document| document.anchor.clone());
        let line = |item: &BusinessItem| {
            let paper = self.papers.iter().find(|(paper, ..)| item.paper == Some(paper.id));
            let part = match paper {
                Some((_, document, _)) => Some(document.anchor.clone()),
                None if is_minutes(&item.title) => minutes_part.clone(),
                None => None,
            };
            let officer = paper.and_then(|(paper, ..)| paper.lead_officer.as_deref());
            AgendaLine {
                number: item.number.clone(),
                title: readable_title(&item.title),
                detail: detail(item.private, item.summary.as_deref(), officer),
                part,
            }
        };
        let mut lines: Vec<AgendaLine> =
            self.items.iter().flat_map(|item| std::iter::once(line(item)).chain(self.file_lines(item))).collect();
        if let Some(document) = self.previous_minutes.as_ref().filter(|_| !self.items.iter().any(|item| is_minutes(&item.title)))
        {
            let title = document.title.clone();
            lines.insert(0, AgendaLine { title, part: minutes_part, ..AgendaLine::default() });
        }
        lines
    }
}

/// Checks whether a file belongs to an item.
fn belongs(file: &PackFile, item: &BusinessItem) -> bool {
    pack::parts::is_of(&file.file, item.number.as_deref(), &item.title)
}

/// Checks whether this is the title of the item for the previous meeting's minutes.
fn is_minutes(title: &str) -> bool {
    let key = title_key(title);
    key == "minutes" || key.starts_with("minutesof") || key.starts_with("minutesfrom")
}

/// Returns the details of the meeting for the front sheet of its pack.
pub async fn front_sheet(connection: &Connection, meeting: &Meeting) -> Result<Vec<Fact>> {
    let mut facts = vec![Fact::new("Date", meeting.day())];
    facts.extend(meeting.starts_at.map(|time| Fact::new("Time", foundation::time_of_day::written(time))));
    facts.extend(meeting.place.as_ref().map(|place| Fact::new("Place", place)));
    let members = members_on_the_day(connection, meeting).await?;
    if !members.is_empty() {
        facts.push(Fact::new(pack::published::MEMBERS, members.join(", ")));
    }
    Ok(facts)
}

/// Returns the members named on the front sheet: those who sit on the board on the date of the meeting, or in its year if only its
/// month is known.
async fn members_on_the_day(connection: &Connection, meeting: &Meeting) -> Result<Vec<String>> {
    let named =
        |name: String, role: BoardRole| if role == BoardRole::Member { name } else { format!("{name} ({})", role.words()) };
    if meeting.day_is_known {
        let seats = members::seat_store::on_day(connection, meeting.board, meeting.held_on).await?;
        return Ok(seats.into_iter().map(|seat| named(seat.name.full(), seat.role)).collect());
    }
    let seats = board::store::seats(connection, meeting.board, meeting.municipal_year()).await?;
    Ok(seats.into_iter().map(|seat| named(seat.name, seat.role)).collect())
}

struct PrintedMinutes;

#[async_trait::async_trait]
impl PrintedKind for PrintedMinutes {
    fn kind(&self) -> &'static str {
        "minutes"
    }

    fn label(&self) -> &'static str {
        "Minutes"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        print_minutes(state, id, "Minutes", |minutes| Some(minutes::document::document(minutes))).await
    }

    async fn changed_by(&self, _: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        Ok(meeting_id(&publication.record).filter(|_| publication.kind == "minutes").into_iter().collect())
    }
}

struct PrintedDecisions;

#[async_trait::async_trait]
impl PrintedKind for PrintedDecisions {
    fn kind(&self) -> &'static str {
        "decisions"
    }

    fn label(&self) -> &'static str {
        "Decisions"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        print_minutes(state, id, "Decisions", minutes::document::decisions).await
    }

    async fn changed_by(&self, state: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        PrintedMinutes.changed_by(state, publication).await
    }
}

async fn print_minutes(
    state: &AppState,
    id: i64,
    what: &str,
    document: impl Fn(&Minutes) -> Option<Document> + Send,
) -> Result<Option<Print>> {
    let meeting = meeting(state, id).await?;
    let Some((publication, minutes)) = minutes_of(state.db.reading(), meeting.id).await? else { return Ok(None) };
    Ok(document(&minutes).map(|document| Print {
        title: format!("{what}, {}, {}", meeting.board_name, meeting.short_day()),
        document,
        form: Form::Paper,
        publisher: state.council_name(),
        running_head: running_head(&meeting),
        dated: publication.published_at,
    }))
}
