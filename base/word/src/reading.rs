//! Converts the parts of a Word document to blocks.

use crate::document::{Document, Link, Picture};
use crate::lists::nested;
use crate::numbering::{Marker, Numbering, attribute, child};
use crate::opened::{Opened, WordError, parse};
use crate::paragraphs::{Around, Line, is_box, line, property};
use crate::parts::{self, Parts};
use crate::styles::Styles;
use crate::typed_numbers::{is_of_paragraph, typed_number, without_beginning};
use documents::{Block, ListItem, ListStyle, Picture as PlacedPicture, Text};
use roxmltree::Node;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The maximum number of paragraphs in a document.
pub(crate) const MOST_PARAGRAPHS: usize = 100_000;
/// Word has nine levels of lists, counted from 0.
pub(crate) const DEEPEST_LEVEL: usize = 8;
/// The maximum number of pictures that are listed, and the maximum size in bytes of all that are imported.
const MOST_PICTURES: usize = 200;
const ALL_PICTURES: usize = 64 * 1024 * 1024;

/// Reads a Word document.
///
/// # Errors
/// If it is not a Word document, is protected or is damaged; the error says what to do.
pub fn read(bytes: &[u8]) -> Result<Document, WordError> {
    let mut opened = Opened::of(bytes)?;
    let Parts { text, relations, styles, numbering, notes } = parts::read(&mut opened)?;
    let targets = relations.iter().map(|relation| (relation.id.clone(), relation.target.clone())).collect();
    let xml = parse("the text", &text)?;
    let mut reader = Reader { styles, numbering, targets, ..Reader::default() };
    let body = xml.root_element().children().find(|node| node.tag_name().name() == "body");
    reader.container(body.ok_or_else(|| WordError::Damaged("it has no body".into()))?, 0)?;
    reader.finish_list();
    let mut noted = Vec::new();
    for (kind, text) in &notes {
        let Some(text) = text else { continue };
        let xml = parse(kind, text)?;
        for note in xml.root_element().children().filter(|node| attribute(*node, "id").is_some()) {
            let id = attribute(note, "id").unwrap_or_default().to_owned();
            let mut words: Vec<String> = Vec::new();
            for paragraph in note.descendants().filter(|node| node.tag_name().name() == "p" && is_outside_boxes(*node, note)) {
                let line = reader.words(paragraph);
                words.extend([&line.text].into_iter().chain(&line.boxes).map(String::from));
            }
            let words = words.join(" ").trim().to_owned();
            // Word stores separators among the notes, which it draws between text and notes; those have no words.
            let is_cited = reader.cited.iter().any(|(known, cited)| known == kind && *cited == id);
            if !is_cited && !words.is_empty() {
                reader.unread.push(format!("A note that is not cited: “{words}”"));
            }
            noted.push(((*kind).to_owned(), id, words));
        }
    }
    // Pictures in notes go at the end.
    let placed = reader.placed();
    reader.document.blocks.extend(placed);
    let cited = std::mem::take(&mut reader.cited);
    let noted: HashMap<(String, String), String> = noted.into_iter().map(|(kind, id, words)| ((kind, id), words)).collect();
    let mut told: HashMap<(String, String), usize> = HashMap::new();
    let items: Vec<ListItem> = (1_usize..)
        .zip(cited)
        .map(|(number, note)| {
            // A note that is cited again is written out only once.
            let text = match told.get(&note) {
                Some(first) => format!("As [{first}]"),
                None => noted.get(&note).cloned().unwrap_or_default(),
            };
            told.entry(note).or_insert(number);
            ListItem { marker: Some(format!("[{number}]")), text: text.into(), blocks: Vec::new() }
        })
        .collect();
    if !items.is_empty() {
        reader.document.blocks.push(Block::List { style: ListStyle::Numbered, items });
    }
    for (name, words) in parts::running(&mut opened, &relations)? {
        let words: String = words.chars().take(MOST_OF_HEADER).collect();
        let told = if words.is_empty() { format!("{name}, which has no words") } else { format!("{name}: “{words}”") };
        if !reader.unread.contains(&told) {
            reader.unread.push(told);
        }
    }
    let wanted: Vec<(String, Option<String>)> = std::mem::take(&mut reader.pictures);
    if wanted.len() > MOST_PICTURES {
        reader.left_out.insert("images after the first 200", wanted.len() - MOST_PICTURES);
    }
    let mut room = ALL_PICTURES;
    for (relation, alternative) in wanted.into_iter().take(MOST_PICTURES) {
        let relation = relations.iter().find(|known| known.id == relation);
        let (target, name) = relation.map(|known| (known.target.clone(), known.part.clone())).unwrap_or_default();
        let content = if room > 0 { opened.bytes(&name)?.filter(|content| content.len() <= room) } else { None };
        room -= content.as_ref().map_or(0, Vec::len);
        reader.document.pictures.push(Picture { alternative, name: target, content });
    }
    let mut left_out = parts::counted(&reader.left_out);
    left_out.append(&mut reader.unread);
    Ok(Document { left_out, ..reader.document })
}

/// A list that is being read: its items with their levels.
type OpenList = Vec<(usize, ListItem, ListStyle)>;

#[derive(Default)]
struct Reader {
    styles: Styles,
    numbering: Numbering,
    targets: HashMap<String, String>,
    document: Document,
    cited: Vec<(String, String)>,
    pictures: Vec<(String, Option<String>)>,
    /// How many of the pictures are already among the blocks.
    placed: usize,
    left_out: HashMap<&'static str, usize>,
    /// What else was not imported, in words.
    unread: Vec<String>,
    list: OpenList,
    paragraphs: usize,
}

/// Tables and content controls nested more deeply than this are not read.
pub(crate) const DEEPEST: usize = 30;
/// The maximum number of characters reported from the header or footer of pages.
const MOST_OF_HEADER: usize = 300;

/// Checks whether an element contains any words.
fn has_words(node: Node<'_, '_>) -> bool {
    node.descendants().any(|inner| inner.tag_name().name() == "t" && inner.text().is_some_and(|text| !text.trim().is_empty()))
}

impl Reader {
    fn container(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), WordError> {
        for inner in node.children() {
            match inner.tag_name().name() {
                "p" => self.paragraph(inner)?,
                "tbl" => {
                    self.finish_list();
                    self.table(inner);
                }
                "sectPr" | "sdtPr" | "Fallback" => {}
                "del" | "moveFrom" => self.leave("tracked deletions", 1),
                "oMath" | "oMathPara" => self.leave("equations", 1),
                "altChunk" | "subDoc" => self.leave("embedded documents", 1),
                _ if depth < DEEPEST => self.container(inner, depth + 1)?,
                _ if has_words(inner) => self.leave("parts nested too deeply", 1),
                _ => {}
            }
        }
        Ok(())
    }

    fn leave(&mut self, kind: &'static str, count: usize) {
        *self.left_out.entry(kind).or_insert(0) += count;
    }

    fn words(&mut self, paragraph: Node<'_, '_>) -> Line {
        let mut around = Around { targets: &self.targets, cited: &mut self.cited, left_out: &mut self.left_out };
        let mut line = line(paragraph, &mut around);
        self.pictures.append(&mut line.pictures);
        line
    }

    /// Returns text without formatting, for headings and tables: the address of a link follows its words.
    fn plain(&mut self, text: &Text) -> String {
        let mut words = String::new();
        for (run, style) in text.runs() {
            words.push_str(run);
            if let Some(address) = style.link {
                if address.starts_with("http") && !run.contains(&address) {
                    let _ = write!(words, " ({address})");
                }
                self.document.links.push(Link { text: run.trim().to_owned(), address });
            }
        }
        words
    }

    /// Returns the pictures found so far that are not among the blocks yet.
    fn placed(&mut self) -> Vec<Block> {
        let new = self.placed..self.pictures.len().min(MOST_PICTURES);
        self.placed = self.pictures.len();
        let block = |place: usize| {
            let alternative = self.pictures.get(place).and_then(|(_, alternative)| alternative.clone()).unwrap_or_default();
            Block::Picture(PlacedPicture { file: Document::reference(place), alternative, caption: None, width: 0, height: 0 })
        };
        new.map(block).collect()
    }

    fn paragraph(&mut self, node: Node<'_, '_>) -> Result<(), WordError> {
        self.paragraphs += 1;
        if self.paragraphs > MOST_PARAGRAPHS {
            return Err(WordError::Damaged("it has more paragraphs than are read".into()));
        }
        let style = property(node, "pStyle").unwrap_or_default().to_owned();
        let line = self.words(node);
        let heading = self.styles.heading(node, &style);
        let marker = self.numbering.of_paragraph(&self.styles, node, &style);
        if !line.text.is_empty() {
            self.with_words(&style, heading, marker, &line);
        }
        let mut after: Vec<Block> = line.boxes.into_iter().map(|text| Block::Paragraph { number: None, text }).collect();
        after.extend(self.placed());
        match self.list.last_mut() {
            Some((_, item, _)) => item.blocks.append(&mut after),
            None => self.document.blocks.append(&mut after),
        }
        Ok(())
    }

    /// Adds a paragraph that has words, with its marker and the level of the marker.
    fn with_words(&mut self, style: &str, heading: Option<u8>, marker: Option<(Marker, usize)>, line: &Line) {
        let is_title = self.styles.titles.iter().any(|title| title == style);
        if is_title && self.document.title.is_none() {
            self.document.title = Some(String::from(&line.text));
        }
        if let Some(level) = heading.or(is_title.then_some(1)) {
            self.finish_list();
            let words = self.plain(&line.text);
            let (number, text) = match marker {
                Some((Marker::Number(number), _)) => (Some(number), words),
                _ => match typed_number(&words) {
                    Some((number, rest)) => (Some(number.to_owned()), rest.to_owned()),
                    None => (None, words),
                },
            };
            self.document.blocks.push(Block::Heading { level, number, text });
            return;
        }
        let text = line.text.clone();
        match marker {
            // `3.1` is the number of a paragraph; `(i)` and `1.` are those of list items.
            Some((Marker::Number(number), _)) if is_of_paragraph(&number) => {
                self.finish_list();
                self.document.blocks.push(Block::Paragraph { number: Some(number), text });
            }
            Some((Marker::Number(number), level)) => {
                self.list.push((level, ListItem { marker: Some(number), text, blocks: Vec::new() }, ListStyle::Numbered));
            }
            Some((Marker::Bullet, level)) => {
                self.list.push((level, ListItem { marker: None, text, blocks: Vec::new() }, ListStyle::Bullets));
            }
            None => {
                self.finish_list();
                // Without a tab, `3.5 million` is text and not a number.
                let number = typed_number(&text).filter(|_| line.is_tabbed).map(|(number, _)| number.to_owned());
                let text = match &number {
                    Some(number) => without_beginning(&text, number),
                    None => text,
                };
                self.document.blocks.push(Block::Paragraph { number, text });
            }
        }
    }

    /// Adds the list that was read to the document, with its items nested by level.
    fn finish_list(&mut self) {
        let items = std::mem::take(&mut self.list);
        if !items.is_empty() {
            self.document.blocks.extend(nested(&items));
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut has_header = false;
        // Rows may be inside content controls, and cells may contain tables of their own.
        let is_own_row = |inner: &Node<'_, '_>| {
            inner.tag_name().name() == "tr"
                && inner.ancestors().skip(1).find(|above| above.tag_name().name() == "tbl").is_some_and(|table| table == node)
        };
        for row in node.descendants().filter(is_own_row) {
            let is_header = child(row, "trPr").is_some_and(|pr| child(pr, "tblHeader").is_some());
            has_header |= is_header && rows.is_empty();
            let mut cells = Vec::new();
            for cell in row.descendants().filter(|inner| inner.tag_name().name() == "tc" && nearest_row(*inner) == Some(row)) {
                let continues = child(cell, "tcPr")
                    .and_then(|pr| child(pr, "vMerge"))
                    .is_some_and(|merge| attribute(merge, "val") != Some("restart"));
                let span = child(cell, "tcPr")
                    .and_then(|pr| child(pr, "gridSpan"))
                    .and_then(|span| attribute(span, "val"))
                    .and_then(|span| span.parse::<usize>().ok());
                let mut words = Vec::new();
                for paragraph in
                    cell.descendants().filter(|inner| inner.tag_name().name() == "p" && is_outside_boxes(*inner, cell))
                {
                    let line = self.words(paragraph);
                    for text in [&line.text].into_iter().chain(&line.boxes).filter(|text| !text.is_empty()) {
                        words.push(self.plain(text));
                    }
                }
                cells.push(if continues { String::new() } else { words.join(" ") });
                cells.extend((1..span.unwrap_or(1).min(20)).map(|_| String::new()));
            }
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if !rows.is_empty() {
            let columns = if has_header { rows.remove(0) } else { Vec::new() };
            self.document.blocks.push(Block::Table { caption: None, columns, rows });
        }
        let placed = self.placed();
        self.document.blocks.extend(placed);
    }
}

/// Checks whether a paragraph belongs to `outer` itself: the content of a text box is read with the paragraph that has the box.
fn is_outside_boxes(paragraph: Node<'_, '_>, outer: Node<'_, '_>) -> bool {
    !paragraph.ancestors().skip(1).take_while(|above| *above != outer).any(|above| is_box(&above))
}

/// Returns the row of a cell, and not one around its table.
fn nearest_row<'a, 'i>(cell: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    cell.ancestors().skip(1).find(|node| node.tag_name().name() == "tr")
}
