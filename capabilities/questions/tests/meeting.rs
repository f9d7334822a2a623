//! Questions at the meeting and afterwards: putting, answering, written answers, publication, and erasure.

use crate::common;

use axum::http::StatusCode;
use common::{QUESTION, accept, act, asked, clerk, done, nora, run, site, state, the_day_comes, wanda};
use documents::Block;
use test_kit::{On, Person, TestApp, both_databases};

both_databases!(
    what_becomes_of_a_question_is_written_down,
    questions_are_recorded_at_their_agenda_item,
    nothing_is_written_down_before_the_day,
    an_answer_must_be_there_or_follow,
    time_over_is_said,
    a_written_answer_is_sent_and_published,
    minutes_tell_of_the_questions,
    nobody_is_named_who_did_not_agree,
    a_name_and_address_are_erased_and_the_question_stays,
    who_asks_stands_nowhere_but_where_clerks_read_it,
    a_change_behind_the_programs_back_is_named,
);

const MEETING: &str = "/meetings/1";

/// Returns an accepted question, on the day of its meeting.
async fn on_the_day(on: On) -> (TestApp, Person, String) {
    let app = site(on).await;
    let track = asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    accept(&app, &clerk, 1, QUESTION).await;
    the_day_comes(&app).await;
    (app, clerk, track)
}

async fn record(app: &TestApp, clerk: &Person, fields: &[(&str, &str)]) -> test_kit::Answer {
    let times = [("began", "18:31:00"), ("ended", "18:33:30")];
    act(app, clerk, "/questions/1/meeting/record", &[&times[..], fields].concat()).await
}

async fn publish(app: &TestApp, clerk: &Person, reason: &str) -> test_kit::Answer {
    let page = app.get_as(&clerk.cookie, "/meetings/1/questions/publish").await;
    let seen = common::hidden(&page.body, "seen").to_owned();
    app.post_as(&clerk.cookie, "/meetings/1/questions/publish", &[("reason", reason), ("seen", &seen)]).await
}

async fn what_becomes_of_a_question_is_written_down(on: On) {
    let (app, clerk, track) = on_the_day(on).await;
    let page = app.get_as(&clerk.cookie, "/meetings/1/questions/meeting").await;
    assert!(
        page.says(&["Start the question and its clock", "Not put: questioner absent", "0:00", "of 30 minutes"]),
        "{}",
        page.body
    );
    assert!(!page.says(&["Wanda"]));
    done(&app, &clerk, "/questions/1/meeting/leave-out", &[]).await;
    assert_eq!(state(&app, 1).await, "not-put");
    assert!(app.get(&track).await.says(&["you were not there"]));
    // No supplementary question follows one that was not put, so that field is not read.
    let long = "x".repeat(10_001);
    done(&app, &clerk, "/questions/1/meeting/record", &[("in_writing", "yes"), ("supplementary", &long)]).await;
    assert_eq!(state(&app, 1).await, "awaiting-written-answer", "who was absent is answered in writing");
    run(&app, "UPDATE public_question SET state = 'not-put' WHERE id = 1").await;
    done(&app, &clerk, "/questions/1/meeting/take-back", &[]).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    let page = app.get_as(&clerk.cookie, "/meetings/1/questions/meeting").await;
    assert!(page.says(&["data-moothall-clock=\"0\"", "data-moothall-most=\"180\"", "Questioner finished"]), "{}", page.body);
    done(&app, &clerk, "/questions/1/meeting/end", &[]).await;
    let fields = [
        ("answer", "In July.\nThe parts are ordered."),
        ("supplementary", "And the bench?"),
        ("supplementary_answer", "In August."),
    ];
    let recorded = record(&app, &clerk, &fields).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.body);
    assert_eq!(state(&app, 1).await, "answered");
    assert!(app.get(&track).await.says(&["Answered", "In July.", "The parts are ordered.", "And the bench?", "In August."]));
    // Corrects a slip; a concurrent change by another clerk is reported.
    let stale = app.post_as(&clerk.cookie, "/questions/1/meeting/record", &[("answer", "In May."), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.says(&["Someone else has changed a question", "recorded the answer", "In May."]), "{}", stale.body);
    let corrected = record(&app, &clerk, &[("answer", "In June.")]).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.body);
    assert!(app.get(&track).await.says(&["In June."]));
    let again = act(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says(&["You cannot record this"]));
    assert_eq!(act(&app, &clerk, "/questions/1/meeting/x", &[]).await.status, StatusCode::NOT_FOUND);
    common::assert_verified(&app).await;
}

async fn questions_are_recorded_at_their_agenda_item(on: On) {
    let (app, clerk, _) = on_the_day(on).await;
    let begun = app.post_as(&clerk.cookie, "/meetings/1/prepare/begin", &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let sql = "SELECT id FROM draft_item WHERE meeting_id = 1 AND kind = 'questions'";
    let item = common::single::<i64>(&app, sql).await.to_string();
    let screen = format!("/meetings/1/sitting/{item}");
    let page = app.get_as(&clerk.cookie, &screen).await;
    assert!(
        page.says(&["Public questions", QUESTION, "0:00", "of 30 minutes, and 3 minutes for each question"]),
        "{}",
        page.body
    );
    assert!(page.says(&["the council’s rules for public questions"]) && !page.says(&["Wanda"]), "{}", page.body);
    let put = done(&app, &clerk, "/questions/1/meeting/put", &[("at_item", &item)]).await;
    assert_eq!(put.location(), format!("{screen}#question-1"), "it leads back to the item");
    let page = app.get_as(&clerk.cookie, &screen).await;
    assert!(page.says(&["data-moothall-clock=\"0\"", "data-moothall-most=\"180\""]), "{}", page.body);
    let elsewhere = act(&app, &clerk, "/questions/1/meeting/end", &[("at_item", "//evil.example")]).await;
    assert_eq!(elsewhere.location(), "/meetings/1/questions/meeting#question-1", "only to an item");
    let other = "SELECT MAX(id) FROM draft_item WHERE meeting_id = 1 AND kind <> 'questions'";
    let other = common::single::<i64>(&app, other).await;
    assert!(!app.get_as(&clerk.cookie, &format!("/meetings/1/sitting/{other}")).await.says(&[QUESTION]));
    // Ending the meeting brings up a warning about the question.
    let sql = "SELECT id FROM person WHERE surname = 'Ashby'";
    let ashby = common::single::<i64>(&app, sql).await.to_string();
    let standing = format!("standing-{ashby}");
    let start = [("step", "begin"), (standing.as_str(), "present"), ("presiding", ashby.as_str())];
    let started = app.post_as(&clerk.cookie, "/meetings/1/sitting/step", &start).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let ending = app.post_as(&clerk.cookie, "/meetings/1/sitting/step", &[("step", "end")]).await;
    assert!(ending.says(&["was put, but no answer is recorded"]), "{}", ending.body);
}

async fn nothing_is_written_down_before_the_day(on: On) {
    let app = site(on).await;
    asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    accept(&app, &clerk, 1, QUESTION).await;
    for step in ["put", "leave-out", "end", "record", "take-back"] {
        let fields = [("answer", "In July."), ("began", "18:30"), ("ended", "")];
        let refused = act(&app, &clerk, &format!("/questions/1/meeting/{step}"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
    }
    assert_eq!(publish(&app, &clerk, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.get("/meetings/1/questions/published").await.status, StatusCode::NOT_FOUND);
    assert_eq!(state(&app, 1).await, "accepted");
}

async fn an_answer_must_be_there_or_follow(on: On) {
    let (app, clerk, _) = on_the_day(on).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    for (fields, message) in [
        (vec![("answer", "")], "Enter the answer, or select that it will follow"),
        (vec![("answer", "In July."), ("supplementary", "And the bench?")], "Enter the answer to the supplementary question"),
        (vec![("answer", "In July."), ("supplementary_answer", "In August.")], "Enter the supplementary question"),
        (vec![("answer", "In July."), ("began", "half past")], "Enter a time"),
        (vec![("answer", "In July."), ("ended", "18:30:59")], "must be after the start time"),
        (vec![("answer", "In July."), ("began", "")], "Enter the time when the questioner started"),
    ] {
        let times = [("began", "18:31:00"), ("ended", "18:33:30")].into_iter();
        let times = times.filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)).collect();
        let refused = act(&app, &clerk, "/questions/1/meeting/record", &[fields.clone(), times].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(refused.says(&["There is a problem", message]), "{message}: {}", refused.body);
    }
    let long = "x".repeat(10_001);
    assert_eq!(record(&app, &clerk, &[("answer", &long)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(record(&app, &clerk, &[("in_writing", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&app, 1).await, "awaiting-written-answer");
}

async fn time_over_is_said(on: On) {
    let (app, clerk, _) = on_the_day(on).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    let times = async |ended: &str| {
        let fields = [("answer", "In July."), ("began", "18:31:00"), ("ended", ended)];
        done(&app, &clerk, "/questions/1/meeting/record", &fields).await;
        app.get_as(&clerk.cookie, "/meetings/1/questions/meeting").await
    };
    let in_time = times("18:34:00").await;
    assert!(in_time.says(&["3:00"]) && !in_time.says(&["more than the 3 minutes"]), "{}", in_time.body);
    let over = times("6.35 p.m.").await;
    assert!(
        over.says(&["4:00", "more than the 3 minutes"]) && !over.says(&["for question time have been used"]),
        "{}",
        over.body
    );
    assert!(times("19:01:01").await.says(&["30:01", "The 30 minutes for question time have been used"]));
}

async fn a_written_answer_is_sent_and_published(on: On) {
    let (app, clerk, track) = on_the_day(on).await;
    run(&app, "UPDATE meeting SET held_on = '2024-06-11' WHERE id = 1").await;
    asked(&app, MEETING, &nora()).await;
    done(&app, &clerk, "/questions/2/decide/merge", &[("other", "1")]).await;
    run(&app, "UPDATE meeting SET held_on = '2024-06-03' WHERE id = 1").await;
    assert_eq!(app.get_as(&clerk.cookie, "/questions/1/answer").await.status, StatusCode::NOT_FOUND, "none is to be written");
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    let fields = [("answer", "Not today."), ("supplementary", "And the bench?"), ("supplementary_in_writing", "yes")];
    assert_eq!(record(&app, &clerk, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(publish(&app, &clerk, "").await.status, StatusCode::SEE_OTHER);
    let list = app.get_as(&clerk.cookie, "/questions?show=unanswered").await;
    assert!(list.says(&["<strong>1</strong> question", "1 day", "PQ/HSB/2024/1"]), "{}", list.body);
    assert!(app.get("/meetings/1/questions/published").await.says(&["A written answer is to follow."]));

    let empty = act(&app, &clerk, "/questions/1/answer", &[("answer", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&app, &clerk, "/questions/1/answer", &[("answer", "The lamps in July.\r\n\r\nThe bench in August.")]).await;
    for address in ["/meetings/1/questions/published", &track, MEETING] {
        assert!(!app.get(address).await.says(&["bench in August"]), "a draft is not public: {address}");
    }
    let check = app.get_as(&clerk.cookie, "/questions/1/answer/check").await;
    assert!(check.says(&["The lamps in July.", "The bench in August.", "published straight away"]), "{}", check.body);
    let stale = app.post_as(&clerk.cookie, "/questions/1/answer/send", &[("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    done(&app, &clerk, "/questions/1/answer/send", &[]).await;
    assert_eq!(state(&app, 1).await, "answered");
    let mails = mail::all(app.state.db.reading(), 2).await.expect("mails");
    let sent: Vec<(&str, bool)> =
        mails.iter().map(|mail| (mail.to_address.as_str(), mail.text.contains("The bench in August."))).collect();
    assert_eq!(sent, [("nora@square.example", true), ("wanda@wharf.example", true)], "who was merged gets it, too");
    assert!(mails.iter().all(|mail| !mail.text.contains("Wanda") && !mail.text.contains("Nora")));
    let public = app.get("/meetings/1/questions/published").await;
    assert!(public.says(&["Written answer, sent on 4 June 2024: The lamps in July.", "The bench in August."]), "{}", public.body);
    assert!(!public.says(&["is to follow"]));
    let history = publications::history(app.state.db.reading(), "meeting/1/questions", i32::MAX).await.expect("versions");
    let reasons: Vec<Option<&str>> = history.iter().map(|version| version.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("Written answer to question PQ/HSB/2024/1"), None]);
    assert!(app.get(&track).await.says(&["Written answer", "The bench in August."]));
    assert_eq!(app.get_as(&clerk.cookie, "/questions/1/answer").await.status, StatusCode::NOT_FOUND, "sent once");
    record(&app, &clerk, &fields).await;
    assert_eq!(state(&app, 1).await, "answered", "a slip that is put right asks for no second letter");
    common::assert_verified(&app).await;
}

/// Returns what a meeting's minutes would say, paragraph by paragraph.
async fn minuted(app: &TestApp, kind: &str) -> Option<Vec<String>> {
    let part = app.state.joined.contributions.of::<dyn meetings::parts::MeetingPart>().next().expect("public questions");
    let blocks = part.minuted(&app.state, 1, kind).await.expect("minuted")?;
    let text = |block: &Block| if let Block::Paragraph { text, .. } = block { text.into() } else { String::new() };
    Some(blocks.iter().map(text).collect())
}

async fn minutes_tell_of_the_questions(on: On) {
    let app = site(on).await;
    assert_eq!(
        minuted(&app, "questions").await.expect("blocks"),
        ["The Board was told that there were no questions from the public."]
    );
    assert_eq!(minuted(&app, "report").await, None);
    asked(&app, MEETING, &wanda()).await;
    let clerk = clerk(&app).await;
    assert_eq!(minuted(&app, "questions").await.expect("blocks"), ["No questions from the public were put to the Board."]);
    accept(&app, &clerk, 1, QUESTION).await;
    the_day_comes(&app).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    let fields = [("answer", "In July."), ("supplementary", "And the bench?"), ("supplementary_in_writing", "yes")];
    record(&app, &clerk, &fields).await;
    let expected = [
        format!("A member of the public asked: {QUESTION}"),
        "In reply: In July.".to_owned(),
        "A supplementary question was asked: And the bench?".to_owned(),
        "A written answer is to follow.".to_owned(),
    ];
    assert_eq!(minuted(&app, "questions").await.expect("blocks"), expected);
    let part = app.state.joined.contributions.of::<dyn meetings::parts::MeetingPart>().next().expect("public questions");
    let actor = |role: &str, board: i64| access::Actor {
        held: vec![access::actor::Held { role: role.into(), place: common::board(board) }],
        ..access::Actor::default()
    };
    for (role, board, pages) in [("clerk", 1, 1), ("member", 1, 1), ("clerk", 2, 0), ("reporting-officer", 1, 0)] {
        let found = part.pages(&app.state, &actor(role, board), 1).await.expect("pages");
        assert_eq!(found.len(), pages, "{role} {board}");
    }
}

async fn nobody_is_named_who_did_not_agree(on: On) {
    let (app, clerk, _) = on_the_day(on).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    record(&app, &clerk, &[("answer", "In July.")]).await;
    let unseen = app.post_as(&clerk.cookie, "/meetings/1/questions/publish", &[("seen", "1.1")]).await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unseen.says(&["Someone else has changed a question"]), "nothing becomes public unseen: {}", unseen.body);
    publish(&app, &clerk, "").await;
    let public = app.get("/meetings/1/questions/published").await;
    assert!(public.says(&["A member of the public asked:", "In July."]) && !public.says(&["Wanda"]), "{}", public.body);
    record(&app, &clerk, &[("answer", "In July."), ("named", "yes")]).await;
    assert!(!app.get("/meetings/1/questions/published").await.says(&["Wanda"]), "nothing public changes by itself");
    assert_eq!(publish(&app, &clerk, "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "a new version needs its reason");
    assert_eq!(publish(&app, &clerk, "The questioner agreed to be named").await.status, StatusCode::SEE_OTHER);
    let public = app.get("/meetings/1/questions/published").await;
    assert!(public.says(&["Wanda Wharf asked:"]) && !public.says(&["1 Heron Lane"]), "{}", public.body);
    assert_eq!(minuted(&app, "questions").await.expect("blocks")[0], format!("Wanda Wharf asked: {QUESTION}"));
}

async fn a_name_and_address_are_erased_and_the_question_stays(on: On) {
    let (app, clerk, track) = on_the_day(on).await;
    for answer in [app.get_as(&clerk.cookie, "/questions/1/erase").await, act(&app, &clerk, "/questions/1/erase", &[]).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "it is still needed");
    }
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    record(&app, &clerk, &[("answer", "In July.")]).await;
    assert!(app.get_as(&clerk.cookie, "/questions/1/erase").await.says(&["cannot undo this"]));
    let erased = done(&app, &clerk, "/questions/1/erase", &[]).await;
    let page = app.get_as(&clerk.cookie, erased.location()).await;
    assert!(
        page.says(&["details have been deleted", QUESTION, "In July.", "Deleted the name and address"]) || page.says(&[QUESTION])
    );
    assert!(!page.says(&["Wanda"]) && !page.says(&["wharf.example"]), "{}", page.body);
    assert_eq!(common::count(&app, "public_question_asker").await, 0);
    let mails = mail::all(app.state.db.reading(), 50).await.expect("mails");
    assert!(mails.iter().all(|mail| mail.to_address.is_empty() && mail.to_name.is_empty() && mail.text.is_empty()), "{mails:?}");
    assert!(app.get(&track).await.says(&[QUESTION, "In July."]), "whoever asked can still follow it");
    done(&app, &clerk, "/questions/1/erase", &[]).await;
    let sql = "SELECT COUNT(*) FROM ledger_entry WHERE action = 'erased' AND record = 'public-question-asker/1'";
    assert_eq!(common::single::<i64>(&app, sql).await, 1);
    common::assert_verified(&app).await;
    // The council sets the retention period, and the questions past it are counted.
    asked(&app, "/meetings/2", &nora()).await;
    let months =
        foundation::DatedRule { value: "1".to_owned(), from: common::day("2024-01-01"), until: None, citation: String::new() };
    let transaction = app.state.db.begin().await.expect("a transaction");
    let by = settings::By { actor: "a test", at: app.state.clock.now() };
    settings::set_value(&transaction, "retention.question-askers", &months, by).await.expect("set");
    transaction.commit().await.expect("it stands");
    app.state.reload_settings().await.expect("read");
    let otto = app.person("Otto Other", &[("clerk", common::board(2))]).await;
    let fields = [("ground", "improper"), ("reasons", "It is frivolous."), ("decided_by", "officer")];
    done(&app, &otto, "/questions/2/decide/reject", &fields).await;
    let to_erase = "/questions?show=to-erase";
    assert!(app.get_as(&otto.cookie, to_erase).await.says(&["<strong>0</strong> questions"]));
    run(&app, "UPDATE meeting SET held_on = '2024-05-03' WHERE id = 2").await;
    assert!(app.get_as(&otto.cookie, to_erase).await.says(&["<strong>1</strong> question"]));
}

async fn who_asks_stands_nowhere_but_where_clerks_read_it(on: On) {
    let (app, clerk, track) = on_the_day(on).await;
    done(&app, &clerk, "/questions/1/meeting/put", &[]).await;
    record(&app, &clerk, &[("in_writing", "yes")]).await;
    publish(&app, &clerk, "").await;
    done(&app, &clerk, "/questions/1/answer", &[("answer", "In July.")]).await;
    done(&app, &clerk, "/questions/1/answer/send", &[]).await;
    app.catch_up().await;
    let member = app.person("Ada Sample", &[("member", common::board(1))]).await;
    let mut places = vec![("ledger", all_text(&app, "SELECT payload AS text FROM ledger_payload").await)];
    places.push(("ledger's records", all_text(&app, "SELECT record || ' ' || actor AS text FROM ledger_entry").await));
    places
        .push(("publications", all_text(&app, "SELECT title || content || COALESCE(reason, '') AS text FROM publication").await));
    let publication = publications::current(app.state.db.reading(), "meeting/1/questions").await.expect("read").expect("public");
    let versions = [
        format!("/publications/{}", publication.id),
        format!("/publications/{}/text", publication.id),
        format!("/publications/{}/data", publication.id),
    ];
    let pages =
        [MEETING, "/meetings", "/boards/harbour-safety-board", "/meetings/1/questions/published", "/meetings/1/ask", &track];
    for address in pages.into_iter().chain(versions.iter().map(String::as_str)) {
        let page = app.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        places.push(("a public page", page.body));
    }
    places.push(("the plan", app.get_as(&member.cookie, "/meetings/1/questions").await.body));
    places.push(("the list", app.get_as(&clerk.cookie, "/questions").await.body));
    places.push(("the CSV", app.get_as(&clerk.cookie, "/questions.csv").await.body));
    places.push(("the meeting", app.get_as(&clerk.cookie, "/meetings/1/questions/meeting").await.body));
    for (place, text) in &places {
        for word in ["Wanda", "Wharf", "1 Heron Lane, Ashmere", "wharf.example"] {
            assert!(!text.contains(word), "{word} in {place}: {text}");
        }
    }
    let found = |words: &str| {
        let question = search::Question { words: words.into(), page: 1, per_page: 10, ..search::Question::default() };
        app.state.search.ask(&question).expect("an answer").hits
    };
    let hits = found("broken lamps repaired");
    assert!(hits.iter().any(|hit| hit.kind == "question" && hit.address.ends_with("#pq-hsb-2024-1")), "{hits:?}");
    assert!(!found("Wanda Wharf").iter().any(|hit| hit.kind == "question"), "search knows no names");
    let verified = ledger::verify(app.state.db.reading()).await.expect("verified");
    assert!(verified.faults.is_empty(), "{verified:?}");
}

#[derive(db::Row)]
struct TextRow {
    text: Option<String>,
}

async fn all_text(app: &TestApp, sql: &str) -> String {
    let rows = db::rows::<TextRow>(app.state.db.reading(), sql, []).await.expect("read");
    rows.into_iter().filter_map(|row| row.text).collect::<Vec<_>>().join("\n")
}

async fn a_change_behind_the_programs_back_is_named(on: On) {
    let (app, _, _) = on_the_day(on).await;
    common::assert_verified(&app).await;
    app.behind_its_back("UPDATE public_question SET wording = 'Something else?' WHERE id = 1").await;
    let faults = app.faults().await;
    assert!(faults.iter().any(|fault| fault.record == "public_question/1"), "{faults:?}");
}
