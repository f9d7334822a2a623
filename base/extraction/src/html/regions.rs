//! The parts of a page that are not its text: menus, searches, and what is around the main part.

use super::tags::Tag;

/// Checks whether a page names its main part.
pub(super) fn has_main(text: &str) -> bool {
    ["<main", "role=\"main\"", "role='main'"].iter().any(|mark| contains(text, mark))
}

/// Checks whether a text contains words, in any case.
fn contains(text: &str, words: &str) -> bool {
    text.as_bytes().windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

/// Checks whether a tag begins the main part.
pub(super) fn is_main(tag: &Tag) -> bool {
    tag.name == "main" || tag.role.eq_ignore_ascii_case("main")
}

/// Checks whether a tag begins a menu, or another part that is the same on every page of a site.
pub(super) fn is_around(tag: &Tag) -> bool {
    matches!(tag.name.as_str(), "nav" | "footer")
        || ["navigation", "banner", "contentinfo", "search", "menubar"].iter().any(|role| tag.role.eq_ignore_ascii_case(role))
        || tag
            .class
            .split_ascii_whitespace()
            .any(|class| ["breadcrumb", "breadcrumbs", "govuk-breadcrumbs", "skip-link"].contains(&class))
}
