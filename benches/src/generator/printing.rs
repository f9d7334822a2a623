//! A pack as text, laid out like text extracted from a council's printed pack: broken lines, a detached Action column, page
//! footers between paragraphs.

use super::council::{Council, MeetingPlace};
use documents::{Block, Clauses};
use foundation::{civil_date, time_of_day};
use meetings::minutes::{Attendee, BoardRole, Minute, MinuteEntry, Minutes};
use reports::report::Report;
use std::fmt::Write as _;

/// The number of characters in a line of minutes, which leaves room for the Action column.
const MINUTES_WIDTH: usize = 60;

/// The number of characters in a line of a report.
const REPORT_WIDTH: usize = 75;

/// The number of characters in a line of the Action column.
const ACTION_WIDTH: usize = 14;

/// The number of lines on a page.
const PAGE: usize = 48;

impl Council {
    /// Returns the pack for the meeting after `place`: the minutes of `place`, to be agreed there, and the reports to it.
    pub fn pack(&self, place: MeetingPlace) -> String {
        let mut printer = Printer::default();
        printer.minutes(&self.minutes(place));
        let next = MeetingPlace { position: place.position + 1, ..place };
        for report in self.reports(next) {
            printer.report(&report);
        }
        printer.text
    }
}

#[derive(Default)]
struct Printer {
    text: String,
    lines_on_page: usize,
    pages: usize,
}

impl Printer {
    /// Writes a paragraph: its lines and an empty one.
    fn paragraph(&mut self, text: &str, width: usize) {
        self.lines(text, width);
        self.end();
    }

    /// Writes lines without the empty one after them.
    fn lines(&mut self, text: &str, width: usize) {
        let mut length = 0;
        for word in text.split_whitespace() {
            let letters = word.chars().count();
            if length > 0 && length + 1 + letters > width {
                self.text.push_str(" \n");
                self.lines_on_page += 1;
                length = 0;
            } else if length > 0 {
                self.text.push(' ');
                length += 1;
            }
            self.text.push_str(word);
            length += letters;
        }
        self.text.push('\n');
        self.lines_on_page += 1;
    }

    /// Writes an empty line and, if the page is full, its footer.
    fn end(&mut self) {
        self.text.push('\n');
        self.lines_on_page += 1;
        if self.lines_on_page >= PAGE {
            self.page();
        }
    }

    fn page(&mut self) {
        self.pages += 1;
        self.lines_on_page = 0;
        // Writing to a String cannot fail.
        let _ = write!(self.text, "Page {}\n\n", self.pages);
    }

    fn minutes(&mut self, minutes: &Minutes) {
        self.paragraph(&minutes.board.to_uppercase(), MINUTES_WIDTH);
        let day = civil_date::written_with_weekday(minutes.held_on);
        let place = minutes.place.as_deref().map(|place| format!(" at the {place}")).unwrap_or_default();
        self.paragraph(&format!("At a meeting of the {} on {day}{place}", minutes.board), REPORT_WIDTH);
        let lists = &minutes.attendance;
        for (label, list, title) in [
            ("Present", &lists.present, "Councillor"),
            ("Apologies for Absence", &lists.apologies, "Councillor"),
            ("Absence declared on Council business", &lists.absent_on_council_business, "Councillor"),
            ("Officers present", &lists.officers, ""),
            ("Also in attendance", &lists.also_in_attendance, ""),
        ] {
            self.paragraph(&format!("{label}: {}", names(list, title)), REPORT_WIDTH);
        }
        self.paragraph("Action", MINUTES_WIDTH);
        for minute in &minutes.items {
            self.minute(minute);
        }
        if let Some(ended) = minutes.ended_at {
            self.paragraph(&format!("Meeting ended at {}", time_of_day::written(ended)), MINUTES_WIDTH);
        }
        self.page();
    }

    fn minute(&mut self, minute: &Minute) {
        if let Some(banner) = &minute.banner {
            self.paragraph(banner, MINUTES_WIDTH / 2);
        }
        self.paragraph(&format!("{} {}", minute.reference.as_deref().unwrap_or_default(), minute.title), MINUTES_WIDTH);
        for entry in &minute.entries {
            match entry {
                MinuteEntry::Block(block) => self.block(block, MINUTES_WIDTH),
                MinuteEntry::Resolution { form, resolution, .. } => self.clauses(&format!("{form}:"), resolution, MINUTES_WIDTH),
                MinuteEntry::Movement { movement } => self.paragraph(movement, MINUTES_WIDTH),
                MinuteEntry::Motion { motion } => self.paragraph(&motion.sentence, MINUTES_WIDTH),
            }
        }
        for action in &minute.actions {
            self.paragraph(&action.owner, ACTION_WIDTH);
        }
    }

    fn clauses(&mut self, before: &str, clauses: &Clauses, width: usize) {
        if clauses.clauses.is_empty() {
            self.paragraph(&format!("{before} {}", clauses.lead), width);
            return;
        }
        self.paragraph(&format!("{before} {}", clauses.lead), width);
        let count = clauses.clauses.len();
        for (number, clause) in (1..).zip(&clauses.clauses) {
            let end = match count - number {
                0 => "",
                1 => "; and",
                _ => ";",
            };
            self.paragraph(&format!("{number}) {clause}{end}"), width);
        }
    }

    fn numbered(&mut self, number: Option<&str>, text: &str, width: usize) {
        let number = number.map(|number| format!("{number} ")).unwrap_or_default();
        self.paragraph(&format!("{number}{text}"), width);
    }

    fn block(&mut self, block: &Block, width: usize) {
        match block {
            Block::Heading { number, text, .. } => self.numbered(number.as_deref(), text, width),
            Block::Paragraph { number, text } => self.numbered(number.as_deref(), text, width),
            Block::List { items, .. } => {
                for item in items {
                    self.lines(&format!("{} {}", item.marker.as_deref().unwrap_or("•"), item.text), width);
                }
                self.end();
            }
            Block::Table { columns, rows, .. } => {
                for row in std::iter::once(columns).chain(rows) {
                    self.lines(&row.join(" "), width);
                }
                self.end();
            }
            // Plain text has no pictures.
            Block::Picture(_) | Block::Chart { .. } => {}
        }
    }

    fn report(&mut self, report: &Report) {
        let block = &report.block;
        for (label, value) in [
            ("REPORT TO:", block.report_to.clone()),
            ("DATE:", block.date.map(civil_date::written).unwrap_or_default()),
            ("REPORTING OFFICER:", block.reporting_officer.clone()),
            ("SUBJECT:", block.subject.clone()),
            ("WARD(S):", block.wards.clone().unwrap_or_default()),
        ] {
            self.paragraph(&format!("{label} {value}"), REPORT_WIDTH);
        }
        for section in &report.sections {
            let number = section.number.as_deref().unwrap_or_default();
            match &section.recommendation {
                Some(clauses) => self.clauses(&format!("{number} {}:", section.heading), clauses, REPORT_WIDTH),
                None => self.paragraph(&format!("{number} {}", section.heading), REPORT_WIDTH),
            }
            for block in &section.blocks {
                self.block(block, REPORT_WIDTH);
            }
        }
        self.page();
    }
}

/// Returns `Councillors A. Abernook (Chair), Bellweather and Crosswick`; `None` if there is nobody.
fn names(list: &[Attendee], title: &str) -> String {
    let printed: Vec<String> = list
        .iter()
        .map(|attendee| match attendee.role {
            Some(role @ (BoardRole::Chair | BoardRole::ViceChair)) => format!("{} ({})", attendee.name, role.words()),
            _ => attendee.name.clone(),
        })
        .collect();
    let title = match (title, printed.len()) {
        ("", _) => String::new(),
        (title, 1) => format!("{title} "),
        (title, _) => format!("{title}s "),
    };
    match printed.split_last() {
        None => "None".to_owned(),
        Some((only, [])) => format!("{title}{only}"),
        Some((last, others)) => format!("{title}{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use archive::reading;

    /// Panics with the differing lines if the two differ.
    fn assert_same<T: serde::Serialize>(read: &T, made: &T, text: &str) {
        let lines = |value: &T| serde_json::to_string_pretty(value).expect("JSON");
        let difference = publications::difference(&lines(made), &lines(read));
        assert!(difference.is_empty(), "{difference:#?}\n--- of\n{text}");
    }

    #[test]
    fn what_is_printed_is_read_as_it_was_made() {
        let council = Council::with_meetings(7, 100);
        for place in council.meetings().take(60) {
            let text = council.pack(place);
            let pack = reading::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert!(pack.not_placed.is_empty(), "{:?}\n{text}", pack.not_placed);
            assert_same(&pack.minutes, &vec![council.minutes(place)], &text);
            assert_same(&pack.reports, &council.reports(MeetingPlace { position: place.position + 1, ..place }), &text);
        }
    }
}
