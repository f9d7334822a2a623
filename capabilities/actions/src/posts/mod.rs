//! The posts of officers, and who holds them.

pub mod pages;
