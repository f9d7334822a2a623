//! Adding a private paper.

use crate::access::ADD;
use crate::paper::PARAGRAPHS;
use crate::paper_store::{self, NewPaper};
use access::{Answer, Place, Record};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use files::Visibility;
use maud::{Markup, html};
use ui::FormState;
use web::{AcceptedFile, AppState, Result, SignedIn, SubmittedForm, UnreadForm, redirect_done, refused};

/// What the form says about a paper.
struct Details {
    title: String,
    board: Place,
    paragraph: Option<i64>,
    public_interest: Option<String>,
    file: AcceptedFile,
}

/// Handles `GET /papers/add`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, ADD)?;
    page(&state, &who, &FormState::default()).await
}

/// Handles `POST /papers/add`.
pub(crate) async fn add(State(state): State<AppState>, who: SignedIn, form: UnreadForm) -> Result<Response> {
    state.ask_any(&who.actor, ADD)?;
    let mut form = form.read().await?;
    let Some(Details { title, board, paragraph, public_interest, file }) = read(&state, &who, &mut form) else {
        return Ok(refused(page(&state, &who, &form).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let (kind, at) = (file.content_type, transaction.by().at);
    let kept = state.files.keep(&transaction, &file.name, kind, file.content, at, Visibility::Private).await?;
    let new = NewPaper {
        title,
        board,
        paragraph,
        public_interest,
        file: kept.id,
        file_name: files::plain_name(&file.name),
        content_type: kind,
        owner: who.account,
    };
    let id = paper_store::insert(&transaction, &new, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/papers/{id}"), "added").into_response())
}

fn read(state: &AppState, who: &SignedIn, form: &mut SubmittedForm) -> Option<Details> {
    let title = form.line("title").at_most(200, "Title").required("Enter a title");
    let paragraph = form.parse("paragraph", exemption).or_fault("Select why the paper is private");
    let is_exempt = paragraph.flatten().is_some();
    let board = form.parse("board", Place::parse).filter(|board| may_add_to(state, who, board, is_exempt));
    let board = board.or_fault("Select a board");
    let public_interest = form.lines("public_interest").at_most(1_000, "Public interest");
    let public_interest = if is_exempt {
        public_interest
            .required("Enter why the public interest in keeping it private outweighs the public interest in publishing it")
            .map(Some)
    } else {
        Some(None)
    };
    let file = form.accepted_file("file", "32 MB");
    form.accept(())?;
    Some(Details { title: title?, board: board?, paragraph: paragraph?, public_interest: public_interest?, file: file? })
}

/// Reads why a paper is private: `none`, or a paragraph of Schedule 12A.
#[expect(clippy::option_option, reason = "the outer is whether it was understood, the inner which paragraph it is")]
fn exemption(text: &str) -> Option<Option<i64>> {
    let paragraph = PARAGRAPHS.iter().find(|(number, _)| number.to_string() == text).map(|(number, _)| *number);
    if text == "none" { Some(None) } else { paragraph.map(Some) }
}

/// Checks whether the user may add a paper to a board.
fn may_add_to(state: &AppState, who: &SignedIn, board: &Place, is_exempt: bool) -> bool {
    let facts = Record { place: Some(board), owner: Some(who.account), is_exempt, ..Record::default() };
    state.joined.policy.can(&who.actor, ADD, &facts) == Answer::Allowed
}

async fn page(state: &AppState, who: &SignedIn, form: &FormState) -> Result<Markup> {
    let mut boards = Vec::new();
    for places in state.joined.places.iter().filter(|places| places.kind() == directory::roles::BOARD_PLACE) {
        for (id, name) in places.all(state).await? {
            let place = Place::new(places.kind(), id);
            if may_add_to(state, who, &place, false) {
                boards.push((place.to_string(), name));
            }
        }
    }
    let mut form = form.clone();
    if let [(only, _)] = boards.as_slice() {
        form.set("board", only);
    }
    let paragraphs: Vec<(String, String)> = PARAGRAPHS
        .iter()
        .map(|(number, about)| (number.to_string(), format!("Exempt, paragraph {number}: information about {about}")))
        .collect();
    let title = form.title("Add a paper");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choices = std::iter::once(("none", "Not public yet, and not exempt"))
        .chain(paragraphs.iter().map(|(value, text)| (value.as_str(), text.as_str())))
        .map(|(value, text)| ui::Choice { value, text, ..Default::default() });
    let content = html! {
        (ui::back_link("Private papers", "/papers"))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Add a paper"))
            form action="/papers/add" method="post" enctype="multipart/form-data" novalidate {
                (form.line("title", "Title"))
                (form.select(&ui::Select { name: "board", label: "Board", ..Default::default() }, Some("Select a board"), &boards))
                (form.radios(&ui::Choices {
                    name: "paragraph", legend: "Why is it private?", hint: Some("Local Government Act 1972, Schedule 12A"),
                    choices: choices.collect(), ..Default::default()
                }))
                (form.textarea(&ui::Textarea {
                    name: "public_interest", label: "Public interest", rows: Some(3),
                    hint: Some("If it is exempt: why the public interest in keeping it private outweighs the public interest in publishing it"), ..Default::default()
                }))
                (form.file(&ui::FileInput {
                    name: "file", label: "File", hint: Some("PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text, smaller than 32 MB"), ..Default::default()
                }))
                (ui::send("Add paper"))
            }
        }
    };
    Ok(ui::page(&page, content))
}
