//! Confirmation of what cannot be undone about a meeting, and what must not happen before its day, or twice.

use crate::common;

use axum::http::StatusCode;
use common::held::{EVENING, begin, begun, circulate, count, end, fields, person, record, recorded, start};
use common::year::{Year, prepared, publish, tie_member, write_report, year};
use test_kit::{On, both_databases};

both_databases!(
    nothing_is_begun_ended_or_circulated_before_the_day_without_a_word,
    a_meeting_ends_after_a_look_at_what_is_open,
    an_ended_meeting_is_reopened_until_its_minutes_are_circulated,
    a_start_is_undone_while_only_attendance_is_recorded,
    the_same_page_pressed_twice_records_once,
    two_who_press_at_once_record_once,
    what_is_refused_keeps_its_panel_open,
    presence_is_a_state_and_its_change_an_act,
    interests_are_shown_and_declared_before_their_item,
    a_meeting_that_started_is_not_moved_or_cancelled,
    a_meeting_that_was_held_early_is_moved_to_its_day_and_minuted,
    minutes_are_approved_from_the_day_of_the_meeting,
    what_is_published_for_a_known_meeting_goes_to_it,
);

fn step(meeting: &str) -> String {
    format!("/meetings/{meeting}/sitting/step")
}

/// Returns a meeting with a published agenda, five weeks before its day.
async fn to_come(on: On) -> (Year, String) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    (year, meeting)
}

async fn nothing_is_begun_ended_or_circulated_before_the_day_without_a_word(on: On) {
    let (year, meeting) = to_come(on).await;
    let start = start(&year).await;
    let words = ["This meeting is in 35 days, on Tuesday, 12 March 2024", "Today is 6 February 2024"];
    let asked = year.app.post_as(&year.clerk.cookie, &step(&meeting), &fields(&start)).await;
    assert!(asked.status == StatusCode::OK && asked.says(&words), "{}", asked.body);
    assert!(year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await.contains("Not started"), "nothing was written");
    year.confirmed(&year.clerk, &step(&meeting), &fields(&start), &words).await;
    let screen = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    assert!(screen.contains("In progress") && screen.contains("This meeting is in "), "{screen}");
    let words = ["Draft minutes cannot be circulated before the day", "This meeting is in "];
    year.confirmed(&year.clerk, &step(&meeting), &[("step", "end"), ("at", "7.40 pm")], &words).await;
    let circulate = format!("/meetings/{meeting}/minutes/circulate");
    let refused = year.app.post_as(&year.clerk.cookie, &circulate, &[("confirmed", "yes")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Draft minutes can only be circulated from the day of the meeting"]), "{}", refused.body);
    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(public.says(&["Upcoming"]), "the public page shows it as it is: {}", public.body);
    assert_eq!(year.app.get(&format!("/meetings/{meeting}/minutes")).await.status, StatusCode::NOT_FOUND);
}

async fn a_meeting_ends_after_a_look_at_what_is_open(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    recorded(&year, &meeting, &[("kind", "motion"), ("item", &fences), ("text", "That the fences be mended")]).await;
    recorded(&year, &meeting, &[("kind", "exclusion"), ("item", &fences), ("paragraphs", "3")]).await;
    let screen = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    assert_eq!(screen.matches("<button type=\"submit\" class=\"govuk-button\"").count(), 0, "no green button ends it: {screen}");
    for (at, wrong) in [("6.15 pm", "must be after its start"), ("9 pm", "must be in the past"), ("soon", "Enter a time")] {
        let refused = year.app.post_as(&year.clerk.cookie, &step(&meeting), &[("step", "end"), ("at", at)]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&[wrong]), "{at}: {}", refused.body);
    }
    let words = [
        "The public are still excluded",
        "Recorded as present until the end: Councillor Bertha Ashby",
        "No vote is recorded on the motion “That the fences be mended”",
        "ended at 7.40pm",
        "Nothing becomes public",
    ];
    year.confirmed(&year.clerk, &step(&meeting), &[("step", "end"), ("at", "7.40 pm")], &words).await;
    let again = year.app.post_as(&year.clerk.cookie, &step(&meeting), &[("step", "end"), ("confirmed", "yes")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it ends once");
}

async fn an_ended_meeting_is_reopened_until_its_minutes_are_circulated(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    end(&year, &meeting).await;
    let refused = year.app.post_as(&year.clerk.cookie, &step(&meeting), &[("step", "reopen")]).await;
    assert!(refused.says(&["Enter the reason for reopening the meeting"]), "{}", refused.body);
    year.done(&year.clerk, &step(&meeting), &[("step", "reopen"), ("why", "Ended before the last item")]).await;
    let screen = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    for words in ["In progress", "The meeting was reopened after it had ended at 7.40pm. Reason: Ended before the last item"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let sql = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%reopen%Ended before the last item%' \
               OR payload LIKE '%Ended before the last item%reopen%'";
    let told = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read");
    assert_eq!(told, Some(1), "the ledger has the reason");
    end(&year, &meeting).await;
    circulate(&year, &meeting).await;
    let minutes = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    assert!(minutes.says(&["Meeting ended at 7.40 p.m."]) && !minutes.says(&["reopened"]), "{}", minutes.body);
    let late = year.app.post_as(&year.clerk.cookie, &step(&meeting), &[("step", "reopen"), ("why", "Too late")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says(&["can no longer be reopened"]), "{}", late.body);
}

async fn a_start_is_undone_while_only_attendance_is_recorded(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let undo = [("step", "undo-start"), ("why", "Pressed too early")];
    recorded(&year, &meeting, &[("kind", "officer"), ("name", "H. Harbour")]).await;
    let refused = year.app.post_as(&year.clerk.cookie, &step(&meeting), &undo).await;
    assert!(refused.says(&["More than attendance has been recorded"]), "{}", refused.body);
    let sql = "SELECT MAX(id) FROM sitting_entry";
    let officer = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("an entry");
    year.done(&year.clerk, &format!("/meetings/{meeting}/sitting/entries/{officer}/strike"), &[]).await;
    let fences = year.item(&meeting, "Fences of the quay").await;
    let notes = format!("/meetings/{meeting}/sitting/{fences}/notes");
    year.done(&year.clerk, &notes, &[("text", "The Board looked at the fences."), ("version", "0")]).await;
    let refused = year.app.post_as(&year.clerk.cookie, &step(&meeting), &undo).await;
    assert!(refused.says(&["Minutes have been written for an item of this meeting"]), "{}", refused.body);
    year.done(&year.clerk, &notes, &[("text", ""), ("version", "1")]).await;
    year.done(&year.clerk, &step(&meeting), &undo).await;
    let screen = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    assert!(screen.contains("Not started") && screen.contains("Reason: Pressed too early"), "{screen}");
    assert_eq!(count(&year, &meeting, "attendance").await, 0);
    let reason = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("an entry");
    let kept = year.post(&year.clerk, &format!("/meetings/{meeting}/sitting/entries/{reason}/strike"), &[]).await;
    assert_eq!(kept, StatusCode::NOT_FOUND, "the reason stays");
    begin(&year, &meeting).await;
    assert_eq!(count(&year, &meeting, "attendance").await, 3);
}

/// Returns the last entry that a page of the meeting shows.
fn seen(page: &str) -> String {
    test_kit::hidden(page, "seen").to_owned()
}

async fn the_same_page_pressed_twice_records_once(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let screen = format!("/meetings/{meeting}/sitting/{fences}");
    let page = year.page(&year.clerk, &screen).await;
    assert!(page.contains("the fences be mended."), "the recommendations are offered, with their full stop: {page}");
    let before = seen(&page);
    let resolved = [
        ("kind", "resolution"),
        ("panel", "resolution"),
        ("item", &*fences),
        ("clauses", "the report be noted\nthe fences be mended."),
        ("seen", &*before),
    ];
    recorded(&year, &meeting, &resolved).await;
    recorded(&year, &meeting, &resolved).await;
    assert_eq!(count(&year, &meeting, "resolution").await, 1);
    let page = year.page(&year.clerk, &screen).await;
    assert!(page.contains("RESOLVED: That the report be noted; the fences be mended.</"), "the full stop stays: {page}");
    assert!(page.contains("Record another resolution") && !page.contains("the fences be mended.</textarea>"), "{page}");
    // From a reloaded page, the same entry is reported as a mistake.
    let now = seen(&page);
    let again: Vec<(&str, &str)> = resolved[..4].iter().copied().chain([("seen", now.as_str())]).collect();
    let refused = record(&year, &meeting, &again).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["This is already recorded here"]), "{}", refused.body);
    let quill = person(&year, "Quill").await.to_string();
    let left = [("kind", "left"), ("person", &*quill), ("seen", &*now)];
    recorded(&year, &meeting, &left).await;
    recorded(&year, &meeting, &left).await;
    assert_eq!(count(&year, &meeting, "left").await, 1);
    let action = [("kind", "action"), ("item", &*fences), ("owner", "Harbour Master"), ("text", "Mend them"), ("seen", &*now)];
    recorded(&year, &meeting, &action).await;
    recorded(&year, &meeting, &action).await;
    assert_eq!(count(&year, &meeting, "action").await, 1);
    end(&year, &meeting).await;
    circulate(&year, &meeting).await;
    let minutes = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    assert!(minutes.says(&["the fences be mended."]), "{}", minutes.body);
}

async fn two_who_press_at_once_record_once(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let before = seen(&year.page(&year.clerk, &format!("/meetings/{meeting}/sitting/{fences}")).await);
    let resolved = [("kind", "resolution"), ("item", &*fences), ("clauses", "it be noted"), ("seen", &*before)];
    let press = || record(&year, &meeting, &resolved);
    let answers = tokio::join!(press(), press(), press());
    for answer in [answers.0, answers.1, answers.2] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert_eq!(count(&year, &meeting, "resolution").await, 1);
}

async fn what_is_refused_keeps_its_panel_open(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let reed = person(&year, "Reed").await.to_string();
    let twice = [
        ("kind", "motion"),
        ("panel", "motion"),
        ("item", &*fences),
        ("text", "That KEPTMOTION"),
        ("mover", &*reed),
        ("seconder", &*reed),
    ];
    let refused = record(&year, &meeting, &twice).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says(&["moved and seconded by different members", "href=\"#motion-seconder\"", "KEPTMOTION"]),
        "{}",
        refused.body
    );
    let open = |page: &str, summary: &str| {
        page.split("<details").any(|details| {
            details.contains(summary) && details.trim_start_matches(" class=\"govuk-details\"").starts_with(" open")
        })
    };
    assert!(open(&refused.body, "Record a motion or amendment"), "{}", refused.body);
    assert_eq!(count(&year, &meeting, "motion").await, 0);
    recorded(&year, &meeting, &[("kind", "motion"), ("item", &*fences), ("text", "That the fences be mended")]).await;
    let sql = "SELECT MAX(id) FROM sitting_entry";
    let motion = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a motion").to_string();
    let wrong =
        [("kind", "vote"), ("panel", "hands"), ("item", &*fences), ("motion", &*motion), ("in_favour", "17"), ("against", "1")];
    let refused = record(&year, &meeting, &wrong).await;
    assert!(refused.says(&["href=\"#hands-in_favour\"", "value=\"17\""]), "{}", refused.body);
    assert!(
        open(&refused.body, "Record a vote by show of hands") && !open(&refused.body, "Record a named vote"),
        "{}",
        refused.body
    );
    let nobody = [("kind", "officer"), ("name", "")];
    let refused = record(&year, &meeting, &nobody).await;
    assert!(open(&refused.body, "Officers and others present"), "{}", refused.body);
}

async fn presence_is_a_state_and_its_change_an_act(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let screen = format!("/meetings/{meeting}/sitting");
    let quill = person(&year, "Quill").await.to_string();
    let page = year.page(&year.clerk, &screen).await;
    assert!(page.contains(">Present</strong>") && page.contains("Record departure"), "{page}");
    assert!(!page.contains("Record arrival<"), "everybody is there: {page}");
    recorded(&year, &meeting, &[("kind", "left"), ("person", &*quill), ("at", "7.10 pm")]).await;
    let page = year.page(&year.clerk, &screen).await;
    assert!(page.contains(">Left at 7.10pm</strong>") && page.contains("Record arrival"), "{page}");
    let refused = record(&year, &meeting, &[("kind", "left"), ("person", &*quill), ("at", "7.20 pm")]).await;
    assert!(refused.says(&["was not recorded as present at that time"]), "{}", refused.body);
    recorded(&year, &meeting, &[("kind", "arrived"), ("person", &*quill), ("at", "7.20 pm")]).await;
    let refused = record(&year, &meeting, &[("kind", "arrived"), ("person", &*quill), ("at", "7.30 pm")]).await;
    assert!(refused.says(&["was already recorded as present at that time"]), "{}", refused.body);
}

async fn interests_are_shown_and_declared_before_their_item(on: On) {
    let (year, meeting) = to_come(on).await;
    tie_member(&year).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let ahead = [("item", &*fences), ("kind", "disclosable"), ("nature", "I own the fence works")];
    year.done(&year.member, &format!("/my/meetings/{meeting}/interests"), &ahead).await;
    let year = year.at(EVENING).await;
    begin(&year, &meeting).await;
    let declarations = year.item(&meeting, "Declarations of interest").await.to_string();
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting/{declarations}")).await;
    assert!(page.contains("declared before the meeting") && page.contains("I own the fence works"), "{page}");
    let ashby = person(&year, "Ashby").await.to_string();
    let fields = [
        ("kind", "declared"),
        ("panel", "ahead"),
        ("item", &*declarations),
        ("about", &*fences),
        ("person", &*ashby),
        ("interest", "disclosable"),
        ("nature", "I own the fence works"),
        ("withdrew", "yes"),
    ];
    recorded(&year, &meeting, &fields).await;
    let here = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    assert!(
        here.contains("<strong>3</strong> members present"),
        "who declares ahead of the item stays until it is reached: {here}"
    );
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting/{fences}")).await;
    assert!(page.contains("is recorded as present and cannot take part in this item"), "{page}");
    assert!(!page.contains("declared before the meeting"), "it is recorded: {page}");
    let none = [
        ("kind", "declared"),
        ("item", &*declarations),
        ("about", "select"),
        ("person", &*ashby),
        ("interest", "other"),
        ("nature", "x"),
    ];
    assert!(record(&year, &meeting, &none).await.says(&["Select the item"]));
}

async fn a_meeting_that_started_is_not_moved_or_cancelled(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let change = [("held_on", "19 March 2024"), ("time", "5 pm"), ("reason", "Rain"), ("confirmed", "yes")];
    let refused = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/change"), &change).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&["This meeting has started"]),
        "{}",
        refused.body
    );
    let cancel = [("cancel_reason", "Rain"), ("confirmed", "yes")];
    let refused = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/cancel"), &cancel).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&["This meeting has started"]),
        "{}",
        refused.body
    );
    // A cancelled meeting cannot be started either.
    let other = year.meeting("16 April 2024").await;
    year.confirmed(&year.clerk, &format!("/meetings/{other}/cancel"), &[("cancel_reason", "No business")], &[]).await;
    let start = start(&year).await;
    let refused = year.app.post_as(&year.clerk.cookie, &step(&other), &fields(&start)).await;
    assert!(refused.says(&["This meeting has been cancelled"]), "{}", refused.body);
}

async fn a_meeting_that_was_held_early_is_moved_to_its_day_and_minuted(on: On) {
    let (year, meeting) = to_come(on).await;
    let year = year.at("2024-02-06T20:00:00Z").await;
    let start = start(&year).await;
    year.confirmed(&year.clerk, &step(&meeting), &fields(&start), &[]).await;
    year.confirmed(&year.clerk, &step(&meeting), &[("step", "end"), ("at", "7.40 pm")], &[]).await;
    // A day later, the meeting can still be moved only to the day on which it was held.
    let year = year.at("2024-02-07T09:00:00Z").await;
    let draft = year.page(&year.clerk, &format!("/meetings/{meeting}/minutes/draft")).await;
    assert!(draft.contains(&format!("href=\"/meetings/{meeting}/change\"")), "{draft}");
    let change = format!("/meetings/{meeting}/change");
    assert!(year.page(&year.clerk, &change).await.contains("This meeting started on 6 February 2024"));
    let to = |day: &'static str| [("held_on", day), ("time", "6.30 pm"), ("place", "Customs House"), ("reason", "Held early")];
    for day in ["7 February 2024", "5 February 2024", "19 March 2024"] {
        let refused = year.app.post_as(&year.clerk.cookie, &change, &to(day)).await;
        assert!(refused.says(&["can only be moved to the day on which it started"]), "{day}: {}", refused.body);
    }
    let cancel = [("cancel_reason", "Rain"), ("confirmed", "yes")];
    let refused = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/cancel"), &cancel).await;
    assert!(refused.says(&["This meeting has started"]), "{}", refused.body);
    let words = ["Tuesday, 12 March 2024", "Tuesday, 6 February 2024", "Held early"];
    year.confirmed(&year.clerk, &change, &to("6 February 2024"), &words).await;
    circulate(&year, &meeting).await;
    let minutes = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    assert!(minutes.says(&["6 February 2024", "Meeting ended at 7.40 p.m."]), "{}", minutes.body);
    let late = year.app.post_as(&year.clerk.cookie, &change, &to("12 March 2024")).await;
    assert!(late.says(&["The minutes of this meeting have been published"]), "{}", late.body);
}

async fn minutes_are_approved_from_the_day_of_the_meeting(on: On) {
    let (year, meeting) = to_come(on).await;
    let start = start(&year).await;
    year.confirmed(&year.clerk, &step(&meeting), &fields(&start), &[]).await;
    let minutes = year.item(&meeting, "Minutes").await;
    let approve = format!("/meetings/{meeting}/sitting/{minutes}/approve");
    let early = year.app.post_as(&year.clerk.cookie, &approve, &[("confirmed", "yes")]).await;
    assert_eq!(early.status, StatusCode::BAD_REQUEST, "{}", early.body);
    assert!(!year.app.get("/meetings/1/minutes").await.says(&["Approved at the meeting"]));
    let year = year.at(EVENING).await;
    let asked = year.app.post_as(&year.clerk.cookie, &approve, &[]).await;
    assert!(asked.status == StatusCode::OK && asked.says(&["Are you sure you want to approve the minutes of 7 November 2023?"]));
    assert!(!year.app.get("/meetings/1/minutes").await.says(&["Approved at the meeting"]), "nothing before it is confirmed");
    year.confirmed(&year.clerk, &approve, &[], &["not signed yet"]).await;
    assert!(year.app.get("/meetings/1/minutes").await.says(&["Approved at the meeting of 12 March 2024"]));
}

async fn what_is_published_for_a_known_meeting_goes_to_it(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    let rows = async |year: &Year, table: &str| {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        db::single::<i64>(year.app.state.db.reading(), &sql, []).await.expect("read").expect("a count")
    };
    let before = (rows(&year, "board").await, rows(&year, "meeting").await);
    // The board is no longer found by its name, but the clerk publishes for a meeting that is known.
    year.app.behind_its_back("UPDATE board_name SET name_key = name_key || ' formerly'").await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let moved = [("held_on", "11 March 2024"), ("time", "6.30 pm"), ("reason", "Rain"), ("confirmed", "yes")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/change"), &moved).await;
    let year = year.at("2024-03-11T19:45:00Z").await;
    begin(&year, &meeting).await;
    end(&year, &meeting).await;
    circulate(&year, &meeting).await;
    assert_eq!((rows(&year, "board").await, rows(&year, "meeting").await), before);
    for (what, version) in [("agenda", 2), ("minutes", 1)] {
        let record = format!("meeting/{meeting}/{what}");
        let publication = publications::current(year.app.state.db.reading(), &record).await.expect("read").expect(what);
        assert_eq!(publication.version, version, "{what}");
    }
}
