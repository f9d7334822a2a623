//! Agendas that were published elsewhere: how they are shown and edited here. Also tests undoing changes to a draft agenda.

use crate::common;

use axum::http::StatusCode;
use common::year::{BOARD, Year, prepared, publish, tie_member, write_report, year};
use common::{BOARD as BOARD_NAME, day, publishing};
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use test_kit::{On, both_databases};

both_databases!(
    an_imported_agenda_is_shown_and_worked_on,
    an_imported_agenda_gets_a_supplement,
    an_agenda_of_the_past_is_taken_over_on_request,
    a_second_agenda_is_not_begun,
    a_newer_import_is_followed_and_keeps_what_was_added,
    an_item_that_became_private_elsewhere_is_private_here,
    numbers_print_once,
    what_is_refused_is_not_called_saved,
    papers_are_linked_at_their_items,
    members_say_that_they_attend,
);

fn item(title: &str) -> AgendaItem {
    AgendaItem { title: title.into(), ..AgendaItem::default() }
}

fn agenda(month: u32, items: Vec<AgendaItem>) -> Agenda {
    Agenda {
        board: BOARD_NAME.into(),
        held_on: MeetingDay::Day(day(2024, month, 12)),
        starts_at: chrono::NaiveTime::from_hms_opt(18, 30, 0),
        place: Some("Customs House".into()),
        short_notice: None,
        items,
    }
}

/// Publishes an agenda as an import does, and returns the key of its meeting.
async fn import(year: &Year, agenda: &Agenda) -> String {
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let placed = agendas::publish_agenda(&transaction, agenda, &publishing(&year.app)).await.expect("the agenda");
    transaction.commit().await.expect("it stands");
    placed.meeting.to_string()
}

fn imported() -> Agenda {
    let lease = AgendaItem { private: true, paragraphs: vec![3], ..item("A LEASE") };
    agenda(3, vec![item("MINUTES"), item("Public Question Time"), item("Ferries"), lease])
}

async fn an_imported_agenda_is_shown_and_worked_on(on: On) {
    let year = year(on).await;
    let meeting = import(&year, &imported()).await;
    let prepare = format!("/meetings/{meeting}/prepare");
    let page = year.page(&year.clerk, &prepare).await;
    for words in ["Published", "Version 1", "Ferries", "Public Question Time", "A Lease", "Private, paragraph 3"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("No agenda items yet") && !page.contains("Add the standing items"), "{page}");
    // Its members see it too, and its meeting can be recorded.
    tie_member(&year).await;
    let own = year.page(&year.member, &format!("/my/meetings/{meeting}")).await;
    assert!(own.contains("Ferries") && !own.contains("No agenda has been published yet"), "{own}");
    let sitting = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting")).await;
    assert!(sitting.contains("Councillor Bertha Ashby"), "{sitting}");
    // A published item keeps its number and whether it is private.
    let ferries = year.item(&meeting, "Ferries").await;
    let address = format!("/meetings/{meeting}/items/{ferries}");
    let private = [("kind", "report"), ("title", "Ferries"), ("is_private", "yes"), ("paragraphs", "3"), ("version", "1")];
    assert_eq!(year.post(&year.clerk, &address, &private).await, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = year.post(&year.clerk, &format!("{address}/remove"), &[]).await;
    assert_eq!(gone, StatusCode::BAD_REQUEST, "a published item stays");
}

async fn an_imported_agenda_gets_a_supplement(on: On) {
    let year = year(on).await;
    let imported = agenda(3, vec![item("Minutes"), item("Public Question Time"), item("Ferries")]);
    let meeting = import(&year, &imported).await;
    let flood = [("kind", "report"), ("title", "The flood"), ("body", "Water came."), ("recommendations", "it be noted")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &flood).await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(page.contains("1 item is not published yet"), "{page}");
    let published = publish(&year, &meeting, &[("reason", "The flood of Monday")]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let connection = year.app.state.db.reading();
    let agenda = publications::current(connection, &format!("meeting/{meeting}/agenda")).await.expect("read").expect("an agenda");
    let now: Agenda = serde_json::from_str(&agenda.content).expect("an agenda");
    let told: Vec<(Option<&str>, &str)> = now.items.iter().map(|item| (item.number.as_deref(), item.title.as_str())).collect();
    assert_eq!(
        told,
        [(Some("1"), "Minutes"), (Some("2"), "Public Question Time"), (Some("3"), "Ferries"), (Some("4"), "The flood")]
    );
    assert_eq!(agenda.version, 2);
    let pack = publications::current(connection, &format!("meeting/{meeting}/pack")).await.expect("read").expect("the pack");
    assert!(pack.content.contains("Ferries") && !pack.content.contains("Water came."), "the pack stays as it was");
    let supplement = publications::current(connection, &format!("meeting/{meeting}/supplement-1")).await.expect("read");
    assert!(supplement.expect("a supplement").content.contains("Water came."));
    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(public.says(&["Ferries", "The flood"]), "{}", public.body);
}

async fn an_item_that_became_private_elsewhere_is_private_here(on: On) {
    let year = year(on).await;
    let meeting = import(&year, &imported()).await;
    let now_private = AgendaItem { private: true, paragraphs: vec![1], ..item("Ferries") };
    let mut newer = imported();
    newer.items[2] = now_private;
    assert_eq!(import(&year, &newer).await, meeting);
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(page.contains("Private, paragraph 1") && page.contains("Private, paragraph 3"), "{page}");
    let refused = publish(&year, &meeting, &[("reason", "To see")]).await;
    assert!(refused.says(&["“Ferries” is private. Enter why"]), "{}", refused.body);
    // An import with less information takes nothing back: a private item stays private until the clerk changes it.
    import(&year, &imported()).await;
    assert!(year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await.contains("Private, paragraph 1"));
}

async fn an_agenda_of_the_past_is_taken_over_on_request(on: On) {
    let year = year(on).await;
    // The fixture published the agenda of 16 January 2024; that meeting is over and has no minutes here.
    let prepare = "/meetings/2/prepare";
    let page = year.page(&year.clerk, prepare).await;
    assert!(page.contains("Work on the published agenda") && page.contains("Ferries"), "{page}");
    assert!(!page.contains("Add an item"), "nothing is added beside it: {page}");
    assert_eq!(year.done(&year.clerk, "/meetings/2/prepare/begin", &[]).await, "/meetings/2/prepare?done=taken-over");
    year.item("2", "Ferries").await;
    let count = || async {
        let sql = "SELECT COUNT(*) FROM draft_item WHERE meeting_id = 2";
        db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a count")
    };
    assert_eq!(count().await, 2);
    year.done(&year.clerk, "/meetings/2/prepare/begin", &[]).await;
    assert_eq!(count().await, 2, "pressed twice, it is taken over once");
}

async fn a_second_agenda_is_not_begun(on: On) {
    let year = year(on).await;
    let meeting = import(&year, &imported()).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(!page.contains("Declarations of interest"), "no standing items beside a published agenda: {page}");
    // An item added before the agenda was published elsewhere takes its place and number there.
    let other = year.meeting("12 April 2024").await;
    year.done(&year.clerk, &format!("/meetings/{other}/items/add"), &[("kind", "report"), ("title", "Ferries")]).await;
    year.done(&year.clerk, &format!("/meetings/{other}/items/add"), &[("kind", "report"), ("title", "Gulls")]).await;
    let published = agenda(4, vec![item("Minutes"), item("FERRIES")]);
    assert_eq!(import(&year, &published).await, other);
    let sql = "SELECT COUNT(*) FROM draft_item WHERE meeting_id = $1";
    let values = [other.parse::<i64>().expect("a key").into()];
    assert_eq!(db::single::<i64>(year.app.state.db.reading(), sql, values).await.expect("read"), Some(3));
    let page = year.page(&year.clerk, &format!("/meetings/{other}/prepare")).await;
    assert!(page.contains("1 item is not published yet"), "{page}");
}

async fn a_newer_import_is_followed_and_keeps_what_was_added(on: On) {
    let year = year(on).await;
    let meeting = import(&year, &imported()).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &[("kind", "verbal-update"), ("title", "The flood")]).await;
    let mut newer = imported();
    newer.items[2].title = "Ferries and piers".into();
    import(&year, &newer).await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(page.contains("Ferries and piers") && page.contains("The flood"), "{page}");
}

async fn numbers_print_once(on: On) {
    let year = year(on).await;
    let meeting = import(&year, &imported()).await;
    let numbered = |body: &str| body.matches("moothall-agenda__number\">3<").count();
    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert_eq!(numbered(&public.body), 1, "{}", public.body);
    let own = prepared_and_published(&year).await;
    let public = year.app.get(&format!("/meetings/{own}")).await;
    assert_eq!(numbered(&public.body), 1, "{}", public.body);
}

async fn prepared_and_published(year: &Year) -> String {
    let meeting = year.meeting("19 March 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let published = publish(year, &meeting, &[]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    meeting
}

async fn what_is_refused_is_not_called_saved(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let item = year.item(&meeting, "Fences of the quay").await;
    let address = format!("/meetings/{meeting}/items/{item}");
    let with = |name: &'static str, value: &'static str| {
        [("kind", "report"), ("title", "Fences of the quay"), ("version", "1"), ("is_private", "yes"), (name, value)]
    };
    let refused = year.app.post_as(&year.clerk.cookie, &address, &with("paragraphs", "8, 99")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Enter paragraphs of Schedule 12A from 1 to 7", "8, 99"]), "{}", refused.body);
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(!page.contains("Private, ") && !page.contains("Changes saved"), "nothing was saved: {page}");
    let long = "x".repeat(1_001);
    let fields = [("kind", "report"), ("title", "Fences of the quay"), ("version", "1"), ("recommendations", long.as_str())];
    assert_eq!(year.post(&year.clerk, &address, &fields).await, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "x".repeat(201);
    for (form, fields) in [
        (format!("/boards/{BOARD}/programme"), vec![("title", long.as_str()), ("kind", "report"), ("source", "member")]),
        (format!("/boards/{BOARD}/edit"), vec![("name", long.as_str()), ("reason", "x"), ("version", "1")]),
        (format!("/boards/{BOARD}/people"), vec![("name", long.as_str()), ("role", "member"), ("year", "2023")]),
        ("/posts".to_owned(), vec![("title", long.as_str())]),
    ] {
        assert_eq!(year.post(&year.clerk, &form, &fields).await, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
}

async fn papers_are_linked_at_their_items(on: On) {
    let year = year(on).await;
    tie_member(&year).await;
    let elsewhere = Agenda { held_on: MeetingDay::Day(day(2024, 4, 12)), ..imported() };
    let meeting = import(&year, &elsewhere).await;
    // A separate report, placed in the way that the capability for reports does it.
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let paper = meetings::Paper { title: "Ferries", address: "/reports/9", record: "report/9", lead_officer: None };
    agendas::place_paper(&transaction, meeting.parse().expect("a key"), &paper).await.expect("a paper");
    ledger::append(
        &transaction,
        &access::By { actor: "a test", at: year.app.state.clock.now() }.did(
            ledger::Action::Altered,
            "a test",
            &serde_json::json!({}),
        ),
    )
    .await
    .expect("an entry");
    transaction.commit().await.expect("it stands");
    let ferries = year.item(&meeting, "Ferries").await;
    for (who, address) in
        [(&year.member, format!("/my/meetings/{meeting}")), (&year.clerk, format!("/meetings/{meeting}/prepare"))]
    {
        let page = year.page(who, &address).await;
        assert!(page.contains("href=\"/reports/9\""), "{address}: {page}");
        assert!(!page.contains(&format!("href=\"/agenda-items/{ferries}\"")), "a dead link: {page}");
    }
    let led = year.app.get(&format!("/agenda-items/{ferries}")).await;
    assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, "/reports/9"));
    // An item's private paper is linked for those who may read it.
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    let lease = [
        ("kind", "report"),
        ("title", "A lease"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "Prices"),
        ("body", "SECRETRENT"),
        ("recommendations", "it be agreed"),
    ];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &lease).await;
    let published = publish(&year, &meeting, &[]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let lease = year.item(&meeting, "A lease").await;
    let link = format!("href=\"/meetings/{meeting}/private#item-{lease}\"");
    for address in [format!("/my/meetings/{meeting}"), format!("/meetings/{meeting}")] {
        let page = year.page(&year.member, &address).await;
        assert!(page.contains(&link), "{address}: {page}");
    }
    assert!(year.page(&year.member, &format!("/meetings/{meeting}/private")).await.contains(&format!("id=\"item-{lease}\"")));
    assert!(!year.app.get(&format!("/meetings/{meeting}")).await.body.contains(&link), "the public is shown no such link");
    // It is not linked for a member with an interest in the item.
    let fields = [("item", lease.to_string()), ("kind", "disclosable".into()), ("nature", "My own shop".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    year.done(&year.member, &format!("/my/meetings/{meeting}/interests"), &fields).await;
    for address in [format!("/my/meetings/{meeting}"), format!("/meetings/{meeting}")] {
        assert!(!year.page(&year.member, &address).await.contains(&link), "{address}");
    }
}

async fn members_say_that_they_attend(on: On) {
    let year = year(on).await;
    tie_member(&year).await;
    let people = format!("/boards/{BOARD}/people");
    let substitute = [("name", "Councillor Sal Substitute"), ("role", "substitute"), ("year", "2023"), ("confirmed", "yes")];
    year.done(&year.clerk, &people, &substitute).await;
    let instead = year.app.person("Sal Substitute", &[("member", Some(common::year::board()))]).await;
    let sql = "SELECT id FROM person WHERE surname = 'Substitute'";
    let person = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a person");
    let account = instead.account.to_string();
    year.done(&year.clerk, &format!("{people}/{person}/account"), &[("account", &account)]).await;
    let meeting = year.meeting("12 March 2024").await;
    let (own, prepare) = (format!("/my/meetings/{meeting}"), format!("/meetings/{meeting}/prepare"));
    assert!(year.page(&year.clerk, &prepare).await.contains("Councillor Bertha Ashby: No reply"));
    year.done(&year.member, &format!("{own}/attend"), &[]).await;
    assert!(year.page(&year.member, &own).await.contains("You told the clerk that you will attend"));
    assert!(year.page(&year.clerk, &prepare).await.contains("Councillor Bertha Ashby: Will attend"));
    let person = person.to_string();
    year.done(&year.member, &format!("{own}/apologies"), &[("substitute", &person)]).await;
    let page = year.page(&year.clerk, &prepare).await;
    assert!(page.contains("Councillor Bertha Ashby: Apologies, substitute Councillor Sal Substitute"), "{page}");
    let told = year.mails().await;
    assert!(
        told.iter().any(|mail| mail.starts_with("sal.substitute@") && mail.contains("has named you as substitute")),
        "{told:?}"
    );
    year.done(&year.member, &format!("{own}/attend"), &[]).await;
    let page = year.page(&year.clerk, &prepare).await;
    assert!(page.contains("Councillor Bertha Ashby: Will attend") && !page.contains("Apologies, substitute"), "{page}");
}
