//! Notifying subscribers of publications, whichever process published them.

use crate::feed_pages::KINDS;
use crate::mails::{self, News};
use crate::subscription_store;
use jobs::{Kind, Schedule};
use ledger::Action;
use meetings::{BoardId, MeetingId};
use publications::Publication;
use serde_json::json;
use std::collections::BTreeMap;
use web::{AppState, Result};

/// How many publications are processed at once; what one address is told about them goes into one email.
const BATCH: i64 = 100;

/// How many followers are read at once.
pub(crate) const FOLLOWERS: i64 = 500;

/// The name of a follower in the ledger.
pub(crate) const ACTOR: &str = "someone who follows a board";

/// Emails subscribers about publications.
const NOTIFY: &str = "subscriptions.notify";

/// Erases subscriptions that were never confirmed.
const FORGET_LAPSED: &str = "subscriptions.forget-lapsed";

/// What is done after something is published.
pub(crate) const AFTER_PUBLICATIONS: &[&str] = &[NOTIFY];

/// When jobs are due.
pub(crate) const SCHEDULES: &[Schedule] = &[Schedule::every_minutes(FORGET_LAPSED, 10)];

/// Returns the kinds of job.
pub(crate) fn jobs() -> Vec<Kind<AppState>> {
    vec![
        Kind::new(NOTIFY, |state: AppState, _| async move { Ok(notify(&state).await.map(|_| ())?) }),
        Kind::new(FORGET_LAPSED, |state: AppState, _| async move { Ok(forget_lapsed(&state).await?) }),
    ]
}

/// Queues an email for each subscriber of a board that has new publications, exactly once however many processes do this. Returns
/// how many emails were queued.
pub async fn notify(state: &AppState) -> Result<usize> {
    let mut written = 0;
    loop {
        let from = subscription_store::position(state.db.reading()).await?;
        let published = publications::published_after(state.db.reading(), from, BATCH).await?;
        let Some(to) = published.last().map(|publication| publication.id.get()) else { return Ok(written) };
        let by_board = by_board(state, &published).await?;
        let transaction = state.db.begin().await?;
        // The emails and the position are written in the same transaction.
        if !subscription_store::go_on(&transaction, from, to).await? {
            return Ok(written);
        }
        for (board, news) in by_board {
            if !subscription_store::is_followed(&transaction, board).await? {
                continue;
            }
            let Some(board) = meetings::board_by_id(&transaction, board).await? else { continue };
            let record = format!("board/{}", board.id);
            let payload = json!({ "to": "followers", "publications": news.iter().map(|one| one.id).collect::<Vec<_>>() });
            // Append the entry first: someone who unsubscribes at this moment waits for it, and then removes
            // the emails written for them.
            ledger::append(&transaction, &state.by("emailing followers").did(Action::Disclosed, &record, &payload)).await?;
            let mut after = 0;
            loop {
                let followers = subscription_store::followers(&transaction, board.id, after, FOLLOWERS).await?;
                let Some(last) = followers.last() else { break };
                after = last.id.get();
                for follower in &followers {
                    let is_news = |one: &&News| one.id > follower.told_until && follower.wanted.covers(&one.kind);
                    let theirs = mails::each_once(news.iter().filter(is_news).collect());
                    if !theirs.is_empty() {
                        mail::queue(&transaction, &mails::news(state, &board.name, follower, &theirs), state.clock.now()).await?;
                        written += 1;
                    }
                }
            }
        }
        transaction.commit().await?;
    }
}

/// Returns the news by board.
async fn by_board(state: &AppState, published: &[Publication]) -> Result<BTreeMap<BoardId, Vec<News>>> {
    let mut by_board: BTreeMap<BoardId, Vec<News>> = BTreeMap::new();
    // A supplement is published as a pack: papers that were added or replaced after the agenda.
    let is_news = |publication: &&Publication| KINDS.contains(&publication.kind.as_str()) || publication.kind == "pack";
    for publication in published.iter().filter(is_news) {
        let meeting = publication.record.strip_prefix("meeting/").and_then(|rest| rest.split('/').next());
        let Some(meeting) = meeting.and_then(|id| id.parse::<MeetingId>().ok()) else { continue };
        let Some(meeting) = meetings::meeting_by_id(state.db.reading(), meeting).await? else { continue };
        let Some(kind) = state.kind(&publication.kind) else { continue };
        let Some(news) = public_record::news_of(state.db.reading(), publication).await? else { continue };
        by_board.entry(meeting.board).or_default().push(News {
            id: publication.id.get(),
            kind: publication.kind.clone(),
            meeting: meeting.id,
            published_at: publication.published_at,
            subject: news.subject,
            lines: news.lines,
            address: kind.address(&publication.record),
        });
    }
    Ok(by_board)
}

/// Erases subscriptions that were not confirmed in time.
pub async fn forget_lapsed(state: &AppState) -> Result<()> {
    let lapsed = subscription_store::lapsed(state.db.reading(), state.clock.now()).await?;
    if lapsed.is_empty() {
        return Ok(());
    }
    let transaction = state.db.begin().await?;
    for id in lapsed {
        subscription_store::erase(&transaction, id, "never confirmed", state.by("forgetting who did not confirm")).await?;
    }
    Ok(transaction.commit().await?)
}
