//! A draft: the parts to write, the preview, publication, and starting a new version.

use crate::annual_report::{AnnualReport, MeetingOfYear};
use crate::draft::{Draft, Passage};
use crate::kinds::{FOREWORD, PUBLISH, READ, WRITE, facts, foreword_facts, place_of};
use crate::published::page_address;
use crate::published_pages::{board_and_year, contents, trail};
use crate::state_of_draft::{Condition, LIFE, State as DraftState, Step, Taker};
use crate::{assembling, draft_store, report_document, text_store};
use access::{Action, Answer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::text::single_spaced;
use maud::{Markup, html};
use meetings::Board;
use publications::{NewPublication, Publishing};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

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
    Ok((board, draft.ok_or(Error::NotFound("Annual report"))?))
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
        p class="govuk-body" { (state_tag(draft.state)) " " (told(&report)) }
        @if draft.state == DraftState::Published { (published(&board, &draft, may(&state, &who, &board, WRITE))) }
        @else { (ui::button(&ui::Button { text: "Preview", address: Some(&format!("{own}/preview")), ..Default::default() })) }
        @if may_write { (parts(&own, &report, &texts)) }
        @if may_write_foreword {
            h2 class="govuk-heading-m" { "Your foreword" }
            p class="govuk-body" { "You chair the board, so the foreword is yours. The clerk can write it for you." }
            p class="govuk-body" { a class="govuk-link" href=(format!("{own}/texts/foreword")) { "Write the Chair’s foreword" } }
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
        p class="govuk-body" { a class="govuk-link" href=(page_address(&board.slug, draft.year)) { "The published report" } }
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
        h2 class="govuk-heading-m" { "Foreword and overview" }
        ul class="govuk-list" {
            @for (part, name) in [("foreword", "The Chair’s foreword"), ("overview", "Overview of the year")] {
                li {
                    a class="govuk-link" href=(format!("{own}/texts/{part}")) { (name) } " "
                    @if is_written(part) { (ui::tag("Written", ui::TagColour::Green)) } @else { (ui::tag("Not written", ui::TagColour::Grey)) }
                }
            }
        }
        h2 class="govuk-heading-m" { "Services" }
        @if services.is_empty() { p class="govuk-body" { "No services yet." } }
        ol class="govuk-list govuk-list--number" {
            @for (place, service) in services.iter().enumerate() {
                li {
                    a class="govuk-link" href=(format!("{own}/texts/{}", service.part)) { (service.title) }
                    @if place > 0 {
                        form action=(format!("{own}/texts/{}/move", service.part)) method="post" {
                            button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                                "Move up" span class="govuk-visually-hidden" { ": " (service.title) }
                            }
                        }
                    }
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href=(format!("{own}/texts/new-service")) { "Add a service" } }
        h2 class="govuk-heading-m" { "Summaries of items" }
        p class="govuk-body moothall-measure" { "These come from the agendas. If you write a different summary, the report says so and keeps the original." }
        @for meeting in &report.meetings { (summaries(own, meeting)) }
    }
}

fn summaries(own: &str, meeting: &MeetingOfYear) -> Markup {
    html! {
        h3 class="govuk-heading-s" { (meeting.day) }
        @if meeting.items.is_empty() { p class="govuk-body" { "No agenda items this year." } }
        ul class="govuk-list" {
            @for item in &meeting.items {
                li {
                    @if item.private { (item.title) " " (ui::tag("Private", ui::TagColour::Grey)) }
                    @else {
                        a class="govuk-link" href=(format!("{own}/texts/{}", item.key)) { (item.title) }
                        @if item.is_edited { " " (ui::tag("Edited", ui::TagColour::Purple)) }
                        @else if item.summary.is_none() { " " (ui::tag("No summary", ui::TagColour::Grey)) }
                    }
                }
            }
        }
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
    preview_page(&state, &who, (&board, &draft), &report, "", &[])
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
    reason: &str,
    faults: &[(&str, &str)],
) -> Result<Markup> {
    let document = report_document::document(report);
    let title = ui::form_title(&format!("{}, preview", report.title()), !faults.is_empty());
    let breadcrumbs = trail_of_draft(board, draft);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let publish = LIFE.take(draft.state, Step::Publish, |_| may(state, who, board, PUBLISH), |_| true).ok();
    let seen = seal(&content_of(report)?);
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(Some(&format!("{}: not public yet", board.name)), &report.title()))
        (ui::with_contents(&contents(&document), ui::document(&document, 1)))
        @if let Some(publish) = publish {
            form action=(format!("{}/publish", draft_address(board, draft))) method="post" class="moothall-measure" novalidate {
                h2 class="govuk-heading-l" id="publish" { "Publish annual report" }
                (ui::warning_text(html! { "Everyone will be able to read it. If you change it later, that is a new version, and this one can still be read." }))
                input type="hidden" name="seen" value=(seen);
                @if publish.needs(Condition::Reason) {
                    (ui::textarea(&ui::Textarea {
                        name: "reason", label: "Why is there a new version?", hint: Some("This will be public"), rows: Some(2),
                        value: reason, error: ui::error_about(faults, "reason"), ..Default::default()
                    }))
                }
                (ui::button(&ui::Button { text: "Publish annual report", once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Form data for publishing.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PublishForm {
    seen: String,
    reason: String,
}

const NOT_NOW: &str = "You cannot do this now. Go back to the report.";
const CHANGED: ui::Fault<'_> =
    ("Someone else has changed the report since you opened it. Read it again before you publish it", "publish");

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
    Form(form): Form<PublishForm>,
) -> Result<Response> {
    let (board, draft) = draft_of(&state, &who, PUBLISH, (&slug, &year)).await?;
    let line = LIFE.take(draft.state, Step::Publish, |taker| taker == Taker::Publisher, |_| true)?;
    let reason: String = single_spaced(&form.reason).chars().take(500).collect();
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    // Change the state first, so that others who publish or save at the same moment wait.
    if !draft_store::go_to(&transaction, &draft, line.to, state.by(&actor)).await? {
        return Err(Error::NotUnderstood(NOT_NOW.into()));
    }
    let report = assembling::report(&transaction, &draft, state.clock.today()).await?;
    let content = content_of(&report)?;
    let fault = |condition: &Condition| match condition {
        Condition::Met => report.meetings.is_empty().then_some(("The board has not met this year", "publish")),
        Condition::Reason => (reason.chars().count() < 5).then_some(("Enter why there is a new version", "reason")),
        Condition::AsRead => (form.seen != seal(&content)).then_some(CHANGED),
    };
    let faults: Vec<ui::Fault<'_>> = line.when.iter().filter_map(fault).collect();
    if !faults.is_empty() {
        drop(transaction);
        return Ok(refused(preview_page(&state, &who, (&board, &draft), &report, &reason, &faults)?));
    }
    let record = draft.published_record();
    let title = format!("{}, {}", report.title(), report.board);
    let new = NewPublication { kind: "annual-report", record: &record, title: &title, content };
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &reason };
    publications::publish(&transaction, &new, &publishing).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=published", draft_address(&board, &draft))).into_response())
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/reopen`.
pub(crate) async fn reopen(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Redirect> {
    let (board, draft) = draft_of(&state, &who, WRITE, (&slug, &year)).await?;
    let line = LIFE.take(draft.state, Step::Reopen, |taker| taker == Taker::Writer, |_| true)?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    if !draft_store::go_to(&transaction, &draft, line.to, state.by(&actor)).await? {
        return Err(Error::NotUnderstood(NOT_NOW.into()));
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=reopened", draft_address(&board, &draft))))
}
