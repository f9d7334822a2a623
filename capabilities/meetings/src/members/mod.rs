//! Who sits on boards: adding and removing members, correcting names, what is published about them.

pub(crate) mod changing;
pub(crate) mod confirmations;
pub(crate) mod details;
pub(crate) mod details_pages;
pub(crate) mod details_store;
pub(crate) mod manage_pages;
pub(crate) mod name_store;
pub(crate) mod pages;
pub(crate) mod people_pages;
pub(crate) mod photo;
pub(crate) mod photo_pages;
pub(crate) mod photo_store;
pub(crate) mod removal_store;
pub(crate) mod roll_over_pages;
pub(crate) mod seat_store;
pub(crate) mod store;
pub(crate) mod tables;
