//! Pages for sending a message to a board's members and email followers.

use crate::messages;
use crate::messages::recipients::Reached;
use crate::messages::store::SentMessage;
use crate::messages::view::Listed;
use crate::messages::{Counts, MessageStep, Written, read, text_for_member};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use db::WriteTransaction;
use mail::Mail;
use maud::Markup;
use meetings::access::EDIT_BOARD;
use meetings::board::managing::board_of;
use meetings::board::store::Board;
use meetings::followers::BoardMessage;
use meetings::meeting;
use meetings::meeting::Meeting;
use serde::Deserialize;
use ui::FormState;
use web::{AppState, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// How long the same words cannot be sent again to the same people.
const NOT_TWICE_WITHIN: TimeDelta = TimeDelta::minutes(15);

/// How far back to look for meetings that a message may be about.
const MEETINGS_SINCE: TimeDelta = TimeDelta::days(180);

/// The maximum number of meetings offered.
const MOST_MEETINGS: i64 = 100;

/// Messages on one page of the list.
const PER_PAGE: i64 = 20;

/// The query parameters of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MessageQuery {
    done: String,
    page: String,
}

/// What the form offers and the list shows.
pub(crate) struct Offered {
    pub board: Board,
    pub reached: Reached,
    pub counts: Counts,
    pub meetings: Vec<Meeting>,
    /// The board's last message.
    pub last: i64,
}

async fn offered(state: &AppState, board: Board) -> Result<Offered> {
    let connection = state.db.reading();
    let reached = messages::recipients::members(state, connection, board.id).await?;
    let counts = Counts { members: reached.recipients.len(), followers: meetings::followers::count(state, board.of()).await? };
    let since = state.clock.today() - MEETINGS_SINCE;
    let mut meetings = meeting::store::since(connection, Some(board.id), since, MOST_MEETINGS).await?;
    meetings.reverse();
    let last = messages::store::last(connection, board.id).await?;
    Ok(Offered { board, reached, counts, meetings, last })
}

async fn listed(state: &AppState, board: &Board, page: &str) -> Result<Listed> {
    let connection = state.db.reading();
    let total = messages::store::count(connection, board.id).await?;
    let pages = ((total + PER_PAGE - 1) / PER_PAGE).max(1);
    let current = page.parse::<i64>().unwrap_or(1).clamp(1, pages);
    let mut messages = Vec::new();
    for message in messages::store::of_board(connection, board.id, PER_PAGE, (current - 1) * PER_PAGE).await? {
        let by = directory::actor_name(connection, &message.sent_by).await?;
        messages.push((message, by));
    }
    let number = |page: i64| usize::try_from(page).unwrap_or(1);
    Ok(Listed { messages, current: number(current), pages: number(pages) })
}

async fn page(state: &AppState, offered: &Offered, form: &FormState) -> Result<Markup> {
    let listed = listed(state, &offered.board, "").await?;
    Ok(messages::view::page(state, offered, form, &listed, false))
}

/// Handles `GET /boards/{slug}/message`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(query): Query<MessageQuery>,
) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let offered = offered(&state, board).await?;
    let form = FormState::of([("seen", offered.last.to_string())]);
    let listed = listed(&state, &offered.board, &query.page).await?;
    Ok(messages::view::page(&state, &offered, &form, &listed, query.done == "sent"))
}

/// Handles `POST /boards/{slug}/message`: shows a preview of the email, and sends it once confirmed.
pub(crate) async fn send(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let offered = offered(&state, board).await?;
    let step = MessageStep::of(&form);
    if !state.sends_mail {
        return Ok(refused(page(&state, &offered, &form).await?));
    }
    if step == MessageStep::Change {
        return Ok(page(&state, &offered, &form).await?.into_response());
    }
    let Some(written) = read(&mut form, offered.counts, &offered.meetings) else {
        return Ok(refused(page(&state, &offered, &form).await?));
    };
    if step == MessageStep::Check {
        return Ok(messages::view::confirmation(&state, &offered, &form, &written, false).into_response());
    }
    let transaction = state.db.begin().await?;
    let outcome = queue(&state, &who, &transaction, &offered.board, &form, &written).await?;
    if outcome == Outcome::Sent {
        transaction.commit().await?;
    } else {
        drop(transaction);
    }
    match outcome {
        Outcome::Sent | Outcome::SentBefore => {
            Ok(redirect_done(&format!("/boards/{}/message", offered.board.slug), "sent").into_response())
        }
        Outcome::Repeated { minutes } => {
            form.fault("text", repeated_words(minutes));
            Ok(refused(page(&state, &offered, &form).await?))
        }
        Outcome::OtherRecipients => {
            let offered = self::offered(&state, offered.board).await?;
            // A group may have lost its last recipient since the form was opened.
            Ok(refused(match read(&mut form, offered.counts, &offered.meetings) {
                Some(written) => messages::view::confirmation(&state, &offered, &form, &written, true),
                None => page(&state, &offered, &form).await?,
            }))
        }
    }
}

fn repeated_words(minutes: i64) -> String {
    let ago = match minutes {
        ..=0 => "less than a minute ago".to_owned(),
        1 => "1 minute ago".to_owned(),
        minutes => format!("{minutes} minutes ago"),
    };
    format!("This message was sent {ago}. Change it to send another")
}

/// The outcome of sending a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Sent,
    /// The same form was submitted before.
    SentBefore,
    /// The same words went to the same people this many minutes ago.
    Repeated {
        minutes: i64,
    },
    /// The number of recipients differs from that on the confirmation page.
    OtherRecipients,
}

/// Stores the message and queues its emails.
async fn queue(
    state: &AppState,
    who: &SignedIn,
    transaction: &WriteTransaction,
    board: &Board,
    form: &FormState,
    written: &Written,
) -> Result<Outcome> {
    messages::store::hold(transaction, board.id).await?;
    let now = state.clock.now();
    if let Some(before) = messages::store::same_since(transaction, board.id, written, now - NOT_TWICE_WITHIN).await? {
        // The board's last message when the form was opened, so that submitting twice sends once.
        let seen = form.value("seen").parse().unwrap_or(0);
        return Ok(if before.id > seen { Outcome::SentBefore } else { repeated(&before, now) });
    }
    let reached = messages::recipients::members(state, transaction, board.id).await?;
    let counts = written.counts(Counts {
        members: reached.recipients.len(),
        followers: if written.to_followers { meetings::followers::count(state, board.of()).await? } else { 0 },
    });
    if counts.sent() != form.value("counted") || counts.all() == 0 {
        return Ok(Outcome::OtherRecipients);
    }
    let actor = who.actor.ledger_name();
    // Insert the message first: anyone unsubscribing at this moment waits for it, and then removes what was queued for them.
    messages::store::insert(transaction, board.id, written, counts, state.by(&actor)).await?;
    let body = written.body(|path| state.site.in_full(path));
    if written.to_members {
        let own_meetings = state.site.in_full("/my/meetings");
        for recipient in reached.recipients {
            let own_meetings = recipient.has_account.then_some(own_meetings.as_str());
            let text = text_for_member(&body, board, &state.council_name(), own_meetings);
            let subject = written.subject.clone();
            let mail = Mail { to: recipient.mail, to_name: recipient.name, subject, text, ..Mail::default() };
            mail::queue(transaction, &mail, now).await?;
        }
    }
    if written.to_followers {
        let message = BoardMessage { board: board.of(), subject: &written.subject, text: &body };
        if meetings::followers::queue(state, transaction, message).await? != counts.followers {
            return Ok(Outcome::OtherRecipients);
        }
    }
    Ok(Outcome::Sent)
}

fn repeated(before: &SentMessage, now: DateTime<Utc>) -> Outcome {
    Outcome::Repeated { minutes: (now - before.sent_at).num_minutes() }
}
