//! Questions at the meeting: the plan of question time, and what is recorded of it.

pub(crate) mod form;
pub(crate) mod pages;
pub(crate) mod part;
pub(crate) mod plan_pages;
pub(crate) mod sitting_view;
