//! The whole site over the demonstration's record, on both databases: what a resident finds, and properties of every response.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use moothall::{demonstration, pages, wiring};
use test_kit::{Answer, MEASUREMENTS, On, TestApp, both_databases};
use web::PeerAddress;

both_databases!(
    the_demonstration_holds_the_years_record,
    loading_twice_changes_nothing,
    home_shows_what_is_next_and_what_was_decided,
    search_finds_filters_and_helps,
    every_answer_bears_its_security_headers,
    pages_have_entity_tags,
    pages_are_remembered_until_the_record_changes,
    large_and_odd_requests_are_refused_plainly,
    health_is_told_and_measurements_are_not_for_strangers,
    the_ledger_and_every_publication_verify,
    a_change_behind_the_programs_back_is_named,
    an_index_of_another_database_begins_anew,
);

async fn site(on: On) -> TestApp {
    let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await;
    let first = demonstration::read().expect("the demonstration reads").clock;
    assert!(app.state.load_demonstration(first).await.expect("the demonstration loads"));
    app.catch_up().await;
    app
}

async fn ask(app: &TestApp, address: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::empty()).expect("a request")).await
}

async fn the_demonstration_holds_the_years_record(on: On) {
    let app = site(on).await;
    let board = app.get("/boards/safer-policy-and-performance-board?year=2023").await;
    for member in [
        "Norman Plumpton-Walsh",
        "Chris Carlin",
        "Sandra Baker",
        "Laura Bevan",
        "Irene Bramwell",
        "Dave Cargill",
        "Louise Goodall",
        "Alan Lowe",
        "Margaret Ratcliffe",
        "Aimee Skinner",
        "Pamela Wallace",
    ] {
        assert!(board.says(&[member]), "{member} sits on the Board");
    }
    assert!(board.says(&["(Chair)", "(Vice-Chair)"]));
    for number in 16..=29 {
        let minute = app.get(&format!("/minutes/SAF{number}")).await;
        assert_eq!(minute.status, StatusCode::OK, "SAF{number}");
    }
    assert!(app.get("/decisions?year=2023").await.says(&["8 decisions"]));
    let actions = app.get("/actions").await;
    assert!(actions.says(&[
        "2 actions",
        "Operational Director - Community &amp; Green Space",
        "Executive Director Environment &amp; Regeneration"
    ]));
    let chair = app.get("/members/norman-plumpton-walsh").await;
    assert!(chair.says(&["1 of 2", "Apologies"]), "present on 6 February, apologies on 14 November");
    assert!(
        app.get("/minutes/SAF19").await.says(&["28", "35", "Seventeen"])
            || app.get("/minutes/SAF19").await.says(&["28", "35", "17"])
    );
    let conversation = app.get("/search?q=Comms+Meta+Advert&kind=report").await;
    assert!(conversation.says(&["Big Conversation"]));
}

async fn loading_twice_changes_nothing(on: On) {
    let app = site(on).await;
    let before = publications::last_id(app.state.db.reading()).await.unwrap();
    assert!(!app.state.load_demonstration(demonstration::read().unwrap().clock).await.unwrap());
    assert_eq!(publications::last_id(app.state.db.reading()).await.unwrap(), before);
}

async fn home_shows_what_is_next_and_what_was_decided(on: On) {
    let app = site(on).await;
    let home = app.get("/").await;
    assert!(home.says(&["Next meetings", "11 June 2024", "Latest meetings", "6 February 2024", "SAF27", "Search the record"]));
}

async fn search_finds_filters_and_helps(on: On) {
    let app = site(on).await;
    let found = app.get("/search?q=dog+control").await;
    assert!(found.says(&["result", "<mark class=\"moothall-mark\">", "/reports/"]), "{}", found.body);
    let reference = app.get("/search?q=saf27").await;
    assert!(reference.says(&["/minutes/SAF27?meeting=", "1</strong> result"]), "{}", reference.body);
    let filtered = app.get("/search?q=abuse&kind=minute&year=2023").await;
    assert!(filtered.says(&["SAF29", "Remove this filter", "href=\"/search?q=abuse&amp;year=2023\""]), "{}", filtered.body);
    assert!(!filtered.body.contains("href=\"/reports/"), "a filter leaves the others out");
    let nothing = app.get("/search?q=xylophone+zyzzyva&kind=report").await;
    assert!(nothing.says(&["No results for “xylophone zyzzyva”", "Search without filters"]), "{}", nothing.body);
    let misspelt = app.get("/search?q=borogh").await;
    assert!(misspelt.says(&["with similar spelling", "<mark class=\"moothall-mark\">Borough</mark>"]), "{}", misspelt.body);
    let hostile = app.get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(hostile.status == StatusCode::OK && !hostile.body.contains("<script>alert"));
    for address in ["/search?q=a&page=0", "/search?q=a&page=x", "/search?q=a&year=x"] {
        assert_eq!(app.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    assert_eq!(app.get("/search?q=the&page=18446744073709551615").await.status, StatusCode::OK);
}

async fn every_answer_bears_its_security_headers(on: On) {
    let app = site(on).await;
    for address in ["/", "/nowhere", "/health", "/decisions.csv", "/meetings/x", "/styleguide"] {
        let answer = app.get(address).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{address}");
        assert!(!answer.header("content-security-policy").contains("unsafe"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert!(
            !answer.body.contains("style=\"") && !answer.body.contains(" onclick="),
            "{address} holds no inline style or script"
        );
    }
}

async fn pages_have_entity_tags(on: On) {
    let app = site(on).await;
    let first = app.get("/meetings/4").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = ask(&app, "/meetings/4", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let other = ask(&app, "/meetings/3", &[("if-none-match", &tag)]).await;
    assert_eq!(other.status, StatusCode::OK);
    let compressed = ask(&app, "/meetings/4", &[("accept-encoding", "gzip")]).await;
    assert_eq!(compressed.header("content-encoding"), "gzip");
    let style = first.body.split('"').find(|part| part.starts_with("/assets/") && part.ends_with("moothall.css")).unwrap();
    let style = app.get(style).await;
    assert!(style.header("cache-control").contains("immutable") && style.header("content-type").starts_with("text/css"));
    assert_eq!(app.get("/assets/0000/moothall.css").await.status, StatusCode::NOT_FOUND);
}

async fn pages_are_remembered_until_the_record_changes(on: On) {
    let app = site(on).await;
    let person = app.person("Cora Specimen", &[]).await;
    let first = app.get("/meetings/4").await;
    // Changed behind the program's back: it is not notified of the change, and the publication shown on the page has not
    // changed.
    app.behind_its_back("UPDATE meeting SET place = 'Nowhere' WHERE id = 4").await;
    let again = app.get("/meetings/4").await;
    assert_eq!((again.status, again.body == first.body, again.header("etag")), (first.status, true, first.header("etag")));
    let with_some_cookie = ask(&app, "/meetings/4", &[("cookie", "who=me")]).await;
    assert!(with_some_cookie.body == first.body, "a cookie that is no session makes nobody somebody");
    let own = app.get_as(&person.cookie, "/meetings/4").await;
    assert!(own.says(&["Nowhere", "Cora Specimen"]), "who is signed in gets a page of their own");
    assert!(app.get("/meetings/4?other").await.says(&["Nowhere"]), "another address is another page");
    let transaction = app.state.db.begin().await.unwrap();
    let entry = ledger::Entry {
        at: app.state.clock.now(),
        actor: "a test",
        action: ledger::Action::Imported,
        record: "a test",
        payload: &serde_json::json!({}),
    };
    ledger::append(&transaction, &entry).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(app.get("/meetings/4").await.says(&["Nowhere"]), "whatever is written in the ledger makes pages anew");
}

async fn large_and_odd_requests_are_refused_plainly(on: On) {
    let app = site(on).await;
    let large = Request::post("/search").header("content-length", "100000000").body(Body::empty()).unwrap();
    let large = app.send(large).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.says(&["That is too large"]));
    let post = app.send(Request::post("/meetings").body(Body::empty()).unwrap()).await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    for address in
        ["/%00", "/meetings/%F0%9F%92%A9", "/minutes/..%2f..%2fetc", "/files/1", "/assets/..%2F..%2FCargo.toml", "/search?q=%"]
    {
        let answer = app.get(address).await;
        assert!(answer.status.is_client_error() || answer.status.is_success(), "{address}: {}", answer.status);
        assert!(!answer.status.is_server_error(), "{address}");
    }
}

async fn health_is_told_and_measurements_are_not_for_strangers(on: On) {
    let app = site(on).await;
    assert_eq!(app.get("/health").await.body, "ok\n");
    assert_eq!(app.get("/health/ready").await.body, "ready\n");
    let measured = |peer: Option<&str>, headers: &[(&str, &str)]| {
        let mut request = Request::get("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        if let Some(peer) = peer {
            request.extensions_mut().insert(PeerAddress(peer.parse().expect("an address with its port")));
        }
        app.send(request)
    };
    for near in ["127.0.0.1:50000", "127.8.9.10:50000", "[::1]:50000", "[::ffff:127.0.0.1]:50000"] {
        let answer = measured(Some(near), &[]).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, MEASUREMENTS), "{near}");
        for header in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
            let answer = measured(Some(near), &[(header, "192.0.2.7")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{near} through a proxy that says {header}");
        }
    }
    for far in
        [Some("192.0.2.7:50000"), Some("10.0.0.1:50000"), Some("[2001:db8::7]:50000"), Some("[::ffff:192.0.2.7]:50000"), None]
    {
        let answer = measured(far, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{far:?}");
        assert!(!answer.body.contains("moothall_requests_total"), "{far:?} is told nothing");
    }
}

async fn the_ledger_and_every_publication_verify(on: On) {
    let app = site(on).await;
    let chain = ledger::verify(app.state.db.reading()).await.unwrap();
    assert_eq!(chain.faults, []);
    let published = "SELECT COUNT(*) FROM ledger_entry WHERE action = 'published'";
    let published = db::single::<i64>(app.state.db.reading(), published, []).await.unwrap();
    assert_eq!(published, Some(publications::last_id(app.state.db.reading()).await.unwrap()));
    assert_eq!(app.faults().await, [], "every row is as the ledger has it");
}

async fn a_change_behind_the_programs_back_is_named(on: On) {
    let app = site(on).await;
    for sql in [
        "UPDATE publication SET content = REPLACE(content, 'the report be noted', 'the report be refused') WHERE id = 8",
        "UPDATE ledger_entry SET actor = 'nobody' WHERE position = 3",
        "UPDATE ledger_payload SET payload = NULL WHERE position = 4",
        "UPDATE ledger_payload SET payload = '{}' WHERE position = 5",
    ] {
        assert_eq!(app.behind_its_back(sql).await, 1, "{sql}");
    }
    let faults: Vec<i64> =
        ledger::verify(app.state.db.reading()).await.unwrap().faults.iter().map(|fault| fault.position).collect();
    assert_eq!(faults, [3, 4, 5], "a payload that is gone (4) is lawful only where an entry says that it was erased");
    let named = |faults: &[ledger::Fault], record: &str, what: &str| {
        faults.iter().any(|fault| fault.record == record && fault.what.contains(what))
    };
    let faults = app.faults().await;
    assert!(named(&faults, "publication/8", "changed"), "{faults:?}");
    app.behind_its_back("UPDATE publication SET replaces = NULL WHERE replaces = 10").await;
    app.behind_its_back("DELETE FROM publication WHERE id = 10").await;
    let faults = app.faults().await;
    assert!(named(&faults, "publication/10", "removed"), "{faults:?}");
}

async fn an_index_of_another_database_begins_anew(on: On) {
    let app = site(on).await;
    let stranger = search::SearchDocument { title: "Zyzzyva".into(), address: "/reports/999".into(), ..Default::default() };
    app.state.search.put(vec![("report/999".into(), vec![stranger])], 1_000_000).unwrap();
    app.catch_up().await;
    assert_eq!(app.state.search.position().unwrap(), publications::last_id(app.state.db.reading()).await.unwrap());
    let ask = |words: &str| {
        app.state.search.ask(&search::Question { words: words.into(), page: 1, per_page: 10, ..Default::default() })
    };
    assert_eq!(ask("zyzzyva").unwrap().total, 0);
    assert!(ask("domestic abuse").unwrap().total > 0);
}
