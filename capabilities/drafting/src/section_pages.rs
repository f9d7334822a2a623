//! Writing a section: what is typed saves itself; every version is kept, can be compared, and can be taken back. Of two who write at once,
//! the second is shown both texts.

use crate::draft::{DraftId, FIRST_APPENDIX, Text};
use crate::kinds::{READ, WRITE};
use crate::open_draft::{OpenDraft, hidden, lines};
use crate::placing::{Named, placed};
use crate::{clearance, copying, draft_file_store, draft_store, live_figures, markdown, template_store};
use access::By;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use checking::plain_english;
use checking::template::TemplateSection;
use db::WriteTransaction;
use documents::Block;
use foundation::london;
use maud::{Markup, html};
use publications::{Change, difference};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;
use web::{AppState, Done, Error, Result, SignedIn, as_it_is, with_status};

/// A section of a draft as an address names it.
struct Place {
    open: OpenDraft,
    section: i32,
    /// Its heading, guidance and parts; an appendix has none of the template's.
    of_template: Option<TemplateSection>,
}

impl Place {
    async fn of(state: &AppState, who: &SignedIn, action: access::Action, (id, section): (&str, &str)) -> Result<Self> {
        let open = OpenDraft::of(state, who, action, id).await?;
        let missing = || Error::NotFound("Section");
        let section: i32 = section.parse().map_err(|_| missing())?;
        let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
        let of_template = usize::try_from(section).ok().and_then(|at| template.sections.get(at)).cloned();
        let is_appendix =
            section >= FIRST_APPENDIX && draft_store::last_version(state.db.reading(), open.draft.id, section).await? > 0;
        if of_template.is_none() && !is_appendix {
            return Err(missing());
        }
        Ok(Self { open, section, of_template })
    }

    fn heading(&self) -> String {
        match &self.of_template {
            Some(section) => section.heading.clone(),
            None => format!("Appendix {}", self.section - FIRST_APPENDIX + 1),
        }
    }

    fn address(&self) -> String {
        format!("{}/sections/{}", self.open.draft.address(), self.section)
    }
}

async fn current(state: &AppState, draft: DraftId, section: i32) -> Result<Option<Text>> {
    Ok(draft_store::current(state.db.reading(), draft, section).await?)
}

/// `/drafts/{id}/sections/{section}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let place = Place::of(&state, &who, READ, (&id, &section)).await?;
    let text = current(&state, place.open.draft.id, place.section).await?;
    let reading = as_it_reads(&state, &place, text.as_ref().map_or("", |text| text.text.as_str())).await?;
    Ok(page(&state, &place, text.as_ref(), &reading, &done))
}

/// The blocks of a text with its figures, charts and pictures, and what is wrong with any of these.
async fn as_it_reads(state: &AppState, place: &Place, typed: &str) -> Result<(Vec<Block>, Vec<String>)> {
    let files = draft_file_store::of_draft(state.db.reading(), place.open.draft.id).await?;
    let (position, _) = ledger::head(state.db.reading()).await?;
    let filled = live_figures::fill(state, &[typed], state.clock.now(), position).await?;
    let text = filled.texts.first().map_or("", String::as_str);
    let (blocks, missing) = placed(markdown::blocks(text), Named { files: &files, figures: &filled.figures });
    Ok((blocks, filled.faults.into_iter().map(|(_, fault)| fault).chain(missing).collect()))
}

fn page(state: &AppState, place: &Place, text: Option<&Text>, (blocks, wrong): &(Vec<Block>, Vec<String>), done: &str) -> Markup {
    let heading = place.heading();
    let page = ui::Page {
        title: &format!("{heading}: {}", place.open.draft.subject),
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        ..state.page()
    };
    let typed = text.map_or("", |text| text.text.as_str());
    let own = place.open.draft.address();
    let banner = match done {
        "saved" => Some("The text was saved."),
        "figure" => Some("The figure was inserted at the end."),
        "restored" => Some("The earlier version stands again, as a new version."),
        _ => None,
    };
    let stale = match (place.open.draft.copied_from, text) {
        (Some(_), Some(text)) if text.version == 1 => copying::stale(&text.text),
        _ => Vec::new(),
    };
    let by_hand = copying::typed_figures(typed);
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&place.open.draft.subject), &heading))
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                @if !stale.is_empty() {
                    (ui::inset_text(html! {
                        p class="govuk-body" { "Taken over from the earlier report. Look at these, and change what is no longer so:" }
                        ul class="govuk-list govuk-list--bullet" { @for words in &stale { li { (words) } } }
                    }))
                }
                @if place.open.may_write { (form(place, typed, text.map_or(0, |text| text.version))) }
                @else { (documents::html::blocks(blocks, 2)) }
            }
            div class="govuk-grid-column-one-third" {
                @if let Some(section) = &place.of_template {
                    h2 class="govuk-heading-s" { "What belongs here" }
                    p class="govuk-body" { (section.guidance) }
                }
                @if !by_hand.is_empty() {
                    h2 class="govuk-heading-s" { "Figures typed by hand" }
                    p class="govuk-body" { "Insert them as figures, or say where each comes from in a footnote or as “(source: …)”." }
                    ul class="govuk-list govuk-list--bullet" { @for words in &by_hand { li { (words) } } }
                }
                (reading(typed))
                @if let Some(text) = text {
                    p class="govuk-body-s" {
                        "Version " (text.version) ", " (london::written(text.made_at)) ": "
                        a class="govuk-link" href={ (place.address()) "/history" } { "Earlier versions" }
                    }
                }
                p class="govuk-body" { a class="govuk-link" href=(format!("{own}/figures?section={}", place.section)) { "Insert a figure" } }
                p class="govuk-body" { a class="govuk-link" href=(format!("{own}/files?section={}", place.section)) { "Put a picture in" } }
                p class="govuk-body" { a class="govuk-link" href=(format!("{own}/comments?section={}", place.section)) { "Comment on this section" } }
            }
        }
        @if place.open.may_write && !blocks.is_empty() {
            h2 class="govuk-heading-m" { "As it reads" }
            @for fault in wrong { (ui::warning_text(html! { (fault) })) }
            div class="moothall-measure" { (documents::html::blocks(blocks, 2)) }
        }
    };
    ui::page(&page, content)
}

fn form(place: &Place, typed: &str, version: i64) -> Markup {
    html! {
        form action=(place.address()) method="post" data-moothall-autosave=(place.address()) data-moothall-toolbar {
            (hidden("version", version))
            (ui::textarea(&ui::Textarea {
                name: "text", id: Some("text"), label: "Text", value: typed, rows: Some(18),
                hint: Some("An empty line ends a paragraph. “- ” begins an entry of a list, “1. ” a numbered one, “# ” a heading, “[^1]” a footnote; **strong**, *stressed*, [words](https://address). Paragraphs are numbered by the program."),
                ..Default::default()
            }))
            p class="govuk-hint" role="status" data-moothall-autosave-status {}
            (ui::button_group(html! {
                (ui::button(&ui::Button { text: "Save", ..Default::default() }))
                a class="govuk-link" href=(place.open.draft.address()) { "All sections" }
            }))
        }
    }
}

/// How the text reads.
fn reading(typed: &str) -> Markup {
    let lines: Vec<&str> = typed.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['|', '#'])).collect();
    let reading = plain_english::reading(&lines);
    html! {
        @if let Some(age) = reading.age {
            h2 class="govuk-heading-s" { "How it reads" }
            p class="govuk-body" { "Most people can read it from about " (age) " years of age." }
        }
        @if !reading.hints.is_empty() {
            ul class="govuk-list govuk-list--bullet" { @for hint in reading.hints.iter().take(8) { li { "“" (hint.found) "”: " (hint.advice) } } }
        }
    }
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct TextForm {
    #[serde(default)]
    text: String,
    #[serde(default)]
    version: String,
    /// Whether a script asks, which reads JSON.
    #[serde(default)]
    script: String,
}

/// `POST /drafts/{id}/sections/{section}`: a script gets JSON, a browser a page.
pub(crate) async fn save(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Form(form): Form<TextForm>,
) -> Result<Response> {
    let place = Place::of(&state, &who, WRITE, (&id, &section)).await?;
    let text = lines(&form.text, markdown::LONGEST);
    let seen: i64 = form.version.parse().unwrap_or(0);
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let before = draft_store::current(&transaction, place.open.draft.id, place.section).await?;
    // The same text again is saved already, whoever saved it.
    let unchanged = before.as_ref().is_some_and(|before| before.text == text) || (before.is_none() && text.is_empty());
    let saved = if unchanged {
        Some(before.as_ref().map_or(0, |before| before.version))
    } else {
        let written = draft_store::write(&transaction, place.open.draft.id, place.section, &text, seen, by).await?;
        if written.is_some() {
            clearance::after_a_change(&transaction, place.open.draft.id, by).await?;
            transaction.commit().await?;
        } else {
            drop(transaction);
        }
        written
    };
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    let at = |instant| foundation::time_of_day::written(london::time_of_day(instant));
    match (saved, form.script.is_empty()) {
        (Some(_), true) => Ok(Redirect::to(&format!("{}?done=saved", place.address())).into_response()),
        (Some(version), false) => Ok((no_store, Json(json!({ "version": version, "saved_at": at(by.at) }))).into_response()),
        (None, is_page) => {
            let now = current(&state, place.open.draft.id, place.section).await?.ok_or(Error::NotFound("Section"))?;
            let changed_by = meetings::actor_name(state.db.reading(), &now.made_by).await?;
            if is_page {
                return Ok(with_status(StatusCode::CONFLICT, conflict(&state, &place, &now, &changed_by, &text)));
            }
            let told =
                json!({ "version": now.version, "text": now.text, "changed_by": changed_by, "changed_at": at(now.made_at) });
            Ok(as_it_is((StatusCode::CONFLICT, no_store, Json(told))))
        }
    }
}

/// Both texts, for whoever came second to choose or to join.
fn conflict(state: &AppState, place: &Place, now: &Text, changed_by: &str, typed: &str) -> Markup {
    let page = ui::Page {
        title: "Two versions of the text",
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        ..state.page()
    };
    let choice = |id: &str, heading: &str, text: &str, button: &str| {
        html! {
            h2 class="govuk-heading-m" { (heading) }
            form action=(place.address()) method="post" {
                (hidden("version", now.version))
                (ui::textarea(&ui::Textarea { name: "text", id: Some(id), label: heading, value: text, rows: Some(8), ..Default::default() }))
                (ui::button(&ui::Button { text: button, once: true, ..Default::default() }))
            }
        }
    };
    let content = html! {
        (ui::heading(Some(&place.heading()), "Two versions of the text"))
        p class="govuk-body" { (changed_by) " changed this section, " (london::written(now.made_at)) ", while you were writing. Nothing is lost: choose which to keep, or keep both joined." }
        (choice("now", "What stands there now", &now.text, "Keep what stands there"))
        (choice("typed", "What you typed", typed, "Keep what I typed"))
        (choice("joined", "Both, one after the other", &format!("{}\n\n{typed}", now.text), "Keep both"))
    };
    ui::page(&page, content)
}

/// Which versions are compared.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Compared {
    #[serde(default)]
    version: String,
    /// The latest version that is listed.
    #[serde(default)]
    until: String,
}

/// `/drafts/{id}/sections/{section}/history`.
pub(crate) async fn history(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Query(compared): Query<Compared>,
) -> Result<Markup> {
    let place = Place::of(&state, &who, READ, (&id, &section)).await?;
    let connection = state.db.reading();
    let (draft, section) = (place.open.draft.id, place.section);
    let newest = draft_store::last_version(connection, draft, section).await?;
    let chosen: i64 = compared.version.parse().unwrap_or(newest);
    let until: i64 = compared.until.parse().unwrap_or(newest).min(newest);
    let versions = draft_store::versions(connection, draft, section, until).await?;
    // Of all the texts there are, only the two that are compared are read.
    let newer = draft_store::version(connection, draft, section, chosen).await?;
    let older = match newer {
        Some(_) => draft_store::version(connection, draft, section, chosen - 1).await?.map_or(String::new(), |text| text.text),
        None => String::new(),
    };
    let mut names: HashMap<&str, String> = HashMap::new();
    for text in &versions {
        if !names.contains_key(text.made_by.as_str()) {
            names.insert(&text.made_by, meetings::actor_name(connection, &text.made_by).await?);
        }
    }
    let name = |text: &draft_store::TextVersion| names.get(text.made_by.as_str()).map_or("", String::as_str);
    let earlier = versions.last().map(|text| text.version - 1).filter(|version| *version > 0);
    let later = (until < newest).then(|| (until + draft_store::VERSIONS_AT_ONCE).min(newest));
    let page = ui::Page {
        title: &format!("Versions of {}", place.heading()),
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&place.open.draft.subject), &format!("Versions of {}", place.heading())))
        @if versions.is_empty() { p class="govuk-body" { "Nothing was written yet." } }
        ul class="govuk-list" {
            @for text in &versions {
                li {
                    @if text.version == chosen { strong { "Version " (text.version) } }
                    @else { a class="govuk-link" href=(format!("{}/history?version={}&until={until}", place.address(), text.version)) { "Version " (text.version) } }
                    ", " (london::written(text.made_at)) ", " (name(text))
                }
            }
        }
        @if earlier.is_some() || later.is_some() {
            p class="govuk-body" {
                @if let Some(later) = later { a class="govuk-link" href=(format!("{}/history?until={later}", place.address())) { "Later versions" } }
                @if later.is_some() && earlier.is_some() { " · " }
                @if let Some(earlier) = earlier { a class="govuk-link" href=(format!("{}/history?until={earlier}", place.address())) { "Earlier versions" } }
            }
        }
        @if let Some(newer) = newer {
            h2 class="govuk-heading-m" { "What version " (newer.version) " changed" }
            (changes(&older, &newer.text))
            @if place.open.may_write && newer.version != newest {
                form action={ (place.address()) "/restore" } method="post" {
                    (hidden("version", newer.version)) (hidden("seen", newest))
                    (ui::button(&ui::Button { text: &format!("Take version {} back", newer.version), kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// What one text changed of another, line by line.
fn changes(older: &str, newer: &str) -> Markup {
    html! {
        div class="moothall-changes" {
            @for change in difference(older, newer) {
                @match change {
                    Change::Same(line) => p class="govuk-body moothall-changes__same" { (line) },
                    Change::Removed(line) => p class="govuk-body" { span class="govuk-visually-hidden" { "Taken out: " } del { (line) } },
                    Change::Added(line) => p class="govuk-body" { span class="govuk-visually-hidden" { "Put in: " } ins { (line) } },
                    Change::Skipped(count) => p class="govuk-hint" { (count) " lines are the same" },
                }
            }
        }
    }
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct RestoreForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    seen: String,
}

/// `POST /drafts/{id}/sections/{section}/restore`.
pub(crate) async fn restore(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Form(form): Form<RestoreForm>,
) -> Result<Redirect> {
    let place = Place::of(&state, &who, WRITE, (&id, &section)).await?;
    let missing = || Error::NotFound("Version");
    let version: i64 = form.version.parse().map_err(|_| missing())?;
    let wanted = draft_store::version(state.db.reading(), place.open.draft.id, place.section, version).await?;
    let wanted = wanted.ok_or_else(missing)?;
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let written =
        draft_store::write(&transaction, place.open.draft.id, place.section, &wanted.text, form.seen.parse().unwrap_or(0), by)
            .await?;
    if written.is_none() {
        return Err(Error::NotUnderstood("Somebody wrote another version meanwhile. Look at the versions again.".into()));
    }
    clearance::after_a_change(&transaction, place.open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=restored", place.address())))
}

/// Adds words to the end of a section, as a figure that was found by search.
pub(crate) async fn add_to(state: &AppState, who: &SignedIn, open: &OpenDraft, section: i32, words: &str) -> Result<()> {
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    append(&transaction, open, section, &format!(" {words}"), by).await?;
    clearance::after_a_change(&transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(())
}

/// Writes `words` after the text of a section, as a new version.
pub(crate) async fn append(
    transaction: &WriteTransaction,
    open: &OpenDraft,
    section: i32,
    words: &str,
    by: By<'_>,
) -> Result<()> {
    let before = draft_store::current(transaction, open.draft.id, section).await?;
    let (typed, seen) = before.map_or((String::new(), 0), |before| (before.text, before.version));
    let text = format!("{}{words}", typed.trim_end());
    draft_store::write(transaction, open.draft.id, section, text.trim_start(), seen, by).await?;
    Ok(())
}
