//! The annual report of a year that is being written.

use test_kit::{ExampleSite, Examples};

/// The examples of annual reports.
pub(crate) struct AnnualReports;

#[async_trait::async_trait]
impl Examples for AnnualReports {
    async fn create(&self, site: &mut ExampleSite) {
        let address = format!("/boards/{}/annual-reports", site.key("slug"));
        site.done(site.person("clerk of the board"), &address, &[("year", "2023")]).await;
        site.keep("year", 2023);
        site.keep("part", "foreword");
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        site.fill(path, &[("slug", "slug"), ("board", "board"), ("year", "year"), ("part", "part")])
    }
}
