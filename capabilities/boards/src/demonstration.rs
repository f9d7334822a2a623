//! The board of the demonstration, with its members.

use chrono::TimeDelta;
use directory::roles::BOARD_PLACE;
use ledger::By;
use meetings::board::BoardRegister;
use publications::Publishing;
use web::{AppState, DemonstrationPart, DemonstrationPerson, DemonstrationPlace, Result};

/// The board's name.
const BOARD: &str = "Safer Policy and Performance Board";

/// The Safer Policy and Performance Board, and the invented people who work for it.
pub(crate) struct Board;

#[async_trait::async_trait]
impl DemonstrationPart for Board {
    fn people(&self) -> &'static [DemonstrationPerson] {
        &[
            DemonstrationPerson {
                name: "Petra Placeholder",
                mail: "clerk@demonstration.example",
                part: "Clerk of the Board (democratic services)",
                roles: &[("clerk", DemonstrationPlace::Named(BOARD_PLACE, BOARD))],
            },
            DemonstrationPerson {
                name: "Councillor Ada Sample",
                mail: "member@demonstration.example",
                part: "Member of the Board (an invented one)",
                roles: &[("member", DemonstrationPlace::Named(BOARD_PLACE, BOARD))],
            },
        ]
    }

    async fn is_loaded(&self, state: &AppState) -> Result<bool> {
        Ok(!meetings::boards(state.db.reading()).await?.is_empty())
    }

    async fn load(&self, state: &AppState, by: By<'_>) -> Result<()> {
        let register: BoardRegister = web::read_demonstration(include_str!("../demonstration/board.toml"))?;
        let transaction = state.db.begin().await?;
        let publishing = Publishing { at: by.at + TimeDelta::minutes(1), actor: by.actor, reason: "The demonstration’s data" };
        meetings::publish_board(&transaction, &register, &publishing).await?;
        Ok(transaction.commit().await?)
    }
}
