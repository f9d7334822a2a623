//! Public Question Time: residents ask on the site, clerks decide by the council's standing orders, and questions and answers are
//! published without naming the questioner.
//!
//! The states of a question are the table in `state.rs`; the rules that depend on a meeting are in
//! `facts.rs` and come from settings.

mod answer_pages;
mod ask_form;
mod ask_pages;
mod asking_store;
mod decision_pages;
mod facts;
mod fitness;
mod kind;
mod kinds;
mod list_pages;
mod mails;
mod measured_store;
mod measures;
mod meeting_form;
mod meeting_pages;
mod meeting_part;
mod notice;
mod plan_pages;
mod publish_pages;
mod publishing;
mod question;
mod question_pages;
mod question_store;
mod similar;
mod similarity;
mod sitting_view;
mod state;
mod tables;
mod track_pages;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "questions",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: kinds::ACCESS,
        kinds: vec![Box::new(kind::QuestionTimeKind)],
        work: vec![Box::new(list_pages::Questions)],
        rules: kinds::RULES,
        measures: measures::all(),
        meeting_parts: vec![Box::new(meeting_part::PublicQuestions)],
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/questions/published", publish_pages::public)
        // The only page here that is the same for everyone all day, so it can be cached.
        .remembered()
        .get("/meetings/{id}/ask", ask_pages::form)
        .post("/meetings/{id}/ask", ask_pages::check)
        .post("/meetings/{id}/ask/send", ask_pages::send)
        .get("/questions/track/{token}", track_pages::show)
        .post("/questions/track/{token}", track_pages::reword)
        .post("/questions/track/{token}/withdraw", track_pages::withdraw)
        .get("/questions", list_pages::list)
        .get("/questions.csv", list_pages::csv)
        .get("/questions/{id}", question_pages::show)
        .get("/questions/{id}/decide/{act}", decision_pages::form)
        .post("/questions/{id}/decide/{act}", decision_pages::decide)
        .get("/questions/{id}/answer", answer_pages::form)
        .post("/questions/{id}/answer", answer_pages::draft)
        .get("/questions/{id}/answer/check", answer_pages::check)
        .post("/questions/{id}/answer/send", answer_pages::send)
        .get("/questions/{id}/erase", answer_pages::erase_form)
        .post("/questions/{id}/erase", answer_pages::erase)
        .get("/meetings/{id}/questions", plan_pages::show)
        .post("/meetings/{id}/questions/move", plan_pages::shift)
        .post("/meetings/{id}/questions/minutes", plan_pages::minutes)
        .get("/meetings/{id}/questions/meeting", meeting_pages::show)
        .post("/questions/{id}/meeting/{act}", meeting_pages::record)
        .get("/meetings/{id}/questions/publish", publish_pages::form)
        .post("/meetings/{id}/questions/publish", publish_pages::publish)
}
