//! Tests of the contrast between text and background, in light and dark colours (Web Content Accessibility Guidelines 2.2, 1.4.3).

use std::collections::HashMap;

const LIGHT: &str = include_str!("styles/10-colours.css");
const DARK: &str = include_str!("styles/80-dark.css");

/// The minimum contrast for text of any size.
const LEAST: f64 = 4.5;

/// Returns the custom properties in a sheet's first `:root` that are colours in hexadecimal.
fn colours(sheet: &str) -> HashMap<&str, [f64; 3]> {
    let root = sheet.split_once(":root {").and_then(|(_, rest)| rest.split_once('}')).map_or("", |(body, _)| body);
    let mut colours = HashMap::new();
    for line in root.lines() {
        let Some((name, value)) = line.trim().trim_end_matches(';').split_once(": ") else { continue };
        let digits = value.trim_start_matches('#');
        let digits =
            if digits.len() == 3 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits.to_owned() };
        let Some(number) = u32::from_str_radix(&digits, 16).ok().filter(|_| value.starts_with('#') && digits.len() == 6) else {
            continue;
        };
        let [_, red, green, blue] = number.to_be_bytes();
        colours.insert(name, [red, green, blue].map(|part| f64::from(part) / 255.0));
    }
    colours
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Returns the combinations of text and background that do not have enough contrast.
fn faults(of: &HashMap<&str, [f64; 3]>) -> Vec<String> {
    let text = [
        "--govuk-text-colour",
        "--govuk-secondary-text-colour",
        "--govuk-link-colour",
        "--govuk-link-visited-colour",
        "--govuk-link-hover-colour",
        "--govuk-error-colour",
        "--govuk-success-colour",
        "--moothall-brand-text",
        "--moothall-private",
    ];
    let behind = [
        "--govuk-body-background-colour",
        "--govuk-template-background-colour",
        "--govuk-surface-background-colour",
        "--moothall-tint",
    ];
    let mut pairs: Vec<(&str, &str)> = text.iter().flat_map(|text| behind.iter().map(move |behind| (*text, *behind))).collect();
    pairs.extend([
        ("--govuk-text-colour", "--moothall-button"),
        ("--govuk-text-colour", "--moothall-button-hover"),
        ("--govuk-text-colour", "--moothall-added"),
        ("--govuk-text-colour", "--moothall-removed"),
        ("--moothall-tag-text", "--moothall-tag"),
        ("--moothall-alarm-text", "--moothall-alarm-tint"),
        ("--govuk-text-colour", "--moothall-alarm-tint"),
        ("white", "--moothall-head"),
        ("white", "--moothall-brand-dark"),
    ]);
    let mut faults = Vec::new();
    for (text, behind) in pairs {
        match (of.get(text), of.get(behind)) {
            (Some(one), Some(other)) if contrast(*one, *other) >= LEAST => {}
            (Some(one), Some(other)) => faults.push(format!("{text} on {behind}: {:.2}", contrast(*one, *other))),
            _ => faults.push(format!("{text} or {behind} is not a colour")),
        }
    }
    faults
}

#[test]
fn text_can_be_read_in_light_and_in_dark_colours() {
    // Colours that GOV.UK Frontend sets and we do not override.
    let mut light = colours(LIGHT);
    light.insert("white", [1.0; 3]);
    light.entry("--govuk-body-background-colour").or_insert([1.0; 3]);
    light.entry("--govuk-error-colour").or_insert([0xca, 0x35, 0x35].map(|part: u8| f64::from(part) / 255.0));
    assert_eq!(faults(&light), Vec::<String>::new(), "light");
    let mut dark = light;
    dark.extend(colours(DARK));
    assert_eq!(faults(&dark), Vec::<String>::new(), "dark");
}

#[test]
fn every_colour_with_text_has_a_dark_one() {
    let (light, dark) = (colours(LIGHT), colours(DARK));
    // White text is used on these in both light and dark colours.
    let same = ["--moothall-head", "--moothall-brand-dark"];
    let missing: Vec<&&str> = light.keys().filter(|name| !dark.contains_key(**name) && !same.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
