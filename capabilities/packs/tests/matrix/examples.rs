//! A file of the public item and one of the private item, published with the agenda.

use documents::{Block, Document};
use meetings::DraftItemId;
use packs::item_files;
use test_kit::{ExampleSite, Examples};

/// The examples of packs.
pub(crate) struct Packs;

fn word_document() -> Vec<u8> {
    let entries = vec![Block::paragraph("One fence fell.").into()];
    let document = Document { title: "Notes of the visit".into(), entries, ..Document::default() };
    word::write(&document, &word::About { title: "Notes of the visit", publisher: "Ashmere" }).expect("a Word document")
}

#[async_trait::async_trait]
impl Examples for Packs {
    async fn create(&self, site: &mut ExampleSite) {
        let (clerk, meeting) = (site.person("clerk of the board").clone(), format!("/meetings/{}", site.key("meeting")));
        for (item, file) in [("public item", "public file"), ("private item", "private file")] {
            let address = format!("{meeting}/items/{}/files", site.key(item));
            site.uploaded(&clerk, &address, &[("title", "Notes of the visit")], ("notes.docx", &word_document())).await;
            let item: DraftItemId = site.id(item);
            let files = item_files::store::of_item(site.app.state.db.reading(), item).await.expect("read");
            site.keep(file, files.first().expect("a file").id);
        }
        let again = [("confirmed", "yes"), ("reason", "Notes of the visit are added")];
        site.done(&clerk, &format!("{meeting}/prepare/publish"), &again).await;
        site.keep("first version", 1);
        // Without a typesetter there is no print of it.
        site.keep("supplement", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let (id, file) = match path {
            path if path.starts_with("/agenda-items/") => ("public item", ""),
            path if path.starts_with("/agenda-files/") => ("public file", ""),
            path if path.contains("/private-files/") => ("meeting", "private file"),
            _ => ("meeting", "public file"),
        };
        let parts = [("id", id), ("item", "public item"), ("file", file), ("version", "first version"), ("number", "supplement")];
        site.fill(path, &parts)
    }
}
