//! Who may see and follow actions and recommendations, and keep officers' posts.

use access::{Action, Declaration, On, Permission, RESIDENT, RecordKind};
use directory::roles::{CLERK, MEMBER, MONITORING_OFFICER};

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
/// See officers' posts.
pub(crate) const SEE_POSTS: Action = Action { record: "post", word: "see" };
/// Edit officers' posts and their holders.
pub(crate) const EDIT_POSTS: Action = Action { record: "post", word: "edit" };

/// The access declaration of this capability.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[
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
