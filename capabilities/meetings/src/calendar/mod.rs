//! Lists of meetings, and the identifiers that the former site gave them.

pub mod former_store;
pub mod lists;
