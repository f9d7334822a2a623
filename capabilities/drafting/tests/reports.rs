//! A report from its agenda item to the public page, over HTTP: written, commented on, cleared, published with its agenda, and
//! traced to what its figures count; and what must not happen on the way.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::{minutes, publish_minutes, single, site};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use publications::Publishing;
use test_kit::{On, both_databases};

both_databases!(
    a_report_is_written_cleared_and_published_with_its_agenda,
    two_who_write_the_same_are_both_kept,
    a_change_after_clearance_asks_again,
    a_report_is_given_back_with_reasons,
    somebody_stands_in_for_a_colleague,
    the_wrong_role_is_refused,
    a_private_report_stays_private,
    an_item_made_private_later_is_private,
    the_template_changes_for_those_begun_after,
    an_earlier_report_is_copied_and_what_is_stale_marked,
    a_figure_counts_as_a_recount_from_history,
    waiting_reports_are_reminded_of_once_a_day,
);

async fn a_report_is_written_cleared_and_published_with_its_agenda(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let list = fixture.page(&fixture.officer, "/drafts").await;
    assert!(list.contains("Fences of the quay") && list.contains("send for clearance by"), "{list}");
    let draft = fixture.begun(item).await;
    assert_eq!(fixture.begun(item).await, draft, "an item has one report");
    let early = fixture.act(&fixture.officer, &draft, "send", "").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "required sections are not written");
    let check = fixture.page(&fixture.clerk, &format!("{meeting}/prepare/check")).await;
    assert!(check.contains("report: draft"), "the clerk sees its status: {check}");
    fixture.written(&draft).await;

    let preview = fixture.page(&fixture.officer, &format!("{draft}/preview")).await;
    for words in [
        "3.2",
        "held 2 meetings and made 5 decisions",
        "83% were there",
        "Where these figures come from",
        "6.1",
        "the fences be mended",
    ] {
        assert!(preview.contains(words), "{words}: {preview}");
    }
    fixture
        .done(&fixture.officer, &format!("{draft}/comments"), &[("quote", "2|The fences are old."), ("text", "How old?")])
        .await;
    let comments = fixture.page(&fixture.clerk, &format!("{draft}/comments")).await;
    assert!(comments.contains("How old?") && comments.contains("Oscar Outline"), "{comments}");
    fixture.done(&fixture.clerk, &format!("{draft}/comments"), &[("reply_to", "1"), ("text", "Forty years.")]).await;
    fixture.done(&fixture.officer, &format!("{draft}/comments"), &[("resolve", "1")]).await;
    assert!(fixture.page(&fixture.officer, &format!("{draft}/comments")).await.contains("Resolved"));

    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
    let mails = mail::all(fixture.app.state.db.reading(), 10).await.expect("mails");
    assert!(
        mails.iter().any(|mail| mail.subject.contains("Report to clear") && mail.to_name == "Hedda Service"),
        "the first is told"
    );
    let early = fixture.app.get_as(&fixture.finance.cookie, &draft).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "finance does not see it before its turn");
    fixture.cleared(&draft).await;
    assert!(fixture.page(&fixture.officer, &draft).await.contains("Cleared"));
    let events = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(events.contains("Lewis Lawson-Sample") && events.contains("(current text)"), "{events}");

    let published = fixture.publish(&meeting, "").await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let page = fixture.app.get("/reports/1").await;
    assert!(
        page.says(&["Fences of the quay", "held 2 meetings", "Where these figures come from", "/reports/1/figures/1"]),
        "{}",
        page.body
    );
    let source = fixture.app.get("/reports/1/figures/2").await;
    assert!(
        source.says(&["Resolutions in public minutes", "12 September 2023", "14 November 2023", "(unchanged)", "Breakdown"]),
        "{}",
        source.body
    );
    let csv = fixture.app.get("/reports/1/figures/2/parts.csv").await;
    assert!(csv.body.contains("Total,5"), "{}", csv.body);
    assert_eq!(fixture.app.get("/reports/1/figures/9").await.status, StatusCode::NOT_FOUND);
    assert!(fixture.app.get(&meeting).await.says(&["/reports/1"]), "it lies on the meeting's table");

    // A published report keeps its figures when the record changes.
    publish_minutes(&fixture.app, &minutes("2024-01-16", 4, 1)).await;
    assert!(fixture.app.get("/reports/1").await.says(&["held 2 meetings"]));
    let source = fixture.app.get("/reports/1/figures/2").await;
    assert!(source.says(&["changed since publication"]), "{}", source.body);
    let check = fixture.page(&fixture.officer, &format!("{draft}/check")).await;
    assert!(check.contains("“Meetings held, municipal year 2023/24” is 3 today"), "{check}");
    assert!(check.contains("2 when the report was published, 3 counted today"), "{check}");
    assert!(fixture.app.get("/measures").await.says(&["Meetings held", "Attendance", "Actions done on time"]));
}

async fn two_who_write_the_same_are_both_kept(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let address = format!("{draft}/sections/2");
    let first = fixture.app.post_as(&fixture.officer.cookie, &address, &[("text", "The first text."), ("version", "0")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let second = fixture.app.post_as(&fixture.clerk.cookie, &address, &[("text", "Another text."), ("version", "0")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.says(&["Oscar Outline", "The first text.", "Another text.", "Keep both"]), "{}", second.body);
    let script = fixture
        .app
        .post_as(&fixture.clerk.cookie, &address, &[("text", "Another text."), ("version", "0"), ("script", "yes")])
        .await;
    assert_eq!(script.status, StatusCode::CONFLICT);
    assert!(script.body.contains("\"changed_by\":\"Oscar Outline\""), "{}", script.body);
    fixture.done(&fixture.clerk, &address, &[("text", "The first text.\n\nAnother text."), ("version", "1")]).await;
    let history = fixture.page(&fixture.officer, &format!("{address}/history")).await;
    assert!(
        history.contains("Version 2") && history.contains("Petra Placeholder") && history.contains("<ins>Another text.</ins>"),
        "{history}"
    );
    fixture.done(&fixture.officer, &format!("{address}/restore"), &[("version", "1"), ("seen", "2")]).await;
    let page = fixture.page(&fixture.officer, &address).await;
    assert!(page.contains("Version 3") && !page.contains("Another text."), "{page}");
}

async fn a_change_after_clearance_asks_again(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
    fixture.cleared(&draft).await;
    // Only what was read is cleared: a text that has changed since is not.
    assert_eq!(fixture.write(&fixture.officer, &draft, 6, "Two fences may fall.").await.status, StatusCode::SEE_OTHER);
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(page.contains("Needs clearing again") && page.contains("Awaiting clearance"), "{page}");
    assert_ne!(fixture.publish(&meeting, "").await.status, StatusCode::SEE_OTHER, "it is not cleared as it stands");
    // Changed back to the cleared content, it counts as cleared.
    assert_eq!(fixture.write(&fixture.officer, &draft, 6, "A fence may fall.").await.status, StatusCode::SEE_OTHER);
    assert!(fixture.page(&fixture.officer, &draft).await.contains(">Cleared<"));
    assert_eq!(fixture.write(&fixture.officer, &draft, 6, "Three fences may fall.").await.status, StatusCode::SEE_OTHER);
    fixture.cleared(&draft).await;
    assert_eq!(fixture.publish(&meeting, "").await.status, StatusCode::SEE_OTHER);
    assert!(fixture.app.get("/reports/1").await.says(&["Three fences may fall."]));
}

async fn a_report_is_given_back_with_reasons(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    let without = fixture.act(&fixture.head, &draft, "give-back", " ").await;
    assert!(without.says(&["Enter what needs to change"]), "{}", without.body);
    assert_eq!(fixture.act(&fixture.head, &draft, "give-back", "Which fences?").await.status, StatusCode::SEE_OTHER);
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(page.contains("Which fences?") && page.contains(">Draft<"), "{page}");
    let stale =
        fixture.app.post_as(&fixture.officer.cookie, &format!("{draft}/clearance"), &[("act", "send"), ("hash", "old")]).await;
    assert!(stale.says(&["Someone changed the report while you were reading it"]), "{}", stale.body);
}

async fn somebody_stands_in_for_a_colleague(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    assert_eq!(fixture.app.get_as(&fixture.legal.cookie, &draft).await.status, StatusCode::NOT_FOUND);
    let away = [
        ("delegate", fixture.legal.account.to_string()),
        ("from", "1 February 2024".to_owned()),
        ("until", "20 February 2024".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = away.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fixture.done(&fixture.head, "/clearance", &fields).await;
    let wrong =
        fixture.app.post_as(&fixture.head.cookie, "/clearance", &[("delegate", "999"), ("from", "x"), ("until", "")]).await;
    assert!(wrong.says(&["Select a deputy", "Enter the first day"]), "{}", wrong.body);
    assert_eq!(fixture.act(&fixture.legal, &draft, "clear", "").await.status, StatusCode::SEE_OTHER);
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(page.contains("Head of service") && page.contains("Lewis Lawson-Sample"), "the record says who it was: {page}");
}

async fn the_wrong_role_is_refused(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let elsewhere = fixture
        .app
        .person("Otto Other", &[("clerk", Some(Place::new("board", 2))), ("reporting-officer", Some(Place::new("board", 2)))])
        .await;
    let member = fixture.app.person("Ada Sample", &[("member", Some(Place::new("board", 1)))]).await;
    let colleague = fixture.app.person("Olga Officer", &[("reporting-officer", Some(Place::new("board", 1)))]).await;
    for who in [&elsewhere, &member, &fixture.finance] {
        for rest in [
            "",
            "/preview",
            "/check",
            "/comments",
            "/clearance",
            "/sections/2",
            "/sections/2/history",
            "/figures",
            "/particulars",
        ] {
            assert_eq!(fixture.app.get_as(&who.cookie, &format!("{draft}{rest}")).await.status, StatusCode::NOT_FOUND, "{rest}");
        }
        let written = fixture.app.post_as(&who.cookie, &format!("{draft}/sections/2"), &[("text", "x"), ("version", "0")]).await;
        assert_eq!(written.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(fixture.app.get_as(&colleague.cookie, &draft).await.status, StatusCode::NOT_FOUND, "a colleague is no author");
    let fields = [
        ("author", colleague.account.to_string()),
        ("subject", "Fences of the quay".into()),
        ("reporting_officer", "Harbour Master".into()),
        ("kind", "report".into()),
        ("version", "1".into()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fixture.done(&fixture.officer, &format!("{draft}/particulars"), &fields).await;
    let written =
        fixture.app.post_as(&colleague.cookie, &format!("{draft}/sections/2"), &[("text", "x"), ("version", "0")]).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "as an author they do");
    let again = [fields.as_slice(), &[("version", "2")]].concat();
    let again: Vec<(&str, &str)> = again.into_iter().filter(|field| *field != ("version", "1")).collect();
    fixture.done(&fixture.officer, &format!("{draft}/particulars"), &again).await;
    let sql = format!(
        "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%author added%' AND payload LIKE '%{}%'",
        colleague.account
    );
    assert_eq!(common::single::<i64>(&fixture.app, &sql).await, 1, "an author is added once");
    assert_eq!(fixture.app.get(&draft).await.status, StatusCode::SEE_OTHER, "strangers sign in first");
    let cleared =
        fixture.app.post_as(&fixture.clerk.cookie, &format!("{draft}/clearance"), &[("act", "clear"), ("hash", "")]).await;
    assert_eq!(cleared.status, StatusCode::FORBIDDEN, "it waits for nobody");
}

async fn a_private_report_stays_private(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(true).await;
    let draft = fixture.begun_in_private(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    let mails = mail::all(fixture.app.state.db.reading(), 10).await.expect("mails");
    assert!(
        mails.iter().all(|mail| !mail.text.contains("price") && !mail.subject.contains("price")),
        "a mail names nothing exempt"
    );
    fixture.cleared(&draft).await;
    let published = fixture.publish(&meeting, "").await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    assert_eq!(fixture.app.get("/reports/1").await.status, StatusCode::NOT_FOUND);
    assert!(!fixture.app.get(&meeting).await.says(&["The fences are old"]));
    let member = fixture.app.person("Ada Sample", &[("member", Some(Place::new("board", 1)))]).await;
    let private = fixture.page(&member, &format!("{meeting}/private")).await;
    assert!(private.contains("The fences are old.") && private.contains("the fences be mended"), "{private}");
}

async fn an_item_made_private_later_is_private(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let fields = [
        ("kind", "report"),
        ("title", "A contract"),
        ("private_title", "Fences of the quay"),
        ("lead_officer", "Harbour Master"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "A price would be known"),
        ("version", "1"),
    ];
    fixture.done(&fixture.clerk, &format!("{meeting}/items/{item}"), &fields).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    let mails = mail::all(fixture.app.state.db.reading(), 10).await.expect("mails");
    assert!(mails.iter().any(|mail| mail.subject.contains("not for publication")));
    assert!(
        mails.iter().all(|mail| !mail.text.contains("Fences") && !mail.subject.contains("Fences")),
        "a mail names nothing exempt"
    );
    assert!(fixture.page(&fixture.officer, &format!("{draft}/preview")).await.contains("Not for publication"));
}

async fn the_template_changes_for_those_begun_after(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let fields = [
        ("version", "1"),
        ("heading-0", "Recommended"),
        ("required-0", "yes"),
        ("heading-1", "Facts"),
        ("guidance-1", "What is so."),
        ("reason", "Shorter"),
    ];
    let refused = fixture.app.post_as(&fixture.officer.cookie, "/reports/template", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    fixture.done(&fixture.clerk, "/reports/template", &fields).await;
    let again = fixture.app.post_as(&fixture.clerk.cookie, "/reports/template", &fields).await;
    assert!(again.says(&["Someone else has changed the template"]), "{}", again.body);
    assert!(fixture.page(&fixture.officer, &draft).await.contains("Risk analysis"), "what was begun keeps its template");
    assert!(fixture.page(&fixture.officer, "/reports/template").await.contains("What is so."));
    fixture.done(&fixture.clerk, "/reports/template", &[("kind", "report"), ("step", "legal")]).await;
    let path = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(path.contains("Legal") && path.contains("Clerk") && !path.contains("Finance"), "{path}");
}

async fn an_earlier_report_is_copied_and_what_is_stale_marked(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    fixture.write(&fixture.officer, &draft, 2, "In May 2023 there were 12 fences.\n\nThey are green.").await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    assert_eq!(fixture.publish(&meeting, "").await.status, StatusCode::SEE_OTHER);
    fixture
        .done(
            &fixture.clerk,
            &format!("{meeting}/items/add"),
            &[("kind", "report"), ("title", "Fences again"), ("lead_officer", "Harbour Master")],
        )
        .await;
    let next: i64 = single(&fixture.app, "SELECT MAX(id) FROM draft_item").await;
    let form = fixture.page(&fixture.officer, &format!("/drafts/begin/{next}")).await;
    assert!(form.contains("Fences of the quay, 12 March 2024"), "{form}");
    let begun =
        fixture.done(&fixture.officer, &format!("/drafts/begin/{next}"), &[("kind", "report"), ("copy", "report/1")]).await;
    let copy = begun.location().trim_end_matches("?done=begun").to_owned();
    let section = fixture.page(&fixture.officer, &format!("{copy}/sections/2")).await;
    assert!(
        section.contains("Copied from the earlier report") && section.contains("In May 2023 there were 12 fences."),
        "{section}"
    );
    assert!(section.contains("Figures without a source"), "{section}");
    let other = fixture.app.post_as(&fixture.officer.cookie, &format!("/drafts/begin/{next}"), &[("copy", "report/77")]).await;
    assert!(other.status == StatusCode::UNPROCESSABLE_ENTITY && other.says(&["Select a report from the list"]), "{}", other.body);
}

async fn a_figure_counts_as_a_recount_from_history(on: On) {
    let fixture = site(on).await;
    let app = &fixture.app;
    let period = figures::Period::read("2023/24").expect("a period");
    let asked = |as_at| figures::Asked { period, as_at, filters: Vec::new() };
    let before = app.state.clock.now();
    // Corrections replace what was counted, but a count as at an earlier instant stays the same. The few
    // days are reused deliberately.
    let correction = (0_usize..4, 0_usize..9, 0_usize..=3);
    let corrections =
        prop::collection::vec(correction, 4..12).new_tree(&mut TestRunner::default()).expect("corrections").current();
    let days = ["2023-09-12", "2024-01-16", "2022-09-12", "2024-04-30"];
    for (number, (day, resolutions, present)) in corrections.iter().enumerate() {
        let transaction = app.state.db.begin().await.expect("a transaction");
        let at = before + chrono::TimeDelta::hours(i64::try_from(number).expect("a few") + 1);
        let publishing = Publishing { at, actor: "a test", reason: "Corrected" };
        agendas::publish_minutes(&transaction, &minutes(days[*day], *resolutions, *present), &publishing)
            .await
            .expect("published");
        transaction.commit().await.expect("it stands");
    }
    for hours in -1..=i64::try_from(corrections.len()).expect("a few") {
        let as_at = before + chrono::TimeDelta::minutes(hours * 60 + 30);
        for (measure, kind) in
            [("meetings-held", "held"), ("decisions", "decisions"), ("attendance", "attendance"), ("actions-given", "actions")]
        {
            let counting = app.state.measure(measure).expect("a measure");
            let answer = counting.ask(&app.state.db, &asked(as_at)).await.expect("counted");
            let counted = answer.expect("a count of things is shown").counted;
            let (count, of) = actions::recount(app.state.db.reading(), kind, &asked(as_at)).await.expect("recounted");
            let told = (counted.count(), counted.of().unwrap_or_default());
            assert_eq!(told, (count, of.unwrap_or_default()), "{measure} after {hours} of {corrections:?}");
            assert_eq!(counted.parts().iter().map(|part| part.count).sum::<i64>(), counted.count(), "{measure}");
        }
    }
}

async fn waiting_reports_are_reminded_of_once_a_day(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("reminded"), 0, "it is not due yet");
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    db::execute(&transaction, "UPDATE report_clearance SET due_on = '2024-02-06'", []).await.expect("due");
    transaction.commit().await.expect("it stands");
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("reminded"), 1);
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("reminded"), 0, "once a day");
}
