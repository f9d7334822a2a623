//! Pages for checking an agenda and publishing it with its papers.

use crate::agenda::check::Facts;
use crate::agenda::publishing::Outgoing;
use crate::{agenda, preparation};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::agenda::finding::Finding;
use meetings::meeting::Meeting;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::messages::telling::Told;
use meetings::preparation::item::DraftItem;
use meetings::{confirmation, meeting, messages, sitting};
use packs::{item_files, pack};
use publications::Publishing;
use std::fmt::Write as _;
use ui::FormState;
use web::{AppState, CONFIRMED, Error, OrNotFound, Result, SignedIn, SubmittedForm, print_of, redirect_done, refused};

/// The grounds for giving fewer clear days (Local Government Act 1972, section 100B).
const GROUNDS: [(&str, &str); 2] = [
    ("convened", "The meeting is convened at shorter notice"),
    ("urgent", "The Chair has ruled every item urgent because of special circumstances"),
];

/// Handles `GET /meetings/{id}/prepare/check`.
pub(crate) async fn check(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    page(&state, &who, &meeting, &FormState::default()).await
}

/// Handles `POST /meetings/{id}/prepare/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let facts = preparation::preparing::facts(&state, &meeting).await?;
    let items = preparation::preparing::items(&state, state.db.reading(), meeting.id).await?;
    if agenda::check::check(&items, &facts).iter().any(|finding| finding.is_obstacle) || meeting.is_cancelled {
        form.fault("found", "Fix the problems listed under ‘What the check found’");
    }
    let Some(Publication { new_short_notice, reason }) = read(&mut form, &facts) else {
        return Ok(refused(page(&state, &who, &meeting, &form).await?));
    };
    // Inspecting the files and building the packs takes time, so it happens before the transaction begins.
    item_files::publishing::findings(&state, &items).await?;
    if let Some(fault) = agenda::preview::obstacle(&state, &who, &meeting, &items).await? {
        form.fault("found", fault);
        return Ok(refused(page(&state, &who, &meeting, &form).await?));
    }
    // The page count before a supplement is known only once the earlier pages are typeset.
    let next_page = if facts.is_published { next_page(&state, &meeting).await? } else { None };
    let short_notice = match &new_short_notice {
        Some(ground) => Some(ground.clone()),
        None => meetings::preparation::store::draft(state.db.reading(), meeting.id).await?.and_then(|draft| draft.short_notice),
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    // Moving the meeting takes this lock too, and so does a second submission of this form.
    sitting::store::hold(&transaction, meeting.id).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    // Read again inside the transaction, so that what is published is current.
    let now = meeting::store::by_id(&transaction, meeting.id).await?.or_not_found("Meeting")?;
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
        form.fault("found", fault);
        return Ok(refused(page(&state, &who, &now, &form).await?));
    }
    let what = reason.unwrap_or_else(|| "Agenda published".to_owned());
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &what };
    let outgoing = Outgoing { meeting: &meeting, items: &items, short_notice: short_notice.clone(), next_page };
    if !agenda::publishing::publish(&state, &transaction, &outgoing, &publishing).await? {
        drop(transaction);
        form.fault("found", "Nothing has changed since the agenda was published");
        return Ok(refused(page(&state, &who, &meeting, &form).await?));
    }
    meetings::preparation::store::note_change(&transaction, meeting.id, "published", state.by(&actor)).await?;
    if let Some(ground) = &new_short_notice {
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
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "published").into_response())
}

/// What a clerk says about the publication.
struct Publication {
    /// The ground for giving fewer clear days than the law requires.
    new_short_notice: Option<String>,
    /// The reason for publishing again.
    reason: Option<String>,
}

/// Returns whether fewer clear days remain than the law requires.
fn is_short(facts: &Facts) -> bool {
    !facts.is_published && facts.clear_days_left < facts.clear_days_needed
}

/// Reads the form, which asks for a ground if the notice is short and for a reason if the agenda is public already.
fn read(form: &mut SubmittedForm, facts: &Facts) -> Option<Publication> {
    if !form.is_confirmed() {
        form.fault(CONFIRMED, "Confirm that you have read what will be public");
    }
    let new_short_notice = if is_short(facts) {
        let ground = form.choice("ground", &GROUNDS, |(word, _)| (*word).to_owned());
        let ground = ground.or_fault("Select the lawful ground for the short notice");
        let circumstances = form.line("circumstances").at_most(500, "Explanation of the short notice");
        let circumstances = circumstances.required("Enter why short notice is needed");
        ground.zip(circumstances).map(|((_, words), circumstances)| format!("{words}: {circumstances}"))
    } else {
        None
    };
    let reason = form.line("reason").at_most(300, "Reason for publishing again");
    let reason = if facts.is_published {
        reason.required("Enter the reason for publishing the agenda again").map(Some)
    } else {
        reason.optional()
    };
    form.accept(())?;
    Some(Publication { new_short_notice, reason: reason? })
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

async fn page(state: &AppState, who: &SignedIn, meeting: &Meeting, form: &FormState) -> Result<Markup> {
    let facts = preparation::preparing::facts(state, meeting).await?;
    let items = preparation::preparing::items(state, state.db.reading(), meeting.id).await?;
    let mut findings = agenda::check::check(&items, &facts);
    findings.extend(item_files::publishing::findings(state, &items).await?);
    let packs = agenda::preview::look(state, who, meeting, &items).await?;
    findings.extend(packs.findings);
    let mut emailed = vec![confirmation::told(state, &messages::telling::names(state, meeting.board).await?, "the agenda")];
    emailed.extend(confirmation::followers_told(state));
    let title = form.title("Check and publish the agenda");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        (form.summary())
        (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), "Check and publish the agenda"))
        (ui::h2_at("found", "What the check found"))
        (found(&findings))
        (ui::h2("What will be public"))
        (preview(&items))
        (packs.section)
        (publishing_form(meeting, &facts, &emailed, form))
    };
    Ok(ui::page(&page, content))
}

fn found(findings: &[Finding]) -> Markup {
    html! {
        @if findings.is_empty() { (ui::paragraph("No problems found.")) }
        @else {
            (ui::spaced_list(html! {
                @for finding in findings {
                    li {
                        @if finding.is_obstacle { (ui::tag("Must fix", ui::TagColour::Red)) } @else { (ui::tag("For information", ui::TagColour::Blue)) }
                        " " (finding.text)
                    }
                }
            }))
        }
    }
}

fn preview(items: &[DraftItem]) -> Markup {
    html! {
        ol class="moothall-agenda moothall-measure" {
            @for (item, number) in items.iter().zip(agenda::check::numbers(items)) {
                @let public = agenda::publishing::public_item(item);
                li class="moothall-agenda__item" {
                    (ui::h3_as("moothall-agenda__title", None, html! {
                        span class="moothall-agenda__number" { (number) } " " (public.title)
                        @if public.private { " " (ui::tag("Private", ui::TagColour::Grey)) }
                    }))
                    @if let Some(told) = public.told() { (ui::paragraph_as("moothall-agenda__summary", &told)) }
                    @if !item.is_exempt() && item.has_paper() {
                        (ui::paragraph_as("moothall-agenda__links", html! { "With its report" @if let Some(officer) = &item.lead_officer { " by the " (officer) } }))
                    }
                }
            }
        }
    }
}

fn publishing_form(meeting: &Meeting, facts: &Facts, emailed: &[String], form: &FormState) -> Markup {
    html! {
        div class="moothall-measure" {
            (ui::h2("What will happen"))
            (ui::spaced_bullets(html! {
                li { "The agenda, its public papers and the pack become public straight away. You cannot undo this: later changes are published as a new version or a supplement." }
                li { "Only members of the board and its clerks can read private papers." }
                @for sentence in emailed { li { (sentence) } }
            }))
            form action={ (meeting.address()) "/prepare/publish" } method="post" novalidate {
                @if is_short(facts) {
                    (ui::warning_text(html! {
                        (facts.clear_days_left) @if facts.clear_days_left == 1 { " clear day remains" } @else { " clear days remain" }
                        " before the meeting, and the law requires " (facts.clear_days_needed) " (Local Government Act 1972, section 100B)."
                    }))
                    (form.radios(&ui::Choices {
                        name: "ground", legend: "Lawful ground for the short notice",
                        choices: GROUNDS.iter().map(|(value, text)| ui::Choice { value, text, ..Default::default() }).collect(),
                        ..Default::default()
                    }))
                    (form.input(&ui::Input { name: "circumstances", label: "Why short notice is needed", hint: Some("This will appear on the agenda"), ..Default::default() }))
                }
                @if facts.is_published {
                    (form.input(&ui::Input { name: "reason", label: "Reason for publishing again", hint: Some("This will be public, with the new version"), ..Default::default() }))
                }
                (form.checkbox(CONFIRMED, "Before you publish", "I have read what will be public", None))
                (ui::button(&ui::Button { text: if facts.is_published { "Publish the agenda again" } else { "Publish the agenda" }, once: true, ..Default::default() }))
            }
        }
    }
}
