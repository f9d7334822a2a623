//! What a record's page shows when someone has opened a record that is closed to them: who, why, and until when.

use crate::filters::heading_of;
use crate::records::{Event, timeline};
use maud::{Markup, html};

/// A person who has a closed record open.
#[derive(Clone, Copy, Debug)]
pub struct OpenGlass<'a> {
    /// The person.
    pub who: &'a str,
    /// Their reason.
    pub reason: &'a str,
    /// The end of their access, in words.
    pub until: &'a str,
}

/// Renders a red banner for a record that is open for a reason, at the top of its page, under the heading. Nothing if nobody
/// has it open.
pub fn glass_banner(open: &[OpenGlass]) -> Markup {
    html! {
        @if !open.is_empty() {
            div class="moothall-glass" role="region" aria-label="Emergency access" {
                p class="moothall-glass__title" { "Emergency access to this record" }
                @for one in open {
                    p class="moothall-glass__words" { strong { (one.who) } " can open it until " (one.until) ". Reason: " }
                    p class="moothall-glass__reason" { (one.reason) }
                }
                p class="moothall-glass__words" { "Everything that is opened is recorded, and the reason is reviewed." }
            }
        }
    }
}

/// Renders all openings of a record for a reason, under a heading of the given level. Nothing if there are none.
pub fn glass_openings(openings: &[Event], heading_level: u8) -> Markup {
    html! {
        @if !openings.is_empty() {
            (heading_of(heading_level, "govuk-heading-m", &html! { "Emergency access" }))
            (timeline(openings, heading_level.saturating_add(1)))
        }
    }
}
