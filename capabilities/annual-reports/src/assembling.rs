//! Assembles a report from the public record of the year and the texts written for it.

use crate::annual_report::{ActionOfYear, AnnualReport, DecisionOfYear, ItemOfYear, MeetingOfYear, Member, ServiceSummary};
use crate::draft::{Draft, Passage, item_key};
use crate::text_store;
use actions::DecisionFilter;
use chrono::NaiveDate;
use db::Connection;
use foundation::text::{readable_title, title_key};
use meetings::board::BoardRegister;
use meetings::{Board, Meeting};
use web::{Error, OrNotFound, Result};

/// The maximum number of decisions, and of actions, of a board in a year.
const MOST: i64 = 2_000;

/// Assembles the report in its current state; `today` determines which meetings have been held.
pub(crate) async fn report(connection: &Connection, draft: &Draft, today: NaiveDate) -> Result<AnnualReport> {
    let board = meetings::board_by_id(connection, draft.board).await?.or_not_found("Board")?;
    let texts = text_store::of_report(connection, draft.id).await?;
    let written = |part: &str| texts.iter().find(|text| text.part == part).map(|text| text.text.clone());
    let services = texts.iter().filter(|text| text.part.starts_with("service-"));
    let services = services.map(|text| ServiceSummary { title: text.title.clone(), text: text.text.clone() }).collect();
    let filter = DecisionFilter {
        board: Some(board.slug.clone()),
        year: Some(draft.year.first_year()),
        limit: MOST,
        ..Default::default()
    };
    Ok(AnnualReport {
        year: draft.year,
        foreword: written("foreword"),
        overview: written("overview"),
        members: members(connection, draft).await?,
        responsibilities: responsibilities(connection, &board).await?,
        meetings: meetings_held(connection, draft, &texts, &filter, today).await?,
        services,
        actions: actions(connection, &filter).await?,
        board: board.name,
    })
}

async fn members(connection: &Connection, draft: &Draft) -> Result<Vec<Member>> {
    let attendance = meetings::attendance_in_year(connection, draft.board, draft.year).await?;
    let member = |seat: meetings::Seat| {
        let was = attendance.iter().find(|attendance| attendance.slug == seat.slug);
        Member {
            name: seat.name,
            role: seat.role,
            present: was.map_or(0, |was| was.present),
            apologies: was.map_or(0, |was| was.apologies),
            council_business: was.map_or(0, |was| was.council_business),
        }
    };
    Ok(meetings::members_in_year(connection, draft.board, draft.year).await?.into_iter().map(member).collect())
}

async fn responsibilities(connection: &Connection, board: &Board) -> Result<Option<String>> {
    let Some(publication) = publications::current(connection, &Board::record(board.id)).await? else { return Ok(None) };
    let register: BoardRegister =
        serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(register.responsibilities)
}

/// Checks whether a meeting was held, as far as the record shows.
fn was_held(meeting: &Meeting, today: NaiveDate) -> bool {
    !meeting.is_cancelled && !meeting.is_to_come(today)
}

async fn meetings_held(
    connection: &Connection,
    draft: &Draft,
    texts: &[Passage],
    filter: &DecisionFilter,
    today: NaiveDate,
) -> Result<Vec<MeetingOfYear>> {
    let decisions = actions::decisions(connection, filter).await?;
    let mut held = Vec::new();
    let mut all = meetings::meetings_in_year(connection, draft.board, draft.year).await?;
    all.reverse();
    for meeting in all.into_iter().filter(|meeting| was_held(meeting, today)) {
        let id = meeting.id.get();
        let decisions = decisions.iter().filter(|decision| decision.meeting_id == id);
        let decisions = decisions.map(|decision| DecisionOfYear {
            reference: decision.reference.clone(),
            title: readable_title(&decision.title),
            sentence: decision.sentence.clone(),
        });
        let items = meetings::items_of_meeting(connection, meeting.id).await?;
        held.push(MeetingOfYear {
            id,
            held_on: meeting.held_on,
            day: meeting.day(),
            has_minutes: meeting.has_minutes,
            decisions: decisions.collect(),
            items: self::items(id, items, texts),
        });
    }
    Ok(held)
}

/// Returns the items of a meeting, each with its summary. Items taken in private have only a title, whatever was written.
fn items(meeting: i64, items: Vec<meetings::ShownItem>, texts: &[Passage]) -> Vec<ItemOfYear> {
    let mut keys: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for item in items {
        let key = item_key(meeting, &item.title, &keys);
        keys.push(key.clone());
        let recorded = item.summary.filter(|_| !item.private);
        let written = texts.iter().find(|text| text.part == key && !item.private).map(|text| text.text.clone());
        all.push(ItemOfYear {
            key,
            private: item.private,
            is_routine: recorded.is_none() && written.is_none() && !item.private && opens_a_meeting(&item.title),
            is_edited: written.is_some(),
            recorded: recorded.clone().filter(|_| written.is_some()),
            summary: written.or(recorded),
            title: item.title,
        });
    }
    all
}

/// Checks whether an item with this title opens every meeting.
fn opens_a_meeting(title: &str) -> bool {
    let key = title_key(title);
    let fixed = ["chairsannouncements", "publicquestiontime", "apologiesforabsence", "declarationsofinterest"];
    fixed.contains(&key.as_str()) || key == "minutes" || key.starts_with("minutesof")
}

/// Returns the actions, earliest first, and whether each is done.
async fn actions(connection: &Connection, filter: &DecisionFilter) -> Result<Vec<ActionOfYear>> {
    let mut actions = actions::actions(connection, filter).await?;
    actions.sort_by_key(|action| (action.held_on, action.meeting_id, action.position));
    let action = |action: actions::RegisteredAction| ActionOfYear {
        matter: [action.reference, Some(readable_title(&action.title))].into_iter().flatten().collect::<Vec<_>>().join(" "),
        owner: action.owner,
        task: action.task,
        done: action.state.map(|state| !state.is_open()),
    };
    Ok(actions.into_iter().map(action).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn item(title: &str, summary: Option<&str>, private: bool) -> meetings::ShownItem {
        meetings::ShownItem {
            number: None,
            title: title.into(),
            summary: summary.map(str::to_owned),
            private,
            reference: None,
            minute_position: None,
            paper_address: None,
            lead_officer: None,
            resolution: None,
        }
    }

    fn text(part: &str) -> Passage {
        let saved_at = DateTime::UNIX_EPOCH;
        let (title, text) = (String::new(), "Written".to_owned());
        Passage { id: 1, part: part.into(), position: 0, title, text, version: 1, saved_by: "account/1".into(), saved_at }
    }

    #[test]
    fn what_is_written_for_an_item_is_marked_and_the_records_words_are_kept() {
        let texts = [text("item-4-ferries"), text("item-4-lease")];
        let all = items(4, vec![item("Ferries", Some("Recorded"), false), item("Lease", Some("Secret"), true)], &texts);
        assert_eq!((all[0].summary.as_deref(), all[0].recorded.as_deref()), (Some("Written"), Some("Recorded")));
        assert!(all[0].is_edited);
        assert_eq!((all[1].summary.as_deref(), all[1].recorded.as_deref(), all[1].is_edited), (None, None, false));
    }
}
