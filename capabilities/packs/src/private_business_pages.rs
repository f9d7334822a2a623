//! Pages of a meeting's private papers, for those who may read them, and the public paper of an item, for everyone.

use crate::item_files::public_pages::links;
use crate::pack;
use crate::pack::published::{ClosedPack, ClosedPart};
use access::{AccountId, Actor, Answer};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use documents::{Block, Document, Entry, Form, Print};
use maud::{Markup, html};
use meetings::access::{READ_BUSINESS, board_place, facts};
use meetings::kinds::read;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::preparation::item::paragraphs_in_words;
use meetings::preparation::item_paper::ItemPaper;
use meetings::{agenda, interests, meeting, members, preparation};
use web::{AppState, OpeningNote, OrNotFound, Result, SignedIn};

/// Returns the private papers of a meeting that the user may read, which exclude items in which they have a disclosable interest.
pub(crate) async fn readable(state: &AppState, who: &SignedIn, meeting: &Meeting) -> Result<Vec<ClosedPart>> {
    let place = board_place(meeting.board);
    state.ask(&who.actor, READ_BUSINESS, &facts(meeting.id.get(), &place, true, &[]))?;
    readable_parts(state, &who.actor, who.account, meeting).await
}

/// Returns the text of an item's private paper, or `None` if there is none or the user may not read it.
pub async fn private_paper(state: &AppState, actor: &Actor, item: DraftItemId) -> Result<Option<Vec<Block>>> {
    let Some(account) = actor.account else { return Ok(None) };
    let connection = state.db.reading();
    let Some(own) = preparation::store::by_id(connection, item).await? else { return Ok(None) };
    let Some(meeting) = meeting::store::by_id(connection, own.meeting).await? else { return Ok(None) };
    let parts = readable_parts(state, actor, account, &meeting).await?;
    let paper = parts.into_iter().find(|part| part.item == item.get()).and_then(|part| part.paper);
    Ok(paper.map(|paper| paper.blocks))
}

/// Returns the private papers of a meeting that `actor` may read, which exclude items in which they have a disclosable interest.
pub async fn readable_parts(state: &AppState, actor: &Actor, account: AccountId, meeting: &Meeting) -> Result<Vec<ClosedPart>> {
    let connection = state.db.reading();
    let place = board_place(meeting.board);
    let Some(closed) = publications::current_closed(connection, &format!("meeting/{}/exempt-pack", meeting.id)).await? else {
        return Ok(Vec::new());
    };
    let pack: ClosedPack = read(&closed.content)?;
    let own = match members::seat_store::person_of(connection, account).await? {
        Some(person) => interests::store::of_meeting(connection, meeting.id)
            .await?
            .into_iter()
            .filter(|interest| interest.person == person && interest.kind.bars_from_taking_part())
            .map(|interest| interest.item.get())
            .collect(),
        None => Vec::new(),
    };
    let mut parts = pack.parts;
    let account = [account];
    parts.retain(|part| {
        let conflicted: &[AccountId] = if own.contains(&part.item) { &account } else { &[] };
        state.joined.policy.can(actor, READ_BUSINESS, &facts(meeting.id.get(), &place, true, conflicted)) == Answer::Allowed
    });
    Ok(parts)
}

/// Handles `GET /meetings/{id}/private`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let parts = readable(&state, &who, &meeting).await?;
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    let page = ui::Page {
        title: &format!("Private papers, {}, {}", meeting.board_name, meeting.short_day()),
        section: Some(ui::Section::Work),
        breadcrumbs: trail(&meeting),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.day())), "Private papers"))
        (ui::warning_text(html! { "Not for publication. This page contains exempt information." }))
        @if parts.is_empty() { (ui::paragraph("There are no private papers that you can read.")) }
        @else if state.printing.is_some() {
            (ui::documents(&[ui::DocumentLink {
                title: "All private papers", address: &format!("{}/private.pdf", meeting.address()), format: "PDF",
                note: Some("not for publication"), ..Default::default()
            }]))
        }
        @for part in &parts {
            section id=(format!("item-{}", part.item)) {
                (ui::h2_large(html! { @if let Some(number) = &part.number { (number) " " } (part.title) }))
                (ui::small(grounds(part)))
                @if let Some(summary) = &part.summary { (ui::paragraph(summary)) }
                @if let Some(paper) = &part.paper { (ui::document(&preparation::item_paper::document(paper), 2)) }
                (links(&part.files.iter().collect::<Vec<_>>(), |file| format!("{}/private-files/{}", meeting.address(), file.id)))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn grounds(part: &ClosedPart) -> String {
    format!("Exempt under {} of Schedule 12A. Public interest: {}", paragraphs_in_words(&part.paragraphs), part.public_interest)
}

/// Handles `GET /meetings/{id}/private.pdf`. The PDF is made for the user and not stored.
pub(crate) async fn file(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let parts = readable(&state, &who, &meeting).await?;
    let printing = state.printing.as_ref().filter(|_| !parts.is_empty()).or_not_found("Document")?;
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    let print = print(&state, &meeting, &parts).await?;
    let typeset = printing.unkept(&print).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"private-papers.pdf\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, typeset.content).into_response())
}

/// Returns the exempt pack of these items.
pub async fn print(state: &AppState, meeting: &Meeting, parts: &[ClosedPart]) -> Result<Print> {
    let part = |part: &ClosedPart| {
        let paper = part.paper.as_ref().map(preparation::item_paper::document).unwrap_or_default();
        let mut entries = vec![Entry::Notice { text: format!("Not for publication. {}", grounds(part)) }];
        entries.extend(paper.entries);
        Document {
            anchor: format!("item-{}", part.item),
            title: part.title.clone(),
            caption: part.number.as_ref().map(|number| format!("Agenda item {number}")),
            entries,
            ..paper
        }
    };
    let mut documents = Vec::new();
    for closed in parts {
        documents.push(part(closed));
        documents.extend(pack::parts::closed(state, closed).await?);
    }
    Ok(Print {
        title: format!("Private papers, {}, {}", meeting.board_name, meeting.short_day()),
        document: Document {
            anchor: "private".to_owned(),
            caption: Some("Not for publication".to_owned()),
            title: format!("Private papers, {}", meeting.day()),
            parts: documents,
            ..Document::default()
        },
        form: Form::Pack,
        publisher: state.council_name(),
        running_head: format!("{} · {} · Not for publication", meeting.board_name, meeting.short_day()),
        dated: state.clock.now(),
    })
}

/// Handles `GET /agenda-items/{id}`: the published paper of an item.
pub(crate) async fn paper(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let id: DraftItemId = id.parse().or_not_found("Paper")?;
    let connection = state.db.reading();
    let item = preparation::store::by_id(connection, id).await?.or_not_found("Paper")?;
    let Some(publication) = publications::current(connection, &preparation::item_paper::record(id)).await? else {
        // The item's paper is a separate report, so redirect there.
        let shown = agenda::store::items(connection, item.meeting).await?;
        let report = shown.into_iter().find(|shown| item.number.is_some() && shown.number == item.number && !shown.private);
        let address = report.and_then(|shown| shown.paper_address).or_not_found("Paper")?;
        return Ok(Redirect::to(&address).into_response());
    };
    let meeting = meeting::store::by_id(connection, item.meeting).await?.or_not_found("Paper")?;
    let paper: ItemPaper = read(&publication.content)?;
    let mut breadcrumbs = meetings::meeting::managing::public_trail(&meeting);
    breadcrumbs.push((format!("Meeting of {}", meeting.short_day()), meeting.address()));
    let page = ui::Page { title: &paper.title, section: Some(ui::Section::Meetings), breadcrumbs, ..state.page() };
    let content = html! {
        (ui::heading(paper.number.as_deref().map(|number| format!("Agenda item {number}")).as_deref(), &paper.title))
        (ui::document(&Document { title: String::new(), ..preparation::item_paper::document(&paper) }, 1))
        (ui::small(ui::link(format!("/publications/{}", publication.id), "Versions and data of this paper")))
    };
    Ok(ui::page(&page, content).into_response())
}
