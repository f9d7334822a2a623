//! Clerks' decisions on questions: what they can do, who may, and two clerks acting at once.

use crate::common;

use axum::http::StatusCode;
use common::{QUESTION, accept, act, asked, board, clerk, done, last_mail, nora, site, state, wanda};
use test_kit::{On, both_databases};

both_databases!(
    a_clerk_accepts_a_question,
    a_rejection_names_its_ground_and_reasons,
    the_same_question_is_merged,
    a_question_that_was_sent_back_comes_again,
    a_decision_can_be_taken_back,
    of_two_clerks_the_second_is_told,
    only_clerks_of_the_board_see_who_asks,
    the_plan_has_an_order_and_a_budget,
    the_list_as_csv_names_nobody,
    what_is_alike_is_shown,
);

const MEETING: &str = "/meetings/1";

async fn a_clerk_accepts_a_question(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    let list = app.get_as(&clerk.cookie, "/questions?show=to-decide").await;
    assert!(list.says(&["<strong>1</strong> question", "PQ/HSB/2024/1", "today"]), "{}", list.body);
    let page = app.get_as(&clerk.cookie, "/questions/1").await;
    let words = ["Wanda Wharf", "1 Heron Lane, Ashmere", "wanda@wharf.example", QUESTION, "Accept", "Reject", "Questions close"];
    assert!(page.says(&words), "{}", page.body);
    let form = app.get_as(&clerk.cookie, "/questions/1/decide/accept").await;
    assert!(form.says(&["Wording to be read at the meeting", "name=\"version\" value=\"1\""]), "{}", form.body);
    let refused = act(&app, &clerk, "/questions/1/decide/accept", &[("wording", ""), ("item", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["There is a problem", "Wording must be", "Select an item"]), "{}", refused.body);

    accept(&app, &clerk, 1, "When will the lamps on the quay be repaired?").await;
    let mail = last_mail(&app).await;
    assert_eq!(mail.subject, "Your question PQ/HSB/2024/1 was accepted");
    assert!(mail.text.contains("When will the lamps on the quay be repaired?") && mail.text.contains("up to 3 minutes"));
    let tracked = app.get(&track).await;
    assert!(tracked.says(&["Accepted", "Accepted wording", "When will the lamps on the quay be repaired?"]), "{}", tracked.body);
    let member = app.person("Ada Sample", &[("member", board(1))]).await;
    for who in [&clerk, &member] {
        let plan = app.get_as(&who.cookie, "/meetings/1/questions").await;
        let words = ["When will the lamps on the quay be repaired?", "<strong>1</strong> question, 3 of 30 minutes"];
        assert!(plan.says(&words), "{}", plan.body);
        assert!(!plan.says(&["Wanda"]) && !plan.says(&["wharf.example"]), "the plan names nobody");
    }
    let plan = app.get_as(&member.cookie, "/meetings/1/questions").await;
    assert!(!plan.says(&["/questions/1"]) && !plan.says(&[">Save "]), "a member changes nothing: {}", plan.body);
    common::assert_verified(&app).await;
}

async fn a_rejection_names_its_ground_and_reasons(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    let address = "/questions/1/decide/reject";
    let empty = act(&app, &clerk, address, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says(&["Select a ground", "Enter the reasons", "Select whose decision it is"]), "{}", empty.body);
    let unknown = act(&app, &clerk, address, &[("ground", "because"), ("reasons", "So."), ("decided_by", "me")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("ground", "application"), ("reasons", "It is about the application for the quay."), ("decided_by", "chair")];
    done(&app, &clerk, address, &fields).await;
    let mail = last_mail(&app).await;
    for words in [
        "is about a planning or licensing application",
        "the council’s rules for public questions",
        "the chair",
        "application for the quay",
    ] {
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
    }
    let tracked = app.get(&track).await;
    assert!(
        tracked.says(&["Rejected", "is about a planning or licensing application", "application for the quay"]),
        "{}",
        tracked.body
    );
    assert!(app.get_as(&clerk.cookie, "/meetings/1/questions").await.says(&["No accepted questions yet"]));
    assert!(app.get_as(&clerk.cookie, "/questions/1").await.says(&["Rejected the question", "Petra Placeholder"]));
    // A stored ground that the program does not know is an error, and not a rejection without a ground.
    app.behind_its_back("UPDATE public_question SET ground = 'weather'").await;
    assert_eq!(app.get_as(&clerk.cookie, "/questions/1").await.status, StatusCode::INTERNAL_SERVER_ERROR);
}

async fn the_same_question_is_merged(on: On) {
    let app = site(on).await;
    asked(&app, MEETING, &wanda()).await;
    let same = common::but(&nora(), &[("text", "When are the lamps at Heron Lane on the quay going to be repaired?")]);
    let track = asked(&app, MEETING, &same).await;
    let clerk = clerk(&app).await;
    let page = app.get_as(&clerk.cookie, "/questions/2").await;
    assert!(page.says(&["Similar to other questions for this meeting", "PQ/HSB/2024/1"]), "{}", page.body);
    for other in ["", "2", "9", "x"] {
        let refused = act(&app, &clerk, "/questions/2/decide/merge", &[("other", other)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
    }
    done(&app, &clerk, "/questions/2/decide/merge", &[("other", "1")]).await;
    let mail = last_mail(&app).await;
    assert_eq!(mail.to_address, "nora@square.example");
    assert!(
        mail.text.contains("PQ/HSB/2024/2 has been merged with PQ/HSB/2024/1") && !mail.text.contains("Wanda"),
        "{}",
        mail.text
    );
    assert!(app.get(&track).await.says(&["Merged", "Someone else has asked the same question"]));
    // Two questions cannot be merged into each other.
    let circle = act(&app, &clerk, "/questions/1/decide/merge", &[("other", "2")]).await;
    assert_eq!(circle.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_question_that_was_sent_back_comes_again(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    done(&app, &clerk, "/questions/1/decide/ask-again", &[("reasons", "Please leave out the name of your neighbour.")]).await;
    let mail = last_mail(&app).await;
    assert!(mail.text.contains("name of your neighbour") && mail.text.contains("4pm on Monday, 10 June 2024"), "{}", mail.text);
    let tracked = app.get(&track).await;
    assert!(tracked.says(&["Sent back", "name of your neighbour", "Change the wording"]), "{}", tracked.body);
    let fields = |text: &'static str, version: &'static str| [("text", text), ("version", version)];
    let stale = app.post_as("", &track, &fields("When will the lamps be repaired, please?", "1")).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = app.post_as("", &track, &fields("Why?", "2")).await;
    assert!(short.says(&["Enter your question", "There is a problem"]), "{}", short.body);
    let sent = app.post_as("", &track, &fields("When will the lamps be repaired, please?", "2")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(state(&app, 1).await, "received");
    let page = app.get_as(&clerk.cookie, "/questions/1").await;
    assert!(
        page.says(&["When will the lamps be repaired, please?", "Earlier wording", QUESTION, "The questioner"]),
        "{}",
        page.body
    );
    // Notice ends in the meantime, because the meeting is brought forward.
    done(&app, &clerk, "/questions/1/decide/ask-again", &[("reasons", "Please be shorter.")]).await;
    common::run(&app, "UPDATE meeting SET held_on = '2024-06-04' WHERE id = 1").await;
    let late = app.post_as("", &track, &fields("When will the lamps be repaired at last?", "4")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&app, 1).await, "returned");
    let again = app.get_as(&clerk.cookie, "/questions/1/decide/accept").await;
    assert_eq!(again.status, StatusCode::OK, "a clerk may take it as it stands");
    common::assert_verified(&app).await;
}

async fn a_decision_can_be_taken_back(on: On) {
    let app = site(on).await;
    asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    let fields = [("ground", "improper"), ("reasons", "It is frivolous."), ("decided_by", "officer")];
    done(&app, &clerk, "/questions/1/decide/reject", &fields).await;
    done(&app, &clerk, "/questions/1/decide/reconsider", &[]).await;
    assert!(last_mail(&app).await.subject.ends_with("is being reconsidered"));
    let page = app.get_as(&clerk.cookie, "/questions/1").await;
    assert!(
        page.says(&["Received", "Rejected the question", "Withdrew the decision"]) && !page.says(&["It is frivolous."]),
        "{}",
        page.body
    );
    let again = app.get_as(&clerk.cookie, "/questions/1/decide/reconsider").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says(&["You cannot do this now"]));
    for act in ["put", "answer", "send-answer", "draft", "reword", "x"] {
        let wrong = app.get_as(&clerk.cookie, &format!("/questions/1/decide/{act}")).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{act}");
    }
}

async fn of_two_clerks_the_second_is_told(on: On) {
    let app = site(on).await;
    asked(&app, MEETING, &wanda()).await;
    let petra = clerk(&app).await;
    let otto = app.person("Otto Other", &[("clerk", board(1))]).await;
    let wording = [("wording", "When will the lamps be repaired?"), ("item", "Lamps on the quay"), ("version", "1")];
    let rejected = [("ground", "improper"), ("reasons", "It is frivolous."), ("decided_by", "officer"), ("version", "1")];
    let first = app.post_as(&petra.cookie, "/questions/1/decide/accept", &wording).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let mails = common::count(&app, "mail").await;
    let second = app.post_as(&otto.cookie, "/questions/1/decide/reject", &rejected).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let words = [
        "Someone else has changed this question",
        "Petra Placeholder accepted the question",
        "It is frivolous.",
        "name=\"version\" value=\"2\"",
        "leave it unchanged",
    ];
    assert!(second.says(&words), "what was written stays: {}", second.body);
    assert_eq!((state(&app, 1).await.as_str(), common::count(&app, "mail").await), ("accepted", mails), "nothing was done");
    let same = app.post_as(&otto.cookie, "/questions/1/decide/accept", &wording).await;
    assert_eq!(same.status, StatusCode::CONFLICT);
    assert!(same.says(&["You cannot do this now", "Petra Placeholder accepted the question"]), "{}", same.body);
    // After seeing the change, the second clerk may still reject it.
    let fields = [&rejected[..3], &[("version", "2")]].concat();
    let after = app.post_as(&otto.cookie, "/questions/1/decide/reject", &fields).await;
    assert_eq!(after.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&app, 1).await, "rejected");
    for version in ["", "x", "-1", "99"] {
        let answer = app.post_as(&otto.cookie, "/questions/1/decide/reconsider", &[("version", version)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{version}");
    }
}

async fn only_clerks_of_the_board_see_who_asks(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    accept(&app, &clerk, 1, QUESTION).await;
    let others = [
        app.person("Ada Sample", &[("member", board(1))]).await,
        app.person("Otto Other", &[("clerk", board(2))]).await,
        app.person("Oscar Outline", &[("reporting-officer", board(1))]).await,
        app.person("Mona Standard", &[("monitoring-officer", None)]).await,
        app.person("Adam Inistrator", &[("administrator", None)]).await,
        app.person("Nobody Special", &[]).await,
    ];
    let reads = [
        "/questions/1",
        "/questions/1/decide/accept",
        "/questions/1/decide/reject",
        "/questions/1/answer",
        "/questions/1/answer/check",
        "/questions/1/erase",
    ];
    let writes = [
        "/questions/1/decide/reject",
        "/questions/1/decide/reconsider",
        "/questions/1/meeting/put",
        "/questions/1/meeting/record",
        "/questions/1/answer",
        "/questions/1/answer/send",
        "/questions/1/erase",
    ];
    for who in &others {
        for address in reads {
            let answer = app.get_as(&who.cookie, address).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {address}", who.mail);
            assert!(!answer.says(&["Wanda"]) && !answer.says(&["PQ/HSB"]), "{} {address}", who.mail);
        }
        for address in writes {
            let answer = app.post_as(&who.cookie, address, &[("version", "2")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {address}", who.mail);
        }
        for address in ["/questions", "/questions.csv", "/questions?meeting=1"] {
            let answer = app.get_as(&who.cookie, address).await;
            assert!(!answer.says(&["PQ/HSB"]) && !answer.says(&["lamps"]) && !answer.says(&["Wanda"]), "{} {address}", who.mail);
        }
        for address in ["move", "minutes", "publish"] {
            let form = [("question", "1"), ("version", "2"), ("way", "down"), ("minutes", "9")];
            let answer = app.post_as(&who.cookie, &format!("/meetings/1/questions/{address}"), &form).await;
            assert!(answer.status.is_client_error(), "{} {address}: {}", who.mail, answer.status);
        }
    }
    assert_eq!(app.get_as(&others[0].cookie, "/meetings/1/questions").await.status, StatusCode::OK, "a member reads the plan");
    for who in &others[1..] {
        assert_eq!(app.get_as(&who.cookie, "/meetings/1/questions").await.status, StatusCode::NOT_FOUND, "{}", who.mail);
    }
    assert_eq!(app.get_as(&others[0].cookie, "/meetings/1/questions/meeting").await.status, StatusCode::FORBIDDEN);
    for address in ["/questions", "/questions/1", "/meetings/1/questions", "/questions/1/decide/accept"] {
        assert!(app.get(address).await.location().starts_with("/sign-in"), "{address}");
    }
    // The receipt's address does not reveal who asked either.
    assert!(!app.get(&track).await.says(&["Wanda"]));
    assert_eq!(state(&app, 1).await, "accepted");
    let sql = "SELECT COUNT(*) FROM ledger_entry WHERE record = 'public-question/1' AND action = 'consulted'";
    let before = common::single::<i64>(&app, sql).await;
    app.get_as(&clerk.cookie, "/questions/1").await;
    assert_eq!(common::single::<i64>(&app, sql).await, before + 1, "every time they are opened is recorded");
}

async fn the_plan_has_an_order_and_a_budget(on: On) {
    let app = site(on).await;
    let clerk = clerk(&app).await;
    for (id, (fields, wording)) in (1..).zip([(wanda(), "First lamps question?"), (nora(), "Second ferry question?")]) {
        asked(&app, MEETING, &fields).await;
        accept(&app, &clerk, id, wording).await;
    }
    let plan = async || app.get_as(&clerk.cookie, "/meetings/1/questions").await.body;
    let is_first = |body: &str, words: &str, other: &str| body.find(words) < body.find(other);
    assert!(is_first(&plan().await, "First lamps", "Second ferry"));
    let change = async |what: &str, fields: &[(&str, &str)]| {
        let answer = app.post_as(&clerk.cookie, &format!("/meetings/1/questions/{what}"), fields).await;
        (answer.status, answer.location().to_owned())
    };
    let version = common::version(&app, "2").await.to_string();
    let up = [("question", "2"), ("way", "up"), ("version", version.as_str())];
    assert!(change("move", &up).await.1.contains("done=moved"));
    assert!(is_first(&plan().await, "Second ferry", "First lamps"));
    assert!(change("move", &up).await.1.contains("done=conflict"), "the same form again");
    assert!(is_first(&plan().await, "Second ferry", "First lamps"));
    for (fields, status) in [
        ([("question", "9"), ("way", "up"), ("version", "1")], StatusCode::NOT_FOUND),
        ([("question", "x"), ("way", "up"), ("version", "1")], StatusCode::NOT_FOUND),
    ] {
        assert_eq!(change("move", &fields).await.0, status, "{fields:?}");
    }
    let version = common::version(&app, "1").await.to_string();
    for minutes in ["", "x", "-1", "241", "3.5"] {
        let fields = [("question", "1"), ("minutes", minutes), ("version", version.as_str())];
        assert_eq!(change("minutes", &fields).await.0, StatusCode::BAD_REQUEST, "{minutes}");
    }
    assert!(!plan().await.contains("more than question time allows"));
    let fields = [("question", "1"), ("minutes", "28"), ("version", version.as_str())];
    assert!(change("minutes", &fields).await.1.contains("done=minutes"));
    let body = plan().await;
    assert!(body.contains("31 of 30 minutes") && body.contains("The questions need 1 minutes more"), "{body}");
    common::assert_verified(&app).await;
}

async fn the_list_as_csv_names_nobody(on: On) {
    let app = site(on).await;
    let formula = common::but(&wanda(), &[("text", "=HYPERLINK(\"https://evil.example\") and when are the lamps repaired?")]);
    asked(&app, MEETING, &formula).await;
    let clerk = clerk(&app).await;
    let csv = app.get_as(&clerk.cookie, "/questions.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.says(&["PQ/HSB/2024/1", "2024-06-04 10:00:00", "\"'=HYPERLINK("]), "{}", csv.body);
    for word in ["Wanda", "Heron Lane, Ashmere", "wharf.example"] {
        assert!(!csv.says(&[word]), "{word}");
    }
    assert_eq!(app.get_as(&clerk.cookie, "/questions.csv?show=unanswered").await.body.lines().count(), 1);
}

async fn what_is_alike_is_shown(on: On) {
    let app = site(on).await;
    let clerk = clerk(&app).await;
    asked(&app, MEETING, &wanda()).await;
    accept(&app, &clerk, 1, QUESTION).await;
    common::the_day_comes(&app).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    let again = common::but(
        &nora(),
        &[("text", "When will the lamps that are broken on the quay at Heron Lane be repaired?"), ("item", "Lamps on the quay")],
    );
    // It has been put but not published, so the clerk sees it and the public does not.
    let check = app.post_as("", "/meetings/2/ask", &again).await;
    assert!(!check.says(&["A similar question was asked"]), "{}", check.body);
    asked(&app, "/meetings/2", &again).await;
    let otto = app.person("Otto Other", &[("clerk", board(2))]).await;
    let page = app.get_as(&otto.cookie, "/questions/2").await;
    assert!(page.says(&["Similar to questions put in the last 6 months", "PQ/HSB/2024/1"]), "{}", page.body);
    done(&app, &clerk, "/questions/1/meeting/record", &[("answer", "In July."), ("began", "10:00:00"), ("ended", "10:02:00")])
        .await;
    let page = app.get_as(&clerk.cookie, "/meetings/1/questions/publish").await;
    let seen = common::hidden(&page.body, "seen").to_owned();
    app.post_as(&clerk.cookie, "/meetings/1/questions/publish", &[("seen", &seen)]).await;
    let third = common::but(&again, &[("name", "Tilda Third"), ("mail", "tilda@wharf.example"), ("address", "3 Quay Street")]);
    let check = app.post_as("", "/meetings/2/ask", &third).await;
    let words =
        ["A similar question was asked on 4 June 2024", QUESTION, "In July.", "/meetings/1/questions/published#pq-hsb-2024-1"];
    assert!(check.says(&words), "{}", check.body);
}
