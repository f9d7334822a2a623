//! Importing a Word document as a report.

pub(crate) mod fields;
pub(crate) mod pages;
pub(crate) mod result;
pub(crate) mod word_texts;
