//! The path of a report, handing it in, clearing it or giving it back; and who stands in while somebody is away.

use crate::clearance::{self, path_of, tell};
use crate::draft::{self, ClearanceState, Draft, State as DraftState, Step, content_hash, waiting};
use crate::draft_pages::missing;
use crate::kinds::{CLEAR, DEPUTISE, READ, WRITE};
use crate::open_draft::{OpenDraft, hidden, line, lines};
use crate::{clearance_store, draft_file_store, draft_store, preview_pages, template_store};
use access::{AccountId, account_store, role_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{civil_date, london};
use maud::{Markup, html};
use meetings::people::{CLEARING_OFFICER, CLERK, REPORTING_OFFICER};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct DecisionForm {
    /// `hand-in`, `clear` or `return`.
    #[serde(default)]
    act: String,
    #[serde(default)]
    reason: String,
    /// What was on the page: what is cleared is what was read.
    #[serde(default)]
    hash: String,
}

/// `/drafts/{id}/clearance`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    page(&state, &open, &DecisionForm::default(), &[], &done).await
}

async fn page(state: &AppState, open: &OpenDraft, form: &DecisionForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let texts = draft_store::texts(connection, open.draft.id).await?;
    let files = draft_file_store::of_draft(connection, open.draft.id).await?;
    let hash = content_hash(&open.draft, &texts, &files);
    let template = template_store::of_version(connection, open.draft.template).await?.template;
    let lacking = missing(&template.sections, &texts);
    let wrong =
        if open.draft.state == DraftState::Drafting { preview_pages::composed(state, open).await?.faults } else { Vec::new() };
    let planned = if open.path.is_empty() { path_of(state, open).await? } else { Vec::new() };
    let events = clearance_store::events(connection, open.draft.id).await?;
    let mut shown = Vec::new();
    for event in &events {
        let by = meetings::actor_name(connection, &event.made_by).await?;
        let same = event.content_hash.as_deref() == Some(hash.as_str());
        shown.push((event, by, london::written(event.made_at), event.made_at.to_rfc3339(), same));
    }
    let timeline: Vec<ui::Event> = shown
        .iter()
        .map(|(event, by, when, moment, same)| ui::Event {
            title: &event.name,
            by: Some(by),
            moment,
            when,
            content: Some(html! {
                p class="govuk-body" { (event.what) @if *same { " (the text as it stands now)" } }
                @if let Some(reason) = &event.reason { (ui::inset_text(html! { (reason) })) }
            }),
        })
        .collect();
    let banner = match done {
        "handed-in" => Some("The report was handed in, and the first on its path was told."),
        "cleared" => Some("You cleared the report."),
        "returned" => Some("The report was given back, and its authors see the reasons."),
        _ => None,
    };
    let title = ui::form_title(&format!("Clearance: {}", open.draft.subject), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (open.head(state, "Clearance"))
        (ui::heading(None, "Clearance"))
        (steps(open, &planned))
        @if open.draft.state == DraftState::Drafting && open.may_write {
            h2 class="govuk-heading-m" { "Hand in" }
            @if !wrong.is_empty() {
                p class="govuk-body" id="act" { "This is to be put right first:" }
                ul class="govuk-list govuk-list--bullet" {
                    @for (section, fault) in &wrong { li { a class="govuk-link" href=(format!("{}/sections/{section}", open.draft.address())) { (fault) } } }
                }
            } @else if lacking.is_empty() {
                p class="govuk-body" { "Those on the path read it one after the other. You can go on writing: who cleared what you then change is asked again." }
                (act(open, &hash, "hand-in", "Hand the report in", ui::ButtonKind::Primary))
            } @else {
                p class="govuk-body" id="act" { "These sections are required and have no text yet:" }
                ul class="govuk-list govuk-list--bullet" { @for heading in &lacking { li { (heading) } } }
            }
        }
        @if open.may_clear { (deciding(open, form, &hash, faults)) }
        @if !timeline.is_empty() { h2 class="govuk-heading-m" { "What happened" } (ui::timeline(&timeline, 3)) }
    };
    Ok(ui::page(&page, content))
}

fn act(open: &OpenDraft, hash: &str, act: &str, text: &str, kind: ui::ButtonKind) -> Markup {
    html! {
        form action={ (open.draft.address()) "/clearance" } method="post" {
            (hidden("act", act)) (hidden("hash", hash))
            (ui::button(&ui::Button { text, kind, once: true, ..Default::default() }))
        }
    }
}

fn deciding(open: &OpenDraft, form: &DecisionForm, hash: &str, faults: &[ui::Fault<'_>]) -> Markup {
    let name = waiting(&open.path).map_or("", |step| step.name.as_str());
    html! {
        h2 class="govuk-heading-m" { "It waits for you (" (name) ")" }
        p class="govuk-body" { "Read " a class="govuk-link" href={ (open.draft.address()) "/preview" } { "the report as it stands" } " and " a class="govuk-link" href={ (open.draft.address()) "/check" } { "what the checker finds" } ", then:" }
        (act(open, hash, "clear", &format!("Clear it for {name}"), ui::ButtonKind::Primary))
        form action={ (open.draft.address()) "/clearance" } method="post" novalidate class="moothall-measure" {
            (hidden("act", "return")) (hidden("hash", hash))
            (ui::textarea(&ui::Textarea {
                name: "reason", label: "Give it back: why?", rows: Some(3), value: &form.reason, error: ui::error_about(faults, "reason"), ..Default::default()
            }))
            (ui::button(&ui::Button { text: "Give it back", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
        }
    }
}

/// The path with how each step stands.
fn steps(open: &OpenDraft, planned: &[clearance_store::PathStep]) -> Markup {
    let waits = waiting(&open.path).map(|step| step.step);
    let day = |day: Option<chrono::NaiveDate>| day.map(civil_date::written).unwrap_or_default();
    let rows: Vec<Vec<Markup>> = if open.path.is_empty() {
        planned.iter().map(|step| vec![html! { (step.name) }, html! { "To come" }, html! { (day(step.due_on)) }]).collect()
    } else {
        open.path
            .iter()
            .map(|step| {
                let here = open.draft.state == DraftState::InClearance && Some(step.step) == waits;
                let tag = match step.state {
                    ClearanceState::Cleared => ui::tag("Cleared", ui::TagColour::Green),
                    ClearanceState::Again => ui::tag("Asked again", ui::TagColour::Yellow),
                    ClearanceState::Waiting if here => ui::tag("Waits", ui::TagColour::Blue),
                    ClearanceState::Waiting => ui::tag("To come", ui::TagColour::Grey),
                };
                let when = step.decided_at.map(|at| format!(" {}", london::written(at))).unwrap_or_default();
                vec![html! { (step.name) }, html! { (tag) (when) }, html! { (day(step.due_on)) }]
            })
            .collect()
    };
    ui::table(&ui::Table {
        caption: "The path on which it is cleared",
        columns: vec![ui::Column::words("Who"), ui::Column::words("How it stands"), ui::Column::words("By")],
        rows,
        row_headings: true,
        ..Default::default()
    })
}

const CHANGED: &str = "The report was changed while you read it. Read it again, then decide";

/// `POST /drafts/{id}/clearance`.
pub(crate) async fn decide(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let action = if form.act == "hand-in" { WRITE } else { CLEAR };
    let open = OpenDraft::of(&state, &who, action, &id).await?;
    // Of what the page showed, as its hash says: a figure or a picture that cannot be found would stand in the public report as words.
    let is_whole = form.act != "hand-in" || preview_pages::composed(&state, &open).await?.faults.is_empty();
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    draft_store::note(
        &transaction,
        open.draft.id,
        ledger::Action::Altered,
        &serde_json::json!({ "what": "clearance", "act": form.act }),
        by,
    )
    .await?;
    let draft = draft_store::by_id(&transaction, open.draft.id).await?.ok_or(Error::NotFound("Draft"))?;
    let texts = draft_store::texts(&transaction, draft.id).await?;
    let files = draft_file_store::of_draft(&transaction, draft.id).await?;
    let hash = content_hash(&draft, &texts, &files);
    if hash != form.hash {
        drop(transaction);
        return Ok(refused(page(&state, &open, &form, &[(CHANGED, "act")], "").await?));
    }
    let path = clearance_store::path(&transaction, draft.id).await?;
    let done = match form.act.as_str() {
        "hand-in" => {
            let template = template_store::of_version(&transaction, draft.template).await?.template;
            let may_go = is_whole && missing(&template.sections, &texts).is_empty();
            let Some(to) = draft::after(draft.state, Step::HandIn).filter(|_| may_go) else {
                drop(transaction);
                return Ok(refused(
                    page(&state, &open, &form, &[("The report cannot be handed in as it stands", "act")], "").await?,
                ));
            };
            let steps = path_of(&state, &open).await?;
            clearance_store::lay_out(&transaction, draft.id, &steps, &hash).await?;
            clearance_store::add_event(&transaction, draft.id, ("Its author", "handed it in", None), &hash, by).await?;
            let path = clearance_store::path(&transaction, draft.id).await?;
            let to = if waiting(&path).is_none() { DraftState::Cleared } else { to };
            draft_store::update(&transaction, &Draft { state: to, ..draft.clone() }, "handed in", by).await?;
            if let Some(next) = waiting(&path) {
                tell(&state, &transaction, &draft, next, "A report is to be cleared").await?;
            }
            "handed-in"
        }
        "clear" => {
            let Some(step) = waiting(&path).filter(|_| draft.state == DraftState::InClearance) else {
                return Err(Error::NotUnderstood(CHANGED.into()));
            };
            clearance_store::clear(&transaction, draft.id, step.step, &hash, by).await?;
            clearance_store::add_event(&transaction, draft.id, (&step.name, "cleared it", None), &hash, by).await?;
            let path = clearance_store::path(&transaction, draft.id).await?;
            if let Some(next) = waiting(&path) {
                tell(&state, &transaction, &draft, next, "A report is to be cleared").await?;
            } else {
                let to = draft::after(draft.state, Step::ClearLast).unwrap_or(draft.state);
                draft_store::update(&transaction, &Draft { state: to, ..draft.clone() }, "cleared", by).await?;
            }
            "cleared"
        }
        "return" => {
            let reason = lines(&form.reason, 2_000);
            let Some(step) = waiting(&path) else { return Err(Error::NotUnderstood(CHANGED.into())) };
            if reason.trim().is_empty() {
                drop(transaction);
                return Ok(refused(page(&state, &open, &form, &[("Say what has to change", "reason")], "").await?));
            }
            let to = draft::after(draft.state, Step::Return).unwrap_or(draft.state);
            clearance_store::add_event(&transaction, draft.id, (&step.name, "gave it back", Some(&reason)), &hash, by).await?;
            draft_store::update(&transaction, &Draft { state: to, ..draft.clone() }, "given back", by).await?;
            "returned"
        }
        _ => return Err(Error::NotUnderstood("There is no such thing to do.".into())),
    };
    transaction.commit().await?;
    let still_readable = OpenDraft::of(&state, &who, READ, &id).await.is_ok();
    let to = if still_readable { format!("{}/clearance?done={done}", open.draft.address()) } else { "/drafts".to_owned() };
    Ok(Redirect::to(&to).into_response())
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct AwayForm {
    #[serde(default)]
    delegate: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// The delegation to end.
    #[serde(default)]
    end: String,
}

/// `/clearance`.
pub(crate) async fn away(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, DEPUTISE)?;
    away_page(&state, &who, &AwayForm::default(), &[], &done).await
}

/// The accounts that may stand in for somebody: those with a role that could clear or write reports.
async fn possible_deputies(state: &AppState, away: AccountId) -> Result<Vec<AccountId>> {
    let mut possible = Vec::new();
    for role in [CLEARING_OFFICER, CLERK, REPORTING_OFFICER] {
        possible.extend(role_store::holders(state.db.reading(), role, None, state.clock.today()).await?);
    }
    possible.retain(|account| *account != away);
    Ok(possible)
}

async fn away_page(state: &AppState, who: &SignedIn, form: &AwayForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let own: Vec<_> = clearance_store::delegations(connection, state.clock.today())
        .await?
        .into_iter()
        .filter(|one| one.account_id == who.account.get())
        .collect();
    let accounts = account_store::all(connection).await?;
    let name =
        |id: i64| accounts.iter().find(|account| account.id.get() == id).map_or("somebody", |account| account.name.as_str());
    let error = |id: &str| ui::error_about(faults, id);
    let possible = possible_deputies(state, who.account).await?;
    let options: Vec<(String, &str)> = accounts
        .iter()
        .filter(|account| possible.contains(&account.id) && account.state == access::AccountState::Active)
        .map(|account| (account.id.to_string(), account.name.as_str()))
        .collect();
    let title = ui::form_title("While you are away", !faults.is_empty());
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let content = html! {
        @if done == "set" { (ui::done("Somebody stands in for you then.")) }
        @if done == "ended" { (ui::done("Nobody stands in for you any more.")) }
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "While you are away"))
            p class="govuk-body" { "Whoever stands in for you clears reports in your place, and the record says that it was they." }
            @for delegation in &own {
                form action="/clearance" method="post" {
                    (hidden("end", delegation.id))
                    p class="govuk-body" { strong { (name(delegation.delegate_id)) } ", " (civil_date::written(delegation.from_day)) " to " (civil_date::written(delegation.until_day)) }
                    (ui::button(&ui::Button { text: "End it", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                }
            }
            form action="/clearance" method="post" novalidate {
                (ui::select(&ui::Select {
                    name: "delegate", label: "Who stands in", value: Some(&form.delegate), error: error("delegate"),
                    hint: Some("They can read and clear what you could, between these dates"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Choose somebody" }).chain(options.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::input(&ui::Input { name: "from", label: "From", hint: Some("For example, 3 June 2024"), width: Some(20), value: &form.from, error: error("from"), ..Default::default() }))
                (ui::input(&ui::Input { name: "until", label: "Until", width: Some(20), value: &form.until, error: error("until"), ..Default::default() }))
                (ui::button(&ui::Button { text: "Let them stand in", once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// `POST /clearance`.
pub(crate) async fn set_away(State(state): State<AppState>, who: SignedIn, Form(form): Form<AwayForm>) -> Result<Response> {
    state.ask_any(&who.actor, DEPUTISE)?;
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    if let Ok(id) = form.end.parse::<i64>() {
        clearance_store::end_delegation(&transaction, id, who.account, state.by(&actor)).await?;
        transaction.commit().await?;
        return Ok(Redirect::to("/clearance?done=ended").into_response());
    }
    let day = |text: &str| civil_date::find(&line(text, 40));
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    let possible = possible_deputies(&state, who.account).await?;
    let delegate = form.delegate.parse::<AccountId>().ok().filter(|account| possible.contains(account));
    if delegate.is_none() {
        faults.push(("Choose who stands in", "delegate"));
    }
    let (from, until) = (day(&form.from), day(&form.until));
    if from.is_none() {
        faults.push(("Enter a real date, like 3 June 2024", "from"));
    }
    if until.is_none_or(|until| from.is_some_and(|from| until < from)) {
        faults.push(("Enter a date that is not before the first", "until"));
    }
    let (Some(delegate), Some(from), Some(until), true) = (delegate, from, until, faults.is_empty()) else {
        drop(transaction);
        return Ok(refused(away_page(&state, &who, &form, &faults, "").await?));
    };
    clearance_store::delegate(&transaction, (who.account, delegate), (from, until), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to("/clearance?done=set").into_response())
}

/// The words of every step that a council may put on a path, with the steps of a kind ticked.
pub(crate) async fn path_choices(state: &AppState, kind: &str) -> Result<Vec<(&'static str, &'static str, bool)>> {
    let steps = clearance::steps(state, kind).await?;
    Ok(clearance::CLEARERS.iter().map(|(key, name, _)| (*key, *name, steps.iter().any(|step| step == key))).collect())
}
