//! Reports to boards: reading and showing what was published.

pub mod report;
