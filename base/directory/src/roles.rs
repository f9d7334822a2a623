//! The roles that people have in a council's scrutiny, and the kinds of place within which they hold them.

use access::{Declaration, PlaceKind, Role};

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

/// Someone from a partner agency, who sees what is shared with the agency and nothing else.
pub const PARTNER: &str = "partner";

/// The kind of place for a partner agency.
pub const AGENCY_PLACE: &str = "agency";

/// The kind of place for one of the council's services.
pub const SERVICE_PLACE: &str = "service";

/// The declaration of these roles and kinds of place.
pub const ROLES: Declaration = Declaration {
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
        Role {
            key: PARTNER,
            name: "Partner agency user",
            description: "Can only see what is shared with their agency.",
            within: Some(AGENCY_PLACE),
        },
    ],
    place_kinds: &[
        PlaceKind { key: BOARD_PLACE, name: "Board" },
        PlaceKind { key: CLEARANCE_PLACE, name: "Clearance" },
        PlaceKind { key: AGENCY_PLACE, name: "Agency" },
        PlaceKind { key: SERVICE_PLACE, name: "Service" },
    ],
    records: &[],
};
