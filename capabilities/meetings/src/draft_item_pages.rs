//! Adding an item to an agenda in preparation, and changing one, without overwriting what somebody else changed meanwhile.

use crate::draft_item::{DraftItem, Exemption, ItemKind, clauses_of, paragraphs_of};
use crate::form::{hidden, is_ticked, line, line_field, select_field, send, some_line, some_text, text_field};
use crate::meeting::{DraftItemId, Meeting};
use crate::meeting_change_pages::meeting_of;
use crate::people::PREPARE;
use crate::prepare_pages::{kinds, trail};
use crate::{draft_item_store, post_store, preparing};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ItemForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    lead_officer: String,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    is_private: String,
    #[serde(default)]
    paragraphs: String,
    #[serde(default)]
    public_interest: String,
    #[serde(default)]
    private_title: String,
    #[serde(default)]
    to_follow: String,
    #[serde(default)]
    urgency: String,
    #[serde(default)]
    crime_scrutiny: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    recommendations: String,
    #[serde(default)]
    version: String,
}

fn ticked(is: bool) -> String {
    if is { "yes".to_owned() } else { String::new() }
}

impl ItemForm {
    fn of(item: &DraftItem) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let exemption = item.exemption.clone();
        Self {
            kind: item.kind.word().to_owned(),
            title: item.title.clone(),
            summary: text(&item.summary),
            lead_officer: text(&item.lead_officer),
            minutes: item.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            is_private: ticked(item.is_exempt()),
            paragraphs: exemption.as_ref().map(Exemption::stored).unwrap_or_default(),
            public_interest: exemption.map(|exemption| exemption.public_interest).unwrap_or_default(),
            private_title: text(&item.private_title),
            to_follow: ticked(item.to_follow),
            urgency: text(&item.urgency),
            crime_scrutiny: ticked(item.is_crime_scrutiny),
            body: text(&item.body),
            recommendations: item.recommendations.join("\n"),
            version: item.version.to_string(),
        }
    }

    fn read(&self, before: &DraftItem) -> std::result::Result<DraftItem, Vec<ui::Fault<'static>>> {
        let mut faults = Vec::new();
        let kind = ItemKind::read(&self.kind);
        if kind.is_none() {
            faults.push(("Choose what kind of item it is", "kind"));
        }
        let title = line(&self.title, 200);
        if title.is_empty() {
            faults.push(("Enter a title", "title"));
        }
        let minutes =
            some_line(&self.minutes, 5).map(|minutes| minutes.parse::<i32>().ok().filter(|minutes| (1..=600).contains(minutes)));
        if minutes == Some(None) {
            faults.push(("The time is a whole number of minutes, from 1 to 600", "minutes"));
        }
        let exemption = is_ticked(&self.is_private).then(|| Exemption {
            paragraphs: paragraphs_of(&self.paragraphs),
            public_interest: line(&self.public_interest, 1_000),
        });
        // What everybody was told of a published item stays so: a public one does not become private behind the reader's back.
        if before.number.is_some() && exemption.is_some() != before.is_exempt() {
            faults.push(("The item is on the published agenda: whether it is private does not change any more", "is_private"));
        }
        let recommendations = clauses_of(&self.recommendations);
        if recommendations.len() > 30 {
            faults.push(("Enter at most 30 recommendations", "recommendations"));
        }
        if self.body.chars().count() > 60_000 {
            faults.push(("The report must have at most 60,000 characters", "body"));
        }
        let (Some(kind), true) = (kind, faults.is_empty()) else { return Err(faults) };
        Ok(DraftItem {
            kind,
            title,
            private_title: some_line(&self.private_title, 200).filter(|_| exemption.is_some()),
            summary: some_text(&self.summary, 2_000),
            lead_officer: some_line(&self.lead_officer, 160),
            minutes: minutes.flatten(),
            exemption,
            to_follow: is_ticked(&self.to_follow),
            urgency: some_line(&self.urgency, 500),
            is_crime_scrutiny: is_ticked(&self.crime_scrutiny),
            body: some_text(&self.body, 60_000),
            recommendations: recommendations.iter().map(|clause| clause.chars().take(1_000).collect()).collect(),
            version: self.version.parse().unwrap_or(0),
            ..before.clone()
        })
    }
}

/// `/meetings/{id}/items/add`.
pub(crate) async fn add_form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let form = ItemForm { kind: ItemKind::Report.word().to_owned(), ..ItemForm::default() };
    page(&state, &meeting, None, &form, &[], None).await
}

/// `POST /meetings/{id}/items/add`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let blank = preparing::blank(meeting.id, ItemKind::Report, "")?;
    let item = match form.read(&blank) {
        Ok(item) => item,
        Err(faults) => return Ok(refused(page(&state, &meeting, None, &form, &faults, None).await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    preparing::add(&transaction, &item, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=added", meeting.address())).into_response())
}

async fn item_of(state: &AppState, meeting: &Meeting, item: &str) -> Result<DraftItem> {
    let not_found = || Error::NotFound("Item");
    let id: DraftItemId = item.parse().map_err(|_| not_found())?;
    let item = draft_item_store::by_id(state.db.reading(), id).await?;
    item.filter(|item| item.meeting == meeting.id).ok_or_else(not_found)
}

/// `/meetings/{id}/items/{item}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item = item_of(&state, &meeting, &item).await?;
    page(&state, &meeting, Some(&item), &ItemForm::of(&item), &[], None).await
}

/// `POST /meetings/{id}/items/{item}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let before = item_of(&state, &meeting, &item).await?;
    let changed = match form.read(&before) {
        Ok(changed) => changed,
        Err(faults) => return Ok(refused(page(&state, &meeting, Some(&before), &form, &faults, None).await?)),
    };
    let transaction = state.db.begin().await?;
    if !draft_item_store::update(&transaction, &changed).await? {
        drop(transaction);
        let now = item_of(&state, &meeting, &item).await?;
        let form = ItemForm { version: now.version.to_string(), ..form };
        let fault = [("Somebody changed the item meanwhile: compare, then save again to put yours in its place", "title")];
        return Ok(refused(page(&state, &meeting, Some(&now), &form, &fault, Some(&now)).await?));
    }
    let actor = who.actor.ledger_name();
    draft_item_store::note_change(&transaction, meeting.id, &format!("item {} changed", changed.id), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=saved", meeting.address())).into_response())
}

async fn page(
    state: &AppState,
    meeting: &Meeting,
    item: Option<&DraftItem>,
    form: &ItemForm,
    faults: &[ui::Fault<'_>],
    meanwhile: Option<&DraftItem>,
) -> Result<Markup> {
    let heading = item.map_or("Add an item", |item| item.own_title());
    let title = ui::form_title(heading, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = match item {
        Some(item) => format!("{}/items/{}", meeting.address(), item.id),
        None => format!("{}/items/add", meeting.address()),
    };
    let posts: Vec<String> = post_store::all(state.db.reading()).await?.into_iter().map(|post| post.title).collect();
    let conflict = match meanwhile {
        Some(now) => Some(conflict(state, meeting, now).await?),
        None => None,
    };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("Agenda for {}", meeting.short_day())), heading))
            @if let Some(conflict) = conflict { (conflict) }
            form action=(address) method="post" novalidate {
                (fields(form, faults, &posts))
                (hidden("version", &form.version))
                (send(if item.is_some() { "Save the item" } else { "Add to the agenda" }))
            }
            @if let Some(item) = item.filter(|item| item.number.is_none()) {
                form action={ (meeting.address()) "/items/" (item.id) "/remove" } method="post" {
                    (ui::button(&ui::Button { text: "Take it off the agenda", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// What stands there now, and who wrote it, above what was typed.
async fn conflict(state: &AppState, meeting: &Meeting, now: &DraftItem) -> Result<Markup> {
    let draft = draft_item_store::draft(state.db.reading(), meeting.id).await?;
    let told = ItemForm::of(now);
    let row = |label: &'static str, text: &str| ui::SummaryRow::new(label, html! { (text) });
    Ok(html! {
        h2 class="govuk-heading-m" { "What stands there now" }
        @if let Some(draft) = draft {
            p class="govuk-body" { "Changed by " (draft.changed_by) ", " (london::written(draft.changed_at)) "." }
        }
        (ui::summary_list(&[
            row("Title", &told.title), row("What it is about", &told.summary), row("Brought by", &told.lead_officer),
            row("Report", &told.body), row("Recommendations", &told.recommendations),
        ]))
        h2 class="govuk-heading-m" { "What you typed" }
    })
}

fn fields(form: &ItemForm, faults: &[ui::Fault<'_>], posts: &[String]) -> Markup {
    let box_of = |name: &'static str, legend: &'static str, text: &'static str, hint: &'static str, value: &str| {
        ui::checkboxes(&ui::Choices {
            name,
            legend,
            error: ui::error_about(faults, name),
            choices: vec![ui::Choice { value: "yes", text, hint: Some(hint), chosen: is_ticked(value) }],
            ..Default::default()
        })
    };
    let posts_hint = if posts.is_empty() {
        "The post that brings it, never a person".to_owned()
    } else {
        format!("A post, never a person. Known here: {}", posts.join("; "))
    };
    html! {
        (select_field("kind", "Kind", &form.kind, &kinds(), faults))
        (line_field("title", "Title", &form.title, Some("Everybody reads it, also where the item is private"), faults))
        (text_field("summary", "What it is about", &form.summary, Some("In a sentence or two"), 2, faults))
        (line_field("lead_officer", "Brought by", &form.lead_officer, Some(&posts_hint), faults))
        (ui::input(&ui::Input { name: "minutes", label: "Minutes it may take", value: &form.minutes, width: Some(4), error: ui::error_about(faults, "minutes"), ..Default::default() }))
        (box_of("crime_scrutiny", "Duty", "A scrutiny of crime and disorder", "Police and Justice Act 2006, section 19", &form.crime_scrutiny))
        h2 class="govuk-heading-m" { "Its paper" }
        (text_field("body", "Report", &form.body, Some("An empty line parts paragraphs; lines that begin with a dash make a list; a line that begins with # is a heading"), 10, faults))
        (text_field("recommendations", "Recommendations", &form.recommendations, Some("One on each line, without ‘That’: the report be noted"), 4, faults))
        (box_of("to_follow", "Time", "The paper is to follow", "The agenda says so, and the paper comes with a supplement", &form.to_follow))
        (line_field("urgency", "Special circumstances, where the chair rules it urgent", &form.urgency, Some("For a late item alone; they are minuted (Local Government Act 1972, section 100B)"), faults))
        h2 class="govuk-heading-m" { "Private" }
        (box_of("is_private", "Is it taken in private?", "It is exempt and taken in private", "Its papers are not for publication; members of the board read them", &form.is_private))
        (line_field("paragraphs", "Paragraphs of Schedule 12A", &form.paragraphs, Some("Numbers from 1 to 7, like 3 or 1, 3"), faults))
        (text_field("public_interest", "Public interest", &form.public_interest, Some("Why keeping it back serves the public interest more than publishing it"), 2, faults))
        (line_field("private_title", "Title for those who may read it", &form.private_title, Some("Where the title that everybody reads must tell less"), faults))
    }
}
