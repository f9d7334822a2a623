//! Inspects an uploaded PDF before it becomes part of a document: its properties, and anything that prevents its use.

use crate::pdf_pages::{self, Shape};
use documents::PdfFacts;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String as Text};
use hayro_syntax::{LoadPdfError, Pdf};

/// The maximum number of pages in one file.
pub(crate) const MOST_PAGES: usize = 1_000;
/// The maximum number of objects in one file.
const MOST_OBJECTS: usize = 500_000;
/// How many levels of nested dictionaries are searched.
const DEEPEST: usize = 6;

/// Opens a PDF.
///
/// # Errors
/// A sentence that says what is wrong and what to do.
pub(crate) fn opened(content: &[u8]) -> Result<Pdf, String> {
    let pdf = Pdf::new(content.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PROTECTED.to_owned(),
        LoadPdfError::Invalid => DAMAGED.to_owned(),
    })?;
    if is_encrypted(content) {
        return Err(PROTECTED.to_owned());
    }
    if pdf.pages().is_empty() {
        return Err(DAMAGED.to_owned());
    }
    Ok(pdf)
}

const PROTECTED: &str = "The PDF is protected by a password or restrictions. Remove the protection and upload it again";
const DAMAGED: &str = "The PDF is damaged and cannot be read. Save it again and upload the new copy";

/// Checks whether anything in it is encrypted, even if it opens without a password.
fn is_encrypted(content: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    let begins = |at: usize| {
        let after = content.get(at + KEY.len()..).unwrap_or_default();
        let after = after.trim_ascii_start();
        after.first().is_some_and(u8::is_ascii_digit) || after.starts_with(b"<<")
    };
    memory_of(content, KEY).any(begins)
}

/// Returns the positions of a sequence of bytes in the content.
fn memory_of<'a>(content: &'a [u8], sought: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    content.windows(sought.len()).enumerate().filter(move |(_, window)| *window == sought).map(|(at, _)| at)
}

/// Returns the properties of a PDF.
///
/// # Errors
/// A sentence that says what is wrong and what to do.
pub(crate) fn inspected(pdf: &Pdf) -> Result<PdfFacts, String> {
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(format!("The PDF has {} pages. The most is {MOST_PAGES}: split it into several files", pages.len()));
    }
    if pdf.len() > MOST_OBJECTS {
        return Err("The PDF is made of too many parts. Print it to a new PDF and upload that".to_owned());
    }
    refuse_what_acts(pdf)?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    refuse_what_hides(&catalog)?;
    let mut facts = PdfFacts { is_tagged: is_tagged(&catalog), has_language: has_language(&catalog), ..PdfFacts::default() };
    for (number, page) in (1_u32..).zip(pages.iter()) {
        let shape = Shape::of(page).ok_or_else(|| {
            format!("Page {number} of the PDF has no size that can be printed. Print it to a new PDF and upload that")
        })?;
        facts.sheets.push(shape.sheet());
        if !pdf_pages::has_text(page) {
            facts.without_text.push(number);
        }
        let is_other = |annotation: &Dict<'_>| {
            let kind = annotation.get::<Name<'_>>("Subtype");
            !kind.is_some_and(|kind| ["Link", "Popup"].contains(&kind.as_str()))
        };
        if pdf_pages::annotations(page).iter().any(is_other) {
            return Err(format!(
                "Page {number} of the PDF has comments or form fields, which would be lost. Print it to a new PDF and upload that"
            ));
        }
    }
    Ok(facts)
}

/// Checks whether it claims to have tags, and has some.
pub(crate) fn is_tagged(catalog: &Dict<'_>) -> bool {
    let marked = catalog.get::<Dict<'_>>("MarkInfo").and_then(|marks| marks.get::<bool>("Marked")).unwrap_or_default();
    marked && catalog.get::<Dict<'_>>("StructTreeRoot").is_some_and(|root| root.contains_key("K"))
}

fn has_language(catalog: &Dict<'_>) -> bool {
    catalog.get::<Text<'_>>("Lang").is_some_and(|language| !language.as_bytes().is_empty())
}

fn refuse_what_acts(pdf: &Pdf) -> Result<(), String> {
    for object in pdf.objects() {
        if acts(&object, 0) {
            return Err("The PDF contains JavaScript or starts a program. Print it to a new PDF and upload that".to_owned());
        }
    }
    Ok(())
}

fn acts(object: &Object<'_>, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let inner = |value: MaybeRef<Object<'_>>| match value {
        // Referenced objects are checked on their own.
        MaybeRef::Ref(_) => false,
        MaybeRef::NotRef(object) => acts(&object, depth + 1),
    };
    match object {
        Object::Dict(dictionary) => {
            let action = dictionary.get::<Name<'_>>("S");
            dictionary.contains_key("JS")
                || action.is_some_and(|action| ["JavaScript", "Launch"].contains(&action.as_str()))
                || dictionary.entries().any(|(_, value)| inner(value))
        }
        Object::Array(array) => array.raw_iter().any(inner),
        _ => false,
    }
}

/// Refuses embedded files and hidden layers, which would reach readers they were not meant for.
fn refuse_what_hides(catalog: &Dict<'_>) -> Result<(), String> {
    let has_files = catalog.get::<Dict<'_>>("Names").is_some_and(|names| names.contains_key("EmbeddedFiles"));
    if has_files || catalog.contains_key("Collection") {
        return Err("The PDF has other files inside it. Save it without attachments and upload it again".to_owned());
    }
    let layers = catalog.get::<Dict<'_>>("OCProperties").and_then(|layers| layers.get::<Dict<'_>>("D"));
    let hides = layers.is_some_and(|layers| {
        let off = layers.get::<Array<'_>>("OFF").is_some_and(|off| off.raw_iter().next().is_some());
        off || layers.get::<Name<'_>>("BaseState").is_some_and(|state| state.as_str() == "OFF")
    });
    if hides {
        return Err("The PDF has hidden layers. Print it to a new PDF and upload that".to_owned());
    }
    Ok(())
}
