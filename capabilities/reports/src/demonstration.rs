//! The reports of the demonstration.

use crate::publish_report;
use crate::report::Report;
use access::By;
use chrono::TimeDelta;
use publications::Publishing;
use web::{AppState, DemonstrationPart, Result};

const REPORTS: [&str; 8] = [
    include_str!("../demonstration/01-public-question-time-february.toml"),
    include_str!("../demonstration/02-the-big-conversation.toml"),
    include_str!("../demonstration/03-safer-halton-partnership.toml"),
    include_str!("../demonstration/04-domestic-abuse-service.toml"),
    include_str!("../demonstration/05-public-question-time-june.toml"),
    include_str!("../demonstration/06-annual-report.toml"),
    include_str!("../demonstration/07-serious-violence-duty.toml"),
    include_str!("../demonstration/08-enforcement-team.toml"),
];

/// Four reports to each of two meetings.
pub(crate) struct Reports;

#[async_trait::async_trait]
impl DemonstrationPart for Reports {
    fn after(&self) -> &'static [&'static str] {
        &["agendas"]
    }

    async fn is_loaded(&self, state: &AppState) -> Result<bool> {
        Ok(crate::report_store::has_any(state.db.reading()).await?)
    }

    async fn load(&self, state: &AppState, by: By<'_>) -> Result<()> {
        let transaction = state.db.begin().await?;
        let mut at = by.at;
        for source in REPORTS {
            let report: Report = web::read_demonstration(source)?;
            at += TimeDelta::minutes(1);
            let publishing = Publishing { at, actor: by.actor, reason: "The demonstration’s data" };
            let printed = &report.block.report_to;
            let board = meetings::board_name(&transaction, printed).await?.unwrap_or_else(|| printed.clone());
            publish_report(&transaction, &board, &report, &publishing).await?;
        }
        Ok(transaction.commit().await?)
    }
}
