//! What an author types, Markdown with tables, footnotes and charts, and the blocks of documents that it becomes.

mod chart;
mod reading;
mod typing;

pub use chart::{OwnChart, WORD as CHART, faults as chart_faults};
pub use reading::{LONGEST, blocks, numbered};
pub use typing::typed;
