//! Written answers, and publishing a question with its answer.

pub(crate) mod pages;
pub(crate) mod publish_pages;
pub(crate) mod publishing;
