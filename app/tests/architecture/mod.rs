//! Tests of what ARCHITECTURE.md says about the crates and sources of this project.
//!
//! Each rule is a function that takes crates or sources and returns its faults, each a sentence that names the file and says
//! what to do. Each is also run on invented sources in which it must find a fault, so that a rule that no longer detects
//! anything is noticed.

mod crates;
mod project;
mod rust_text;
mod sizes;
mod statements;
mod words;

use project::Project;

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} against the architecture:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn crates_form_floors() {
    let project = Project::read();
    assert!(project.crates.iter().any(|one| one.folder == "base/foundation"), "the crates are found");
    assert_none(&crates::base_stands_alone(&project.crates));
    assert_none(&crates::no_circles(&project.crates));
    assert_none(&crates::every_test_is_run(&project.sources));
}

#[test]
fn only_the_program_knows_all_capabilities() {
    let project = Project::read();
    assert_none(&crates::only_the_program_knows_all(&project.crates));
}

#[test]
fn a_capability_leaves_the_tables_of_others_alone() {
    let project = Project::read();
    let tables = statements::tables(&project.sources);
    assert!(tables.len() > 10, "the tables are found: {tables:?}");
    assert_none(&statements::others_tables(&project.sources));
}

#[test]
fn statements_stand_in_stores() {
    assert_none(&statements::outside_stores(&Project::read().sources));
}

#[test]
fn only_the_clock_tells_the_time() {
    assert_none(&words::time_and_chance(&Project::read().sources));
}

#[test]
fn pages_speak_plainly() {
    let project = Project::read();
    assert!(project.guides.len() > 10, "the guides are found");
    assert_none(&words::phrases(&project.sources, &project.guides));
}

#[test]
fn pages_are_made_of_components() {
    assert_none(&words::raw_classes(&Project::read().sources));
}

#[test]
fn files_are_finished_and_sources_small() {
    let project = Project::read();
    assert!(project.sources.len() > 100, "the sources are found");
    assert_none(&words::unfinished(&project.sources));
    assert_none(&sizes::too_long(&project.sources));
    assert_none(&sizes::too_full(&project.sources));
    assert_none(&sizes::too_large(&project.sources));
}
