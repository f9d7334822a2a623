//! All papers of a meeting in one ZIP file, to read offline: the public papers for everyone, and for a member of the board also the
//! private papers that they may read.

use crate::pack;
use crate::pack::published::ClosedPart;
use crate::private_business_pages::readable;
use axum::extract::{Path, State};
use axum::response::Response;
use files::{FileId, StoredFile};
use foundation::text;
use meetings::access::{READ_BUSINESS, TAKE_PART};
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{Meeting, MeetingId};
use meetings::{agenda, meeting};
use std::time::Duration;
use web::{AppState, Error, OpeningNote, Result, SignedIn, Zipped, print_of, zip_file, zip_size};

/// Files in order, each with its name.
type Named = Vec<(String, Zipped)>;

/// How long to wait for prints that are not yet made.
const WAIT: Duration = Duration::from_secs(15);

/// Adds a file named by its number and title: `03-plan-of-the-fences.pdf`.
fn add(files: &mut Named, title: &str, ending: &str, file: Zipped) {
    let words: String = text::slug(title).chars().take(80).collect();
    files.push((format!("{:02}-{words}.{ending}", files.len() + 1), file));
}

/// Returns the file extension for a media type.
fn ending(content_type: &str) -> &'static str {
    match files::kind_name(content_type) {
        "PDF" => "pdf",
        "PNG" => "png",
        "JPEG" => "jpg",
        "Text" => "txt",
        "Word" => "docx",
        "Excel" => "xlsx",
        "PowerPoint" => "pptx",
        _ => "bin",
    }
}

/// Returns the prints of a meeting: the pack, its supplements, the minutes and the decisions.
async fn prints(state: &AppState, meeting: &Meeting) -> Result<Named> {
    let mut kinds: Vec<(String, &str, i64)> = Vec::new();
    let connection = state.db.reading();
    let packs = pack::published::of_meeting(connection, meeting.id).await?;
    kinds.push(("Agenda and papers".into(), "pack", meeting.id.get()));
    for (number, (publication, _)) in packs.iter().enumerate().skip(1) {
        kinds.push((format!("Supplement {number}"), "supplement", publication.id.get()));
    }
    if meeting.has_minutes {
        kinds.push(("Minutes".into(), "minutes", meeting.id.get()));
        kinds.push(("Decisions".into(), "decisions", meeting.id.get()));
    }
    let mut files = Named::new();
    for (title, kind, id) in kinds {
        match print_of(state, kind, id).await {
            Ok(kept) => {
                let stored = files::by_id(connection, kept.file).await?.ok_or(Error::NotFound("Document"))?;
                add(&mut files, &title, "pdf", Zipped::Stored(stored));
            }
            // There is no agenda yet, or no decision.
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(files)
}

/// Returns the public file with these bytes.
async fn public_file(state: &AppState, hash: &str) -> Result<Option<StoredFile>> {
    Ok(files::by_hash(state.db.reading(), hash).await?.filter(|file| file.is_public))
}

/// Adds a meeting's public files apart from its prints: files of items, files attached to reports, and packs published elsewhere.
async fn others(state: &AppState, meeting: &Meeting, files: &mut Named) -> Result<()> {
    let connection = state.db.reading();
    for file in pack::parts::of_meeting(connection, meeting).await? {
        if file.file.download().is_some()
            && let Some(stored) = public_file(state, &file.file.file).await?
        {
            add(files, &file.file.title, "pdf", Zipped::Stored(stored));
        }
    }
    for paper in agenda::store::tabled_papers(connection, meeting.id).await? {
        let Some(publication) = publications::current(connection, &paper.record).await? else { continue };
        let Some(kind) = state.kind(&publication.kind) else { continue };
        for attached in kind.files(&publication.content)? {
            if let Some(stored) = public_file(state, &attached.file).await? {
                add(files, &attached.title, ending(&attached.content_type), Zipped::Stored(stored));
            }
        }
    }
    for document in agenda::store::documents(connection, meeting.id).await? {
        let id = document.address.strip_prefix("/files/").and_then(|id| id.parse().ok()).and_then(FileId::new);
        let Some(id) = id else { continue };
        if let Some(stored) = files::by_id(connection, id).await?.filter(|file| file.is_public) {
            let ending = ending(&stored.content_type);
            let title = document.title.trim_end_matches(&format!(".{ending}")).to_owned();
            add(files, &title, ending, Zipped::Stored(stored));
        }
    }
    Ok(())
}

async fn public_papers(state: &AppState, meeting: &Meeting) -> Result<Named> {
    let mut files = if state.printing.is_some() {
        tokio::time::timeout(WAIT, prints(state, meeting)).await.map_err(|_| Error::NotReady)??
    } else {
        Named::new()
    };
    others(state, meeting, &mut files).await?;
    Ok(files)
}

/// Handles `GET /meetings/{id}/papers.zip`.
pub(crate) async fn public(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let missing = || Error::NotFound("Meeting");
    let id: MeetingId = id.parse().map_err(|_| missing())?;
    let meeting = meeting::store::by_id(state.db.reading(), id).await?.ok_or_else(missing)?;
    answer(&state, &meeting, public_papers(&state, &meeting).await?)
}

fn answer(state: &AppState, meeting: &Meeting, files: Named) -> Result<Response> {
    if files.is_empty() {
        return Err(Error::NotFound("File"));
    }
    let name = format!("papers-{}-{}.zip", meeting.board_slug, meeting.held_on);
    zip_file(state, &name, files)
}

/// Handles `GET /my/meetings/{id}/papers.zip`, which includes the private papers that this member may read.
pub(crate) async fn own(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, TAKE_PART, &id).await?;
    let mut files = public_papers(&state, &meeting).await?;
    let parts = readable(&state, &who, &meeting).await?;
    if !parts.is_empty() {
        state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
        private_papers(&state, &meeting, &parts, &mut files).await?;
    }
    answer(&state, &meeting, files)
}

async fn private_papers(state: &AppState, meeting: &Meeting, parts: &[ClosedPart], files: &mut Named) -> Result<()> {
    if let Some(printing) = &state.printing {
        let print = crate::private_business_pages::print(state, meeting, parts).await?;
        let made = tokio::time::timeout(WAIT, printing.unkept(&print)).await.map_err(|_| Error::NotReady)??;
        add(files, "Private papers not for publication", "pdf", Zipped::Made(made.content.into()));
    }
    Ok(())
}

/// Returns the total size in bytes of a meeting's public papers that are already made, or `None` if there is at most one.
pub async fn size(state: &AppState, meeting: &Meeting) -> Result<Option<u64>> {
    let mut files = Named::new();
    let connection = state.db.reading();
    let packs = pack::published::of_meeting(connection, meeting.id).await?;
    let supplements = packs.iter().skip(1).map(|(publication, _)| web::print_name("supplement", publication.id.get()));
    let own = ["pack", "minutes", "decisions"].map(|kind| web::print_name(kind, meeting.id.get()));
    let names: Vec<String> = own.into_iter().chain(supplements).collect();
    for kept in printing::current_of(connection, &names).await? {
        if let Some(stored) = files::by_id(connection, kept.file).await? {
            add(&mut files, &kept.title, "pdf", Zipped::Stored(stored));
        }
    }
    others(state, meeting, &mut files).await?;
    Ok(zip_size(&files).filter(|_| files.len() > 1))
}
