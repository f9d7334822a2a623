//! Following a board: its meetings as a calendar, its publications as a feed, emails to those who ask for them,
//! and messages from its clerk.
//!
//! It uses only public information, and no one can find out who follows a board.

mod board_messages;
mod board_part;
mod calendar;
mod calendar_pages;
mod feed;
mod feed_pages;
mod follow_pages;
mod following;
mod installation;
mod leave_pages;
mod mails;
mod subscription;
mod subscription_store;
mod tables;

pub use following::{forget_lapsed, notify};

use meetings::followers::BoardFollowers;
use meetings::parts::BoardPart;
use web::{Capability, Contributions, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "subscriptions",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        contributions: Contributions::default()
            .with::<dyn BoardPart>(Box::new(board_part::Following))
            .with::<dyn BoardFollowers>(Box::new(board_messages::Followers)),
        jobs: following::jobs(),
        schedules: following::SCHEDULES,
        after_publications: following::AFTER_PUBLICATIONS,
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/calendar.ics", calendar_pages::all)
        .get("/boards/{slug}/calendar.ics", calendar_pages::of_board)
        .get("/feed.atom", feed_pages::all)
        .get("/boards/{slug}/feed.atom", feed_pages::of_board)
        .get("/boards/{slug}/follow", follow_pages::show)
        .post("/boards/{slug}/follow", follow_pages::ask)
        .get("/subscriptions/confirm/{token}", follow_pages::asked)
        .post("/subscriptions/confirm/{token}", follow_pages::confirm)
        .get("/subscriptions/leave/{token}", leave_pages::show)
        .post_from_anywhere("/subscriptions/leave/{token}", leave_pages::leave)
}
