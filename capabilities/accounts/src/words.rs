//! Display forms of terms and browsers on these pages.

use access::actor::Term;
use foundation::civil_date;

/// Formats a term: `from 4 June 2024`, `from 4 June 2024 to 5 May 2025`.
pub(crate) fn term(term: Term) -> String {
    let from = civil_date::written(term.from);
    match term.until {
        Some(until) => format!("from {from} to {}", civil_date::written(until)),
        None => format!("from {from}"),
    }
}

/// Returns a readable name for a user agent string.
pub(crate) fn browser(name: &str) -> String {
    // Take the first match: each of these browsers also names those after it.
    let browser = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| name.contains(mark)).map(|(_, word)| *word);
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => "Unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(browser(edge), "Edge on Windows");
        assert_eq!(
            browser("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"),
            "Safari on iPhone"
        );
        assert_eq!(browser(""), "Unknown browser");
    }
}
