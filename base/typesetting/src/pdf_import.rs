//! Imports objects from a PDF, together with those they refer to, under new numbers. Leaves out actions, anything hidden beside
//! the pages, and references back to the rest of the file.

use crate::pdf_object::{Dictionary, Objects, Value};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object, ObjectIdentifier, Stream};
use std::collections::HashMap;

/// Keys that are not followed: actions, descriptions, editors' own data, and the tags and annotations, which are rebuilt.
const LEFT_BEHIND: [&[u8]; 16] = [
    b"Parent",
    b"StructParent",
    b"StructParents",
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"OC",
    b"OPI",
    b"AF",
    b"AA",
    b"JS",
    b"Annots",
    b"Thumb",
    b"B",
    b"Ref",
    b"PtData",
];

/// Direct objects nested more deeply than this are read as null.
const DEEPEST: usize = 60;

/// Which keys of a PDF are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of them: the PDF is our own.
    Everything,
    /// Only what a page shows.
    Shown,
}

/// Imports objects from one PDF.
pub(crate) struct Importer<'a> {
    pdf: &'a Pdf,
    scope: Scope,
    numbers: HashMap<(i32, i32), u32>,
    waiting: Vec<(ObjectIdentifier, u32)>,
}

impl<'a> Importer<'a> {
    pub(crate) fn new(pdf: &'a Pdf, scope: Scope) -> Self {
        Self { pdf, scope, numbers: HashMap::new(), waiting: Vec::new() }
    }

    /// Returns the new number of an object, and queues the object for import if it has none yet.
    pub(crate) fn number(&mut self, objects: &mut Objects, reference: ObjRef) -> u32 {
        let id = ObjectIdentifier::from(reference);
        *self.numbers.entry((id.obj_number, id.gen_number)).or_insert_with(|| {
            let number = objects.next_number();
            self.waiting.push((id, number));
            number
        })
    }

    /// Converts a value; [`Importer::finish`] imports the objects that it refers to.
    pub(crate) fn value(&mut self, objects: &mut Objects, object: &MaybeRef<Object<'_>>, depth: usize) -> Value {
        match object {
            MaybeRef::Ref(reference) => Value::Reference(self.number(objects, *reference)),
            MaybeRef::NotRef(object) => self.direct(objects, object, depth),
        }
    }

    fn direct(&mut self, objects: &mut Objects, object: &Object<'_>, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        match object {
            Object::Null(_) => Value::Null,
            Object::Boolean(value) => Value::Boolean(*value),
            Object::Number(number) => Value::Number(number.as_f64()),
            Object::String(text) => Value::Text(text.as_bytes().to_vec()),
            Object::Name(name) => Value::Name(name.as_ref().to_vec()),
            Object::Array(array) => self.array(objects, array, depth),
            Object::Dict(dictionary) => Value::Dictionary(self.dictionary(objects, dictionary, depth)),
            Object::Stream(stream) => self.stream(objects, stream, depth),
        }
    }

    fn array(&mut self, objects: &mut Objects, array: &Array<'_>, depth: usize) -> Value {
        Value::Array(array.raw_iter().map(|item| self.value(objects, &item, depth + 1)).collect())
    }

    pub(crate) fn dictionary(&mut self, objects: &mut Objects, dictionary: &Dict<'_>, depth: usize) -> Dictionary {
        let mut taken = Dictionary::default();
        for (key, value) in dictionary.entries() {
            if self.scope == Scope::Everything || !LEFT_BEHIND.contains(&key.as_ref()) {
                taken.insert(key.as_ref().to_vec(), self.value(objects, &value, depth + 1));
            }
        }
        taken
    }

    fn stream(&mut self, objects: &mut Objects, stream: &Stream<'_>, depth: usize) -> Value {
        let mut taken = self.dictionary(objects, stream.dict(), depth);
        // The content is embedded here, so a reference to an external file no longer applies.
        for key in ["Length", "F", "FFilter", "FDecodeParms"] {
            taken.remove(key);
        }
        Value::Stream(taken, stream.raw_data().into_owned())
    }

    /// Checks whether an object of the file is a stream.
    pub(crate) fn is_stream(&self, reference: ObjRef) -> bool {
        self.pdf.xref().get::<Stream<'_>>(reference.into()).is_some()
    }

    /// Imports all objects that were referred to, and those they refer to in turn.
    pub(crate) fn finish(&mut self, objects: &mut Objects) {
        while let Some((id, number)) = self.waiting.pop() {
            let value = self.pdf.xref().get::<Object<'_>>(id).map_or(Value::Null, |object| self.direct(objects, &object, 0));
            objects.put(number, value);
        }
    }
}
