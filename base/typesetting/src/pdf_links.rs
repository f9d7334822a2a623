//! The links on the pages of a file: links to web pages and email addresses are rebuilt at the page's new position.

use crate::pdf_object::{Dictionary, Objects, Value};
use crate::pdf_pages::{self, Transform};
use crate::pdf_structure::Tags;
use hayro_syntax::object::{Dict, Name, Rect, String as Text};
use hayro_syntax::page::Page;
use std::collections::HashMap;

/// The maximum number of links on one page.
const MOST: usize = 1_000;
/// The maximum length of an address, in bytes.
const LONGEST: usize = 2_000;

/// A link's object in the document, and the page that it is on.
pub(crate) struct Link {
    annotation: u32,
    page: u32,
}

/// Rebuilds the links of a page, and records in `known` the new object of each.
pub(crate) fn taken(
    objects: &mut Objects,
    page: &Page<'_>,
    number: u32,
    transform: &Transform,
    known: &mut HashMap<(i32, i32), u32>,
) -> Vec<Link> {
    let mut links = Vec::new();
    for annotation in pdf_pages::annotations(page).into_iter().take(MOST) {
        let Some((address, edges)) = address_of(&annotation) else { continue };
        let words = annotation.get::<Text<'_>>("Contents").map_or_else(|| address.clone(), |words| words.as_bytes().to_vec());
        let action = Dictionary::default()
            .with("Type", Value::name("Action"))
            .with("S", Value::name("URI"))
            .with("URI", Value::Text(address));
        let edges = transform.rectangle([edges.x0, edges.y0, edges.x1, edges.y1]);
        let link = Dictionary::default()
            .with("Type", Value::name("Annot"))
            .with("Subtype", Value::name("Link"))
            .with("Rect", Value::Array(edges.map(Value::Number).to_vec()))
            .with("Border", Value::Array(vec![Value::whole(0_u32); 3]))
            .with("F", Value::whole(4_u32))
            .with("Contents", Value::Text(words))
            .with("A", Value::Dictionary(action));
        let link = objects.add(Value::Dictionary(link));
        if let Some(id) = annotation.obj_id() {
            known.insert((id.obj_number, id.gen_number), link);
        }
        links.push(Link { annotation: link, page: number });
    }
    if let Some(page) = objects.dictionary_mut(number).filter(|_| !links.is_empty()) {
        page.insert("Annots", Value::Array(links.iter().map(|link| Value::Reference(link.annotation)).collect()));
        page.insert("Tabs", Value::name("S"));
    }
    links
}

/// Returns a link's address and its position on the page; `None` if it does not lead to a web page or an email address.
fn address_of(annotation: &Dict<'_>) -> Option<(Vec<u8>, Rect)> {
    if annotation.get::<Name<'_>>("Subtype")?.as_str() != "Link" {
        return None;
    }
    let address = annotation.get::<Dict<'_>>("A")?.get::<Text<'_>>("URI")?.as_bytes().to_vec();
    let begins = |scheme: &[u8]| address.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme));
    let is_taken = begins(b"https://") || begins(b"http://") || begins(b"mailto:");
    (is_taken && address.len() <= LONGEST).then(|| annotation.get::<Rect>("Rect").map(|edges| (address, edges)))?
}

/// Creates elements for the links that are missing from the file's own structure.
pub(crate) fn tagged(objects: &mut Objects, parent: u32, links: Vec<Link>, tags: &mut Tags) -> Vec<Value> {
    let mut elements = Vec::new();
    for Link { annotation, page } in links {
        if tags.annotated.contains_key(&annotation) {
            continue;
        }
        let reference = Dictionary::default()
            .with("Type", Value::name("OBJR"))
            .with("Pg", Value::Reference(page))
            .with("Obj", Value::Reference(annotation));
        let element = Dictionary::default()
            .with("Type", Value::name("StructElem"))
            .with("S", Value::name("Link"))
            .with("P", Value::Reference(parent))
            .with("Pg", Value::Reference(page))
            .with("K", Value::Array(vec![Value::Dictionary(reference)]));
        let element = objects.add(Value::Dictionary(element));
        tags.annotated.insert(annotation, element);
        elements.push(Value::Reference(element));
    }
    elements
}
