//! Reports to boards: what was published, shown with its block, its numbered paragraphs and its appendices.

mod kind;
mod publishing;
pub mod report;
mod report_document;
mod report_pages;
mod report_store;

pub use publishing::{PlacedReport, ReportsError, publish_report};

use web::Capability;

foundation::record_id!(
    /// The key of a report.
    ReportId
);

/// The capability as the program wires it.
pub fn capability() -> Capability {
    use axum::routing::get;
    Capability {
        name: "reports",
        migrations: report_store::MIGRATIONS,
        routes: axum::Router::new()
            .route("/reports/{id}", get(report_pages::show))
            .route("/reports/{id}/report.pdf", get(report_pages::pdf))
            .route_layer(axum::middleware::from_fn(web::remember)),
        kinds: vec![Box::new(kind::ReportKind)],
        printed_kinds: vec![Box::new(kind::PrintedReport)],
    }
}
