//! Documents as PDF through HTTP, on both databases: typeset by real children of the program, stored, linked, replaced and
//! refused.

use axum::http::StatusCode;
use chrono::NaiveDate;
use documents::{Block, Print, PrintPicture, Typeset, TypesetError, Typesetter};
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use moothall::{demonstration, pages, wiring};
use publications::Publishing;
use reports::report::{Report, ReportBlock, Section};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use test_kit::{Answer, On, TestApp, both_databases};

both_databases!(
    a_meetings_documents_are_had_as_pdf,
    a_pack_holds_the_minutes_before_and_every_public_paper,
    a_change_makes_another_print_and_the_old_one_stays,
    many_who_ask_at_once_cause_one_typesetting,
    publications_are_printed_ahead,
    what_is_not_there_is_not_found,
    what_cannot_be_typeset_is_told_with_its_place,
);

/// Counts the documents it has typeset.
struct Counting {
    inner: Arc<dyn Typesetter>,
    count: AtomicUsize,
}

#[async_trait::async_trait]
impl Typesetter for Counting {
    async fn typeset(&self, print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.inner.typeset(print, pictures).await
    }

    fn check(&self, document: &documents::Document) -> Result<(), TypesetError> {
        self.inner.check(document)
    }

    async fn inspect(&self, content: &[u8]) -> Result<documents::PdfFacts, TypesetError> {
        self.inner.inspect(content).await
    }

    fn version(&self) -> &'static str {
        self.inner.version()
    }
}

async fn site(on: On) -> (TestApp, Arc<Counting>) {
    let inner = wiring::typesetter(env!("CARGO_BIN_EXE_moothall").into());
    let counting = Arc::new(Counting { inner, count: AtomicUsize::new(0) });
    let typesetter: Arc<dyn Typesetter> = counting.clone();
    let app =
        TestApp::with_typesetter(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z", Some(typesetter))
            .await;
    let first = demonstration::read().expect("the demonstration reads").clock;
    assert!(app.state.load_demonstration(first).await.expect("the demonstration loads"));
    (app, counting)
}

/// Returns the meeting of this day.
async fn meeting(app: &TestApp, day: &str) -> meetings::Meeting {
    let found = meetings::meetings_on(app.state.db.reading(), day.parse().unwrap()).await.unwrap();
    found.into_iter().next().expect("the meeting")
}

/// Follows an address that redirects to a print.
async fn print_at(app: &TestApp, address: &str) -> (String, Answer) {
    let leading = app.get(address).await;
    assert_eq!(leading.status, StatusCode::SEE_OTHER, "{address}: {}", leading.body);
    let place = leading.header("location").to_owned();
    let print = app.get(&place).await;
    assert_eq!(print.status, StatusCode::OK, "{place}");
    assert!(print.body.starts_with("%PDF-1.7"), "{place} is a PDF");
    (place, print)
}

async fn a_meetings_documents_are_had_as_pdf(on: On) {
    let (app, counting) = site(on).await;
    let held = meeting(&app, "2024-02-06").await;
    let before = app.get(&held.address()).await;
    assert!(before.says(&["/pack.pdf\"", "/minutes.pdf\"", "/decisions.pdf\""]), "{}", before.body);
    for kind in ["pack", "minutes", "decisions"] {
        let (place, print) = print_at(&app, &format!("{}/{kind}.pdf", held.address())).await;
        assert_eq!(print.header("content-type"), "application/pdf");
        assert!(print.header("cache-control").contains("immutable"), "{place}");
        assert_eq!(print.header("x-content-type-options"), "nosniff");
    }
    let report = app.get("/reports/2").await;
    assert!(report.says(&["/reports/2/report.pdf"]), "{}", report.body);
    print_at(&app, "/reports/2/report.pdf").await;
    assert_eq!(counting.count.load(Ordering::Relaxed), 4);
    print_at(&app, "/reports/2/report.pdf").await;
    assert_eq!(counting.count.load(Ordering::Relaxed), 4, "what was made is kept");
    let after = app.get(&held.address()).await;
    assert!(after.says(&["PDF, ", " KB, ", " pages"]), "the link tells size and pages: {}", after.body);
}

#[tokio::test]
async fn every_document_of_the_demonstration_meets_both_standards_and_is_the_same_from_a_child() {
    let (app, _) = site(On::Sqlite).await;
    let child = wiring::typesetter(env!("CARGO_BIN_EXE_moothall").into());
    let mut made = 0;
    for kind in &app.state.joined.printed_kinds {
        for id in 1..20 {
            let Ok(Some(print)) = kind.print(&app.state, id).await else { continue };
            let here = typesetting::typeset(&print, &[]).expect("it is typeset here");
            let there = child.typeset(&print, &[]).await.expect("it is typeset in a child");
            assert!(here == there, "{}: another process makes other bytes", print.title);
            test_kit::assert_standards(&print.title, &here.content);
            made += 1;
        }
    }
    assert!(made > 15, "{made} documents");
}

async fn a_pack_holds_the_minutes_before_and_every_public_paper(on: On) {
    let (app, _) = site(on).await;
    let next = meeting(&app, "2024-06-11").await;
    let kind = app.state.printed_kind("pack").expect("packs");
    let print = kind.print(&app.state, next.id.get()).await.unwrap().expect("a pack");
    let titles: Vec<&str> = print.document.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles[0], "Minutes, 6 February 2024");
    assert_eq!(titles.len(), 5, "{titles:?}");
    let private =
        AgendaItem { title: "A Lease".into(), private: true, summary: Some("Whose lease".into()), ..AgendaItem::default() };
    let agenda = Agenda {
        board: next.board_name.clone(),
        held_on: MeetingDay::Day(next.held_on),
        starts_at: None,
        place: None,
        short_notice: None,
        items: vec![private],
    };
    let secret = report(&next.board_name, next.held_on, "A Lease", "the secret rent");
    let transaction = app.state.db.begin().await.unwrap();
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    agendas::publish_agenda(&transaction, &agenda, &publishing).await.unwrap();
    reports::publish_report(&transaction, &next.board_name, &secret, &publishing).await.unwrap();
    transaction.commit().await.unwrap();
    let print = kind.print(&app.state, next.id.get()).await.unwrap().expect("a pack");
    let text = documents::plain_text::of_document(&print.document);
    assert!(text.contains("A Lease\n  Not for publication"), "{text}");
    assert!(!text.contains("secret rent") && !text.contains("Whose lease"), "a private paper stays out");
}

fn report(board: &str, day: NaiveDate, subject: &str, words: &str) -> Report {
    Report {
        block: ReportBlock {
            report_to: board.into(),
            date: Some(day),
            reporting_officer: "Head of Harbours".into(),
            subject: subject.into(),
            ..ReportBlock::default()
        },
        sections: vec![Section {
            number: Some("1.0".into()),
            heading: "PURPOSE".into(),
            blocks: vec![Block::Paragraph { number: Some("1.1".into()), text: words.into() }],
            ..Section::default()
        }],
        appendices: Vec::new(),
        figures: Vec::new(),
        attachments: Vec::new(),
    }
}

async fn publish(app: &TestApp, report: &Report) -> reports::PlacedReport {
    let transaction = app.state.db.begin().await.unwrap();
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    let placed = reports::publish_report(&transaction, &report.block.report_to, report, &publishing).await.unwrap();
    transaction.commit().await.unwrap();
    placed
}

async fn a_change_makes_another_print_and_the_old_one_stays(on: On) {
    let (app, counting) = site(on).await;
    let next = meeting(&app, "2024-06-11").await;
    let pack = format!("{}/pack.pdf", next.address());
    let (first, _) = print_at(&app, &pack).await;
    publish(&app, &report(&next.board_name, next.held_on, "Ferries", "Two ferries sail.")).await;
    let (second, _) = print_at(&app, &pack).await;
    assert_ne!(first, second);
    assert_eq!(app.get(&first).await.status, StatusCode::OK, "the old one stays at its address");
    publish(&app, &report(&next.board_name, next.held_on, "Ferries", "Three ferries sail.")).await;
    let (third, _) = print_at(&app, &pack).await;
    assert_ne!(second, third);
    assert_eq!(counting.count.load(Ordering::Relaxed), 3);
    let page = app.get(&next.address()).await;
    assert!(page.says(&["PDF, "]));
}

async fn many_who_ask_at_once_cause_one_typesetting(on: On) {
    let (app, counting) = site(on).await;
    let next = meeting(&app, "2024-06-11").await;
    let printing = app.state.printing.clone().unwrap();
    let print = app.state.printed_kind("pack").unwrap().print(&app.state, next.id.get()).await.unwrap().unwrap();
    let asking = (0..100).map(|_| {
        let (printing, print, now) = (printing.clone(), print.clone(), app.state.clock.now());
        tokio::spawn(async move { printing.print("pack/4", print, now).await })
    });
    let mut places = std::collections::BTreeSet::new();
    for asked in asking.collect::<Vec<_>>() {
        places.insert(asked.await.unwrap().expect("a print").address());
    }
    assert_eq!((places.len(), counting.count.load(Ordering::Relaxed)), (1, 1));
}

async fn publications_are_printed_ahead(on: On) {
    let (app, _) = site(on).await;
    let next = meeting(&app, "2024-06-11").await;
    let placed = publish(&app, &report(&next.board_name, next.held_on, "Ferries", "Two ferries sail.")).await;
    let names = [format!("report/{}", placed.report), format!("pack/{}", next.id)];
    app.run_jobs().await;
    for name in names {
        let kept = printing::current(app.state.db.reading(), &name).await.unwrap();
        assert!(kept.is_some(), "{name} was not printed ahead");
    }
}

async fn what_is_not_there_is_not_found(on: On) {
    let (app, _) = site(on).await;
    for address in [
        "/meetings/999/pack.pdf",
        "/meetings/x/pack.pdf",
        "/meetings/0/minutes.pdf",
        "/reports/999/report.pdf",
        "/prints/0000/pack.pdf",
        "/prints/..%2f..%2fetc/passwd",
    ] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let next = meeting(&app, "2024-06-11").await;
    let none = app.get(&format!("{}/minutes.pdf", next.address())).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.says(&["Minutes not found"]));
    let (place, _) = print_at(&app, &format!("{}/pack.pdf", next.address())).await;
    let misnamed = app.get(&place.replace("agenda-pack", "another-name")).await;
    assert_eq!((misnamed.status, misnamed.header("location")), (StatusCode::PERMANENT_REDIRECT, place.as_str()));
}

async fn what_cannot_be_typeset_is_told_with_its_place(on: On) {
    let (app, counting) = site(on).await;
    let next = meeting(&app, "2024-06-11").await;
    let long = "word ".repeat(30_000);
    publish(&app, &report(&next.board_name, next.held_on, "Ferries", &long)).await;
    for _ in 0..2 {
        let refused = app.get(&format!("{}/pack.pdf", next.address())).await;
        assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            refused.says(&["cannot be turned into a PDF", "“Ferries”, section 1.0, paragraph 1.1", "break it into paragraphs"]),
            "{}",
            refused.body
        );
    }
    assert_eq!(counting.count.load(Ordering::Relaxed), 1, "a failure is remembered");
    assert_eq!(app.get(&next.address()).await.status, StatusCode::OK, "the page stands");
}

#[tokio::test]
async fn where_no_child_can_be_started_no_paragraph_is_blamed_and_nothing_is_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("moothall");
    let (app, _) = site(On::Sqlite).await;
    let kind = app.state.printed_kind("report").expect("reports");
    let print = kind.print(&app.state, 2).await.expect("read").expect("a report");
    let printing = printing::Printing::new(app.state.db.clone(), app.state.files.clone(), wiring::typesetter(program.clone()));
    let asked = || printing.print("report/2", print.clone(), app.state.clock.now());
    let error = asked().await.expect_err("there is no such program");
    assert!(error.to_string().contains("typesetting could not be started"), "{error}");
    assert!(!error.to_string().contains('“'), "no place of the document is named: {error}");
    std::fs::copy(env!("CARGO_BIN_EXE_moothall"), &program).expect("the program is there now");
    asked().await.expect("it is made as soon as it can be");
}
