//! Tables of transitions for the guides: a diagram, who may make each transition, and its conditions.

use std::fmt::Write as _;

/// A line of a table of transitions.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The state before.
    pub from: &'static str,
    /// The step.
    pub act: &'static str,
    /// The state after.
    pub to: &'static str,
    /// Who may take the step.
    pub who: &'static str,
    /// The conditions.
    pub holds: &'static str,
}

/// Returns the page for a table of transitions; `begins` is the first state.
pub fn page(title: &str, opening: &str, begins: &str, lines: &[Line]) -> String {
    let mut page = format!("# {title}\n\n{opening}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {begins}\n");
    // Writing to a String cannot fail.
    for line in lines {
        let _ = writeln!(page, "    {} --> {}: {}", line.from, line.to, line.act);
    }
    page.push_str("```\n\n| From | Step | To | Who | Condition |\n| --- | --- | --- | --- | --- |\n");
    for line in lines {
        let _ = writeln!(page, "| {} | {} | {} | {} | {} |", line.from, line.act, line.to, line.who, line.holds);
    }
    page.push_str("\nA test generates this page from the program's own table and fails if they differ.\n");
    page
}

/// Checks that a page in `docs/` matches the program. If `DOCS_UPDATE` is set, writes it instead.
///
/// # Panics
/// Panics if they differ, which fails the test.
pub fn assert_documented(file: &str, expected: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
    if std::env::var_os("DOCS_UPDATE").is_some() {
        std::fs::write(&path, expected).expect("the page is written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "docs/{file} differs from the table; DOCS_UPDATE=1 writes it");
}
