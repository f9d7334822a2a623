//! Pages of followed actions: the clerk's list, the post holder's list, and one action with its history.

use crate::access::{FOLLOW, PROGRESS, SEE_ACTION};
use crate::followed;
use crate::followed::store::{ActionChange, EventKind, FollowedAction};
use crate::followed::{ActionState, ActionStep, LIFE, may};
use access::{Action, Actor, Answer, Place, Record};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::text::{address_part, readable_title, title_key};
use foundation::{civil_date, london};
use lifecycle::Why;
use maud::{Markup, html};
use meetings::access::board_place;
use serde::Deserialize;
use ui::FormState;
use web::{AppState, Done, Error, NOT_A_DATE, Result, SignedIn, SubmittedForm, csv_file, redirect_done, refused};

/// Returns the keys of the titles of the posts that `actor` holds today.
async fn posts_of(state: &AppState, actor: &Actor) -> Result<Vec<String>> {
    let Some(account) = actor.account else { return Ok(Vec::new()) };
    let held = directory::post_store::held_by(state.db.reading(), account, state.clock.today()).await?;
    Ok(held.iter().map(|title| title_key(title)).collect())
}

/// Checks whether `actor` may act on an action, including as the holder of the responsible post.
fn ask(state: &AppState, actor: &Actor, posts: &[String], act: Action, action: &FollowedAction) -> Answer {
    let place: Place = board_place(action.board);
    let holds = posts.contains(&title_key(&action.owner));
    let owner = actor.account.filter(|_| holds);
    let facts = Record { id: action.id, place: Some(&place), owner, is_exempt: action.is_exempt, ..Record::default() };
    state.joined.policy.can(actor, act, &facts)
}

/// The filters of a list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    board: String,
    state: String,
    post: String,
    done: String,
}

impl ListQuery {
    fn shows(&self, action: &FollowedAction, today: chrono::NaiveDate) -> bool {
        let is_of_state = match self.state.as_str() {
            "" => action.state.is_open(),
            "all" => true,
            "overdue" => action.is_overdue(today),
            word => ActionState::read(word) == Some(action.state),
        };
        is_of_state
            && (self.board.is_empty() || self.board == action.board_slug)
            && (self.post.is_empty() || title_key(&self.post) == title_key(&action.owner))
    }
}

/// Returns the actions that a clerk follows, each checked as on its own page.
pub(crate) async fn followed(state: &AppState, actor: &Actor) -> Result<Vec<FollowedAction>> {
    let mut all = followed::store::all(state.db.reading()).await?;
    all.retain(|action| ask(state, actor, &[], FOLLOW, action) == Answer::Allowed);
    Ok(all)
}

/// Returns the actions of the posts that `actor` holds.
pub(crate) async fn own(state: &AppState, actor: &Actor) -> Result<Vec<FollowedAction>> {
    let posts = posts_of(state, actor).await?;
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = followed::store::all(state.db.reading()).await?;
    all.retain(|action| {
        posts.contains(&title_key(&action.owner)) && ask(state, actor, &posts, SEE_ACTION, action) == Answer::Allowed
    });
    Ok(all)
}

/// Handles `GET /actions/following`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, FOLLOW)?;
    let today = state.clock.today();
    let all = followed(&state, &who.actor).await?;
    let mut boards: Vec<(String, String)> = Vec::new();
    let mut posts: Vec<(String, String)> = Vec::new();
    for action in &all {
        if !boards.iter().any(|(slug, _)| *slug == action.board_slug) {
            boards.push((action.board_slug.clone(), action.board_name.clone()));
        }
        if !posts.iter().any(|(post, _)| title_key(post) == title_key(&action.owner)) {
            posts.push((action.owner.clone(), action.owner.clone()));
        }
    }
    posts.sort();
    let mut states = vec![("overdue".to_owned(), "Overdue".to_owned())];
    states.extend(ActionState::ALL.iter().map(|state| (state.word().to_owned(), state.label().to_owned())));
    states.push(("all".to_owned(), "All".to_owned()));
    let shown: Vec<&FollowedAction> = all.iter().filter(|action| query.shows(action, today)).collect();
    let csv = format!(
        "/actions/following.csv?board={}&state={}&post={}",
        address_part(&query.board),
        address_part(&query.state),
        address_part(&query.post)
    );
    let filters =
        FormState::of([("board", query.board.as_str()), ("state", query.state.as_str()), ("post", query.post.as_str())]);
    let page = ui::Page { title: "Actions", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        @if query.done == "changed" { (ui::done("Action updated")) }
        (ui::heading(None, "Actions"))
        form class="moothall-filter-row" action="/actions/following" method="get" {
            (filters.select(&ui::Select { name: "board", label: "Board", ..Default::default() }, Some("All"), &boards))
            (filters.select(&ui::Select { name: "state", label: "Status", ..Default::default() }, Some("Not finished"), &states))
            (filters.select(&ui::Select { name: "post", label: "Post", ..Default::default() }, Some("All"), &posts))
            (ui::button(&ui::Button { text: "Apply filters", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        (ui::summary_line(html! {
            strong { (shown.len()) @if shown.len() == 1 { " action" } @else { " actions" } } ". "
            (ui::link(&csv, "Download as CSV")) " · "
            (ui::link("/recommendations", "Recommendations to other bodies"))
        }))
        @if shown.is_empty() { (ui::empty_state("No actions match these filters", html! { (ui::paragraph("Change the filters to see other actions.")) })) }
        @else { (table(&shown, today)) }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /actions/following.csv`.
pub(crate) async fn csv(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Response> {
    state.ask_any(&who.actor, FOLLOW)?;
    let today = state.clock.today();
    let all = followed(&state, &who.actor).await?;
    let lines = all.into_iter().filter(|action| query.shows(action, today)).map(|action| {
        let overdue = if action.is_overdue(today) { "overdue" } else { "" };
        vec![
            action.board_name.clone(),
            action.held_on.to_string(),
            action.reference.clone().unwrap_or_default(),
            readable_title(&action.title),
            action.owner.clone(),
            action.task.clone().unwrap_or_default(),
            action.state.label().to_owned(),
            action.due_on.map(|due| due.to_string()).unwrap_or_default(),
            overdue.to_owned(),
        ]
    });
    csv_file("actions-followed", &["board", "meeting", "reference", "item", "owner", "task", "state", "due", "overdue"], lines)
}

/// Handles `GET /actions/mine`.
pub(crate) async fn mine(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_ACTION)?;
    let today = state.clock.today();
    let all = own(&state, &who.actor).await?;
    let (open, over): (Vec<&FollowedAction>, Vec<&FollowedAction>) = all.iter().partition(|action| action.state.is_open());
    let page = ui::Page { title: "Your actions", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(None, "Your actions"))
        @if all.is_empty() { (ui::empty_state("No actions", html! { (ui::paragraph("Actions appear here when a meeting gives them to a post that you hold.")) })) }
        @if !open.is_empty() { (table(&open, today)) }
        @if !over.is_empty() { (ui::h2("Done or no longer needed")) (table(&over, today)) }
    };
    Ok(ui::page(&page, content))
}

fn colour(state: ActionState) -> ui::TagColour {
    match state {
        ActionState::Open => ui::TagColour::Yellow,
        ActionState::InProgress => ui::TagColour::Blue,
        ActionState::Done => ui::TagColour::Green,
        ActionState::NotNeeded => ui::TagColour::Grey,
    }
}

fn matter(action: &FollowedAction) -> String {
    action.task.clone().unwrap_or_else(|| readable_title(&action.title))
}

fn table(actions: &[&FollowedAction], today: chrono::NaiveDate) -> Markup {
    let row = |action: &&FollowedAction| {
        vec![
            html! {
                (ui::link(action.address(), matter(action)))
                @if action.is_exempt { " " (ui::tag("Private", ui::TagColour::Grey)) }
            },
            html! { (action.owner) },
            html! { (action.reference.as_deref().unwrap_or_default()) " " (action.board_name) ", " (civil_date::written(action.held_on)) },
            html! {
                @match action.due_on { Some(due) => (civil_date::written(due)), None => "No due date" }
                @if action.is_overdue(today) { " " (ui::tag("Overdue", ui::TagColour::Red)) }
            },
            html! { (ui::tag(action.state.label(), colour(action.state))) },
        ]
    };
    ui::table(&ui::Table {
        caption: "Actions",
        caption_is_hidden: true,
        columns: ["Action", "Post", "Minute", "Due", "Status"].map(ui::Column::words).to_vec(),
        rows: actions.iter().map(row).collect(),
        row_headings: true,
    })
}

/// Returns an action on which the user may perform `act`, and whether they manage its board.
async fn action_of(state: &AppState, who: &SignedIn, act: Action, id: &str) -> Result<(FollowedAction, bool)> {
    let not_found = || Error::NotFound("Action");
    let id = id.parse::<i64>().map_err(|_| not_found())?;
    let action = followed::store::by_id(state.db.reading(), id).await?.ok_or_else(not_found)?;
    let posts = posts_of(state, &who.actor).await?;
    match ask(state, &who.actor, &posts, act, &action) {
        Answer::Allowed => {}
        Answer::Denied | Answer::AfterReason => return Err(Error::Forbidden),
        Answer::Hidden => return Err(not_found()),
    }
    let is_clerk = ask(state, &who.actor, &posts, FOLLOW, &action) == Answer::Allowed;
    Ok((action, is_clerk))
}

/// Handles `GET /actions/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (action, is_clerk) = action_of(&state, &who, SEE_ACTION, &id).await?;
    page(&state, &who, &action, is_clerk, &done, &FormState::default()).await
}

async fn page(
    state: &AppState,
    who: &SignedIn,
    action: &FollowedAction,
    is_clerk: bool,
    done: &str,
    form: &FormState,
) -> Result<Markup> {
    let mut form = form.clone();
    form.set_if_absent("due", action.due_on.map(civil_date::written).unwrap_or_default());
    form.set("version", action.version.to_string());
    let posts = posts_of(state, &who.actor).await?;
    let may = ask(state, &who.actor, &posts, PROGRESS, action) == Answer::Allowed;
    let events = followed::store::events(state.db.reading(), action.id).await?;
    let mut told = Vec::new();
    for event in &events {
        let title = match event.kind {
            EventKind::State => "Status changed",
            EventKind::Due => "Due date changed",
            EventKind::Reminder => "Reminder emailed",
            EventKind::Note => "Progress",
        };
        told.push((
            title,
            directory::actor_name(state.db.reading(), &event.made_by).await?,
            event.made_at.to_rfc3339(),
            london::on_page(event.made_at),
            event,
        ));
    }
    let listed: Vec<ui::Event<'_>> = told
        .iter()
        .map(|(title, by, moment, when, event)| ui::Event {
            title,
            by: Some(by),
            moment,
            when,
            content: Some(html! { (ui::paragraph(&event.text)) }),
        })
        .collect();
    let minute = meetings::calendar::lists::minute_address(action.reference.as_deref(), action.meeting.get(), 0);
    let steps = LIFE.possible(action.state, self::may(is_clerk), |_| true);
    let mut choices = vec![("note".to_owned(), "Add a progress note only".to_owned())];
    choices.extend(steps.iter().map(|step| (step.word().to_owned(), step.label().to_owned())));
    let own = action.address();
    let title = form.title(&matter(action));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        @if is_clerk { (ui::back_link("Actions", "/actions/following")) } @else { (ui::back_link("Your actions", "/actions/mine")) }
        (form.summary())
        @if done == "changed" { (ui::done("Action updated")) }
        (ui::heading(action.reference.as_deref(), &matter(action)))
        (ui::summary_list(&[
            ui::SummaryRow::new("Status", html! { (ui::tag(action.state.label(), colour(action.state)))
                @if action.is_overdue(state.clock.today()) { " " (ui::tag("Overdue", ui::TagColour::Red)) } }),
            ui::SummaryRow::new("Post", html! { (action.owner) }),
            ui::SummaryRow::new("Due", html! { @match action.due_on { Some(due) => (civil_date::written(due)), None => "No due date" } }),
            ui::SummaryRow::new("Minute", html! {
                @if action.is_exempt { "A private item, " (action.board_name) ", " (civil_date::written(action.held_on)) }
                @else { (ui::link(&minute, readable_title(&action.title))) ", " (action.board_name) ", " (civil_date::written(action.held_on)) }
            }),
        ]))
        @if may {
            form action={ (own) "/progress" } method="post" novalidate {
                (ui::h2("Update status"))
                (form.hidden("version"))
                (form.select(&ui::Select { name: "step", label: "Update", ..Default::default() }, None, &choices))
                (form.textarea(&ui::Textarea { name: "text", label: "Details", rows: Some(3), ..Default::default() }))
                (ui::send("Save update"))
            }
        }
        @if is_clerk {
            form action={ (own) "/due" } method="post" novalidate {
                (ui::h2("Change due date"))
                (form.hidden("version"))
                (form.date(&ui::DateInput { name: "due", label: "Due", ..Default::default() }))
                (form.textarea(&ui::Textarea { name: "reason", label: "Reason", rows: Some(2), ..Default::default() }))
                (ui::button(&ui::Button { text: "Save due date", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
        (ui::h2("History"))
        @if listed.is_empty() { (ui::paragraph("No updates yet.")) } @else { (ui::timeline(&listed, 3)) }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /actions/{id}/progress`.
pub(crate) async fn progress(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (action, is_clerk) = action_of(&state, &who, PROGRESS, &id).await?;
    let step = ActionStep::read(form.value("step"));
    let text = form.lines("text").at_most(2_000, "Details").optional();
    let has_text = text != Some(None);
    let line = step.map(|step| LIFE.take(action.state, step, may(is_clerk), |_| has_text));
    let is_possible = match &line {
        None => matches!(form.value("step"), "" | "note"),
        Some(line) => !line.as_ref().is_err_and(|refused| !matches!(refused.why, Why::Unmet(_))),
    };
    if !is_possible {
        form.fault("step", "Select an update that is possible for this action");
    }
    if !has_text && step != Some(ActionStep::Start) {
        form.fault("text", "Enter details");
    }
    let Some(text) = text.filter(|_| !form.has_faults()) else {
        return Ok(refused(page(&state, &who, &action, is_clerk, "", &form).await?));
    };
    let (kind, after) = match line.transpose()? {
        Some(line) => (line.entry(), line.to),
        None => ("note", action.state),
    };
    let text = text.unwrap_or_else(|| after.label().to_owned());
    let text = if after == action.state { text } else { format!("{}: {text}", after.label()) };
    let change = ActionChange { kind, text: &text, state: after, due_on: action.due_on, reminded_on: action.reminded_on };
    record(&state, &who, &action, is_clerk, form, &change).await
}

/// Handles `POST /actions/{id}/due`.
pub(crate) async fn due(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (action, is_clerk) = action_of(&state, &who, FOLLOW, &id).await?;
    let due = form.date("due").optional(NOT_A_DATE);
    let reason = form.lines("reason").at_most(1_000, "Reason").required("Enter a reason");
    let (Some(due), Some(reason)) = (due, reason) else {
        return Ok(refused(page(&state, &who, &action, is_clerk, "", &form).await?));
    };
    let day = due.map_or_else(|| "no due date".to_owned(), civil_date::written);
    let was = action.due_on.map_or_else(|| "no due date".to_owned(), civil_date::written);
    let text = format!("Due {day} (was {was}): {reason}");
    // A new due date restarts the reminders.
    let change = ActionChange { kind: "due", text: &text, state: action.state, due_on: due, reminded_on: None };
    record(&state, &who, &action, is_clerk, form, &change).await
}

async fn record(
    state: &AppState,
    who: &SignedIn,
    action: &FollowedAction,
    is_clerk: bool,
    mut form: SubmittedForm,
    change: &ActionChange<'_>,
) -> Result<Response> {
    let looked_at = FollowedAction { version: form.version(), ..action.clone() };
    let transaction = state.begin(&who.actor).await?;
    if !followed::store::change(&transaction, &looked_at, change, transaction.by()).await? {
        drop(transaction);
        let message = "Someone else has changed this action since you opened it. Check its current status, then save again";
        form.fault("step", message);
        return Ok(refused(page(state, who, action, is_clerk, "", &form).await?));
    }
    transaction.commit().await?;
    Ok(redirect_done(&action.address(), "changed").into_response())
}
