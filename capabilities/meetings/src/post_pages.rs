//! Officers' posts and who holds them when. Minutes name posts, never persons; so the register says whom a post's reminders reach.

use crate::form::{NOT_A_DAY, day, day_field, line, line_field, select_field, send};
use crate::meeting::PostId;
use crate::people::{EDIT_POSTS, SEE_POSTS};
use crate::post_store::{self, Holder, Post};
use access::{AccountId, AccountState, account_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::civil_date;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct PostForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    holder: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    from: String,
}

/// `/posts`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_POSTS)?;
    page(&state, &who, &PostForm::default(), &[], &done).await
}

/// `POST /posts`: a post, or a post that is there already with a new holder.
pub(crate) async fn give(State(state): State<AppState>, who: SignedIn, Form(form): Form<PostForm>) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let (title, holder) = (line(&form.title, 160), line(&form.holder, 100));
    let mut faults = Vec::new();
    if title.is_empty() {
        faults.push(("Enter the post’s title", "title"));
    }
    let from = if form.from.trim().is_empty() { Some(state.clock.today()) } else { day(&form.from) };
    if from.is_none() {
        faults.push((NOT_A_DAY, "from"));
    }
    let account = form.account.parse::<AccountId>().ok();
    if account.is_some() && holder.is_empty() {
        faults.push(("Enter the name of whoever holds the post", "holder"));
    }
    let (Some(from), true) = (from, faults.is_empty()) else {
        return Ok(refused(page(&state, &who, &form, &faults, "").await?));
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    // Two who name one post at once name the same one.
    db::hold(&transaction, &["titles of posts"]).await?;
    let post = post_store::post_for(&transaction, &title, state.by(&actor)).await?;
    if !holder.is_empty() {
        post_store::give(&transaction, post, &holder, account, from, state.by(&actor)).await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to("/posts?done=changed").into_response())
}

/// What is sent to end a post.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct EndForm {
    #[serde(default)]
    until: String,
}

/// `POST /posts/{id}/end`: the post is there no more after a day, and nobody holds it.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EndForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let not_found = || Error::NotFound("Post");
    let id: PostId = id.parse().map_err(|_| not_found())?;
    let connection = state.db.reading();
    let post = post_store::all(connection).await?.into_iter().find(|post| post.id == id).ok_or_else(not_found)?;
    let field = format!("until-{}", post.id);
    let Some(until) = day(&form.until) else {
        return Ok(refused(page(&state, &who, &PostForm::default(), &[(NOT_A_DAY, &field)], "").await?));
    };
    let holders = post_store::holders(connection).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    for holder in holders.iter().filter(|holder| holder.post == id && holder.until.is_none_or(|last| last > until)) {
        post_store::end_holding(&transaction, id, holder.id, until, state.by(&actor)).await?;
    }
    post_store::end(&transaction, id, Some(until), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to("/posts?done=changed").into_response())
}

async fn page(state: &AppState, who: &SignedIn, form: &PostForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let (posts, holders) = (post_store::all(connection).await?, post_store::holders(connection).await?);
    let today = state.clock.today();
    let may_edit = state.joined.policy.could(&who.actor, EDIT_POSTS);
    let active = account_store::all(connection).await?.into_iter().filter(|account| account.state == AccountState::Active);
    let mut accounts = vec![(String::new(), "No account".to_owned())];
    accounts.extend(active.map(|account| (account.id.to_string(), account.name)));
    let standing: Vec<&Post> = posts.iter().filter(|post| post.ended_on.is_none_or(|last| last >= today)).collect();
    let row = |post: &&Post| {
        let held: Vec<&Holder> = holders.iter().filter(|holder| holder.post == post.id).collect();
        vec![
            html! { (post.title) },
            html! {
                @for holder in held.iter().filter(|holder| holder.holds_on(today)) {
                    (holder.name) " from " (civil_date::written(holder.from))
                    @if holder.account.is_none() { br; span class="govuk-hint" { "No account: reminders reach nobody" } }
                }
                @if !held.iter().any(|holder| holder.holds_on(today)) { "Nobody today" }
            },
            html! {
                @for holder in held.iter().filter(|holder| !holder.holds_on(today)) {
                    (holder.name) ", " (civil_date::written(holder.from)) @if let Some(until) = holder.until { " to " (civil_date::written(until)) } br;
                }
            },
        ]
    };
    let title = ui::form_title("Officers’ posts", !faults.is_empty());
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your boards".into(), "/desk".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if done == "changed" { (ui::done("The posts were changed.")) }
        (ui::heading(None, "Officers’ posts"))
        p class="govuk-body moothall-measure" { "The Action column of minutes names posts. Whoever holds a post on the day has its actions and gets its reminders." }
        @if standing.is_empty() { p class="govuk-body" { "There are none yet." } }
        @else {
            (ui::table(&ui::Table {
                caption: "Posts", caption_is_hidden: true,
                columns: vec![ui::Column::words("Post"), ui::Column::words("Held by"), ui::Column::words("Before and after")],
                rows: standing.iter().map(row).collect(), row_headings: true,
            }))
        }
        @if may_edit {
            div class="moothall-measure" {
                h2 class="govuk-heading-m" { "Add a post, or give one to somebody else" }
                form action="/posts" method="post" novalidate {
                    (line_field("title", "Title of the post", &form.title, Some("For example, Operational Director, Community and Greenspace"), faults))
                    (line_field("holder", "Held by", &form.holder, Some("Leave empty where nobody holds it yet"), faults))
                    (select_field("account", "Signs in as", &form.account, &accounts, faults))
                    (day_field("from", "From", &form.from, Some("Today, where this is empty"), faults))
                    (send("Save the post"))
                }
                @if !standing.is_empty() {
                    (ui::details("End a post", html! {
                        @for post in &standing {
                            form action={ "/posts/" (post.id) "/end" } method="post" novalidate {
                                @let field = format!("until-{}", post.id);
                                (ui::input(&ui::Input { name: "until", id: Some(&field), label: &format!("Last day of: {}", post.title), width: Some(20), error: ui::error_about(faults, &field), ..Default::default() }))
                                (ui::button(&ui::Button { text: "End the post", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                            }
                        }
                    }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}
