//! Pages of a board's work programme: what is planned, who presents it, by when, and on which agenda.

use crate::preparation;
use crate::programme::form::{ProgrammeForm, fields};
use access::By;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use db::WriteTransaction;
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use meetings::access::{PLAN_YEAR, SEE_BOARD};
use meetings::board::managing::{board_of, may, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::form::{hidden, is_too_long, line, line_field, select_field, send, written_day};
use meetings::meeting::{Meeting, MeetingId, ProgrammeItemId};
use meetings::programme::{Duty, ProgrammeItem, ProgrammeState, duty};
use meetings::{board, meeting, programme, rules};
use serde::Deserialize;
use web::{AppState, Done, OrNotFound, Result, SignedIn, redirect_done, refused};

/// Returns the warnings for a board's management page: yearly duties that are due or overdue, and planned items that are late.
pub async fn duty_warnings(state: &AppState, board: &Board) -> Result<Vec<String>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let (register, _) = register_and_version(connection, board).await?;
    let mut warnings = Vec::new();
    if register.is_crime_and_disorder_committee {
        let months = state.settings().number_on(&rules::CRIME_SCRUTINY, today).unwrap_or_default();
        let scrutinies = programme::store::crime_scrutinies(connection, board.id).await?;
        let law = "Police and Justice Act 2006, section 19";
        match duty(&scrutinies, today, months) {
            Duty::NeverMet => warnings.push(format!(
                "No meeting to scrutinise crime and disorder is recorded. The board must hold one at least once every {months} months ({law}). Mark the item on an agenda."
            )),
            Duty::Due { by } => warnings.push(format!(
                "The board must meet to scrutinise crime and disorder by {} ({law}). It is not on an agenda yet.",
                civil_date::written(by)
            )),
            Duty::Overdue { by } => warnings.push(format!(
                "The board should have met to scrutinise crime and disorder by {} ({law}).",
                civil_date::written(by)
            )),
            Duty::Provided { .. } => {}
        }
    }
    let items = programme::store::of_board(connection, board.id).await?;
    let late =
        items.iter().filter(|item| item.state == ProgrammeState::Planned && item.due_on.is_some_and(|due| due < today)).count();
    if late > 0 {
        let items = if late == 1 { "item in the work programme is" } else { "items in the work programme are" };
        warnings.push(format!("{late} {items} overdue and not on an agenda."));
    }
    Ok(warnings)
}

/// Handles `GET /boards/{slug}/programme`.
pub(crate) async fn list(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, SEE_BOARD, &slug).await?;
    list_page(&state, &who, &board, &ProgrammeForm::default(), &[], &done).await
}

/// Handles `POST /boards/{slug}/programme`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<ProgrammeForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let no_key = ProgrammeItemId::new(1).or_not_found("Item")?;
    let item = match form.read(&board, no_key) {
        Ok(item) => item,
        Err(faults) => return Ok(refused(list_page(&state, &who, &board, &form, &faults, "").await?)),
    };
    let transaction = state.begin(&who.actor).await?;
    let item = with_post(&transaction, item, transaction.by()).await?;
    programme::store::insert(&transaction, &item, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "added").into_response())
}

/// Returns the item with its lead officer's title as in the register of posts, adding the post if it is new.
async fn with_post(transaction: &WriteTransaction, item: ProgrammeItem, by: By<'_>) -> Result<ProgrammeItem> {
    Ok(match &item.owner {
        Some(title) => ProgrammeItem { owner: Some(directory::post_store::named(transaction, title, by).await?), ..item },
        None => item,
    })
}

async fn list_page(
    state: &AppState,
    who: &SignedIn,
    board: &Board,
    form: &ProgrammeForm,
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Result<Markup> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let items = programme::store::of_board(connection, board.id).await?;
    let may_plan = may(state, &who.actor, PLAN_YEAR, board);
    let mut rows = Vec::new();
    for item in &items {
        let meeting = match item.meeting {
            Some(id) => meeting::store::by_id(connection, id).await?,
            None => None,
        };
        let is_late = item.state == ProgrammeState::Planned && item.due_on.is_some_and(|due| due < today);
        rows.push(vec![
            html! {
                @if may_plan { (ui::link(format!("/programme/{}", item.id), &item.title)) } @else { (item.title) }
                @if let Some(purpose) = &item.purpose { br; (ui::hint(purpose)) }
            },
            html! { (item.source.label()) @if let Some(detail) = &item.source_detail { br; (detail) } },
            html! { (item.owner.clone().unwrap_or_default()) },
            html! { (written_day(item.due_on)) @if is_late { " " (ui::tag("Overdue", ui::TagColour::Red)) } },
            html! { @match &meeting { Some(meeting) => (ui::link(format!("{}/prepare", meeting.address()), meeting.short_day())), None => "Not scheduled" } },
        ]);
    }
    let banner = match done {
        "added" => Some("Item added to the work programme"),
        "changed" => Some("Changes saved"),
        "published" => Some("Work programme published"),
        _ => None,
    };
    let posts = directory::post_store::titles(connection, today, &form.owner).await?;
    let title = ui::form_title("Work programme", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&board.name), "Work programme"))
        @for warning in duty_warnings(state, board).await? { (ui::warning_text(html! { (warning) })) }
        @if rows.is_empty() { (ui::paragraph("No items planned yet.")) }
        @else {
            (ui::table(&ui::Table {
                caption: "Planned items", caption_is_hidden: true,
                columns: vec![ui::Column::words("Item"), ui::Column::words("Source"), ui::Column::words("Lead officer"), ui::Column::words("Due"), ui::Column::words("Meeting")],
                rows, row_headings: true,
            }))
        }
        @if may_plan {
            (ui::button(&ui::Button { text: "Publish work programme", address: Some(&format!("/boards/{}/programme/publish", board.slug)), kind: ui::ButtonKind::Secondary, ..Default::default() }))
            div class="moothall-measure" {
                (ui::h2("Add an item"))
                form action=(format!("/boards/{}/programme", board.slug)) method="post" novalidate {
                    (fields(form, faults, &posts))
                    (send("Add item"))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Returns the item with this key and its board, if the user may plan that board's year.
async fn item_of(state: &AppState, who: &SignedIn, id: &str) -> Result<(ProgrammeItem, Board)> {
    let id: ProgrammeItemId = id.parse().or_not_found("Item")?;
    let item = programme::store::by_id(state.db.reading(), id).await?.or_not_found("Item")?;
    let board = board::store::by_id(state.db.reading(), item.board).await?.or_not_found("Item")?;
    let place = meetings::access::board_place(board.id);
    state.ask(&who.actor, PLAN_YEAR, &meetings::access::facts(board.id.get(), &place, false, &[]))?;
    Ok((item, board))
}

/// Handles `GET /programme/{id}`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (item, board) = item_of(&state, &who, &id).await?;
    item_page(&state, &board, &item, &ProgrammeForm::of(&item), &[]).await
}

/// Handles `POST /programme/{id}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ProgrammeForm>,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let changed = match form.read(&board, item.id) {
        Ok(changed) => changed,
        Err(faults) => return Ok(refused(item_page(&state, &board, &item, &form, &faults).await?)),
    };
    let transaction = state.begin(&who.actor).await?;
    let changed = with_post(&transaction, changed, transaction.by()).await?;
    if !programme::store::update(&transaction, &changed, transaction.by()).await? {
        drop(transaction);
        let form = ProgrammeForm { version: item.version.to_string(), ..form };
        let faults = [(
            "Someone else has changed this item since you opened it. Compare both versions, then save again to keep yours",
            "title",
        )];
        return Ok(refused(item_page(&state, &board, &item, &form, &faults).await?));
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "changed").into_response())
}

/// The form for adding an item to an agenda or taking it off the programme.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlaceForm {
    meeting: String,
    reason: String,
}

/// Handles `POST /programme/{id}/schedule`, which adds the item to the agenda of a meeting.
pub(crate) async fn schedule(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let meetings = meetings_to_come(&state, &board).await?;
    let meeting = form.meeting.parse::<MeetingId>().ok().filter(|id| meetings.iter().any(|meeting| meeting.id == *id));
    let (Some(meeting), ProgrammeState::Planned) = (meeting, item.state) else {
        let faults = [("Select an upcoming meeting", "meeting")];
        return Ok(refused(item_page(&state, &board, &item, &ProgrammeForm::of(&item), &faults).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    preparation::preparing::schedule(&transaction, &item, meeting, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/meetings/{meeting}/prepare"), "added").into_response())
}

/// Handles `POST /programme/{id}/withdraw`.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let reason = line(&form.reason, 300);
    if reason.is_empty() || is_too_long(&form.reason, 300) || item.state != ProgrammeState::Planned {
        let message = match item.state {
            ProgrammeState::Planned if reason.is_empty() => "Enter a reason",
            ProgrammeState::Planned => "Reason must be 300 characters or fewer",
            _ => "Remove the item from its agenda before you withdraw it",
        };
        let faults = [(message, "reason")];
        return Ok(refused(item_page(&state, &board, &item, &ProgrammeForm::of(&item), &faults).await?));
    }
    let transaction = state.begin(&who.actor).await?;
    programme::store::withdraw(&transaction, item.id, &reason, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "changed").into_response())
}

async fn meetings_to_come(state: &AppState, board: &Board) -> Result<Vec<Meeting>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let year = MunicipalYear::of(today);
    let mut meetings = meeting::store::of_board(connection, board.id, year).await?;
    meetings.extend(meeting::store::of_board(connection, board.id, year.next()).await?);
    meetings.retain(|meeting| meeting.day_is_known && meeting.is_to_come(today));
    meetings.sort_by_key(|meeting| meeting.held_on);
    Ok(meetings)
}

async fn item_page(
    state: &AppState,
    board: &Board,
    item: &ProgrammeItem,
    form: &ProgrammeForm,
    faults: &[ui::Fault<'_>],
) -> Result<Markup> {
    let meetings = meetings_to_come(state, board).await?;
    let options: Vec<(String, String)> = meetings.iter().map(|meeting| (meeting.id.to_string(), meeting.day())).collect();
    let posts = directory::post_store::titles(state.db.reading(), state.clock.today(), &form.owner).await?;
    let title = ui::form_title(&item.title, !faults.is_empty());
    let mut breadcrumbs = trail(board);
    breadcrumbs.push(("Work programme".into(), format!("/boards/{}/programme", board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let address = format!("/programme/{}", item.id);
    let came_back = !faults.is_empty();
    let content = html! {
        div class="moothall-measure" {
            @if came_back { (ui::error_summary(faults)) }
            (ui::heading(Some("Work programme"), &item.title))
            @if item.state == ProgrammeState::Planned {
                (ui::h2("Add to an agenda"))
                @if options.is_empty() { (ui::paragraph("No meetings are scheduled.")) }
                @else {
                    form action={ (address) "/schedule" } method="post" {
                        (select_field("meeting", "Meeting", "", &options, faults))
                        (send("Add to agenda"))
                    }
                }
            } @else if let Some(meeting) = item.meeting {
                (ui::paragraph(ui::link(format!("/meetings/{meeting}/prepare"), "View the agenda that this item is on")))
            }
            (ui::h2("Edit"))
            @if came_back {
                (ui::details("Current text", html! {
                    (ui::paragraph(&item.title)) (ui::paragraph(item.purpose.clone().unwrap_or_default()))
                }))
            }
            form action=(address) method="post" novalidate { (fields(form, faults, &posts)) (hidden("version", &form.version)) (send("Save changes")) }
            @if item.state == ProgrammeState::Planned {
                (ui::h2("Withdraw"))
                form action={ (address) "/withdraw" } method="post" novalidate {
                    (line_field("reason", "Reason", "", None, faults))
                    (ui::button(&ui::Button { text: "Withdraw item", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}
