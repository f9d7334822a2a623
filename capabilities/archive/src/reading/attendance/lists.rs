//! Which lines belong to the lists, and what separates the people on them.

use super::super::lines::{Gap, Line};
use super::super::minute_heads;
use super::super::words as sentences;
use super::labels::{self, Label, List};
use super::line_signs::{ends, ends_in_initial, ends_open, is_of_people, is_page_number, is_plain_name, is_short, is_unclosed};
use super::printed::Printed;
use super::words;

/// A sentence among the lists.
#[derive(Debug)]
pub(super) enum Found {
    List(Printed),
    /// A sentence that says who sent apologies, or something that belongs to no list.
    Sentence {
        line: usize,
        text: String,
    },
}

/// How many lines at the start of minutes may come before their lists.
const BEFORE: usize = 60;

/// Returns the index of the first label that may head the members although it does not say that they were present.
pub(super) fn weak_start(lines: &[Line<'_>]) -> Option<usize> {
    let before = lines.get(..lines.len().min(BEFORE)).unwrap_or_default();
    let end = minute_heads::find(before).first().map_or(before.len(), |head| head.position);
    (0..end).find(|position| {
        heads(before, *position).is_some_and(|(label, _)| match label.list {
            List::Present | List::Attending => {
                !label.rest.is_empty() || before.get(position + 1).is_some_and(|next| is_of_people(next.text))
            }
            List::Chair(_) => words::begins_titled(label.rest),
            _ => false,
        })
    })
}

/// How many lines after a list another may begin.
const AHEAD: usize = 5;

/// Collects the lists at the start of `lines`. Also returns how many lines they take.
pub(super) fn collect(lines: &[Line<'_>]) -> (Vec<Found>, usize) {
    let mut found: Vec<Found> = Vec::new();
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        if let Some((label, printed)) = heads(lines, position) {
            position += 1;
            let mut list = Printed::new(&label, line.number);
            if printed != Alone::Line {
                position += take(&mut list, lines, position);
            }
            found.push(Found::List(list));
            continue;
        }
        if let Some((group, rest)) = group(line.text, lines.get(position + 1))
            && let Some(Found::List(last)) = found.last()
        {
            let mut list = Printed::new(&Label::more(last.list, rest), line.number);
            list.group = Some(group.to_owned());
            position += 1;
            position += take(&mut list, lines, position);
            found.push(Found::List(list));
            continue;
        }
        // A name between two lists belongs to the first.
        if let Some(Found::List(last)) = found.last()
            && is_between(lines, position)
            && is_of_people(line.text)
        {
            let mut list = Printed::new(&Label::more(last.list, line.text), line.number);
            position += 1;
            position += take(&mut list, lines, position);
            found.push(Found::List(list));
            continue;
        }
        let Some((count, text)) = between(lines, position) else { break };
        found.push(Found::Sentence { line: line.number, text });
        position += count;
    }
    (found, position)
}

/// Adds the lines from `position` on that belong to the list. Returns how many.
fn take(list: &mut Printed, lines: &[Line<'_>], position: usize) -> usize {
    let mut taken = 0;
    while let Some(next) = lines.get(position + taken) {
        let at = position + taken;
        let last = at.checked_sub(1).and_then(|last| lines.get(last));
        // The number of a page may be between two people.
        if is_page_number(next.text)
            && lines.get(at + 1).is_some_and(|after| words::begins_titled(after.text) && !words::is_sentence(after.text))
        {
            taken += 1;
            continue;
        }
        if !goes_on(list, last, next, lines.get(at + 1)) {
            break;
        }
        let joined = joins(list, last, next);
        list.add(next.text, next.number, joined);
        taken += 1;
    }
    taken
}

/// Splits a line that has some of a list's people after what they have in common: `Wexcombe District Council: Councillors A and B`.
fn group<'text>(text: &'text str, after: Option<&Line<'_>>) -> Option<(&'text str, &'text str)> {
    let (name, rest) = text.split_once(':')?;
    let (name, rest) = (name.trim_matches(['*', '_', ' ', '•']), rest.trim_start_matches(['*', '_', ' ', '\t']));
    let said =
        ["proposed", "seconded", "moved", "signed", "proposer", "seconder", "contact", "venue", "reported", "agreed", "resolved"];
    let all: Vec<&str> = name.split_whitespace().collect();
    let named = (1..=7).contains(&all.len())
        && name.starts_with(char::is_uppercase)
        && !words::begins_titled(name)
        && !all.iter().any(|word| said.contains(&words::bare(word).as_str()) || words::is_heading(word));
    let start = rest.get(..rest.floor_char_boundary(400)).unwrap_or(rest);
    let listed = if rest.is_empty() {
        after.is_some_and(|after| !ends(after) && is_of_people(after.text))
    } else {
        words::begins_titled(rest)
    };
    (named && labels::read(text).is_none() && listed && !words::is_sentence(start)).then_some((name, rest))
}

/// Whether a list may have more lines than its label's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alone {
    Line,
    No,
}

/// Returns the label at `position` if a list follows it.
fn heads<'text>(lines: &[Line<'text>], position: usize) -> Option<(Label<'text>, Alone)> {
    let line = lines.get(position)?;
    let label = labels::read(line.text)?;
    let next = lines.get(position + 1);
    if label.rest.is_empty() && !label.sure || label.list == List::Clerk && label.rest.is_empty() {
        // A title such as `Apologies` has a sentence or a mark below it, a list has people.
        let named = next.is_some_and(|next| !ends(next) && is_of_people(next.text));
        return named.then_some((label, Alone::No));
    }
    if label.rest.is_empty()
        && !label.colon
        && next.is_some_and(|next| ends(next) || minute_heads::agenda_item(next.text).is_some())
    {
        return None;
    }
    let nobody = words::is_nobody(label.rest) && !label.rest.is_empty();
    Some((label, if nobody { Alone::Line } else { Alone::No }))
}

/// Checks whether the list has more people on the line `next`.
fn goes_on(list: &Printed, last: Option<&Line<'_>>, next: &Line<'_>, after: Option<&Line<'_>>) -> bool {
    let begun = !list.text.trim().is_empty();
    let open = begun && is_open(list);
    if begun && is_unclosed(&list.text) {
        return true;
    }
    if labels::read(next.text).is_some_and(|label| {
        label.sure || label.rest.is_empty() && after.is_some_and(|after| !ends(after) && is_of_people(after.text))
    }) {
        return false;
    }
    if ends(next) || group(next.text, after).is_some() {
        return false;
    }
    let text = next.text.trim_start_matches(['*', '•', '|', ' ']);
    let people = is_of_people(text);
    if !begun {
        return people || next.gap == Gap::None && !words::is_sentence(text);
    }
    if list.signs.asterisk && next.text.starts_with('*') && !next.text.starts_with("**") {
        return true;
    }
    if open || text.starts_with('(') {
        // A list may end with a comma by mistake.
        let another = words::is_sentence(text) && text.starts_with(char::is_uppercase) && !people;
        return !(another || next.gap == Gap::Spaced && words::is_sentence(text));
    }
    if words::is_sentence(text) && !words::counted(text) {
        // A sentence goes on over the line end only if it has begun.
        return next.gap == Gap::None && sentences::starts_small(text) && !list.text.ends_with('.');
    }
    let stopped =
        sentences::ends_sentence(&list.text) && !list.text.trim_end().ends_with([')', ';']) && !ends_in_initial(&list.text);
    let full = last.is_some_and(|last| sentences::filled(last, next.text) > 85);
    let titled = words::begins_titled(text) || words::counted(text);
    match next.gap {
        Gap::None if stopped => titled,
        Gap::None => people || sentences::starts_small(text) || full || is_short(text),
        Gap::Empty if full && !stopped => people || sentences::starts_small(text),
        // Names one below the other, with space between them.
        _ => {
            titled
                || (next.gap == Gap::Empty
                    && !stopped
                    && in_lines(list)
                    && is_plain_name(text)
                    && next.text.split_whitespace().count() <= 9)
        }
    }
}

/// Checks whether the list has one person on each line so far.
fn in_lines(list: &Printed) -> bool {
    !list.signs.listed && (list.signs.lines || list.text.len() < 80)
}

/// Checks whether the list ends inside a name.
fn is_open(list: &Printed) -> bool {
    let last = list.text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    !list.marks.iter().any(|(mark, _)| mark.eq_ignore_ascii_case(last)) && ends_open(&list.text)
}

/// Checks whether the line `next` goes on inside what the line before it began, instead of beginning another person.
fn joins(list: &Printed, last: Option<&Line<'_>>, next: &Line<'_>) -> bool {
    let text = next.text.trim_start_matches(['*', '•', '|', ' ']);
    if list.text.trim().is_empty() || next.text.starts_with('*') && !next.text.starts_with("**") {
        return false;
    }
    let end = list.text.trim_end();
    let last_word = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    if is_open(list) {
        return true;
    }
    if words::begins_titled(text) || words::counted(text) || next.text.starts_with('*') {
        return false;
    }
    // `OBE` and initials are between two people, unless something is open.
    let mut begun = text.split_whitespace();
    let initialled = begun.next().is_some_and(words::is_initial) && begun.next().is_some_and(words::is_name_word);
    if initialled || words::is_honour(last_word) || text.starts_with("the ") {
        return false;
    }
    if text.starts_with(['(', ',', '–', '-'])
        || sentences::starts_small(text)
        || words::is_honour(text.split([' ', ',']).next().unwrap_or_default())
    {
        return true;
    }
    if next.text.contains("   ") || last.is_some_and(|last| last.text.contains("   ")) {
        return false;
    }
    // `Ada` at the end of a line has its surname on the next.
    let half = end.rsplit([',', '\n']).next().is_some_and(|half| words::is_name_word(half.trim()) && half.trim().len() < 20);
    let surname = text.split_whitespace().nth(1).is_some_and(|second| second.starts_with('('));
    if half && surname && list.signs.given && list.signs.listed {
        return true;
    }
    // The line is full, so the name may have been broken.
    last.is_some_and(|last| sentences::filled(last, next.text) > 80) && !last_word.ends_with(['.', ';']) && list.signs.listed
}

/// Checks whether another list begins within a few lines.
fn is_between(lines: &[Line<'_>], position: usize) -> bool {
    let next = (position + 1..position + AHEAD).find(|next| lines.get(*next).is_none_or(ends) || heads(lines, *next).is_some());
    let line = lines.get(position);
    line.is_some_and(|line| !ends(line) && !words::is_sentence(line.text))
        && next.and_then(|next| heads(lines, next)).is_some_and(|(label, _)| label.colon)
}

/// Returns a sentence at `position` that stands between two lists or says who sent apologies, and how many lines it takes.
fn between(lines: &[Line<'_>], position: usize) -> Option<(usize, String)> {
    let line = lines.get(position)?;
    if ends(line) || position == 0 {
        return None;
    }
    let mut text = String::new();
    let mut count = 0;
    for line in lines.iter().skip(position).take(AHEAD) {
        let goes_on = count == 0
            || line.gap == Gap::None
            || !sentences::ends_sentence(&text)
                && sentences::filled(lines.get(position + count - 1)?, line.text) > 75
                && line.gap != Gap::Spaced;
        if !goes_on || ends(line) || count > 0 && heads(lines, position + count).is_some() {
            break;
        }
        sentences::append(&mut text, line.text, &std::collections::HashMap::new());
        count += 1;
    }
    let lower = text.get(..text.floor_char_boundary(200)).unwrap_or(&text).to_lowercase();
    let apologises =
        ["apologies", "apology", "an apology"].iter().any(|word| lower.starts_with(word)) && words::is_sentence(&lower);
    let ahead = (position + count..position + count + AHEAD)
        .find(|next| lines.get(*next).is_none_or(ends) || heads(lines, *next).is_some());
    let another = ahead.and_then(|next| heads(lines, next)).is_some_and(|(label, _)| {
        label.colon && label.list != List::Present && !matches!(label.list, List::Chair(_) | List::Clerk)
    });
    (apologises && sentences::ends_sentence(&text) || another && text.len() < 600).then_some((count, text))
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::Source;
    use super::*;

    fn printed(text: &str) -> Vec<String> {
        let mut source = Source::new(text);
        super::super::super::lines::measure(&mut source.lines);
        let (found, taken) = collect(&source.lines);
        let mut shown: Vec<String> = found
            .into_iter()
            .map(|found| match found {
                Found::List(list) => format!("{:?}: {}", list.list, list.text.replace('\n', "/")),
                Found::Sentence { text, .. } => format!("'{text}'"),
            })
            .collect();
        shown.push(format!("{taken} of {}", source.lines.len()));
        shown
    }

    #[test]
    fn lists_end_where_the_minutes_begin() {
        assert_eq!(
            printed("Present: Cllr A Dummy and\nCllr B Foil\n\n1. Apologies\n\nNone."),
            ["Present: Cllr A Dummy and Cllr B Foil", "2 of 4"]
        );
    }
}
