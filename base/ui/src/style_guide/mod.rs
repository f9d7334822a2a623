//! Every component with a sample, for people to read on a page of the program and for tests to render.

mod forms;
mod records;
mod text;
mod words;

use crate::page::{Page, page};
use crate::{ContentsEntry, heading, with_contents};
use maud::{Markup, PreEscaped, html};

/// A component with a sample of it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name: `Summary list`.
    pub name: &'static str,
    /// When to use it, and the function that renders it.
    pub description: &'static str,
    /// The sample. Its headings begin at level 3, unless the component is the page's own heading.
    pub markup: Markup,
}

impl Sample {
    fn new(name: &'static str, description: &'static str, markup: Markup) -> Self {
        Self { name, description, markup }
    }
}

/// Returns a sample of every component.
pub fn style_guide() -> Vec<Sample> {
    [words::samples(), text::samples(), records::samples(), forms::samples()].concat()
}

/// Renders all samples on one page.
pub fn style_guide_page(council: &str) -> Markup {
    let samples = style_guide();
    let entries: Vec<ContentsEntry> =
        samples.iter().map(|sample| ContentsEntry::new(sample.name, format!("#{}", anchor(sample)))).collect();
    let document = html! {
        @for sample in &samples {
            section class="moothall-sample" id=(anchor(sample)) {
                h2 class="govuk-heading-m moothall-sample__name" { (sample.name) }
                p class="govuk-body moothall-sample__description" { (sample.description) }
                div class="moothall-sample__markup" { (as_a_sample(&sample.markup)) }
            }
        }
    };
    let about = Page {
        council: council.into(),
        title: "Style guide",
        banner: Some("Style guide: every name on this page is invented."),
        ..Page::default()
    };
    page(&about, html! { (heading(None, "Style guide")) (with_contents(&entries, document)) })
}

/// Renders a sample for a page with others: a main heading becomes a plain block that looks the same, since the page already
/// has one, and components that would take the focus when the page opens do not.
fn as_a_sample(sample: &Markup) -> Markup {
    let mut html = sample.0.replace("<h1", "<div").replace("</h1>", "</div>");
    for module in ["govuk-notification-banner", "govuk-error-summary"] {
        let calling = format!("data-module=\"{module}\"");
        html = html.replace(&calling, &format!("{calling} data-disable-auto-focus=\"true\""));
    }
    PreEscaped(html)
}

fn anchor(sample: &Sample) -> String {
    format!("sample-{}", foundation::text::slug(sample.name))
}

/// Replaces a name that may occur only once on a page, since the page around the samples uses it too.
fn renamed(sample: Markup, name: &str, other: &str) -> Markup {
    PreEscaped(sample.into_string().replace(&format!("\"{name}\""), &format!("\"{other}\"")))
}
