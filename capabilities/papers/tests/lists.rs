//! Lists, counts and exports of private papers over HTTP: each has exactly the papers that their own pages would show, however many
//! there are.

use crate::common;

use access::{Actor, Place, role_store};
use axum::http::StatusCode;
use common::{Fixture, PDF, board, site};
use std::collections::BTreeSet;
use test_kit::{On, Person, TestApp, both_databases};

both_databases!(
    the_oldest_of_many_papers_is_on_the_last_page,
    a_paper_below_thousands_that_its_reader_may_not_see_is_listed,
    no_list_or_count_has_a_paper_that_its_page_refuses,
    a_role_that_ended_ends_lists_too,
    a_title_that_needs_a_reason_is_not_told_by_a_conflict,
    words_are_searched_as_they_are,
);

impl Fixture {
    /// Executes a statement as the program itself.
    async fn run(&self, sql: &str) {
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        db::execute(&transaction, sql, []).await.expect("carried out");
        transaction.commit().await.expect("it stands");
    }

    /// Adds a paper. Returns its path.
    async fn paper(&self, who: &Person, title: &str, board: &str) -> String {
        let fields = [("title", title), ("board", board), ("paragraph", "none")];
        let added = self.send(who, &fields, Some(("paper.pdf", PDF))).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        added.location().trim_end_matches("?done=added").to_owned()
    }

    async fn list(&self, who: &Person, address: &str) -> String {
        let list = self.app.get_as(&who.cookie, address).await;
        assert_eq!(list.status, StatusCode::OK, "{address}: {}", list.body);
        list.body
    }

    async fn share(&self, paper: &str, agency: &str) {
        let fields = [("agency", agency), ("ground", "Consent of 3 June"), ("until", "4 July 2024")];
        let shared = self.app.post_as(&self.clerk.cookie, &format!("{paper}/shares"), &fields).await;
        assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.body);
    }

    async fn mark(&self, paper: &str, who: &Person) {
        let fields = [("account", who.account.to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let marked = self.app.post_as(&self.clerk.cookie, &format!("{paper}/conflicts"), &fields).await;
        assert_eq!(marked.status, StatusCode::SEE_OTHER, "{}", marked.body);
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

/// Returns the count in someone's work queue.
async fn queued(app: &TestApp, who: &Person) -> i64 {
    let state = &app.state;
    let held = role_store::held(state.db.reading(), who.account, state.clock.today()).await.expect("roles");
    let actor = Actor { account: Some(who.account), held, ..Actor::default() };
    let mut count = 0;
    for queues in &state.joined.work {
        let queues = queues.queues(state, &actor).await.expect("queues");
        count += queues.iter().filter(|queue| queue.label == "Private papers").map(|queue| queue.count.number()).sum::<i64>();
    }
    count
}

/// Returns the addresses of the papers that a list links.
fn linked(list: &str) -> Vec<String> {
    let links = list.split("href=\"/papers/").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|id| id.parse::<i64>().is_ok()).map(|id| format!("/papers/{id}")).collect()
}

async fn the_oldest_of_many_papers_is_on_the_last_page(on: On) {
    let fixture = site(on).await;
    let oldest = fixture.lease().await;
    let more = "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 520) INSERT INTO private_paper (title, board, \
                paragraph, public_interest, file_id, file_name, content_type, owner, added_at) SELECT 'Quay paper ' || CAST(n.i AS TEXT), p.board, \
                p.paragraph, p.public_interest, p.file_id, p.file_name, p.content_type, p.owner, p.added_at FROM n, private_paper p";
    fixture.run(more).await;
    let (mut seen, mut address, mut page) = (Vec::new(), Some("/papers".to_owned()), 0);
    while let Some(asked) = address {
        page += 1;
        let list = fixture.list(&fixture.member, &asked).await;
        assert!(list.contains("<strong>520</strong> papers"), "page {page}");
        let linked = linked(&list);
        assert_eq!(linked.len(), if page == 11 { 20 } else { 50 }, "page {page}");
        assert_eq!(linked.contains(&oldest), page == 11, "page {page}");
        seen.extend(linked);
        address = test_kit::next_page(&list);
    }
    assert_eq!(page, 11);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 520, "each is on one page");
    for after in ["0", "-1", "x"] {
        let refused = fixture.app.get_as(&fixture.member.cookie, &format!("/papers?after={after}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{after}");
    }
    let filtered = fixture.list(&fixture.member, "/papers?q=QUAY+PAPER+5&board=board%2F1").await;
    assert!(filtered.contains("<strong>32</strong> papers"), "5, 50 to 59 and 500 to 520");
    let csv = fixture.app.get_as(&fixture.member.cookie, "/papers.csv").await.body;
    assert_eq!(csv.lines().count(), 521, "more than are read at once");
    assert!(csv.lines().last().is_some_and(|line| line.starts_with("Lease of the quay,")));
    assert_eq!(queued(&fixture.app, &fixture.member).await, 520);
}

async fn a_paper_below_thousands_that_its_reader_may_not_see_is_listed(on: On) {
    let fixture = site(on).await;
    let (own, elsewhere) = (fixture.lease().await, fixture.app.person("Otto Other", &[("clerk", Some(board(2)))]).await);
    fixture.paper(&elsewhere, "Rents of the square", "board/2").await;
    let more = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3200) INSERT INTO private_paper (title, board, paragraph, \
                public_interest, file_id, file_name, content_type, owner, added_at) SELECT 'Rents ' || CAST(n.i AS TEXT), p.board, p.paragraph, \
                p.public_interest, p.file_id, p.file_name, p.content_type, p.owner, p.added_at FROM n, private_paper p WHERE p.board = 'board/2'";
    fixture.run(more).await;
    let list = fixture.list(&fixture.member, "/papers").await;
    assert_eq!(linked(&list), [own], "older than all that are read row by row");
    assert!(list.contains("<strong>1</strong> paper."), "{list}");
    assert!(!list.contains("<select"), "one board needs no filter");
    let many = fixture.list(&elsewhere, "/papers").await;
    assert!(many.contains("<strong>More than 1,000</strong> papers"), "{many}");
}

async fn no_list_or_count_has_a_paper_that_its_page_refuses(on: On) {
    let fixture = site(on).await;
    let app = &fixture.app;
    let officer = app.person("Oscar Outline", &[("reporting-officer", Some(board(1)))]).await;
    let elsewhere = app.person("Otto Other", &[("clerk", Some(board(2)))]).await;
    let conflicted = app.person("Connie Flict", &[("member", Some(board(1))), ("reporting-officer", Some(board(1)))]).await;
    let own = fixture.paper(&conflicted, "Own paper on moorings", "board/1").await;
    let papers = [
        ("Lease of the quay", fixture.lease().await),
        ("Own paper on moorings", own.clone()),
        ("Draft on lamps", fixture.paper(&officer, "Draft on lamps", "board/1").await),
        ("Rents of the square", fixture.paper(&elsewhere, "Rents of the square", "board/2").await),
    ];
    let [(_, lease), _, (_, draft), _] = &papers;
    fixture.share(lease, "agency/1").await;
    fixture.share(lease, "agency/2").await;
    fixture.share(draft, "agency/1").await;
    let ended = app.post_as(&fixture.clerk.cookie, &format!("{lease}/shares/2/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    fixture.run("UPDATE private_paper_share SET until_day = '2024-06-03' WHERE id = 3").await;
    fixture.mark(lease, &conflicted).await;
    fixture.mark(&own, &conflicted).await;
    let agency = |id| Some(Place::new("agency", id));
    let people = [
        // How many of the four papers each may open.
        (app.person("Ben Example", &[("member", Some(board(2)))]).await, 1),
        (app.person("Cara Twofold", &[("member", Some(board(2))), ("member", Some(board(1)))]).await, 4),
        (app.person("Paul Partner", &[("partner", agency(1))]).await, 1),
        (app.person("Hetty Housing", &[("partner", agency(2))]).await, 0),
        (app.person("Nora Nowhere", &[("partner", None)]).await, 0),
        (app.person("Mona Standard", &[("monitoring-officer", None)]).await, 4),
        (app.person("Alice Everywhere", &[("clerk", None)]).await, 4),
        (fixture.clerk, 3),
        (fixture.member, 3),
        (officer, 1),
        (elsewhere, 1),
        (conflicted, 1),
    ];
    for (who, opens) in people {
        let get = async |address: &str| app.get_as(&who.cookie, address).await;
        let (list, csv) = (get("/papers").await.body, get("/papers.csv").await.body);
        let (mut known, mut open) = (0, 0);
        for (title, address) in &papers {
            let status = get(address).await.status;
            let context = format!("{} of {}: {status}", title, who.mail);
            let found = get(&format!("/papers?q={}", title.replace(' ', "+"))).await.body;
            let (is_open, is_told) = match status {
                StatusCode::OK => (true, true),
                StatusCode::FORBIDDEN => (false, true),
                // A reason would open it, or it may not be known of.
                StatusCode::SEE_OTHER | StatusCode::NOT_FOUND => (false, false),
                other => unreachable!("{other}"),
            };
            assert_eq!(linked(&list).contains(address), is_open || status == StatusCode::SEE_OTHER, "{context}");
            assert_eq!(list.contains(title), is_told, "{context}");
            assert_eq!(found.contains("<strong>1</strong> paper"), is_told, "{context}");
            assert_eq!(csv.contains(title), is_open, "{context}");
            known += i64::from(status != StatusCode::NOT_FOUND);
            open += i64::from(is_open);
        }
        assert!(list.contains(&format!("<strong>{known}</strong>")), "{} knows of {known}: {list}", who.mail);
        assert_eq!(open, opens, "{}", who.mail);
        assert_eq!(queued(app, &who).await, opens, "{}", who.mail);
    }
}

async fn a_role_that_ended_ends_lists_too(on: On) {
    let fixture = site(on).await;
    let officer = fixture.app.person("Oscar Outline", &[("reporting-officer", Some(board(1)))]).await;
    fixture.paper(&officer, "Draft on lamps", "board/1").await;
    assert_eq!(queued(&fixture.app, &officer).await, 1);
    assert_eq!(queued(&fixture.app, &fixture.member).await, 1);
    for who in [&officer, &fixture.member] {
        fixture.end_roles(who).await;
        assert_eq!(queued(&fixture.app, who).await, 0);
        assert_eq!(fixture.get(who, "/papers").await, StatusCode::NOT_FOUND);
        fixture.give(who, "member", Some(board(2))).await;
        let list = fixture.list(who, "/papers").await;
        assert!(list.contains("<strong>0</strong> papers") && !list.contains("Draft on lamps"), "{list}");
        assert_eq!(queued(&fixture.app, who).await, 0, "neither the owner nor a member of the board any more");
    }
}

async fn a_title_that_needs_a_reason_is_not_told_by_a_conflict(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    fixture.mark(&paper, &fixture.member).await;
    assert!(fixture.list(&fixture.member, "/papers?q=lease").await.contains("Lease of the quay"), "a member of the board");
    fixture.end_roles(&fixture.member).await;
    fixture.give(&fixture.member, "clerk", Some(board(2))).await;
    let list = fixture.list(&fixture.member, "/papers").await;
    assert!(list.contains("Paper of another board") && list.contains("because of a conflict of interest"), "{list}");
    assert!(!list.contains("Lease of the quay"), "{list}");
    assert!(fixture.list(&fixture.member, "/papers?q=lease").await.contains("<strong>0</strong> papers"));
    assert_eq!(queued(&fixture.app, &fixture.member).await, 0);
}

async fn words_are_searched_as_they_are(on: On) {
    let fixture = site(on).await;
    fixture.paper(&fixture.clerk, "50% of the rents_due! and Édouard’s berth", "board/1").await;
    fixture.paper(&fixture.clerk, "A lease of 500 years", "board/1").await;
    for (words, count) in [
        ("50%25", 1),
        ("%25", 1),
        ("rents_due!", 1),
        ("rents%20due", 0),
        ("RENTS_DUE", 1),
        ("_", 1),
        ("!", 1),
        ("%C3%89douard", 1),
        ("50", 2),
        ("%27%20OR%201%3D1", 0),
    ] {
        let list = fixture.list(&fixture.member, &format!("/papers?q={words}")).await;
        assert!(list.contains(&format!("<strong>{count}</strong> paper")), "{words}: {list}");
    }
}
