//! One private paper: its page, its file, and withdrawing it.

use crate::access::{MARK_CONFLICT, READ, SHARE, WITHDRAW};
use crate::list_pages::exemption;
use crate::paper::{PARAGRAPHS, Paper, PaperId};
use crate::{paper_store, sharing_pages};
use access::{Action, Actor, Answer, account_store};
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use foundation::civil_date;
use maud::{Markup, html};
use ui::FormState;
use web::{
    AppState, ClosedRecord, ClosedRecords, Done, Error, FileRequest, OpeningNote, OrNotFound, Result, SignedIn, confirmation,
    glass_banner, glass_openings, redirect_done,
};

/// Returns the paper with this key if the user may do `action` with it. A withdrawn paper is visible only to those who manage it.
pub(crate) async fn paper_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<Paper> {
    let id: PaperId = id.parse().or_not_found("Paper")?;
    let paper = paper_store::by_id(state.db.reading(), id, state.clock.today()).await?.or_not_found("Paper")?;
    state.ask(&who.actor, action, &paper.facts())?;
    if paper.withdrawn_at.is_some() && state.joined.policy.can(&who.actor, WITHDRAW, &paper.facts()) != Answer::Allowed {
        return Err(Error::NotFound("Paper"));
    }
    Ok(paper)
}

/// Handles `GET /papers/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let paper = paper_of(&state, &who, READ, &id).await?;
    state.note_opening(&who.actor, READ.record, paper.id.get(), &OpeningNote::default()).await?;
    page(&state, &who, &paper, &done, &FormState::default()).await
}

/// Renders the page of a paper, with any faults in a form sent from it.
pub(crate) async fn page(state: &AppState, who: &SignedIn, paper: &Paper, done: &str, form: &FormState) -> Result<Markup> {
    let may = |action| state.joined.policy.can(&who.actor, action, &paper.facts()) == Answer::Allowed;
    let connection = state.db.reading();
    let file = files::by_id(connection, paper.file).await?.or_not_found("File")?;
    let owner = account_store::by_id(connection, paper.owner).await?.map_or_else(String::new, |owner| owner.name);
    let board = state.place_name(&paper.board).await?;
    let record = paper.record_name();
    let address = format!("{}/file", paper.address());
    let mut rows =
        vec![ui::SummaryRow::new("Board", html! { (board) }), ui::SummaryRow::new("Why private", html! { (exemption(paper)) })];
    if let Some((_, about)) = PARAGRAPHS.iter().find(|(number, _)| Some(*number) == paper.paragraph) {
        rows.push(ui::SummaryRow::new("Information about", html! { (about) }));
    }
    if let Some(reason) = &paper.public_interest {
        rows.push(ui::SummaryRow::new("Public interest", html! { (reason) }));
    }
    rows.push(ui::SummaryRow::new("Added", html! { (civil_date::written(paper.added_at.date_naive())) " by " (owner) }));
    let title = form.title(&paper.title);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let shares = if may(SHARE) { Some(sharing_pages::shares(state, paper, form).await?) } else { None };
    let conflicts = if may(MARK_CONFLICT) { Some(sharing_pages::conflicts(state, paper, form).await?) } else { None };
    let content = html! {
        (ui::back_link("Private papers", "/papers"))
        (form.summary())
        (confirmation(done, &[("added", "Paper added"), ("shared", "Paper shared"), ("changed", "Changes saved")]))
        (glass_banner(state, &record).await?)
        (ui::heading(Some("Private paper"), &paper.title))
        @if paper.withdrawn_at.is_some() { (ui::warning_text(html! { "This paper was withdrawn. Its file can no longer be opened." })) }
        @else {
            (ui::documents(&[ui::DocumentLink {
                title: &paper.file_name, address: &address, format: files::kind_name(&paper.content_type), bytes: u64::try_from(file.size).ok(),
                note: Some("not for publication"), ..ui::DocumentLink::default()
            }]))
        }
        (ui::summary_list(&rows))
        @if let Some(shares) = shares { (shares) }
        @if let Some(conflicts) = conflicts { (conflicts) }
        (glass_openings(state, &record, 2).await?)
        @if may(WITHDRAW) && paper.withdrawn_at.is_none() {
            (ui::h2("Withdraw"))
            (ui::paragraph("The paper stays on record, but its file can no longer be opened."))
            form action={ (paper.address()) "/withdraw" } method="post" {
                (ui::button(&ui::Button { text: "Withdraw paper", kind: ui::ButtonKind::Warning, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /papers/{id}/file`.
pub(crate) async fn file(
    State(state): State<AppState>,
    who: SignedIn,
    asked: FileRequest,
    Path(id): Path<String>,
) -> Result<Response> {
    let paper = paper_of(&state, &who, READ, &id).await?;
    if paper.withdrawn_at.is_some() {
        return Err(Error::NotFound("File"));
    }
    state.note_opening(&who.actor, READ.record, paper.id.get(), &OpeningNote::default()).await?;
    let file = files::by_id(state.db.reading(), paper.file).await?.or_not_found("File")?;
    let content = web::stored_file(&state, &asked, &file, &file.hash).await?;
    Ok(web::handed_out(&paper.file_name, &paper.content_type, content))
}

/// Handles `POST /papers/{id}/withdraw`.
pub(crate) async fn withdraw(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let paper = paper_of(&state, &who, WITHDRAW, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    paper_store::withdraw(&transaction, paper.id, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&paper.address(), "changed"))
}

/// Private papers as closed records, with only the details visible to someone who may open one for a reason.
pub(crate) struct ClosedPapers;

#[async_trait::async_trait]
impl ClosedRecords for ClosedPapers {
    fn kind(&self) -> &'static str {
        READ.record
    }

    async fn find(&self, state: &AppState, actor: &Actor, id: i64) -> Result<Option<ClosedRecord>> {
        let Some(id) = PaperId::new(id) else { return Ok(None) };
        let paper = paper_store::by_id(state.db.reading(), id, state.clock.today()).await?;
        let Some(paper) = paper.filter(|paper| paper.withdrawn_at.is_none()) else { return Ok(None) };
        let board = state.place_name(&paper.board).await?;
        Ok(Some(ClosedRecord {
            // The title itself may be confidential.
            title: format!("A private paper of the {board}"),
            address: paper.address(),
            answer: state.joined.policy.can(actor, READ, &paper.facts()),
            place: Some(paper.board),
        }))
    }
}
