//! Reads labels at the start of a line, such as `REPORT TO:` or `Officers present:`, in any case and spacing.

/// Returns the label at the start of `text`, in lower case with single spaces, and what follows it.
///
/// A label is a few words and a colon, or one of `known` that is the whole line or (like `WARD(S)`) ends with a bracket.
pub(super) fn label<'text>(text: &'text str, known: &[&str]) -> Option<(String, &'text str)> {
    let end = text.char_indices().take(60).find(|(_, c)| *c == ':').map(|(at, _)| at);
    if let Some((name, rest)) = end.and_then(|end| text.split_at_checked(end)) {
        let name = normal(name);
        let few = !name.is_empty() && name.split(' ').count() <= 6;
        return few.then(|| (name, rest.trim_start_matches(':').trim()));
    }
    if text.len() > 120 {
        return None;
    }
    let whole = normal(text);
    if known.contains(&whole.as_str()) {
        return Some((whole, ""));
    }
    let (name, rest) = text.split_once(')')?;
    let name = normal(&format!("{name})"));
    known.contains(&name.as_str()).then(|| (name, rest.trim()))
}

/// Normalises a name: lower case, single spaces, no space before a bracket.
fn normal(name: &str) -> String {
    foundation::text::single_spaced(name).to_lowercase().replace(" (", "(")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels_in_any_case_and_spacing() {
        let known = ["ward(s)", "report to", "wards"];
        let read = |text| label(text, &known);
        assert_eq!(read("REPORT  TO:   The Board"), Some(("report to".into(), "The Board")));
        assert_eq!(read("Report to"), Some(("report to".into(), "")));
        assert_eq!(read("WARD (S) Borough wide"), Some(("ward(s)".into(), "Borough wide")));
        assert_eq!(read("WARD(s): All"), Some(("ward(s)".into(), "All")));
        assert_eq!(read("Wards of the borough"), None);
        assert_eq!(read(": nothing"), None);
        assert_eq!(read(""), None);
    }
}
