//! Puts a distinctive word in the title of everything that is not yet public or never will be, and checks that it appears in no
//! ledger entry, no export, no email subject and no log line.

use access::Place;
use axum::http::StatusCode;

use moothall::{demonstration, pages, wiring};
use std::io::Write;
use std::sync::{Arc, Mutex};
use test_kit::{On, Person, TestApp, both_databases};

both_databases!(an_unpublished_title_is_quoted_nowhere);

const BOARD: &str = "safer-policy-and-performance-board";

/// The log written while a test runs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().map_err(|error| std::io::Error::other(error.to_string()))?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[derive(db::Row)]
struct Payload {
    position: i64,
    payload: Option<String>,
}

struct Journey {
    app: TestApp,
    clerk: Person,
    officer: Person,
}

impl Journey {
    async fn done(&self, who: &Person, address: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.app.post_as(&who.cookie, address, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
        answer.location().to_owned()
    }

    async fn upload(&self, who: &Person, address: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> String {
        let answer = self.app.upload_as(&who.cookie, address, fields, Some(file)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
        answer.location().to_owned()
    }

    async fn newest(&self, table: &str) -> i64 {
        let sql = format!("SELECT MAX(id) FROM {table}");
        db::single::<i64>(self.app.state.db.reading(), &sql, []).await.expect("read").expect("a row")
    }

    /// Returns the value of a hidden field on a page.
    async fn hidden(&self, who: &Person, address: &str, name: &str) -> String {
        let page = self.app.get_as(&who.cookie, address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.body);
        test_kit::hidden(&page.body, name).to_owned()
    }
}

/// Returns a title that contains the distinctive word.
fn secret(kind: &str) -> String {
    format!("Zyxwv{kind} of the quay")
}

#[expect(clippy::too_many_lines, reason = "one journey through every kind of thing that has a title")]
async fn an_unpublished_title_is_quoted_nowhere(on: On) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await;
    let first = demonstration::read().expect("the demonstration reads").clock;
    app.state.load_demonstration(first).await.expect("the demonstration loads");
    let board = || Some(Place::new("board", 1));
    let clerk = app.person("Petra Placeholder", &[("clerk", board())]).await;
    let officer = app.person("Oscar Outline", &[("reporting-officer", board())]).await;
    let head = app.person("Hedda Service", &[("clearing-officer", Some(Place::new("clearance", 4)))]).await;
    let auditor = app.person("Audrey Auditor", &[("auditor", None)]).await;
    let journey = Journey { app, clerk, officer };
    let Journey { clerk, officer, .. } = &journey;

    // The draft agenda: standing items, the work programme, items that will be public later and items that will not.
    let standing = secret("standing");
    journey.done(clerk, &format!("/boards/{BOARD}/standing-items"), &[("kind-0", "report"), ("title-0", &standing)]).await;
    let title = secret("programme");
    let fields = [("title", title.as_str()), ("kind", "report"), ("source", "member"), ("owner", "Harbour Master")];
    journey.done(clerk, &format!("/boards/{BOARD}/programme"), &fields).await;
    let fields = [("days", "10 September 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
    journey.done(clerk, &format!("/boards/{BOARD}/calendar"), &fields).await;
    let meeting = format!("/meetings/{}", journey.newest("meeting").await);
    journey.done(clerk, &format!("{meeting}/prepare/begin"), &[]).await;
    let programme = journey.newest("programme_item").await.to_string();
    journey.done(clerk, &format!("{meeting}/prepare/take"), &[("item", &programme)]).await;
    let title = secret("item");
    let fields = [("kind", "report"), ("title", title.as_str()), ("lead_officer", "Harbour Master")];
    journey.done(clerk, &format!("{meeting}/items/add"), &fields).await;
    let public = journey.newest("draft_item").await;
    let changed = [&fields[..], &[("version", "1"), ("minutes", "10")]].concat();
    journey.done(clerk, &format!("{meeting}/items/{public}"), &changed).await;
    let (title, private_title) = (secret("closed"), secret("private"));
    let fields = [
        ("kind", "report"),
        ("title", title.as_str()),
        ("lead_officer", "Harbour Master"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "A price would be known"),
        ("private_title", private_title.as_str()),
    ];
    journey.done(clerk, &format!("{meeting}/items/add"), &fields).await;
    let private = journey.newest("draft_item").await;
    let changed = [&fields[..], &[("version", "1"), ("minutes", "10")]].concat();
    journey.done(clerk, &format!("{meeting}/items/{private}"), &changed).await;

    // A report on each, with a comment, a file and details of its own, submitted and returned.
    let author = officer.account.to_string();
    for (item, who) in [(public, officer), (private, clerk)] {
        let fields = [("kind", "report"), ("copy", ""), ("author", author.as_str())];
        let begun = journey.done(who, &format!("/drafts/begin/{item}"), &fields).await;
        let draft = begun.trim_end_matches("?done=begun").to_owned();
        let version = journey.hidden(officer, &format!("{draft}/particulars"), "version").await;
        let subject = secret("subject");
        let fields = [
            ("subject", subject.as_str()),
            ("reporting_officer", "Harbour Master"),
            ("kind", "report"),
            ("version", version.as_str()),
        ];
        journey.done(officer, &format!("{draft}/particulars"), &fields).await;
        for section in 0..10 {
            let address = format!("{draft}/sections/{section}");
            let version = journey.hidden(officer, &address, "version").await;
            let fields = [("text", secret("text")), ("version", version)];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            journey.done(officer, &address, &fields).await;
        }
        journey.done(officer, &format!("{draft}/comments"), &[("quote", "2|"), ("text", &secret("comment"))]).await;
        let description = secret("description");
        let fields = [("usage", "attachment"), ("description", description.as_str())];
        journey.upload(officer, &format!("{draft}/files"), &fields, ("Zyxwvfile.txt", b"Mill Lane: 300\n")).await;
        journey.done(officer, &format!("{draft}/files/1"), &[("act", "describe"), ("description", &description)]).await;
        let hash = journey.hidden(officer, &format!("{draft}/clearance"), "hash").await;
        journey.done(officer, &format!("{draft}/clearance"), &[("act", "send"), ("hash", &hash)]).await;
        drafting::remind(&journey.app.state).await.expect("reminded");
        let reason = secret("reason");
        let fields = [("act", "give-back"), ("hash", hash.as_str()), ("reason", reason.as_str())];
        journey.done(&head, &format!("{draft}/clearance"), &fields).await;
    }

    // A private paper, a draft annual report, notes of the meeting.
    let title = secret("paper");
    let fields =
        [("title", title.as_str()), ("board", "board/1"), ("paragraph", "3"), ("public_interest", "A price would be known")];
    journey.upload(clerk, "/papers/add", &fields, ("Zyxwvpaper.pdf", b"%PDF-1.7 a lease")).await;
    let paper = format!("/papers/{}", journey.newest("private_paper").await);
    assert_eq!(journey.app.get_as(&clerk.cookie, &paper).await.status, StatusCode::OK);
    let reports = format!("/boards/{BOARD}/annual-reports");
    journey.done(clerk, &reports, &[("year", "2023")]).await;
    let address = format!("{reports}/2023/draft/texts/foreword");
    let text = secret("foreword");
    journey.done(clerk, &address, &[("title", &text), ("text", &text), ("version", "0")]).await;
    let answer = journey
        .app
        .post_as(&clerk.cookie, &format!("{meeting}/sitting/{private}/notes"), &[("text", &secret("note")), ("version", "0")])
        .await;
    assert!(!answer.status.is_server_error(), "{}", answer.body);

    // A question to next week's meeting, on which nobody has decided yet.
    let sql = "SELECT id FROM meeting WHERE held_on = '2024-06-11'";
    let next = db::single::<i64>(journey.app.state.db.reading(), sql, []).await.expect("read").expect("a meeting");
    let text = format!("When will the {} be mended?", secret("question"));
    let fields = [
        ("name", "Wanda Wharf"),
        ("address", "1 Heron Lane, Ashmere"),
        ("mail", "wanda@wharf.example"),
        ("item", "Serious Violence Duty"),
        ("text", text.as_str()),
    ];
    let check = journey.app.post_as("", &format!("/meetings/{next}/ask"), &fields).await;
    let mark = check.body.split_once("name=\"form\" value=\"").map(|(_, after)| after).unwrap_or_default();
    let mark = mark.split('"').next().unwrap_or_default();
    let sent = journey.app.post_as("", &format!("/meetings/{next}/ask/send"), &[&fields[..], &[("form", mark)]].concat()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    // An item, and everything written about it, may be removed again.
    journey.done(clerk, &format!("{meeting}/items/{public}/move"), &[("to", "0")]).await;
    looked_for(&journey, &auditor, &log).await;
}

/// Looks for the word everywhere it must not appear.
async fn looked_for(journey: &Journey, auditor: &Person, log: &Log) {
    let db = journey.app.state.db.reading();
    let found = |text: &str| text.to_lowercase().contains("zyxwv");
    let sql = "SELECT e.position, p.payload FROM ledger_entry e LEFT JOIN ledger_payload p ON p.position = e.position ORDER BY e.position";
    let payloads: Vec<Payload> = db::rows(db, sql, []).await.expect("read");
    for Payload { position, payload } in &payloads {
        let payload = payload.as_deref().unwrap_or_default();
        assert!(!found(payload), "entry {position} quotes a title: {payload}");
    }
    assert!(payloads.len() > 60, "the journey left {} entries", payloads.len());
    let last = payloads.last().map_or(0, |last| last.position);
    for address in ["/ledger", "/ledger.csv", "/openings"] {
        let answer = journey.app.get_as(&auditor.cookie, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        assert!(!found(&answer.body), "{address}: {}", answer.body);
    }
    for position in last - 50..=last {
        let answer = journey.app.get_as(&auditor.cookie, &format!("/ledger/{position}")).await;
        assert!(answer.status == StatusCode::OK && !found(&answer.body), "entry {position}: {}", answer.body);
    }
    let mails = mail::all(db, 1_000).await.expect("emails");
    assert!(mails.len() >= 2, "{} emails", mails.len());
    for mail in &mails {
        assert!(!found(&mail.subject) && !found(&mail.text), "{}: {}", mail.subject, mail.text);
    }
    for address in ["/", "/search?q=zyxwvitem", "/feed.atom", "/calendar.ics", "/meetings", "/record/checkpoint.json"] {
        let answer = journey.app.get(address).await;
        assert!(!answer.body.replace("zyxwvitem", "").to_lowercase().contains("zyxwv"), "{address}: {}", answer.body);
    }
    let logged = log.0.lock().expect("the log");
    let logged = String::from_utf8_lossy(&logged);
    let lines: Vec<&str> = logged.lines().filter(|line| found(line)).collect();
    assert!(lines.is_empty(), "{} lines of the log quote a title, such as {:?}", lines.len(), lines.first());
}
