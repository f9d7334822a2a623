//! The diagram in the guide matches the program.

const GUIDE: &str = include_str!("../../../docs/annual-reports.md");

#[test]
fn the_guide_has_the_states_as_the_program_knows_them() {
    let diagram = annual_reports::diagram();
    let expected = format!("```mermaid\n{diagram}```");
    assert!(GUIDE.contains(&expected), "docs/annual-reports.md should hold:\n{expected}");
}
