//! Files as papers of agenda items through HTTP, with the program's own children: uploaded, ordered, shown before publishing, published in
//! pack, supplement and exempt pack, replaced, downloaded together; and what must not happen.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]

use access::Place;
use axum::http::StatusCode;
use documents::{Block, Document};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use moothall::{pages, wiring};
use publications::Publishing;
use std::io::{Cursor, Read};
use test_kit::{Answer, On, Person, Sample, TestApp, both_databases, sample_pdf, scanned_pdf};

both_databases!(
    files_are_uploaded_ordered_previewed_and_published,
    a_new_version_needs_a_reason_and_comes_as_a_supplement,
    a_retitled_item_makes_no_file_new,
    a_private_items_files_reach_nobody_else,
    what_cannot_be_printed_is_refused_and_said,
    a_pack_that_cannot_be_made_is_not_published,
    files_stand_after_their_item,
    the_files_of_a_report_are_in_the_pack,
);

const BOARD: &str = "harbour-safety-board";

struct Fixture {
    app: TestApp,
    clerk: Person,
    member: Person,
    officer: Person,
    /// The address of the meeting.
    meeting: String,
}

async fn newest(app: &TestApp, table: &str) -> i64 {
    let sql = format!("SELECT MAX(id) FROM {table}");
    db::single::<i64>(app.state.db.reading(), &sql, []).await.expect("read").expect("a row")
}

async fn fixture(on: On) -> Fixture {
    let typesetter = wiring::typesetter(env!("CARGO_BIN_EXE_moothall").into());
    let app =
        TestApp::with_typesetter(on, wiring::capabilities(), vec![pages::routes()], "2024-02-06T12:00:00Z", Some(typesetter))
            .await;
    let year = foundation::MunicipalYear::beginning_in(2023).expect("a year");
    let register = BoardRegister {
        name: "Harbour Safety Board".into(),
        members: vec![BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, year)],
        ..BoardRegister::default()
    };
    let transaction = app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "First" };
    meetings::publish_board(&transaction, &register, &publishing).await.expect("the register");
    transaction.commit().await.expect("it stands");
    let board = || Some(Place::new("board", 1));
    let clerk = app.person("Petra Placeholder", &[("clerk", board())]).await;
    let member = app.person("Bertha Ashby", &[("member", board())]).await;
    let officer = app.person("Oscar Outline", &[("reporting-officer", board())]).await;
    let fields = [("days", "12 March 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
    let laid = app.post_as(&clerk.cookie, &format!("/boards/{BOARD}/calendar"), &fields).await;
    assert_eq!(laid.status, StatusCode::SEE_OTHER, "{}", laid.body);
    let meeting = format!("/meetings/{}", newest(&app, "meeting").await);
    Fixture { app, clerk, member, officer, meeting }
}

impl Fixture {
    /// Adds an item and gives the address of its files.
    async fn item(&self, title: &str, more: &[(&str, &str)]) -> String {
        let fields = [&[("kind", "presentation"), ("title", title), ("lead_officer", "Harbour Master")][..], more].concat();
        let added = self.app.post_as(&self.clerk.cookie, &format!("{}/items/add", self.meeting), &fields).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        format!("{}/items/{}/files", self.meeting, newest(&self.app, "draft_item").await)
    }

    async fn private_item(&self) -> String {
        let fields =
            [("is_private", "yes"), ("paragraphs", "3"), ("public_interest", "Prices"), ("private_title", "Lease of SECRETQUAY")];
        self.item("A lease", &fields).await
    }

    async fn upload(&self, address: &str, title: &str, name: &str, content: &[u8]) -> Answer {
        self.app.upload_as(&self.clerk.cookie, address, &[("title", title)], Some((name, content))).await
    }

    /// Uploads a file that is taken, and gives its address.
    async fn uploaded(&self, address: &str, title: &str, name: &str, content: &[u8]) -> String {
        let answer = self.upload(address, title, name, content).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{title}: {}", answer.body);
        format!("{address}/{}", newest(&self.app, "item_file").await)
    }

    async fn page(&self, who: &Person, address: &str) -> String {
        let answer = self.app.get_as(&who.cookie, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    async fn public(&self, address: &str) -> String {
        let answer = self.app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    async fn publish(&self, reason: &str) {
        let fields = [("confirmed", "yes"), ("reason", reason)];
        let published = self.app.post_as(&self.clerk.cookie, &format!("{}/prepare/publish", self.meeting), &fields).await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    }

    /// Follows the board's agendas under an email address, as somebody who is told of nothing that was published before.
    async fn followed_by(&self, address: &str) {
        let follow = format!("/boards/{BOARD}/follow");
        self.app.send(test_kit::post("", &follow, &[("wanted", "agendas"), ("mail", address)])).await;
        let asked = mail::all(self.app.state.db.reading(), 1).await.expect("mails").remove(0);
        let link = asked.text.lines().find_map(|line| line.split_once("/subscriptions/confirm/")).expect("a link").1;
        self.app.send(test_kit::post("", &format!("/subscriptions/confirm/{link}"), &[])).await;
        subscriptions::notify(&self.app.state).await.expect("followers are told");
    }

    /// The bytes at an address, for somebody or for everybody.
    async fn bytes(&self, who: Option<&Person>, address: &str) -> Vec<u8> {
        let mut request = axum::http::Request::builder().uri(address);
        if let Some(who) = who {
            request = request.header("cookie", &who.cookie);
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let answer = self.app.send_for_bytes(request).await;
        assert_eq!(answer.0, StatusCode::OK, "{address}");
        answer.1
    }

    /// The words of a PDF at an address that leads to it.
    async fn print(&self, address: &str) -> String {
        let leading = self.app.get(address).await;
        assert_eq!(leading.status, StatusCode::SEE_OTHER, "{address}: {}", leading.body);
        words_of(&self.bytes(None, leading.location()).await)
    }
}

/// The words of a PDF, page by page.
fn words_of(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pdf).expect("the file");
    let output =
        std::process::Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().expect("pdftotext runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn plan(words: &str) -> Vec<u8> {
    sample_pdf(&[words, "Page two of it"], Sample::default())
}

fn word_document(words: &str) -> Vec<u8> {
    let document =
        Document { title: "Notes of the visit".into(), entries: vec![Block::paragraph(words).into()], ..Document::default() };
    word::write(&document, &word::About { title: "Notes", publisher: "Ashmere" }).expect("a Word document")
}

/// The names and contents of a ZIP file, read by another program's library.
fn unzipped(content: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).expect("a ZIP file");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file in it");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("its sum is right");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

async fn files_are_uploaded_ordered_previewed_and_published(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let without = fixture.upload(&files, "", "plan.pdf", &plan("x")).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.says(&["Enter a title"]), "{}", without.body);
    let drawing = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The plan of the fences")).await;
    fixture.uploaded(&files, "Photographs", "scan.pdf", &scanned_pdf()).await;
    fixture.uploaded(&files, "Notes of the visit", "notes.docx", &word_document("The gate was open.")).await;
    let page = fixture.page(&fixture.clerk, &files).await;
    for words in ["Plan of the fences", "PDF, 2 pages", "Word document", "Not fully accessible"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let last = newest(&fixture.app, "item_file").await;
    let moved = fixture.app.post_as(&fixture.clerk.cookie, &format!("{files}/{last}/move"), &[("to", "up")]).await;
    assert!(moved.location().ends_with(&format!("#file-{last}")), "its place is kept: {}", moved.location());
    let page = fixture.page(&fixture.clerk, &files).await;
    assert!(page.find("Notes of the visit") < page.find("Photographs"), "{page}");
    assert_eq!(fixture.app.get(&drawing).await.location().split('?').next(), Some("/sign-in"));

    // The check says what is not accessible and shows the very pack, and nothing of it is public.
    let check = fixture.page(&fixture.clerk, &format!("{}/prepare/check", fixture.meeting)).await;
    for words in ["“Photographs” is not fully accessible", "scanned images", "Preview pack", "pages"] {
        assert!(check.contains(words), "{words}: {check}");
    }
    let preview = words_of(&fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/pack.pdf", fixture.meeting)).await);
    assert!(preview.contains("The plan of the fences") && preview.contains("The gate was open."), "{preview}");
    assert_eq!(newest_publication_of(&fixture, "item-file").await, 0, "a preview publishes nothing");
    assert!(!fixture.public(&fixture.meeting).await.contains("Plan of the fences"));
    assert!(fixture.app.faults().await.is_empty());

    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let place = |words: &str| pack.find(words).unwrap_or_else(|| panic!("{words}: {pack}"));
    assert!(
        place("The plan of the fences") < place("The gate was open.") && place("The gate was open.") < place("scanned images")
    );
    let pages: Vec<&str> = pack.split('\u{C}').filter(|page| !page.trim().is_empty()).collect();
    for (number, page) in (1..).zip(&pages) {
        assert!(page.trim_end().ends_with(&format!("Page {number}")), "page {number}: {page}");
    }
    let meeting = fixture.public(&fixture.meeting).await;
    for words in
        ["Plan of the fences", "PDF, 2 pages", "Not fully accessible.", "Download all papers", "ZIP", "Agenda as a Word document"]
    {
        assert!(meeting.contains(words), "{words}: {meeting}");
    }
    let own = fixture.page(&fixture.member, &format!("/my{}", fixture.meeting)).await;
    for words in ["href=\"/agenda-files/1\"", "Plan of the fences", "PDF, 2 pages"] {
        assert!(own.contains(words), "{words}: {own}");
    }
    let scan = fixture.public("/agenda-files/2").await;
    assert!(scan.contains("scanned images") && scan.contains("ask for it in another format"), "{scan}");
    assert!(fixture.public("/agenda-files/3").await.contains("The gate was open."));
    let zip = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    let names: Vec<&str> = zip.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["01-agenda-and-papers.pdf", "02-plan-of-the-fences.pdf", "03-photographs.pdf"],
        "a Word document is in the pack"
    );
    assert_eq!(zip[1].1, plan("The plan of the fences"));
    let agenda = fixture.bytes(None, &format!("{}/agenda.docx", fixture.meeting)).await;
    assert!(format!("{:?}", word::read(&agenda).expect("a Word document").blocks).contains("Fences of the quay"));
    fixture.app.catch_up().await;
    assert!(fixture.public("/search?q=photographs").await.contains("/agenda-files/2"));
}

async fn newest_publication_of(fixture: &Fixture, kind: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM publication WHERE kind = $1";
    db::single::<i64>(fixture.app.state.db.reading(), sql, [kind.into()]).await.expect("read").expect("a count")
}

async fn a_new_version_needs_a_reason_and_comes_as_a_supplement(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The first plan")).await;
    fixture.publish("").await;
    let before = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let removed = fixture.app.post_as(&fixture.clerk.cookie, &format!("{file}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(removed.says(&["This file has been published"]), "{}", removed.body);

    let replace = format!("{file}/replace");
    let second = plan("The second plan");
    let upload = |reason: &'static str, content: Vec<u8>| {
        let (fixture, replace) = (&fixture, &replace);
        async move { fixture.app.upload_as(&fixture.clerk.cookie, replace, &[("reason", reason)], Some(("plan.pdf", &content))).await }
    };
    assert!(upload("", second.clone()).await.says(&["Enter a reason"]));
    assert!(upload("x", plan("The first plan")).await.says(&["is the same as the current version"]));
    assert_eq!(upload("A gate was missing", second.clone()).await.status, StatusCode::SEE_OTHER);
    let page = fixture.page(&fixture.clerk, &file).await;
    assert!(page.contains("Version 2") && page.contains("Not published yet") && page.contains("A gate was missing"), "{page}");
    assert!(!fixture.public("/agenda-files/1").await.contains("A gate was missing"), "until it is published");
    assert_eq!(fixture.bytes(Some(&fixture.clerk), &format!("{file}/1")).await, plan("The first plan"), "both are kept");

    fixture.followed_by("rita@mail.example").await;
    fixture.publish("A plan was replaced").await;
    assert_eq!(subscriptions::notify(&fixture.app.state).await.expect("followers are told"), 1);
    let told = &mail::all(fixture.app.state.db.reading(), 1).await.expect("mails")[0];
    let names_it = told.text.contains("Paper: Plan of the fences");
    assert!(told.subject.starts_with("Papers added to the agenda: ") && names_it, "{told:?}");
    let supplement = fixture.print(&format!("{}/supplements/1", fixture.meeting)).await;
    assert!(supplement.contains("The second plan") && !supplement.contains("The first plan"), "{supplement}");
    let pages = |pack: &str| pack.split('\u{C}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>();
    for (number, page) in (pages(&before).len() + 1..).zip(pages(&supplement)) {
        assert!(page.trim_end().ends_with(&format!("Page {number}")), "page {number}: {page}");
    }
    assert_eq!(fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await, before, "the pack stays as it was");
    let public = fixture.public("/agenda-files/1").await;
    assert!(public.contains("Version 2") && public.contains("A gate was missing"), "{public}");
    let check = fixture.page(&fixture.clerk, &format!("{}/prepare/check", fixture.meeting)).await;
    assert!(check.contains("there will be no supplement"), "{check}");
}

async fn a_retitled_item_makes_no_file_new(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The first plan")).await;
    fixture.publish("").await;
    let replaced = [("reason", "A gate was missing")];
    let second = plan("The second plan");
    let replace = format!("{file}/replace");
    fixture.app.upload_as(&fixture.clerk.cookie, &replace, &replaced, Some(("plan.pdf", &second))).await;
    fixture.publish("A plan was replaced").await;
    let item = files.trim_end_matches("/files");
    let fields = [("kind", "presentation"), ("title", "Gates of the quay"), ("lead_officer", "Harbour Master"), ("version", "1")];
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, item, &fields).await.status, StatusCode::SEE_OTHER);
    fixture.publish("The title was wrong").await;
    assert_eq!(fixture.app.get(&format!("{}/supplements/2", fixture.meeting)).await.status, StatusCode::NOT_FOUND);
    let public = fixture.public("/agenda-files/1").await;
    assert!(public.contains("Gates of the quay") && public.contains("The title was wrong"), "{public}");
}

async fn a_private_items_files_reach_nobody_else(on: On) {
    let fixture = fixture(on).await;
    fixture.item("Fences of the quay", &[]).await;
    let files = fixture.private_item().await;
    let content = plan("SECRETRENT");
    let file = fixture.uploaded(&files, "SECRETLIST of rents", "secretname.pdf", &content).await;
    for who in [&fixture.member, &fixture.officer] {
        for address in [&files, &file, &format!("{file}/1"), &format!("{}/prepare/exempt-pack.pdf", fixture.meeting)] {
            let answer = fixture.app.get_as(&who.cookie, address).await;
            assert!(!answer.status.is_success() && !answer.says(&["SECRET"]), "{address}: {}", answer.body);
        }
    }
    let preview = words_of(&fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/pack.pdf", fixture.meeting)).await);
    assert!(!preview.contains("SECRET"), "{preview}");
    let exempt = words_of(&fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/exempt-pack.pdf", fixture.meeting)).await);
    assert!(exempt.contains("SECRETRENT") && exempt.contains("SECRETLIST"), "{exempt}");
    fixture.publish("").await;
    fixture.app.catch_up().await;
    assert!(!fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await.contains("SECRET"));
    for address in [&fixture.meeting, "/search?q=SECRETLIST", "/agenda-files/1", "/ledger"] {
        assert!(!fixture.app.get(address).await.says(&["SECRETLIST of rents"]), "{address}");
    }
    assert_eq!(fixture.app.get("/agenda-files/1").await.status, StatusCode::NOT_FOUND);
    let hash = files::hash(&content);
    let stolen = format!("/attachments/{hash}/secretname.pdf");
    for who in [&fixture.clerk, &fixture.member, &fixture.officer] {
        assert_eq!(fixture.app.get_as(&who.cookie, &stolen).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(fixture.app.get(&stolen).await.status, StatusCode::NOT_FOUND);
    let public = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    assert!(public.iter().all(|(name, content)| !name.contains("secret") && !words_of(content).contains("SECRET")), "{public:?}");

    // A member of the board has it by right, alone and with all other papers.
    let own = fixture.page(&fixture.member, &format!("/my{}", fixture.meeting)).await;
    assert!(!own.contains("/agenda-files/") && own.contains("/private#item-"), "{own}");
    let page = fixture.page(&fixture.member, &format!("{}/private", fixture.meeting)).await;
    assert!(page.contains("SECRETLIST of rents") && page.contains("/private-files/1"), "{page}");
    let own = format!("{}/private-files/1", fixture.meeting);
    assert_eq!(fixture.bytes(Some(&fixture.member), &own).await, content);
    assert!(!fixture.app.get_as(&fixture.officer.cookie, &own).await.status.is_success());
    let id = fixture.meeting.trim_start_matches("/meetings/");
    let zip = unzipped(fixture.bytes(Some(&fixture.member), &format!("/my/meetings/{id}/papers.zip")).await);
    assert!(zip.iter().any(|(_, content)| words_of(content).contains("SECRETRENT")), "the exempt pack is in it");
    assert!(!fixture.app.get_as(&fixture.officer.cookie, &format!("/my/meetings/{id}/papers.zip")).await.status.is_success());
}

async fn what_cannot_be_printed_is_refused_and_said(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let script = sample_pdf(&["x"], Sample { catalog: "/OpenAction <</S /JavaScript /JS (app.alert(1))>>", ..Sample::default() });
    let pictured = {
        let mut content = word_document("Words");
        content.truncate(content.len() / 2);
        content
    };
    let cases: [(&str, &[u8], &str); 7] = [
        ("empty", b"", "Select a file"),
        ("a picture", b"\x89PNG\r\n\x1a\n....", "must be a PDF or a Word document"),
        ("a page", b"<html><script>", "must be a PDF or a Word document"),
        ("damaged", b"%PDF-1.7\nnothing at all", "damaged"),
        ("a script", &script, "JavaScript"),
        ("half a document", &pictured, "Word"),
        ("old Word", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], ".docx"),
    ];
    for (what, content, told) in cases {
        let answer = fixture.upload(&files, "Title", "file.pdf", content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.body);
        assert!(answer.says(&[told]), "{what}: {}", answer.body);
    }
    // A paragraph that no page could be set of is found when the file is sent, and not when it is published.
    let long = fixture.upload(&files, "Title", "long.docx", &word_document(&"A long word. ".repeat(2_000))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", long.body);
    assert!(long.says(&["break it into paragraphs", "save it as a PDF"]), "{}", long.body);
    assert!(fixture.page(&fixture.clerk, &files).await.contains("No files yet."));
    // Pages that lead to themselves without end end in a sentence, and the program goes on.
    let endless =
        test_kit::pdf_of(&["<</Type /Catalog /Pages 2 0 R>>".to_owned(), "<</Type /Pages /Kids [2 0 R] /Count 1>>".to_owned()]);
    let answer = fixture.upload(&files, "Title", "file.pdf", &endless).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    fixture.uploaded(&files, "Plan", "plan.pdf", &plan("A good one")).await;
    let others = fixture.app.upload_as(&fixture.officer.cookie, &files, &[("title", "x")], Some(("plan.pdf", &plan("x")))).await;
    assert_eq!(others.status, StatusCode::FORBIDDEN, "{}", others.body);
    let elsewhere = files.replace("/items/", "/items/9");
    assert_eq!(fixture.upload(&elsewhere, "x", "plan.pdf", &plan("x")).await.status, StatusCode::NOT_FOUND);
}

async fn a_pack_that_cannot_be_made_is_not_published(on: On) {
    let fixture = fixture(on).await;
    let body = "Words without end. ".repeat(1_200);
    let files = fixture.item("Fences of the quay", &[("body", &body)]).await;
    let item = files.trim_end_matches("/files");
    let check = format!("{}/prepare/check", fixture.meeting);
    let page = fixture.page(&fixture.clerk, &check).await;
    for words in ["Must fix", "The pack cannot be created.", "break it into paragraphs"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let fields = [("confirmed", "yes"), ("reason", "")];
    let refused = fixture.app.post_as(&fixture.clerk.cookie, &format!("{}/prepare/publish", fixture.meeting), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says(&["Fix the problems listed under"]), "{}", refused.body);
    assert!(!fixture.public(&fixture.meeting).await.contains("Fences of the quay"), "nothing is public");
    let preview = fixture.app.get_as(&fixture.clerk.cookie, &format!("{}/prepare/pack.pdf", fixture.meeting)).await;
    assert!(!preview.status.is_success() && preview.says(&["break it into paragraphs"]), "{}", preview.body);

    // Nor one whose private papers cannot be read by those who may.
    let shorter = [("kind", "presentation"), ("title", "Fences of the quay"), ("body", "Words."), ("version", "0")];
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, item, &shorter).await.status, StatusCode::SEE_OTHER);
    let private = [("is_private", "yes"), ("paragraphs", "3"), ("public_interest", "Prices"), ("body", &body)];
    let private = fixture.item("A lease", &private).await;
    let page = fixture.page(&fixture.clerk, &check).await;
    assert!(page.contains("The exempt pack cannot be created.") && !page.contains("The pack cannot be created."), "{page}");
    let refused = fixture.app.post_as(&fixture.clerk.cookie, &format!("{}/prepare/publish", fixture.meeting), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let removed = format!("{}/remove", private.trim_end_matches("/files"));
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &removed, &[("confirmed", "yes")]).await.status, StatusCode::SEE_OTHER);
    fixture.publish("").await;
    assert!(fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await.contains("Fences of the quay"));
}

async fn files_stand_after_their_item(on: On) {
    let fixture = fixture(on).await;
    let first = fixture.item("Fences of the quay", &[]).await;
    fixture.item("Lamps of the quay", &[("body", "The words about lamps.")]).await;
    let third = fixture.item("Gates of the quay", &[("body", "The words about gates.")]).await;
    fixture.uploaded(&third, "Plan of the gates", "plan.pdf", &plan("The plan of the gates")).await;
    fixture.uploaded(&first, "Plan of the fences", "plan.pdf", &plan("The plan of the fences")).await;
    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let places: Vec<usize> =
        ["The plan of the fences", "The words about lamps.", "The words about gates.", "The plan of the gates"]
            .iter()
            .map(|words| pack.find(words).unwrap_or_else(|| panic!("{words}: {pack}")))
            .collect();
    assert!(places.is_sorted(), "in the order of the agenda: {places:?} {pack}");
    assert_eq!(pack.matches("The plan of the fences").count(), 1, "{pack}");
}

async fn the_files_of_a_report_are_in_the_pack(on: On) {
    let fixture = fixture(on).await;
    let head = fixture.app.person("Hedda Service", &[("clearing-officer", Some(Place::new("clearance", 4)))]).await;
    let _ = head;
    fixture.item("Fences of the quay", &[]).await;
    // A published report with an attachment, as drafting publishes it.
    let (good, bad) = (plan("The plan that goes along"), b"%PDF-1.7\nnothing".to_vec());
    let at = fixture.app.state.clock.now();
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let mut attachments = Vec::new();
    for (title, content, kind) in [
        ("The plan", good.clone(), "application/pdf"),
        ("A damaged one", bad, "application/pdf"),
        ("Counts", b"1;2".to_vec(), "text/plain"),
    ] {
        let visibility = files::Visibility::Public;
        let kept = fixture.app.state.files.keep(&transaction, "a.pdf", kind, content.into(), at, visibility).await.expect("kept");
        attachments.push(reports::report::Attachment {
            title: title.into(),
            file: kept.hash,
            name: "a.pdf".into(),
            content_type: kind.into(),
            size: u64::try_from(kept.size).expect("a size"),
        });
    }
    let report = reports::report::Report {
        block: reports::report::ReportBlock {
            report_to: "Harbour Safety Board".into(),
            date: chrono::NaiveDate::from_ymd_opt(2024, 3, 12),
            reporting_officer: "Harbour Master".into(),
            subject: "Fences of the quay".into(),
            ..reports::report::ReportBlock::default()
        },
        sections: Vec::new(),
        appendices: Vec::new(),
        figures: Vec::new(),
        attachments,
    };
    let publishing = Publishing { at, actor: "a test", reason: "First" };
    reports::publish_report(&transaction, "Harbour Safety Board", &report, &publishing).await.expect("the report");
    transaction.commit().await.expect("it stands");
    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    for words in ["The plan that goes along", "Goes with", "its pages could not be read", "only PDFs can be printed"] {
        assert!(pack.contains(words), "{words}: {pack}");
    }
    let zip = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    assert!(zip.iter().any(|(name, content)| name.ends_with("the-plan.pdf") && *content == good), "{:?}", zip.len());
}
