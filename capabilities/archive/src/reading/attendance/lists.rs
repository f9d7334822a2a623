//! Which lines belong to the lists, and what separates the people on them.

use super::super::lines::{Gap, Line};
use super::super::minute_heads;
use super::super::words as sentences;
use super::labels::{self, Label, List};
use super::segments;
use super::words;

/// One list as it is printed.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) list: List,
    pub(super) of_members: bool,
    pub(super) marks: Vec<(String, List)>,
    /// What the label says that these people have in common: `Wexcombe District Council`.
    pub(super) group: Option<String>,
    /// Its words. A line break in it separates people; where a line ended inside a name there is a space.
    pub(super) text: String,
    signs: Signs,
    /// For each printed line, where it begins in the text and its number.
    pub(super) starts: Vec<(usize, usize)>,
}

/// What the words of a list have, so that they need not be searched for each line.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// A line break that separates people.
    lines: bool,
    asterisk: bool,
    /// A comma or `and`.
    listed: bool,
    /// A name of more than a surname.
    given: bool,
}

impl Printed {
    fn new(label: &Label<'_>, line: usize) -> Self {
        let (list, of_members, marks) = (label.list, label.of_members, label.marks.clone());
        let mut printed =
            Self { list, of_members, marks, group: None, text: String::new(), signs: Signs::default(), starts: Vec::new() };
        printed.add(label.rest, line, false);
        printed
    }

    /// Returns the number of the line at a place in the text.
    pub(super) fn line_at(&self, at: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|index| self.starts.get(index)).or(self.starts.first()).map_or(0, |(_, line)| *line)
    }

    /// Returns a sentence as a list, so that what is unclear in it can be told.
    pub(super) fn sentence(text: &str, line: usize) -> Self {
        let (text, starts) = (text.to_owned(), vec![(0, line)]);
        Self { list: List::Apologies, of_members: true, marks: Vec::new(), group: None, text, signs: Signs::default(), starts }
    }

    /// Splits the list at labels inside its text: `… and Mr B Foil. Apologies: Cllr C Proxy`.
    pub(super) fn parts(self) -> Vec<Self> {
        let inner = segments::inner_labels(&self.text);
        if inner.is_empty() {
            return vec![self];
        }
        let mut parts = Vec::new();
        let (mut from, mut list, mut of_members) = (0, self.list, self.of_members);
        for (at, after, label) in &inner {
            parts.push(self.part(from..*at, list, of_members));
            (from, list, of_members) = (*after, label.list, label.of_members);
            if label.list == List::Public {
                // The public takes the rest of its line only.
                let end = self.text.get(from..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |end| from + end);
                parts.push(self.part(from..end, List::Public, false));
                (from, list, of_members) = (end, self.list, self.of_members);
            }
        }
        parts.push(self.part(from..self.text.len(), list, of_members));
        parts.retain(|part| !part.text.trim().is_empty());
        parts
    }

    fn part(&self, range: std::ops::Range<usize>, list: List, of_members: bool) -> Self {
        let mut starts = vec![(0, self.line_at(range.start))];
        let first = self.starts.partition_point(|(at, _)| *at <= range.start);
        let end = self.starts.partition_point(|(at, _)| *at < range.end).max(first);
        let within = self.starts.get(first..end).unwrap_or_default();
        starts.extend(within.iter().map(|(at, line)| (at - range.start, *line)));
        let marks = if list == self.list { self.marks.clone() } else { Vec::new() };
        let group = if list == self.list { self.group.clone() } else { None };
        Self {
            list,
            of_members,
            marks,
            group,
            text: self.text.get(range).unwrap_or_default().to_owned(),
            signs: self.signs,
            starts,
        }
    }

    /// Adds the lines from `position` on that belong to the list. Returns how many.
    fn take(&mut self, lines: &[Line<'_>], position: usize) -> usize {
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
            if !goes_on(self, last, next, lines.get(at + 1)) {
                break;
            }
            let joined = joins(self, last, next);
            self.add(next.text, next.number, joined);
            taken += 1;
        }
        taken
    }

    fn add(&mut self, words: &str, line: usize, joined: bool) {
        if !self.text.is_empty() {
            self.text.push(if joined { ' ' } else { '\n' });
        }
        let begun = self.text.len();
        self.starts.push((begun, line));
        push_plain(&mut self.text, words);
        let added = self.text.get(begun.saturating_sub(1)..).unwrap_or_default();
        self.signs.lines |= added.contains('\n');
        self.signs.asterisk |= added.contains('*');
        self.signs.listed |= added.contains(',') || added.contains(" and ");
        // Some given names are printed, so that a word alone at the end of a line is half a name.
        self.signs.given |= added.split([',', '(']).take(20).any(|name| {
            let plain = name.split_whitespace().take(6).filter(|word| words::is_name_word(word) && !words::is_sure_title(word));
            plain.count() > 1 && !words::begins_titled(name)
        });
    }
}

/// Appends the words without what marks bold type, with a line break for each wide gap and each edge of a cell.
fn push_plain(text: &mut String, words: &str) {
    let mut spaces = 0;
    let words = words.trim().trim_end_matches('\\');
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '*' && rest.peek() == Some(&'*') || c == '_' && rest.peek() == Some(&'_') {
            while rest.next_if_eq(&c).is_some() {}
            continue;
        }
        match c {
            '|' | '\t' => spaces = 3,
            c if c.is_whitespace() => spaces += 1,
            c => {
                if spaces > 0 && !text.is_empty() && !text.ends_with('\n') {
                    text.push(if spaces >= 3 { '\n' } else { ' ' });
                }
                spaces = 0;
                text.push(c);
            }
        }
    }
    if spaces >= 3 {
        text.push('\n');
    }
}

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
                position += list.take(lines, position);
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
            position += list.take(lines, position);
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
            position += list.take(lines, position);
            found.push(Found::List(list));
            continue;
        }
        let Some((count, text)) = between(lines, position) else { break };
        found.push(Found::Sentence { line: line.number, text });
        position += count;
    }
    (found, position)
}

/// Checks for the number of a page alone on its line: `12`, `- 12 -`.
fn is_page_number(text: &str) -> bool {
    let digits = text.trim_matches(['-', '–', ' ']);
    (1..=4).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
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

/// Checks whether the line can only be after the lists: a numbered heading, a mark of an item, a heading in capitals.
fn ends(line: &Line<'_>) -> bool {
    let text = line.text.trim_start_matches(['*', '#', '_', ' ']);
    if text.eq_ignore_ascii_case("action") || text.eq_ignore_ascii_case("items") || text.starts_with("http") {
        return true;
    }
    if minute_heads::agenda_item(text).is_some() || super::super::resolution::resolves(text).is_some() {
        return true;
    }
    if let Some(rest) = after_number(text) {
        return !words::begins_titled(rest) && !words::counted(rest);
    }
    let named = words::begins_titled(text) || text.contains([',', '|', '(']) || text.split_whitespace().any(words::is_initial);
    sentences::is_capitals(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() > 5
        && !named
        && text.split_whitespace().count() > 1
        || is_heading(text)
}

/// Returns what follows the number of a minute: `2643. Police`, `C048/23 1.`, `20/01 TAXIS`, `SAF27 PLAN`.
fn after_number(text: &str) -> Option<&str> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    let first = first.trim_end_matches('\\');
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let numbered = digits > 0
        && letters <= 5
        && first.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '(' | '/' | '\\' | ':' | '-'));
    let date = first.chars().all(|c| c.is_ascii_digit()) && digits == 4;
    (numbered && !date).then(|| rest.trim_start())
}

/// Checks for a short line with a word that only titles have.
fn is_heading(text: &str) -> bool {
    let count = text.split_whitespace().count();
    count <= 9
        && !text.contains([',', '(', '|'])
        && !text.split_whitespace().any(words::is_initial)
        && !words::begins_titled(text)
        && text.split_whitespace().any(|word| words::is_heading(word))
        && labels::read(text).is_none()
}

/// Checks whether the words name or count people, and nothing else.
fn is_of_people(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '•', '-', '–', '|', ' ', '\\']);
    let start = text.get(..text.floor_char_boundary(400)).unwrap_or(text);
    if words::is_sentence(start) && !words::counted(start) {
        return false;
    }
    let all: Vec<&str> = start.split_whitespace().take(12).collect();
    let first = all.first().copied().unwrap_or_default();
    words::begins_titled(text)
        || words::counted(start)
        || words::is_nobody(text)
        || words::is_initial(first) && all.len() > 1
        || super::roles::leading(&all).is_some()
        || is_plain_name(text)
        || text.contains(['(', ',']) && words::is_name_word(first) && !is_heading(text)
        || words::councillor(first).is_some() && all.len() == 1
}

/// Checks for two to four words with capitals: `Ada Dummy`.
fn is_plain_name(text: &str) -> bool {
    let before = text.split([',', '(', '–', '|']).next().unwrap_or_default();
    let all: Vec<&str> = before.split_whitespace().take(7).collect();
    (2..=6).contains(&all.len())
        && all.iter().all(|word| words::is_name_word(word) || words::is_particle(word))
        && !is_heading(text)
        && !sentences::is_capitals(text)
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

fn is_short(text: &str) -> bool {
    text.len() < 80 && !sentences::ends_with_colon(text)
}

/// Checks whether the list has one person on each line so far.
fn in_lines(list: &Printed) -> bool {
    !list.signs.listed && (list.signs.lines || list.text.len() < 80)
}

fn ends_in_initial(text: &str) -> bool {
    text.rsplit(char::is_whitespace).next().is_some_and(|word| words::is_initial(word) || words::is_sure_title(word))
}

/// Checks whether the list ends inside a name.
fn is_open(list: &Printed) -> bool {
    let last = list.text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    !list.marks.iter().any(|(mark, _)| mark.eq_ignore_ascii_case(last)) && ends_open(&list.text)
}

/// Checks whether the text ends inside a name or a bracket, or with a word that needs another.
fn ends_open(text: &str) -> bool {
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(300))..).unwrap_or(text).trim_end();
    let last = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before = end.rsplit(char::is_whitespace).nth(1).unwrap_or_default();
    let initial = words::is_initial(last) && last.ends_with('.')
        || words::is_initial(last) && (words::is_initial(before) || words::is_sure_title(before));
    let of = ["of", "for", "and", "the", "&", "to", "with", "by", "or", "plus", "ac", "a'r", "a’r"]
        .contains(&last.to_lowercase().as_str());
    // `- Borough Councillor` is a post and needs no name.
    let noted = words::councillor(last).is_some()
        && end.strip_suffix(last).map(str::trim_end).is_some_and(|rest| {
            let council = rest.rsplit(' ').next().filter(|word| words::is_council(word)).unwrap_or_default();
            rest.strip_suffix(council).unwrap_or(rest).trim_end().ends_with(['-', '–', ':'])
        });
    if noted {
        return false;
    }
    let particle = words::is_particle(last) && last.starts_with(char::is_uppercase);
    is_unclosed(text)
        || of
        || particle
        || last.ends_with([',', '-', '–', '/'])
        || initial
        || ends_in_title(last)
        || words::is_council(last) && last.starts_with(char::is_uppercase)
}

/// Checks whether the text ends in a bracket that is not yet closed.
fn is_unclosed(text: &str) -> bool {
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(300))..).unwrap_or(text);
    end.rfind('(').is_some_and(|open| end.rfind(')').is_none_or(|close| close < open))
}

fn ends_in_title(last: &str) -> bool {
    words::is_sure_title(last) || words::councillor(last).is_some()
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
