//! A stored value that this version does not know is an error that names its table, row and column, and never a default.

use crate::matrix::fixture::Fixture;
use crate::matrix::protection::{run, stranger};
use access::Place;
use axum::http::StatusCode;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use test_kit::{On, both_databases};
use tracing_subscriber::fmt::MakeWriter;

both_databases!(a_page_is_never_made_of_a_value_that_is_not_known);

/// What is logged.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Returns what was logged since the last time.
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().expect("no test has panicked"))).expect("text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test has panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A page, a role that reads it, and what it reads: a table, its column, and a value that no version has stored. The row is that of
/// the key in the address, or the first.
const VALUES: &[(&str, &str, &str, &str, &str)] = &[
    ("/papers/{id}", "clerk", "private_paper", "board", "'nowhere'"),
    ("/papers/{id}", "clerk", "private_paper", "owner", "0"),
    ("/papers", "clerk", "private_paper", "file_id", "-1"),
    ("/questions/{id}", "clerk", "public_question", "state", "'lost'"),
    ("/questions/{id}", "clerk", "public_question", "ground", "'whim'"),
    ("/questions", "clerk", "public_question", "state", "'lost'"),
    ("/drafts/{id}", "clerk", "report_draft", "state", "'lost'"),
    ("/drafts/{id}", "clerk", "report_draft", "board", "'board/0'"),
    ("/programme/{id}", "clerk", "programme_item", "state", "'lost'"),
    ("/programme/{id}", "clerk", "programme_item", "source", "'hearsay'"),
    ("/meetings/{id}/items/{item}", "clerk", "draft_item", "kind", "'song'"),
    ("/meetings/{id}/items/{item}", "clerk", "draft_item", "paragraphs", "'9'"),
    ("/meetings/{id}/sitting", "clerk", "sitting_entry", "content", "'{}'"),
    ("/actions/{id}", "clerk", "followed_action", "state", "'lost'"),
    ("/openings/{id}", "monitoring-officer", "glass_opening", "outcome", "'perhaps'"),
    ("/accounts/{id}", "administrator", "account", "state", "'asleep'"),
];

async fn a_page_is_never_made_of_a_value_that_is_not_known(on: On) {
    let fixture = Fixture::new(on).await;
    let app = fixture.app();
    let clerk = app.person("Una Reader", &[("clerk", Place::parse("board/1"))]).await;
    let officer = app.person("Olive Reader", &[("monitoring-officer", None)]).await;
    let administrator = app.person("Ada Reader", &[("administrator", None)]).await;
    let stranger = stranger(&fixture, on).await;
    let log = Log::default();
    let _logged = tracing::subscriber::set_default(tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish());
    for (path, role, table, column, value) in VALUES {
        let reader = match *role {
            "clerk" => &clerk,
            "administrator" => &administrator,
            _ => &officer,
        };
        let address = fixture.example(path);
        let id: i64 = address.rsplit('/').next().and_then(|key| key.parse().ok()).unwrap_or(1);
        let what = format!("{address} with {table}.{column} = {value}");
        assert_eq!(app.get_as(&reader.cookie, &address).await.status, StatusCode::OK, "{what}: before");
        run(&stranger, &format!("CREATE TABLE kept AS SELECT * FROM {table} WHERE id = {id}")).await;
        run(&stranger, &format!("UPDATE {table} SET {column} = {value} WHERE id = {id}")).await;
        log.take();
        let page = app.get_as(&reader.cookie, &address).await;
        let logged = log.take();
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}: {}", page.body);
        assert!(logged.contains(&format!("the column {column} of {table}, in the row with id {id}")), "{what}: {logged}");
        assert!(!page.body.contains(&format!("the column {column}")), "{what}: what is logged is not shown");
        run(&stranger, &format!("UPDATE {table} SET {column} = (SELECT {column} FROM kept) WHERE id = {id}")).await;
        run(&stranger, "DROP TABLE kept").await;
    }
}
