//! Documents as PDF files that a screen reader can follow: PDF/UA-1 and PDF/A-2a at once, typeset by Typst.
//!
//! [`typeset`] does it in this process. It cannot be stopped once it has begun, so the program asks [`ConfinedTypesetter`], which
//! has it done by children of the same program with limits; [`serve`] is what such a child runs.
//!
//! What a document says reaches Typst as data, never as markup (`document.typ` reads it from a virtual file), so no text can do
//! more than be printed. The same document gives the same bytes, in every process.

mod compile;
mod confined_typesetter;
mod limits;
mod obstacle;
mod pdf_import;
mod pdf_inspection;
mod pdf_links;
mod pdf_object;
mod pdf_pages;
mod pdf_placing;
mod pdf_structure;
mod pdf_tree;
mod place;
mod prepare;
mod typeface;
mod world;

use documents::{Document, Form, Print, TypesetError};
use std::sync::LazyLock;

pub use compile::{inspect, typeset};
pub use confined_typesetter::{ConfinedTypesetter, serve};

/// Tells one manner of typesetting from another: other when the template, the typeface, the rules before it or Typst are others, so that
/// documents are made anew.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(world::TEMPLATE_TEXT.as_bytes());
        for face in assets::faces() {
            hasher.update(face);
        }
        format!("{PREPARATION}-typst-0.15.1-{}", &hasher.finalize().to_hex()[..16])
    });
    &VERSION
}

/// Looks whether a document is of a size that can be typeset, without typesetting it. Its pictures and files are not looked at.
///
/// # Errors
/// The place that stands in the way, and what to do.
pub fn check(document: &Document) -> Result<(), TypesetError> {
    let print = Print {
        title: document.title.clone(),
        document: document.clone(),
        form: Form::Paper,
        publisher: String::new(),
        running_head: String::new(),
        dated: chrono::DateTime::UNIX_EPOCH,
    };
    prepare::prepare(&print, &[]).map(|_| ())
}

/// Counts up when [`prepare`] makes other documents ready than before.
const PREPARATION: u32 = 3;
