//! What would print nothing, and is left out.

use documents::{Block, Entry, ListItem};

/// Returns whether an entry would print nothing.
pub(crate) fn is_empty(entry: &Entry) -> bool {
    match entry {
        Entry::Lead { text } | Entry::Movement { text } | Entry::Banner { text } | Entry::Notice { text } => text.is_empty(),
        Entry::Facts { facts } => facts.is_empty(),
        Entry::Block { block } => is_empty_block(block),
        Entry::Agenda { items } => items.is_empty(),
        Entry::Resolution { clauses, .. } => clauses.lead.is_empty() && clauses.clauses.is_empty(),
        Entry::Section(_) | Entry::Minute(_) => false,
    }
}

/// Returns whether a block would print nothing.
pub(crate) fn is_empty_block(block: &Block) -> bool {
    match block {
        Block::Heading { text, .. } => text.is_empty(),
        Block::Paragraph { number, text } => text.is_empty() && number.as_deref().is_none_or(str::is_empty),
        Block::List { items, .. } => items.is_empty(),
        Block::Table { rows, .. } => rows.is_empty(),
        Block::Picture(_) => false,
        Block::Chart { bars, .. } => bars.is_empty(),
    }
}

/// Returns whether an item of a list would print nothing.
pub(crate) fn is_empty_item(item: &ListItem) -> bool {
    item.text.is_empty() && item.blocks.is_empty()
}
