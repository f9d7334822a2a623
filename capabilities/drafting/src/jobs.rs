//! What is done without anyone asking: reminding people of reports to clear, and telling their deputies.

use crate::{clearance, draft};
use ::jobs::{Kind, Schedule};
use web::AppState;

/// Reminds people of reports that they have to clear.
const REMIND: &str = "drafting.remind";

/// Tells deputies which reports have passed to them, and people which have come back.
const TELL_DEPUTIES: &str = "drafting.tell-deputies";

/// When the jobs are due.
pub(crate) const SCHEDULES: &[Schedule] = &[Schedule::daily_at(REMIND, 7, 0), Schedule::every_minutes(TELL_DEPUTIES, 10)];

/// Returns the kinds of job.
pub(crate) fn kinds() -> Vec<Kind<AppState>> {
    vec![
        Kind::new(REMIND, |state: AppState, _| async move { Ok(clearance::remind(&state).await.map(|_| ())?) }),
        Kind::new(TELL_DEPUTIES, |state: AppState, _| async move { Ok(draft::telling::deputies(&state).await.map(|_| ())?) }),
    ]
}
