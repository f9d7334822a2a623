//! Packs as PDF: what is read of them, and what becomes of those that cannot be read.

mod faults;
mod packs;
mod typesetter;
