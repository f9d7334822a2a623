//! A site with people who are signed in, and a capability with letters that can only be opened for a reason.

use access::account::AccountState;
use access::actor::Term;
use access::role_store::{self, NewRole};
use access::session::Stage;
use access::session_store::{self, Origin};
use access::{AccountId, Action, Actor, By, Declaration, On as OnRecords, Permission, Record, RecordKind, Role, account_store};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, header};
use maud::{Markup, html};
use test_kit::{Answer, On, TestApp};
use web::{AppState, Capability, ClosedRecord, ClosedRecords, Error, OpeningNote, Routes, SignedIn};

pub(crate) const NOW: &str = "2026-06-10T23:30:00Z";

pub(crate) const LETTER: &str = "sealed-letter";
const READ_LETTER: Action = Action { record: LETTER, word: "read" };

const LETTERS: Declaration = Declaration {
    roles: &[Role { key: "postmaster", name: "Postmaster", description: "Keeps letters.", within: None }],
    place_kinds: &[],
    records: &[RecordKind {
        key: LETTER,
        name: "Sealed letter",
        actions: &[READ_LETTER],
        permissions: &[
            Permission::new("postmaster", &[READ_LETTER], OnRecords::All).after_reason(),
            Permission::new("monitoring-officer", &[READ_LETTER], OnRecords::All).after_reason(),
        ],
        openings_are_kept: true,
    }],
};

struct Letters;

#[async_trait::async_trait]
impl ClosedRecords for Letters {
    fn kind(&self) -> &'static str {
        LETTER
    }

    async fn find(&self, state: &AppState, actor: &Actor, id: i64) -> Result<Option<ClosedRecord>, Error> {
        let answer = state.joined.policy.can(actor, READ_LETTER, &Record { id, ..Record::default() });
        let letter = ClosedRecord { title: format!("Letter {id}"), address: format!("/letters/{id}"), place: None, answer };
        Ok((1..=3).contains(&id).then_some(letter))
    }
}

async fn letter(State(state): State<AppState>, who: SignedIn, Path(id): Path<i64>) -> web::Result<Markup> {
    state.ask(&who.actor, READ_LETTER, &Record { id, ..Record::default() })?;
    state.note_opening(&who.actor, LETTER, id, &OpeningNote::default()).await?;
    let record = format!("{LETTER}/{id}");
    let page = ui::Page { title: "A letter", ..state.page() };
    let content = html! {
        h1 { "A letter" }
        (web::glass_banner(&state, &record).await?)
        p { "Dear council" }
        (web::glass_openings(&state, &record, 2).await?)
    };
    Ok(ui::page(&page, content))
}

fn letters() -> Capability {
    Capability {
        name: "letters",
        routes: Routes::new().get("/letters/{id}", letter),
        access: LETTERS,
        closed_records: vec![Box::new(Letters)],
        ..Capability::default()
    }
}

pub(crate) async fn site(on: On) -> TestApp {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([letters(), oversight::capability()]);
    TestApp::new(on, capabilities, Vec::new(), NOW).await
}

/// Someone with an account and a session.
pub(crate) struct Person {
    pub account: AccountId,
    cookie: String,
}

pub(crate) async fn person(app: &TestApp, name: &str, roles: &[&str]) -> Person {
    let by = By { actor: "a test", at: app.state.clock.now() };
    let transaction = app.state.db.begin().await.unwrap();
    let mail = format!("{}@ashmere.example", name.to_lowercase().replace(' ', "."));
    let account = account_store::insert(&transaction, &mail, name, by).await.unwrap();
    account_store::set_state(&transaction, account, AccountState::Active, by).await.unwrap();
    for role in roles {
        let term = Term { from: app.state.clock.today(), until: None };
        let role = NewRole { role: (*role).to_owned(), place: None, term };
        role_store::give(&transaction, account, &role, false, by).await.unwrap();
    }
    let origin = Origin::default();
    let token = session_store::begin(&transaction, account, Stage::SignedIn, "password", None, &origin, by.at).await.unwrap();
    transaction.commit().await.unwrap();
    Person { account, cookie: format!("moothall-session={}", token.secret()) }
}

impl Person {
    pub(crate) async fn get(&self, app: &TestApp, address: &str) -> Answer {
        app.send(Request::get(address).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, app: &TestApp, address: &str, form: &str) -> Answer {
        let request = Request::post(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        app.send(request.unwrap()).await
    }

    pub(crate) fn name(&self) -> String {
        format!("account/{}", self.account)
    }
}

/// Executes SQL directly on the database, bypassing the program.
pub(crate) async fn behind_its_back(app: &TestApp, sql: &str) -> u64 {
    app.behind_its_back(sql).await
}

/// Appends an entry as a capability would.
pub(crate) async fn entry(
    app: &TestApp,
    at: &str,
    actor: &str,
    action: ledger::Action,
    record: &str,
    payload: serde_json::Value,
) -> i64 {
    let transaction = app.state.db.begin().await.unwrap();
    let entry = ledger::Entry { at: at.parse().unwrap(), actor, action, record, payload: &payload };
    let position = ledger::append(&transaction, &entry).await.unwrap();
    transaction.commit().await.unwrap();
    position
}
