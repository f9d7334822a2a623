//! A new council: what it sees before anything is set up, the template it chooses, and what residents read afterwards. Also an
//! installation from before templates, which keeps what it had.

use axum::http::StatusCode;
use chrono::NaiveDate;
use db::Migrations;
use moothall::{pages, wiring};
use settings::List;
use test_kit::{On, Person, TestApp, TestDatabase, both_databases, sample_picture};

both_databases!(
    a_link_is_shown_where_no_email_is_sent,
    whoever_begins_is_led_on,
    a_council_chooses_its_template_once,
    nothing_of_another_council_comes_with_the_plain_template,
    an_installation_from_before_templates_keeps_what_it_had,
    a_logo_is_written_anew_and_can_be_removed,
    an_administrator_sends_themselves_a_test_email,
    residents_find_contact_privacy_and_cookies,
    a_month_shows_its_meetings,
    a_work_programme_is_public_once_it_is_published,
    the_ledger_says_who_published_what,
);

async fn site(on: On, sends_mail: bool) -> TestApp {
    let change = |parts: &mut web::Parts| parts.sends_mail = sends_mail;
    TestApp::set_up(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z", None, change).await
}

async fn administrator(app: &TestApp) -> Person {
    app.person("Adam Inistrator", &[("administrator", None)]).await
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn a_link_is_shown_where_no_email_is_sent(on: On) {
    let app = site(on, false).await;
    let admin = administrator(&app).await;
    let form = app.get_as(&admin.cookie, "/accounts/invite").await;
    assert!(form.says(&["Email is not set up on this site", "Create invitation link"]), "{}", form.body);
    let fields = [("name", "Petra Placeholder"), ("mail", "petra@ashmere.example"), ("role", "clerk")];
    let invited = app.post_as(&admin.cookie, "/accounts/invite", &fields).await;
    assert_eq!((invited.status, invited.header("cache-control")), (StatusCode::OK, "no-store"));
    let link = |body: &str| {
        let link = body.split("/link/").nth(1).and_then(|rest| rest.split('<').next()).expect("a link");
        format!("/link/{link}")
    };
    let first = link(&invited.body);
    assert!(app.get(&first).await.says(&["Choose your password", "Petra Placeholder"]));
    assert!(mail::all(app.state.db.reading(), 10).await.unwrap().is_empty(), "no email with a link waits for a mail server");
    let account = access::account_store::by_mail(app.state.db.reading(), "petra@ashmere.example").await.unwrap().unwrap();
    let again = app.post_as(&admin.cookie, &format!("/accounts/{}/invite-again", account.id), &[]).await;
    let second = link(&again.body);
    assert_eq!(app.get(&first).await.status, StatusCode::NOT_FOUND, "one link at a time");
    assert_eq!(app.get(&second).await.status, StatusCode::OK);
    // A person who forgot their password is not told to wait for an email.
    let forgotten = app.get("/forgotten-password").await;
    assert!(forgotten.says(&["This site cannot send email yet"]) && !forgotten.body.contains("Send link"), "{}", forgotten.body);
    // With a mail server, only the invited person gets the link.
    let sending = site(on, true).await;
    let admin = administrator(&sending).await;
    let invited = sending.post_as(&admin.cookie, "/accounts/invite", &fields).await;
    assert!(invited.status == StatusCode::SEE_OTHER && !invited.body.contains("/link/"));
    let refused = sending.post_as(&admin.cookie, &format!("/accounts/{}/password-link", admin.account), &[]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "nobody takes an account over by a link that its owner would get");
}

async fn whoever_begins_is_led_on(on: On) {
    let app = site(on, false).await;
    let admin = administrator(&app).await;
    for address in ["/work", "/"] {
        let page = app.get_as(&admin.cookie, address).await;
        assert!(
            page.says(&["Get started", "/settings/start", "/settings/email", "/accounts/invite"]),
            "{address}: {}",
            page.body
        );
        assert!(!page.body.contains("/boards/begin"), "an administrator looks after no board");
    }
    assert!(!app.get("/").await.body.contains("Get started"), "residents have nothing to set up");
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    for address in ["/work", "/"] {
        let page = app.get_as(&clerk.cookie, address).await;
        assert!(page.says(&["Get started", "Create a board", "/boards/begin"]), "{address}: {}", page.body);
        assert!(!page.body.contains("/settings/start"), "a clerk sets nothing");
    }
    app.post_as(&clerk.cookie, "/boards/begin", &[("name", "Harbour Safety Board")]).await;
    assert!(!app.get_as(&clerk.cookie, "/work").await.body.contains("Get started"), "and not once there is a board");
    let days = [("days", "10 September 2024"), ("confirmed", "yes")];
    let scheduled = app.post_as(&clerk.cookie, "/boards/harbour-safety-board/calendar", &days).await;
    let desk = app.get_as(&clerk.cookie, scheduled.location()).await;
    assert!(desk.says(&["No member of this board has an account yet, so no one was emailed"]), "{}", desk.body);
    assert!(!desk.body.contains("were told"));
    // A role at a place that does not exist is called by the kind of place.
    app.person("Nils Nobody", &[("clerk", access::Place::parse("board/999"))]).await;
    let accounts = app.get_as(&admin.cookie, "/accounts").await;
    assert!(accounts.says(&["Board not found", "all boards"]) && !accounts.body.contains("board/999"), "{}", accounts.body);
}

async fn start(app: &TestApp, admin: &Person, template: &str) -> test_kit::Answer {
    app.post_as(&admin.cookie, "/settings/start", &[("name", "Larkmere Borough Council"), ("template", template)]).await
}

async fn a_council_chooses_its_template_once(on: On) {
    let app = site(on, true).await;
    let admin = administrator(&app).await;
    let empty = app.post_as(&admin.cookie, "/settings/start", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says(&["Enter your council’s name", "Select a template"]), "{}", empty.body);
    assert_eq!(start(&app, &admin, "imperial").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(start(&app, &admin, "published-packs").await.location(), "/settings?done=started");
    let settings = app.state.settings();
    assert_eq!(settings.name_on(day("2024-06-04")).as_deref(), Some("Larkmere Borough Council"));
    let on_day = |text: &str| settings.names_on(List::Priorities, day(text));
    assert_eq!((on_day("2024-03-31").len(), on_day("2024-04-01").len()), (5, 6));
    assert!(on_day("2024-04-01").contains(&"Working towards a greener future".to_owned()));
    let questions = settings.value_on(&meetings::rules::QUESTION_TIME, day("2024-06-04")).unwrap();
    assert_eq!((questions.value.as_str(), questions.citation.as_str()), ("30", "Standing Order 34(9)"));
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    let template = app.get_as(&clerk.cookie, "/reports/template").await;
    assert!(template.says(&["Risk analysis", "priorities on the day of the meeting"]), "{}", template.body);
    // Starting twice would duplicate the lists.
    assert_eq!(start(&app, &admin, "published-packs").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.get_as(&admin.cookie, "/settings/start").await.location(), "/settings");
    assert_eq!(app.state.settings().list(List::Priorities).count(), 11);
    // The template's entries can be edited.
    let first = settings.list(List::Priorities).next().unwrap();
    let dates = format!("/settings/lists/priorities/{}/dates", first.id);
    let set =
        async |from: &str, until: &str| app.post_as(&admin.cookie, &dates, &[("from", from), ("until", until)]).await.status;
    assert_eq!(set("1 April 2023", "30 June 2024").await, StatusCode::SEE_OTHER);
    assert_eq!(app.state.settings().names_on(List::Priorities, day("2024-06-04")).len(), 7);
    for (from, until) in [("soon", ""), ("", "31 June 2024"), ("2 May 2024", "1 May 2024")] {
        assert_eq!(set(from, until).await, StatusCode::BAD_REQUEST, "{from} to {until}");
    }
    assert!(app.get_as(&admin.cookie, "/settings/lists/priorities").await.says(&[
        "From 1 April 2023 to 30 June 2024",
        "Past",
        "In use"
    ]));
}

async fn nothing_of_another_council_comes_with_the_plain_template(on: On) {
    let app = site(on, true).await;
    let admin = administrator(&app).await;
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    for chosen in [false, true] {
        if chosen {
            assert_eq!(start(&app, &admin, "plain").await.status, StatusCode::SEE_OTHER);
        }
        let settings = app.get_as(&admin.cookie, "/settings").await;
        let template = app.get_as(&clerk.cookie, "/reports/template").await;
        for page in [&settings, &template] {
            assert!(!page.says(&["Halton"]) && !page.says(&["34(9)"]), "{}", page.body);
        }
        assert!(settings.says(&["Common practice", "30 minutes"]), "{}", settings.body);
        assert!(template.says(&["Summary", "Recommendations"]) && !template.says(&["Climate change"]), "{}", template.body);
        assert!(app.state.settings().list(List::Priorities).next().is_none());
    }
}

/// The migration that introduced templates.
const NEW: &str = "m20261129_071_dated_entries";

async fn an_installation_from_before_templates_keeps_what_it_had(on: On) {
    let all = web::migrations(&wiring::capabilities());
    let before = Migrations(all.0.iter().copied().filter(|step| step.name != NEW).collect());
    for is_used in [true, false] {
        let TestDatabase { db, .. } = &TestDatabase::new(on).await;
        db::migrate(db, &before).await.unwrap();
        if is_used {
            let transaction = db.begin().await.unwrap();
            let sql = "INSERT INTO account (mail, name, state, made_at) VALUES ('a@b.example', 'A', 'active', '2024-06-03 10:00:00+00:00')";
            db::execute(&transaction, sql, []).await.unwrap();
            transaction.commit().await.unwrap();
        }
        assert_eq!(db::migrate(db, &all).await.unwrap(), 1);
        let settings = settings::read(db.reading()).await.unwrap();
        let questions = settings.value_on(&meetings::rules::QUESTION_TIME, day("2023-06-04")).unwrap();
        assert_eq!(questions.citation == "Standing Order 34(9)", is_used, "{}", questions.citation);
        let template = settings.value_on(&settings::TEMPLATE, day("2024-06-04")).map(|value| value.value);
        assert_eq!(template.as_deref(), is_used.then_some("kept"), "and nobody is asked to choose again");
    }
    let app = site(on, true).await;
    let transaction = app.state.db.begin().await.unwrap();
    let kept = foundation::DatedRule { value: "kept".to_owned(), from: day("1974-04-01"), until: None, citation: String::new() };
    let by = settings::By { actor: "a test", at: app.state.clock.now() };
    settings::set_value(&transaction, settings::TEMPLATE.key, &kept, by).await.unwrap();
    transaction.commit().await.unwrap();
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    let template = app.get_as(&clerk.cookie, "/reports/template").await;
    assert!(template.says(&["Risk analysis", "Urban Renewal"]), "reports go on as they were: {}", template.body);
}

async fn a_logo_is_written_anew_and_can_be_removed(on: On) {
    let (app, picture) = (site(on, true).await, sample_picture(1, 1));
    let admin = administrator(&app).await;
    let upload =
        async |name: &str, content: &[u8]| app.upload_as(&admin.cookie, "/settings/logo", &[], Some((name, content))).await;
    for (name, content, words) in [
        (
            "logo.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".as_slice(),
            "must be a PNG or JPEG",
        ),
        ("logo.png", b"<svg/>".as_slice(), "must be a PNG or JPEG"),
        ("logo.png", &picture[..50], "damaged"),
        ("logo.png", b"".as_slice(), "The selected file is empty"),
    ] {
        let refused = upload(name, content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.says(&["There is a problem", words]), "{name}: {}", refused.body);
    }
    assert!(!app.get("/").await.body.contains("moothall-header__logo"));
    let mut written = picture.clone();
    written.extend(b"<script>alert(1)</script>");
    assert_eq!(upload("logo.png", &written).await.location(), "/settings/logo?done=set");
    let home = app.get("/").await;
    let address =
        home.body.split("moothall-header__logo\" src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let logo = app.get(&address).await;
    assert_eq!((logo.status, logo.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(!logo.body.contains("script"), "what came after the picture is not kept");
    app.post_as(&admin.cookie, "/settings/logo/remove", &[]).await;
    assert!(!app.get("/").await.body.contains("moothall-header__logo"));
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    let other = app.upload_as(&clerk.cookie, "/settings/logo", &[], Some(("logo.png", &picture))).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

async fn an_administrator_sends_themselves_a_test_email(on: On) {
    let app = site(on, true).await;
    let admin = administrator(&app).await;
    assert!(app.get_as(&admin.cookie, "/settings/email").await.says(&["Email is set up", &admin.mail]));
    app.post_as(&admin.cookie, "/settings/email", &[]).await;
    let mails = mail::all(app.state.db.reading(), 10).await.unwrap();
    assert_eq!((mails.len(), mails[0].to_address.as_str()), (1, admin.mail.as_str()));
    assert!(mails[0].text.contains(&app.state.site.in_full("/")), "{}", mails[0].text);
    assert!(app.get_as(&admin.cookie, "/settings/email").await.says(&["Test emails", "Waiting"]));
    let silent = site(on, false).await;
    let admin = administrator(&silent).await;
    assert!(silent.get_as(&admin.cookie, "/settings/email").await.says(&["Email is not set up", "[mail]"]));
    assert_eq!(silent.post_as(&admin.cookie, "/settings/email", &[]).await.status, StatusCode::BAD_REQUEST);
}

async fn residents_find_contact_privacy_and_cookies(on: On) {
    let app = site(on, true).await;
    let admin = administrator(&app).await;
    let home = app.get("/").await;
    for address in ["/contact", "/attend", "/privacy", "/cookies", "/accessibility"] {
        assert!(home.body.contains(&format!("href=\"{address}\"")), "{address}");
        let page = app.get(address).await;
        assert!(page.status == StatusCode::OK && page.says(&["Page last updated"]), "{address}: {}", page.body);
        assert!(page.header("set-cookie").is_empty(), "{address} sets no cookie, as the page about cookies says");
    }
    assert!(app.get("/contact").await.says(&["Democratic services", "have not been added"]));
    for (key, value) in [
        ("contact.email", "clerk@ashmere.example"),
        ("contact.address", "Town Hall\r\nAshmere"),
        ("attending.watch", "https://video.ashmere.example/live"),
        ("attending.how", "Come in by <the> quay."),
        ("privacy.email", "dpo@ashmere.example"),
    ] {
        let set = app.post_as(&admin.cookie, &format!("/settings/values/{key}"), &[("value", value)]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{key}: {}", set.body);
    }
    assert!(app.get("/contact").await.says(&["mailto:clerk@ashmere.example", "Town Hall<br>Ashmere", "4 June 2024"]));
    assert!(app.get("/attend").await.says(&["https://video.ashmere.example/live", "Come in by &lt;the&gt; quay."]));
    assert!(app.get("/privacy").await.says(&["dpo@ashmere.example", "Information Commissioner"]));
    for (key, value) in
        [("contact.email", "clerk"), ("attending.watch", "javascript:alert(1)"), ("attending.watch", "http://a.b")]
    {
        let set = app.post_as(&admin.cookie, &format!("/settings/values/{key}"), &[("value", value)]).await;
        assert_eq!(set.status, StatusCode::UNPROCESSABLE_ENTITY, "{key} {value}");
    }
    // A council can remove its own details again.
    app.post_as(&admin.cookie, "/settings/values/contact.email", &[("value", "")]).await;
    assert!(!app.get("/contact").await.body.contains("mailto:"));
    // Every cookie set by signing in is on the page about cookies.
    let cookies = app.get("/cookies").await;
    for name in ["session", "known", "away"] {
        assert!(cookies.says(&[&format!("moothall-{name}")]), "{name}: {}", cookies.body);
    }
}

async fn clerk_with_a_board(app: &TestApp) -> Person {
    let clerk = app.person("Cora Specimen", &[("clerk", None)]).await;
    app.post_as(&clerk.cookie, "/boards/begin", &[("name", "Harbour Safety Board")]).await;
    let days = [("days", "10 September 2024\n12 November 2024"), ("time", "6.30 pm"), ("confirmed", "yes")];
    let scheduled = app.post_as(&clerk.cookie, "/boards/harbour-safety-board/calendar", &days).await;
    assert_eq!(scheduled.status, StatusCode::SEE_OTHER, "{}", scheduled.body);
    clerk
}

async fn a_month_shows_its_meetings(on: On) {
    let app = site(on, true).await;
    assert!(app.get("/meetings/calendar").await.says(&["Meetings in June 2024", "No meetings are scheduled this month"]));
    clerk_with_a_board(&app).await;
    let september = app.get("/meetings/calendar?month=2024-09").await;
    assert!(september.says(&["Tuesday, 10 September 2024", "Harbour Safety Board", "6.30pm", "month=2024-10", "This month"]));
    let november = app.get("/meetings/calendar?month=2024-11").await;
    assert!(!november.body.contains("month=2024-12"), "links lead no further than the last meeting");
    for month in ["2024-13", "x", "2024-9", "%3Cb%3E"] {
        assert_eq!(app.get(&format!("/meetings/calendar?month={month}")).await.status, StatusCode::BAD_REQUEST, "{month}");
    }
}

async fn a_work_programme_is_public_once_it_is_published(on: On) {
    let app = site(on, true).await;
    let clerk = clerk_with_a_board(&app).await;
    let board = "/boards/harbour-safety-board";
    for title in ["Lamps on the quay", "A lease that is secret"] {
        let fields = [("title", title), ("kind", "report"), ("source", "member"), ("due_on", "12 November 2024")];
        app.post_as(&clerk.cookie, &format!("{board}/programme"), &fields).await;
    }
    assert_eq!(app.get("/work-programmes/1").await.status, StatusCode::NOT_FOUND, "what is planned is not public by itself");
    assert!(!app.get(board).await.body.contains("/work-programmes/1"));
    let check = app.get_as(&clerk.cookie, &format!("{board}/programme/publish")).await;
    assert!(check.says(&["Everyone will be able to read", "Lamps on the quay", "A lease that is secret"]), "{}", check.body);
    let published = app.post_as(&clerk.cookie, &format!("{board}/programme/publish"), &[("item", "1")]).await;
    assert_eq!(published.location(), "/boards/harbour-safety-board/programme?done=published");
    let page = app.get("/work-programmes/1").await;
    assert!(page.says(&["Lamps on the quay", "By 12 November 2024"]) && !page.says(&["A lease"]), "{}", page.body);
    assert!(app.get(board).await.body.contains("/work-programmes/1"));
    app.catch_up().await;
    assert!(app.get("/search?q=lamps").await.says(&["Work programme, Harbour Safety Board"]));
    let member = app.person("Ada Sample", &[("member", access::Place::parse("board/1"))]).await;
    let denied = app.post_as(&member.cookie, &format!("{board}/programme/publish"), &[("item", "2")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

async fn the_ledger_says_who_published_what(on: On) {
    let app = site(on, true).await;
    let clerk = clerk_with_a_board(&app).await;
    let auditor = app.person("Olga Overseer", &[("auditor", None)]).await;
    let publishing =
        publications::Publishing { at: app.state.clock.now(), actor: &format!("account/{}", clerk.account), reason: "Due" };
    let transaction = app.state.db.begin().await.unwrap();
    let new = publications::NewPublication {
        kind: "notice",
        record: "meeting/1/notice",
        title: "Notice",
        content: r#"{"board":"Harbour Safety Board","held_on":"2024-09-10","place":"Town Hall"}"#.to_owned(),
    };
    publications::publish(&transaction, &new, &publishing).await.unwrap();
    transaction.commit().await.unwrap();
    let ledger = app.get_as(&auditor.cookie, "/ledger").await;
    assert!(ledger.says(&["Cora Specimen published the notice of meeting of 10 September 2024"]), "{}", ledger.body);
    assert!(ledger.says(&["Cora Specimen published the board Harbour Safety Board", "published · ", "meeting/1/notice"]));
    let position = ledger.body.split("href=\"/ledger/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let entry = app.get_as(&auditor.cookie, &format!("/ledger/{position}")).await;
    assert!(entry.says(&["Cora Specimen published the notice of meeting of 10 September 2024.", "Seals"]), "{}", entry.body);
}
