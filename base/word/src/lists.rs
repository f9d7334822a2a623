//! Nested lists.

use documents::{Block, ListItem, ListStyle};

/// Returns items as nested lists.
pub(crate) fn nested(items: &[(usize, ListItem, ListStyle)]) -> Vec<Block> {
    let Some(least) = items.iter().map(|(level, ..)| *level).min() else { return Vec::new() };
    let mut lists: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let (level, item, style) = &items[at];
        let end = items[at + 1..].iter().position(|(next, ..)| *next <= least).map_or(items.len(), |next| at + 1 + next);
        let mut item = item.clone();
        let mut style = *style;
        if *level > least {
            // A deeper item with no item above it becomes an item of the list itself.
            for block in nested(&items[at..end]) {
                if let Block::List { items, style: own } = block {
                    style = own;
                    push(&mut lists, style, items);
                }
            }
            at = end;
            continue;
        }
        item.blocks.extend(nested(&items[at + 1..end]));
        push(&mut lists, style, vec![item]);
        at = end;
    }
    lists
}

/// Appends items to the last list if it has the same style, otherwise starts a new one.
fn push(lists: &mut Vec<Block>, style: ListStyle, mut new: Vec<ListItem>) {
    match lists.last_mut() {
        Some(Block::List { style: known, items }) if *known == style => items.append(&mut new),
        _ => lists.push(Block::List { style, items: new }),
    }
}
