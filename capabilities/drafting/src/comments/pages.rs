//! Comments on a report's paragraphs: adding, replying, resolving.

use crate::access::COMMENT;
use crate::comments::store::Comment;
use crate::draft::FIRST_APPENDIX;
use crate::draft::open_draft::OpenDraft;
use crate::{comments, draft, templates};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use documents::Block;
use foundation::london;
use foundation::text::clean_line;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use ui::{FormState, hidden};
use web::{AppState, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

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

/// Returns the sections of a draft with their headings and paragraphs.
async fn sections(state: &AppState, open: &OpenDraft) -> Result<Vec<(i32, String, Vec<String>)>> {
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let paragraphs = |section: i32| {
        let text = texts.iter().find(|text| text.section == section).map_or("", |text| text.text.as_str());
        let words = markdown::blocks(text).into_iter().filter_map(|block| match block {
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
    let form = FormState::of([("section", about.section.clone()), ("words", quoted(&about.quote))]);
    page(&state, &open, &form, &about).await
}

/// Normalises selected text to one line, without footnote markers: footnotes are numbered only when rendered.
fn quoted(words: &str) -> String {
    clean_line(&words.replace("[^", "[")).chars().take(200).collect()
}

async fn page(state: &AppState, open: &OpenDraft, form: &FormState, about: &About) -> Result<Markup> {
    let connection = state.db.reading();
    let sections = sections(state, open).await?;
    let after = about.after.parse().unwrap_or_default();
    let (comments, more) = comments::store::threads(connection, open.draft.id, after).await?;
    let mut names: HashMap<String, String> = HashMap::new();
    for comment in &comments {
        if !names.contains_key(&comment.made_by) {
            names.insert(comment.made_by.clone(), directory::actor_name(connection, &comment.made_by).await?);
        }
    }
    let heading = |section: i32| {
        sections.iter().find(|(known, ..)| *known == section).map_or("A section", |(_, heading, _)| heading.as_str())
    };
    let chosen: i32 = form.value("section").parse().unwrap_or(-1);
    let title = form.title(&format!("Comments: {}", open.draft.subject));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let first = comments.iter().filter(|comment| comment.reply_to.is_none());
    let content = html! {
        (confirmation(&about.done, &[("added", "Comment added"), ("resolved", "Comment resolved")]))
        (form.summary())
        (open.head(state, "Comments"))
        (ui::heading(None, "Comments"))
        @if comments.is_empty() { (ui::paragraph("No comments yet.")) }
        @for comment in first { (thread(open, comment, &comments, &names, heading(comment.section))) }
        @if after > 0 || more.is_some() {
            (ui::paragraph(html! {
                @if after > 0 { (ui::link(format!("{}/comments", open.draft.address()), "First comments")) }
                @if after > 0 && more.is_some() { " · " }
                @if let Some(last) = more { (ui::link(format!("{}/comments?after={last}", open.draft.address()), "More comments")) }
            }))
        }
        (ui::h2("Add a comment"))
        form class="moothall-measure" action={ (open.draft.address()) "/comments" } method="post" novalidate {
            @if form.value("words").is_empty() || chosen < 0 { (places(form, &sections, chosen)) }
            @else {
                (hidden("section", chosen)) (form.hidden("words"))
                (ui::paragraph(html! { "About these words in " (heading(chosen)) ":" }))
                (ui::inset_text(html! { "“" (form.value("words")) "”" }))
            }
            (form.textarea(&ui::Textarea { name: "text", label: "Comment", rows: Some(4), ..Default::default() }))
            (ui::send("Add comment"))
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the choice of sections and paragraphs to comment on.
fn places(form: &FormState, sections: &[(i32, String, Vec<String>)], chosen: i32) -> Markup {
    let shown = sections.iter().filter(|(section, ..)| chosen < 0 || *section == chosen);
    let options: Vec<(String, String)> = shown
        .flat_map(|(section, heading, paragraphs)| {
            let whole = (format!("{section}|"), format!("{heading}: the whole section"));
            let each = paragraphs.iter().map(move |words| (format!("{section}|{words}"), format!("{heading}: {words}")));
            std::iter::once(whole).chain(each)
        })
        .collect();
    form.select(&ui::Select { name: "quote", label: "What is the comment about?", ..Default::default() }, None, &options)
}

fn thread(open: &OpenDraft, comment: &Comment, all: &[Comment], names: &HashMap<String, String>, heading: &str) -> Markup {
    let name = |comment: &Comment| names.get(&comment.made_by).map_or("", String::as_str);
    let replies = all.iter().filter(|other| other.reply_to == Some(comment.id));
    let own = open.draft.address();
    html! {
        section class="moothall-thread" aria-labelledby=(format!("comment-{}", comment.id)) {
            (ui::h2_small_at(format!("comment-{}", comment.id), html! {
                (ui::link(format!("{own}/sections/{}", comment.section), heading))
                @if comment.settled_at.is_some() { " " (ui::tag("Resolved", ui::TagColour::Green)) }
            }))
            @if !comment.quote.is_empty() { (ui::inset_text(html! { "“" (comment.quote) "”" })) }
            (ui::paragraph(&comment.text))
            (ui::hint_paragraph(html! { (name(comment)) ", " (london::on_page(comment.made_at)) }))
            @for reply in replies {
                div class="moothall-thread__reply" {
                    (ui::paragraph(&reply.text))
                    (ui::hint_paragraph(html! { (name(reply)) ", " (london::on_page(reply.made_at)) }))
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

/// Returns a comment of this draft by its key, with its section.
async fn comment_of(state: &AppState, open: &OpenDraft, id: &str) -> Result<Option<(i64, i32)>> {
    let Ok(id) = id.parse::<i64>() else { return Ok(None) };
    Ok(comments::store::section_of(state.db.reading(), open.draft.id, id).await?.map(|section| (id, section)))
}

/// Handles `POST /drafts/{id}/comments`: resolves a comment, replies to one, or adds one.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, COMMENT, &id).await?;
    let own = open.draft.address();
    if !form.value("resolve").is_empty() {
        let (comment, _) = comment_of(&state, &open, form.value("resolve")).await?.or_not_found("Comment")?;
        let transaction = state.begin(&who.actor).await?;
        comments::store::settle(&transaction, open.draft.id, comment, transaction.by()).await?;
        transaction.commit().await?;
        return Ok(redirect_done(&format!("{own}/comments"), "resolved").into_response());
    }
    let reply_to = comment_of(&state, &open, form.value("reply_to")).await?;
    let about = match reply_to {
        Some((_, section)) => Some((section, String::new())),
        None => about(&mut form, &sections(&state, &open).await?),
    };
    let text = form.lines("text").at_most(4_000, "Comment").required("Enter a comment");
    let (Some((section, quote)), Some(text)) = (about, text) else {
        return Ok(refused(page(&state, &open, &form, &About::default()).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let reply_to = reply_to.map(|(comment, _)| comment);
    comments::store::add(&transaction, open.draft.id, (section, &quote, &text), reply_to, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{own}/comments"), "added").into_response())
}

/// Reads what a comment is about: a section with a paragraph's or the selected words.
fn about(form: &mut SubmittedForm, sections: &[(i32, String, Vec<String>)]) -> Option<(i32, String)> {
    let words = quoted(form.value("words"));
    let (section, quote) = if words.is_empty() {
        form.value("quote").split_once('|').unwrap_or((form.value("section"), ""))
    } else {
        (form.value("section"), words.as_str())
    };
    let section = section.parse::<i32>().ok().filter(|section| sections.iter().any(|(known, ..)| known == section));
    let quote = quote.chars().take(200).collect();
    if section.is_none() {
        form.fault("quote", "Select what the comment is about");
    }
    Some((section?, quote))
}
