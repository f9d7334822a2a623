//! Pages for checking an agenda and publishing it with its papers.

use crate::agenda::check::Facts;
use crate::agenda::publishing::Outgoing;
use crate::{agenda, preparation};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::agenda::finding::Finding;
use meetings::form::{is_ticked, line, line_field};
use meetings::meeting::Meeting;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::messages::telling::Told;
use meetings::preparation::item::DraftItem;
use meetings::{confirmation, meeting, messages, sitting};
use packs::{item_files, pack};
use publications::Publishing;
use serde::Deserialize;
use std::fmt::Write as _;
use web::{AppState, Error, Result, SignedIn, print_of, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PublishForm {
    confirmed: String,
    ground: String,
    circumstances: String,
    reason: String,
}

/// The grounds for giving fewer clear days (Local Government Act 1972, section 100B).
const GROUNDS: [(&str, &str); 2] = [
    ("convened", "The meeting is convened at shorter notice"),
    ("urgent", "The Chair has ruled every item urgent because of special circumstances"),
];

/// Handles `GET /meetings/{id}/prepare/check`.
pub(crate) async fn check(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    page(&state, &who, &meeting, &PublishForm::default(), &[]).await
}

/// Handles `POST /meetings/{id}/prepare/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PublishForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let facts = preparation::preparing::facts(&state, &meeting).await?;
    let items = preparation::preparing::items(&state, state.db.reading(), meeting.id).await?;
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    if agenda::check::check(&items, &facts).iter().any(|finding| finding.is_obstacle) || meeting.is_cancelled {
        faults.push(("Fix the problems listed under ‘What the check found’", "found"));
    }
    if !is_ticked(&form.confirmed) {
        faults.push(("Confirm that you have read what will be public", "confirmed"));
    }
    let ground = GROUNDS.iter().find(|(word, _)| *word == form.ground);
    let circumstances = line(&form.circumstances, 500);
    let is_short = !facts.is_published && facts.clear_days_left < facts.clear_days_needed;
    if is_short && ground.is_none() {
        faults.push(("Select the lawful ground for the short notice", "ground"));
    }
    if is_short && circumstances.is_empty() {
        faults.push(("Enter why short notice is needed", "circumstances"));
    }
    let reason = line(&form.reason, 300);
    if facts.is_published && reason.is_empty() {
        faults.push(("Enter the reason for publishing the agenda again", "reason"));
    }
    if !faults.is_empty() {
        return Ok(refused(page(&state, &who, &meeting, &form, &faults).await?));
    }
    // Inspecting the files and building the packs takes time, so it happens before the transaction begins.
    item_files::publishing::findings(&state, &items).await?;
    if let Some(fault) = agenda::preview::obstacle(&state, &who, &meeting, &items).await? {
        return Ok(refused(page(&state, &who, &meeting, &form, &[(&fault, "found")]).await?));
    }
    // The page count before a supplement is known only once the earlier pages are typeset.
    let next_page = if facts.is_published { next_page(&state, &meeting).await? } else { None };
    let short_notice = match (is_short, ground) {
        (true, Some((_, words))) => Some(format!("{words}: {circumstances}")),
        _ => meetings::preparation::store::draft(state.db.reading(), meeting.id).await?.and_then(|draft| draft.short_notice),
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    // Moving the meeting takes this lock too, and so does a second submission of this form.
    sitting::store::hold(&transaction, meeting.id).await?;
    // Read again inside the transaction, so that what is published is current.
    let now = meeting::store::by_id(&transaction, meeting.id).await?.ok_or(Error::NotFound("Meeting"))?;
    let is_published = preparation::preparing::published(&transaction, meeting.id).await?.is_some();
    let items = preparation::preparing::items(&state, &transaction, meeting.id).await?;
    let is_moved = (now.held_on, now.starts_at, &now.place) != (meeting.held_on, meeting.starts_at, &meeting.place);
    let is_checked = agenda::check::check(&items, &facts).iter().all(|finding| !finding.is_obstacle);
    let fault = if is_published != facts.is_published {
        Some("Someone else has published this agenda since you opened it")
    } else if now.is_cancelled || is_moved || !is_checked {
        Some("Someone else has changed the agenda since you opened it, and it can no longer be published")
    } else {
        None
    };
    if let Some(fault) = fault {
        drop(transaction);
        return Ok(refused(page(&state, &who, &now, &form, &[(fault, "found")]).await?));
    }
    let what = if reason.is_empty() { "Agenda published".to_owned() } else { reason };
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &what };
    let outgoing = Outgoing { meeting: &meeting, items: &items, short_notice: short_notice.clone(), next_page };
    if !agenda::publishing::publish(&state, &transaction, &outgoing, &publishing).await? {
        drop(transaction);
        let faults = [("Nothing has changed since the agenda was published", "found")];
        return Ok(refused(page(&state, &who, &meeting, &form, &faults).await?));
    }
    meetings::preparation::store::note_change(&transaction, meeting.id, "published", state.by(&actor)).await?;
    if let (true, Some(ground)) = (is_short, &short_notice) {
        meetings::preparation::store::set_short_notice(&transaction, meeting.id, ground).await?;
    }
    messages::telling::members(
        &state,
        &transaction,
        meeting.board,
        &told(&state, &meeting, &items, facts.is_published.then_some(what.as_str())),
    )
    .await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=published", meeting.address())).into_response())
}

/// Returns the page number after the last published page of a meeting. Returns `None` if no typesetter is available or the
/// published pages cannot be printed; a supplement can still be published, with its own page numbers.
pub(crate) async fn next_page(state: &AppState, meeting: &Meeting) -> Result<Option<u32>> {
    if state.printing.is_none() {
        return Ok(None);
    }
    match page_after(state, meeting).await {
        Ok(next) => Ok(Some(next)),
        Err(Error::NotPrintable(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn page_after(state: &AppState, meeting: &Meeting) -> Result<u32> {
    let packs = pack::published::of_meeting(state.db.reading(), meeting.id).await?;
    let mut next = 1;
    if packs.is_empty() {
        // The agenda was published elsewhere, so its pack is built from what is public now.
        next += print_of(state, "pack", meeting.id.get()).await?.pages;
    }
    for (position, (publication, _)) in packs.iter().enumerate() {
        let kept = if position == 0 {
            print_of(state, "pack", meeting.id.get()).await?
        } else {
            print_of(state, "supplement", publication.id.get()).await?
        };
        next += kept.pages;
    }
    Ok(next)
}

/// Returns what members are told. For private items this is only what everyone may read.
fn told(state: &AppState, meeting: &Meeting, items: &[DraftItem], again: Option<&str>) -> Told {
    let (what, done) = if again.is_some() { ("Agenda updated", "updated") } else { ("Agenda published", "published") };
    let mut text = format!("The agenda for the meeting of the {} on {} has been {done}.\n\n", meeting.board_name, meeting.day());
    if let Some(reason) = again {
        let _ = write!(text, "Reason: {reason}\n\n");
    }
    for (item, number) in items.iter().zip(agenda::check::numbers(items)) {
        let private = if item.is_exempt() { " (private)" } else { "" };
        let _ = writeln!(text, "{number}. {}{private}", item.title);
    }
    let _ = write!(text, "\nRead the agenda: {}\n", state.site.in_full(&meeting.address()));
    Told { subject: format!("{what}: {}, {}", meeting.board_name, meeting.short_day()), text }
}

async fn page(
    state: &AppState,
    who: &SignedIn,
    meeting: &Meeting,
    form: &PublishForm,
    faults: &[ui::Fault<'_>],
) -> Result<Markup> {
    let facts = preparation::preparing::facts(state, meeting).await?;
    let items = preparation::preparing::items(state, state.db.reading(), meeting.id).await?;
    let mut findings = agenda::check::check(&items, &facts);
    findings.extend(item_files::publishing::findings(state, &items).await?);
    let packs = agenda::preview::look(state, who, meeting, &items).await?;
    findings.extend(packs.findings);
    let mut emailed = vec![confirmation::told(state, &messages::telling::names(state, meeting.board).await?, "the agenda")];
    emailed.extend(confirmation::followers_told(state));
    let title = ui::form_title("Check and publish the agenda", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), "Check and publish the agenda"))
        h2 class="govuk-heading-m" id="found" { "What the check found" }
        (found(&findings))
        h2 class="govuk-heading-m" { "What will be public" }
        (preview(&items))
        (packs.section)
        (publishing_form(meeting, &facts, &emailed, (form, faults)))
    };
    Ok(ui::page(&page, content))
}

fn found(findings: &[Finding]) -> Markup {
    html! {
        @if findings.is_empty() { p class="govuk-body" { "No problems found." } }
        @else {
            ul class="govuk-list govuk-list--spaced" {
                @for finding in findings {
                    li {
                        @if finding.is_obstacle { (ui::tag("Must fix", ui::TagColour::Red)) } @else { (ui::tag("For information", ui::TagColour::Blue)) }
                        " " (finding.text)
                    }
                }
            }
        }
    }
}

fn preview(items: &[DraftItem]) -> Markup {
    html! {
        ol class="moothall-agenda moothall-measure" {
            @for (item, number) in items.iter().zip(agenda::check::numbers(items)) {
                @let public = agenda::publishing::public_item(item);
                li class="moothall-agenda__item" {
                    h3 class="govuk-heading-s moothall-agenda__title" {
                        span class="moothall-agenda__number" { (number) } " " (public.title)
                        @if public.private { " " (ui::tag("Private", ui::TagColour::Grey)) }
                    }
                    @if let Some(told) = public.told() { p class="govuk-body moothall-agenda__summary" { (told) } }
                    @if !item.is_exempt() && item.has_paper() {
                        p class="govuk-body moothall-agenda__links" { "With its report" @if let Some(officer) = &item.lead_officer { " by the " (officer) } }
                    }
                }
            }
        }
    }
}

fn publishing_form(
    meeting: &Meeting,
    facts: &Facts,
    emailed: &[String],
    (form, faults): (&PublishForm, &[ui::Fault<'_>]),
) -> Markup {
    let is_short = !facts.is_published && facts.clear_days_left < facts.clear_days_needed;
    html! {
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "What will happen" }
            ul class="govuk-list govuk-list--bullet govuk-list--spaced" {
                li { "The agenda, its public papers and the pack become public straight away. You cannot undo this: later changes are published as a new version or a supplement." }
                li { "Only members of the board and its clerks can read private papers." }
                @for sentence in emailed { li { (sentence) } }
            }
            form action={ (meeting.address()) "/prepare/publish" } method="post" novalidate {
                @if is_short {
                    (ui::warning_text(html! {
                        (facts.clear_days_left) @if facts.clear_days_left == 1 { " clear day remains" } @else { " clear days remain" }
                        " before the meeting, and the law requires " (facts.clear_days_needed) " (Local Government Act 1972, section 100B)."
                    }))
                    (ui::radios(&ui::Choices {
                        name: "ground", legend: "Lawful ground for the short notice", error: ui::error_about(faults, "ground"),
                        choices: GROUNDS.iter().map(|(value, text)| ui::Choice { value, text, chosen: form.ground == *value, ..Default::default() }).collect(),
                        ..Default::default()
                    }))
                    (line_field("circumstances", "Why short notice is needed", &form.circumstances, Some("This will appear on the agenda"), faults))
                }
                @if facts.is_published {
                    (line_field("reason", "Reason for publishing again", &form.reason, Some("This will be public, with the new version"), faults))
                }
                (ui::checkboxes(&ui::Choices {
                    name: "confirmed", legend: "Before you publish", error: ui::error_about(faults, "confirmed"),
                    choices: vec![ui::Choice { value: "yes", text: "I have read what will be public", chosen: is_ticked(&form.confirmed), ..Default::default() }],
                    ..Default::default()
                }))
                (ui::button(&ui::Button { text: if facts.is_published { "Publish the agenda again" } else { "Publish the agenda" }, once: true, ..Default::default() }))
            }
        }
    }
}
