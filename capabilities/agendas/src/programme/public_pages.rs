//! Pages for publishing a board's work programme, and for reading it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use foundation::london;
use maud::{Markup, html};
use meetings::access::PLAN_YEAR;
use meetings::board::managing::{board_of, trail};
use meetings::board::store::Board;
use meetings::meeting::{BoardId, ProgrammeItemId};
use meetings::programme::ProgrammeItem;
use meetings::programme::work_programme::{PlannedItem, WorkProgramme, WorkProgrammeKind};
use meetings::{board, kinds, preparation, programme};
use publications::{NewPublication, Publishing};
use ui::FormState;
use web::{AppState, Error, OrNotFound, PublishedKind as _, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /work-programmes/{id}`: the programme of the board with this key.
pub(crate) async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let id: BoardId = id.parse().or_not_found("Work programme")?;
    let connection = state.db.reading();
    let board = board::store::by_id(connection, id).await?.or_not_found("Work programme")?;
    let publication =
        publications::current(connection, &programme::work_programme::record(id)).await?.or_not_found("Work programme")?;
    let programme: WorkProgramme = kinds::read(&publication.content)?;
    let title = format!("Work programme, {}", board.name);
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Boards),
        breadcrumbs: vec![
            ("Home".into(), "/".into()),
            ("Boards".into(), "/boards".into()),
            (board.name.clone(), format!("/boards/{}", board.slug)),
        ],
        updated: Some(london::on_page(publication.published_at)),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&board.name), "Work programme"))
        (ui::measured("What the board plans to consider. Dates and items can change."))
        @if programme.items.is_empty() { (ui::paragraph("No items are planned.")) } @else { (table(&programme.items)) }
        (ui::paragraph(ui::link(format!("/publications/{}", publication.id), "This version and earlier versions")))
    };
    Ok(ui::page(&page, content))
}

fn table(items: &[PlannedItem]) -> Markup {
    ui::table(&ui::Table {
        caption: "Planned items",
        caption_is_hidden: true,
        columns: ["Item", "When", "Brought by"].map(ui::Column::words).to_vec(),
        rows: items
            .iter()
            .map(|item| {
                vec![
                    html! { (item.title) @if let Some(purpose) = &item.purpose { br; (ui::hint(purpose)) } },
                    html! { (item.when()) },
                    html! { (item.owner.as_deref().unwrap_or_default()) },
                ]
            })
            .collect(),
        row_headings: true,
    })
}

/// An item of the programme, what would be published of it, and whether it can be: the title of a private agenda item cannot.
type Choice = (ProgrammeItem, PlannedItem, bool);

async fn choices(state: &AppState, board: &Board) -> Result<Vec<Choice>> {
    let connection = state.db.reading();
    let mut choices = Vec::new();
    for item in programme::store::of_board(connection, board.id).await? {
        let is_private = match item.meeting {
            Some(meeting) => preparation::store::of_meeting(connection, meeting)
                .await?
                .iter()
                .any(|drafted| drafted.programme_item == Some(item.id) && drafted.is_exempt()),
            None => false,
        };
        let planned = programme::work_programme::planned(connection, &item).await?;
        choices.push((item, planned, !is_private));
    }
    choices
        .sort_by_key(|(item, planned, _)| (planned.meeting.or(planned.due_on).unwrap_or(chrono::NaiveDate::MAX), item.id.get()));
    Ok(choices)
}

/// Handles `GET /boards/{slug}/programme/publish`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(slug): Path<String>) -> Result<Markup> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let choices = choices(&state, &board).await?;
    // Everything that can be published is ticked when the page is opened.
    let open = choices.iter().filter(|(.., is_open)| *is_open);
    let form = FormState::submitted(open.map(|(item, ..)| ("item".to_owned(), item.id.to_string())).collect());
    publish_page(&state, &board, &choices, &form).await
}

async fn publish_page(state: &AppState, board: &Board, choices: &[Choice], form: &FormState) -> Result<Markup> {
    let title = form.title("Publish the work programme");
    let is_published = publications::current(state.db.reading(), &programme::work_programme::record(board.id)).await?.is_some();
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let keys: Vec<String> = choices.iter().map(|(item, ..)| item.id.to_string()).collect();
    let hints: Vec<String> = choices
        .iter()
        .map(|(_, planned, is_open)| {
            let purpose = planned.purpose.as_deref().map(|purpose| format!(". {purpose}")).unwrap_or_default();
            let private = if *is_open { "" } else { ". Its agenda item is private, so it cannot be published" };
            format!("{}{purpose}{private}", planned.when())
        })
        .collect();
    let shown: Vec<ui::Choice<'_>> = choices
        .iter()
        .zip(keys.iter().zip(&hints))
        .map(|((_, planned, _), (key, hint))| ui::Choice {
            value: key,
            text: &planned.title,
            hint: Some(hint),
            ..Default::default()
        })
        .collect();
    let content = html! {
        (form.summary())
        (ui::heading(Some(&board.name), "Publish the work programme"))
        div class="moothall-measure" {
            (ui::paragraph(html! {
                "Everyone will be able to read the items you select, with their purpose, date and the post that brings them. "
                @if is_published { "This replaces the published work programme. Earlier versions can still be read." }
            }))
            form action=(format!("/boards/{}/programme/publish", board.slug)) method="post" novalidate {
                @if shown.is_empty() { (ui::paragraph("No items are planned, so an empty work programme will be published.")) }
                @else { (form.checkboxes(&ui::Choices { name: "item", legend: "Items to publish", choices: shown, ..Default::default() })) }
                @if is_published { (form.line("reason", "Reason for the change")) }
                (ui::send("Publish work programme"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Reads which items to publish, and the reason.
fn read(form: &mut SubmittedForm, choices: &[Choice]) -> Option<(Vec<ProgrammeItemId>, Option<String>)> {
    let reason = form.line("reason").at_most(300, "Reason for the change").optional();
    let is_open = |id: &ProgrammeItemId| choices.iter().any(|(item, _, is_open)| *is_open && item.id == *id);
    let wanted = form.values("item").map(|value| value.parse::<ProgrammeItemId>().ok().filter(is_open));
    let wanted: Option<Vec<ProgrammeItemId>> = wanted.collect();
    if wanted.is_none() {
        form.fault("item", "Select only items that can be published");
    }
    Some((wanted?, reason?))
}

/// Handles `POST /boards/{slug}/programme/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let choices = choices(&state, &board).await?;
    let Some((wanted, reason)) = read(&mut form, &choices) else {
        return Ok(refused(publish_page(&state, &board, &choices, &form).await?));
    };
    let chosen = choices.into_iter().filter(|(item, ..)| wanted.contains(&item.id));
    let programme = WorkProgramme { board: board.name.clone(), items: chosen.map(|(_, planned, _)| planned).collect() };
    let content = serde_json::to_string(&programme).map_err(|error| Error::Content(error.to_string()))?;
    let (record, title) = (programme::work_programme::record(board.id), format!("Work programme, {}", board.name));
    let new = NewPublication { kind: WorkProgrammeKind.kind(), record: &record, title: &title, content };
    let actor = who.actor.ledger_name();
    let reason = reason.unwrap_or_else(|| "Work programme published".to_owned());
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &reason };
    let transaction = state.db.begin().await?;
    publications::publish(&transaction, &new, &publishing).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "published").into_response())
}
