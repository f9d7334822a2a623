//! Private papers: files that belong to a board and are not, or not yet, public. Members may read them by right; permissions for
//! everyone else are defined in one place, and every access is recorded.

mod access;
mod add_pages;
mod demonstration;
mod list_pages;
mod paper;
mod paper_pages;
mod paper_store;
mod sharing_pages;
mod tables;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "papers",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: crate::access::ACCESS,
        work: vec![Box::new(list_pages::Papers)],
        closed_records: vec![Box::new(paper_pages::ClosedPapers)],
        rules: crate::access::RULES,
        demonstration: Some(Box::new(demonstration::Papers)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/papers", list_pages::list)
        .get("/papers.csv", list_pages::csv)
        .get("/papers/add", add_pages::form)
        .upload("/papers/add", add_pages::add, files::LARGEST + 64 * 1024)
        .get("/papers/{id}", paper_pages::show)
        .get("/papers/{id}/file", paper_pages::file)
        .post("/papers/{id}/withdraw", paper_pages::withdraw)
        .post("/papers/{id}/shares", sharing_pages::share)
        .post("/papers/{id}/shares/{share}/end", sharing_pages::end_share)
        .post("/papers/{id}/conflicts", sharing_pages::mark_conflict)
        .post("/papers/{id}/conflicts/{account}/end", sharing_pages::end_conflict)
}
