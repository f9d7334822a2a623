//! The rules for one meeting: when notice ends, how many minutes and questions are allowed, and what is on its agenda.

use crate::notice;
use crate::question::state::Moment;
use access::{Place, Record};
use chrono::{DateTime, Utc};
use db::Connection;
use directory::roles;
use foundation::text::readable_title;
use meetings::agenda::Agenda;
use meetings::board::BoardRegister;
use meetings::{Meeting, MeetingId, rules};
use settings::Known;
use web::{AppState, OrNotFound, Result};

/// The rules for one meeting.
#[derive(Clone, Debug)]
pub(crate) struct MeetingFacts {
    pub meeting: Meeting,
    pub board: Place,
    pub notice_ends: Option<DateTime<Utc>>,
    /// The titles of the items taken in public.
    pub items: Vec<String>,
    /// The titles of the items taken in private.
    pub private: Vec<String>,
    /// The total number of minutes.
    pub total: i64,
    /// Minutes for each questioner.
    pub each: i64,
    /// The maximum number of questions from one person or organisation.
    pub questions_each: usize,
    /// The maximum number of supplementary questions to a question.
    pub supplementary: u32,
    /// The number of months within which the same question is not put again.
    pub same_months: u32,
    /// The provision that sets these rules.
    pub citation: String,
}

impl MeetingFacts {
    /// Returns the rules for the meeting with this key, given as in a URL.
    pub(crate) async fn find(state: &AppState, id: &str) -> Result<Self> {
        let id: MeetingId = id.parse().or_not_found("Meeting")?;
        Self::of(state, id).await
    }

    pub(crate) async fn of(state: &AppState, id: MeetingId) -> Result<Self> {
        let connection = state.db.reading();
        let meeting = meetings::meeting_by_id(connection, id).await?.or_not_found("Meeting")?;
        let agenda = publications::current(connection, &format!("meeting/{id}/agenda")).await?;
        let agenda = agenda.and_then(|agenda| serde_json::from_str::<Agenda>(&agenda.content).ok());
        let items = agenda.map(|agenda| agenda.items).unwrap_or_default();
        let titles = |private: bool| {
            let some = items.iter().filter(|item| item.private == private);
            some.map(|item| readable_title(&item.title)).collect::<Vec<_>>()
        };
        let settings = state.settings();
        let number = |rule: &Known| settings.number_on(rule, meeting.held_on).unwrap_or_default();
        let set = settings.value_on(&rules::QUESTION_TIME, meeting.held_on).filter(|value| value.from.is_some());
        // A default comes from no standing order, so it has no citation.
        let citation = set.map(|value| value.citation).filter(|citation| !citation.is_empty());
        Ok(Self {
            board: Place::new(roles::BOARD_PLACE, meeting.board.get()),
            notice_ends: notice::of_meeting(&meeting, &settings),
            items: titles(false),
            private: titles(true),
            total: number(&rules::QUESTION_TIME).into(),
            each: number(&rules::QUESTIONER_TIME).into(),
            questions_each: usize::try_from(number(&rules::QUESTIONS_EACH)).unwrap_or(usize::MAX),
            supplementary: number(&rules::SUPPLEMENTARY_QUESTIONS),
            same_months: number(&rules::SAME_QUESTION),
            citation: citation.unwrap_or_else(|| "the council’s rules for public questions".to_owned()),
            meeting,
        })
    }

    /// Returns the facts that permission checks on the plan need.
    pub(crate) fn plan(&self) -> Record<'_> {
        Record { id: self.meeting.id.get(), place: Some(&self.board), ..Record::default() }
    }

    /// Returns the current moment for the state table of questions.
    pub(crate) fn moment(&self, state: &AppState) -> Moment {
        Moment {
            now: state.clock.now(),
            today: state.clock.today(),
            notice_ends: self.notice_ends,
            meeting: self.meeting.held_on,
        }
    }

    /// Checks whether a question received now is in time. A past meeting accepts none, whatever its notice.
    pub(crate) fn takes_questions(&self, state: &AppState) -> bool {
        let is_in_time = self.notice_ends.is_some_and(|ends| notice::is_in_time(state.clock.now(), ends));
        is_in_time && self.meeting.is_to_come(state.clock.today())
    }

    /// Returns the board and date: `Harbour Safety Board, 16 January 2024`.
    pub(crate) fn title(&self) -> String {
        format!("{}, {}", self.meeting.board_name, self.meeting.short_day())
    }

    /// Returns the path of the plan.
    pub(crate) fn plan_address(&self) -> String {
        format!("{}/questions", self.meeting.address())
    }
}

/// Returns the letters before the numbers of a board's minutes, if it has any.
pub(crate) async fn prefix_of(connection: &Connection, board: &Place) -> Result<Option<String>> {
    let register = publications::current(connection, board.as_str()).await?;
    let register = register.and_then(|register| serde_json::from_str::<BoardRegister>(&register.content).ok());
    Ok(register.and_then(|register| register.reference_prefix))
}
