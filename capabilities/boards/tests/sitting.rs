//! A meeting through HTTP, from its start to the signed minutes, including what must not happen.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::held::{EVENING, begin, begun, circulate, end, person, record, recorded};
use common::year::{BOARD, Payload, board, prepared, publish, tie_member, write_report, year};
use test_kit::{On, both_databases};

both_databases!(
    a_meeting_is_held_minuted_corrected_approved_and_signed,
    votes_follow_the_rules,
    notes_are_never_overwritten_silently,
    minutes_are_edited_as_one_document,
    what_is_said_in_private_stays_there,
    references_go_on_and_are_given_once,
    only_the_clerk_records,
);

async fn a_meeting_is_held_minuted_corrected_approved_and_signed(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let screen = format!("/meetings/{meeting}/sitting");
    let page = year.page(&year.clerk, &screen).await;
    assert!(page.contains("<strong>3</strong> members present") && page.contains("Councillor Bertha Ashby presiding"), "{page}");
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let minutes_item = year.item(&meeting, "Minutes").await;
    let item_screen = format!("{screen}/{fences}");
    assert!(year.page(&year.clerk, &item_screen).await.contains("the fences be mended"), "the recommendations are offered");
    year.done(&year.clerk, &format!("{item_screen}/notes"), &[("text", "Members noted:\n- one fell"), ("version", "0")]).await;
    recorded(
        &year,
        &meeting,
        &[("kind", "resolution"), ("item", &fences), ("clauses", "the report be noted\nthe fences be mended")],
    )
    .await;
    recorded(
        &year,
        &meeting,
        &[
            ("kind", "action"),
            ("item", &fences),
            ("owner", "Harbour Master"),
            ("text", "Mend the fences"),
            ("due_on", "30 April 2024"),
        ],
    )
    .await;
    let quill = person(&year, "Quill").await.to_string();
    recorded(&year, &meeting, &[("kind", "left"), ("item", &fences), ("person", &quill), ("at", "7.10 pm")]).await;
    recorded(&year, &meeting, &[("kind", "officer"), ("name", "H. Harbour")]).await;
    assert!(year.page(&year.clerk, &screen).await.contains("<strong>2</strong> members present"));
    let approve = format!("{screen}/{minutes_item}/approve");
    let signed = [("signed_by", "Councillor Bertha Ashby")];
    year.confirmed(&year.clerk, &approve, &signed, &["signed as a correct record by Councillor Bertha Ashby"]).await;
    let before = year.app.get("/meetings/1/minutes").await;
    assert!(before.says(&["signed as a correct record by Councillor Bertha Ashby"]), "{}", before.body);
    let twice = year.app.post_as(&year.clerk.cookie, &approve, &[("confirmed", "yes")]).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST, "signed minutes are signed once");

    let draft = format!("/meetings/{meeting}/minutes/draft");
    assert!(year.page(&year.clerk, &draft).await.contains("Members noted:"));
    let early = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/minutes/circulate"), &[]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.says(&["The meeting has not ended. End it first"]));
    end(&year, &meeting).await;
    let public = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    assert_eq!(public.status, StatusCode::NOT_FOUND, "a draft is nobody’s but the clerk’s");
    circulate(&year, &meeting).await;
    let public = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    let words = [
        "Draft minutes, to be confirmed",
        "one fell",
        "the fences be mended",
        "Harbour Master",
        "Councillor Quill left the meeting.",
        "Meeting ended at 7.40 p.m.",
        "H. Harbour",
    ];
    assert!(public.says(&words), "{}", public.body);
    assert!(year.mails().await.iter().any(|mail| mail.contains("Draft minutes published: ") && mail.contains("bertha.ashby@")));
    assert!(year.app.get("/actions").await.says(&["Mend the fences"]));

    // A correction has nothing to publish until something differs.
    let refused = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/minutes/correct"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    year.done(&year.clerk, &format!("{item_screen}/notes"), &[("text", "Members noted:\n- two fell"), ("version", "1")]).await;
    assert!(year.app.get(&format!("/meetings/{meeting}/minutes")).await.says(&["one fell"]), "nothing changes in place");
    let page = year.page(&year.clerk, &draft).await;
    assert!(page.contains("What will change") && page.contains("<del>"), "{page}");
    let correct = format!("/meetings/{meeting}/minutes/correct");
    year.confirmed(&year.clerk, &correct, &[("reason", "Two fences, not one")], &["Two fences, not one", "<del>"]).await;
    let versions =
        publications::history(year.app.state.db.reading(), &format!("meeting/{meeting}/minutes"), i32::MAX).await.expect("read");
    assert_eq!(versions.len(), 2);
    assert!(year.app.get(&format!("/meetings/{meeting}/minutes")).await.says(&["two fell"]));

    // The next meeting approves them, after which nothing can change.
    let next = year.meeting("16 April 2024").await;
    year.done(&year.clerk, &format!("/meetings/{next}/prepare/begin"), &[]).await;
    let year = year.at("2024-04-16T18:00:00Z").await;
    begin(&year, &next).await;
    let item = year.item(&next, "Minutes").await;
    let approve = format!("/meetings/{next}/sitting/{item}/approve");
    year.confirmed(&year.clerk, &approve, &signed, &["12 March 2024", "can no longer be changed"]).await;
    assert!(
        year.app
            .get(&format!("/meetings/{meeting}/minutes"))
            .await
            .says(&["Approved at the meeting of 16 April 2024 and signed"])
    );
    let late = year.app.post_as(&year.clerk.cookie, &format!("{item_screen}/notes"), &[("text", "Else"), ("version", "2")]).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
    let late = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/minutes/correct"), &[("reason", "x")]).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
    assert_eq!(year.app.faults().await, []);
}

fn votes<'a>(item: &'a str, motion: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("kind", "vote"), ("item", item), ("motion", motion)];
    all.extend(fields);
    all
}

async fn votes_follow_the_rules(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let reed = person(&year, "Reed").await.to_string();
    recorded(&year, &meeting, &[("kind", "motion"), ("item", &fences), ("text", "That the fences be mended"), ("mover", &reed)])
        .await;
    let sql = "SELECT MAX(id) FROM sitting_entry";
    let motion = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a motion").to_string();
    let vote = |fields: &[(&'static str, &'static str)]| votes(&fences, &motion, fields);
    let refused = record(&year, &meeting, &vote(&[("in_favour", "3"), ("against", "1")])).await;
    assert!(refused.says(&["There are more votes than members present"]), "{}", refused.body);
    assert!(record(&year, &meeting, &vote(&[("in_favour", "1"), ("against", "1")])).await.says(&["The votes are equal"]));
    recorded(&year, &meeting, &vote(&[("in_favour", "1"), ("against", "1"), ("abstained", "1"), ("casting", "for")])).await;
    let again = record(&year, &meeting, &vote(&[("in_favour", "3")])).await;
    assert!(again.says(&["The vote on this motion is already recorded"]), "{}", again.body);
    recorded(
        &year,
        &meeting,
        &[
            ("kind", "declared"),
            ("item", &fences),
            ("person", &reed),
            ("interest", "disclosable"),
            ("nature", "A shop"),
            ("at", "6.45 pm"),
            ("withdrew", "yes"),
        ],
    )
    .await;
    let named = format!("vote-{reed}");
    let mut fields = votes(&fences, &motion, &[]);
    fields.push((named.as_str(), "for"));
    let refused = record(&year, &meeting, &fields).await;
    assert!(refused.says(&["Only members who are present can vote"]), "{}", refused.body);
    // With a quorum of three, no more decisions can be recorded.
    let (edit, fields) = (
        format!("/boards/{BOARD}/edit"),
        [("name", "Ashmere Harbour Safety Board"), ("quorum", "3"), ("reason", "Set"), ("version", "1")],
    );
    let version =
        publications::current(year.app.state.db.reading(), "board/1").await.expect("read").expect("a register").id.to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "version" { version.as_str() } else { *value })).collect();
    year.done(&year.clerk, &edit, &fields).await;
    let refused = record(&year, &meeting, &[("kind", "resolution"), ("item", &fences), ("clauses", "it be noted")]).await;
    assert!(refused.says(&["Fewer members are present than the quorum"]), "{}", refused.body);
}

async fn notes_are_never_overwritten_silently(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let second = year.app.person("Quentin Quill", &[("clerk", Some(board()))]).await;
    let fences = year.item(&meeting, "Fences of the quay").await;
    let address = format!("/meetings/{meeting}/sitting/{fences}/notes");
    let saved =
        year.app.post_as(&year.clerk.cookie, &address, &[("text", "The first"), ("version", "0"), ("script", "yes")]).await;
    assert!(saved.status.is_success() && saved.says(&["\"version\":1"]), "{}", saved.body);
    let conflict =
        year.app.post_as(&second.cookie, &address, &[("text", "The second"), ("version", "0"), ("script", "yes")]).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.says(&["The first", "\"version\":1", "Petra Placeholder"]), "{}", conflict.body);
    let page = year.app.post_as(&second.cookie, &address, &[("text", "The second"), ("version", "0")]).await;
    assert!(page.status == StatusCode::CONFLICT && page.says(&["The first", "The second", "Keep both"]), "{}", page.body);
    // If the connection broke before the response arrived, sending the same text again succeeds.
    let again =
        year.app.post_as(&year.clerk.cookie, &address, &[("text", "The first"), ("version", "0"), ("script", "yes")]).await;
    assert!(again.status.is_success() && again.says(&["\"version\":1"]), "{}", again.body);
    let shown = year.page(&year.clerk, &format!("/meetings/{meeting}/sitting/{fences}")).await;
    assert!(shown.contains("The first") && !shown.contains("The second"));
}

async fn minutes_are_edited_as_one_document(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    recorded(&year, &meeting, &[("kind", "resolution"), ("item", &fences), ("clauses", "the report be noted")]).await;
    let edit = format!("/meetings/{meeting}/minutes/edit");
    let page = year.page(&year.clerk, &edit).await;
    for words in ["Fences of the quay", "RESOLVED: That the report be noted", "Change what was recorded"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let notes = format!("/meetings/{meeting}/sitting/{fences}/notes");
    let fields = [("text", "Members noted that one fell."), ("version", "0"), ("on", "minutes")];
    let saved = year.app.post_as(&year.clerk.cookie, &notes, &fields).await;
    assert_eq!(saved.location(), format!("{edit}?done=noted#item-{fences}"), "it leads back to the item's place in the document");
    assert!(year.page(&year.clerk, &edit).await.contains("Members noted that one fell."));
    let second = year.app.post_as(&year.clerk.cookie, &notes, &[("text", "Another"), ("version", "0"), ("on", "minutes")]).await;
    assert!(
        second.status == StatusCode::CONFLICT && second.says(&["Members noted that one fell.", "Another"]),
        "{}",
        second.body
    );
    assert!(second.body.contains("name=\"on\" value=\"minutes\""), "and back to the document from there");
    assert!(year.page(&year.clerk, &format!("/meetings/{meeting}/minutes/draft")).await.contains("Members noted that one fell."));
    assert_ne!(year.app.get_as(&year.member.cookie, &edit).await.status, StatusCode::OK, "only who minutes");
}

async fn what_is_said_in_private_stays_there(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    let lease = [
        ("kind", "report"),
        ("title", "A lease"),
        ("private_title", "Lease to SECRETTENANT"),
        ("lead_officer", "Harbour Master"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "Prices"),
        ("body", "SECRETRENT"),
        ("recommendations", "SECRETCLAUSE be agreed"),
    ];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &lease).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let year = year.at(EVENING).await;
    begin(&year, &meeting).await;
    let item = year.item(&meeting, "A lease").await.to_string();
    let screen = format!("/meetings/{meeting}/sitting/{item}");
    assert!(year.page(&year.clerk, &screen).await.contains("The public are still present"));
    recorded(&year, &meeting, &[("kind", "exclusion"), ("item", &item), ("paragraphs", "3")]).await;
    assert!(!year.page(&year.clerk, &screen).await.contains("The public are still present"));
    year.done(&year.clerk, &format!("{screen}/notes"), &[("text", "SECRETNOTE"), ("version", "0")]).await;
    recorded(&year, &meeting, &[("kind", "resolution"), ("item", &item), ("clauses", "SECRETCLAUSE be agreed")]).await;
    recorded(&year, &meeting, &[("kind", "action"), ("item", &item), ("owner", "Harbour Master"), ("text", "SECRETTASK")]).await;
    end(&year, &meeting).await;
    circulate(&year, &meeting).await;
    year.app.catch_up().await;
    let ids =
        db::single::<i64>(year.app.state.db.reading(), "SELECT MAX(id) FROM publication", []).await.expect("read").expect("some");
    let mut addresses: Vec<String> =
        (1..=ids).flat_map(|id| ["", "/text", "/data"].map(|part| format!("/publications/{id}{part}"))).collect();
    addresses.extend([
        format!("/meetings/{meeting}"),
        format!("/meetings/{meeting}/minutes"),
        "/actions".into(),
        "/decisions".into(),
        "/actions.csv".into(),
    ]);
    for address in &addresses {
        assert!(!year.app.get(address).await.body.contains("SECRET"), "{address} tells what is private");
    }
    for entry in
        db::rows::<Payload>(year.app.state.db.reading(), "SELECT payload FROM ledger_payload", []).await.expect("the ledger")
    {
        assert!(!entry.payload.contains("SECRET"), "the ledger tells what is private: {}", entry.payload);
    }
    for mail in year.mails().await {
        assert!(!mail.contains("SECRET"), "a mail tells what is private");
    }
    let confidential = format!("/meetings/{meeting}/minutes/confidential");
    let page = year.page(&year.member, &confidential).await;
    assert!(page.contains("SECRETNOTE") && page.contains("SECRETCLAUSE") && page.contains("Lease to SECRETTENANT"), "{page}");
    for (name, role, place) in [("Oscar Outline", "reporting-officer", board()), ("Otto Other", "clerk", Place::new("board", 9))]
    {
        let other = year.app.person(name, &[(role, Some(place))]).await;
        let answer = year.app.get_as(&other.cookie, &confidential).await;
        assert!(!answer.status.is_success() && !answer.says(&["SECRET"]), "{name}: {}", answer.status);
    }
    // A member who declares a disclosable interest may not read what was said without them.
    tie_member(&year).await;
    let ashby = person(&year, "Ashby").await.to_string();
    recorded(
        &year,
        &meeting,
        &[("kind", "declared"), ("item", &item), ("person", &ashby), ("interest", "disclosable"), ("nature", "x")],
    )
    .await;
    assert!(!year.page(&year.member, &confidential).await.contains("SECRET"));
}

async fn references_go_on_and_are_given_once(on: On) {
    let year = year(on).await;
    let version =
        publications::current(year.app.state.db.reading(), "board/1").await.expect("read").expect("a register").id.to_string();
    let fields = [("name", "Harbour Safety Board"), ("reference_prefix", "HAR"), ("reason", "Set"), ("version", &version)];
    year.done(&year.clerk, &format!("/boards/{BOARD}/edit"), &fields).await;
    let mut meetings = Vec::new();
    for day in ["12 March 2024", "19 March 2024"] {
        let meeting = year.meeting(day).await;
        year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
        meetings.push(meeting);
    }
    // The clerk records both meetings afterwards.
    let year = year.at("2024-03-20T09:00:00Z").await;
    for meeting in &meetings {
        begin(&year, meeting).await;
        end(&year, meeting).await;
    }
    // Both are circulated at the same time: no number is used twice or skipped.
    let circulate = |meeting: &str| {
        let address = format!("/meetings/{meeting}/minutes/circulate");
        let year = &year;
        async move { year.app.post_as(&year.clerk.cookie, &address, &[("confirmed", "yes")]).await.status }
    };
    let (one, other) = tokio::join!(circulate(&meetings[0]), circulate(&meetings[1]));
    assert_eq!((one, other), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let sql = "SELECT number FROM reference_number ORDER BY number";
    let numbers = db::rows::<Number>(year.app.state.db.reading(), sql, []).await.expect("the numbers");
    let numbers: Vec<i32> = numbers.into_iter().map(|row| row.number).collect();
    // The fixture's minutes of November have HAR1 and HAR2 of the same year.
    let expected: Vec<i32> = (numbers[0]..).take(8).collect();
    assert_eq!(numbers, expected);
    assert!(year.app.get(&format!("/minutes/HAR{}", numbers[7])).await.status.is_success());
}

#[derive(db::Row)]
struct Number {
    number: i32,
}

async fn only_the_clerk_records(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await;
    let other = year.app.person("Otto Other", &[("clerk", Some(Place::new("board", 9)))]).await;
    let officer = year.app.person("Oscar Outline", &[("reporting-officer", Some(board()))]).await;
    let nobody = year.app.person("Nora Nobody", &[]).await;
    for who in [&other, &officer, &nobody, &year.member] {
        for address in ["sitting/step", "sitting/entries", "sitting/entries/1/strike", "minutes/circulate", "minutes/correct"] {
            let status =
                year.post(who, &format!("/meetings/{meeting}/{address}"), &[("step", "end"), ("kind", "readmission")]).await;
            assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{address}: {status}");
        }
        let status = year.post(who, &format!("/meetings/{meeting}/sitting/{fences}/notes"), &[("text", "x")]).await;
        assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "notes: {status}");
        for address in ["sitting", "minutes/draft"] {
            let answer = year.app.get_as(&who.cookie, &format!("/meetings/{meeting}/{address}")).await;
            assert!(!answer.status.is_success(), "{address}");
        }
    }
}
