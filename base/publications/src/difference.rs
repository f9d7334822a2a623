//! A line-by-line comparison of two versions.

use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The line is in both versions.
    Same(String),
    /// The line is only in the older version.
    Removed(String),
    /// The line is only in the newer version.
    Added(String),
    /// The number of unchanged lines left out here.
    Skipped(usize),
}

/// The number of unchanged lines shown around each change.
const CONTEXT: usize = 2;

/// Compares two texts line by line, leaving out long runs of unchanged lines. Returns an empty list if the texts are equal.
///
/// The time is bounded: two long texts with nothing in common come out as all removed and all added.
pub fn difference(older: &str, newer: &str) -> Vec<Change> {
    if older == newer {
        return Vec::new();
    }
    let compared = TextDiff::configure().timeout(Duration::from_millis(500)).diff_lines(older, newer);
    let changes: Vec<Change> = compared
        .iter_all_changes()
        .map(|change| {
            let line = change.value().trim_end().to_owned();
            match change.tag() {
                ChangeTag::Equal => Change::Same(line),
                ChangeTag::Delete => Change::Removed(line),
                ChangeTag::Insert => Change::Added(line),
            }
        })
        .collect();
    shortened(changes)
}

fn shortened(changes: Vec<Change>) -> Vec<Change> {
    let differs: Vec<usize> =
        changes.iter().enumerate().filter(|(_, change)| !matches!(change, Change::Same(_))).map(|(place, _)| place).collect();
    let mut near = vec![false; changes.len()];
    for place in differs {
        let end = (place + CONTEXT + 1).min(changes.len());
        near[place.saturating_sub(CONTEXT)..end].fill(true);
    }
    let mut shown = Vec::new();
    let mut skipped = 0;
    for (change, near) in changes.into_iter().zip(near) {
        if near {
            if skipped > 0 {
                shown.push(Change::Skipped(std::mem::take(&mut skipped)));
            }
            shown.push(change);
        } else {
            skipped += 1;
        }
    }
    if skipped > 0 {
        shown.push(Change::Skipped(skipped));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_changed_with_a_little_around_it() {
        let older = "a\nb\nc\nd\ne\nf\ng\n";
        let newer = "a\nb\nc\nd\nE\nf\ng\n";
        let expected = [
            Change::Skipped(2),
            Change::Same("c".into()),
            Change::Same("d".into()),
            Change::Removed("e".into()),
            Change::Added("E".into()),
            Change::Same("f".into()),
            Change::Same("g".into()),
        ];
        assert_eq!(difference(older, newer), expected);
        assert!(difference(older, older).is_empty());
    }
}
