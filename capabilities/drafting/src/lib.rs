//! Drafting reports to the template: section by section, with figures linked to what they count, comments and a full version
//! history, clearance by everyone on the path, and publication with the agenda.

mod access;
mod check;
mod clearance;
mod comments;
mod demonstration;
mod draft;
mod draft_files;
mod imports;
mod inserted_figures;
mod item_papers;
mod jobs;
mod sections;
mod tables;
mod templates;

pub use clearance::remind;

use meetings::papers::ItemPapers;
use web::{Capability, Contributions, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "drafting",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: crate::access::ACCESS,
        work: vec![Box::new(draft::list_pages::Reports)],
        contributions: Contributions::default().with::<dyn ItemPapers>(Box::new(item_papers::WrittenReports)),
        private_files: vec![Box::new(item_papers::WrittenReports)],
        from_template: vec![Box::new(draft::starting::ReportTemplate)],
        jobs: jobs::kinds(),
        schedules: jobs::SCHEDULES,
        demonstration: Some(Box::new(demonstration::People)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/drafts", draft::list_pages::list)
        // The list depends only on the record, the date and the reader, so it can be cached.
        .remembered()
        .get("/drafts/begin/{item}", draft::pages::begin_form)
        .post("/drafts/begin/{item}", draft::pages::begin)
        .get("/drafts/{id}", draft::pages::show)
        .get("/drafts/{id}/particulars", draft::particulars_pages::particulars)
        .post("/drafts/{id}/particulars", draft::particulars_pages::change)
        .post("/drafts/{id}/appendices", draft::pages::append)
        .get("/drafts/{id}/sections/{section}", sections::pages::show)
        .post_text("/drafts/{id}/sections/{section}", sections::pages::save, 4 * markdown::LONGEST + 64 * 1024)
        .get("/drafts/{id}/sections/{section}/history", draft::version_pages::history)
        .post("/drafts/{id}/sections/{section}/restore", draft::version_pages::restore)
        .get("/drafts/{id}/import", imports::pages::form)
        .upload("/drafts/{id}/import", imports::pages::take_in, imports::pages::LARGEST + 64 * 1024)
        .get("/drafts/{id}/files", draft_files::pages::show)
        .upload("/drafts/{id}/files", draft_files::pages::add, files::LARGEST + 64 * 1024)
        .post("/drafts/{id}/files/{number}", draft_files::pages::change)
        .get("/drafts/{id}/preview", draft::preview_pages::preview)
        .get("/drafts/{id}/check", check::pages::show)
        .post("/drafts/{id}/check", check::pages::decide)
        .get("/drafts/{id}/figures", inserted_figures::pages::find)
        .post("/drafts/{id}/figures", inserted_figures::pages::insert)
        .get("/drafts/{id}/figures/reading", inserted_figures::pages::reading)
        .get("/drafts/{id}/comments", comments::pages::show)
        .post("/drafts/{id}/comments", comments::pages::add)
        .get("/drafts/{id}/clearance", clearance::pages::show)
        .post("/drafts/{id}/clearance", clearance::pages::decide)
        .get("/clearance", clearance::deputy_pages::show)
        .post("/clearance", clearance::deputy_pages::set)
        .get("/reports/template", templates::pages::show)
        .post("/reports/template", templates::pages::change)
        .get("/reports/{id}/figures/{number}", inserted_figures::source_pages::show)
        .get("/reports/{id}/figures/{number}/parts.csv", inserted_figures::source_pages::csv)
        .get("/measures", inserted_figures::source_pages::measures)
}
