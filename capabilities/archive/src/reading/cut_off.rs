//! Whether a pack stops before its end.

use super::lines::{Line, Source};
use super::{ReadError, report, words};
use documents::Block;
use meetings::minutes::{MinuteEntry, Minutes};
use reports::report::Report;

/// An error where the last part, these minutes, never ends and its last line stops in a sentence.
pub(super) fn check_minutes(minutes: &Minutes, source: &Source<'_>) -> Result<(), ReadError> {
    let Some(line) = source.lines.last() else { return Ok(()) };
    if minutes.ended_at.is_some() {
        return Ok(());
    }
    let Some(last) = minutes.items.last() else {
        return Err(cut(
            line,
            format!("the minutes of the {} of {}, before their first item", minutes.board, written(minutes.held_on)),
        ));
    };
    let acted = minutes.items.last().is_some_and(|minute| minute.entries.is_empty() && !minute.actions.is_empty());
    let in_text = match last.entries.last() {
        Some(MinuteEntry::Block(block)) => last_words(block),
        Some(MinuteEntry::Resolution { resolution, .. }) => Some(resolution.clauses.last().unwrap_or(&resolution.lead).as_str()),
        Some(MinuteEntry::Movement { movement }) => Some(movement.as_str()),
        None => None,
    };
    if !acted && in_text.is_some_and(|text| ends_here(text, line) && stops_inside(text, line, source)) {
        let name = last.reference.as_deref().or(last.number.as_deref()).unwrap_or("the last item");
        return Err(cut(line, format!("minute {name} ({}) of the meeting of {}", last.title, written(minutes.held_on))));
    }
    Ok(())
}

/// An error where the last part, this report, stops in a sentence before its end.
pub(super) fn check_report(report: &Report, source: &Source<'_>) -> Result<(), ReadError> {
    let Some(line) = source.lines.last() else { return Ok(()) };
    let name =
        if report.block.subject.is_empty() { "a report".to_owned() } else { format!("the report '{}'", report.block.subject) };
    let Some(section) = report.sections.last() else {
        return Err(cut(line, format!("{name}, before its first section")));
    };
    let (blocks, place) = match report.appendices.last() {
        Some(appendix) => (&appendix.blocks, format!("'{}' after {name}", appendix.title)),
        None => (&section.blocks, format!("section {} of {name}", section.number.as_deref().unwrap_or(&section.heading))),
    };
    let text = match (blocks.last(), &section.recommendation) {
        (Some(block), _) => last_words(block),
        (None, Some(asked)) if report.appendices.is_empty() => Some(asked.clauses.last().unwrap_or(&asked.lead).as_str()),
        _ => None,
    };
    let Some(text) = text else { return Ok(()) };
    // The list of background papers comes last, and its entries are seldom sentences.
    let at_the_end =
        report.appendices.is_empty() && report::is_background_papers(&section.heading) && text.split_whitespace().count() < 8;
    if !at_the_end && ends_here(text, line) && stops_inside(text, line, source) {
        return Err(cut(line, place));
    }
    Ok(())
}

fn cut(line: &Line<'_>, reading: String) -> ReadError {
    ReadError::CutOff { line: line.number, reading }
}

fn written(date: chrono::NaiveDate) -> String {
    foundation::civil_date::written(date)
}

/// Whether the text is what the pack's last line ends.
fn ends_here(text: &str, line: &Line<'_>) -> bool {
    let last = |text: &str| text.split_whitespace().next_back().map(str::to_owned);
    last(text) == last(line.text)
}

/// The last words of a block that is made of sentences.
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
        Block::Heading { .. } | Block::Table { .. } => None,
    }
}

/// Whether the text stops in the middle of a sentence: it calls for another word, it fills its line,
/// or its line was never ended; a few words without a full stop, such as `None identified`, do not count.
fn stops_inside(text: &str, line: &Line<'_>, source: &Source<'_>) -> bool {
    let words = text.split_whitespace().count();
    if words::ends_sentence(text)
        || words < 4
        || words::is_capitals(text)
        || words::is_title(text)
        || text.ends_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    let full = line.width * 100 >= line.room * 80;
    words::ends_open(text) || words::ends_in_broken_word(text) || full || !source.ended
}
