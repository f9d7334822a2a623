//! Reminds the holders of posts of due actions, each morning.

use crate::followed;
use crate::followed::store::{ActionChange, FollowedAction};
use crate::followed::{Reminder, reminder};
use access::{Account, AccountState, account_store};
use chrono::NaiveDate;
use foundation::civil_date;
use foundation::text::title_key;
use jobs::{Kind, Schedule};
use mail::Mail;
use meetings::rules;
use web::{AppState, Result};

/// The ledger's name for the program itself.
const ITSELF: &str = "the program";

/// Reminds the holders of posts.
const REMIND: &str = "actions.remind";

/// Starts following actions that are not followed yet.
const FOLLOW_ACTIONS: &str = "actions.follow-actions";

/// When these jobs are due.
pub(crate) const SCHEDULES: &[Schedule] = &[Schedule::daily_at(REMIND, 7, 0), Schedule::every_minutes(FOLLOW_ACTIONS, 10)];

/// Returns the kinds of job for actions.
pub(crate) fn jobs() -> Vec<Kind<AppState>> {
    vec![
        Kind::new(REMIND, |state: AppState, _| async move { Ok(remind(&state).await.map(|_| ())?) }),
        Kind::new(FOLLOW_ACTIONS, |state: AppState, _| async move { Ok(follow_actions(&state).await?) }),
    ]
}

/// Starts following actions from minutes that were published before actions were followed.
async fn follow_actions(state: &AppState) -> Result<()> {
    if followed::store::has_unfollowed(state.db.reading()).await? {
        let transaction = state.db.begin().await?;
        followed::store::take_up(&transaction, state.by(ITSELF)).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Starts following actions from minutes published before actions were followed, and reminds the holders of posts of what is due
/// today. Returns the number of emails queued. Several processes may run this at once: each email is queued only once.
pub async fn remind(state: &AppState) -> Result<usize> {
    follow_actions(state).await?;
    let connection = state.db.reading();
    let today = state.clock.today();
    let settings = state.settings();
    let number = |rule| settings.number_on(rule, today).unwrap_or(0);
    let (before, every) = (number(&rules::REMIND_BEFORE), number(&rules::REMIND_AGAIN));
    let mut written = 0;
    for action in followed::store::open_with_days(connection).await? {
        let Some(due) = action.due_on else { continue };
        let Some(about) = reminder(action.state, due, action.reminded_on, today, before, every) else { continue };
        for account in holders(state, &action.owner, today).await? {
            written += usize::from(tell(state, &action, &account, due, about, today).await?);
        }
    }
    Ok(written)
}

/// Returns the active account of the holder of a post on a date. There is at most one.
pub(crate) async fn holders(state: &AppState, owner: &str, day: NaiveDate) -> Result<Vec<Account>> {
    let connection = state.db.reading();
    let posts = directory::post_store::all(connection).await?;
    let Some(post) = posts.iter().find(|post| title_key(&post.title) == title_key(owner)) else { return Ok(Vec::new()) };
    let mut accounts = Vec::new();
    for holder in directory::post_store::holders(connection).await? {
        if holder.post == post.id
            && holder.holds_on(day)
            && let Some(account) = holder.account
            && let Some(account) = account_store::by_id(connection, account).await?
            && account.state == AccountState::Active
        {
            accounts.push(account);
        }
    }
    accounts.truncate(1);
    Ok(accounts)
}

async fn tell(
    state: &AppState,
    action: &FollowedAction,
    account: &Account,
    due: NaiveDate,
    about: Reminder,
    today: NaiveDate,
) -> Result<bool> {
    let day = civil_date::written(due);
    let (subject, sentence) = match about {
        Reminder::Soon => (format!("Action due on {day}"), format!("An action for your post is due on {day}.")),
        Reminder::Overdue => (
            format!("Action overdue since {day}"),
            format!("An action for your post was due on {day} and is not marked as done."),
        ),
    };
    // Emails pass through third-party servers, so one about private business gives no details.
    let what = if action.is_exempt { "It is from a private item.".to_owned() } else { matter(action) };
    let text = format!(
        "{sentence}\n\n{what}\n\nUpdate its status: {}\n\n{}\n",
        state.site.in_full(&action.address()),
        state.council_name()
    );
    let transaction = state.db.begin().await?;
    let change =
        ActionChange { kind: "reminder", text: &subject, state: action.state, due_on: action.due_on, reminded_on: Some(today) };
    if !followed::store::change(&transaction, action, &change, state.by(ITSELF)).await? {
        // Another process was quicker, or someone changed the action; the next run uses the current state.
        return Ok(false);
    }
    let mail =
        Mail { to: account.mail.clone(), to_name: account.name.clone(), subject: subject.clone(), text, ..Mail::default() };
    mail::queue(&transaction, &mail, state.clock.now()).await?;
    transaction.commit().await?;
    Ok(true)
}

fn matter(action: &FollowedAction) -> String {
    let reference = action.reference.as_ref().map(|reference| format!("{reference} ")).unwrap_or_default();
    let task = action.task.as_ref().map(|task| format!("{task}\n")).unwrap_or_default();
    format!(
        "{task}{reference}{}, {}, {}",
        foundation::text::readable_title(&action.title),
        action.board_name,
        civil_date::written(action.held_on)
    )
}
