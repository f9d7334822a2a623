//! Typesets documents with Typst as PDF files that a screen reader can follow: PDF/UA-1 and PDF/A-2a at once.
//!
//! [`typeset`] runs in this process and cannot be stopped once it has started. The program therefore uses
//! [`ConfinedTypesetter`], which typesets in child processes of the same program with resource limits; [`serve`] is what such a
//! child runs.
//!
//! The text of a document reaches Typst as data, never as markup (`document.typ` reads it from a virtual file), so it can only
//! ever be printed. The same document gives the same bytes in every process.

mod compile;
mod confined_typesetter;
mod emptiness;
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

/// Returns the version of the typesetting. It changes with the template, the typeface, the preparation rules or Typst, so that
/// documents are typeset again.
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

/// Checks whether a document is small enough to be typeset, without typesetting it. Its pictures and files are not checked.
///
/// # Errors
/// The place that cannot be typeset, and what to do.
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

/// Incremented whenever the output of [`prepare`] changes.
const PREPARATION: u32 = 3;
