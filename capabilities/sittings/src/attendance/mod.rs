//! A member's own meetings: attendance, interests and notes.

pub mod own_meetings_pages;
pub mod own_meetings_view;
