//! Finds where the minutes, agendas and reports in a pack begin.

use super::answers::{Answers, PartAnswer};
use super::lines::Line;
use super::{PartKind, agenda, attendance, front_page, heading, minute_heads, report_block, words};
use foundation::civil_date;
use std::ops::Range;

/// How many lines ahead to look for the signs of a part.
const AHEAD: usize = 60;

/// How many lines of a heading may precede the line that identifies a part.
const BEFORE: usize = 8;

/// How many lines the heading of the first minutes of a file may have.
const HEADING: usize = 25;

/// A part of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    pub(super) lines: Range<usize>,
}

/// Returns the parts that a person named. `None` if nobody did.
pub(super) fn answered(lines: &[Line<'_>], answers: &Answers) -> Option<Vec<Part>> {
    let at = |number: usize| lines.partition_point(|line| line.number < number);
    let part = |answer: &PartAnswer| Part { kind: answer.kind, lines: at(answer.first_line)..at(answer.last_line + 1) };
    (!answers.parts.is_empty()).then(|| answers.parts.iter().map(part).collect())
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
    if begins.is_empty() {
        begins.extend(by_content(lines).map(|kind| (0, kind, 0)));
    }
    let ends = begins.iter().skip(1).map(|(start, ..)| *start).chain([lines.len()]);
    begins.iter().zip(ends).map(|((start, kind, _), end)| Part { kind: *kind, lines: *start..end }).collect()
}

/// Returns the kind of a paper whose heading says nothing, from what it is made of.
fn by_content(lines: &[Line<'_>]) -> Option<PartKind> {
    let minutes =
        lines.iter().filter(|line| line.text.eq_ignore_ascii_case("minutes:") || line.text.contains(" Minutes: ")).count();
    let resolved = lines.iter().filter(|line| super::resolution::resolves(line.text).is_some()).count();
    let lists = lines.iter().filter(|line| attendance::begins(line)).count();
    let items = minute_heads::find(lines).len();
    ((minutes + resolved + lists >= 2 || lists + resolved >= 1 && items >= 2) && items >= 2).then_some(PartKind::Minutes)
}

fn kind_at(lines: &[Line<'_>], position: usize, last: Option<(usize, PartKind, usize)>) -> Option<PartKind> {
    let line = lines.get(position)?;
    if report_block::begins(lines, position) {
        return Some(PartKind::Report);
    }
    let opening = opening(lines, position);
    if last.is_some_and(|(_, kind, at)| kind == PartKind::Minutes && position - at < AHEAD / 2) {
        // Another meeting may follow at once, in the same file, and is told by its own sentence.
        let (_, _, begun) = last?;
        let lists = lines.iter().skip(position).take(AHEAD / 3).any(attendance::begins);
        let another = opening == Some(PartKind::Minutes) && lists && begins_other(lines, begun, position);
        return another.then_some(PartKind::Minutes);
    }
    let ahead = || lines.iter().skip(position).take(AHEAD);
    let dated = || ahead().take(14).any(is_dated);
    let lists = || ahead().any(attendance::begins);
    let apart = line.gap != super::lines::Gap::None || line.page || position == 0;
    let title = heading::document_title(line.text);
    let minutes_title = title.as_ref().is_some_and(|title| title.contains("minutes") || title.contains("cofnodion"));
    let bodies = || ahead().any(|line| line.text.eq_ignore_ascii_case("minutes:") || line.text.contains("Minutes: "));
    if opening == Some(PartKind::Minutes)
        && (apart || minutes_title || lists())
        && (opens_at_a_meeting(line) || lists() || bodies())
    {
        return Some(PartKind::Minutes);
    }
    if minutes_title && (dated() || begun_nothing(last)) && (lists() || bodies()) {
        return Some(PartKind::Minutes);
    }
    // Minutes without that word still list those present, after a date and before their items.
    let headed = || lines.iter().skip(position.saturating_sub(BEFORE)).take(BEFORE).any(is_dated);
    if attendance::begins(line)
        && (headed() || begun_nothing(last))
        && !minute_heads::find(lines.get(position..(position + AHEAD).min(lines.len())).unwrap_or_default()).is_empty()
    {
        return Some(PartKind::Minutes);
    }
    let in_agenda = last.is_some_and(|(_, kind, _)| kind == PartKind::Agenda);
    let has_items = || agenda::has_items(lines.get(position..(position + AHEAD).min(lines.len())).unwrap_or_default());
    let heading_dated = || dated() || headed();
    (!in_agenda
        && (agenda::heads_items(line.text) && heading_dated() || opening == Some(PartKind::Agenda) && apart)
        && has_items())
    .then_some(PartKind::Agenda)
}

fn is_dated(line: &Line<'_>) -> bool {
    civil_date::find(line.text.get(..line.text.floor_char_boundary(200)).unwrap_or(line.text)).is_some()
}

fn begun_nothing(last: Option<(usize, PartKind, usize)>) -> bool {
    last.is_none()
}

fn opens_at_a_meeting(line: &Line<'_>) -> bool {
    line.text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("at a ") || start.eq_ignore_ascii_case("at an"))
}

/// Returns the kind of paper whose sentence about the meeting begins here.
fn opening(lines: &[Line<'_>], position: usize) -> Option<PartKind> {
    let line = lines.get(position).filter(|line| heading::is_sentence(line.text))?;
    let mut text = line.text.get(..line.text.floor_char_boundary(300))?.to_lowercase();
    for line in lines.iter().skip(position + 1).take(3).take_while(|line| line.gap == super::lines::Gap::None) {
        text.push(' ');
        text.extend(line.text.chars().take(200).flat_map(char::to_lowercase));
    }
    let to_come = [
        "will be held",
        "to be held",
        "requested to attend",
        "summoned to attend",
        "hereby summoned",
        "invited to attend",
        "hereby given",
    ];
    // Minutes approve those of the meeting before.
    let about_others = [
        "were agreed",
        "were approved",
        "were signed",
        "were confirmed",
        "were received",
        "were noted",
        "be approved",
        "be agreed",
        "be signed",
        "be confirmed",
        "be noted",
        "be received",
        "correct record",
        "true record",
        "taken as read",
        "last meeting",
        "previous meeting",
        "were considered",
        "matters arising",
    ];
    if about_others.iter().any(|words| text.contains(words)) {
        return None;
    }
    let dated = civil_date::find(&text).is_some() || is_dated(line);
    if to_come.iter().any(|words| text.contains(words)) {
        return dated.then_some(PartKind::Agenda);
    }
    let said = text.contains("meeting") || text.starts_with("minutes") || text.contains("proceedings");
    (said && !text.starts_with("agenda") && (dated || opens_at_a_meeting(line))).then_some(PartKind::Minutes)
}

/// Checks whether the sentence at `position` gives another day than the part that began before it.
fn begins_other(lines: &[Line<'_>], begun: usize, position: usize) -> bool {
    let day = |from: usize| {
        lines
            .iter()
            .skip(from)
            .take(4)
            .find_map(|line| civil_date::find(line.text.get(..line.text.floor_char_boundary(200)).unwrap_or(line.text)))
    };
    match (day(begun), day(position)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
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
    // Everything before the items belongs to the front sheet of the agenda, and to the heading of the first minutes.
    if whole && position <= AHEAD || begun == 0 && position <= HEADING {
        return 0;
    }
    let mut start = position;
    while start > begun && position - start < BEFORE {
        let known_first = lines.get(start).is_some_and(|line| line.page);
        let Some(above) = lines.get(start - 1) else { break };
        let titled = words::is_capitals(above.text)
            || words::is_title(above.text)
            || civil_date::find(above.text.get(..200).unwrap_or(above.text)).is_some();
        let heading = (above.width < 120 && titled && !words::ends_sentence(above.text)) || heading::is_sentence(above.text);
        if !heading || (known_first && start < position) {
            break;
        }
        start -= 1;
    }
    start
}
