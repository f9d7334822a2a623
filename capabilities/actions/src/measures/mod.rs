//! The measures of boards and their meetings.

pub mod store;

use crate::measures::store::{ACTIONS, ATTENDANCE, DECISIONS, HELD};
use crate::{followed, measures};
use db::{Db, DbError};
use figures::{Asked, Counting, CountsThings, Dimension, Measure, ThingCounts, Unit};

const BOARD: Dimension = Dimension { key: "board", name: "Board" };

const MEETINGS_HELD: Measure = Measure {
    key: "meetings-held",
    name: "Meetings held",
    definition: "Meetings of boards whose minutes are public, by the day on which they were held. A meeting whose minutes are not published yet \
                 is not counted, nor is one that was cancelled.",
    unit: Unit::Count,
    dimensions: &[BOARD],
};

const MEMBERS_PRESENT: Measure = Measure {
    key: "attendance",
    name: "Attendance",
    definition: "Of the members whom the public minutes name as present, as having sent apologies, or as absent on council business, the share \
                 who were present. Each member counts once at each meeting.",
    unit: Unit::Percent,
    dimensions: &[BOARD],
};

const DECISIONS_MADE: Measure = Measure {
    key: "decisions",
    name: "Decisions",
    definition: "Resolutions in public minutes. A resolution with several clauses counts once.",
    unit: Unit::Count,
    dimensions: &[BOARD],
};

const ACTIONS_GIVEN: Measure = Measure {
    key: "actions-given",
    name: "Actions agreed",
    definition: "Entries in the Action column of public minutes: the actions that boards gave to officers’ posts.",
    unit: Unit::Count,
    dimensions: &[BOARD],
};

const ACTIONS_ON_TIME: Measure = Measure {
    key: "actions-on-time",
    name: "Actions done on time",
    definition: "Of the actions of public minutes that were due in the period, the share that was noted as done by the day on which they were \
                 due. Actions without a day, and those no longer needed, are left out.",
    unit: Unit::Percent,
    dimensions: &[BOARD],
};

/// A measure that sums the counted rows of minutes. The members whose attendance it counts are named in the public minutes, so there is
/// nobody to protect.
struct OfMinutes {
    measure: &'static Measure,
    kind: &'static str,
}

#[async_trait::async_trait]
impl CountsThings for OfMinutes {
    fn measure(&self) -> &'static Measure {
        self.measure
    }

    async fn count(&self, db: &Db, asked: &Asked) -> Result<ThingCounts, DbError> {
        measures::store::counted(db, self.kind, asked, self.measure.unit == Unit::Percent).await
    }

    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        boards(db, dimension).await
    }
}

/// Returns the boards as values of the dimension.
async fn boards(db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
    if dimension != BOARD.key {
        return Ok(Vec::new());
    }
    let boards = meetings::board::store::boards(db.reading()).await?;
    Ok(boards.into_iter().map(|board| (board.id.to_string(), board.name)).collect())
}

struct OnTime;

#[async_trait::async_trait]
impl CountsThings for OnTime {
    fn measure(&self) -> &'static Measure {
        &ACTIONS_ON_TIME
    }

    async fn count(&self, db: &Db, asked: &Asked) -> Result<ThingCounts, DbError> {
        followed::counted_store::on_time(db, asked).await
    }

    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        boards(db, dimension).await
    }
}

/// Returns all measures.
pub(crate) fn all() -> Vec<Counting> {
    let of_minutes =
        [(&MEETINGS_HELD, HELD), (&MEMBERS_PRESENT, ATTENDANCE), (&DECISIONS_MADE, DECISIONS), (&ACTIONS_GIVEN, ACTIONS)];
    let of_minutes = of_minutes.into_iter().map(|(measure, kind)| Counting::things(OfMinutes { measure, kind }));
    of_minutes.chain([Counting::things(OnTime)]).collect()
}
