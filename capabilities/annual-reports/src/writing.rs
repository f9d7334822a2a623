//! Texts written for a report: plain text, in which an empty line ends a paragraph and a hyphen begins a list item.

use documents::{Block, ListItem, ListStyle};
use foundation::text::single_spaced;

/// The maximum length of a text, in characters.
pub(crate) const LONGEST_TEXT: usize = 15_000;

/// The maximum length of a title, in characters.
pub(crate) const LONGEST_TITLE: usize = 150;

/// The maximum number of services in a report.
pub(crate) const MOST_SERVICES: i64 = 40;

/// Parses a text into paragraphs and lists.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph = String::new();
    let mut items: Vec<ListItem> = Vec::new();
    for line in text.lines().map(str::trim) {
        let entry = ["- ", "* ", "• ", "– "].iter().find_map(|mark| line.strip_prefix(mark));
        if line.is_empty() || entry.is_some() {
            end_paragraph(&mut paragraph, &mut blocks);
        }
        if let Some(entry) = entry {
            items.push(ListItem::bullet(single_spaced(entry)));
            continue;
        }
        // A line after a list item continues it; an empty line ends the list.
        if let (false, Some(last)) = (line.is_empty(), items.last_mut()) {
            last.text = single_spaced(&format!("{} {line}", last.text)).into();
            continue;
        }
        end_list(&mut items, &mut blocks);
        paragraph.push_str(line);
        paragraph.push(' ');
    }
    end_paragraph(&mut paragraph, &mut blocks);
    end_list(&mut items, &mut blocks);
    blocks
}

fn end_paragraph(paragraph: &mut String, blocks: &mut Vec<Block>) {
    let words = single_spaced(&std::mem::take(paragraph));
    if !words.is_empty() {
        blocks.push(Block::paragraph(words));
    }
}

fn end_list(items: &mut Vec<ListItem>, blocks: &mut Vec<Block>) {
    if !items.is_empty() {
        blocks.push(Block::List { style: ListStyle::Bullets, items: std::mem::take(items) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_lists_are_found() {
        let written = "One line\nand its end.\n\nThe powers are:\n- a warning\n  that is written\n* an order\n\nAfter the list.";
        let list = vec![ListItem::bullet("a warning that is written"), ListItem::bullet("an order")];
        assert_eq!(
            blocks(written),
            [
                Block::paragraph("One line and its end."),
                Block::paragraph("The powers are:"),
                Block::List { style: ListStyle::Bullets, items: list },
                Block::paragraph("After the list."),
            ]
        );
        assert!(blocks(" \n\n \t").is_empty());
    }
}
