//! Pages of a board's work programme: what is planned, who presents it, by when, and on which agenda.

use crate::programme::form::{COMPARED, fields, form_of, read};
use crate::{lead_officer, preparation};
use access::By;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use db::WriteTransaction;
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use meetings::access::{PLAN_YEAR, SEE_BOARD};
use meetings::board::managing::{board_of, may, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::meeting::{Meeting, MeetingId, ProgrammeItemId};
use meetings::programme::{Duty, ProgrammeItem, ProgrammeState, duty};
use meetings::{board, meeting, programme, rules};
use ui::FormState;
use web::{AppState, Done, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

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
    list_page(&state, &who, &board, &FormState::default(), &done).await
}

/// Handles `POST /boards/{slug}/programme`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let no_key = ProgrammeItemId::new(1).or_not_found("Item")?;
    let Some(item) = read(&mut form, &board, no_key) else {
        return Ok(refused(list_page(&state, &who, &board, &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let item = with_post(&transaction, item, transaction.by()).await?;
    programme::store::insert(&transaction, &item, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "added").into_response())
}

/// Returns the item with its lead officer's title as in the register of posts, adding the post if it is new.
async fn with_post(transaction: &WriteTransaction, item: ProgrammeItem, by: By<'_>) -> Result<ProgrammeItem> {
    let owner = lead_officer::registered(transaction, item.owner.as_deref(), by).await?;
    Ok(ProgrammeItem { owner, ..item })
}

async fn list_page(state: &AppState, who: &SignedIn, board: &Board, form: &FormState, done: &str) -> Result<Markup> {
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
            html! { (item.due_on.map(civil_date::written).unwrap_or_default()) @if is_late { " " (ui::tag("Overdue", ui::TagColour::Red)) } },
            html! { @match &meeting { Some(meeting) => (ui::link(format!("{}/prepare", meeting.address()), meeting.short_day())), None => "Not scheduled" } },
        ]);
    }
    let banner = match done {
        "added" => Some("Item added to the work programme"),
        "changed" => Some("Changes saved"),
        "published" => Some("Work programme published"),
        _ => None,
    };
    let posts = directory::post_store::titles(connection, today, form.value("owner")).await?;
    let title = form.title("Work programme");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        (form.summary())
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
                    (fields(form, &posts))
                    (ui::send("Add item"))
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
    item_page(&state, &board, &item, &form_of(&item), None).await
}

/// Handles `POST /programme/{id}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let Some(changed) = read(&mut form, &board, item.id) else {
        return Ok(refused(item_page(&state, &board, &item, &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let changed = with_post(&transaction, changed, transaction.by()).await?;
    if !programme::store::update(&transaction, &changed, transaction.by()).await? {
        drop(transaction);
        let (now, board) = item_of(&state, &who, &id).await?;
        let conflict = conflict(&now, &changed);
        form.set("version", now.version.to_string());
        return Ok(edit_refused(item_page(&state, &board, &now, &form, Some(conflict)).await?));
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "changed").into_response())
}

/// Renders the current version of an item, above what was submitted: `own`.
fn conflict(now: &ProgrammeItem, own: &ProgrammeItem) -> Markup {
    let [current, own] = [now, own].map(|item| {
        let mut form = form_of(item);
        form.set("kind", item.kind.label());
        form.set("source", item.source.label());
        form
    });
    ui::edit_conflict(&ui::EditConflict {
        thing: "item",
        change: None,
        fields: &ui::compared(&current, &own, &COMPARED),
        address: &format!("/programme/{}", now.id),
    })
}

/// Puts the item as it is into the form for editing it, for a page that another form on it is shown with again.
fn fill(form: &mut FormState, item: &ProgrammeItem) {
    for (field, value) in form_of(item).all() {
        form.set(field, value);
    }
}

/// Handles `POST /programme/{id}/schedule`, which adds the item to the agenda of a meeting.
pub(crate) async fn schedule(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let meetings = meetings_to_come(&state, &board).await?;
    let keys: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id).collect();
    let meeting = form.choice("meeting", &keys, ToString::to_string).filter(|_| item.state == ProgrammeState::Planned);
    let Some(meeting) = meeting.or_fault("Select an upcoming meeting") else {
        fill(&mut form, &item);
        return Ok(refused(item_page(&state, &board, &item, &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    if !preparation::preparing::schedule(&transaction, &item, meeting, transaction.by()).await? {
        drop(transaction);
        return changed_by_another(&state, &who, &id, form, "meeting").await;
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/meetings/{meeting}/prepare"), "added").into_response())
}

/// Handles `POST /programme/{id}/withdraw`.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    if item.state != ProgrammeState::Planned {
        form.fault("reason", "Remove the item from its agenda before you withdraw it");
    }
    let reason = form.line("reason").at_most(300, "Reason").required("Enter a reason");
    let Some(reason) = reason.filter(|_| !form.has_faults()) else {
        fill(&mut form, &item);
        return Ok(refused(item_page(&state, &board, &item, &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    if !programme::store::withdraw(&transaction, item.id, &reason, transaction.by()).await? {
        drop(transaction);
        return changed_by_another(&state, &who, &id, form, "reason").await;
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/programme", board.slug), "changed").into_response())
}

/// Returns the item as it is now, with a fault that says why nothing was changed.
async fn changed_by_another(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    mut form: SubmittedForm,
    field: &'static str,
) -> Result<Response> {
    let (now, board) = item_of(state, who, id).await?;
    form.fault(field, "Someone else has put this item on an agenda or withdrawn it since you opened it");
    fill(&mut form, &now);
    Ok(refused(item_page(state, &board, &now, &form, None).await?))
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
    form: &FormState,
    conflict: Option<Markup>,
) -> Result<Markup> {
    let meetings = meetings_to_come(state, board).await?;
    let options: Vec<(String, String)> = meetings.iter().map(|meeting| (meeting.id.to_string(), meeting.day())).collect();
    let posts = directory::post_store::titles(state.db.reading(), state.clock.today(), form.value("owner")).await?;
    let title = form.title(&item.title);
    let mut breadcrumbs = trail(board);
    breadcrumbs.push(("Work programme".into(), format!("/boards/{}/programme", board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let address = format!("/programme/{}", item.id);
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some("Work programme"), &item.title))
            @if let Some(conflict) = conflict { (conflict) }
            @else {
                (scheduling(item, &address, form, &options))
                (ui::h2("Edit"))
            }
            form action=(address) method="post" novalidate { (fields(form, &posts)) (form.hidden("version")) (ui::send("Save changes")) }
            @if item.state == ProgrammeState::Planned {
                (ui::h2("Withdraw"))
                form action={ (address) "/withdraw" } method="post" novalidate {
                    (form.line("reason", "Reason"))
                    (ui::button(&ui::Button { text: "Withdraw item", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the form that adds the item to an agenda, or the link to the agenda that it is on.
fn scheduling(item: &ProgrammeItem, address: &str, form: &FormState, meetings: &[(String, String)]) -> Markup {
    html! {
        @if item.state == ProgrammeState::Planned {
            (ui::h2("Add to an agenda"))
            @if meetings.is_empty() { (ui::paragraph("No meetings are scheduled.")) }
            @else {
                form action={ (address) "/schedule" } method="post" {
                    (form.select(&ui::Select { name: "meeting", label: "Meeting", ..Default::default() }, None, meetings))
                    (ui::send("Add to agenda"))
                }
            }
        } @else if let Some(meeting) = item.meeting {
            (ui::paragraph(ui::link(format!("/meetings/{meeting}/prepare"), "View the agenda that this item is on")))
        }
    }
}
