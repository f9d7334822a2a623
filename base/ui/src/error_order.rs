//! Puts the error summary of a form in the order of its fields, so that people who work through it from top to bottom also go
//! through the form in order.

use maud::{Markup, PreEscaped};

const LIST: &str = "<ul class=\"govuk-list govuk-error-summary__list\">";
const ENTRY: &str = "<li><a href=\"#";

/// Returns the page's content with the entries of its error summary in the order of their fields on the page. An entry whose
/// field is not on the page comes last.
pub(crate) fn by_fields(content: Markup) -> Markup {
    match reordered(&content.0) {
        Some(html) => PreEscaped(html),
        None => content,
    }
}

fn reordered(html: &str) -> Option<String> {
    let begins = html.find(LIST)? + LIST.len();
    let ends = begins + html[begins..].find("</ul>")?;
    let (list, fields) = (&html[begins..ends], &html[ends..]);
    let place = |entry: &str| {
        let id = entry.strip_prefix(ENTRY).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        fields.find(&format!(" id=\"{id}\"")).unwrap_or(usize::MAX)
    };
    let mut entries: Vec<&str> = list.split_inclusive("</li>").collect();
    entries.sort_by_key(|entry| place(entry));
    Some(format!("{}{}{fields}", &html[..begins], entries.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, Textarea, error_summary, input, textarea};
    use maud::html;

    #[test]
    fn the_summary_follows_the_form() {
        let faults = [("Enter a reason", "reason"), ("Lost", "nowhere"), ("Enter <a> title", "title"), ("Enter a day", "day")];
        let content = html! {
            p id="day-hint" { "Not a field" }
            (error_summary(&faults))
            (input(&Input { name: "title", label: "Title", ..Input::default() }))
            (input(&Input { name: "day", label: "Day", ..Input::default() }))
            (textarea(&Textarea { name: "reason", label: "Reason", ..Textarea::default() }))
        };
        let html = by_fields(content).into_string();
        let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
        assert!(at("Enter &lt;a&gt; title") < at("Enter a day"));
        assert!(at("Enter a day") < at("Enter a reason") && at("Enter a reason") < at("Lost"));
        assert_eq!(html.matches("<li>").count(), 4);
    }

    #[test]
    fn a_page_without_faults_stays_as_it_is() {
        let content = html! { ul { li { "One" } } };
        assert_eq!(by_fields(content).into_string(), "<ul><li>One</li></ul>");
    }
}
