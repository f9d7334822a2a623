//! What the rules say for one meeting: when notice ends, how many minutes and questions there are, what stands on its agenda.

use crate::notice;
use crate::state::Moment;
use access::{Place, Record};
use chrono::{DateTime, Utc};
use db::ConnectionTrait;
use foundation::text::readable_title;
use meetings::agenda::Agenda;
use meetings::board::BoardRegister;
use meetings::{Meeting, MeetingId, people, rules};
use settings::Known;
use web::{AppState, Error, Result};

/// What the rules say for one meeting.
#[derive(Clone, Debug)]
pub(crate) struct MeetingFacts {
    pub meeting: Meeting,
    pub board: Place,
    pub notice_ends: Option<DateTime<Utc>>,
    /// The titles of the items that are taken in public.
    pub items: Vec<String>,
    /// The titles of those that are not.
    pub private: Vec<String>,
    /// Minutes in all.
    pub total: i64,
    /// Minutes for each questioner.
    pub each: i64,
    /// Questions of one person or organisation.
    pub questions_each: usize,
    /// Supplementary questions to a question.
    pub supplementary: u32,
    /// Within how many months a question is not put again.
    pub same_months: u32,
    /// Where that is laid down.
    pub citation: String,
}

impl MeetingFacts {
    /// Those of the meeting with this key, as an address gives it.
    pub(crate) async fn find(state: &AppState, id: &str) -> Result<Self> {
        let id: MeetingId = id.parse().map_err(|_| Error::NotFound("Meeting"))?;
        Self::of(state, id).await
    }

    pub(crate) async fn of(state: &AppState, id: MeetingId) -> Result<Self> {
        let connection = state.db.reading();
        let meeting = meetings::meeting_by_id(connection, id).await?.ok_or(Error::NotFound("Meeting"))?;
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
        // A default is nobody's standing order.
        let citation = set.map(|value| value.citation).filter(|citation| !citation.is_empty());
        Ok(Self {
            board: Place::new(people::BOARD_PLACE, meeting.board.get()),
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

    /// What the question who may do what with the plan needs to know.
    pub(crate) fn plan(&self) -> Record<'_> {
        Record { id: self.meeting.id.get(), place: Some(&self.board), ..Record::default() }
    }

    /// This moment, as the rules of a question's life look at it.
    pub(crate) fn moment(&self, state: &AppState) -> Moment {
        Moment {
            now: state.clock.now(),
            today: state.clock.today(),
            notice_ends: self.notice_ends,
            meeting: self.meeting.held_on,
        }
    }

    /// Whether a question that comes now is in time. A meeting that is over takes none, whatever its notice.
    pub(crate) fn takes_questions(&self, state: &AppState) -> bool {
        let is_in_time = self.notice_ends.is_some_and(|ends| notice::is_in_time(state.clock.now(), ends));
        is_in_time && self.meeting.is_to_come(state.clock.today())
    }

    /// The board and the day: `Harbour Safety Board, 16 January 2024`.
    pub(crate) fn title(&self) -> String {
        format!("{}, {}", self.meeting.board_name, self.meeting.short_day())
    }

    /// The page of the plan.
    pub(crate) fn plan_address(&self) -> String {
        format!("{}/questions", self.meeting.address())
    }
}

/// The letters before the numbers of a board's minutes, where it has some.
pub(crate) async fn prefix_of(connection: &impl ConnectionTrait, board: &Place) -> Result<Option<String>> {
    let register = publications::current(connection, board.as_str()).await?;
    let register = register.and_then(|register| serde_json::from_str::<BoardRegister>(&register.content).ok());
    Ok(register.and_then(|register| register.reference_prefix))
}
