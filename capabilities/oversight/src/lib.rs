//! Oversight: the ledger for auditors, its public head, and emergency access from the form to the review.

mod access;
mod checkpoint_pages;
mod demonstration;
mod entry_pages;
mod export_pages;
mod glass_pages;
mod ledger_pages;
mod ledger_query;
mod names;
mod opening_pages;
mod record_pages;
mod review_pages;
mod sentences;
mod work;

pub use crate::access::{AUDITOR, EXPORT_LEDGER, READ_LEDGER, READ_OPENING, REVIEW_OPENING};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "oversight",
        routes: routes(),
        access: crate::access::ACCESS,
        work: vec![Box::new(work::Oversight)],
        demonstration: Some(Box::new(demonstration::People)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/ledger", ledger_pages::list)
        .get("/ledger.csv", export_pages::csv)
        .get("/ledger/record", record_pages::show)
        .get("/ledger/{position}", entry_pages::show)
        .get("/record/checkpoint", checkpoint_pages::show)
        .get("/record/checkpoint.json", checkpoint_pages::data)
        .get("/open-for-a-reason/{kind}/{id}", glass_pages::form)
        .post("/open-for-a-reason/{kind}/{id}", glass_pages::open)
        .get("/openings", opening_pages::list)
        .get("/openings/{id}", review_pages::show)
        .post("/openings/{id}/review", review_pages::review)
}
