//! Emails. They are queued in the database in the same transaction as the action they are about, and each is
//! sent by a job, so that none
//! is lost and none reports something that did not happen.

mod mail_store;
mod sending;

pub use mail_store::{MIGRATIONS, QueuedMail, RETRY, SEND, all, by_id, count_waiting, forget, queue, take_back, with_subject};
pub use sending::{MailError, Sender, SmtpSettings, send};

/// An email to one person, in plain text.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The person's name.
    pub to_name: String,
    /// The subject line.
    pub subject: String,
    /// The body.
    pub text: String,
    /// The address for one-click unsubscribing, by POST and without signing in (RFC 8058), for emails sent to many people.
    pub leaving: Option<String>,
    /// What it was written for, such as `subscription/12`, if no record may remain of who received it. The email is then deleted
    /// once it has been sent or given up, and can be taken back until then.
    pub about: Option<String>,
}
