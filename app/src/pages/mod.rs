//! Pages that show what several capabilities hold: the home page and search.

mod home;
mod search;
mod work;

use web::Routes;

/// The program's own addresses.
pub fn routes() -> Routes {
    // What waits for somebody follows from the record, the day and what they hold: each act is in the ledger.
    Routes::new().get("/work", work::show).remembered().get("/", home::show).get("/search", search::show)
}
