//! Pages for recording a meeting while it is held.

pub mod ending;
pub mod entries_view;
pub mod entry_form;
pub mod entry_pages;
pub mod interest_view;
pub mod item_pages;
pub mod item_view;
pub mod motion_view;
pub mod pages;
pub mod presence;
pub mod presence_view;
pub mod step_pages;
pub mod view;
pub mod work;
