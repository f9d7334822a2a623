//! Clearance: handing a report in, the path on which it is cleared, and what a change of its text does to what was cleared.

use crate::clearance_store::{self, PathStep};
use crate::draft::{self, Clearance, Draft, DraftId, State, Step, content_hash, due_days, waiting};
use crate::kinds::clearance_place;
use crate::open_draft::OpenDraft;
use crate::{draft_file_store, draft_store};
use access::{Account, AccountId, AccountState, Actor, By, Place, account_store, role_store};
use chrono::NaiveDate;
use db::WriteTransaction;
use foundation::civil_date;
use mail::Mail;
use meetings::people::{CLEARING_OFFICER, CLERK};
use web::{AppState, Result};

/// Those who may clear a report: the key in a path, what people call it, and the number of their place; none for the board's clerk.
pub(crate) const CLEARERS: [(&str, &str, Option<i64>); 5] = [
    ("head", "Head of service", Some(4)),
    ("finance", "Finance", Some(1)),
    ("legal", "Legal", Some(2)),
    ("portfolio", "Portfolio", Some(3)),
    ("clerk", "Clerk", None),
];

/// The path of a kind of report where a council set none: a report for information needs no money and no law.
pub(crate) fn usual_steps(kind: &str) -> Vec<&'static str> {
    match kind {
        "information" => vec!["head", "clerk"],
        _ => vec!["head", "finance", "legal", "portfolio", "clerk"],
    }
}

/// The steps of a kind of report.
pub(crate) async fn steps(state: &AppState, kind: &str) -> Result<Vec<String>> {
    let set = clearance_store::steps_of_kind(state.db.reading(), kind).await?;
    Ok(set.unwrap_or_else(|| usual_steps(kind).into_iter().map(str::to_owned).collect()))
}

/// The path that a draft takes, with the days by which each step is done: between today and the day of the final report.
pub(crate) async fn path_of(state: &AppState, open: &OpenDraft) -> Result<Vec<PathStep>> {
    let steps = steps(state, &open.draft.kind).await?;
    let last = open.deadlines(state).map(|deadlines| deadlines.final_report);
    let days = last.map(|last| due_days(state.clock.today(), last, steps.len())).unwrap_or_default();
    let named = steps.iter().enumerate().filter_map(|(at, key)| {
        let (_, name, place) = CLEARERS.iter().find(|(known, ..)| known == key)?;
        let place = place.map_or_else(|| open.draft.board.clone(), clearance_place);
        Some(PathStep { name: (*name).to_owned(), place, due_on: days.get(at).copied() })
    });
    Ok(named.collect())
}

/// What follows from a change of a draft's text or particulars: what was cleared is asked for again, and a published report is a draft
/// again.
pub(crate) async fn after_a_change(transaction: &WriteTransaction, id: DraftId, by: By<'_>) -> Result<()> {
    let Some(draft) = draft_store::by_id(transaction, id).await? else { return Ok(()) };
    let texts = draft_store::texts(transaction, id).await?;
    let files = draft_file_store::of_draft(transaction, id).await?;
    let hash = content_hash(&draft, &texts, &files);
    if clearance_store::ask_again(transaction, id, &hash).await? {
        let about = ("Everybody who had cleared it", "is asked again, since the text was changed", None);
        clearance_store::add_event(transaction, id, about, &hash, by).await?;
    }
    let Some(to) = draft::after(draft.state, Step::Write) else { return Ok(()) };
    let path = clearance_store::path(transaction, id).await?;
    // Written back to what was cleared: nothing waits.
    let in_path = matches!(draft.state, State::InClearance | State::Cleared) && !path.is_empty();
    let to = if in_path && waiting(&path).is_none() { State::Cleared } else { to };
    if to != draft.state {
        draft_store::update(transaction, &Draft { state: to, ..draft }, "changed after it was cleared", by).await?;
    }
    Ok(())
}

/// The accounts for which a step waits: those who hold its place, or who stand in for them while they are away.
pub(crate) async fn waited_for(state: &AppState, step: &Clearance, board: &Place) -> Result<Vec<Account>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let role = if step.place == *board { CLERK } else { CLEARING_OFFICER };
    let mut accounts = Vec::new();
    for holder in role_store::holders(connection, role, Some(&step.place), today).await? {
        let delegations = clearance_store::delegations(connection, today).await?;
        let away = delegations.iter().find(|delegation| delegation.account_id == holder.get() && delegation.from_day <= today);
        let account = away.and_then(|delegation| AccountId::new(delegation.delegate_id)).unwrap_or(holder);
        if let Some(account) = account_store::by_id(connection, account).await?
            && account.state == AccountState::Active
        {
            accounts.push(account);
        }
    }
    Ok(accounts)
}

/// Whether a draft waits for somebody.
pub(crate) async fn waits_for(state: &AppState, actor: &Actor, id: DraftId) -> Result<bool> {
    let Some(draft) = draft_store::by_id(state.db.reading(), id).await? else { return Ok(false) };
    Ok(OpenDraft::with(state, actor, draft).await?.is_some_and(|open| open.may_clear))
}

/// Writes a mail to each for whom a step waits.
pub(crate) async fn tell(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    step: &Clearance,
    what: &str,
) -> Result<()> {
    let day = step.due_on.map(|day| format!(" by {}", civil_date::written(day))).unwrap_or_default();
    // An email goes through other people's servers, and a draft is nobody else's yet: its title stays here.
    let item = match meetings::DraftItemId::new(draft.item) {
        Some(item) => meetings::report_item(transaction, item).await?,
        None => None,
    };
    let subject = match item.filter(|item| !item.is_exempt && !draft.is_exempt) {
        Some(item) => format!("A report to the {}, {}", item.meeting.board_name, item.meeting.short_day()),
        None => "A report that is not for publication".to_owned(),
    };
    for account in waited_for(state, step, &draft.board).await? {
        let text = format!(
            "{what}{day}, for {}:\n\n{subject}\n\nRead it and clear it, or give it back: {}\n\n{}\n",
            step.name,
            state.site.in_full(&format!("{}/clearance", draft.address())),
            state.council_name()
        );
        let mail = Mail {
            to: account.mail,
            to_name: account.name,
            subject: format!("To clear{day}: {subject}"),
            text,
            ..Mail::default()
        };
        mail::queue(transaction, &mail, state.clock.now()).await?;
    }
    Ok(())
}

/// How the ledger names what the program does by itself.
const ITSELF: &str = "the program";

/// Reminds those for whom reports wait on the day on which they are due and after. Tells how many steps were reminded of. Several processes
/// may do it at once: each day's mail is written once.
pub async fn remind(state: &AppState) -> Result<usize> {
    let today: NaiveDate = state.clock.today();
    let mut reminded = 0;
    for id in clearance_store::waiting_drafts(state.db.reading()).await? {
        let path = clearance_store::path(state.db.reading(), id).await?;
        let Some(step) = waiting(&path).filter(|step| step.due_on.is_some_and(|due| due <= today)) else { continue };
        if step.reminded_on.is_some_and(|day| day >= today) {
            continue;
        }
        let Some(draft) = draft_store::by_id(state.db.reading(), id).await? else { continue };
        let transaction = state.db.begin().await?;
        draft_store::note(
            &transaction,
            id,
            ledger::Action::Altered,
            &serde_json::json!({ "what": "reminded", "step": step.name }),
            state.by(ITSELF),
        )
        .await?;
        if clearance_store::reminded(&transaction, id, step.step, today).await? {
            tell(state, &transaction, &draft, step, "A report waits to be cleared").await?;
            transaction.commit().await?;
            reminded += 1;
        }
    }
    Ok(reminded)
}
