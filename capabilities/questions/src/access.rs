//! Permissions for public questions, and how long the questioner's name and address are kept.

use access::{Action, Declaration, On, Permission, RecordKind};
use directory::roles::{CLERK, MEMBER};
use settings::{Known, Unit};

/// To see that a question exists and read it, including who asked.
pub(crate) const READ: Action = Action { record: "public-question", word: "read" };
/// To accept, reject, merge or send one back.
pub(crate) const DECIDE: Action = Action { record: "public-question", word: "decide" };
/// To record what happened to one at the meeting.
pub(crate) const RECORD: Action = Action { record: "public-question", word: "record" };
/// To write and send a written answer.
pub(crate) const ANSWER: Action = Action { record: "public-question", word: "answer" };
/// To erase the questioner's name and address.
pub(crate) const ERASE: Action = Action { record: "public-question", word: "erase asker" };

/// To read the plan of a meeting's question time: the accepted questions, without the questioners.
pub(crate) const READ_PLAN: Action = Action { record: "question-plan", word: "read" };
/// To change it.
pub(crate) const CHANGE_PLAN: Action = Action { record: "question-plan", word: "change" };
/// To publish what was asked and answered.
pub(crate) const PUBLISH: Action = Action { record: "question-plan", word: "publish" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[
        RecordKind {
            key: "public-question",
            name: "Question",
            actions: &[READ, DECIDE, RECORD, ANSWER, ERASE],
            permissions: &[Permission::new(CLERK, &[READ, DECIDE, RECORD, ANSWER, ERASE], On::ItsPlace)],
            openings_are_kept: true,
        },
        RecordKind {
            key: "question-plan",
            name: "Question time",
            actions: &[READ_PLAN, CHANGE_PLAN, PUBLISH],
            permissions: &[
                Permission::new(CLERK, &[READ_PLAN, CHANGE_PLAN, PUBLISH], On::ItsPlace),
                // Members hear the questions at the meeting, and the plan does not name the questioners.
                Permission::new(MEMBER, &[READ_PLAN], On::ItsPlace),
            ],
            openings_are_kept: false,
        },
    ],
};

/// How long names and addresses are kept. No law sets a period, so the council does.
pub(crate) const RETENTION: Known = Known {
    key: "retention.question-askers",
    group: "How long papers are kept",
    label: "Names and addresses of people who asked a public question are kept after the meeting for",
    unit: Unit::Months,
    default: None,
    citation: "",
};

/// The settings that a council may change.
pub(crate) const RULES: &[Known] = &[RETENTION];
