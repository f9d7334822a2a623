//! The whole page: head, the council's header, service navigation, content, footer.

use crate::error_order;
use crate::links::breadcrumbs;
use maud::{DOCTYPE, Markup, html};
use std::borrow::Cow;

/// The parts of a page other than its content.
#[derive(Clone, Debug, Default)]
pub struct Page<'a> {
    /// The council's name as shown in the header: `Halton Borough Council`.
    pub council: Cow<'a, str>,
    /// The text beside the mark or logo, if the council's full name is too long for the header.
    pub mark_text: Option<String>,
    /// The address of the council's logo, if it has one.
    pub logo: Option<String>,
    /// The address of a style sheet with the council's colours.
    pub colours: Option<String>,
    /// The title of the page, without the council's name. If a form has errors, it begins with `Error: `.
    pub title: &'a str,
    /// One or two sentences for search engines and previews.
    pub description: Option<&'a str>,
    /// The entry of the service navigation that the page belongs to.
    pub section: Option<Section>,
    /// The pages above this one, each with its label and address, the highest first, without this page.
    pub breadcrumbs: Vec<(String, String)>,
    /// A sentence at the very top, such as `Demonstration: the clock stands at 4 June 2024`.
    pub banner: Option<&'a str>,
    /// The page's full address, if the same content is available at more than one.
    pub canonical: Option<&'a str>,
    /// The same content or its changes in other forms: feeds, calendars, data.
    pub alternates: Vec<Alternate<'a>>,
    /// The licence and attribution of the data on the page.
    pub attribution: Option<&'a str>,
    /// When the content of the page last changed, in words: `4 June 2024`.
    pub updated: Option<String>,
    /// The name of the signed-in person.
    pub signed_in: Option<String>,
    /// Whether the page has an editor for formatted text.
    pub has_editor: bool,
}

/// Another form of a page's content.
#[derive(Clone, Debug, Default)]
pub struct Alternate<'a> {
    /// Its title: `New decisions`.
    pub title: &'a str,
    /// Its media type: `application/atom+xml`.
    pub content_type: &'a str,
    /// Its address.
    pub address: &'a str,
}

/// An entry of the service navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The home page.
    Home,
    /// Past and upcoming meetings.
    Meetings,
    /// The boards.
    Boards,
    /// The members.
    Members,
    /// The decisions made.
    Decisions,
    /// The actions assigned at meetings.
    Actions,
    /// Search of everything published.
    Search,
    /// The signed-in person's work; shown in their own bar, not in the public navigation.
    Work,
}

impl Section {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 7] =
        [Self::Home, Self::Meetings, Self::Boards, Self::Members, Self::Decisions, Self::Actions, Self::Search];

    /// Returns the label of the entry.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Meetings => "Meetings",
            Self::Boards => "Boards",
            Self::Members => "Members",
            Self::Decisions => "Decisions",
            Self::Actions => "Actions",
            Self::Search => "Search",
            Self::Work => "Your work",
        }
    }

    /// Returns the address of the entry.
    pub fn address(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Meetings => "/meetings",
            Self::Boards => "/boards",
            Self::Members => "/members",
            Self::Decisions => "/decisions",
            Self::Actions => "/actions",
            Self::Search => "/search",
            Self::Work => "/work",
        }
    }
}

/// Renders the whole HTML document. The content must contain the `h1`.
pub fn page(page: &Page, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" class="govuk-template" {
            (head(page))
            body class="govuk-template__body" {
                a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link" { "Skip to main content" }
                @if let Some(words) = page.banner {
                    div class="moothall-notice" role="region" aria-label="About this site" {
                        p class="govuk-width-container moothall-notice__words" { (words) }
                    }
                }
                (header(page))
                @if let Some(name) = &page.signed_in { (account_bar(name, page.section)) }
                (navigation(page.section))
                div class="govuk-width-container" {
                    @if !page.breadcrumbs.is_empty() { (breadcrumbs(&page.breadcrumbs)) }
                    main class="govuk-main-wrapper" id="main-content" { (error_order::by_fields(content)) }
                }
                (footer(page))
            }
        }
    }
}

fn head(page: &Page) -> Markup {
    let font = |weight: &str| assets::address(&format!("atkinson-hyperlegible-next-latin-{weight}-normal.woff2"));
    html! {
        head {
            meta charset="utf-8";
            title { (page.title) @if !page.council.is_empty() { " – " (page.council) } }
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="theme-color" content="#0b5c5c";
            meta name="color-scheme" content="light dark";
            @if let Some(description) = page.description { meta name="description" content=(description); }
            link rel="icon" type="image/svg+xml" href=(assets::address("favicon.svg"));
            // The two faces that nearly every page uses, so that text does not change its shape while it is read.
            @for weight in ["400", "700"] {
                link rel="preload" as="font" type="font/woff2" crossorigin href=(font(weight));
            }
            link rel="stylesheet" href=(assets::address("moothall.css"));
            @if let Some(address) = &page.colours { link rel="stylesheet" href=(address); }
            @if let Some(address) = page.canonical { link rel="canonical" href=(address); }
            @for alternate in &page.alternates {
                link rel="alternate" type=(alternate.content_type) title=(alternate.title) href=(alternate.address);
            }
            script type="module" src=(assets::address("moothall.js")) {}
            @if page.has_editor { script type="module" src=(assets::address("editor.js")) {} }
        }
    }
}

fn header(page: &Page) -> Markup {
    html! {
        header class="govuk-generic-header moothall-header" {
            div class="govuk-generic-header__container govuk-width-container moothall-header__container" {
                div class="govuk-generic-header__logo" {
                    a href="/" class="govuk-generic-header__homepage-link moothall-header__link" { (logo_or_mark(page.logo.as_deref())) span { (page.mark_text.as_deref().unwrap_or(&page.council)) } }
                }
                // The search page has a larger box of its own.
                @if page.section != Some(Section::Search) {
                    form class="moothall-header__search" action="/search" method="get" role="search" aria-label="Whole record" {
                        label class="govuk-visually-hidden" for="site-search" { "Search the record" }
                        input class="govuk-input moothall-header__words" id="site-search" name="q" type="search" placeholder="Search the record";
                        button class="moothall-header__submit" type="submit" { (magnifier()) span class="govuk-visually-hidden" { "Search" } }
                    }
                }
            }
        }
    }
}

/// Renders the council's logo, or the mark if it has none. The name is beside it, so the picture needs no alternative text.
fn logo_or_mark(logo: Option<&str>) -> Markup {
    html! {
        @if let Some(address) = logo { img class="moothall-header__logo" src=(address) alt=""; } @else { (mark()) }
    }
}

/// Renders the mark of a moot hall: a gable over a door.
fn mark() -> Markup {
    html! {
        svg class="moothall-header__mark" aria-hidden="true" focusable="false" viewBox="0 0 32 32" width="32" height="32" {
            path fill="currentColor" d="M16 3 2 12.500V16h28v-3.500zM5 18h5v7H5zm17 0h5v7h-5zm-9.500 7v-3.500a3.500 3.500 0 0 1 7 0V25zM2 26.500h28V30H2z" {}
        }
    }
}

fn magnifier() -> Markup {
    html! {
        svg aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="20" height="20" {
            path fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" d="M10 3.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15 15l6 6" {}
        }
    }
}

fn navigation(current: Option<Section>) -> Markup {
    html! {
        // Without GOV.UK's 'Menu' button: seven short entries fit on a phone, and nothing moves when the script has run.
        div class="govuk-service-navigation moothall-navigation" {
            div class="govuk-width-container" {
                nav aria-label="Menu" class="govuk-service-navigation__wrapper" {
                    ul class="govuk-service-navigation__list moothall-navigation__list" {
                        @for section in Section::ALL {
                            @let is_current = current == Some(section);
                            li class={ "govuk-service-navigation__item" @if is_current { " govuk-service-navigation__item--active" } } {
                                a class="govuk-service-navigation__link" href=(section.address()) aria-current=[is_current.then_some("true")] {
                                    @if is_current { strong class="govuk-service-navigation__active-fallback" { (section.label()) } }
                                    @else { (section.label()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Renders the name of the signed-in person, and the links to their work and to sign out.
fn account_bar(name: &str, current: Option<Section>) -> Markup {
    let is_current = current == Some(Section::Work);
    html! {
        div class="moothall-account" {
            div class="govuk-width-container moothall-account__bar" {
                nav aria-label="Your account" class="moothall-account__links" {
                    a class="moothall-account__link" href="/work" aria-current=[is_current.then_some("true")] { "Your work" }
                    a class="moothall-account__link" href="/account" { span class="govuk-visually-hidden" { "Your account: " } (name) }
                }
                form action="/sign-out" method="post" {
                    button class="moothall-account__button" type="submit" { "Sign out" }
                }
            }
        }
    }
}

fn footer(page: &Page) -> Markup {
    html! {
        footer class="govuk-footer moothall-footer" {
            div class="govuk-width-container" {
                h2 class="govuk-visually-hidden" { "About this site" }
                p class="moothall-footer__council" { (page.council) }
                ul class="govuk-footer__inline-list" {
                    @let links = [
                        ("Contact", "/contact"),
                        ("Attend or watch a meeting", "/attend"),
                        ("Accessibility statement", "/accessibility"),
                        ("Privacy", "/privacy"),
                        ("Cookies", "/cookies"),
                        ("Licences", "/licences"),
                        ("Staff and councillors: sign in", "/sign-in"),
                    ];
                    @for (label, address) in links.into_iter().filter(|(_, address)| page.signed_in.is_none() || *address != "/sign-in") {
                        li class="govuk-footer__inline-list-item" { a class="govuk-footer__link" href=(address) { (label) } }
                    }
                }
                @if let Some(updated) = &page.updated { p class="moothall-footer__updated" { "Page last updated " (updated) } }
                @if let Some(attribution) = page.attribution { p class="moothall-footer__attribution" { (attribution) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Page<'static> {
        Page { council: "Anytown Borough Council".into(), title: "Meetings", section: Some(Section::Meetings), ..Page::default() }
    }

    #[test]
    fn the_title_names_the_page_first() {
        let html = page(&sample(), html! { h1 { "Meetings" } }).into_string();
        assert!(html.contains("<title>Meetings – Anytown Borough Council</title>"));
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.contains("lang=\"en-GB\""));
    }

    #[test]
    fn one_entry_of_the_navigation_is_current() {
        let html = page(&sample(), html! {}).into_string();
        assert_eq!(html.matches("aria-current").count(), 1);
        assert!(html.contains("href=\"/meetings\" aria-current=\"true\"><strong"));
        assert!(!page(&Page::default(), html! {}).into_string().contains("aria-current"));
    }

    #[test]
    fn the_page_bears_nothing_of_gov_uk_itself() {
        let html = page(&sample(), html! {}).into_string().to_lowercase();
        for mark in ["crown", "gov.uk", "logotype", "rebrand", "crest"] {
            assert!(!html.contains(mark), "{mark}");
        }
    }

    #[test]
    fn everything_the_page_loads_is_embedded() {
        let html = page(&sample(), html! {}).into_string();
        let addresses: Vec<&str> = html.split('"').filter_map(|part| part.strip_prefix("/assets/")).collect();
        assert_eq!(addresses.len(), 5, "{addresses:?}");
        for address in addresses {
            assert!(assets::find(address).is_some(), "{address}");
        }
    }

    #[test]
    fn the_search_page_has_no_second_search_box() {
        let html = page(&Page { section: Some(Section::Search), ..sample() }, html! {}).into_string();
        assert!(!html.contains("role=\"search\""));
        assert!(page(&sample(), html! {}).into_string().contains("role=\"search\""));
    }
}
