//! Formats the structure of a pack as an indented tree, to review before importing it.

use super::{PartKind, ReadPack};
use documents::{Block, Clauses, ListItem};
use foundation::{civil_date, time_of_day};
use meetings::agenda::Agenda;
use meetings::minutes::{Attendee, Minute, MinuteEntry, Minutes};
use reports::report::{Report, Section};
use std::fmt::Write as _;

/// How many characters of a text are shown.
const SHOWN: usize = 72;

/// An indented tree under construction.
struct Tree {
    text: String,
}

pub(super) fn of(pack: &ReadPack) -> String {
    let mut tree = Tree { text: String::new() };
    for notice in &pack.front_matter {
        tree.line(0, &format!("Notice, line {}: {}", notice.line, shortened(&notice.text)));
    }
    for part in &pack.parts {
        let place = format!("lines {} to {}", part.first_line, part.last_line);
        let Some(position) = part.position else {
            tree.line(0, &format!("{}, {place}: not read, because something about it is in doubt", part.kind.words()));
            continue;
        };
        match part.kind {
            PartKind::Agenda => pack.agendas.get(position).into_iter().for_each(|agenda| tree.agenda(agenda, &place)),
            PartKind::Minutes => pack.minutes.get(position).into_iter().for_each(|minutes| tree.minutes(minutes, &place)),
            PartKind::Report => pack.reports.get(position).into_iter().for_each(|report| tree.report(report, &place)),
        }
    }
    for doubt in &pack.doubts {
        let readings: Vec<String> =
            doubt.readings.iter().map(|reading| format!("{} (line {})", reading.value, reading.line)).collect();
        let choice = if readings.is_empty() { String::new() } else { format!(": {}", readings.join(", ")) };
        tree.line(1, &format!("doubt, line {}, {}: {}{choice}", doubt.line, doubt.about.words().to_lowercase(), doubt.says));
    }
    for remark in &pack.remarks {
        tree.line(1, &format!("remark, line {}: {}", remark.line, remark.text));
    }
    tree.text
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => {
            let words = text.split_whitespace().count();
            let start = text.get(..end).unwrap_or(text);
            format!("{} … ({words} words)", start.rsplit_once(' ').map_or(start, |(start, _)| start))
        }
        None => text.to_owned(),
    }
}

/// Returns the number, a space and the words, or the words alone.
fn numbered(number: Option<&str>, text: &str) -> String {
    number.map_or_else(|| shortened(text), |number| format!("{number} {}", shortened(text)))
}

impl Tree {
    fn line(&mut self, depth: usize, text: &str) {
        let printable: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{}{}", "  ".repeat(depth), printable.trim_end());
    }

    fn agenda(&mut self, agenda: &Agenda, place: &str) {
        let date = civil_date::written_with_weekday(agenda.held_on.date());
        self.line(0, &format!("Agenda: {}, {date} ({place})", agenda.board));
        if let Some(time) = agenda.starts_at {
            self.line(1, &format!("begins {}", time_of_day::written(time)));
        }
        if let Some(place) = &agenda.place {
            self.line(1, &format!("at {place}"));
        }
        for item in &agenda.items {
            let private = if item.private { " [private]" } else { "" };
            self.line(1, &format!("{}{private}", numbered(item.number.as_deref(), &item.title)));
            if let Some(summary) = &item.summary {
                self.line(2, &shortened(summary));
            }
        }
    }

    fn minutes(&mut self, minutes: &Minutes, place: &str) {
        let date = civil_date::written_with_weekday(minutes.held_on);
        self.line(0, &format!("Minutes: {}, {date} ({place})", minutes.board));
        if let Some(place) = &minutes.place {
            self.line(1, &format!("at {place}"));
        }
        if let Some(time) = minutes.started_at {
            self.line(1, &format!("began {}", time_of_day::written(time)));
        }
        let attendance = &minutes.attendance;
        for (name, people) in [
            ("present", &attendance.present),
            ("apologies", &attendance.apologies),
            ("on council business", &attendance.absent_on_council_business),
            ("officers", &attendance.officers),
            ("also in attendance", &attendance.also_in_attendance),
        ] {
            let people: Vec<String> = people.iter().map(attendee).collect();
            self.line(1, &format!("{name}: {}", if people.is_empty() { "none".to_owned() } else { people.join(", ") }));
        }
        for minute in &minutes.items {
            self.minute(minute);
        }
        if let Some(time) = minutes.ended_at {
            self.line(1, &format!("ended {}", time_of_day::written(time)));
        }
    }

    fn minute(&mut self, minute: &Minute) {
        if let Some(banner) = &minute.banner {
            self.line(1, &format!("[{banner}]"));
        }
        let private = if minute.private { " [private]" } else { "" };
        let number = minute.reference.as_deref().or(minute.number.as_deref());
        self.line(1, &format!("{}{private}", numbered(number, &minute.title)));
        for entry in &minute.entries {
            match entry {
                MinuteEntry::Block(block) => self.block(2, block),
                MinuteEntry::Resolution { form, resolution } => self.clauses(2, form, resolution),
                MinuteEntry::Movement { movement } => self.line(2, &format!("→ {movement}")),
            }
        }
        for action in &minute.actions {
            let task = action.task.as_ref().map_or(String::new(), |task| format!(" {}", shortened(task)));
            self.line(2, &format!("Action: {}{task}", action.owner));
        }
    }

    fn report(&mut self, report: &Report, place: &str) {
        let block = &report.block;
        self.line(0, &format!("Report: {} ({place})", block.subject));
        let date = block.date.map_or_else(|| "no date".to_owned(), civil_date::written);
        self.line(1, &format!("to {}, {date}", block.report_to));
        for (name, value) in [
            ("by", Some(&block.reporting_officer).filter(|officer| !officer.is_empty())),
            ("portfolio", block.portfolio.as_ref()),
            ("wards", block.wards.as_ref()),
        ] {
            if let Some(value) = value {
                self.line(1, &format!("{name}: {value}"));
            }
        }
        for section in &report.sections {
            self.section(section);
        }
        for appendix in &report.appendices {
            self.line(1, &format!("Appendix: {}", appendix.title));
            appendix.blocks.iter().for_each(|block| self.block(2, block));
        }
    }

    fn section(&mut self, section: &Section) {
        let heading = if section.heading.is_empty() { "(no heading)" } else { &section.heading };
        self.line(1, &numbered(section.number.as_deref(), heading));
        if let Some(asked) = &section.recommendation {
            self.clauses(2, "asks", asked);
        }
        section.blocks.iter().for_each(|block| self.block(2, block));
    }

    fn clauses(&mut self, depth: usize, form: &str, clauses: &Clauses) {
        self.line(depth, &format!("{form}: {}", shortened(&clauses.lead)));
        for (position, clause) in clauses.clauses.iter().enumerate() {
            self.line(depth + 1, &format!("{}) {}", position + 1, shortened(clause)));
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        match block {
            Block::Heading { number, text, .. } => self.line(depth, &format!("## {}", numbered(number.as_deref(), text))),
            Block::Paragraph { number, text } => self.line(depth, &numbered(number.as_deref(), text)),
            Block::List { items, .. } => items.iter().for_each(|item| self.item(depth, item)),
            Block::Table { caption, columns, rows } => {
                let caption = caption.as_deref().unwrap_or_default();
                self.line(depth, &format!("Table of {} rows: {caption} {}", rows.len(), columns.join(" | ")));
                for row in rows {
                    self.line(depth + 1, &shortened(&row.join(" | ")));
                }
            }
            Block::Picture(picture) => self.line(depth, &format!("Picture: {}", picture.alternative)),
            Block::Chart { caption, bars } => self.line(depth, &format!("Chart of {} bars: {caption}", bars.len())),
        }
    }

    fn item(&mut self, depth: usize, item: &ListItem) {
        self.line(depth, &format!("{} {}", item.marker.as_deref().unwrap_or("•"), shortened(&item.text)));
        item.blocks.iter().for_each(|block| self.block(depth + 1, block));
    }
}

fn attendee(attendee: &Attendee) -> String {
    let role = attendee.role.map_or(String::new(), |role| format!(" ({})", role.words()));
    let note = attendee.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    format!("{}{role}{note}", attendee.name)
}
