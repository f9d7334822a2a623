//! The queues of work on actions and recommendations shown on a user's home page.

use crate::access::{FOLLOW, SEE_RECOMMENDATION};
use crate::followed;
use crate::followed::pages::{followed, own};
use crate::followed::recommendation_store::RecommendationState;
use access::Actor;
use web::{AppState, Result, WorkQueue, WorkQueues};

/// Overdue actions and answers, and the user's own actions.
pub(crate) struct WhatFollows;

fn queue(label: &str, count: usize, address: String, hint: &str) -> WorkQueue {
    WorkQueue { label: label.to_owned(), count: count.into(), address, hint: hint.to_owned() }
}

#[async_trait::async_trait]
impl WorkQueues for WhatFollows {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        let today = state.clock.today();
        if state.joined.policy.could(actor, FOLLOW) {
            let overdue = followed(state, actor).await?.iter().filter(|action| action.is_overdue(today)).count();
            queues.push(queue(
                "Actions overdue",
                overdue,
                "/actions/following?state=overdue".to_owned(),
                "Actions agreed at meetings that are past their due date.",
            ));
        }
        let own = own(state, actor).await?;
        if !own.is_empty() {
            let open = own.iter().filter(|action| action.state.is_open()).count();
            queues.push(queue("Your actions", open, "/actions/mine".to_owned(), "Actions for posts that you hold."));
        }
        if state.joined.policy.could(actor, SEE_RECOMMENDATION) {
            let all = followed::recommendation_pages::readable(state, actor).await?;
            let overdue = all.iter().filter(|one| one.state(today) == RecommendationState::Overdue).count();
            queues.push(queue(
                "Responses overdue",
                overdue,
                "/recommendations".to_owned(),
                "Recommendations to other bodies with no response by the due date.",
            ));
        }
        Ok(queues)
    }
}
