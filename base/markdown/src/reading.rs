//! Converts an author's Markdown (`CommonMark` with tables and footnotes) to document blocks. Input never becomes HTML: blocks
//! hold text with marks, and text is escaped when pages are rendered; a typed tag is read as plain text.
//!
//! An image keeps its name in the draft (`picture-3`) until the report is put together, which replaces it with its file.

use crate::chart::{self, OwnChart};
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use documents::{Block, ListItem, ListStyle, Picture, Style, Text};
use foundation::text::single_spaced;
use std::fmt::Write as _;

/// The maximum length of a section's text, in characters.
pub const LONGEST: usize = 60_000;
/// Lists and quotations nested deeper than this are flattened, to bound the recursion.
const DEEPEST: usize = 12;
/// Marks nested deeper than this are read as plain text.
const DEEPEST_MARK: usize = 40;

pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.autolink = false;
    options
}

/// Parses a text into blocks. Paragraphs have no numbers yet; [`numbered`] adds them.
pub fn blocks(text: &str) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut reader = Reader::default();
    let mut blocks = reader.children(root, 0);
    if !reader.notes.is_empty() {
        let items = reader.notes.into_iter().enumerate().map(|(number, note)| ListItem {
            marker: Some(format!("[{}]", number + 1)),
            text: note.into(),
            blocks: Vec::new(),
        });
        blocks.push(Block::List { style: ListStyle::Numbered, items: items.collect() });
    }
    blocks
}

#[derive(Default)]
struct Reader {
    /// The names of footnotes, in the order in which they are cited.
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
                drop(data);
                self.paragraph(node)
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
                            _ => Text::default(),
                        };
                        ListItem { marker: ordered.then(|| format!("{}.", first + at)), text, blocks: inside }
                    })
                    .collect();
                if items.is_empty() { Vec::new() } else { vec![Block::List { style, items }] }
            }
            NodeValue::Table(_) => self.table(node),
            NodeValue::CodeBlock(code) => {
                let chart = (code.info.trim() == chart::WORD).then(|| OwnChart::read(&code.literal).block()).flatten();
                vec![chart.unwrap_or_else(|| Block::paragraph(single_spaced(&code.literal)))]
            }
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

    /// Returns the position of a footnote among those cited.
    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.cited.iter().position(|known| known == name) {
            return at;
        }
        self.cited.push(name.to_owned());
        self.cited.len() - 1
    }

    /// Returns the text of a paragraph, followed by the images in it.
    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        let mut line = Line::default();
        for child in node.children() {
            self.inline(child, &Style::default(), &mut line, 0);
        }
        let text = Text::of_runs(line.runs);
        let words = (!text.is_empty()).then_some(Block::Paragraph { number: None, text });
        words.into_iter().chain(line.pictures).collect()
    }

    fn inline<'a>(&mut self, node: &'a AstNode<'a>, style: &Style, line: &mut Line, depth: usize) {
        if depth > DEEPEST_MARK {
            let words = self.words(node);
            line.runs.push((words, style.clone()));
            return;
        }
        let data = node.data.borrow();
        let mut inner = style.clone();
        match &data.value {
            NodeValue::Text(words) => return line.runs.push((words.to_string(), inner)),
            NodeValue::Code(code) => return line.runs.push((code.literal.clone(), inner)),
            NodeValue::HtmlInline(html) => return line.runs.push((html.clone(), inner)),
            NodeValue::SoftBreak | NodeValue::LineBreak => return line.runs.push((" ".to_owned(), inner)),
            NodeValue::FootnoteReference(reference) => {
                let name = reference.name.clone();
                let place = self.place(&name);
                return line.runs.push((format!("[{}]", place + 1), inner));
            }
            NodeValue::Image(image) => {
                let caption = Some(single_spaced(&image.title)).filter(|caption| !caption.is_empty());
                let file = image.url.clone();
                let alternative = self.words(node);
                line.pictures.push(Block::Picture(Picture { file, alternative, caption, width: 0, height: 0 }));
                return;
            }
            NodeValue::Strong => inner.strong = true,
            NodeValue::Emph => inner.emphasis = true,
            NodeValue::Link(link) => inner.link = Some(link.url.clone()),
            _ => {}
        }
        drop(data);
        for child in node.children() {
            self.inline(child, &inner, line, depth + 1);
        }
    }

    /// Returns inline content as plain text on one line.
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
        // In headings and tables a link becomes its text with the address in brackets, which pages turn back into a link.
        for inner in node.descendants() {
            if let NodeValue::Link(link) = &inner.data.borrow().value {
                let is_web = link.url.starts_with("https://") || link.url.starts_with("http://");
                if is_web && !text.contains(link.url.as_str()) {
                    let _ = write!(text, " ({})", link.url);
                }
            }
        }
        single_spaced(&text)
    }
}

/// Inline content: text with its marks, and the images in it.
#[derive(Default)]
struct Line {
    runs: Vec<(String, Style)>,
    pictures: Vec<Block>,
}

/// Numbers the blocks of a section: first-level headings and paragraphs count on as `3.1`, `3.2`. The
/// section's own number is `section`.
pub fn numbered(section: usize, blocks: Vec<Block>) -> Vec<Block> {
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
        assert_eq!(blocks[1].clone(), {
            let text = Text::of_runs([
                ("The lamps ", Style::default()),
                ("burn", Style { emphasis: true, ..Style::default() }),
                ("[1] at ", Style::default()),
                ("the quay", Style { link: Some("https://ashmere.example/quay".into()), ..Style::default() }),
                (".", Style::default()),
            ]);
            Block::Paragraph { number: None, text }
        });
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
    fn pictures_stand_after_the_words_among_which_they_are_typed() {
        let blocks = blocks("See ![A lamp](picture-2 \"The quay\") here.\n\n![](picture-1)");
        let picture = |file: &str, alternative: &str, caption: Option<&str>| {
            Block::Picture(Picture {
                file: file.into(),
                alternative: alternative.into(),
                caption: caption.map(str::to_owned),
                width: 0,
                height: 0,
            })
        };
        assert_eq!(
            blocks,
            [Block::paragraph("See here."), picture("picture-2", "A lamp", Some("The quay")), picture("picture-1", "", None)]
        );
        assert_eq!(self::blocks(&crate::typing::typed(&blocks)), blocks);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_words() {
        for wrong in ["javascript:alert(1)", "/drafts/1", "data:text/html,x"] {
            assert_eq!(blocks(&format!("[the quay]({wrong})")), [Block::paragraph("the quay")], "{wrong}");
        }
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
        fn marks_do_not_run_away(depth in 0_usize..3_000) {
            let _ = blocks(&format!("{}x{}", "*_[".repeat(depth), "](https://a.example)_*".repeat(depth)));
        }

    }
}
