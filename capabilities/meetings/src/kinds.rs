//! How boards, agendas and minutes, once published, are shown, compared and found.

use crate::agenda::Agenda;
use crate::attendance_store::as_printed;
use crate::board::BoardRegister;
use crate::lists::minute_address;
use crate::meeting::{BoardId, Meeting, MeetingId};
use crate::meeting_pages::attendance_lists;
use crate::minutes::Minutes;
use crate::{board_store, meeting_store, member_store, minutes_pages};
use db::Db;
use documents::{html as document_html, plain_text};
use foundation::{PersonName, civil_date, text::readable_title, time_of_day};
use maud::{Markup, html};
use publications::Publication;
use search::SearchDocument;
use serde::de::DeserializeOwned;
use std::fmt::Write as _;
use web::{Error, PublishedKind, Result};

/// The kinds of publication that this capability makes.
pub(crate) fn all() -> Vec<Box<dyn PublishedKind>> {
    vec![Box::new(BoardKind), Box::new(AgendaKind), Box::new(MinutesKind)]
}

pub(crate) fn read<T: DeserializeOwned>(content: &str) -> Result<T> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

/// The meeting whose agenda or minutes `record` is: `meeting/12/minutes`.
async fn meeting_of(db: &Db, record: &str) -> Result<Meeting> {
    let id = record.split('/').nth(1).and_then(|id| id.parse::<MeetingId>().ok());
    let id = id.ok_or_else(|| Error::Content(format!("{record} names no meeting")))?;
    meeting_store::by_id(db.reading(), id).await?.ok_or(Error::NotFound("Meeting"))
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

    fn html(&self, content: &str) -> Result<Markup> {
        let register: BoardRegister = read(content)?;
        Ok(html! {
            @if let Some(responsibilities) = &register.responsibilities { p class="govuk-body" { (responsibilities) } }
            ul class="govuk-list" {
                @for member in &register.members { li { (member.name) ", " (member.role.words()) " in " (member.municipal_year) } }
            }
        })
    }

    fn plain_text(&self, content: &str) -> Result<String> {
        let register: BoardRegister = read(content)?;
        let mut text = String::new();
        for line in [&register.kind, &register.reference_prefix, &register.responsibilities].into_iter().flatten() {
            let _ = writeln!(text, "{line}");
        }
        for member in &register.members {
            let _ = writeln!(text, "{}: {}, {}", member.municipal_year, member.name, member.role.words());
        }
        Ok(text)
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let register: BoardRegister = read(&publication.content)?;
        let id = publication.record.split('/').nth(1).and_then(|id| id.parse::<BoardId>().ok());
        let id = id.ok_or_else(|| Error::Content(format!("{} names no board", publication.record)))?;
        let Some(board) = board_store::by_id(db.reading(), id).await? else { return Ok(Vec::new()) };
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
            let known = member_store::of_board(db.reading(), id, member.municipal_year).await?;
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

    fn html(&self, content: &str) -> Result<Markup> {
        let agenda: Agenda = read(content)?;
        Ok(html! {
            @for line in [agenda.starts_at.map(time_of_day::written), agenda.place].into_iter().flatten() { p class="govuk-body" { (line) } }
            ol class="govuk-list govuk-list--spaced" {
                @for item in &agenda.items {
                    li {
                        strong { @if let Some(number) = &item.number { (number) " " } (readable_title(&item.title)) }
                        @if item.private { " (private)" }
                        @if let Some(summary) = &item.summary { p class="govuk-body" { (summary) } }
                    }
                }
            }
        })
    }

    fn plain_text(&self, content: &str) -> Result<String> {
        let agenda: Agenda = read(content)?;
        let mut text = String::new();
        for line in [agenda.starts_at.map(time_of_day::written), agenda.place].into_iter().flatten() {
            let _ = writeln!(text, "{line}");
        }
        for item in &agenda.items {
            let number = item.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
            let _ = writeln!(text, "{number}{}{}", readable_title(&item.title), if item.private { " (private)" } else { "" });
            if let Some(summary) = &item.summary {
                let _ = writeln!(text, "  {summary}");
            }
        }
        Ok(text)
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

    fn html(&self, content: &str) -> Result<Markup> {
        let minutes: Minutes = read(content)?;
        Ok(html! {
            @if let Some(place) = &minutes.place { p class="govuk-body" { (place) } }
            (attendance_lists(&as_printed(&minutes.attendance)))
            @for (position, minute) in (0..).zip(&minutes.items) { (minutes_pages::minute(minute, position, 3)) }
            @if let Some(ended) = minutes.ended_at { p class="govuk-body" { "Meeting ended at " (time_of_day::written(ended)) } }
        })
    }

    fn plain_text(&self, content: &str) -> Result<String> {
        Ok(minutes_text(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let minutes: Minutes = read(&publication.content)?;
        let meeting = meeting_of(db, &publication.record).await?;
        let document = |(position, minute): (i32, &crate::minutes::Minute)| SearchDocument {
            address: minute_address(minute.reference.as_deref(), meeting.id.get(), position),
            kind: "minute".into(),
            title: readable_title(&minute.title),
            reference: minute.reference.clone(),
            body: minute_text(minute),
            board: Some(meeting.board_name.clone()),
            year: Some(meeting.municipal_year().first_year()),
            date: Some(meeting.held_on),
        };
        Ok((0..).zip(&minutes.items).map(document).collect())
    }
}

/// Minutes as plain text, in the order in which they are printed.
fn minutes_text(minutes: &Minutes) -> String {
    let mut text = format!("{}\n", civil_date::written_with_weekday(minutes.held_on));
    if let Some(place) = &minutes.place {
        let _ = writeln!(text, "{place}");
    }
    for capacity in crate::attendance_store::Capacity::ALL {
        let names: Vec<String> = capacity
            .list(&minutes.attendance)
            .iter()
            .map(|attendee| match attendee.role {
                Some(role) => format!("{} ({})", attendee.name, role.words()),
                None => attendee.name.clone(),
            })
            .collect();
        let names = if names.is_empty() { "None".to_owned() } else { names.join(", ") };
        let _ = writeln!(text, "{}: {names}", capacity.heading());
    }
    for minute in &minutes.items {
        if let Some(banner) = &minute.banner {
            let _ = writeln!(text, "\n{banner}");
        }
        let head: Vec<&str> =
            [minute.reference.as_deref(), minute.number.as_deref(), Some(&minute.title)].into_iter().flatten().collect();
        let _ = writeln!(text, "\n{}\n{}", head.join(" "), minute_text(minute));
    }
    if let Some(ended) = minutes.ended_at {
        let _ = writeln!(text, "\nMeeting ended at {}", time_of_day::written(ended));
    }
    text
}

/// One minute's words as plain text.
fn minute_text(minute: &crate::minutes::Minute) -> String {
    use crate::minutes::MinuteEntry;
    let mut text = String::new();
    for entry in &minute.entries {
        match entry {
            MinuteEntry::Block(block) => text.push_str(&plain_text::of_blocks(std::slice::from_ref(block))),
            MinuteEntry::Resolution { form, resolution } => {
                let _ = write!(text, "{form}: {}", plain_text::of_clauses(resolution));
            }
            MinuteEntry::Movement { movement } => {
                let _ = writeln!(text, "{movement}");
            }
        }
    }
    for action in &minute.actions {
        let _ = writeln!(
            text,
            "Action: {}{}",
            action.owner,
            action.task.as_deref().map(|task| format!(": {task}")).unwrap_or_default()
        );
    }
    text
}

/// One block of a minute as HTML under a heading of `level`.
pub(crate) fn block_html(block: &documents::Block, level: u8) -> Markup {
    document_html::blocks(std::slice::from_ref(block), level)
}
