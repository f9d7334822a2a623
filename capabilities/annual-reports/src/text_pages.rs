//! Writing a part of a report. Two people who edit the same part do not overwrite each other: the second
//! sees both texts and chooses.

use crate::draft::{Draft, Part, Passage};
use crate::draft_pages::{draft_address, draft_of, trail_of_draft};
use crate::kinds::{self, FOREWORD, READ, WRITE};
use crate::text_store::{self, Saved, Written};
use crate::writing::{LONGEST_TEXT, LONGEST_TITLE, blocks, kept};
use crate::{assembling, draft_store};
use access::{AccountId, account_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use foundation::text::single_spaced;
use maud::{Markup, html};
use meetings::Board;
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

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
    let missing = || Error::NotFound("Text");
    let part = Part::read(part).ok_or_else(missing)?;
    let first = if part == Part::Foreword { READ } else { WRITE };
    let (board, draft) = draft_of(state, who, first, (slug, year)).await?;
    if part == Part::Foreword {
        let chair = meetings::chair_account(state.db.reading(), board.id, state.clock.today()).await?;
        state.ask(&who.actor, FOREWORD, &kinds::foreword_facts(&kinds::place_of(board.id), chair))?;
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
            let item = items.into_iter().find(|item| item.key == *key && !item.private).ok_or_else(missing)?;
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

/// The form's content.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TextForm {
    title: String,
    text: String,
    /// The version that was current when the form was opened.
    version: String,
}

impl From<&Passage> for TextForm {
    fn from(text: &Passage) -> Self {
        Self { title: text.title.clone(), text: text.text.clone(), version: text.version.to_string() }
    }
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
    let form = text.as_ref().map(TextForm::from).unwrap_or_default();
    Ok(page(&state, &place, &form, &[], None))
}

/// What someone else has saved since.
struct Theirs {
    /// Their text; `None` if they removed it.
    text: Option<Passage>,
    /// The name of the other person.
    by: String,
}

fn page(state: &AppState, place: &Place, form: &TextForm, faults: &[(&str, &str)], theirs: Option<&Theirs>) -> Markup {
    let error = |id: &str| ui::error_about(faults, id);
    let title = ui::form_title(&place.heading, !faults.is_empty());
    let breadcrumbs = trail_of_draft(&place.board, &place.draft);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let is_there = form.version != "0" && !form.version.is_empty();
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("Annual report {}", place.draft.year)), &place.heading))
            @if let Some(theirs) = theirs { (theirs_and_yours(place, theirs)) }
            @if let Part::Summary(_) = place.part {
                h2 class="govuk-heading-m" { "Current record" }
                @match &place.recorded {
                    Some(recorded) => (ui::inset_text(html! { (recorded) })),
                    None => p class="govuk-body" { "No summary." },
                }
            }
            form action=(place.address()) method="post" novalidate {
                input type="hidden" name="version" value=(form.version);
                @if place.part.has_title() {
                    (ui::input(&ui::Input { name: "title", label: "Title", value: &form.title, error: error("title"), ..Default::default() }))
                }
                (ui::textarea(&ui::Textarea {
                    name: "text", label: if theirs.is_some() { "Your text" } else { "Text" }, rows: Some(14), value: &form.text, error: error("text"),
                    hint: Some("Leave an empty line between paragraphs. Start a line with a hyphen to make a list"),
                    most_characters: u32::try_from(LONGEST_TEXT).ok(), ..Default::default()
                }))
                @if is_there { p class="govuk-hint" { "Leave the text empty to remove it from the report." } }
                (ui::button_group(html! {
                    (ui::button(&ui::Button { text: if theirs.is_some() { "Replace with your text" } else { "Save" }, once: true, ..Default::default() }))
                    a class="govuk-link" href=(draft_address(&place.board, &place.draft)) { @if theirs.is_some() { "Keep their text" } @else { "Cancel" } }
                }))
            }
        }
    };
    ui::page(&page, content)
}

fn theirs_and_yours(place: &Place, theirs: &Theirs) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Their text" }
        @match &theirs.text {
            Some(text) => {
                p class="govuk-body" { "Saved by " (theirs.by) ", " (london::on_page(text.saved_at)) }
                (ui::inset_text(html! {
                    @if place.part.has_title() { p class="govuk-body" { strong { (text.title) } } }
                    (documents::html::blocks(&blocks(&text.text), 2))
                }))
            }
            None => p class="govuk-body" { "Removed from the report." },
        }
    }
}

async fn theirs(state: &AppState, place: &Place) -> Result<Theirs> {
    let text = text_store::of_part(state.db.reading(), place.draft.id, &place.part.word()).await?;
    let account = text.as_ref().and_then(|text| text.saved_by.strip_prefix("account/")?.parse::<AccountId>().ok());
    let account = match account {
        Some(account) => account_store::by_id(state.db.reading(), account).await?,
        None => None,
    };
    Ok(Theirs { text, by: account.map_or_else(|| "someone else".to_owned(), |account| account.name) })
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/texts/{part}`.
pub(crate) async fn save(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year, part)): Path<(String, String, String)>,
    Form(form): Form<TextForm>,
) -> Result<Response> {
    let place = place_of(&state, &who, (&slug, &year, &part)).await?;
    let title = single_spaced(&kept(&form.title));
    let text = kept(&form.text);
    let seen = form.version.trim().parse::<i64>().ok().filter(|version| *version >= 0).unwrap_or(0);
    let mut faults = Vec::new();
    if place.part.has_title() && !text.is_empty() && title.is_empty() {
        faults.push(("Enter a title for the service", "title"));
    }
    if title.chars().count() > LONGEST_TITLE {
        faults.push(("Title must be 150 characters or fewer", "title"));
    }
    if text.chars().count() > LONGEST_TEXT {
        faults.push(("Text must be 15,000 characters or fewer", "text"));
    }
    if text.is_empty() && seen == 0 {
        faults.push(("Enter the text", "text"));
    }
    let form = TextForm { version: seen.to_string(), ..form };
    if !faults.is_empty() {
        return Ok(refused(page(&state, &place, &form, &faults, None)));
    }
    let title = if place.part.has_title() { title } else { String::new() };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let written = Written { part: &place.part, title: &title, text: &text, seen };
    match text_store::save(&transaction, place.draft.id, &written, state.by(&actor)).await? {
        Saved::Yes => {}
        Saved::TooMany => {
            return Ok(refused(page(&state, &place, &form, &[("You cannot add more services to this report", "title")], None)));
        }
        Saved::Meanwhile => {
            drop(transaction);
            let theirs = theirs(&state, &place).await?;
            let version = theirs.text.as_ref().map_or(0, |text| text.version).to_string();
            let faults =
                [("Someone else has changed this text since you opened it. Compare both versions and choose one", "text")];
            return Ok(refused(page(&state, &place, &TextForm { version, ..form }, &faults, Some(&theirs))));
        }
    }
    // If someone else has published since, their ledger entry came first, and a published report cannot be edited.
    let now = draft_store::by_id(&transaction, place.draft.id).await?;
    if now.is_none_or(|draft| !draft.state.is_open()) {
        return Err(Error::NotUnderstood(IS_PUBLIC.into()));
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=saved", draft_address(&place.board, &place.draft))).into_response())
}

/// Handles `POST /boards/{slug}/annual-reports/{year}/draft/texts/{part}/move`: moves a service one place up.
pub(crate) async fn move_up(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, year, part)): Path<(String, String, String)>,
) -> Result<Redirect> {
    let place = place_of(&state, &who, (&slug, &year, &part)).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    text_store::move_up(&transaction, place.draft.id, &place.part.word(), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=moved", draft_address(&place.board, &place.draft))))
}
