//! What was read, as a file that a person corrects: [`super::Answers`] with the doubts beside them.

use super::{PartKind, PartPlace, ReadPack};
use std::fmt::Write as _;

impl ReadPack {
    /// Writes what was read and what is in doubt as TOML, for a person to correct and [`super::Answers::read`] to read. `file` names
    /// the file.
    pub fn review(&self, file: &str) -> String {
        let mut text = format!(
            "# What was read from {}, and what is in doubt.\n\
             # Correct it, and list under `settled` what you have looked at: kind, board, day, attendance, items, resolution, end, draft,\n\
             # private, people, damage. `leave_out = true` imports nothing of a part. Then: moothall import --with THIS-FILE THE-PACK\n",
            one_line(file)
        );
        for doubt in self.doubts.iter().filter(|doubt| doubt.part.is_none()) {
            comment(&mut text, doubt.line, &format!("{}: {}", doubt.about.words(), doubt.says));
        }
        for (position, part) in self.parts.iter().enumerate() {
            text.push_str("\n[[part]]\n");
            self.write_part(&mut text, position, part);
        }
        text
    }

    fn write_part(&self, text: &mut String, position: usize, part: &PartPlace) {
        for doubt in self.doubts.iter().filter(|doubt| doubt.part == Some(position)) {
            comment(text, doubt.line, &format!("{}: {}", doubt.about.words(), doubt.says));
            for reading in &doubt.readings {
                comment(text, reading.line, &format!("  perhaps {}", reading.value));
            }
        }
        let kind = part.kind.word();
        // Writing to a String cannot fail.
        let _ = write!(text, "kind = \"{kind}\"\nfirst_line = {}\nlast_line = {}\n", part.first_line, part.last_line);
        let (board, day) = self.heading_of(part);
        match board {
            Some(board) => drop(writeln!(text, "board = {}", quoted(&board))),
            None if part.kind != PartKind::Report => text.push_str("# board = \"\"\n"),
            None => {}
        }
        match day {
            Some(day) => drop(writeln!(text, "day = \"{day}\"")),
            None if part.kind != PartKind::Report => text.push_str("# day = \"2025-01-31\"\n"),
            None => {}
        }
        text.push_str("settled = []\n");
        let Some(minutes) = part.position.filter(|_| part.kind == PartKind::Minutes).and_then(|at| self.minutes.get(at)) else {
            return;
        };
        let titled = minutes.items.iter().filter(|item| !item.title.is_empty());
        for (item, line) in titled.zip(&part.items) {
            let _ = write!(text, "\n[[part.item]]\nline = {line}\n");
            for (name, value) in [("reference", &item.reference), ("number", &item.number)] {
                if let Some(value) = value {
                    let _ = writeln!(text, "{name} = {}", quoted(value));
                }
            }
            let _ = writeln!(text, "title = {}", quoted(&item.title));
        }
    }

    fn heading_of(&self, part: &PartPlace) -> (Option<String>, Option<chrono::NaiveDate>) {
        let Some(position) = part.position else { return (None, None) };
        match part.kind {
            PartKind::Minutes => self.minutes.get(position).map(|minutes| (minutes.board.clone(), minutes.held_on)).unzip(),
            PartKind::Agenda => self.agendas.get(position).map(|agenda| (agenda.board.clone(), agenda.held_on.date())).unzip(),
            PartKind::Report => self.reports.get(position).map_or((None, None), |report| {
                (Some(report.block.report_to.clone()).filter(|board| !board.is_empty()), report.block.date)
            }),
        }
    }
}

fn comment(text: &mut String, line: usize, says: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# line {line}: {}", one_line(says));
}

/// Returns the text without line breaks and control characters, so that it stays in its comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

#[cfg(test)]
mod tests {
    use crate::reading::{Answers, Context, read, read_with};
    use extraction::Hints;

    const TEXT: &str = "DRAFT MINUTES of the Safer Wexcombe Board held on Tuesday, 4 March 2025 in the Great Barn\n\nPresent: Councillors A. Dummy \
                        (Chair) and B. Foil\n\n1. FENCES\n\nThe fences fell.\n\n2. GATES\n\nThe gates stayed.\n\nMeeting ended at 7.40 p.m.\n";

    #[test]
    fn a_review_that_nobody_changed_reads_the_same() {
        let pack = read(TEXT).expect("minutes");
        let answers = Answers::read(&pack.review("minutes.txt")).expect("a review");
        let again = read_with(TEXT, &Hints::default(), &Context { answers, ..Context::default() }).expect("minutes");
        assert_eq!(pack.minutes, again.minutes);
        assert_eq!(pack.doubts, again.doubts);
    }

    #[test]
    fn a_correction_is_taken_and_a_settled_doubt_is_gone() {
        let pack = read(TEXT).expect("minutes");
        assert_eq!(pack.doubts.len(), 1, "a draft is asked about: {:?}", pack.doubts);
        let review = pack
            .review("minutes.txt")
            .replace("settled = []", "settled = [\"draft\"]")
            .replace("\"Safer Wexcombe Board\"", "\"Safer Board\"")
            .replace("2025-03-04", "2025-03-05")
            .replace("\"GATES\"", "\"GATES AND STILES\"");
        let answers = Answers::read(&review).expect("a review");
        let again = read_with(TEXT, &Hints::default(), &Context { answers, ..Context::default() }).expect("minutes");
        assert_eq!(again.doubts, []);
        let minutes = &again.minutes[0];
        assert_eq!((minutes.board.as_str(), minutes.held_on.to_string()), ("Safer Board", "2025-03-05".to_owned()));
        assert_eq!(minutes.items[1].title, "GATES AND STILES");
    }
}
