//! The public record through HTTP: what a resident reads, including what must not happen.

use crate::common;

use axum::http::StatusCode;
use common::{BOARD, day, harbour, minute, november, publish};
use publications::Outcome;
use test_kit::{On, both_databases};

both_databases!(
    boards_show_members_and_meetings,
    a_meeting_shows_attendance_and_business,
    a_meeting_to_come_shows_its_agenda,
    minutes_are_read_whole_and_by_reference,
    a_reference_used_in_two_years_asks_which,
    members_have_attendance_figures,
    registers_are_filtered_and_turned,
    registers_come_as_csv,
    a_long_register_comes_whole_and_in_order_as_csv,
    old_addresses_lead_to_the_same_things,
    what_is_not_there_is_said_plainly,
    the_same_minutes_again_change_nothing,
    a_closed_publication_with_another_title_is_a_new_version,
    a_correction_is_a_new_version_and_both_are_readable,
    an_unnamed_member_is_learnt_from_minutes,
    searches_find_minutes_members_and_boards,
);

async fn boards_show_members_and_meetings(on: On) {
    let app = harbour(on).await;
    let list = app.get("/boards").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.says(&["/boards/harbour-safety-board", BOARD]));
    assert!(!list.body.contains("Ashmere Harbour Safety Board"), "another form of the name is no other board");
    let board = app.get("/boards/harbour-safety-board").await;
    assert!(
        board.says(&["Councillor Bertha Ashby", "(Chair)", "Councillor Jonas Quill", "Upcoming", "2023/24"]),
        "{}",
        board.body
    );
    let another_year = app.get("/boards/harbour-safety-board?year=2019").await;
    assert!(another_year.says(&["No meetings in this year"]));
    assert_eq!(app.get("/boards/harbour-safety-board?year=never").await.status, StatusCode::BAD_REQUEST);
}

async fn a_meeting_shows_attendance_and_business(on: On) {
    let app = harbour(on).await;
    let meeting = app.get("/meetings/1").await;
    assert!(
        meeting.says(&[
            "Meeting of Tuesday, 7 November 2023",
            "Customs House, Ashmere",
            "7.40pm",
            "/members/bertha-ashby",
            "B. Ashby",
            "/members/tamsin-reed",
            "Lanterns on the Quay",
            "That the lanterns be mended.",
            "/minutes/HSB8?meeting=1",
        ]),
        "{}",
        meeting.body
    );
    assert!(meeting.body.contains("None"), "an empty list is stated");
}

async fn a_meeting_to_come_shows_its_agenda(on: On) {
    let app = harbour(on).await;
    let meeting = app.get("/meetings/2").await;
    assert!(meeting.says(&["Upcoming", "6.30pm", "Ferries", "Winter times.", "A lease", "Private"]), "{}", meeting.body);
    assert!(!meeting.body.contains("Apologies for absence"), "attendance is not told before the meeting");
    assert_eq!(app.get("/meetings/2/minutes").await.status, StatusCode::NOT_FOUND);
}

async fn minutes_are_read_whole_and_by_reference(on: On) {
    let app = harbour(on).await;
    let whole = app.get("/meetings/1/minutes").await;
    assert!(whole.says(&["HSB7", "HSB8", "Action", "Head of Harbours", "Mend the lanterns", "Meeting ended at 7.40 p.m."]));
    for address in ["/minutes/HSB8", "/minutes/hsb8", "/minutes/HSB%208", "/minutes/HSB8?meeting=1"] {
        let one = app.get(address).await;
        assert_eq!(one.status, StatusCode::OK, "{address}");
        assert!(one.says(&["Lanterns on the Quay", "That the lanterns be mended.", "Before: HSB7"]), "{address}");
    }
    assert_eq!(app.get("/minutes/HSB8?meeting=2").await.status, StatusCode::NOT_FOUND, "the reference of another meeting");
}

async fn a_reference_used_in_two_years_asks_which(on: On) {
    let app = harbour(on).await;
    let mut later = november();
    later.held_on = day(2025, 11, 4);
    later.items = vec![minute("HSB8", "GULLS", "That the gulls be noted.")];
    publish(&app, &later).await;
    let choice = app.get("/minutes/HSB8").await;
    assert!(choice.says(&["Which HSB8?", "Gulls", "Lanterns on the Quay", "4 November 2025"]), "{}", choice.body);
    let chosen = app.get("/minutes/HSB8?meeting=1").await;
    assert!(chosen.says(&["Lanterns on the Quay"]) && !chosen.body.contains("Gulls"));
}

async fn members_have_attendance_figures(on: On) {
    let app = harbour(on).await;
    assert!(app.get("/members").await.says(&["Councillor Bertha Ashby", "Councillor Tamsin Reed"]));
    let chair = app.get("/members/bertha-ashby").await;
    assert!(chair.says(&["1 of 1", "Chair", "7 November 2023"]), "{}", chair.body);
    let away = app.get("/members/tamsin-reed").await;
    assert!(away.says(&["0 of 1", "Apologies"]), "{}", away.body);
}

async fn registers_are_filtered_and_turned(on: On) {
    let app = harbour(on).await;
    let all = app.get("/decisions").await;
    assert!(all.says(&["2 decisions", "That the lanterns be mended.", "HSB7"]));
    let none = app.get("/decisions?year=2019").await;
    assert!(none.says(&["0 decisions", "No results match these filters", "Remove this filter"]));
    let filtered = app.get("/decisions?board=harbour-safety-board&year=2023").await;
    assert!(filtered.says(&["2 decisions", "href=\"/decisions?board=harbour-safety-board\""]), "{}", filtered.body);
    let actions = app.get("/actions?owner=Head%20of%20Harbours").await;
    assert!(actions.says(&["1 action", "Mend the lanterns"]));
    assert!(app.get("/actions?owner=Nobody").await.says(&["0 actions"]));
    for address in ["/decisions?page=0", "/decisions?page=-1", "/decisions?page=99999999999999", "/decisions?year=x"] {
        assert_eq!(app.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    let mut long = november();
    long.held_on = day(2023, 12, 5);
    long.items =
        (100..140).map(|number| minute(&format!("HSB{number}"), &format!("ITEM {number}"), "That it be noted.")).collect();
    publish(&app, &long).await;
    let second = app.get("/decisions?page=2").await;
    assert!(second.says(&["42 decisions", "HSB125", "HSB139"]) && !second.body.contains("HSB124"), "{}", second.body);
}

async fn registers_come_as_csv(on: On) {
    let app = harbour(on).await;
    let csv = app.get("/actions.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.body,
        "board,meeting,reference,item,owner,task,state,due\n\
         Harbour Safety Board,2023-11-07,HSB8,Lanterns on the Quay,Head of Harbours,Mend the lanterns,Open,\n"
    );
    assert!(app.get("/decisions.csv?year=2019").await.body.lines().count() == 1, "filters hold for the file, too");
}

async fn a_long_register_comes_whole_and_in_order_as_csv(on: On) {
    let app = harbour(on).await;
    let mut expected = Vec::new();
    // The latest meeting comes first; one meeting has more than one batch of lines, and one batch ends where a meeting does.
    for (held_on, numbers) in [(day(2024, 1, 9), 1_000..1_700), (day(2023, 12, 5), 2_000..2_300)] {
        let mut long = november();
        long.held_on = held_on;
        let references: Vec<String> = numbers.map(|number| format!("HSB{number}")).collect();
        long.items = references.iter().map(|reference| minute(reference, "AN ITEM", "That it be noted.")).collect();
        publish(&app, &long).await;
        expected.extend(references);
    }
    expected.extend(["HSB7".to_owned(), "HSB8".to_owned()]);
    let csv = app.get("/decisions.csv").await;
    let found: Vec<&str> = csv.body.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(found, expected);
    let filtered = app.get("/decisions.csv?board=harbour-safety-board&year=2023").await;
    assert_eq!(filtered.body.lines().count(), 1 + expected.len(), "{}", filtered.body);
}

async fn old_addresses_lead_to_the_same_things(on: On) {
    let app = harbour(on).await;
    for (old, new) in [
        ("/ieListDocuments.aspx?CId=1&MId=1&Ver=4", "/meetings/1"),
        ("/ieListDocuments.aspx?CId=1&MID=1", "/meetings/1"),
        ("/ieListDocuments.aspx?MeetingId=2", "/meetings/2"),
        ("/ieListMeetings.aspx?CId=1&Year=0", "/boards/harbour-safety-board"),
        ("/mgCommitteeDetails.aspx?ID=1", "/boards/harbour-safety-board"),
        ("/mgListCommittees.aspx?bcr=1", "/boards"),
        ("/mgMemberIndex.aspx?bcr=1", "/members"),
        ("/mgUserInfo.aspx?UID=1", "/members/bertha-ashby"),
        ("/mgMeetingAttendance.aspx?ID=1", "/meetings/1#attendance"),
        ("/mgCalendarMonthView.aspx?M=11&Y=2023", "/meetings/calendar"),
        ("/mgAi.aspx?ID=2", "/minutes/HSB8?meeting=1"),
        ("/documents/g1/Public%20reports%20pack.pdf?T=10", "/meetings/1#documents"),
    ] {
        let answer = app.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, new), "{old}");
    }
    for gone in ["/ieListDocuments.aspx?MId=99", "/ieListDocuments.aspx", "/mgUserInfo.aspx?UID=x", "/documents/1/x.pdf"] {
        assert_eq!(app.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

async fn what_is_not_there_is_said_plainly(on: On) {
    let app = harbour(on).await;
    for address in [
        "/meetings/0",
        "/meetings/-1",
        "/meetings/99",
        "/meetings/x",
        "/boards/none",
        "/members/none",
        "/minutes/HSB999",
        "/minutes/%20",
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(answer.says(&["not found", "Ashmere Borough Council", "/search"]), "{address}: {}", answer.body);
    }
}

async fn the_same_minutes_again_change_nothing(on: On) {
    let app = harbour(on).await;
    let before = ledger::head(app.state.db.reading()).await.unwrap();
    let again = publish(&app, &november()).await;
    assert!(matches!(again.outcome, Outcome::Unchanged(_)));
    assert_eq!(ledger::head(app.state.db.reading()).await.unwrap(), before);
}

async fn a_closed_publication_with_another_title_is_a_new_version(on: On) {
    let app = harbour(on).await;
    let transaction = app.state.db.begin().await.unwrap();
    let publishing = publications::Publishing { at: app.state.clock.now(), actor: "a test", reason: "The board was renamed" };
    let mut versions = Vec::new();
    for title in ["Exempt pack, Harbour Board", "Exempt pack, Quay Board", "Exempt pack, Quay Board"] {
        let content = r#"{"parts":[]}"#.to_owned();
        let new = publications::NewPublication { kind: "exempt-pack", record: "meeting/1/exempt-pack", title, content };
        versions.push(publications::publish_closed(&transaction, &new, &publishing).await.unwrap());
    }
    assert_eq!(versions, [1, 2, 2]);
    let current = publications::current_closed(&transaction, "meeting/1/exempt-pack").await.unwrap().unwrap();
    assert_eq!(current.title, "Exempt pack, Quay Board");
    transaction.commit().await.unwrap();
}

async fn a_correction_is_a_new_version_and_both_are_readable(on: On) {
    let app = harbour(on).await;
    let mut corrected = november();
    corrected.items[1] = minute("HSB8", "LANTERNS ON THE QUAY", "That the lanterns be replaced.");
    let Outcome::Replaced { new, old } = publish(&app, &corrected).await.outcome else { panic!("a new version") };
    assert!(app.get("/minutes/HSB8").await.says(&["That the lanterns be replaced."]));
    assert!(app.get("/decisions").await.says(&["2 decisions", "replaced"]), "the register follows");
    let newer = app.get(&format!("/publications/{new}")).await;
    assert!(newer.says(&["version 2 of 2", "A slip was put right", "Removed: ", "Added: ", "be replaced.", "be mended."]));
    let older = app.get(&format!("/publications/{old}")).await;
    assert!(older.says(&["This version has been replaced", "That the lanterns be mended."]));
    let text = app.get(&format!("/publications/{new}/text")).await;
    assert!(
        text.header("content-type").starts_with("text/plain") && text.says(&["HSB8 Lanterns on the Quay", "Present: Councillor"])
    );
}

async fn an_unnamed_member_is_learnt_from_minutes(on: On) {
    let app = harbour(on).await;
    let mut minutes = november();
    minutes.held_on = day(2023, 12, 5);
    minutes.attendance.present.push(common::attendee("Oswin Marsh", None));
    publish(&app, &minutes).await;
    let board = app.get("/boards/harbour-safety-board").await;
    assert!(board.says(&["Councillor Oswin Marsh", "Councillor Jonas Quill"]));
    assert!(!board.body.contains("Councillor Quill"), "a surname alone means the member who bears it");
}

async fn searches_find_minutes_members_and_boards(on: On) {
    let app = harbour(on).await;
    app.catch_up().await;
    let ask = |words: &str| {
        app.state.search.ask(&search::Question { words: words.into(), page: 1, per_page: 10, ..Default::default() }).unwrap()
    };
    assert_eq!(ask("lanterns").hits[0].address, "/minutes/HSB8?meeting=1");
    assert_eq!(ask("Quill").hits[0].address, "/members/jonas-quill");
    assert_eq!(ask("winter times").hits[0].address, "/meetings/2");
    let mut corrected = november();
    corrected.items.pop();
    publish(&app, &corrected).await;
    app.catch_up().await;
    assert_eq!(ask("lanterns").total, 0, "what a new version leaves out is no longer found");
}
