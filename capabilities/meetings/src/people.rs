//! The roles of people who work with boards, and the places within which roles are held.

use crate::meeting::BoardId;
use access::{AccountId, Action, Declaration, On, Permission, Place, PlaceKind, RESIDENT, RecordKind, Role};
use web::{AppState, Error, Places};

/// A councillor who sits on a board.
pub const MEMBER: &str = "member";
/// An officer of democratic services who manages a board.
pub const CLERK: &str = "clerk";
/// An officer who writes reports to a board.
pub const REPORTING_OFFICER: &str = "reporting-officer";
/// An officer who clears reports for finance, legal or a portfolio.
pub const CLEARING_OFFICER: &str = "clearing-officer";
/// The monitoring officer (Local Government and Housing Act 1989, section 5).
pub const MONITORING_OFFICER: &str = "monitoring-officer";

/// The kind of place for a board.
pub const BOARD_PLACE: &str = "board";

/// The kind of place for a type of clearance.
pub const CLEARANCE_PLACE: &str = "clearance";

/// See the management pages of a board.
pub(crate) const SEE_BOARD: Action = Action { record: "board", word: "see" };
/// Edit a board's register: its details and its members.
pub(crate) const EDIT_BOARD: Action = Action { record: "board", word: "edit" };
/// Plan a board's year: meetings, standing items and the work programme.
pub(crate) const PLAN_YEAR: Action = Action { record: "board", word: "plan" };
/// Create a board.
pub(crate) const BEGIN_BOARD: Action = Action { record: "board", word: "begin" };

/// Read the business of a meeting that is not yet, or never, public: its draft agenda and what is recorded at it.
pub(crate) const READ_BUSINESS: Action = Action { record: "business", word: "read" };
/// Prepare and publish the agenda of a meeting.
pub(crate) const PREPARE: Action = Action { record: "business", word: "prepare" };
/// Record what happens at a meeting and write its minutes.
pub(crate) const RECORD: Action = Action { record: "business", word: "record" };
/// Take part as a member: send apologies, declare interests in advance and keep private notes.
pub(crate) const TAKE_PART: Action = Action { record: "business", word: "take part" };

/// See the interests that must be registered.
pub(crate) const SEE_INTERESTS: Action = Action { record: "interest", word: "see" };
/// Maintain one's own register of interests.
pub(crate) const KEEP_INTERESTS: Action = Action { record: "interest", word: "keep" };
/// Record that disclosed interests are in the register.
pub(crate) const REGISTER_INTERESTS: Action = Action { record: "interest", word: "register" };

/// See officers' posts.
pub(crate) const SEE_POSTS: Action = Action { record: "post", word: "see" };
/// Edit officers' posts and their holders.
pub(crate) const EDIT_POSTS: Action = Action { record: "post", word: "edit" };

/// See a followed action and its state.
pub(crate) const SEE_ACTION: Action = Action { record: "action", word: "see" };
/// Report progress on an action.
pub(crate) const PROGRESS: Action = Action { record: "action", word: "note progress" };
/// Change the due date of an action, drop it, and list all actions.
pub(crate) const FOLLOW: Action = Action { record: "action", word: "follow" };

/// See a recommendation to another body and its answer.
pub(crate) const SEE_RECOMMENDATION: Action = Action { record: "recommendation", word: "see" };
/// Record that a recommendation was sent or answered.
pub(crate) const FOLLOW_RECOMMENDATION: Action = Action { record: "recommendation", word: "follow" };

/// Returns the place for a board.
pub(crate) fn board_place(board: BoardId) -> Place {
    Place::new(BOARD_PLACE, board.get())
}

/// Returns the facts that an access decision needs about a board, or about the business of one of its meetings.
pub(crate) fn facts<'a>(id: i64, place: &'a Place, is_exempt: bool, conflicted: &'a [AccountId]) -> access::Record<'a> {
    access::Record { id, place: Some(place), is_exempt, conflicted, ..access::Record::default() }
}

/// The access declaration of this capability.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[
        Role {
            key: MEMBER,
            name: "Member of a board",
            description: "Can read the board’s private papers.",
            within: Some(BOARD_PLACE),
        },
        Role {
            key: CLERK,
            name: "Clerk (democratic services)",
            description: "Manages the board’s meetings and papers.",
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
            description: "Oversees lawfulness and interests, and reviews emergency access.",
            within: None,
        },
    ],
    place_kinds: &[PlaceKind { key: BOARD_PLACE, name: "Board" }, PlaceKind { key: CLEARANCE_PLACE, name: "Clearance" }],
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
            key: "action",
            name: "Action",
            actions: &[SEE_ACTION, PROGRESS, FOLLOW],
            permissions: &[
                Permission::new(CLERK, &[SEE_ACTION, PROGRESS, FOLLOW], On::ItsPlace).also_exempt(),
                Permission::new(MEMBER, &[SEE_ACTION], On::ItsPlace),
                Permission::new(MONITORING_OFFICER, &[SEE_ACTION], On::All).also_exempt(),
                // This covers the holder of the responsible post, whatever other roles they have.
                Permission::new(RESIDENT, &[SEE_ACTION, PROGRESS], On::Own).also_exempt(),
            ],
            openings_are_kept: false,
        },
        RecordKind {
            key: "recommendation",
            name: "Recommendation",
            actions: &[SEE_RECOMMENDATION, FOLLOW_RECOMMENDATION],
            permissions: &[
                Permission::new(CLERK, &[SEE_RECOMMENDATION, FOLLOW_RECOMMENDATION], On::ItsPlace).also_exempt(),
                Permission::new(MONITORING_OFFICER, &[SEE_RECOMMENDATION], On::All).also_exempt(),
            ],
            openings_are_kept: false,
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
        RecordKind {
            key: "post",
            name: "Post",
            actions: &[SEE_POSTS, EDIT_POSTS],
            permissions: &[
                Permission::new(CLERK, &[SEE_POSTS, EDIT_POSTS], On::All),
                Permission::new(MONITORING_OFFICER, &[SEE_POSTS], On::All),
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
        let boards = crate::boards(state.db.reading()).await?;
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
