//! Public Question Time: residents ask on the site, clerks decide by the council's standing orders, and questions and answers are
//! published without naming the questioner.
//!
//! The states of a question are the table in `state.rs`; the rules that depend on a meeting are in
//! `facts.rs` and come from settings.

mod access;
mod answering;
mod asking;
mod at_meeting;
mod kind;
mod mails;
mod measured_store;
mod measures;
mod notice;
mod question;
mod tables;

use meetings::parts::MeetingPart;
use web::{Capability, Contributions, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "questions",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: crate::access::ACCESS,
        kinds: vec![Box::new(kind::QuestionTimeKind)],
        work: vec![Box::new(question::list_pages::Questions)],
        rules: crate::access::RULES,
        measures: measures::all(),
        contributions: Contributions::default().with::<dyn MeetingPart>(Box::new(at_meeting::part::PublicQuestions)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/questions/published", answering::publish_pages::public)
        // The only page here that is the same for everyone all day, so it can be cached.
        .remembered()
        .get("/meetings/{id}/ask", asking::pages::form)
        .post("/meetings/{id}/ask", asking::pages::check)
        .post("/meetings/{id}/ask/send", asking::pages::send)
        .get("/questions/track/{token}", asking::track_pages::show)
        .post("/questions/track/{token}", asking::track_pages::reword)
        .post("/questions/track/{token}/withdraw", asking::track_pages::withdraw)
        .get("/questions", question::list_pages::list)
        .get("/questions.csv", question::list_pages::csv)
        .get("/questions/{id}", question::pages::show)
        .get("/questions/{id}/decide/{act}", question::decision_pages::form)
        .post("/questions/{id}/decide/{act}", question::decision_pages::decide)
        .get("/questions/{id}/answer", answering::pages::form)
        .post("/questions/{id}/answer", answering::pages::draft)
        .get("/questions/{id}/answer/check", answering::pages::check)
        .post("/questions/{id}/answer/send", answering::pages::send)
        .get("/questions/{id}/erase", answering::pages::erase_form)
        .post("/questions/{id}/erase", answering::pages::erase)
        .get("/meetings/{id}/questions", at_meeting::plan_pages::show)
        .post("/meetings/{id}/questions/move", at_meeting::plan_pages::shift)
        .post("/meetings/{id}/questions/minutes", at_meeting::plan_pages::minutes)
        .get("/meetings/{id}/questions/meeting", at_meeting::pages::show)
        .post("/questions/{id}/meeting/{act}", at_meeting::pages::record)
        .get("/meetings/{id}/questions/publish", answering::publish_pages::form)
        .post("/meetings/{id}/questions/publish", answering::publish_pages::publish)
}
