//! A board's year through HTTP, up to the published agenda: scheduling, planning, preparing, publishing and members' own pages,
//! including what must not happen.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::year::{BOARD, Payload, board, prepared, publish, tie_member, write_report, year};
use test_kit::{On, both_databases};

both_databases!(
    a_year_is_laid_out_and_a_meeting_moved_and_called_off,
    an_agenda_is_built_checked_and_published,
    what_is_private_is_told_to_nobody_without_the_right,
    two_clerks_do_not_overwrite_each_other,
    a_late_item_needs_a_ruling_and_comes_as_a_supplement,
    short_notice_needs_a_lawful_ground,
    members_tell_the_clerk_ahead,
    a_board_is_begun_and_its_people_change,
);

async fn a_year_is_laid_out_and_a_meeting_moved_and_called_off(on: On) {
    let year = year(on).await;
    let calendar = format!("/boards/{BOARD}/calendar");
    let check = year
        .app
        .post_as(&year.clerk.cookie, &calendar, &[("days", "12 March 2024\n29 March 2024\n16 January 2024"), ("time", "6.30pm")])
        .await;
    assert!(
        check.says(&["Tuesday, 12 March 2024", "Bank holiday: Good Friday", "Not possible", "4 March 2024"]),
        "{}",
        check.body
    );
    assert!(!check.says(&["Schedule meetings"]), "what is over cannot be laid out");
    let clear = year.app.post_as(&year.clerk.cookie, &calendar, &[("days", "12 March 2024"), ("time", "6.30pm")]).await;
    assert!(clear.says(&["Schedule meetings", "Bertha Ashby will be emailed about the meetings."]), "{}", clear.body);
    assert_eq!(
        year.post(&year.clerk, &calendar, &[("days", "12 March"), ("confirmed", "yes")]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let meeting = year.meeting("12 March 2024").await;
    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(public.says(&["Tuesday, 12 March 2024", "6.30pm", "Customs House", "Upcoming"]), "{}", public.body);
    assert!(year.mails().await.iter().any(|mail| mail.contains("bertha.ashby@") && mail.contains("12 March 2024")));
    let again = year.app.post_as(&year.clerk.cookie, &calendar, &[("days", "12 March 2024"), ("confirmed", "yes")]).await;
    assert!(again.says(&["The board already has a meeting on that date"]), "{}", again.body);

    let change = format!("/meetings/{meeting}/change");
    let refused = year.app.post_as(&year.clerk.cookie, &change, &[("held_on", "19 March 2024"), ("time", "6.30pm")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Enter the reason for the change"]));
    let fields = [("held_on", "19 March 2024"), ("time", "5 pm"), ("place", "Town Hall"), ("reason", "The hall is flooded")];
    let words = [
        "Are you sure you want to move this meeting?",
        "Tuesday, 12 March 2024, 6.30pm, Customs House",
        "Tuesday, 19 March 2024, 5pm, Town Hall",
        "Bertha Ashby will be emailed",
    ];
    year.confirmed(&year.clerk, &change, &fields, &words).await;
    let moved = year.app.get(&format!("/meetings/{meeting}")).await;
    let words =
        ["19 March 2024", "5pm", "Town Hall", "Moved from Tuesday, 12 March 2024, 6.30pm, Customs House", "The hall is flooded"];
    assert!(moved.says(&words), "{}", moved.body);
    assert!(year.app.get("/meetings").await.says(&["Moved from Tuesday, 12 March 2024"]));
    let nothing = year.app.post_as(&year.clerk.cookie, &change, &fields).await;
    assert!(nothing.says(&["Change the date, the time or the place"]), "{}", nothing.body);
    let cancel = format!("/meetings/{meeting}/cancel");
    let refused = year.app.post_as(&year.clerk.cookie, &cancel, &[("confirmed", "yes")]).await;
    assert!(refused.says(&["Enter the reason for cancelling the meeting"]), "{}", refused.body);
    let words = ["Are you sure you want to cancel this meeting?", "No business", "Tuesday, 19 March 2024"];
    year.confirmed(&year.clerk, &cancel, &[("cancel_reason", "No business")], &words).await;
    let cancelled = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(cancelled.says(&["Cancelled", "No business"]) && !cancelled.says(&["Upcoming"]), "{}", cancelled.body);
    let list = year.app.get("/meetings").await.body;
    let (upcoming, past) = list.split_once(">Past<").expect("meetings of the past");
    assert!(upcoming.contains("Cancelled") && !past.contains("Cancelled"), "a meeting of the future was not held: {list}");
    assert_eq!(year.post(&year.clerk, &change, &fields).await, StatusCode::UNPROCESSABLE_ENTITY);
    let mails = year.mails().await;
    let moved = [
        "Meeting moved: Harbour Safety Board, 12 March 2024 to 19 March 2024",
        "Was: Tuesday, 12 March 2024",
        "Reason: The hall is flooded",
    ];
    assert!(mails.iter().any(|mail| moved.iter().all(|words| mail.contains(words))), "{mails:?}");
    let cancelled = ["Meeting cancelled: Harbour Safety Board, 19 March 2024", "has been cancelled", "Reason: No business"];
    assert!(mails.iter().any(|mail| cancelled.iter().all(|words| mail.contains(words))), "{mails:?}");
    // The date of a cancelled meeting can be used again.
    let other = year.meeting("19 March 2024").await;
    assert_ne!(other, meeting);
}

async fn an_agenda_is_built_checked_and_published(on: On) {
    let year = year(on).await;
    let desk = year.page(&year.clerk, &format!("/boards/{BOARD}/desk")).await;
    assert!(desk.contains("Schedule meetings") && desk.contains("Work programme"), "{desk}");
    let meeting = prepared(&year).await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    for words in ["Public Question Time", "Fences of the quay", "No report yet", "Monday, 4 March 2024", "Crime and disorder"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let refused = publish(&year, &meeting, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["has not been added yet (Harbour Master)"]), "{}", refused.body);
    assert!(!year.app.get(&format!("/meetings/{meeting}")).await.says(&["Fences"]), "nothing is public before it is published");

    let fences = year.item(&meeting, "Fences of the quay").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{fences}/move"), &[("to", "0")]).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{fences}/move"), &[("to", "4")]).await;
    write_report(&year, &meeting).await;
    let unconfirmed = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/prepare/publish"), &[]).await;
    assert!(unconfirmed.says(&["Confirm that you have read what will be public"]));
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);

    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(public.says(&["Fences of the quay", "Report", "Harbour Master", "Public Question Time"]), "{}", public.body);
    let paper = year.app.get(&format!("/agenda-items/{fences}")).await;
    assert!(paper.says(&["The fences are old.", "one fell", "the fences be mended", "Recommendation"]), "{}", paper.body);
    assert!(year.mails().await.iter().any(|mail| mail.contains("Agenda published: ") && mail.contains("5. Fences of the quay")));
    let pack = publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/pack"))
        .await
        .expect("read")
        .expect("a pack");
    assert!(pack.content.contains("The fences are old."));
    year.app.catch_up().await;
    let gone = year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/items/{fences}/remove"), &[]).await;
    assert_eq!(gone.status, StatusCode::BAD_REQUEST, "a published item stays");
    let desk = year.page(&year.clerk, &format!("/boards/{BOARD}/desk")).await;
    assert!(!desk.contains("No meeting to scrutinise"), "the duty is provided for");
}

async fn what_is_private_is_told_to_nobody_without_the_right(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    let add = format!("/meetings/{meeting}/items/add");
    let without = [("kind", "report"), ("title", "A lease"), ("is_private", "yes"), ("body", "SECRETRENT")];
    year.done(&year.clerk, &add, &without).await;
    assert!(publish(&year, &meeting, &[]).await.says(&["Enter the paragraphs of Schedule 12A that apply"]));
    let item = year.item(&meeting, "A lease").await;
    let fields = [
        ("kind", "report"),
        ("title", "A lease"),
        ("private_title", "Lease to SECRETTENANT"),
        ("summary", "SECRETSUMMARY"),
        ("lead_officer", "Harbour Master"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "The prices of the other party"),
        ("body", "SECRETRENT of the quay"),
        ("recommendations", "SECRETCLAUSE be agreed"),
        ("version", "1"),
    ];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{item}"), &fields).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    year.app.catch_up().await;
    let public = year.app.get(&format!("/meetings/{meeting}")).await;
    assert!(public.says(&["A lease", "Private", "exempt under paragraph 3"]), "{}", public.body);
    let ids =
        db::single::<i64>(year.app.state.db.reading(), "SELECT MAX(id) FROM publication", []).await.expect("read").expect("some");
    let mut addresses: Vec<String> =
        (1..=ids).flat_map(|id| ["", "/text", "/data"].map(|part| format!("/publications/{id}{part}"))).collect();
    addresses.extend([
        format!("/meetings/{meeting}"),
        format!("/agenda-items/{item}"),
        "/meetings".into(),
        "/record".into(),
        "/boards".into(),
    ]);
    for address in &addresses {
        let body = year.app.get(address).await.body;
        assert!(!body.contains("SECRET"), "{address} tells what is private");
    }
    assert_eq!(year.app.get(&format!("/agenda-items/{item}")).await.status, StatusCode::NOT_FOUND);
    for entry in
        db::rows::<Payload>(year.app.state.db.reading(), "SELECT payload FROM ledger_payload", []).await.expect("the ledger")
    {
        assert!(!entry.payload.contains("SECRET"), "the ledger tells what is private: {}", entry.payload);
    }
    for mail in year.mails().await {
        assert!(!mail.contains("SECRET"), "a mail tells what is private");
    }
    let private = year.page(&year.member, &format!("/meetings/{meeting}/private")).await;
    assert!(private.contains("Lease to SECRETTENANT") && private.contains("SECRETRENT"), "{private}");
    for (name, role) in [("Oscar Outline", "reporting-officer"), ("Otto Other", "clerk")] {
        let place = if role == "clerk" { Place::new("board", 2) } else { board() };
        let other = year.app.person(name, &[(role, Some(place))]).await;
        let answer = year.app.get_as(&other.cookie, &format!("/meetings/{meeting}/private")).await;
        assert!(!answer.status.is_success() && !answer.says(&["SECRET"]), "{name}: {}", answer.status);
    }
    let officer = year.app.person("Rita Report", &[("reporting-officer", Some(board()))]).await;
    let prepare = year.app.get_as(&officer.cookie, &format!("/meetings/{meeting}/prepare")).await;
    assert!(prepare.status.is_success() && !prepare.says(&["SECRET"]), "{}", prepare.body);

    // A member with a disclosable interest in the item may not read its papers.
    tie_member(&year).await;
    let fields = [("item", item.to_string()), ("kind", "disclosable".into()), ("nature", "My own shop".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    year.done(&year.member, &format!("/my/meetings/{meeting}/interests"), &fields).await;
    let private = year.page(&year.member, &format!("/meetings/{meeting}/private")).await;
    assert!(!private.contains("SECRET"), "{private}");
}

async fn two_clerks_do_not_overwrite_each_other(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let second = year.app.person("Quentin Quill", &[("clerk", Some(board()))]).await;
    let item = year.item(&meeting, "Fences of the quay").await;
    let address = format!("/meetings/{meeting}/items/{item}");
    let fields = |summary: &'static str, version: &'static str| {
        [("kind", "report"), ("title", "Fences of the quay"), ("summary", summary), ("version", version)]
    };
    year.done(&second, &address, &fields("What the second typed", "1")).await;
    let refused = year.app.post_as(&year.clerk.cookie, &address, &fields("What the first typed", "1")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.says(&[
            "Someone else has changed this item since you opened it",
            "What the second typed",
            "What the first typed",
            "Changed by"
        ]),
        "{}",
        refused.body
    );
    year.done(&year.clerk, &address, &fields("What the first typed", "2")).await;
    assert!(year.page(&year.clerk, &address).await.contains("What the first typed"));
}

async fn a_late_item_needs_a_ruling_and_comes_as_a_supplement(on: On) {
    let year = year(on).await;
    // On 6 February there are five clear days before 14 February, and on 9 February two.
    let meeting = year.meeting("14 February 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let year = year.at("2024-02-09T12:00:00Z").await;
    let add = format!("/meetings/{meeting}/items/add");
    let flood = [
        ("kind", "report"),
        ("title", "The flood"),
        ("lead_officer", "Harbour Master"),
        ("body", "Water came."),
        ("recommendations", "it be noted"),
    ];
    year.done(&year.clerk, &add, &flood).await;
    let reason = ("reason", "The flood of Monday");
    let refused = publish(&year, &meeting, &[reason]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["“The flood” was added too late", "if the Chair rules it urgent"]), "{}", refused.body);
    let item = year.item(&meeting, "The flood").await;
    let ruled = [flood.as_slice(), &[("urgency", "The quay is under water"), ("version", "1")]].concat();
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{item}"), &ruled).await;
    let refused = publish(&year, &meeting, &[]).await;
    assert!(refused.says(&["Enter the reason for publishing the agenda again"]), "{}", refused.body);
    assert_eq!(publish(&year, &meeting, &[reason]).await.status, StatusCode::SEE_OTHER);
    let agenda = publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/agenda"))
        .await
        .expect("read")
        .expect("an agenda");
    assert_eq!(agenda.version, 2);
    let supplement =
        publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/supplement-1")).await.expect("read");
    let supplement = supplement.expect("a supplement");
    assert!(supplement.content.contains("Water came.") && !supplement.content.contains("Public Question Time"));
    assert!(supplement.content.contains("taken as urgent: The quay is under water"), "{}", supplement.content);
    let pack =
        publications::history(year.app.state.db.reading(), &format!("meeting/{meeting}/pack"), i32::MAX).await.expect("read");
    assert_eq!(pack.len(), 1, "the pack stays as it was");
}

async fn short_notice_needs_a_lawful_ground(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("9 February 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let refused = publish(&year, &meeting, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["2 clear days remain", "requires 5", "Select the lawful ground"]), "{}", refused.body);
    let published = publish(&year, &meeting, &[("ground", "convened"), ("circumstances", "The flood")]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let agenda = publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/agenda"))
        .await
        .expect("read")
        .expect("an agenda");
    assert!(agenda.content.contains("The meeting is convened at shorter notice: The flood"));
}

async fn members_tell_the_clerk_ahead(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let own = format!("/my/meetings/{meeting}");
    let refused = year.app.post_as(&year.member.cookie, &format!("{own}/apologies"), &[]).await;
    assert!(refused.status == StatusCode::BAD_REQUEST && refused.says(&["not linked to a member"]), "{}", refused.body);
    tie_member(&year).await;
    assert!(year.page(&year.member, "/my/meetings").await.contains("Tuesday, 12 March 2024"));
    year.done(&year.member, &format!("{own}/apologies"), &[("on_council_business", "yes")]).await;
    assert!(year.page(&year.member, &own).await.contains("You sent apologies, as absent on Council business"));
    year.done(&year.member, &format!("{own}/apologies/take-back"), &[]).await;
    let (before, _) = ledger::head(year.app.state.db.reading()).await.expect("read");
    year.done(&year.member, &format!("{own}/apologies/take-back"), &[]).await;
    assert_eq!(ledger::head(year.app.state.db.reading()).await.expect("read").0, before, "there was nothing to take back");
    let refused = year.app.post_as(&year.member.cookie, &format!("{own}/interests"), &[]).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY
            && refused.says(&["Select an item", "Enter the nature of the interest"])
    );
    let item = year.item(&meeting, "Fences of the quay").await;
    let place = format!("item-{item}-1");
    year.done(&year.member, &format!("{own}/notes"), &[("place", &place), ("text", "Ask who pays")]).await;
    assert!(year.page(&year.member, &own).await.contains("Ask who pays"));
    let clerk = year.app.get_as(&year.clerk.cookie, &own).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN, "a member’s page is the members’");
    for bad in ["item-0", "item-99999", "item-1-x", "nowhere", ""] {
        assert_eq!(
            year.post(&year.member, &format!("{own}/notes"), &[("place", bad), ("text", "x")]).await,
            StatusCode::NOT_FOUND,
            "{bad}"
        );
    }
}

async fn a_board_is_begun_and_its_people_change(on: On) {
    let year = year(on).await;
    let taken = year.app.post_as(&year.clerk.cookie, "/boards/begin", &[("name", "Ashmere Harbour Safety Board")]).await;
    assert!(taken.says(&["A board with this name already exists"]), "{}", taken.body);
    let fields = [
        ("name", "Market Square Board"),
        ("reference_prefix", "mar"),
        ("quorum", "3"),
        ("terms_of_reference", "To watch the square."),
    ];
    let desk = year.done(&year.clerk, "/boards/begin", &fields).await;
    assert_eq!(desk, "/boards/market-square-board/desk?done=begun");
    assert!(year.page(&year.clerk, &desk).await.contains("You are its clerk"));
    assert!(year.app.get("/boards/market-square-board").await.says(&["To watch the square."]));
    let people = "/boards/market-square-board/people";
    let add = [
        ("name", "Councillor Ada Sample"),
        ("role", "chair"),
        ("year", "2023"),
        ("from", "1 January 2024"),
        ("confirmed", "yes"),
    ];
    year.done(&year.clerk, people, &add).await;
    assert!(year.app.post_as(&year.clerk.cookie, people, &add).await.says(&["already a member of the board on those days"]));
    let other_year = [("name", "Councillor Ben Example"), ("role", "member"), ("year", "2023"), ("from", "1 June 2024")];
    assert!(year.app.post_as(&year.clerk.cookie, people, &other_year).await.says(&["First day must be in the municipal year"]));
    let page = year.page(&year.clerk, people).await;
    assert!(page.contains("Councillor Ada Sample") && page.contains("from 1 January 2024"), "{page}");
    let sql = "SELECT id FROM person WHERE surname = 'Sample'";
    let person = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a person");
    let end = format!("{people}/{person}/end");
    assert_eq!(year.post(&year.clerk, &end, &[("until", "31 March 2024")]).await, StatusCode::UNPROCESSABLE_ENTITY);
    year.done(&year.clerk, &end, &[("until", "31 March 2024"), ("reason", "Resigned"), ("confirmed", "yes")]).await;
    assert!(year.page(&year.clerk, people).await.contains("1 January 2024 to 31 March 2024"));
    let edit = "/boards/market-square-board/edit";
    let stale = [("name", "Market Square Board"), ("quorum", "4"), ("reason", "More members"), ("version", "1")];
    let refused = year.app.post_as(&year.clerk.cookie, edit, &stale).await;
    assert!(refused.says(&["Someone else has changed this board since you opened it"]), "{}", refused.body);

    year.done(&year.clerk, "/posts", &[("title", "Harbour Master"), ("holder", "Hal Harbour"), ("from", "1 January 2024")]).await;
    year.done(&year.clerk, "/posts", &[("title", "Harbour Master"), ("holder", "Hazel Haven"), ("from", "1 February 2024")])
        .await;
    let posts = year.page(&year.clerk, "/posts").await;
    assert!(posts.contains("Hazel Haven") && posts.contains("1 January 2024 to 31 January 2024"), "{posts}");
}
