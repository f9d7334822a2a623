//! The council's logo. Like all images, it is re-encoded before it is stored. SVG is refused, because it can contain scripts.

use crate::access::{CHANGE, READ};
use crate::form::{failed, stand};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use files::Visibility;
use foundation::DatedRule;
use maud::{Markup, html};
use settings::LOGO;
use ui::FormState;
use web::{AppState, AuthoredTransaction, Done, Error, Result, SignedIn, UnreadForm, confirmation, redirect_done, refused};

/// The longest side of a stored logo, in pixels: twice the size shown in the page header.
const LONGEST: u32 = 640;

/// Handles `GET /settings/logo`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    Ok(page(&state, &FormState::default(), &done))
}

fn page(state: &AppState, form: &FormState, done: &str) -> Markup {
    let logo = state.settings().logo_on(state.clock.today());
    let title = form.title("Logo");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        (confirmation(done, &[("set", "Logo changed"), ("removed", "Logo removed")]))
        (form.summary())
        (ui::heading(Some("The council"), "Logo"))
        div class="moothall-measure" {
            (ui::paragraph("The logo is shown beside the council’s name at the top of every page."))
            @if let Some(hash) = &logo {
                p { img class="moothall-logo-sample" src={ "/pictures/" (hash) } alt="The current logo"; }
            }
            form action="/settings/logo" method="post" enctype="multipart/form-data" novalidate {
                (form.file(&ui::FileInput {
                    name: "file", label: if logo.is_some() { "New image file" } else { "Image file" },
                    hint: Some("A PNG or JPEG file smaller than 12 MB. A wide PNG with a transparent or white background works best"), ..Default::default() }))
                (ui::send("Upload"))
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

/// Handles `POST /settings/logo`.
pub(crate) async fn send(State(state): State<AppState>, who: SignedIn, form: UnreadForm) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let mut form = form.read().await?;
    let Some(file) = form.any_file("file", "12 MB") else { return Ok(refused(page(&state, &form, ""))) };
    let made = tokio::task::spawn_blocking(move || pictures::made_anew_within(&file.content, LONGEST)).await;
    let picture = match made.map_err(|error| Error::Content(error.to_string()))? {
        Ok(picture) => picture,
        Err(error) => {
            form.fault("file", fault_words(&error));
            return Ok(refused(page(&state, &form, "")));
        }
    };
    let transaction = state.begin(&who.actor).await?;
    let at = transaction.by().at;
    let file =
        state.files.keep(&transaction, "logo", picture.content_type, picture.content.into(), at, Visibility::Public).await?;
    keep(&state, transaction, file.hash).await?;
    Ok(redirect_done("/settings/logo", "set").into_response())
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
    let transaction = state.begin(&who.actor).await?;
    keep(&state, transaction, String::new()).await?;
    Ok(redirect_done("/settings/logo", "removed"))
}

async fn keep(state: &AppState, transaction: AuthoredTransaction, value: String) -> Result<()> {
    let rule = DatedRule { value, from: state.clock.today(), until: None, citation: String::new() };
    settings::set_value(&transaction, LOGO.key, &rule, transaction.by()).await.map_err(failed)?;
    stand(state, transaction).await
}
