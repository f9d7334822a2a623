//! The columns of the table: every role, with the reason for what it may do.

/// A column of the table, which is a role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    /// Its name in the table.
    pub name: &'static str,
    /// The reason for its permissions, for the head of the table.
    pub why: &'static str,
    /// The roles that the person holds, each with its place.
    pub held: &'static [(&'static str, &'static str)],
    /// Whether the person is signed in at all.
    pub is_signed_in: bool,
}

/// The columns. The examples belong to board 1 and are shared with agency 1.
pub(crate) const ROLES: &[Role] = &[
    Role {
        name: "resident: not signed in",
        why: "What the council publishes, and the forms by which anybody asks, follows a board or signs in. Whatever needs an account leads to signing in, whether or not it is there, so that nothing is learnt from the answer.",
        held: &[],
        is_signed_in: false,
    },
    Role {
        name: "signed in, without a role",
        why: "The same, and their own account: password, sessions, codes. Actions of a post they hold are theirs by the post and not by a role. An account alone opens nothing.",
        held: &[],
        is_signed_in: true,
    },
    Role {
        name: "member of the board",
        why: "Has by right what the board considers (Local Government Act 1972, section 100F): its agenda with the titles of private items, its private papers and confidential minutes, the plan of question time without who asks, the annual report that the board is to adopt, and what was given to others to do. Their own page of a meeting: apologies, interests, notes. Reads no report before it is published: until then it is advice in preparation. Changes none of the clerk’s work.",
        held: &[("member", "board/1")],
        is_signed_in: true,
    },
    Role {
        name: "member of another board",
        why: "The lists, in which their own board’s things stand, and nothing of this board beyond what is public.",
        held: &[("member", "board/2")],
        is_signed_in: true,
    },
    Role {
        name: "clerk of the board",
        why: "Looks after all of the board’s business: its register and year, agendas and private items, what is recorded, minutes, questions with who asks (to answer them), private papers with their sharing, reports at every stage, since the clerk puts them on the agenda and clears last. Not the members’ own pages, and no report that waits for somebody else to clear.",
        held: &[("clerk", "board/1")],
        is_signed_in: true,
    },
    Role {
        name: "clerk of another board",
        why: "The lists, in which their own board’s things stand; what democratic services keep for all boards together: the register of posts, the template of reports, beginning a board. A private paper of this board opens for a reason alone, which is reviewed, for the day on which they stand in for a colleague.",
        held: &[("clerk", "board/2")],
        is_signed_in: true,
    },
    Role {
        name: "reporting officer of the board",
        why: "Reports to the board: sees its work programme and its agenda in preparation, to know what is to be written by when, with public titles only; begins reports on public items, brings private papers of their own. A colleague’s report is open to its authors, the clerk and those who clear it, and this role alone opens none, exempt or not. A report on an exempt item is begun by the clerk, who names its author.",
        held: &[("reporting-officer", "board/1")],
        is_signed_in: true,
    },
    Role {
        name: "author of the report",
        why: "A reporting officer who was made an author of the draft: everything of this draft, its pictures and files too. Clears nothing, and names no deputy, having nothing to clear.",
        held: &[("reporting-officer", "board/1")],
        is_signed_in: true,
    },
    Role {
        name: "clearing officer for finance",
        why: "Reads and clears a report from when it has come to them, and reads it from then on, as they answer for what they cleared. This draft has not come to them, so it is hidden. Names who clears in their place while they are away.",
        held: &[("clearing-officer", "clearance/1")],
        is_signed_in: true,
    },
    Role {
        name: "monitoring officer",
        why: "Watches over lawfulness and interests (Local Government and Housing Act 1989, section 5), so reads the boards’ business, private papers, confidential minutes and actions, marks conflicts of interest, reviews openings for a reason. Changes no business, and reads no drafts: nothing is decided on them. Each opening is in the ledger.",
        held: &[("monitoring-officer", "")],
        is_signed_in: true,
    },
    Role {
        name: "user of the agency",
        why: "What is shared with the agency, until the day named, and nothing else.",
        held: &[("partner", "agency/1")],
        is_signed_in: true,
    },
    Role {
        name: "user of another agency",
        why: "An empty list of what is shared with their own agency.",
        held: &[("partner", "agency/2")],
        is_signed_in: true,
    },
    Role {
        name: "auditor",
        why: "The ledger, its export and the openings for a reason: who did what to which record. Reads no record itself, which is why entries quote none.",
        held: &[("auditor", "")],
        is_signed_in: true,
    },
    Role {
        name: "administrator",
        why: "Accounts, roles and the council’s settings. Reads no record, no ledger and no business.",
        held: &[("administrator", "")],
        is_signed_in: true,
    },
];
