//! Reads the front page of a pack: the board, the time and place of the meeting, its members, and the agenda as a table of
//! number, business and page.

use super::labels::label;
use super::lines::{Gap, Line};
use super::{ReadPack, Reader, words};
use extraction::{AgendaPrint, Hint};
use foundation::civil_date;
use foundation::text::{single_spaced, title_key};
use meetings::agenda::{Agenda, AgendaItem};

/// The headings of the table's columns, in lower case.
pub(super) const COLUMNS: &str = "item business page";

/// The text below an item that is not public.
pub(super) const PRIVATE: &str = "Not for publication";

/// The most lines that a front page has before its table.
const LONGEST: usize = 60;

/// Returns the end of the front page that begins at `start`, if there is one.
pub(super) fn end(lines: &[Line<'_>], start: usize) -> Option<usize> {
    lines.get(start).filter(|line| line.page)?;
    let mut end = table(lines, start)?;
    // The table may continue on further pages, each repeating its headings.
    while lines.get(end).is_some_and(|line| line.page)
        && let Some(further) = table(lines, end).filter(|_| lines.iter().skip(end).take(3).any(heads))
    {
        end = further;
    }
    Some(end)
}

/// Returns the end of the page's table, if it has one.
fn table(lines: &[Line<'_>], start: usize) -> Option<usize> {
    let page = lines.iter().skip(start + 1).take_while(|line| !line.page).count() + 1;
    let head = start + lines.iter().skip(start).take(page.min(LONGEST)).position(heads)?;
    let known = matches!(lines.get(head)?.hint, Hint::Agenda(_));
    let own = lines.iter().skip(head).take_while(|line| matches!(line.hint, Hint::Agenda(_))).count();
    Some(if known { head + own } else { start + page })
}

fn heads(line: &Line<'_>) -> bool {
    line.hint == Hint::Agenda(AgendaPrint::Heading) || (line.width < 200 && single_spaced(line.text).to_lowercase() == COLUMNS)
}

/// Places the members named on a front page. Returns how many of its lines come before them.
pub(super) fn members(lines: &[Line<'_>], reader: &mut Reader<'_>) -> usize {
    let named = |line: &Line<'_>| label(line.text, &[]).is_some_and(|(name, who)| name == "members" && !who.is_empty());
    let Some(first) = lines.iter().position(named) else { return lines.len() };
    let rest = lines.get(first..).unwrap_or_default();
    let count = 1 + rest.iter().skip(1).take_while(|line| line.gap == Gap::None).count();
    let mut text = String::new();
    for line in rest.iter().take(count) {
        words::append(&mut text, line.text, reader.rejoined());
    }
    reader.front_matter(rest.first().map_or(0, |line| line.number), &text);
    reader.place_all(rest.get(..count).unwrap_or_default());
    first
}

/// Removes from the agendas what their front pages repeat from other parts: the officer of an item's report, below its title, and
/// the unnumbered entries for minutes that come with the pack.
pub(super) fn settle(pack: &mut ReadPack) {
    let (reports, minutes) = (&pack.reports, &pack.minutes);
    for agenda in &mut pack.agendas {
        let day = agenda.held_on.date();
        agenda.items.retain(|item| !minutes.iter().any(|minutes| stands_for(item, minutes.held_on)));
        let officers = reports.iter().filter(|report| report.block.date.is_none_or(|date| date == day));
        for report in officers {
            drop_officer(agenda, &report.block.subject, &report.block.reporting_officer);
        }
    }
}

/// Checks whether the item is just an unnumbered entry for the minutes of that day.
fn stands_for(item: &AgendaItem, day: chrono::NaiveDate) -> bool {
    item.number.is_none() && item.summary.is_none() && item.title == format!("Minutes, {}", civil_date::written(day))
}

fn drop_officer(agenda: &mut Agenda, subject: &str, officer: &str) {
    let subject = title_key(subject);
    for item in &mut agenda.items {
        let is_officer = |summary: &String| title_key(summary) == title_key(officer);
        if title_key(&item.title) == subject && item.summary.as_ref().is_some_and(is_officer) {
            item.summary = None;
        }
    }
}
