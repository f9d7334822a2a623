//! Comments on a report's paragraphs: adding, replying, resolving.

use crate::comments::store::Comment;
use crate::draft::FIRST_APPENDIX;
use crate::draft::open_draft::{OpenDraft, hidden, line, lines};
use crate::kinds::COMMENT;
use crate::{comments, draft, sections, templates};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use documents::Block;
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Error, Result, SignedIn, refused};

/// Query parameters of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    section: String,
    /// The selected text.
    quote: String,
    /// The key of the comment after which the page begins.
    after: String,
    done: String,
}

/// Form data for a comment.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CommentForm {
    section: String,
    /// The section and the text of the paragraph: `2|The fences are old.`
    quote: String,
    /// The selected text, if not a whole paragraph.
    words: String,
    text: String,
    reply_to: String,
    /// The comment to resolve.
    resolve: String,
}

/// Returns the sections of a draft with their headings and paragraphs.
async fn sections(state: &AppState, open: &OpenDraft) -> Result<Vec<(i32, String, Vec<String>)>> {
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let paragraphs = |section: i32| {
        let text = texts.iter().find(|text| text.section == section).map_or("", |text| text.text.as_str());
        let words = sections::markdown::blocks(text).into_iter().filter_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text.into()),
            Block::Heading { text, .. } => Some(text),
            Block::List { items, .. } => items.first().map(|item| String::from(&item.text)),
            Block::Picture(picture) => Some(picture.alternative),
            Block::Table { .. } | Block::Chart { .. } => None,
        });
        words.map(|words| words.chars().take(90).collect::<String>()).collect::<Vec<_>>()
    };
    let mut all: Vec<(i32, String, Vec<String>)> =
        (0..).zip(&template.sections).map(|(number, section)| (number, section.heading.clone(), paragraphs(number))).collect();
    for text in texts.iter().filter(|text| text.section >= FIRST_APPENDIX) {
        all.push((text.section, format!("Appendix {}", text.section - FIRST_APPENDIX + 1), paragraphs(text.section)));
    }
    Ok(all)
}

/// Handles `GET /drafts/{id}/comments`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, COMMENT, &id).await?;
    let form = CommentForm { section: about.section.clone(), words: quoted(&about.quote), ..CommentForm::default() };
    page(&state, &open, &form, &[], &about).await
}

/// Normalises selected text to one line, without footnote markers: footnotes are numbered only when rendered.
fn quoted(words: &str) -> String {
    line(&words.replace("[^", "["), 200)
}

async fn page(state: &AppState, open: &OpenDraft, form: &CommentForm, faults: &[ui::Fault<'_>], about: &About) -> Result<Markup> {
    let connection = state.db.reading();
    let sections = sections(state, open).await?;
    let after = about.after.parse().unwrap_or_default();
    let (comments, more) = comments::store::threads(connection, open.draft.id, after).await?;
    let done = about.done.as_str();
    let mut names: HashMap<String, String> = HashMap::new();
    for comment in &comments {
        if !names.contains_key(&comment.made_by) {
            names.insert(comment.made_by.clone(), directory::actor_name(connection, &comment.made_by).await?);
        }
    }
    let heading = |section: i32| {
        sections.iter().find(|(known, ..)| *known == section).map_or("A section", |(_, heading, _)| heading.as_str())
    };
    let chosen: i32 = form.section.parse().unwrap_or(-1);
    let title = ui::form_title(&format!("Comments: {}", open.draft.subject), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let first = comments.iter().filter(|comment| comment.reply_to.is_none());
    let content = html! {
        @if done == "added" { (ui::done("Comment added")) }
        @if done == "resolved" { (ui::done("Comment resolved")) }
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (open.head(state, "Comments"))
        (ui::heading(None, "Comments"))
        @if comments.is_empty() { p class="govuk-body" { "No comments yet." } }
        @for comment in first { (thread(open, comment, &comments, &names, heading(comment.section))) }
        @if after > 0 || more.is_some() {
            p class="govuk-body" {
                @if after > 0 { a class="govuk-link" href={ (open.draft.address()) "/comments" } { "First comments" } }
                @if after > 0 && more.is_some() { " · " }
                @if let Some(last) = more { a class="govuk-link" href={ (open.draft.address()) "/comments?after=" (last) } { "More comments" } }
            }
        }
        h2 class="govuk-heading-m" { "Add a comment" }
        form class="moothall-measure" action={ (open.draft.address()) "/comments" } method="post" novalidate {
            @if form.words.is_empty() || chosen < 0 { (places(form, faults, &sections, chosen)) }
            @else {
                (hidden("section", chosen)) (hidden("words", &form.words))
                p class="govuk-body" { "About these words in " (heading(chosen)) ":" }
                (ui::inset_text(html! { "“" (form.words) "”" }))
            }
            (ui::textarea(&ui::Textarea { name: "text", label: "Comment", rows: Some(4), value: &form.text, error: ui::error_about(faults, "text"), ..Default::default() }))
            (ui::button(&ui::Button { text: "Add comment", once: true, ..Default::default() }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the choice of sections and paragraphs to comment on.
fn places(form: &CommentForm, faults: &[ui::Fault<'_>], sections: &[(i32, String, Vec<String>)], chosen: i32) -> Markup {
    let shown = sections.iter().filter(|(section, ..)| chosen < 0 || *section == chosen);
    let options: Vec<(String, String)> = shown
        .flat_map(|(section, heading, paragraphs)| {
            let whole = (format!("{section}|"), format!("{heading}: the whole section"));
            let each = paragraphs.iter().map(move |words| (format!("{section}|{words}"), format!("{heading}: {words}")));
            std::iter::once(whole).chain(each)
        })
        .collect();
    ui::select(&ui::Select {
        name: "quote",
        label: "What is the comment about?",
        value: Some(&form.quote),
        error: ui::error_about(faults, "quote"),
        options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
        ..Default::default()
    })
}

fn thread(open: &OpenDraft, comment: &Comment, all: &[Comment], names: &HashMap<String, String>, heading: &str) -> Markup {
    let name = |comment: &Comment| names.get(&comment.made_by).map_or("", String::as_str);
    let replies = all.iter().filter(|other| other.reply_to == Some(comment.id));
    let own = open.draft.address();
    html! {
        section class="moothall-thread" aria-labelledby=(format!("comment-{}", comment.id)) {
            h2 class="govuk-heading-s" id=(format!("comment-{}", comment.id)) {
                a class="govuk-link" href=(format!("{own}/sections/{}", comment.section)) { (heading) }
                @if comment.settled_at.is_some() { " " (ui::tag("Resolved", ui::TagColour::Green)) }
            }
            @if !comment.quote.is_empty() { (ui::inset_text(html! { "“" (comment.quote) "”" })) }
            p class="govuk-body" { (comment.text) }
            p class="govuk-hint" { (name(comment)) ", " (london::on_page(comment.made_at)) }
            @for reply in replies {
                div class="moothall-thread__reply" {
                    p class="govuk-body" { (reply.text) }
                    p class="govuk-hint" { (name(reply)) ", " (london::on_page(reply.made_at)) }
                }
            }
            @if comment.settled_at.is_none() {
                (ui::details(&format!("Reply to {}", name(comment)), html! {
                    form action={ (own) "/comments" } method="post" novalidate {
                        (hidden("reply_to", comment.id))
                        (ui::textarea(&ui::Textarea { name: "text", id: Some(&format!("reply-{}", comment.id)), label: "Reply", rows: Some(3), ..Default::default() }))
                        (ui::button(&ui::Button { text: "Reply", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                    }
                }))
                form action={ (own) "/comments" } method="post" {
                    (hidden("resolve", comment.id))
                    (ui::button(&ui::Button { text: "Resolve comment", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    }
}

/// Handles `POST /drafts/{id}/comments`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, COMMENT, &id).await?;
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let find = async |id: &str| -> Result<Option<(i64, i32)>> {
        let Ok(id) = id.parse::<i64>() else { return Ok(None) };
        Ok(comments::store::section_of(state.db.reading(), open.draft.id, id).await?.map(|section| (id, section)))
    };
    let own = open.draft.address();
    if !form.resolve.is_empty() {
        let (comment, _) = find(&form.resolve).await?.ok_or(Error::NotFound("Comment"))?;
        let transaction = state.db.begin().await?;
        comments::store::settle(&transaction, open.draft.id, comment, by).await?;
        transaction.commit().await?;
        return Ok(Redirect::to(&format!("{own}/comments?done=resolved")).into_response());
    }
    let text = lines(&form.text, 4_000);
    let reply_to = find(&form.reply_to).await?;
    let (section, quote) = if let Some((_, section)) = reply_to {
        (section, String::new())
    } else {
        let of_paragraph = form.quote.split_once('|').unwrap_or((form.section.as_str(), ""));
        let words = quoted(&form.words);
        let (section, quote) = if words.is_empty() { of_paragraph } else { (form.section.as_str(), words.as_str()) };
        let sections = sections(&state, &open).await?;
        let known = section.parse::<i32>().ok().filter(|section| sections.iter().any(|(known, ..)| known == section));
        let Some(section) = known else {
            return Ok(refused(
                page(&state, &open, &form, &[("Select what the comment is about", "quote")], &About::default()).await?,
            ));
        };
        (section, quote.chars().take(200).collect())
    };
    if text.trim().is_empty() {
        return Ok(refused(page(&state, &open, &form, &[("Enter a comment", "text")], &About::default()).await?));
    }
    let transaction = state.db.begin().await?;
    comments::store::add(&transaction, open.draft.id, (section, &quote, &text), reply_to.map(|(comment, _)| comment), by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{own}/comments?done=added")).into_response())
}
