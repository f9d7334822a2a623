//! Reads packs as PDF, including those that cannot be read.

mod faults;
mod packs;
mod typesetter;
