//! Settings over HTTP: each change shows on the site and in the ledger, and only the administrator can make one.

use axum::http::StatusCode;
use test_kit::{On, Person, TestApp, both_databases};

both_databases!(
    the_name_and_colour_are_those_of_the_pages,
    a_value_holds_from_its_day_and_what_held_stays,
    bad_values_are_told_and_change_nothing,
    lists_are_added_to_renamed_and_closed,
    bank_holidays_are_added_and_taken_away,
    the_prefix_of_a_board_is_a_new_version_of_its_register,
    nobody_else_sees_or_changes_them,
    each_change_is_in_the_ledger_and_one_behind_its_back_is_named,
    another_process_sees_a_change_at_once_on_pages_that_are_remembered,
    failed_jobs_are_shown_retried_and_deleted,
);

async fn site(on: On) -> (TestApp, Person) {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability(), council::capability()]);
    let app = TestApp::new(on, capabilities, Vec::new(), "2024-06-04T09:00:00Z").await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    (app, admin)
}

async fn set(app: &TestApp, admin: &Person, key: &str, fields: &[(&str, &str)]) -> StatusCode {
    app.post_as(&admin.cookie, &format!("/settings/values/{key}"), fields).await.status
}

async fn the_name_and_colour_are_those_of_the_pages(on: On) {
    let (app, admin) = site(on).await;
    assert!(app.get("/boards").await.says(&["<title>Boards – Ashmere Borough Council"]));
    assert!(!app.get("/boards").await.says(&["council.css"]));
    assert_eq!(set(&app, &admin, "council.name", &[("value", "Larkmere Borough Council")]).await, StatusCode::SEE_OTHER);
    assert_eq!(set(&app, &admin, "council.mark-text", &[("value", "Larkmere")]).await, StatusCode::SEE_OTHER);
    assert_eq!(set(&app, &admin, "council.colour", &[("value", "#7A1F3D")]).await, StatusCode::SEE_OTHER);
    let page = app.get("/boards").await;
    assert!(
        page.says(&["<title>Boards – Larkmere Borough Council", "<span>Larkmere</span>", "/colours/7a1f3d/council.css"]),
        "{}",
        page.body
    );
    let sheet = app.get("/colours/7a1f3d/council.css").await;
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert!(sheet.says(&["--govuk-brand-colour: #7a1f3d"]));
    for other in ["0b5c5c", "7a1f3d;}", "..%2f", "7A1F3D"] {
        assert_eq!(app.get(&format!("/colours/{other}/council.css")).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}

async fn a_value_holds_from_its_day_and_what_held_stays(on: On) {
    let (app, admin) = site(on).await;
    let page = app.get_as(&admin.cookie, "/settings").await;
    assert!(page.says(&["5 clear days", "Local Government Act 1972, section 100B", "4pm", "30 minutes", "Common practice"]));
    let later = [("value", "7"), ("citation", "Standing Order 1"), ("from", "1 Sept 2024")];
    assert_eq!(set(&app, &admin, "meetings.clear-days", &later).await, StatusCode::SEE_OTHER);
    let page = app.get_as(&admin.cookie, "/settings/values/meetings.clear-days").await;
    assert!(page.says(&["7 clear days", "Upcoming", "5 clear days", "In force"]));
    let day = |text: &str| text.parse().expect("a day");
    let settings = app.state.settings();
    assert_eq!(settings.number_on(&meetings::rules::CLEAR_DAYS, day("2024-08-31")), Some(5));
    assert_eq!(settings.number_on(&meetings::rules::CLEAR_DAYS, day("2024-09-01")), Some(7));
    let now = [("value", "6"), ("citation", "Standing Order 1")];
    assert_eq!(set(&app, &admin, "meetings.clear-days", &now).await, StatusCode::SEE_OTHER);
    assert!(app.get_as(&admin.cookie, "/settings").await.says(&["6 clear days"]));
    assert!(app.get_as(&admin.cookie, "/settings/values/meetings.clear-days").await.says(&["Past"]));
}

async fn bad_values_are_told_and_change_nothing(on: On) {
    let (app, admin) = site(on).await;
    for (key, fields, message) in [
        ("council.colour", vec![("value", "#ffff00")], "Choose a darker colour"),
        ("council.colour", vec![("value", "red")], "six hexadecimal digits"),
        ("council.name", vec![("value", " ")], "between 1 and 100 characters"),
        ("meetings.clear-days", vec![("value", "five"), ("citation", "x")], "Enter a whole number"),
        ("meetings.clear-days", vec![("value", "5")], "Enter where this is laid down"),
        ("questions.notice-hour", vec![("value", "4 pm"), ("citation", "x")], "like 16:00"),
        ("meetings.clear-days", vec![("value", "5"), ("citation", "x"), ("from", "31/2/2024")], "must be a real date"),
    ] {
        let refused = app.post_as(&admin.cookie, &format!("/settings/values/{key}"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{key} {fields:?}");
        assert!(refused.says(&["<title>Error: ", "There is a problem", message]), "{key}: {message}");
    }
    assert_eq!(set(&app, &admin, "council.motto", &[("value", "x")]).await, StatusCode::NOT_FOUND);
    assert!(app.state.settings().values.is_empty());
}

async fn lists_are_added_to_renamed_and_closed(on: On) {
    let (app, admin) = site(on).await;
    let post = async |address: &str, name: &str| {
        app.post_as(&admin.cookie, &format!("/settings/lists/{address}"), &[("name", name)]).await
    };
    assert_eq!(post("wards", "Quarry").await.status, StatusCode::SEE_OTHER);
    assert_eq!(post("wards", "Hilltop").await.status, StatusCode::SEE_OTHER);
    assert!(post("wards", "quarry").await.says(&["There is already an entry with this name"]));
    assert!(post("wards", "").await.says(&["Enter a name"]));
    assert_eq!(post("nothing", "x").await.status, StatusCode::NOT_FOUND);
    let id = app.state.settings().entries.iter().find(|entry| entry.name == "Quarry").expect("there").id;
    assert_eq!(post(&format!("wards/{id}/rename"), "Quarry Bank").await.status, StatusCode::SEE_OTHER);
    assert_eq!(post(&format!("agencies/{id}/rename"), "Another").await.status, StatusCode::NOT_FOUND, "not under another list");
    assert_eq!(post(&format!("wards/{id}/close"), "").await.status, StatusCode::SEE_OTHER);
    let page = app.get_as(&admin.cookie, "/settings/lists/wards").await;
    assert!(page.says(&["Quarry Bank", "Closed", "Hilltop", "Reopen"]));
    // The name can be used again, and the closed entry keeps its own.
    assert_eq!(post("wards", "Quarry Bank").await.status, StatusCode::SEE_OTHER);
    let reopened = post(&format!("wards/{id}/open"), "").await;
    assert!(reopened.says(&["There is already an entry with this name"]), "{}", reopened.body);
    let other =
        app.state.settings().entries.iter().find(|entry| entry.name == "Quarry Bank" && entry.id != id).expect("there").id;
    assert_eq!(post(&format!("wards/{other}/close"), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(post(&format!("wards/{id}/open"), "").await.status, StatusCode::SEE_OTHER, "the name is free");
    assert_eq!(post(&format!("agencies/{id}/open"), "").await.status, StatusCode::NOT_FOUND, "not under another list");
    // An agency is a place that a role can be given for while it is open.
    post("agencies", "Ashmere Constabulary").await;
    let agency = app.state.settings().entries.iter().find(|entry| entry.name == "Ashmere Constabulary").expect("there").id;
    let place = access::Place::new("agency", 1);
    assert_eq!(app.state.place_name(&place).await.expect("a name"), "Ashmere Constabulary");
    post(&format!("agencies/{agency}/close"), "").await;
    assert_eq!(app.state.place_name(&place).await.expect("a name"), "Ashmere Constabulary", "what it is called stays known");
    let offered = app.get_as(&admin.cookie, &format!("/accounts/{}/roles/give", admin.account)).await;
    assert!(!offered.says(&["Ashmere Constabulary"]), "and is offered no more");
}

async fn bank_holidays_are_added_and_taken_away(on: On) {
    let (app, admin) = site(on).await;
    let page = app.get_as(&admin.cookie, "/settings/bank-holidays?year=2023").await;
    assert!(page.says(&["Bank holiday for the coronation of King Charles III", "Monday 8 May 2023"]));
    let add = async |day: &str, name: &str, source: &str| {
        let on = format!("{day} July 2024");
        let fields = [("on", on.as_str()), ("name", name), ("source", source)];
        app.post_as(&admin.cookie, "/settings/bank-holidays", &fields).await
    };
    assert!(add("32", "", "").await.says(&["Enter a real date", "the name of the bank holiday", "the proclamation or order"]));
    assert_eq!(add("1", "A day of joy", "A proclamation of 3 June 2024").await.status, StatusCode::SEE_OTHER);
    let day = "2024-07-01".parse().expect("a day");
    assert!(app.state.settings().bank_holidays.contains(day));
    assert!(app.get_as(&admin.cookie, "/settings/bank-holidays?year=2024").await.says(&["A day of joy"]));
    let remove = [("on", "2024-07-01")];
    let gone = app.post_as(&admin.cookie, "/settings/bank-holidays/remove", &remove).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!app.state.settings().bank_holidays.contains(day));
    let twice = app.post_as(&admin.cookie, "/settings/bank-holidays/remove", &remove).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
}

async fn the_prefix_of_a_board_is_a_new_version_of_its_register(on: On) {
    let (app, admin) = site(on).await;
    let transaction = app.state.db.begin().await.expect("a transaction");
    let register = meetings::board::BoardRegister {
        name: "Harbour Safety Board".into(),
        reference_prefix: Some("HSB".into()),
        ..meetings::board::BoardRegister::default()
    };
    let publishing = publications::Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    meetings::publish_board(&transaction, &register, &publishing).await.expect("a board");
    transaction.commit().await.expect("it stands");
    assert!(app.get_as(&admin.cookie, "/settings/boards").await.says(&["Harbour Safety Board", "value=\"HSB\""]));
    let change = async |prefix: &str| app.post_as(&admin.cookie, "/settings/boards/1/prefix", &[("prefix", prefix)]).await.status;
    for wrong in ["", "hsb", "TOOLONG", "H1", "<b>"] {
        assert_eq!(change(wrong).await, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(change("HAR").await, StatusCode::SEE_OTHER);
    assert!(app.get_as(&admin.cookie, "/settings/boards").await.says(&["value=\"HAR\""]));
    let current = publications::current(app.state.db.reading(), "board/1").await.expect("read").expect("there");
    assert_eq!(current.version, 2);
    let missing = app.post_as(&admin.cookie, "/settings/boards/9/prefix", &[("prefix", "XYZ")]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

async fn nobody_else_sees_or_changes_them(on: On) {
    let (app, _) = site(on).await;
    let clerk = app.person("Petra Placeholder", &[("clerk", None), ("monitoring-officer", None)]).await;
    for address in
        ["/settings", "/settings/values/council.name", "/settings/lists/wards", "/settings/bank-holidays", "/settings/boards"]
    {
        assert_eq!(app.get_as(&clerk.cookie, address).await.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(app.get(address).await.status, StatusCode::SEE_OTHER, "{address}");
    }
    for (address, fields) in [
        ("/settings/values/council.name", [("value", "Mine"), ("citation", "x")]),
        ("/settings/lists/wards", [("name", "Mine"), ("x", "x")]),
        ("/settings/bank-holidays", [("name", "Mine"), ("source", "x")]),
        ("/settings/boards/1/prefix", [("prefix", "MINE"), ("x", "x")]),
    ] {
        assert_eq!(app.post_as(&clerk.cookie, address, &fields).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert!(app.state.settings().values.is_empty() && app.state.settings().entries.is_empty());
}

async fn each_change_is_in_the_ledger_and_one_behind_its_back_is_named(on: On) {
    let (app, admin) = site(on).await;
    set(&app, &admin, "council.name", &[("value", "Larkmere Borough Council")]).await;
    app.post_as(&admin.cookie, "/settings/lists/wards", &[("name", "Quarry")]).await;
    let sql = "SELECT COUNT(*) FROM ledger_entry WHERE actor = $1 AND record IN ('setting/1', 'setting-entry/1')";
    let values = [format!("account/{}", admin.account).into()];
    assert_eq!(db::single::<i64>(app.state.db.reading(), sql, values).await.expect("read"), Some(2));
    let faults = async || {
        let faults = app.faults().await;
        faults.into_iter().map(|fault| fault.record).collect::<Vec<_>>()
    };
    assert!(faults().await.is_empty());
    for sql in ["UPDATE setting_value SET value = 'Nowhere Council'", "UPDATE setting_entry SET name = 'Nowhere'"] {
        app.behind_its_back(sql).await;
    }
    assert_eq!(faults().await, ["setting_entry/1", "setting_value/1"]);
}

async fn another_process_sees_a_change_at_once_on_pages_that_are_remembered(on: On) {
    let (app, _) = site(on).await;
    assert!(app.get("/boards").await.says(&["Ashmere Borough Council"]));
    // Written as by another process, so nothing is reloaded here.
    let transaction = app.state.db.begin().await.expect("a transaction");
    let rule = foundation::DatedRule {
        value: "Larkmere Borough Council".to_owned(),
        from: app.state.clock.today(),
        until: None,
        citation: String::new(),
    };
    let by = settings::By { actor: "a test", at: app.state.clock.now() };
    settings::set_value(&transaction, "council.name", &rule, by).await.expect("set");
    transaction.commit().await.expect("it stands");
    assert!(app.get("/boards").await.says(&["Larkmere Borough Council"]));
}

/// Enqueues a job of each of these kinds, and makes it one that has failed for good if it is to be dead.
async fn enqueue(app: &TestApp, kinds: &[(&'static str, bool)]) {
    let transaction = app.state.db.begin().await.expect("a transaction");
    for (kind, dead) in kinds {
        let job = jobs::Job::new(kind, serde_json::json!({ "boat": 7 }), app.state.clock.now());
        jobs::enqueue(&transaction, &job).await.expect("enqueued");
        if *dead {
            let sql = "UPDATE job SET run_at = NULL, attempts = 12, problem = 'the quay is <closed>', failed_at = queued_at \
                       WHERE id = (SELECT MAX(id) FROM job)";
            db::execute(&transaction, sql, []).await.expect("it is dead");
        }
    }
    transaction.commit().await.expect("committed");
}

async fn failed_jobs_are_shown_retried_and_deleted(on: On) {
    let (app, admin) = site(on).await;
    app.run_jobs().await;
    let page = app.get_as(&admin.cookie, "/settings/jobs").await;
    assert!(page.says(&["No failed jobs.", "No jobs are waiting."]), "{}", page.body);
    enqueue(&app, &[("actions.remind", true), ("boats.of-tomorrow", false), ("actions.remind", true)]).await;
    let page = app.get_as(&admin.cookie, "/settings/jobs").await;
    let words =
        ["Failed (2)", "12 attempts: the quay is &lt;closed&gt;", "{&quot;boat&quot;:7}", "does not know this kind of job"];
    assert!(page.says(&words), "{}", page.body);
    assert!(app.get_as(&admin.cookie, "/settings").await.says(&["(2 failed)"]));

    let dead = jobs::list(app.state.db.reading(), true, 0, 10).await.expect("jobs");
    let unknown = jobs::list(app.state.db.reading(), false, 0, 10).await.expect("jobs").remove(0).id;
    let (first, second) = (dead[0].id, dead[1].id);
    let retried = app.post_as(&admin.cookie, &format!("/settings/jobs/{first}/retry"), &[]).await;
    assert_eq!(retried.location(), "/settings/jobs?done=retried");
    app.run_jobs().await;
    assert!(jobs::by_id(app.state.db.reading(), first).await.expect("read").is_none(), "it is done");
    assert_eq!(app.post_as(&admin.cookie, &format!("/settings/jobs/{first}/retry"), &[]).await.status, StatusCode::NOT_FOUND);
    let waits = app.post_as(&admin.cookie, &format!("/settings/jobs/{unknown}/retry"), &[]).await;
    assert_eq!(waits.location(), "/settings/jobs?done=gone", "it has not failed");

    for id in [second, unknown] {
        let address = format!("/settings/jobs/{id}/delete");
        assert!(app.get_as(&admin.cookie, &address).await.says(&["You cannot undo this."]));
        assert_eq!(app.post_as(&admin.cookie, &address, &[]).await.location(), "/settings/jobs?done=deleted");
    }
    assert!(app.get_as(&admin.cookie, "/settings/jobs").await.says(&["No failed jobs.", "No jobs are waiting."]));

    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    for id in ["1", "x", "99999999999999999999"] {
        let address = format!("/settings/jobs/{id}/delete");
        assert_eq!(app.get_as(&clerk.cookie, &address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get_as(&admin.cookie, &address).await.status, StatusCode::NOT_FOUND);
    }
}
