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
mod minutes_pages;
mod minutes_store;
mod pack;
mod print_links;
mod publishing;
mod register_pages;
mod register_store;
mod tables;

pub use board_store::{Board, boards};
pub use lists::{decision_list, meeting_list};
pub use meeting::{BoardId, Meeting, MeetingId, MinuteId, PersonId};
pub use meeting_store::{
    by_id as meeting_by_id, latest as latest_meetings, municipal_years, next as next_meetings, on_day as meetings_on,
};
pub use publishing::{
    MeetingDocument, MeetingsError, Paper, Placed, add_document, board_name, meeting_for, place_paper, publish_agenda,
    publish_board, publish_minutes,
};
pub use register_store::{Decision, DecisionFilter, decisions};

use web::Capability;

/// The capability as the program wires it.
pub fn capability() -> Capability {
    Capability {
        name: "meetings",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        kinds: kinds::all(),
        printed_kinds: pack::printed_kinds(),
    }
}

fn routes() -> axum::Router<web::AppState> {
    use axum::routing::get;
    axum::Router::new()
        .route("/boards", get(board_pages::list))
        .route("/boards/{slug}", get(board_pages::show))
        .route("/meetings", get(meeting_pages::list))
        .route("/meetings/{id}", get(meeting_pages::show))
        .route("/meetings/{id}/minutes", get(minutes_pages::whole))
        .route("/meetings/{id}/pack.pdf", get(print_links::pack))
        .route("/meetings/{id}/minutes.pdf", get(print_links::minutes))
        .route("/meetings/{id}/decisions.pdf", get(print_links::decisions))
        .route("/minutes/{reference}", get(minutes_pages::one))
        .route("/members", get(member_pages::list))
        .route("/members/{slug}", get(member_pages::show))
        .route("/decisions", get(register_pages::decisions))
        .route("/decisions.csv", get(register_pages::decisions_csv))
        .route("/actions", get(register_pages::actions))
        .route("/actions.csv", get(register_pages::actions_csv))
        // Everything here is public and the same for everybody.
        .route_layer(axum::middleware::from_fn(web::remember))
        .merge(former_addresses::routes())
}
