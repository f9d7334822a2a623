//! Minutes as Akoma Ntoso 3.0 (OASIS `LegalDocML`), the format in which parliaments and councils exchange them.
//!
//! Minutes are a `debate`, in which each minute is a `debateSection`. Resolutions are in `resolutions`, the attendance in
//! `rollCall`, and the end of the meeting in `adjournment`.

use crate::{Block, Clauses, Document, Entry, Fact, ListItem, Minute, Section};
use chrono::NaiveDate;
use foundation::text::slug;
use foundation::xml::Element;

/// Metadata of minutes.
#[derive(Clone, Copy, Debug)]
pub struct AboutMinutes<'a> {
    /// The council's name.
    pub council: &'a str,
    /// The board's name.
    pub board: &'a str,
    /// The key of the meeting, which distinguishes it from others of the board on the same day.
    pub meeting: i64,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// The day on which this version was published.
    pub published_on: NaiveDate,
    /// The version number, counted from 1.
    pub version: i32,
    /// The full address of the page that shows the minutes.
    pub address: &'a str,
}

/// The media type.
pub const CONTENT_TYPE: &str = "application/akn+xml; charset=utf-8";

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The source of the metadata, as the references identify it.
const COUNCIL: &str = "#council";

/// Returns the minutes as an XML file. Only the number and title of a minute taken in private are included.
pub fn of_minutes(document: &Document, about: &AboutMinutes<'_>) -> String {
    let debate = Element::new("debate")
        .with("name", "minutes")
        .with("contains", "singleVersion")
        .child(meta(document, about))
        .child(preface(document))
        .child(Body::default().of(document));
    Element::new("akomaNtoso").with("xmlns", NAMESPACE).child(debate).document()
}

fn meta(document: &Document, about: &AboutMinutes<'_>) -> Element {
    // The parts of an address in the naming convention: country, kind, subtype, author, day, and what distinguishes it from others
    // of the day.
    let (council, board) = (slug(about.council), slug(about.board));
    let work = format!("/akn/gb/debate/minutes/{council}/{}/{board}-{}", about.held_on, about.meeting);
    let expression = format!("{work}/eng@{}", about.published_on);
    let value = |name, value: &str| Element::new(name).with("value", value);
    let date = |date: NaiveDate, name| Element::new("FRBRdate").with("date", date.to_string()).with("name", name);
    let core = |element: Element, this: String, uri: &str, day: Element| {
        element
            .child(value("FRBRthis", &this))
            .child(value("FRBRuri", uri))
            .child(value("FRBRalias", about.address).with("name", "page"))
            .child(day)
            .child(Element::new("FRBRauthor").with("href", COUNCIL))
    };
    let published = || date(about.published_on, "publication");
    let of_work = core(Element::new("FRBRWork"), format!("{work}/!main"), &work, date(about.held_on, "meeting"))
        .child(value("FRBRcountry", "gb"))
        .child(value("FRBRsubtype", "minutes"))
        .child(value("FRBRname", &document.title));
    let of_expression = core(Element::new("FRBRExpression"), format!("{expression}/!main"), &expression, published())
        .child(value("FRBRversionNumber", &about.version.to_string()))
        .child(Element::new("FRBRlanguage").with("language", "eng"));
    let file = format!("{expression}.xml");
    let of_file = core(Element::new("FRBRManifestation"), format!("{expression}/!main.xml"), &file, published())
        .child(value("FRBRformat", "application/akn+xml"));
    let organisation = |key: &str, slug: &str, name: &str| {
        Element::new("TLCOrganization")
            .with("eId", key)
            .with("href", format!("/akn/ontology/organization/gb/{slug}"))
            .with("showAs", name)
    };
    Element::new("meta")
        .child(Element::new("identification").with("source", COUNCIL).child(of_work).child(of_expression).child(of_file))
        .child(
            Element::new("references")
                .with("source", COUNCIL)
                .child(organisation("council", &council, about.council))
                .child(organisation("board", &format!("{council}-{board}"), about.board)),
        )
}

fn preface(document: &Document) -> Element {
    let mut preface = Element::new("preface");
    if let Some(caption) = &document.caption {
        preface = preface.child(Element::new("p").child(Element::of_text("docProponent", caption)));
    }
    preface = preface.child(Element::new("p").child(Element::of_text("docTitle", &document.title)));
    let leads = document.entries.iter().filter_map(|entry| match entry {
        Entry::Lead { text } => Some(Element::of_text("p", text)),
        _ => None,
    });
    preface.children(leads)
}

/// A generator of names for elements inside an element: `dbsect_2__list_1`, counted by kind.
#[derive(Debug)]
struct Names {
    of: String,
    counts: Vec<(&'static str, usize)>,
}

impl Names {
    fn inside(of: &str) -> Self {
        Self { of: of.to_owned(), counts: Vec::new() }
    }

    fn next(&mut self, kind: &'static str) -> String {
        let count = if let Some((_, count)) = self.counts.iter_mut().find(|(known, _)| *known == kind) {
            *count += 1;
            *count
        } else {
            self.counts.push((kind, 1));
            1
        };
        if self.of.is_empty() { format!("{kind}_{count}") } else { format!("{}__{kind}_{count}", self.of) }
    }
}

fn named(element: &'static str, name: &str) -> Element {
    Element::new(element).with("eId", name)
}

fn debate_section(name: &str, kind: &str) -> Element {
    named("debateSection", name).with("name", kind)
}

/// The body while it is being built.
#[derive(Debug)]
struct Body {
    names: Names,
    sections: Vec<Element>,
    /// The banner to put under the heading of the next minute.
    banner: Option<String>,
}

impl Default for Body {
    fn default() -> Self {
        Self { names: Names::inside(""), sections: Vec::new(), banner: None }
    }
}

impl Body {
    fn of(mut self, document: &Document) -> Element {
        self.attendance(document);
        let last = document.entries.len().saturating_sub(1);
        for (place, entry) in document.entries.iter().enumerate() {
            match entry {
                Entry::Lead { .. } | Entry::Facts { .. } => {}
                Entry::Minute(minute) => self.minute(minute),
                Entry::Banner { text } => self.banner = Some(text.clone()),
                // The last movement in the minutes is the end of the meeting.
                Entry::Movement { text } if place == last => {
                    let name = self.names.next("adjournment");
                    self.sections.push(named("adjournment", &name).child(Element::of_text("p", text)));
                }
                other => {
                    let name = self.names.next("dbsect");
                    let section = debate_section(&name, "text");
                    let mut names = Names::inside(&name);
                    self.sections.push(section.children(self::entry(other, &mut names)));
                }
            }
        }
        if let Some(banner) = self.banner.take() {
            let name = self.names.next("dbsect");
            self.sections.push(debate_section(&name, "text").child(Element::of_text("p", &banner)));
        }
        Element::new("debateBody").children(self.sections)
    }

    /// Adds the attendance. The list is included even if it is empty, because a body must have at least one section.
    fn attendance(&mut self, document: &Document) {
        let name = self.names.next("rollcall");
        let facts = document.entries.iter().filter_map(|entry| match entry {
            Entry::Facts { facts } => Some(facts),
            _ => None,
        });
        let lines = facts.flatten().chain(&document.facts).map(fact);
        self.sections.push(named("rollCall", &name).children(lines));
    }

    fn minute(&mut self, minute: &Minute) {
        let name = self.names.next("dbsect");
        let mut section = debate_section(&name, "item");
        if let Some(number) = minute.reference.as_ref().or(minute.number.as_ref()) {
            section = section.child(Element::of_text("num", number));
        }
        section = section.child(Element::of_text("heading", &minute.title));
        if let Some(banner) = self.banner.take() {
            section = section.child(Element::of_text("subheading", &banner));
        }
        if minute.private {
            self.sections.push(section.child(Element::of_text("narrative", "This item was taken in private.")));
            return;
        }
        let mut names = Names::inside(&name);
        section = section.children(minute.entries.iter().flat_map(|entry| self::entry(entry, &mut names)));
        if !minute.actions.is_empty() {
            let actions = minute.actions.iter().map(|action| match &action.task {
                Some(task) => Element::of_text("p", &format!("{}: {task}", action.owner)),
                None => Element::of_text("p", &action.owner),
            });
            section = section.child(named("container", &names.next("container")).with("name", "action").children(actions));
        }
        self.sections.push(section);
    }
}

fn fact(fact: &Fact) -> Element {
    Element::new("p").child(Element::of_text("b", &fact.label)).text(&format!(": {}", fact.value))
}

fn entry(entry: &Entry, names: &mut Names) -> Vec<Element> {
    match entry {
        Entry::Lead { text } | Entry::Banner { text } | Entry::Notice { text } => vec![Element::of_text("p", text)],
        Entry::Movement { text } => vec![Element::of_text("narrative", text)],
        Entry::Facts { facts } => facts.iter().map(fact).collect(),
        Entry::Block { block } => self::block(block, names).into_iter().collect(),
        Entry::Resolution { form, clauses } => vec![resolutions(form, clauses, names)],
        Entry::Section(section) => vec![self::section(section, names)],
        Entry::Minute(minute) => vec![Element::of_text("p", &minute.title)],
        Entry::Agenda { items } => {
            let line = |number: Option<&String>, title: &str| {
                let number = number.map(|number| format!("{number} ")).unwrap_or_default();
                Element::of_text("p", &format!("{number}{title}"))
            };
            items.iter().map(|item| line(item.number.as_ref(), &item.title)).collect()
        }
    }
}

fn section(section: &Section, names: &mut Names) -> Element {
    let name = names.next("dbsect");
    let mut element = debate_section(&name, "section");
    if let Some(number) = &section.number {
        element = element.child(Element::of_text("num", number));
    }
    let mut names = Names::inside(&name);
    element
        .child(Element::of_text("heading", &section.title))
        .children(section.entries.iter().flat_map(|entry| self::entry(entry, &mut names)))
}

fn resolutions(form: &str, clauses: &Clauses, names: &mut Names) -> Element {
    let name = names.next("resolutions");
    let mut element = named("resolutions", &name)
        .child(Element::new("p").child(Element::of_text("b", form.trim_end_matches(':'))).text(&format!(": {}", clauses.lead)));
    if !clauses.clauses.is_empty() {
        let mut inside = Names::inside(&name);
        let list = inside.next("list");
        let mut items = Names::inside(&list);
        let item = |(place, clause): (usize, &String)| {
            named("item", &items.next("item"))
                .child(Element::of_text("num", &format!("{})", place + 1)))
                .child(Element::of_text("p", clause))
        };
        element = element.child(named("blockList", &list).children(clauses.joined().iter().enumerate().map(item)));
    }
    element
}

/// Converts a block. Returns `None` if there is nothing that the format can hold.
fn block(block: &Block, names: &mut Names) -> Option<Element> {
    match block {
        Block::Heading { number, text, .. } => {
            let number = number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            Some(Element::new("p").with("class", "heading").child(Element::of_text("b", &format!("{number}{text}"))))
        }
        Block::Paragraph { number: None, text } => Some(Element::of_text("p", text)),
        Block::Paragraph { number: Some(number), text } => {
            // Only an item in a list may have a number of its own.
            let list = names.next("list");
            let item = named("item", &format!("{list}__item_1"))
                .child(Element::of_text("num", number))
                .child(Element::of_text("p", text));
            Some(named("blockList", &list).child(item))
        }
        Block::List { items, .. } if items.is_empty() => None,
        Block::List { items, .. } => {
            let list = names.next("list");
            let mut inside = Names::inside(&list);
            Some(named("blockList", &list).children(items.iter().map(|item| self::item(item, &mut inside))))
        }
        Block::Table { caption, columns, rows } => table(caption.as_deref(), columns, rows, names),
        // Minutes have neither pictures nor charts, so what these show is put in words.
        Block::Picture(picture) => Some(Element::of_text("p", &picture.alternative)).filter(|_| !picture.alternative.is_empty()),
        Block::Chart { caption, bars } => Some(Element::of_text("p", &format!("{caption}: {}", crate::chart::words(bars)))),
    }
}

fn item(item: &ListItem, names: &mut Names) -> Element {
    let name = names.next("item");
    let mut element = named("item", &name);
    if let Some(marker) = &item.marker {
        element = element.child(Element::of_text("num", marker));
    }
    let mut inside = Names::inside(&name);
    element
        .child(Element::of_text("p", &item.text))
        .children(item.blocks.iter().filter_map(|block| self::block(block, &mut inside)))
}

fn table(caption: Option<&str>, columns: &[String], rows: &[Vec<String>], names: &mut Names) -> Option<Element> {
    let cell = |kind: &'static str, text: &String| Element::new(kind).child(Element::of_text("p", text));
    let mut lines: Vec<Element> = Vec::new();
    if !columns.is_empty() {
        lines.push(Element::new("tr").children(columns.iter().map(|column| cell("th", column))));
    }
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let cells = row.iter().enumerate().map(|(place, text)| cell(if place == 0 { "th" } else { "td" }, text));
        lines.push(Element::new("tr").children(cells));
    }
    if lines.is_empty() {
        return None;
    }
    let mut table = named("table", &names.next("table"));
    if let Some(caption) = caption {
        table = table.child(Element::of_text("caption", caption));
    }
    Some(table.children(lines))
}
