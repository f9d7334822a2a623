//! The management of a board: its details, its members and their registers of interests, and messages to its members and followers.

pub mod board;
mod demonstration;
pub mod members;
pub mod messages;
pub mod register_pages;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "boards",
        migrations: &[messages::tables::BOARD_MESSAGES],
        routes: routes(),
        work: vec![Box::new(board::work::Boards)],
        demonstration: Some(Box::new(demonstration::Board)),
        ..Capability::default()
    }
}

/// Returns this capability with those that it stands on, from the record of meetings up: together they make a board's year.
pub fn with_meetings() -> Vec<Capability> {
    vec![
        meetings::capability(),
        actions::capability(),
        packs::capability(),
        public_record::capability(),
        agendas::capability(),
        sittings::capability(),
        capability(),
    ]
}

fn routes() -> Routes {
    Routes::new()
        .get("/desk", board::desk_pages::list)
        .get("/boards/{slug}/desk", board::desk_pages::show)
        // Both depend only on the record, the date and the user.
        .remembered()
        .get("/boards/begin", board::edit_pages::begin_form)
        .post("/boards/begin", board::edit_pages::begin)
        .get("/boards/{slug}/edit", board::edit_pages::form)
        .post("/boards/{slug}/edit", board::edit_pages::edit)
        .get("/boards/{slug}/message", messages::pages::show)
        .post("/boards/{slug}/message", messages::pages::send)
        .get("/boards/{slug}/people", members::people_pages::show)
        .post("/boards/{slug}/people", members::people_pages::add)
        .get("/boards/{slug}/people/roll-over", members::roll_over_pages::form)
        .post("/boards/{slug}/people/roll-over", members::roll_over_pages::roll_over)
        .get("/boards/{slug}/people/{person}", members::manage_pages::show)
        .get("/boards/{slug}/people/{person}/details", members::details_pages::form)
        .post("/boards/{slug}/people/{person}/details", members::details_pages::change)
        .upload("/boards/{slug}/people/{person}/photo", members::photo_pages::send, members::photo_pages::LARGEST_UPLOAD)
        .post("/boards/{slug}/people/{person}/photo/remove", members::photo_pages::remove)
        .post("/boards/{slug}/people/{person}/name", members::manage_pages::correct_name)
        .post("/boards/{slug}/people/{person}/end", members::manage_pages::end)
        .post("/boards/{slug}/people/{person}/account", members::manage_pages::link)
        .post("/boards/{slug}/people/{person}/remove", members::manage_pages::remove)
        .get("/my/interests", register_pages::own)
        .post("/my/interests", register_pages::enter)
        .post("/my/interests/{id}/end", register_pages::end)
        .get("/interests/to-register", register_pages::to_register)
        .post("/interests/to-register", register_pages::note_registered)
}
