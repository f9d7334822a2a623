//! The roles of those who work with boards, and the places within which they are held.

use access::{Declaration, PlaceKind, Role};
use web::{AppState, Error, Places};

/// A councillor who sits on a board.
pub const MEMBER: &str = "member";
/// Somebody of democratic services who looks after a board.
pub const CLERK: &str = "clerk";
/// Somebody who writes reports to a board.
pub const REPORTING_OFFICER: &str = "reporting-officer";
/// Somebody who clears reports for finance, legal or a portfolio.
pub const CLEARING_OFFICER: &str = "clearing-officer";
/// The monitoring officer (Local Government and Housing Act 1989, section 5).
pub const MONITORING_OFFICER: &str = "monitoring-officer";

/// The kind of place that a board is.
pub const BOARD_PLACE: &str = "board";

/// For what a report is cleared.
const CLEARANCE_PLACE: &str = "clearance";

/// What this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[
        Role {
            key: MEMBER,
            name: "Member of a board",
            description: "Reads the board's private papers by right.",
            within: Some(BOARD_PLACE),
        },
        Role {
            key: CLERK,
            name: "Clerk (democratic services)",
            description: "Looks after the board's meetings and papers.",
            within: Some(BOARD_PLACE),
        },
        Role {
            key: REPORTING_OFFICER,
            name: "Reporting officer",
            description: "Writes reports and brings papers to the board.",
            within: Some(BOARD_PLACE),
        },
        Role {
            key: CLEARING_OFFICER,
            name: "Clearing officer",
            description: "Clears reports for finance, legal or a portfolio.",
            within: Some(CLEARANCE_PLACE),
        },
        Role {
            key: MONITORING_OFFICER,
            name: "Monitoring officer",
            description: "Watches over lawfulness and interests, and reviews openings for a reason.",
            within: None,
        },
    ],
    place_kinds: &[PlaceKind { key: BOARD_PLACE, name: "Board" }, PlaceKind { key: CLEARANCE_PLACE, name: "Clearance" }],
    records: &[],
};

/// The boards, as places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoardPlaces;

#[async_trait::async_trait]
impl Places for BoardPlaces {
    fn kind(&self) -> &'static str {
        BOARD_PLACE
    }

    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error> {
        let boards = crate::boards(state.db.reading()).await?;
        Ok(boards.into_iter().map(|board| (board.id.get(), board.name)).collect())
    }
}

/// For what reports are cleared, as places: the same in every council.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clearances;

#[async_trait::async_trait]
impl Places for Clearances {
    fn kind(&self) -> &'static str {
        CLEARANCE_PLACE
    }

    async fn all(&self, _: &AppState) -> Result<Vec<(i64, String)>, Error> {
        Ok([(1, "Finance"), (2, "Legal"), (3, "Portfolio")].map(|(id, name)| (id, name.to_owned())).to_vec())
    }
}
