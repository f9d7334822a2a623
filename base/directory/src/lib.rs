//! The directory of a council: the roles that people have, officers' posts and who holds them, and how people are named.
//!
//! No capability depends on another to name a person, a post or an agency.

mod names;
pub mod post_store;
pub mod roles;
mod tables;

pub use names::actor_name;
pub use post_store::{Holder, Post};
pub use tables::MIGRATIONS;

db::record_id!(
    /// The key of an officer's post.
    PostId
);
