//! Writing and publishing an annual report over HTTP: permissions, concurrent edits, versions, and what must not leak.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::{Fixture, REPORT, REPORTS, seen, site};
use publications::Publishing;
use test_kit::{On, both_databases, while_open};

both_databases!(
    the_clerk_writes_members_read_and_nobody_else_knows,
    two_who_write_the_same_do_not_overwrite_each_other,
    a_summary_written_for_the_report_is_marked_and_the_records_is_kept,
    what_is_private_stays_private,
    a_new_version_needs_a_draft_and_a_reason,
    what_is_published_is_what_was_looked_at,
    services_stand_in_the_order_that_the_clerk_gives,
    moves_at_the_same_moment_are_both_kept,
    faults_are_told_and_nothing_is_lost,
    the_ledger_holds_no_draft_and_verifies,
    the_chair_writes_the_foreword_and_nothing_else,
);

const FOREWORD: &[(&str, &str)] = &[("text", "We were busy."), ("version", "0")];

async fn the_clerk_writes_members_read_and_nobody_else_knows(on: On) {
    let fixture = site(on).await;
    let Fixture { app, member, .. } = &fixture;
    fixture.begin().await;
    fixture.begin().await;
    assert_eq!(fixture.write("foreword", FOREWORD).await.status, StatusCode::SEE_OTHER);
    let other =
        app.person("Otto Other", &[("clerk", Some(Place::new("board", 2))), ("member", Some(Place::new("board", 2)))]).await;
    let without = app.person("Wanda Without", &[]).await;
    for address in [format!("{REPORT}/draft"), format!("{REPORT}/draft/preview")] {
        assert!(app.get_as(&fixture.clerk.cookie, &address).await.says(&["Annual report 2023/24"]), "{address}");
        assert_eq!(app.get_as(&member.cookie, &address).await.status, StatusCode::OK, "{address}");
        assert_eq!(app.get_as(&other.cookie, &address).await.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(app.get_as(&without.cookie, &address).await.status, StatusCode::NOT_FOUND, "{address}");
        assert!(app.get(&address).await.location().starts_with("/sign-in"), "{address}");
    }
    let preview = app.get_as(&member.cookie, &format!("{REPORT}/draft/preview")).await;
    assert!(preview.says(&["We were busy."]) && !preview.body.contains("Publish annual report"), "{}", preview.body);
    assert!(!app.get_as(&member.cookie, &format!("{REPORT}/draft")).await.body.contains("/texts/"));
    let texts = format!("{REPORT}/draft/texts/foreword");
    for (address, fields) in [
        (texts.clone(), FOREWORD),
        (format!("{texts}/move"), &[]),
        (format!("{REPORT}/draft/publish"), &[]),
        (format!("{REPORT}/draft/reopen"), &[]),
        (REPORTS.to_owned(), &[("year", "2023")]),
    ] {
        assert_eq!(app.post_as(&member.cookie, &address, fields).await.status, StatusCode::FORBIDDEN, "{address}");
        assert_eq!(app.post_as(&other.cookie, &address, fields).await.status, StatusCode::NOT_FOUND, "{address}");
        assert!(app.post_as("", &address, fields).await.location().starts_with("/sign-in"), "{address}");
    }
    assert_eq!(app.get_as(&member.cookie, &texts).await.status, StatusCode::FORBIDDEN);
    // Nothing of a draft is public.
    for address in [REPORT.to_owned(), format!("{REPORT}/annual-report.pdf")] {
        assert_eq!(app.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let list = app.get(REPORTS).await;
    assert!(
        list.says(&["No annual reports have been published for this board."])
            && !list.body.contains("Annual reports in progress"),
        "{}",
        list.body
    );
    assert!(!app.get_as(&without.cookie, REPORTS).await.body.contains("Annual reports in progress"));
    assert!(app.get_as(&member.cookie, REPORTS).await.says(&["Annual reports in progress"]));
    let board = app.get("/boards/safer-policy-and-performance-board").await;
    assert!(!board.body.contains("annual-reports"), "{}", board.body);
}

async fn two_who_write_the_same_do_not_overwrite_each_other(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    fixture.write("foreword", &[("text", "The first text."), ("version", "0")]).await;
    // Both open version 1; one saves.
    let second = fixture.app.person("Dora Deputy", &[("clerk", Some(Place::new("board", 1)))]).await;
    let address = format!("{REPORT}/draft/texts/foreword");
    let theirs = [("text", "What Dora <wrote>."), ("version", "1")];
    assert_eq!(fixture.app.post_as(&second.cookie, &address, &theirs).await.status, StatusCode::SEE_OTHER);
    let refused = fixture.write("foreword", &[("text", "What Carol wrote."), ("version", "1")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.says(&[
            "Saved by Dora Deputy",
            "What Dora &lt;wrote&gt;.",
            "What Carol wrote.</textarea>",
            "name=\"version\" value=\"2\"",
            "Keep their text"
        ]),
        "{}",
        refused.body
    );
    assert!(fixture.draft("/preview").await.says(&["What Dora &lt;wrote&gt;."]), "nothing was overwritten");
    // Carol keeps her own text.
    assert_eq!(fixture.write("foreword", &[("text", "What Carol wrote."), ("version", "2")]).await.status, StatusCode::SEE_OTHER);
    assert!(fixture.draft("/preview").await.says(&["What Carol wrote."]));
    // Two people write a part that was empty, and one removes a text that another has changed.
    fixture.write("overview", &[("text", "One."), ("version", "0")]).await;
    let refused = fixture.write("overview", &[("text", "Two."), ("version", "0")]).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.says(&["One.", "Two.</textarea>"]), "{}", refused.body);
    let taken = fixture.write("foreword", &[("text", ""), ("version", "1")]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "an old version does not take a newer one away");
    assert_eq!(fixture.write("foreword", &[("text", " "), ("version", "3")]).await.status, StatusCode::SEE_OTHER);
    assert!(!fixture.draft("/preview").await.body.contains("What Carol wrote."));
    // With truly concurrent saves, one succeeds and the other is refused.
    let (one, two) = tokio::join!(
        fixture.write("overview", &[("text", "Three."), ("version", "1")]),
        fixture.write("overview", &[("text", "Four."), ("version", "1")])
    );
    let mut answers = [one.status.as_u16(), two.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
}

async fn a_summary_written_for_the_report_is_marked_and_the_records_is_kept(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    let form = fixture.draft("/texts/item-1-countylines").await;
    assert!(form.says(&["Current record", "Northwest Regional Organised Crime Unit"]), "{}", form.body);
    fixture.write("item-1-countylines", &[("text", "A shorter summary."), ("version", "0")]).await;
    assert!(fixture.draft("").await.says(&["County Lines</a> <strong class=\"govuk-tag govuk-tag--purple\">", "Edited"]));
    let preview = fixture.draft("/preview").await;
    assert!(
        preview.says(&[
            "A shorter summary.",
            "This summary was written for the annual report. The record has: A presentation by the Northwest"
        ]),
        "{}",
        preview.body
    );
    assert!(
        fixture.draft("/texts/item-1-countylines").await.says(&["Northwest Regional Organised Crime Unit", "A shorter summary."])
    );
    assert_eq!(fixture.draft("/texts/service-7").await.status, StatusCode::NOT_FOUND);
    for part in ["item-1-nothing", "item-99-countylines", "members"] {
        assert_eq!(fixture.draft(&format!("/texts/{part}")).await.status, StatusCode::NOT_FOUND, "{part}");
        assert_eq!(fixture.write(part, &[("text", "x"), ("title", "y")]).await.status, StatusCode::NOT_FOUND, "{part}");
    }
}

async fn what_is_private_stays_private(on: On) {
    let fixture = site(on).await;
    let held_on = chrono::NaiveDate::from_ymd_opt(2024, 3, 5).expect("a day");
    let item = |title: &str, private| meetings::agenda::AgendaItem {
        title: title.into(),
        summary: Some(format!("What is said of {title}.")),
        private,
        ..Default::default()
    };
    let agenda = meetings::agenda::Agenda {
        short_notice: None,
        board: "Safer Policy and Performance Board".into(),
        held_on: meetings::agenda::MeetingDay::Day(held_on),
        starts_at: None,
        place: None,
        items: vec![item("a lease", true), item("a lamp", false)],
    };
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: fixture.app.state.clock.now(), actor: "a test", reason: "" };
    let meeting = agendas::publish_agenda(&transaction, &agenda, &publishing).await.expect("published").meeting;
    transaction.commit().await.expect("it stands");
    fixture.begin().await;
    let preview = fixture.draft("/preview").await;
    assert!(preview.says(&["This item was taken in private.", "What is said of a lamp."]), "{}", preview.body);
    assert!(!preview.body.contains("What is said of a lease"), "{}", preview.body);
    let part = format!("item-{meeting}-alease");
    assert_eq!(fixture.write(&part, &[("text", "x"), ("version", "0")]).await.status, StatusCode::NOT_FOUND);
}

async fn a_new_version_needs_a_draft_and_a_reason(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    fixture.write("foreword", FOREWORD).await;
    assert!(fixture.publish("").await.location().ends_with("done=published"));
    let page = fixture.app.get(REPORT).await;
    assert!(page.says(&["We were busy.", "version 1"]), "{}", page.body);
    assert!(fixture.app.get("/boards/safer-policy-and-performance-board").await.says(&[REPORTS, "Annual reports"]));
    // A published report cannot be edited.
    assert_eq!(fixture.write("foreword", &[("text", "Changed."), ("version", "1")]).await.status, StatusCode::BAD_REQUEST);
    let publish = format!("{REPORT}/draft/publish");
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &publish, &[]).await.status, StatusCode::BAD_REQUEST);
    let reopen = format!("{REPORT}/draft/reopen");
    assert!(fixture.app.post_as(&fixture.clerk.cookie, &reopen, &[]).await.location().ends_with("done=reopened"));
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &reopen, &[]).await.status, StatusCode::BAD_REQUEST, "once");
    fixture.write("foreword", &[("text", "We were very busy."), ("version", "1")]).await;
    assert!(fixture.app.get(REPORT).await.says(&["We were busy."]), "the draft is not public");
    let refused = fixture.publish(" ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["There is a problem", "Enter why there is a new version"]), "{}", refused.body);
    assert!(fixture.publish("The foreword was too modest").await.location().ends_with("done=published"));
    let page = fixture.app.get(REPORT).await;
    assert!(page.says(&["We were very busy.", "version 2"]), "{}", page.body);
    let history =
        publications::history(fixture.app.state.db.reading(), "annual-report/1/2023", i32::MAX).await.expect("versions");
    assert_eq!(history[0].reason.as_deref(), Some("The foreword was too modest"));
    assert!(
        fixture.app.get(&format!("/publications/{}", history[0].id)).await.says(&["The foreword was too modest", "What changed"])
    );
}

async fn what_is_published_is_what_was_looked_at(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    let looked_at = seen(&fixture.draft("/preview").await);
    fixture.write("foreword", FOREWORD).await;
    let address = format!("{REPORT}/draft/publish");
    let refused = fixture.app.post_as(&fixture.clerk.cookie, &address, &[("seen", &looked_at)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Someone else has changed the report since you opened it", "We were busy."]), "{}", refused.body);
    assert_eq!(fixture.app.get(REPORT).await.status, StatusCode::NOT_FOUND);
    let looked_at = seen(&refused);
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &address, &[("seen", &looked_at)]).await.status, StatusCode::SEE_OTHER);
}

async fn services_stand_in_the_order_that_the_clerk_gives(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    for title in ["Lamps", "Bells", "Boats"] {
        fixture.write("new-service", &[("title", title), ("text", "It did well.")]).await;
    }
    let address = |part: &str| format!("{REPORT}/draft/texts/{part}/move");
    for part in ["service-3", "service-3", "service-3", "service-9"] {
        fixture.app.post_as(&fixture.clerk.cookie, &address(part), &[]).await;
    }
    let order = |body: &str| ["Lamps", "Bells", "Boats"].map(|title| body.find(&format!(">{title}</h2>")).unwrap_or(usize::MAX));
    let [lamps, bells, boats] = order(&fixture.draft("/preview").await.body);
    assert!(boats < lamps && lamps < bells, "{boats} {lamps} {bells}");
    // One is removed, and a new one does not take its place.
    fixture.write("service-2", &[("title", "Bells"), ("text", ""), ("version", "1")]).await;
    assert_eq!(fixture.write("new-service", &[("title", "Quays"), ("text", "New.")]).await.status, StatusCode::SEE_OTHER);
    let draft = fixture.draft("").await;
    assert!(draft.says(&["Quays", "Boats", "Lamps"]) && !draft.body.contains("Bells"), "{}", draft.body);
}

async fn moves_at_the_same_moment_are_both_kept(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    for title in ["Lamps", "Bells", "Boats"] {
        fixture.write("new-service", &[("title", title), ("text", "It did well.")]).await;
    }
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let sql = "SELECT report_id FROM annual_report_text WHERE part = 'service-1'";
    let report = db::single::<i64>(&transaction, sql, []).await.expect("read").expect("a report");
    db::hold(&transaction, &[&format!("services of annual report {report}")]).await.expect("held");
    let sql = "UPDATE annual_report_text SET position = 3 - position WHERE part IN ('service-1', 'service-2')";
    db::execute(&transaction, sql, []).await.expect("moved");
    let address = format!("{REPORT}/draft/texts/service-3/move");
    let moved = while_open(transaction, fixture.app.post_as(&fixture.clerk.cookie, &address, &[])).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    let sql = "SELECT title FROM annual_report_text WHERE part LIKE 'service-%' ORDER BY position, id";
    let order = db::column::<String>(fixture.app.state.db.reading(), sql, []).await.expect("read");
    assert_eq!(order, ["Bells", "Boats", "Lamps"]);
}

async fn faults_are_told_and_nothing_is_lost(on: On) {
    let fixture = site(on).await;
    for year in ["", "1999", "x", "2023; DROP TABLE board"] {
        let answer = fixture.app.post_as(&fixture.clerk.cookie, REPORTS, &[("year", year)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{year}");
        assert!(answer.says(&["Select a year with meetings"]), "{}", answer.body);
    }
    fixture.begin().await;
    let long = "a".repeat(15_001);
    for (fields, fault) in [
        (vec![("text", "Kept <words>")], "Enter a title for the service"),
        (vec![("title", "Lamps"), ("text", "")], "Enter the text"),
        (vec![("title", "Lamps"), ("text", long.as_str())], "15,000 characters or fewer"),
        (vec![("title", &long[..151]), ("text", "Kept")], "150 characters or fewer"),
    ] {
        let answer = fixture.write("new-service", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fault}");
        assert!(answer.says(&["There is a problem", fault, "<title>Error: "]), "{fault}: {}", answer.body);
    }
    let kept = fixture.write("new-service", &[("text", "Kept <words>")]).await;
    assert!(kept.says(&["Kept &lt;words&gt;</textarea>"]), "{}", kept.body);
    for number in 0..40 {
        fixture.write("new-service", &[("title", "Lamps"), ("text", &number.to_string())]).await;
    }
    let many = fixture.write("new-service", &[("title", "Lamps"), ("text", "One more")]).await;
    assert!(many.status == StatusCode::UNPROCESSABLE_ENTITY && many.says(&["cannot add more services"]), "{}", many.body);
    let control = fixture.write("overview", &[("text", "a\u{7}b"), ("version", "-1")]).await;
    assert_eq!(control.status, StatusCode::SEE_OTHER);
    assert!(fixture.draft("/preview").await.says(&[">ab<"]));
    // Invalid years.
    for year in ["0", "x", "99999999999"] {
        let address = format!("{REPORTS}/{year}/draft");
        assert_eq!(fixture.app.get_as(&fixture.clerk.cookie, &address).await.status, StatusCode::NOT_FOUND, "{year}");
    }
}

async fn the_ledger_holds_no_draft_and_verifies(on: On) {
    let fixture = site(on).await;
    fixture.begin().await;
    fixture.write("foreword", &[("text", "A secret sentence."), ("version", "0")]).await;
    fixture.write("new-service", &[("title", "A secret title"), ("text", "A secret sentence.")]).await;
    fixture.write("foreword", &[("text", ""), ("version", "1")]).await;
    let connection = fixture.app.state.db.reading();
    let told = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%secret%'";
    assert_eq!(db::single::<i64>(connection, told, []).await.expect("a count"), Some(0));
    assert_eq!(fixture.app.faults().await, Vec::new());
    fixture.app.behind_its_back("UPDATE annual_report_text SET text = 'Forged'").await;
    fixture.app.behind_its_back("UPDATE annual_report SET state = 'published'").await;
    assert_eq!(fixture.app.faults().await.len(), 2);
}

async fn the_chair_writes_the_foreword_and_nothing_else(on: On) {
    let fixture = site(on).await;
    let Fixture { app, clerk, member } = &fixture;
    fixture.begin().await;
    let people = "/boards/safer-policy-and-performance-board/people";
    let chair = [("name", "Councillor Ada Sample"), ("role", "chair"), ("year", "2024"), ("confirmed", "yes")];
    let added = app.post_as(&clerk.cookie, people, &chair).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let page = app.get_as(&clerk.cookie, people).await;
    let link_start = format!("href=\"{people}/");
    let mut links = page.body.split(&link_start).skip(1);
    let link = links.find(|rest| rest.contains(": Councillor Ada Sample")).expect("the Chair's page");
    let chair: String = link.chars().take_while(char::is_ascii_digit).collect();
    let foreword = format!("{REPORT}/draft/texts/foreword");
    let own = [("text", "What I think of the year."), ("version", "0")];
    assert_ne!(app.post_as(&member.cookie, &foreword, &own).await.status, StatusCode::SEE_OTHER, "a member who does not chair");
    assert!(!app.get_as(&member.cookie, &format!("{REPORT}/draft")).await.says(&["Your foreword"]));
    let linked =
        app.post_as(&clerk.cookie, &format!("{people}/{chair}/account"), &[("account", &member.account.to_string())]).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.body);
    assert!(app.get_as(&member.cookie, &format!("{REPORT}/draft")).await.says(&["Your foreword", &foreword]));
    assert_eq!(app.post_as(&member.cookie, &foreword, &own).await.status, StatusCode::SEE_OTHER);
    assert!(fixture.draft("/preview").await.says(&["What I think of the year."]));
    for part in ["overview", "service-new"] {
        let answer = app.post_as(&member.cookie, &format!("{REPORT}/draft/texts/{part}"), &own).await;
        assert_ne!(answer.status, StatusCode::SEE_OTHER, "{part}");
    }
}
