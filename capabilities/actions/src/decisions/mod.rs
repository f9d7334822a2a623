//! The register of decisions and actions across all meetings.

pub mod list;
pub mod pages;
pub mod store;
