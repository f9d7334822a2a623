//! Headings, short messages and marks.

use maud::{Markup, html};

/// The page's own heading, with a smaller line above it that says what kind of thing it is or to what it belongs.
pub fn heading(caption: Option<&str>, text: &str) -> Markup {
    html! {
        @if let Some(caption) = caption { span class="govuk-caption-xl" { (caption) } }
        h1 class="govuk-heading-xl" { (text) }
    }
}

/// A passage set apart from the text around it by a bar at its left.
pub fn inset_text(content: Markup) -> Markup {
    html! { div class="govuk-inset-text" { (content) } }
}

/// A warning of something important, such as a consequence in law.
pub fn warning_text(content: Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" { span class="govuk-visually-hidden" { "Warning" } " " (content) }
        }
    }
}

/// Content that opens under its summary when asked for.
pub fn details(summary: &str, content: Markup) -> Markup {
    details_shown(summary, false, content)
}

/// Details that are open from the start if `is_open`, as when the form inside was refused.
pub fn details_shown(summary: &str, is_open: bool, content: Markup) -> Markup {
    html! {
        details class="govuk-details" open[is_open] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (summary) } }
            div class="govuk-details__text" { (content) }
        }
    }
}

/// The page that says something was done: its heading is the page's `h1`.
pub fn panel(title: &str, content: Markup) -> Markup {
    html! {
        div class="govuk-panel govuk-panel--confirmation" {
            h1 class="govuk-panel__title" { (title) }
            div class="govuk-panel__body" { (content) }
        }
    }
}

/// A message about the page or the site that a reader should not miss. At most one on a page.
pub fn notification_banner(title: &str, content: Markup) -> Markup {
    banner(title, "", "region", content)
}

/// A message that what was just sent has been done; a screen reader says it at once. At most one on a page.
pub fn success_banner(content: Markup) -> Markup {
    banner("Success", " govuk-notification-banner--success", "alert", content)
}

/// The words of a success banner: one sentence that says what was done.
pub fn done(sentence: &str) -> Markup {
    success_banner(html! { (sentence) })
}

fn banner(title: &str, class: &str, role: &str, content: Markup) -> Markup {
    html! {
        div class={ "govuk-notification-banner" (class) } role=(role) aria-labelledby="govuk-notification-banner-title"
            data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title" { (title) }
            }
            div class="govuk-notification-banner__content" {
                p class="govuk-notification-banner__heading" { (content) }
            }
        }
    }
}

/// The colour of a tag. Its words say the same, since not everyone sees colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// The council's own: what is usual.
    #[default]
    Plain,
    /// Inactive, not yet begun.
    Grey,
    /// Done, met, open to the public.
    Green,
    /// In work.
    Teal,
    /// New, to come.
    Blue,
    /// Under review.
    Purple,
    /// Set apart.
    Magenta,
    /// Late, refused, cancelled.
    Red,
    /// Due soon.
    Orange,
    /// Waiting for someone.
    Yellow,
}

impl TagColour {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Grey => " govuk-tag--grey",
            Self::Green => " govuk-tag--green",
            Self::Teal => " govuk-tag--teal",
            Self::Blue => " govuk-tag--blue",
            Self::Purple => " govuk-tag--purple",
            Self::Magenta => " govuk-tag--magenta",
            Self::Red => " govuk-tag--red",
            Self::Orange => " govuk-tag--orange",
            Self::Yellow => " govuk-tag--yellow",
        }
    }
}

/// The state of a thing in one or two words.
pub fn tag(text: &str, colour: TagColour) -> Markup {
    html! { strong class={ "govuk-tag" (colour.class()) } { (text) } }
}

/// What stands where a list would stand if it had anything in it: says so, why, and what one can do.
pub fn empty_state(title: &str, content: Markup) -> Markup {
    html! {
        div class="moothall-empty" {
            p class="moothall-empty__title" { (title) }
            div class="moothall-empty__words" { (content) }
        }
    }
}
