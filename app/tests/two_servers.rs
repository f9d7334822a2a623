//! Two servers over one database: access that one of them removes is refused by the other at the very next request, and access
//! that expires ends at once, although each server caches what people hold and what they saw.

use access::account::AccountState;
use access::actor::Term;
use access::glass_store::{self, Closed};
use access::role_store::{self, NewRole};
use access::{AccountId, By, Place, account_store, session_store};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use foundation::{Clock, MunicipalYear};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use moothall::{pages, wiring};
use publications::Publishing;
use std::time::Duration;
use test_kit::{On, Person, TestApp, both_databases};

both_databases!(
    a_session_that_the_other_server_ended_is_refused,
    a_role_that_the_other_server_took_away_is_gone,
    an_account_that_the_other_server_closed_is_refused,
    what_another_process_wrote_counts_at_once,
    sessions_roles_and_openings_end_while_they_are_kept,
    everybody_sees_their_own_page,
    what_waits_for_somebody_is_made_anew_after_each_act,
);

const BOARD: &str = "/boards/harbour-safety-board";
const DESK: &str = "/boards/harbour-safety-board/desk";
const DESK_LINK: &str = "Manage this board";
const NOW: &str = "2024-06-04T09:00:00Z";
const LEASE: [(&str, &str); 3] = [("title", "Lease of the quay"), ("board", "board/1"), ("paragraph", "none")];

/// Creates a site with a board and this clock.
async fn site_at(on: On, clock: Clock) -> TestApp {
    let set = |parts: &mut web::Parts| parts.clock = clock;
    let app = TestApp::set_up(on, wiring::capabilities(), vec![pages::routes()], NOW, None, set).await;
    let year = MunicipalYear::beginning_in(2024).unwrap();
    let member = BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, year);
    let register = BoardRegister { name: "Harbour Safety Board".into(), members: vec![member], ..BoardRegister::default() };
    let transaction = app.state.db.begin().await.unwrap();
    let publishing = Publishing { at: clock.now(), actor: "a test", reason: "A test" };
    meetings::publish_board(&transaction, &register, &publishing).await.unwrap();
    transaction.commit().await.unwrap();
    app
}

struct Servers {
    one: TestApp,
    other: TestApp,
    administrator: Person,
    clerk: Person,
}

async fn servers(on: On) -> Servers {
    let one = site_at(on, Clock::standing_at(instant(NOW))).await;
    let other = one.beside(wiring::capabilities()).await;
    let administrator = one.person("Adam Inistrator", &[("administrator", None)]).await;
    let clerk = one.person("Petra Placeholder", &[("clerk", Some(Place::new("board", 1)))]).await;
    Servers { one, other, administrator, clerk }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

async fn status(app: &TestApp, cookie: &str, address: &str) -> StatusCode {
    app.get_as(cookie, address).await.status
}

impl Servers {
    /// Makes both servers cache everything that can be cached for a session.
    async fn keep(&self, cookie: &str) {
        for app in [&self.one, &self.other, &self.one, &self.other] {
            assert_eq!(status(app, cookie, "/account").await, StatusCode::OK);
            assert!(app.get_as(cookie, BOARD).await.says(&["Sign out"]));
        }
    }

    /// Checks that both servers treat the session as invalid.
    async fn both_refuse(&self, cookie: &str, why: &str) {
        for app in [&self.one, &self.other] {
            assert!(!app.get_as(cookie, BOARD).await.says(&["Sign out"]), "{why}");
            assert_eq!(app.get_as(cookie, "/account").await.location(), "/sign-in?next=%2Faccount", "{why}");
        }
    }

    /// Performs an administrator's action on the other server.
    async fn administer(&self, address: &str) {
        let answer = self.other.post_as(&self.administrator.cookie, address, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
        assert_ne!(answer.location(), "/sign-in", "{address}");
    }
}

async fn a_session_that_the_other_server_ended_is_refused(on: On) {
    let servers = servers(on).await;
    let account = servers.clerk.account;
    let session = servers.one.session_of(account).await;
    servers.keep(&session).await;
    servers.other.post_as(&session, "/sign-out", &[]).await;
    servers.both_refuse(&session, "signed out").await;

    let session = servers.one.session_of(account).await;
    servers.keep(&session).await;
    servers.keep(&servers.clerk.cookie).await;
    servers.other.post_as(&servers.clerk.cookie, "/account/sessions/end-others", &[]).await;
    servers.both_refuse(&session, "ended from another browser").await;
    servers.keep(&servers.clerk.cookie).await;

    servers.administer(&format!("/accounts/{account}/end-sessions")).await;
    servers.both_refuse(&servers.clerk.cookie, "ended by an administrator").await;

    let session = servers.one.session_of(account).await;
    servers.keep(&session).await;
    servers.administer(&format!("/accounts/{account}/remove-second-factor")).await;
    servers.both_refuse(&session, "another second factor is to be set up").await;
}

async fn a_role_that_the_other_server_took_away_is_gone(on: On) {
    let servers = servers(on).await;
    let Servers { one, other, clerk, .. } = &servers;
    for app in [one, other, one] {
        assert_eq!(status(app, &clerk.cookie, DESK).await, StatusCode::OK);
        assert!(app.get_as(&clerk.cookie, BOARD).await.says(&[DESK_LINK]));
    }
    let given = role_store::of_account(one.state.db.reading(), clerk.account).await.unwrap();
    servers.administer(&format!("/accounts/{}/roles/{}/withdraw", clerk.account, given[0].id)).await;
    for app in [one, other] {
        assert!(!app.get_as(&clerk.cookie, BOARD).await.says(&[DESK_LINK]), "the page was remembered with the role");
        assert_eq!(status(app, &clerk.cookie, DESK).await, StatusCode::NOT_FOUND);
        assert_eq!(status(app, &clerk.cookie, "/account").await, StatusCode::OK, "they are signed in still");
    }
    // New roles take effect at once, too.
    let transaction = other.state.db.begin().await.unwrap();
    let term = Term { from: other.state.clock.today(), until: None };
    let role = NewRole { role: "clerk".into(), place: Some(Place::new("board", 1)), term };
    role_store::give(&transaction, clerk.account, &role, false, by(other)).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(one.get_as(&clerk.cookie, BOARD).await.says(&[DESK_LINK]));
    assert_eq!(status(one, &clerk.cookie, DESK).await, StatusCode::OK);
}

fn by(app: &TestApp) -> By<'static> {
    By { actor: "a test", at: app.state.clock.now() }
}

async fn an_account_that_the_other_server_closed_is_refused(on: On) {
    let servers = servers(on).await;
    servers.keep(&servers.clerk.cookie).await;
    servers.administer(&format!("/accounts/{}/close", servers.clerk.account)).await;
    servers.both_refuse(&servers.clerk.cookie, "closed").await;
}

/// Uses only the stores, as a command or another kind of program does, without the pages that also end sessions.
async fn what_another_process_wrote_counts_at_once(on: On) {
    let servers = servers(on).await;
    let (cookie, account) = (servers.clerk.cookie.as_str(), servers.clerk.account);
    let (database, state) = (db::Db::open(&servers.one.address).await.unwrap(), &servers.one.state);
    let key = state.secret.row_seal_key();
    let database = ledger::hold(database, &state.joined.protected_tables, key, state.clock).await.unwrap();
    servers.keep(cookie).await;

    let transaction = database.begin().await.unwrap();
    account_store::set_name(&transaction, account, "Petra Newname", by(&servers.one)).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(servers.one.get_as(cookie, BOARD).await.says(&["Petra Newname"]));

    let set = async |state| {
        let transaction = database.begin().await.unwrap();
        account_store::set_state(&transaction, account, state, by(&servers.one)).await.unwrap();
        transaction.commit().await.unwrap();
    };
    set(AccountState::Closed).await;
    servers.both_refuse(cookie, "the account is closed, the session is not").await;
    set(AccountState::Active).await;
    servers.keep(cookie).await;

    // Not every end of a session is in the ledger.
    let session = session_of(&servers.one, account).await;
    let transaction = database.begin().await.unwrap();
    session_store::drop_unfinished(&transaction, session, servers.one.state.clock.now()).await.unwrap();
    transaction.commit().await.unwrap();
    servers.both_refuse(cookie, "ended without an entry").await;
    database.close().await.unwrap();
}

/// Returns the newest session of an account.
async fn session_of(app: &TestApp, account: AccountId) -> access::session::SessionId {
    let limits = access::session::SessionLimits::default();
    session_store::of_account(app.state.db.reading(), account, limits, app.state.clock.now()).await.unwrap()[0].id
}

/// Begins three seconds before midnight in London: a role is held until that day, and an opening and a session end with it.
async fn sessions_roles_and_openings_end_while_they_are_kept(on: On) {
    let end = instant("2024-06-04T23:00:00Z");
    let begin = end - chrono::TimeDelta::seconds(3);
    // The database and its tables take a while to create, so the running clock starts afterwards.
    let first = site_at(on, Clock::standing_at(begin)).await;
    let clerk = first.person("Petra Placeholder", &[]).await;
    let opener = first.person("Otto Other", &[("clerk", Some(Place::new("board", 2)))]).await;
    let old = first.person("Ada Sample", &[]).await;
    let keeper = first.person("Keith Keeper", &[("clerk", Some(Place::new("board", 1)))]).await;
    let file: (&str, &[u8]) = ("lease.pdf", b"%PDF-1.7\n% a lease of the quay\n%%EOF\n");
    let added = first.upload_as(&keeper.cookie, "/papers/add", &LEASE, Some(file)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let transaction = first.state.db.begin().await.unwrap();
    let role = NewRole {
        role: "clerk".into(),
        place: Some(Place::new("board", 1)),
        term: Term { from: begin.date_naive(), until: Some(begin.date_naive()) },
    };
    role_store::give(&transaction, clerk.account, &role, false, by(&first)).await.unwrap();
    let opened = By { actor: "a test", at: end - glass_store::STAYS_OPEN };
    let closed = Closed { record: "private-paper/1", title: "A private paper", address: "/papers/1", place: None };
    glass_store::open(&transaction, opener.account, &closed, "Petra is ill and the meeting is tonight.", opened).await.unwrap();
    let begun = end - access::session::SessionLimits::default().whole;
    let sql = "UPDATE session SET begun_at = $1 WHERE account_id = $2";
    db::execute(&transaction, sql, [begun.into(), old.account.get().into()]).await.unwrap();
    transaction.commit().await.unwrap();

    let app = first.beside_at(wiring::capabilities(), Clock::starting_at(begin)).await;
    let mut times_before = 0;
    loop {
        let asked = app.state.clock.now();
        let seen = [
            app.get_as(&clerk.cookie, BOARD).await.says(&[DESK_LINK]),
            status(&app, &clerk.cookie, DESK).await == StatusCode::OK,
            app.get_as(&opener.cookie, "/papers").await.says(&["Lease of the quay"]),
            status(&app, &old.cookie, "/account").await == StatusCode::OK,
        ];
        if app.state.clock.now() < end {
            assert_eq!(seen, [true; 4], "before the end");
            times_before += 1;
        }
        if asked >= end {
            assert_eq!(seen, [false; 4], "after the end");
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(times_before > 1, "the machine was too slow to ask before the end");
}

async fn everybody_sees_their_own_page(on: On) {
    let servers = servers(on).await;
    let app = &servers.one;
    for _ in 0..3 {
        let clerks = app.get_as(&servers.clerk.cookie, BOARD).await;
        assert!(clerks.says(&["Petra Placeholder", DESK_LINK]) && clerks.header("cache-control") == "no-store");
        let administrators = app.get_as(&servers.administrator.cookie, BOARD).await;
        assert!(administrators.says(&["Adam Inistrator"]) && !administrators.says(&[DESK_LINK]));
        assert!(!administrators.says(&["Petra Placeholder"]));
        let invented = format!("moothall-session={}", access::Token::new().secret());
        for cookie in ["", "moothall-session=", "another=one", invented.as_str()] {
            let anybodys = app.get_as(cookie, BOARD).await;
            assert!(
                anybodys.status == StatusCode::OK && !anybodys.says(&["Sign out"]) && !anybodys.says(&[DESK_LINK]),
                "{cookie}"
            );
            assert_eq!(anybodys.header("cache-control"), "no-cache");
        }
    }
}

async fn what_waits_for_somebody_is_made_anew_after_each_act(on: On) {
    let Servers { one, other, administrator, clerk } = servers(on).await;
    let monitoring = one.person("Mona Standard", &[("monitoring-officer", None)]).await;
    let people = [&administrator, &clerk, &monitoring];
    let mut seen = Vec::new();
    for act in 0..4 {
        let file: (&str, &[u8]) = ("lease.pdf", b"%PDF-1.7\n% a lease of the quay\n%%EOF\n");
        let answer = match act {
            0 => other.upload_as(&clerk.cookie, "/papers/add", &LEASE, Some(file)).await,
            1 => {
                let days = [("days", "10 September 2024"), ("time", "6.30 pm"), ("place", "Town Hall"), ("confirmed", "yes")];
                other.post_as(&clerk.cookie, "/boards/harbour-safety-board/calendar", &days).await
            }
            2 => {
                let fields = [("name", "Ida Invited"), ("mail", "ida@ashmere.example")];
                other.post_as(&administrator.cookie, "/accounts/invite", &fields).await
            }
            _ => {
                let transaction = other.state.db.begin().await.unwrap();
                let closed = Closed { record: "private-paper/1", title: "A private paper", address: "/papers/1", place: None };
                let reason = "Petra is ill and the meeting is tonight.";
                glass_store::open(&transaction, clerk.account, &closed, reason, by(&other)).await.unwrap();
                transaction.commit().await.unwrap();
                other.get_as(&clerk.cookie, "/sign-in").await
            }
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.body);
        for person in people {
            let remembered = one.get_as(&person.cookie, "/work").await;
            // The page at an address that has never been requested is made afresh.
            let made_anew = one.get_as(&person.cookie, &format!("/work?after={act}")).await;
            assert!(made_anew.says(&["Your work"]));
            assert_eq!(remembered.body, made_anew.body, "{act}");
            seen.push(remembered.body);
        }
    }
    let versions: std::collections::HashSet<&String> = seen.iter().collect();
    assert!(versions.len() >= people.len() + 2, "the acts change what is shown");
}
