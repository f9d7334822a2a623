//! Checks each sample of the style guide, and all of them on one page, against the rules that every page follows.

use std::collections::BTreeSet;

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn heading_levels(html: &str) -> Vec<u32> {
    html.split("<h")
        .skip(1)
        .filter_map(|rest| {
            let (level, after) = (rest.chars().next()?, rest.chars().nth(1)?);
            level.to_digit(10).filter(|_| matches!(after, '>' | ' '))
        })
        .collect()
}

fn page() -> String {
    ui::style_guide_page("Anytown Borough Council").into_string()
}

#[test]
fn ids_are_unique() {
    let html = page();
    let ids = attributes(&html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert!(ids.len() > 60);
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
}

#[test]
fn what_points_to_an_id_finds_it() {
    let html = page();
    let ids: BTreeSet<&str> = attributes(&html, "id").into_iter().collect();
    for name in ["for", "aria-describedby", "aria-labelledby"] {
        for target in attributes(&html, name).into_iter().flat_map(str::split_whitespace) {
            assert!(ids.contains(target), "{name} points to {target}, which is not there");
        }
    }
    for target in attributes(&html, "href").into_iter().filter_map(|address| address.strip_prefix('#')) {
        // An empty target belongs to a sample link that leads nowhere; `page-` targets stand for other pages.
        assert!(target.is_empty() || target.starts_with("page-") || ids.contains(target), "#{target} is not there");
    }
}

#[test]
fn no_sample_takes_the_reader_to_itself() {
    let html = page();
    for module in ["data-module=\"govuk-notification-banner\"", "data-module=\"govuk-error-summary\""] {
        assert!(html.contains(module), "{module} has a sample");
        assert_eq!(html.matches(module).count(), html.matches(&format!("{module} data-disable-auto-focus")).count(), "{module}");
    }
}

#[test]
fn no_style_or_script_stands_in_the_page() {
    let html = page();
    assert!(!html.contains("<style"));
    for attribute in ["style", "onclick", "onload", "onchange", "onsubmit"] {
        assert!(attributes(&html, attribute).is_empty(), "{attribute}");
    }
    for script in html.split("<script").skip(1) {
        assert!(script.contains("></script>") && script.starts_with(" type=\"module\" src=\"/assets/"), "an inline script");
    }
    assert!(!html.contains("javascript:"));
}

#[test]
fn the_page_has_one_first_heading() {
    assert_eq!(heading_levels(&page()).into_iter().filter(|level| *level == 1).count(), 1);
}

#[test]
fn headings_do_not_skip_a_level() {
    for sample in ui::style_guide() {
        let mut above = 2;
        for level in heading_levels(&sample.markup.into_string()) {
            assert!(level <= above + 1, "{}: level {level} follows level {above}", sample.name);
            above = level;
        }
    }
}

#[test]
fn every_sample_says_what_it_is_for() {
    let samples = ui::style_guide();
    let names: BTreeSet<&str> = samples.iter().map(|sample| sample.name).collect();
    assert_eq!(names.len(), samples.len());
    for sample in samples {
        assert!(sample.description.len() > 15, "{}", sample.name);
        assert!(!sample.markup.into_string().is_empty(), "{}", sample.name);
    }
}

#[test]
fn every_component_of_the_interface_has_a_sample() {
    // The functions that `lib.rs` exports, which it lists between braces.
    let functions: Vec<&str> = include_str!("../src/lib.rs")
        .split("pub use ")
        .skip(1)
        .filter_map(|line| line.split_once("::")?.1.split_once(';'))
        .flat_map(|(names, _)| names.split(['{', '}', ',', ' ', '\n']))
        .filter(|name| name.starts_with(char::is_lowercase))
        .filter(|name| !["page", "style_guide", "style_guide_page"].contains(name))
        .collect();
    assert!(functions.len() > 30, "{functions:?}");
    let descriptions: String = ui::style_guide().iter().map(|sample| sample.description).collect();
    let missing: Vec<&str> = functions.into_iter().filter(|name| !descriptions.contains(&format!("ui::{name}"))).collect();
    assert!(missing.is_empty(), "components without a sample: {missing:?}");
}
