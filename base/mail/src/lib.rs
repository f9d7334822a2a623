//! Mail: written into the database in the transaction of the act that it speaks of, and sent from there, so that none is lost and none
//! tells of what did not happen.

mod mail_store;
mod sending;

pub use mail_store::{MIGRATIONS, QueuedMail, all, by_id, forget, queue};
pub use sending::{MailError, Sender, SmtpSettings, send_due, send_in_background};

/// A mail to one person, in plain text.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The person's name.
    pub to_name: String,
    /// The line that says what it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}
