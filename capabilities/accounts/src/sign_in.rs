//! Signing in, step by step, apart from the pages that show it.

use access::account::{AccountState, mail_address};
use access::attempt_store::{self, Bucket};
use access::session::{Session, Stage};
use access::session_store::{self, Origin};
use access::{AccountId, Token, account_store};
use chrono::{DateTime, Utc};
use ledger::Action;
use serde_json::json;
use web::{AppState, Error, Result};

/// The cookie by which a browser with which somebody signed in before is known.
pub(crate) const KNOWN: &str = "known";

/// How many days a browser is known.
pub(crate) const KNOWN_FOR: i64 = 180;

/// What came of mail address and password.
#[derive(Debug)]
pub(crate) enum FirstStep {
    /// They are right; the code comes next, or an app for codes is to be set up first.
    Right(Token, Stage),
    /// They are not.
    Wrong,
    /// Too many were tried.
    TooMany,
}

/// Checks mail address and password. Every attempt is counted before it is checked, so that many at once cannot run ahead of the
/// limits.
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
    // A browser that is known has a bucket of its own, and is not held up by what others behind its address do.
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

/// Counts an attempt in a bucket and, where given, in its network's; gives false where either is full.
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

/// Somebody who is signed in now.
#[derive(Debug)]
pub(crate) struct Through {
    /// The session's secret.
    pub session: Token,
    /// The secret by which the browser is known from now on.
    pub known: Token,
}

/// Checks the code of an unfinished session, and ends it in favour of a finished one.
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
    /// Begins a session of somebody who is signed in, and knows their browser from now on.
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

/// Ends an unfinished session in favour of a finished one with a new secret.
pub(crate) async fn finish(
    transaction: &db::WriteTransaction,
    session: &Session,
    origin: &Origin,
    now: DateTime<Utc>,
) -> Result<Through> {
    session_store::drop_unfinished(transaction, session.id, now).await?;
    Through::begin(transaction, session.account, &session.means, origin, now).await
}

/// Why a code was not even looked at.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Too many were tried.
    TooMany,
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
