//! Mail: written into the database in the transaction of the act that it speaks of, and sent from there, so that none is lost and none
//! tells of what did not happen.

mod mail_store;
mod sending;

pub use mail_store::{MIGRATIONS, QueuedMail, all, by_id, count_waiting, forget, queue, take_back, with_subject};
pub use sending::{MailError, Sender, SmtpSettings, send_due, send_in_background};

/// A mail to one person, in plain text.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The person's name.
    pub to_name: String,
    /// The line that says what it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Where whoever gets it asks for no more of the kind, by POST and without signing in (RFC 8058); for mails that many people get.
    pub leaving: Option<String>,
    /// What it was written for, such as `subscription/12`, where nobody shall know afterwards who got it: then the mail is forgotten
    /// altogether once it is sent or given up, and can be taken back until then.
    pub about: Option<String>,
}
