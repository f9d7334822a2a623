//! Pages that show what several capabilities hold: the home page and search.

mod home;
mod search;

use axum::Router;
use axum::routing::get;
use web::AppState;

/// The program's own addresses.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(home::show)).route("/search", get(search::show))
}
