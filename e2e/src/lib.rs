//! Browser tests of what people do. Everything is in `tests/journeys.rs`, which starts the program as a visitor would, and in
//! `journeys/`, the scripts that drive Chromium and check every page seen on the way.
//!
//! `cargo xtask test` runs all of it with the rest. Screenshots of every page, wide and narrow, are saved in the folder that
//! `MOOTHALL_SCREENSHOTS` names.
