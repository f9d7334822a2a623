//! A report that is being written, with an image.

use test_kit::{ExampleSite, Examples, last_part, sample_picture};

/// The examples of reports while they are written.
pub(crate) struct Drafting;

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
        site.uploaded(&author, &format!("{draft}/files"), &fields, ("quay.png", &sample_picture(4, 4))).await;
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
