//! Which drafts someone may read, write or clear, as conditions of a statement.
//!
//! They mirror [`crate::draft::open_draft::OpenDraft::with`], which decides about one draft from the same permissions.

use crate::access::{CLEAR, READ, SEE, WRITE, clearance_place};
use crate::clearance::CLEARERS;
use access::{Actor, Fact, Place, Policy, Reading, Rows, Scope, StoredFacts};
use chrono::NaiveDate;
use db::Value;

/// The drafts that someone writes.
const AUTHORED: Rows<'_> = Rows { key: "a.draft_id", from: "report_author a WHERE a.account_id = {account}" };

/// The drafts whose path has come to a place: all steps before its step have been decided.
const REACHED: Rows<'_> = Rows {
    key: "c.draft_id",
    from: "report_clearance c WHERE c.place IN ({places}) AND NOT EXISTS (SELECT 1 FROM report_clearance b WHERE b.draft_id = c.draft_id AND \
           b.step < c.step AND b.decided_by IS NULL)",
};

/// The drafts that someone has handled: cleared, given back, sent or taken back.
const HANDLED: Rows<'_> =
    Rows { key: "e.draft_id", from: "report_clearance_event e WHERE e.made_by = 'account/' || CAST({account} AS TEXT)" };

/// Returns the condition of drafts in clearance whose next step meets `step`, a condition on `report_clearance c`.
fn waiting_for(step: &str) -> String {
    format!(
        "d.state = 'in-clearance' AND EXISTS (SELECT 1 FROM report_clearance c WHERE c.draft_id = d.id AND c.state <> 'cleared' AND NOT EXISTS \
         (SELECT 1 FROM report_clearance b WHERE b.draft_id = c.draft_id AND b.step < c.step AND b.state <> 'cleared') AND {step})"
    )
}

/// Returns the rows of the drafts that came to a place on an earlier round, whose path may have been another, after `FROM`.
fn decided_before() -> String {
    let known = CLEARERS.iter().filter_map(|(_, name, place)| {
        place.map(|place| format!("SELECT '{name}' AS name, '{}' AS place", clearance_place(place)))
    });
    format!(
        "report_clearance_event e WHERE e.name IN (SELECT k.name FROM ({}) k WHERE k.place IN ({{places}}))",
        known.collect::<Vec<_>>().join(" UNION ALL ")
    )
}

/// What someone may do with drafts.
#[derive(Clone, Debug)]
pub(crate) struct DraftScopes {
    reading: Scope,
    writing: Scope,
    seeing: Scope,
    clearing: Scope,
    /// The places of those whose deputy they are today.
    deputised: Vec<Place>,
    today: NaiveDate,
}

/// The facts of drafts of which no fact can be told. Whether a draft is exempt depends on its agenda item, which is another
/// capability's.
const NOTHING: StoredFacts<'_> = StoredFacts {
    key: "d.id",
    place: Fact::Never,
    owner: Fact::Never,
    shared_with: Fact::Never,
    conflicted: Fact::Never,
    is_exempt: Fact::Unknown,
    is_public: Fact::Never,
};

impl DraftScopes {
    /// Returns what an actor may do, who is the deputy of the people with these places.
    pub(crate) fn of(policy: &Policy, actor: &Actor, deputised: Vec<Place>, today: NaiveDate) -> Self {
        Self {
            reading: policy.scope(actor, READ),
            writing: policy.scope(actor, WRITE),
            seeing: policy.scope(actor, SEE),
            clearing: policy.scope(actor, CLEAR),
            deputised,
            today,
        }
    }

    /// Returns the condition on `report_draft d` of the drafts that they may read, adding its values to `values`.
    pub(crate) fn readable(&self, reading: Reading, values: &mut Vec<Value>) -> String {
        let decided_before = decided_before();
        let reached = [REACHED, Rows { key: "e.draft_id", from: &decided_before }];
        let draft = StoredFacts { shared_with: Fact::Among(&reached), ..NOTHING };
        let handled = HANDLED.have("d.id", reading);
        // A condition that is never true would keep the database from using its indexes.
        let handled = if self.deputised.is_empty() {
            handled
        } else {
            let as_deputy = draft.condition(&Scope::SharedWith(self.deputised.clone()), reading, self.today, values);
            format!("{handled} OR {as_deputy}")
        };
        let seen = StoredFacts { owner: Fact::If(&handled), ..NOTHING }.condition(&self.seeing, reading, self.today, values);
        let draft = StoredFacts { place: Fact::If("d.board IN ({places})"), owner: Fact::Among(&[AUTHORED]), ..draft };
        let read = draft.condition(&self.reading, reading, self.today, values);
        format!("({read} OR {seen} OR {})", self.awaited(reading, values))
    }

    /// Returns the condition on `report_draft d` of the drafts that they may write.
    pub(crate) fn writable(&self, reading: Reading, values: &mut Vec<Value>) -> String {
        let draft = StoredFacts { place: Fact::If("d.board IN ({places})"), owner: Fact::Among(&[AUTHORED]), ..NOTHING };
        draft.condition(&self.writing, reading, self.today, values)
    }

    /// Returns the condition on `report_draft d` of the drafts that wait for them to clear.
    pub(crate) fn awaited(&self, reading: Reading, values: &mut Vec<Value>) -> String {
        let (board, theirs) = (waiting_for("c.place = d.board AND c.place IN ({places})"), waiting_for("c.place IN ({places})"));
        let step = StoredFacts { place: Fact::If(&board), shared_with: Fact::If(&theirs), ..NOTHING };
        let as_deputy = step.condition(&Scope::SharedWith(self.deputised.clone()), reading, self.today, values);
        // No one may clear their own report as someone's deputy.
        let as_deputy = format!("{as_deputy} AND NOT {}", AUTHORED.have("d.id", reading));
        let clears = StoredFacts { owner: Fact::If(&as_deputy), ..step }.condition(&self.clearing, reading, self.today, values);
        format!("({} AND {clears})", waiting_for("1 = 1"))
    }
}
