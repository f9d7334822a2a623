//! Who can read a report before it is published: its authors, the board's clerks and those whose turn to clear it
//! has come, and no one else.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::{Fixture, single, site};
use test_kit::{On, Person, both_databases, sample_picture};

both_databases!(
    a_draft_is_open_to_its_authors_its_clerks_and_those_who_clear_it,
    an_exempt_item_is_told_to_no_other_officer,
    who_cleared_a_report_reads_on_when_it_is_given_back,
    only_what_somebody_clears_themselves_can_they_hand_over,
);

/// Every page of a draft.
const PAGES: [&str; 11] = [
    "",
    "/preview",
    "/check",
    "/comments",
    "/clearance",
    "/sections/2",
    "/sections/2/history",
    "/figures",
    "/files",
    "/particulars",
    "/import",
];
/// Every form of a draft.
const FORMS: [&str; 8] =
    ["/sections/2", "/sections/2/restore", "/comments", "/clearance", "/particulars", "/appendices", "/figures", "/files/1"];

impl Fixture {
    /// Asserts that nothing reveals a draft to this person: not its pages, lists and counts, forms or files.
    async fn is_closed_to(&self, who: &Person, draft: &str, meeting: &str, picture: &str, title: &str) {
        for rest in PAGES {
            let answer = self.app.get_as(&who.cookie, &format!("{draft}{rest}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}");
            assert!(!answer.body.contains(title), "{rest}: {}", answer.body);
        }
        for rest in FORMS {
            let answer = self.app.post_as(&who.cookie, &format!("{draft}{rest}"), &[("act", "clear"), ("text", "x")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}");
        }
        let file = picture.replace("/pictures/", "/attachments/");
        for address in [picture.to_owned(), format!("{file}/a.png")] {
            assert_eq!(self.app.get_as(&who.cookie, &address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
        for address in ["/drafts", "/work", meeting, &format!("{meeting}/prepare")] {
            let page = self.app.get_as(&who.cookie, address).await.body;
            assert!(!page.contains(draft), "{address} leads to the draft: {page}");
        }
    }
}

/// Creates a draft with a text, a comment and an image. Returns the image's address.
async fn written(fixture: &Fixture, draft: &str) -> String {
    fixture.written(draft).await;
    fixture.done(&fixture.officer, &format!("{draft}/comments"), &[("quote", "2|"), ("text", "How old?")]).await;
    let fields = [("usage", "picture"), ("description", "The fence"), ("section", "2")];
    let sent = fixture
        .app
        .upload_as(&fixture.officer.cookie, &format!("{draft}/files"), &fields, Some(("a.png", &sample_picture(8, 8))))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = fixture.page(&fixture.officer, &format!("{draft}/files")).await;
    let hash = page.split("src=\"/pictures/").nth(1).and_then(|after| after.split('"').next()).expect("a picture");
    format!("/pictures/{hash}")
}

async fn a_draft_is_open_to_its_authors_its_clerks_and_those_who_clear_it(on: On) {
    for exempt in [false, true] {
        let fixture = site(on).await;
        let (meeting, item) = fixture.item(exempt).await;
        let draft = if exempt { fixture.begun_in_private(item).await } else { fixture.begun(item).await };
        let picture = written(&fixture, &draft).await;
        let board = |role: &'static str, id| [(role, Some(Place::new("board", id)))];
        let others = [
            fixture.app.person("Olga Officer", &board("reporting-officer", 1)).await,
            fixture.app.person("Otto Other", &board("reporting-officer", 2)).await,
            fixture.app.person("Cleo Clerk", &board("clerk", 2)).await,
            fixture.app.person("Ada Sample", &board("member", 1)).await,
            fixture.app.person("Mona Monitor", &[("monitoring-officer", None)]).await,
        ];
        let title = if exempt { "The price of the fences" } else { "Fences of the quay" };
        for who in others.iter().chain([&fixture.head, &fixture.finance]) {
            fixture.is_closed_to(who, &draft, &meeting, &picture, title).await;
        }
        for who in [&fixture.officer, &fixture.clerk] {
            assert!(fixture.page(who, &draft).await.contains(title));
            assert_eq!(fixture.app.get_as(&who.cookie, &picture).await.status, StatusCode::OK);
            assert!(fixture.page(who, "/drafts").await.contains(&draft));
        }
        assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
        let head = fixture.page(&fixture.head, &format!("{draft}/preview")).await;
        assert!(head.contains("The fences are old."), "{head}");
        assert_eq!(fixture.app.get_as(&fixture.head.cookie, &picture).await.status, StatusCode::OK);
        assert!(fixture.page(&fixture.head, "/drafts").await.contains(title));
        for who in others.iter().chain([&fixture.finance]) {
            fixture.is_closed_to(who, &draft, &meeting, &picture, title).await;
        }
    }
}

async fn an_exempt_item_is_told_to_no_other_officer(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(true).await;
    for who in [&fixture.officer, &fixture.head] {
        for address in [&format!("/drafts/begin/{item}"), "/drafts", "/work", &format!("{meeting}/prepare")] {
            let page = fixture.app.get_as(&who.cookie, address).await.body;
            assert!(!page.contains("The price of the fences"), "{address}: {page}");
        }
        let begun = fixture.app.post_as(&who.cookie, &format!("/drafts/begin/{item}"), &[("kind", "report")]).await;
        assert_eq!(begun.status, StatusCode::NOT_FOUND, "only a clerk begins it");
    }
    // The agenda in preparation shows the item's public title, and nothing of its report.
    let draft = fixture.begun_in_private(item).await;
    let prepare = fixture.page(&fixture.officer, &format!("{meeting}/prepare")).await;
    assert!(prepare.contains("Fences of the quay") && !prepare.contains("Harbour Master"), "{prepare}");
    assert!(!prepare.contains(&draft) && !prepare.to_lowercase().contains("report: draft"), "{prepare}");
    let clerk = fixture.page(&fixture.clerk, &format!("{meeting}/prepare")).await;
    assert!(clerk.contains("The price of the fences") && clerk.contains(&draft), "{clerk}");
    // The author named by the clerk can see it.
    assert!(fixture.page(&fixture.officer, "/drafts").await.contains("The price of the fences"));
}

async fn who_cleared_a_report_reads_on_when_it_is_given_back(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(true).await;
    let draft = fixture.begun_in_private(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.act(&fixture.head, &draft, "clear", "").await;
    assert_eq!(fixture.act(&fixture.finance, &draft, "give-back", "Name the budget").await.status, StatusCode::SEE_OTHER);
    for who in [&fixture.head, &fixture.finance] {
        fixture.page(who, &format!("{draft}/preview")).await;
        let written = fixture.app.post_as(&who.cookie, &format!("{draft}/sections/2"), &[("text", "x"), ("version", "1")]).await;
        assert_eq!(written.status, StatusCode::FORBIDDEN, "who clears a report does not write it");
    }
    assert_eq!(fixture.app.get_as(&fixture.legal.cookie, &draft).await.status, StatusCode::NOT_FOUND, "it did not come to them");
    // When it is sent again with another text, those who had it before can read it.
    fixture.write(&fixture.officer, &draft, 2, "The fences are very old.").await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.page(&fixture.finance, &format!("{draft}/preview")).await;
    assert_eq!(fixture.app.get_as(&fixture.legal.cookie, &draft).await.status, StatusCode::NOT_FOUND);
}

async fn only_what_somebody_clears_themselves_can_they_hand_over(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(true).await;
    let draft = fixture.begun_in_private(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    let colleague = fixture.app.person("Olga Officer", &[("reporting-officer", Some(Place::new("board", 1)))]).await;
    let friend = fixture.app.person("Fred Friend", &[("reporting-officer", Some(Place::new("board", 2)))]).await;
    let partner = fixture.app.person("Nora Norole", &[]).await;
    let stands_in = |who: &Person| {
        [("delegate", who.account.to_string()), ("from", "1 February 2024".into()), ("until", "30 April 2024".into())]
    };
    let set = async |away: &Person, delegate: &Person| {
        let fields = stands_in(delegate);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fixture.app.post_as(&away.cookie, "/clearance", &fields).await.status
    };
    assert_eq!(set(&colleague, &friend).await, StatusCode::NOT_FOUND, "an officer who writes has nothing to clear");
    assert_eq!(set(&fixture.head, &partner).await, StatusCode::UNPROCESSABLE_ENTITY, "nor has somebody without a role");
    // Even a row inserted directly into the database delegates nothing that was not theirs.
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let sql = "INSERT INTO clearance_delegation (account_id, delegate_id, from_day, until_day) VALUES ($1, $2, '2024-02-01', '2024-04-30')";
    db::execute(&transaction, sql, [colleague.account.get().into(), friend.account.get().into()]).await.expect("a row");
    transaction.commit().await.expect("it stands");
    for who in [&fixture.head, &fixture.finance, &fixture.legal, &fixture.portfolio] {
        assert_eq!(fixture.act(who, &draft, "clear", "").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(fixture.app.get_as(&friend.cookie, &draft).await.status, StatusCode::NOT_FOUND, "it waits for the clerk");
    // The clerk's deputy clears in the clerk's place, and can read the report while doing so.
    assert_eq!(set(&fixture.clerk, &friend).await, StatusCode::SEE_OTHER);
    assert_eq!(fixture.act(&friend, &draft, "clear", "").await.status, StatusCode::SEE_OTHER);
    let cleared: i64 = single(&fixture.app, "SELECT COUNT(*) FROM report_clearance WHERE state = 'cleared'").await;
    assert_eq!(cleared, 5);
}
