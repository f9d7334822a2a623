//! Pages of the work programme: for the clerk who plans it, and as published.

pub mod form;
pub mod pages;
pub mod public_pages;
