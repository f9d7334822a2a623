//! Sending due emails by SMTP (RFC 5321).

use crate::mail_store::{self, MailToSend, QueuedMail};
use db::Db;
use foundation::Clock;
use jobs::{Claimed, Failure};
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

    /// Sends one email.
    async fn send(&self, mail: &QueuedMail) -> Result<(), Refusal> {
        let for_good = |error: &dyn std::error::Error| Refusal::of_mail(error);
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
            Ok(Err(error)) => Err(Refusal::of_server(&error)),
            Err(_) => Err(Refusal::late()),
        }
    }
}

/// Why an email was not sent.
struct Refusal {
    /// The error, which may name the recipient.
    message: String,
    /// The kind of error, which names no one.
    without_names: String,
    /// Whether each further attempt would fail too.
    is_final: bool,
}

impl Refusal {
    fn of_mail(error: &dyn std::error::Error) -> Self {
        Self {
            message: error.to_string(),
            without_names: "the email cannot be written: its address is wrong".to_owned(),
            is_final: true,
        }
    }

    fn of_server(error: &lettre::transport::smtp::Error) -> Self {
        let message = error.to_string();
        // A server that answers often repeats the address. One that cannot be reached says nothing.
        let without_names = error.status().map_or_else(|| message.clone(), |code| format!("the mail server answered {code}"));
        Self { message, without_names, is_final: error.is_permanent() }
    }

    fn late() -> Self {
        let message = "the mail server took too long".to_owned();
        Self { without_names: message.clone(), message, is_final: false }
    }
}

/// The timeout for sending one email. It is shorter than the time after which a job is taken from a process that has died, so that
/// no other process sends the same email.
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

/// Sends the email that a job names, and completes the job with the record of it. Returns `false` if it is no longer to be sent, or
/// has been given up and nothing is kept of it.
///
/// # Errors
/// If it could not be sent. The email itself keeps what the server said, which may name people; the job keeps only what kind of
/// error it was.
pub async fn send(db: &Db, sender: &Sender, clock: Clock, job: &Claimed) -> Result<bool, Failure> {
    let MailToSend { mail } = job.payload()?;
    // It was taken back or forgotten, or another process sent it.
    let is_wanted = |mail: &QueuedMail| mail.sent_at.is_none() && !mail.to_address.is_empty();
    let Some(mail) = mail_store::by_id(db.reading(), mail).await?.filter(is_wanted) else { return Ok(false) };
    let result = sender.send(&mail).await;
    let transaction = db.begin().await?;
    let Err(refusal) = result else {
        mail_store::sent(&transaction, &mail, clock.now()).await?;
        // It is sent, even if another process has claimed the job since.
        let completed = job.complete(&transaction).await;
        transaction.commit().await?;
        return completed.map(|()| true);
    };
    let again_at = if refusal.is_final { None } else { job.again_at() };
    let is_kept = mail_store::failed(&transaction, &mail, &refusal.message, again_at).await?;
    tracing::warn!(mail = mail.id, problem = refusal.message, "an email could not be sent");
    transaction.commit().await?;
    match (is_kept, refusal.is_final) {
        (false, _) => Ok(false),
        (true, true) => Err(Failure::lasting(refusal.without_names)),
        (true, false) => Err(Failure::passing(refusal.without_names)),
    }
}
