//! Who attends meetings: what members say ahead, their own pages, and what minutes record.

pub mod private_note_store;
pub mod reply_store;
pub mod store;
