//! Who may do what with drafts of reports, with their clearance and with the template.

use access::{AccountId, Action, Declaration, On, Permission, Place, Record, RecordKind};
use meetings::people::{CLEARANCE_PLACE, CLEARING_OFFICER, CLERK, REPORTING_OFFICER};

/// To know of a draft and read it.
pub(crate) const READ: Action = Action { record: "report-draft", word: "read" };
/// To write in it.
pub(crate) const WRITE: Action = Action { record: "report-draft", word: "write" };
/// To comment on it.
pub(crate) const COMMENT: Action = Action { record: "report-draft", word: "comment" };
/// To begin one.
pub(crate) const BEGIN: Action = Action { record: "report-draft", word: "begin" };

/// To know of a step of clearance and read what is cleared.
pub(crate) const SEE: Action = Action { record: "report-clearance", word: "see" };
/// To clear it or to return the report.
pub(crate) const CLEAR: Action = Action { record: "report-clearance", word: "clear" };
/// To name who clears in one's place while one is away.
pub(crate) const DEPUTISE: Action = Action { record: "report-clearance", word: "name a deputy" };

/// To read the template.
pub(crate) const READ_TEMPLATE: Action = Action { record: "report-template", word: "read" };
/// To change it.
pub(crate) const CHANGE_TEMPLATE: Action = Action { record: "report-template", word: "change" };

/// What this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[
        RecordKind {
            key: "report-draft",
            name: "Draft",
            actions: &[READ, WRITE, COMMENT, BEGIN],
            // Until it is published, a report is the work of its authors, of the board's clerk and of those who clear it. A colleague who
            // also reports to the board needs it for nothing, so the role alone opens no draft, exempt or not.
            permissions: &[
                // An exempt item has a title that its agenda does not show, so its report is begun by a clerk, who names the author.
                Permission::new(REPORTING_OFFICER, &[BEGIN], On::ItsPlace),
                // Its authors.
                Permission::new(REPORTING_OFFICER, &[READ, WRITE, COMMENT], On::Own).also_exempt(),
                Permission::new(CLERK, &[READ, WRITE, COMMENT, BEGIN], On::ItsPlace).also_exempt(),
                // Those to whom it has come to be cleared.
                Permission::new(CLEARING_OFFICER, &[READ, COMMENT], On::SharedWithIt).also_exempt(),
            ],
            openings_are_kept: false,
        },
        RecordKind {
            key: "report-clearance",
            name: "Clearance",
            actions: &[SEE, CLEAR, DEPUTISE],
            permissions: &[
                Permission::new(CLEARING_OFFICER, &[SEE, CLEAR], On::SharedWithIt).also_exempt(),
                Permission::new(CLERK, &[SEE, CLEAR], On::ItsPlace).also_exempt(),
                // Those who have something to clear, and so something to hand over while they are away.
                Permission::new(CLEARING_OFFICER, &[DEPUTISE], On::All),
                Permission::new(CLERK, &[DEPUTISE], On::All),
                // Whoever stands in for somebody who is away.
                Permission::new(CLEARING_OFFICER, &[SEE, CLEAR], On::Own).also_exempt(),
                Permission::new(CLERK, &[SEE, CLEAR], On::Own).also_exempt(),
                Permission::new(REPORTING_OFFICER, &[SEE, CLEAR], On::Own).also_exempt(),
            ],
            openings_are_kept: false,
        },
        RecordKind {
            key: "report-template",
            name: "Template",
            actions: &[READ_TEMPLATE, CHANGE_TEMPLATE],
            permissions: &[
                Permission::new(REPORTING_OFFICER, &[READ_TEMPLATE], On::All),
                Permission::new(CLERK, &[READ_TEMPLATE, CHANGE_TEMPLATE], On::All),
            ],
            openings_are_kept: false,
        },
    ],
};

/// The place of a step of clearance: finance, legal, a portfolio, a head of service.
pub(crate) fn clearance_place(id: i64) -> Place {
    Place::new(CLEARANCE_PLACE, id)
}

/// What the question who may do what needs to know of a draft. `asking` is its owner where they are one of its authors.
pub(crate) fn draft_facts<'a>(
    id: i64,
    board: &'a Place,
    asking: Option<AccountId>,
    with: &'a [Place],
    is_exempt: bool,
) -> Record<'a> {
    Record { id, place: Some(board), owner: asking, shared_with: with, is_exempt, ..Record::default() }
}
