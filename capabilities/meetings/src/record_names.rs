//! Names of meetings, boards and their records for readers of the ledger.

use crate::meeting::{BoardId, Meeting, MeetingId};
use crate::{board, meeting};
use web::{AppState, Error, RecordNames};

/// The names of this capability's records.
pub(crate) struct Names;

/// The records of a meeting, by the word after its key.
const OF_MEETING: [(&str, &str); 15] = [
    ("", "the meeting"),
    ("agenda", "the agenda"),
    ("draft-agenda", "the draft agenda"),
    ("pack", "the agenda pack"),
    ("exempt-pack", "the exempt agenda pack"),
    ("minutes", "the minutes"),
    ("confidential-minutes", "the confidential minutes"),
    ("notice", "the notice of meeting"),
    ("sitting", "the record of the meeting"),
    ("interests", "interests declared for the meeting"),
    ("apologies", "apologies for the meeting"),
    ("notes", "private notes on the meeting"),
    ("actions", "the actions of the meeting"),
    ("questions", "the public questions of the meeting"),
    ("documents", "the documents of the meeting"),
];

/// The records of a board.
const OF_BOARD: [(&str, &str); 4] = [
    ("", "the board"),
    ("standing-items", "the standing items of the board"),
    ("programme", "the work programme of the board"),
    ("message", "a message about the board"),
];

/// Records of one kind that have no public name of their own.
const OTHERS: [(&str, &str); 5] = [
    ("programme-item", "an item of a work programme"),
    ("action", "an action"),
    ("post", "an officer’s post"),
    ("person", "a member"),
    ("recommendation", "a recommendation"),
];

/// Returns the name of a record of a meeting.
fn part_of_meeting(part: &str, meeting: &Meeting, names_board: bool) -> String {
    let what = match part.strip_prefix("supplement-") {
        Some(number) => format!("supplement {number} to the agenda pack"),
        None => OF_MEETING
            .iter()
            .find(|(word, _)| *word == part)
            .map_or_else(|| part.replace('-', " "), |(_, what)| (*what).to_owned()),
    };
    let board = if names_board { format!(" ({})", meeting.board_name) } else { String::new() };
    format!("{what} of {}{board}", meeting.short_day())
}

#[async_trait::async_trait]
impl RecordNames for Names {
    async fn name(&self, state: &AppState, record: &str) -> Result<Option<String>, Error> {
        let (kind, rest) = record.split_once('/').unwrap_or((record, ""));
        let (key, part) = rest.split_once('/').unwrap_or((rest, ""));
        let connection = state.db.reading();
        match kind {
            "meeting" => {
                let Ok(id) = key.parse::<MeetingId>() else { return Ok(None) };
                let Some(meeting) = meeting::store::by_id(connection, id).await? else { return Ok(None) };
                let names_board = board::store::boards(connection).await?.len() > 1;
                Ok(Some(part_of_meeting(part, &meeting, names_board)))
            }
            "board" => {
                let Ok(id) = key.parse::<BoardId>() else { return Ok(None) };
                let Some(board) = board::store::by_id(connection, id).await? else { return Ok(None) };
                let part = if part.starts_with("message-") { "message" } else { part };
                let what = OF_BOARD.iter().find(|(word, _)| *word == part).map_or("a record of the board", |(_, what)| what);
                Ok(Some(format!("{what} {}", board.name)))
            }
            _ => Ok(OTHERS.iter().find(|(known, _)| *known == kind).map(|(_, what)| format!("{what} (number {rest})"))),
        }
    }
}
