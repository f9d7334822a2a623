//! Figures and charts in a report: finding them, inserting them, and where they come from.

pub(crate) mod live;
pub(crate) mod pages;
pub(crate) mod sentence;
pub(crate) mod source_pages;
pub(crate) mod sparkline;
