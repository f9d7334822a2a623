//! Pages for draft minutes: reading and circulating the draft, publishing corrections, and the confidential minutes.

use crate::sitting::pages::SittingView;
use crate::{minutes, sitting};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use documents::{Document, Entry, plain_text};
use maud::{Markup, html};
use meetings::access::{READ_BUSINESS, RECORD, board_place, facts};
use meetings::board::publishing::register_and_version;
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::minutes::Minutes;
use meetings::minutes::life::{MinutesState, MinutesStep};
use meetings::sitting::SittingState;
use meetings::{confirmation, interests, members, messages};
use publications::Change;
use ui::FormState;
use web::{AppState, Confirmation, Done, OpeningNote, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /meetings/{id}/minutes/draft`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    page(&state, &view, &FormState::default(), &done).await
}

/// Handles `POST /meetings/{id}/minutes/circulate`.
pub(crate) async fn circulate(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    let fault = if view.sitting.state != SittingState::Ended {
        Some("The meeting has not ended. End it first")
    } else if view.today < view.meeting.held_on {
        Some(
            "Draft minutes can only be circulated from the day of the meeting. If it was held earlier, move the meeting to that day",
        )
    } else if view.is_circulated {
        Some("The draft minutes have already been circulated")
    } else {
        None
    };
    if let Some(fault) = fault {
        form.fault("circulate", fault);
        return Ok(refused(page(&state, &view, &form, "").await?));
    }
    if !form.is_confirmed() {
        return Ok(confirm_circulation(&state, &view).await?.into_response());
    }
    let actor = who.actor.ledger_name();
    let reason = "Draft minutes, circulated to the members";
    minutes::publishing::send_out(&state, view.meeting.id, MinutesStep::Circulate, reason, &actor).await?;
    Ok(redirect_done(&format!("{}/minutes/draft", view.meeting.address()), "circulated").into_response())
}

/// Renders the page for confirming circulation.
async fn confirm_circulation(state: &AppState, view: &SittingView) -> Result<Markup> {
    let address = view.meeting.address();
    let has_private = view.items.iter().any(meetings::preparation::item::DraftItem::is_exempt);
    let mut will = vec![
        "The draft minutes become public on the meeting’s page, marked as a draft to be confirmed at the next meeting."
            .to_owned(),
        confirmation::told(state, &messages::telling::names(state, view.meeting.board).await?, "the draft minutes"),
        "Items get their references, which never change.".to_owned(),
        "The meeting can no longer be reopened. Corrections are published with their reason.".to_owned(),
    ];
    will.extend(confirmation::followers_told(state));
    if has_private {
        will.insert(
            1,
            "Exempt information is left out. It is in the confidential minutes, for members and the monitoring officer."
                .to_owned(),
        );
    }
    Ok(confirmation::page(
        state,
        &view.meeting,
        &Confirmation {
            heading: "Are you sure you want to circulate the draft minutes?",
            will,
            address: &format!("{address}/minutes/circulate"),
            button: "Circulate the draft minutes",
            is_final: true,
            back: ("Go back to the draft minutes", &format!("{address}/minutes/draft")),
            ..Confirmation::default()
        },
    ))
}

/// Handles `POST /meetings/{id}/minutes/correct`.
pub(crate) async fn correct(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    let reason = form.line("reason").at_most(300, "Correction and its reason");
    let Some(reason) = reason.required("Enter what is corrected, and why") else {
        return Ok(refused(page(&state, &view, &form, "").await?));
    };
    // Minutes that are not circulated, or already approved, are rejected below when the step is taken.
    if view.is_circulated && !view.is_final {
        let (_, changes) = draft_and_changes(&state, &view).await?;
        if !changes.iter().any(is_difference) {
            form.fault("reason", "There are no changes to the published minutes");
            return Ok(refused(page(&state, &view, &form, "").await?));
        }
        if !form.is_confirmed() {
            return Ok(confirm_correction(&state, &view, &changes, &reason).await?.into_response());
        }
    }
    let actor = who.actor.ledger_name();
    minutes::publishing::send_out(&state, view.meeting.id, MinutesStep::Correct, &reason, &actor).await?;
    Ok(redirect_done(&format!("{}/minutes/draft", view.meeting.address()), "corrected").into_response())
}

/// Renders the page for confirming a correction.
async fn confirm_correction(state: &AppState, view: &SittingView, changes: &[Change], reason: &str) -> Result<Markup> {
    let address = view.meeting.address();
    let mut will = vec![
        "The corrected minutes become public, with the reason. The earlier version stays readable.".to_owned(),
        confirmation::told(state, &messages::telling::names(state, view.meeting.board).await?, "the correction"),
    ];
    will.extend(confirmation::followers_told(state));
    Ok(confirmation::page(
        state,
        &view.meeting,
        &Confirmation {
            heading: "Are you sure you want to publish the corrected minutes?",
            shown: Some(html! {
                (ui::paragraph(html! { "What is corrected, and why: " (reason) }))
                (differences(changes))
            }),
            will,
            address: &format!("{address}/minutes/correct"),
            fields: vec![("reason", reason)],
            button: "Publish the corrected minutes",
            is_final: true,
            back: ("Go back to the minutes", &format!("{address}/minutes/draft")),
            ..Confirmation::default()
        },
    ))
}

fn is_difference(change: &Change) -> bool {
    matches!(change, Change::Added(_) | Change::Removed(_))
}

/// Renders the changes, line by line.
fn differences(changes: &[Change]) -> Markup {
    html! {
        (ui::list_as("moothall-difference", html! {
            @for change in changes.iter().filter(|change| is_difference(change)).take(200) {
                @match change {
                    Change::Added(text) => li { ins { (text) } },
                    Change::Removed(text) => li { del { (text) } },
                    Change::Same(_) | Change::Skipped(_) => {},
                }
            }
        }))
    }
}

/// Returns the public minutes as they would be published now, and the changes from the published ones.
async fn draft_and_changes(state: &AppState, view: &SittingView) -> Result<(Document, Vec<Change>)> {
    let connection = state.db.reading();
    let board = meetings::board::store::by_id(connection, view.meeting.board).await?.or_not_found("Board")?;
    let (register, _) = register_and_version(connection, &board).await?;
    let numbers = meetings::minutes::life_store::given(connection, view.meeting.id).await?;
    let references = minutes::publishing::references(register.reference_prefix.as_deref(), &numbers);
    let parts = minutes::publishing::parts(state, view).await?;
    let drafted = minutes::publishing::drafted(view, &references, &parts);
    let document = meetings::minutes::document::document(&drafted.public);
    let changes = match publications::current(connection, &format!("meeting/{}/minutes", view.meeting.id)).await? {
        Some(publication) => {
            let published: Minutes = read(&publication.content)?;
            let published = plain_text::of_document(&meetings::minutes::document::document(&published));
            publications::difference(&published, &plain_text::of_document(&document))
        }
        None => Vec::new(),
    };
    Ok((document, changes))
}

async fn page(state: &AppState, view: &SittingView, form: &FormState, done: &str) -> Result<Markup> {
    let meeting = &view.meeting;
    let life = meetings::minutes::life_store::life(state.db.reading(), meeting.id).await?;
    let standing = life.as_ref().map_or(MinutesState::Drafting, |life| life.state);
    let (document, changes) = draft_and_changes(state, view).await?;
    let banner = match done {
        "circulated" => {
            Some(messages::telling::done_words(state, meeting.board, "Draft minutes circulated and published").await?)
        }
        "corrected" => Some(messages::telling::done_words(state, meeting.board, "Corrected minutes published").await?),
        _ => None,
    };
    let title = form.title(&format!("Draft minutes, {}", meeting.short_day()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = meeting.address();
    let (opening, said): (Vec<Entry>, Vec<Entry>) =
        document.entries.into_iter().partition(|entry| matches!(entry, Entry::Lead { .. }));
    let content = html! {
        (form.summary())
        @if let Some(banner) = &banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &format!("Minutes of {}", meeting.day())))
        (ui::paragraph(ui::tag(standing.label(), if standing.is_final() { ui::TagColour::Green } else { ui::TagColour::Yellow })))
        div class="moothall-measure" {
            (next_step(view, standing, &changes, form))
            (ui::paragraph(html! {
                @if meeting.has_minutes { (ui::link(format!("{address}/minutes"), "View published minutes")) }
                @if view.items.iter().any(meetings::preparation::item::DraftItem::is_exempt) && standing != MinutesState::Drafting {
                    " · " (ui::link(format!("{address}/minutes/confidential"), "View confidential minutes"))
                }
            }))
        }
        (ui::h2_large("Public version"))
        (ui::document_entries(&opening, 2))
        (ui::document_entries(&said, 2))
    };
    Ok(ui::page(&page, content))
}

/// Renders the next steps available for the minutes.
fn next_step(view: &SittingView, standing: MinutesState, changes: &[Change], form: &FormState) -> Markup {
    let address = view.meeting.address();
    let screen = html! { (ui::link(format!("{address}/sitting"), "In the meeting")) };
    html! {
        @match standing {
            MinutesState::Drafting => {
                (ui::paragraph(html! {
                    "This draft is made from what was recorded. " (ui::link(format!("{address}/minutes/edit"), "Edit the minutes"))
                    " to change what they say, or change what was recorded under " (screen) ". "
                    "Items get their references when the minutes are circulated."
                }))
                @if view.sitting.state != SittingState::Ended {
                    (ui::paragraph_at("circulate", "You can circulate the draft minutes after the meeting has ended."))
                } @else if let Some(early) = confirmation::before_its_day(&view.meeting, view.today) {
                    (ui::paragraph_at("circulate", html! {
                        (early) " Draft minutes can be circulated from that day. If the meeting was held earlier, "
                        (ui::link(format!("{address}/change"), "move it to the day on which it was held")) "."
                    }))
                } @else {
                    form action={ (address) "/minutes/circulate" } method="post" id="circulate" {
                        (ui::paragraph("Circulating the draft makes it public. You can check what will happen, and who will be emailed, first."))
                        (ui::send("Circulate the draft minutes"))
                    }
                }
            },
            MinutesState::Circulated | MinutesState::Corrected => {
                (ui::paragraph(html! {
                    "To make a correction, " (ui::link(format!("{address}/minutes/edit"), "edit the minutes"))
                    " or change what was recorded under " (screen) ". Then publish the corrected minutes here, with the reason."
                }))
                @if changes.iter().any(is_difference) {
                    (ui::h2("What will change"))
                    (differences(changes))
                    form action={ (address) "/minutes/correct" } method="post" novalidate {
                        (form.line("reason", "What is corrected, and why"))
                        (ui::send("Publish the corrected minutes"))
                    }
                } @else { (ui::paragraph_at("reason", "There are no changes to the published minutes.")) }
            },
            MinutesState::Approved => (ui::paragraph("Approved: can no longer be changed")),
            MinutesState::Signed => (ui::paragraph("Signed: can no longer be changed")),
        }
    }
}

/// Handles `GET /meetings/{id}/minutes/confidential`.
pub(crate) async fn confidential(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let place = board_place(meeting.board);
    state.ask(&who.actor, READ_BUSINESS, &facts(meeting.id.get(), &place, true, &[]))?;
    let record = format!("meeting/{}/confidential-minutes", meeting.id);
    let closed = publications::current_closed(state.db.reading(), &record).await?.or_not_found("Minutes")?;
    let mut minutes: Minutes = read(&closed.content)?;
    let barred = barred_items(&state, &who, &meeting).await?;
    // A member with a disclosable interest in an item left for it, and so may not read what was said.
    minutes.items.retain(|minute| !minute.private || !barred.contains(&minute.number.clone().unwrap_or_default()));
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    let document = meetings::minutes::document::document(&minutes);
    let title = format!("Confidential minutes, {}", meeting.short_day());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(&meeting), ..state.page() };
    let content = html! {
        (ui::heading(Some(&meeting.board_name), &title))
        (ui::warning_text(html! { "Not for publication. This page contains exempt information." }))
        (ui::small(html! { "Version " (closed.version) ", " (foundation::london::on_page(closed.published_at)) ". " (closed.reason) }))
        (ui::document_entries(&document.entries, 1))
    };
    Ok(ui::page(&page, content))
}

/// Returns the agenda numbers of the items in which the user has a disclosable interest, declared in advance or at the meeting.
async fn barred_items(state: &AppState, who: &SignedIn, meeting: &Meeting) -> Result<Vec<String>> {
    let connection = state.db.reading();
    let Some(person) = members::seat_store::person_of(connection, who.account).await? else { return Ok(Vec::new()) };
    let interests = interests::store::of_meeting(connection, meeting.id).await?;
    let view = sitting::pages::view(state, meeting.clone()).await?;
    let is_barred = |item: &meetings::preparation::item::DraftItem| {
        let ahead = interests
            .iter()
            .any(|interest| interest.item == item.id && interest.person == person && interest.kind.bars_from_taking_part());
        ahead || meetings::sitting::barred(&view.entries, item.id).contains(&person)
    };
    Ok(view.items.iter().filter(|item| is_barred(item)).filter_map(|item| item.number.clone()).collect())
}
