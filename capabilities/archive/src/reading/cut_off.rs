//! Checks whether a pack is truncated.

use super::lines::{Line, Source};
use super::{ReadError, report, report_block, words};
use documents::Block;
use foundation::civil_date;
use meetings::minutes::{MinuteEntry, Minutes};
use reports::report::{Report, Section};
use std::ops::Range;

/// Returns an error if the last lines are a report's block that stops before its subject.
pub(super) fn check_block(source: &Source<'_>, last_part: &Range<usize>) -> Result<(), ReadError> {
    let from = last_part.start.max(source.lines.len().saturating_sub(12)) + 1;
    let begun = source.lines.iter().skip(from).any(report_block::is_first_line);
    match source.lines.last() {
        Some(line) if begun => Err(cut(line, "the block at the head of a report".to_owned())),
        _ => Ok(()),
    }
}

/// Returns an error if these minutes, the last part, give no end time and the last line stops mid-sentence.
pub(super) fn check_minutes(minutes: &Minutes, source: &Source<'_>) -> Result<(), ReadError> {
    let Some(line) = source.lines.last().filter(|_| minutes.ended_at.is_none()) else { return Ok(()) };
    let day = civil_date::written(minutes.held_on);
    let Some(last) = minutes.items.last() else {
        return Err(cut(line, format!("the minutes of the {} of {day}, before their first item", minutes.board)));
    };
    let text = match last.entries.last() {
        Some(MinuteEntry::Block(block)) => last_words(block),
        Some(MinuteEntry::Resolution { resolution, .. }) => Some(resolution.clauses.last().unwrap_or(&resolution.lead).as_str()),
        Some(MinuteEntry::Movement { movement }) => Some(movement.as_str()),
        Some(MinuteEntry::Motion { motion }) => Some(motion.sentence.as_str()),
        None => None,
    };
    if stops_in_line(line, source) || text.is_some_and(|text| stops_in_sentence(text, line, source)) {
        let name = last.reference.as_deref().or(last.number.as_deref()).unwrap_or("the last item");
        return Err(cut(line, format!("minute {name} ({}) of the meeting of {day}", last.title)));
    }
    Ok(())
}

/// Returns an error if this report, the last part, stops mid-sentence or before its last section.
pub(super) fn check_report(report: &Report, source: &Source<'_>) -> Result<(), ReadError> {
    let Some(line) = source.lines.last() else { return Ok(()) };
    let subject = &report.block.subject;
    let name = if subject.is_empty() { "a report".to_owned() } else { format!("the report '{subject}'") };
    let Some(section) = report.sections.last() else {
        return Err(cut(line, format!("{name}, before its first section")));
    };
    if let Some(appendix) = report.appendices.last() {
        let text = appendix.blocks.last().and_then(last_words);
        let stops = stops_in_line(line, source) || text.is_some_and(|text| stops_in_sentence(text, line, source));
        return if stops { Err(cut(line, format!("'{}' after {name}", appendix.title))) } else { Ok(()) };
    }
    let text = match (section.blocks.last(), &section.recommendation) {
        (Some(block), _) => last_words(block),
        (None, Some(asked)) => Some(asked.clauses.last().unwrap_or(&asked.lead).as_str()),
        (None, None) => None,
    };
    // The list of background papers comes last, and its entries are seldom sentences.
    let complete = report::is_background_papers(&section.heading) && !section.blocks.is_empty();
    let stops = text.is_some_and(|text| stops_in_sentence(text, line, source));
    let few_words = text.is_some_and(|text| text.split_whitespace().count() < 8);
    if if complete { stops && (!few_words || !source.ended) } else { stops || stops_in_line(line, source) || announces(section) }
    {
        let place = section.number.as_deref().unwrap_or(&section.heading);
        return Err(cut(line, format!("section {place} of {name}")));
    }
    Ok(())
}

/// Checks whether the section ends with a numbered heading or consists only of its own.
fn announces(section: &Section) -> bool {
    let ends_with_heading = matches!(section.blocks.last(), Some(Block::Heading { number: Some(_), .. }));
    ends_with_heading || (section.blocks.is_empty() && section.recommendation.is_none() && section.number.is_some())
}

fn cut(line: &Line<'_>, reading: String) -> ReadError {
    ReadError::CutOff { line: line.number, page: None, reading }
}

/// Checks whether the text ends where the pack's last line does.
fn ends_here(text: &str, line: &Line<'_>) -> bool {
    let last = |text: &str| text.split_whitespace().next_back().map(str::to_owned);
    last(text) == last(line.text)
}

/// Returns the last text of a block, if the block consists of sentences.
fn last_words(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, .. } => Some(text),
        Block::List { items, .. } => {
            let item = items.last()?;
            match item.blocks.last() {
                Some(inner) => last_words(inner),
                None => Some(&item.text),
            }
        }
        Block::Heading { .. } | Block::Table { .. } | Block::Picture(_) | Block::Chart { .. } => None,
    }
}

/// Checks whether the pack stops in the middle of this sentence, its last: it needs another word, it fills its line, or the line
/// has no line ending. A few words without a full stop, such as `None identified`, do not count.
fn stops_in_sentence(text: &str, line: &Line<'_>, source: &Source<'_>) -> bool {
    let words = text.split_whitespace().count();
    let whole = words::ends_sentence(text) || text.ends_with(|c: char| c.is_ascii_digit());
    if whole || !ends_here(text, line) || words < 4 || words::is_capitals(text) || words::is_title(text) {
        return false;
    }
    let full = line.width * 100 >= line.room * 80;
    words::ends_open(text) || words::ends_in_broken_word(text) || full || !source.ended
}

/// Checks whether the pack's last line has no line ending and stops at a letter, as a truncated line does. Signatures are exempt:
/// they often look the same.
fn stops_in_line(line: &Line<'_>, source: &Source<'_>) -> bool {
    let signed = ["Signed", "Chair", "CHAIR", "Councillor", "Cllr"].iter().any(|start| line.text.starts_with(start));
    !source.ended && !signed && line.text.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '-' | '–'))
}
