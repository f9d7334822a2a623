//! Reads the names of people in a sentence: `Councillor E. O’Brien`, `Mrs J M Dummy`, `Sheahan (J)`, `the Mayor`.

/// Titles before a name, in lower case and without full stops.
const TITLES: &[&str] = &[
    "councillor",
    "councillors",
    "cllr",
    "cllrs",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "reverend",
    "alderman",
    "ald",
    "county",
    "cynghorydd",
    "cyng",
    "comhairleoir",
    "cathaoirleach",
    "cha",
];

/// Offices that are named instead of a person.
const OFFICES: &[&str] = &[
    "mayor",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "vice-chair",
    "vice-chairman",
    "leader",
    "president",
    "deputy",
    "cathaoirleach",
];

/// Words that are part of a name though they begin with a small letter.
const PARTICLES: &[&str] = &["de", "la", "le", "du", "van", "von", "der", "den", "uí", "ní", "ó", "mac", "nic", "ap", "ab", "y"];

/// Words that begin with a capital and end a name.
const NEVER: &[&str] = &[
    "and",
    "that",
    "it",
    "the",
    "resolved",
    "agreed",
    "carried",
    "lost",
    "seconded",
    "proposed",
    "moved",
    "seconder",
    "proposer",
    "for",
    "against",
    "abstained",
    "abstentions",
    "decision",
    "action",
    "this",
    "motion",
    "vote",
    "unanimously",
    "all",
    "in",
    "on",
    "to",
    "with",
];

/// The longest name, in words.
const LONGEST: usize = 7;

/// A word of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'text> {
    /// As printed, with its punctuation.
    pub(super) printed: &'text str,
    /// Where it begins.
    pub(super) start: usize,
}

impl<'text> Word<'text> {
    /// Returns the word without punctuation around it.
    pub(super) fn bare(self) -> &'text str {
        self.printed.trim_matches(|c: char| !c.is_alphanumeric())
    }

    /// Checks whether it is one of these words, in any case.
    pub(super) fn is(self, words: &[&str]) -> bool {
        let bare = self.bare();
        words.iter().any(|word| bare.eq_ignore_ascii_case(word) || (!bare.is_ascii() && bare.to_lowercase() == *word))
    }

    /// Returns where it ends, without the punctuation after it.
    fn end(self) -> usize {
        let bare = self.printed.trim_end_matches([',', ';', ':', '.', '"', '”']);
        // A bracket that was opened before the name is not part of it.
        let bare = if bare.contains('(') { bare } else { bare.trim_end_matches(')') };
        self.start + bare.len()
    }

    fn is_initial(self) -> bool {
        let bare = self.bare();
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        letters > 0 && letters <= 3 && bare.chars().all(|c| c.is_uppercase() || c == '.')
    }

    /// Checks whether nothing of the same name can follow.
    fn ends_name(self) -> bool {
        match self.printed.chars().next_back() {
            Some(',' | ';' | ':') => true,
            Some('.') => !self.is_initial(),
            _ => false,
        }
    }
}

/// Returns the first words of a sentence, at most `most`.
pub(super) fn words(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for printed in text.split(char::is_whitespace) {
        if !printed.is_empty() {
            words.push(Word { printed, start: at });
        }
        if words.len() >= most {
            break;
        }
        // The separator is one character, of one byte or more.
        at += printed.len() + text.get(at + printed.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}

pub(super) fn is_title(word: Word<'_>) -> bool {
    word.is(TITLES)
}

/// Returns the name that begins at a word, and the index of the word after it. Without a title, it is one only if `named` says
/// that a name is expected.
pub(super) fn at<'text>(text: &'text str, words: &[Word<'_>], first: usize, named: bool) -> Option<(&'text str, usize)> {
    let begins = words.get(first)?;
    let mut next = first;
    if begins.is(&["the"]) || begins.is(OFFICES) {
        return office(text, words, first);
    }
    while words.get(next).is_some_and(|word| is_title(*word)) && next < first + 3 {
        next += 1;
    }
    if next == first && !named {
        return None;
    }
    let titled = next;
    let mut end = None;
    while let Some(word) = words.get(next).filter(|_| next < titled + LONGEST) {
        let inner = word.printed.trim_start_matches(['(', '[']);
        let capital = inner.chars().next().is_some_and(|c| c.is_uppercase() || c == '’' || c == '‘');
        let initials = word.printed.starts_with('(');
        let fits = if initials {
            word.bare().len() <= 4 && word.bare().chars().all(char::is_alphanumeric)
        } else {
            capital && !word.is(NEVER)
        };
        let particle = word.is(PARTICLES)
            && !capital
            && words.get(next + 1).is_some_and(|after| after.printed.starts_with(char::is_uppercase) || after.is(PARTICLES));
        if !fits && !particle {
            break;
        }
        next += 1;
        if fits {
            end = Some(word.end());
        }
        if word.ends_name() {
            break;
        }
    }
    let name = text.get(begins.start..end?)?.trim_start_matches(['(', '*']);
    Some((name.trim_end_matches('*'), next)).filter(|(name, _)| name.chars().any(char::is_alphabetic))
}

/// Returns an office, with the name in brackets after it if there is one.
fn office<'text>(text: &'text str, words: &[Word<'_>], first: usize) -> Option<(&'text str, usize)> {
    let begins = words.get(first)?;
    let mut next = first + usize::from(begins.is(&["the"]));
    while words.get(next).is_some_and(|word| word.is(OFFICES)) && next < first + 3 {
        next += 1;
    }
    let last = words.get(next.checked_sub(1)?).filter(|word| word.is(OFFICES))?;
    text.get(begins.start..last.end()).map(|name| (name, next))
}

/// Returns the titled name that ends right before a word.
pub(super) fn before<'text>(text: &'text str, words: &[Word<'_>], end: usize) -> Option<&'text str> {
    let from = (end.saturating_sub(LONGEST)..end)
        .rev()
        .filter(|first| words.get(*first).is_some_and(|word| is_title(*word) || word.is(OFFICES)));
    from.filter_map(|first| {
        let first = if first > 0 && words.get(first - 1).is_some_and(|word| word.is(&["the"])) { first - 1 } else { first };
        at(text, words, first, false).filter(|(_, next)| *next == end).map(|(name, _)| name)
    })
    .last()
}

/// Returns the names in a list: `Councillors A. Dummy, B. Foil and C. Proxy`. `None` if anything else is in it.
pub(super) fn list(text: &str) -> Option<Vec<String>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ':' | '*'));
    let mut names = Vec::new();
    for name in text.split([',', ';']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & ")) {
        let name = name.trim().trim_start_matches("and ").trim();
        if name.is_empty() {
            continue;
        }
        let words = words(name, 12);
        let titles = words.iter().take_while(|word| is_title(**word)).count();
        let office = words.first().is_some_and(|word| word.is(&["the"]) || word.is(OFFICES));
        let (_, next) = at(name, &words, if office { 0 } else { titles }, true)?;
        if next < words.len() {
            return None;
        }
        // Only the titles of the list are left out, not those of people who have others.
        let plural = words.iter().take(titles).filter(|word| word.is(&["councillors", "councillor", "cllrs", "cllr"])).count();
        let from = words.get(plural).map_or(0, |word| word.start);
        names.push(name.get(from..)?.trim().trim_end_matches('.').to_owned());
    }
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, named: bool) -> Option<&str> {
        at(text, &words(text, 40), 0, named).map(|(name, _)| name)
    }

    #[test]
    fn a_name_ends_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("Councillor Dummy;", "Councillor Dummy"),
            ("Councillor Foil (J) and adopted.", "Councillor Foil (J)"),
            ("Councillor E. O’Token; And Resolved:", "Councillor E. O’Token"),
            ("Mr J H Sample and seconded", "Mr J H Sample"),
            ("Cllr. Proxy, it was agreed", "Cllr. Proxy"),
            ("Councillor de la Mock that", "Councillor de la Mock"),
            ("the Mayor, seconded", "the Mayor"),
            ("Councillor Mock Uí Foil", "Councillor Mock Uí Foil"),
        ] {
            assert_eq!(name(text, false), Some(expected), "{text}");
        }
        assert_eq!(name("A. Dummy Seconded: B. Foil", true), Some("A. Dummy"));
        for text in ["the report", "Dummy", "councillors asked", ""] {
            assert_eq!(name(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_name_may_come_before() {
        let text = "After that Councillor A. Dummy proposed it";
        let words = words(text, 40);
        assert_eq!(before(text, &words, 5), Some("Councillor A. Dummy"));
        assert_eq!(before(text, &words, 2), None);
    }

    #[test]
    fn a_list_has_nothing_but_names() {
        assert_eq!(
            list("Councillors A. Dummy, B. Foil and C. Proxy."),
            Some(vec!["A. Dummy".into(), "B. Foil".into(), "C. Proxy".into()])
        );
        assert_eq!(list("Mrs Mock, Foil (J)"), Some(vec!["Mrs Mock".into(), "Foil (J)".into()]));
        for text in ["Councillors spoke of lamps", "A. Dummy, who left", "", "Councillors"] {
            assert_eq!(list(text), None, "{text}");
        }
    }
}
