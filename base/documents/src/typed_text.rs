//! Converts text typed into a plain field to blocks: empty lines separate paragraphs, and lines that begin with a dash are a list.

use crate::{Block, ListItem, ListStyle};

/// Converts typed text to blocks. An empty line separates paragraphs, lines that begin with `- `, `* ` or `• ` form a list, and a
/// line that begins with `# ` is a heading. Nothing else has a meaning.
pub fn blocks_of(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut items: Vec<ListItem> = Vec::new();
    for line in text.lines().map(str::trim) {
        // A dash on its own is a list item that has not been filled in yet.
        let bullet = ["-", "*", "•"]
            .iter()
            .find_map(|mark| line.strip_prefix(mark))
            .filter(|rest| rest.is_empty() || rest.starts_with(' '))
            .map(str::trim);
        if bullet.is_none() {
            finish_list(&mut blocks, &mut items);
        }
        if bullet.is_some() || line.is_empty() || line.starts_with("# ") {
            finish_paragraph(&mut blocks, &mut paragraph);
        }
        match bullet {
            Some(text) if !text.is_empty() => items.push(ListItem::bullet(text)),
            Some(_) => {}
            None if line.is_empty() => {}
            None => match line.strip_prefix("# ") {
                Some(heading) => blocks.push(Block::Heading { level: 1, number: None, text: heading.trim().to_owned() }),
                None => paragraph.push(line),
            },
        }
    }
    finish_list(&mut blocks, &mut items);
    finish_paragraph(&mut blocks, &mut paragraph);
    blocks
}

fn finish_paragraph(blocks: &mut Vec<Block>, lines: &mut Vec<&str>) {
    if !lines.is_empty() {
        blocks.push(Block::paragraph(lines.join(" ")));
        lines.clear();
    }
}

fn finish_list(blocks: &mut Vec<Block>, items: &mut Vec<ListItem>) {
    if !items.is_empty() {
        blocks.push(Block::List { style: ListStyle::Bullets, items: std::mem::take(items) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs_and_dashes_make_a_list() {
        let blocks =
            blocks_of("One line\nand its rest.\r\n\r\nAmong others:\n- the first;\n- \n* the second.\nAfter it.\n# A heading");
        let list = Block::List {
            style: ListStyle::Bullets,
            items: vec![ListItem::bullet("the first;"), ListItem::bullet("the second.")],
        };
        assert_eq!(
            blocks,
            [
                Block::paragraph("One line and its rest."),
                Block::paragraph("Among others:"),
                list,
                Block::paragraph("After it."),
                Block::Heading { level: 1, number: None, text: "A heading".into() },
            ]
        );
        assert!(blocks_of(" \n\n ").is_empty());
    }
}
