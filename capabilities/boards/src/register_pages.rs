//! Pages of a member's own register of interests, and of interests disclosed at meetings for the monitoring officer to register.

use access::Actor;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Months, NaiveDate};
use foundation::civil_date;
use maud::{Markup, html};
use meetings::access::{KEEP_INTERESTS, REGISTER_INTERESTS, SEE_INTERESTS};
use meetings::interests::register::Category;
use meetings::interests::register_store::{RegisteredInterest, ToRegister};
use meetings::meeting::PersonId;
use meetings::{interests, members, rules};
use ui::{FormState, hidden};
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// How far back to look for disclosed interests, in months.
const MONTHS_BACK: u32 = 24;

/// Returns the member linked to the user's account.
async fn own_person(state: &AppState, who: &SignedIn) -> Result<Option<PersonId>> {
    state.ask_any(&who.actor, KEEP_INTERESTS)?;
    Ok(members::seat_store::person_of(state.db.reading(), who.account).await?)
}

fn not_linked() -> Error {
    Error::NotUnderstood("Your account is not linked to a member. Ask the clerk to link it on the board’s members page.".into())
}

/// Returns the interests disclosed at meetings that must be registered.
async fn disclosed(state: &AppState) -> Result<Vec<ToRegister>> {
    let today = state.clock.today();
    let days = state.settings().number_on(&rules::INTEREST_NOTIFICATION, today).unwrap_or_default();
    let since = today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(today);
    interests::register_store::to_register(state.db.reading(), since, days).await
}

/// Handles `GET /my/interests`.
pub(crate) async fn own(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    let person = own_person(&state, &who).await?;
    own_page(&state, person, &FormState::default(), &done).await
}

/// Handles `POST /my/interests`.
pub(crate) async fn enter(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    let person = own_person(&state, &who).await?.ok_or_else(not_linked)?;
    let category = form.parse("category", Category::read).or_fault("Select a category");
    let details = form.line("details").at_most(1_000, "Details").required("Enter the details of the interest");
    let (Some(category), Some(details)) = (category, details) else {
        return Ok(refused(own_page(&state, Some(person), &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let moment = (state.clock.today(), transaction.by());
    interests::register_store::enter(&transaction, person, (category, &details, form.is_ticked("sensitive")), moment).await?;
    transaction.commit().await?;
    Ok(redirect_done("/my/interests", "added").into_response())
}

/// Handles `POST /my/interests/{id}/end`.
pub(crate) async fn end(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let person = own_person(&state, &who).await?.ok_or_else(not_linked)?;
    let id: i64 = id.parse().or_not_found("Interest")?;
    let transaction = state.begin(&who.actor).await?;
    if !interests::register_store::end(&transaction, person, id, (state.clock.today(), transaction.by())).await? {
        return Err(Error::NotFound("Interest"));
    }
    transaction.commit().await?;
    Ok(redirect_done("/my/interests", "ended"))
}

async fn own_page(state: &AppState, person: Option<PersonId>, form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let (interests, due) = match person {
        Some(person) => {
            let mut due = disclosed(state).await?;
            due.retain(|one| one.person == person && one.registered_on.is_none());
            (interests::register_store::of_person(connection, person).await?, due)
        }
        None => (Vec::new(), Vec::new()),
    };
    let categories = Category::ALL.map(|category| (category.word(), category.label()));
    let banner = match done {
        "added" => Some("Interest added to your register"),
        "ended" => Some("Interest removed from your register"),
        _ => None,
    };
    let title = form.title("Your register of interests");
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your meetings".into(), "/my/meetings".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        (form.summary())
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(None, "Your register of interests"))
        @if person.is_none() { (ui::inset_text(html! { "Your account is not linked to a member. Ask the clerk to link it on the board’s members page." })) }
        @for one in &due {
            (ui::warning_text(html! {
                "You disclosed an interest on " (civil_date::written(one.held_on)) " that was not on your register"
                @if let Some(due) = one.due_on { ". You must notify the monitoring officer by " (civil_date::written(due)) } "."
            }))
        }
        @if interests.is_empty() { (ui::paragraph("No interests registered yet.")) } @else { (own_list(&interests)) }
        @if person.is_some() {
            div class="moothall-measure" {
                (ui::h2("Add an interest"))
                (ui::paragraph("Your register is published on your page straight away (Localism Act 2011, section 29)."))
                form action="/my/interests" method="post" novalidate {
                    (form.select(&ui::Select { name: "category", label: "Category", ..Default::default() }, None, &categories))
                    (form.textarea(&ui::Textarea {
                        name: "details", label: "Details", hint: Some("Yours, or those of your spouse or civil partner"), rows: Some(3), ..Default::default()
                    }))
                    (form.checkbox(
                        "sensitive", "Sensitive interest", "The monitoring officer has agreed that it is sensitive",
                        Some("Only the category is published (Localism Act 2011, section 32)"),
                    ))
                    (ui::send("Add interest"))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn own_list(interests: &[RegisteredInterest]) -> Markup {
    let row = |interest: &RegisteredInterest| {
        vec![
            html! { (interest.category.label()) @if interest.is_sensitive { " " (ui::tag("Sensitive", ui::TagColour::Grey)) } },
            html! { (interest.details) },
            html! { (civil_date::written(interest.registered_on)) },
            html! {
                form action=(format!("/my/interests/{}/end", interest.id)) method="post" {
                    (ui::order_button("Remove", html! { ": " (interest.category.label()) ", " (interest.details) }))
                }
            },
        ]
    };
    ui::table(&ui::Table {
        caption: "Registered interests",
        caption_is_hidden: true,
        columns: ["Category", "Details", "Registered", "Action"].map(ui::Column::words).to_vec(),
        rows: interests.iter().map(row).collect(),
        row_headings: true,
    })
}

/// Handles `GET /interests/to-register`, for the monitoring officer.
pub(crate) async fn to_register(
    State(state): State<AppState>,
    who: SignedIn,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_INTERESTS)?;
    state.ask_any(&who.actor, REGISTER_INTERESTS)?;
    let all = disclosed(&state).await?;
    let (registered, open): (Vec<&ToRegister>, Vec<&ToRegister>) = all.iter().partition(|one| one.registered_on.is_some());
    let page = ui::Page {
        title: "Interests to be registered",
        section: Some(ui::Section::Work),
        breadcrumbs: vec![("Your work".into(), "/work".into())],
        ..state.page()
    };
    let today = state.clock.today();
    let content = html! {
        @if done == "registered" { (ui::done("Interest marked as registered")) }
        (ui::heading(None, "Interests to be registered"))
        (ui::measured(html! {
            "Disclosable pecuniary interests that members disclosed at meetings and that were not on their register. Members must notify them "
            "to you within 28 days, starting with the day of the meeting (Localism Act 2011, section 31)."
        }))
        @if open.is_empty() { (ui::paragraph("No interests to be registered.")) } @else { (disclosed_table("Not registered yet", &open, today)) }
        @if !registered.is_empty() {
            (ui::h2("Registered"))
            (disclosed_table("Registered", &registered, today))
        }
    };
    Ok(ui::page(&page, content))
}

fn disclosed_table(caption: &str, listed: &[&ToRegister], today: NaiveDate) -> Markup {
    let row = |one: &&ToRegister| {
        vec![
            html! { (one.name) },
            html! { (one.board_name) ", " (ui::link(format!("/meetings/{}", one.meeting), civil_date::written(one.held_on))) },
            html! { (one.item_title) },
            html! {
                @if let Some(on) = one.registered_on { "Registered " (civil_date::written(on)) }
                @else if let Some(due) = one.due_on {
                    (civil_date::written(due)) @if due < today { " " (ui::tag("Overdue", ui::TagColour::Red)) }
                }
            },
            html! {
                @if one.registered_on.is_none() {
                    form action="/interests/to-register" method="post" {
                        (hidden("meeting", one.meeting)) (hidden("item", one.item)) (hidden("person", one.person))
                        (ui::order_button("Mark as registered", html! { ": " (one.name) ", " (one.item_title) }))
                    }
                }
            },
        ]
    };
    ui::table(&ui::Table {
        caption,
        caption_is_hidden: true,
        columns: ["Member", "Meeting", "Item", "Due", "Action"].map(ui::Column::words).to_vec(),
        rows: listed.iter().map(row).collect(),
        row_headings: true,
    })
}

/// Handles `POST /interests/to-register`.
pub(crate) async fn note_registered(State(state): State<AppState>, who: SignedIn, form: SubmittedForm) -> Result<Redirect> {
    state.ask_any(&who.actor, REGISTER_INTERESTS)?;
    let all = disclosed(&state).await?;
    let is_meant = |one: &&ToRegister| {
        let keys = [("meeting", one.meeting.to_string()), ("item", one.item.to_string()), ("person", one.person.to_string())];
        keys.iter().all(|(field, key)| form.value(field) == key)
    };
    let one = all
        .iter()
        .find(is_meant)
        .ok_or_else(|| Error::NotUnderstood("This interest is no longer on the list. Go back to see the current list.".into()))?;
    let transaction = state.begin(&who.actor).await?;
    interests::register_store::note_registered(&transaction, one, (state.clock.today(), transaction.by())).await?;
    transaction.commit().await?;
    Ok(redirect_done("/interests/to-register", "registered"))
}

/// Returns the number of interests still to be registered, or `None` if `actor` does not register interests.
pub(crate) async fn count_open(state: &AppState, actor: &Actor) -> Result<Option<usize>> {
    if !state.joined.policy.could(actor, REGISTER_INTERESTS) {
        return Ok(None);
    }
    Ok(Some(disclosed(state).await?.iter().filter(|one| one.registered_on.is_none()).count()))
}
