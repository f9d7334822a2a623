//! Pages that combine several capabilities: the home page and search.

mod home;
mod search;
mod work;

use web::Routes;

/// Returns the program's own routes.
pub fn routes() -> Routes {
    // A person's work depends only on the record, the day and their roles, and every change of those is in the ledger.
    Routes::new().get("/work", work::show).remembered().get("/", home::show).get("/search", search::show)
}
