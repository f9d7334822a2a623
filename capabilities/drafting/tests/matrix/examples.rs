//! A report that is being written, with an image.

use test_kit::{ExampleSite, Examples, last_part};

/// The examples of reports while they are written.
pub(crate) struct Drafting;

/// A PNG image of 4 by 4 pixels.
const PICTURE: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x04\x00\x00\x00\x04\
      \x08\x02\x00\x00\x00\x26\x93\x09\x29\x00\x00\x00\x10\x49\x44\x41\x54\x78\xda\x63\x50\x48\x58\x00\
      \x47\x0c\xc4\x71\x00\xcc\x43\x12\x01\x58\xb5\x33\x58\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\
      \x82";

#[async_trait::async_trait]
impl Examples for Drafting {
    async fn create(&self, site: &mut ExampleSite) {
        let author = site.person("author of the report").clone();
        let begin = format!("/drafts/begin/{}", site.key("item to write"));
        let draft = site.done(&author, &begin, &[("kind", "report"), ("copy", "")]).await;
        let section = format!("{draft}/sections/2");
        let version = site.hidden(&author, &section, "version").await;
        site.done(&author, &section, &[("text", "The fences are old."), ("version", &version)]).await;
        let fields = [("usage", "picture"), ("description", "The quay")];
        site.uploaded(&author, &format!("{draft}/files"), &fields, ("quay.png", PICTURE)).await;
        let page = site.page(&author, &format!("{draft}/files")).await;
        let picture = page.split_once("/pictures/").and_then(|(_, rest)| rest.split('"').next()).expect("an image").to_owned();
        site.keep("draft", last_part(&draft));
        site.keep("section", 2);
        site.keep("draft's file", 1);
        site.keep_changing("picture", picture);
        // No figures were published with a report.
        site.keep("figure", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let (id, number) = if path.starts_with("/reports/") { ("report", "figure") } else { ("draft", "draft's file") };
        site.fill(path, &[("id", id), ("item", "item to write"), ("section", "section"), ("number", number)])
    }
}
