//! Reads an agenda's front sheet: the meeting and its items.

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::minutes::{begins_part, says_private};
use super::{Reader, front_page, heading, minute_heads, notices, words};
use extraction::{AgendaPrint, Hint};
use foundation::text::single_spaced;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};

/// Checks whether the line heads the items of an agenda: `AGENDA`, `Item No. Page No.`
pub(super) fn heads_items(text: &str) -> bool {
    let lower = single_spaced(text.get(..60).unwrap_or(text)).to_lowercase();
    lower == "agenda" || (lower.starts_with("item no") && text.len() < 60)
}

/// Checks whether the lines include an agenda item.
pub(super) fn has_items(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| item(line).is_some())
}

/// Reads the agenda in `lines`. Returns `None` if their board or their day is in doubt.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> Option<Agenda> {
    let tabled = lines.iter().position(|line| matches!(line.hint, Hint::Agenda(_)));
    let first = tabled.or_else(|| lines.iter().position(|line| item(line).is_some())).unwrap_or(lines.len());
    let before = lines.get(..first).unwrap_or_default();
    let members = front_page::members(before, reader);
    let head = heading::read(before.get(..members).unwrap_or_default(), reader);
    head.tell(reader);
    let (Some(board), Some(date)) = (head.board, head.date) else {
        reader.unplace(lines);
        return None;
    };
    for line in before.iter().filter(|line| is_column_label(line.text)) {
        reader.place(line);
    }
    let paged = lines.iter().any(|line| is_column_label(line.text) && line.text.to_lowercase().contains("page"));
    notices::read(before, reader);
    let mut agenda = Agenda {
        board,
        held_on: MeetingDay::Day(date),
        starts_at: head.time,
        place: head.place,
        short_notice: None,
        items: Vec::new(),
    };
    let mut private = before.iter().rev().find_map(|line| begins_part(line.text)).unwrap_or_default();
    let mut in_title = false;
    let rest = lines.get(first..).unwrap_or_default();
    for (position, line) in rest.iter().enumerate() {
        let last = position.checked_sub(1).and_then(|last| rest.get(last));
        if let Hint::Agenda(print) = line.hint {
            tabled_line(&mut agenda, print, line, reader);
        } else if tabled.is_some() {
            // Anything else on the page is not an item of the table.
        } else if let Some(part) = begins_part(line.text) {
            private = part;
            reader.front_matter(line.number, line.text);
            reader.place(line);
        } else if is_column_label(line.text) {
            reader.place(line);
        } else if let Some((number, title)) = item(line) {
            let title = without_pages(title, paged);
            agenda.items.push(AgendaItem {
                number: Some(number),
                title: single_spaced(title),
                private: private || says_private(title),
                ..AgendaItem::default()
            });
            reader.place(line);
            in_title = true;
        } else if !agenda.items.is_empty() && line.gap != Gap::None && is_signature(line.text) {
            reader.front_matter(line.number, line.text);
            reader.place(line);
            in_title = false;
        } else if let Some(item) = agenda.items.last_mut() {
            in_title &= last.is_some_and(|last| title_goes_on(&item.title, last, line));
            let text = without_pages(line.text, false);
            if line.text == front_page::PRIVATE {
                // Only marks the item as private, which is recorded below.
            } else if in_title {
                words::append(&mut item.title, text, reader.rejoined());
            } else {
                let summary = item.summary.get_or_insert_default();
                words::append(summary, text, reader.rejoined());
            }
            item.private |= says_private(text);
            reader.place(line);
        }
    }
    Some(agenda)
}

/// Reads a line of the table that lists the items on the page.
fn tabled_line(agenda: &mut Agenda, print: AgendaPrint, line: &Line<'_>, reader: &mut Reader<'_>) {
    let mut words = line.text;
    match (print, agenda.items.last_mut()) {
        (AgendaPrint::Heading, _) => {}
        (AgendaPrint::Title, Some(item)) => words::append(&mut item.title, words, reader.rejoined()),
        (AgendaPrint::Below, Some(item)) if words == front_page::PRIVATE => item.private = true,
        (AgendaPrint::Below, Some(item)) => words::append(item.summary.get_or_insert_default(), words, reader.rejoined()),
        (print, _) => {
            let marks = if let AgendaPrint::Item { marks } = print { marks } else { 0 };
            let mut number: Vec<&str> = Vec::new();
            for _ in 0..marks {
                let (mark, rest) = words.split_once(' ').unwrap_or((words, ""));
                number.push(mark);
                words = rest;
            }
            let number = Some(number.join(" ")).filter(|number| !number.is_empty());
            agenda.items.push(AgendaItem {
                number,
                title: words.to_owned(),
                private: says_private(words),
                ..AgendaItem::default()
            });
        }
    }
    reader.place(line);
}

fn title_goes_on(title: &str, last: &Line<'_>, line: &Line<'_>) -> bool {
    let alike = words::is_capitals(title) == words::is_capitals(line.text);
    line.gap == Gap::None
        && alike
        && (words::is_capitals(title) || words::ends_open(title) || words::filled(last, line.text) > 85)
}

/// Returns the number and title of an item: `4. PUBLIC QUESTION TIME 7 - 9`, `(A) Annual report`.
fn item<'text>(line: &Line<'text>) -> Option<(String, &'text str)> {
    let (number, title) = match minute_heads::numbered(line.text) {
        Some((number, title)) => (number.to_string(), title),
        None => match Marker::read(line.text) {
            (Marker::Item(item), title) => (item.printed, title),
            _ => return None,
        },
    };
    let bare = without_pages(title, false);
    let titled = words::is_capitals(bare) || bare.starts_with(char::is_uppercase);
    let shaped = titled && words::is_short_phrase(bare) && bare.chars().any(char::is_alphabetic);
    // `4 March 2025` is a date.
    let day = foundation::civil_date::find(line.text.get(..60).unwrap_or(line.text)).is_some() && line.width < 40;
    (shaped && !day).then_some((number, title))
}

/// Checks for the signature below an agenda: the officer who calls the meeting, or the day on which they do.
fn is_signature(text: &str) -> bool {
    let lower = text.to_lowercase();
    let dated = lower.starts_with("date:") || lower.starts_with("dated") || lower.starts_with("signed");
    let posts = ["clerk to the council", "town clerk", "parish clerk", "chief executive", "proper officer", "monitoring officer", "general counsel", "head of democratic"];
    text.len() < 90 && !text.ends_with('.') && (dated || posts.iter().any(|post| lower.contains(post)))
}

/// Removes the pages printed after a title: `7 - 9`, `(Pages 7 - 9)`. A single figure counts as a page only if `paged` is set.
fn without_pages(title: &str, paged: bool) -> &str {
    let title = title.trim_end();
    let bare = title.trim_end_matches(')');
    let (rest, last) = last_word(bare);
    let (before, dash) = last_word(rest);
    let (first, from) = last_word(before);
    let words = if is_page(last) && matches!(dash, "-" | "–") && is_page(from) {
        first
    } else if last.split_once(['-', '–']).is_some_and(|(from, to)| is_page(from) && is_page(to)) || (is_page(last) && paged) {
        rest
    } else {
        return title;
    };
    let labels = ["(Pages", "(Page", "Pages", "Page", "(pages", "(page"];
    labels.iter().find_map(|label| words.strip_suffix(label)).unwrap_or(words).trim_end()
}

/// Splits off the last word.
fn last_word(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    text.rsplit_once(char::is_whitespace).map_or(("", text), |(rest, last)| (rest.trim_end(), last))
}

/// Checks whether the word is a page number; four digits are more likely a year.
fn is_page(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.chars().all(|c| c.is_ascii_digit())
}

fn is_column_label(text: &str) -> bool {
    let lower = single_spaced(text.get(..60).unwrap_or(text)).to_lowercase();
    text.len() < 60
        && [
            "agenda",
            "item",
            "item no",
            "item no.",
            "page",
            "page no.",
            "page no",
            "no.",
            "pages",
            "item no. page no.",
            "item page",
            front_page::COLUMNS,
        ]
        .contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_no_part_of_a_title() {
        for (printed, title) in [
            ("MINUTES 1 - 6", "MINUTES"),
            ("Annual report (Pages 7 - 9)", "Annual report"),
            ("Annual report (Pages 7–9)", "Annual report"),
            ("ANNUAL REPORT 2024", "ANNUAL REPORT 2024"),
            ("STRATEGY 2024-2028 12 - 40", "STRATEGY 2024-2028"),
            ("MONITORING 2024/25 8 - 20", "MONITORING 2024/25"),
            ("ROUTE 25", "ROUTE 25"),
            ("CHAIR'S ANNOUNCEMENTS", "CHAIR'S ANNOUNCEMENTS"),
        ] {
            assert_eq!(without_pages(printed, false), title, "{printed}");
        }
        assert_eq!(without_pages("MINUTES 25", true), "MINUTES");
    }
}
