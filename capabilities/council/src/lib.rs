//! What a council sets about itself, on pages for its administrator: name and colours, lists, the values of rules with their days and
//! citations, bank holidays, and the prefixes of boards' references.

mod bank_holiday_pages;
mod board_pages;
mod form;
mod list_pages;
mod overview_pages;
mod permissions;
mod places;
mod value_pages;

pub use permissions::{CHANGE, READ};

use web::{Capability, Routes};

/// The capability as the program wires it.
pub fn capability() -> Capability {
    Capability {
        name: "council",
        routes: routes(),
        access: permissions::ACCESS,
        places: vec![Box::new(places::Agencies), Box::new(places::Services)],
        work: vec![Box::new(overview_pages::Settings)],
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/settings", overview_pages::show)
        .get("/settings/values/{key}", value_pages::show)
        .post("/settings/values/{key}", value_pages::set)
        .get("/settings/lists/{list}", list_pages::show)
        .post("/settings/lists/{list}", list_pages::add)
        .post("/settings/lists/{list}/{id}/rename", list_pages::rename)
        .post("/settings/lists/{list}/{id}/close", list_pages::close)
        .post("/settings/lists/{list}/{id}/open", list_pages::open)
        .get("/settings/bank-holidays", bank_holiday_pages::show)
        .post("/settings/bank-holidays", bank_holiday_pages::add)
        .post("/settings/bank-holidays/remove", bank_holiday_pages::remove)
        .get("/settings/boards", board_pages::show)
        .post("/settings/boards/{id}/prefix", board_pages::set_prefix)
}
