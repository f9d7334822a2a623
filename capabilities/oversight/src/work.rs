//! The work queues of those who oversee others.

use crate::access::{READ_LEDGER, REVIEW_OPENING};
use access::{Actor, glass_store};
use web::{AppState, Error, WorkQueue, WorkQueues};

/// Emergency access to review, and a link to the ledger for auditors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oversight;

#[async_trait::async_trait]
impl WorkQueues for Oversight {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>, Error> {
        let connection = state.db.reading();
        let mut queues = Vec::new();
        if let Some(account) = actor.account
            && state.joined.policy.could(actor, REVIEW_OPENING)
        {
            queues.push(WorkQueue {
                label: "Emergency access to review".to_owned(),
                count: glass_store::count_to_review(connection, account).await?.into(),
                address: "/openings".to_owned(),
                hint: "Records that someone opened in an emergency. Check whether the reason was justified.".to_owned(),
            });
        }
        if state.joined.policy.could(actor, READ_LEDGER) {
            queues.push(WorkQueue {
                label: "Ledger entries".to_owned(),
                count: ledger::head(connection).await?.0.into(),
                address: "/ledger".to_owned(),
                hint: "Who did what, and who opened which records.".to_owned(),
            });
        }
        Ok(queues)
    }
}
