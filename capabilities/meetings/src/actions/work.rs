//! The queues of work on meetings, minutes and actions shown on a user's home page.

use crate::actions::pages::{followed, own};
use crate::actions::recommendation_store::RecommendationState;
use crate::people::{FOLLOW, RECORD, SEE_RECOMMENDATION};
use crate::preparation::pages::may;
use crate::sitting::SittingState;
use crate::{actions, interests, meeting, sitting};
use access::Actor;
use web::{AppState, Result, WorkQueue, WorkQueues};

/// Meetings in progress, minutes to write and sign, actions and answers.
pub(crate) struct WhatFollows;

fn queue(label: &str, count: usize, address: String, hint: &str) -> WorkQueue {
    WorkQueue { label: label.to_owned(), count: i64::try_from(count).unwrap_or(i64::MAX), address, hint: hint.to_owned() }
}

#[async_trait::async_trait]
impl WorkQueues for WhatFollows {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        if state.joined.policy.could(actor, RECORD) {
            queues.extend(of_minutes(state, actor).await?);
        }
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
            let all = actions::recommendation_pages::readable(state, actor).await?;
            let overdue = all.iter().filter(|one| one.state(today) == RecommendationState::Overdue).count();
            queues.push(queue(
                "Responses overdue",
                overdue,
                "/recommendations".to_owned(),
                "Recommendations to other bodies with no response by the due date.",
            ));
        }
        if let Some(open) = interests::register_pages::count_open(state, actor).await? {
            let hint = "Disclosed at meetings and not on the member’s register.";
            queues.push(queue("Interests to be registered", open, "/interests/to-register".to_owned(), hint));
        }
        Ok(queues)
    }
}

/// Returns the queues of meetings in progress and minutes to write, each linking to the first in the queue.
async fn of_minutes(state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
    let connection = state.db.reading();
    let (mut sitting, mut drafting) = (Vec::new(), Vec::new());
    for id in sitting::store::without_circulated_minutes(connection).await? {
        let Some(meeting) = meeting::store::by_id(connection, id).await? else { continue };
        if !may(state, actor, RECORD, &meeting, false) {
            continue;
        }
        match sitting::store::sitting(connection, id).await?.state {
            SittingState::Open | SittingState::Adjourned => sitting.push(meeting),
            SittingState::Ended => drafting.push(meeting),
            SittingState::NotBegun => {}
        }
    }
    let first = |meetings: &[crate::Meeting], page: &str| {
        meetings.first().map_or_else(|| "/desk".to_owned(), |first| format!("{}{page}", first.address()))
    };
    let mut queues = Vec::new();
    if !sitting.is_empty() {
        queues.push(queue("Meetings in progress", sitting.len(), first(&sitting, "/sitting"), "Started but not ended."));
    }
    let hint = "Meetings that have ended and have no circulated minutes.";
    queues.push(queue("Minutes to write", drafting.len(), first(&drafting, "/minutes/draft"), hint));
    Ok(queues)
}
