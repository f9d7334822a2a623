//! The queues of work on boards and meetings shown on a user's home page.

use crate::board::desk_pages::may;
use crate::people::{BEGIN_BOARD, PLAN_YEAR, SEE_BOARD, TAKE_PART};
use crate::{attendance, board, meeting, preparation};
use access::Actor;
use web::{AppState, FirstStep, Result, WorkQueue, WorkQueues};

/// Agendas to publish, boards to manage, and the user's own meetings.
pub(crate) struct Business;

#[async_trait::async_trait]
impl WorkQueues for Business {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        let connection = state.db.reading();
        let today = state.clock.today();
        let (mut boards, mut agendas) = (0, 0);
        if state.joined.policy.could(actor, PLAN_YEAR) {
            for board in board::store::boards(connection).await? {
                if !may(state, actor, PLAN_YEAR, &board) {
                    continue;
                }
                boards += 1;
                if let Some(meeting) = meeting::store::next_of(connection, board.id, today).await? {
                    let facts = preparation::preparing::facts(state, &meeting).await?;
                    let items = preparation::store::of_meeting(connection, meeting.id).await?;
                    // An agenda needs work until it is public, and again while it has unpublished items.
                    let waits = !facts.is_published || items.iter().any(|item| item.number.is_none());
                    let is_near = facts.deadlines.is_some_and(|deadlines| deadlines.clearance <= today);
                    agendas += i64::from(waits && is_near);
                }
            }
        }
        if boards > 0 {
            queues.push(WorkQueue {
                label: "Your boards".to_owned(),
                count: boards,
                address: "/desk".to_owned(),
                hint: "Meetings, agendas, work programme and members.".to_owned(),
            });
            queues.push(WorkQueue {
                label: "Agendas to publish".to_owned(),
                count: agendas,
                address: "/desk".to_owned(),
                hint: "Upcoming meetings that have reached their first deadline.".to_owned(),
            });
        }
        if state.joined.policy.could(actor, TAKE_PART) {
            queues.push(WorkQueue {
                label: "Your meetings".to_owned(),
                count: attendance::own_meetings_pages::soon(state, actor).await?,
                address: "/my/meetings".to_owned(),
                hint: "In the next four weeks: packs, attendance, interests and your notes.".to_owned(),
            });
        }
        Ok(queues)
    }

    async fn first_steps(&self, state: &AppState, actor: &Actor) -> Result<Vec<FirstStep>> {
        if !state.joined.policy.could(actor, BEGIN_BOARD) {
            return Ok(Vec::new());
        }
        let boards = board::store::boards(state.db.reading()).await?;
        if boards.iter().any(|board| may(state, actor, SEE_BOARD, board)) {
            return Ok(Vec::new());
        }
        Ok(vec![FirstStep {
            label: "Create a board".to_owned(),
            address: "/boards/begin".to_owned(),
            hint: "Add a board or committee, then its members and meetings. You become its clerk.".to_owned(),
        }])
    }
}
