//! What the checker finds in a draft, and the findings that someone dismissed with a reason.

pub(crate) mod pages;
pub(crate) mod store;
