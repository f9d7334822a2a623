//! The public pages of boards, meetings, minutes and members.

pub mod board_pages;
pub mod former_addresses;
pub mod meeting_pages;
pub mod member_pages;
pub mod minutes_pages;
pub mod month_pages;
pub mod news;

pub use news::{MeetingNews, news_of};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability { name: "public-record", routes: public_routes().merge(former_addresses::routes()), ..Capability::default() }
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/boards", board_pages::list)
        .get("/boards/{slug}", board_pages::show)
        .get("/meetings/calendar", month_pages::show)
        .get("/meetings", meeting_pages::list)
        .get("/meetings/{id}", meeting_pages::show)
        .get("/meetings/{id}/minutes", minutes_pages::whole)
        .get("/meetings/{id}/minutes.xml", meetings::minutes::interchange::show)
        .get("/minutes/{reference}", minutes_pages::one)
        .get("/members", member_pages::list)
        .get("/members/{slug}", member_pages::show)
        // Everything here is public and the same for everyone who is not signed in.
        .remembered()
}
