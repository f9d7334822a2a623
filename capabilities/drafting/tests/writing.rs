//! Writing a section: insertions are never lost, figures go to the cursor, charts of own numbers have a source, comments refer to
//! words, and a section is complete when its author says so.

use crate::common;

use axum::http::StatusCode;
use common::{Fixture, hidden, site};
use std::io::{Cursor, Write};
use test_kit::{Answer, On, both_databases, sample_picture};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

both_databases!(
    insertions_at_the_same_moment_are_all_kept,
    a_figure_goes_where_the_cursor_was,
    a_figure_whose_place_has_changed_goes_to_the_end_and_says_so,
    the_finder_shows_the_sentence,
    an_image_goes_where_the_cursor_was,
    a_chart_of_own_numbers_needs_its_source,
    an_earlier_version_restored_late_loses_nothing,
    a_section_is_complete_when_its_author_says_so,
    a_comment_is_about_words,
    a_word_documents_head_fills_the_details,
    documents_imported_at_the_same_moment_are_both_kept,
);

async fn draft(fixture: &Fixture) -> String {
    let (_, item) = fixture.item(false).await;
    fixture.begun(item).await
}

async fn text(fixture: &Fixture, draft: &str, section: usize) -> String {
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/{section}")).await;
    let after = page.split_once("name=\"text\"").and_then(|(_, rest)| rest.split_once('>')).expect("a field").1;
    after
        .split("</textarea>")
        .next()
        .unwrap_or_default()
        .replace("&amp;", "&")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&quot;", "\"")
}

async fn insert(fixture: &Fixture, draft: &str, figure: &str, place: &str) -> Answer {
    fixture.app.post_as(&fixture.officer.cookie, &format!("{draft}/figures"), &[("figure", figure), ("place", place)]).await
}

async fn insertions_at_the_same_moment_are_all_kept(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.write(&fixture.officer, &draft, 2, "The fences are old.").await;
    // Two officers repeatedly save and insert at the same moment.
    let one = insert(&fixture, &draft, "decisions 2023/24", "2|||");
    let two = insert(&fixture, &draft, "meetings-held 2023/24", "2|||");
    let three = insert(&fixture, &draft, "attendance 2023/24", "2|3|1|");
    let four = insert(&fixture, &draft, "actions-given 2023/24", "2|||");
    let address = format!("{draft}/sections/2");
    let saved = fixture.app.post_as(&fixture.clerk.cookie, &address, &[("text", "Mended in May."), ("version", "1")]);
    let (one, two, three, four, saved) = tokio::join!(one, two, three, four, saved);
    let now = text(&fixture, &draft, 2).await;
    for (answer, figure) in [(one, "decisions"), (two, "meetings-held"), (three, "attendance"), (four, "actions-given")] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(now.matches(&format!("[[{figure} 2023/24]]")).count(), 1, "{figure}: {now}");
    }
    // The save is either kept or shown beside the current text.
    match saved.status {
        StatusCode::SEE_OTHER => assert!(now.contains("Mended in May."), "{now}"),
        StatusCode::CONFLICT => assert!(saved.says(&["Mended in May.", "Two versions of this section"]), "{}", saved.body),
        other => panic!("{other}: {}", saved.body),
    }
}

async fn a_figure_goes_where_the_cursor_was(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.write(&fixture.officer, &draft, 2, "Of all, came.\n\nThe é ended.").await;
    // After ‘Of all,’ in the first version.
    let done = insert(&fixture, &draft, "attendance 2023/24", "2|7|1|").await;
    assert_eq!(done.location(), format!("{draft}/sections/2?done=figure"));
    assert_eq!(text(&fixture, &draft, 2).await, "Of all, [[attendance 2023/24]] came.\n\nThe é ended.");
    // A table is a block of its own.
    insert(&fixture, &draft, "decisions 2023/24 table", "2|7|2|").await;
    assert!(text(&fixture, &draft, 2).await.starts_with("Of all,\n\n[[decisions 2023/24 table]]\n\n[[attendance"));
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(page.contains("<template data-reading=\"[[attendance 2023/24]]\">83%</template>"), "as it will read: {page}");
    for wrong in ["", "x", "77|||", "-1|||", "100|||"] {
        assert_eq!(insert(&fixture, &draft, "attendance 2023/24", wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(insert(&fixture, &draft, "no figure", "2|||").await.status, StatusCode::BAD_REQUEST);
    let reading = fixture.page(&fixture.officer, &format!("{draft}/figures/reading?figure=attendance%202023/24")).await;
    assert_eq!(reading, "{\"text\":\"83%\"}");
    let reading = fixture.page(&fixture.officer, &format!("{draft}/figures/reading?figure=none%202023/24")).await;
    assert!(reading.contains("There is no figure called"), "{reading}");
}

async fn a_figure_whose_place_has_changed_goes_to_the_end_and_says_so(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.write(&fixture.officer, &draft, 2, "One two.").await;
    fixture.write(&fixture.clerk, &draft, 2, "Another text.").await;
    let done = insert(&fixture, &draft, "decisions 2023/24", "2|3|1|").await;
    assert!(done.location().ends_with("?done=figure-end"), "{}", done.location());
    assert_eq!(text(&fixture, &draft, 2).await, "Another text. [[decisions 2023/24]]");
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2?done=figure-end")).await;
    assert!(page.contains("The figure was inserted at the end"), "{page}");
}

async fn the_finder_shows_the_sentence(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture
        .write(&fixture.officer, &draft, 2, "It was new. Of all members, came to [[meetings-held 2023/24]] meetings. It ended.")
        .await;
    let found = format!("{draft}/figures?measure=attendance&period=2023/24&section=2&at=27&version=1");
    let page = fixture.page(&fixture.officer, &found).await;
    let sentence = "<p class=\"govuk-body\">Of all members, <strong>83%</strong> came to 2 meetings.</p>";
    assert!(page.contains(sentence), "the sentence alone: {page}");
    assert!(page.contains("value=\"2|27|1|\" selected") && page.contains("Where my cursor is"), "{page}");
    assert!(page.contains("After “It was new.") && page.contains("Number or percentage: 83%"), "{page}");
    assert!(page.contains("action=\"/drafts/1/figures#chosen\""), "it keeps its place: {page}");
    let chart = fixture.page(&fixture.officer, &format!("{found}&form=chart")).await;
    assert!(chart.contains("moothall-bars") && chart.contains("After “"), "{chart}");
}

async fn an_image_goes_where_the_cursor_was(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.write(&fixture.officer, &draft, 2, "One.\n\nTwo.").await;
    let image = sample_picture(8, 8);
    let page = fixture.page(&fixture.officer, &format!("{draft}/files?section=2&at=4&version=1&alone=yes")).await;
    assert!(page.contains("Where my cursor is"), "{page}");
    let fields = [
        ("usage", "picture"),
        ("description", "A fence"),
        ("section", "here"),
        ("from", "2"),
        ("at", "4"),
        ("version", "1"),
        ("alone", "yes"),
    ];
    let address = format!("{draft}/files");
    let sent = fixture.app.upload_as(&fixture.officer.cookie, &address, &fields, Some(("a.png", &image))).await;
    assert_eq!(sent.location(), format!("{draft}/sections/2?done=image"), "{}", sent.body);
    assert_eq!(text(&fixture, &draft, 2).await, "One.\n\n![](picture-1)\n\nTwo.");
    // The place was counted in a text that has changed since, so the page says where the image went instead.
    let late = fixture.app.upload_as(&fixture.officer.cookie, &address, &fields, Some(("a.png", &image))).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "{}", late.body);
    assert_eq!(text(&fixture, &draft, 2).await, "One.\n\n![](picture-1)\n\nTwo.\n\n![](picture-1)");
    assert!(
        fixture.page(&fixture.officer, late.location()).await.contains("The image was inserted at the end"),
        "{}",
        late.location()
    );
}

async fn a_chart_of_own_numbers_needs_its_source(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.written(&draft).await;
    let chart = "The fences.\n\n```chart\nFences mended\nNorth: 1,200\nSouth: 300\n";
    fixture.write(&fixture.officer, &draft, 2, &format!("{chart}```")).await;
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(page.contains("The chart “Fences mended” has no source"), "{page}");
    let refused = fixture.act(&fixture.officer, &draft, "send", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says(&["has no source"]), "{}", refused.body);
    fixture.write(&fixture.officer, &draft, 2, &format!("{chart}Source: depot log, May 2024\n```")).await;
    let preview = fixture.page(&fixture.officer, &format!("{draft}/preview")).await;
    assert!(preview.contains("Fences mended (source: depot log, May 2024)") && preview.contains("moothall-bars"), "{preview}");
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
}

async fn an_earlier_version_restored_late_loses_nothing(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    for words in ["First.", "Second.", "Third."] {
        fixture.write(&fixture.officer, &draft, 2, words).await;
    }
    let address = format!("{draft}/sections/2/restore");
    let late = fixture.app.post_as(&fixture.officer.cookie, &address, &[("version", "1"), ("seen", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody has written since");
    assert!(late.says(&["First.", "Third.", "Two versions of this section"]), "{}", late.body);
    assert_eq!(text(&fixture, &draft, 2).await, "Third.");
}

async fn a_section_is_complete_when_its_author_says_so(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    let list = fixture.page(&fixture.officer, &draft).await;
    assert!(!list.contains("Completed"), "neither the template’s words nor anything else makes a section complete: {list}");
    assert!(list.contains("In progress") && list.contains("Not started"), "{list}");
    fixture.write(&fixture.officer, &draft, 0, "To look.").await;
    assert!(!fixture.page(&fixture.officer, &draft).await.contains("Completed"));
    let address = format!("{draft}/sections/0");
    let page = fixture.page(&fixture.officer, &address).await;
    let version = hidden(&page, "version").to_owned();
    let fields = [("text", "To look."), ("version", version.as_str()), ("complete", "yes")];
    let done = fixture.done(&fixture.officer, &address, &fields).await;
    assert_eq!(done.location(), format!("{draft}?done=completed"));
    assert!(fixture.page(&fixture.officer, &draft).await.contains("Completed"));
    // Autosave leaves the mark alone, and a save without it removes it.
    let script = [("text", "To look again."), ("version", version.as_str()), ("script", "yes")];
    assert_eq!(fixture.app.post_as(&fixture.officer.cookie, &address, &script).await.status, StatusCode::OK);
    assert!(fixture.page(&fixture.officer, &draft).await.contains("Completed"));
    fixture.write(&fixture.officer, &draft, 0, "To look once more.").await;
    assert!(!fixture.page(&fixture.officer, &draft).await.contains("Completed"));
}

async fn a_comment_is_about_words(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    fixture.write(&fixture.officer, &draft, 2, "The **fences** are old & rotten.").await;
    let form = fixture.page(&fixture.clerk, &format!("{draft}/comments?section=2&quote=fences%20are%20old%20%26")).await;
    assert!(form.contains("“fences are old &amp;”"), "{form}");
    let fields = [("section", "2"), ("words", "are old & rotten"), ("text", "How old?")];
    fixture.done(&fixture.clerk, &format!("{draft}/comments"), &fields).await;
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(page.contains("<mark class=\"moothall-commented\">are old &amp; rotten</mark>"), "{page}");
    assert!(page.contains("Petra Placeholder") && page.contains("How old?"), "{page}");
    fixture.write(&fixture.officer, &draft, 2, "They are new.").await;
    assert!(fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await.contains("(these words have changed)"));
    fixture.done(&fixture.officer, &format!("{draft}/comments"), &[("resolve", "1")]).await;
    let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
    assert!(!page.contains("How old?"), "{page}");
    // A comment is resolved once, and the ledger says so once.
    let again = fixture.app.post_as(&fixture.clerk.cookie, &format!("{draft}/comments"), &[("resolve", "1")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let sql = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%comment resolved%'";
    assert_eq!(common::single::<i64>(&fixture.app, sql).await, 1);
}

/// Returns a Word document with this body.
fn docx(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    write!(zip, "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").expect("written");
    zip.finish().expect("a file").into_inner()
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|words| format!("<w:tc>{}</w:tc>", paragraph(words))).collect();
    format!("<w:tr>{}</w:tr>", cells.concat())
}

async fn a_word_documents_head_fills_the_details(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    let rows = [
        row(&["REPORT TO:", "Another Board"]),
        row(&["DATE:", "12 March 2024"]),
        row(&["REPORTING OFFICER:", "Director of Harbours"]),
        row(&["PORTFOLIO:", "Safer Quays"]),
        row(&["SUBJECT:", "The fences of the north quay"]),
        row(&["WARD(S):", "North"]),
    ];
    let body = format!("<w:tbl>{}</w:tbl>{}", rows.concat(), paragraph("The fences are old."));
    let sent =
        fixture.app.upload_as(&fixture.officer.cookie, &format!("{draft}/import"), &[], Some(("a.docx", &docx(&body)))).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.says(&["Word document imported", "Director of Harbours", "Not used: Harbour Safety Board"]), "{}", sent.body);
    assert!(!sent.says(&["Not used: 12 March 2024"]), "the day is the meeting’s: {}", sent.body);
    let details = fixture.page(&fixture.officer, &format!("{draft}/particulars")).await;
    for words in ["Director of Harbours", "Safer Quays", "The fences of the north quay", "value=\"North\""] {
        assert!(details.contains(words), "{words}: {details}");
    }
    let section = text(&fixture, &draft, 2).await;
    assert!(
        section.contains("The fences are old.") && !section.contains("REPORT TO") && !section.contains("Director"),
        "{section}"
    );
    assert!(!fixture.page(&fixture.officer, &draft).await.contains("Completed"));
}

async fn documents_imported_at_the_same_moment_are_both_kept(on: On) {
    let fixture = site(on).await;
    let draft = draft(&fixture).await;
    let address = format!("{draft}/import");
    let documents = ["The fences are old.", "The lamps are new."].map(|words| docx(&paragraph(words)));
    let [one, two] = &documents;
    let (one, two) = tokio::join!(
        fixture.app.upload_as(&fixture.officer.cookie, &address, &[], Some(("a.docx", one))),
        fixture.app.upload_as(&fixture.clerk.cookie, &address, &[], Some(("b.docx", two)))
    );
    assert_eq!((one.status, two.status), (StatusCode::OK, StatusCode::OK), "{} {}", one.body, two.body);
    let kept: i64 = common::single(
        &fixture.app,
        "SELECT COUNT(*) FROM report_text WHERE section = 2 AND (text LIKE '%fences are old%' OR text LIKE '%lamps are new%')",
    )
    .await;
    assert_eq!(kept, 2, "one is the current text and the other an earlier version");
}
