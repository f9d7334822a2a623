//! The truths of real papers, which were worked out by hand.

use habits::Truth;
use std::path::PathBuf;

/// Where the truths are: beside the program that measures readings, unless an environment variable names another folder.
fn folder() -> PathBuf {
    std::env::var_os("MOOTHALL_TEST_TRUTHS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../reading/truth")), PathBuf::from)
}

#[test]
fn every_truth_is_understood_and_written_as_it_was() {
    let folder = folder();
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there are no truths in {}", folder.display());
        return;
    };
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        let truth = Truth::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!truth.file.is_empty() && !truth.parts.is_empty(), "{}", path.display());
        let again = Truth::parse(&truth.to_toml().expect("TOML")).expect("a truth");
        assert_eq!(again, truth, "{}", path.display());
        count += 1;
    }
    assert!(count >= 15, "only {count} truths in {}", folder.display());
}
