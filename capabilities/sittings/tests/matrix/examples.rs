//! The meeting itself, which was held and of which draft minutes, public and confidential, were circulated.

use meetings::{MeetingId, preparation, sitting};
use test_kit::{ExampleSite, Examples};

/// The examples of meetings.
pub(crate) struct Sittings;

/// Records that someone spoke at the meeting.
async fn record(site: &mut ExampleSite) {
    let meeting: MeetingId = site.id("meeting");
    let guest = [("kind", "guest"), ("name", "Gerda Guest")];
    site.done(site.person("clerk of the board"), &format!("/meetings/{meeting}/sitting/entries"), &guest).await;
    let entries = sitting::store::entries(site.app.state.db.reading(), meeting).await.expect("read");
    site.keep("entry", entries.last().expect("an entry").id);
}

#[async_trait::async_trait]
impl Examples for Sittings {
    async fn create(&self, site: &mut ExampleSite) {
        // The first meeting on record has no earlier minutes to approve.
        let first: MeetingId = site.id("minuted meeting");
        site.done(site.person("clerk of the board"), &format!("/meetings/{first}/prepare/begin"), &[]).await;
        let items = preparation::store::of_meeting(site.app.state.db.reading(), first).await.expect("read");
        site.keep("item of the minuted meeting", items.first().expect("an item").id);
        // No member has declared an interest.
        site.keep("declared interest", 1);
    }

    async fn create_on_the_day(&self, site: &mut ExampleSite) {
        let (clerk, meeting) = (site.person("clerk of the board").clone(), format!("/meetings/{}", site.key("meeting")));
        let (chair, vice_chair) = (site.key("chair").to_owned(), site.key("vice-chair").to_owned());
        let present = [chair.as_str(), &vice_chair].map(|person| format!("standing-{person}"));
        let step = format!("{meeting}/sitting/step");
        let begin = [
            ("step", "begin"),
            ("at", "6.30 pm"),
            ("presiding", chair.as_str()),
            (present[0].as_str(), "present"),
            (present[1].as_str(), "present"),
        ];
        site.done(&clerk, &step, &begin).await;
        record(site).await;
        site.done(&clerk, &step, &[("step", "end"), ("at", "7.40 pm"), ("confirmed", "yes")]).await;
        site.done(&clerk, &format!("{meeting}/minutes/circulate"), &[("confirmed", "yes")]).await;
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let (id, item) = if path.ends_with("/minutes-before") {
            ("minuted meeting", "item of the minuted meeting")
        } else {
            ("meeting", "public item")
        };
        site.fill(path, &[("id", id), ("item", item), ("entry", "entry"), ("interest", "declared interest")])
    }

    async fn restore(&self, site: &mut ExampleSite, path: &str) {
        if path.ends_with("/strike") {
            record(site).await;
        }
    }
}
