//! Decisions, actions and recommendations: what boards decided, and what follows until it is done.

pub mod access;
pub mod decisions;
pub mod followed;
pub mod measures;
pub mod posts;
mod tables;

pub use decisions::list::decision_list;
pub use decisions::store::{Decision, DecisionFilter, RegisterPlace, RegisteredAction, actions, decisions};
pub use followed::ActionState;
pub use followed::reminding::remind;
pub use followed::store::{FollowedAction, of_board_in_year as followed_actions_of, overdue_of};
pub use measures::store::recount;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "actions",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: crate::access::ACCESS,
        work: vec![Box::new(followed::work::WhatFollows)],
        measures: measures::all(),
        jobs: followed::reminding::jobs(),
        schedules: followed::reminding::SCHEDULES,
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/decisions", decisions::pages::decisions)
        .get("/decisions.csv", decisions::pages::decisions_csv)
        .get("/actions", decisions::pages::actions)
        .get("/actions.csv", decisions::pages::actions_csv)
        // The registers are public and the same for everyone who is not signed in.
        .remembered()
        .get("/actions/following", followed::pages::list)
        .get("/actions/following.csv", followed::pages::csv)
        .get("/actions/mine", followed::pages::mine)
        .get("/actions/{id}", followed::pages::show)
        .post("/actions/{id}/progress", followed::pages::progress)
        .post("/actions/{id}/due", followed::pages::due)
        .get("/recommendations", followed::recommendation_pages::list)
        .get("/recommendations/{id}", followed::recommendation_pages::show)
        .post("/recommendations/{id}/sent", followed::recommendation_pages::sent)
        .post("/recommendations/{id}/answered", followed::recommendation_pages::answered)
        .get("/posts", posts::pages::list)
        .post("/posts", posts::pages::give)
        .post("/posts/{id}/end", posts::pages::end)
}
