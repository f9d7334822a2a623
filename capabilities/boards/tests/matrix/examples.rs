//! The members of the board in the year of the meeting.

use foundation::Clock;
use meetings::members::seat_store;
use test_kit::{EVENING_OF_MEETING, ExampleSite, Examples};

/// The examples of managing a board.
pub(crate) struct Boards;

#[async_trait::async_trait]
impl Examples for Boards {
    async fn create(&self, site: &mut ExampleSite) {
        let clerk = site.person("clerk of the board");
        let address = format!("/boards/{}/people/roll-over", site.key("slug"));
        let roles = [("into", "2024"), ("member-0", "chair"), ("member-1", "vice_chair"), ("member-2", "member")];
        site.done(clerk, &address, &roles).await;
        let day = Clock::standing_at(EVENING_OF_MEETING.parse().expect("an instant")).today();
        let seats = seat_store::on_day(site.app.state.db.reading(), site.id("board"), day).await.expect("read");
        let [chair, vice_chair, ..] = seats.as_slice() else { panic!("two members at least") };
        let (chair, vice_chair) = (chair.person, vice_chair.person);
        site.keep("chair", chair);
        site.keep("vice-chair", vice_chair);
        // No member has registered an interest.
        site.keep("interest", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        site.fill(path, &[("slug", "slug"), ("person", "chair"), ("id", "interest")])
    }
}
