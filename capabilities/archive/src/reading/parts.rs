//! Finds where the minutes, agendas and reports in a pack begin.

use super::lines::Line;
use super::{PartKind, agenda, attendance, front_page, heading, minute_heads, report_block, words};
use foundation::civil_date;
use std::ops::Range;

/// How many lines ahead to look for the signs of a part.
const AHEAD: usize = 60;

/// How many lines of a heading may precede the line that identifies a part.
const BEFORE: usize = 8;

/// A part of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    pub(super) lines: Range<usize>,
}

/// Splits the pack into its parts, in order. Whatever precedes the first is in none of them.
pub(super) fn split(lines: &[Line<'_>]) -> Vec<Part> {
    let mut begins: Vec<(usize, PartKind, usize)> = Vec::new();
    let mut position = 0;
    while position < lines.len() {
        let last = begins.last().copied();
        let begun = last.map_or(0, |(_, _, known)| known + 1);
        if let Some(end) = front_page::end(lines, position) {
            begins.push((if begins.is_empty() { 0 } else { position }, PartKind::Agenda, end.saturating_sub(1)));
            position = end;
            continue;
        }
        match kind_at(lines, position, last) {
            Some(PartKind::Report) => {
                begins.push((with_title(lines, position, begun), PartKind::Report, position));
                position += report_block::longest(lines, position);
            }
            Some(kind) => {
                let start = with_heading(lines, position, begun, kind == PartKind::Agenda && begins.is_empty());
                begins.push((start, kind, position));
                position += 1;
            }
            None => position += 1,
        }
    }
    let ends = begins.iter().skip(1).map(|(start, ..)| *start).chain([lines.len()]);
    begins.iter().zip(ends).map(|((start, kind, _), end)| Part { kind: *kind, lines: *start..end }).collect()
}

fn kind_at(lines: &[Line<'_>], position: usize, last: Option<(usize, PartKind, usize)>) -> Option<PartKind> {
    let line = lines.get(position)?;
    if report_block::begins(lines, position) {
        return Some(PartKind::Report);
    }
    let near = |kind: PartKind, within: usize| last.is_some_and(|(_, known, at)| known == kind && position - at < within);
    let ahead = || lines.iter().skip(position).take(AHEAD);
    let dated = || ahead().take(14).any(|line| civil_date::find(line.text.get(..200).unwrap_or(line.text)).is_some());
    let lists = || ahead().any(attendance::begins);
    let opens_minutes = line.text.starts_with('A')
        && line.text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("at a meeting"))
        && heading::is_sentence(line.text);
    let title = heading::document_title(line.text);
    let minutes_title = title.as_ref().is_some_and(|title| title.contains("minutes"))
        || (line.gap != super::lines::Gap::None || line.page)
            && line.text.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("minutes of"));
    if near(PartKind::Minutes, AHEAD / 2) {
        return None;
    }
    if opens_minutes {
        return Some(PartKind::Minutes);
    }
    let bodies = || ahead().any(|line| line.text.eq_ignore_ascii_case("minutes:"));
    if minutes_title && dated() && (lists() || bodies()) {
        return Some(PartKind::Minutes);
    }
    // Minutes without that word still list those present, after a date and before their items.
    let headed = || {
        lines
            .iter()
            .skip(position.saturating_sub(BEFORE))
            .take(BEFORE)
            .any(|line| civil_date::find(line.text.get(..200).unwrap_or(line.text)).is_some())
    };
    if attendance::begins(line)
        && headed()
        && !minute_heads::find(lines.get(position..(position + AHEAD).min(lines.len())).unwrap_or_default()).is_empty()
    {
        return Some(PartKind::Minutes);
    }
    let in_agenda = last.is_some_and(|(_, kind, _)| kind == PartKind::Agenda);
    let heading_dated = || dated() || headed();
    (!in_agenda
        && agenda::heads_items(line.text)
        && heading_dated()
        && agenda::has_items(lines.get(position..(position + AHEAD).min(lines.len())).unwrap_or_default()))
    .then_some(PartKind::Agenda)
}

/// Returns the start of a report's title page, which gives `Report` and its subject before the block, or its subject in large type.
fn with_title(lines: &[Line<'_>], position: usize, begun: usize) -> usize {
    let first =
        (begun.max(position.saturating_sub(BEFORE))..position).rfind(|line| lines.get(*line).is_some_and(|line| line.page));
    let titles = |first: &usize| {
        lines.get(*first).is_some_and(|line| line.text.eq_ignore_ascii_case("report"))
            || lines.get(*first..position).is_some_and(|title| title.iter().all(|line| line.large))
    };
    first.filter(titles).unwrap_or(position)
}

/// Returns the start of the heading of the part identified by the line at `position`.
fn with_heading(lines: &[Line<'_>], position: usize, begun: usize, whole: bool) -> usize {
    // Everything before the items belongs to the front sheet of the agenda.
    if whole && position <= AHEAD {
        return 0;
    }
    let mut start = position;
    while start > begun && position - start < BEFORE {
        let known_first = lines.get(start).is_some_and(|line| line.page);
        let Some(above) = lines.get(start - 1) else { break };
        let titled = words::is_capitals(above.text)
            || words::is_title(above.text)
            || civil_date::find(above.text.get(..200).unwrap_or(above.text)).is_some();
        let heading = above.width < 120 && titled && !words::ends_sentence(above.text);
        if !heading || (known_first && start < position) {
            break;
        }
        start -= 1;
    }
    start
}
