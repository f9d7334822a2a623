//! Handlers for uploading, replacing and removing a member's photo. Like all pictures, it is decoded and re-encoded before it is
//! stored, and it is published only with the member's agreement.

use crate::members::details_pages::{fill, member_of, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use files::Visibility;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::members;
use meetings::members::photo::{MemberPhoto, PhotoSize};
use meetings::members::photo_store::FILE_NAME;
use meetings::members::store::Person;
use pictures::Picture;
use ui::FormState;
use web::{AppState, Error, Result, SignedIn, SubmittedForm, UnreadForm, redirect_done, refused};

/// The maximum length of a stored photo's longest side, in pixels: twice what the member's page shows.
const LONGEST: u32 = 480;

/// The maximum size of the request, in bytes.
pub(crate) const LARGEST_UPLOAD: usize = pictures::LARGEST + 64 * 1024;

/// Handles `POST /boards/{slug}/people/{person}/photo`.
pub(crate) async fn send(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    form: UnreadForm,
) -> Result<Response> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let mut form = form.read().await?;
    fill(&state, &person, &mut form).await?;
    let Some(picture) = read(&mut form).await? else {
        return Ok(refused(page(&state, (&board, &person), &form, "").await?));
    };
    let transaction = state.db.begin().await?;
    let now = state.clock.now();
    let (width, height) = (picture.width.into(), picture.height.into());
    let content = picture.content.into();
    let file = state.files.keep(&transaction, FILE_NAME, picture.content_type, content, now, Visibility::Public).await?;
    let actor = who.actor.ledger_name();
    let kept = MemberPhoto { file: file.hash, width, height, agreed_on: state.clock.today(), kept_by: actor.clone() };
    members::photo_store::keep(&transaction, person.id, &kept, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/people/{}/details", board.slug, person.id), "photo").into_response())
}

/// Reads the photo and makes it anew.
async fn read(form: &mut SubmittedForm) -> Result<Option<Picture>> {
    if !form.is_ticked("agreed") {
        form.fault("agreed", "Confirm that the member has agreed to this photo being published");
    }
    let file = form.any_file("file", "12 MB");
    let Some(file) = file.filter(|_| !form.has_faults()) else { return Ok(None) };
    let made = tokio::task::spawn_blocking(move || pictures::made_anew_within(&file.content, LONGEST)).await;
    match made.map_err(|error| Error::Content(error.to_string()))? {
        Ok(picture) => Ok(Some(picture)),
        Err(error) => {
            form.fault("file", error.to_string());
            Ok(None)
        }
    }
}

/// Handles `POST /boards/{slug}/people/{person}/photo/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
) -> Result<Redirect> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let transaction = state.begin(&who.actor).await?;
    if members::photo_store::remove(&transaction, person.id, transaction.by()).await? {
        transaction.commit().await?;
    }
    Ok(redirect_done(&format!("/boards/{}/people/{}/details", board.slug, person.id), "photo-removed"))
}

/// Renders the photo with the member's agreement and who recorded it, and the forms that change it. `own` is the address of the
/// clerk's page for the member.
pub(crate) fn section(person: &Person, photo: Option<&(MemberPhoto, String)>, own: &str, form: &FormState) -> Markup {
    let name = person.name.full();
    html! {
        (ui::h2("Photo"))
        @if let Some((photo, by)) = photo {
            div class="moothall-photo-beside" {
                (photo.image(&name, PhotoSize::Whole))
                (ui::paragraph(html! {
                    (name) " agreed to this photo being published, as recorded by " (by) " on " (civil_date::written(photo.agreed_on)) "."
                }))
            }
        } @else { (ui::paragraph("No photo is published.")) }
        form action={ (own) "/photo" } method="post" enctype="multipart/form-data" novalidate {
            (form.checkbox("agreed", "Agreement", "The member has agreed to this photo being published", None))
            (form.file(&ui::FileInput {
                name: "file", label: if photo.is_some() { "New photo" } else { "Photo" },
                hint: Some("A PNG or JPEG file smaller than 12 MB. Where and when it was taken is removed. It is published straight away."),
                ..Default::default()
            }))
            (ui::button(&ui::Button {
                text: if photo.is_some() { "Replace photo" } else { "Upload photo" }, kind: ui::ButtonKind::Secondary, once: true, ..Default::default()
            }))
        }
        @if photo.is_some() {
            form action={ (own) "/photo/remove" } method="post" {
                (ui::button(&ui::Button { text: "Remove photo", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
            }
        }
    }
}
