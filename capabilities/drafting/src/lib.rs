//! Drafting reports to the template: section by section, with figures linked to what they count, comments and a full version
//! history, clearance by everyone on the path, and publication with the agenda.

mod clearance;
mod clearance_pages;
mod clearance_store;
mod comment_pages;
mod comment_store;
mod completed_store;
mod composing;
mod copying;
mod deputy_pages;
mod draft;
mod draft_file;
mod draft_file_store;
mod draft_list_store;
mod draft_pages;
mod draft_scope_store;
mod draft_store;
mod figure_pages;
mod figure_sentence;
mod file_pages;
mod handing_over;
mod import_pages;
mod import_result;
mod insertion;
mod item_papers;
mod kinds;
mod list_pages;
mod live_figures;
mod markdown;
mod open_draft;
mod own_chart;
mod particulars_pages;
mod placing;
mod preview_pages;
mod section_notes;
mod section_pages;
mod section_reading;
mod source_pages;
mod sparkline;
mod starting;
mod tables;
mod telling;
mod template_pages;
mod template_store;
mod version_pages;
mod word_texts;

pub use clearance::remind;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "drafting",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: kinds::ACCESS,
        work: vec![Box::new(list_pages::Reports)],
        item_papers: vec![Box::new(item_papers::WrittenReports)],
        from_template: vec![Box::new(starting::ReportTemplate)],
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/drafts", list_pages::list)
        // The list depends only on the record, the date and the reader, so it can be cached.
        .remembered()
        .get("/drafts/begin/{item}", draft_pages::begin_form)
        .post("/drafts/begin/{item}", draft_pages::begin)
        .get("/drafts/{id}", draft_pages::show)
        .get("/drafts/{id}/particulars", particulars_pages::particulars)
        .post("/drafts/{id}/particulars", particulars_pages::change)
        .post("/drafts/{id}/appendices", draft_pages::append)
        .get("/drafts/{id}/sections/{section}", section_pages::show)
        .post_text("/drafts/{id}/sections/{section}", section_pages::save, 4 * markdown::LONGEST + 64 * 1024)
        .get("/drafts/{id}/sections/{section}/history", version_pages::history)
        .post("/drafts/{id}/sections/{section}/restore", version_pages::restore)
        .get("/drafts/{id}/import", import_pages::form)
        .upload("/drafts/{id}/import", import_pages::take_in, import_pages::LARGEST + 64 * 1024)
        .get("/drafts/{id}/files", file_pages::show)
        .upload("/drafts/{id}/files", file_pages::add, files::LARGEST + 64 * 1024)
        .post("/drafts/{id}/files/{number}", file_pages::change)
        .get("/drafts/{id}/preview", preview_pages::preview)
        .get("/drafts/{id}/check", preview_pages::check)
        .get("/drafts/{id}/figures", figure_pages::find)
        .post("/drafts/{id}/figures", figure_pages::insert)
        .get("/drafts/{id}/figures/reading", figure_pages::reading)
        .get("/drafts/{id}/comments", comment_pages::show)
        .post("/drafts/{id}/comments", comment_pages::add)
        .get("/drafts/{id}/clearance", clearance_pages::show)
        .post("/drafts/{id}/clearance", clearance_pages::decide)
        .get("/clearance", deputy_pages::show)
        .post("/clearance", deputy_pages::set)
        .get("/reports/template", template_pages::show)
        .post("/reports/template", template_pages::change)
        .get("/reports/{id}/figures/{number}", source_pages::show)
        .get("/reports/{id}/figures/{number}/parts.csv", source_pages::csv)
        .get("/measures", source_pages::measures)
}
