//! The `repeated-entry` rule.

use crate::paper::What;
use crate::rules::{Checked, Found};
use crate::words::{content, short};
use foundation::text::title_key;

const ADVICE: &str = "Remove it or write the correct entry";

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for list in paper.lists() {
            let mut seen: Vec<String> = Vec::new();
            for position in list {
                let text = paper.pieces[position].what.text().unwrap_or_default();
                let key = title_key(text);
                // A one-word entry may legitimately be repeated, and so may a remark in brackets.
                if content(text).len() < 2 || text.starts_with(['(', '[']) {
                    continue;
                }
                if seen.contains(&key) {
                    found.add((at, position), "the list has this entry twice", short(text, 120), ADVICE);
                }
                seen.push(key);
            }
        }
        for (position, piece) in paper.pieces.iter().enumerate() {
            let What::Table { rows, .. } = &piece.what else { continue };
            for (row, cells) in rows.iter().enumerate().filter(|(_, cells)| cells.len() > 1) {
                let is_told = cells.iter().any(|cell| cell.chars().any(|character| character.is_ascii_digit()));
                if is_told && rows[..row].contains(cells) && !cells[0].is_empty() {
                    found.add((at, position), "the table has this row twice", cells.join(" | "), ADVICE);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, evidence, found, report, table};

    const RULE: &str = "repeated-entry";

    #[test]
    fn an_entry_stands_once() {
        let list = |last: &str| report(&[bullets(&["Harbour Lamps Group", "Ferry Forum of Ashmere", last])]);
        assert_eq!(evidence(RULE, &[list("Harbour  Lamps group")]), ["Harbour  Lamps group"]);
        assert!(found(RULE, &[list("Harbour Lamps Group meeting")]).is_empty());
        assert!(found(RULE, &[report(&[bullets(&["None", "Lamps", "None"])])]).is_empty());
    }

    #[test]
    fn a_row_stands_once() {
        let rows: &[&[&str]] = &[&["Flyer", "34"], &["Post", "30"], &["Flyer", "34"]];
        assert_eq!(found(RULE, &[report(&[table(&[], rows)])]).len(), 1);
        let rows: &[&[&str]] = &[&["Flyer", "34"], &["Post", "34"]];
        assert!(found(RULE, &[report(&[table(&[], rows)])]).is_empty());
    }
}
