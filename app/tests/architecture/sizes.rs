//! How long a source may be, how full a folder, and how large a crate: what one sitting, one glance and one person can take in.

use crate::architecture::project::Source;
use std::collections::BTreeMap;

/// The maximum number of lines in a source.
const MOST_LINES: usize = 400;

/// The maximum number of sources in a folder.
const MOST_FILES: usize = 25;

/// The maximum number of lines in what a crate is compiled from, without its tests through HTTP.
const MOST_LINES_OF_A_CRATE: usize = 8_000;

/// Returns sources that are too long to read in one go.
pub(crate) fn too_long(sources: &[Source]) -> Vec<String> {
    let long = sources.iter().filter(|source| source.lines > MOST_LINES);
    long.map(|source| {
        format!(
            "{}: {} lines, at most {MOST_LINES} are wanted. Divide it by what its parts are about.",
            source.path, source.lines
        )
    })
    .collect()
}

/// Returns folders with more sources than can be seen at a glance.
pub(crate) fn too_full(sources: &[Source]) -> Vec<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources {
        *folders.entry(source.path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let full = folders.into_iter().filter(|(_, count)| *count > MOST_FILES);
    full.map(|(folder, count)| format!("{folder}: {count} sources, at most {MOST_FILES} are wanted. Give each subject a folder."))
        .collect()
}

/// Returns crates that are too large.
pub(crate) fn too_large(sources: &[Source]) -> Vec<String> {
    let mut crates: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.path.starts_with(&format!("{}/src/", source.folder))) {
        *crates.entry(&source.folder).or_default() += source.lines;
    }
    let large = crates.into_iter().filter(|(_, lines)| *lines > MOST_LINES_OF_A_CRATE);
    large
        .map(|(folder, lines)| {
            format!("{folder}: {lines} lines, at most {MOST_LINES_OF_A_CRATE} are wanted. Divide it along a seam.")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, lines: usize) -> Source {
        Source::new("capabilities/reports", &format!("capabilities/reports/{path}"), &"\n".repeat(lines))
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(too_long(&[source("src/report_store.rs", MOST_LINES)]).is_empty());
        assert_eq!(too_long(&[source("src/report_store.rs", MOST_LINES + 1)]).len(), 1);
    }

    #[test]
    fn a_full_folder_is_found() {
        let sources = |count: usize| -> Vec<Source> { (0..count).map(|number| source(&format!("src/{number}.rs"), 1)).collect() };
        assert!(too_full(&sources(MOST_FILES)).is_empty());
        assert_eq!(too_full(&sources(MOST_FILES + 1)).len(), 1);
    }

    #[test]
    fn a_large_crate_is_found_and_its_tests_are_not_counted() {
        let tests = source("tests/reports.rs", MOST_LINES_OF_A_CRATE);
        assert!(too_large(&[source("src/lib.rs", MOST_LINES_OF_A_CRATE), tests]).is_empty());
        assert_eq!(too_large(&[source("src/lib.rs", MOST_LINES_OF_A_CRATE), source("src/kind.rs", 1)]).len(), 1);
    }
}
