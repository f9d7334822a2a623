//! Sending due emails by SMTP (RFC 5321).

use crate::mail_store::{self, QueuedMail};
use db::Db;
use foundation::Clock;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// How to reach the mail server.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// The server: `smtps://mail.example`, `smtp://mail.example?tls=required`, or `smtp://localhost` for one on the same machine.
    pub server: String,
    /// The user name for signing in to the server.
    #[serde(default)]
    pub user: Option<String>,
    /// The password, if it is not in a file.
    #[serde(default, skip_serializing)]
    pub password: Option<String>,
    /// The file that holds the password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The address that emails come from: `democratic.services@council.example`.
    pub from: String,
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SmtpSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Why emails cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings cannot be used.
    #[error("the settings of the mail server cannot be used: {0}")]
    Settings(String),
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
}

/// A sender of emails through an SMTP server.
#[derive(Clone, Debug)]
pub struct Sender {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
    from_name: String,
}

impl Sender {
    /// Creates a sender from these settings. Emails come from the council's name.
    pub fn new(settings: &SmtpSettings, council: &str) -> Result<Self, MailError> {
        let wrong = |error: &dyn std::error::Error| MailError::Settings(error.to_string());
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.server).map_err(|error| wrong(&error))?;
        let password = match (&settings.password, &settings.password_file) {
            (Some(password), _) => Some(password.clone()),
            (None, Some(file)) => Some(std::fs::read_to_string(file).map_err(|error| wrong(&error))?.trim().to_owned()),
            (None, None) => None,
        };
        if let (Some(user), Some(password)) = (&settings.user, password) {
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        let from = settings.from.parse().map_err(|error| wrong(&error))?;
        Ok(Self { transport: transport.timeout(Some(Duration::from_secs(20))).build(), from, from_name: council.to_owned() })
    }

    /// Sends one email. The error is a message and whether it is permanent.
    async fn send(&self, mail: &QueuedMail) -> Result<(), (String, bool)> {
        let for_good = |error: &dyn std::error::Error| (error.to_string(), true);
        let to: Address = mail.to_address.parse().map_err(|error| for_good(&error))?;
        let to_name = Some(mail.to_name.clone()).filter(|name| !name.is_empty());
        let mut message = Message::builder()
            .from(Mailbox::new(Some(self.from_name.clone()), self.from.clone()))
            .to(Mailbox::new(to_name, to))
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN);
        if let Some(address) = mail.leaving.as_deref().filter(|address| address.bytes().all(|byte| byte.is_ascii_graphic())) {
            message = message.header(ListUnsubscribe(address.to_owned()));
            // One-click unsubscribing is allowed only over HTTPS, which protects the address from eavesdroppers (RFC 8058, section
            // 4).
            if address.starts_with("https://") {
                message = message.header(ListUnsubscribePost);
            }
        }
        let message = message.body(mail.text.clone()).map_err(|error| for_good(&error))?;
        match tokio::time::timeout(SEND_WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err((error.to_string(), error.is_permanent())),
            Err(_) => Err(("the mail server took too long".to_owned(), false)),
        }
    }
}

/// The timeout for sending one email. It is shorter than [`mail_store::TAKEN_FOR`], so that no other process sends the same email.
const SEND_WITHIN: Duration = Duration::from_secs(45);

/// The header with the address for unsubscribing (RFC 2369, section 3.2).
#[derive(Clone, Debug)]
struct ListUnsubscribe(String);

/// The header that says that a POST to that address is enough (RFC 8058, section 3.1).
#[derive(Clone, Copy, Debug)]
struct ListUnsubscribePost;

/// Returns a header value that needs no encoding, because it is ASCII and a single word.
fn as_it_is(name: HeaderName, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.trim_matches(['<', '>']).to_owned()))
    }

    fn display(&self) -> HeaderValue {
        as_it_is(Self::name(), format!("<{}>", self.0))
    }
}

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        as_it_is(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// Sends the emails that are due. Returns the number sent.
pub async fn send_due(db: &Db, sender: &Sender, clock: Clock) -> Result<usize, MailError> {
    let mut count = 0;
    if !mail_store::is_due(db.reading(), clock.now()).await? {
        return Ok(0);
    }
    // Claims one at a time, so that a process that is killed holds up only one email.
    while let Some(mail) = mail_store::take_due(db, clock.now()).await? {
        match sender.send(&mail).await {
            Ok(()) => {
                mail_store::sent(db, &mail, clock.now()).await?;
                count += 1;
            }
            Err((problem, is_final)) => {
                tracing::warn!(mail = mail.id, problem, "an email could not be sent");
                mail_store::failed(db, &mail, &problem, is_final, clock.now()).await?;
            }
        }
    }
    // The bodies of sent emails must be gone, because some contained links that give access to accounts.
    db.erase_traces().await;
    Ok(count)
}

/// How often the queue is checked.
const EVERY: Duration = Duration::from_secs(2);

/// Sends due emails for as long as the program runs.
pub async fn send_in_background(db: Db, sender: Sender, clock: Clock) {
    loop {
        if let Err(error) = send_due(&db, &sender, clock).await {
            tracing::error!(%error, "emails could not be sent");
        }
        tokio::time::sleep(EVERY).await;
    }
}
