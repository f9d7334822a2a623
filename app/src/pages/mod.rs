//! Pages that show what several capabilities hold: the home page and search.

mod home;
mod search;
mod work;

use web::Routes;

/// The program's own addresses.
pub fn routes() -> Routes {
    Routes::new().get("/", home::show).get("/search", search::show).get("/work", work::show)
}
