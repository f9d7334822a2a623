//! Items of business from the draft agenda on, with the deadlines before a meeting.

pub mod deadline;
pub mod deadline_store;
pub mod item;
mod item_kind;
pub mod item_paper;
pub mod store;
