//! Agendas while they are prepared: the calendar, the work programme, items and deadlines, until they are published.

pub mod agenda;
pub mod calendar;
pub mod change_pages;
mod demonstration;
mod lead_officer;
pub mod preparation;
pub mod programme;
pub mod publishing;

pub use preparation::report_item::{
    ReportDeadlines, ReportItem, ReportItems, meetings_of_items, report_deadlines, report_item, report_items_to_come,
};
pub use publishing::{Placed, add_document, meeting_for, place_paper, publish_agenda, publish_minutes};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "agendas",
        routes: public_routes().merge(routes()),
        work: vec![Box::new(preparation::work::Agendas)],
        demonstration: Some(Box::new(demonstration::Year)),
        ..Capability::default()
    }
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/work-programmes/{id}", programme::public_pages::show)
        // It is public and the same for everyone who is not signed in.
        .remembered()
}

fn routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/prepare", preparation::pages::show)
        // It depends only on the record, the date and the user.
        .remembered()
        .get("/boards/{slug}/calendar", calendar::pages::form)
        .post("/boards/{slug}/calendar", calendar::pages::lay_out)
        .get("/boards/{slug}/programme", programme::pages::list)
        .post("/boards/{slug}/programme", programme::pages::add)
        .get("/boards/{slug}/programme/publish", programme::public_pages::form)
        .post("/boards/{slug}/programme/publish", programme::public_pages::publish)
        .get("/programme/{id}", programme::pages::show)
        .post("/programme/{id}", programme::pages::change)
        .post("/programme/{id}/schedule", programme::pages::schedule)
        .post("/programme/{id}/withdraw", programme::pages::withdraw)
        .get("/boards/{slug}/standing-items", preparation::standing_item_pages::form)
        .post("/boards/{slug}/standing-items", preparation::standing_item_pages::set)
        .get("/meetings/{id}/deadlines", preparation::deadline_pages::form)
        .post("/meetings/{id}/deadlines", preparation::deadline_pages::set)
        .post("/meetings/{id}/prepare/begin", preparation::pages::begin)
        .post("/meetings/{id}/prepare/take", preparation::several_items_pages::take)
        .get("/meetings/{id}/items/add", preparation::item_pages::add_form)
        .post("/meetings/{id}/items/add", preparation::item_pages::add)
        .get("/meetings/{id}/items/add-several", preparation::several_items_pages::form)
        .post("/meetings/{id}/items/add-several", preparation::several_items_pages::add)
        .get("/meetings/{id}/items/{item}", preparation::item_pages::form)
        .post("/meetings/{id}/items/{item}", preparation::item_pages::change)
        .post("/meetings/{id}/items/{item}/move", preparation::order_pages::move_item)
        .post("/meetings/{id}/items/{item}/remove", preparation::order_pages::remove)
        .post("/meetings/{id}/items/{item}/restore", preparation::order_pages::restore)
        .get("/meetings/{id}/change", change_pages::form)
        .post("/meetings/{id}/change", change_pages::change)
        .post("/meetings/{id}/cancel", change_pages::cancel)
        .get("/meetings/{id}/prepare/check", agenda::publish_pages::check)
        .post("/meetings/{id}/prepare/publish", agenda::publish_pages::publish)
        .get("/meetings/{id}/prepare/pack.pdf", agenda::preview::pack)
        .get("/meetings/{id}/prepare/exempt-pack.pdf", agenda::preview::exempt_pack)
}
