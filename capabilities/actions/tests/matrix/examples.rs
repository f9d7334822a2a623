//! An action that the minutes of the demonstration gave to a post, and a post.

use foundation::MunicipalYear;
use test_kit::{ExampleSite, Examples};

/// The examples of actions.
pub(crate) struct Actions;

#[async_trait::async_trait]
impl Examples for Actions {
    async fn create(&self, site: &mut ExampleSite) {
        site.done(site.person("clerk of the board"), "/posts", &[("title", "Quay Surveyor")]).await;
        let reading = site.app.state.db.reading();
        let posts = directory::post_store::all(reading).await.expect("read");
        let post = posts.iter().find(|post| post.title == "Quay Surveyor").expect("the post").id;
        let year = MunicipalYear::beginning_in(2023).expect("a year");
        let followed = actions::followed_actions_of(reading, site.id("board"), year).await.expect("read");
        let action = followed.first().expect("an action").id;
        site.keep("post", post);
        site.keep("action", action);
        // The board has made no recommendation to another body.
        site.keep("recommendation", 1);
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let id = match path {
            path if path.starts_with("/posts/") => "post",
            path if path.starts_with("/recommendations/") => "recommendation",
            _ => "action",
        };
        site.fill(path, &[("id", id)])
    }
}
