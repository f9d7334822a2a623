//! Following a board: its calendar, its feed, and emails, which must be confirmed from the address itself.

use crate::board_part::forms;
use crate::following::ACTOR;
use crate::mails;
use crate::subscription::Wanted;
use crate::subscription_store;
use access::Token;
use access::attempt_store::{self, Bucket};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::Board;
use ui::FormState;
use web::{AppState, Error, NOT_AN_EMAIL_ADDRESS, OrNotFound, RequestContext, Result, SubmittedForm, refused, with_status};

async fn board(state: &AppState, slug: &str) -> Result<Board> {
    meetings::board_by_slug(state.db.reading(), slug).await?.or_not_found("Board")
}

/// Handles `GET /boards/{slug}/follow`.
pub(crate) async fn show(State(state): State<AppState>, Path(slug): Path<String>) -> Result<Markup> {
    let board = board(&state, &slug).await?;
    let everything = FormState::of(Wanted::CHOICES.map(|(value, _)| ("wanted", value)));
    Ok(page(&state, &board, &everything))
}

fn page(state: &AppState, board: &Board, form: &FormState) -> Markup {
    let heading = format!("Follow the {}", board.name);
    let title = form.title(&heading);
    let [feed, calendar] = forms(Some(board.of()));
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Boards),
        breadcrumbs: vec![("Home".into(), "/".into()), (board.name.clone(), format!("/boards/{}", board.slug))],
        alternates: vec![feed.alternate(), calendar.alternate()],
        ..state.page()
    };
    let (calendar_in_full, feed_in_full) = (state.site.in_full(&calendar.address), state.site.in_full(&feed.address));
    let choices = Wanted::CHOICES.map(|(value, text)| ui::Choice { value, text, ..Default::default() });
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, &heading))
            (ui::h2("By email"))
            @if !state.sends_mail { (ui::inset_text(html! { "This site cannot send email yet. You can use the calendar or the feed below." })) } @else {
            (ui::paragraph("We’ll email you about updates, and the council may email you a message about the board. You can unsubscribe at any time, and your email address will then be deleted."))
            form action=(format!("/boards/{}/follow", board.slug)) method="post" novalidate {
                (form.checkboxes(&ui::Choices {
                    name: "wanted", legend: "What do you want to hear about?", choices: choices.into(), ..Default::default()
                }))
                (form.input(&ui::Input {
                    name: "mail", label: "Email address", hint: Some("We’ll only use it to send you these updates"), kind: ui::InputKind::Email,
                    autocomplete: Some("email"), ..Default::default()
                }))
                (ui::send("Follow by email"))
            }
            }
            (ui::h2("In your calendar"))
            (ui::paragraph("Add this address to your calendar to see the board’s meetings and any changes:"))
            (ui::paragraph(ui::link_as("moothall-address", &calendar.address, &calendar_in_full)))
            (ui::bullets(html! {
                li { "Google Calendar: beside “Other calendars”, choose “From URL”" }
                li { "Outlook: “Add calendar”, then “Subscribe from web”" }
                li { "Apple Calendar: “File”, then “New Calendar Subscription”; on an iPhone, “Add Subscription Calendar”" }
                li { "Thunderbird: “New Calendar”, then “On the Network”" }
            }))
            (ui::h2("With a feed reader"))
            (ui::paragraph("A feed reader shows each agenda, set of minutes and change to a meeting, with the reason:"))
            (ui::paragraph(ui::link_as("moothall-address", &feed.address, &feed_in_full)))
        }
    };
    ui::page(&page, content)
}

/// Handles `POST /boards/{slug}/follow`. The response is the same whether or not the address already follows.
pub(crate) async fn ask(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: RequestContext,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board(&state, &slug).await?;
    if !state.sends_mail {
        return Err(Error::NotUnderstood("This site cannot send email yet. You can use the board’s calendar or feed.".into()));
    }
    let wanted = Wanted::chosen(form.values("wanted"));
    if !wanted.is_something() {
        form.fault("wanted", "Select what you want to hear about");
    }
    let mail = form.email("mail").or_fault(NOT_AN_EMAIL_ADDRESS);
    let Some(mail) = mail.filter(|_| !form.has_faults()) else {
        return Ok(refused(page(&state, &board, &form)));
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
            (ui::paragraph("We’ve sent an email with a link to the address you gave. Open the link and confirm that you want to follow the board."))
            (ui::paragraph("You can use the link once, within 48 hours. If you do not get the email, check your spam folder and check that the address is right."))
            (ui::paragraph(ui::link(format!("/boards/{}", board.slug), html! { "Go to the " (board.name) })))
        }
    };
    Ok(ui::page(&page, content).into_response())
}

fn too_many(state: &AppState) -> Response {
    let page = ui::Page { title: "Too many requests", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Too many requests"))
            (ui::paragraph("Too many email addresses have been entered from your network. Try again in 15 minutes."))
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
    let board = meetings::board_by_id(connection, subscription.board).await?.or_not_found("Board")?;
    let heading = format!("Follow the {}", board.name);
    let page = ui::Page { title: &heading, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, &heading))
            (ui::paragraph(html! { "We’ll email you about " (subscription.wanted.words()) " at the address that this link was sent to." }))
            form action=(format!("/subscriptions/confirm/{token}")) method="post" {
                (ui::send("Confirm"))
            }
            (ui::paragraph("If you did not ask for this, close this page. We will not email you again."))
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
    let board = meetings::board_by_id(state.db.reading(), subscription.board).await?.or_not_found("Board")?;
    let heading = format!("You are following the {}", board.name);
    let page = ui::Page { title: &heading, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::panel(&heading, html! { "We’ll email you about updates" }))
            (ui::paragraph(html! { "You’ll get emails about " (subscription.wanted.words()) ". Each email has a link to unsubscribe." }))
            (ui::paragraph(ui::link(format!("/boards/{}", board.slug), "Go to the board’s page")))
        }
    };
    Ok(ui::page(&page, content).into_response())
}

fn ended(state: &AppState) -> Response {
    let page = ui::Page { title: "This link no longer works", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "This link no longer works"))
            (ui::paragraph("It has been used, replaced by a newer link, or is more than 48 hours old. To follow a board, ask again on its page."))
            (ui::paragraph(ui::link("/boards", "All boards")))
        }
    };
    with_status(StatusCode::NOT_FOUND, ui::page(&page, content))
}
