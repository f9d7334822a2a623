//! Pages that a council fills in its settings: contact details, attending and watching meetings, the privacy notice; and the
//! page about the cookies that the site sets.

use crate::AppState;
use axum::extract::State;
use maud::{Markup, html};
use settings::Known;

/// The date on which the built-in text was last reviewed.
const UPDATED: &str = "29 November 2026";

fn words(state: &AppState, known: &Known) -> Option<String> {
    state.settings().words_on(known, state.clock.today())
}

/// Returns paragraphs as they were typed: an empty line begins another, and line breaks are kept.
fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            p class="govuk-body" { @for (at, line) in paragraph.lines().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}

/// Returns the date of the latest of these settings, or of the text around them.
fn updated(state: &AppState, known: &[&Known]) -> String {
    let (settings, today) = (state.settings(), state.clock.today());
    let latest = known.iter().filter_map(|known| settings.value_on(known, today)?.from).max();
    latest.map_or_else(|| UPDATED.to_owned(), foundation::civil_date::written)
}

/// Returns how to contact the team responsible for meetings.
fn contact_details(state: &AppState) -> Markup {
    let rows: Vec<ui::SummaryRow<'_>> = [
        ("Team", words(state, &settings::CONTACT_TEAM).map(|text| html! { (text) })),
        (
            "Email",
            words(state, &settings::CONTACT_EMAIL)
                .map(|address| html! { a class="govuk-link moothall-address" href={ "mailto:" (address) } { (address) } }),
        ),
        ("Telephone", words(state, &settings::CONTACT_TELEPHONE).map(|text| html! { (text) })),
        ("Address", words(state, &settings::CONTACT_ADDRESS).map(|text| html! { @for line in text.lines() { (line) br; } })),
        ("Opening hours", words(state, &settings::CONTACT_HOURS).map(|text| html! { (text) })),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some(ui::SummaryRow::new(key, value?)))
    .collect();
    let has_way = [&settings::CONTACT_EMAIL, &settings::CONTACT_TELEPHONE, &settings::CONTACT_ADDRESS];
    let has_way = has_way.into_iter().any(|known| words(state, known).is_some());
    html! {
        (ui::summary_list(&rows))
        @if !has_way {
            p class="govuk-body" { "Contact details have not been added to this site yet. Use the contact details on the website of " (state.council_name()) "." }
        }
    }
}

/// Handles `/contact`.
pub(crate) async fn contact(State(state): State<AppState>) -> Markup {
    let shown = [
        &settings::CONTACT_TEAM,
        &settings::CONTACT_EMAIL,
        &settings::CONTACT_TELEPHONE,
        &settings::CONTACT_ADDRESS,
        &settings::CONTACT_HOURS,
    ];
    let page = ui::Page { title: "Contact us", updated: Some(updated(&state, &shown)), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Contact us"))
            p class="govuk-body" {
                "Contact us about agendas, minutes and meetings, to ask for papers in another format, or to tell us about a problem with this website."
            }
            (contact_details(&state))
        }
    };
    ui::page(&page, content)
}

/// Handles `/attend`.
pub(crate) async fn attend(State(state): State<AppState>) -> Markup {
    let shown = [&settings::ATTEND, &settings::WATCH, &settings::ACCESS];
    let page = ui::Page { title: "Attend or watch a meeting", updated: Some(updated(&state, &shown)), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Attend or watch a meeting"))
            p class="govuk-body" {
                "Meetings are open to the public. You do not need to book, and you can leave at any time. The "
                a class="govuk-link" href="/meetings" { "list of meetings" } " says when and where each one is held."
            }
            @match words(&state, &settings::ATTEND) {
                Some(text) => (paragraphs(&text)),
                None => p class="govuk-body" { "If you plan to attend, " a class="govuk-link" href="/contact" { "contact us" } " to check for changes." },
            }
            h2 class="govuk-heading-m" { "When the public cannot stay" }
            p class="govuk-body" {
                "The public may be asked to leave for an item about confidential or exempt information. The agenda says which items these are, "
                "and why. You can come back when they are finished."
            }
            h2 class="govuk-heading-m" { "Watch online" }
            @match words(&state, &settings::WATCH) {
                Some(address) => p class="govuk-body" { a class="govuk-link moothall-address" href=(address) { "Watch meetings online" } },
                None => p class="govuk-body" { "This site does not list a way to watch meetings online." },
            }
            h2 class="govuk-heading-m" { "Filming and reporting" }
            p class="govuk-body" {
                "You may film, record, photograph and report on a meeting while it is open to the public, as long as you do not disrupt it "
                "(Openness of Local Government Bodies Regulations 2014)."
            }
            @if let Some(text) = words(&state, &settings::ACCESS) {
                h2 class="govuk-heading-m" { "Access and facilities" }
                (paragraphs(&text))
            }
            h2 class="govuk-heading-m" { "Contact" }
            (contact_details(&state))
        }
    };
    ui::page(&page, content)
}

/// Handles `/privacy`.
pub(crate) async fn privacy(State(state): State<AppState>) -> Markup {
    let shown = [&settings::PRIVACY_EMAIL, &settings::PRIVACY_NOTICE];
    let page = ui::Page { title: "Privacy notice", updated: Some(updated(&state, &shown)), ..state.page() };
    let council = state.council_name();
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Privacy notice"))
            p class="govuk-body" { (council) " is the controller of the personal data on this website." }
            h2 class="govuk-heading-m" { "What we collect" }
            (ui::table(&ui::Table {
                caption: "What we collect", caption_is_hidden: true,
                columns: vec![ui::Column::words("When you"), ui::Column::words("We keep"), ui::Column::words("For how long")],
                rows: vec![
                    vec![
                        html! { "Read the site" },
                        html! { "Nothing about you. Addresses of readers are not written to a log, and there is no analytics or advertising." },
                        html! { "Not kept" },
                    ],
                    vec![
                        html! { "Sign up for emails" },
                        html! { "Your email address and what you follow" },
                        html! { "Until you unsubscribe. If you do not confirm within 48 hours, it is deleted." },
                    ],
                    vec![
                        html! { "Ask a public question" },
                        html! { "Your name, email address and, if you give them, your address and organisation. Your name and question are published with the minutes if it is put." },
                        html! { "Contact details until the question has been dealt with; you can ask us to delete them then. The minutes are kept." },
                    ],
                    vec![
                        html! { "Have an account" },
                        html! { "Your name, email address, roles, and when and from which network you signed in" },
                        html! { "While you have an account, and in the ledger that shows who did what" },
                    ],
                ],
                row_headings: true,
            }))
            h2 class="govuk-heading-m" { "Why we may" }
            p class="govuk-body" {
                "Councils must publish agendas, reports and minutes, and must hold meetings in public (Local Government Act 1972, Part 5A). We use "
                "your data to carry out these public tasks (UK GDPR, Article 6(1)(e)). We email you about a board only if you ask us to (Article 6(1)(a))."
            }
            h2 class="govuk-heading-m" { "Who we share it with" }
            p class="govuk-body" { "We do not sell your data, and we do not share it unless the law requires it. What is published can be read by anyone." }
            h2 class="govuk-heading-m" { "Your rights" }
            p class="govuk-body" {
                "You can ask us for a copy of your data, and ask us to correct, delete or restrict it, or object to how we use it. "
                @match words(&state, &settings::PRIVACY_EMAIL) {
                    Some(address) => { "Email our data protection officer at " a class="govuk-link moothall-address" href={ "mailto:" (address) } { (address) } ". " },
                    None => { a class="govuk-link" href="/contact" { "Contact us" } " to do so. " },
                }
                "You can also complain to the " a class="govuk-link" href="https://ico.org.uk/make-a-complaint/" { "Information Commissioner’s Office" } "."
            }
            @if let Some(address) = words(&state, &settings::PRIVACY_NOTICE) {
                p class="govuk-body" { a class="govuk-link" href=(address) { "Read the full privacy notice of " (council) } }
            }
        }
    };
    ui::page(&page, content)
}

/// The cookies and browser storage that the site uses: name, purpose, expiry.
const COOKIES: [(&str, &str, &str); 3] = [
    ("session", "Keeps you signed in", "When you close your browser, after 1 hour without use, or after 12 hours"),
    ("known", "Recognises a browser you have signed in with, so that others’ wrong passwords do not lock you out", "180 days"),
    ("away", "Brings you back from your council’s own sign-in page, if it has one", "When you are signed in"),
];

/// Handles `/cookies`.
pub(crate) async fn cookies(State(state): State<AppState>) -> Markup {
    let page = ui::Page { title: "Cookies", updated: Some(UPDATED.to_owned()), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Cookies"))
            p class="govuk-body" { "Cookies are small files saved on your device when you visit a website." }
            p class="govuk-body" { strong { "If you only read this website, it sets no cookies." } " We do not use analytics or advertising cookies." }
            h2 class="govuk-heading-m" { "If you sign in" }
            p class="govuk-body" { "These cookies are strictly necessary for signing in, so we do not ask for your consent. Only this website can read them." }
        }
        (ui::table(&ui::Table {
            caption: "Cookies of people who sign in",
            columns: vec![ui::Column::words("Name"), ui::Column::words("Purpose"), ui::Column::words("Expires")],
            rows: COOKIES.iter().map(|(name, purpose, expires)| vec![
                html! { code { (crate::requests::context::cookie_name(&state, name)) } }, html! { (purpose) }, html! { (expires) },
            ]).collect(),
            row_headings: true, ..Default::default()
        }))
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "If you write" }
            p class="govuk-body" {
                "While officers write notes or reports, their browser keeps the text that is not saved yet (in ‘local storage’), so that it is "
                "not lost if the connection fails. It is removed when the text has been saved."
            }
        }
    };
    ui::page(&page, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_text_and_never_markup() {
        let shown = paragraphs("Town <b>Hall</b>\nAshmere\n\n\n\nRing first").into_string();
        assert_eq!(
            shown,
            "<p class=\"govuk-body\">Town &lt;b&gt;Hall&lt;/b&gt;<br>Ashmere</p><p class=\"govuk-body\">Ring first</p>"
        );
    }
}
