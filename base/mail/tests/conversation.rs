//! Emails are sent to a real mail server (aiosmtpd, a Python package that `cargo xtask test` installs).

use crate::post::{migrations, send_due};
use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use foundation::Clock;
use mail::{Mail, Sender, SmtpSettings};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A local mail server that stores the emails it receives in a folder.
struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    async fn start() -> Self {
        let python = std::env::var("MOOTHALL_TEST_PYTHON").expect(
            "this test needs a mail server: run `cargo xtask test`, which installs one, or set MOOTHALL_TEST_PYTHON to a Python that has \
             aiosmtpd",
        );
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let process = Command::new(python)
            .args(["-m", "aiosmtpd", "--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("mails"))
            .stdout(Stdio::null())
            .spawn()
            .expect("the mail server starts");
        let server = Self { process, port, folder };
        for _ in 0..300 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the mail server does not answer");
    }

    /// Returns the emails that the server has received.
    fn mails(&self) -> Vec<String> {
        let folder = self.folder.path().join("mails/new");
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        entries.map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("a mail")).collect()
    }
}

async fn database(folder: &Path) -> Db {
    let db = Db::open(&format!("sqlite://{}", folder.join("mail.db").display())).await.expect("a database");
    db::migrate(&db, &migrations()).await.expect("its tables");
    db
}

async fn queue(db: &Db, mail: &Mail, at: DateTime<Utc>) {
    let transaction = db.begin().await.expect("a transaction");
    mail::queue(&transaction, mail, at).await.expect("queued");
    transaction.commit().await.expect("it stands");
}

fn sender(port: u16) -> Sender {
    let settings = SmtpSettings {
        server: format!("smtp://127.0.0.1:{port}"),
        user: None,
        password: None,
        password_file: None,
        from: "democratic.services@ashmere.example".into(),
    };
    Sender::new(&settings, "Ashmere Borough Council").expect("settings that can be used")
}

fn invitation() -> Mail {
    Mail {
        to: "petra@ashmere.example".into(),
        to_name: "Petra Plàceholder".into(),
        subject: "Your account – Ashmere".into(),
        text: "Hello Petra,\n\n.a line that begins with a full stop\nhttp://127.0.0.1:8700/link/abc\n".into(),
        ..Mail::default()
    }
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_and_its_text_is_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let (db, server) = (database(folder.path()).await, Server::start().await);
    let at: DateTime<Utc> = "2024-06-04T09:00:00Z".parse().expect("an instant");
    queue(&db, &invitation(), at).await;
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 1);
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 0, "once");
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    for words in
        ["To: =?utf-8?b?", "<petra@ashmere.example>", "From: \"Ashmere Borough Council\" <democratic.services@ashmere.example>"]
    {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    assert!(mails[0].replace("=\n", "").contains("\n.a line that begins with a full stop"), "{}", mails[0]);
    let kept = mail::all(db.reading(), 5).await.expect("mails");
    assert!(kept[0].sent_at.is_some());
    assert_eq!(kept[0].text, "", "what it said is forgotten once it is sent");
}

#[tokio::test]
async fn what_cannot_be_sent_waits_and_is_given_up_at_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(folder.path()).await;
    let mut at: DateTime<Utc> = "2024-06-04T09:00:00Z".parse().expect("an instant");
    queue(&db, &invitation(), at).await;
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    assert_eq!(send_due(&db, &sender(port), Clock::standing_at(at)).await, 0);
    let kept = mail::all(db.reading(), 5).await.expect("mails").remove(0);
    assert!(kept.sent_at.is_none() && kept.problem.is_some() && !kept.text.is_empty(), "{kept:?}");
    // It is not retried at once, but later, when there is a server, it is sent.
    let server = Server::start().await;
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 0);
    at += TimeDelta::minutes(3);
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 1);

    queue(&db, &invitation(), at).await;
    for _ in 0..20 {
        send_due(&db, &sender(port), Clock::standing_at(at)).await;
        at += TimeDelta::hours(10);
    }
    let kept = mail::all(db.reading(), 5).await.expect("mails").remove(0);
    assert_eq!(kept.attempts, 8, "given up after eight attempts, and not lost");
}

#[tokio::test]
async fn an_address_that_the_server_refuses_for_good_is_not_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (db, server) = (database(folder.path()).await, Server::start().await);
    let at: DateTime<Utc> = "2024-06-04T09:00:00Z".parse().expect("an instant");
    queue(&db, &Mail { to: "not an address".into(), ..invitation() }, at).await;
    queue(&db, &invitation(), at).await;
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 1, "the other one goes");
    let later = Clock::standing_at(at + TimeDelta::days(1));
    assert_eq!(send_due(&db, &sender(server.port), later).await, 0);
    let refused = mail::all(db.reading(), 5).await.expect("mails").into_iter().find(|mail| mail.to_address == "not an address");
    assert_eq!(refused.expect("kept").attempts, 1);
}

#[test]
fn a_password_is_not_shown() {
    let settings = SmtpSettings {
        server: "smtps://clerk:s3cret@mail.example".into(),
        user: Some("clerk".into()),
        password: Some("s3cret".into()),
        password_file: None,
        from: "clerk@ashmere.example".into(),
    };
    assert!(!format!("{settings:?}").contains("s3cret"));
    assert!(Sender::new(&SmtpSettings { server: "gopher://mail.example".into(), ..settings }, "Ashmere").is_err());
}

#[tokio::test]
async fn a_mail_that_many_get_says_how_to_leave_and_is_forgotten_altogether() {
    let folder = tempfile::tempdir().expect("a folder");
    let (db, server) = (database(folder.path()).await, Server::start().await);
    let at: DateTime<Utc> = "2024-06-04T09:00:00Z".parse().expect("an instant");
    let leaving = format!("https://scrutiny.ashmere.example/subscriptions/leave/7-{}", "0123456789abcdef".repeat(4));
    let about = |about: &str| Mail { about: Some(about.to_owned()), leaving: Some(leaving.clone()), ..invitation() };
    queue(&db, &Mail { to_name: String::new(), ..about("subscription/7") }, at).await;
    queue(&db, &about("subscription/8"), at).await;
    let evil = Mail { leaving: Some("https://a.example/\r\nBcc: b@c.example".into()), ..about("subscription/9") };
    queue(&db, &evil, at).await;
    queue(&db, &Mail { to: "not an address".into(), ..about("subscription/10") }, at).await;
    let transaction = db.begin().await.expect("a transaction");
    mail::take_back(&transaction, "subscription/8").await.expect("taken back");
    transaction.commit().await.expect("it stands");
    assert_eq!(send_due(&db, &sender(server.port), Clock::standing_at(at)).await, 2);
    let mails = server.mails();
    let first = mails.iter().find(|mail| mail.contains("List-Unsubscribe:")).expect("a mail with a way out");
    assert!(first.contains(&format!("\nList-Unsubscribe: <{leaving}>\n")), "{first}");
    assert!(first.contains("\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"), "{first}");
    assert!(first.contains("\nTo: petra@ashmere.example\n"), "{first}");
    assert!(mails.iter().all(|mail| !mail.contains("Bcc")), "{mails:?}");
    assert!(
        mail::all(db.reading(), 5).await.expect("mails").is_empty(),
        "to whom they went is forgotten, and what is refused for good"
    );
}
