//! The trees of a typeset document: its pages, its structure, and the element that each mark on a page belongs to.

use crate::pdf_object::{Dictionary, Objects, Value};
use crate::pdf_structure::Tags;
use std::collections::BTreeMap;

/// The parts of a document that change when pages are inserted.
pub(crate) struct Tree {
    /// The object of each page, in order.
    pub pages: Vec<u32>,
    structure: u32,
    /// The entries of the parent tree (ISO 32000-1, 14.7.4.4), by key.
    parents: BTreeMap<u32, Value>,
}

/// Our own trees are never deeper than this.
const DEEPEST: usize = 40;

impl Tree {
    /// Returns the trees of a document; `None` if it has no pages or no tags.
    pub(crate) fn of(objects: &Objects, root: u32) -> Option<Self> {
        let catalog = objects.dictionary(root)?;
        let mut pages = Vec::new();
        pages_of(objects, catalog.get("Pages")?, &mut pages, 0);
        let structure = catalog.get("StructTreeRoot")?.as_reference()?;
        let mut parents = BTreeMap::new();
        numbers_of(objects, objects.entry(objects.dictionary(structure)?, "ParentTree"), &mut parents, 0);
        Some(Self { pages, structure, parents })
    }

    /// Adds the element of a file after the content of the page before its first.
    pub(crate) fn add_part(&mut self, objects: &mut Objects, first: usize, part: u32, element: Dictionary, tags: &Tags) {
        let before = first.checked_sub(1).and_then(|at| self.pages.get(at)).and_then(|page| self.last_of(objects, *page));
        let whole = self.whole(objects);
        if let Some(whole) = whole {
            insert_behind(objects, whole, before, part);
        }
        let element = element.with("P", Value::Reference(whole.unwrap_or(self.structure)));
        objects.put(part, Value::Dictionary(element));
        let mut next = self.parents.keys().next_back().map_or(0, |last| last + 1);
        let mut pages: Vec<_> = tags.marks.iter().collect();
        pages.sort_unstable_by_key(|(page, _)| **page);
        for (page, marks) in pages {
            let last = marks.keys().next_back().copied().unwrap_or_default();
            let of_mark = |mark| marks.get(&mark).map_or(Value::Null, |element| Value::Reference(*element));
            let elements = objects.add(Value::Array((0..=last).map(of_mark).collect()));
            self.parents.insert(next, Value::Reference(elements));
            if let Some(page) = objects.dictionary_mut(*page) {
                page.insert("StructParents", Value::whole(next));
            }
            next += 1;
        }
        let mut annotations: Vec<_> = tags.annotated.iter().collect();
        annotations.sort_unstable();
        for (annotation, element) in annotations {
            self.parents.insert(next, Value::Reference(*element));
            if let Some(annotation) = objects.dictionary_mut(*annotation) {
                annotation.insert("StructParent", Value::whole(next));
            }
            next += 1;
        }
    }

    /// Returns the element of the whole document.
    fn whole(&self, objects: &Objects) -> Option<u32> {
        let root = objects.dictionary(self.structure)?;
        match root.get("K")? {
            Value::Reference(number) if objects.dictionary(*number).is_some() => Some(*number),
            kids => objects.resolved(kids).as_array()?.first()?.as_reference(),
        }
    }

    /// Returns the child of the whole document's element that contains the last mark of a page.
    fn last_of(&self, objects: &Objects, page: u32) -> Option<u32> {
        let whole = self.whole(objects)?;
        let key = objects.dictionary(page)?.get("StructParents")?.as_count()?;
        let marks = objects.resolved(self.parents.get(&key)?).as_array()?;
        let mut at = marks.iter().rev().find_map(Value::as_reference)?;
        for _ in 0..DEEPEST {
            let above = objects.dictionary(at)?.get("P")?.as_reference()?;
            if above == whole {
                return Some(at);
            }
            at = above;
        }
        None
    }

    /// Writes the additions into the document, and removes its claims of conformance, which may not hold for inserted pages.
    pub(crate) fn finish(&self, objects: &mut Objects, root: u32) {
        let numbers = self.parents.iter().flat_map(|(key, value)| [Value::whole(*key), value.clone()]).collect();
        let tree = objects.add(Value::Dictionary(Dictionary::default().with("Nums", Value::Array(numbers))));
        let next = self.parents.keys().next_back().map_or(0, |last| last + 1);
        if let Some(structure) = objects.dictionary_mut(self.structure) {
            structure.insert("ParentTree", Value::Reference(tree));
            structure.insert("ParentTreeNextKey", Value::whole(next));
        }
        let metadata = objects.dictionary(root).and_then(|catalog| catalog.get("Metadata")).and_then(Value::as_reference);
        if let Some(Value::Stream(_, content)) = metadata.and_then(|metadata| objects.get_mut(metadata)) {
            *content = without_claims(&String::from_utf8_lossy(content)).into_bytes();
        }
    }
}

fn pages_of(objects: &Objects, node: &Value, pages: &mut Vec<u32>, depth: usize) {
    let Some(number) = node.as_reference().filter(|_| depth < DEEPEST) else { return };
    let Some(node) = objects.dictionary(number) else { return };
    match objects.entry(node, "Kids").as_array() {
        Some(kids) => kids.iter().for_each(|kid| pages_of(objects, kid, pages, depth + 1)),
        None => pages.push(number),
    }
}

fn numbers_of(objects: &Objects, node: &Value, numbers: &mut BTreeMap<u32, Value>, depth: usize) {
    let Some(node) = node.as_dictionary().filter(|_| depth < DEEPEST) else { return };
    for pair in objects.entry(node, "Nums").as_array().unwrap_or_default().chunks_exact(2) {
        if let [key, value] = pair
            && let Some(key) = key.as_count()
        {
            numbers.insert(key, value.clone());
        }
    }
    for kid in objects.entry(node, "Kids").as_array().unwrap_or_default() {
        numbers_of(objects, objects.resolved(kid), numbers, depth + 1);
    }
}

fn insert_behind(objects: &mut Objects, whole: u32, before: Option<u32>, part: u32) {
    let Some(dictionary) = objects.dictionary(whole) else { return };
    let mut kids = match objects.entry(dictionary, "K") {
        Value::Array(kids) => kids.clone(),
        Value::Null => Vec::new(),
        _ => dictionary.get("K").cloned().into_iter().collect(),
    };
    let at = before.and_then(|before| kids.iter().position(|kid| kid.as_reference() == Some(before)));
    kids.insert(at.map_or(kids.len(), |at| at + 1), Value::Reference(part));
    if let Some(dictionary) = objects.dictionary_mut(whole) {
        dictionary.insert("K", Value::Array(kids));
    }
}

/// Removes the claims of PDF/A and PDF/UA conformance from metadata.
fn without_claims(metadata: &str) -> String {
    let mut left = metadata;
    let mut kept = String::with_capacity(metadata.len());
    while let Some((before, tag)) = left.split_once('<') {
        kept.push_str(before);
        let is_claim = tag.starts_with("pdfaid:") || tag.starts_with("pdfuaid:");
        let name = tag.split(['>', ' ', '/']).next().unwrap_or_default();
        if let Some((_, after)) = tag.split_once(&format!("</{name}>")).filter(|_| is_claim) {
            left = after;
        } else {
            kept.push('<');
            left = tag;
        }
    }
    kept.push_str(left);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_standards_is_taken_away() {
        let metadata = "<rdf:Description><pdfuaid:part>1</pdfuaid:part><dc:title>A &lt; B</dc:title>\
                        <pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>";
        assert_eq!(without_claims(metadata), "<rdf:Description><dc:title>A &lt; B</dc:title></rdf:Description>");
    }
}
