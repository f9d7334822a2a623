//! The list of decisions that several pages show.

use crate::decisions::store::Decision;
use foundation::{civil_date, text::readable_title};
use maud::{Markup, html};
use meetings::calendar::lists::resolved;

/// Renders decisions as a list of entries.
pub fn decision_list(decisions: &[Decision], heading_level: u8) -> Markup {
    let addresses: Vec<String> = decisions.iter().map(Decision::address).collect();
    let entries: Vec<ui::Entry> = decisions
        .iter()
        .zip(&addresses)
        .map(|(decision, address)| ui::Entry {
            title: html! {
                @if let Some(reference) = &decision.reference { (reference) " " }
                (readable_title(&decision.title))
            },
            address,
            kind: "",
            facts: vec![decision.board_name.clone(), civil_date::written(decision.held_on)],
            extract: Some(html! { strong { (resolved(&decision.form)) } " " (decision.sentence) }),
        })
        .collect();
    ui::entries(&entries, heading_level)
}
