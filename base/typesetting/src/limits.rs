//! Limits on documents, so that the time and memory for typesetting them are predictable. They are far above what boards print:
//! a pack of 600 pages has some 250,000 words.

use crate::place::Place;
use documents::{Block, Document, TypesetError};

/// Characters in one paragraph, cell or title.
pub(crate) const TEXT: usize = 20_000;
/// Characters in total.
pub(crate) const ALL_TEXT: usize = 20_000_000;
/// Rows of one table.
pub(crate) const ROWS: usize = 5_000;
/// Columns of one table.
pub(crate) const COLUMNS: usize = 24;
/// Pages from files in one document.
pub(crate) const SHEETS: usize = 3_000;
/// Levels of nested lists.
pub(crate) const DEPTH: usize = 8;
/// Items of one list.
pub(crate) const ITEMS: usize = 5_000;

/// Returns an error if a block is too large to be typeset.
pub(crate) fn check_block(block: &Block, place: &Place, depth: usize) -> Result<(), TypesetError> {
    let obstacle = |why: String| Err(TypesetError::Obstacle { place: place.words(), why });
    match block {
        Block::List { items, .. } if items.len() > ITEMS => {
            obstacle(format!("the list has {} items, more than the {ITEMS} that can be typeset; split it", items.len()))
        }
        Block::List { .. } if depth > DEPTH => obstacle(format!("lists are nested more than {DEPTH} deep; reduce the nesting")),
        Block::Table { rows, .. } if rows.len() > ROWS => obstacle(format!(
            "the table has {} rows, more than the {ROWS} that can be typeset; split it, or publish it as a file of its own",
            rows.len()
        )),
        Block::Table { rows, columns, .. } => {
            let widest = rows.iter().map(Vec::len).max().unwrap_or_default().max(columns.len());
            if widest > COLUMNS {
                return obstacle(format!("the table has {widest} columns, more than the {COLUMNS} that fit a page"));
            }
            Ok(())
        }
        Block::Chart { bars, .. } if bars.len() > ITEMS => {
            obstacle(format!("the chart has {} bars, more than the {ITEMS} that can be typeset", bars.len()))
        }
        _ => Ok(()),
    }
}

/// Returns an error if a text is too long to be typeset.
pub(crate) fn check_text(text: &str, place: &Place) -> Result<(), TypesetError> {
    // A text never has more characters than bytes, so most need no counting.
    let characters = if text.len() > TEXT { text.chars().count() } else { 0 };
    if characters > TEXT {
        let why =
            format!("a text has {characters} characters, more than the {TEXT} that can be typeset; break it into paragraphs");
        return Err(TypesetError::Obstacle { place: place.words(), why });
    }
    Ok(())
}

/// Returns an error if documents are nested more deeply than headings go.
pub(crate) fn check_parts(document: &Document, depth: usize) -> Result<(), TypesetError> {
    if depth > 5 {
        return Err(TypesetError::Whole(format!("“{}” is inside too many other documents", document.title)));
    }
    document.parts.iter().try_for_each(|part| check_parts(part, depth + 1))
}
