//! The kinds of publication of this capability: how boards, agendas and minutes are shown, compared and found once published.

use crate::agenda::Agenda;
use crate::board::{BoardMember, BoardRegister};
use crate::calendar::lists::minute_address;
use crate::meeting::{BoardId, Meeting, MeetingId};
use crate::minutes::Minutes;
use crate::preparation::item_paper::PaperKind;
use crate::programme::work_programme::WorkProgrammeKind;
use crate::{agenda, board, interests, meeting, members, minutes};
use db::Db;
use documents::{Block, Document, Fact, ListItem, ListStyle, plain_text};
use foundation::{PersonName, text::readable_title};
use publications::Publication;
use search::SearchDocument;
use serde::de::DeserializeOwned;
use web::{Error, PublishedKind, Result};

/// Returns the kinds of publication of this capability.
pub(crate) fn all() -> Vec<Box<dyn PublishedKind>> {
    vec![
        Box::new(BoardKind),
        Box::new(NoticeKind),
        Box::new(AgendaKind),
        Box::new(MinutesKind),
        Box::new(PaperKind),
        Box::new(WorkProgrammeKind),
        Box::new(InterestsKind),
        Box::new(MemberDetailsKind),
    ]
}

pub fn read<T: DeserializeOwned>(content: &str) -> Result<T> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

/// Returns the meeting whose agenda or minutes are published under `record`: `meeting/12/minutes`.
async fn meeting_of(db: &Db, record: &str) -> Result<Meeting> {
    let id = record.split('/').nth(1).and_then(|id| id.parse::<MeetingId>().ok());
    let id = id.ok_or_else(|| Error::Content(format!("{record} names no meeting")))?;
    meeting::store::by_id(db.reading(), id).await?.ok_or(Error::NotFound("Meeting"))
}

fn meeting_address(record: &str) -> String {
    format!("/meetings/{}", record.split('/').nth(1).unwrap_or_default())
}

struct BoardKind;

#[async_trait::async_trait]
impl PublishedKind for BoardKind {
    fn kind(&self) -> &'static str {
        "board"
    }

    fn label(&self) -> &'static str {
        "Board"
    }

    fn address(&self, record: &str) -> String {
        format!("/mgCommitteeDetails.aspx?ID={}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        let register: BoardRegister = read(content)?;
        let facts = [
            ("Kind", &register.kind),
            ("Reference prefix", &register.reference_prefix),
            ("Responsible for", &register.responsibilities),
        ];
        let facts = facts.into_iter().filter_map(|(label, value)| Some(Fact::new(label, value.as_ref()?)));
        let seat = |member: &BoardMember| {
            let days = member.days().map(|days| format!(", {days}")).unwrap_or_default();
            ListItem::bullet(format!("{}, {} in {}{days}", member.name, member.role.words(), member.municipal_year))
        };
        let members = Block::List { style: ListStyle::Bullets, items: register.members.iter().map(seat).collect() };
        Ok(Document {
            anchor: "board".to_owned(),
            title: register.name.clone(),
            facts: facts.collect(),
            entries: if register.members.is_empty() { Vec::new() } else { vec![members.into()] },
            ..Document::default()
        })
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let register: BoardRegister = read(&publication.content)?;
        let id = publication.record.split('/').nth(1).and_then(|id| id.parse::<BoardId>().ok());
        let id = id.ok_or_else(|| Error::Content(format!("{} names no board", publication.record)))?;
        let Some(board) = board::store::by_id(db.reading(), id).await? else { return Ok(Vec::new()) };
        let mut documents = vec![SearchDocument {
            address: format!("/boards/{}", board.slug),
            kind: "board".into(),
            title: register.name.clone(),
            body: format!("{} {}", register.responsibilities.unwrap_or_default(), register.also_known_as.join(", ")),
            board: Some(register.name.clone()),
            ..SearchDocument::default()
        }];
        let mut seen = Vec::new();
        for member in register.members.iter().rev() {
            let Some(name) = PersonName::read(&member.name) else { continue };
            let known = members::store::of_board(db.reading(), id, member.municipal_year).await?;
            let Some(person) = known.into_iter().find(|person| person.name.may_be(&name)) else { continue };
            if !seen.contains(&person.id) {
                seen.push(person.id);
                documents.push(SearchDocument {
                    address: format!("/members/{}", person.slug),
                    kind: "member".into(),
                    title: person.name.full(),
                    body: format!("{} of the {} in {}", member.role.words(), register.name, member.municipal_year),
                    board: Some(register.name.clone()),
                    year: Some(member.municipal_year.first_year()),
                    ..SearchDocument::default()
                });
            }
        }
        Ok(documents)
    }
}

struct NoticeKind;

#[async_trait::async_trait]
impl PublishedKind for NoticeKind {
    fn kind(&self) -> &'static str {
        "notice"
    }

    fn label(&self) -> &'static str {
        "Notice of meeting"
    }

    fn address(&self, record: &str) -> String {
        meeting_address(record)
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(meeting::notice::document(&read(content)?))
    }

    async fn search_documents(&self, _: &Db, _: &Publication) -> Result<Vec<SearchDocument>> {
        // Search results for a meeting start with its agenda; the calendar covers the rest.
        Ok(Vec::new())
    }
}

struct AgendaKind;

#[async_trait::async_trait]
impl PublishedKind for AgendaKind {
    fn kind(&self) -> &'static str {
        "agenda"
    }

    fn label(&self) -> &'static str {
        "Agenda"
    }

    fn address(&self, record: &str) -> String {
        meeting_address(record)
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(agenda::document::document(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let agenda: Agenda = read(&publication.content)?;
        let meeting = meeting_of(db, &publication.record).await?;
        let body = agenda
            .items
            .iter()
            .map(|item| format!("{}. {}", readable_title(&item.title), item.summary.as_deref().unwrap_or_default()));
        Ok(vec![SearchDocument {
            address: meeting.address(),
            kind: "meeting".into(),
            title: format!("{}, {}", meeting.board_name, meeting.short_day()),
            body: body.collect::<Vec<_>>().join("\n"),
            board: Some(meeting.board_name.clone()),
            year: Some(meeting.municipal_year().first_year()),
            date: meeting.day_is_known.then_some(meeting.held_on),
            ..SearchDocument::default()
        }])
    }
}

struct MinutesKind;

#[async_trait::async_trait]
impl PublishedKind for MinutesKind {
    fn kind(&self) -> &'static str {
        "minutes"
    }

    fn label(&self) -> &'static str {
        "Minutes"
    }

    fn address(&self, record: &str) -> String {
        format!("{}/minutes", meeting_address(record))
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(minutes::document::document(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let minutes: Minutes = read(&publication.content)?;
        let meeting = meeting_of(db, &publication.record).await?;
        let document = |(position, minute): (i32, &crate::minutes::Minute)| SearchDocument {
            address: minute_address(minute.reference.as_deref(), meeting.id.get(), position),
            kind: "minute".into(),
            title: readable_title(&minute.title),
            reference: minute.reference.clone(),
            body: plain_text::of_minute(&minutes::document::one(minute, position)),
            board: Some(meeting.board_name.clone()),
            year: Some(meeting.municipal_year().first_year()),
            date: Some(meeting.held_on),
        };
        Ok((0..).zip(&minutes.items).map(document).collect())
    }
}

/// Members' registers of interests.
struct InterestsKind;

#[async_trait::async_trait]
impl PublishedKind for InterestsKind {
    fn kind(&self) -> &'static str {
        "register-of-interests"
    }

    fn label(&self) -> &'static str {
        "Register of interests"
    }

    fn address(&self, record: &str) -> String {
        format!("/mgUserInfo.aspx?UID={}", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(interests::register::document(&read(content)?))
    }

    async fn search_documents(&self, _: &Db, _: &Publication) -> Result<Vec<SearchDocument>> {
        // Search finds it through the member.
        Ok(Vec::new())
    }
}

/// The published details of members.
struct MemberDetailsKind;

#[async_trait::async_trait]
impl PublishedKind for MemberDetailsKind {
    fn kind(&self) -> &'static str {
        "member-details"
    }

    fn label(&self) -> &'static str {
        "Member’s details"
    }

    fn address(&self, record: &str) -> String {
        InterestsKind.address(record)
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(members::details::document(&read(content)?))
    }

    async fn search_documents(&self, _: &Db, _: &Publication) -> Result<Vec<SearchDocument>> {
        // Search finds them through the member.
        Ok(Vec::new())
    }
}
