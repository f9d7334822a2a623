//! Who may do what with the draft of an annual report. What is published everybody reads.

use access::{AccountId, Action, Declaration, On, Permission, Place, Record, RecordKind};
use meetings::BoardId;
use meetings::people::{BOARD_PLACE, CLERK, MEMBER};

/// To read a draft.
pub(crate) const READ: Action = Action { record: "annual-report-draft", word: "read" };
/// To begin one, to write in it, and to begin a new one of what is published.
pub(crate) const WRITE: Action = Action { record: "annual-report-draft", word: "write" };
/// To write the chair's foreword: its clerk, and the chair themselves, whose the foreword is.
pub(crate) const FOREWORD: Action = Action { record: "annual-report-draft", word: "write-foreword" };
/// To publish it.
pub(crate) const PUBLISH: Action = Action { record: "annual-report-draft", word: "publish" };

/// What this capability declares.
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

/// The place that a board is.
pub(crate) fn place_of(board: BoardId) -> Place {
    Place::new(BOARD_PLACE, board.get())
}

/// What it needs to know of the foreword, which is the chair's.
pub(crate) fn foreword_facts(place: &Place, chair: Option<AccountId>) -> Record<'_> {
    Record { owner: chair, ..facts(place) }
}

/// What the question who may do what needs to know of a board's annual reports.
pub(crate) fn facts(place: &Place) -> Record<'_> {
    Record { place: Some(place), ..Record::default() }
}
