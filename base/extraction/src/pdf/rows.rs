//! Groups glyphs into words, and words into rows: the text on one line of a page, from left to right.

pub(super) use crate::marks::is_mark;

/// A character with its position on the page. Lengths are in points; down is from the page's top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) character: char,
    pub(super) left: f32,
    pub(super) right: f32,
    /// How far down its baseline is.
    pub(super) down: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// How many characters the page drew before it.
    pub(super) order: usize,
}

/// A run of characters without a space.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
}

/// The words on one line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// How far down its baseline is.
    pub(super) down: f32,
    /// The largest size of its words.
    pub(super) size: f32,
    /// From left to right.
    pub(super) words: Vec<Word>,
}

impl Row {
    pub(super) fn new(down: f32, words: Vec<Word>) -> Self {
        let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
        Self { down, size, words }
    }

    pub(super) fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(super) fn text(&self) -> String {
        text_of(&self.words)
    }

    /// Splits the row at wide gaps into segments: cells, or a mark and its words.
    pub(super) fn segments(&self) -> Vec<&[Word]> {
        let gaps = self.words.windows(2).map(|pair| match pair {
            [one, next] => next.left - one.right,
            _ => 0.0,
        });
        // All gaps in a justified line are wide, so a separating gap must be wider than the narrowest on its line.
        let narrowest = gaps.clone().fold(f32::INFINITY, f32::min).max(0.0);
        let wide = (2.2 * narrowest).clamp(0.75 * self.size, 1.6 * self.size);
        let mut segments = Vec::new();
        let mut begun = 0;
        for (position, gap) in gaps.enumerate() {
            if gap > wide {
                segments.push(self.words.get(begun..=position).unwrap_or_default());
                begun = position + 1;
            }
        }
        segments.push(self.words.get(begun..).unwrap_or_default());
        segments.retain(|segment| !segment.is_empty());
        segments
    }

    /// Splits the row into the parts that columns are made of: its segments, with the marks before the first words joined to them.
    pub(super) fn parts(&self) -> Vec<&[Word]> {
        let mut segments = self.segments();
        let marks = segments.iter().take_while(|segment| matches!(segment, [word] if is_mark(&word.text))).count();
        let worded = segments
            .get(marks)
            .is_some_and(|words| words.iter().any(|word| word.text.chars().filter(|c| c.is_alphabetic()).count() > 1));
        if marks > 0 && worded {
            let taken: usize = segments.iter().take(marks + 1).map(|segment| segment.len()).sum();
            segments.splice(0..=marks, [self.words.get(..taken).unwrap_or_default()]);
        }
        segments
    }
}

/// Joins the words with spaces.
pub(super) fn text_of(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text
}

/// Checks whether all words with letters are bold, ignoring a mark before them.
pub(super) fn is_bold(words: &[Word]) -> bool {
    let marked = words.first().is_some_and(|word| words.len() > 1 && is_mark(&word.text));
    let lettered = |word: &&Word| word.text.chars().any(char::is_alphabetic);
    let mut lettered = words.iter().skip(usize::from(marked)).filter(lettered).peekable();
    lettered.peek().is_some() && lettered.all(|word| word.bold)
}

/// Builds the rows of a page, from the top down.
pub(super) fn of(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|one, other| one.down.total_cmp(&other.down));
    let mut rows: Vec<Row> = Vec::new();
    let mut line: Vec<Glyph> = Vec::new();
    let mut begun = 0.0;
    for glyph in glyphs {
        if !line.is_empty() && glyph.down - begun > 0.12 * glyph.size {
            take(&mut rows, std::mem::take(&mut line), begun);
        }
        if line.is_empty() {
            begun = glyph.down;
        }
        line.push(glyph);
    }
    take(&mut rows, line, begun);
    rows
}

/// Adds a line's words to the rows, as a row of their own or as part of the row above if they are beside its
/// words, raised or lowered.
fn take(rows: &mut Vec<Row>, line: Vec<Glyph>, down: f32) {
    let mut words = words(line);
    name_bullet(&mut words);
    if words.is_empty() {
        return;
    }
    let row = Row::new(down, words);
    let Some(above) = rows.last_mut() else {
        rows.push(row);
        return;
    };
    let apart = row.down - above.down;
    let (small, large) = (row.size.min(above.size), row.size.max(above.size));
    let near = apart < 0.4 * small || (small < 0.85 * large && apart < 0.6 * large && adjoins(above, &row));
    if !near || overlap(above, &row) {
        rows.push(row);
        return;
    }
    if row.size > above.size || (row.size >= above.size && row.words.len() > above.words.len()) {
        above.down = row.down;
    }
    above.size = large;
    above.words.extend(row.words);
    above.words.sort_by(|one, other| one.left.total_cmp(&other.left));
    join_raised(&mut above.words);
}

/// Checks whether a word of one row overlaps a word of the other horizontally.
fn overlap(one: &Row, other: &Row) -> bool {
    pairs(one, other).any(|(one, other)| one.left + 0.5 < other.right && other.left + 0.5 < one.right)
}

/// Checks whether a word of one row is directly beside a word of the other, as raised letters are.
fn adjoins(one: &Row, other: &Row) -> bool {
    pairs(one, other).any(|(one, other)| {
        let gap = (other.left - one.right).max(one.left - other.right);
        gap < 0.4 * one.size.max(other.size)
    })
}

/// Returns pairs of words from both rows that could meet. Both rows run from left to right, so each word has few candidates.
fn pairs<'row>(one: &'row Row, other: &'row Row) -> impl Iterator<Item = (&'row Word, &'row Word)> {
    one.words.iter().flat_map(move |word| {
        let first = other.words.partition_point(|next| next.right + word.size < word.left);
        let near = other.words.iter().skip(first).take_while(move |next| next.left < word.right + word.size);
        near.map(move |next| (word, next))
    })
}

/// Joins raised letters (`1st`) to the word before them.
fn join_raised(words: &mut Vec<Word>) {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    for word in words.drain(..) {
        match joined.last_mut() {
            Some(last)
                if word.size < 0.85 * last.size
                    && word.left - last.right < 0.12 * last.size
                    && word.text.chars().all(char::is_alphabetic) =>
            {
                last.text.push_str(&word.text);
                last.right = word.right;
            }
            _ => joined.push(word),
        }
    }
    *words = joined;
}

/// Replaces an unmapped glyph on its own before the words with a bullet: Word draws bullets from a symbol font, whose letters have no
/// meaning outside of it (U+F020 to U+F0FF).
fn name_bullet(words: &mut [Word]) {
    let is_symbol = |text: &str| {
        let mut letters = text.chars();
        matches!((letters.next(), letters.next()), (Some('\u{FFFD}' | '\u{F020}'..='\u{F0FF}'), None))
    };
    if let [first, _, ..] = words
        && is_symbol(&first.text)
    {
        "•".clone_into(&mut first.text);
    }
}

/// Splits one line into words.
fn words(mut glyphs: Vec<Glyph>) -> Vec<Word> {
    glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut words: Vec<Word> = Vec::new();
    let mut spaces: Vec<Glyph> = Vec::new();
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.character.is_whitespace() {
            spaces.push(glyph);
            continue;
        }
        // Some programs print letters twice to make them look bold.
        if last.is_some_and(|last| last.character == glyph.character && (glyph.left - last.left).abs() < 0.15 * glyph.size) {
            continue;
        }
        let spaced = spaces.drain(..).any(|space| parts(&space, last.as_ref(), &glyph));
        last = Some(glyph);
        match words.last_mut() {
            Some(word) if !spaced && glyph.left - word.right < 0.22 * glyph.size => {
                push(&mut word.text, glyph.character);
                word.right = word.right.max(glyph.right);
                word.size = word.size.max(glyph.size);
                word.bold &= glyph.bold || !glyph.character.is_alphanumeric();
            }
            _ => {
                let mut text = String::new();
                push(&mut text, glyph.character);
                words.push(Word { text, left: glyph.left, right: glyph.right, size: glyph.size, bold: glyph.bold });
            }
        }
    }
    words
}

/// Checks whether a space separates the characters on both sides of it. One over which letters were printed does not: some programs draw the
/// first letter of a heading apart, and the spaces before it as wide as they please.
fn parts(space: &Glyph, before: Option<&Glyph>, after: &Glyph) -> bool {
    let is_printed_over = after.left - space.left < 0.04 * after.size;
    let is_covered = before.is_some_and(|before| {
        let is_between = space.order == before.order + 1 || after.order == space.order + 1;
        !is_between && before.left < space.left && space.right < before.right + 0.05 * before.size
    });
    before.is_none() || !(is_printed_over || is_covered)
}

/// Appends a character, splitting ligatures and turning soft hyphens into hard ones.
fn push(text: &mut String, character: char) {
    match character {
        '\u{AD}' | '\u{2010}' | '\u{2011}' => text.push('-'),
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {}
        other if other.is_control() => {}
        other => text.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: f32, down: f32, size: f32) -> Vec<Glyph> {
        let mut at = left;
        let mut made = Vec::new();
        for character in text.chars() {
            made.push(Glyph { character, left: at, right: at + 0.5 * size, down, size, bold: false, order: made.len() });
            at += 0.5 * size;
        }
        made
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        of(glyphs).iter().map(Row::text).collect()
    }

    #[test]
    fn words_stand_in_rows_from_the_top() {
        let page = [glyphs("second row", 72.0, 120.0, 12.0), glyphs("first row", 72.0, 100.0, 12.0)].concat();
        assert_eq!(texts(page), ["first row", "second row"]);
    }

    #[test]
    fn raised_letters_join_the_word_before_them() {
        let page = [glyphs("on 1", 72.0, 100.0, 12.0), glyphs("st", 96.0, 95.5, 7.0), glyphs("May", 110.0, 100.0, 12.0)].concat();
        assert_eq!(texts(page), ["on 1st May"]);
    }

    #[test]
    fn letters_printed_twice_are_one() {
        let page = [glyphs("Bold", 72.0, 100.0, 12.0), glyphs("Bold", 72.4, 100.0, 12.0)].concat();
        assert_eq!(texts(page), ["Bold"]);
    }

    #[test]
    fn spaces_under_letters_separate_nothing() {
        let order =
            |glyphs: Vec<Glyph>, first: usize| glyphs.into_iter().map(move |glyph| Glyph { order: glyph.order + first, ..glyph });
        // Two narrow spaces are drawn where the heading will begin, then its letters.
        let spaces = glyphs("  ", 72.0, 100.0, 6.0);
        let page = spaces.into_iter().chain(order(glyphs("Apologies for absence", 72.0, 100.0, 12.0), 2)).collect();
        assert_eq!(texts(page), ["Apologies for absence"]);
        // The first letter is drawn apart, and a space after it, over which the rest is drawn.
        let first = glyphs("F ", 72.0, 100.0, 12.0).into_iter();
        let page = first.chain(order(glyphs("ly-tipping", 78.0, 100.0, 12.0), 2)).collect();
        assert_eq!(texts(page), ["Fly-tipping"]);
        // Words that are set tight keep their spaces.
        let mut tight = glyphs("To the", 72.0, 100.0, 12.0);
        for glyph in tight.iter_mut().skip(3) {
            glyph.left -= 4.5;
            glyph.right -= 4.5;
        }
        assert_eq!(texts(tight), ["To the"]);
    }

    #[test]
    fn letters_of_symbol_fonts_before_words_are_bullets() {
        assert_eq!(texts([glyphs("\u{F0B7}", 72.0, 100.0, 12.0), glyphs("lamps", 90.0, 100.0, 12.0)].concat()), ["• lamps"]);
    }

    #[test]
    fn wide_gaps_part_a_row() {
        let page = [glyphs("3.1", 72.0, 100.0, 12.0), glyphs("The plan", 110.0, 101.0, 12.0)].concat();
        let rows = of(page);
        let segments: Vec<String> = rows[0].segments().into_iter().map(text_of).collect();
        assert_eq!(segments, ["3.1", "The plan"]);
    }
}
