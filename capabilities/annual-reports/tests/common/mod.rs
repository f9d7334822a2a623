//! The demonstration's record, and people who work on its annual report, for these tests.

use access::Place;
use test_kit::{Answer, On, Person, TestApp};

/// The path of the report for 2023/24.
pub(crate) const REPORT: &str = "/boards/safer-policy-and-performance-board/annual-reports/2023";

/// The path of the board's reports.
pub(crate) const REPORTS: &str = "/boards/safer-policy-and-performance-board/annual-reports";

pub(crate) struct Fixture {
    pub app: TestApp,
    pub clerk: Person,
    pub member: Person,
}

impl Fixture {
    /// Creates the report for 2023/24 as the clerk.
    pub(crate) async fn begin(&self) {
        let answer = self.app.post_as(&self.clerk.cookie, REPORTS, &[("year", "2023")]).await;
        assert_eq!(answer.location(), format!("{REPORT}/draft"), "{}", answer.body);
    }

    /// Saves a part as the clerk.
    pub(crate) async fn write(&self, part: &str, fields: &[(&str, &str)]) -> Answer {
        self.app.post_as(&self.clerk.cookie, &format!("{REPORT}/draft/texts/{part}"), fields).await
    }

    /// Fetches a page of the draft as the clerk.
    pub(crate) async fn draft(&self, rest: &str) -> Answer {
        self.app.get_as(&self.clerk.cookie, &format!("{REPORT}/draft{rest}")).await
    }

    /// Publishes what the preview shows, as the clerk.
    pub(crate) async fn publish(&self, reason: &str) -> Answer {
        let seen = seen(&self.draft("/preview").await);
        self.app.post_as(&self.clerk.cookie, &format!("{REPORT}/draft/publish"), &[("seen", &seen), ("reason", reason)]).await
    }
}

/// Returns the seal of a preview's content.
pub(crate) fn seen(preview: &Answer) -> String {
    test_kit::hidden(&preview.body, "seen").to_owned()
}

/// Sets up the demonstration's board with its register, agendas and minutes, on 4 June 2024.
pub(crate) async fn site(on: On) -> Fixture {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability(), annual_reports::capability()]);
    let app = TestApp::new(on, capabilities, Vec::new(), "2024-06-04T08:00:00Z").await;
    assert!(app.state.load_demonstration(app.state.clock.now()).await.expect("the demonstration loads"));
    let place = || Some(Place::new("board", 1));
    let clerk = app.person("Carol Clerk", &[("clerk", place())]).await;
    let member = app.person("Mona Member", &[("member", place())]).await;
    Fixture { app, clerk, member }
}
