//! Lists, counts and work queues of drafts over HTTP: each has exactly the drafts that their own pages would show, however many
//! there are.

use crate::common;

use access::{Actor, Place, role_store};
use axum::http::StatusCode;
use common::{Fixture, single, site};
use std::collections::BTreeSet;
use test_kit::{On, Person, both_databases};

both_databases!(
    an_author_of_many_drafts_finds_the_oldest_on_the_last_page,
    no_list_or_count_has_a_draft_that_its_page_refuses,
    a_role_that_ended_ends_lists_and_queues_too,
    work_queues_lead_to_what_they_count,
    a_report_is_due_however_many_boards_meet_before,
);

impl Fixture {
    /// Adds another item to a meeting, and creates its report. Returns the report's address.
    async fn another(&self, meeting: &str, title: &str) -> String {
        let fields = [("kind", "report"), ("title", title), ("lead_officer", "Harbour Master")];
        self.done(&self.clerk, &format!("{meeting}/items/add"), &fields).await;
        let item: i64 = single(&self.app, "SELECT MAX(id) FROM draft_item").await;
        self.begun(item).await
    }

    /// Returns the drafts that a list links, over all its pages, and checks that it gives their number.
    async fn listed(&self, who: &Person, address: &str) -> Vec<String> {
        let (mut all, mut next) = (Vec::new(), Some(address.to_owned()));
        while let Some(page) = next {
            let list = self.page(who, &page).await;
            all.extend(linked(&list));
            next = test_kit::next_page(&list);
            let number = format!("<strong>{}</strong> report", all.len());
            assert!(next.is_some() || all.is_empty() || list.contains(&number), "{address}, {number}: {list}");
        }
        all
    }

    /// Returns the count and address of a work queue; none without the queue.
    async fn queued(&self, who: &Person, label: &str) -> Option<(i64, String)> {
        let state = &self.app.state;
        let held = role_store::held(state.db.reading(), who.account, state.clock.today()).await.expect("roles");
        let actor = Actor { account: Some(who.account), held, ..Actor::default() };
        for queues in &state.joined.work {
            let queues = queues.queues(state, &actor).await.expect("queues");
            if let Some(queue) = queues.into_iter().find(|queue| queue.label == label) {
                return Some((queue.count.number(), queue.address));
            }
        }
        None
    }

    async fn stands_in(&self, away: &Person, deputy: &Person) {
        let delegate = deputy.account.to_string();
        let fields = [("delegate", delegate.as_str()), ("from", "1 February 2024"), ("until", "30 April 2024")];
        self.done(away, "/clearance", &fields).await;
    }

    /// Withdraws all roles that someone has.
    async fn end_roles(&self, who: &Person) {
        let by = access::By { actor: "a test", at: self.app.state.clock.now() };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        for given in role_store::of_account(&transaction, who.account).await.expect("roles") {
            role_store::withdraw(&transaction, given.id, by).await.expect("withdrawn");
        }
        transaction.commit().await.expect("it stands");
    }

    async fn give(&self, who: &Person, role: &str, place: Option<Place>) {
        let by = access::By { actor: "a test", at: self.app.state.clock.now() };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let term = access::actor::Term { from: self.app.state.clock.today(), until: None };
        let new = role_store::NewRole { role: role.to_owned(), place, term };
        role_store::give(&transaction, who.account, &new, false, by).await.expect("given");
        transaction.commit().await.expect("it stands");
    }
}

/// Returns the addresses of the drafts that a list links.
fn linked(list: &str) -> Vec<String> {
    let links = list.split("href=\"/drafts/").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|id| id.parse::<i64>().is_ok()).map(|id| format!("/drafts/{id}")).collect()
}

async fn an_author_of_many_drafts_finds_the_oldest_on_the_last_page(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let oldest = fixture.begun(item).await;
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    for sql in [
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 120) INSERT INTO draft_item (meeting_id, position, kind, title, \
         to_follow, crime_scrutiny, version) SELECT d.meeting_id, 100 + n.i, d.kind, 'Fence ' || CAST(n.i AS TEXT), d.to_follow, d.crime_scrutiny, \
         d.version FROM n, (SELECT * FROM draft_item ORDER BY id DESC LIMIT 1) d",
        "INSERT INTO report_draft (board, item_id, kind, subject, reporting_officer, template, state, version, exempt, made_by, made_at, changed_by, \
         changed_at) SELECT r.board, i.id, r.kind, i.title, r.reporting_officer, r.template, r.state, r.version, r.exempt, r.made_by, r.made_at, \
         r.changed_by, r.changed_at FROM draft_item i, report_draft r WHERE i.title LIKE 'Fence %' ORDER BY i.id",
        "INSERT INTO report_author (draft_id, account_id) SELECT r.id, a.account_id FROM report_draft r, report_author a WHERE r.id <> a.draft_id",
    ] {
        db::execute(&transaction, sql, []).await.expect("carried out");
    }
    transaction.commit().await.expect("it stands");
    let (mut seen, mut address, mut page) = (Vec::new(), Some("/drafts".to_owned()), 0);
    while let Some(asked) = address {
        page += 1;
        let list = fixture.page(&fixture.officer, &asked).await;
        assert!(list.contains("<strong>120</strong> reports"), "{list}");
        let linked = linked(&list);
        assert_eq!(linked.len(), 20, "page {page}");
        assert_eq!(linked.contains(&oldest), page == 6, "page {page}");
        seen.extend(linked);
        address = test_kit::next_page(&list);
    }
    assert_eq!((page, seen.iter().collect::<BTreeSet<_>>().len()), (6, 120), "each is on one page");
    for address in ["/drafts?after=0", "/drafts?after=x"] {
        assert_eq!(fixture.app.get_as(&fixture.officer.cookie, address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    assert_eq!(fixture.app.get_as(&fixture.officer.cookie, "/drafts?show=x").await.status, StatusCode::NOT_FOUND);
    let colleague = fixture.app.person("Olga Officer", &[("reporting-officer", Some(Place::new("board", 1)))]).await;
    assert!(fixture.listed(&colleague, "/drafts").await.is_empty(), "who does not write them has none");
    assert_eq!(fixture.listed(&fixture.clerk, "/drafts").await.len(), 120);
}

async fn no_list_or_count_has_a_draft_that_its_page_refuses(on: On) {
    let fixture = site(on).await;
    let app = &fixture.app;
    let (meeting, item) = fixture.item(false).await;
    let fresh = fixture.begun(item).await;
    let mut drafts = vec![fresh];
    for title in ["Lamps", "Moorings", "Railings"] {
        let draft = fixture.another(&meeting, title).await;
        fixture.written(&draft).await;
        assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
        drafts.push(draft);
    }
    let [_, returned, at_finance, cleared] = drafts.as_slice() else { unreachable!("four drafts") };
    fixture.act(&fixture.head, returned, "clear", "").await;
    fixture.act(&fixture.finance, returned, "give-back", "Name the budget").await;
    fixture.act(&fixture.head, at_finance, "clear", "").await;
    fixture.cleared(cleared).await;
    let board = |id| Some(Place::new("board", id));
    let others = [
        ("Olga Officer", vec![("reporting-officer", board(1))]),
        ("Otto Other", vec![("reporting-officer", board(2)), ("clerk", board(2))]),
        ("Alice Everywhere", vec![("clerk", None)]),
        ("Bernd Both", vec![("clerk", board(1)), ("clearing-officer", Some(Place::new("clearance", 1)))]),
        ("Lena Late", vec![("clearing-officer", Some(Place::new("clearance", 3)))]),
        ("Nils Nowhere", vec![("clearing-officer", None)]),
        ("Dora Deputy", vec![("reporting-officer", board(2))]),
        ("Emil Deputy", vec![("clearing-officer", Some(Place::new("clearance", 9)))]),
        ("Fred Deputy", vec![("reporting-officer", board(2))]),
        ("Ada Sample", vec![("member", board(1))]),
        ("Mona Monitor", vec![("monitoring-officer", None)]),
        ("Nora Norole", vec![]),
    ];
    let mut people = Vec::new();
    for (name, roles) in &others {
        people.push(app.person(name, roles).await);
    }
    // Deputies of finance, of the board's clerk and of a clerk of all boards; and of somebody who clears nothing any more.
    fixture.stands_in(&fixture.finance, &people[6]).await;
    fixture.stands_in(&fixture.clerk, &people[7]).await;
    fixture.stands_in(&people[2], &people[8]).await;
    fixture.stands_in(&fixture.finance, &fixture.officer).await;
    fixture.stands_in(&fixture.legal, &people[0]).await;
    fixture.end_roles(&fixture.legal).await;
    let Fixture { clerk, officer, finance, legal, portfolio, head, .. } = &fixture;
    let (mut opened, mut closed, mut waited) = (0, 0, 0);
    for who in people.iter().chain([clerk, officer, finance, legal, portfolio, head]) {
        let get = async |address: &str| app.get_as(&who.cookie, address).await;
        let is_reader = get("/drafts").await.status == StatusCode::OK;
        let listed = if is_reader { fixture.listed(who, "/drafts").await } else { Vec::new() };
        let awaited = if is_reader { fixture.listed(who, "/drafts?show=clearance").await } else { Vec::new() };
        for draft in &drafts {
            let status = get(draft).await.status;
            assert_eq!(listed.contains(draft), status == StatusCode::OK, "{draft} of {}: {status}", who.mail);
            assert!(matches!(status, StatusCode::OK | StatusCode::NOT_FOUND), "{draft} of {}: {status}", who.mail);
            let waits = get(&format!("{draft}/clearance")).await.says(&["Awaiting your clearance ("]);
            assert_eq!(awaited.contains(draft), waits, "{draft} of {}", who.mail);
            opened += usize::from(status == StatusCode::OK);
            closed += usize::from(status != StatusCode::OK);
            waited += usize::from(waits);
        }
        let queued = fixture.queued(who, "Reports awaiting your clearance").await.map_or(0, |(count, _)| count);
        assert_eq!(queued, i64::try_from(awaited.len()).expect("few"), "{}", who.mail);
    }
    assert!(opened > 20 && closed > 20 && waited >= 4, "all happen: {opened}, {closed}, {waited}");
}

async fn a_role_that_ended_ends_lists_and_queues_too(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    // Whoever sends a report has handled it, and can read the outcome in any role that clears.
    fixture.act(&fixture.clerk, &draft, "send", "").await;
    let waits = "Reports awaiting your clearance";
    assert_eq!(fixture.queued(&fixture.head, waits).await.map(|(count, _)| count), Some(1));
    fixture.act(&fixture.head, &draft, "give-back", "Which fences?").await;
    assert_eq!(fixture.queued(&fixture.head, waits).await.map(|(count, _)| count), Some(0));
    let returned = "Reports returned to you";
    assert_eq!(fixture.queued(&fixture.officer, returned).await, Some((1, format!("{draft}/clearance"))));
    fixture.end_roles(&fixture.officer).await;
    assert_eq!(fixture.app.get_as(&fixture.officer.cookie, "/drafts").await.status, StatusCode::NOT_FOUND);
    fixture.give(&fixture.officer, "clerk", Some(Place::new("board", 2))).await;
    assert_eq!(fixture.app.get_as(&fixture.officer.cookie, &draft).await.status, StatusCode::NOT_FOUND);
    assert!(fixture.listed(&fixture.officer, "/drafts").await.is_empty());
    assert!(fixture.listed(&fixture.officer, "/drafts?show=returned").await.is_empty());
    assert_eq!(fixture.queued(&fixture.officer, returned).await.map(|(count, _)| count), Some(0), "they cannot open it");
    fixture.end_roles(&fixture.finance).await;
    fixture.give(&fixture.finance, "reporting-officer", Some(Place::new("board", 1))).await;
    assert!(fixture.listed(&fixture.finance, "/drafts").await.is_empty());
}

async fn work_queues_lead_to_what_they_count(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    fixture.begun(item).await;
    let mut sent = Vec::new();
    for title in ["Lamps", "Moorings"] {
        let draft = fixture.another(&meeting, title).await;
        fixture.written(&draft).await;
        fixture.act(&fixture.officer, &draft, "send", "").await;
        sent.push(draft);
    }
    let (count, address) = fixture.queued(&fixture.head, "Reports awaiting your clearance").await.expect("a queue");
    assert_eq!((count, address.as_str()), (2, "/drafts?show=clearance"));
    let newest_first: Vec<String> = sent.iter().rev().cloned().collect();
    assert_eq!(fixture.listed(&fixture.head, &address).await, newest_first);
    for draft in &sent {
        fixture.act(&fixture.head, draft, "give-back", "Which?").await;
    }
    let (count, address) = fixture.queued(&fixture.officer, "Reports returned to you").await.expect("a queue");
    assert_eq!((count, address.as_str()), (2, "/drafts?show=returned"));
    assert_eq!(fixture.listed(&fixture.officer, &address).await, newest_first);
    assert!(fixture.listed(&fixture.clerk, &address).await.is_empty(), "returned to its author, not to the clerk");
}

async fn a_report_is_due_however_many_boards_meet_before(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    for sql in [
        "INSERT INTO board (slug, name) VALUES ('harbour-board', 'Harbour Board')",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO meeting (board_id, held_on, day_known, \
         municipal_year, has_minutes) SELECT (SELECT MAX(id) FROM board), m.held_on, m.day_known, m.municipal_year, m.has_minutes FROM n, \
         (SELECT * FROM meeting ORDER BY id DESC LIMIT 1) m",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO draft_item (meeting_id, position, kind, title, \
         to_follow, crime_scrutiny, version) SELECT d.meeting_id, 100 + n.i, d.kind, 'Fence ' || CAST(n.i AS TEXT), d.to_follow, d.crime_scrutiny, \
         d.version FROM n, (SELECT * FROM draft_item ORDER BY id DESC LIMIT 1) d",
    ] {
        db::execute(&transaction, sql, []).await.expect("carried out");
    }
    transaction.commit().await.expect("it stands");
    let page = fixture.page(&fixture.officer, "/drafts").await;
    assert!(page.contains(&format!("/drafts/begin/{item}\"")), "{page}");
    assert_eq!(page.matches("/drafts/begin/").count(), 50);
    assert!(page.contains("The 50 that are due first."), "{page}");
    assert_eq!(fixture.queued(&fixture.officer, "Reports to write").await, Some((50, "/drafts".to_owned())));
}
