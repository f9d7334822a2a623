//! Checks of the tables of states that capabilities declare, and of the guides made from them.

use lifecycle::{Lifecycle, Words};
use std::path::Path;

/// Checks that a table of states is sound.
///
/// # Panics
/// Panics with the faults of the table, which fails the test.
pub fn assert_sound<State: Words, Step: Words, Taker: Words, Condition: Words>(life: &Lifecycle<State, Step, Taker, Condition>) {
    let faults = life.faults();
    assert!(faults.is_empty(), "{}: {}", life.title, faults.join(" "));
}

/// Checks that a page in `docs/` consists of these sections. If `DOCS_UPDATE` is set, writes it instead.
///
/// # Panics
/// Panics if they differ, which fails the test.
pub fn assert_documented(file: &str, sections: &[String]) {
    let page =
        format!("{}\nA test makes this page from the program's own table, and fails if they differ.\n", sections.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
    if std::env::var_os("DOCS_UPDATE").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, page, "docs/{file} differs from the table; DOCS_UPDATE=1 writes it");
}
