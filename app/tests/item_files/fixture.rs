//! A board with an upcoming meeting, its clerk, and the files that they upload.

use access::Place;
use axum::http::StatusCode;
use documents::{Block, Document};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use moothall::{pages, wiring};
use publications::Publishing;
use std::io::{Cursor, Read};
use test_kit::{Answer, On, Person, Sample, TestApp, sample_pdf};

pub(crate) const BOARD: &str = "harbour-safety-board";

pub(crate) struct Fixture {
    pub(crate) app: TestApp,
    pub(crate) clerk: Person,
    pub(crate) member: Person,
    pub(crate) officer: Person,
    /// The address of the meeting.
    pub(crate) meeting: String,
}

pub(crate) async fn newest(app: &TestApp, table: &str) -> i64 {
    let sql = format!("SELECT MAX(id) FROM {table}");
    db::single::<i64>(app.state.db.reading(), &sql, []).await.expect("read").expect("a row")
}

pub(crate) async fn fixture(on: On) -> Fixture {
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
    /// Adds an item and returns the address of its files.
    pub(crate) async fn item(&self, title: &str, more: &[(&str, &str)]) -> String {
        let fields = [&[("kind", "presentation"), ("title", title), ("lead_officer", "Harbour Master")][..], more].concat();
        let added = self.app.post_as(&self.clerk.cookie, &format!("{}/items/add", self.meeting), &fields).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        format!("{}/items/{}/files", self.meeting, newest(&self.app, "draft_item").await)
    }

    pub(crate) async fn private_item(&self) -> String {
        let fields =
            [("is_private", "yes"), ("paragraphs", "3"), ("public_interest", "Prices"), ("private_title", "Lease of SECRETQUAY")];
        self.item("A lease", &fields).await
    }

    pub(crate) async fn upload(&self, address: &str, title: &str, name: &str, content: &[u8]) -> Answer {
        self.app.upload_as(&self.clerk.cookie, address, &[("title", title)], Some((name, content))).await
    }

    /// Uploads a file that is accepted, and returns its address.
    pub(crate) async fn uploaded(&self, address: &str, title: &str, name: &str, content: &[u8]) -> String {
        let answer = self.upload(address, title, name, content).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{title}: {}", answer.body);
        format!("{address}/{}", newest(&self.app, "item_file").await)
    }

    pub(crate) async fn page(&self, who: &Person, address: &str) -> String {
        let answer = self.app.get_as(&who.cookie, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    pub(crate) async fn public(&self, address: &str) -> String {
        let answer = self.app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    pub(crate) async fn publish(&self, reason: &str) {
        let fields = [("confirmed", "yes"), ("reason", reason)];
        let published = self.app.post_as(&self.clerk.cookie, &format!("{}/prepare/publish", self.meeting), &fields).await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    }

    /// Subscribes an email address to the board's agendas, without notices of anything published before.
    pub(crate) async fn followed_by(&self, address: &str) {
        let follow = format!("/boards/{BOARD}/follow");
        self.app.send(test_kit::post("", &follow, &[("wanted", "agendas"), ("mail", address)])).await;
        let asked = mail::all(self.app.state.db.reading(), 1).await.expect("mails").remove(0);
        let link = asked.text.lines().find_map(|line| line.split_once("/subscriptions/confirm/")).expect("a link").1;
        self.app.send(test_kit::post("", &format!("/subscriptions/confirm/{link}"), &[])).await;
        subscriptions::notify(&self.app.state).await.expect("followers are told");
    }

    /// Returns the bytes at an address, as seen by a person or by the public.
    pub(crate) async fn bytes(&self, who: Option<&Person>, address: &str) -> Vec<u8> {
        let mut request = axum::http::Request::builder().uri(address);
        if let Some(who) = who {
            request = request.header("cookie", &who.cookie);
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let answer = self.app.send_for_bytes(request).await;
        assert_eq!(answer.0, StatusCode::OK, "{address}");
        answer.1
    }

    /// Returns the words of the PDF that an address redirects to.
    pub(crate) async fn print(&self, address: &str) -> String {
        let leading = self.app.get(address).await;
        assert_eq!(leading.status, StatusCode::SEE_OTHER, "{address}: {}", leading.body);
        test_kit::words_of_pdf(&self.bytes(None, leading.location()).await)
    }
}

pub(crate) fn plan(words: &str) -> Vec<u8> {
    sample_pdf(&[words, "Page two of it"], Sample::default())
}

pub(crate) fn word_document(words: &str) -> Vec<u8> {
    let document =
        Document { title: "Notes of the visit".into(), entries: vec![Block::paragraph(words).into()], ..Document::default() };
    word::write(&document, &word::About { title: "Notes", publisher: "Ashmere" }).expect("a Word document")
}

/// Returns the names and contents of a ZIP file, read with an independent library.
pub(crate) fn unzipped(content: Vec<u8>) -> Vec<(String, Vec<u8>)> {
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
