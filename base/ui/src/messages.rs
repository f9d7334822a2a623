//! Headings, short messages and tags.

use maud::{Markup, html};

/// Renders the page's main heading, with a smaller line above it that says what kind of thing it is or what it belongs to.
pub fn heading(caption: Option<&str>, text: &str) -> Markup {
    html! {
        @if let Some(caption) = caption { span class="govuk-caption-xl" { (caption) } }
        h1 class="govuk-heading-xl" { (text) }
    }
}

/// Renders a passage set apart from the surrounding text by a bar on its left.
pub fn inset_text(content: Markup) -> Markup {
    html! { div class="govuk-inset-text" { (content) } }
}

/// Renders a warning about something important, such as a legal consequence.
pub fn warning_text(content: Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" { span class="govuk-visually-hidden" { "Warning" } " " (content) }
        }
    }
}

/// Renders content that is shown when its summary is opened.
pub fn details(summary: &str, content: Markup) -> Markup {
    details_shown(summary, false, content)
}

/// Renders details that are open from the start if `is_open`, for example when the form inside was refused.
pub fn details_shown(summary: &str, is_open: bool, content: Markup) -> Markup {
    html! {
        details class="govuk-details" open[is_open] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (summary) } }
            div class="govuk-details__text" { (content) }
        }
    }
}

/// Renders a confirmation panel; its heading is the page's `h1`.
pub fn panel(title: &str, content: Markup) -> Markup {
    html! {
        div class="govuk-panel govuk-panel--confirmation" {
            h1 class="govuk-panel__title" { (title) }
            div class="govuk-panel__body" { (content) }
        }
    }
}

/// Renders a message about the page or the site that a reader should not miss. At most one on a page.
pub fn notification_banner(title: &str, content: Markup) -> Markup {
    banner(title, "", "region", content)
}

/// Renders a message that an action succeeded; screen readers announce it at once. At most one on a page.
pub fn success_banner(content: Markup) -> Markup {
    banner("Success", " govuk-notification-banner--success", "alert", content)
}

/// Renders a success banner with one sentence that says what was done.
pub fn done(sentence: &str) -> Markup {
    success_banner(html! { (sentence) })
}

/// Renders a success banner with one sentence that says what was done, and what can follow, such as undoing it.
pub fn done_with(sentence: &str, follows: Markup) -> Markup {
    banner_around(
        "Success",
        " govuk-notification-banner--success",
        "alert",
        html! {
            p class="govuk-notification-banner__heading" { (sentence) }
            (follows)
        },
    )
}

fn banner(title: &str, class: &str, role: &str, content: Markup) -> Markup {
    banner_around(title, class, role, html! { p class="govuk-notification-banner__heading" { (content) } })
}

fn banner_around(title: &str, class: &str, role: &str, content: Markup) -> Markup {
    html! {
        div class={ "govuk-notification-banner" (class) } role=(role) aria-labelledby="govuk-notification-banner-title"
            data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title" { (title) }
            }
            div class="govuk-notification-banner__content" { (content) }
        }
    }
}

/// The colour of a tag. Its text says the same, since not everyone sees colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// The council's own colour: the usual state.
    #[default]
    Plain,
    /// Inactive, or not yet started.
    Grey,
    /// Done, met, open to the public.
    Green,
    /// In progress.
    Teal,
    /// New or upcoming.
    Blue,
    /// Under review.
    Purple,
    /// Set apart from the rest.
    Magenta,
    /// Late, refused or cancelled.
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

/// Renders the status of a thing in one or two words.
pub fn tag(text: &str, colour: TagColour) -> Markup {
    html! { strong class={ "govuk-tag" (colour.class()) } { (text) } }
}

/// Renders the message that replaces an empty list: it says that there is nothing, why, and what to do.
pub fn empty_state(title: &str, content: Markup) -> Markup {
    html! {
        div class="moothall-empty" {
            p class="moothall-empty__title" { (title) }
            div class="moothall-empty__words" { (content) }
        }
    }
}
