//! The sections of a report: their text, what is inserted into it, and how it becomes a document.

pub(crate) mod completed_store;
pub(crate) mod composing;
pub(crate) mod insertion;
pub(crate) mod notes;
pub(crate) mod pages;
pub(crate) mod reading;
