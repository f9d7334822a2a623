//! A fictional council with two boards and two partner agencies, and people who add and read private papers.

// Each test file uses only some of it.
#![allow(dead_code, reason = "shared by several files of tests")]

use access::Place;
use axum::http::StatusCode;
use foundation::MunicipalYear;
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use publications::Publishing;
use test_kit::{Answer, On, Person, TestApp};
use web::{AppState, Capability, Error, Places};

/// Agencies, as provided by a council's settings.
struct Agencies;

#[async_trait::async_trait]
impl Places for Agencies {
    fn kind(&self) -> &'static str {
        directory::roles::AGENCY_PLACE
    }

    async fn all(&self, _: &AppState) -> Result<Vec<(i64, String)>, Error> {
        Ok(vec![(1, "Ashmere Constabulary".into()), (2, "Harbour Housing".into())])
    }
}

pub(crate) struct Fixture {
    pub(crate) app: TestApp,
    pub(crate) clerk: Person,
    pub(crate) member: Person,
}

pub(crate) fn board(id: i64) -> Place {
    Place::new("board", id)
}

pub(crate) async fn site(on: On) -> Fixture {
    let access = access::Declaration {
        place_kinds: &[access::PlaceKind { key: directory::roles::AGENCY_PLACE, name: "Agency" }],
        ..access::Declaration::default()
    };
    let agencies = Capability { name: "agencies", access, places: vec![Box::new(Agencies)], ..Capability::default() };
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability(), papers::capability(), agencies]);
    let app = TestApp::new(on, capabilities, Vec::new(), "2024-06-04T09:00:00Z").await;
    let transaction = app.state.db.begin().await.expect("a transaction");
    for name in ["Harbour Safety Board", "Market Square Board"] {
        let member =
            BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, MunicipalYear::beginning_in(2023).expect("a year"));
        let register = BoardRegister { name: name.into(), members: vec![member], ..BoardRegister::default() };
        let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
        meetings::publish_board(&transaction, &register, &publishing).await.expect("a board");
    }
    transaction.commit().await.expect("it stands");
    let clerk = app.person("Petra Placeholder", &[("clerk", Some(board(1)))]).await;
    let member = app.person("Ada Sample", &[("member", Some(board(1)))]).await;
    Fixture { app, clerk, member }
}

pub(crate) const PDF: &[u8] = b"%PDF-1.7\n% a lease of the quay\n%%EOF\n";

impl Fixture {
    pub(crate) async fn send(&self, who: &Person, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        self.app.upload_as(&who.cookie, "/papers/add", fields, file).await
    }

    /// Adds an exempt paper to the first board. Returns its path.
    pub(crate) async fn lease(&self) -> String {
        let fields = [
            ("title", "Lease of the quay"),
            ("board", "board/1"),
            ("paragraph", "3"),
            ("public_interest", "The other party's prices would be known to its competitors."),
        ];
        let added = self.send(&self.clerk, &fields, Some(("lease.pdf", PDF))).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        added.location().trim_end_matches("?done=added").to_owned()
    }

    pub(crate) async fn get(&self, who: &Person, address: &str) -> StatusCode {
        self.app.get_as(&who.cookie, address).await.status
    }
}
