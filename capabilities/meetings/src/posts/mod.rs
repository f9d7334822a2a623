//! The posts of officers, and who holds them.

pub(crate) mod pages;
pub(crate) mod store;
