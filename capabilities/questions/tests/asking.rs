//! `RequestContext` a question without an account: in time, once, safely.

use crate::common;

use axum::http::StatusCode;
use common::{BOARD, QUESTION, ask, asked, but, count, hidden, last_mail, meeting, nora, run, single, site, site_at, wanda};
use test_kit::{On, both_databases};

both_databases!(
    a_resident_asks_and_gets_a_receipt,
    four_o_clock_is_in_time_and_a_second_later_is_late,
    summer_and_winter_have_their_own_four_o_clock,
    a_form_that_was_opened_early_is_late_all_the_same,
    a_person_or_organisation_asks_once,
    sending_twice_makes_one_question,
    numbers_run_on_for_each_board_and_year,
    many_at_once_get_numbers_of_their_own,
    a_flood_is_held_back,
    what_is_missing_or_too_long_is_said,
    hostile_text_stays_text,
    what_a_question_cannot_be_about_is_said_and_not_refused,
    only_a_meeting_to_come_takes_questions,
    a_private_address_opens_one_question_and_no_other,
    a_question_is_withdrawn_and_the_person_forgotten,
    emails_about_another_question_are_kept,
    who_asked_is_gone_from_the_databases_files,
);

const MEETING: &str = "/meetings/1";

async fn a_resident_asks_and_gets_a_receipt(on: On) {
    let app = site(on).await;
    let page = app.get(MEETING).await;
    assert!(page.says(&["Ask a question", "4pm on Monday, 10 June 2024", "/meetings/1/ask"]), "{}", page.body);
    let form = app.get("/meetings/1/ask").await;
    let words = [
        "4pm on Monday, 10 June 2024",
        "They are not published",
        "the council’s rules for public questions",
        "Lamps on the quay",
    ];
    assert!(form.says(&words), "{}", form.body);
    assert!(!form.says(&["The lease of the warehouse"]), "a private item is none to ask about");
    let check = app.post_as("", "/meetings/1/ask", &wanda()).await;
    assert!(
        check.says(&["Check your question", QUESTION, "1 Heron Lane", "You have not sent your question yet"]),
        "{}",
        check.body
    );
    assert_eq!(count(&app, "public_question").await, 0);
    let change = app.post_as("", "/meetings/1/ask", &[wanda(), vec![("step", "change")]].concat()).await;
    assert!(change.says(&["Ask a question", "Wanda Wharf", QUESTION]), "what was written is kept");

    let track = asked(&app, MEETING, &wanda()).await;
    let receipt = app.get(&format!("{track}?done=received")).await;
    assert!(receipt.says(&["Question received", "PQ/HSB/2024/1", QUESTION, "4 June 2024 at 10am"]), "{}", receipt.body);
    assert!(!receipt.says(&["1 Heron Lane"]) && !receipt.says(&["wanda@wharf.example"]), "not who asks");
    assert_eq!((receipt.header("cache-control"), receipt.header("x-robots-tag")), ("no-store", "noindex"));
    let mail = last_mail(&app).await;
    assert_eq!(
        (mail.to_address.as_str(), mail.subject.as_str()),
        ("wanda@wharf.example", "Your question PQ/HSB/2024/1 was received")
    );
    assert!(mail.text.contains(&track) && !mail.text.contains(QUESTION), "{}", mail.text);
    let token = track.rsplit('/').next().expect("a token");
    let kept = format!("SELECT COUNT(*) FROM public_question WHERE token_hash = '{token}' OR form_hash = '{token}'");
    assert_eq!(single::<i64>(&app, &kept).await, 0, "only the token's hash is kept");
    common::assert_verified(&app).await;
}

async fn four_o_clock_is_in_time_and_a_second_later_is_late(on: On) {
    let in_time = site_at(on, "2024-06-10T15:00:00Z").await;
    asked(&in_time, MEETING, &wanda()).await;
    assert_eq!(single::<i64>(&in_time, "SELECT COUNT(*) FROM public_question WHERE state = 'received'").await, 1);
    let late = site_at(on, "2024-06-10T15:00:01Z").await;
    let refused = ask(&late, MEETING, &wanda()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = ["There is a problem", "Your question was too late", "4pm on Monday, 10 June 2024", QUESTION];
    assert!(refused.says(&words), "what was written is not lost: {}", refused.body);
    assert_eq!((count(&late, "public_question").await, count(&late, "mail").await), (0, 0));
    let form = late.get("/meetings/1/ask").await;
    assert!(form.says(&["Questions are closed"]) && !form.says(&["<form action=\"/meetings"]), "{}", form.body);
    // The meeting's page is cached for the day, so it must not depend on the time of day.
    assert!(site_at(on, "2024-06-11T09:00:00Z").await.get(MEETING).await.says(&["Questions closed at"]));
}

async fn summer_and_winter_have_their_own_four_o_clock(on: On) {
    let summer = site_at(on, "2024-06-10T16:00:00Z").await;
    assert_eq!(ask(&summer, MEETING, &wanda()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "five o'clock in London");
    for (now, status) in
        [("2025-01-13T16:00:00Z", StatusCode::SEE_OTHER), ("2025-01-13T16:00:01Z", StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let winter = site_at(on, now).await;
        let address = meeting(&winter, BOARD, "2025-01-14").await;
        assert_eq!(ask(&winter, &address, &wanda()).await.status, status, "{now}");
    }
}

async fn a_form_that_was_opened_early_is_late_all_the_same(on: On) {
    let early = site(on).await;
    let check = early.post_as("", "/meetings/1/ask", &wanda()).await;
    let form = hidden(&check.body, "form").to_owned();
    let late = site_at(on, "2024-06-10T15:00:01Z").await;
    let sent = late.post_as("", "/meetings/1/ask/send", &[wanda(), vec![("form", form.as_str())]].concat()).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&late, "public_question").await, 0);
}

async fn a_person_or_organisation_asks_once(on: On) {
    let app = site(on).await;
    asked(&app, MEETING, &but(&wanda(), &[("organisation", "The Friends of Lantern Park")])).await;
    let other = ("text", "Will the ferry to the island run on Sundays in winter?");
    let again = [
        but(&wanda(), &[other]),
        but(&wanda(), &[other, ("mail", "WANDA@wharf.example"), ("name", "W. W."), ("address", "Elsewhere 1")]),
        but(&wanda(), &[other, ("mail", "other@wharf.example"), ("name", "wanda  wharf"), ("address", "1 heron lane ashmere")]),
        but(&nora(), &[("organisation", "Friends of Lantern Park Ltd")]),
    ];
    for fields in again {
        let refused = ask(&app, MEETING, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(
            refused.says(&[
                "You can ask one question at a meeting (the council’s rules for public questions)",
                "There is a problem"
            ]),
            "{}",
            refused.body
        );
    }
    // Sending directly, skipping the check page, is refused too.
    let token = "0123456789abcdef".repeat(4);
    let sent = app.post_as("", "/meetings/1/ask/send", &[wanda(), vec![("form", token.as_str())]].concat()).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&app, "public_question").await, 1);
    asked(&app, MEETING, &nora()).await;
    asked(&app, "/meetings/2", &wanda()).await;
    assert_eq!(count(&app, "public_question").await, 3, "another person, and another meeting");
}

async fn sending_twice_makes_one_question(on: On) {
    let app = site(on).await;
    let check = app.post_as("", "/meetings/1/ask", &wanda()).await;
    let form = hidden(&check.body, "form").to_owned();
    let fields = [wanda(), vec![("form", form.as_str())]].concat();
    let (first, second) =
        tokio::join!(app.post_as("", "/meetings/1/ask/send", &fields), app.post_as("", "/meetings/1/ask/send", &fields));
    let third = app.post_as("", "/meetings/1/ask/send", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    assert_eq!(first.location(), second.location());
    assert_eq!(first.location(), third.location());
    assert_eq!((count(&app, "public_question").await, count(&app, "mail").await), (1, 1));
    // Without the token that identifies the form, the question is shown for checking instead of being sent.
    let without = app.post_as("", "/meetings/1/ask/send", &nora()).await;
    assert!(without.says(&["Check your question"]), "{}", without.body);
}

async fn numbers_run_on_for_each_board_and_year(on: On) {
    let app = site(on).await;
    let spring = meeting(&app, BOARD, "2025-02-04").await;
    let reference = async |meeting: &str, fields: &[(&str, &str)]| {
        let track = asked(&app, meeting, fields).await;
        let page = app.get(&track).await;
        page.body.split("<title>Your question ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default().to_owned()
    };
    assert_eq!(reference(MEETING, &wanda()).await, "PQ/HSB/2024/1");
    assert_eq!(ask(&app, MEETING, &wanda()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reference(MEETING, &nora()).await, "PQ/HSB/2024/2", "what was refused took no number");
    assert_eq!(reference("/meetings/2", &nora()).await, "PQ/2/2024/1", "a board without letters");
    assert_eq!(reference(&spring, &nora()).await, "PQ/HSB/2024/3", "February is of the same municipal year");
    let summer = meeting(&app, BOARD, "2025-06-10").await;
    assert_eq!(reference(&summer, &nora()).await, "PQ/HSB/2025/1");
}

async fn many_at_once_get_numbers_of_their_own(on: On) {
    let app = site(on).await;
    let names: Vec<(String, String)> = (0..6).map(|n| (format!("Asker {n}"), format!("asker{n}@wharf.example"))).collect();
    let mut forms = Vec::new();
    for (name, mail) in &names {
        let fields = but(&wanda(), &[("name", name.as_str()), ("mail", mail.as_str())]);
        let check = app.post_as("", "/meetings/1/ask", &fields).await;
        forms.push((fields, hidden(&check.body, "form").to_owned()));
    }
    let sent: Vec<Vec<(&str, &str)>> =
        forms.iter().map(|(fields, form)| [fields.clone(), vec![("form", form.as_str())]].concat()).collect();
    let send = |at: usize| app.post_as("", "/meetings/1/ask/send", &sent[at]);
    let answers = tokio::join!(send(0), send(1), send(2), send(3), send(4), send(5));
    for answer in [answers.0, answers.1, answers.2, answers.3, answers.4, answers.5] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert_eq!(single::<i64>(&app, "SELECT CAST(SUM(number) AS BIGINT) FROM public_question").await, 21, "1 to 6, each once");
}

async fn a_flood_is_held_back(on: On) {
    let app = site(on).await;
    let mut refused = 0;
    for n in 0..14 {
        let mail = format!("asker{n}@wharf.example");
        let name = format!("Asker {n}");
        let answer = ask(&app, MEETING, &but(&wanda(), &[("name", &name), ("mail", &mail)])).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            assert!(answer.says(&["Too many questions at once", "Wait 15 minutes"]), "{}", answer.body);
        }
    }
    assert_eq!((refused, count(&app, "public_question").await), (4, 10));
    let mut looked = StatusCode::OK;
    for _ in 0..40 {
        looked = app.post_as("", "/meetings/1/ask", &wanda()).await.status;
    }
    assert_eq!(looked, StatusCode::TOO_MANY_REQUESTS, "looking is limited, too");
}

async fn what_is_missing_or_too_long_is_said(on: On) {
    let app = site(on).await;
    let empty = app.post_as("", "/meetings/1/ask", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let messages = [
        "Enter your name",
        "Enter your address in the borough",
        "Email address must be in the correct format",
        "Enter your question",
        "Select an item",
    ];
    assert!(empty.says(&messages) && empty.says(&["<title>Error: Ask a question"]), "{}", empty.body);
    let long = "lantern ".repeat(400);
    let name = "W".repeat(101);
    let too_long = app.post_as("", "/meetings/1/ask", &but(&wanda(), &[("text", &long), ("name", &name)])).await;
    assert!(too_long.says(&["2000 characters or fewer", "Name must be 100 characters or fewer"]), "{}", too_long.body);
    for (field, value) in [("mail", "no address"), ("item", "The lease of the warehouse"), ("item", "x"), ("text", "Why?")] {
        let refused = app.post_as("", "/meetings/1/ask", &but(&wanda(), &[(field, value)])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
    }
    let huge = "x".repeat(70_000);
    let too_large = app.post_as("", "/meetings/1/ask", &but(&wanda(), &[("text", &huge)])).await;
    assert!(too_large.status.is_client_error() && !too_large.says(&["xxxxx"]), "{}", too_large.status);
    assert_eq!(count(&app, "public_question").await, 0);
}

async fn hostile_text_stays_text(on: On) {
    let app = site(on).await;
    let hostile = "Why <script>alert(1)</script> '; DROP TABLE public_question; -- \u{7}\r\nSubject: x “lamps” \u{202e}quay?";
    let fields = but(&wanda(), &[("text", hostile), ("name", "Wanda\r\nBcc: all@wharf.example <b>"), ("address", "<img src=x>")]);
    let track = asked(&app, MEETING, &fields).await;
    let page = app.get(&track).await;
    assert!(
        page.says(&["&lt;script&gt;alert(1)&lt;/script&gt;", "DROP TABLE"]) && !page.says(&["<script>alert"]),
        "{}",
        page.body
    );
    let mail = last_mail(&app).await;
    assert!(!mail.to_name.contains(['\r', '\n']) && !mail.subject.contains(['\r', '\n']), "{mail:?}");
    let clerk = common::clerk(&app).await;
    let seen = app.get_as(&clerk.cookie, "/questions/1").await;
    assert!(seen.says(&["&lt;img src=x&gt;"]) && !seen.says(&["<img src=x>"]), "{}", seen.body);
}

async fn what_a_question_cannot_be_about_is_said_and_not_refused(on: On) {
    let app = site(on).await;
    let planning = but(&wanda(), &[("text", "Why was planning application 24/00123 for the warehouse approved?")]);
    let check = app.post_as("", "/meetings/1/ask", &planning).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.says(&["about a planning application", "You can still send your question"]), "{}", check.body);
    let lease = but(&wanda(), &[("text", "What rent does the lease of the warehouse bring to the Council?")]);
    let check = app.post_as("", "/meetings/1/ask", &lease).await;
    assert!(check.says(&["which is a private item"]), "{}", check.body);
    asked(&app, MEETING, &planning).await;
}

async fn only_a_meeting_to_come_takes_questions(on: On) {
    let app = site(on).await;
    let past = meeting(&app, BOARD, "2024-03-12").await;
    let closed = app.get(&format!("{past}/ask")).await;
    assert!(closed.says(&["Questions are closed", "4pm on Monday, 11 March 2024"]), "{}", closed.body);
    assert_eq!(ask(&app, &past, &wanda()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    run(&app, "UPDATE meeting SET day_known = (1 = 0) WHERE id = 2").await;
    assert!(app.get("/meetings/2/ask").await.says(&["the date of this meeting is not known"]));
    assert_eq!(ask(&app, "/meetings/2", &wanda()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["0", "-1", "999", "x", "9223372036854775808"] {
        assert_eq!(app.get(&format!("/meetings/{id}/ask")).await.status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(ask(&app, &format!("/meetings/{id}"), &wanda()).await.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(count(&app, "public_question").await, 0);
}

async fn a_private_address_opens_one_question_and_no_other(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    asked(&app, MEETING, &nora()).await;
    assert!(!app.get(&track).await.says(&["ferry"]));
    let token = track.rsplit('/').next().expect("a token");
    let mut other = token.to_owned();
    other.replace_range(0..1, if token.starts_with('0') { "1" } else { "0" });
    for wrong in ["", "x", "1", &other, &token.to_uppercase(), &token[..63], &"0".repeat(64)] {
        let answer = app.get(&format!("/questions/track/{wrong}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        let posted = app.post_as("", &format!("/questions/track/{wrong}"), &[("text", QUESTION)]).await;
        assert!(posted.status == StatusCode::NOT_FOUND, "{wrong}: {}", posted.status);
    }
    // Only a question that was sent back accepts a new wording.
    let reworded = app.post_as("", &track, &[("text", "Something else altogether, please?"), ("version", "1")]).await;
    assert_eq!(reworded.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(app.get(&track).await.says(&[QUESTION]));
}

/// Checks the files on SQLite only: on PostgreSQL the server decides when the space of deleted rows is reused.
async fn who_asked_is_gone_from_the_databases_files(on: On) {
    let app = site(on).await;
    let mut tracks = Vec::new();
    for number in 0..8 {
        let (name, mail) = (format!("Wilhelmina Wharfinger {number}"), format!("wilhelmina-{number}@wharf.example"));
        let fields = but(&wanda(), &[("name", &name), ("mail", &mail), ("address", "17 Gannet Stairs, Ashmere")]);
        tracks.push(asked(&app, MEETING, &fields).await);
    }
    let Some(file) = app.address.strip_prefix("sqlite://") else { return };
    let found = |words: &str| {
        let files = ["", "-wal", "-journal"].map(|end| std::fs::read(format!("{file}{end}")).unwrap_or_default());
        files.concat().windows(words.len()).filter(|bytes| *bytes == words.as_bytes()).count()
    };
    assert!(found("Wilhelmina") > 0 && found("Gannet Stairs") > 0, "they are kept while they are needed");
    for track in tracks {
        let page = app.get(&track).await;
        let withdrawn = app.post_as("", &format!("{track}/withdraw"), &[("version", hidden(&page.body, "version"))]).await;
        assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.body);
    }
    assert_eq!((found("Wilhelmina"), found("wilhelmina"), found("Gannet Stairs")), (0, 0, 0));
}

async fn a_question_is_withdrawn_and_the_person_forgotten(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let version = |body: &str| hidden(body, "version").to_owned();
    let page = app.get(&track).await;
    assert!(page.says(&["Withdraw question"]), "{}", page.body);
    let late = app.post_as("", &format!("{track}/withdraw"), &[("version", "7")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says(&["Someone else has changed this question", "Withdraw question"]), "{}", late.body);
    let sent = app.post_as("", &format!("{track}/withdraw"), &[("version", &version(&page.body))]).await;
    assert_eq!(sent.location(), format!("{track}?done=withdrawn"), "{}", sent.body);
    let page = app.get(sent.location()).await;
    assert!(page.says(&["Withdrawn", "Your name and address have been deleted"]), "{}", page.body);
    assert!(!page.says(&["Withdraw question"]));
    assert_eq!(count(&app, "public_question_asker").await, 0);
    let again = app.post_as("", &format!("{track}/withdraw"), &[("version", "2")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it is withdrawn once");

    // The person may ask another question, and the withdrawn one no longer appears anywhere.
    asked(&app, MEETING, &but(&wanda(), &[("text", "Who pays for the lamps on the quay?")])).await;
    let clerk = common::clerk(&app).await;
    let list = app.get_as(&clerk.cookie, "/questions?show=to-decide").await;
    assert!(list.says(&["PQ/HSB/2024/2"]) && !list.says(&["PQ/HSB/2024/1"]), "{}", list.body);
    let refused =
        common::act(&app, &clerk, "/questions/1/decide/accept", &[("wording", QUESTION), ("item", "Lamps on the quay")]).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER, "what was taken back is not put");
    common::assert_verified(&app).await;
}

async fn emails_about_another_question_are_kept(on: On) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let other = mail::Mail {
        to: "wanda@wharf.example".into(),
        to_name: "Wanda Wharf".into(),
        subject: "Your question PQ/HSB/2024/12 was received".into(),
        text: "We received your question.".into(),
        ..mail::Mail::default()
    };
    let transaction = app.state.db.begin().await.expect("a transaction");
    mail::queue(&transaction, &other, app.state.clock.now()).await.expect("queued");
    transaction.commit().await.expect("it stands");
    let page = app.get(&track).await;
    app.post_as("", &format!("{track}/withdraw"), &[("version", hidden(&page.body, "version"))]).await;
    let mails = mail::all(app.state.db.reading(), 50).await.expect("mails");
    let about = |reference: &str| mails.iter().find(|mail| mail.subject.contains(reference)).expect("an email");
    assert_eq!(about("PQ/HSB/2024/1 ").to_address, "");
    let kept = about("PQ/HSB/2024/12");
    assert_eq!((kept.to_address.as_str(), kept.text.as_str()), ("wanda@wharf.example", "We received your question."));
    assert_eq!(
        mail::count_waiting(app.state.db.reading()).await.expect("a count"),
        1,
        "only the other email is still to be sent"
    );
}
