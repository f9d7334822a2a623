//! The site's email status, and sending a test email to oneself.

use crate::access::{CHANGE, READ};
use access::account_store;
use axum::extract::{Query, State};
use axum::response::Redirect;
use foundation::london;
use mail::{Mail, QueuedMail};
use maud::{Markup, html};
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, redirect_done};

/// The subject that identifies test emails.
const SUBJECT: &str = "Test email";

/// Handles `GET /settings/email`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let connection = state.db.reading();
    let account = account_store::by_id(connection, who.account).await?.or_not_found("Account")?;
    let tests: Vec<QueuedMail> = mail::with_subject(connection, &subject(&state), 5).await?;
    let waiting = mail::count_waiting(connection).await?;
    let page = ui::Page { title: "Email", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @if done == "sent" { (ui::done("Test email queued")) }
        (ui::heading(Some("Settings"), "Email"))
        @if state.sends_mail { (sending(&state, &account.mail, &tests)) } @else { (not_set_up(waiting)) }
    };
    Ok(ui::page(&page, content))
}

fn not_set_up(waiting: i64) -> Markup {
    html! {
        div class="moothall-measure" {
            (ui::warning_text(html! { "Email is not set up, so this site does not send any." }))
            (ui::paragraph(html! {
                "You can still invite people: you’ll be shown a link to give to them. Receipts, reminders and notices to members are kept until "
                "email is set up" @if waiting > 0 { " (" (waiting) @if waiting == 1 { " email is" } @else { " emails are" } " waiting)" } "."
            }))
            (ui::h2("Set up email"))
            (ui::paragraph(html! { "Ask the person who runs this site to add your mail server to " code { "moothall.toml" } " and restart Moothall:" }))
            pre class="moothall-licence" tabindex="0" role="region" aria-label="Example of the configuration" {
                "[mail]\nserver = \"smtps://mail.council.example\"\nuser = \"moothall\"\npassword_file = \"/etc/moothall/mail-password\"\n"
                "from = \"democratic.services@council.example\"\n"
            }
        }
    }
}

fn sending(state: &AppState, own: &str, tests: &[QueuedMail]) -> Markup {
    html! {
        (ui::measured(html! {
            @if state.council.is_demonstration {
                "This is a demonstration: emails are shown under "
                (ui::link("/demonstration/mails", "Emails that would have been sent")) "."
            } @else { "Email is set up. Send yourself a test email to check that it arrives." }
        }))
        form action="/settings/email" method="post" {
            (ui::send(&format!("Send a test email to {own}")))
        }
        @if !tests.is_empty() {
            (ui::table(&ui::Table {
                caption: "Test emails",
                columns: vec![ui::Column::words("Created"), ui::Column::words("To"), ui::Column::words("Status")],
                rows: tests.iter().map(|test| vec![
                    html! { (london::on_page(test.queued_at)) },
                    html! { (test.to_address) },
                    html! { (status(test)) },
                ]).collect(),
                ..Default::default()
            }))
            (ui::paragraph("Reload this page to see the latest status."))
        }
    }
}

fn status(test: &QueuedMail) -> Markup {
    html! {
        @match (&test.sent_at, &test.problem) {
            (Some(at), _) => { (ui::tag("Sent", ui::TagColour::Green)) " " (london::on_page(*at)) },
            (None, Some(problem)) => { (ui::tag("Failed", ui::TagColour::Red)) " " (problem) },
            (None, None) => (ui::tag("Waiting", ui::TagColour::Blue)),
        }
    }
}

fn subject(state: &AppState) -> String {
    format!("{SUBJECT} from {}", state.council_name())
}

/// Handles `POST /settings/email`: sends a test email to the user.
pub(crate) async fn send(State(state): State<AppState>, who: SignedIn) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    if !state.sends_mail {
        return Err(Error::NotUnderstood("Email is not set up on this site, so no test email can be sent.".into()));
    }
    let account = account_store::by_id(state.db.reading(), who.account).await?.or_not_found("Account")?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let particulars = serde_json::json!({ "what": "test email" });
    ledger::append(&transaction, &by.did(ledger::Action::Disclosed, &format!("account/{}", account.id), &particulars)).await?;
    let mail = Mail {
        to: account.mail,
        to_name: account.name.clone(),
        subject: subject(&state),
        text: format!(
            "Hello {},\n\nThis is the test email that you asked for. Links in emails lead to this address:\n\n{}\n\n\
             If that is not the address of your site, ask the person who runs it to set ‘address’ in moothall.toml.\n",
            account.name,
            state.site.in_full("/")
        ),
        ..Mail::default()
    };
    mail::queue(&transaction, &mail, by.at).await?;
    transaction.commit().await?;
    Ok(redirect_done("/settings/email", "sent"))
}
