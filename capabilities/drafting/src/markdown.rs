//! What an author types (`CommonMark` with tables and footnotes) as blocks of a document. Nothing typed becomes a page's own markup: blocks
//! hold text, and text is escaped where pages are made; a tag that somebody types is read as the words that it is.

use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use documents::{Block, ListItem, ListStyle};
use std::fmt::Write as _;

/// The longest text of a section, in characters.
pub(crate) const LONGEST: usize = 60_000;
/// Lists and quotations inside one another deeper than this are flattened, so that no text runs away.
const DEEPEST: usize = 12;

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.autolink = false;
    options
}

/// The blocks of a text. Paragraphs have no numbers yet: those are given by [`numbered`].
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut reader = Reader::default();
    let mut blocks = reader.children(root, 0);
    if !reader.notes.is_empty() {
        let items = reader.notes.into_iter().enumerate().map(|(number, note)| ListItem {
            marker: Some(format!("[{}]", number + 1)),
            text: note,
            blocks: Vec::new(),
        });
        blocks.push(Block::List { style: ListStyle::Numbered, items: items.collect() });
    }
    blocks
}

#[derive(Default)]
struct Reader {
    /// The names of footnotes in the order in which they are cited.
    cited: Vec<String>,
    notes: Vec<String>,
}

impl Reader {
    fn children<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        node.children().flat_map(|child| self.block(child, depth)).collect()
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        let data = node.data.borrow();
        match &data.value {
            NodeValue::Heading(heading) => {
                let text = self.words(node);
                vec![Block::Heading { level: heading.level.clamp(1, 4), number: None, text }]
            }
            NodeValue::Paragraph => {
                let text = self.words(node);
                if text.is_empty() { Vec::new() } else { vec![Block::paragraph(text)] }
            }
            NodeValue::List(list) => {
                let style = if list.list_type == ListType::Ordered { ListStyle::Numbered } else { ListStyle::Bullets };
                let first = list.start;
                let ordered = list.list_type == ListType::Ordered;
                let items: Vec<ListItem> = node
                    .children()
                    .enumerate()
                    .map(|(at, item)| {
                        let mut inside = if depth < DEEPEST {
                            self.children(item, depth + 1)
                        } else {
                            vec![Block::paragraph(self.words(item))]
                        };
                        let text = match inside.first() {
                            Some(Block::Paragraph { number: None, text }) => {
                                let text = text.clone();
                                inside.remove(0);
                                text
                            }
                            _ => String::new(),
                        };
                        ListItem { marker: ordered.then(|| format!("{}.", first + at)), text, blocks: inside }
                    })
                    .collect();
                if items.is_empty() { Vec::new() } else { vec![Block::List { style, items }] }
            }
            NodeValue::Table(_) => self.table(node),
            NodeValue::CodeBlock(code) => vec![Block::paragraph(code.literal.split_whitespace().collect::<Vec<_>>().join(" "))],
            NodeValue::HtmlBlock(html) => vec![Block::paragraph(html.literal.split_whitespace().collect::<Vec<_>>().join(" "))],
            NodeValue::FootnoteDefinition(definition) => {
                let words: Vec<String> = node.children().map(|child| self.words(child)).collect();
                let at = self.place(&definition.name.clone());
                if self.notes.len() <= at {
                    self.notes.resize(at + 1, String::new());
                }
                self.notes[at] = words.join(" ");
                Vec::new()
            }
            NodeValue::ThematicBreak => Vec::new(),
            _ if depth < DEEPEST => {
                drop(data);
                self.children(node, depth + 1)
            }
            _ => vec![Block::paragraph(self.words(node))],
        }
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        let mut rows: Vec<Vec<String>> =
            node.children().map(|row| row.children().map(|cell| self.words(cell)).collect()).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = rows.remove(0);
        vec![Block::Table { caption: None, columns, rows }]
    }

    /// The place of a footnote among those cited.
    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.cited.iter().position(|known| known == name) {
            return at;
        }
        self.cited.push(name.to_owned());
        self.cited.len() - 1
    }

    /// The words of what stands in a line, in one line.
    fn words<'a>(&mut self, node: &'a AstNode<'a>) -> String {
        let mut text = String::new();
        for inner in node.descendants() {
            let data = inner.data.borrow();
            match &data.value {
                NodeValue::Text(words) => text.push_str(words),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::HtmlInline(html) => text.push_str(html),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                NodeValue::FootnoteReference(reference) => {
                    let name = reference.name.clone();
                    let at = self.place(&name);
                    let _ = write!(text, "[{}]", at + 1);
                }
                _ => {}
            }
        }
        // A link is its words, and its address in brackets, which pages make a link again.
        for inner in node.descendants() {
            if let NodeValue::Link(link) = &inner.data.borrow().value {
                let is_web = link.url.starts_with("https://") || link.url.starts_with("http://");
                if is_web && !text.contains(link.url.as_str()) {
                    let _ = write!(text, " ({})", link.url);
                }
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The blocks of a section with the program's numbers: headings of the first level and paragraphs run on as `3.1`, `3.2`. The section's own
/// number is `section`.
pub(crate) fn numbered(section: usize, blocks: Vec<Block>) -> Vec<Block> {
    let mut next = 0;
    let mut number = || {
        next += 1;
        Some(format!("{section}.{next}"))
    };
    blocks
        .into_iter()
        .map(|block| match block {
            Block::Paragraph { number: None, text } => Block::Paragraph { number: number(), text },
            other => other,
        })
        .collect()
}

/// A block as an author would type it, for a draft that begins as a copy.
pub(crate) fn typed(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading { level, text: words, .. } => {
                let _ = write!(text, "{} {}\n\n", "#".repeat(usize::from((*level).clamp(1, 4))), escaped(words));
            }
            Block::Paragraph { text: words, .. } => {
                let _ = write!(text, "{}\n\n", escaped(words));
            }
            Block::List { style, items } => {
                for (at, item) in items.iter().enumerate() {
                    let marker = if *style == ListStyle::Numbered { format!("{}.", at + 1) } else { "-".to_owned() };
                    let _ = writeln!(text, "{marker} {}", escaped(&item.text));
                    for line in typed(&item.blocks).lines().filter(|line| !line.is_empty()) {
                        let _ = writeln!(text, "{}{line}", " ".repeat(marker.len() + 1));
                    }
                }
                text.push('\n');
            }
            Block::Table { columns, rows, .. } => {
                let width = columns.len().max(rows.iter().map(Vec::len).max().unwrap_or_default());
                let line = |cells: &[String]| {
                    let cells: Vec<String> = (0..width)
                        .map(|at| cells.get(at).map_or(String::new(), |cell| escaped(cell).replace('|', "\\|")))
                        .collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text += &line(columns);
                let _ = writeln!(text, "|{}", " --- |".repeat(width));
                for row in rows {
                    text += &line(row);
                }
                text.push('\n');
            }
        }
    }
    text
}

/// Words that mean no markup.
fn escaped(words: &str) -> String {
    let mut text = String::new();
    for (at, character) in words.char_indices() {
        let begins = at == 0 && matches!(character, '#' | '-' | '+' | '>' | '=');
        if begins || matches!(character, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '~') {
            text.push('\\');
        }
        text.push(character);
    }
    // `1. ` at the beginning would begin a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        text.insert(digits, '\\');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_becomes_blocks() {
        let text = "# Lamps\n\nThe lamps *burn*[^1] at [the quay](https://ashmere.example/quay).\n\n- one\n  - inside\n- two\n\n| Ward | Lamps |\n| --- | --- |\n\
                    | North | 3 |\n\n[^1]: Counted in May.\n";
        let blocks = blocks(text);
        assert_eq!(blocks[0], Block::Heading { level: 1, number: None, text: "Lamps".into() });
        assert_eq!(blocks[1], Block::paragraph("The lamps burn[1] at the quay. (https://ashmere.example/quay)"));
        let Block::List { items, .. } = &blocks[2] else { panic!("{:?}", blocks[2]) };
        assert_eq!((items.len(), items[0].text.as_str(), items[0].blocks.len()), (2, "one", 1));
        let Block::Table { columns, rows, .. } = &blocks[3] else { panic!("{:?}", blocks[3]) };
        assert_eq!(
            (columns.as_slice(), rows[0].as_slice()),
            (["Ward".to_owned(), "Lamps".to_owned()].as_slice(), ["North".to_owned(), "3".to_owned()].as_slice())
        );
        let Block::List { items, .. } = &blocks[4] else { panic!("{:?}", blocks[4]) };
        assert_eq!((items[0].marker.as_deref(), items[0].text.as_str()), (Some("[1]"), "Counted in May."));
    }

    #[test]
    fn a_tag_is_read_as_words() {
        assert_eq!(blocks("<script>alert(1)</script>"), [Block::paragraph("<script>alert(1)</script>")]);
        assert_eq!(blocks("a <b onclick=x>b</b>"), [Block::paragraph("a <b onclick=x>b</b>")]);
    }

    #[test]
    fn paragraphs_are_numbered_by_the_program() {
        let blocks = numbered(3, blocks("First.\n\n- a list\n\nSecond."));
        assert_eq!(blocks[0], Block::Paragraph { number: Some("3.1".into()), text: "First.".into() });
        assert_eq!(blocks[2], Block::Paragraph { number: Some("3.2".into()), text: "Second.".into() });
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,400}") {
            let _ = blocks(&text);
        }

        #[test]
        fn nests_and_tables_do_not_run_away(depth in 0_usize..400, width in 0_usize..60) {
            let nest = "> - ".repeat(depth);
            let _ = blocks(&format!("{nest}x\n\n|{}\n|{}\n", " a |".repeat(width), " - |".repeat(width)));
        }

        #[test]
        fn a_copy_says_the_same(words in "[a-zA-Z0-9 .,*_#<>|\\[\\]-]{1,60}") {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!words.is_empty());
            let block = Block::paragraph(words.clone());
            let again = blocks(&typed(std::slice::from_ref(&block)));
            prop_assert_eq!(again, vec![block]);
        }
    }
}
