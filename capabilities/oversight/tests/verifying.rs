//! Verification reports anything that was changed outside the program.

use crate::common;

use common::{behind_its_back, entry, person, site};
use ledger::Action;
use serde_json::json;
use test_kit::{On, TestApp, both_databases};

both_databases!(
    changed_rows_are_named,
    rows_put_in_and_taken_away_are_named,
    changed_entries_are_named,
    entries_taken_away_are_named,
    entries_put_in_at_the_end_are_named,
    a_gap_that_nobody_would_read_through_is_passed,
    particulars_are_erased_with_an_entry_and_not_without,
    a_long_chain_is_read_in_stretches,
    entries_of_many_at_once_follow_each_other,
);

const AT: &str = "2026-06-01T09:00:00Z";

/// Returns the faults, each with the record or position that it names.
async fn faults(app: &TestApp) -> Vec<String> {
    let chain = ledger::verify(app.state.db.reading()).await.unwrap().faults;
    let name = |fault: ledger::Fault| {
        if chain.contains(&fault) {
            format!("{}: {}", fault.position, fault.what)
        } else {
            format!("{}: {}", fault.record, fault.what)
        }
    };
    app.faults().await.into_iter().map(name).collect()
}

async fn changed_rows_are_named(on: On) {
    let app = site(on).await;
    let officer = person(&app, "Mona Monitor", &["monitoring-officer"]).await;
    person(&app, "Nils Nobody", &[]).await;
    assert_eq!(faults(&app).await, Vec::<String>::new());
    let account = officer.name();
    let changed = "it was changed after its last entry in the ledger was written";
    for (sql, back) in [
        ("mail = 'mallory@ashmere.example'", "mail = 'mona.monitor@ashmere.example'"),
        ("name = 'Mallory'", "name = 'Mona Monitor'"),
        ("state = 'closed'", "state = 'active'"),
        ("password_hash = 'x'", "password_hash = NULL"),
        ("factor = 'x'", "factor = NULL"),
    ] {
        let update = |set: &str| format!("UPDATE account SET {set} WHERE id = {}", officer.account);
        behind_its_back(&app, &update(sql)).await;
        assert_eq!(faults(&app).await, [format!("{account}: {changed}")], "{sql}");
        behind_its_back(&app, &update(back)).await;
    }
    for set in ["role = 'auditor'", "place = 'board/1'", "until_day = '2030-01-01'", "withdrawn_at = '2026-06-01 09:00:00+00:00'"]
    {
        assert_eq!(behind_its_back(&app, &format!("UPDATE account_role SET {set} WHERE id = 1")).await, 1);
        assert_eq!(faults(&app).await, [format!("account_role/1: {changed}")], "{set}");
    }
}

async fn rows_put_in_and_taken_away_are_named(on: On) {
    let app = site(on).await;
    let nobody = person(&app, "Nils Nobody", &["clerk"]).await;
    let sql = format!(
        "INSERT INTO account_role (account_id, role, from_day, source) VALUES ({}, 'auditor', '2026-01-01', 'administrator')",
        nobody.account
    );
    behind_its_back(&app, &sql).await;
    assert_eq!(faults(&app).await, ["account_role/2: it was added without an entry in the ledger"]);
    behind_its_back(&app, "DELETE FROM account_role").await;
    behind_its_back(&app, "DELETE FROM session").await;
    behind_its_back(&app, "DELETE FROM account").await;
    let gone = "it was removed without an entry in the ledger";
    let named = faults(&app).await;
    let expected = [
        format!("{}: {gone}", nobody.name()),
        format!("account_role/1: {gone}"),
        "session/1: it was removed and its seal is still there".to_owned(),
    ];
    assert_eq!(named, expected);
}

async fn some_entries(app: &TestApp) {
    for number in 1..=6 {
        entry(app, AT, "a test", Action::Altered, &format!("paper/{number}"), json!({ "number": number })).await;
    }
}

async fn changed_entries_are_named(on: On) {
    let app = site(on).await;
    some_entries(&app).await;
    for set in ["at = '2026-06-02 09:00:00+00:00'", "actor = 'x'", "action = 'x'", "record = 'x'", "state_digest = 'x'"] {
        assert_eq!(behind_its_back(&app, &format!("UPDATE ledger_entry SET {set} WHERE position = 3")).await, 1);
        assert_eq!(faults(&app).await, ["3: the entry was changed after it was written"], "{set}");
    }
    behind_its_back(&app, "UPDATE ledger_entry SET hash = 'x' WHERE position = 5").await;
    let named = faults(&app).await;
    assert!(named.contains(&"5: the entry was changed after it was written".to_owned()), "{named:?}");
    assert!(named.contains(&"6: it does not follow from the entry before".to_owned()), "{named:?}");
    behind_its_back(&app, "UPDATE ledger_payload SET payload = '{\"number\":7}' WHERE position = 2").await;
    assert!(faults(&app).await.contains(&"2: the particulars were changed after they were written".to_owned()));
}

async fn entries_taken_away_are_named(on: On) {
    let app = site(on).await;
    some_entries(&app).await;
    behind_its_back(&app, "DELETE FROM ledger_payload WHERE position IN (1, 4, 6)").await;
    behind_its_back(&app, "DELETE FROM ledger_entry WHERE position IN (1, 4)").await;
    let missing = |position: i64| format!("{position}: entries before this one are missing");
    let bare = "6: its particulars were removed without an entry in the ledger".to_owned();
    assert_eq!(faults(&app).await, [missing(2), missing(5), bare]);
    behind_its_back(&app, "DELETE FROM ledger_entry WHERE position = 6").await;
    let end = "6: the chain does not end where its head says: entries were removed or added at the end";
    assert_eq!(faults(&app).await, [missing(2), missing(5), end.to_owned()]);
}

async fn entries_put_in_at_the_end_are_named(on: On) {
    let app = site(on).await;
    some_entries(&app).await;
    behind_its_back(&app, "UPDATE ledger_head SET position = 5").await;
    assert!(faults(&app).await.iter().any(|fault| fault.contains("the chain does not end where its head says")));
    behind_its_back(&app, "DELETE FROM ledger_head").await;
    assert!(faults(&app).await.iter().any(|fault| fault.contains("the chain does not end where its head says")));
}

async fn a_gap_that_nobody_would_read_through_is_passed(on: On) {
    let app = site(on).await;
    some_entries(&app).await;
    let far = 4_000_000_000_000_000_000_i64;
    behind_its_back(&app, "DELETE FROM ledger_payload WHERE position = 6").await;
    behind_its_back(&app, &format!("UPDATE ledger_entry SET position = {far} WHERE position = 6")).await;
    behind_its_back(&app, &format!("UPDATE ledger_head SET position = {far}")).await;
    let named = faults(&app).await;
    assert!(named.contains(&format!("{far}: entries before this one are missing")), "{named:?}");
}

async fn particulars_are_erased_with_an_entry_and_not_without(on: On) {
    let app = site(on).await;
    some_entries(&app).await;
    let by = ledger::By { actor: "account/1", at: AT.parse().unwrap() };
    let transaction = app.state.db.begin().await.unwrap();
    assert_eq!(ledger::erase_payload(&transaction, 2, by, "The law asks for it").await.unwrap(), Some(7));
    transaction.commit().await.unwrap();
    assert_eq!(faults(&app).await, Vec::<String>::new());
    behind_its_back(&app, "UPDATE ledger_payload SET payload = NULL WHERE position = 4").await;
    assert_eq!(faults(&app).await, ["4: its particulars were removed without an entry in the ledger"]);
    behind_its_back(&app, "UPDATE ledger_payload SET payload = '{\"number\":4}' WHERE position = 4").await;
    behind_its_back(&app, "UPDATE ledger_payload SET payload = '{\"number\":2}' WHERE position = 2").await;
    assert_eq!(faults(&app).await, ["2: its particulars are still there although the ledger says that they were erased"]);
}

async fn a_long_chain_is_read_in_stretches(on: On) {
    let app = site(on).await;
    let transaction = app.state.db.begin().await.unwrap();
    let payload = json!({});
    for _ in 0..8_500 {
        let at = AT.parse().unwrap();
        let entry = ledger::Entry { at, actor: "a test", action: Action::Altered, record: "leaf/1", payload: &payload };
        ledger::append(&transaction, &entry).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let told = std::sync::Mutex::new(Vec::new());
    let chain =
        ledger::verify_telling(app.state.db.reading(), |position, last| told.lock().unwrap().push((position, last))).await;
    let chain = chain.unwrap();
    assert_eq!((chain.entries, chain.faults), (8_500, Vec::new()));
    assert_eq!(*told.lock().unwrap(), [(4_000, 8_500), (8_000, 8_500), (8_500, 8_500)]);
    // The chain is also checked where two batches meet.
    behind_its_back(&app, "UPDATE ledger_entry SET previous_hash = 'x' WHERE position = 4001").await;
    let named = faults(&app).await;
    assert_eq!(named, ["4001: it does not follow from the entry before", "4001: the entry was changed after it was written"]);
}

async fn entries_of_many_at_once_follow_each_other(on: On) {
    let app = std::sync::Arc::new(site(on).await);
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let app = app.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    entry(&app, AT, &format!("writer {writer}"), Action::Altered, &format!("leaf/{number}"), json!({})).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let chain = ledger::verify(app.state.db.reading()).await.unwrap();
    assert_eq!((chain.entries, chain.faults), (80, Vec::new()));
}
