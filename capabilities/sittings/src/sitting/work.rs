//! The queues of work on meetings in progress, on minutes, and on the user's own meetings, shown on their home page.

use crate::attendance;
use access::Actor;
use meetings::access::{RECORD, TAKE_PART};
use meetings::meeting::Meeting;
use meetings::meeting::managing::may;
use meetings::sitting::SittingState;
use meetings::{meeting, sitting};
use web::{AppState, Result, WorkQueue, WorkQueues};

/// Meetings in progress, minutes to write, and the meetings in which the user takes part.
pub(crate) struct Sittings;

fn queue(label: &str, count: usize, address: String, hint: &str) -> WorkQueue {
    WorkQueue { label: label.to_owned(), count: count.into(), address, hint: hint.to_owned() }
}

#[async_trait::async_trait]
impl WorkQueues for Sittings {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        if state.joined.policy.could(actor, TAKE_PART) {
            queues.push(WorkQueue {
                label: "Your meetings".to_owned(),
                count: attendance::own_meetings_pages::soon(state, actor).await?.into(),
                address: "/my/meetings".to_owned(),
                hint: "In the next four weeks: packs, attendance, interests and your notes.".to_owned(),
            });
        }
        if state.joined.policy.could(actor, RECORD) {
            queues.extend(of_minutes(state, actor).await?);
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
    let first = |meetings: &[Meeting], page: &str| {
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
