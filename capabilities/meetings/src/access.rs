//! The roles of people who work with boards, and the places within which roles are held.

use crate::meeting::BoardId;
use access::{AccountId, Action, Declaration, On, Permission, Place, RecordKind};
use directory::roles::{BOARD_PLACE, CLEARANCE_PLACE, CLERK, MEMBER, MONITORING_OFFICER, REPORTING_OFFICER};
use web::{AppState, Error, Places};

/// See the management pages of a board.
pub const SEE_BOARD: Action = Action { record: "board", word: "see" };
/// Edit a board's register: its details and its members.
pub const EDIT_BOARD: Action = Action { record: "board", word: "edit" };
/// Plan a board's year: meetings, standing items and the work programme.
pub const PLAN_YEAR: Action = Action { record: "board", word: "plan" };
/// Create a board.
pub const BEGIN_BOARD: Action = Action { record: "board", word: "begin" };

/// Read the business of a meeting that is not yet, or never, public: its draft agenda and what is recorded at it.
pub const READ_BUSINESS: Action = Action { record: "business", word: "read" };
/// Prepare and publish the agenda of a meeting.
pub const PREPARE: Action = Action { record: "business", word: "prepare" };
/// Record what happens at a meeting and write its minutes.
pub const RECORD: Action = Action { record: "business", word: "record" };
/// Take part as a member: send apologies, declare interests in advance and keep private notes.
pub const TAKE_PART: Action = Action { record: "business", word: "take part" };

/// See the interests that must be registered.
pub const SEE_INTERESTS: Action = Action { record: "interest", word: "see" };
/// Maintain one's own register of interests.
pub const KEEP_INTERESTS: Action = Action { record: "interest", word: "keep" };
/// Record that disclosed interests are in the register.
pub const REGISTER_INTERESTS: Action = Action { record: "interest", word: "register" };

/// Returns the place for a board.
pub fn board_place(board: BoardId) -> Place {
    Place::new(BOARD_PLACE, board.get())
}

/// Returns the facts that an access decision needs about a board, or about the business of one of its meetings.
pub fn facts<'a>(id: i64, place: &'a Place, is_exempt: bool, conflicted: &'a [AccountId]) -> access::Record<'a> {
    access::Record { id, place: Some(place), is_exempt, conflicted, ..access::Record::default() }
}

/// The access declaration of this capability.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[
        RecordKind {
            key: "board",
            name: "Board",
            actions: &[SEE_BOARD, EDIT_BOARD, PLAN_YEAR, BEGIN_BOARD],
            permissions: &[
                Permission::new(CLERK, &[SEE_BOARD, EDIT_BOARD, PLAN_YEAR], On::ItsPlace),
                Permission::new(CLERK, &[BEGIN_BOARD], On::All),
                Permission::new(MEMBER, &[SEE_BOARD], On::ItsPlace),
                Permission::new(REPORTING_OFFICER, &[SEE_BOARD], On::ItsPlace),
                Permission::new(MONITORING_OFFICER, &[SEE_BOARD], On::All),
            ],
            openings_are_kept: false,
        },
        RecordKind {
            key: "business",
            name: "Meeting",
            actions: &[READ_BUSINESS, PREPARE, RECORD, TAKE_PART],
            permissions: &[
                Permission::new(CLERK, &[READ_BUSINESS, PREPARE, RECORD], On::ItsPlace).also_exempt(),
                // A member of a committee has a right to what it considers (Local Government Act 1972, section 100F).
                Permission::new(MEMBER, &[READ_BUSINESS, TAKE_PART], On::ItsPlace).also_exempt(),
                Permission::new(REPORTING_OFFICER, &[READ_BUSINESS], On::ItsPlace),
                Permission::new(MONITORING_OFFICER, &[READ_BUSINESS], On::All).also_exempt(),
            ],
            openings_are_kept: true,
        },
        RecordKind {
            key: "interest",
            name: "Interest",
            actions: &[SEE_INTERESTS, KEEP_INTERESTS, REGISTER_INTERESTS],
            permissions: &[
                Permission::new(MEMBER, &[SEE_INTERESTS, KEEP_INTERESTS], On::ItsPlace),
                Permission::new(MONITORING_OFFICER, &[SEE_INTERESTS, REGISTER_INTERESTS], On::All),
            ],
            openings_are_kept: false,
        },
    ],
};

/// The places for boards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoardPlaces;

#[async_trait::async_trait]
impl Places for BoardPlaces {
    fn kind(&self) -> &'static str {
        BOARD_PLACE
    }

    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error> {
        let boards = crate::board::store::boards(state.db.reading()).await?;
        Ok(boards.into_iter().map(|board| (board.id.get(), board.name)).collect())
    }
}

/// The places for types of clearance, which are the same in every council.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clearances;

#[async_trait::async_trait]
impl Places for Clearances {
    fn kind(&self) -> &'static str {
        CLEARANCE_PLACE
    }

    async fn all(&self, _: &AppState) -> Result<Vec<(i64, String)>, Error> {
        Ok([(1, "Finance"), (2, "Legal"), (3, "Portfolio"), (4, "Head of service")]
            .map(|(id, name)| (id, name.to_owned()))
            .to_vec())
    }
}
