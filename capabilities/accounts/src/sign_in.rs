//! Signing in, step by step, separately from the pages.

use access::account::{AccountState, mail_address};
use access::attempt_store::{self, Bucket};
use access::session::{Session, Stage};
use access::session_store::{self, Origin};
use access::{AccountId, Token, account_store};
use chrono::{DateTime, Utc};
use ledger::Action;
use serde_json::json;
use web::{AppState, Error, Result};

/// The cookie that identifies a browser in which someone has signed in before.
pub(crate) const KNOWN: &str = "known";

/// For how many days a browser is remembered.
pub(crate) const KNOWN_FOR: i64 = 180;

/// The outcome of checking an email address and password.
#[derive(Debug)]
pub(crate) enum FirstStep {
    /// They are correct; the code comes next, or two-step verification is to be set up first.
    Right(Token, Stage),
    /// They are wrong.
    Wrong,
    /// There were too many attempts.
    TooMany,
}

/// Checks an email address and password. Every attempt is counted before it is checked, so that concurrent attempts
/// cannot exceed the limits.
pub(crate) async fn first_step(
    state: &AppState,
    (mail, password): (&str, &str),
    next: &str,
    known: Option<&Token>,
    origin: &Origin,
) -> Result<FirstStep> {
    let now = state.clock.now();
    let mail = mail_address(mail).unwrap_or_default();
    let account =
        account_store::by_mail(state.db.reading(), &mail).await?.filter(|account| account.state == AccountState::Active);
    let own = match (&account, known) {
        (Some(account), Some(token)) if session_store::is_known_browser(state.db.reading(), account.id, token).await? => {
            Some(Bucket::known_browser(account.id, &token.hash()))
        }
        _ => None,
    };
    // A known browser has a bucket of its own and is not blocked by others on its network.
    let tried = own.clone().unwrap_or_else(|| Bucket::password(&mail, &origin.network));
    let network = Bucket::network(&origin.network);
    if !take_place(state, &tried, own.is_none().then_some(&network), now).await? {
        return Ok(FirstStep::TooMany);
    }
    let kept = match &account {
        Some(account) => account_store::password_hash(state.db.reading(), account.id).await?,
        None => None,
    };
    let is_right = state.passwords.is_right(password, kept.as_deref()).await?;
    let (Some(account), true) = (&account, is_right) else {
        if let Some(account) = &account {
            refuse(state, account.id, "password", origin, now).await?;
        }
        return Ok(FirstStep::Wrong);
    };
    let stage = if account.has_second_factor { Stage::CodeToCome } else { Stage::FactorToSetUp };
    let transaction = state.db.begin().await?;
    attempt_store::clear(&transaction, &tried).await?;
    let token = session_store::begin(&transaction, account.id, stage, "password", Some(next), origin, now).await?;
    transaction.commit().await?;
    Ok(FirstStep::Right(token, stage))
}

/// Counts an attempt in a bucket and, if given, in its network's. Returns `false` if either is full.
pub(crate) async fn take_place(state: &AppState, bucket: &Bucket, network: Option<&Bucket>, now: DateTime<Utc>) -> Result<bool> {
    let buckets: Vec<&Bucket> = std::iter::once(bucket).chain(network).collect();
    Ok(attempt_store::take_place(&state.db, &buckets, now).await?)
}

async fn refuse(state: &AppState, account: AccountId, what: &str, origin: &Origin, at: DateTime<Utc>) -> Result<()> {
    let transaction = state.db.begin().await?;
    let (record, payload) = (account_store::record_name(account), json!({ "wrong": what, "network": origin.network }));
    let entry = ledger::By { actor: "someone signing in", at }.did(Action::SignInRefused, &record, &payload);
    ledger::append(&transaction, &entry).await?;
    Ok(transaction.commit().await?)
}

/// A completed sign-in.
#[derive(Debug)]
pub(crate) struct Through {
    /// The session's secret.
    pub session: Token,
    /// The secret that identifies the browser from now on.
    pub known: Token,
}

/// Checks the code of an unfinished session, and replaces it with a finished one.
pub(crate) async fn second_step(
    state: &AppState,
    session: &Session,
    code: &str,
    origin: &Origin,
) -> Result<Option<Through>, Refusal> {
    let now = state.clock.now();
    let bucket = Bucket::code(session.account, &origin.network);
    if !take_place(state, &bucket, None, now).await? {
        return Err(Refusal::TooMany);
    }
    let transaction = state.db.begin().await.map_err(Error::from)?;
    let is_right =
        account_store::use_second_factor(&transaction, &state.secret, session.account, code, state.clock.as_elsewhere())
            .await
            .map_err(Error::from)?;
    if !is_right {
        drop(transaction);
        refuse(state, session.account, "code", origin, now).await?;
        return Ok(None);
    }
    attempt_store::clear(&transaction, &bucket).await.map_err(Error::from)?;
    let through = finish(&transaction, session, origin, now).await?;
    transaction.commit().await.map_err(Error::from)?;
    Ok(Some(through))
}

impl Through {
    /// Starts a session for someone who has signed in, and remembers their browser.
    pub(crate) async fn begin(
        transaction: &db::WriteTransaction,
        account: AccountId,
        means: &str,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let session = session_store::begin(transaction, account, Stage::SignedIn, means, None, origin, now).await?;
        let known = session_store::know_browser(transaction, account, now).await?;
        Ok(Self { session, known })
    }
}

/// Replaces an unfinished session with a finished one that has a new secret.
pub(crate) async fn finish(
    transaction: &db::WriteTransaction,
    session: &Session,
    origin: &Origin,
    now: DateTime<Utc>,
) -> Result<Through> {
    session_store::drop_unfinished(transaction, session.id, now).await?;
    Through::begin(transaction, session.account, &session.means, origin, now).await
}

/// Why a code was not checked.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There were too many attempts.
    TooMany,
    /// An error occurred.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
