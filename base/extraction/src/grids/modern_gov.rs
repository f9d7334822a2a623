//! Items of ModernGov whose headings and paragraphs ran together when their page was saved as text.

use crate::pieces::Line;
use crate::sheet::Sheet;

/// Labels that are printed on a line of their own.
const LABELS: &[&str] = &["Additional documents:", "Minutes:", "Decision:", "Decisions:"];

/// Words that begin a paragraph.
const BEGINNINGS: &[&str] =
    &["RESOLVED:", "RESOLVED -", "RESOLVED –", "RESOLVED that", "RESOLVED That", "RESOLVED (", "RECOMMENDED:"];

/// Writes the line of one item.
pub(super) fn write(line: &Line, sheet: &mut Sheet) {
    if !LABELS.iter().any(|label| line.text.contains(label)) {
        return super::line_of_names(line, sheet);
    }
    let mut begun = 0;
    let mut places: Vec<usize> = Vec::new();
    for label in LABELS {
        places.extend(line.text.match_indices(label).flat_map(|(at, _)| [at, at + label.len()]));
    }
    for beginning in BEGINNINGS {
        places.extend(line.text.match_indices(beginning).map(|(at, _)| at));
    }
    places.sort_unstable();
    places.push(line.text.len());
    for place in places {
        let is_word =
            place == line.text.len() || line.text.get(..place).is_some_and(|text| text.ends_with([' ', ':']) || text.is_empty());
        if let Some(part) = line.text.get(begun..place).filter(|part| is_word && !part.trim().is_empty()) {
            sheet.line(&Line { text: part.trim().to_owned(), ..line.clone() });
            sheet.gap();
            begun = place;
        }
    }
}
