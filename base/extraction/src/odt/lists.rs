//! The numbers of lists and headings, as office programs print them.

use crate::numerals::letters;
use foundation::numerals::roman;

/// How many levels a list has at most.
pub(super) const DEEPEST: usize = 10;

/// How one level of a list is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Level {
    /// Not at all.
    #[default]
    None,
    /// By a bullet or a picture.
    Bullet,
    /// By a number.
    Number {
        /// `1`, `a`, `A`, `i` or `I`; empty if the number is not shown.
        format: String,
        before: String,
        after: String,
        /// How many levels are shown: `1.2` shows two.
        shown: usize,
        start: i32,
    },
}

/// How a list is marked on each level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbering([Level; DEEPEST]);

/// How far a list has counted on each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts([Option<i32>; DEEPEST]);

impl Numbering {
    pub(super) fn set(&mut self, at: usize, level: Level) {
        if let Some(own) = self.0.get_mut(at) {
            *own = level;
        }
    }

    /// Counts the next item on a level, from `start` if it says so, and returns its mark. `None` if none is shown.
    pub(super) fn next(&self, counts: &mut Counts, at: usize, start: Option<i32>) -> Option<String> {
        let own = self.0.get(at)?;
        let first = if let Level::Number { start, .. } = own { *start } else { 1 };
        counts.count(at, first, start);
        let Level::Number { format, before, after, shown, .. } = own else {
            return (*own == Level::Bullet).then(|| "•".to_owned());
        };
        if format.is_empty() {
            return None;
        }
        let begin = (at + 1).saturating_sub((*shown).max(1));
        let shown: Vec<String> = (begin..=at)
            .filter_map(|level| match self.0.get(level)? {
                Level::Number { format, start, .. } if !format.is_empty() => {
                    Some(written(counts.at(level).unwrap_or(*start), format))
                }
                _ => None,
            })
            .collect();
        Some(format!("{before}{}{after}", shown.join(".")).trim().to_owned()).filter(|mark| !mark.is_empty())
    }
}

impl Counts {
    fn at(&self, level: usize) -> Option<i32> {
        self.0.get(level).copied().flatten()
    }

    fn count(&mut self, at: usize, first: i32, start: Option<i32>) {
        let next = start.unwrap_or_else(|| self.at(at).map_or(first, |count| count.saturating_add(1)));
        for (level, count) in self.0.iter_mut().enumerate().skip(at) {
            *count = (level == at).then_some(next);
        }
    }

    /// Forgets a level and those below it, as a list that begins anew does.
    pub(super) fn begin(&mut self, at: usize) {
        for count in self.0.iter_mut().skip(at) {
            *count = None;
        }
    }
}

fn written(count: i32, format: &str) -> String {
    let text = match format {
        "a" => letters(count),
        "A" => letters(count).map(|text| text.to_uppercase()),
        "i" => u32::try_from(count).ok().and_then(roman),
        "I" => u32::try_from(count).ok().and_then(roman).map(|text| text.to_uppercase()),
        _ => None,
    };
    text.unwrap_or_else(|| count.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_counted_and_shown_together() {
        let level = |format: &str, after: &str, shown| Level::Number {
            format: format.into(),
            before: String::new(),
            after: after.into(),
            shown,
            start: 1,
        };
        let mut numbering = Numbering::default();
        numbering.set(0, level("1", ".", 1));
        numbering.set(1, level("a", ")", 2));
        numbering.set(2, Level::Bullet);
        numbering.set(40, Level::Bullet);
        let mut counts = Counts::default();
        let marks: Vec<_> =
            [0, 1, 1, 2, 0, 1].into_iter().map(|at| numbering.next(&mut counts, at, None).unwrap_or_default()).collect();
        assert_eq!(marks, ["1.", "1.a)", "1.b)", "•", "2.", "2.a)"]);
        assert_eq!(numbering.next(&mut counts, 0, Some(14)).as_deref(), Some("14."));
        assert_eq!(numbering.next(&mut counts, 5, None), None);
        counts.begin(0);
        assert_eq!(numbering.next(&mut counts, 0, None).as_deref(), Some("1."));
    }
}
