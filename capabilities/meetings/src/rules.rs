//! What law and standing orders require for meetings, as a council can set it, each value with the source of its default. If no law
//! sets a value, the default is common practice, and the council should replace it with its own standing orders.

use crate::preparation::deadline::Steps;
use chrono::NaiveDate;
use settings::{Known, Settings, Unit};

const MEETINGS: &str = "Meetings";
const ACTIONS: &str = "Actions from minutes";
const QUESTIONS: &str = "Public Question Time";

/// The source of a default that no law sets.
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

/// The clear days between publication of the agenda and reports and the meeting.
pub const CLEAR_DAYS: Known = rule(
    "meetings.clear-days",
    MEETINGS,
    "Notice of a meeting and its reports",
    Unit::ClearDays,
    "5",
    "Local Government Act 1972, section 100B; SI 2002/715",
);

/// The number of working days before publication by which final reports must reach the clerk. No law sets this; each council has
/// its own practice.
pub const FINAL_REPORTS: Known = rule(
    "meetings.final-reports",
    MEETINGS,
    "Final reports are due before publication by",
    Unit::WorkingDays,
    "2",
    "The council’s own practice; no law sets it",
);

/// The number of working days before final reports are due by which reports must be submitted for clearance. No law sets this; each
/// council has its own practice.
pub const CLEARANCE: Known = rule(
    "meetings.clearance",
    MEETINGS,
    "Reports are due for clearance before final reports by",
    Unit::WorkingDays,
    "3",
    "The council’s own practice; no law sets it",
);

/// How often, at least, the committee must meet for crime and disorder.
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

/// The number of days before an action is due when the holder of its post is reminded. No law sets this; each council has its own
/// practice.
pub const REMIND_BEFORE: Known = rule(
    "actions.remind-before",
    ACTIONS,
    "Remind the post holder before an action is due by",
    Unit::Days,
    "7",
    "The council’s own practice; no law sets it",
);

/// The number of days after which the holder is reminded again of an overdue action. No law sets this; each council has its own
/// practice.
pub const REMIND_AGAIN: Known = rule(
    "actions.remind-again",
    ACTIONS,
    "Remind the post holder again about an overdue action after",
    Unit::Days,
    "7",
    "The council’s own practice; no law sets it",
);

/// How long a member may take to notify an interest disclosed at a meeting, including the day of disclosure.
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

/// The time of day by which notice of a question must arrive.
pub const QUESTION_NOTICE_HOUR: Known =
    rule("questions.notice-hour", QUESTIONS, "Questions close at", Unit::TimeOfDay, "16:00", OWN_RULES);

/// The number of working days before the meeting when notice ends.
pub const QUESTION_NOTICE_DAYS: Known =
    rule("questions.notice-days", QUESTIONS, "Questions close before the meeting by", Unit::WorkingDays, "1", OWN_RULES);

/// The number of questions that a person or organisation may put at a meeting.
pub const QUESTIONS_EACH: Known =
    rule("questions.each", QUESTIONS, "Questions from one person or organisation", Unit::Number, "1", OWN_RULES);

/// The number of supplementary questions that may follow.
pub const SUPPLEMENTARY_QUESTIONS: Known =
    rule("questions.supplementary", QUESTIONS, "Supplementary questions", Unit::Number, "1", OWN_RULES);

/// The number of months within which the same question cannot be put again.
pub const SAME_QUESTION: Known =
    rule("questions.same", QUESTIONS, "The same question cannot be put again within", Unit::Months, "6", OWN_RULES);

/// How long minutes, agenda and reports stay open to inspection.
pub const PAPERS_OPEN: Known = rule(
    "retention.papers",
    RETENTION,
    "Minutes, agenda and reports stay open for",
    Unit::Years,
    "6",
    "Local Government Act 1972, section 100C",
);

/// How long background papers stay open to inspection.
pub const BACKGROUND_PAPERS_OPEN: Known = rule(
    "retention.background-papers",
    RETENTION,
    "Background papers stay open for",
    Unit::Years,
    "4",
    "Local Government Act 1972, section 100D(2)",
);

/// All rules, in the order in which users see them.
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

/// Returns the steps before a meeting on `day`.
pub fn steps(settings: &Settings, day: NaiveDate) -> Steps {
    let number = |known: &Known| settings.number_on(known, day).unwrap_or_default();
    Steps { clear_days: number(&CLEAR_DAYS), final_reports: number(&FINAL_REPORTS), clearance: number(&CLEARANCE) }
}
