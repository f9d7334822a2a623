//! The site behind the table: the demonstration's record, another board, people in every role, and the records of all capabilities.

use crate::matrix::parts::{self, EXAMPLES, Part};
use crate::matrix::roles::{ROLES, Role};
use access::{By, Place, account_store};
use foundation::{Clock, MunicipalYear};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use moothall::{demonstration, pages, wiring};
use publications::Publishing;
use std::collections::BTreeMap;
use test_kit::{EVENING_OF_MEETING, ExampleSite, On, Person, TestApp, WEEK_BEFORE};

pub(crate) struct Fixture {
    pub site: ExampleSite,
    pub parts: Vec<Part>,
}

impl Fixture {
    pub(crate) async fn new(on: On) -> Self {
        let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], WEEK_BEFORE).await;
        let first = demonstration::read().expect("the demonstration reads").clock;
        app.state.load_demonstration(first).await.expect("the demonstration loads");
        let transaction = app.state.db.begin().await.expect("a transaction");
        let year = MunicipalYear::beginning_in(2023).expect("a year");
        let chair = BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, year);
        let other = BoardRegister { name: "Harbour Board".into(), members: vec![chair], ..BoardRegister::default() };
        let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
        meetings::publish_board(&transaction, &other, &publishing).await.expect("a board");
        transaction.commit().await.expect("committed");
        let mut people = BTreeMap::new();
        for role in ROLES.iter().filter(|role| role.is_signed_in) {
            people.insert(role.name, person(&app, role).await);
        }
        let mut site = ExampleSite::new(app, people);
        for (_, examples) in EXAMPLES {
            examples.create(&mut site).await;
        }
        let evening = Clock::standing_at(EVENING_OF_MEETING.parse().expect("an instant"));
        let later = site.app.beside_with(wiring::capabilities(), vec![pages::routes()], evening).await;
        site.app = later;
        for (_, examples) in EXAMPLES {
            examples.create_on_the_day(&mut site).await;
        }
        let parts = parts::parts(&site.app);
        Self { site, parts }
    }

    pub(crate) fn app(&self) -> &TestApp {
        &self.site.app
    }

    /// Returns an address of this kind, for something that exists.
    pub(crate) fn example(&self, path: &str) -> String {
        let is_there = |part: &&Part| part.addresses.iter().any(|address| address.path == path);
        let part = self.parts.iter().find(is_there).expect("an address of the program");
        part.examples.address(&self.site, path)
    }
}

/// Creates the account of a role, and signs it in.
async fn person(app: &TestApp, role: &Role) -> Person {
    let held: Vec<(&str, Option<Place>)> = role.held.iter().map(|(key, place)| (*key, Place::parse(place))).collect();
    let person = app.person(&role.name.replace([',', ':'], ""), &held).await;
    let by = By { actor: "a test", at: app.state.clock.now() };
    let transaction = app.state.db.begin().await.expect("a transaction");
    account_store::set_password(&transaction, person.account, "not a hash that anything fits", by).await.expect("a password");
    transaction.commit().await.expect("committed");
    person
}
