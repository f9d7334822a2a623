//! Members' registers of interests and details, and the monitoring officer's list of interests to register, through HTTP, including
//! what must not happen.

use crate::common;

use axum::http::StatusCode;
use common::year::{BOARD, Payload, Year, prepared, publish, tie_member, write_report, year};
use test_kit::{On, both_databases};

both_databases!(
    a_member_keeps_their_own_register,
    a_register_is_updated_on_the_day_in_london,
    disclosed_interests_are_registered_within_their_days,
    a_clerk_publishes_a_members_details,
    imported_minutes_are_not_replaced_by_a_draft,
);

async fn a_member_keeps_their_own_register(on: On) {
    let year = year(on).await;
    let unlinked = year.app.post_as(&year.member.cookie, "/my/interests", &[("category", "land"), ("details", "A house")]).await;
    assert!(unlinked.status == StatusCode::BAD_REQUEST && unlinked.says(&["not linked to a member"]), "{}", unlinked.body);
    tie_member(&year).await;
    assert!(!year.app.get("/members/bertha-ashby").await.body.contains("Register of interests"));
    let refused = year.app.post_as(&year.member.cookie, "/my/interests", &[("category", "dancing")]).await;
    assert!(refused.says(&["Select a category", "Enter the details of the interest"]), "{}", refused.body);
    year.done(&year.member, "/my/interests", &[("category", "land"), ("details", "A house in Heron Lane")]).await;
    let secret = [("category", "employment"), ("details", "SECRETEMPLOYER"), ("sensitive", "yes")];
    year.done(&year.member, "/my/interests", &secret).await;
    assert!(year.page(&year.member, "/my/interests").await.contains("SECRETEMPLOYER"));
    let public = year.app.get("/members/bertha-ashby").await;
    assert!(
        public.says(&["Register of interests", "Land: A house in Heron Lane", "details withheld as sensitive"]),
        "{}",
        public.body
    );
    let last =
        db::single::<i64>(year.app.state.db.reading(), "SELECT MAX(id) FROM publication", []).await.expect("read").expect("some");
    for id in 1..=last {
        for part in ["", "/text", "/data"] {
            let body = year.app.get(&format!("/publications/{id}{part}")).await.body;
            assert!(!body.contains("SECRET"), "publication {id}{part} tells what is sensitive");
        }
    }
    for entry in
        db::rows::<Payload>(year.app.state.db.reading(), "SELECT payload FROM ledger_payload", []).await.expect("the ledger")
    {
        assert!(!entry.payload.contains("SECRET"), "the ledger tells what is sensitive: {}", entry.payload);
    }
    // A member cannot remove another member's interest.
    let other = year.app.person("Jonas Quill", &[("member", Some(common::year::board()))]).await;
    let quill = "SELECT id FROM person WHERE surname = 'Quill'";
    let quill = db::single::<i64>(year.app.state.db.reading(), quill, []).await.expect("read").expect("a person");
    let account = other.account.to_string();
    year.done(&year.clerk, &format!("/boards/{BOARD}/people/{quill}/account"), &[("account", &account)]).await;
    assert_eq!(year.post(&other, "/my/interests/1/end", &[]).await, StatusCode::NOT_FOUND);
    year.done(&year.member, "/my/interests/1/end", &[]).await;
    assert!(!year.app.get("/members/bertha-ashby").await.body.contains("Heron Lane"));
    assert_eq!(year.post(&year.member, "/my/interests/1/end", &[]).await, StatusCode::NOT_FOUND, "it is off already");
    assert_eq!(year.app.get_as(&year.clerk.cookie, "/my/interests").await.status, StatusCode::NOT_FOUND);
}

async fn a_register_is_updated_on_the_day_in_london(on: On) {
    let year = year(on).await;
    tie_member(&year).await;
    // Half past midnight in summer time.
    let year = year.at("2024-06-10T23:30:00Z").await;
    year.done(&year.member, "/my/interests", &[("category", "land"), ("details", "A house in Heron Lane")]).await;
    let public = year.app.get("/members/bertha-ashby").await;
    assert!(public.says(&["Last updated 11 June 2024"]), "{}", public.body);
}

/// Returns a meeting in progress today, at which the member disclosed an interest.
async fn disclosed(year: &Year) -> String {
    let meeting = prepared(year).await;
    write_report(year, &meeting).await;
    assert_eq!(publish(year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let item = year.item(&meeting, "Fences of the quay").await;
    let sql = "SELECT id FROM person WHERE surname = 'Ashby'";
    let person = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a person");
    let content = serde_json::json!({
        "kind": "declared", "person": person, "interest": "disclosable", "nature": "My shop", "is_sensitive": false, "withdrew": true
    });
    let now = year.app.state.clock.now();
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let sql =
        "INSERT INTO sitting_entry (meeting_id, item_id, at, content, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $3)";
    let key = meeting.parse::<i64>().expect("a key");
    let values = [key.into(), item.into(), now.into(), content.to_string().into(), "a test".into()];
    db::execute(&transaction, sql, values).await.expect("an entry");
    let by = access::By { actor: "a test", at: now };
    ledger::append(&transaction, &by.did(ledger::Action::Altered, "a test", &serde_json::json!({}))).await.expect("an entry");
    transaction.commit().await.expect("it stands");
    meeting
}

async fn disclosed_interests_are_registered_within_their_days(on: On) {
    let year = year(on).await;
    tie_member(&year).await;
    let officer = year.app.person("Mona Monitor", &[("monitoring-officer", None)]).await;
    let list = "/interests/to-register";
    assert!(year.page(&officer, list).await.contains("No interests to be registered"));
    let meeting = disclosed(&year).await;
    let page = year.page(&officer, list).await;
    // The meeting is on 12 March 2024, and that day counts.
    for words in ["Councillor Bertha Ashby", "Fences of the quay", "12 March 2024", "8 April 2024"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(year.page(&year.member, "/my/interests").await.contains("notify the monitoring officer by 8 April 2024"));
    let item = year.item(&meeting, "Fences of the quay").await.to_string();
    let person = "SELECT id FROM person WHERE surname = 'Ashby'";
    let person = db::single::<i64>(year.app.state.db.reading(), person, []).await.expect("read").expect("a person").to_string();
    let fields = [("meeting", meeting.as_str()), ("item", item.as_str()), ("person", person.as_str())];
    for who in [&year.clerk, &year.member] {
        assert_eq!(year.post(who, list, &fields).await, StatusCode::NOT_FOUND, "only the monitoring officer");
    }
    assert_eq!(year.post(&officer, list, &[("meeting", "1")]).await, StatusCode::BAD_REQUEST);
    year.done(&officer, list, &fields).await;
    let page = year.page(&officer, list).await;
    assert!(page.contains("No interests to be registered") && page.contains("Registered 6 February 2024"), "{page}");
    let (before, _) = ledger::head(year.app.state.db.reading()).await.expect("read");
    year.done(&officer, list, &fields).await;
    assert_eq!(ledger::head(year.app.state.db.reading()).await.expect("read").0, before, "it is recorded once");
    // A disclosure by someone who is not on record is an error and not a line without a name.
    let stranger = format!("UPDATE sitting_entry SET content = REPLACE(content, '\"person\":{person}', '\"person\":9999')");
    assert_eq!(year.app.behind_its_back(&stranger).await, 1);
    assert_eq!(year.app.get_as(&officer.cookie, list).await.status, StatusCode::INTERNAL_SERVER_ERROR);
}

async fn a_clerk_publishes_a_members_details(on: On) {
    let year = year(on).await;
    let sql = "SELECT id FROM person WHERE surname = 'Ashby'";
    let person = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a person");
    let address = format!("/boards/{BOARD}/people/{person}/details");
    let refused =
        year.app.post_as(&year.clerk.cookie, &address, &[("email", "not an address"), ("party", &"x".repeat(81))]).await;
    assert!(
        refused.says(&["Email address must be in the correct format", "Party must be 80 characters or fewer"]),
        "{}",
        refused.body
    );
    let fields = [("party", "Lantern Party"), ("ward", "Quayside"), ("email", "bertha@ashmere.example"), ("telephone", "")];
    year.done(&year.clerk, &address, &fields).await;
    let page = year.app.get("/members/bertha-ashby").await;
    assert!(
        page.says(&["Lantern Party", "Quayside", "mailto:bertha@ashmere.example"]) && !page.body.contains("Telephone"),
        "{}",
        page.body
    );
    assert!(year.app.get("/members").await.says(&["Lantern Party", "Quayside"]));
    assert!(year.page(&year.clerk, &address).await.contains("value=\"Quayside\""));
    assert_eq!(year.post(&year.member, &address, &fields).await, StatusCode::FORBIDDEN);
    assert_eq!(year.post(&year.clerk, &format!("/boards/{BOARD}/people/999/details"), &fields).await, StatusCode::NOT_FOUND);
}

async fn imported_minutes_are_not_replaced_by_a_draft(on: On) {
    let year = year(on).await;
    // The minutes of the November meeting were published elsewhere.
    let before = year.app.get("/meetings/1/minutes").await.body;
    let refused = year.post(&year.clerk, "/meetings/1/minutes/correct", &[("reason", "A slip")]).await;
    assert!(refused.is_client_error(), "{refused}");
    let refused = year.post(&year.clerk, "/meetings/1/minutes/circulate", &[]).await;
    assert!(refused.is_client_error(), "{refused}");
    assert_eq!(year.app.get("/meetings/1/minutes").await.body, before);
}
