//! Pages for officers' posts and their holders over time. Minutes name posts and never people, so this register determines who gets
//! a post's reminders.

use crate::access::{EDIT_POSTS, SEE_POSTS};
use access::{AccountId, AccountState, account_store};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use db::Connection;
use directory::PostId;
use directory::post_store::{Holder, Post};
use foundation::{civil_date, text::title_key};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Done, NOT_A_DATE, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /posts`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_POSTS)?;
    page(&state, &who, &FormState::default(), &done).await
}

/// Handles `POST /posts`, which adds a post or gives an existing post a new holder.
pub(crate) async fn give(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let accounts: Vec<AccountId> = active_accounts(&state).await?.into_iter().map(|(account, _)| account).collect();
    let transaction = state.begin(&who.actor).await?;
    // Lock the posts before reading their holders, so that two people who name the same post at once get one post, and give it to
    // one holder.
    directory::post_store::hold(&transaction).await?;
    let held = Held::of(&transaction).await?;
    let Some(given) = read(&mut form, state.clock.today(), &accounts, &held) else {
        drop(transaction);
        return Ok(refused(page(&state, &who, &form, "").await?));
    };
    let post = directory::post_store::post_for(&transaction, &given.title, transaction.by()).await?;
    if let Some(holder) = &given.holder {
        directory::post_store::give(&transaction, post, holder, given.account, given.from, transaction.by()).await?;
    }
    transaction.commit().await?;
    Ok(redirect_done("/posts", "changed").into_response())
}

/// A post and who gets it.
struct Given {
    title: String,
    holder: Option<String>,
    account: Option<AccountId>,
    from: NaiveDate,
}

fn read(form: &mut SubmittedForm, today: NaiveDate, accounts: &[AccountId], held: &Held) -> Option<Given> {
    let title = form.line("title").at_most(160, "Title").required("Enter a title for the post");
    let holder = form.line("holder").at_most(100, "Name").optional();
    let from = form.date("from").or_default(today, NOT_A_DATE);
    let account = form.choice("account", accounts, ToString::to_string).optional("Select an account from the list");
    if account.is_some_and(|account| account.is_some()) && holder == Some(None) {
        form.fault("holder", "Enter the name of the post holder");
    }
    if let (Some(title), Some(Some(_)), Some(from)) = (&title, &holder, from)
        && held.by_title(title).any(|known| known.from >= from || known.until.is_some_and(|until| until >= from))
    {
        form.fault("from", "Start date must be after the dates of the post’s other holders");
    }
    form.accept(())?;
    Some(Given { title: title?, holder: holder?, account: account?, from: from? })
}

/// Handles `POST /posts/{id}/end`, after which the post no longer exists and has no holder.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    state.ask_any(&who.actor, EDIT_POSTS)?;
    let id: PostId = id.parse().or_not_found("Post")?;
    let post =
        directory::post_store::all(state.db.reading()).await?.into_iter().find(|post| post.id == id).or_not_found("Post")?;
    let field = format!("until-{}", post.id);
    let Some(until) = form.date("until").at(field.clone()).or_fault(NOT_A_DATE) else {
        return Ok(refused(page(&state, &who, &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    directory::post_store::hold(&transaction).await?;
    let holders = directory::post_store::holders(&transaction).await?;
    if holders.iter().any(|holder| holder.post == id && holder.from > until) {
        drop(transaction);
        form.fault(field, "Last day must be on or after the day on which its last holder started");
        return Ok(refused(page(&state, &who, &form, "").await?));
    }
    for holder in holders.iter().filter(|holder| holder.post == id && holder.until.is_none_or(|last| last > until)) {
        directory::post_store::end_holding(&transaction, id, holder.id, until, transaction.by()).await?;
    }
    directory::post_store::end(&transaction, id, Some(until), transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done("/posts", "changed").into_response())
}

/// Returns the active accounts, each with its name.
async fn active_accounts(state: &AppState) -> Result<Vec<(AccountId, String)>> {
    let accounts = account_store::all(state.db.reading()).await?;
    let active = accounts.into_iter().filter(|account| account.state == AccountState::Active);
    Ok(active.map(|account| (account.id, account.name)).collect())
}

/// All posts and their past and present holders.
struct Held {
    posts: Vec<Post>,
    holders: Vec<Holder>,
}

impl Held {
    async fn of(connection: &Connection) -> Result<Self> {
        let (posts, holders) = (directory::post_store::all(connection).await?, directory::post_store::holders(connection).await?);
        Ok(Self { posts, holders })
    }

    /// Returns the past and present holders of the post with this title, ignoring case.
    fn by_title(&self, title: &str) -> impl Iterator<Item = &Holder> {
        let key = title_key(title);
        let post = self.posts.iter().find(|post| title_key(&post.title) == key).map(|post| post.id);
        self.holders.iter().filter(move |holder| Some(holder.post) == post)
    }
}

async fn page(state: &AppState, who: &SignedIn, form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let (posts, holders) = (directory::post_store::all(connection).await?, directory::post_store::holders(connection).await?);
    let today = state.clock.today();
    let may_edit = state.joined.policy.could(&who.actor, EDIT_POSTS);
    let accounts: Vec<(String, String)> =
        active_accounts(state).await?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let standing: Vec<&Post> = posts.iter().filter(|post| post.ended_on.is_none_or(|last| last >= today)).collect();
    let row = |post: &&Post| {
        let held: Vec<&Holder> = holders.iter().filter(|holder| holder.post == post.id).collect();
        vec![
            html! { (post.title) },
            html! {
                @for holder in held.iter().filter(|holder| holder.holds_on(today)) {
                    (holder.name) " from " (civil_date::written(holder.from))
                    @if holder.account.is_none() { br; (ui::hint("No account, so no reminders are sent")) }
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
    let title = form.title("Officers’ posts");
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your boards".into(), "/desk".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        (form.summary())
        @if done == "changed" { (ui::done("Posts updated")) }
        (ui::heading(None, "Officers’ posts"))
        (ui::measured("Minutes and agendas name posts, not people. The current holder of a post sees its actions and gets its reminders."))
        @if standing.is_empty() { (ui::paragraph("No posts yet.")) }
        @else {
            (ui::table(&ui::Table {
                caption: "Posts", caption_is_hidden: true,
                columns: vec![ui::Column::words("Post"), ui::Column::words("Held by"), ui::Column::words("Other holders")],
                rows: standing.iter().map(row).collect(), row_headings: true,
            }))
        }
        @if may_edit {
            div class="moothall-measure" {
                (ui::h2("Add a post or change its holder"))
                form action="/posts" method="post" novalidate {
                    (form.input(&ui::Input {
                        name: "title", label: "Title of the post",
                        hint: Some("For example, Operational Director, Community and Greenspace. Use the title of an existing post to change its holder."),
                        ..Default::default()
                    }))
                    (form.input(&ui::Input { name: "holder", label: "Held by", hint: Some("Leave blank if the post is vacant"), ..Default::default() }))
                    (form.select(&ui::Select { name: "account", label: "Signs in as", ..Default::default() }, Some("No account"), &accounts))
                    (form.date(&ui::DateInput { name: "from", label: "From", hint: Some("Leave blank for today"), ..Default::default() }))
                    (ui::send("Save post"))
                }
                @if !standing.is_empty() {
                    (ui::details("End a post", html! {
                        @for post in &standing {
                            form action={ "/posts/" (post.id) "/end" } method="post" novalidate {
                                @let field = format!("until-{}", post.id);
                                @let form = form.only_if(form.error(&field).is_some());
                                (form.input(&ui::Input { name: "until", id: Some(&field), label: &format!("Last day of: {}", post.title), width: Some(20), ..Default::default() }))
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
