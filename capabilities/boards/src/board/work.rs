//! The queues of work on boards and interests shown on a user's home page, and what a clerk does first.

use access::Actor;
use meetings::access::{BEGIN_BOARD, PLAN_YEAR, SEE_BOARD};
use meetings::board;
use meetings::board::managing::may;
use web::{AppState, FirstStep, Result, WorkQueue, WorkQueues};

/// The boards that the user manages, and the interests to be registered.
pub(crate) struct Boards;

fn queue(label: &str, count: usize, address: String, hint: &str) -> WorkQueue {
    WorkQueue { label: label.to_owned(), count: count.into(), address, hint: hint.to_owned() }
}

#[async_trait::async_trait]
impl WorkQueues for Boards {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        if state.joined.policy.could(actor, PLAN_YEAR) {
            let boards = board::store::boards(state.db.reading()).await?;
            let managed = boards.iter().filter(|board| may(state, actor, PLAN_YEAR, board)).count();
            if managed > 0 {
                let hint = "Meetings, agendas, work programme and members.";
                queues.push(queue("Your boards", managed, "/desk".to_owned(), hint));
            }
        }
        if let Some(open) = crate::register_pages::count_open(state, actor).await? {
            let hint = "Disclosed at meetings and not on the member’s register.";
            queues.push(queue("Interests to be registered", open, "/interests/to-register".to_owned(), hint));
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
