//! A draft: the parts to write, the preview, publication, and starting a new version.

use crate::access::{FOREWORD, PUBLISH, READ, WRITE, facts, foreword_facts, place_of};
use crate::annual_report::{AnnualReport, MeetingOfYear};
use crate::draft::{Draft, Passage};
use crate::published::page_address;
use crate::published_pages::{board_and_year, contents, trail};
use crate::state_of_draft::{Condition, LIFE, State as DraftState, Step, Taker};
use crate::{assembling, draft_store, report_document, text_store};
use access::{Action, Answer};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use meetings::Board;
use publications::{NewPublication, Publishing};
use ui::FormState;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Returns the draft that a URL names, if the user may do `action` with it.
pub(crate) async fn draft_of(
    state: &AppState,
    who: &SignedIn,
    action: Action,
    (slug, year): (&str, &str),
) -> Result<(Board, Draft)> {
    let (board, year) = board_and_year(state, slug, year).await?;
    state.ask(&who.actor, action, &facts(&place_of(board.id)))?;
    let draft = draft_store::of_year(state.db.reading(), board.id, year).await?;
    Ok((board, draft.or_not_found("Annual report")?))
}

/// Returns the path of a board's draft.
pub(crate) fn draft_address(board: &Board, draft: &Draft) -> String {
    format!("{}/draft", page_address(&board.slug, draft.year))
}

/// Returns the breadcrumbs above a draft's pages.
pub(crate) fn trail_of_draft(board: &Board, draft: &Draft) -> Vec<(String, String)> {
    let mut trail = trail(board);
    trail.push(("Annual reports".into(), format!("/boards/{}/annual-reports", board.slug)));
    trail.push((format!("Annual report {}", draft.year), draft_address(board, draft)));
    trail
}

fn may(state: &AppState, who: &SignedIn, board: &Board, action: Action) -> bool {
    let place = place_of(board.id);
    state.joined.policy.can(&who.actor, action, &facts(&place)) == Answer::Allowed
}

/// Handles `GET /boards/{slug}/annual-reports/{year}/draft`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (board, draft) = draft_of(&state, &who, READ, (&slug, &year)).await?;
    let connection = state.db.reading();
    let report = assembling::report(connection, &draft, state.clock.today()).await?;
    let texts = text_store::of_report(connection, draft.id).await?;
    let own = draft_address(&board, &draft);
    let may_write = draft.state.is_open() && may(&state, &who, &board, WRITE);
    let may_write_foreword = draft.state.is_open() && !may_write && is_chair(&state, &who, &board).await?;
    let banner = match done.as_str() {
        "saved" => Some("Text saved"),
        "moved" => Some("Service moved up"),
        "published" => Some("Annual report published"),
        "reopened" => Some("New draft created. The published report stays the same until you publish again."),
        _ => None,
    };
    let title = report.title();
    let mut breadcrumbs = trail_of_draft(&board, &draft);
    breadcrumbs.pop();
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&board.name), &title))
        (ui::paragraph(html! { (state_tag(draft.state)) " " (told(&report)) }))
        @if draft.state == DraftState::Published { (published(&board, &draft, may(&state, &who, &board, WRITE))) }
        @else { (ui::button(&ui::Button { text: "Preview", address: Some(&format!("{own}/preview")), ..Default::default() })) }
        @if may_write { (parts(&own, &report, &texts)) }
        @if may_write_foreword {
            (ui::h2("Your foreword"))
            (ui::paragraph("You chair the board, so the foreword is yours. The clerk can write it for you."))
            (ui::paragraph(ui::link(format!("{own}/texts/foreword"), "Write the Chair’s foreword")))
        }
    };
    Ok(ui::page(&page, content))
}

/// Checks whether someone chairs the board today and so may write the foreword.
async fn is_chair(state: &AppState, who: &SignedIn, board: &Board) -> Result<bool> {
    let chair = meetings::chair_account(state.db.reading(), board.id, state.clock.today()).await?;
    let place = place_of(board.id);
    Ok(state.joined.policy.can(&who.actor, FOREWORD, &foreword_facts(&place, chair)) == Answer::Allowed)
}

fn state_tag(state: DraftState) -> Markup {
    let colour = match state {
        DraftState::Published => ui::TagColour::Green,
        DraftState::Draft | DraftState::NewDraft => ui::TagColour::Blue,
    };
    ui::tag(state.label(), colour)
}

/// Summarises in a sentence what the record contributes to the report.
fn told(report: &AnnualReport) -> String {
    let decisions: usize = report.meetings.iter().map(|meeting| meeting.decisions.len()).sum();
    format!(
        "From the record: {} members, {} meetings held, {} with minutes, {decisions} decisions, {} actions.",
        report.members.len(),
        report.meetings.len(),
        report.minuted(),
        report.actions.len()
    )
}

fn published(board: &Board, draft: &Draft, may_write: bool) -> Markup {
    html! {
        (ui::paragraph(ui::link(page_address(&board.slug, draft.year), "The published report")))
        @if may_write {
            form action=(format!("{}/reopen", draft_address(board, draft))) method="post" {
                (ui::button(&ui::Button { text: "Create new draft", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    }
}

/// Renders the parts to write.
fn parts(own: &str, report: &AnnualReport, texts: &[Passage]) -> Markup {
    let is_written = |part: &str| texts.iter().any(|text| text.part == part);
    let services: Vec<&Passage> = texts.iter().filter(|text| text.part.starts_with("service-")).collect();
    html! {
        (ui::h2("Foreword and overview"))
        (ui::list(html! {
            @for (part, name) in [("foreword", "The Chair’s foreword"), ("overview", "Overview of the year")] {
                li {
                    (ui::link(format!("{own}/texts/{part}"), name)) " "
                    @if is_written(part) { (ui::tag("Written", ui::TagColour::Green)) } @else { (ui::tag("Not written", ui::TagColour::Grey)) }
                }
            }
        }))
        (ui::h2("Services"))
        @if services.is_empty() { (ui::paragraph("No services yet.")) }
        (ui::numbered(html! {
            @for (place, service) in services.iter().enumerate() {
                li {
                    (ui::link(format!("{own}/texts/{}", service.part), &service.title))
                    @if place > 0 {
                        form action=(format!("{own}/texts/{}/move", service.part)) method="post" {
                            (ui::row_button("Move up", html! { ": " (service.title) }))
                        }
                    }
                }
            }
        }))
        (ui::paragraph(ui::link(format!("{own}/texts/new-service"), "Add a service")))
        (ui::h2("Summaries of items"))
        (ui::measured("These come from the agendas. If you write a different summary, the report says so and keeps the original."))
        @for meeting in &report.meetings { (summaries(own, meeting)) }
    }
}

fn summaries(own: &str, meeting: &MeetingOfYear) -> Markup {
    html! {
        (ui::h3(&meeting.day))
        @if meeting.items.is_empty() { (ui::paragraph("No agenda items this year.")) }
        (ui::list(html! {
            @for item in &meeting.items {
                li {
                    @if item.private { (item.title) " " (ui::tag("Private", ui::TagColour::Grey)) }
                    @else {
                        (ui::link(format!("{own}/texts/{}", item.key), &item.title))
                        @if item.is_edited { " " (ui::tag("Edited", ui::TagColour::Purple)) }
                        @else if item.summary.is_none() { " " (ui::tag("No summary", ui::TagColour::Grey)) }
                    }
                }
            }
        }))
    }
}

/// Handles `GET /boards/{slug}/annual-reports/{year}/draft/preview`.
pub(crate) async fn preview(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Markup> {
    let (board, draft) = draft_of(&state, &who, READ, (&slug, &year)).await?;
    let report = assembling::report(state.db.reading(), &draft, state.clock.today()).await?;
    preview_page(&state, &who, (&board, &draft), &report, &FormState::default())
}

/// Returns a hash of a report's content, so that only what was previewed is published.
fn seal(content: &str) -> String {
    blake3::hash(content.as_bytes()).to_hex().to_string()
}

fn content_of(report: &AnnualReport) -> Result<String> {
    serde_json::to_string(report).map_err(|error| Error::Content(error.to_string()))
}

fn preview_page(
    state: &AppState,
    who: &SignedIn,
    (board, draft): (&Board, &Draft),
    report: &AnnualReport,
    form: &FormState,
) -> Result<Markup> {
    let document = report_document::document(report);
    let title = form.title(&format!("{}, preview", report.title()));
    let breadcrumbs = trail_of_draft(board, draft);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let publish = LIFE.take(draft.state, Step::Publish, |_| may(state, who, board, PUBLISH), |_| true).ok();
    let seen = seal(&content_of(report)?);
    let content = html! {
        (form.summary())
        (ui::heading(Some(&format!("{}: not public yet", board.name)), &report.title()))
        (ui::with_contents(&contents(&document), ui::document(&document, 1)))
        @if let Some(publish) = publish {
            form action=(format!("{}/publish", draft_address(board, draft))) method="post" class="moothall-measure" novalidate {
                (ui::h2_large_at("publish", "Publish annual report"))
                (ui::warning_text(html! { "Everyone will be able to read it. If you change it later, that is a new version, and this one can still be read." }))
                (ui::hidden("seen", &seen))
                @if publish.needs(Condition::Reason) {
                    (form.textarea(&ui::Textarea {
                        name: "reason", label: "Why is there a new version?", hint: Some("This will be public"), rows: Some(2), ..Default::default()
                    }))
                }
                (ui::send("Publish annual report"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

const MISSING: &str = "Enter why there is a new version";

const NOT_NOW: &str = "You cannot do this now. Go back to the report.";

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (board, draft) = draft_of(&state, &who, PUBLISH, (&slug, &year)).await?;
    let line = LIFE.take(draft.state, Step::Publish, |taker| taker == Taker::Publisher, |_| true)?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    // Change the state first, so that others who publish or save at the same moment wait.
    if !draft_store::go_to(&transaction, &draft, line.to, by).await? {
        return Err(Error::NotUnderstood(NOT_NOW.into()));
    }
    let report = assembling::report(&transaction, &draft, state.clock.today()).await?;
    let content = content_of(&report)?;
    if line.needs(Condition::Met) && report.meetings.is_empty() {
        form.fault("publish", "The board has not met this year");
    }
    let reason = form.line("reason").at_least(5, MISSING).at_most(500, "Reason");
    let reason = if line.needs(Condition::Reason) { reason.required(MISSING) } else { reason.text() };
    if line.needs(Condition::AsRead) && form.value("seen") != seal(&content) {
        form.fault("publish", "Someone else has changed the report since you opened it. Read it again before you publish it");
    }
    let Some(reason) = reason.filter(|_| !form.has_faults()) else {
        drop(transaction);
        return Ok(refused(preview_page(&state, &who, (&board, &draft), &report, &form)?));
    };
    let record = draft.published_record();
    let title = format!("{}, {}", report.title(), report.board);
    let new = NewPublication { kind: "annual-report", record: &record, title: &title, content };
    let publishing = Publishing { at: by.at, actor: by.actor, reason: &reason };
    publications::publish(&transaction, &new, &publishing).await?;
    transaction.commit().await?;
    Ok(redirect_done(&draft_address(&board, &draft), "published").into_response())
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/reopen`.
pub(crate) async fn reopen(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Redirect> {
    let (board, draft) = draft_of(&state, &who, WRITE, (&slug, &year)).await?;
    let line = LIFE.take(draft.state, Step::Reopen, |taker| taker == Taker::Writer, |_| true)?;
    let transaction = state.begin(&who.actor).await?;
    if !draft_store::go_to(&transaction, &draft, line.to, transaction.by()).await? {
        return Err(Error::NotUnderstood(NOT_NOW.into()));
    }
    transaction.commit().await?;
    Ok(redirect_done(&draft_address(&board, &draft), "reopened"))
}
