//! A meeting with a published agenda of a public and a private item, a later meeting without an agenda, and the work programme.

use meetings::{MeetingId, preparation, programme};
use test_kit::{DAY_OF_MEETING, ExampleSite, Examples};

/// The examples of agendas.
pub(crate) struct Agendas;

const PUBLIC: [(&str, &str); 5] = [
    ("kind", "report"),
    ("title", "Fences"),
    ("lead_officer", "Harbour Master"),
    ("body", "The fences are old."),
    ("recommendations", "the fences be mended"),
];

const PRIVATE: [(&str, &str); 8] = [
    ("kind", "report"),
    ("title", "A lease"),
    ("lead_officer", "Harbour Master"),
    ("body", "The rent is high."),
    ("recommendations", "the lease be ended"),
    ("is_private", "yes"),
    ("paragraphs", "3"),
    ("public_interest", "Prices"),
];

const PLANNED: [(&str, &str); 3] = [("title", "Fences"), ("kind", "report"), ("source", "member")];

/// The day of the later meeting, as people enter it.
const LATER_DAY: &str = "10 September 2024";

/// Returns the key of the meeting on a day, as people enter it.
async fn meeting_on(site: &ExampleSite, day: &str) -> MeetingId {
    let day = foundation::civil_date::read(day).expect("a day");
    let meetings = meetings::meetings_on(site.app.state.db.reading(), day).await.expect("read");
    meetings.first().expect("a meeting on the day").id
}

#[async_trait::async_trait]
impl Examples for Agendas {
    async fn create(&self, site: &mut ExampleSite) {
        let (clerk, board) = (site.person("clerk of the board").clone(), format!("/boards/{}", site.key("slug")));
        let days = format!("{DAY_OF_MEETING}\n{LATER_DAY}");
        let calendar = [("days", days.as_str()), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
        site.done(&clerk, &format!("{board}/calendar"), &calendar).await;
        let meeting = meeting_on(site, DAY_OF_MEETING).await;
        let later = meeting_on(site, LATER_DAY).await;
        for item in [&PUBLIC[..], &PRIVATE[..]] {
            site.done(&clerk, &format!("/meetings/{meeting}/items/add"), item).await;
        }
        site.done(&clerk, &format!("/meetings/{meeting}/prepare/publish"), &[("confirmed", "yes")]).await;
        site.done(&clerk, &format!("/meetings/{later}/items/add"), &PUBLIC[..3]).await;
        site.done(&clerk, &format!("{board}/programme"), &PLANNED).await;
        let reading = site.app.state.db.reading();
        let planned = programme::store::of_board(reading, site.id("board")).await.expect("read");
        let planned = planned.first().expect("a planned item").id;
        let items = preparation::store::of_meeting(reading, meeting).await.expect("read");
        let [public, private] = items.as_slice() else { panic!("two items") };
        let (public, private) = (public.id, private.id);
        let to_write = preparation::store::of_meeting(reading, later).await.expect("read").pop().expect("an item").id;
        site.done(&clerk, &format!("{board}/programme/publish"), &[("item", &planned.to_string())]).await;
        site.keep("meeting", meeting);
        site.keep("public item", public);
        site.keep("private item", private);
        site.keep("item to write", to_write);
        site.keep("planned item", planned);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let id = match path {
            path if path.starts_with("/work-programmes/") => "board",
            path if path.starts_with("/programme/") => "planned item",
            _ => "meeting",
        };
        site.fill(path, &[("slug", "slug"), ("id", id), ("item", "public item")])
    }
}
