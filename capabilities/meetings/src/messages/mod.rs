//! Emails to the members of a board.

pub mod telling;
