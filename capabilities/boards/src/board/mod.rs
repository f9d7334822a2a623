//! Pages for creating and managing a board.

pub mod desk_pages;
pub mod edit_pages;
pub mod work;
