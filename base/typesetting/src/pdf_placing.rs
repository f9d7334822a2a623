//! Inserts the pages of other PDFs into a document that was typeset with an empty page for each of them.
//!
//! What the typesetter wrote on such a page, its number, becomes a form object of its own; the file's page is scaled to the
//! space above it. Tags are imported if the file has them. A page without tags becomes one paragraph, or one figure if it is a
//! scan.

use crate::pdf_import::{Importer, Scope};
use crate::pdf_object::{Dictionary, Objects, Value};
use crate::pdf_pages::{self, Content, Frame, Shape, Transform};
use crate::pdf_structure::{Placed, Structure};
use crate::pdf_tree::Tree;
use crate::{pdf_inspection, pdf_links};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object};
use hayro_syntax::page::Page;
use std::collections::HashMap;

/// A file whose pages are inserted.
pub(crate) struct Inset<'a> {
    /// The title that people know it by.
    pub title: &'a str,
    /// The page of the document that shows its first page, counted from 0. The others follow.
    pub first: usize,
    /// The level of the heading above it.
    pub level: u8,
    pub content: &'a [u8],
}

/// The space for the page number at the foot of a page, in points: 13 mm.
const FOOT: f64 = 37.0;

/// How a page of a file is drawn.
struct Drawn {
    /// Its content objects, in order.
    contents: Vec<Value>,
    resources: Dictionary,
    /// Whether its marks are part of the structure.
    is_tagged: bool,
}

/// Inserts the pages of files into a document.
///
/// # Errors
/// A sentence that says which file cannot be inserted.
pub(crate) fn placed(document: &[u8], insets: &[Inset<'_>], title: &str, identity: &[u8]) -> Result<Vec<u8>, String> {
    let own = Pdf::new(document.to_vec()).map_err(|_| "the document cannot be read again".to_owned())?;
    let mut objects = Objects::default();
    let mut importer = Importer::new(&own, Scope::Everything);
    let root = importer.number(&mut objects, own.xref().root_id().into());
    importer.finish(&mut objects);
    let mut tree = Tree::of(&objects, root).ok_or("the document has no pages")?;
    for inset in insets {
        let told = |why: String| format!("“{}”: {why}", inset.title);
        let pdf = pdf_inspection::opened(inset.content).map_err(told)?;
        put_in(&mut objects, &mut tree, inset, &pdf).map_err(told)?;
    }
    tree.finish(&mut objects, root);
    let information = Dictionary::default().with("Title", Value::words(title)).with("Creator", Value::words("Moothall"));
    Ok(objects.written(root, information, identity))
}

fn put_in(objects: &mut Objects, tree: &mut Tree, inset: &Inset<'_>, pdf: &Pdf) -> Result<(), String> {
    let mut importer = Importer::new(pdf, Scope::Shown);
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    let is_tagged = pdf_inspection::is_tagged(&catalog);
    let part = objects.next_number();
    let mut placed = Placed { pages: HashMap::new(), annotations: HashMap::new() };
    let mut links = Vec::new();
    let mut drawn = Vec::new();
    for (at, page) in pdf.pages().iter().enumerate() {
        let number = *tree.pages.get(inset.first + at).ok_or("it has more pages than were left for it")?;
        let shape = Shape::of(page).ok_or("one of its pages has no size")?;
        let room = room_of(objects, number).ok_or("a page that was left for it has no size")?;
        let transform = shape.fitted(&room);
        let one = draw(objects, &mut importer, page, is_tagged);
        if one.is_tagged
            && let Some(id) = page.raw().obj_id()
        {
            placed.pages.insert((id.obj_number, id.gen_number), number);
        }
        links.extend(pdf_links::taken(objects, page, number, &transform, &mut placed.annotations));
        drawn.push((number, shape, transform, one));
    }
    // Import everything that pages refer to before anything is added to it.
    importer.finish(objects);
    let mut structure = Structure::new(pdf, &placed, &mut importer, inset.level);
    let mut kids = if is_tagged { structure.take(objects, part) } else { Vec::new() };
    let mut tags = structure.tags;
    let count = drawn.len();
    for (at, (number, shape, transform, one)) in drawn.into_iter().enumerate() {
        let page = &pdf.pages()[at];
        if !one.is_tagged {
            let element = untagged(
                objects,
                part,
                number,
                pdf_pages::has_text(page),
                &format!("Page {} of {count} of “{}”", at + 1, inset.title),
            );
            tags.marks.insert(number, [(0, element)].into());
            kids.push(Value::Reference(element));
        }
        compose(objects, number, &shape, &transform, one);
    }
    importer.finish(objects);
    kids.extend(pdf_links::tagged(objects, part, links, &mut tags));
    let element = Dictionary::default()
        .with("Type", Value::name("StructElem"))
        .with("S", Value::name("Part"))
        .with("T", Value::words(inset.title))
        .with("K", Value::Array(kids));
    tree.add_part(objects, inset.first, part, element, &tags);
    Ok(())
}

/// Returns the area of a page above its foot.
fn room_of(objects: &Objects, page: u32) -> Option<Frame> {
    let page = objects.dictionary(page)?;
    let edges: Vec<f64> = objects
        .entry(page, "MediaBox")
        .as_array()?
        .iter()
        .filter_map(|edge| if let Value::Number(edge) = edge { Some(*edge) } else { None })
        .collect();
    let [left, bottom, right, top] = edges.try_into().ok()?;
    Some(Frame { left, bottom: bottom + FOOT, width: right - left, height: top - bottom - FOOT })
}

/// Imports what a page shows, with the resources that its content names.
fn draw(objects: &mut Objects, importer: &mut Importer<'_>, page: &Page<'_>, is_tagged: bool) -> Drawn {
    let resources = resources(objects, importer, page.raw());
    let content = page.page_stream().unwrap_or_default();
    let told = Content::of(content);
    if is_tagged && told.has_whole_marks() {
        let mut contents = contents(objects, importer, page.raw());
        contents.insert(0, plain_stream(objects, &told.beginning()));
        contents.push(plain_stream(objects, &format!("\n{}", told.end())));
        return Drawn { contents, resources, is_tagged: true };
    }
    // In a form object, nothing the content leaves open or restores affects what is outside.
    let edges = page.intersected_crop_box();
    let form = Dictionary::default()
        .with("Type", Value::name("XObject"))
        .with("Subtype", Value::name("Form"))
        .with("BBox", Value::Array([edges.x0, edges.y0, edges.x1, edges.y1].map(Value::Number).to_vec()))
        .with("Resources", Value::Dictionary(resources));
    let beginning = told.beginning();
    let end = told.end();
    let content = [beginning.as_bytes(), content, b"\n", end.as_bytes()].concat();
    let form = objects.add(packed(form, &content));
    let kind = if pdf_pages::has_text(page) { "P" } else { "Figure" };
    let shown = plain_stream(objects, &format!("/{kind} <</MCID 0>> BDC\n/Page Do\nEMC\n"));
    let forms = Dictionary::default().with("Page", Value::Reference(form));
    let resources = Dictionary::default().with("XObject", Value::Dictionary(forms));
    Drawn { contents: vec![shown], resources, is_tagged: false }
}

/// Returns the resources of a page, its own or inherited.
fn resources(objects: &mut Objects, importer: &mut Importer<'_>, page: &Dict<'_>) -> Dictionary {
    let mut at = page.clone();
    for _ in 0..50 {
        if let Some(resources) = at.get::<Dict<'_>>("Resources") {
            return importer.dictionary(objects, &resources, 0);
        }
        let Some(above) = at.get::<Dict<'_>>("Parent") else { break };
        at = above;
    }
    Dictionary::default()
}

fn contents(objects: &mut Objects, importer: &mut Importer<'_>, page: &Dict<'_>) -> Vec<Value> {
    let Some(contents) = page.get_raw::<Object<'_>>("Contents") else { return Vec::new() };
    let streams = match (&contents, page.get::<Array<'_>>("Contents")) {
        (_, Some(array)) => array.raw_iter().collect(),
        (MaybeRef::Ref(reference), None) => vec![MaybeRef::Ref(*reference)],
        _ => Vec::new(),
    };
    // Readers skip an entry that is not a stream, but here it would make the whole document unreadable.
    let streams: Vec<_> = streams.into_iter().filter(|one| one.as_obj_ref().is_some_and(|one| importer.is_stream(one))).collect();
    streams.iter().map(|stream| importer.value(objects, stream, 0)).collect()
}

fn plain_stream(objects: &mut Objects, content: &str) -> Value {
    Value::Reference(objects.add(Value::Stream(Dictionary::default(), content.as_bytes().to_vec())))
}

/// Returns a stream with compressed content.
fn packed(dictionary: Dictionary, content: &[u8]) -> Value {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail; if it did, the content would stay uncompressed.
    match encoder.write_all(content).and_then(|()| encoder.finish()) {
        Ok(packed) => Value::Stream(dictionary.with("Filter", Value::name("FlateDecode")), packed),
        Err(_) => Value::Stream(dictionary, content.to_vec()),
    }
}

/// Adds the element of a page without tags: a paragraph if it has text, otherwise a figure.
fn untagged(objects: &mut Objects, parent: u32, page: u32, has_text: bool, name: &str) -> u32 {
    let mut element = Dictionary::default()
        .with("Type", Value::name("StructElem"))
        .with("S", Value::name(if has_text { "P" } else { "Figure" }))
        .with("P", Value::Reference(parent))
        .with("Pg", Value::Reference(page))
        .with("K", Value::Array(vec![Value::whole(0_u32)]));
    if !has_text {
        element.insert("Alt", Value::words(&format!("{name}: an image of a page, with no text available")));
    }
    objects.add(Value::Dictionary(element))
}

/// Makes a page of the document show a page of a file above its number.
#[expect(clippy::many_single_char_names, reason = "the six numbers of a matrix, as ISO 32000 names them")]
fn compose(objects: &mut Objects, number: u32, shape: &Shape, transform: &Transform, drawn: Drawn) {
    let foot = foot_of(objects, number);
    let [a, b, c, d, e, f] = transform.0;
    let Frame { left, bottom, width, height } = shape.frame;
    let begin = format!("q {a:.6} {b:.6} {c:.6} {d:.6} {e:.4} {f:.4} cm {left:.4} {bottom:.4} {width:.4} {height:.4} re W n\n");
    let mut contents = vec![plain_stream(objects, &begin)];
    contents.extend(drawn.contents);
    let mut resources = drawn.resources;
    match foot {
        Some(foot) => {
            contents.push(plain_stream(objects, "\nQ\nq /MoothallFoot Do Q\n"));
            let mut forms = objects.entry(&resources, "XObject").as_dictionary().cloned().unwrap_or_default();
            forms.insert("MoothallFoot", Value::Reference(foot));
            resources.insert("XObject", Value::Dictionary(forms));
        }
        None => contents.push(plain_stream(objects, "\nQ\n")),
    }
    if let Some(page) = objects.dictionary_mut(number) {
        page.insert("Contents", Value::Array(contents));
        page.insert("Resources", Value::Dictionary(resources));
    }
}

/// Turns what the typesetter wrote on a page into a form object.
fn foot_of(objects: &mut Objects, page: u32) -> Option<u32> {
    let page = objects.dictionary(page)?.clone();
    let resources = page.get("Resources").cloned().unwrap_or(Value::Dictionary(Dictionary::default()));
    let edges = page.get("MediaBox").cloned()?;
    let content = objects.entry(&page, "Contents").clone();
    let content = match content {
        Value::Array(streams) => streams.first().map(|first| objects.resolved(first).clone())?,
        other => other,
    };
    let Value::Stream(dictionary, content) = content else { return None };
    let form = dictionary
        .with("Type", Value::name("XObject"))
        .with("Subtype", Value::name("Form"))
        .with("BBox", edges)
        .with("Resources", resources);
    Some(objects.add(Value::Stream(form, content)))
}
