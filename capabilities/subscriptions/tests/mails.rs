//! Following a board by email, over HTTP.

use crate::common;

use access::attempt_store::WINDOW;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use common::{FOLLOW, agenda, minutes, publish_agenda, publish_minutes, site};
use foundation::Clock;
use mail::QueuedMail;
use test_kit::{Answer, On, TestApp, both_databases, post};
use web::AppState;

both_databases!(
    only_who_confirmed_is_told_and_of_each_publication_once,
    a_publication_enqueues_what_tells_followers,
    followers_are_told_what_became_of_a_meeting,
    what_many_processes_find_at_once_is_told_once,
    one_press_is_enough_to_leave,
    a_link_works_once_and_for_two_days,
    the_answer_tells_nothing_of_who_follows,
    nobodys_letter_box_is_filled,
    nobodys_letter_box_is_filled_by_many_at_once,
    hostile_addresses_are_refused,
    the_ledger_knows_no_address_and_verifies,
);

const ALL: [&str; 3] = ["agendas", "minutes", "meetings"];

async fn ask(app: &TestApp, mail: &str, wanted: &[&str]) -> Answer {
    let mut fields: Vec<(&str, &str)> = wanted.iter().map(|word| ("wanted", *word)).collect();
    fields.push(("mail", mail));
    app.send(post("", FOLLOW, &fields)).await
}

async fn mails(app: &TestApp) -> Vec<QueuedMail> {
    let mut mails = mail::all(app.state.db.reading(), 1_000).await.expect("mails");
    mails.reverse();
    mails
}

/// Returns the link in an email whose path begins with `path`.
fn link(mail: &QueuedMail, path: &str) -> String {
    let begin = format!("https://scrutiny.ashmere.example{path}");
    let line = mail.text.lines().find(|line| line.starts_with(&begin)).unwrap_or_else(|| panic!("no {path} in {}", mail.text));
    line.trim_start_matches("https://scrutiny.ashmere.example").to_owned()
}

async fn confirmed(app: &TestApp, mail: &str, wanted: &[&str]) {
    assert_eq!(ask(app, mail, wanted).await.status, StatusCode::OK);
    let asked = mails(app).await.pop().expect("a mail");
    assert_eq!(asked.to_address, mail);
    let answer = app.send(post("", &link(&asked, "/subscriptions/confirm/"), &[])).await;
    assert!(answer.says(&["You are following the Harbour Safety Board"]), "{}", answer.body);
}

async fn notify(app: &TestApp) -> usize {
    subscriptions::notify(&app.state).await.expect("subscribers are told")
}

/// Returns the same site at another time, as the job that notifies subscribers sees it.
fn later(app: &TestApp, at: &str) -> AppState {
    let parts = web::Parts {
        db: app.state.db.clone(),
        search: app.state.search.clone(),
        files: app.state.files.clone(),
        clock: Clock::standing_at(at.parse().expect("an instant")),
        council: app.state.council.clone(),
        joined: web::join(common::capabilities()).expect("they fit").0,
        printing: None,
        word: app.state.word.clone(),
        passwords: app.state.passwords.clone(),
        secret: app.state.secret.clone(),
        provider: None,
        site: app.state.site.clone(),
        sends_mail: true,
        mail_sender: None,
        measurements: None,
    };
    AppState::new(parts)
}

async fn only_who_confirmed_is_told_and_of_each_publication_once(on: On) {
    let app = site(on).await;
    assert!(ask(&app, "Rita.Resident@mail.example", &ALL).await.says(&["Check your email"]));
    let asked = mails(&app).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].to_address, "rita.resident@mail.example");
    assert!(asked[0].text.contains("agendas, minutes and changes to meetings"), "{}", asked[0].text);
    let confirm = link(&asked[0], "/subscriptions/confirm/");
    // A mail program that fetches the link confirms nothing.
    let looked = app.get(&confirm).await;
    assert!(
        looked.says(&["We’ll email you about agendas, minutes and changes to meetings"])
            && looked.header("cache-control") == "no-store",
        "{}",
        looked.body
    );
    publish_minutes(&app, &minutes()).await;
    assert_eq!(notify(&app).await, 0, "who has not confirmed is told nothing");
    assert!(app.send(post("", &confirm, &[])).await.says(&["You are following the Harbour Safety Board"]));
    assert_eq!(notify(&app).await, 0, "what was public before is no news");

    let mut changed = agenda();
    changed.place = Some("Town Hall".into());
    publish_agenda(&app, &changed).await;
    assert_eq!(notify(&app).await, 1);
    assert_eq!(notify(&app).await, 0, "once");
    let told = mails(&app).await.pop().expect("a mail");
    assert_eq!(told.subject, "Agenda updated: Harbour Safety Board, 16 July 2024");
    assert_eq!(told.to_address, "rita.resident@mail.example");
    for words in [
        "The agenda for the meeting of the Harbour Safety Board on Tuesday, 16 July 2024 has been updated.",
        "Reason: A slip & its mending",
        "https://scrutiny.ashmere.example/meetings/1\n",
        "/subscriptions/leave/",
    ] {
        assert!(told.text.contains(words), "{words}: {}", told.text);
    }
    assert!(!told.text.contains("lease"), "{}", told.text);
    assert_eq!(
        told.leaving.as_deref(),
        Some(format!("https://scrutiny.ashmere.example{}", link(&told, "/subscriptions/leave/")).as_str())
    );

    // Several pieces of news make one email, and each follower hears only about what they chose.
    confirmed(&app, "mina@mail.example", &["minutes"]).await;
    changed.place = Some("Library".into());
    publish_agenda(&app, &changed).await;
    let mut longer = minutes();
    longer.place = Some("Customs House".into());
    publish_minutes(&app, &longer).await;
    assert_eq!(notify(&app).await, 2);
    let told = mails(&app).await;
    let to = |address: &str| told.iter().rev().find(|mail| mail.to_address == address).expect("a mail").clone();
    assert_eq!(to("rita.resident@mail.example").subject, "2 updates: Harbour Safety Board");
    let mina = to("mina@mail.example");
    assert_eq!(mina.subject, "Minutes corrected: Harbour Safety Board, 7 November 2023");
    assert!(!mina.text.contains("Agenda"), "{}", mina.text);
}

/// Checks what followers are told when a clerk of the board schedules, moves and cancels a meeting.
async fn a_publication_enqueues_what_tells_followers(on: On) {
    let app = site(on).await;
    confirmed(&app, "rita@mail.example", &ALL).await;
    app.run_jobs().await;
    let before = mails(&app).await.len();
    publish_minutes(&app, &minutes()).await;
    app.run_jobs().await;
    assert_eq!(mails(&app).await.len(), before + 1);
    app.run_jobs().await;
    assert_eq!(notify(&app).await, 0, "nothing is left to tell");
}

async fn followers_are_told_what_became_of_a_meeting(on: On) {
    let app = site(on).await;
    let clerk = app.person("Petra Placeholder", &[("clerk", Some(access::Place::new("board", 1)))]).await;
    // The site uses HTTPS, where the cookie has another name.
    let cookie = format!("__Host-{}", clerk.cookie);
    confirmed(&app, "rita@mail.example", &ALL).await;
    confirmed(&app, "mina@mail.example", &["agendas"]).await;
    let send = async |address: &str, fields: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("confirmed", "yes")]).collect();
        let answer = app.post_as(&cookie, address, &fields).await;
        assert!(answer.location().starts_with("/meetings/1/prepare?done="), "{address}: {}", answer.body);
    };
    let calendar = async || app.get("/calendar.ics").await.body;
    let uid = |calendar: &str| calendar.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    let before = calendar().await;
    let change = [("held_on", "23 July 2024"), ("time", "6.30pm"), ("place", "Town Hall"), ("reason", "The hall is flooded")];
    send("/meetings/1/change", &change).await;
    assert_eq!(notify(&app).await, 2);
    let told = mails(&app).await;
    let to =
        |told: &[QueuedMail], address: &str| told.iter().rev().find(|mail| mail.to_address == address).expect("a mail").clone();
    let moved = to(&told, "rita@mail.example");
    assert_eq!(moved.subject, "Meeting moved: Harbour Safety Board, 16 July 2024 to 23 July 2024", "one thing, told once");
    for words in [
        "has been moved to Tuesday, 23 July 2024.",
        "Was: Tuesday, 16 July 2024, 6.30pm, Customs House, Ashmere",
        "Now: Tuesday, 23 July 2024, 6.30pm, Town Hall",
        "Reason: The hall is flooded",
    ] {
        assert!(moved.text.contains(words), "{words}: {}", moved.text);
    }
    assert!(!moved.text.contains("new version"), "{}", moved.text);
    let by_agenda = to(&told, "mina@mail.example");
    assert!(by_agenda.text.contains("It was Tuesday, 16 July 2024."), "{}", by_agenda.text);
    let after = calendar().await;
    assert!(after.contains("DTSTART;TZID=Europe/London:20240723T183000") && after.contains("DESCRIPTION:Moved from"), "{after}");
    assert_eq!(uid(&before), uid(&after), "it is the same entry");
    assert!(!after.contains("SEQUENCE:0\r\n"), "and a later one: {after}");
    send("/meetings/1/cancel", &[("cancel_reason", "Nothing to decide")]).await;
    assert_eq!(notify(&app).await, 1, "it is no news of an agenda");
    let cancelled = to(&mails(&app).await, "rita@mail.example");
    assert_eq!(cancelled.subject, "Meeting cancelled: Harbour Safety Board, 23 July 2024");
    assert!(cancelled.text.contains("has been cancelled.") && cancelled.text.contains("Reason: Nothing to decide"));
    let after = calendar().await;
    assert!(after.contains("STATUS:CANCELLED\r\n") && uid(&after) == uid(&before), "{after}");
    let feed = app.get("/feed.atom").await;
    assert!(feed.says(&["Meeting cancelled: Harbour Safety Board, 23 July 2024", "Reason: Nothing to decide"]), "{}", feed.body);
}

async fn what_many_processes_find_at_once_is_told_once(on: On) {
    let app = site(on).await;
    confirmed(&app, "rita@mail.example", &ALL).await;
    publish_minutes(&app, &minutes()).await;
    let before = mails(&app).await.len();
    let (one, two, three) =
        tokio::join!(subscriptions::notify(&app.state), subscriptions::notify(&app.state), subscriptions::notify(&app.state));
    let written: usize = [one, two, three].into_iter().map(|written| written.expect("told")).sum();
    assert_eq!((written, mails(&app).await.len() - before), (1, 1));
}

async fn one_press_is_enough_to_leave(on: On) {
    let app = site(on).await;
    confirmed(&app, "rita@mail.example", &ALL).await;
    confirmed(&app, "mina@mail.example", &ALL).await;
    publish_minutes(&app, &minutes()).await;
    assert_eq!(notify(&app).await, 2);
    let told = mails(&app).await;
    let way_out = |address: &str| {
        let mail = told.iter().rev().find(|mail| mail.to_address == address).expect("a mail");
        link(mail, "/subscriptions/leave/")
    };
    // The reader's mail provider sends this from another site, without a cookie.
    let press = |address: &str| {
        Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "https://mail.example")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from("List-Unsubscribe=One-Click"))
            .expect("a request")
    };
    let first = app.send(press(&way_out("rita@mail.example"))).await;
    assert_eq!(first.status, StatusCode::OK);
    let again = app.send(press(&way_out("rita@mail.example"))).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body), "the answer tells nothing");
    let waiting = mails(&app).await;
    assert!(waiting.iter().all(|mail| mail.to_address != "rita@mail.example"), "what waited is taken back");
    // Only this path accepts requests from other sites.
    assert_eq!(app.send(press(FOLLOW)).await.status, StatusCode::FORBIDDEN);

    let page = app.get(&way_out("mina@mail.example")).await;
    assert!(page.says(&["Unsubscribe from this board"]), "{}", page.body);
    let mut longer = minutes();
    longer.place = Some("Customs House".into());
    publish_minutes(&app, &longer).await;
    assert_eq!(notify(&app).await, 1, "looking at the page changes nothing");
    assert!(app.send(post("", &way_out("mina@mail.example"), &[])).await.says(&["You have unsubscribed"]));
    longer.place = Some("Town Hall".into());
    publish_minutes(&app, &longer).await;
    assert_eq!(notify(&app).await, 0);
    for token in ["1-00", "x", "1", "99999999999999999999-0"] {
        let answer = app.send(press(&format!("/subscriptions/leave/{token}"))).await;
        assert!(answer.status == StatusCode::OK || answer.status.is_client_error(), "{token}: {}", answer.status);
    }
}

async fn a_link_works_once_and_for_two_days(on: On) {
    let app = site(on).await;
    ask(&app, "rita@mail.example", &ALL).await;
    let first = link(&mails(&app).await[0], "/subscriptions/confirm/");
    ask(&app, "rita@mail.example", &["minutes"]).await;
    let waiting = mails(&app).await;
    assert_eq!(waiting.len(), 1, "the question before is taken back");
    let second = link(&waiting[0], "/subscriptions/confirm/");
    assert_eq!(app.send(post("", &first, &[])).await.status, StatusCode::NOT_FOUND, "a newer one was sent");
    assert_eq!(app.send(post("", &second, &[])).await.status, StatusCode::OK);
    for used in [&first, &second, &"/subscriptions/confirm/x".to_owned(), &format!("/subscriptions/confirm/{}", "0".repeat(64))] {
        assert_eq!(app.send(post("", used, &[])).await.status, StatusCode::NOT_FOUND, "{used}");
        assert!(app.get(used).await.says(&["This link no longer works"]));
    }
    ask(&app, "late@mail.example", &ALL).await;
    let late = mails(&app).await.pop().expect("a mail");
    let site = web::router(later(&app, "2023-11-22T10:00:00Z"), [subscriptions::capability().routes]);
    let answer =
        tower::ServiceExt::oneshot(site, post("", &link(&late, "/subscriptions/confirm/"), &[])).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "48 hours are over");
    subscriptions::forget_lapsed(&later(&app, "2023-11-22T09:59:59Z")).await.expect("forgotten");
    assert!(mails(&app).await.iter().any(|mail| mail.to_address == "late@mail.example"));
    subscriptions::forget_lapsed(&later(&app, "2023-11-22T10:00:00Z")).await.expect("forgotten");
    assert!(mails(&app).await.iter().all(|mail| mail.to_address != "late@mail.example"), "the address is forgotten");
}

async fn the_answer_tells_nothing_of_who_follows(on: On) {
    let app = site(on).await;
    confirmed(&app, "rita@mail.example", &["minutes"]).await;
    let known = ask(&app, "rita@mail.example", &ALL).await;
    let unknown = ask(&app, "mina@mail.example", &ALL).await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    let questions = mails(&app).await;
    let [.., first, second] = questions.as_slice() else { panic!("two questions") };
    assert_eq!(first.subject, second.subject);
    // Someone who asks again and confirms changes what they hear about, and is not told twice.
    app.send(post("", &link(first, "/subscriptions/confirm/"), &[])).await;
    publish_minutes(&app, &minutes()).await;
    assert_eq!(notify(&app).await, 1);
}

async fn nobodys_letter_box_is_filled(on: On) {
    let app = site(on).await;
    for _ in 0..9 {
        assert_eq!(ask(&app, "rita@mail.example", &ALL).await.status, StatusCode::OK);
    }
    assert_eq!(mails(&app).await.len(), 1, "only the last question waits");
    let row = "SELECT asked FROM subscription";
    let asked = db::single::<i32>(app.state.db.reading(), row, []).await.expect("a row");
    assert_eq!(asked, Some(3), "and the address was asked three times");
    assert_eq!(ask(&app, "mina@mail.example", &ALL).await.status, StatusCode::OK);
    let refused = ask(&app, "nora@mail.example", &ALL).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "ten from one network");
    assert!(refused.says(&["Too many requests"]));
    // A quarter of an hour later the network may ask again, but the address that never answered is still left alone.
    let now = app.state.clock.now() + WINDOW;
    let site = web::router(later(&app, &now.to_rfc3339()), [subscriptions::capability().routes]);
    let fields = [("wanted", "minutes"), ("mail", "rita@mail.example")];
    let answer = tower::ServiceExt::oneshot(site, post("", FOLLOW, &fields)).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(db::single::<i32>(app.state.db.reading(), row, []).await.expect("a row"), Some(3));
}

async fn nobodys_letter_box_is_filled_by_many_at_once(on: On) {
    let app = std::sync::Arc::new(site(on).await);
    let mut context = tokio::task::JoinSet::new();
    for number in 0..90 {
        let app = app.clone();
        context.spawn(async move {
            let mut request = post("", FOLLOW, &[("wanted", "minutes"), ("mail", "rita@mail.example")]);
            // Each request comes from a network of its own.
            let peer = std::net::SocketAddr::from(([198, 51, 100, number], 5_000));
            request.extensions_mut().insert(web::PeerAddress(peer));
            app.send(request).await.status
        });
    }
    assert!(context.join_all().await.iter().all(|status| *status == StatusCode::OK));
    let asked = db::single::<i32>(app.state.db.reading(), "SELECT asked FROM subscription", []).await.expect("a row");
    assert_eq!(asked, Some(3), "three mails were written, and two taken back");
    assert_eq!(mails(&app).await.len(), 1);
}

async fn hostile_addresses_are_refused(on: On) {
    let app = site(on).await;
    let long = format!("{}@mail.example", "a".repeat(5_000));
    for address in [
        "",
        "rita",
        "rita@mail",
        "rita@mail.example\r\nBcc: victim@mail.example",
        "rita@mail.example,victim@mail.example",
        "<script>alert(1)</script>@mail.example",
        "\"rita\"@mail.example",
        long.as_str(),
    ] {
        let answer = ask(&app, address, &ALL).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(
            answer.says(&["There is a problem", "Email address must be in the correct format"])
                && !answer.body.contains("<script>alert"),
            "{}",
            answer.body
        );
    }
    let nothing = ask(&app, "rita@mail.example", &["papers"]).await;
    assert!(nothing.says(&["Select what you want to hear about", "value=\"rita@mail.example\""]), "{}", nothing.body);
    assert!(mails(&app).await.is_empty());
}

async fn the_ledger_knows_no_address_and_verifies(on: On) {
    let app = site(on).await;
    confirmed(&app, "rita@mail.example", &ALL).await;
    // RequestContext again, confirming again and unsubscribing each erase what was there before.
    confirmed(&app, "rita@mail.example", &["minutes"]).await;
    ask(&app, "mina@mail.example", &ALL).await;
    ask(&app, "mina@mail.example", &ALL).await;
    confirmed(&app, "nora@mail.example", &ALL).await;
    publish_minutes(&app, &minutes()).await;
    notify(&app).await;
    let told = mails(&app).await.pop().expect("a mail");
    assert_eq!(told.to_address, "nora@mail.example");
    app.send(post("", &link(&told, "/subscriptions/leave/"), &[])).await;
    let payloads = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%mail.example%'";
    assert_eq!(db::single::<i64>(app.state.db.reading(), payloads, []).await.expect("a count"), Some(0));
    assert_eq!(app.faults().await, Vec::new());
    app.behind_its_back("UPDATE subscription SET mail = 'eve@mail.example' WHERE mail = 'rita@mail.example'").await;
    assert_eq!(app.faults().await.len(), 1);
}
