//! Permissions for the draft of an annual report. Published reports are public.

use access::{AccountId, Action, Declaration, On, Permission, Place, Record, RecordKind};
use directory::roles::{BOARD_PLACE, CLERK, MEMBER};
use meetings::BoardId;

/// To read a draft.
pub(crate) const READ: Action = Action { record: "annual-report-draft", word: "read" };
/// To create one, to write in it, and to start a new version of a published one.
pub(crate) const WRITE: Action = Action { record: "annual-report-draft", word: "write" };
/// To write the Chair's foreword: for the board's clerk and the Chair.
pub(crate) const FOREWORD: Action = Action { record: "annual-report-draft", word: "write-foreword" };
/// To publish it.
pub(crate) const PUBLISH: Action = Action { record: "annual-report-draft", word: "publish" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[RecordKind {
        key: "annual-report-draft",
        name: "Annual report",
        actions: &[READ, WRITE, FOREWORD, PUBLISH],
        permissions: &[
            Permission::new(MEMBER, &[READ], On::ItsPlace),
            Permission::new(MEMBER, &[FOREWORD], On::Own),
            Permission::new(CLERK, &[READ, WRITE, FOREWORD, PUBLISH], On::ItsPlace),
        ],
        openings_are_kept: false,
    }],
};

/// Returns a board's place.
pub(crate) fn place_of(board: BoardId) -> Place {
    Place::new(BOARD_PLACE, board.get())
}

/// Returns the facts that permission checks on the foreword need; the foreword belongs to the Chair.
pub(crate) fn foreword_facts(place: &Place, chair: Option<AccountId>) -> Record<'_> {
    Record { owner: chair, ..facts(place) }
}

/// Returns the facts that permission checks on a board's annual reports need.
pub(crate) fn facts(place: &Place) -> Record<'_> {
    Record { place: Some(place), ..Record::default() }
}
