//! The tags of a PDF whose pages are inserted into a document: the parts of its structure tree that belong to those pages,
//! rebuilt inside the document's own (ISO 32000-1, 14.7 and 14.8).

use crate::pdf_import::Importer;
use crate::pdf_object::{Dictionary, Objects, Value};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier};
use std::collections::{BTreeMap, HashMap};

/// The standard structure types (14.8.4); others are resolved through the file's role map.
const STANDARD: [&str; 44] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "Warichu",
    "Figure",
    "Formula",
    "Form",
];

/// The maximum number of elements in one file.
const MOST_ELEMENTS: usize = 200_000;
/// Elements nested more deeply than this are left out.
const DEEPEST: usize = 100;
/// The maximum number of marks on one page.
const MOST_MARKS: u32 = 100_000;

/// The objects of a file's pages in the document.
pub(crate) struct Placed {
    /// For each page's object in the file, its object in the document.
    pub pages: HashMap<(i32, i32), u32>,
    /// The same for annotations.
    pub annotations: HashMap<(i32, i32), u32>,
}

/// The tags taken from a file.
#[derive(Default)]
pub(crate) struct Tags {
    /// For each page's object in the document, the element of each of its marks.
    pub marks: HashMap<u32, BTreeMap<u32, u32>>,
    /// For each annotation's object in the document, its element.
    pub annotated: HashMap<u32, u32>,
}

/// Imports the structure of a file.
pub(crate) struct Structure<'a, 'b> {
    pub pdf: &'a Pdf,
    pub placed: &'b Placed,
    pub importer: &'b mut Importer<'a>,
    /// How many levels its headings are moved down.
    pub demoted: u8,
    pub tags: Tags,
    roles: Dict<'a>,
    left: usize,
}

impl<'a, 'b> Structure<'a, 'b> {
    pub(crate) fn new(pdf: &'a Pdf, placed: &'b Placed, importer: &'b mut Importer<'a>, demoted: u8) -> Self {
        Self { pdf, placed, importer, demoted, tags: Tags::default(), roles: Dict::default(), left: MOST_ELEMENTS }
    }

    /// Imports the whole structure as children of the element `parent`, and returns those children.
    pub(crate) fn take(&mut self, objects: &mut Objects, parent: u32) -> Vec<Value> {
        let catalog: Dict<'a> = self.pdf.xref().get(self.pdf.xref().root_id()).unwrap_or_default();
        let Some(root) = catalog.get::<Dict<'a>>("StructTreeRoot") else { return Vec::new() };
        self.roles = root.get::<Dict<'a>>("RoleMap").unwrap_or_default();
        self.kids(objects, &root, None, parent, 0)
    }

    fn kids(&mut self, objects: &mut Objects, of: &Dict<'a>, page: Option<u32>, parent: u32, depth: usize) -> Vec<Value> {
        let Some(kids) = of.get_raw::<Object<'a>>("K") else { return Vec::new() };
        let kids = match kids {
            MaybeRef::NotRef(Object::Array(array)) => array.raw_iter().collect(),
            MaybeRef::Ref(reference) => match self.pdf.xref().get::<Array<'a>>(reference.into()) {
                Some(array) => array.raw_iter().collect(),
                None => vec![MaybeRef::Ref(reference)],
            },
            other @ MaybeRef::NotRef(_) => vec![other],
        };
        kids.into_iter().filter_map(|kid| self.kid(objects, kid, page, parent, depth)).collect()
    }

    fn kid(
        &mut self,
        objects: &mut Objects,
        kid: MaybeRef<Object<'a>>,
        page: Option<u32>,
        parent: u32,
        depth: usize,
    ) -> Option<Value> {
        let kid = match kid {
            MaybeRef::Ref(reference) => self.pdf.xref().get::<Object<'a>>(reference.into())?,
            MaybeRef::NotRef(object) => object,
        };
        match kid {
            Object::Number(number) => {
                let mark = u32::try_from(number.as_i64()).ok()?;
                self.mark(page?, mark, parent).then(|| Value::whole(mark))
            }
            Object::Dict(dictionary) => match dictionary.get::<Name<'a>>("Type").as_ref().map(Name::as_str) {
                // Marks inside form objects would have to be looked up in those; they are left out.
                Some("MCR") if dictionary.contains_key("Stm") => None,
                Some("MCR") => {
                    let page = self.page_of(&dictionary).or(page)?;
                    let mark = u32::try_from(dictionary.get::<i32>("MCID")?).ok()?;
                    let reference = Dictionary::default()
                        .with("Type", Value::name("MCR"))
                        .with("Pg", Value::Reference(page))
                        .with("MCID", Value::whole(mark));
                    self.mark(page, mark, parent).then_some(Value::Dictionary(reference))
                }
                Some("OBJR") => {
                    let annotation = *self.placed.annotations.get(&key(dictionary.get_ref("Obj")?))?;
                    self.tags.annotated.insert(annotation, parent);
                    let reference =
                        Dictionary::default().with("Type", Value::name("OBJR")).with("Obj", Value::Reference(annotation));
                    Some(Value::Dictionary(reference))
                }
                _ => self.element(objects, &dictionary, page, parent, depth),
            },
            _ => None,
        }
    }

    /// Records which element a mark belongs to; returns `false` if the mark already has one or its number is too high.
    fn mark(&mut self, page: u32, mark: u32, element: u32) -> bool {
        if mark >= MOST_MARKS {
            return false;
        }
        let marks = self.tags.marks.entry(page).or_default();
        let is_new = !marks.contains_key(&mark);
        marks.entry(mark).or_insert(element);
        is_new
    }

    fn page_of(&self, dictionary: &Dict<'a>) -> Option<u32> {
        self.placed.pages.get(&key(dictionary.get_ref("Pg")?)).copied()
    }

    fn element(
        &mut self,
        objects: &mut Objects,
        dictionary: &Dict<'a>,
        page: Option<u32>,
        parent: u32,
        depth: usize,
    ) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        let number = objects.next_number();
        let own_page = self.page_of(dictionary);
        let mut element = Dictionary::default()
            .with("Type", Value::name("StructElem"))
            .with("S", Value::name(&self.role(dictionary)))
            .with("P", Value::Reference(parent));
        if let Some(page) = own_page {
            element.insert("Pg", Value::Reference(page));
        }
        for key in ["Alt", "ActualText", "E", "Lang", "T", "A"] {
            if let Some(value) = dictionary.get_raw::<Object<'a>>(key) {
                element.insert(key, without_headers(self.importer.value(objects, &value, 0)));
            }
        }
        let kids = self.kids(objects, dictionary, own_page.or(page), number, depth + 1);
        if kids.is_empty() && own_page.is_none() {
            // It has no content on these pages. Empty cells are kept, so that the other cells of the row keep their columns.
            let is_cell = element.get("S").and_then(Value::as_name).is_some_and(|role| role == b"TD" || role == b"TH");
            if !is_cell {
                return None;
            }
        }
        element.insert("K", Value::Array(kids));
        objects.put(number, Value::Dictionary(element));
        Some(Value::Reference(number))
    }

    /// Returns the standard type of an element, with headings moved below the heading above the file.
    fn role(&self, dictionary: &Dict<'a>) -> String {
        let mut role = dictionary.get::<Name<'a>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default();
        for _ in 0..10 {
            if STANDARD.contains(&role.as_str()) {
                break;
            }
            let Some(mapped) = self.roles.get::<Name<'a>>(role.as_str()) else { break };
            mapped.as_str().clone_into(&mut role);
        }
        let heading = role.strip_prefix('H').and_then(|level| if level.is_empty() { Some(1) } else { level.parse::<u8>().ok() });
        match heading {
            Some(level) => format!("H{}", level.saturating_add(self.demoted).clamp(1, 6)),
            None if role == "Document" => "Part".to_owned(),
            None if STANDARD.contains(&role.as_str()) => role,
            None => "Div".to_owned(),
        }
    }
}

/// Removes the ids of header cells from attributes, since those of two files could clash. The direction of a header cell is
/// kept.
fn without_headers(value: Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.into_iter().map(without_headers).collect()),
        Value::Dictionary(mut attributes) => {
            attributes.remove("Headers");
            Value::Dictionary(attributes)
        }
        other => other,
    }
}

fn key(reference: ObjRef) -> (i32, i32) {
    let id = ObjectIdentifier::from(reference);
    (id.obj_number, id.gen_number)
}
