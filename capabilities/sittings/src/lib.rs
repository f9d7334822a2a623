//! A meeting while it is held, and its minutes: attendance, interests, motions and votes, then minutes drafted, circulated and published.

pub mod attendance;
pub mod minutes;
pub mod sitting;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability { name: "sittings", routes: routes(), work: vec![Box::new(sitting::work::Sittings)], ..Capability::default() }
}

fn routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/sitting", sitting::pages::show)
        .post("/meetings/{id}/sitting/step", sitting::step_pages::step)
        .post("/meetings/{id}/sitting/entries", sitting::entry_pages::record)
        .post("/meetings/{id}/sitting/entries/{entry}/strike", sitting::entry_pages::strike)
        .get("/meetings/{id}/sitting/{item}", sitting::item_pages::show)
        .post("/meetings/{id}/sitting/{item}/notes", sitting::item_pages::save_notes)
        .post("/meetings/{id}/sitting/{item}/approve", sitting::item_pages::approve)
        .get("/meetings/{id}/sitting/{item}/minutes-before", sitting::item_pages::minutes_before)
        .get("/meetings/{id}/minutes/draft", minutes::draft_pages::show)
        .get("/meetings/{id}/minutes/edit", minutes::edit_pages::show)
        .post("/meetings/{id}/minutes/circulate", minutes::draft_pages::circulate)
        .post("/meetings/{id}/minutes/correct", minutes::draft_pages::correct)
        .get("/meetings/{id}/minutes/confidential", minutes::draft_pages::confidential)
        .get("/my/meetings", attendance::own_meetings_pages::list)
        .get("/my/meetings/{id}", attendance::own_meetings_pages::show)
        .post("/my/meetings/{id}/attend", attendance::own_meetings_pages::attend)
        .post("/my/meetings/{id}/apologies", attendance::own_meetings_pages::send_apologies)
        .post("/my/meetings/{id}/apologies/take-back", attendance::own_meetings_pages::take_back_apologies)
        .post("/my/meetings/{id}/interests", attendance::own_meetings_pages::declare)
        .post("/my/meetings/{id}/interests/{interest}/take-back", attendance::own_meetings_pages::take_back_interest)
        .post("/my/meetings/{id}/notes", attendance::own_meetings_pages::keep_note)
}
