//! Minutes: drafted from what was recorded, circulated, corrected and published.

pub mod draft_pages;
pub mod edit_pages;
pub mod minuting;
pub mod minuting_words;
pub mod publishing;
