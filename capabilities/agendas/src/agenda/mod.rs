//! Publishing an agenda: its check, the page that publishes it, and previews of its packs.

pub mod check;
pub mod preview;
pub mod publish_pages;
pub mod publishing;
