//! The ledger for auditors, and the public head of the chain.

use crate::common;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use common::{entry, person, site};
use ledger::Action;
use serde_json::json;
use test_kit::{On, both_databases};

both_databases!(
    the_ledger_is_filtered_by_person_act_record_and_day,
    a_long_ledger_is_read_page_by_page,
    a_filter_that_is_not_understood_is_said_at_its_field,
    one_entry_says_everything,
    a_record_shows_who_looked_and_who_changed_it,
    an_export_holds_no_formula_and_is_written_down,
    an_export_is_longer_than_one_batch,
    only_an_auditor_reads_the_ledger,
    the_head_of_the_chain_is_public,
);

const AT: &str = "2026-06-01T09:00:00Z";

async fn the_ledger_is_filtered_by_person_act_record_and_day(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let clerk = person(&app, "Petra Placeholder", &["clerk"]).await;
    // In London both nights belong to 9 June; the last is on 10 June.
    entry(&app, "2026-06-08T23:00:00Z", &clerk.name(), Action::Altered, "paper/1", json!({})).await;
    entry(&app, "2026-06-09T22:59:59Z", &clerk.name(), Action::Consulted, "paper/2", json!({})).await;
    entry(&app, "2026-06-09T23:00:00Z", "moothall import", Action::Imported, "report/3", json!({})).await;
    let all = auditor.get(&app, "/ledger").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(all.says(&["paper/1", "paper/2", "report/3", "Petra Placeholder", &clerk.name(), "Sign-in refused"]), "{}", all.body);
    let newest = all.body.find("report/3").unwrap();
    assert!(newest < all.body.find("paper/1").unwrap(), "the newest comes first");
    let lists = |answer: &test_kit::Answer| {
        let table = answer.body.split("<table").nth(1).unwrap_or_default().to_owned();
        ["paper/1", "paper/2", "report/3"].map(|record| table.contains(record))
    };
    for (query, expected) in [
        (format!("person={}", clerk.name().replace('/', "%2F")), [true, true, false]),
        ("person=moothall%20import".to_owned(), [false, false, true]),
        ("action=consulted".to_owned(), [false, true, false]),
        ("record=paper%2F1".to_owned(), [true, false, false]),
        ("record=paper".to_owned(), [true, true, false]),
        ("record=pap%25".to_owned(), [false, false, false]),
        ("from=9%20June%202026&until=9%20June%202026".to_owned(), [true, true, false]),
        ("from=2026-06-10&record=report".to_owned(), [false, false, true]),
        ("record=paper&action=altered&until=2026-06-09".to_owned(), [true, false, false]),
    ] {
        let answer = auditor.get(&app, &format!("/ledger?{query}")).await;
        assert_eq!(lists(&answer), expected, "{query}: {}", answer.body);
    }
    let filtered = auditor.get(&app, "/ledger?record=paper&action=altered").await;
    assert!(filtered.says(&[
        "Remove this filter",
        "href=\"/ledger?action=altered\"",
        "/ledger.csv?action=altered&amp;record=paper",
        "1 entry"
    ]));
}

async fn a_long_ledger_is_read_page_by_page(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let transaction = app.state.db.begin().await.unwrap();
    for number in 1..=120 {
        let record = format!("leaf/{number}");
        let payload = json!({});
        let entry = ledger::Entry {
            at: AT.parse().unwrap(),
            actor: "a gardener",
            action: Action::Collected,
            record: &record,
            payload: &payload,
        };
        ledger::append(&transaction, &entry).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let mut address = "/ledger?record=leaf".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = auditor.get(&app, &address).await;
        assert!(page.says(&["120 entries"]));
        let table = page.body.split("<table").nth(1).unwrap().split("</table").next().unwrap().to_owned();
        seen.extend(table.split("leaf/").skip(1).map(|rest| rest.split('<').next().unwrap().parse::<u32>().unwrap()));
        assert_eq!(page.body.contains("Newest entries"), address.contains("before="));
        let Some(next) = page.body.split("Older entries").next().filter(|_| page.body.contains("Older entries")) else { break };
        let link = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
        address = link.replace("&amp;", "&");
    }
    assert_eq!(seen, (1..=120).rev().collect::<Vec<_>>());
    assert_eq!(auditor.get(&app, "/ledger?before=soon").await.status, StatusCode::BAD_REQUEST);
    assert!(auditor.get(&app, "/ledger?before=1").await.says(&["No entries match these filters"]));
}

async fn a_filter_that_is_not_understood_is_said_at_its_field(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let page = auditor.get(&app, "/ledger?from=soon&until=%3Cb%3E").await;
    assert!(
        page.says(&["<title>Error: The ledger", "There is a problem", "‘From’ must be a real date", "#until", "&lt;b&gt;"]),
        "{}",
        page.body
    );
    assert_eq!(auditor.get(&app, "/ledger?from=1&from=2").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(auditor.get(&app, "/ledger.csv?from=soon").await.status, StatusCode::BAD_REQUEST);
}

async fn one_entry_says_everything(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let payload = json!({ "what": "A <b>note</b>", "people": ["one", { "two": 2 }], "none": null, "yes": true });
    let position = entry(&app, AT, &auditor.name(), Action::Altered, "paper/9", payload).await;
    let page = auditor.get(&app, &format!("/ledger/{position}")).await;
    let whole = ledger::entry(app.state.db.reading(), position).await.unwrap().unwrap();
    assert!(page.says(&[&whole.hash, &whole.previous_hash, &whole.payload_digest, "Olga Overseer (account/", "two: 2"]));
    assert!(
        page.says(&["A &lt;b&gt;note&lt;/b&gt;", "1 June 2026 at 10am", &format!("/ledger/{}\"", position - 1)]),
        "{}",
        page.body
    );
    assert!(!page.says(&["Next entry"]));
    for address in ["/ledger/0", "/ledger/-1", "/ledger/x", "/ledger/99999", "/ledger/99999999999999999999"] {
        assert_eq!(auditor.get(&app, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let transaction = app.state.db.begin().await.unwrap();
    let by = ledger::By { actor: "account/1", at: AT.parse().unwrap() };
    let erasing = ledger::erase_payload(&transaction, position, by, "A court said so").await.unwrap().unwrap();
    assert_eq!(
        ledger::erase_payload(&transaction, position, by, "A court said so").await.unwrap(),
        None,
        "nothing is left to erase"
    );
    transaction.commit().await.unwrap();
    let page = auditor.get(&app, &format!("/ledger/{position}")).await;
    assert!(page.says(&["The details of this entry were erased", "Next entry"]) && !page.body.contains("note"));
    assert!(
        auditor.get(&app, &format!("/ledger/{erasing}")).await.says(&["A court said so", &format!("ledger-entry/{position}")])
    );
}

async fn a_record_shows_who_looked_and_who_changed_it(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let clerk = person(&app, "Petra Placeholder", &["clerk"]).await;
    entry(&app, AT, "moothall import", Action::Collected, "paper/1", json!({})).await;
    entry(&app, AT, &clerk.name(), Action::Disclosed, "paper/1", json!({})).await;
    entry(&app, AT, "a stranger", Action::Altered, "paper/11", json!({})).await;
    let page = auditor.get(&app, "/ledger/record?record=paper%2F1").await;
    let (looked, changed) = page.body.split_once("Who changed it").unwrap();
    assert!(
        looked.contains("disclosed")
            && looked.contains("Petra Placeholder shared or downloaded")
            && !looked.contains("moothall import")
    );
    assert!(changed.contains("collected") && changed.contains("Moothall import added") && !changed.contains("a stranger"));
    for address in ["/ledger/record", "/ledger/record?record=paper%2F12", "/ledger/record?record=a&record=b"] {
        assert_eq!(auditor.get(&app, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

async fn an_export_holds_no_formula_and_is_written_down(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "=Olga Overseer", &["auditor"]).await;
    entry(&app, AT, "@SUM(A1)", Action::Altered, "-paper/1", json!({ "x": "a,\"b" })).await;
    entry(&app, AT, "+1", Action::Altered, "\t=1", json!({})).await;
    let position = entry(&app, AT, &auditor.name(), Action::Consulted, "paper/3", json!({})).await;
    let export = auditor.get(&app, "/ledger.csv?from=1%20June%202026").await;
    assert_eq!(export.status, StatusCode::OK);
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(export.header("content-disposition").contains("ledger.csv"));
    assert!(
        export.says(&["'@SUM(A1)", "'-paper/1", "'+1", "'\t=1", "'=Olga Overseer", "\"{\"\"x\"\":\"\"a,\\\"\"b\"\"}\""]),
        "{}",
        export.body
    );
    let mut lines = export.body.lines();
    assert!(lines.next().unwrap().starts_with("entry,time,person"));
    assert!(lines.next().unwrap().starts_with(&format!("{},", position + 1)), "the export itself is its first entry");
    let written = ledger::entry(app.state.db.reading(), position + 1).await.unwrap().unwrap();
    assert_eq!((written.action.as_str(), written.actor), ("disclosed", auditor.name()));
    assert!(written.payload.unwrap().contains("1 June 2026"));
    assert_eq!(ledger::verify(app.state.db.reading()).await.unwrap().faults, []);
}

async fn an_export_is_longer_than_one_batch(on: On) {
    let app = site(on).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let transaction = app.state.db.begin().await.unwrap();
    let payload = json!({});
    for _ in 0..2_000 {
        let at = AT.parse().unwrap();
        let entry = ledger::Entry { at, actor: "a gardener", action: Action::Altered, record: "leaf/1", payload: &payload };
        ledger::append(&transaction, &entry).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let export = auditor.get(&app, "/ledger.csv?record=leaf").await;
    assert_eq!(export.body.lines().count(), 2_001);
}

async fn only_an_auditor_reads_the_ledger(on: On) {
    let app = site(on).await;
    let officer = person(&app, "Mona Monitor", &["monitoring-officer", "clerk"]).await;
    let nobody = person(&app, "Nils Nobody", &[]).await;
    for address in ["/ledger", "/ledger?from=soon", "/ledger.csv", "/ledger/1", "/ledger/record?record=account%2F1"] {
        for who in [&officer, &nobody] {
            assert_eq!(who.get(&app, address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert!(answer.header("location").starts_with("/sign-in?next="), "{address}");
    }
}

async fn the_head_of_the_chain_is_public(on: On) {
    let app = site(on).await;
    assert!(app.get("/record/checkpoint").await.says(&["position: 0\n", &"0".repeat(64), "time: -"]));
    let position = entry(&app, AT, "a test", Action::Altered, "paper/1", json!({})).await;
    let (_, hash) = ledger::head(app.state.db.reading()).await.unwrap();
    let text = app.get("/record/checkpoint").await;
    assert!(text.header("content-type").starts_with("text/plain"));
    assert!(text.says(&[
        &format!("position: {position}\n"),
        &format!("hash: {hash}\n"),
        "2026-06-01T09:00:00.000000Z",
        "--checkpoint"
    ]));
    let asked =
        Request::get("/record/checkpoint").header(header::ACCEPT, "text/html;q=0.5, application/json").body(Body::empty());
    for answer in [app.send(asked.unwrap()).await, app.get("/record/checkpoint.json").await] {
        let data: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((data["position"].as_i64(), data["hash"].as_str()), (Some(position), Some(hash.as_str())));
    }
}
