//! The template of reports, with its versions.

pub(crate) mod pages;
pub(crate) mod store;
