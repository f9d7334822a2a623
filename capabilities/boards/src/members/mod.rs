//! Pages for managing the people of a board: members, their details and photos, and the next year.

pub mod changing;
pub mod confirmations;
pub mod details_pages;
pub mod manage_pages;
pub mod people_pages;
pub mod photo_pages;
pub mod roll_over_pages;
