//! The demonstration's record, and the addresses that belong to the program itself or to the pages of the base.

use foundation::MunicipalYear;
use test_kit::{ExampleSite, Examples};

/// The examples of the program and the base.
pub(crate) struct Own;

#[async_trait::async_trait]
impl Examples for Own {
    async fn create(&self, site: &mut ExampleSite) {
        let reading = site.app.state.db.reading();
        let boards = meetings::boards(reading).await.expect("read");
        let board = boards.into_iter().find(|board| board.id.get() == 1).expect("the demonstration's board");
        let year = MunicipalYear::beginning_in(2023).expect("a year");
        let held = meetings::meetings_in_year(reading, board.id, year).await.expect("read");
        let minuted = held.iter().filter(|meeting| meeting.has_minutes).min_by_key(|meeting| meeting.held_on);
        let minuted = minuted.expect("a meeting with minutes").id;
        site.keep("board", board.id);
        site.keep("slug", board.slug);
        site.keep("minuted meeting", minuted);
        site.keep("publication", 1);
        // A private file.
        site.keep("private stored file", 1);
        site.keep("colour", "0b5c5c");
        site.keep("print", "00");
        site.keep("print's name", "pack.pdf");
        site.keep("picture's name", "quay.png");
        site.keep_changing("stylesheet", assets::address("moothall.css").trim_start_matches("/assets/"));
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let parts = match path {
            "/files/{id}" => vec![("id", "private stored file")],
            "/pictures/{hash}" => vec![("hash", "picture")],
            "/attachments/{hash}/{name}" => vec![("hash", "picture"), ("name", "picture's name")],
            "/prints/{hash}/{name}" => vec![("hash", "print"), ("name", "print's name")],
            "/assets/{*path}" => vec![("*path", "stylesheet")],
            _ => vec![("id", "publication"), ("colour", "colour")],
        };
        site.fill(path, &parts)
    }
}
