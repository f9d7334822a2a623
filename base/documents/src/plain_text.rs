//! A document as plain text: for search, for comparing versions, and for downloads that any program can read.

use crate::{Block, Clauses, ListItem};
use std::fmt::Write as _;

/// The blocks as plain text, a line to each paragraph, item or row, with numbers and markers as printed.
pub fn of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        write_block(&mut text, block, 0);
    }
    text
}

/// Clauses as plain text: the lead on a line, then a line to each clause.
pub fn of_clauses(clauses: &Clauses) -> String {
    let mut text = format!("{}\n", clauses.lead.trim());
    for (position, clause) in clauses.clauses.iter().enumerate() {
        let _ = writeln!(text, "  {}) {clause}", position + 1);
    }
    text
}

fn write_block(text: &mut String, block: &Block, depth: usize) {
    let indent = "  ".repeat(depth);
    // Writing to a String cannot fail.
    let _ = match block {
        Block::Heading { number, text: words, .. } | Block::Paragraph { number, text: words } => match number {
            Some(number) => writeln!(text, "{indent}{number} {words}"),
            None => writeln!(text, "{indent}{words}"),
        },
        Block::List { items, .. } => {
            for item in items {
                write_item(text, item, depth + 1);
            }
            Ok(())
        }
        Block::Table { caption, columns, rows } => {
            if let Some(caption) = caption {
                let _ = writeln!(text, "{indent}{caption}");
            }
            for row in std::iter::once(columns).filter(|row| !row.is_empty()).chain(rows) {
                let _ = writeln!(text, "{indent}{}", row.join("\t"));
            }
            Ok(())
        }
    };
}

fn write_item(text: &mut String, item: &ListItem, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(text, "{indent}{} {}", item.marker.as_deref().unwrap_or("•"), item.text);
    for block in &item.blocks {
        write_block(text, block, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ListStyle;

    #[test]
    fn keeps_numbers_and_markers() {
        let blocks = [
            Block::Paragraph { number: Some("3.1".into()), text: "Three things.".into() },
            Block::List {
                style: ListStyle::Numbered,
                items: vec![ListItem {
                    marker: Some("(i)".into()),
                    text: "One".into(),
                    blocks: vec![Block::List { style: ListStyle::Bullets, items: vec![ListItem::bullet("Inner")] }],
                }],
            },
            Block::Table {
                caption: None,
                columns: vec!["Age".into(), "Count".into()],
                rows: vec![vec!["16".into(), "14".into()]],
            },
        ];
        assert_eq!(of_blocks(&blocks), "3.1 Three things.\n  (i) One\n      • Inner\nAge\tCount\n16\t14\n");
    }

    #[test]
    fn clauses_join_as_the_minutes_do() {
        let clauses =
            Clauses { lead: "That".into(), clauses: vec!["the report be noted".into(), "the Board endorses it.".into()] };
        assert_eq!(clauses.sentence(), "That 1) the report be noted; and 2) the Board endorses it.");
    }
}
