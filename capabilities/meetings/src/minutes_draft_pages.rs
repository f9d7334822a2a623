//! Minutes before they are the record: reading the draft, circulating it, publishing corrections; and the confidential minutes.

use crate::form::{line, line_field, send};
use crate::interest_store;
use crate::kinds::read;
use crate::meeting::Meeting;
use crate::meeting_change_pages::meeting_of;
use crate::minutes::Minutes;
use crate::minutes_life::MinutesState;
use crate::people::{READ_BUSINESS, RECORD, board_place, facts};
use crate::prepare_pages::trail;
use crate::sitting::SittingState;
use crate::sitting_pages::{self, SittingView};
use crate::{minutes_document, minutes_life_store, minutes_publishing, publishing, seat_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use documents::{Document, Entry, plain_text};
use maud::{Markup, html};
use publications::Change;
use serde::Deserialize;
use web::{AppState, Done, Error, OpeningNote, Result, SignedIn, refused};

/// `/meetings/{id}/minutes/draft`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting_pages::view(&state, meeting).await?;
    page(&state, &view, "", &[], &done).await
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct SendForm {
    #[serde(default)]
    reason: String,
}

/// `POST /meetings/{id}/minutes/circulate`.
pub(crate) async fn circulate(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting_pages::view(&state, meeting).await?;
    if view.sitting.state != SittingState::Ended {
        let fault = [("The meeting is not over yet: end it on its screen first", "circulate")];
        return Ok(refused(page(&state, &view, "", &fault, "").await?));
    }
    let actor = who.actor.ledger_name();
    minutes_publishing::send_out(&state, &view, "circulate", "Draft minutes, circulated to the members", &actor).await?;
    Ok(Redirect::to(&format!("{}/minutes/draft?done=circulated", view.meeting.address())).into_response())
}

/// `POST /meetings/{id}/minutes/correct`.
pub(crate) async fn correct(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<SendForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting_pages::view(&state, meeting).await?;
    let reason = line(&form.reason, 300);
    if reason.is_empty() {
        return Ok(refused(page(&state, &view, &form.reason, &[("Say what is corrected, and why", "reason")], "").await?));
    }
    let actor = who.actor.ledger_name();
    minutes_publishing::send_out(&state, &view, "correct", &reason, &actor).await?;
    Ok(Redirect::to(&format!("{}/minutes/draft?done=corrected", view.meeting.address())).into_response())
}

/// The public minutes as they would be published now, and what that changes in those that are.
async fn draft_and_changes(state: &AppState, view: &SittingView) -> Result<(Document, Vec<Change>)> {
    let connection = state.db.reading();
    let board = crate::board_store::by_id(connection, view.meeting.board).await?.ok_or(Error::NotFound("Board"))?;
    let (register, _) = publishing::register_and_version(connection, &board).await?;
    let numbers = minutes_life_store::given(connection, view.meeting.id).await?;
    let references = minutes_publishing::references(register.reference_prefix.as_deref(), &numbers);
    let parts = minutes_publishing::parts(state, view).await?;
    let drafted = minutes_publishing::drafted(view, &references, &parts);
    let document = minutes_document::document(&drafted.public);
    let changes = match publications::current(connection, &format!("meeting/{}/minutes", view.meeting.id)).await? {
        Some(publication) => {
            let published: Minutes = read(&publication.content)?;
            let published = plain_text::of_document(&minutes_document::document(&published));
            publications::difference(&published, &plain_text::of_document(&document))
        }
        None => Vec::new(),
    };
    Ok((document, changes))
}

async fn page(state: &AppState, view: &SittingView, reason: &str, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let meeting = &view.meeting;
    let life = minutes_life_store::life(state.db.reading(), meeting.id).await?;
    let standing = life.as_ref().map_or(MinutesState::Drafting, |life| life.state);
    let (document, changes) = draft_and_changes(state, view).await?;
    let changed: Vec<&Change> = changes.iter().filter(|change| !matches!(change, Change::Same(_) | Change::Skipped(_))).collect();
    let banner = match done {
        "circulated" => Some("The draft minutes are public, and the members were told."),
        "corrected" => Some("The corrected minutes are public, and the members were told."),
        _ => None,
    };
    let title = ui::form_title(&format!("Draft minutes, {}", meeting.short_day()), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = meeting.address();
    let (opening, said): (Vec<Entry>, Vec<Entry>) =
        document.entries.into_iter().partition(|entry| matches!(entry, Entry::Lead { .. }));
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &format!("Minutes of {}", meeting.day())))
        p class="govuk-body" { (ui::tag(label(standing), if standing.is_final() { ui::TagColour::Green } else { ui::TagColour::Yellow })) }
        div class="moothall-measure" {
            @match standing {
                MinutesState::Drafting => {
                    p class="govuk-body" {
                        "Drafted from what was recorded. To change what an item says, open it on "
                        a class="govuk-link" href={ (address) "/sitting" } { "the meeting’s screen" } ". "
                        "References are given when the minutes are circulated."
                    }
                    @if view.sitting.state == SittingState::Ended {
                        form action={ (address) "/minutes/circulate" } method="post" id="circulate" {
                            p class="govuk-body" { "Circulating publishes them as a draft and mails the members. What is exempt stays in the confidential minutes." }
                            (send("Circulate the draft"))
                        }
                    } @else { p class="govuk-body" id="circulate" { "They can be circulated once the meeting is over." } }
                },
                MinutesState::Circulated | MinutesState::Corrected => {
                    p class="govuk-body" {
                        "Corrections are made where things were recorded, on " a class="govuk-link" href={ (address) "/sitting" } { "the meeting’s screen" }
                        ", and become public here, with their reason."
                    }
                    @if changed.is_empty() { p class="govuk-body" { "Nothing differs from what is published." } }
                    @else {
                        h2 class="govuk-heading-m" { "What would change" }
                        ul class="govuk-list moothall-difference" {
                            @for change in changed.iter().take(200) {
                                @match change {
                                    Change::Added(text) => li { ins { (text) } },
                                    Change::Removed(text) => li { del { (text) } },
                                    Change::Same(_) | Change::Skipped(_) => {},
                                }
                            }
                        }
                        form action={ (address) "/minutes/correct" } method="post" novalidate {
                            (line_field("reason", "What is corrected, and why", reason, None, faults))
                            (send("Publish the corrected minutes"))
                        }
                    }
                },
                MinutesState::Approved | MinutesState::Signed => p class="govuk-body" { "They are the record now, and nothing changes them." },
            }
            p class="govuk-body" {
                @if meeting.has_minutes { a class="govuk-link" href={ (address) "/minutes" } { "The published minutes" } }
                @if view.items.iter().any(crate::draft_item::DraftItem::is_exempt) && standing != MinutesState::Drafting {
                    " · " a class="govuk-link" href={ (address) "/minutes/confidential" } { "The confidential minutes" }
                }
            }
        }
        h2 class="govuk-heading-l" { "As everybody will read them" }
        (ui::document_entries(&opening, 2))
        (ui::document_entries(&said, 2))
    };
    Ok(ui::page(&page, content))
}

fn label(state: MinutesState) -> &'static str {
    match state {
        MinutesState::Drafting => "Being drafted",
        MinutesState::Circulated => "Circulated as a draft",
        MinutesState::Corrected => "Corrected draft",
        MinutesState::Approved => "Approved",
        MinutesState::Signed => "Signed as a correct record",
    }
}

/// `/meetings/{id}/minutes/confidential`.
pub(crate) async fn confidential(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let place = board_place(meeting.board);
    state.ask(&who.actor, READ_BUSINESS, &facts(meeting.id.get(), &place, true, &[]))?;
    let record = format!("meeting/{}/confidential-minutes", meeting.id);
    let closed = publications::current_closed(state.db.reading(), &record).await?.ok_or(Error::NotFound("Minutes"))?;
    let mut minutes: Minutes = read(&closed.content)?;
    let barred = barred_items(&state, &who, &meeting).await?;
    // Who had a disclosable interest in an item left for it, and does not read what was said.
    minutes.items.retain(|minute| !minute.private || !barred.contains(&minute.number.clone().unwrap_or_default()));
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    let document = minutes_document::document(&minutes);
    let title = format!("Confidential minutes, {}", meeting.short_day());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(&meeting), ..state.page() };
    let content = html! {
        (ui::heading(Some(&meeting.board_name), &title))
        (ui::warning_text(html! { "Not for publication. What stands here is exempt information." }))
        p class="govuk-body-s" { "Version " (closed.version) ", " (foundation::london::written(closed.published_at)) ". " (closed.reason) }
        (ui::document_entries(&document.entries, 1))
    };
    Ok(ui::page(&page, content))
}

/// The agenda numbers of the items in which whoever asks has a disclosable interest, declared ahead or at the meeting.
async fn barred_items(state: &AppState, who: &SignedIn, meeting: &Meeting) -> Result<Vec<String>> {
    let connection = state.db.reading();
    let Some(person) = seat_store::person_of(connection, who.account).await? else { return Ok(Vec::new()) };
    let interests = interest_store::of_meeting(connection, meeting.id).await?;
    let view = sitting_pages::view(state, meeting.clone()).await?;
    let is_barred = |item: &crate::draft_item::DraftItem| {
        let ahead = interests
            .iter()
            .any(|interest| interest.item == item.id && interest.person == person && interest.kind.bars_from_taking_part());
        ahead || crate::sitting::barred(&view.entries, item.id).contains(&person)
    };
    Ok(view.items.iter().filter(|item| is_barred(item)).filter_map(|item| item.number.clone()).collect())
}
