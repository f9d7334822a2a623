//! The queue of agendas to publish, shown on a clerk's home page.

use crate::preparation;
use access::Actor;
use meetings::access::PLAN_YEAR;
use meetings::board::managing::may;
use meetings::{board, meeting};
use web::{AppState, Result, WorkQueue, WorkQueues};

/// Agendas to publish.
pub(crate) struct Agendas;

#[async_trait::async_trait]
impl WorkQueues for Agendas {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        if !state.joined.policy.could(actor, PLAN_YEAR) {
            return Ok(Vec::new());
        }
        let connection = state.db.reading();
        let today = state.clock.today();
        let mut boards = board::store::boards(connection).await?;
        boards.retain(|board| may(state, actor, PLAN_YEAR, board));
        let mut agendas = 0;
        for board in &boards {
            if let Some(meeting) = meeting::store::next_of(connection, board.id, today).await? {
                let facts = preparation::preparing::facts(state, &meeting).await?;
                let items = meetings::preparation::store::of_meeting(connection, meeting.id).await?;
                // An agenda needs work until it is public, and again while it has unpublished items.
                let waits = !facts.is_published || items.iter().any(|item| item.number.is_none());
                let is_near = facts.deadlines.is_some_and(|deadlines| deadlines.clearance <= today);
                agendas += i64::from(waits && is_near);
            }
        }
        if boards.is_empty() {
            return Ok(Vec::new());
        }
        Ok(vec![WorkQueue {
            label: "Agendas to publish".to_owned(),
            count: agendas.into(),
            address: "/desk".to_owned(),
            hint: "Upcoming meetings that have reached their first deadline.".to_owned(),
        }])
    }
}
