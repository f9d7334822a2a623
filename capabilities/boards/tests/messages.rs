//! Messages from a board's clerk to its members, through HTTP.

use crate::common;

use axum::http::StatusCode;
use common::held::person;
use common::year::{BOARD, Payload, Year, board, year};
use foundation::MunicipalYear;
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use publications::Publishing;
use test_kit::{Answer, On, TestApp, both_databases, hidden};

both_databases!(
    a_message_is_read_before_it_is_sent_to_each_member,
    the_same_message_is_sent_once,
    a_message_without_words_or_recipients_is_refused,
    a_recipient_who_came_since_is_shown_first,
    a_site_without_email_says_so,
    only_who_manages_the_board_sends_messages,
    messages_sent_are_listed_page_by_page,
);

const MESSAGE: &str = "/boards/harbour-safety-board/message";

const FLOODED: [(&str, &str); 3] =
    [("to", "members"), ("subject", "The hall <is> flooded"), ("text", "We meet\r\nin the library.")];

/// Submits a message for preview and returns the page.
async fn checked(year: &Year, fields: &[(&str, &str)]) -> String {
    let form = year.page(&year.clerk, MESSAGE).await;
    let seen = hidden(&form, "seen").to_owned();
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("seen", seen.as_str())]).collect();
    let answer = year.app.post_as(&year.clerk.cookie, MESSAGE, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// Confirms the previewed message.
async fn confirmed(year: &Year, page: &str, fields: &[(&str, &str)]) -> Answer {
    let (seen, counted) = (hidden(page, "seen").to_owned(), hidden(page, "counted").to_owned());
    let more = [("seen", seen.as_str()), ("counted", counted.as_str()), ("confirmed", "yes")];
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain(more).collect();
    year.app.post_as(&year.clerk.cookie, MESSAGE, &fields).await
}

/// Returns the emails with this subject, each with its address and text.
async fn mails(year: &Year, subject: &str) -> Vec<(String, String)> {
    let mails = mail::with_subject(year.app.state.db.reading(), subject, 100).await.expect("mails");
    mails.into_iter().rev().map(|mail| (mail.to_address, mail.text)).collect()
}

async fn a_message_is_read_before_it_is_sent_to_each_member(on: On) {
    let year = year(on).await;
    let quill = person(&year, "Quill").await;
    let published = [("email", "jonas.quill@ashmere.example")];
    year.done(&year.clerk, &format!("/boards/{BOARD}/people/{quill}/details"), &published).await;
    let meeting = year.meeting("12 March 2024").await;
    assert!(year.page(&year.clerk, &format!("/boards/{BOARD}/desk")).await.contains(MESSAGE));
    let form = year.page(&year.clerk, MESSAGE).await;
    for words in [
        "Members and substitutes (2)",
        "1 member has no email address: Councillor Tamsin Reed.",
        "Tuesday, 12 March 2024",
        "No messages sent yet.",
    ] {
        assert!(form.contains(words), "{words}: {form}");
    }
    assert!(!form.contains("value=\"followers\""), "nobody follows the board: {form}");

    let fields: Vec<(&str, &str)> = FLOODED.iter().copied().chain([("meeting", meeting.as_str())]).collect();
    let page = checked(&year, &fields).await;
    for words in [
        "Check the message before you send it",
        "The hall &lt;is&gt; flooded",
        "We meet\nin the library.\n\nMeeting: Tuesday, 12 March 2024, 6.30pm, Customs House\n",
        "2 members get this email straight away",
        "Send to 2 members",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(mails(&year, FLOODED[1].1).await.is_empty(), "looking at it sends nothing");
    let changed: Vec<(&str, &str)> = fields.iter().copied().chain([("confirmed", "yes"), ("change", "yes")]).collect();
    let back = year.app.post_as(&year.clerk.cookie, MESSAGE, &changed).await;
    assert!(back.status == StatusCode::OK && back.says(&["value=\"The hall &lt;is&gt; flooded\""]), "{}", back.body);

    let sent = confirmed(&year, &page, &fields).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/boards/harbour-safety-board/message?done=sent"));
    let mut told = mails(&year, FLOODED[1].1).await;
    told.sort();
    let [(bertha, with_account), (jonas, without)] = told.as_slice() else { panic!("two emails: {told:?}") };
    assert_eq!((bertha.as_str(), jonas.as_str()), (year.member.mail.as_str(), "jonas.quill@ashmere.example"));
    for text in [with_account, without] {
        assert!(text.starts_with("We meet\nin the library.\n\nMeeting: Tuesday, 12 March 2024"), "{text}");
        assert!(text.contains(&format!("/meetings/{meeting}\n")) && text.contains("of the Harbour Safety Board"), "{text}");
    }
    assert!(with_account.contains("Your meetings: ") && !without.contains("Your meetings: "), "{without}");
    let list = year.page(&year.clerk, sent.location()).await;
    for words in
        ["Message sent to 2 members", "6 February 2024 at midday", "Petra Placeholder", "About the meeting of 12 March 2024"]
    {
        assert!(list.contains(words), "{words}: {list}");
    }
    let entries = db::rows::<Payload>(year.app.state.db.reading(), "SELECT payload FROM ledger_payload", []).await.expect("read");
    let entry = entries.iter().find(|entry| entry.payload.contains("The hall <is> flooded")).expect("an entry");
    let payload: serde_json::Value = serde_json::from_str(&entry.payload).expect("JSON");
    assert_eq!((&payload["to"], &payload["members"]), (&serde_json::json!(["members"]), &serde_json::json!(2)));
    assert!(!entry.payload.contains('@') && !entry.payload.contains("library"), "{}", entry.payload);
}

async fn the_same_message_is_sent_once(on: On) {
    let year = year(on).await;
    let page = checked(&year, &FLOODED).await;
    let press = || confirmed(&year, &page, &FLOODED);
    let answers = tokio::join!(press(), press(), press());
    for answer in [answers.0, answers.1, answers.2] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert_eq!(mails(&year, FLOODED[1].1).await.len(), 1, "pressed three times, sent once");
    // From a reloaded page, the same words are reported as a mistake.
    let page = checked(&year, &FLOODED).await;
    let refused = confirmed(&year, &page, &FLOODED).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["This message was sent less than a minute ago"]), "{}", refused.body);
    let other = [FLOODED[0], FLOODED[1], ("text", "We meet in the town hall.")];
    let page = checked(&year, &other).await;
    assert_eq!(confirmed(&year, &page, &other).await.status, StatusCode::SEE_OTHER);
    let year = year.at("2024-02-06T12:16:00Z").await;
    let page = checked(&year, &FLOODED).await;
    assert_eq!(confirmed(&year, &page, &FLOODED).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mails(&year, FLOODED[1].1).await.len(), 3);
}

async fn a_message_without_words_or_recipients_is_refused(on: On) {
    let year = year(on).await;
    let refused = year.app.post_as(&year.clerk.cookie, MESSAGE, &[("to", "followers"), ("confirmed", "yes")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Select who gets the message", "Enter a subject", "Enter a message"]), "{}", refused.body);
    let long = "a".repeat(5_001);
    let fields = [("to", "members"), ("subject", long.as_str()), ("text", long.as_str()), ("meeting", "999")];
    let refused = year.app.post_as(&year.clerk.cookie, MESSAGE, &fields).await;
    let words = ["150 characters or fewer", "5,000 characters or fewer", "Select a meeting of this board"];
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&words), "{}", refused.body);
    assert!(refused.says(&[long.as_str()]), "what was typed stays");
}

async fn a_recipient_who_came_since_is_shown_first(on: On) {
    let year = year(on).await;
    let page = checked(&year, &FLOODED).await;
    assert!(page.contains("Send to 1 member<"), "{page}");
    year.app.person("Jonas Quill", &[("member", Some(board()))]).await;
    let asked = confirmed(&year, &page, &FLOODED).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.says(&["The number of recipients has changed", "Send to 2 members"]), "{}", asked.body);
    assert!(mails(&year, FLOODED[1].1).await.is_empty());
    assert!(year.page(&year.clerk, MESSAGE).await.contains("No messages sent yet."));
    assert_eq!(confirmed(&year, &asked.body, &FLOODED).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mails(&year, FLOODED[1].1).await.len(), 2);
}

async fn a_site_without_email_says_so(on: On) {
    let capabilities = boards::with_meetings();
    let without = |parts: &mut web::Parts| parts.sends_mail = false;
    let app = TestApp::set_up(on, capabilities, Vec::new(), "2024-02-06T12:00:00Z", None, without).await;
    let year = MunicipalYear::beginning_in(2023).expect("a year");
    let members = vec![BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, year)];
    let register = BoardRegister { name: "Harbour Safety Board".into(), members, ..BoardRegister::default() };
    let transaction = app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "First" };
    meetings::publish_board(&transaction, &register, &publishing).await.expect("the register");
    transaction.commit().await.expect("it stands");
    let clerk = app.person("Petra Placeholder", &[("clerk", Some(board()))]).await;
    app.person("Bertha Ashby", &[("member", Some(board()))]).await;
    let page = app.get_as(&clerk.cookie, MESSAGE).await;
    assert!(page.says(&["Email is not set up"]) && !page.body.contains("name=\"subject\""), "{}", page.body);
    let fields: Vec<(&str, &str)> = FLOODED.iter().copied().chain([("counted", "1-0"), ("confirmed", "yes")]).collect();
    let refused = app.post_as(&clerk.cookie, MESSAGE, &fields).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&["Email is not set up"]), "{}", refused.body);
    assert!(mail::all(app.state.db.reading(), 10).await.expect("mails").is_empty());
}

async fn only_who_manages_the_board_sends_messages(on: On) {
    let year = year(on).await;
    let other = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    let officer = year.app.person("Rosa Report", &[("reporting-officer", Some(board()))]).await;
    let fields: Vec<(&str, &str)> = FLOODED.iter().copied().chain([("counted", "1-0"), ("confirmed", "yes")]).collect();
    for (who, status) in
        [(&other, StatusCode::NOT_FOUND), (&officer, StatusCode::FORBIDDEN), (&year.member, StatusCode::FORBIDDEN)]
    {
        assert_eq!(year.app.get_as(&who.cookie, MESSAGE).await.status, status);
        assert_eq!(year.post(who, MESSAGE, &fields).await, status);
    }
    assert!(year.app.get(MESSAGE).await.location().starts_with("/sign-in"));
    assert!(mails(&year, FLOODED[1].1).await.is_empty());
}

async fn messages_sent_are_listed_page_by_page(on: On) {
    let year = year(on).await;
    for number in 1..=21 {
        let subject = format!("Message number {number}.");
        let fields =
            [("to", "members"), ("subject", &*subject), ("text", "The same words"), ("counted", "1-0"), ("confirmed", "yes")];
        year.done(&year.clerk, MESSAGE, &fields).await;
    }
    let first = year.page(&year.clerk, MESSAGE).await;
    assert!(first.contains("Message number 21.") && first.contains("Message number 2."), "{first}");
    assert!(!first.contains("Message number 1."), "{first}");
    let second = year.page(&year.clerk, &format!("{MESSAGE}?page=2")).await;
    assert!(second.contains("Message number 1.") && !second.contains("Message number 2."), "{second}");
    // A page number out of range shows the nearest page.
    for page in ["0", "99", "x"] {
        assert!(year.page(&year.clerk, &format!("{MESSAGE}?page={page}")).await.contains("Message number "));
    }
    // A count that no version has stored is an error and not a default.
    year.app.behind_its_back("UPDATE board_message SET members = -1").await;
    assert_eq!(year.app.get_as(&year.clerk.cookie, MESSAGE).await.status, StatusCode::INTERNAL_SERVER_ERROR);
}
