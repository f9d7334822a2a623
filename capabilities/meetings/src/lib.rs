//! Boards, their members and meetings, agendas, attendance, minutes, decisions and actions.
//!
//! What is published (a board's register, an agenda, minutes) is the record; the tables beside it are made from it, in the same
//! transaction, so that lists and counts can be asked for.

pub mod agenda;
mod agenda_document;
mod agenda_store;
mod attendance_store;
pub mod board;
mod board_pages;
mod board_store;
mod former_addresses;
mod former_store;
mod kinds;
mod lists;
mod meeting;
mod meeting_pages;
mod meeting_store;
mod member_pages;
mod member_store;
pub mod minutes;
mod minutes_document;
mod minutes_interchange;
mod minutes_pages;
mod minutes_store;
mod pack;
pub mod people;
mod print_links;
mod publishing;
mod register_pages;
mod register_store;
pub mod rules;
mod tables;

pub use agenda_store::{ShownItem, items as items_of_meeting};
pub use attendance_store::{MemberAttendance, of_board_in_year as attendance_in_year};
pub use board_store::{
    Board, Seat, boards, by_id as board_by_id, by_slug as board_by_slug, seats as members_in_year, years as years_of_board,
};
pub use lists::{decision_list, meeting_list};
pub use meeting::{BoardId, Meeting, MeetingId, MinuteId, PersonId};
pub use meeting_store::{
    by_id as meeting_by_id, latest as latest_meetings, municipal_years, next as next_meetings, of_board as meetings_in_year,
    on_day as meetings_on, since as meetings_since,
};
pub use publishing::{
    MeetingDocument, MeetingsError, Paper, Placed, add_document, board_name, meeting_for, place_paper, publish_agenda,
    publish_board, publish_minutes,
};
pub use register_store::{Decision, DecisionFilter, RegisteredAction, actions, decisions};

use web::{Capability, Routes};

/// The capability as the program wires it.
pub fn capability() -> Capability {
    Capability {
        name: "meetings",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: people::ACCESS,
        kinds: kinds::all(),
        printed_kinds: pack::printed_kinds(),
        places: vec![Box::new(people::BoardPlaces), Box::new(people::Clearances)],
        rules: rules::ALL,
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/boards", board_pages::list)
        .get("/boards/{slug}", board_pages::show)
        .get("/meetings", meeting_pages::list)
        .get("/meetings/{id}", meeting_pages::show)
        .get("/meetings/{id}/minutes", minutes_pages::whole)
        .get("/meetings/{id}/minutes.xml", minutes_interchange::show)
        .get("/meetings/{id}/pack.pdf", print_links::pack)
        .get("/meetings/{id}/minutes.pdf", print_links::minutes)
        .get("/meetings/{id}/decisions.pdf", print_links::decisions)
        .get("/minutes/{reference}", minutes_pages::one)
        .get("/members", member_pages::list)
        .get("/members/{slug}", member_pages::show)
        .get("/decisions", register_pages::decisions)
        .get("/decisions.csv", register_pages::decisions_csv)
        .get("/actions", register_pages::actions)
        .get("/actions.csv", register_pages::actions_csv)
        // Everything here is public and the same for everybody.
        .remembered()
        .merge(former_addresses::routes())
}
