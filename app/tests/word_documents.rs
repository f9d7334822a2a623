//! Word documents imported into drafts, read in children of the program: a hostile one delays nobody, and its sender gets an
//! error.

use access::Place;
use axum::http::StatusCode;
use moothall::commands::confined::READ_WORD;
use moothall::{demonstration, pages, wiring};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use test_kit::{On, Person, TestApp, both_databases};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

both_databases!(a_hostile_document_is_refused_and_holds_up_no_colleague);

/// Returns a document with this body.
fn docx(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    write!(zip, "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").expect("written");
    zip.finish().expect("a file").into_inner()
}

/// Creates a report for a person, and returns the address at which a document is imported into it.
async fn import(app: &TestApp, clerk: &Person, who: &Person, meeting: &str, title: &str) -> String {
    let fields = [("kind", "report"), ("title", title), ("lead_officer", "Harbour Master")];
    let added = app.post_as(&clerk.cookie, &format!("{meeting}/items/add"), &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let item =
        db::single::<i64>(app.state.db.reading(), "SELECT MAX(id) FROM draft_item", []).await.expect("read").expect("an item");
    let begun = app.post_as(&who.cookie, &format!("/drafts/begin/{item}"), &[("kind", "report"), ("copy", "")]).await;
    format!("{}/import", begun.location().trim_end_matches("?done=begun"))
}

async fn a_hostile_document_is_refused_and_holds_up_no_colleague(on: On) {
    let app = TestApp::set_up(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z", None, |parts| {
        let program = env!("CARGO_BIN_EXE_moothall").into();
        parts.word = word::Reader::confined(program, READ_WORD.map(Into::into).to_vec());
    })
    .await;
    let first = demonstration::read().expect("the demonstration reads").clock;
    app.state.load_demonstration(first).await.expect("the demonstration loads");
    let board = || Some(Place::new("board", 1));
    let clerk = app.person("Petra Placeholder", &[("clerk", board())]).await;
    let busy = app.person("Oscar Outline", &[("reporting-officer", board())]).await;
    let colleague = app.person("Olga Officer", &[("reporting-officer", board())]).await;
    let fields = [("days", "10 September 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
    let laid_out = app.post_as(&clerk.cookie, "/boards/safer-policy-and-performance-board/calendar", &fields).await;
    assert_eq!(laid_out.status, StatusCode::SEE_OTHER, "{}", laid_out.body);
    let meeting =
        db::single::<i64>(app.state.db.reading(), "SELECT MAX(id) FROM meeting", []).await.expect("read").expect("a meeting");
    let meeting = format!("/meetings/{meeting}");
    let own = import(&app, &clerk, &busy, &meeting, "Lamps").await;
    let other = import(&app, &clerk, &colleague, &meeting, "Fences").await;

    let attributes = (0..300_000).map(|number| format!(" w:a{number}=\"x\"")).collect::<Vec<_>>().concat();
    let hostile = docx(&format!("<w:p{attributes}/>"));
    let begun = Instant::now();
    let answer = app.upload_as(&busy.cookie, &own, &[], Some(("x.docx", &hostile))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says(&["an element has more attributes than are read"]), "{}", answer.body);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());

    // A person who uploads several long documents at once waits only for their own; an excess is refused; a colleague is
    // served.
    let long = docx(&"<w:p><w:r><w:t>A fence is a fence.</w:t></w:r></w:p>".repeat(90_000));
    let (long, own) = (&long, &own);
    let many = (0..6).map(|_| app.upload_as(&busy.cookie, own, &[], Some(("long.docx", long))));
    let short = docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A table alone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>");
    let (answers, (served, elapsed)) = tokio::join!(futures(many), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let begun = Instant::now();
        (app.upload_as(&colleague.cookie, &other, &[], Some(("short.docx", &short))).await, begun.elapsed())
    });
    let turned_away = answers.iter().filter(|answer| answer.says(&["Your other documents are still being read"])).count();
    assert_eq!(turned_away, 3, "three of six are in the line");
    assert!(served.says(&["Word document imported", "1 table came before the first section heading"]), "{}", served.body);
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
}

/// Waits for all of these futures.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, answer) in waiting.iter_mut().zip(&mut done) {
            if answer.is_none()
                && let std::task::Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
