//! Every statement about mails that are to be sent.

use crate::Mail;
use chrono::{DateTime, TimeDelta, Utc};
use db::{ConnectionTrait, Db, DbError, FromQueryResult, SqlMigration, WriteTransaction};

/// The table of mails.
pub const MIGRATIONS: &[SqlMigration] = &[TABLE, LEAVING];

const TABLE: SqlMigration = SqlMigration {
    name: "m20261124_060_mail",
    statements: &[
        "CREATE TABLE mail (id {KEY}, to_address TEXT NOT NULL, to_name TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, \
         queued_at {INSTANT} NOT NULL, due_at {INSTANT}, attempts INTEGER NOT NULL, sent_at {INSTANT}, problem TEXT)",
        "CREATE INDEX mail_by_due ON mail (due_at)",
    ],
    protects: &[db::seal_beside("mail")],
};

/// Where the reader asks for no more, and what a mail that is forgotten altogether was written for.
const LEAVING: SqlMigration = SqlMigration {
    name: "m20261124_061_mail_leaving",
    statements: &[
        "ALTER TABLE mail ADD COLUMN leaving TEXT",
        "ALTER TABLE mail ADD COLUMN about TEXT",
        "CREATE INDEX mail_by_about ON mail (about)",
    ],
    protects: &[],
};

/// A mail as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct QueuedMail {
    /// Its key.
    pub id: i64,
    /// The address.
    pub to_address: String,
    /// The person's name.
    pub to_name: String,
    /// What it is about.
    pub subject: String,
    /// What it says; nothing once it is sent, since it may hold a link that opens an account.
    pub text: String,
    /// When it was written.
    pub queued_at: DateTime<Utc>,
    /// How often sending it was tried.
    pub attempts: i32,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// What went wrong the last time.
    pub problem: Option<String>,
    /// Where the reader asks for no more.
    pub leaving: Option<String>,
    /// What it was written for, where it is forgotten once it is sent.
    pub about: Option<String>,
}

const COLUMNS: &str = "id, to_address, to_name, subject, text, queued_at, attempts, sent_at, problem, leaving, about";

/// How often sending is tried before a mail is given up.
pub(crate) const MOST_ATTEMPTS: i32 = 8;

/// Puts a mail in the queue, in the transaction of the act that it speaks of.
pub async fn queue(transaction: &WriteTransaction, mail: &Mail, at: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "INSERT INTO mail (to_address, to_name, subject, text, queued_at, due_at, attempts, leaving, about) \
               VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)";
    let Mail { to, to_name, subject, text, leaving, about } = mail.clone();
    let values = [to.into(), to_name.into(), subject.into(), text.into(), at.into(), at.into(), leaving.into(), about.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Takes back what was written for something and is still there: whoever it was for does not want it any more.
pub async fn take_back(transaction: &WriteTransaction, about: &str) -> Result<(), DbError> {
    transaction.erase_traces();
    db::execute(transaction, "DELETE FROM mail WHERE about = $1", [about.into()]).await?;
    Ok(())
}

/// The mails, the newest first.
pub async fn all(connection: &impl ConnectionTrait, most: i64) -> Result<Vec<QueuedMail>, DbError> {
    db::rows(connection, &format!("SELECT {COLUMNS} FROM mail ORDER BY id DESC LIMIT $1"), [most.into()]).await
}

/// The mail with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Option<QueuedMail>, DbError> {
    db::row(connection, &format!("SELECT {COLUMNS} FROM mail WHERE id = $1"), [id.into()]).await
}

/// Returns the latest emails with this subject, the newest first.
pub async fn with_subject(connection: &impl ConnectionTrait, subject: &str, most: i64) -> Result<Vec<QueuedMail>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM mail WHERE subject = $1 ORDER BY id DESC LIMIT $2");
    db::rows(connection, &sql, [subject.into(), most.into()]).await
}

/// Returns how many emails have not been sent yet and have not been given up.
pub async fn count_waiting(connection: &impl ConnectionTrait) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM mail WHERE sent_at IS NULL AND due_at IS NOT NULL";
    Ok(db::single::<i64>(connection, sql, []).await?.unwrap_or_default())
}

/// How long a process may take to send the mail that it took; then another may try. A process that is killed leaves one mail behind
/// for so long, and all others at once to the next.
pub(crate) const TAKEN_FOR: TimeDelta = TimeDelta::minutes(1);

/// How long a mail waits for its next attempt, in minutes.
fn wait(attempts: i32) -> i64 {
    1 << attempts.clamp(0, MOST_ATTEMPTS)
}

/// What is due at `$1`; no wait ends after `$2`.
const DUE: &str = "sent_at IS NULL AND due_at IS NOT NULL AND (due_at <= $1 OR due_at > $2 OR attempts = 0)";

/// Takes the next mail that is due, so that no other process sends it, too.
///
/// One that was never tried is due whatever its time, and so is one whose time is further off than any wait is long: both were written
/// while the clock was ahead.
pub(crate) async fn take_due(db: &Db, now: DateTime<Utc>) -> Result<Option<QueuedMail>, DbError> {
    let latest = now + TimeDelta::minutes(wait(MOST_ATTEMPTS));
    let sql = format!(
        "UPDATE mail SET due_at = $3, attempts = attempts + 1 WHERE {DUE} AND id = (SELECT id FROM mail WHERE {DUE} ORDER BY id LIMIT 1) \
         RETURNING {COLUMNS}"
    );
    let transaction = db.begin().await?;
    let taken = db::row(&transaction, &sql, [now.into(), latest.into(), (now + TAKEN_FOR).into()]).await?;
    transaction.commit().await?;
    Ok(taken)
}

/// Whether a mail is due.
pub(crate) async fn is_due(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool, DbError> {
    let latest = now + TimeDelta::minutes(wait(MOST_ATTEMPTS));
    let sql = format!("SELECT id FROM mail WHERE {DUE} LIMIT 1");
    Ok(db::single::<i64>(connection, &sql, [now.into(), latest.into()]).await?.is_some())
}

/// Forgets a mail altogether where nobody shall know who got it; gives false where it is kept.
async fn let_go(transaction: &WriteTransaction, mail: &QueuedMail) -> Result<bool, DbError> {
    if mail.about.is_some() {
        db::execute(transaction, "DELETE FROM mail WHERE id = $1", [mail.id.into()]).await?;
    }
    Ok(mail.about.is_some())
}

/// Notes that a mail was sent, and forgets what it said.
pub(crate) async fn sent(db: &Db, mail: &QueuedMail, now: DateTime<Utc>) -> Result<(), DbError> {
    let transaction = db.begin().await?;
    if let_go(&transaction, mail).await? {
        return transaction.commit().await;
    }
    let sql = "UPDATE mail SET sent_at = $1, due_at = NULL, problem = NULL, text = '' WHERE id = $2";
    db::execute(&transaction, sql, [now.into(), mail.id.into()]).await?;
    transaction.commit().await
}

/// Notes that sending failed, to be tried again later; after the last attempt, or where the address is refused for good, never.
pub(crate) async fn failed(db: &Db, mail: &QueuedMail, problem: &str, is_final: bool, now: DateTime<Utc>) -> Result<(), DbError> {
    let due = (!is_final && mail.attempts < MOST_ATTEMPTS).then(|| now + TimeDelta::minutes(wait(mail.attempts)));
    let transaction = db.begin().await?;
    if due.is_none() && let_go(&transaction, mail).await? {
        return transaction.commit().await;
    }
    let sql = "UPDATE mail SET due_at = $1, problem = $2 WHERE id = $3";
    db::execute(&transaction, sql, [due.into(), problem.into(), mail.id.into()]).await?;
    transaction.commit().await
}

/// Forgets to whom mails about something went, and what those say that are still to be sent: `about` stands in their subject.
pub async fn forget(transaction: &WriteTransaction, to: &str, about: &str) -> Result<(), DbError> {
    transaction.erase_traces();
    let sql = "UPDATE mail SET to_address = '', to_name = '', text = '', due_at = NULL WHERE to_address = $1 AND \
               REPLACE(subject, $2, '') <> subject";
    db::execute(transaction, sql, [to.into(), about.into()]).await?;
    Ok(())
}
