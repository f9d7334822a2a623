//! The register of decisions and actions across all meetings.

pub(crate) mod list;
pub(crate) mod pages;
pub(crate) mod store;
