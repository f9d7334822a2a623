//! The council's logo. Like all images, it is re-encoded before it is stored. SVG is refused, because it can contain scripts.

use crate::form::{failed, stand};
use crate::permissions::{CHANGE, READ};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use files::Visibility;
use foundation::DatedRule;
use maud::{Markup, html};
use settings::LOGO;
use web::{AppState, Done, Error, Result, SentParts, SentPartsError, SignedIn, refused};

/// The longest side of a stored logo, in pixels: twice the size shown in the page header.
const LONGEST: u32 = 640;

/// Handles `GET /settings/logo`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    Ok(page(&state, None, &done))
}

fn page(state: &AppState, fault: Option<&str>, done: &str) -> Markup {
    let logo = state.settings().logo_on(state.clock.today());
    let title = ui::form_title("Logo", fault.is_some());
    let faults: Vec<ui::Fault<'_>> = fault.iter().map(|message| (*message, "file")).collect();
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @match done { "set" => (ui::done("Logo changed")), "removed" => (ui::done("Logo removed")), _ => {} }
        @if !faults.is_empty() { (ui::error_summary(&faults)) }
        (ui::heading(Some("The council"), "Logo"))
        div class="moothall-measure" {
            p class="govuk-body" { "The logo is shown beside the council’s name at the top of every page." }
            @if let Some(hash) = &logo {
                p { img class="moothall-logo-sample" src={ "/pictures/" (hash) } alt="The current logo"; }
            }
            form action="/settings/logo" method="post" enctype="multipart/form-data" novalidate {
                (ui::file_input(&ui::FileInput {
                    name: "file", label: if logo.is_some() { "New image file" } else { "Image file" },
                    hint: Some("A PNG or JPEG file smaller than 12 MB. A wide PNG with a transparent or white background works best"), error: fault,
                }))
                (ui::button(&ui::Button { text: "Upload", once: true, ..Default::default() }))
            }
            @if logo.is_some() {
                form action="/settings/logo/remove" method="post" {
                    (ui::button(&ui::Button { text: "Remove logo", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    ui::page(&page, content)
}

async fn sent_file(sent: &mut SentParts) -> Result<Bytes, SentPartsError> {
    let mut content = Bytes::new();
    while let Some(field) = sent.next_field().await? {
        if field.name() == Some("file") {
            content = field.bytes().await?;
        }
    }
    Ok(content)
}

/// Handles `POST /settings/logo`.
pub(crate) async fn send(State(state): State<AppState>, who: SignedIn, mut sent: SentParts) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let content = match sent_file(&mut sent).await {
        Ok(content) => content,
        Err(error) if error.is_too_large() => {
            return Ok(refused(page(&state, Some("The selected file must be smaller than 12 MB"), "")));
        }
        Err(error) => return Err(error.into()),
    };
    if content.is_empty() {
        return Ok(refused(page(&state, Some("Select a file"), "")));
    }
    let made = tokio::task::spawn_blocking(move || pictures::made_anew_within(&content, LONGEST)).await;
    let picture = match made.map_err(|error| Error::Content(error.to_string()))? {
        Ok(picture) => picture,
        Err(error) => return Ok(refused(page(&state, Some(fault_words(&error)), ""))),
    };
    let transaction = state.db.begin().await?;
    let at = state.clock.now();
    let file =
        state.files.keep(&transaction, "logo", picture.content_type, picture.content.into(), at, Visibility::Public).await?;
    keep(&state, &who, transaction, file.hash).await?;
    Ok(Redirect::to("/settings/logo?done=set").into_response())
}

fn fault_words(error: &pictures::PictureError) -> &'static str {
    match error {
        pictures::PictureError::Kind => "The selected file must be a PNG or JPEG",
        pictures::PictureError::Large => "The selected file must be smaller than 12 MB",
        pictures::PictureError::Pixels => "The image has too many pixels. Make it smaller and upload it again",
        pictures::PictureError::Damaged => "The image is damaged. Save it again and upload it",
    }
}

/// Handles `POST /settings/logo/remove`.
pub(crate) async fn remove(State(state): State<AppState>, who: SignedIn) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let transaction = state.db.begin().await?;
    keep(&state, &who, transaction, String::new()).await?;
    Ok(Redirect::to("/settings/logo?done=removed"))
}

async fn keep(state: &AppState, who: &SignedIn, transaction: db::WriteTransaction, value: String) -> Result<()> {
    let actor = who.actor.ledger_name();
    let rule = DatedRule { value, from: state.clock.today(), until: None, citation: String::new() };
    settings::set_value(&transaction, LOGO.key, &rule, state.by(&actor)).await.map_err(failed)?;
    stand(state, transaction).await
}
