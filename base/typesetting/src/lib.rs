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
mod place;
mod prepare;
mod typeface;
mod world;

pub use compile::typeset;
pub use confined_typesetter::{ConfinedTypesetter, serve};

/// Changes whenever the same document may come out otherwise: with the template, the typeface, or Typst.
pub const VERSION: &str = concat!("1-typst-0.15.1-", env!("CARGO_PKG_VERSION"));
