//! Writing a part of a report. Two people who edit the same part do not overwrite each other: the second
//! sees both texts and chooses.

use crate::access::{FOREWORD, READ, WRITE};
use crate::draft::{Draft, Part, Passage};
use crate::draft_pages::{draft_address, draft_of, trail_of_draft};
use crate::text_store::{self, Saved, Written};
use crate::writing::{LONGEST_TEXT, LONGEST_TITLE, blocks};
use crate::{assembling, draft_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use meetings::Board;
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

const IS_PUBLIC: &str = "This report is published. To change it, create a new draft on its page.";

/// A part of a draft that can be edited now.
struct Place {
    board: Board,
    draft: Draft,
    part: Part,
    /// The part's heading.
    heading: String,
    /// The record's own text, if the part replaces it.
    recorded: Option<String>,
}

async fn place_of(state: &AppState, who: &SignedIn, address: (&str, &str, &str)) -> Result<Place> {
    let (slug, year, part) = address;
    let part = Part::read(part).or_not_found("Text")?;
    let first = if part == Part::Foreword { READ } else { WRITE };
    let (board, draft) = draft_of(state, who, first, (slug, year)).await?;
    if part == Part::Foreword {
        let chair = meetings::chair_account(state.db.reading(), board.id, state.clock.today()).await?;
        state.ask(&who.actor, FOREWORD, &crate::access::foreword_facts(&crate::access::place_of(board.id), chair))?;
    }
    if !draft.state.is_open() {
        return Err(Error::NotUnderstood(IS_PUBLIC.into()));
    }
    let (heading, recorded) = match &part {
        Part::Foreword => ("The Chair’s foreword".to_owned(), None),
        Part::Overview => ("Overview of the year".to_owned(), None),
        Part::Service(None) => ("Add a service".to_owned(), None),
        Part::Service(Some(_)) => ("Report from a service".to_owned(), None),
        Part::Summary(key) => {
            let report = assembling::report(state.db.reading(), &draft, state.clock.today()).await?;
            let items = report.meetings.into_iter().flat_map(|meeting| meeting.items);
            let item = items.into_iter().find(|item| item.key == *key && !item.private).or_not_found("Text")?;
            (item.title, if item.is_edited { item.recorded } else { item.summary })
        }
    };
    Ok(Place { board, draft, part, heading, recorded })
}

impl Place {
    fn address(&self) -> String {
        format!("{}/texts/{}", draft_address(&self.board, &self.draft), self.part.word())
    }
}

/// Returns the form with a text that was saved.
fn form_of(text: &Passage) -> FormState {
    FormState::of([("title", text.title.clone()), ("text", text.text.clone()), ("version", text.version.to_string())])
}

/// Handles `GET /boards/{slug}/annual-reports/{year}/draft/texts/{part}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year, part)): Path<(String, String, String)>,
) -> Result<Markup> {
    let place = place_of(&state, &who, (&slug, &year, &part)).await?;
    let text = text_store::of_part(state.db.reading(), place.draft.id, &place.part.word()).await?;
    if text.is_none() && matches!(place.part, Part::Service(Some(_))) {
        return Err(Error::NotFound("Text"));
    }
    let form = text.as_ref().map(form_of).unwrap_or_default();
    Ok(page(&state, &place, &form, None))
}

/// What someone else has saved since.
struct Theirs {
    /// Their text; `None` if they removed it.
    text: Option<Passage>,
    /// The name of the other person.
    by: String,
}

fn page(state: &AppState, place: &Place, form: &FormState, theirs: Option<&Theirs>) -> Markup {
    let title = form.title(&place.heading);
    let breadcrumbs = trail_of_draft(&place.board, &place.draft);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let is_there = !matches!(form.value("version"), "" | "0");
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("Annual report {}", place.draft.year)), &place.heading))
            @if let Some(theirs) = theirs { (theirs_and_yours(place, theirs)) }
            @if let Part::Summary(_) = place.part {
                (ui::h2("Current record"))
                @match &place.recorded {
                    Some(recorded) => (ui::inset_text(html! { (recorded) })),
                    None => (ui::paragraph("No summary.")),
                }
            }
            form action=(place.address()) method="post" novalidate {
                (form.hidden("version"))
                @if place.part.has_title() {
                    (form.line("title", "Title"))
                }
                (form.textarea(&ui::Textarea {
                    name: "text", label: if theirs.is_some() { "Your text" } else { "Text" }, rows: Some(14),
                    hint: Some("Leave an empty line between paragraphs. Start a line with a hyphen to make a list"),
                    most_characters: u32::try_from(LONGEST_TEXT).ok(), ..Default::default()
                }))
                @if is_there { (ui::hint_paragraph("Leave the text empty to remove it from the report.")) }
                (ui::button_group(html! {
                    (ui::button(&ui::Button { text: if theirs.is_some() { "Replace with your text" } else { "Save" }, once: true, ..Default::default() }))
                    (ui::link(draft_address(&place.board, &place.draft), html! { @if theirs.is_some() { "Keep their text" } @else { "Cancel" } }))
                }))
            }
        }
    };
    ui::page(&page, content)
}

fn theirs_and_yours(place: &Place, theirs: &Theirs) -> Markup {
    html! {
        (ui::h2("Their text"))
        @match &theirs.text {
            Some(text) => {
                (ui::paragraph(html! { "Saved by " (theirs.by) ", " (london::on_page(text.saved_at)) }))
                (ui::inset_text(html! {
                    @if place.part.has_title() { (ui::paragraph(html! { strong { (text.title) } })) }
                    (documents::html::blocks(&blocks(&text.text), 2))
                }))
            }
            None => (ui::paragraph("Removed from the report.")),
        }
    }
}

async fn theirs(state: &AppState, place: &Place) -> Result<Theirs> {
    let text = text_store::of_part(state.db.reading(), place.draft.id, &place.part.word()).await?;
    let by = match &text {
        Some(text) => directory::actor_name(state.db.reading(), &text.saved_by).await?,
        None => "someone else".to_owned(),
    };
    Ok(Theirs { text, by })
}

/// Reads the title and the text. An empty text removes what is there.
fn read(form: &mut SubmittedForm, part: &Part, seen: i64) -> Option<(String, String)> {
    let text = form.lines("text").at_most(LONGEST_TEXT, "Text");
    let text = if seen == 0 { text.required("Enter the text") } else { text.text() };
    let needs_title = part.has_title() && text.as_ref().is_some_and(|text| !text.is_empty());
    let title = form.line("title").at_most(LONGEST_TITLE, "Title");
    let title = if needs_title { title.required("Enter a title for the service") } else { title.text() };
    Some((title?, text?))
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/texts/{part}`.
pub(crate) async fn save(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year, part)): Path<(String, String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let place = place_of(&state, &who, (&slug, &year, &part)).await?;
    let seen = form.version().max(0);
    form.set("version", seen.to_string());
    let Some((title, text)) = read(&mut form, &place.part, seen) else {
        return Ok(refused(page(&state, &place, &form, None)));
    };
    let title = if place.part.has_title() { title } else { String::new() };
    let transaction = state.begin(&who.actor).await?;
    let written = Written { part: &place.part, title: &title, text: &text, seen };
    match text_store::save(&transaction, place.draft.id, &written, transaction.by()).await? {
        Saved::Yes => {}
        Saved::TooMany => {
            form.fault("title", "You cannot add more services to this report");
            return Ok(refused(page(&state, &place, &form, None)));
        }
        Saved::Meanwhile => {
            drop(transaction);
            let theirs = theirs(&state, &place).await?;
            form.set("version", theirs.text.as_ref().map_or(0, |text| text.version).to_string());
            form.fault("text", "Someone else has changed this text since you opened it. Compare both versions and choose one");
            return Ok(edit_refused(page(&state, &place, &form, Some(&theirs))));
        }
    }
    still_open(&transaction, &place).await?;
    transaction.commit().await?;
    Ok(redirect_done(&draft_address(&place.board, &place.draft), "saved").into_response())
}

/// Checks, after the ledger's entry, that no one has published the report since: their entry came first, and a published report cannot
/// be edited.
async fn still_open(transaction: &db::WriteTransaction, place: &Place) -> Result<()> {
    let now = draft_store::by_id(transaction, place.draft.id).await?;
    if now.is_none_or(|draft| !draft.state.is_open()) {
        return Err(Error::NotUnderstood(IS_PUBLIC.into()));
    }
    Ok(())
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/texts/{part}/move`: moves a service one place up.
pub(crate) async fn move_up(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year, part)): Path<(String, String, String)>,
) -> Result<Redirect> {
    let place = place_of(&state, &who, (&slug, &year, &part)).await?;
    let transaction = state.begin(&who.actor).await?;
    text_store::move_up(&transaction, place.draft.id, &place.part.word(), transaction.by()).await?;
    still_open(&transaction, &place).await?;
    transaction.commit().await?;
    Ok(redirect_done(&draft_address(&place.board, &place.draft), "moved"))
}
