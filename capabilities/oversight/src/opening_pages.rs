//! The queue of emergency access: what is to be reviewed first, then the latest reviews.

use crate::access::READ_OPENING;
use access::AccountId;
use access::glass_store::{self, GlassOpening, Outcome};
use axum::extract::State;
use foundation::london;
use maud::{Markup, html};
use web::{AppState, Result, SignedIn};

/// How many reviewed openings are shown.
const REVIEWED: i64 = 50;

/// Renders the outcome of the review as a coloured tag.
pub(crate) fn outcome(opening: &GlassOpening) -> Markup {
    match opening.outcome {
        Some(Outcome::Justified) => ui::tag(Outcome::Justified.label(), ui::TagColour::Green),
        Some(Outcome::NotJustified) => ui::tag(Outcome::NotJustified.label(), ui::TagColour::Red),
        None => ui::tag("To review", ui::TagColour::Yellow),
    }
}

/// Handles `GET /openings`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, READ_OPENING)?;
    let connection = state.db.reading();
    let unreviewed = glass_store::unreviewed(connection).await?;
    let reviewed = glass_store::reviewed(connection, REVIEWED).await?;
    let own = who.account;
    let page = ui::Page { title: "Emergency access", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(None, "Emergency access"))
        (ui::measured(html! {
            "Records that someone opened although their role does not normally allow it. Someone else reviews each reason."
            ""
        }))
        (ui::h2_large("To review"))
        @if unreviewed.is_empty() {
            (ui::empty_state("Nothing to review", html! { (ui::paragraph("All emergency access has been reviewed.")) }))
        } @else { (table("Emergency access to review", &unreviewed, own)) }
        @if !reviewed.is_empty() {
            (ui::h2_large("Reviewed"))
            (table("Emergency access that was reviewed", &reviewed, own))
        }
    };
    Ok(ui::page(&page, content))
}

fn table(caption: &str, openings: &[GlassOpening], own: AccountId) -> Markup {
    let row = |opening: &GlassOpening| {
        vec![
            html! { (ui::link(format!("/openings/{}", opening.id), &opening.title)) },
            html! { (opening.account_name) @if opening.account_id == own { " (you)" } },
            html! { time datetime=(opening.opened_at.to_rfc3339()) { (london::on_page(opening.opened_at)) } },
            html! { (opening.reason) },
            outcome(opening),
        ]
    };
    ui::table(&ui::Table {
        caption,
        caption_is_hidden: true,
        columns: ["Record", "Opened by", "Time", "Reason", "Review"].map(ui::Column::words).to_vec(),
        rows: openings.iter().map(row).collect(),
        row_headings: true,
    })
}
