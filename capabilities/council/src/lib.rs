//! The council's own settings, on pages for its administrator: the initial template, name, logo and colours, contact details,
//! lists, the values of rules with their dates and citations, bank holidays, email, jobs, and the prefixes of boards' references.

mod access;
mod bank_holiday_pages;
mod board_pages;
mod demonstration;
mod email_pages;
mod form;
mod job_pages;
mod list_pages;
mod logo_pages;
mod overview_pages;
mod places;
mod start_pages;
mod templates;
mod value_pages;

pub use crate::access::{CHANGE, READ};
pub use start_pages::start_from;
pub use templates::{PLAIN, PUBLISHED_PACKS};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "council",
        routes: routes(),
        access: crate::access::ACCESS,
        places: vec![Box::new(places::Agencies), Box::new(places::Services)],
        work: vec![Box::new(overview_pages::Settings)],
        demonstration: Some(Box::new(demonstration::Settings)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/settings", overview_pages::show)
        .get("/settings/start", start_pages::show)
        .post("/settings/start", start_pages::send)
        .get("/settings/email", email_pages::show)
        .post("/settings/email", email_pages::send)
        .get("/settings/jobs", job_pages::show)
        .post("/settings/jobs/{id}/retry", job_pages::retry)
        .get("/settings/jobs/{id}/delete", job_pages::confirm_delete)
        .post("/settings/jobs/{id}/delete", job_pages::delete)
        .get("/settings/logo", logo_pages::show)
        .upload("/settings/logo", logo_pages::send, pictures::LARGEST + 64 * 1024)
        .post("/settings/logo/remove", logo_pages::remove)
        .get("/settings/values/{key}", value_pages::show)
        .post("/settings/values/{key}", value_pages::set)
        .get("/settings/lists/{list}", list_pages::show)
        .post("/settings/lists/{list}", list_pages::add)
        .post("/settings/lists/{list}/{id}/rename", list_pages::rename)
        .post("/settings/lists/{list}/{id}/close", list_pages::close)
        .post("/settings/lists/{list}/{id}/open", list_pages::open)
        .post("/settings/lists/{list}/{id}/dates", list_pages::set_dates)
        .get("/settings/bank-holidays", bank_holiday_pages::show)
        .post("/settings/bank-holidays", bank_holiday_pages::add)
        .post("/settings/bank-holidays/remove", bank_holiday_pages::remove)
        .get("/settings/boards", board_pages::show)
        .post("/settings/boards/{id}/prefix", board_pages::set_prefix)
}
