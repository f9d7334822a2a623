//! Following a board: its calendar, its feed, and emails, which must be confirmed from the address itself.

use crate::board_part::forms;
use crate::following::ACTOR;
use crate::mails;
use crate::subscription::Wanted;
use crate::subscription_store;
use access::Token;
use access::account::mail_address;
use access::attempt_store::{self, Bucket};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::Board;
use web::{AppState, Error, RequestContext, Result, refused, with_status};

async fn board(state: &AppState, slug: &str) -> Result<Board> {
    meetings::board_by_slug(state.db.reading(), slug).await?.ok_or(Error::NotFound("Board"))
}

/// Handles `GET /boards/{slug}/follow`.
pub(crate) async fn show(State(state): State<AppState>, Path(slug): Path<String>) -> Result<Markup> {
    let board = board(&state, &slug).await?;
    let wanted = Wanted { agendas: true, minutes: true, meetings: true };
    Ok(page(&state, &board, "", wanted, &[]))
}

fn page(state: &AppState, board: &Board, mail: &str, wanted: Wanted, faults: &[(&str, &str)]) -> Markup {
    let error = |id: &str| ui::error_about(faults, id);
    let heading = format!("Follow the {}", board.name);
    let title = ui::form_title(&heading, !faults.is_empty());
    let [feed, calendar] = forms(Some(board.of()));
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Boards),
        breadcrumbs: vec![("Home".into(), "/".into()), (board.name.clone(), format!("/boards/{}", board.slug))],
        alternates: vec![feed.alternate(), calendar.alternate()],
        ..state.page()
    };
    let (calendar_in_full, feed_in_full) = (state.site.in_full(&calendar.address), state.site.in_full(&feed.address));
    let choices =
        Wanted::CHOICES.map(|(value, text)| ui::Choice { value, text, chosen: wanted.has(value), ..Default::default() });
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, &heading))
            h2 class="govuk-heading-m" { "By email" }
            @if !state.sends_mail { (ui::inset_text(html! { "This site cannot send email yet. You can use the calendar or the feed below." })) } @else {
            p class="govuk-body" { "We’ll email you about updates, and the council may email you a message about the board. You can unsubscribe at any time, and your email address will then be deleted." }
            form action=(format!("/boards/{}/follow", board.slug)) method="post" novalidate {
                (ui::checkboxes(&ui::Choices {
                    name: "wanted", legend: "What do you want to hear about?", error: error("wanted"), choices: choices.into(), ..Default::default()
                }))
                (ui::input(&ui::Input {
                    name: "mail", label: "Email address", hint: Some("We’ll only use it to send you these updates"), kind: ui::InputKind::Email,
                    value: mail, error: error("mail"), autocomplete: Some("email"), ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Follow by email", once: true, ..Default::default() }))
            }
            }
            h2 class="govuk-heading-m" { "In your calendar" }
            p class="govuk-body" { "Add this address to your calendar to see the board’s meetings and any changes:" }
            p class="govuk-body" { a class="govuk-link moothall-address" href=(calendar.address) { (calendar_in_full) } }
            ul class="govuk-list govuk-list--bullet" {
                li { "Google Calendar: beside “Other calendars”, choose “From URL”" }
                li { "Outlook: “Add calendar”, then “Subscribe from web”" }
                li { "Apple Calendar: “File”, then “New Calendar Subscription”; on an iPhone, “Add Subscription Calendar”" }
                li { "Thunderbird: “New Calendar”, then “On the Network”" }
            }
            h2 class="govuk-heading-m" { "With a feed reader" }
            p class="govuk-body" { "A feed reader shows each agenda, set of minutes and change to a meeting, with the reason:" }
            p class="govuk-body" { a class="govuk-link moothall-address" href=(feed.address) { (feed_in_full) } }
        }
    };
    ui::page(&page, content)
}

/// The longest address that is shown again in the form.
const LONGEST: usize = 300;

/// Handles `POST /boards/{slug}/follow`. The response is the same whether or not the address already follows.
pub(crate) async fn ask(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: RequestContext,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let board = board(&state, &slug).await?;
    if !state.sends_mail {
        return Err(Error::NotUnderstood("This site cannot send email yet. You can use the board’s calendar or feed.".into()));
    }
    let values = |name: &'static str| fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str());
    let wanted = Wanted::chosen(values("wanted"));
    let written: String = values("mail").next().unwrap_or_default().chars().take(LONGEST).collect();
    let mail = mail_address(&written);
    let mut faults = Vec::new();
    if !wanted.is_something() {
        faults.push(("Select what you want to hear about", "wanted"));
    }
    if mail.is_none() {
        faults.push(("Email address must be in the correct format, like name@example.com", "mail"));
    }
    let (Some(mail), true) = (mail, faults.is_empty()) else {
        return Ok(refused(page(&state, &board, &written, wanted, &faults)));
    };
    let now = state.clock.now();
    let (network, address) = (Bucket::following(&context.origin.network), Bucket::mail(&mail));
    let transaction = state.db.begin().await?;
    if !attempt_store::take_place_in(&transaction, &[&network], now).await? {
        return Ok(too_many(&state));
    }
    // The lock is held until the transaction ends, so that concurrent requests for one address are counted one after the other.
    if attempt_store::take_place_in(&transaction, &[&address], now).await? {
        let token = Token::new();
        if let Some(id) = subscription_store::ask(&transaction, &mail, board.id, wanted, &token, state.by(ACTOR)).await? {
            mail::queue(&transaction, &mails::question(&state, &board.name, &mail, wanted, id, &token), now).await?;
        }
    }
    transaction.commit().await?;
    let page = ui::Page { title: "Check your email", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Check your email"))
            p class="govuk-body" { "We’ve sent an email with a link to the address you gave. Open the link and confirm that you want to follow the board." }
            p class="govuk-body" { "You can use the link once, within 48 hours. If you do not get the email, check your spam folder and check that the address is right." }
            p class="govuk-body" { a class="govuk-link" href=(format!("/boards/{}", board.slug)) { "Go to the " (board.name) } }
        }
    };
    Ok(ui::page(&page, content).into_response())
}

fn too_many(state: &AppState) -> Response {
    let page = ui::Page { title: "Too many requests", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Too many requests"))
            p class="govuk-body" { "Too many email addresses have been entered from your network. Try again in 15 minutes." }
        }
    };
    with_status(StatusCode::TOO_MANY_REQUESTS, ui::page(&page, content))
}

/// Handles `GET /subscriptions/confirm/{token}`. Viewing the page confirms nothing, because mail programs fetch links too.
pub(crate) async fn asked(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let connection = state.db.reading();
    let found = match Token::received(&token) {
        Some(token) => subscription_store::to_confirm(connection, &token, state.clock.now()).await?,
        None => None,
    };
    let Some(subscription) = found else { return Ok(ended(&state)) };
    let board = meetings::board_by_id(connection, subscription.board).await?.ok_or(Error::NotFound("Board"))?;
    let heading = format!("Follow the {}", board.name);
    let page = ui::Page { title: &heading, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, &heading))
            p class="govuk-body" { "We’ll email you about " (subscription.wanted.words()) " at the address that this link was sent to." }
            form action=(format!("/subscriptions/confirm/{token}")) method="post" {
                (ui::button(&ui::Button { text: "Confirm", once: true, ..Default::default() }))
            }
            p class="govuk-body" { "If you did not ask for this, close this page. We will not email you again." }
        }
    };
    let mut response = ui::page(&page, content).into_response();
    // The URL is a secret, so the page must not be cached.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Handles `POST /subscriptions/confirm/{token}`.
pub(crate) async fn confirm(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let Some(token) = Token::received(&token) else { return Ok(ended(&state)) };
    let transaction = state.db.begin().await?;
    let Some(subscription) = subscription_store::to_confirm(&transaction, &token, state.clock.now()).await? else {
        return Ok(ended(&state));
    };
    if !subscription_store::confirm(&transaction, &subscription, state.by(ACTOR)).await? {
        return Ok(ended(&state));
    }
    transaction.commit().await?;
    let board = meetings::board_by_id(state.db.reading(), subscription.board).await?.ok_or(Error::NotFound("Board"))?;
    let heading = format!("You are following the {}", board.name);
    let page = ui::Page { title: &heading, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::panel(&heading, html! { "We’ll email you about updates" }))
            p class="govuk-body" { "You’ll get emails about " (subscription.wanted.words()) ". Each email has a link to unsubscribe." }
            p class="govuk-body" { a class="govuk-link" href=(format!("/boards/{}", board.slug)) { "Go to the board’s page" } }
        }
    };
    Ok(ui::page(&page, content).into_response())
}

fn ended(state: &AppState) -> Response {
    let page = ui::Page { title: "This link no longer works", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "This link no longer works"))
            p class="govuk-body" { "It has been used, replaced by a newer link, or is more than 48 hours old. To follow a board, ask again on its page." }
            p class="govuk-body" { a class="govuk-link" href="/boards" { "All boards" } }
        }
    };
    with_status(StatusCode::NOT_FOUND, ui::page(&page, content))
}
