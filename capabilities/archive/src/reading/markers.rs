//! Reads the mark at the start of a line: a paragraph's number, a bullet, a list item's number or letter.

/// The mark at the start of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Marker {
    /// None: the line begins with its words.
    #[default]
    None,
    /// A bullet, identified by its character.
    Bullet(char),
    /// A paragraph number with two or more parts, as printed: `3.2.1`.
    Number(String),
    /// The number or letter of a list item, or of a heading.
    Item(Item),
}

/// The number or letter of a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// As printed: `1)`, `(iv)`, `a.`.
    pub(super) printed: String,
    /// Its value as a number.
    pub(super) figure: Option<u32>,
    /// Its value as a letter, counted from `a`.
    letter: Option<u32>,
    /// Its value as a Roman numeral.
    roman: Option<u32>,
    opened: bool,
    /// What closes it: `)`, `.`, or a space if nothing does.
    pub(super) closed: char,
}

/// Characters that programs print as bullets; those from U+F000 are Wingdings and Symbol characters as converters leave them.
const BULLETS: &[char] = &[
    '\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F0FC}', '\u{F02D}', '\u{F076}', '•', '●', '▪', '■', '◦', '○', '‣', '·', '➢', '❖',
    '⁃', '∙',
];

impl Marker {
    /// Splits the mark from the words after it.
    pub(super) fn read(text: &str) -> (Self, &str) {
        let Some(first) = text.chars().next() else { return (Self::None, text) };
        let rest = text.get(first.len_utf8()..).unwrap_or_default();
        if BULLETS.contains(&first) {
            return (Self::Bullet(first), rest.trim_start());
        }
        let alone = rest.is_empty() || rest.starts_with(char::is_whitespace);
        match first {
            '-' | '–' | '—' | '*' if alone => (Self::Bullet(if first == '—' { '–' } else { first }), rest.trim_start()),
            'o' if alone && !rest.is_empty() => (Self::Bullet('o'), rest.trim_start()),
            _ => number(text).or_else(|| item(text)).unwrap_or((Self::None, text)),
        }
    }

    /// Checks whether a paragraph's number heads a section: `3.0`.
    pub(super) fn is_section(&self) -> bool {
        matches!(self, Self::Number(number) if number.ends_with(".0") && number.matches('.').count() == 1)
    }
}

impl Item {
    /// Checks whether it comes directly after `last` in the same list.
    pub(super) fn follows(&self, last: &Self) -> bool {
        let next = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other.and_then(|value| value.checked_add(1));
        self.same_shape(last)
            && (next(self.figure, last.figure) || next(self.letter, last.letter) || next(self.roman, last.roman))
    }

    /// Checks whether it can begin a list.
    pub(super) fn begins(&self) -> bool {
        [self.figure, self.letter, self.roman].contains(&Some(1))
    }

    /// Checks whether both are written in the same style.
    pub(super) fn same_shape(&self, other: &Self) -> bool {
        self.opened == other.opened && self.closed == other.closed && self.figure.is_some() == other.figure.is_some()
    }
}

/// Reads `3.1`, `3.2.1` or `10.0`, with an optional full stop after it.
fn number(text: &str) -> Option<(Marker, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let number = number.strip_suffix('.').unwrap_or(number);
    let parts = number.split('.').count();
    let short = number.len() <= 15 && number.split('.').all(|part| (1..=3).contains(&part.len()));
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (short && apart && (2..=4).contains(&parts)).then(|| (Marker::Number(number.to_owned()), rest.trim_start()))
}

/// Reads `1.`, `1)`, `(1)`, `(iv)`, `a)` or `(A)`, or a bare number before a heading in capitals.
fn item(text: &str) -> Option<(Marker, &str)> {
    let opened = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = inner.split_at_checked(end).filter(|(name, _)| (1..=5).contains(&name.len()))?;
    let closed = after.chars().next()?;
    let rest = after.get(closed.len_utf8()..)?;
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let figure = (name.len() <= 3).then(|| name.parse::<u32>().ok()).flatten();
    let in_capitals = name.chars().all(|c| c.is_ascii_uppercase());
    let lower = name.to_ascii_lowercase();
    let lettered = figure.is_none() && (in_capitals || name.chars().all(|c| c.is_ascii_lowercase()));
    let letter = (lettered && name.len() == 1).then(|| u32::from(lower.as_bytes()[0] - b'a') + 1);
    let roman = if lettered { roman(&lower) } else { None };
    let known = figure.is_some() || letter.is_some() || (roman.is_some() && !in_capitals);
    let fits = match closed {
        ')' => apart,
        // `A. Lowe` is a name.
        '.' => apart && !opened && !in_capitals,
        ' ' | '\t' => {
            !opened
                && name.len() <= 2
                && figure.is_some_and(|figure| figure > 0)
                && super::words::is_capitals(rest)
                && rest.len() > 5
        }
        _ => false,
    };
    let printed = text.get(..text.len() - rest.len())?.trim_end().to_owned();
    let closed = if closed == '\t' { ' ' } else { closed };
    (known && fits).then(|| (Marker::Item(Item { printed, figure, letter, roman, opened, closed }), rest.trim_start()))
}

/// Reads a Roman numeral in lower case, up to 39.
fn roman(lower: &str) -> Option<u32> {
    let tens = lower.chars().take_while(|c| *c == 'x').count();
    let ones = match lower.get(tens..)? {
        "" => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    u32::try_from(tens * 10 + ones).ok().filter(|value| (1..40).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Option<(String, &str)> {
        match Marker::read(text) {
            (Marker::None, _) => None,
            (Marker::Bullet(sign), rest) => Some((sign.to_string(), rest)),
            (Marker::Number(number), rest) => Some((number, rest)),
            (Marker::Item(item), rest) => Some((item.printed, rest)),
        }
    }

    #[test]
    fn reads_what_councils_print() {
        for (text, mark, rest) in [
            ("\u{F0B7} Hate crime", "\u{F0B7}", "Hate crime"),
            ("•Hate crime", "•", "Hate crime"),
            ("- Hate crime", "-", "Hate crime"),
            ("o Hate crime", "o", "Hate crime"),
            ("3.2.1", "3.2.1", ""),
            ("10.0   LIST OF PAPERS", "10.0", "LIST OF PAPERS"),
            ("4.1. The plan", "4.1", "The plan"),
            ("1) note", "1)", "note"),
            ("(viii) PLEASE NOTE", "(viii)", "PLEASE NOTE"),
            ("(A) Annual report", "(A)", "Annual report"),
            ("9. Road safety", "9.", "Road safety"),
            ("12 APOLOGIES FOR ABSENCE", "12", "APOLOGIES FOR ABSENCE"),
        ] {
            assert_eq!(printed(text), Some((mark.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn leaves_words_alone() {
        for text in [
            "",
            "A. Lowe",
            "2024. The",
            "4.99% more",
            "9999999999.0",
            "862: Direct",
            "of the",
            "(MARAC) a",
            "5,000 adults",
            "-5 people",
            "0 NONE AT ALL",
            "1.2.3.4.5",
        ] {
            assert_eq!(printed(text), None, "{text}");
        }
    }

    #[test]
    fn tells_the_letter_i_from_the_numeral() {
        let item = |text: &str| match Marker::read(text).0 {
            Marker::Item(item) => item,
            other => panic!("{text}: {other:?}"),
        };
        assert!(item("(i) x").follows(&item("(h) x")));
        assert!(item("(v) x").follows(&item("(iv) x")));
        assert!(!item("(vi) x").follows(&item("(iv) x")));
        assert!(!item("2. x").follows(&item("1) x")));
        assert!(item("(i) x").begins());
    }
}
