//! Finds links whose address is not among the printed words.

use super::opened::{Area, Page};
use super::rows::Word;
use serde::{Deserialize, Serialize};

/// A link whose address the page does not print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The page of the file, counted from 1.
    pub page: usize,
    /// The linked words.
    pub text: String,
    /// The address.
    pub target: String,
}

/// Returns the links on the pages, except those whose address is printed in or around the linked words.
pub(super) fn of(pages: &[Page]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        if page.links.is_empty() {
            continue;
        }
        let printed: String = page.rows.iter().flat_map(|row| &row.words).map(|word| word.text.as_str()).collect();
        for area in &page.links {
            let target = area.target.trim();
            let bare =
                ["mailto:", "https://", "http://"].iter().fold(target, |bare, scheme| bare.strip_prefix(scheme).unwrap_or(bare));
            let bare = bare.trim_end_matches('/');
            let safe = ["mailto:", "https://", "http://"].iter().any(|scheme| target.starts_with(scheme));
            if !safe || bare.is_empty() || printed.contains(bare) {
                continue;
            }
            let text = words(page, area);
            match links.last_mut() {
                // A link that runs over two lines has two areas.
                Some(last) if last.page == number && last.target == target => {
                    last.text.push(' ');
                    last.text.push_str(&text);
                }
                _ => links.push(Link { page: number, text, target: target.to_owned() }),
            }
        }
    }
    links
}

/// Returns the words in the area.
fn words(page: &Page, area: &Area) -> String {
    let inside = |word: &&Word| {
        let middle = f32::midpoint(word.left, word.right);
        area.left - 1.0 <= middle && middle <= area.right + 1.0
    };
    let rows = page.rows.iter().filter(|row| area.top - 1.0 <= row.down && row.down <= area.bottom + 1.0);
    let found: Vec<&str> = rows.flat_map(|row| row.words.iter().filter(inside)).map(|word| word.text.as_str()).collect();
    found.join(" ")
}
