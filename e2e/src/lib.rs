//! A browser walks what people do. Everything is in `tests/journeys.rs`, which starts the program as a visitor would, and in
//! `journeys/`, the scripts that drive Chromium and judge every page seen on the way.
//!
//! `cargo xtask test` runs all of it with the rest. Pictures of every page, wide and narrow, are kept in the folder that
//! `MOOTHALL_SCREENSHOTS` names.
