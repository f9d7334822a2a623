//! Boards, their members and meetings, agendas, attendance, minutes, decisions and actions.
//!
//! Publications (a board's register, an agenda, minutes) are the record; the tables are derived from them in the same transaction,
//! for lists and counts.

mod actor_name;
pub mod agenda;
mod agenda_check;
mod agenda_document;
mod agenda_publish_pages;
mod agenda_publishing;
mod agenda_store;
mod attendance_reply_store;
mod attendance_store;
pub mod board;
mod board_desk_pages;
mod board_edit_pages;
mod board_message;
mod board_message_pages;
mod board_message_store;
mod board_message_tables;
mod board_message_view;
mod board_pages;
mod board_people_pages;
mod board_store;
mod calendar;
mod calendar_pages;
mod confirmation;
mod counted_action_store;
mod deadline;
mod draft_item;
mod draft_item_form;
mod draft_item_pages;
mod draft_item_store;
mod followed_action;
mod followed_action_pages;
mod followed_action_store;
mod following_tables;
mod following_work;
mod form;
mod former_addresses;
mod former_store;
mod interest;
mod interest_register;
mod interest_register_pages;
mod interest_register_store;
mod interest_store;
mod item_file;
mod item_file_edit_pages;
mod item_file_pages;
mod item_file_public_pages;
mod item_file_publishing;
mod item_file_store;
mod item_file_tables;
mod item_file_taking;
mod item_order_pages;
mod item_paper;
mod kinds;
mod lists;
mod measured_store;
mod measures;
mod meeting;
mod meeting_change_pages;
mod meeting_deadline_pages;
mod meeting_deadline_store;
mod meeting_news;
mod meeting_pages;
mod meeting_store;
mod member_changing;
mod member_confirmations;
mod member_details;
mod member_details_pages;
mod member_details_store;
mod member_manage_pages;
mod member_name_store;
mod member_pages;
mod member_photo;
mod member_photo_pages;
mod member_photo_store;
mod member_removal_store;
mod member_store;
mod message_recipients;
pub mod minutes;
mod minutes_document;
mod minutes_draft_pages;
mod minutes_edit_pages;
mod minutes_interchange;
mod minutes_life;
mod minutes_life_store;
mod minutes_pages;
mod minutes_publishing;
mod minutes_store;
mod minuting;
mod minuting_words;
mod month_pages;
mod notice;
mod own_meetings_pages;
mod own_meetings_view;
mod pack;
mod pack_files;
mod pack_preview;
mod papers_zip;
pub mod people;
mod people_tables;
mod post_pages;
mod post_store;
mod prepare_pages;
mod prepare_view;
mod preparing;
mod presence;
mod print_links;
mod private_business_pages;
mod private_note_store;
mod programme;
mod programme_form;
mod programme_pages;
mod programme_store;
mod published_pack;
mod publishing;
mod recommendation_pages;
mod recommendation_store;
mod record_names;
mod register_pages;
mod register_store;
mod reminding;
mod report_item;
mod roll_over_pages;
pub mod rules;
mod seat_store;
mod sent;
mod several_items_pages;
mod sitting;
mod sitting_ending;
mod sitting_entries_view;
mod sitting_entry_form;
mod sitting_entry_pages;
mod sitting_interest_view;
mod sitting_item_pages;
mod sitting_item_view;
mod sitting_motion_view;
mod sitting_pages;
mod sitting_presence_view;
mod sitting_step_pages;
mod sitting_store;
mod sitting_tables;
mod sitting_view;
mod standing_item_pages;
#[cfg(test)]
mod state_table;
mod tables;
mod taking_over;
mod telling;
mod vote;
mod word_documents;
mod work;
mod work_programme;
mod work_programme_pages;
mod year_tables;

pub use actor_name::of as actor_name;
pub use agenda_store::{ShownItem, items as items_of_meeting};
pub use attendance_store::{MemberAttendance, of_board_in_year as attendance_in_year};
pub use board_store::{
    Board, Seat, boards, by_id as board_by_id, by_slug as board_by_slug, seats as members_in_year, years as years_of_board,
};
pub use followed_action::ActionState;
pub use followed_action_store::{FollowedAction, of_board_in_year as followed_actions_of, overdue_of};
pub use lists::{decision_list, meeting_list};
pub use measured_store::recount;
pub use meeting::{BoardId, DraftItemId, Meeting, MeetingId, MinuteId, OwnDeadlines, PersonId, PostId, ProgrammeItemId};
pub use meeting_news::{MeetingNews, news_of};
pub use meeting_store::{
    by_id as meeting_by_id, days_between, latest as latest_meetings, municipal_years, next as next_meetings,
    of_board as meetings_in_year, on_day as meetings_on, since as meetings_since,
};
pub use member_store::seated;
pub use private_business_pages::private_paper;
pub use publishing::{
    MeetingDocument, MeetingsError, Paper, Placed, add_document, board_name, meeting_for, place_paper, publish_agenda,
    publish_board, publish_board_of, publish_minutes,
};
pub use register_store::{Decision, DecisionFilter, RegisterPlace, RegisteredAction, actions, decisions};
pub use reminding::remind;
pub use report_item::{ReportDeadlines, ReportItem, report_deadlines, report_item, report_items_to_come};
pub use seat_store::chair_account;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "meetings",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: people::ACCESS,
        kinds: kinds::all(),
        printed_kinds: pack::printed_kinds(),
        places: vec![Box::new(people::BoardPlaces), Box::new(people::Clearances)],
        record_names: vec![Box::new(record_names::Names)],
        work: vec![Box::new(work::Business), Box::new(following_work::WhatFollows)],
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
        .merge(former_addresses::routes())
}

/// Returns the routes for managing a board: its register, its people and its year.
fn desk_routes() -> Routes {
    Routes::new()
        .get("/desk", board_desk_pages::list)
        .get("/boards/{slug}/desk", board_desk_pages::show)
        // Both depend only on the record, the date and the user.
        .remembered()
        .get("/boards/begin", board_edit_pages::begin_form)
        .post("/boards/begin", board_edit_pages::begin)
        .get("/boards/{slug}/edit", board_edit_pages::form)
        .post("/boards/{slug}/edit", board_edit_pages::edit)
        .get("/boards/{slug}/message", board_message_pages::show)
        .post("/boards/{slug}/message", board_message_pages::send)
        .get("/boards/{slug}/people", board_people_pages::show)
        .post("/boards/{slug}/people", board_people_pages::add)
        .get("/boards/{slug}/people/roll-over", roll_over_pages::form)
        .post("/boards/{slug}/people/roll-over", roll_over_pages::roll_over)
        .get("/boards/{slug}/people/{person}", member_manage_pages::show)
        .get("/boards/{slug}/people/{person}/details", member_details_pages::form)
        .post("/boards/{slug}/people/{person}/details", member_details_pages::change)
        .upload("/boards/{slug}/people/{person}/photo", member_photo_pages::send, member_photo_pages::LARGEST_UPLOAD)
        .post("/boards/{slug}/people/{person}/photo/remove", member_photo_pages::remove)
        .post("/boards/{slug}/people/{person}/name", member_manage_pages::correct_name)
        .post("/boards/{slug}/people/{person}/end", member_manage_pages::end)
        .post("/boards/{slug}/people/{person}/account", member_manage_pages::link)
        .post("/boards/{slug}/people/{person}/remove", member_manage_pages::remove)
        .get("/boards/{slug}/calendar", calendar_pages::form)
        .post("/boards/{slug}/calendar", calendar_pages::lay_out)
        .get("/boards/{slug}/programme", programme_pages::list)
        .post("/boards/{slug}/programme", programme_pages::add)
        .get("/boards/{slug}/standing-items", standing_item_pages::form)
        .post("/boards/{slug}/standing-items", standing_item_pages::set)
        .get("/boards/{slug}/programme/publish", work_programme_pages::form)
        .post("/boards/{slug}/programme/publish", work_programme_pages::publish)
        .get("/programme/{id}", programme_pages::show)
        .post("/programme/{id}", programme_pages::change)
        .post("/programme/{id}/schedule", programme_pages::schedule)
        .post("/programme/{id}/withdraw", programme_pages::withdraw)
        .get("/posts", post_pages::list)
        .post("/posts", post_pages::give)
        .post("/posts/{id}/end", post_pages::end)
}

/// Returns the routes for a meeting's business before it is public.
fn business_routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/prepare", prepare_pages::show)
        // It depends only on the record, the date and the user.
        .remembered()
        .get("/meetings/{id}/change", meeting_change_pages::form)
        .post("/meetings/{id}/change", meeting_change_pages::change)
        .get("/meetings/{id}/deadlines", meeting_deadline_pages::form)
        .post("/meetings/{id}/deadlines", meeting_deadline_pages::set)
        .post("/meetings/{id}/cancel", meeting_change_pages::cancel)
        .post("/meetings/{id}/prepare/begin", prepare_pages::begin)
        .post("/meetings/{id}/prepare/take", several_items_pages::take)
        .get("/meetings/{id}/prepare/check", agenda_publish_pages::check)
        .post("/meetings/{id}/prepare/publish", agenda_publish_pages::publish)
        .get("/meetings/{id}/items/add", draft_item_pages::add_form)
        .post("/meetings/{id}/items/add", draft_item_pages::add)
        .get("/meetings/{id}/items/add-several", several_items_pages::form)
        .post("/meetings/{id}/items/add-several", several_items_pages::add)
        .get("/meetings/{id}/items/{item}", draft_item_pages::form)
        .post("/meetings/{id}/items/{item}", draft_item_pages::change)
        .post("/meetings/{id}/items/{item}/move", item_order_pages::move_item)
        .post("/meetings/{id}/items/{item}/remove", item_order_pages::remove)
        .post("/meetings/{id}/items/{item}/restore", item_order_pages::restore)
        .get("/meetings/{id}/sitting", sitting_pages::show)
        .post("/meetings/{id}/sitting/step", sitting_step_pages::step)
        .post("/meetings/{id}/sitting/entries", sitting_entry_pages::record)
        .post("/meetings/{id}/sitting/entries/{entry}/strike", sitting_entry_pages::strike)
        .get("/meetings/{id}/sitting/{item}", sitting_item_pages::show)
        .post("/meetings/{id}/sitting/{item}/notes", sitting_item_pages::save_notes)
        .post("/meetings/{id}/sitting/{item}/approve", sitting_item_pages::approve)
        .get("/meetings/{id}/sitting/{item}/minutes-before", sitting_item_pages::minutes_before)
        .get("/meetings/{id}/minutes/draft", minutes_draft_pages::show)
        .get("/meetings/{id}/minutes/edit", minutes_edit_pages::show)
        .post("/meetings/{id}/minutes/circulate", minutes_draft_pages::circulate)
        .post("/meetings/{id}/minutes/correct", minutes_draft_pages::correct)
        .get("/meetings/{id}/minutes/confidential", minutes_draft_pages::confidential)
        .get("/meetings/{id}/private", private_business_pages::show)
        .get("/meetings/{id}/private.pdf", private_business_pages::file)
}

/// Returns the routes for files of agenda items, previews of packs, and downloads of papers.
fn file_routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/items/{item}/files", item_file_pages::show)
        .upload("/meetings/{id}/items/{item}/files", item_file_pages::add, item_file_pages::LARGEST_UPLOAD)
        .get("/meetings/{id}/items/{item}/files/{file}", item_file_edit_pages::show)
        .post("/meetings/{id}/items/{item}/files/{file}", item_file_edit_pages::rename)
        .post("/meetings/{id}/items/{item}/files/{file}/move", item_file_pages::move_file)
        .post("/meetings/{id}/items/{item}/files/{file}/remove", item_file_edit_pages::remove)
        .upload(
            "/meetings/{id}/items/{item}/files/{file}/replace",
            item_file_edit_pages::replace,
            item_file_pages::LARGEST_UPLOAD,
        )
        .get("/meetings/{id}/items/{item}/files/{file}/{version}", item_file_edit_pages::download)
        .get("/meetings/{id}/prepare/pack.pdf", pack_preview::pack)
        .get("/meetings/{id}/prepare/exempt-pack.pdf", pack_preview::exempt_pack)
        .get("/meetings/{id}/private-files/{file}", item_file_public_pages::private_file)
        .get("/agenda-files/{id}", item_file_public_pages::show)
        .get("/meetings/{id}/papers.zip", papers_zip::public)
        .get("/meetings/{id}/agenda.docx", word_documents::agenda)
        .get("/meetings/{id}/minutes.docx", word_documents::minutes)
        .get("/my/meetings/{id}/papers.zip", papers_zip::own)
}

/// Returns the routes for what follows from minutes: actions and recommendations.
fn following_routes() -> Routes {
    Routes::new()
        .get("/actions/following", followed_action_pages::list)
        .get("/actions/following.csv", followed_action_pages::csv)
        .get("/actions/mine", followed_action_pages::mine)
        .get("/actions/{id}", followed_action_pages::show)
        .post("/actions/{id}/progress", followed_action_pages::progress)
        .post("/actions/{id}/due", followed_action_pages::due)
        .get("/recommendations", recommendation_pages::list)
        .get("/recommendations/{id}", recommendation_pages::show)
        .post("/recommendations/{id}/sent", recommendation_pages::sent)
        .post("/recommendations/{id}/answered", recommendation_pages::answered)
}

/// Returns the routes for a member's own pages.
fn own_routes() -> Routes {
    Routes::new()
        .get("/my/meetings", own_meetings_pages::list)
        .get("/my/meetings/{id}", own_meetings_pages::show)
        .post("/my/meetings/{id}/attend", own_meetings_pages::attend)
        .post("/my/meetings/{id}/apologies", own_meetings_pages::send_apologies)
        .post("/my/meetings/{id}/apologies/take-back", own_meetings_pages::take_back_apologies)
        .post("/my/meetings/{id}/interests", own_meetings_pages::declare)
        .post("/my/meetings/{id}/interests/{interest}/take-back", own_meetings_pages::take_back_interest)
        .post("/my/meetings/{id}/notes", own_meetings_pages::keep_note)
        .get("/my/interests", interest_register_pages::own)
        .post("/my/interests", interest_register_pages::enter)
        .post("/my/interests/{id}/end", interest_register_pages::end)
        .get("/interests/to-register", interest_register_pages::to_register)
        .post("/interests/to-register", interest_register_pages::note_registered)
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/boards", board_pages::list)
        .get("/boards/{slug}", board_pages::show)
        .get("/work-programmes/{id}", work_programme_pages::show)
        .get("/meetings/calendar", month_pages::show)
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
        .get("/meetings/{id}/supplements/{number}", print_links::supplement)
        .get("/agenda-items/{id}", private_business_pages::paper)
        // Everything here is public and the same for everyone who is not signed in.
        .remembered()
}
