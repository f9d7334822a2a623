//! A list as it is printed: its label, its words, and what separates the people on it.

use super::labels::{Label, List};
use super::{segments, words};

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
    pub(super) signs: Signs,
    /// For each printed line, where it begins in the text and its number.
    pub(super) starts: Vec<(usize, usize)>,
}

/// What the words of a list have, so that they need not be searched for each line.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the words")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// A line break that separates people.
    pub(super) lines: bool,
    pub(super) asterisk: bool,
    /// A comma or `and`.
    pub(super) listed: bool,
    /// A name of more than a surname.
    pub(super) given: bool,
}

impl Printed {
    /// Begins a list after its label.
    pub(super) fn new(label: &Label<'_>, line: usize) -> Self {
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

    /// Adds a line, joined to the one before it or apart from it.
    pub(super) fn add(&mut self, words: &str, line: usize, joined: bool) {
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
