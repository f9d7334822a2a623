//! The work programme of a board: what is to come, from whom, by when, and on which agenda it stands.

use crate::board_desk_pages::{board_of, may, trail};
use crate::board_store::{self, Board};
use crate::draft_item::ItemKind;
use crate::form::{
    NOT_A_DAY, day, day_field, hidden, is_ticked, line, line_field, select_field, send, some_line, some_text, text_field,
    written_day,
};
use crate::meeting::{Meeting, MeetingId, ProgrammeItemId};
use crate::people::{PLAN_YEAR, SEE_BOARD};
use crate::programme::{Duty, ProgrammeItem, ProgrammeState, Source, duty};
use crate::{meeting_store, preparing, programme_store, publishing, rules};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ProgrammeForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    source_detail: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    crime_scrutiny: String,
    #[serde(default)]
    due_on: String,
    #[serde(default)]
    version: String,
}

impl ProgrammeForm {
    fn of(item: &ProgrammeItem) -> Self {
        Self {
            title: item.title.clone(),
            purpose: item.purpose.clone().unwrap_or_default(),
            kind: item.kind.word().to_owned(),
            source: item.source.word().to_owned(),
            source_detail: item.source_detail.clone().unwrap_or_default(),
            owner: item.owner.clone().unwrap_or_default(),
            crime_scrutiny: if item.is_crime_scrutiny { "yes".to_owned() } else { String::new() },
            due_on: written_day(item.due_on),
            version: item.version.to_string(),
        }
    }

    fn read(&self, board: &Board, id: ProgrammeItemId) -> std::result::Result<ProgrammeItem, Vec<ui::Fault<'static>>> {
        let mut faults = Vec::new();
        let title = line(&self.title, 200);
        if title.is_empty() {
            faults.push(("Enter a title", "title"));
        }
        let kind = ItemKind::read(&self.kind);
        if kind.is_none() {
            faults.push(("Choose what kind of item it is", "kind"));
        }
        let source = Source::read(&self.source);
        if source.is_none() {
            faults.push(("Choose where it comes from", "source"));
        }
        let due_on = some_line(&self.due_on, 40).map(|text| day(&text));
        if due_on == Some(None) {
            faults.push((NOT_A_DAY, "due_on"));
        }
        let (Some(kind), Some(source), true) = (kind, source, faults.is_empty()) else { return Err(faults) };
        Ok(ProgrammeItem {
            id,
            board: board.id,
            title,
            purpose: some_text(&self.purpose, 2_000),
            kind,
            source,
            source_detail: some_line(&self.source_detail, 200),
            owner: some_line(&self.owner, 160),
            is_crime_scrutiny: is_ticked(&self.crime_scrutiny),
            due_on: due_on.flatten(),
            state: ProgrammeState::Planned,
            meeting: None,
            version: self.version.parse().unwrap_or(0),
        })
    }
}

/// What a board's desk warns of: the yearly duties that are due or overdue, and planned items that are late.
pub(crate) async fn duty_warnings(state: &AppState, board: &Board) -> Result<Vec<String>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let (register, _) = publishing::register_and_version(connection, board).await?;
    let mut warnings = Vec::new();
    if register.is_crime_and_disorder_committee {
        let months = state.settings().number_on(&rules::CRIME_SCRUTINY, today).unwrap_or_default();
        let scrutinies = programme_store::crime_scrutinies(connection, board.id).await?;
        let law = "Police and Justice Act 2006, section 19";
        match duty(&scrutinies, today, months) {
            Duty::NeverMet => warnings.push(format!(
                "No meeting for the scrutiny of crime and disorder is on record. The board meets for it at least once in every {months} months ({law}): mark the item on an agenda."
            )),
            Duty::Due { by } => warnings.push(format!(
                "The board meets for the scrutiny of crime and disorder by {} at the latest ({law}), and no agenda has it yet.",
                civil_date::written(by)
            )),
            Duty::Overdue { by } => warnings.push(format!(
                "The scrutiny of crime and disorder was due by {} ({law}).",
                civil_date::written(by)
            )),
            Duty::Provided { .. } => {}
        }
    }
    let items = programme_store::of_board(connection, board.id).await?;
    let late =
        items.iter().filter(|item| item.state == ProgrammeState::Planned && item.due_on.is_some_and(|due| due < today)).count();
    if late > 0 {
        let items = if late == 1 { "item of the work programme is" } else { "items of the work programme are" };
        warnings.push(format!("{late} {items} overdue and on no agenda."));
    }
    Ok(warnings)
}

/// `/boards/{slug}/programme`.
pub(crate) async fn list(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, SEE_BOARD, &slug).await?;
    list_page(&state, &who, &board, &ProgrammeForm::default(), &[], &done).await
}

/// `POST /boards/{slug}/programme`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<ProgrammeForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let no_key = ProgrammeItemId::new(1).ok_or(Error::NotFound("Item"))?;
    let item = match form.read(&board, no_key) {
        Ok(item) => item,
        Err(faults) => return Ok(refused(list_page(&state, &who, &board, &form, &faults, "").await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    programme_store::insert(&transaction, &item, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/programme?done=added", board.slug)).into_response())
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
    let items = programme_store::of_board(connection, board.id).await?;
    let may_plan = may(state, &who.actor, PLAN_YEAR, board);
    let mut rows = Vec::new();
    for item in &items {
        let meeting = match item.meeting {
            Some(id) => meeting_store::by_id(connection, id).await?,
            None => None,
        };
        let is_late = item.state == ProgrammeState::Planned && item.due_on.is_some_and(|due| due < today);
        rows.push(vec![
            html! {
                @if may_plan { a class="govuk-link" href=(format!("/programme/{}", item.id)) { (item.title) } } @else { (item.title) }
                @if let Some(purpose) = &item.purpose { br; span class="govuk-hint" { (purpose) } }
            },
            html! { (item.source.label()) @if let Some(detail) = &item.source_detail { br; (detail) } },
            html! { (item.owner.clone().unwrap_or_default()) },
            html! { (written_day(item.due_on)) @if is_late { " " (ui::tag("Overdue", ui::TagColour::Red)) } },
            html! { @match &meeting { Some(meeting) => a class="govuk-link" href={ (meeting.address()) "/prepare" } { (meeting.short_day()) }, None => "On none yet" } },
        ]);
    }
    let banner = match done {
        "added" => Some("The item was added to the work programme."),
        "changed" => Some("The item was changed."),
        _ => None,
    };
    let title = ui::form_title("Work programme", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&board.name), "Work programme"))
        @for warning in duty_warnings(state, board).await? { (ui::warning_text(html! { (warning) })) }
        @if rows.is_empty() { p class="govuk-body" { "Nothing is planned yet." } }
        @else {
            (ui::table(&ui::Table {
                caption: "Items to come", caption_is_hidden: true,
                columns: vec![ui::Column::words("Item"), ui::Column::words("From"), ui::Column::words("Owner"), ui::Column::words("Due"), ui::Column::words("Agenda of")],
                rows, row_headings: true,
            }))
        }
        @if may_plan {
            div class="moothall-measure" {
                h2 class="govuk-heading-m" { "Add an item" }
                form action=(format!("/boards/{}/programme", board.slug)) method="post" novalidate {
                    (fields(form, faults))
                    (send("Add to the programme"))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn fields(form: &ProgrammeForm, faults: &[ui::Fault<'_>]) -> Markup {
    let kinds = [ItemKind::Report, ItemKind::Presentation, ItemKind::VerbalUpdate];
    let kinds: Vec<(String, String)> = kinds.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect();
    let sources: Vec<(String, String)> =
        Source::ALL.iter().map(|source| (source.word().to_owned(), source.label().to_owned())).collect();
    html! {
        (line_field("title", "Title", &form.title, None, faults))
        (text_field("purpose", "Purpose", &form.purpose, Some("What the board is to do with it"), 2, faults))
        (select_field("kind", "Kind", &form.kind, &kinds, faults))
        (select_field("source", "Where it comes from", &form.source, &sources, faults))
        (line_field("source_detail", "Which one", &form.source_detail, Some("The standing order, the member, the recommendation"), faults))
        (line_field("owner", "Owner", &form.owner, Some("The post that brings it, never a person"), faults))
        (day_field("due_on", "To come before the board by", &form.due_on, Some("For example, 12 November 2024; leave empty where any day does"), faults))
        (ui::checkboxes(&ui::Choices {
            name: "crime_scrutiny", legend: "Duty",
            choices: vec![ui::Choice {
                value: "yes", text: "A scrutiny of crime and disorder", hint: Some("Police and Justice Act 2006, section 19"),
                chosen: is_ticked(&form.crime_scrutiny)
            }],
            ..Default::default()
        }))
    }
}

/// The item with this key and its board, where whoever asks may plan that board's year.
async fn item_of(state: &AppState, who: &SignedIn, id: &str) -> Result<(ProgrammeItem, Board)> {
    let not_found = || Error::NotFound("Item");
    let id: ProgrammeItemId = id.parse().map_err(|_| not_found())?;
    let item = programme_store::by_id(state.db.reading(), id).await?.ok_or_else(not_found)?;
    let board = board_store::by_id(state.db.reading(), item.board).await?.ok_or_else(not_found)?;
    let place = crate::people::board_place(board.id);
    state.ask(&who.actor, PLAN_YEAR, &crate::people::facts(board.id.get(), &place, false, &[]))?;
    Ok((item, board))
}

/// `/programme/{id}`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (item, board) = item_of(&state, &who, &id).await?;
    item_page(&state, &board, &item, &ProgrammeForm::of(&item), &[]).await
}

/// `POST /programme/{id}`.
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
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    if !programme_store::update(&transaction, &changed, state.by(&actor)).await? {
        drop(transaction);
        let form = ProgrammeForm { version: item.version.to_string(), ..form };
        let faults = [(
            "Somebody changed the item meanwhile. What it says now stands below; send again to put yours in its place",
            "title",
        )];
        return Ok(refused(item_page(&state, &board, &item, &form, &faults).await?));
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/programme?done=changed", board.slug)).into_response())
}

/// What is sent to put an item on an agenda, or to take it off the programme.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct PlaceForm {
    #[serde(default)]
    meeting: String,
    #[serde(default)]
    reason: String,
}

/// `POST /programme/{id}/schedule`: puts the item on the agenda of a meeting.
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
        let faults = [("Choose one of the meetings that are to come", "meeting")];
        return Ok(refused(item_page(&state, &board, &item, &ProgrammeForm::of(&item), &faults).await?));
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    preparing::schedule(&transaction, &item, meeting, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/meetings/{meeting}/prepare?done=added")).into_response())
}

/// `POST /programme/{id}/withdraw`.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let (item, board) = item_of(&state, &who, &id).await?;
    let reason = line(&form.reason, 300);
    if reason.is_empty() || item.state != ProgrammeState::Planned {
        let faults = [("Say why it is withdrawn; one that stands on an agenda is taken off that first", "reason")];
        return Ok(refused(item_page(&state, &board, &item, &ProgrammeForm::of(&item), &faults).await?));
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    programme_store::withdraw(&transaction, item.id, &reason, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/programme?done=changed", board.slug)).into_response())
}

async fn meetings_to_come(state: &AppState, board: &Board) -> Result<Vec<Meeting>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let year = MunicipalYear::of(today);
    let mut meetings = meeting_store::of_board(connection, board.id, year).await?;
    meetings.extend(meeting_store::of_board(connection, board.id, year.next()).await?);
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
                h2 class="govuk-heading-m" { "Put it on an agenda" }
                @if options.is_empty() { p class="govuk-body" { "No meeting is laid out." } }
                @else {
                    form action={ (address) "/schedule" } method="post" {
                        (select_field("meeting", "Meeting", "", &options, faults))
                        (send("Put it on the agenda"))
                    }
                }
            } @else if let Some(meeting) = item.meeting {
                p class="govuk-body" { a class="govuk-link" href=(format!("/meetings/{meeting}/prepare")) { "It stands on an agenda" } }
            }
            h2 class="govuk-heading-m" { "Change it" }
            @if came_back {
                (ui::details("What it says now", html! {
                    p class="govuk-body" { (item.title) } p class="govuk-body" { (item.purpose.clone().unwrap_or_default()) }
                }))
            }
            form action=(address) method="post" novalidate { (fields(form, faults)) (hidden("version", &form.version)) (send("Save")) }
            @if item.state == ProgrammeState::Planned {
                h2 class="govuk-heading-m" { "Withdraw it" }
                form action={ (address) "/withdraw" } method="post" novalidate {
                    (line_field("reason", "Why", "", None, faults))
                    (ui::button(&ui::Button { text: "Withdraw from the programme", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}
