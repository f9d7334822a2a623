//! A killed sender delays only the email that it was sending, and a wrong clock delays none.

use crate::post::{migrations, send_due};
use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use foundation::Clock;
use mail::{Mail, Sender, SmtpSettings};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const NOW: &str = "2024-06-04T09:00:00Z";

/// Creates a database with this many queued emails.
async fn database(folder: &tempfile::TempDir, mails: usize, at: DateTime<Utc>) -> Db {
    let db = Db::open(&format!("sqlite://{}", folder.path().join("mail.db").display())).await.unwrap();
    db::migrate(&db, &migrations()).await.unwrap();
    let transaction = db.begin().await.unwrap();
    for number in 0..mails {
        let to = format!("resident-{number}@ashmere.example");
        let mail = Mail { to, subject: "An agenda".into(), text: "It is published.\n".into(), ..Mail::default() };
        mail::queue(&transaction, &mail, at).await.unwrap();
    }
    transaction.commit().await.unwrap();
    db
}

/// Starts a mail server that accepts every email, or says nothing after its greeting.
async fn server(answers: bool) -> Sender {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut is_content = false;
                stream.write_all(b"220 mail.example\r\n").await.unwrap();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return;
                    }
                    if !answers {
                        continue;
                    }
                    let begins = line.get(..4).unwrap_or_default().to_uppercase();
                    let answer = match (is_content, begins.as_str()) {
                        (true, _) if line != ".\r\n" => continue,
                        (false, "DATA") => "354 go on\r\n",
                        _ => "250 ok\r\n",
                    };
                    is_content = answer.starts_with('3');
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let server = format!("smtp://127.0.0.1:{port}");
    let from = "democratic.services@ashmere.example".into();
    let settings = SmtpSettings { server, user: None, password: None, password_file: None, from };
    Sender::new(&settings, "Ashmere Borough Council").unwrap()
}

async fn send(db: &Db, sender: &Sender, at: DateTime<Utc>) -> usize {
    send_due(db, sender, Clock::standing_at(at)).await
}

#[tokio::test]
async fn a_killed_sender_holds_up_one_mail_for_a_minute() {
    let (folder, at) = (tempfile::tempdir().unwrap(), NOW.parse::<DateTime<Utc>>().unwrap());
    let db = database(&folder, 30, at).await;
    let (silent, sound) = (server(false).await, server(true).await);
    // The timeout drops the sender in the middle of an email, as if it had been killed.
    let sending = tokio::time::timeout(Duration::from_millis(500), send(&db, &silent, at)).await;
    assert!(sending.is_err(), "the server says nothing");
    assert_eq!(send(&db, &sound, at).await, 29, "the others go at once");
    assert_eq!(send(&db, &sound, at + TimeDelta::seconds(61)).await, 1);
    assert_eq!(send(&db, &sound, at + TimeDelta::days(1)).await, 0, "each once");
}

#[tokio::test]
async fn two_senders_send_each_mail_once() {
    let (folder, at) = (tempfile::tempdir().unwrap(), NOW.parse::<DateTime<Utc>>().unwrap());
    let db = database(&folder, 30, at).await;
    let sender = server(true).await;
    let (one, other) = tokio::join!(send(&db, &sender, at), send(&db, &sender, at));
    assert_eq!(one + other, 30);
}

#[tokio::test]
async fn mails_written_while_the_clock_was_ahead_are_sent_when_it_is_right() {
    let (folder, at) = (tempfile::tempdir().unwrap(), NOW.parse::<DateTime<Utc>>().unwrap());
    let ahead = at + TimeDelta::days(3);
    let db = database(&folder, 2, ahead).await;
    let (silent, sound) = (server(false).await, server(true).await);
    let _ = tokio::time::timeout(Duration::from_millis(300), send(&db, &silent, ahead)).await;
    assert_eq!(send(&db, &sound, at).await, 2, "the one that was taken by then, too");
}
