//! Pagination: a long list in pages.

use maud::{Markup, PreEscaped, html};

const PREVIOUS: &str =
    "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z";
const NEXT: &str =
    "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z";

pub(crate) enum Place {
    Page { number: usize, address: String, current: bool },
    Gap,
}

/// Renders links to the other pages of a list, from page `current` of `total`, counted from 1; nothing if there is only one
/// page. `address` returns the address of a page by its number.
pub fn pagination(current: usize, total: usize, address: impl Fn(usize) -> String) -> Markup {
    if total < 2 {
        return html! {};
    }
    let current = current.clamp(1, total);
    let mut places = Vec::new();
    let mut before = 0;
    for number in (1..=total).filter(|number| *number == 1 || *number == total || number.abs_diff(current) <= 1) {
        // A gap of one page is shown as that page: three dots would take as much space and say less.
        if number == before + 2 {
            places.push(Place::Page { number: before + 1, address: address(before + 1), current: false });
        } else if number > before + 2 {
            places.push(Place::Gap);
        }
        places.push(Place::Page { number, address: address(number), current: number == current });
        before = number;
    }
    let previous = (current > 1).then(|| address(current - 1));
    let next = (current < total).then(|| address(current + 1));
    navigation(previous.as_deref(), next.as_deref(), &places)
}

pub(crate) fn navigation(previous: Option<&str>, next: Option<&str>, places: &[Place]) -> Markup {
    html! {
        nav class="govuk-pagination" aria-label="Pagination" {
            @if let Some(address) = previous {
                div class="govuk-pagination__prev" {
                    a class="govuk-link govuk-pagination__link" href=(address) rel="prev" {
                        (arrow("prev", PREVIOUS)) " "
                        span class="govuk-pagination__link-title" { "Previous" span class="govuk-visually-hidden" { " page" } }
                    }
                }
            }
            ul class="govuk-pagination__list" {
                @for place in places {
                    @match place {
                        Place::Page { number, address, current } => {
                            li class={ "govuk-pagination__item" @if *current { " govuk-pagination__item--current" } } {
                                a class="govuk-link govuk-pagination__link" href=(address) aria-label={ "Page " (number) }
                                    aria-current=[current.then_some("page")] { (number) }
                            }
                        },
                        Place::Gap => li class="govuk-pagination__item govuk-pagination__item--ellipsis" { "⋯" },
                    }
                }
            }
            @if let Some(address) = next {
                div class="govuk-pagination__next" {
                    a class="govuk-link govuk-pagination__link" href=(address) rel="next" {
                        span class="govuk-pagination__link-title" { "Next" span class="govuk-visually-hidden" { " page" } }
                        " " (arrow("next", NEXT))
                    }
                }
            }
        }
    }
}

/// Renders links through a list that only grows, newest first, whose pages have no numbers: back to the newest, and on to older
/// entries. Nothing if all entries are on one page.
pub fn older_entries(newest: Option<&str>, older: Option<&str>) -> Markup {
    let link = |direction: &str, address: &str, path: &str, words: &str| {
        let title = html! { span class="govuk-pagination__link-title" { (words) } };
        html! {
            div class={ "govuk-pagination__" (direction) } {
                a class="govuk-link govuk-pagination__link" href=(address) rel=(direction) {
                    @if direction == "prev" { (arrow(direction, path)) " " (title) } @else { (title) " " (arrow(direction, path)) }
                }
            }
        }
    };
    html! {
        @if newest.is_some() || older.is_some() {
            nav class="govuk-pagination" aria-label="Newer and older entries" {
                @if let Some(address) = newest { (link("prev", address, PREVIOUS, "Newest entries")) }
                @if let Some(address) = older { (link("next", address, NEXT, "Older entries")) }
            }
        }
    }
}

fn arrow(direction: &str, path: &str) -> Markup {
    html! {
        svg class={ "govuk-pagination__icon govuk-pagination__icon--" (direction) } xmlns="http://www.w3.org/2000/svg" height="13"
            width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13" {
            path d=(PreEscaped(path)) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the numbers shown, with 0 for a gap.
    fn shown(current: usize, total: usize) -> Vec<usize> {
        let html = pagination(current, total, |number| format!("/list?page={number}")).into_string();
        html.split("<li ")
            .skip(1)
            .map(|item| match item.split("Page ").nth(1) {
                Some(rest) => rest.split('"').next().and_then(|number| number.parse().ok()).expect("a number"),
                None => 0,
            })
            .collect()
    }

    #[test]
    fn one_page_needs_no_navigation() {
        assert_eq!(pagination(1, 1, |_| String::new()).into_string(), "");
        assert_eq!(pagination(1, 0, |_| String::new()).into_string(), "");
    }

    #[test]
    fn first_last_and_neighbours_are_shown() {
        assert_eq!(shown(1, 3), [1, 2, 3]);
        assert_eq!(shown(10, 40), [1, 0, 9, 10, 11, 0, 40]);
        assert_eq!(shown(1, 40), [1, 2, 0, 40]);
        assert_eq!(shown(4, 40), [1, 2, 3, 4, 5, 0, 40]);
        assert_eq!(shown(40, 40), [1, 0, 39, 40]);
        assert_eq!(shown(99, 5), [1, 0, 4, 5]);
    }
}
