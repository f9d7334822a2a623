//! Jobs that wait or have failed, for the administrator to see, to retry and to delete.

use crate::access::{CHANGE, READ};
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use foundation::london;
use jobs::{ListedJob, State as JobState};
use ledger::Action;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Error, Result, SignedIn};

/// The most jobs on a page.
const PAGE: i64 = 50;

/// Which part of the list to show, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The key of the last waiting job on the page before.
    after: i64,
    /// The key of the last failed job on the page before.
    failed_after: i64,
    done: String,
}

/// Handles `GET /settings/jobs`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let connection = state.db.reading();
    let failed = jobs::list(connection, true, asked.failed_after, PAGE + 1).await?;
    let waiting = jobs::list(connection, false, asked.after, PAGE + 1).await?;
    let counts = jobs::count(connection, state.clock.now()).await?;
    let page = ui::Page { title: "Jobs", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @match asked.done.as_str() {
            "retried" => (ui::done("Job will be retried")),
            "deleted" => (ui::done("Job deleted")),
            "gone" => (ui::done("Nothing was changed, because the job’s status has changed")),
            _ => {}
        }
        (ui::heading(Some("Settings"), "Jobs"))
        (ui::measured(
            "Work that the site does by itself: emails, PDFs made in advance, reminders. A job that fails is retried automatically, less often \
             each time. One that has failed too often stays here until you retry or delete it."
        ))
        (ui::h2_large(format!("Failed ({})", counts.dead)))
        @if failed.is_empty() { (ui::paragraph("No failed jobs.")) }
        @else {
            (table(&state, "Failed jobs", &failed))
            @if let Some(address) = next(&failed, |id| format!("/settings/jobs?failed_after={id}")) {
                (ui::paragraph(ui::link(address, "More failed jobs")))
            }
        }
        (ui::h2_large(format!("Waiting and running ({})", counts.waiting + counts.running)))
        @if !state.sends_mail {
            (ui::paragraph(html! { "Emails wait until " (ui::link("/settings/email", "email is set up")) "." }))
        }
        @if waiting.is_empty() { (ui::paragraph("No jobs are waiting.")) }
        @else {
            (table(&state, "Waiting and running jobs", &waiting))
            @if let Some(address) = next(&waiting, |id| format!("/settings/jobs?after={id}")) {
                (ui::paragraph(ui::link(address, "More waiting jobs")))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn shown(jobs: &[ListedJob]) -> &[ListedJob] {
    jobs.get(..usize::try_from(PAGE).unwrap_or_default()).unwrap_or(jobs)
}

/// Returns the address of the next part of a list, if there is one.
fn next(jobs: &[ListedJob], address: impl Fn(i64) -> String) -> Option<String> {
    let shown = shown(jobs);
    shown.last().filter(|_| shown.len() < jobs.len()).map(|last| address(last.id))
}

fn is_known(state: &AppState, job: &ListedJob) -> bool {
    state.joined.jobs.names().contains(&job.kind.as_str())
}

fn table(state: &AppState, caption: &str, jobs: &[ListedJob]) -> Markup {
    ui::table(&ui::Table {
        caption,
        caption_is_hidden: true,
        columns: vec![
            ui::Column::words("Job"),
            ui::Column::words("Created"),
            ui::Column::words("Status"),
            ui::Column::words("Action"),
        ],
        rows: shown(jobs).iter().map(|job| row(state, job)).collect(),
        row_headings: true,
    })
}

fn row(state: &AppState, job: &ListedJob) -> Vec<Markup> {
    let is_dead = job.run_at.is_none();
    vec![
        html! { (job.kind) " " (job.id) (ui::hint(&job.payload)) },
        html! { (london::on_page(job.queued_at)) },
        status(state, job),
        html! {
            @if is_dead || job.problem.is_some() {
                form action={ "/settings/jobs/" (job.id) "/retry" } method="post" class="moothall-row-form" {
                    (ui::row_button("Retry", format!(" job {}", job.id)))
                }
            }
            @if is_dead || !is_known(state, job) {
                (ui::link_to(format!("/settings/jobs/{}/delete", job.id), "Delete", format!(" job {}", job.id)))
            }
        },
    ]
}

fn status(state: &AppState, job: &ListedJob) -> Markup {
    let attempts = match job.attempts {
        1 => "1 attempt".to_owned(),
        attempts => format!("{attempts} attempts"),
    };
    html! {
        @match job.state(state.clock.now()) {
            JobState::Dead => { (ui::tag("Failed", ui::TagColour::Red)) @if let Some(at) = job.failed_at { " " (london::on_page(at)) } },
            JobState::Running => (ui::tag("Running", ui::TagColour::Blue)),
            JobState::Waiting if !is_known(state, job) => {
                (ui::tag("Unknown", ui::TagColour::Red)) " This version of Moothall does not know this kind of job."
            },
            JobState::Waiting => {
                (ui::tag("Waiting", ui::TagColour::Grey))
                @if let Some(at) = job.run_at.filter(|at| *at > state.clock.now()) { " until " (london::on_page(at)) }
            },
        }
        @if let Some(problem) = &job.problem { (ui::hint(html! { (attempts) ": " (problem) })) }
    }
}

/// Handles `POST /settings/jobs/{id}/retry`.
pub(crate) async fn retry(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let job = find(&state, &id).await?;
    let transaction = state.db.begin().await?;
    note(&state, &who, &transaction, &job, Action::Altered, "retried").await?;
    if !jobs::retry(&transaction, job.id, state.clock.now()).await? {
        return Ok(Redirect::to("/settings/jobs?done=gone"));
    }
    transaction.commit().await?;
    Ok(Redirect::to("/settings/jobs?done=retried"))
}

/// Handles `GET /settings/jobs/{id}/delete`: asks for confirmation.
pub(crate) async fn confirm_delete(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    state.ask_any(&who.actor, CHANGE)?;
    let job = find(&state, &id).await?;
    let page = ui::Page { title: "Delete job", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Jobs", "/settings/jobs"))
        (ui::heading(Some("Jobs"), "Delete job"))
        div class="moothall-measure" {
            (ui::paragraph(html! { (job.kind) " " (job.id) ", created " (london::on_page(job.queued_at)) "." }))
            (ui::warning_text(html! { "What this job was to do will not be done. You cannot undo this." }))
            form action={ "/settings/jobs/" (job.id) "/delete" } method="post" {
                (ui::button(&ui::Button { text: "Delete job", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /settings/jobs/{id}/delete`.
pub(crate) async fn delete(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let job = find(&state, &id).await?;
    let transaction = state.db.begin().await?;
    note(&state, &who, &transaction, &job, Action::Erased, "deleted").await?;
    if !jobs::delete(&transaction, job.id, &state.joined.jobs.names()).await? {
        return Ok(Redirect::to("/settings/jobs?done=gone"));
    }
    transaction.commit().await?;
    Ok(Redirect::to("/settings/jobs?done=deleted"))
}

async fn find(state: &AppState, id: &str) -> Result<ListedJob> {
    let id = id.parse().map_err(|_| Error::NotFound("Job"))?;
    jobs::by_id(state.db.reading(), id).await?.ok_or(Error::NotFound("Job"))
}

async fn note(
    state: &AppState,
    who: &SignedIn,
    transaction: &db::WriteTransaction,
    job: &ListedJob,
    action: Action,
    what: &str,
) -> Result<()> {
    let actor = who.actor.ledger_name();
    let payload = json!({ "what": what, "kind": job.kind, "about": job.payload });
    ledger::append(transaction, &state.by(&actor).did(action, &format!("job/{}", job.id), &payload)).await?;
    Ok(())
}
