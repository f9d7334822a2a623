//! Comments on a report, with replies.

pub(crate) mod pages;
pub(crate) mod store;
