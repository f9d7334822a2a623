//! Files as papers of agenda items through HTTP, with the program's own children: uploaded, ordered, shown before publishing,
//! published in pack, supplement and exempt pack, replaced, downloaded together; and what must not happen.

mod fixture;
mod packs;

use axum::http::StatusCode;
use fixture::{Fixture, fixture, newest, plan, unzipped, word_document};
use meetings::preparation;
use test_kit::{On, Sample, both_databases, last_part, sample_pdf, scanned_pdf, while_open};

both_databases!(
    files_are_uploaded_ordered_previewed_and_published,
    a_new_version_needs_a_reason_and_comes_as_a_supplement,
    a_private_items_files_reach_nobody_else,
    what_cannot_be_printed_is_refused_and_said,
    a_file_that_is_published_at_the_same_moment_is_not_removed,
    of_two_new_versions_at_the_same_moment_both_are_kept,
);

async fn files_are_uploaded_ordered_previewed_and_published(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let without = fixture.upload(&files, "", "plan.pdf", &plan("x")).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.says(&["Enter a title"]), "{}", without.body);
    let drawing = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The plan of the fences")).await;
    fixture.uploaded(&files, "Photographs", "scan.pdf", &scanned_pdf()).await;
    fixture.uploaded(&files, "Notes of the visit", "notes.docx", &word_document("The gate was open.")).await;
    let page = fixture.page(&fixture.clerk, &files).await;
    for words in ["Plan of the fences", "PDF, 2 pages", "Word document", "Not fully accessible"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let last = newest(&fixture.app, "item_file").await;
    let moved = fixture.app.post_as(&fixture.clerk.cookie, &format!("{files}/{last}/move"), &[("to", "up")]).await;
    assert!(moved.location().ends_with(&format!("#file-{last}")), "its place is kept: {}", moved.location());
    let page = fixture.page(&fixture.clerk, &files).await;
    assert!(page.find("Notes of the visit") < page.find("Photographs"), "{page}");
    assert_eq!(fixture.app.get(&drawing).await.location().split('?').next(), Some("/sign-in"));

    // The check reports what is not accessible and previews the actual pack, and none of it is public.
    let check = fixture.page(&fixture.clerk, &format!("{}/prepare/check", fixture.meeting)).await;
    for words in ["“Photographs” is not fully accessible", "scanned images", "Preview pack", "pages"] {
        assert!(check.contains(words), "{words}: {check}");
    }
    let preview =
        test_kit::words_of_pdf(&fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/pack.pdf", fixture.meeting)).await);
    assert!(preview.contains("The plan of the fences") && preview.contains("The gate was open."), "{preview}");
    assert_eq!(newest_publication_of(&fixture, "item-file").await, 0, "a preview publishes nothing");
    assert!(!fixture.public(&fixture.meeting).await.contains("Plan of the fences"));
    assert!(fixture.app.faults().await.is_empty());

    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let place = |words: &str| pack.find(words).unwrap_or_else(|| panic!("{words}: {pack}"));
    assert!(
        place("The plan of the fences") < place("The gate was open.") && place("The gate was open.") < place("scanned images")
    );
    let pages: Vec<&str> = pack.split('\u{C}').filter(|page| !page.trim().is_empty()).collect();
    for (number, page) in (1..).zip(&pages) {
        assert!(page.trim_end().ends_with(&format!("Page {number}")), "page {number}: {page}");
    }
    let meeting = fixture.public(&fixture.meeting).await;
    for words in
        ["Plan of the fences", "PDF, 2 pages", "Not fully accessible.", "Download all papers", "ZIP", "Agenda as a Word document"]
    {
        assert!(meeting.contains(words), "{words}: {meeting}");
    }
    let own = fixture.page(&fixture.member, &format!("/my{}", fixture.meeting)).await;
    for words in ["href=\"/agenda-files/1\"", "Plan of the fences", "PDF, 2 pages"] {
        assert!(own.contains(words), "{words}: {own}");
    }
    let scan = fixture.public("/agenda-files/2").await;
    assert!(scan.contains("scanned images") && scan.contains("ask for it in another format"), "{scan}");
    assert!(fixture.public("/agenda-files/3").await.contains("The gate was open."));
    let zip = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    let names: Vec<&str> = zip.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["01-agenda-and-papers.pdf", "02-plan-of-the-fences.pdf", "03-photographs.pdf"],
        "a Word document is in the pack"
    );
    assert_eq!(zip[1].1, plan("The plan of the fences"));
    let agenda = fixture.bytes(None, &format!("{}/agenda.docx", fixture.meeting)).await;
    assert!(format!("{:?}", word::read(&agenda).expect("a Word document").blocks).contains("Fences of the quay"));
    fixture.app.catch_up().await;
    assert!(fixture.public("/search?q=photographs").await.contains("/agenda-files/2"));
}

async fn newest_publication_of(fixture: &Fixture, kind: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM publication WHERE kind = $1";
    db::single::<i64>(fixture.app.state.db.reading(), sql, [kind.into()]).await.expect("read").expect("a count")
}

async fn a_new_version_needs_a_reason_and_comes_as_a_supplement(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The first plan")).await;
    fixture.publish("").await;
    let before = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let removed = fixture.app.post_as(&fixture.clerk.cookie, &format!("{file}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(removed.says(&["This file has been published"]), "{}", removed.body);

    let replace = format!("{file}/replace");
    let second = plan("The second plan");
    let upload = |reason: &'static str, content: Vec<u8>| {
        let (fixture, replace) = (&fixture, &replace);
        async move { fixture.app.upload_as(&fixture.clerk.cookie, replace, &[("reason", reason)], Some(("plan.pdf", &content))).await }
    };
    assert!(upload("", second.clone()).await.says(&["Enter a reason"]));
    assert!(upload("x", plan("The first plan")).await.says(&["is the same as the current version"]));
    assert_eq!(upload("A gate was missing", second.clone()).await.status, StatusCode::SEE_OTHER);
    let page = fixture.page(&fixture.clerk, &file).await;
    assert!(page.contains("Version 2") && page.contains("Not published yet") && page.contains("A gate was missing"), "{page}");
    assert!(!fixture.public("/agenda-files/1").await.contains("A gate was missing"), "until it is published");
    assert_eq!(fixture.bytes(Some(&fixture.clerk), &format!("{file}/1")).await, plan("The first plan"), "both are kept");

    fixture.followed_by("rita@mail.example").await;
    fixture.publish("A plan was replaced").await;
    assert_eq!(subscriptions::notify(&fixture.app.state).await.expect("followers are told"), 1);
    let told = &mail::all(fixture.app.state.db.reading(), 1).await.expect("mails")[0];
    let names_it = told.text.contains("Paper: Plan of the fences");
    assert!(told.subject.starts_with("Papers added to the agenda: ") && names_it, "{told:?}");
    let supplement = fixture.print(&format!("{}/supplements/1", fixture.meeting)).await;
    assert!(supplement.contains("The second plan") && !supplement.contains("The first plan"), "{supplement}");
    let pages = |pack: &str| pack.split('\u{C}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>();
    for (number, page) in (pages(&before).len() + 1..).zip(pages(&supplement)) {
        assert!(page.trim_end().ends_with(&format!("Page {number}")), "page {number}: {page}");
    }
    assert_eq!(fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await, before, "the pack stays as it was");
    let public = fixture.public("/agenda-files/1").await;
    assert!(public.contains("Version 2") && public.contains("A gate was missing"), "{public}");
    let check = fixture.page(&fixture.clerk, &format!("{}/prepare/check", fixture.meeting)).await;
    assert!(check.contains("there will be no supplement"), "{check}");
}

async fn a_private_items_files_reach_nobody_else(on: On) {
    let fixture = fixture(on).await;
    fixture.item("Fences of the quay", &[]).await;
    let files = fixture.private_item().await;
    let content = plan("SECRETRENT");
    let file = fixture.uploaded(&files, "SECRETLIST of rents", "secretname.pdf", &content).await;
    for who in [&fixture.member, &fixture.officer] {
        for address in [&files, &file, &format!("{file}/1"), &format!("{}/prepare/exempt-pack.pdf", fixture.meeting)] {
            let answer = fixture.app.get_as(&who.cookie, address).await;
            assert!(!answer.status.is_success() && !answer.says(&["SECRET"]), "{address}: {}", answer.body);
        }
    }
    let preview =
        test_kit::words_of_pdf(&fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/pack.pdf", fixture.meeting)).await);
    assert!(!preview.contains("SECRET"), "{preview}");
    let exempt = test_kit::words_of_pdf(
        &fixture.bytes(Some(&fixture.clerk), &format!("{}/prepare/exempt-pack.pdf", fixture.meeting)).await,
    );
    assert!(exempt.contains("SECRETRENT") && exempt.contains("SECRETLIST"), "{exempt}");
    fixture.publish("").await;
    fixture.app.catch_up().await;
    assert!(!fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await.contains("SECRET"));
    for address in [&fixture.meeting, "/search?q=SECRETLIST", "/agenda-files/1", "/ledger"] {
        assert!(!fixture.app.get(address).await.says(&["SECRETLIST of rents"]), "{address}");
    }
    assert_eq!(fixture.app.get("/agenda-files/1").await.status, StatusCode::NOT_FOUND);
    let hash = files::hash(&content);
    let stolen = format!("/attachments/{hash}/secretname.pdf");
    for who in [&fixture.clerk, &fixture.member, &fixture.officer] {
        assert_eq!(fixture.app.get_as(&who.cookie, &stolen).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(fixture.app.get(&stolen).await.status, StatusCode::NOT_FOUND);
    let public = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    assert!(
        public.iter().all(|(name, content)| !name.contains("secret") && !test_kit::words_of_pdf(content).contains("SECRET")),
        "{public:?}"
    );

    // A member of the board is entitled to it, alone and with all other papers.
    let own = fixture.page(&fixture.member, &format!("/my{}", fixture.meeting)).await;
    assert!(!own.contains("/agenda-files/") && own.contains("/private#item-"), "{own}");
    let page = fixture.page(&fixture.member, &format!("{}/private", fixture.meeting)).await;
    assert!(page.contains("SECRETLIST of rents") && page.contains("/private-files/1"), "{page}");
    let own = format!("{}/private-files/1", fixture.meeting);
    assert_eq!(fixture.bytes(Some(&fixture.member), &own).await, content);
    assert!(!fixture.app.get_as(&fixture.officer.cookie, &own).await.status.is_success());
    let id = fixture.meeting.trim_start_matches("/meetings/");
    let zip = unzipped(fixture.bytes(Some(&fixture.member), &format!("/my/meetings/{id}/papers.zip")).await);
    assert!(zip.iter().any(|(_, content)| test_kit::words_of_pdf(content).contains("SECRETRENT")), "the exempt pack is in it");
    assert!(!fixture.app.get_as(&fixture.officer.cookie, &format!("/my/meetings/{id}/papers.zip")).await.status.is_success());
}

async fn what_cannot_be_printed_is_refused_and_said(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let script = sample_pdf(&["x"], Sample { catalog: "/OpenAction <</S /JavaScript /JS (app.alert(1))>>", ..Sample::default() });
    let pictured = {
        let mut content = word_document("Words");
        content.truncate(content.len() / 2);
        content
    };
    let cases: [(&str, &[u8], &str); 7] = [
        ("empty", b"", "The selected file is empty"),
        ("a picture", b"\x89PNG\r\n\x1a\n....", "must be a PDF or a Word document"),
        ("a page", b"<html><script>", "must be a PDF or a Word document"),
        ("damaged", b"%PDF-1.7\nnothing at all", "damaged"),
        ("a script", &script, "JavaScript"),
        ("half a document", &pictured, "Word"),
        ("old Word", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], ".docx"),
    ];
    for (what, content, told) in cases {
        let answer = fixture.upload(&files, "Title", "file.pdf", content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.body);
        assert!(answer.says(&[told]), "{what}: {}", answer.body);
    }
    // A paragraph too long for any page is reported when the file is uploaded, not when it is published.
    let long = fixture.upload(&files, "Title", "long.docx", &word_document(&"A long word. ".repeat(2_000))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", long.body);
    assert!(long.says(&["break it into paragraphs", "save it as a PDF"]), "{}", long.body);
    assert!(fixture.page(&fixture.clerk, &files).await.contains("No files yet."));
    // Pages that refer to themselves endlessly are refused with a sentence, and the program continues.
    let endless =
        test_kit::pdf_of(&["<</Type /Catalog /Pages 2 0 R>>".to_owned(), "<</Type /Pages /Kids [2 0 R] /Count 1>>".to_owned()]);
    let answer = fixture.upload(&files, "Title", "file.pdf", &endless).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    fixture.uploaded(&files, "Plan", "plan.pdf", &plan("A good one")).await;
    let others = fixture.app.upload_as(&fixture.officer.cookie, &files, &[("title", "x")], Some(("plan.pdf", &plan("x")))).await;
    assert_eq!(others.status, StatusCode::FORBIDDEN, "{}", others.body);
    let elsewhere = files.replace("/items/", "/items/9");
    assert_eq!(fixture.upload(&elsewhere, "x", "plan.pdf", &plan("x")).await.status, StatusCode::NOT_FOUND);
}

/// Begins a transaction that changes the agenda of the meeting with this statement about a file.
async fn changing(fixture: &Fixture, sql: &str, file: &str) -> db::WriteTransaction {
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let meeting = last_part(&fixture.meeting).parse().expect("a key");
    preparation::store::hold(&transaction, meeting).await.expect("held");
    let file: i64 = last_part(file).parse().expect("a key");
    db::execute(&transaction, sql, [file.into()]).await.expect("changed");
    let by = access::By { actor: "a test", at: fixture.app.state.clock.now() };
    preparation::store::note_change(&transaction, meeting, "a file", by).await.expect("noted");
    transaction
}

async fn a_file_that_is_published_at_the_same_moment_is_not_removed(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The plan")).await;
    let published = changing(&fixture, "UPDATE item_file SET is_published = (1 = 1) WHERE id = $1", &file).await;
    let remove = format!("{file}/remove");
    let removed = while_open(published, fixture.app.post_as(&fixture.clerk.cookie, &remove, &[])).await;
    assert_eq!(removed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", removed.body);
    assert!(removed.says(&["This file has been published"]), "{}", removed.body);
    assert!(fixture.page(&fixture.clerk, &file).await.contains("Version 1"));
}

async fn of_two_new_versions_at_the_same_moment_both_are_kept(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The plan")).await;
    // A file with these bytes has been inspected before, so the new version is not held up by that.
    let second = plan("The second plan");
    fixture.uploaded(&files, "Another plan", "plan.pdf", &second).await;
    let columns = "name, content_type, size, content, reason, added_by, added_at";
    let sql = format!(
        "INSERT INTO item_file_version (item_file_id, number, hash, {columns}) SELECT item_file_id, number + 1, 'another', {columns} \
         FROM item_file_version WHERE item_file_id = $1"
    );
    let replaced = changing(&fixture, &sql, &file).await;
    let (replace, upload) = (format!("{file}/replace"), Some(("plan.pdf", second.as_slice())));
    let answer = while_open(replaced, fixture.app.upload_as(&fixture.clerk.cookie, &replace, &[], upload)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = fixture.page(&fixture.clerk, &file).await;
    assert!(page.contains("Version 2") && page.contains("Version 3"), "{page}");
}
