//! Pages for officers' posts and their holders over time. Minutes name posts and never people, so this register determines who gets
//! a post's reminders.

use crate::access::{EDIT_POSTS, SEE_POSTS};
use access::{AccountId, AccountState, account_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::ConnectionTrait;
use directory::PostId;
use directory::post_store::{Holder, Post};
use foundation::{civil_date, text::title_key};
use maud::{Markup, html};
use meetings::form::{NOT_A_DAY, day, day_field, is_too_long, line, line_field, select_field, send};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostForm {
    title: String,
    holder: String,
    account: String,
    from: String,
}

/// Handles `GET /posts`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_POSTS)?;
    page(&state, &who, &PostForm::default(), &[], &done).await
}

/// Handles `POST /posts`, which adds a post or gives an existing post a new holder.
pub(crate) async fn give(State(state): State<AppState>, who: SignedIn, Form(form): Form<PostForm>) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let (title, holder) = (line(&form.title, 160), line(&form.holder, 100));
    let mut faults = Vec::new();
    if title.is_empty() {
        faults.push(("Enter a title for the post", "title"));
    } else if is_too_long(&form.title, 160) {
        faults.push(("Title must be 160 characters or fewer", "title"));
    }
    if is_too_long(&form.holder, 100) {
        faults.push(("Name must be 100 characters or fewer", "holder"));
    }
    let from = if form.from.trim().is_empty() { Some(state.clock.today()) } else { day(&form.from) };
    if from.is_none() {
        faults.push((NOT_A_DAY, "from"));
    }
    let accounts = active_accounts(&state).await?;
    let account = form.account.parse::<AccountId>().ok().filter(|account| accounts.iter().any(|(known, _)| known == account));
    if account.is_none() && !form.account.is_empty() {
        faults.push(("Select an account from the list", "account"));
    }
    if account.is_some() && holder.is_empty() {
        faults.push(("Enter the name of the post holder", "holder"));
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    // Lock the posts before reading their holders, so that two people who name the same post at once get one post, and give it to
    // one holder.
    directory::post_store::hold(&transaction).await?;
    let held = holders_of(&transaction, &title).await?;
    if from.is_some_and(|from| held.iter().any(|known| known.from >= from || known.until.is_some_and(|until| until >= from)))
        && !holder.is_empty()
    {
        faults.push(("Start date must be after the dates of the post’s other holders", "from"));
    }
    let (Some(from), true) = (from, faults.is_empty()) else {
        drop(transaction);
        return Ok(refused(page(&state, &who, &form, &faults, "").await?));
    };
    let post = directory::post_store::post_for(&transaction, &title, state.by(&actor)).await?;
    if !holder.is_empty() {
        directory::post_store::give(&transaction, post, &holder, account, from, state.by(&actor)).await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to("/posts?done=changed").into_response())
}

/// The form for ending a post.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndForm {
    until: String,
}

/// Handles `POST /posts/{id}/end`, after which the post no longer exists and has no holder.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EndForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let not_found = || Error::NotFound("Post");
    let id: PostId = id.parse().map_err(|_| not_found())?;
    let post =
        directory::post_store::all(state.db.reading()).await?.into_iter().find(|post| post.id == id).ok_or_else(not_found)?;
    let field = format!("until-{}", post.id);
    let Some(until) = day(&form.until) else {
        return Ok(refused(page(&state, &who, &PostForm::default(), &[(NOT_A_DAY, &field)], "").await?));
    };
    let transaction = state.db.begin().await?;
    directory::post_store::hold(&transaction).await?;
    let holders = directory::post_store::holders(&transaction).await?;
    if holders.iter().any(|holder| holder.post == id && holder.from > until) {
        drop(transaction);
        let fault = [("Last day must be on or after the day on which its last holder started", field.as_str())];
        return Ok(refused(page(&state, &who, &PostForm::default(), &fault, "").await?));
    }
    let actor = who.actor.ledger_name();
    for holder in holders.iter().filter(|holder| holder.post == id && holder.until.is_none_or(|last| last > until)) {
        directory::post_store::end_holding(&transaction, id, holder.id, until, state.by(&actor)).await?;
    }
    directory::post_store::end(&transaction, id, Some(until), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to("/posts?done=changed").into_response())
}

/// Returns the active accounts, each with its name.
async fn active_accounts(state: &AppState) -> Result<Vec<(AccountId, String)>> {
    let accounts = account_store::all(state.db.reading()).await?;
    let active = accounts.into_iter().filter(|account| account.state == AccountState::Active);
    Ok(active.map(|account| (account.id, account.name)).collect())
}

/// Returns the past and present holders of the post with this title, ignoring case.
async fn holders_of(connection: &impl ConnectionTrait, title: &str) -> Result<Vec<Holder>> {
    let key = title_key(title);
    let post = directory::post_store::all(connection).await?.into_iter().find(|post| title_key(&post.title) == key);
    let mut holders = directory::post_store::holders(connection).await?;
    holders.retain(|holder| Some(holder.post) == post.as_ref().map(|post| post.id));
    Ok(holders)
}

async fn page(state: &AppState, who: &SignedIn, form: &PostForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let (posts, holders) = (directory::post_store::all(connection).await?, directory::post_store::holders(connection).await?);
    let today = state.clock.today();
    let may_edit = state.joined.policy.could(&who.actor, EDIT_POSTS);
    let mut accounts = vec![(String::new(), "No account".to_owned())];
    accounts.extend(active_accounts(state).await?.into_iter().map(|(id, name)| (id.to_string(), name)));
    let standing: Vec<&Post> = posts.iter().filter(|post| post.ended_on.is_none_or(|last| last >= today)).collect();
    let row = |post: &&Post| {
        let held: Vec<&Holder> = holders.iter().filter(|holder| holder.post == post.id).collect();
        vec![
            html! { (post.title) },
            html! {
                @for holder in held.iter().filter(|holder| holder.holds_on(today)) {
                    (holder.name) " from " (civil_date::written(holder.from))
                    @if holder.account.is_none() { br; span class="govuk-hint" { "No account, so no reminders are sent" } }
                }
                @if !held.iter().any(|holder| holder.holds_on(today)) { "Vacant" }
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
        @if done == "changed" { (ui::done("Posts updated")) }
        (ui::heading(None, "Officers’ posts"))
        p class="govuk-body moothall-measure" { "Minutes and agendas name posts, not people. The current holder of a post sees its actions and gets its reminders." }
        @if standing.is_empty() { p class="govuk-body" { "No posts yet." } }
        @else {
            (ui::table(&ui::Table {
                caption: "Posts", caption_is_hidden: true,
                columns: vec![ui::Column::words("Post"), ui::Column::words("Held by"), ui::Column::words("Other holders")],
                rows: standing.iter().map(row).collect(), row_headings: true,
            }))
        }
        @if may_edit {
            div class="moothall-measure" {
                h2 class="govuk-heading-m" { "Add a post or change its holder" }
                form action="/posts" method="post" novalidate {
                    (line_field("title", "Title of the post", &form.title, Some("For example, Operational Director, Community and Greenspace. Use the title of an existing post to change its holder."), faults))
                    (line_field("holder", "Held by", &form.holder, Some("Leave blank if the post is vacant"), faults))
                    (select_field("account", "Signs in as", &form.account, &accounts, faults))
                    (day_field("from", "From", &form.from, Some("Leave blank for today"), faults))
                    (send("Save post"))
                }
                @if !standing.is_empty() {
                    (ui::details("End a post", html! {
                        @for post in &standing {
                            form action={ "/posts/" (post.id) "/end" } method="post" novalidate {
                                @let field = format!("until-{}", post.id);
                                (ui::input(&ui::Input { name: "until", id: Some(&field), label: &format!("Last day of: {}", post.title), width: Some(20), error: ui::error_about(faults, &field), ..Default::default() }))
                                (ui::button(&ui::Button { text: "End post", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                            }
                        }
                    }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}
