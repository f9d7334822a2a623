//! Splits a pack into its lines with words, each with its surroundings: blank lines, page breaks, footers.

use super::{PageFooter, page_marks, words};
use extraction::{Hint, Hints, Table};
use std::collections::HashMap;

/// What was between a line and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: it follows directly.
    None,
    /// Empty lines, which some programs also put inside a paragraph.
    Empty,
    /// Lines of spaces, if the text distinguishes them from empty ones: a printed gap.
    Spaced,
}

/// A line with words.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of how the line is printed")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'text> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Its words, trimmed.
    pub(super) text: &'text str,
    /// The gap before it.
    pub(super) gap: Gap,
    /// Whether it was printed on the row directly below the line before it.
    pub(super) adjoins: bool,
    /// Whether it seems to be the first on its page.
    pub(super) page: bool,
    /// The printed row, counted from the beginning of the text, ignoring empty lines that were not printed.
    pub(super) row: usize,
    /// Its width in characters.
    pub(super) width: usize,
    /// The width of full lines near it.
    pub(super) room: usize,
    /// Whether it ended with two or more spaces, which means that a sentence was to follow.
    pub(super) more: bool,
    /// The hint about it from another source.
    pub(super) hint: Hint,
    /// Whether all of it is bold, if known.
    pub(super) bold: bool,
    /// Whether it is set much larger than most, as titles are, if known.
    pub(super) large: bool,
}

/// A pack as lines.
pub(super) struct Source<'text> {
    pub(super) lines: Vec<Line<'text>>,
    pub(super) footers: Vec<PageFooter>,
    /// How many lines have words, including footers.
    pub(super) count: usize,
    /// Words broken over two lines that are written in one piece elsewhere in the pack.
    pub(super) rejoined: HashMap<String, bool>,
    /// The tables known from another source.
    pub(super) tables: Vec<Table>,
    /// Whether the last line has a line ending.
    pub(super) ended: bool,
}

impl<'text> Source<'text> {
    #[cfg(test)]
    pub(super) fn new(text: &'text str) -> Self {
        Self::hinted(text, &Hints::default())
    }

    pub(super) fn hinted(text: &'text str, hints: &Hints) -> Self {
        let text = text.trim_start_matches('\u{FEFF}');
        let raw = split(text);
        let blank = raw.iter().filter(|line| line.trim().is_empty()).count();
        let spaced = raw.iter().filter(|line| !line.is_empty() && line.trim().is_empty()).count();
        let tells_spaces = spaced * 10 > blank;
        let double_spaced = is_double_spaced(&raw);
        let marks = page_marks::of(&raw);
        let mut source = Self {
            lines: Vec::new(),
            footers: Vec::new(),
            count: 0,
            rejoined: HashMap::new(),
            tables: hints.tables.clone(),
            ended: text.chars().rev().take_while(|c| c.is_whitespace()).any(|c| matches!(c, '\n' | '\r')),
        };
        let (mut gap, mut page, mut row, mut blanks) = (Gap::Spaced, true, 0, 0_usize);
        for (position, printed) in raw.iter().enumerate() {
            let words = printed.trim();
            page |= printed.contains('\u{C}');
            if words.is_empty() {
                blanks += 1;
                if double_spaced && blanks == 1 && gap == Gap::None {
                    continue;
                }
                gap = gap.max(if tells_spaces && !printed.is_empty() { Gap::Spaced } else { Gap::Empty });
                row += usize::from(!tells_spaces || !printed.is_empty());
                continue;
            }
            source.count += 1;
            if let Some(mark) = marks.get(&position) {
                source.footers.extend(mark.map(|page| PageFooter { line: position + 1, page }));
                // A rule without a number may part two texts on one page.
                (gap, page) = (gap.max(Gap::Empty), page || mark.is_some());
                continue;
            }
            blanks = 0;
            if let Some(number) = footer(words) {
                source.footers.push(PageFooter { line: position + 1, page: number });
                (gap, page) = (gap.max(Gap::Empty), true);
                continue;
            }
            row += 1;
            // If page breaks were lost, a page's first line is still indented by one space and has no gap above it.
            let first = page || (gap == Gap::None && printed.starts_with(' ') && !printed.starts_with("   "));
            source.lines.push(Line {
                number: position + 1,
                text: words,
                gap,
                adjoins: gap == Gap::None || (tells_spaces && gap == Gap::Empty),
                page: first,
                row,
                width: words.chars().count(),
                room: 0,
                more: printed.ends_with("  "),
                hint: hints.of(position + 1),
                bold: hints.bold.binary_search(&(position + 1)).is_ok(),
                large: hints.large.binary_search(&(position + 1)).is_ok(),
            });
            (gap, page) = (Gap::None, false);
        }
        source.look_up_broken_words(text);
        source
    }

    /// Finds out, for each word broken at a hyphen by a line end, whether the pack writes it in one piece elsewhere.
    fn look_up_broken_words(&mut self, text: &str) {
        let mut hyphened = HashMap::new();
        for pair in self.lines.windows(2) {
            if let [one, next] = pair
                && let Some((joined, with_hyphen)) = words::broken_word(one.text, next.text)
            {
                hyphened.insert(with_hyphen, false);
                self.rejoined.insert(joined, false);
            }
        }
        if self.rejoined.is_empty() {
            return;
        }
        for word in text.split(|c: char| !c.is_alphabetic() && c != '-').filter(|word| !word.is_empty()) {
            if let Some(seen) = self.rejoined.get_mut(word).or_else(|| hyphened.get_mut(word)) {
                *seen = true;
            }
        }
        self.rejoined.retain(|_, seen| *seen);
        for (word, _) in hyphened.iter().filter(|(_, seen)| **seen) {
            self.rejoined.remove(&word.replace('-', ""));
        }
    }
}

/// Sets, for each line of one part, the width of full lines near it.
pub(super) fn measure(lines: &mut [Line<'_>]) {
    const STRETCH: usize = 20;
    // A single line may be longer than all others, so take the fourth longest of three stretches.
    let stretches: Vec<Vec<usize>> =
        lines.chunks(STRETCH).map(|stretch| stretch.iter().map(|line| line.width).collect()).collect();
    for (position, line) in lines.iter_mut().enumerate() {
        if position % STRETCH == 0 {
            let at = position / STRETCH;
            let mut widths: Vec<usize> = stretches.iter().take(at + 2).skip(at.saturating_sub(1)).flatten().copied().collect();
            widths.sort_unstable_by(|a, b| b.cmp(a));
            line.room = widths.get(3.min(widths.len() / 20)).copied().unwrap_or_default();
        }
    }
    let mut room = 0;
    for (position, line) in lines.iter_mut().enumerate() {
        if position % STRETCH == 0 {
            room = line.room;
        }
        line.room = room;
    }
}

/// Splits the text at `\n`, `\r\n` or `\r`.
fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.extend(line.strip_suffix('\r').unwrap_or(line).split('\r'));
    }
    lines
}

/// Checks whether every line is followed by an empty one, as some programs write the text of a PDF, so that an empty line says nothing.
fn is_double_spaced(raw: &[&str]) -> bool {
    let (mut pairs, mut single, mut in_sentence) = (0_usize, 0_usize, 0_usize);
    let mut last: Option<usize> = None;
    for (position, line) in raw.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Some(last) = last {
            pairs += 1;
            let alone = position == last + 2;
            single += usize::from(alone);
            in_sentence += usize::from(alone && line.trim_start().starts_with(char::is_lowercase));
        }
        last = Some(position);
    }
    pairs >= 20 && single * 100 >= pairs * 85 && in_sentence * 100 >= pairs * 12
}

/// Returns the page number of a footer: `Page 6`, `Page 6 of 20`.
fn footer(words: &str) -> Option<u32> {
    let rest = words.get(..5).filter(|page| page.eq_ignore_ascii_case("page ")).and_then(|_| words.get(5..))?;
    let (number, rest) = rest.split_once(" of ").unwrap_or((rest, "1"));
    let digits = |text: &str| (text.len() <= 5).then(|| text.trim().parse::<u32>().ok())?;
    digits(rest).and_then(|_| digits(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_gaps_footers_and_pages() {
        let source = Source::new("One\n \nTwo\n\nThree\n\nPage 6\n\n\nFour\n Five\r\nSix");
        let seen: Vec<_> = source.lines.iter().map(|line| (line.number, line.text, line.gap, line.page)).collect();
        assert_eq!(
            seen,
            [
                (1, "One", Gap::Spaced, true),
                (3, "Two", Gap::Spaced, false),
                (5, "Three", Gap::Empty, false),
                (10, "Four", Gap::Empty, true),
                (11, "Five", Gap::None, true),
                (12, "Six", Gap::None, false),
            ]
        );
        assert_eq!(source.footers, [PageFooter { line: 7, page: 6 }]);
        assert_eq!(source.count, 7);
        assert!(!source.ended);
    }

    #[test]
    fn empty_lines_between_all_lines_are_no_gaps() {
        let line = "The Board heard of the brook, which had risen twice since\n\nthe spring, and of the bridge over it.\n\n";
        let text = line.repeat(12);
        let source = Source::new(&text);
        assert_eq!(source.lines.iter().filter(|line| line.gap != Gap::None).count(), 1);
        let apart = "The Board heard of the brook.\n\nThe bridge was shut.\n\n".repeat(12);
        assert!(Source::new(&apart).lines.iter().all(|line| line.gap != Gap::None));
    }

    #[test]
    fn a_footer_is_a_page_and_its_number_alone() {
        assert_eq!(footer("Page 12 of 40"), Some(12));
        for text in ["Page", "Page six", "Pages 6", "Page 6 sets out", "Page 999999999", "Päge 6"] {
            assert_eq!(footer(text), None, "{text}");
        }
    }
}
