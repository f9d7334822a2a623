//! Adding a private paper.

use crate::kinds::ADD;
use crate::paper::PARAGRAPHS;
use crate::paper_store::{self, NewPaper};
use access::{Answer, Place, Record};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use files::Visibility;
use foundation::text::single_spaced;
use maud::{Markup, html};
use web::{AppState, Result, SentParts, SentPartsError, SignedIn, refused};

/// Form data for a paper.
#[derive(Clone, Default)]
struct AddForm {
    title: String,
    board: String,
    paragraph: String,
    public_interest: String,
    name: String,
    content: Bytes,
}

/// Handles `GET /papers/add`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, ADD)?;
    page(&state, &who, &AddForm::default(), &[]).await
}

/// Handles `POST /papers/add`.
pub(crate) async fn add(State(state): State<AppState>, who: SignedIn, mut sent: SentParts) -> Result<Response> {
    state.ask_any(&who.actor, ADD)?;
    let form = match read(&mut sent).await {
        Ok(form) => form,
        Err(error) if error.is_too_large() => {
            return Ok(refused(
                page(&state, &who, &AddForm::default(), &[("The selected file must be smaller than 32 MB", "file")]).await?,
            ));
        }
        Err(error) => return Err(error.into()),
    };
    let board = Place::parse(&form.board);
    let title: String = single_spaced(&form.title).chars().filter(|c| !c.is_control()).take(200).collect();
    let paragraph = form.paragraph.parse::<i64>().ok().filter(|number| PARAGRAPHS.iter().any(|(known, _)| known == number));
    let public_interest: String = single_spaced(&form.public_interest).chars().take(1_000).collect();
    let kind = files::kind_of(&form.content);
    let mut faults = Vec::new();
    if title.is_empty() {
        faults.push(("Enter a title", "title"));
    }
    let board = board.filter(|board| may_add_to(&state, &who, board, paragraph.is_some()));
    if board.is_none() {
        faults.push(("Select a board", "board"));
    }
    if !form.paragraph.is_empty() && form.paragraph != "none" && paragraph.is_none() || form.paragraph.is_empty() {
        faults.push(("Select why the paper is private", "paragraph"));
    }
    if paragraph.is_some() && public_interest.is_empty() {
        faults.push((
            "Enter why the public interest in keeping it private outweighs the public interest in publishing it",
            "public_interest",
        ));
    }
    if form.name.is_empty() && form.content.is_empty() {
        faults.push(("Select a file", "file"));
    } else if let Err(fault) = kind {
        faults.push((fault.message(), "file"));
    }
    let (Some(board), Ok(kind), true) = (board, kind, faults.is_empty()) else {
        return Ok(refused(page(&state, &who, &form, &faults).await?));
    };
    let now = state.clock.now();
    let transaction = state.db.begin().await?;
    let file = state.files.keep(&transaction, &form.name, kind, form.content.clone(), now, Visibility::Private).await?;
    let actor = who.actor.ledger_name();
    let new = NewPaper {
        title,
        board,
        paragraph,
        public_interest: paragraph.map(|_| public_interest),
        file: file.id,
        file_name: files::plain_name(&form.name),
        content_type: kind,
        owner: who.account,
    };
    let id = paper_store::insert(&transaction, &new, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/papers/{id}?done=added")).into_response())
}

/// Checks whether the user may add a paper to a board.
fn may_add_to(state: &AppState, who: &SignedIn, board: &Place, is_exempt: bool) -> bool {
    let facts = Record { place: Some(board), owner: Some(who.account), is_exempt, ..Record::default() };
    state.joined.policy.can(&who.actor, ADD, &facts) == Answer::Allowed
}

async fn read(sent: &mut SentParts) -> Result<AddForm, SentPartsError> {
    let mut form = AddForm::default();
    while let Some(field) = sent.next_field().await? {
        match field.name().unwrap_or_default() {
            "title" => form.title = field.text().await?,
            "board" => form.board = field.text().await?,
            "paragraph" => form.paragraph = field.text().await?,
            "public_interest" => form.public_interest = field.text().await?,
            "file" => {
                field.file_name().unwrap_or("paper").clone_into(&mut form.name);
                form.content = field.bytes().await?;
            }
            // Other fields are ignored.
            _ => {}
        }
    }
    Ok(form)
}

async fn page(state: &AppState, who: &SignedIn, form: &AddForm, faults: &[(&str, &str)]) -> Result<Markup> {
    let error = |id: &str| ui::error_about(faults, id);
    let mut boards = Vec::new();
    for places in state.joined.places.iter().filter(|places| places.kind() == directory::roles::BOARD_PLACE) {
        for (id, name) in places.all(state).await? {
            let place = Place::new(places.kind(), id);
            if may_add_to(state, who, &place, false) {
                boards.push((place.to_string(), name));
            }
        }
    }
    let only = if let [(value, _)] = boards.as_slice() { value.clone() } else { form.board.clone() };
    let paragraphs: Vec<(String, String)> = PARAGRAPHS
        .iter()
        .map(|(number, about)| (number.to_string(), format!("Exempt, paragraph {number}: information about {about}")))
        .collect();
    let title = ui::form_title("Add a paper", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choices = std::iter::once(("none", "Not public yet, and not exempt"))
        .chain(paragraphs.iter().map(|(value, text)| (value.as_str(), text.as_str())))
        .map(|(value, text)| ui::Choice { value, text, chosen: form.paragraph == value, ..Default::default() });
    let content = html! {
        (ui::back_link("Private papers", "/papers"))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Add a paper"))
            form action="/papers/add" method="post" enctype="multipart/form-data" novalidate {
                (ui::input(&ui::Input { name: "title", label: "Title", value: &form.title, error: error("title"), ..Default::default() }))
                (ui::select(&ui::Select {
                    name: "board", label: "Board", value: Some(&only), error: error("board"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Select a board" })
                        .chain(boards.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::radios(&ui::Choices {
                    name: "paragraph", legend: "Why is it private?", hint: Some("Local Government Act 1972, Schedule 12A"), error: error("paragraph"),
                    choices: choices.collect(), ..Default::default()
                }))
                (ui::textarea(&ui::Textarea {
                    name: "public_interest", label: "Public interest", rows: Some(3), value: &form.public_interest, error: error("public_interest"),
                    hint: Some("If it is exempt: why the public interest in keeping it private outweighs the public interest in publishing it"), ..Default::default()
                }))
                (ui::file_input(&ui::FileInput {
                    name: "file", label: "File", hint: Some("PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text, smaller than 32 MB"),
                    error: error("file"),
                }))
                (ui::button(&ui::Button { text: "Add paper", once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}
