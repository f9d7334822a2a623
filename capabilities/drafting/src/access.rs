//! Permissions for drafts of reports, their clearance and the template.

use access::{AccountId, Action, Declaration, On, Permission, Place, Record, RecordKind};
use directory::roles::{CLEARANCE_PLACE, CLEARING_OFFICER, CLERK, REPORTING_OFFICER};

/// To see that a draft exists and read it.
pub(crate) const READ: Action = Action { record: "report-draft", word: "read" };
/// To write in it.
pub(crate) const WRITE: Action = Action { record: "report-draft", word: "write" };
/// To comment on it.
pub(crate) const COMMENT: Action = Action { record: "report-draft", word: "comment" };
/// To create one.
pub(crate) const BEGIN: Action = Action { record: "report-draft", word: "begin" };

/// To see a step of clearance and read what is being cleared.
pub(crate) const SEE: Action = Action { record: "report-clearance", word: "see" };
/// To clear it or to return the report.
pub(crate) const CLEAR: Action = Action { record: "report-clearance", word: "clear" };
/// To appoint a deputy who clears reports while one is away.
pub(crate) const DEPUTISE: Action = Action { record: "report-clearance", word: "name a deputy" };

/// To read the template.
pub(crate) const READ_TEMPLATE: Action = Action { record: "report-template", word: "read" };
/// To change it.
pub(crate) const CHANGE_TEMPLATE: Action = Action { record: "report-template", word: "change" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[
        RecordKind {
            key: "report-draft",
            name: "Draft",
            actions: &[READ, WRITE, COMMENT, BEGIN],
            // Until it is published, a report belongs to its authors, the board's clerk and those who clear it. A colleague who
            // also reports to the board does not need it, so the role alone gives access to no draft, exempt or not.
            permissions: &[
                // The agenda does not show the title of an exempt item, so a clerk creates its report and names the author.
                Permission::new(REPORTING_OFFICER, &[BEGIN], On::ItsPlace),
                // The draft's authors.
                Permission::new(REPORTING_OFFICER, &[READ, WRITE, COMMENT], On::Own).also_exempt(),
                Permission::new(CLERK, &[READ, WRITE, COMMENT, BEGIN], On::ItsPlace).also_exempt(),
                // Those whose turn it is, or has been, to clear it.
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
                // Those who clear reports, and so may need a deputy while they are away.
                Permission::new(CLEARING_OFFICER, &[DEPUTISE], On::All),
                Permission::new(CLERK, &[DEPUTISE], On::All),
                // Deputies of someone who is away.
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

/// Returns the place of a clearance step: finance, legal, a portfolio, a head of service.
pub(crate) fn clearance_place(id: i64) -> Place {
    Place::new(CLEARANCE_PLACE, id)
}

/// Returns the facts about a draft that permission checks need. `asking` is given as its owner if they are one of its authors.
pub(crate) fn draft_facts<'a>(
    id: i64,
    board: &'a Place,
    asking: Option<AccountId>,
    with: &'a [Place],
    is_exempt: bool,
) -> Record<'a> {
    Record { id, place: Some(board), owner: asking, shared_with: with, is_exempt, ..Record::default() }
}
