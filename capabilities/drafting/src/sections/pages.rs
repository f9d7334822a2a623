//! Writing a section, with autosave that adds versions. If two people write at once, the second is shown both texts.

use crate::access::{READ, WRITE};
use crate::draft::open_draft::OpenDraft;
use crate::draft::store::Written;
use crate::draft::{FIRST_APPENDIX, Text};
use crate::sections::insertion::Place as InsertionPlace;
use crate::sections::reading::{SectionReading, read};
use crate::{clearance, draft, sections, templates};
use access::By;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use checking::plain_english;
use checking::template::TemplateSection;
use db::WriteTransaction;
use foundation::london;
use maud::{Markup, html};
use serde_json::json;
use ui::FormState;
use web::{
    AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, as_it_is, confirmation, edit_refused, redirect_done,
    refused, refused_to_script,
};

/// A section of a draft as named in a URL.
pub(crate) struct Place {
    pub open: OpenDraft,
    pub section: i32,
    /// Its heading, guidance and parts; `None` for an appendix.
    of_template: Option<TemplateSection>,
}

impl Place {
    pub(crate) async fn of(
        state: &AppState,
        who: &SignedIn,
        action: access::Action,
        (id, section): (&str, &str),
    ) -> Result<Self> {
        let open = OpenDraft::of(state, who, action, id).await?;
        let section: i32 = section.parse().or_not_found("Section")?;
        let template = templates::store::of_version(state.db.reading(), open.draft.template).await?.template;
        let of_template = usize::try_from(section).ok().and_then(|at| template.sections.get(at)).cloned();
        let is_appendix =
            section >= FIRST_APPENDIX && draft::store::last_version(state.db.reading(), open.draft.id, section).await? > 0;
        if of_template.is_none() && !is_appendix {
            return Err(Error::NotFound("Section"));
        }
        Ok(Self { open, section, of_template })
    }

    /// Returns the display name of the section.
    pub(crate) fn heading(&self) -> String {
        match &self.of_template {
            Some(section) => section.heading.clone(),
            None => format!("Appendix {}", self.section - FIRST_APPENDIX + 1),
        }
    }

    /// Returns the path of its page.
    pub(crate) fn address(&self) -> String {
        format!("{}/sections/{}", self.open.draft.address(), self.section)
    }
}

/// Handles `GET /drafts/{id}/sections/{section}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let place = Place::of(&state, &who, READ, (&id, &section)).await?;
    page(&state, &place, &FormState::default(), &done).await
}

/// Returns the form as it opens for a text.
fn form_of(text: Option<&Text>, is_complete: bool) -> FormState {
    let (text, version) = text.map_or(("", 0), |text| (text.text.as_str(), text.version));
    let mut form = FormState::of([("text", text.to_owned()), ("version", version.to_string())]);
    form.tick("complete", is_complete);
    form
}

/// Renders the current text of a section, in the form as it opens or, if it has faults, in `form`.
async fn page(state: &AppState, place: &Place, form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let text = draft::store::current(connection, place.open.draft.id, place.section).await?;
    let text = text.as_ref();
    let reading = read(state, &place.open.draft, text.map_or("", |text| text.text.as_str())).await?;
    let is_complete = sections::completed_store::of_draft(connection, place.open.draft.id).await?.contains(&place.section);
    let notes = sections::notes::of_section(state, &place.open, place.section, &reading.blocks).await?;
    let form = if form.has_faults() { form.clone() } else { form_of(text, is_complete) };
    let heading = place.heading();
    let page = ui::Page {
        title: &form.title(&format!("{heading}: {}", place.open.draft.subject)),
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        has_editor: place.open.may_write,
        ..state.page()
    };
    let sentences = [
        ("saved", "Changes saved"),
        ("figure", "Figure inserted"),
        ("figure-end", "Someone changed the section while you were choosing. The figure was inserted at the end"),
        ("image", "Image inserted"),
        ("image-end", "Someone changed the section while you were choosing. The image was inserted at the end"),
        ("restored", "Earlier version restored"),
    ];
    let content = html! {
        (confirmation(done, &sentences))
        (form.summary())
        (ui::heading(Some(&place.open.draft.subject), &heading))
        (ui::two_thirds(html! {
                (stale(place, text))
                @if place.open.may_write { (writing(place, &form, &reading)) }
                @else { (notes.marked(&documents::html::blocks(&reading.blocks, 2))) }
            }, html! { (beside(place, text, &notes)) }))
        @if place.open.may_write && !reading.blocks.is_empty() {
            (ui::h2("Preview of this section"))
            @for fault in &reading.faults { (ui::warning_text(html! { (fault) })) }
            div class="moothall-measure" { (notes.marked(&documents::html::blocks(&reading.blocks, 2))) }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the copied text that its author has not changed yet.
fn stale(place: &Place, text: Option<&Text>) -> Markup {
    let stale = match (place.open.draft.copied_from, text) {
        (Some(_), Some(text)) if text.version == 1 => draft::copying::stale(&text.text),
        _ => Vec::new(),
    };
    html! {
        @if !stale.is_empty() {
            (ui::inset_text(html! {
                (ui::paragraph("Copied from the earlier report. Check these dates, periods and figures, and change any that are out of date:"))
                (ui::bullets(html! { @for words in &stale { li { (words) } } }))
            }))
        }
    }
}

/// Renders guidance, figures without a source, readability, comments and versions.
fn beside(place: &Place, text: Option<&Text>, notes: &sections::notes::Notes) -> Markup {
    let own = place.open.draft.address();
    let typed = text.map_or("", |text| text.text.as_str());
    let by_hand = draft::copying::typed_figures(typed);
    html! {
        @if let Some(section) = &place.of_template {
            @if !section.guidance.is_empty() { (ui::h2_small("What to write")) (ui::paragraph(&section.guidance)) }
        }
        (notes.list())
        @if place.open.may_comment {
            (ui::paragraph(html! {
                (ui::place_link(format!("{own}/comments?section={}", place.section), "words", "Comment on this section or on selected words"))
            }))
        }
        @if !by_hand.is_empty() {
            (ui::h2_small("Figures without a source"))
            (ui::paragraph("Insert them as figures, or add where each comes from in a footnote or as “(source: …)”."))
            (ui::bullets(html! { @for words in &by_hand { li { (words) } } }))
        }
        (readability(typed))
        @if let Some(text) = text {
            (ui::small(html! {
                "Version " (text.version) ", " (london::on_page(text.made_at)) ": "
                (ui::link(format!("{}/history", place.address()), "Earlier versions"))
            }))
        }
    }
}

const HINT: &str = "An empty line ends a paragraph. “- ” starts a bullet point, “1. ” a numbered list, “# ” a heading, “[^1]” a footnote. \
                    **bold**, *italic*, [words](https://address). Paragraphs are numbered automatically.";

fn writing(place: &Place, form: &FormState, reading: &SectionReading) -> Markup {
    let own = place.open.draft.address();
    html! {
        form action=(place.address()) method="post" data-moothall-autosave=(place.address()) data-moothall-editor
            data-moothall-figures=(format!("{own}/figures/reading")) {
            (form.hidden("version"))
            @for (name, words) in &reading.readings { template data-reading=(name) { (words) } }
            (form.textarea(&ui::Textarea { name: "text", label: "Text", rows: Some(18), hint: Some(HINT), ..Default::default() }))
            (ui::autosave_status())
            (ui::paragraph(html! {
                (ui::place_link(format!("{own}/figures?section={}", place.section), "figure", "Insert figure")) " · "
                (ui::place_link(format!("{own}/files?section={}", place.section), "image", "Insert image"))
            }))
            (form.checkboxes(&ui::Choices {
                name: "complete", legend: "Have you finished this section?", small: true,
                choices: vec![ui::Choice { value: "yes", text: "Mark this section as complete", ..Default::default() }], ..Default::default()
            }))
            (ui::button_group(html! {
                (ui::button(&ui::Button { text: "Save and continue", ..Default::default() }))
                (ui::link(&own, "All sections"))
            }))
        }
    }
}

/// Renders how easy the text is to read.
fn readability(typed: &str) -> Markup {
    let lines: Vec<&str> = typed.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['|', '#'])).collect();
    let reading = plain_english::reading(&lines);
    html! {
        @if let Some(age) = reading.age {
            (ui::h2_small("Readability"))
            (ui::paragraph(html! { "Reading age: about " (age) }))
        }
        @if !reading.hints.is_empty() {
            (ui::bullets(html! { @for hint in reading.hints.iter().take(8) { li { "“" (hint.found) "”: " (hint.advice) } } }))
        }
    }
}

/// Handles `POST /drafts/{id}/sections/{section}`: responds with JSON to the script and with a page to a browser.
pub(crate) async fn save(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let place = Place::of(&state, &who, WRITE, (&id, &section)).await?;
    let draft = place.open.draft.id;
    // The script expects JSON.
    let (is_page, is_complete) = (form.value("script").is_empty(), form.is_ticked("complete"));
    let Some(text) = form.lines("text").at_most(markdown::LONGEST, "Text").text() else {
        return Ok(if is_page { refused(page(&state, &place, &form, "").await?) } else { refused_to_script(&form) });
    };
    let seen = form.version();
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let before = draft::store::current(&transaction, draft, place.section).await?;
    // If the text has not changed there is nothing to save, no matter who wrote it.
    let is_same = before.as_ref().is_some_and(|before| before.text == text) || (before.is_none() && text.is_empty());
    let saved = if is_same {
        Written::Version(before.as_ref().map_or(0, |before| before.version))
    } else {
        draft::store::write(&transaction, draft, place.section, &text, seen, by).await?
    };
    let Written::Version(version) = saved else {
        drop(transaction);
        return if is_page { refused_as_changed(&state, &place, &text).await } else { changed_for_script(&state, &place).await };
    };
    // The script saves while the user is typing and does not send the checkbox.
    if is_page {
        sections::completed_store::mark(&transaction, draft, place.section, is_complete, by).await?;
    }
    if !is_same {
        clearance::after_a_change(&state, &transaction, draft, by).await?;
    }
    let saved_at = by.at;
    transaction.commit().await?;
    if is_page {
        let to = if is_complete {
            redirect_done(&place.open.draft.address(), "completed")
        } else {
            redirect_done(&place.address(), "saved")
        };
        return Ok(to.into_response());
    }
    let told = json!({ "version": version, "saved_at": time_of_day(saved_at) });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(told)).into_response())
}

fn time_of_day(instant: chrono::DateTime<chrono::Utc>) -> String {
    foundation::time_of_day::on_page(london::time_of_day(instant))
}

/// Returns the script's response when someone else has changed the text.
async fn changed_for_script(state: &AppState, place: &Place) -> Result<Response> {
    let connection = state.db.reading();
    let now = draft::store::current(connection, place.open.draft.id, place.section).await?.or_not_found("Section")?;
    let changed_by = directory::actor_name(connection, &now.made_by).await?;
    let told =
        json!({ "version": now.version, "text": now.text, "changed_by": changed_by, "changed_at": time_of_day(now.made_at) });
    Ok(as_it_is((StatusCode::CONFLICT, [(header::CACHE_CONTROL, "no-store")], Json(told))))
}

/// Returns the page that shows both texts when someone else has changed the section, so that nothing is lost.
pub(crate) async fn refused_as_changed(state: &AppState, place: &Place, typed: &str) -> Result<Response> {
    let connection = state.db.reading();
    let now = draft::store::current(connection, place.open.draft.id, place.section).await?.or_not_found("Section")?;
    let changed_by = directory::actor_name(connection, &now.made_by).await?;
    let page = ui::Page {
        title: "Two versions of this section",
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        ..state.page()
    };
    let change = format!("{changed_by} changed this section on {}", london::on_page(now.made_at));
    let content = ui::text_versions(&ui::TextVersions {
        caption: &place.heading(),
        thing: "this section",
        change: &change,
        action: &place.address(),
        version: now.version,
        fields: &[],
        current: &now.text,
        own: typed,
    });
    Ok(edit_refused(ui::page(&page, content)))
}

/// Inserts words into the current text of a section. Returns whether they are at the intended position: a position counted in an
/// earlier version is invalid in a later one, and the words then go at the end.
pub(crate) async fn insert(
    transaction: &WriteTransaction,
    open: &OpenDraft,
    section: i32,
    (place, words): (InsertionPlace, &str),
    by: By<'_>,
) -> Result<bool> {
    let mut is_in_place = true;
    let change = |text: &str, version: i64| {
        let here = place.in_version(version);
        is_in_place = here == place;
        here.insert(text, words)
    };
    draft::store::amend(transaction, open.draft.id, section, change, by).await?;
    Ok(is_in_place)
}
