//! What a capability brings to the program, declared in one place so that nothing else needs to change for a new one.

use crate::{AppState, Error, PrintedKind};
use axum::Router;
use db::{Db, Migrations, SqlMigration};
use documents::Document;
use maud::Markup;
use publications::Publication;
use search::SearchDocument;

/// A capability as the program wires it.
pub struct Capability {
    /// Its name: that of its folder.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [SqlMigration],
    /// Its addresses.
    pub routes: Router<AppState>,
    /// The kinds of publication it makes.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that it can print.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
}

/// A kind of publication: how its content is shown, compared and found.
#[async_trait::async_trait]
pub trait PublishedKind: Send + Sync {
    /// The word that stands in the publications table: `minutes`.
    fn kind(&self) -> &'static str;

    /// What a reader calls it: `Minutes`.
    fn label(&self) -> &'static str;

    /// Where the current version of `record` is shown.
    fn address(&self, record: &str) -> String;

    /// The content as a document. Pages, plain text and PDF are all made of it, so that they say the same.
    fn document(&self, content: &str) -> Result<Document, Error>;

    /// The content as HTML, to stand under a heading of level 2.
    fn html(&self, content: &str) -> Result<Markup, Error> {
        Ok(ui::document(&self.document(content)?, 2))
    }

    /// The content as plain text, a line to each paragraph.
    fn plain_text(&self, content: &str) -> Result<String, Error> {
        Ok(documents::plain_text::of_document(&self.document(content)?))
    }

    /// What a search can find of it.
    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>, Error>;
}

/// The steps that make the tables of the base and of these capabilities, in order.
pub fn migrations(capabilities: &[Capability]) -> Migrations {
    let base = [ledger::MIGRATIONS, publications::MIGRATIONS, files::MIGRATIONS, printing::MIGRATIONS];
    let all = base.into_iter().chain(capabilities.iter().map(|capability| capability.migrations));
    Migrations(all.flatten().copied().collect())
}
