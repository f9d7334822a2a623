//! SQL statements for queued emails.

use crate::Mail;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Connection, DbError, SqlMigration, WriteTransaction};
use jobs::{Job, Retry};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The migrations that create the table of emails.
pub const MIGRATIONS: &[SqlMigration] = &[TABLE, LEAVING, JOBS];

const TABLE: SqlMigration = SqlMigration {
    name: "m20261124_060_mail",
    statements: &[
        "CREATE TABLE mail (id {KEY}, to_address TEXT NOT NULL, to_name TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, \
         queued_at {INSTANT} NOT NULL, due_at {INSTANT}, attempts INTEGER NOT NULL, sent_at {INSTANT}, problem TEXT)",
        "CREATE INDEX mail_by_due ON mail (due_at)",
    ],
    protects: &[db::seal_beside("mail")],
};

/// Adds the unsubscribe address, and what an email that will be deleted was written for.
const LEAVING: SqlMigration = SqlMigration {
    name: "m20261124_061_mail_leaving",
    statements: &[
        "ALTER TABLE mail ADD COLUMN leaving TEXT",
        "ALTER TABLE mail ADD COLUMN about TEXT",
        "CREATE INDEX mail_by_about ON mail (about)",
    ],
    protects: &[],
};

/// Enqueues a job for each email that an earlier version left unsent.
const JOBS: SqlMigration = SqlMigration {
    name: "m20261129_062_mail_jobs",
    statements: &["INSERT INTO job (kind, payload, queued_at, run_at, attempts) \
         SELECT 'mail.send', '{\"mail\":' || CAST(id AS TEXT) || '}', queued_at, due_at, attempts FROM mail \
         WHERE sent_at IS NULL AND due_at IS NOT NULL ORDER BY id"],
    protects: &[],
};

/// An email in the queue.
#[derive(Clone, Debug, db::Row)]
#[row(table = "mail", unread(due_at))]
pub struct QueuedMail {
    /// Its key.
    pub id: i64,
    /// The address.
    pub to_address: String,
    /// The person's name.
    pub to_name: String,
    /// The subject line.
    pub subject: String,
    /// The body, which is emptied once the email is sent, because it may contain a link that gives access to an account.
    pub text: String,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// The number of attempts to send it.
    pub attempts: i32,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// The error of the last attempt.
    pub problem: Option<String>,
    /// The address for unsubscribing.
    pub leaving: Option<String>,
    /// What it was written for, if it is to be deleted once it is sent.
    pub about: Option<String>,
}

/// The kind of job that sends an email.
pub const SEND: &str = "mail.send";

/// How often sending is tried: eight times within about four hours.
pub const RETRY: Retry = Retry { attempts: 8, first_wait: TimeDelta::minutes(2) };

/// The payload of a job that sends an email: its key, and nothing that it says.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct MailToSend {
    pub(crate) mail: i64,
}

/// Queues an email and the job that sends it, in the same transaction as the action that it is about.
pub async fn queue(transaction: &WriteTransaction, mail: &Mail, at: DateTime<Utc>) -> Result<(), DbError> {
    let Mail { to, to_name, subject, text, leaving, about } = mail;
    let row = db::insert!(
        transaction,
        QueuedMail { to_address: to, to_name, subject, text, queued_at: at, due_at: at, attempts: 0, leaving, about }
    );
    let id = row.await?;
    jobs::enqueue(transaction, &Job::new(SEND, json!(MailToSend { mail: id }), at)).await
}

/// Deletes the emails that were written for something and are still queued, because the recipient no longer wants them.
pub async fn take_back(transaction: &WriteTransaction, about: &str) -> Result<(), DbError> {
    transaction.erase_traces();
    db::execute(transaction, "DELETE FROM mail WHERE about = $1", db::values![about]).await?;
    Ok(())
}

/// Returns the latest emails, newest first.
pub async fn all(connection: &Connection, most: i64) -> Result<Vec<QueuedMail>, DbError> {
    db::select(connection, "ORDER BY id DESC LIMIT $1", db::values![most]).await
}

/// Returns the email with this key, or `None` if there is none.
pub async fn by_id(connection: &Connection, id: i64) -> Result<Option<QueuedMail>, DbError> {
    db::by_id(connection, id).await
}

/// Returns the latest emails with this subject, newest first.
pub async fn with_subject(connection: &Connection, subject: &str, most: i64) -> Result<Vec<QueuedMail>, DbError> {
    db::select(connection, "WHERE subject = $1 ORDER BY id DESC LIMIT $2", db::values![subject, most]).await
}

/// Returns the number of emails that have been neither sent nor given up.
pub async fn count_waiting(connection: &Connection) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM mail WHERE sent_at IS NULL AND due_at IS NOT NULL";
    db::count(connection, sql, []).await
}

/// Deletes an email if no record may remain of who received it. Returns `false` if it is kept.
async fn let_go(transaction: &WriteTransaction, mail: &QueuedMail) -> Result<bool, DbError> {
    if mail.about.is_some() {
        db::execute(transaction, "DELETE FROM mail WHERE id = $1", db::values![mail.id]).await?;
    }
    Ok(mail.about.is_some())
}

/// Marks an email as sent, and deletes its body.
pub(crate) async fn sent(transaction: &WriteTransaction, mail: &QueuedMail, now: DateTime<Utc>) -> Result<(), DbError> {
    // The bodies of sent emails must be gone, because some contained links that give access to accounts.
    transaction.erase_traces();
    if let_go(transaction, mail).await? {
        return Ok(());
    }
    let (due_at, problem) = (None::<DateTime<Utc>>, None::<&str>);
    let attempts = mail.attempts + 1;
    db::update!(transaction, QueuedMail { sent_at: now, due_at, problem, text: "", attempts }, "id = $1", [mail.id]).await?;
    Ok(())
}

/// Records that sending failed, and when it is tried again; `None` if it is given up. Returns `false` if nothing is kept of the
/// email.
pub(crate) async fn failed(
    transaction: &WriteTransaction,
    mail: &QueuedMail,
    problem: &str,
    again_at: Option<DateTime<Utc>>,
) -> Result<bool, DbError> {
    if again_at.is_none() && let_go(transaction, mail).await? {
        transaction.erase_traces();
        return Ok(false);
    }
    let attempts = mail.attempts + 1;
    db::update!(transaction, QueuedMail { due_at: again_at, problem, attempts }, "id = $1", [mail.id]).await?;
    Ok(true)
}

/// Removes the recipient and body of an address's emails about something, and cancels those not sent yet. They are found by the
/// reference `about` in their subject: `PQ/SAF/2024/3`, which is not found in `PQ/SAF/2024/31`.
pub async fn forget(transaction: &WriteTransaction, to: &str, about: &str) -> Result<(), DbError> {
    transaction.erase_traces();
    let sent: Vec<QueuedMail> = db::select(transaction, "WHERE to_address = $1 ORDER BY id", db::values![to]).await?;
    for mail in sent.iter().filter(|mail| names(&mail.subject, about)) {
        let (to_address, to_name, text, due_at) = ("", "", "", None::<DateTime<Utc>>);
        db::update!(transaction, QueuedMail { to_address, to_name, text, due_at }, "id = $1", [mail.id]).await?;
    }
    Ok(())
}

/// Returns whether a subject names this reference, and not only a longer one that contains it.
fn names(subject: &str, reference: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '/' | '-' | '_');
    !reference.is_empty()
        && subject.match_indices(reference).any(|(at, found)| {
            let (before, after) = (&subject[..at], &subject[at + found.len()..]);
            !before.ends_with(is_part) && !after.starts_with(is_part)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_whole() {
        let reference = "PQ/SAF/2024/3";
        for subject in ["Your question PQ/SAF/2024/3 was received", "Answer to your question PQ/SAF/2024/3", "PQ/SAF/2024/3: no"]
        {
            assert!(names(subject, reference), "{subject}");
        }
        for subject in ["Your question PQ/SAF/2024/31 was received", "XPQ/SAF/2024/3", "PQ/SAF/2024/3/1", "Your question"] {
            assert!(!names(subject, reference), "{subject}");
        }
        assert!(names("PQ/SAF/2024/31 and PQ/SAF/2024/3", reference));
        assert!(!names("Your question", ""));
    }
}
