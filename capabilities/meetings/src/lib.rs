//! Boards, their members and meetings, agendas, attendance, minutes, decisions and actions.
//!
//! Publications (a board's register, an agenda, minutes) are the record; the tables are derived from them in the same transaction,
//! for lists and counts.

mod actions;
mod actor_name;
pub mod agenda;
mod attendance;
pub mod board;
mod calendar;
mod confirmation;
mod decisions;
mod form;
mod interests;
mod item_files;
mod kinds;
mod measures;
mod meeting;
mod members;
mod messages;
pub mod minutes;
mod packs;
pub mod people;
mod posts;
mod preparation;
mod programme;
mod publishing;
mod record_names;
pub mod rules;
mod sent;
mod sitting;
mod tables;
mod work;
mod year_tables;

pub use actions::ActionState;
pub use actions::reminding::remind;
pub use actions::store::{FollowedAction, of_board_in_year as followed_actions_of, overdue_of};
pub use actor_name::of as actor_name;
pub use agenda::private_business_pages::private_paper;
pub use agenda::store::{ShownItem, items as items_of_meeting};
pub use attendance::store::{MemberAttendance, of_board_in_year as attendance_in_year};
pub use board::store::{
    Board, Seat, boards, by_id as board_by_id, by_slug as board_by_slug, seats as members_in_year, years as years_of_board,
};
pub use calendar::lists::{decision_list, meeting_list};
pub use decisions::store::{Decision, DecisionFilter, RegisterPlace, RegisteredAction, actions, decisions};
pub use measures::store::recount;
pub use meeting::news::{MeetingNews, news_of};
pub use meeting::store::{
    by_id as meeting_by_id, days_between, latest as latest_meetings, municipal_years, next as next_meetings,
    of_board as meetings_in_year, on_day as meetings_on, since as meetings_since,
};
pub use meeting::{BoardId, DraftItemId, Meeting, MeetingId, MinuteId, OwnDeadlines, PersonId, PostId, ProgrammeItemId};
pub use members::seat_store::chair_account;
pub use members::store::seated;
pub use preparation::report_item::{
    ReportDeadlines, ReportItem, meetings_of_items, report_deadlines, report_item, report_items_to_come,
};
pub use publishing::{
    MeetingDocument, MeetingsError, Paper, Placed, add_document, board_name, meeting_for, place_paper, publish_agenda,
    publish_board, publish_board_of, publish_minutes,
};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "meetings",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: people::ACCESS,
        kinds: kinds::all(),
        printed_kinds: packs::printed_kinds(),
        places: vec![Box::new(people::BoardPlaces), Box::new(people::Clearances)],
        record_names: vec![Box::new(record_names::Names)],
        work: vec![Box::new(work::Business), Box::new(actions::work::WhatFollows)],
        rules: rules::ALL,
        measures: measures::all(),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    public_routes()
        .merge(desk_routes())
        .merge(business_routes())
        .merge(file_routes())
        .merge(own_routes())
        .merge(following_routes())
        .merge(calendar::former_addresses::routes())
}

/// Returns the routes for managing a board: its register, its people and its year.
fn desk_routes() -> Routes {
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
        .get("/boards/{slug}/calendar", calendar::pages::form)
        .post("/boards/{slug}/calendar", calendar::pages::lay_out)
        .get("/boards/{slug}/programme", programme::pages::list)
        .post("/boards/{slug}/programme", programme::pages::add)
        .get("/boards/{slug}/standing-items", preparation::standing_item_pages::form)
        .post("/boards/{slug}/standing-items", preparation::standing_item_pages::set)
        .get("/boards/{slug}/programme/publish", programme::public_pages::form)
        .post("/boards/{slug}/programme/publish", programme::public_pages::publish)
        .get("/programme/{id}", programme::pages::show)
        .post("/programme/{id}", programme::pages::change)
        .post("/programme/{id}/schedule", programme::pages::schedule)
        .post("/programme/{id}/withdraw", programme::pages::withdraw)
        .get("/posts", posts::pages::list)
        .post("/posts", posts::pages::give)
        .post("/posts/{id}/end", posts::pages::end)
}

/// Returns the routes for a meeting's business before it is public.
fn business_routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/prepare", preparation::pages::show)
        // It depends only on the record, the date and the user.
        .remembered()
        .get("/meetings/{id}/change", meeting::change_pages::form)
        .post("/meetings/{id}/change", meeting::change_pages::change)
        .get("/meetings/{id}/deadlines", preparation::deadline_pages::form)
        .post("/meetings/{id}/deadlines", preparation::deadline_pages::set)
        .post("/meetings/{id}/cancel", meeting::change_pages::cancel)
        .post("/meetings/{id}/prepare/begin", preparation::pages::begin)
        .post("/meetings/{id}/prepare/take", preparation::several_items_pages::take)
        .get("/meetings/{id}/prepare/check", agenda::publish_pages::check)
        .post("/meetings/{id}/prepare/publish", agenda::publish_pages::publish)
        .get("/meetings/{id}/items/add", preparation::item_pages::add_form)
        .post("/meetings/{id}/items/add", preparation::item_pages::add)
        .get("/meetings/{id}/items/add-several", preparation::several_items_pages::form)
        .post("/meetings/{id}/items/add-several", preparation::several_items_pages::add)
        .get("/meetings/{id}/items/{item}", preparation::item_pages::form)
        .post("/meetings/{id}/items/{item}", preparation::item_pages::change)
        .post("/meetings/{id}/items/{item}/move", preparation::order_pages::move_item)
        .post("/meetings/{id}/items/{item}/remove", preparation::order_pages::remove)
        .post("/meetings/{id}/items/{item}/restore", preparation::order_pages::restore)
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
        .get("/meetings/{id}/private", agenda::private_business_pages::show)
        .get("/meetings/{id}/private.pdf", agenda::private_business_pages::file)
}

/// Returns the routes for files of agenda items, previews of packs, and downloads of papers.
fn file_routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/items/{item}/files", item_files::pages::show)
        .upload("/meetings/{id}/items/{item}/files", item_files::pages::add, item_files::pages::LARGEST_UPLOAD)
        .get("/meetings/{id}/items/{item}/files/{file}", item_files::edit_pages::show)
        .post("/meetings/{id}/items/{item}/files/{file}", item_files::edit_pages::rename)
        .post("/meetings/{id}/items/{item}/files/{file}/move", item_files::pages::move_file)
        .post("/meetings/{id}/items/{item}/files/{file}/remove", item_files::edit_pages::remove)
        .upload(
            "/meetings/{id}/items/{item}/files/{file}/replace",
            item_files::edit_pages::replace,
            item_files::pages::LARGEST_UPLOAD,
        )
        .get("/meetings/{id}/items/{item}/files/{file}/{version}", item_files::edit_pages::download)
        .get("/meetings/{id}/prepare/pack.pdf", packs::preview::pack)
        .get("/meetings/{id}/prepare/exempt-pack.pdf", packs::preview::exempt_pack)
        .get("/meetings/{id}/private-files/{file}", item_files::public_pages::private_file)
        .get("/agenda-files/{id}", item_files::public_pages::show)
        .get("/meetings/{id}/papers.zip", packs::papers_zip::public)
        .get("/meetings/{id}/agenda.docx", packs::word_documents::agenda)
        .get("/meetings/{id}/minutes.docx", packs::word_documents::minutes)
        .get("/my/meetings/{id}/papers.zip", packs::papers_zip::own)
}

/// Returns the routes for what follows from minutes: actions and recommendations.
fn following_routes() -> Routes {
    Routes::new()
        .get("/actions/following", actions::pages::list)
        .get("/actions/following.csv", actions::pages::csv)
        .get("/actions/mine", actions::pages::mine)
        .get("/actions/{id}", actions::pages::show)
        .post("/actions/{id}/progress", actions::pages::progress)
        .post("/actions/{id}/due", actions::pages::due)
        .get("/recommendations", actions::recommendation_pages::list)
        .get("/recommendations/{id}", actions::recommendation_pages::show)
        .post("/recommendations/{id}/sent", actions::recommendation_pages::sent)
        .post("/recommendations/{id}/answered", actions::recommendation_pages::answered)
}

/// Returns the routes for a member's own pages.
fn own_routes() -> Routes {
    Routes::new()
        .get("/my/meetings", attendance::own_meetings_pages::list)
        .get("/my/meetings/{id}", attendance::own_meetings_pages::show)
        .post("/my/meetings/{id}/attend", attendance::own_meetings_pages::attend)
        .post("/my/meetings/{id}/apologies", attendance::own_meetings_pages::send_apologies)
        .post("/my/meetings/{id}/apologies/take-back", attendance::own_meetings_pages::take_back_apologies)
        .post("/my/meetings/{id}/interests", attendance::own_meetings_pages::declare)
        .post("/my/meetings/{id}/interests/{interest}/take-back", attendance::own_meetings_pages::take_back_interest)
        .post("/my/meetings/{id}/notes", attendance::own_meetings_pages::keep_note)
        .get("/my/interests", interests::register_pages::own)
        .post("/my/interests", interests::register_pages::enter)
        .post("/my/interests/{id}/end", interests::register_pages::end)
        .get("/interests/to-register", interests::register_pages::to_register)
        .post("/interests/to-register", interests::register_pages::note_registered)
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/boards", board::pages::list)
        .get("/boards/{slug}", board::pages::show)
        .get("/work-programmes/{id}", programme::public_pages::show)
        .get("/meetings/calendar", calendar::month_pages::show)
        .get("/meetings", meeting::pages::list)
        .get("/meetings/{id}", meeting::pages::show)
        .get("/meetings/{id}/minutes", minutes::pages::whole)
        .get("/meetings/{id}/minutes.xml", minutes::interchange::show)
        .get("/meetings/{id}/pack.pdf", packs::print_links::pack)
        .get("/meetings/{id}/minutes.pdf", packs::print_links::minutes)
        .get("/meetings/{id}/decisions.pdf", packs::print_links::decisions)
        .get("/minutes/{reference}", minutes::pages::one)
        .get("/members", members::pages::list)
        .get("/members/{slug}", members::pages::show)
        .get("/decisions", decisions::pages::decisions)
        .get("/decisions.csv", decisions::pages::decisions_csv)
        .get("/actions", decisions::pages::actions)
        .get("/actions.csv", decisions::pages::actions_csv)
        .get("/meetings/{id}/supplements/{number}", packs::print_links::supplement)
        .get("/agenda-items/{id}", agenda::private_business_pages::paper)
        // Everything here is public and the same for everyone who is not signed in.
        .remembered()
}
