//! What law and standing orders lay down for meetings, as a council may set it: each value with where the default comes from. Where no law
//! sets a value, the default is a common practice, and the council's own standing orders replace it.

use crate::deadline::Steps;
use chrono::NaiveDate;
use settings::{Known, Settings, Unit};

const MEETINGS: &str = "Meetings";
const ACTIONS: &str = "Actions from minutes";
const QUESTIONS: &str = "Public Question Time";

/// Where a default comes from that no law sets.
const OWN_RULES: &str = "Common practice; replace it with your own standing orders";
const RETENTION: &str = "How long papers are kept";

const fn rule(
    key: &'static str,
    group: &'static str,
    label: &'static str,
    unit: Unit,
    default: &'static str,
    citation: &'static str,
) -> Known {
    Known { key, group, label, unit, default: Some(default), citation }
}

/// Between the publication of agenda and reports and the meeting.
pub const CLEAR_DAYS: Known = rule(
    "meetings.clear-days",
    MEETINGS,
    "Notice of a meeting and its reports",
    Unit::ClearDays,
    "5",
    "Local Government Act 1972, section 100B; SI 2002/715",
);

/// By how many working days final reports are with the clerk before publication. No law says; each council has its own practice.
pub const FINAL_REPORTS: Known = rule(
    "meetings.final-reports",
    MEETINGS,
    "Final reports are due before publication by",
    Unit::WorkingDays,
    "2",
    "The council’s own practice; no law sets it",
);

/// By how many working days reports go to those who clear them before they are final. No law says; each council has its own practice.
pub const CLEARANCE: Known = rule(
    "meetings.clearance",
    MEETINGS,
    "Reports are due for clearance before final reports by",
    Unit::WorkingDays,
    "3",
    "The council’s own practice; no law sets it",
);

/// How often the committee meets for crime and disorder, at the least.
pub const CRIME_SCRUTINY: Known = rule(
    "meetings.crime-scrutiny",
    MEETINGS,
    "Scrutiny of crime and disorder, at least once within",
    Unit::Months,
    "12",
    "Police and Justice Act 2006, sections 19 and 20; SI 2009/942",
);

/// How long responsible bodies may take to answer a recommendation.
pub const RECOMMENDATION_ANSWER: Known = rule(
    "meetings.recommendation-answer",
    MEETINGS,
    "Response of a responsible body to a recommendation, within",
    Unit::Days,
    "28",
    "Police and Justice Act 2006, sections 19 and 20; SI 2009/942",
);

/// How many days before an action is due whoever holds its post is reminded. No law says; each council has its own practice.
pub const REMIND_BEFORE: Known = rule(
    "actions.remind-before",
    ACTIONS,
    "Remind the post holder before an action is due by",
    Unit::Days,
    "7",
    "The council’s own practice; no law sets it",
);

/// After how many days somebody is reminded again of an action that is overdue. No law says; each council has its own practice.
pub const REMIND_AGAIN: Known = rule(
    "actions.remind-again",
    ACTIONS,
    "Remind the post holder again about an overdue action after",
    Unit::Days,
    "7",
    "The council’s own practice; no law sets it",
);

/// How long a member may take to notify an interest disclosed at a meeting; the day of disclosure counts.
pub const INTEREST_NOTIFICATION: Known = rule(
    "meetings.interest-notification",
    MEETINGS,
    "Notification of an interest disclosed at a meeting, starting with that day",
    Unit::Days,
    "28",
    "Localism Act 2011",
);

/// How long Public Question Time lasts.
pub const QUESTION_TIME: Known =
    rule("questions.minutes", QUESTIONS, "Public Question Time lasts", Unit::Minutes, "30", OWN_RULES);

/// How long one questioner may take.
pub const QUESTIONER_TIME: Known =
    rule("questions.minutes-each", QUESTIONS, "Time for each questioner, at most", Unit::Minutes, "3", OWN_RULES);

/// The hour until which notice of a question is taken.
pub const QUESTION_NOTICE_HOUR: Known =
    rule("questions.notice-hour", QUESTIONS, "Questions close at", Unit::TimeOfDay, "16:00", OWN_RULES);

/// How many working days before the meeting notice ends.
pub const QUESTION_NOTICE_DAYS: Known =
    rule("questions.notice-days", QUESTIONS, "Questions close before the meeting by", Unit::WorkingDays, "1", OWN_RULES);

/// How many questions a person or organisation may put at a meeting.
pub const QUESTIONS_EACH: Known =
    rule("questions.each", QUESTIONS, "Questions from one person or organisation", Unit::Number, "1", OWN_RULES);

/// How many supplementary questions may follow.
pub const SUPPLEMENTARY_QUESTIONS: Known =
    rule("questions.supplementary", QUESTIONS, "Supplementary questions", Unit::Number, "1", OWN_RULES);

/// Within how many months the same question is not put again.
pub const SAME_QUESTION: Known =
    rule("questions.same", QUESTIONS, "The same question cannot be put again within", Unit::Months, "6", OWN_RULES);

/// How long minutes, agenda and reports stay open.
pub const PAPERS_OPEN: Known = rule(
    "retention.papers",
    RETENTION,
    "Minutes, agenda and reports stay open for",
    Unit::Years,
    "6",
    "Local Government Act 1972, section 100C",
);

/// How long background papers stay open.
pub const BACKGROUND_PAPERS_OPEN: Known = rule(
    "retention.background-papers",
    RETENTION,
    "Background papers stay open for",
    Unit::Years,
    "4",
    "Local Government Act 1972, section 100D(2)",
);

/// All of them, in the order in which people see them.
pub const ALL: &[Known] = &[
    CLEAR_DAYS,
    FINAL_REPORTS,
    CLEARANCE,
    CRIME_SCRUTINY,
    RECOMMENDATION_ANSWER,
    REMIND_BEFORE,
    REMIND_AGAIN,
    INTEREST_NOTIFICATION,
    QUESTION_TIME,
    QUESTIONER_TIME,
    QUESTION_NOTICE_HOUR,
    QUESTION_NOTICE_DAYS,
    QUESTIONS_EACH,
    SUPPLEMENTARY_QUESTIONS,
    SAME_QUESTION,
    PAPERS_OPEN,
    BACKGROUND_PAPERS_OPEN,
];

/// Returns how the steps before a meeting on `day` lie apart.
pub(crate) fn steps(settings: &Settings, day: NaiveDate) -> Steps {
    let number = |known: &Known| settings.number_on(known, day).unwrap_or_default();
    Steps { clear_days: number(&CLEAR_DAYS), final_reports: number(&FINAL_REPORTS), clearance: number(&CLEARANCE) }
}
