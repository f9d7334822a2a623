//! From a Word document's parts to its blocks.

use crate::numbering::{Marker, Numbering, attribute, child};
use crate::opened::{Opened, WordError};
use crate::paragraphs::{Around, Line, line, property};
use documents::{Block, ListItem, ListStyle};
use roxmltree::{Document as Xml, Node, ParsingOptions};
use std::collections::HashMap;

/// What a Word document says.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its title, where it has a paragraph in the style for titles.
    pub title: Option<String>,
    /// Its headings, paragraphs, lists and tables. Numbers are as Word shows them; footnotes are cited as `[1]` and stand in a list at the end.
    pub blocks: Vec<Block>,
    /// Its pictures, in their order.
    pub pictures: Vec<Picture>,
    /// Its links, in their order.
    pub links: Vec<Link>,
    /// What was not taken, each with how often: `2 comments`.
    pub left_out: Vec<String>,
}

/// A picture of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its alternative text: none where it has none, empty where it is marked as decoration.
    pub alternative: Option<String>,
    /// The name of its file in the document.
    pub name: String,
    /// Its bytes; none where the file is not in the document.
    pub content: Option<Vec<u8>>,
}

/// A link of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words that bear it.
    pub text: String,
    /// Where it leads.
    pub address: String,
}

/// The most paragraphs of a document.
const MOST_PARAGRAPHS: usize = 100_000;
/// Word has nine levels of lists, counted from 0.
const DEEPEST_LEVEL: usize = 8;
/// The most elements of a part.
const MOST_NODES: u32 = 3_000_000;
/// The most pictures that are told of, and the bytes of all that are taken.
const MOST_PICTURES: usize = 200;
const ALL_PICTURES: usize = 64 * 1024 * 1024;

fn parse<'a>(name: &str, text: &'a str) -> Result<Xml<'a>, WordError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Xml::parse_with_options(text, options).map_err(|error| WordError::Damaged(format!("{name}: {error}")))
}

/// The levels of headings by their styles, and the numbers that styles bring.
#[derive(Default)]
struct Styles {
    headings: HashMap<String, u8>,
    titles: Vec<String>,
    numbers: HashMap<String, (String, usize)>,
}

impl Styles {
    fn read(xml: &Xml<'_>) -> Self {
        let mut styles = Self::default();
        let mut based: HashMap<String, String> = HashMap::new();
        for style in xml.root_element().children().filter(|node| node.tag_name().name() == "style") {
            let Some(id) = attribute(style, "styleId") else { continue };
            let name = child(style, "name").and_then(|name| attribute(name, "val")).unwrap_or_default().to_lowercase();
            let outline = child(style, "pPr")
                .and_then(|pr| child(pr, "outlineLvl"))
                .and_then(|level| attribute(level, "val"))
                .and_then(|level| level.parse::<u8>().ok());
            let named = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u8>().ok());
            if let Some(level) = named.or(outline.map(|level| level.saturating_add(1))).filter(|level| (1..=9).contains(level)) {
                styles.headings.insert(id.to_owned(), level.min(4));
            }
            if name == "title" {
                styles.titles.push(id.to_owned());
            }
            if let Some(number) = child(style, "pPr").and_then(|pr| child(pr, "numPr")) {
                let value = |name: &str| child(number, name).and_then(|node| attribute(node, "val"));
                if let Some(list) = value("numId") {
                    let level = value("ilvl").and_then(|level| level.parse::<usize>().ok()).unwrap_or(0).min(DEEPEST_LEVEL);
                    styles.numbers.insert(id.to_owned(), (list.to_owned(), level));
                }
            }
            if let Some(parent) = child(style, "basedOn").and_then(|node| attribute(node, "val")) {
                based.insert(id.to_owned(), parent.to_owned());
            }
        }
        // What a style is based on holds for it too, unless it says otherwise.
        for id in based.keys() {
            let mut parent = based.get(id);
            for _ in 0..20 {
                let Some(known) = parent else { break };
                if let (None, Some(level)) = (styles.headings.get(id), styles.headings.get(known).copied()) {
                    styles.headings.insert(id.clone(), level);
                }
                if let (None, Some(number)) = (styles.numbers.get(id), styles.numbers.get(known).cloned()) {
                    styles.numbers.insert(id.clone(), number);
                }
                parent = based.get(known);
            }
        }
        styles
    }
}

/// Reads a Word document.
///
/// # Errors
/// Where it is none, is protected, or is damaged; the error says what to do.
pub fn read(bytes: &[u8]) -> Result<Document, WordError> {
    let mut opened = Opened::of(bytes)?;
    let mut part = |name: &str| opened.text(name);
    let document = part("word/document.xml")?.unwrap_or_default();
    let styles = part("word/styles.xml")?;
    let numbering = part("word/numbering.xml")?;
    let relations = part("word/_rels/document.xml.rels")?;
    let notes = [("footnotes", part("word/footnotes.xml")?), ("endnotes", part("word/endnotes.xml")?)];
    let styles = match &styles {
        Some(text) => Styles::read(&parse("word/styles.xml", text)?),
        None => Styles::default(),
    };
    let numbering = match &numbering {
        Some(text) => Numbering::read(&parse("word/numbering.xml", text)?),
        None => Numbering::default(),
    };
    let mut targets = HashMap::new();
    if let Some(text) = &relations {
        for relation in parse("the relationships", text)?.root_element().children() {
            if let (Some(id), Some(target)) = (attribute(relation, "Id"), attribute(relation, "Target")) {
                targets.insert(id.to_owned(), target.to_owned());
            }
        }
    }
    let xml = parse("word/document.xml", &document)?;
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
            let words: Vec<String> = note
                .children()
                .filter(|node| node.tag_name().name() == "p")
                .map(|paragraph| reader.words(paragraph).text)
                .collect();
            noted.push(((*kind).to_owned(), id, words.join(" ").trim().to_owned()));
        }
    }
    let cited = std::mem::take(&mut reader.cited);
    let noted: HashMap<(String, String), String> = noted.into_iter().map(|(kind, id, words)| ((kind, id), words)).collect();
    let mut told: HashMap<(String, String), usize> = HashMap::new();
    let items: Vec<ListItem> = (1_usize..)
        .zip(cited)
        .map(|(number, note)| {
            // A note that is cited again is told once.
            let text = match told.get(&note) {
                Some(first) => format!("As [{first}]"),
                None => noted.get(&note).cloned().unwrap_or_default(),
            };
            told.entry(note).or_insert(number);
            ListItem { marker: Some(format!("[{number}]")), text, blocks: Vec::new() }
        })
        .collect();
    if !items.is_empty() {
        reader.document.blocks.push(Block::List { style: ListStyle::Numbered, items });
    }
    let wanted: Vec<(String, Option<String>)> = std::mem::take(&mut reader.pictures);
    let mut room = ALL_PICTURES;
    for (relation, alternative) in wanted.into_iter().take(MOST_PICTURES) {
        let target = reader.targets.get(&relation).cloned().unwrap_or_default();
        let name = format!("word/{}", target.trim_start_matches("/word/").trim_start_matches("./"));
        let content = if room > 0 { opened.bytes(&name)?.filter(|content| content.len() <= room) } else { None };
        room -= content.as_ref().map_or(0, Vec::len);
        reader.document.pictures.push(Picture { alternative, name: target, content });
    }
    let mut left_out: Vec<String> = reader.left_out.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    left_out.sort();
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
    left_out: HashMap<&'static str, usize>,
    list: OpenList,
    paragraphs: usize,
}

/// Tables and content controls inside one another deeper than this are not read.
const DEEPEST: usize = 30;

impl Reader {
    fn container(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), WordError> {
        for inner in node.children() {
            match inner.tag_name().name() {
                "p" => self.paragraph(inner)?,
                "tbl" => {
                    self.finish_list();
                    self.table(inner);
                }
                "sectPr" | "sdtPr" | "del" | "moveFrom" => {}
                _ if depth < DEEPEST => self.container(inner, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn words(&mut self, paragraph: Node<'_, '_>) -> Line {
        let mut around = Around { targets: &self.targets, cited: &mut self.cited, left_out: &mut self.left_out };
        let mut line = line(paragraph, &mut around);
        self.pictures.append(&mut line.pictures);
        let links = line.links.drain(..).map(|(text, address)| Link { text, address });
        self.document.links.extend(links);
        line
    }

    fn paragraph(&mut self, node: Node<'_, '_>) -> Result<(), WordError> {
        self.paragraphs += 1;
        if self.paragraphs > MOST_PARAGRAPHS {
            return Err(WordError::Damaged("it has more paragraphs than are read".into()));
        }
        let style = property(node, "pStyle").unwrap_or_default().to_owned();
        let own = child(node, "pPr").and_then(|pr| child(pr, "numPr"));
        let value =
            |name: &str| own.and_then(|number| child(number, name)).and_then(|inner| attribute(inner, "val")).map(str::to_owned);
        let by_style = self.styles.numbers.get(&style).cloned();
        let list = value("numId").or_else(|| by_style.as_ref().map(|(list, _)| list.clone()));
        let level = value("ilvl")
            .and_then(|level| level.parse().ok())
            .or(by_style.map(|(_, level)| level))
            .unwrap_or(0)
            .min(DEEPEST_LEVEL);
        let line = self.words(node);
        let heading = property(node, "outlineLvl")
            .and_then(|level| level.parse::<u8>().ok())
            .filter(|level| *level < 9)
            .map(|level| (level + 1).min(4))
            .or_else(|| self.styles.headings.get(&style).copied());
        let marker = match list {
            Some(list) if list != "0" && !line.text.is_empty() => self.numbering.next(&list, level),
            _ => None,
        };
        for words in &line.boxes {
            self.finish_list();
            self.document.blocks.push(Block::paragraph(words.clone()));
        }
        if line.text.is_empty() {
            return Ok(());
        }
        if self.styles.titles.contains(&style) && self.document.title.is_none() {
            self.document.title = Some(line.text.clone());
        }
        let is_title = self.styles.titles.contains(&style);
        let (typed, text) = typed_number(&line.text);
        if let Some(level) = heading.or(is_title.then_some(1)) {
            self.finish_list();
            let shown = if let Some(Marker::Number(number)) = marker { (Some(number), line.text) } else { (typed, text) };
            self.document.blocks.push(Block::Heading { level, number: shown.0, text: shown.1 });
            return Ok(());
        }
        match marker {
            // `3.1` is the number of a paragraph; `(i)` and `1.` are those of a list.
            Some(Marker::Number(number)) if is_of_paragraph(&number) => {
                self.finish_list();
                self.document.blocks.push(Block::Paragraph { number: Some(number), text: line.text });
            }
            Some(Marker::Number(number)) => {
                self.list.push((
                    level,
                    ListItem { marker: Some(number), text: line.text, blocks: Vec::new() },
                    ListStyle::Numbered,
                ));
            }
            Some(Marker::Bullet) => self.list.push((level, ListItem::bullet(line.text), ListStyle::Bullets)),
            None => {
                self.finish_list();
                // Without a tab, `3.5 million` is words and no number.
                let (number, text) = if line.is_tabbed { (typed, text) } else { (None, line.text) };
                self.document.blocks.push(Block::Paragraph { number, text });
            }
        }
        Ok(())
    }

    /// Puts a list that was read into the document, its items inside one another by their levels.
    fn finish_list(&mut self) {
        let items = std::mem::take(&mut self.list);
        if !items.is_empty() {
            self.document.blocks.extend(nested(&items));
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut has_header = false;
        for row in node.children().filter(|inner| inner.tag_name().name() == "tr") {
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
                for paragraph in cell.descendants().filter(|inner| inner.tag_name().name() == "p") {
                    let line = self.words(paragraph);
                    words.extend(Some(line.text).filter(|text| !text.is_empty()));
                    words.extend(line.boxes);
                }
                cells.push(if continues { String::new() } else { words.join(" ") });
                cells.extend((1..span.unwrap_or(1).min(20)).map(|_| String::new()));
            }
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if rows.is_empty() {
            return;
        }
        let columns = if has_header { rows.remove(0) } else { Vec::new() };
        self.document.blocks.push(Block::Table { caption: None, columns, rows });
    }
}

/// The row in which a cell stands, and not one around its table.
fn nearest_row<'a, 'i>(cell: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    cell.ancestors().skip(1).find(|node| node.tag_name().name() == "tr")
}

/// Items as lists inside one another.
fn nested(items: &[(usize, ListItem, ListStyle)]) -> Vec<Block> {
    let Some(least) = items.iter().map(|(level, ..)| *level).min() else { return Vec::new() };
    let mut lists: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let (level, item, style) = &items[at];
        let end = items[at + 1..].iter().position(|(next, ..)| *next <= least).map_or(items.len(), |next| at + 1 + next);
        let mut item = item.clone();
        let mut style = *style;
        if *level > least {
            // A deeper item with nothing above it stands in the list itself.
            for block in nested(&items[at..end]) {
                if let Block::List { items, style: own } = block {
                    style = own;
                    push(&mut lists, style, items);
                }
            }
            at = end;
            continue;
        }
        item.blocks = nested(&items[at + 1..end]);
        push(&mut lists, style, vec![item]);
        at = end;
    }
    lists
}

/// Adds items to the last list where it has the same style, or begins one.
fn push(lists: &mut Vec<Block>, style: ListStyle, mut new: Vec<ListItem>) {
    match lists.last_mut() {
        Some(Block::List { style: known, items }) if *known == style => items.append(&mut new),
        _ => lists.push(Block::List { style, items: new }),
    }
}

/// Whether a number is that of a paragraph: `3.1`, `3.0`, `3.2.1`.
fn is_of_paragraph(number: &str) -> bool {
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A number that was typed before the words, as `3.1 The service …`.
fn typed_number(text: &str) -> (Option<String>, String) {
    match text.split_once(' ') {
        Some((number, rest)) if is_of_paragraph(number) && !rest.trim().is_empty() => {
            (Some(number.to_owned()), rest.trim().to_owned())
        }
        _ => (None, text.to_owned()),
    }
}
