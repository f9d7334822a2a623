//! Images and attachments of reports over HTTP: uploading, describing, access, publication with the report, copying, and import
//! from Word documents; and what must not happen.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::{Fixture, single, site};
use test_kit::{Answer, On, Person, both_databases, sample_picture};

both_databases!(
    a_picture_is_private_until_its_report_is_public,
    a_file_goes_with_its_report,
    what_is_no_picture_or_has_no_words_is_refused,
    a_report_with_a_picture_that_is_missing_is_not_handed_in,
    a_changed_picture_asks_for_clearance_again,
    a_private_reports_picture_stays_private,
    a_copy_takes_its_pictures_over,
    a_word_documents_pictures_and_marks_are_taken_in,
    charts_intervals_and_decimals_stand_in_a_report,
);

async fn put_in(fixture: &Fixture, who: &Person, draft: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
    fixture.app.upload_as(&who.cookie, &format!("{draft}/files"), fields, Some(file)).await
}

/// Inserts an image at the end of a section. Returns the address of its file.
async fn pictured(fixture: &Fixture, draft: &str, section: &str) -> String {
    let fields = [("usage", "picture"), ("description", "The fence at Mill Lane"), ("section", section)];
    let added = put_in(fixture, &fixture.officer, draft, &fields, ("fence.png", &sample_picture(60, 40))).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let hash: String =
        single(&fixture.app, "SELECT hash FROM report_draft_file ORDER BY made_at DESC, number DESC LIMIT 1").await;
    format!("/pictures/{hash}")
}

async fn a_picture_is_private_until_its_report_is_public(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let address = pictured(&fixture, &draft, "2").await;
    let section = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(section.contains("![](picture-1)") && section.contains(&format!("src=\"{address}\"")), "{section}");
    let files = fixture.page(&fixture.officer, &format!("{draft}/files")).await;
    assert!(files.contains("alt=\"The fence at Mill Lane\"") && files.contains("60 by 40 pixels"), "{files}");
    let seen = fixture.app.get_as(&fixture.officer.cookie, &address).await;
    assert_eq!((seen.status, seen.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(seen.header("cache-control").contains("no-store") && seen.header("content-security-policy").contains("sandbox"));
    assert_eq!(fixture.app.get(&address).await.status, StatusCode::NOT_FOUND, "nobody sees it before the report is public");
    assert_eq!(
        fixture.app.get_as(&fixture.finance.cookie, &address).await.status,
        StatusCode::NOT_FOUND,
        "it has not come to finance"
    );

    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixture.app.get_as(&fixture.head.cookie, &address).await.status, StatusCode::OK, "who clears it sees it");
    fixture.cleared(&draft).await;
    assert_eq!(fixture.publish(&meeting, "").await.status, StatusCode::SEE_OTHER);
    let report = fixture.app.get("/reports/1").await;
    assert!(report.says(&[&format!("src=\"{address}\""), "alt=\"The fence at Mill Lane\""]), "{}", report.body);
    let public = fixture.app.get(&address).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.header("cache-control").contains("immutable"));
    assert_eq!(fixture.app.get(&address.replace("/pictures/", "/pictures/x")).await.status, StatusCode::NOT_FOUND);
}

async fn a_file_goes_with_its_report(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let fields = [("usage", "attachment"), ("description", "Counts by fence")];
    let added = put_in(&fixture, &fixture.officer, &draft, &fields, ("../counts (1).txt", b"Mill Lane: 3\n")).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let files = fixture.page(&fixture.clerk, &format!("{draft}/files")).await;
    let address = files.split("href=\"/attachments/").nth(1).and_then(|after| after.split('"').next()).expect("a link");
    let address = format!("/attachments/{address}");
    assert_eq!(fixture.app.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fixture.app.get_as(&fixture.legal.cookie, &address).await.status, StatusCode::NOT_FOUND);
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    fixture.publish(&meeting, "").await;
    let report = fixture.app.get("/reports/1").await;
    assert!(report.says(&["Counts by fence", &address, "Files published with this report", "13 bytes"]), "{}", report.body);
    let had = fixture.app.get(&address).await;
    assert_eq!((had.status, had.body.as_str()), (StatusCode::OK, "Mill Lane: 3\n"));
    assert_eq!(had.header("content-disposition"), "attachment; filename=\"counts (1).txt\"");
    let in_place = fixture.app.get(address.replace("/attachments/", "/pictures/").rsplit_once('/').expect("a name").0).await;
    assert_eq!(in_place.status, StatusCode::NOT_FOUND, "only pictures are shown in their place");
}

async fn what_is_no_picture_or_has_no_words_is_refused(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let refused = |fields: Vec<(&'static str, &'static str)>, content: Vec<u8>| {
        let (fixture, draft) = (&fixture, &draft);
        async move { put_in(fixture, &fixture.officer, draft, &fields, ("a.png", &content)).await }
    };
    let cases = [
        (vec![("usage", "picture"), ("description", "")], sample_picture(4, 4), "Enter a description of the image"),
        (vec![("usage", "picture"), ("description", "x")], b"<svg onload=alert(1)>".to_vec(), "must be a PNG or JPEG"),
        (vec![("usage", "picture"), ("description", "x")], Vec::new(), "The selected file is empty"),
        (vec![("usage", "attachment"), ("description", "x")], b"<html><script>".to_vec(), "The selected file must be a PDF"),
        (vec![("usage", "attachment"), ("description", "")], b"words".to_vec(), "Enter a title"),
        (vec![("description", "x")], sample_picture(4, 4), "Select what you want to upload"),
        (
            vec![("usage", "picture"), ("description", "x"), ("section", "77")],
            sample_picture(4, 4),
            "Select where to insert the image",
        ),
    ];
    for (fields, content, words) in cases {
        let answer = refused(fields, content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    let none: i64 = single(&fixture.app, "SELECT COUNT(*) FROM report_draft_file").await;
    assert_eq!(none, 0, "nothing is half written");
    let fields = [("usage", "picture"), ("description", "x")];
    let stranger = put_in(&fixture, &fixture.legal, &draft, &fields, ("a.png", &sample_picture(4, 4))).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let missing = fixture.app.post_as(&fixture.officer.cookie, &format!("{draft}/files/7"), &[("act", "remove")]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

async fn a_report_with_a_picture_that_is_missing_is_not_handed_in(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    pictured(&fixture, &draft, "2").await;
    fixture.done(&fixture.officer, &format!("{draft}/files/1"), &[("act", "remove")]).await;
    let section = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(section.contains("“picture-1” is not an image of this report"), "{section}");
    let refused = fixture.act(&fixture.officer, &draft, "send", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(page.contains("Fix these before you send the report") && page.contains("picture-1"), "{page}");
    fixture.write(&fixture.officer, &draft, 2, "The fences are old. [[no-such-measure 2023/24]]").await;
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    fixture.write(&fixture.officer, &draft, 2, "The fences are old.").await;
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
}

async fn a_changed_picture_asks_for_clearance_again(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    pictured(&fixture, &draft, "2").await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.act(&fixture.head, &draft, "clear", "").await;
    let words = [("act", "describe"), ("description", "The fence, mended")];
    fixture.done(&fixture.officer, &format!("{draft}/files/1"), &words).await;
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    assert!(page.contains("Needs clearing again"), "{page}");
    let empty = [("act", "describe"), ("description", " ")];
    let refused = fixture.app.post_as(&fixture.officer.cookie, &format!("{draft}/files/1"), &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let not_theirs = fixture.app.post_as(&fixture.head.cookie, &format!("{draft}/files/1"), &words).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN, "who clears it changes nothing");
}

async fn a_private_reports_picture_stays_private(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(true).await;
    let draft = fixture.begun_in_private(item).await;
    fixture.written(&draft).await;
    let address = pictured(&fixture, &draft, "2").await;
    let fields = [("usage", "attachment"), ("description", "Prices by fence")];
    put_in(&fixture, &fixture.officer, &draft, &fields, ("prices.txt", b"Mill Lane: 300\n")).await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    assert_eq!(fixture.publish(&meeting, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixture.app.get(&address).await.status, StatusCode::NOT_FOUND);
    let member = fixture.app.person("Ada Sample", &[("member", Some(Place::new("board", 1)))]).await;
    let private = fixture.page(&member, &format!("{meeting}/private")).await;
    assert!(private.contains(&address), "{private}");
    assert_eq!(
        fixture.app.get_as(&member.cookie, &address).await.status,
        StatusCode::OK,
        "a member sees what the private paper shows"
    );
    let file = private.split("/attachments/").nth(1).and_then(|after| after.split('"').next()).expect("a link to the file");
    let file = format!("/attachments/{file}");
    assert_eq!(fixture.app.get_as(&member.cookie, &file).await.body, "Mill Lane: 300\n");
    assert_eq!(fixture.app.get(&file).await.status, StatusCode::NOT_FOUND);
    let other = fixture.app.person("Otto Elsewhere", &[("member", Some(Place::new("board", 9)))]).await;
    for address in [&address, &file] {
        assert_eq!(fixture.app.get_as(&other.cookie, address).await.status, StatusCode::NOT_FOUND);
    }
}

async fn a_copy_takes_its_pictures_over(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let address = pictured(&fixture, &draft, "2").await;
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    fixture.publish(&meeting, "").await;
    let fields = [("kind", "report"), ("title", "Fences again"), ("lead_officer", "Harbour Master")];
    fixture.done(&fixture.clerk, &format!("{meeting}/items/add"), &fields).await;
    let next: i64 = single(&fixture.app, "SELECT MAX(id) FROM draft_item").await;
    let begun =
        fixture.done(&fixture.officer, &format!("/drafts/begin/{next}"), &[("kind", "report"), ("copy", "report/1")]).await;
    let copy = begun.location().trim_end_matches("?done=begun").to_owned();
    let section = fixture.page(&fixture.officer, &format!("{copy}/sections/2")).await;
    assert!(section.contains("](picture-1)") && section.contains(&format!("src=\"{address}\"")), "{section}");
    assert!(fixture.page(&fixture.officer, &format!("{copy}/files")).await.contains("The fence at Mill Lane"));
}

async fn a_word_documents_pictures_and_marks_are_taken_in(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let content = include_bytes!("../../../base/word/tests/files/report.docx");
    let address = format!("{draft}/import");
    let taken = fixture.app.upload_as(&fixture.officer.cookie, &address, &[], Some(("lamps.docx", content))).await;
    assert!(taken.says(&["Word document imported", "1 image"]), "{}", taken.body);
    assert!(!taken.body.contains("Not imported"), "{}", taken.body);
    fixture.app.upload_as(&fixture.officer.cookie, &address, &[], Some(("lamps.docx", content))).await;
    let files = fixture.page(&fixture.officer, &format!("{draft}/files")).await;
    assert!(files.contains("A lamp on the quay at night"), "{files}");
    assert!(!files.contains("picture-2"), "taken in again, a picture is there already: {files}");
    let preview = fixture.page(&fixture.officer, &format!("{draft}/preview")).await;
    for words in ["alt=\"A lamp on the quay at night\"", "<strong>Bold words</strong>", "href=\"https://ashmere.example/lamps\""]
    {
        assert!(preview.contains(words), "{words}: {preview}");
    }
    for (content, words) in [
        (&content[..4_000], "This is not a Word document (.docx)"),
        (b"hello".as_slice(), "This is not a Word document (.docx)"),
        (b"".as_slice(), "The selected file is empty"),
    ] {
        let refused = fixture.app.upload_as(&fixture.officer.cookie, &address, &[], Some(("x.docx", content))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
}

async fn charts_intervals_and_decimals_stand_in_a_report(on: On) {
    let fixture = site(on).await;
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let text = "Of those invited [[attendance 2023/24 interval decimals=1]] came.\n\n[[attendance 2023/24 chart]]\n\n**Mind** the *gap*.";
    fixture.write(&fixture.officer, &draft, 2, text).await;
    let found = format!("{draft}/figures?measure=attendance&period=2023/24&form=interval&decimals=1");
    let page = fixture.page(&fixture.officer, &found).await;
    assert!(page.contains("83.3% (likely range") && page.contains("[[attendance 2023/24 decimals=1 interval]]"), "{page}");
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    fixture.publish(&meeting, "").await;
    let report = fixture.app.get("/reports/1").await;
    for words in ["83.3% (likely range", "moothall-bars", "Chart data as a table", "<strong>Mind</strong>", "<em>gap</em>"] {
        assert!(report.body.contains(words), "{words}: {}", report.body);
    }
    let source = fixture.app.get("/reports/1/figures/1").await;
    assert!(source.says(&["nearest tenth of a per cent", "Likely range (95%)", "moothall-bars"]), "{}", source.body);
}
