//! Documents as plain text, for search, for comparing versions and for downloads that any program can read.

use crate::{Block, Clauses, Document, Entry, Fact, ListItem, Minute, Text};
use std::fmt::Write as _;

/// Formats a document as plain text, without its title. Sections, minutes and parts are separated by blank lines.
pub fn of_document(document: &Document) -> String {
    let mut text = String::new();
    write_document(&mut text, document);
    text
}

/// Formats entries as plain text.
pub fn of_entries(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        write_entry(&mut text, entry);
    }
    text
}

/// Formats a minute as plain text, without its title.
pub fn of_minute(minute: &Minute) -> String {
    let mut text = if minute.private { "Taken in private (Part II)\n".to_owned() } else { String::new() };
    text.push_str(&of_entries(&minute.entries));
    for action in &minute.actions {
        let task = action.task.as_ref().map(|task| format!(": {task}")).unwrap_or_default();
        // Writing to a `String` never fails.
        let _ = writeln!(text, "Action: {}{task}", action.owner);
    }
    text
}

fn write_document(text: &mut String, document: &Document) {
    write_facts(text, &document.facts);
    for entry in &document.entries {
        write_entry(text, entry);
    }
    for part in &document.parts {
        let caption = part.caption.as_deref().map(|caption| format!("{caption}\n")).unwrap_or_default();
        // Writing to a `String` never fails.
        let _ = writeln!(text, "\n{caption}{}", part.title);
        write_document(text, part);
    }
}

fn write_facts(text: &mut String, facts: &[Fact]) {
    for fact in facts {
        let _ = writeln!(text, "{}: {}", fact.label, fact.value);
    }
}

fn write_entry(text: &mut String, entry: &Entry) {
    // Writing to a `String` never fails.
    let _ = match entry {
        Entry::Lead { text: words } | Entry::Movement { text: words } | Entry::Notice { text: words } => {
            writeln!(text, "{words}")
        }
        Entry::Banner { text: words } => writeln!(text, "\n{words}"),
        Entry::Facts { facts } => {
            write_facts(text, facts);
            Ok(())
        }
        Entry::Section(section) => {
            let number = section.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
            let _ = writeln!(text, "\n{number}{}", section.title);
            write!(text, "{}", of_entries(&section.entries))
        }
        Entry::Minute(minute) => {
            let name = minute.name().map(|name| format!("{name} ")).unwrap_or_default();
            write!(text, "\n{name}{}\n{}", minute.title, of_minute(minute))
        }
        Entry::Block { block } => {
            write_block(text, block, 0);
            Ok(())
        }
        Entry::Resolution { form, clauses } => write!(text, "{form}: {}", of_clauses(clauses)),
        Entry::Agenda { items } => items.iter().try_for_each(|item| {
            let number = item.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
            let _ = writeln!(text, "{number}{}", item.title);
            item.detail.as_ref().map_or(Ok(()), |detail| writeln!(text, "  {detail}"))
        }),
    };
}

/// Formats blocks as plain text, with one line for each paragraph, item or row, and numbers and markers as printed.
pub fn of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        write_block(&mut text, block, 0);
    }
    text
}

/// Formats clauses as plain text: the lead on one line, then one line for each clause.
pub fn of_clauses(clauses: &Clauses) -> String {
    let mut text = format!("{}\n", clauses.lead.trim());
    for (position, clause) in clauses.joined().iter().enumerate() {
        let _ = writeln!(text, "  {}) {clause}", position + 1);
    }
    text
}

fn write_block(text: &mut String, block: &Block, depth: usize) {
    let indent = "  ".repeat(depth);
    // Writing to a `String` never fails.
    let _ = match block {
        Block::Heading { number, text: words, .. } => write_line(text, &indent, number.as_deref(), words),
        Block::Paragraph { number, text: words } => {
            let _ = write_line(text, &indent, number.as_deref(), words);
            write_addresses(text, words, &indent)
        }
        Block::List { items, .. } => {
            for item in items {
                write_item(text, item, depth + 1);
            }
            Ok(())
        }
        Block::Table { caption, columns, rows } => {
            if let Some(caption) = caption {
                let _ = writeln!(text, "{indent}{caption}");
            }
            for row in std::iter::once(columns).filter(|row| !row.is_empty()).chain(rows) {
                let _ = writeln!(text, "{indent}{}", row.join("\t"));
            }
            Ok(())
        }
        Block::Picture(picture) => {
            let caption = picture.caption.as_deref().unwrap_or_default();
            writeln!(text, "{indent}[Picture: {}] {caption}", picture.alternative)
        }
        Block::Chart { caption, bars } => {
            let _ = writeln!(text, "{indent}{caption}");
            bars.iter().try_for_each(|bar| writeln!(text, "{indent}{}\t{}", bar.label, bar.shown))
        }
    };
}

fn write_line(text: &mut String, indent: &str, number: Option<&str>, words: &str) -> std::fmt::Result {
    match number {
        Some(number) => writeln!(text, "{indent}{number} {words}"),
        None => writeln!(text, "{indent}{words}"),
    }
}

/// Writes out the addresses of links, because plain text has no links.
fn write_addresses(text: &mut String, words: &Text, indent: &str) -> std::fmt::Result {
    words.links().filter(|(shown, address)| shown != address).try_for_each(|(_, address)| writeln!(text, "{indent}  {address}"))
}

fn write_item(text: &mut String, item: &ListItem, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(text, "{indent}{} {}", item.marker.as_deref().unwrap_or("•"), item.text);
    let _ = write_addresses(text, &item.text, &indent);
    for block in &item.blocks {
        write_block(text, block, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ListStyle, Style};

    #[test]
    fn keeps_numbers_and_markers() {
        let blocks = [
            Block::Paragraph { number: Some("3.1".into()), text: "Three things.".into() },
            Block::List {
                style: ListStyle::Numbered,
                items: vec![ListItem {
                    marker: Some("(i)".into()),
                    text: "One".into(),
                    blocks: vec![Block::List { style: ListStyle::Bullets, items: vec![ListItem::bullet("Inner")] }],
                }],
            },
            Block::Table {
                caption: None,
                columns: vec!["Age".into(), "Count".into()],
                rows: vec![vec!["16".into(), "14".into()]],
            },
        ];
        assert_eq!(of_blocks(&blocks), "3.1 Three things.\n  (i) One\n      • Inner\nAge\tCount\n16\t14\n");
    }

    #[test]
    fn links_are_written_out_wherever_they_are() {
        let link = Style { link: Some("https://ashmere.example/guide".into()), ..Style::default() };
        let linked = Text::of_runs([("The ", Style::default()), ("guide", link)]);
        let item = ListItem::bullet(linked.clone());
        let blocks = [
            Block::Heading { level: 1, number: None, text: "Lamps".into() },
            Block::List { style: ListStyle::Bullets, items: vec![item] },
            Block::Paragraph { number: None, text: linked },
        ];
        let address = "https://ashmere.example/guide";
        assert_eq!(of_blocks(&blocks), format!("Lamps\n  • The guide\n    {address}\nThe guide\n  {address}\n"));
    }

    #[test]
    fn clauses_join_as_the_minutes_do() {
        let clauses =
            Clauses { lead: "That".into(), clauses: vec!["the report be noted".into(), "the Board endorses it.".into()] };
        assert_eq!(clauses.sentence(), "That 1) the report be noted; and 2) the Board endorses it.");
    }
}
