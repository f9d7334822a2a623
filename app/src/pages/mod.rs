//! Pages that combine several capabilities: the home page and search.

mod home;
mod search;
mod work;

use web::Routes;

/// Returns the program's own routes.
pub fn routes() -> Routes {
    // Both depend only on the record, the day and a person's roles, and every change of those is in the ledger.
    Routes::new().get("/", home::show).get("/work", work::show).remembered().get("/search", search::show)
}
