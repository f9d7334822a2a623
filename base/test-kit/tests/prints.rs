//! Prints, on both databases: each that is stored moves their count on, by which remembered pages learn of it.

use documents::{Document, Form, PdfFacts, Print, PrintPicture, Typeset, TypesetError, Typesetter};
use std::sync::Arc;
use test_kit::{On, TestApp, both_databases, while_open};

both_databases!(two_prints_at_the_same_moment_each_move_the_count_on,);

/// Typesets every document at once, as the same few bytes.
struct Quick;

#[async_trait::async_trait]
impl Typesetter for Quick {
    async fn typeset(&self, _: &Print, _: &[PrintPicture]) -> Result<Typeset, TypesetError> {
        Ok(Typeset { content: b"%PDF-1.7".to_vec(), pages: 1, replaced: Vec::new() })
    }

    fn check(&self, _: &Document) -> Result<(), TypesetError> {
        Ok(())
    }

    async fn inspect(&self, _: &[u8]) -> Result<PdfFacts, TypesetError> {
        Err(TypesetError::Whole("no file is inspected in these tests".into()))
    }

    fn version(&self) -> &'static str {
        "1"
    }
}

async fn print(app: &TestApp, title: &str) {
    let print = Print {
        title: title.into(),
        document: Document::default(),
        form: Form::Paper,
        publisher: "Ashmere Borough Council".into(),
        running_head: String::new(),
        dated: app.state.clock.now(),
    };
    let printing = app.state.printing.as_ref().expect("a typesetter");
    printing.print(title, print, app.state.clock.now()).await.expect("a print");
}

async fn two_prints_at_the_same_moment_each_move_the_count_on(on: On) {
    let app = TestApp::with_typesetter(on, Vec::new(), Vec::new(), "2024-06-04T09:00:00Z", Some(Arc::new(Quick))).await;
    print(&app, "The first").await;
    // Another server stores a print, and has not committed it yet.
    let transaction = app.state.db.begin().await.unwrap();
    db::hold(&transaction, &["prints"]).await.unwrap();
    let columns = "title, file_id, pages, size, replaced, made_at";
    let sql = format!(
        "INSERT INTO print (name, content_hash, {columns}, confirmed) \
         SELECT 'another', 'another', {columns}, (SELECT MAX(confirmed) + 1 FROM print) FROM print LIMIT 1"
    );
    db::execute(&transaction, &sql, []).await.unwrap();
    while_open(transaction, print(&app, "The second")).await;
    let counts = db::column::<i64>(app.state.db.reading(), "SELECT confirmed FROM print ORDER BY id", []).await.unwrap();
    assert_eq!(counts, [1, 2, 3]);
}
