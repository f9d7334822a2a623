//! Addresses that lead to no subscription: a response must not tell whether there is one.

use test_kit::{ExampleSite, Examples};

/// The examples of subscriptions.
pub(crate) struct Subscriptions;

#[async_trait::async_trait]
impl Examples for Subscriptions {
    async fn create(&self, site: &mut ExampleSite) {
        site.keep("unknown subscription", "1-0");
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        site.fill(path, &[("slug", "slug"), ("token", "unknown subscription")])
    }
}
