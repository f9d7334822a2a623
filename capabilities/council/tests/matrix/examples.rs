//! The council's colour, an agency in a list, and a job.

use test_kit::{ExampleSite, Examples};

/// The examples of the council's settings.
pub(crate) struct Council;

#[async_trait::async_trait]
impl Examples for Council {
    async fn create(&self, site: &mut ExampleSite) {
        let administrator = site.person("administrator");
        site.done(administrator, "/settings/values/council.colour", &[("value", "#0b5c5c")]).await;
        let settings = site.app.state.settings();
        let agency = settings.entries.iter().find(|entry| entry.list == settings::List::Agencies).expect("an agency").id;
        let job = jobs::list(site.app.state.db.reading(), false, 0, 1).await.expect("read").pop().expect("a job").id;
        site.keep("list", "agencies");
        site.keep("setting", "meetings.clear-days");
        site.keep("agency", agency);
        site.keep("job", job);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let id = match path {
            path if path.starts_with("/settings/jobs/") => "job",
            path if path.starts_with("/settings/boards/") => "board",
            _ => "agency",
        };
        site.fill(path, &[("id", id), ("list", "list"), ("key", "setting")])
    }
}
