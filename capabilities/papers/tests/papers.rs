//! Private papers over HTTP: who can read them, which files are accepted, and what must not leak.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::{Fixture, PDF, board, site};
use test_kit::{On, Person, both_databases};

both_databases!(
    members_of_the_board_read_its_papers_and_no_others,
    a_paper_of_another_board_is_not_found_under_any_address,
    an_agency_sees_what_is_shared_with_it_while_it_is,
    a_conflict_of_interest_closes_a_paper,
    a_clerk_of_another_board_gives_a_reason,
    what_is_taken_is_told_by_its_content,
    a_nul_in_a_form_with_a_file_is_refused,
    fields_that_the_form_does_not_have_change_nothing,
    lists_counts_and_exports_tell_no_more_than_the_pages,
    every_opening_is_in_the_ledger,
    a_withdrawn_paper_is_given_to_nobody,
    an_owner_keeps_to_their_own,
);

async fn members_of_the_board_read_its_papers_and_no_others(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let app = &fixture.app;
    let page = app.get_as(&fixture.member.cookie, &paper).await;
    assert!(page.says(&["Lease of the quay", "Exempt, paragraph 3", "not for publication"]), "{}", page.body);
    assert!(!page.says(&["Withdraw paper"]), "only what one may do is offered");
    let file = app.get_as(&fixture.member.cookie, &format!("{paper}/file")).await;
    assert_eq!(file.body.as_bytes(), PDF);
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'; frame-ancestors 'none'");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("cache-control"), "no-store");
    for (name, roles) in [
        ("Ben Example", vec![("member", Some(board(2)))]),
        ("Cora Specimen", vec![]),
        ("Adam Inistrator", vec![("administrator", None)]),
        ("Oscar Outline", vec![("reporting-officer", Some(board(1)))]),
        ("Fiona Figures", vec![("clearing-officer", Some(Place::new("clearance", 1)))]),
        ("Paul Partner", vec![("partner", Some(Place::new("agency", 1)))]),
    ] {
        let other = app.person(name, &roles).await;
        for address in [paper.clone(), format!("{paper}/file")] {
            assert_eq!(fixture.get(&other, &address).await, StatusCode::NOT_FOUND, "{name}: {address}");
        }
    }
    let monitoring = app.person("Mona Standard", &[("monitoring-officer", None)]).await;
    assert_eq!(fixture.get(&monitoring, &paper).await, StatusCode::OK);
    let signed_out = app.get(&paper).await;
    assert_eq!(signed_out.location(), "/sign-in?next=%2Fpapers%2F1");
    assert_eq!(app.get("/papers/999").await.location(), "/sign-in?next=%2Fpapers%2F999", "the same whether or not it is there");
}

async fn a_paper_of_another_board_is_not_found_under_any_address(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let other = fixture.app.person("Ben Example", &[("member", Some(board(2))), ("reporting-officer", Some(board(2)))]).await;
    for id in ["1", "2", "0", "-1", "1%20", "01", "9223372036854775808", "1.0", "..%2f1"] {
        let known = fixture.app.get_as(&other.cookie, &format!("/papers/{id}")).await;
        assert_eq!(known.status, StatusCode::NOT_FOUND, "{id}");
        assert!(known.says(&["Paper not found"]), "{id}");
    }
    for address in ["withdraw", "shares", "shares/1/end", "conflicts", "conflicts/1/end"] {
        let answer = fixture.app.post_as(&other.cookie, &format!("{paper}/{address}"), &[("agency", "agency/1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
    // The file is not served at any other path either.
    for id in 1..5 {
        assert_eq!(fixture.app.get(&format!("/files/{id}")).await.status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(fixture.get(&fixture.member, &format!("/files/{id}")).await, StatusCode::NOT_FOUND, "{id}");
    }
}

async fn an_agency_sees_what_is_shared_with_it_while_it_is(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let app = &fixture.app;
    let constable = app.person("Paul Partner", &[("partner", Some(Place::new("agency", 1)))]).await;
    let housing = app.person("Hetty Housing", &[("partner", Some(Place::new("agency", 2)))]).await;
    let share = async |agency: &str, ground: &str, year: &str| {
        let until = format!("4 July {year}");
        let fields = [("agency", agency), ("ground", ground), ("until", until.as_str())];
        app.post_as(&fixture.clerk.cookie, &format!("{paper}/shares"), &fields).await
    };
    for (agency, ground, year, message) in [
        ("agency/9", "Consent of 3 June", "2024", "Select an agency"),
        ("board/1", "Consent of 3 June", "2024", "Select an agency"),
        ("agency/1", "", "2024", "Enter the grounds for sharing the paper"),
        ("agency/1", "Consent of 3 June", "2023", "Date must be a real date within the next year"),
        ("agency/1", "Consent of 3 June", "2030", "Date must be a real date within the next year"),
    ] {
        let refused = share(agency, ground, year).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(&["There is a problem", message]), "{message}");
    }
    assert_eq!(fixture.get(&constable, &paper).await, StatusCode::NOT_FOUND);
    assert_eq!(share("agency/1", "Consent of 3 June", "2024").await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixture.get(&constable, &paper).await, StatusCode::OK);
    assert!(!app.get_as(&constable.cookie, &paper).await.says(&["Shared with"]), "not with whom else");
    assert_eq!(fixture.get(&housing, &paper).await, StatusCode::NOT_FOUND);
    assert!(app.get_as(&constable.cookie, "/papers").await.says(&["Lease of the quay"]));
    assert!(!app.get_as(&housing.cookie, "/papers").await.says(&["Lease of the quay"]));
    // A sharing of one paper is not found under another.
    let second = fixture.lease().await;
    let wrong = app.post_as(&fixture.clerk.cookie, &format!("{second}/shares/1/end"), &[]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert_eq!(fixture.get(&constable, &paper).await, StatusCode::OK);
    app.post_as(&fixture.clerk.cookie, &format!("{paper}/shares/1/end"), &[]).await;
    assert_eq!(fixture.get(&constable, &paper).await, StatusCode::NOT_FOUND, "ended");
    // It does not last beyond its end date either.
    share("agency/1", "Consent of 3 June", "2024").await;
    let transaction = app.state.db.begin().await.expect("a transaction");
    let before: chrono::NaiveDate = "2024-06-03".parse().expect("a day");
    db::execute(&transaction, "UPDATE private_paper_share SET until_day = $1", [before.into()]).await.expect("changed");
    transaction.commit().await.expect("it stands");
    assert_eq!(fixture.get(&constable, &paper).await, StatusCode::NOT_FOUND, "over");
}

/// Returns the number of entries in the ledger.
async fn entries(fixture: &Fixture) -> i64 {
    ledger::head(fixture.app.state.db.reading()).await.expect("read").0
}

async fn a_conflict_of_interest_closes_a_paper(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let mark = async |account: &str| {
        fixture.app.post_as(&fixture.clerk.cookie, &format!("{paper}/conflicts"), &[("account", account)]).await.status
    };
    assert_eq!(mark(&fixture.clerk.account.to_string()).await, StatusCode::UNPROCESSABLE_ENTITY, "no member of the board");
    assert_eq!(mark("999").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(mark(&fixture.member.account.to_string()).await, StatusCode::SEE_OTHER);
    let before = entries(&fixture).await;
    assert_eq!(mark(&fixture.member.account.to_string()).await, StatusCode::SEE_OTHER);
    assert_eq!(entries(&fixture).await, before, "nothing changed, so nothing is noted");
    for address in [paper.clone(), format!("{paper}/file")] {
        let closed = fixture.app.get_as(&fixture.member.cookie, &address).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        assert!(!closed.says(&["Lease of the quay"]));
    }
    assert!(
        fixture
            .app
            .get_as(&fixture.member.cookie, "/papers")
            .await
            .says(&["You cannot open this because of a conflict of interest"])
    );
    assert!(!fixture.app.get_as(&fixture.member.cookie, "/papers.csv").await.says(&["Lease"]));
    let end = format!("{paper}/conflicts/{}/end", fixture.member.account);
    assert_eq!(fixture.app.post_as(&fixture.member.cookie, &end, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &end, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixture.get(&fixture.member, &paper).await, StatusCode::OK);
}

async fn a_clerk_of_another_board_gives_a_reason(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let other = fixture.app.person("Otto Other", &[("clerk", Some(board(2)))]).await;
    let answer = fixture.app.get_as(&other.cookie, &paper).await;
    assert_eq!(answer.location(), "/open-for-a-reason/private-paper/1");
    assert_eq!(
        fixture.app.get_as(&other.cookie, &format!("{paper}/file")).await.location(),
        "/open-for-a-reason/private-paper/1"
    );
    let list = fixture.app.get_as(&other.cookie, "/papers").await;
    assert!(list.says(&["Paper of another board"]));
    assert!(!list.says(&["Lease of the quay"]));
    // A hidden title is not searched: a match would reveal its words.
    for words in ["lease", "no such word"] {
        let list = fixture.app.get_as(&other.cookie, &format!("/papers?q={}", words.replace(' ', "+"))).await;
        assert!(list.says(&["<strong>0</strong> papers"]), "{words}: {}", list.body);
    }
    let withdraw = fixture.app.post_as(&other.cookie, &format!("{paper}/withdraw"), &[]).await;
    assert_eq!(withdraw.status, StatusCode::FORBIDDEN, "a reason opens it for reading alone");
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let closed =
        access::glass_store::Closed { record: "private-paper/1", title: "A private paper", address: &paper, place: None };
    let by = access::By { actor: "a test", at: fixture.app.state.clock.now() };
    access::glass_store::open(&transaction, other.account, &closed, "Petra is ill and the meeting is tonight.", by)
        .await
        .expect("open");
    transaction.commit().await.expect("it stands");
    let open = fixture.app.get_as(&other.cookie, &paper).await;
    assert!(open.says(&["Lease of the quay", "Petra is ill and the meeting is tonight."]), "{}", open.body);
    // The reason is also shown to everyone who can read the paper.
    assert!(fixture.app.get_as(&fixture.clerk.cookie, &paper).await.says(&["Otto Other", "Petra is ill"]));
    let second = fixture.lease().await;
    assert_eq!(fixture.app.get_as(&other.cookie, &second).await.status, StatusCode::SEE_OTHER, "this one alone");
}

async fn what_is_taken_is_told_by_its_content(on: On) {
    let fixture = site(on).await;
    let fields = [("title", "A picture"), ("board", "board/1"), ("paragraph", "none")];
    for (name, content, message) in [
        ("lease.pdf", b"<html><script>alert(1)</script></html>".as_slice(), "The selected file must be a PDF"),
        ("lease.pdf", b"MZ\x90\x00\x03".as_slice(), "The selected file must be a PDF"),
        ("lease.pdf", b"".as_slice(), "The selected file is empty"),
    ] {
        let refused = fixture.send(&fixture.clerk, &fields, Some((name, content))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(&["<title>Error: Add a paper", message]));
    }
    let none = fixture.send(&fixture.clerk, &[], None).await;
    assert!(none.says(&["Enter a title", "Select a board", "Select why the paper is private", "Select a file"]));
    let exempt = [("title", "A lease"), ("board", "board/1"), ("paragraph", "3")];
    assert!(
        fixture.send(&fixture.clerk, &exempt, Some(("a.pdf", PDF))).await.says(&["the public interest in keeping it private"])
    );
    let text = fixture.send(&fixture.clerk, &fields, Some(("../../etc/passwd\".html", "Notes of the visit\n".as_bytes()))).await;
    let paper = text.location().trim_end_matches("?done=added").to_owned();
    let file = fixture.app.get_as(&fixture.clerk.cookie, &format!("{paper}/file")).await;
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8", "whatever its name");
    assert!(!file.header("content-disposition").contains('/'), "{}", file.header("content-disposition"));
    let large = vec![b'a'; 33 * 1024 * 1024];
    let too_large = fixture.send(&fixture.clerk, &fields, Some(("large.txt", &large))).await;
    assert!(too_large.status.is_client_error(), "{}", too_large.status);
    let only = fixture.app.get_as(&fixture.clerk.cookie, "/papers").await;
    assert!(only.says(&["<strong>1</strong> paper"]), "nothing of what was refused is left");
}

async fn a_nul_in_a_form_with_a_file_is_refused(on: On) {
    let fixture = site(on).await;
    let fields = |title, interest| [("title", title), ("board", "board/1"), ("paragraph", "3"), ("public_interest", interest)];
    for (fields, name) in [
        (fields("A \0 title", "Prices"), "lease.pdf"),
        (fields("Lease", "Pri\0ces"), "lease.pdf"),
        (fields("Lease", "Prices"), "le\0ase.pdf"),
    ] {
        let refused = fixture.send(&fixture.clerk, &fields, Some((name, PDF))).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?} {name:?}");
        // A file name with a NUL makes the header invalid, and the request is refused for that.
        assert!(refused.says(&["NUL character"]) || name.contains('\0'), "{}", refused.body);
    }
    // In a file's content, a NUL is an ordinary byte.
    let added = fixture.send(&fixture.clerk, &fields("Lease", "Prices"), Some(("lease.pdf", b"%PDF-1.7\n\0\0"))).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let long = "a".repeat(70_000);
    let refused = fixture.send(&fixture.clerk, &fields("Lease", &long), Some(("lease.pdf", PDF))).await;
    assert!(refused.status.is_client_error(), "texts beside a file have their limit, too: {}", refused.status);
}

async fn fields_that_the_form_does_not_have_change_nothing(on: On) {
    let fixture = site(on).await;
    let fields = [
        ("title", "Lease"),
        ("board", "board/2"),
        ("paragraph", "none"),
        ("owner", "1"),
        ("withdrawn_at", "2024-01-01"),
        ("is_public", "true"),
    ];
    let refused = fixture.send(&fixture.clerk, &fields, Some(("lease.pdf", PDF))).await;
    assert!(refused.says(&["Select a board"]), "another board is none to choose from");
    let own = [("title", "Lease"), ("board", "board/1"), ("paragraph", "none"), ("owner", "999"), ("is_public", "true")];
    let added = fixture.send(&fixture.clerk, &own, Some(("lease.pdf", PDF))).await;
    let page = fixture.app.get_as(&fixture.clerk.cookie, added.location()).await;
    assert!(page.says(&["by Petra Placeholder", "Not public yet"]));
    assert_eq!(fixture.app.get("/papers/1").await.status, StatusCode::SEE_OTHER);
    let member = fixture.send(&fixture.member, &own, Some(("lease.pdf", PDF))).await;
    assert_eq!(member.status, StatusCode::NOT_FOUND, "a member adds none");
}

async fn lists_counts_and_exports_tell_no_more_than_the_pages(on: On) {
    let fixture = site(on).await;
    fixture.lease().await;
    let other = fixture.app.person("Ben Example", &[("member", Some(board(2)))]).await;
    for address in ["/papers", "/papers?q=lease", "/papers?board=board/1", "/papers?board=board%2F1&q=quay"] {
        let list = fixture.app.get_as(&other.cookie, address).await;
        assert!(list.says(&["<strong>0</strong> papers"]), "{address}");
        assert!(!list.says(&["Lease of the quay"]) && !list.says(&["Harbour Safety Board</td>"]), "{address}");
    }
    assert_eq!(fixture.app.get_as(&other.cookie, "/papers.csv?board=board/1").await.body.lines().count(), 1);
    let own = fixture.app.get_as(&fixture.member.cookie, "/papers.csv").await;
    assert!(own.says(&["Lease of the quay,Harbour Safety Board,\"Exempt, paragraph 3\""]), "{}", own.body);
    // The CSV must not contain formulas that a spreadsheet would run.
    let fields = [("title", "=HYPERLINK(\"https://evil.example\")"), ("board", "board/1"), ("paragraph", "none")];
    fixture.send(&fixture.clerk, &fields, Some(("a.pdf", PDF))).await;
    let csv = fixture.app.get_as(&fixture.member.cookie, "/papers.csv").await;
    assert!(csv.says(&["\"'=HYPERLINK("]), "{}", csv.body);
    // The public search does not find it.
    fixture.app.catch_up().await;
    let admin = fixture.app.person("Adam Inistrator", &[("administrator", None)]).await;
    assert_eq!(fixture.get(&admin, "/papers").await, StatusCode::NOT_FOUND);
}

async fn every_opening_is_in_the_ledger(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    fixture.get(&fixture.member, &paper).await;
    fixture.get(&fixture.member, &format!("{paper}/file")).await;
    let other = fixture.app.person("Ben Example", &[("member", Some(board(2)))]).await;
    fixture.get(&other, &paper).await;
    let sql = "SELECT COUNT(*) FROM ledger_entry WHERE record = 'private-paper/1' AND action = 'consulted' AND actor = $1";
    let consulted = async |who: &Person| {
        let values = [format!("account/{}", who.account).into()];
        db::single::<i64>(fixture.app.state.db.reading(), sql, values).await.expect("a count").expect("a row")
    };
    assert_eq!(consulted(&fixture.member).await, 2);
    assert_eq!(consulted(&other).await, 0, "who was refused did not look");
}

async fn a_withdrawn_paper_is_given_to_nobody(on: On) {
    let fixture = site(on).await;
    let paper = fixture.lease().await;
    let member = fixture.app.post_as(&fixture.member.cookie, &format!("{paper}/withdraw"), &[]).await;
    assert_eq!(member.status, StatusCode::FORBIDDEN, "a member knows of it, and does not withdraw it");
    let clerk = fixture.app.post_as(&fixture.clerk.cookie, &format!("{paper}/withdraw"), &[]).await;
    assert_eq!(clerk.status, StatusCode::SEE_OTHER);
    let before = entries(&fixture).await;
    fixture.app.post_as(&fixture.clerk.cookie, &format!("{paper}/withdraw"), &[]).await;
    assert_eq!(entries(&fixture).await, before, "it is withdrawn once");
    assert_eq!(fixture.get(&fixture.member, &paper).await, StatusCode::NOT_FOUND);
    assert!(fixture.app.get_as(&fixture.clerk.cookie, &paper).await.says(&["This paper was withdrawn"]));
    assert_eq!(fixture.get(&fixture.clerk, &format!("{paper}/file")).await, StatusCode::NOT_FOUND);
}

async fn an_owner_keeps_to_their_own(on: On) {
    let fixture = site(on).await;
    let clerks = fixture.lease().await;
    let officer = fixture.app.person("Oscar Outline", &[("reporting-officer", Some(board(1)))]).await;
    let fields = [("title", "Draft of the report"), ("board", "board/1"), ("paragraph", "none")];
    let added = fixture.send(&officer, &fields, Some(("draft.pdf", PDF))).await;
    let own = added.location().trim_end_matches("?done=added").to_owned();
    assert_eq!(fixture.get(&officer, &own).await, StatusCode::OK);
    assert_eq!(fixture.get(&officer, &clerks).await, StatusCode::NOT_FOUND);
    assert_eq!(fixture.app.post_as(&officer.cookie, &format!("{clerks}/withdraw"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fixture.app.post_as(&officer.cookie, &format!("{own}/shares"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(fixture.app.post_as(&officer.cookie, &format!("{own}/withdraw"), &[]).await.status, StatusCode::SEE_OTHER);
}
