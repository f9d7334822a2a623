//! Outlines the structure of a pack, with each text marked by its first and last words and its length. This allows whole
//! published packs to be compared without repeating their sentences here.

use archive::reading::ReadPack;
use documents::{Block, Clauses, ListItem};
use meetings::minutes::MinuteEntry;
use std::fmt::Write as _;

/// Returns the beginning and end of a text and its length: enough to compare it without repeating it here.
fn mark(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = match words.len() {
        0..=5 => return text.to_owned(),
        6..=8 => 2,
        _ => 3,
    };
    format!("{} … {} ({} words)", words[..shown].join(" "), words[words.len() - shown..].join(" "), words.len())
}

fn write_blocks(out: &mut String, depth: usize, blocks: &[Block]) {
    let indent = "  ".repeat(depth);
    for block in blocks {
        let number = |number: &Option<String>| number.as_ref().map_or(String::new(), |number| format!("{number} "));
        match block {
            Block::Heading { level, number: printed, text } => {
                writeln!(out, "{indent}h{level} {}{}", number(printed), mark(text))
            }
            Block::Paragraph { number: printed, text } => writeln!(out, "{indent}{}{}", number(printed), mark(text)),
            Block::List { style, items } => {
                let _ = writeln!(out, "{indent}{style:?} of {}", items.len());
                for item in items {
                    write_item(out, depth + 1, item);
                }
                Ok(())
            }
            Block::Table { caption, columns, rows } => {
                let _ = writeln!(out, "{indent}Table {} {}", caption.as_deref().unwrap_or("-"), columns.join(" | "));
                rows.iter().try_for_each(|row| writeln!(out, "{indent}  {}", row.join(" | ")))
            }
            Block::Picture(picture) => writeln!(out, "{indent}Picture {}", picture.alternative),
            Block::Chart { caption, .. } => writeln!(out, "{indent}Chart {caption}"),
        }
        .expect("a String");
    }
}

fn write_item(out: &mut String, depth: usize, item: &ListItem) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}{} {}", item.marker.as_deref().unwrap_or("•"), mark(&item.text));
    write_blocks(out, depth + 1, &item.blocks);
}

fn write_clauses(out: &mut String, form: &str, clauses: &Clauses) {
    let _ = writeln!(out, "    {form}: {}", mark(&clauses.lead));
    for clause in &clauses.clauses {
        let _ = writeln!(out, "      - {}", mark(clause));
    }
}

/// Outlines the whole structure of a pack, with its texts marked instead of repeated.
pub(crate) fn of(pack: &ReadPack) -> String {
    let mut out = String::new();
    for minutes in &pack.minutes {
        let _ = writeln!(out, "Minutes {} {} {:?} {:?}", minutes.board, minutes.held_on, minutes.place, minutes.ended_at);
        for item in &minutes.items {
            let _ = writeln!(out, "  {} {} {:?}", item.reference.as_deref().unwrap_or("-"), item.title, item.banner);
            for entry in &item.entries {
                match entry {
                    MinuteEntry::Block(block) => write_blocks(&mut out, 2, std::slice::from_ref(block)),
                    MinuteEntry::Resolution { form, resolution, .. } => write_clauses(&mut out, form, resolution),
                    MinuteEntry::Motion { motion } => {
                        let _ = writeln!(out, "    {:?}: {}", motion.outcome, mark(&motion.sentence));
                    }
                    MinuteEntry::Movement { movement } => {
                        let _ = writeln!(out, "    moved: {movement}");
                    }
                }
            }
            for action in &item.actions {
                let _ = writeln!(out, "    action: {action:?}");
            }
        }
    }
    for report in &pack.reports {
        let _ = writeln!(out, "Report {:?}", report.block);
        for section in &report.sections {
            let _ = writeln!(out, "  {} {}", section.number.as_deref().unwrap_or("-"), section.heading);
            if let Some(asked) = &section.recommendation {
                write_clauses(&mut out, "asks", asked);
            }
            write_blocks(&mut out, 2, &section.blocks);
        }
        for appendix in &report.appendices {
            let _ = writeln!(out, "  Appendix {}", appendix.title);
            write_blocks(&mut out, 2, &appendix.blocks);
        }
    }
    out
}
