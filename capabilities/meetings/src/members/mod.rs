//! Who sits on boards: adding and removing members, correcting names, what is published about them.

pub mod details;
pub mod details_store;
pub mod name_store;
pub mod photo;
pub mod photo_store;
pub mod removal_store;
pub mod seat_store;
pub mod store;
pub mod tables;
