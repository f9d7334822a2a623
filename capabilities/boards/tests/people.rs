//! Who sits on a board, through HTTP: correcting names, removing mistakes, a new year and the front sheet of a pack, including what
//! must not happen.

use crate::common;

use axum::http::StatusCode;
use common::year::{BOARD, Year, prepared, publish, tie_member, write_report, year};
use common::{attendee, november};
use test_kit::{On, both_databases};

both_databases!(
    a_misspelt_name_is_corrected_everywhere,
    minutes_with_the_wrong_name_still_mean_the_member,
    a_former_address_stays_the_persons_own,
    a_name_that_somebody_has_is_refused,
    a_change_is_confirmed_before_it_is_public,
    a_mistake_is_removed_as_long_as_nothing_refers_to_it,
    a_front_sheet_names_who_sits_on_the_day,
    members_roll_over_with_one_form,
    an_account_that_is_refused_is_not_called_saved,
    other_clerks_change_nobody,
);

const PEOPLE: &str = "/boards/harbour-safety-board/people";
const CONFIRMED: (&str, &str) = ("confirmed", "yes");

async fn person(year: &Year, surname: &str) -> i64 {
    let sql = "SELECT id FROM person WHERE surname = $1";
    db::single::<i64>(year.app.state.db.reading(), sql, [surname.into()]).await.expect("read").expect("a person")
}

async fn add(year: &Year, name: &str, fields: &[(&str, &str)]) -> i64 {
    let fields: Vec<(&str, &str)> = [("name", name), ("role", "member"), ("year", "2023"), ("confirmed", "yes")]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    year.done(&year.clerk, PEOPLE, &fields).await;
    person(year, name.rsplit(' ').next().expect("a surname")).await
}

async fn a_misspelt_name_is_corrected_everywhere(on: On) {
    let year = year(on).await;
    let id = add(&year, "Councillor Oswin Mrsh", &[]).await;
    year.app.catch_up().await;
    // The same person on a second board.
    year.done(&year.clerk, "/boards/begin", &[("name", "Market Square Board")]).await;
    let second = "/boards/market-square-board/people";
    year.done(&year.clerk, second, &[("name", "Councillor Oswin Mrsh"), ("role", "chair"), ("year", "2023"), CONFIRMED]).await;

    let correct = format!("{PEOPLE}/{id}/name");
    let refused = year.app.post_as(&year.clerk.cookie, &correct, &[("name", ""), ("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Enter the correct name", "Enter a reason for the correction"]), "{}", refused.body);
    let same = [("name", "Councillor Oswin Mrsh"), ("reason", "None")];
    assert!(year.app.post_as(&year.clerk.cookie, &correct, &same).await.says(&["different from the current one"]));
    let asked = year.app.post_as(&year.clerk.cookie, &correct, &[("name", "Oswin Marsh"), ("reason", "A typing mistake")]).await;
    assert!(asked.says(&["Are you sure you want to correct this name?", "Councillor Oswin Marsh"]), "{}", asked.body);
    assert!(year.app.get("/members").await.body.contains("Mrsh"), "nothing is changed before it is confirmed");
    year.done(&year.clerk, &correct, &[("name", "Oswin Marsh"), ("reason", "A typing mistake"), CONFIRMED]).await;

    for address in ["/boards/harbour-safety-board", "/boards/market-square-board", "/members", "/members/oswin-marsh"] {
        let page = year.app.get(address).await;
        assert!(page.says(&["Councillor Oswin Marsh"]) && !page.body.contains("Mrsh"), "{address}: {}", page.body);
    }
    let former = year.app.get("/members/oswin-mrsh").await;
    assert_eq!((former.status, former.location()), (StatusCode::TEMPORARY_REDIRECT, "/members/oswin-marsh"));
    year.app.catch_up().await;
    let ask = |words: &str| {
        let question = search::Question { words: words.into(), page: 1, per_page: 10, ..Default::default() };
        year.app.state.search.ask(&question).expect("an answer")
    };
    assert_eq!(ask("Marsh").hits[0].address, "/members/oswin-marsh");
    // The history shows who, when, from what and why.
    let manage = year.page(&year.clerk, &format!("{PEOPLE}/{id}")).await;
    for words in ["Corrected from Councillor Oswin Mrsh by Petra Placeholder", "6 February 2024", "A typing mistake"] {
        assert!(manage.contains(words), "{words}: {manage}");
    }
    let versions = publications::history(year.app.state.db.reading(), "board/1", i32::MAX).await.expect("read");
    let reason = versions[0].reason.clone().unwrap_or_default();
    assert!(reason.contains("Councillor Oswin Mrsh was corrected to Councillor Oswin Marsh: A typing mistake"), "{reason}");
    // Corrected back again: the redirects must not form a loop.
    year.done(&year.clerk, &correct, &[("name", "Oswin Mrsh"), ("reason", "It was right"), CONFIRMED]).await;
    assert_eq!(year.app.get("/members/oswin-mrsh").await.status, StatusCode::OK);
    assert_eq!(year.app.get("/members/oswin-marsh").await.location(), "/members/oswin-mrsh");
}

async fn a_former_address_stays_the_persons_own(on: On) {
    let year = year(on).await;
    let first = add(&year, "Councillor Oswin Mrsh", &[]).await;
    let correct = async |id: i64, name: &str| {
        year.done(&year.clerk, &format!("{PEOPLE}/{id}/name"), &[("name", name), ("reason", "A typing mistake"), CONFIRMED])
            .await;
    };
    correct(first, "Oswin Marsh").await;
    // Neither a person who is renamed nor one who is new takes the address that still leads to the first.
    let second = add(&year, "Councillor Ada Sample", &[]).await;
    correct(second, "Oswin Mrsh").await;
    let third = add(&year, "Councillor Gwen Frth", &[]).await;
    correct(third, "Gwen Firth").await;
    year.done(&year.clerk, "/boards/begin", &[("name", "Market Square Board")]).await;
    let fields = [("name", "Councillor Gwen Frth"), ("role", "chair"), ("year", "2023"), CONFIRMED];
    year.done(&year.clerk, "/boards/market-square-board/people", &fields).await;
    for (address, leads_to) in [("oswin-mrsh", "/members/oswin-marsh"), ("gwen-frth", "/members/gwen-firth")] {
        let former = year.app.get(&format!("/members/{address}")).await;
        assert_eq!((former.status, former.location()), (StatusCode::TEMPORARY_REDIRECT, leads_to));
    }
    assert!(year.app.get("/members/oswin-mrsh-2").await.says(&["Councillor Oswin Mrsh"]));
    assert!(year.app.get("/members/gwen-frth-2").await.says(&["Councillor Gwen Frth"]));
    // A person's own former address is theirs again.
    correct(first, "Oswin Mrsh-Marsh").await;
    correct(first, "Oswin Marsh").await;
    assert_eq!(year.app.get("/members/oswin-marsh").await.status, StatusCode::OK);
    assert_eq!(year.app.get("/members/oswin-mrsh").await.location(), "/members/oswin-marsh");
}

async fn minutes_with_the_wrong_name_still_mean_the_member(on: On) {
    let year = year(on).await;
    let mut minutes = november();
    minutes.attendance.present.push(attendee("Oswin Mrsh", None));
    common::publish(&year.app, &minutes).await;
    let id = person(&year, "Mrsh").await;
    year.done(&year.clerk, &format!("{PEOPLE}/{id}/name"), &[("name", "Oswin Marsh"), ("reason", "Misspelt"), CONFIRMED]).await;
    let meeting = year.app.get("/meetings/1").await;
    assert!(meeting.says(&["/members/oswin-marsh", "Oswin Marsh"]) && !meeting.body.contains("Mrsh"), "{}", meeting.body);
    // The record itself stays as published, and a new version must not bring the wrong name back.
    assert!(year.app.get("/meetings/1/minutes.xml").await.body.contains("Mrsh"));
    minutes.place = Some("Town Hall".into());
    common::publish(&year.app, &minutes).await;
    let board = year.app.get("/boards/harbour-safety-board").await;
    assert!(board.says(&["Councillor Oswin Marsh"]) && !board.body.contains("Mrsh"), "{}", board.body);
    let member = year.app.get("/members/oswin-marsh").await;
    assert!(member.says(&["1 of 1"]), "{}", member.body);
}

async fn a_name_that_somebody_has_is_refused(on: On) {
    let year = year(on).await;
    let id = add(&year, "Councillor Oswin Mrsh", &[]).await;
    let fields = [("name", "Councillor Jonas Quill"), ("reason", "A mistake")];
    let refused = year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{id}/name"), &fields).await;
    assert!(refused.says(&["Another member already has this name"]), "{}", refused.body);
    assert!(year.app.get("/members").await.says(&["Councillor Oswin Mrsh", "Councillor Jonas Quill"]));
}

async fn remove(year: &Year, id: i64) -> test_kit::Answer {
    let page = year.page(&year.clerk, &format!("{PEOPLE}/{id}")).await;
    let version = test_kit::hidden(&page, "version");
    let after = page.split_once("id=\"seat\"").expect("the seats").1;
    let seat = after.split_once("<option value=\"").expect("a seat").1.split('"').next().unwrap_or_default().to_owned();
    let fields = [("version", version), ("seat", seat.as_str()), ("reason", "Entered twice"), CONFIRMED];
    year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{id}/remove"), &fields).await
}

async fn a_mistake_is_removed_as_long_as_nothing_refers_to_it(on: On) {
    let year = year(on).await;
    let id = add(&year, "Councillor Oswin Mrsh", &[]).await;
    let removed = remove(&year, id).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    assert_eq!(year.app.get("/members/oswin-mrsh").await.status, StatusCode::NOT_FOUND);
    assert!(!year.app.get("/members").await.body.contains("Mrsh"));
    let version = publications::current(year.app.state.db.reading(), "board/1").await.expect("read").expect("a register");
    assert!(version.reason.unwrap_or_default().contains("entered by mistake: Entered twice"));
    // A member named in minutes cannot be removed.
    let quill = person(&year, "Quill").await;
    let refused = remove(&year, quill).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&["because minutes name them"]),
        "{}",
        refused.body
    );
    assert!(year.app.get("/members").await.says(&["Councillor Jonas Quill"]));
    // Nor can a person named in an entry of a meeting, even without minutes.
    let other = add(&year, "Councillor Ada Sample", &[]).await;
    let meeting = year.meeting("12 March 2024").await;
    let sql = "INSERT INTO sitting_entry (meeting_id, at, content, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $2)";
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let content = format!("{{\"kind\":\"arrived\",\"person\":{other}}}");
    let now = year.app.state.clock.now();
    let values = [meeting.parse::<i64>().expect("a key").into(), now.into(), content.into(), "a test".into()];
    db::execute(&transaction, sql, values).await.expect("an entry");
    ledger::append(
        &transaction,
        &access::By { actor: "a test", at: now }.did(ledger::Action::Altered, "a test", &serde_json::json!({})),
    )
    .await
    .expect("an entry of the ledger");
    transaction.commit().await.expect("it stands");
    let refused = remove(&year, other).await;
    assert!(refused.says(&["they are named in what was recorded at a meeting"]), "{}", refused.body);
    // A page opened before someone else changed the members removes no one.
    let third = add(&year, "Councillor Ben Example", &[]).await;
    let stale = [("version", "1"), ("seat", "0"), ("reason", "x")];
    let refused = year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{third}/remove"), &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_change_is_confirmed_before_it_is_public(on: On) {
    let year = year(on).await;
    let versions = async || publications::history(year.app.state.db.reading(), "board/1", i32::MAX).await.expect("read").len();
    let before = versions().await;
    let new = [("name", "Oswin Marsh"), ("role", "member"), ("year", "2023"), ("from", "1/2/2024")];
    let asked = year.app.post_as(&year.clerk.cookie, PEOPLE, &new).await;
    assert_eq!(asked.status, StatusCode::OK);
    for words in ["Are you sure you want to add this member?", "Councillor Oswin Marsh", "from 1 February 2024", "straight away"]
    {
        assert!(asked.says(&[words]), "{words}: {}", asked.body);
    }
    let ashby = person(&year, "Ashby").await;
    let page = year.page(&year.clerk, &format!("{PEOPLE}/{ashby}")).await;
    let version = test_kit::hidden(&page, "version");
    let end = [("until", "1 February 2024"), ("reason", "Resigned")];
    let asked = year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{ashby}/end"), &end).await;
    assert!(asked.says(&["The last day has passed: today is 6 February 2024"]), "{}", asked.body);
    let id = add(&year, "Councillor Ada Sample", &[]).await;
    let page_of_new = year.page(&year.clerk, &format!("{PEOPLE}/{id}")).await;
    let after = page_of_new.split_once("id=\"seat\"").expect("the seats").1;
    let seat = after.split_once("<option value=\"").expect("a seat").1.split('"').next().unwrap_or_default();
    let now = test_kit::hidden(&page_of_new, "version");
    assert_ne!(version, now);
    let fields = [("version", now), ("seat", seat), ("reason", "Entered twice")];
    let asked = year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{id}/remove"), &fields).await;
    assert!(asked.says(&["Are you sure you want to remove this membership?", "Entered twice"]), "{}", asked.body);
    assert_eq!(versions().await, before + 1, "only what was confirmed was published");
}

async fn a_front_sheet_names_who_sits_on_the_day(on: On) {
    let year = year(on).await;
    let left = add(&year, "Councillor Oswin Marsh", &[]).await;
    let end = [("until", "29 Feb 2024"), ("reason", "Resigned")];
    let asked = year.app.post_as(&year.clerk.cookie, &format!("{PEOPLE}/{left}/end"), &end).await;
    assert!(asked.says(&["Are you sure you want to end this membership?", "29 February 2024", "Resigned"]), "{}", asked.body);
    assert!(!year.app.get("/boards/harbour-safety-board").await.says(&["until 29 February 2024"]));
    year.done(&year.clerk, &format!("{PEOPLE}/{left}/end"), &[end[0], end[1], CONFIRMED]).await;
    add(&year, "Councillor Ada Sample", &[("from", "1/3/2024")]).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let pack = publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/pack")).await.expect("read");
    let pack = pack.expect("a pack").content;
    // A member whom it names can no longer be removed, under any name; others can.
    let sample = person(&year, "Sample").await;
    let corrected = [("name", "Councillor Ada Sampel"), ("reason", "Misspelt"), CONFIRMED];
    year.done(&year.clerk, &format!("{PEOPLE}/{sample}/name"), &corrected).await;
    let refused = remove(&year, sample).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = ["the front sheet of an agenda that was published names them", "Correct the name or end the membership instead"];
    assert!(refused.says(&told), "{}", refused.body);
    let late = add(&year, "Councillor Zoe Later", &[]).await;
    assert_eq!(remove(&year, late).await.status, StatusCode::SEE_OTHER, "entered after the agenda was published");
    assert!(pack.contains("Councillor Ada Sample") && pack.contains("Councillor Bertha Ashby (Chair)"), "{pack}");
    assert!(!pack.contains("Oswin Marsh"), "a seat that ended is named on a later front sheet");
    let board = year.app.get("/boards/harbour-safety-board").await;
    assert!(board.says(&["until 29 February 2024", "from 1 March 2024"]), "{}", board.body);
    // A member is not expected at a meeting after their seat ended.
    let mut later = november();
    later.held_on = common::day(2024, 3, 5);
    later.items.clear();
    common::publish(&year.app, &later).await;
    let member = year.app.get("/members/oswin-marsh").await;
    assert!(member.says(&["0 of 1"]) && !member.body.contains("5 March 2024"), "{}", member.body);
}

async fn members_roll_over_with_one_form(on: On) {
    let year = year(on).await;
    let list = year.page(&year.clerk, PEOPLE).await;
    assert!(list.contains("Roll members over from 2023/24 to 2024/25") && list.contains("No members for 2024/25 yet"), "{list}");
    let form = format!("{PEOPLE}/roll-over");
    let page = year.page(&year.clerk, &form).await;
    assert!(page.contains("Councillor Bertha Ashby") && page.contains("No longer a member"), "{page}");
    let nobody = year.app.post_as(&year.clerk.cookie, &form, &[("into", "2024")]).await;
    assert!(nobody.says(&["Select a role for at least one member"]), "{}", nobody.body);
    let chairs = [("into", "2024"), ("member-0", "chair"), ("member-1", "chair")];
    assert!(year.app.post_as(&year.clerk.cookie, &form, &chairs).await.says(&["Select only one Chair"]));
    let stale = year.app.post_as(&year.clerk.cookie, &form, &[("into", "2023"), ("member-0", "chair")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    year.done(&year.clerk, &form, &[("into", "2024"), ("member-0", "vice_chair"), ("member-1", "chair"), ("member-2", "")]).await;
    let board = year.app.get("/boards/harbour-safety-board?year=2024").await;
    assert!(board.says(&["(Vice-Chair)", "(Chair)"]) && !board.body.contains("Tamsin Reed"), "{}", board.body);
    assert!(year.app.get("/boards/harbour-safety-board?year=2023").await.says(&["Councillor Tamsin Reed"]));
    // A member who was left out can still be added, and no one is added twice.
    let page = year.page(&year.clerk, &form).await;
    let words = "Councillor Bertha Ashby is already on the board in 2024/25";
    assert!(page.contains(words) && page.contains("Tamsin Reed"), "{page}");
    let rest = [("into", "2024"), ("member-0", "member"), ("member-1", "member"), ("member-2", "member")];
    year.done(&year.clerk, &form, &rest).await;
    let board = year.app.get("/boards/harbour-safety-board?year=2024").await;
    assert!(board.says(&["(Vice-Chair)", "(Chair)", "Tamsin Reed"]), "{}", board.body);
    let again = year.app.get_as(&year.clerk.cookie, &form).await;
    assert!(again.status == StatusCode::BAD_REQUEST && again.says(&["no members to roll over"]), "{}", again.body);
}

async fn an_account_that_is_refused_is_not_called_saved(on: On) {
    let year = year(on).await;
    let ashby = person(&year, "Ashby").await;
    let clerk = year.clerk.account.to_string();
    let address = format!("{PEOPLE}/{ashby}/account");
    let refused = year.app.post_as(&year.clerk.cookie, &address, &[("account", &clerk)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    tie_member(&year).await;
    assert!(year.page(&year.clerk, PEOPLE).await.contains("Councillor Bertha Ashby"));
    let meeting = year.meeting("12 March 2024").await;
    let own = format!("/my/meetings/{meeting}");
    let refused = year.app.post_as(&year.member.cookie, &format!("{own}/apologies"), &[("substitute", "999")]).await;
    assert!(refused.says(&["Select a substitute member of this board"]), "{}", refused.body);
    assert!(year.page(&year.member, &own).await.contains("I will attend"), "no apologies were sent");
}

async fn other_clerks_change_nobody(on: On) {
    let year = year(on).await;
    let other = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    let ashby = person(&year, "Ashby").await;
    for (address, fields) in [
        (format!("{PEOPLE}/{ashby}/name"), [("name", "Councillor X Y"), ("reason", "x")]),
        (format!("{PEOPLE}/{ashby}/remove"), [("seat", "0"), ("reason", "x")]),
        (format!("{PEOPLE}/{ashby}/end"), [("until", "1 March 2024"), ("reason", "x")]),
        (format!("{PEOPLE}/roll-over"), [("into", "2024"), ("member-0", "chair")]),
    ] {
        for who in [&other, &year.member] {
            let status = year.post(who, &address, &fields).await;
            assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{address}: {status}");
        }
    }
    assert!(year.app.get(&format!("/boards/{BOARD}")).await.says(&["Councillor Bertha Ashby"]));
}
