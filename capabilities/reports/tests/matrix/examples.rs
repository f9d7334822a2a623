//! A report that the demonstration has on record.

use test_kit::{ExampleSite, Examples};

/// The examples of published reports.
pub(crate) struct Reports;

#[async_trait::async_trait]
impl Examples for Reports {
    async fn create(&self, site: &mut ExampleSite) {
        site.keep("report", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        site.fill(path, &[("id", "report")])
    }
}
