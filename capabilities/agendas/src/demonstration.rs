//! The agendas and minutes of the demonstration.

use crate::{publish_agenda, publish_minutes};
use access::By;
use chrono::TimeDelta;
use publications::Publishing;
use web::{AppState, DemonstrationPart, Result};

const AGENDAS: [&str; 5] = [
    include_str!("../demonstration/agendas/2023-06.toml"),
    include_str!("../demonstration/agendas/2023-09-12.toml"),
    include_str!("../demonstration/agendas/2023-11-14.toml"),
    include_str!("../demonstration/agendas/2024-02-06.toml"),
    include_str!("../demonstration/agendas/2024-06-11.toml"),
];

const MINUTES: [&str; 2] =
    [include_str!("../demonstration/minutes/2023-11-14.toml"), include_str!("../demonstration/minutes/2024-02-06.toml")];

/// The board's year: five agendas, and the minutes of two meetings.
pub(crate) struct Year;

#[async_trait::async_trait]
impl DemonstrationPart for Year {
    fn after(&self) -> &'static [&'static str] {
        &["boards"]
    }

    async fn is_loaded(&self, state: &AppState) -> Result<bool> {
        Ok(!meetings::municipal_years(state.db.reading()).await?.is_empty())
    }

    async fn load(&self, state: &AppState, by: By<'_>) -> Result<()> {
        let transaction = state.db.begin().await?;
        let mut at = by.at;
        let mut publishing = || {
            at += TimeDelta::minutes(1);
            Publishing { at, actor: by.actor, reason: "The demonstration’s data" }
        };
        for agenda in AGENDAS {
            publish_agenda(&transaction, &web::read_demonstration(agenda)?, &publishing()).await?;
        }
        for minutes in MINUTES {
            publish_minutes(&transaction, &web::read_demonstration(minutes)?, &publishing()).await?;
        }
        Ok(transaction.commit().await?)
    }
}
