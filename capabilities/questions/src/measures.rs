//! Measures of public questions.

use crate::measured_store;
use chrono::NaiveDate;
use db::{Db, DbError};
use figures::{Asked, Counting, CountsThings, Dimension, Measure, Part, ThingCounts, Unit};
use foundation::civil_date;
use std::collections::HashMap;

const BOARD: Dimension = Dimension { key: "board", name: "Board" };

const RECEIVED: Measure = Measure {
    key: "public-questions",
    name: "Public questions received",
    definition: "Questions that residents sent in writing for meetings in the period, including withdrawn questions.",
    unit: Unit::Count,
    dimensions: &[BOARD],
};

const PUT: Measure = Measure {
    key: "public-questions-put",
    name: "Public questions put",
    definition: "Of the questions that residents sent for meetings in the period, the share that was put at the meeting.",
    unit: Unit::Percent,
    dimensions: &[BOARD],
};

struct Questions(&'static Measure);

#[async_trait::async_trait]
impl CountsThings for Questions {
    fn measure(&self) -> &'static Measure {
        self.0
    }

    async fn count(&self, db: &Db, asked: &Asked) -> Result<ThingCounts, DbError> {
        let rows = measured_store::by_meeting(db, asked.as_at, asked.filter(BOARD.key)).await?;
        let rows: HashMap<i64, measured_store::CountRow> = rows.into_iter().map(|row| (row.meeting_id, row)).collect();
        // A question counts on the day of its meeting, which the capability that holds meetings provides.
        let days = meetings::days_between(db.reading(), asked.period.from, asked.period.until).await?;
        let is_share = self.0.unit == Unit::Percent;
        let part = |(meeting, held_on): (meetings::MeetingId, NaiveDate)| {
            let row = rows.get(&meeting.get())?;
            Some(Part {
                label: civil_date::written(held_on),
                count: if is_share { row.put } else { row.received },
                of: is_share.then_some(row.received),
            })
        };
        Ok(ThingCounts::from_parts(days.into_iter().filter_map(part).collect(), is_share))
    }

    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        if dimension != BOARD.key {
            return Ok(Vec::new());
        }
        let boards = meetings::boards(db.reading()).await?;
        Ok(boards.into_iter().map(|board| (board.id.to_string(), board.name)).collect())
    }
}

/// Returns all measures.
pub(crate) fn all() -> Vec<Counting> {
    vec![Counting::things(Questions(&RECEIVED)), Counting::things(Questions(&PUT))]
}
