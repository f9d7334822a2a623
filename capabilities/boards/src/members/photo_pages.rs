//! Handlers for uploading, replacing and removing a member's photo. Like all pictures, it is decoded and re-encoded before it is
//! stored, and it is published only with the member's agreement.

use crate::members::details_pages::{current, member_of};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use files::Visibility;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::members;
use meetings::members::photo::{MemberPhoto, PhotoSize};
use meetings::members::photo_store::FILE_NAME;
use meetings::members::store::Person;
use web::{AppState, Error, Result, SentParts, SentPartsError, SignedIn, refused};

/// The maximum length of a stored photo's longest side, in pixels: twice what the member's page shows.
const LONGEST: u32 = 480;

/// The maximum size of the request, in bytes.
pub(crate) const LARGEST_UPLOAD: usize = pictures::LARGEST + 64 * 1024;

/// The submitted form.
#[derive(Default)]
struct SentPhoto {
    content: Bytes,
    is_agreed: bool,
}

async fn sent_photo(sent: &mut SentParts) -> Result<SentPhoto, SentPartsError> {
    let mut photo = SentPhoto::default();
    while let Some(field) = sent.next_field().await? {
        if field.name() == Some("file") {
            photo.content = field.bytes().await?;
        } else if field.name() == Some("agreed") {
            photo.is_agreed = !field.text().await?.is_empty();
        }
    }
    Ok(photo)
}

/// Handles `POST /boards/{slug}/people/{person}/photo`.
pub(crate) async fn send(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut sent: SentParts,
) -> Result<Response> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let mut faults = Vec::new();
    let photo = match sent_photo(&mut sent).await {
        Ok(photo) => photo,
        Err(error) if error.is_too_large() => {
            faults.push(("The selected file must be smaller than 12 MB", "file"));
            return Ok(refused(current(&state, (&board, &person), &faults, "").await?));
        }
        Err(error) => return Err(error.into()),
    };
    if photo.content.is_empty() {
        faults.push(("Select a file", "file"));
    }
    if !photo.is_agreed {
        faults.push(("Confirm that the member has agreed to this photo being published", "agreed"));
    }
    if !faults.is_empty() {
        return Ok(refused(current(&state, (&board, &person), &faults, "").await?));
    }
    let made = tokio::task::spawn_blocking(move || pictures::made_anew_within(&photo.content, LONGEST)).await;
    let picture = match made.map_err(|error| Error::Content(error.to_string()))? {
        Ok(picture) => picture,
        Err(error) => {
            let fault = error.to_string();
            return Ok(refused(current(&state, (&board, &person), &[(fault.as_str(), "file")], "").await?));
        }
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
    Ok(Redirect::to(&format!("/boards/{}/people/{}/details?done=photo", board.slug, person.id)).into_response())
}

/// Handles `POST /boards/{slug}/people/{person}/photo/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
) -> Result<Redirect> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    if members::photo_store::remove(&transaction, person.id, state.by(&actor)).await? {
        transaction.commit().await?;
    }
    Ok(Redirect::to(&format!("/boards/{}/people/{}/details?done=photo-removed", board.slug, person.id)))
}

/// Renders the photo with the member's agreement and who recorded it, and the forms that change it. `own` is the address of the
/// clerk's page for the member.
pub(crate) fn section(person: &Person, photo: Option<&(MemberPhoto, String)>, own: &str, faults: &[ui::Fault<'_>]) -> Markup {
    let name = person.name.full();
    let agreed = ui::Choice { value: "yes", text: "The member has agreed to this photo being published", ..Default::default() };
    html! {
        h2 class="govuk-heading-m" { "Photo" }
        @if let Some((photo, by)) = photo {
            div class="moothall-photo-beside" {
                (photo.image(&name, PhotoSize::Whole))
                p class="govuk-body" {
                    (name) " agreed to this photo being published, as recorded by " (by) " on " (civil_date::written(photo.agreed_on)) "."
                }
            }
        } @else { p class="govuk-body" { "No photo is published." } }
        form action={ (own) "/photo" } method="post" enctype="multipart/form-data" novalidate {
            (ui::file_input(&ui::FileInput {
                name: "file", label: if photo.is_some() { "New photo" } else { "Photo" },
                hint: Some("A PNG or JPEG file smaller than 12 MB. Where and when it was taken is removed. It is published straight away."),
                error: ui::error_about(faults, "file"),
            }))
            (ui::checkboxes(&ui::Choices {
                name: "agreed", legend: "Agreement", choices: vec![agreed], error: ui::error_about(faults, "agreed"), ..Default::default()
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
