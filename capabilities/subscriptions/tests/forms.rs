//! The calendars and feeds over HTTP.

use crate::common;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use common::{agenda, minutes, publish_agenda, publish_minutes, site, site_at};
use test_kit::{On, TestApp, both_databases};

both_databases!(
    a_calendar_tells_each_meeting_and_each_change,
    a_feed_has_an_entry_for_each_version,
    what_is_there_once_is_not_sent_twice,
    a_board_without_anything_has_a_calendar_and_a_feed_of_nothing,
    the_pages_lead_to_calendar_feed_and_mails,
);

/// Returns the identifier of the installation.
async fn mark(app: &TestApp) -> String {
    let first = ledger::entry(app.state.db.reading(), 1).await.expect("read").expect("an entry");
    first.hash.chars().take(16).collect()
}

async fn a_calendar_tells_each_meeting_and_each_change(on: On) {
    let app = site(on).await;
    let calendar = app.get("/boards/harbour-safety-board/calendar.ics").await;
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    let event = calendar.body.split_once("BEGIN:VEVENT\r\n").expect("an event").1;
    let mark = mark(&app).await;
    assert_eq!(
        event,
        format!("UID:meeting-1-{mark}@moothall\r\n")
            + "DTSTAMP:20231120T100000Z\r\nLAST-MODIFIED:20231120T100000Z\r\nSEQUENCE:0\r\n\
         STATUS:CONFIRMED\r\nDTSTART;TZID=Europe/London:20240716T183000\r\nSUMMARY:Harbour Safety Board\r\n\
         LOCATION:Customs House\\, Ashmere\r\nURL:https://scrutiny.ashmere.example/meetings/1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let mut changed = agenda();
    changed.place = Some("Town Hall".into());
    publish_agenda(&app, &changed).await;
    publish_minutes(&app, &minutes()).await;
    for address in ["/calendar.ics", "/boards/harbour-safety-board/calendar.ics"] {
        let calendar = app.get(address).await;
        assert!(
            calendar.says(&["SEQUENCE:1\r\n", "LOCATION:Town Hall\r\n", "UID:meeting-1-", "UID:meeting-2-"]),
            "{}",
            calendar.body
        );
        // The minutes do not say when the meeting began, so it has a date and no time.
        assert!(calendar.says(&["DTSTART;VALUE=DATE:20231107\r\n"]) && !calendar.body.contains("DTEND"), "{}", calendar.body);
        assert!(!calendar.body.contains("lease"), "{}", calendar.body);
    }
}

async fn a_feed_has_an_entry_for_each_version(on: On) {
    let app = site(on).await;
    publish_minutes(&app, &minutes()).await;
    let mut changed = agenda();
    changed.place = Some("Town Hall".into());
    publish_agenda(&app, &changed).await;
    let feed = app.get("/boards/harbour-safety-board/feed.atom").await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let mark = mark(&app).await;
    let entry = |publication: i64, title: &str, kind: &str, label: &str, page: &str, summary: &str| {
        format!(
            "<entry><id>urn:uuid:{}-{}-8{}-8000-{publication:012x}</id><title>{title}</title>\
             <updated>2023-11-20T10:00:00Z</updated><published>2023-11-20T10:00:00Z</published><category term=\"{kind}\" label=\"{label}\"/>\
             <link rel=\"alternate\" type=\"text/html\" href=\"https://scrutiny.ashmere.example{page}\"/>\
             <link rel=\"related\" type=\"text/html\" href=\"https://scrutiny.ashmere.example/publications/{publication}\"/>\
             <summary>{summary}</summary></entry>",
            &mark[..8],
            &mark[8..12],
            &mark[12..15],
        )
    };
    let agenda_title = "Agenda, Harbour Safety Board, 16 July 2024";
    // Publication 1 is the board's register.
    let expected = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\
         <id>https://scrutiny.ashmere.example/boards/harbour-safety-board/feed.atom</id><title>Harbour Safety Board</title>\
         <updated>2023-11-20T10:00:00Z</updated><author><name>Ashmere Borough Council</name></author>\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"https://scrutiny.ashmere.example/boards/harbour-safety-board/feed.atom\"/>\
         <link rel=\"alternate\" type=\"text/html\" href=\"https://scrutiny.ashmere.example/boards/harbour-safety-board\"/>"
            .to_owned(),
        entry(4, agenda_title, "agenda", "Agenda", "/meetings/1", "Version 2. Reason: A slip &amp; its mending"),
        entry(
            3,
            "Minutes, Harbour Safety Board, 7 November 2023",
            "minutes",
            "Minutes",
            "/meetings/2/minutes",
            "Minutes, first version",
        ),
        entry(2, agenda_title, "agenda", "Agenda", "/meetings/1", "Agenda, first version"),
        "</feed>\n".to_owned(),
    ];
    assert_eq!(feed.body, expected.concat());
    let all = app.get("/feed.atom").await;
    assert_eq!(all.body.matches("<entry>").count(), 3);
    assert!(!all.body.contains("lease"), "{}", all.body);
    // A feed has only the newest fifty publications.
    for number in 0..60 {
        changed.place = Some(format!("Room {number}"));
        publish_agenda(&app, &changed).await;
    }
    for address in ["/feed.atom", "/boards/harbour-safety-board/feed.atom"] {
        let feed = app.get(address).await;
        assert_eq!(feed.body.matches("<entry>").count(), 50);
        assert!(feed.says(&["Version 62."]) && !feed.body.contains("Version 12."), "{}", feed.body);
    }
}

async fn what_is_there_once_is_not_sent_twice(on: On) {
    let app = site(on).await;
    for address in ["/calendar.ics", "/feed.atom"] {
        let first = app.get(address).await;
        let again =
            Request::get(address).header(header::IF_NONE_MATCH, first.header("etag")).body(Body::empty()).expect("a request");
        assert_eq!(app.send(again).await.status, StatusCode::NOT_MODIFIED, "{address}");
        let head = Request::head(address).body(Body::empty()).expect("a request");
        let head = app.send(head).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""), "{address}");
    }
}

async fn a_board_without_anything_has_a_calendar_and_a_feed_of_nothing(on: On) {
    let app = site_at(on, "2023-11-20T10:00:00Z").await;
    assert!(app.get("/feed.atom").await.says(&["<updated>1970-01-01T00:00:00Z</updated>"]));
    assert!(app.get("/calendar.ics").await.says(&["BEGIN:VCALENDAR", "END:VCALENDAR"]));
    for address in ["/boards/none/feed.atom", "/boards/none/calendar.ics", "/boards/none/follow"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

async fn the_pages_lead_to_calendar_feed_and_mails(on: On) {
    let app: TestApp = site(on).await;
    let board = app.get("/boards/harbour-safety-board").await;
    assert!(
        board.says(&[
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Agendas and minutes of the Harbour Safety Board\" \
             href=\"/boards/harbour-safety-board/feed.atom\">",
            "href=\"/boards/harbour-safety-board/calendar.ics\"",
            "href=\"/boards/harbour-safety-board/follow\">Follow this board</a>",
        ]),
        "{}",
        board.body
    );
    let meetings = app.get("/meetings").await;
    assert!(
        meetings.says(&["href=\"/feed.atom\"", "href=\"/calendar.ics\"", "Follow the Harbour Safety Board"]),
        "{}",
        meetings.body
    );
    let follow = app.get(common::FOLLOW).await;
    assert!(
        follow.says(&["https://scrutiny.ashmere.example/boards/harbour-safety-board/calendar.ics", "name=\"mail\""]),
        "{}",
        follow.body
    );
}
