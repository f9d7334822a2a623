//! Writes a document as a Word document (.docx, ECMA-376): the same words as its page and its PDF, in Word's own styles for
//! headings, lists and tables, so that it can be edited and read aloud.

use crate::written_parts;
use documents::{Action, Block, Clauses, Document, Entry, Fact, ListItem, ListStyle, Minute, Section, Text};
use foundation::xml::Element;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The media type of Word documents.
pub const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The metadata of a document's file.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The title of the file.
    pub title: &'a str,
    /// The publisher: the council's name.
    pub publisher: &'a str,
}

/// Lists nested more deeply than this are written at this depth.
const DEEPEST: usize = 8;

/// Returns a document as a Word document. Pictures are represented by their alternative text: they are on the page and in the
/// PDF.
///
/// # Errors
/// If the file cannot be written, which only a lack of memory can cause.
pub fn write(document: &Document, about: &About<'_>) -> std::io::Result<Vec<u8>> {
    let mut writing = Writing::default();
    writing.document(document, 1);
    let links: Vec<String> = writing.links;
    let body = Element::new("w:body").children(writing.body).child(written_parts::page());
    let main = Element::new("w:document").with("xmlns:w", MAIN).with("xmlns:r", RELATIONS).child(body);
    let parts = [
        ("[Content_Types].xml", written_parts::content_types()),
        ("_rels/.rels", written_parts::package_relations()),
        // Other programs recognise a Word document by its third part.
        ("word/document.xml", main),
        ("word/_rels/document.xml.rels", written_parts::relations(&links)),
        ("word/styles.xml", written_parts::styles()),
        ("word/numbering.xml", written_parts::numbering(DEEPEST)),
        ("word/footer1.xml", written_parts::footer()),
        ("docProps/core.xml", written_parts::particulars(about)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        // No timestamp: the same document gives the same bytes.
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(part.document().as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(crate) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[derive(Default)]
struct Writing {
    body: Vec<Element>,
    /// The addresses of links, by number.
    links: Vec<String>,
}

fn value(name: &'static str, value: impl Into<String>) -> Element {
    Element::new(name).with("w:val", value)
}

/// Returns a run of words.
fn run(words: &str, strong: bool, emphasis: bool) -> Element {
    let mut properties = Element::new("w:rPr");
    if strong {
        properties = properties.child(Element::new("w:b"));
    }
    if emphasis {
        properties = properties.child(Element::new("w:i"));
    }
    let run = Element::new("w:r");
    let run = if properties.is_empty() { run } else { run.child(properties) };
    run.child(Element::of_text("w:t", words).with("xml:space", "preserve"))
}

/// Returns a paragraph in a style, with these further properties.
fn paragraph(style: &str, properties: Vec<Element>, runs: Vec<Element>) -> Element {
    let mut all = Element::new("w:pPr");
    if !style.is_empty() {
        all = all.child(value("w:pStyle", style));
    }
    let all = all.children(properties);
    let paragraph = Element::new("w:p");
    let paragraph = if all.is_empty() { paragraph } else { paragraph.child(all) };
    paragraph.children(runs)
}

/// Returns the properties of an item in a bulleted list.
fn bullet(depth: usize) -> Vec<Element> {
    let level = value("w:ilvl", depth.min(DEEPEST).to_string());
    vec![Element::new("w:numPr").child(level).child(value("w:numId", "1"))]
}

/// Returns the properties of a paragraph whose marker is written out and hangs before it.
fn hanging(depth: usize) -> Vec<Element> {
    let left = (depth.min(DEEPEST) + 1) * 567;
    vec![Element::new("w:ind").with("w:left", left.to_string()).with("w:hanging", "567")]
}

fn tab() -> Element {
    Element::new("w:r").child(Element::new("w:tab"))
}

impl Writing {
    fn push(&mut self, style: &str, words: &str) {
        self.body.push(paragraph(style, Vec::new(), vec![run(words, false, false)]));
    }

    fn heading(&mut self, level: u8, number: Option<&str>, text: &str) {
        let words = number.map_or_else(|| text.to_owned(), |number| format!("{number} {text}"));
        self.push(&format!("Heading{}", level.clamp(1, 6)), &words);
    }

    fn document(&mut self, document: &Document, level: u8) {
        if let Some(caption) = &document.caption {
            self.push("Caption", caption);
        }
        self.heading(level, None, &document.title);
        self.facts(&document.facts);
        self.entries(&document.entries, level);
        for part in &document.parts {
            self.body.push(Element::new("w:p").child(Element::new("w:r").child(Element::new("w:br").with("w:type", "page"))));
            self.document(part, level.saturating_add(1));
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let rows: Vec<Vec<Element>> = facts
            .iter()
            .map(|fact| {
                let cell = |words: &str, strong| paragraph("", Vec::new(), vec![run(words, strong, false)]);
                vec![cell(&format!("{}:", fact.label), true), cell(&fact.value, false)]
            })
            .collect();
        self.table(&[], rows);
    }

    fn entries(&mut self, entries: &[Entry], level: u8) {
        for entry in entries {
            match entry {
                Entry::Lead { text } | Entry::Banner { text } => self.push("", text),
                Entry::Movement { text } => self.body.push(paragraph("", Vec::new(), vec![run(text, false, true)])),
                Entry::Notice { text } => self.body.push(paragraph("", Vec::new(), vec![run(text, true, false)])),
                Entry::Facts { facts } => self.facts(facts),
                Entry::Section(section) => self.section(section, level.saturating_add(1)),
                Entry::Minute(minute) => self.minute(minute, level.saturating_add(1)),
                Entry::Block { block } => self.block(block, level, 0),
                Entry::Resolution { form, clauses } => self.resolution(form, clauses),
                Entry::Agenda { items } => {
                    for item in items {
                        let mut runs = Vec::new();
                        if let Some(number) = &item.number {
                            runs.extend([run(number, true, false), tab()]);
                        }
                        runs.push(run(&item.title, true, false));
                        self.body.push(paragraph("", hanging(0), runs));
                        if let Some(detail) = &item.detail {
                            let indented = vec![Element::new("w:ind").with("w:left", "567")];
                            self.body.push(paragraph("", indented, vec![run(detail, false, false)]));
                        }
                    }
                }
            }
        }
    }

    fn section(&mut self, section: &Section, level: u8) {
        self.heading(level, section.number.as_deref(), &section.title);
        self.entries(&section.entries, level);
    }

    fn minute(&mut self, minute: &Minute, level: u8) {
        self.heading(level, minute.name().as_deref(), &minute.title);
        if minute.private {
            self.push("", "Taken in private (Part II)");
        }
        self.entries(&minute.entries, level);
        for Action { owner, task } in &minute.actions {
            let told = task.as_ref().map_or_else(|| owner.clone(), |task| format!("{owner}: {task}"));
            self.body.push(paragraph("", Vec::new(), vec![run("Action: ", true, false), run(&told, false, false)]));
        }
    }

    fn resolution(&mut self, form: &str, clauses: &Clauses) {
        let form = format!("{}: ", form.trim_end_matches([':', ' ']));
        self.body.push(paragraph(
            "Resolution",
            Vec::new(),
            vec![run(&form, true, false), run(clauses.lead.trim(), false, false)],
        ));
        for (number, clause) in (1..).zip(clauses.joined()) {
            let runs = vec![run(&format!("{number})"), false, false), tab(), run(&clause, false, false)];
            self.body.push(paragraph("Resolution", hanging(0), runs));
        }
    }

    fn words(&mut self, text: &Text) -> Vec<Element> {
        let mut words = Vec::new();
        for (stretch, style) in text.runs() {
            let run = run(stretch, style.strong, style.emphasis);
            words.push(match style.link {
                None => run,
                Some(address) => {
                    self.links.push(address);
                    Element::new("w:hyperlink").with("r:id", written_parts::link_name(self.links.len())).child(run)
                }
            });
        }
        words
    }

    fn block(&mut self, block: &Block, level: u8, depth: usize) {
        match block {
            Block::Heading { level: own, number, text } => {
                self.heading(level.saturating_add((*own).max(1)), number.as_deref(), text);
            }
            Block::Paragraph { number, text } => {
                let words = self.words(text);
                let (properties, runs) = match number {
                    Some(number) => {
                        let runs = [run(number, false, false), tab()].into_iter().chain(words).collect();
                        (hanging(depth), runs)
                    }
                    None => (Vec::new(), words),
                };
                self.body.push(paragraph("", properties, runs));
            }
            Block::List { style, items } => self.list(*style, items, level, depth),
            Block::Table { caption, columns, rows } => {
                if let Some(caption) = caption {
                    self.push("Caption", caption);
                }
                let cell = |words: &String| paragraph("", Vec::new(), vec![run(words, false, false)]);
                self.table(columns, rows.iter().map(|row| row.iter().map(cell).collect()).collect());
            }
            Block::Picture(picture) => {
                let told = [picture.alternative.as_str(), picture.caption.as_deref().unwrap_or_default()];
                let told: Vec<&str> = told.into_iter().filter(|words| !words.is_empty()).collect();
                if !told.is_empty() {
                    self.push("", &format!("Picture: {}", told.join(". ")));
                }
            }
            Block::Chart { caption, bars } => {
                self.push("Caption", caption);
                let cell = |words: &str| paragraph("", Vec::new(), vec![run(words, false, false)]);
                self.table(&[], bars.iter().map(|bar| vec![cell(&bar.label), cell(&bar.shown)]).collect());
            }
        }
    }

    fn list(&mut self, style: ListStyle, items: &[ListItem], level: u8, depth: usize) {
        for item in items {
            let words = self.words(&item.text);
            let (properties, runs) = match (style, &item.marker) {
                (ListStyle::Numbered, Some(marker)) => {
                    (hanging(depth), [run(marker, false, false), tab()].into_iter().chain(words).collect())
                }
                _ => (bullet(depth), words),
            };
            self.body.push(paragraph("ListParagraph", properties, runs));
            for block in &item.blocks {
                self.block(block, level, depth + 1);
            }
        }
    }

    /// Adds a table whose cells are paragraphs. Its column headings are repeated on every page.
    fn table(&mut self, columns: &[String], rows: Vec<Vec<Element>>) {
        let count = rows.iter().map(Vec::len).max().unwrap_or_default().max(columns.len());
        if rows.is_empty() || count == 0 {
            return;
        }
        let width = 9_000 / count;
        let cell = |content: Element| {
            let properties =
                Element::new("w:tcPr").child(Element::new("w:tcW").with("w:w", width.to_string()).with("w:type", "dxa"));
            Element::new("w:tc").child(properties).child(content)
        };
        let filled = |row: Vec<Element>| {
            let missing = count - row.len();
            let empty = std::iter::repeat_with(|| Element::new("w:p")).take(missing);
            row.into_iter().chain(empty).map(cell).collect::<Vec<_>>()
        };
        let borders = ["w:top", "w:bottom", "w:insideH"]
            .map(|side| Element::new(side).with("w:val", "single").with("w:sz", "4").with("w:color", "808080"));
        let properties = Element::new("w:tblPr")
            .child(Element::new("w:tblW").with("w:w", "9000").with("w:type", "dxa"))
            .child(Element::new("w:tblBorders").children(borders));
        let grid = (0..count).map(|_| Element::new("w:gridCol").with("w:w", width.to_string()));
        let mut table = Element::new("w:tbl").child(properties).child(Element::new("w:tblGrid").children(grid));
        if !columns.is_empty() {
            let head = columns.iter().map(|words| paragraph("", Vec::new(), vec![run(words, true, false)])).collect();
            let properties = Element::new("w:trPr").child(Element::new("w:tblHeader"));
            table = table.child(Element::new("w:tr").child(properties).children(filled(head)));
        }
        table = table.children(rows.into_iter().map(|row| Element::new("w:tr").children(filled(row))));
        // Without a paragraph between them, two tables in a row would become one.
        self.body.extend([table, Element::new("w:p")]);
    }
}
