//! The program `moothall`: its commands, its configuration, and the wiring of base and capabilities. Only this crate depends on
//! all capabilities.

pub mod commands;
pub mod configuration;
pub mod demonstration;
pub mod file_modes;
pub mod logs;
pub mod pages;
pub mod saying;
pub mod serving;
pub mod wiring;
