//! Who attends meetings: what members say ahead, their own pages, and what minutes record.

pub(crate) mod own_meetings_pages;
pub(crate) mod own_meetings_view;
pub(crate) mod private_note_store;
pub(crate) mod reply_store;
pub(crate) mod store;
