//! A private paper that is shared with an agency and kept from a member with a conflict of interest.

use test_kit::{ExampleSite, Examples, last_part};

/// The examples of private papers.
pub(crate) struct Papers;

const LEASE: [(&str, &str); 4] =
    [("title", "Lease of the quay"), ("board", "board/1"), ("paragraph", "3"), ("public_interest", "Prices")];

const SHARE: [(&str, &str); 3] = [("agency", "agency/1"), ("ground", "Consent"), ("until", "31 December 2024")];

/// Adds a paper, which belongs to no one in the table.
async fn add(site: &mut ExampleSite) {
    let owner = site.app.session_of(site.id("owner")).await;
    let answer = site.app.upload_as(&owner, "/papers/add", &LEASE, Some(("lease.pdf", b"%PDF-1.7 a lease"))).await;
    let address = answer.location().split('?').next().unwrap_or_default();
    assert!(address.starts_with("/papers/"), "{}", answer.body);
    site.keep("paper", last_part(address));
    share(site).await;
    keep_from_member(site).await;
}

async fn share(site: &mut ExampleSite) {
    let (clerk, paper) = (site.person("clerk of the board"), format!("/papers/{}", site.key("paper")));
    site.done(clerk, &format!("{paper}/shares"), &SHARE).await;
    let page = site.page(clerk, &paper).await;
    let share = page.split_once(&format!("{paper}/shares/")).and_then(|(_, rest)| rest.split('/').next());
    site.keep("share", share.expect("a share"));
}

async fn keep_from_member(site: &ExampleSite) {
    let address = format!("/papers/{}/conflicts", site.key("paper"));
    site.done(site.person("clerk of the board"), &address, &[("account", site.key("account"))]).await;
}

#[async_trait::async_trait]
impl Examples for Papers {
    async fn create(&self, site: &mut ExampleSite) {
        let owner = site.app.person("Olga Owner", &[("reporting-officer", access::Place::parse("board/1"))]).await;
        site.keep("owner", owner.account);
        add(site).await;
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        site.fill(path, &[("id", "paper"), ("share", "share"), ("account", "account")])
    }

    async fn restore(&self, site: &mut ExampleSite, path: &str) {
        match path {
            "/papers/{id}/withdraw" => add(site).await,
            "/papers/{id}/shares/{share}/end" => share(site).await,
            "/papers/{id}/conflicts/{account}/end" => keep_from_member(site).await,
            _ => {}
        }
    }
}
