//! The record of boards, their members and meetings, agendas, attendance, minutes and interests: types, rules, tables.
//!
//! Publications (a board's register, an agenda, minutes) are the record; the tables are derived from them in the same transaction,
//! for lists and counts. Its pages are in the crates that stand on it.

pub mod access;
pub mod agenda;
pub mod attendance;
pub mod board;
pub mod calendar;
pub mod confirmation;
pub mod followers;
pub mod interests;
pub mod kinds;
pub mod meeting;
pub mod members;
pub mod messages;
pub mod minutes;
pub mod papers;
pub mod parts;
pub mod preparation;
pub mod programme;
pub mod record_names;
pub mod rules;
pub mod sitting;
pub mod tables;
pub mod year_tables;

pub use agenda::store::{MeetingDocument, Paper, ShownItem, items as items_of_meeting};
pub use attendance::store::{MemberAttendance, of_board_in_year as attendance_in_year};
pub use board::publishing::{MeetingsError, board_name, board_names, publish_board, publish_board_of};
pub use board::store::{
    Board, Seat, boards, by_id as board_by_id, by_slug as board_by_slug, seats as members_in_year, years as years_of_board,
};
pub use calendar::lists::meeting_list;
pub use meeting::store::{
    by_id as meeting_by_id, days_between, latest as latest_meetings, municipal_years, next as next_meetings,
    of_board as meetings_in_year, on_day as meetings_on, since as meetings_since,
};
pub use meeting::{BoardId, DraftItemId, Meeting, MeetingId, MinuteId, OwnDeadlines, PersonId, ProgrammeItemId};
pub use members::seat_store::chair_account;
pub use members::store::seated;

use web::Capability;

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "meetings",
        migrations: tables::MIGRATIONS,
        access: crate::access::ACCESS,
        kinds: kinds::all(),
        places: vec![Box::new(crate::access::BoardPlaces), Box::new(crate::access::Clearances)],
        record_names: vec![Box::new(record_names::Names)],
        rules: rules::ALL,
        ..Capability::default()
    }
}
