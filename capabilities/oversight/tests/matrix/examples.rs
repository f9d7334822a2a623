//! An entry of the ledger, and a private paper that was opened for a reason.

use access::glass_store;
use test_kit::{ExampleSite, Examples};

/// The examples of oversight.
pub(crate) struct Oversight;

#[async_trait::async_trait]
impl Examples for Oversight {
    async fn create(&self, site: &mut ExampleSite) {
        let colleague = site.app.person("Clara Colleague", &[("clerk", access::Place::parse("board/2"))]).await;
        let address = format!("/open-for-a-reason/private-paper/{}", site.key("paper"));
        site.done(&colleague, &address, &[("reason", "A reason of some length.")]).await;
        let openings = glass_store::unreviewed(site.app.state.db.reading()).await.expect("read");
        let opening = openings.first().expect("an opening").id;
        site.keep("opening", opening);
        site.keep("kind of paper", "private-paper");
        site.keep("entry of the ledger", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        if path == "/ledger/record" {
            return format!("{path}?record=private-paper/{}", site.key("paper"));
        }
        let id = if path.starts_with("/openings/") { "opening" } else { "paper" };
        site.fill(path, &[("id", id), ("kind", "kind of paper"), ("position", "entry of the ledger")])
    }
}
