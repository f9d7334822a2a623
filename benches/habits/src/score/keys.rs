//! Forms of names, titles and sentences in which two printings of the same thing are equal.

use unicode_normalization::UnicodeNormalization;

/// Words before a name that are not part of it.
const TITLES: &[&str] = &[
    "councillors",
    "councillor",
    "cllrs",
    "cllr",
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
    "revd",
    "reverend",
    "alderman",
    "county",
    "the",
    "chairman",
    "chair",
    "y",
    "cynghorydd",
    "cyng",
    "cynghorwyr",
    "comhairleoir",
    "an",
];

/// Letters after a name that are not part of it.
const HONOURS: &[&str] = &["obe", "mbe", "cbe", "bem", "jp", "qc", "kc", "dl", "qpm", "td"];

/// Returns a person's name without titles, honours and full stops.
pub(super) fn name(printed: &str) -> String {
    let plain = plain(printed).replace(['-', '‐', '‑'], " ");
    let printed: Vec<&str> =
        plain.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '(' | ')')).filter(|word| !word.is_empty()).collect();
    let surname = printed.len().saturating_sub(1);
    let apart = |(at, word): (usize, &&str)| if at < surname { initials(word) } else { vec![(*word).to_owned()] };
    let words: Vec<String> = printed.iter().enumerate().flat_map(apart).map(|word| word.to_lowercase()).collect();
    let first = words.iter().position(|word| !TITLES.contains(&word.as_str())).unwrap_or_default();
    let last = words.iter().rposition(|word| !HONOURS.contains(&word.as_str())).unwrap_or_default();
    words.get(first..=last).unwrap_or(&words).join(" ")
}

/// Splits initials that are printed without spaces: `RW` in `RW Sample`.
fn initials(word: &str) -> Vec<String> {
    let joined = (2..=3).contains(&word.chars().count())
        && word.chars().all(char::is_uppercase)
        && !HONOURS.contains(&word.to_lowercase().as_str());
    if joined { word.chars().map(String::from).collect() } else { vec![word.to_owned()] }
}

/// Returns a title without case, closing punctuation, and differences between quotation marks.
pub(super) fn title(printed: &str) -> String {
    let title = plain(printed).to_lowercase();
    title.trim_end_matches(['.', ':', ';', ',', '-', '–', '—', ' ']).to_owned()
}

/// Returns a number without what surrounds it: `84` of `84.`, `Item 84` and `(84)`.
pub(super) fn number(printed: &str) -> String {
    let number = plain(printed).to_lowercase();
    let number = number.strip_prefix("item ").unwrap_or(&number);
    number.trim_matches(['.', ':', ')', '(', ' ']).to_owned()
}

/// Returns the words of a board's name, without the article before it.
pub(super) fn board(printed: &str) -> String {
    let words = words(&printed.replace('&', " and "));
    words.strip_prefix(&["the".to_owned()]).unwrap_or(&words).join(" ")
}

/// Returns the words of a place, without those before it.
pub(super) fn place(printed: &str) -> String {
    let words = words(printed);
    let first = words.iter().position(|word| !["in", "at", "the"].contains(&word.as_str())).unwrap_or_default();
    words.get(first..).unwrap_or_default().join(" ")
}

/// Returns the words of a sentence in lower case, without punctuation and without the numbers of its clauses.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = plain(text).to_lowercase();
    let marks_clause = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        word.trim_end_matches([',', ';']).ends_with(')') && letters <= 4 && (word.starts_with('(') || letters <= 2)
    };
    let bare = |word: &str| word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '&' | '£' | '€')).collect::<String>();
    text.split_whitespace().filter(|word| !marks_clause(word)).map(bare).filter(|word| !word.is_empty()).collect()
}

/// Returns whether a resolution begins with these words, or has them right after the words that introduce it.
pub(super) fn opens(resolution: &str, with: &str) -> bool {
    /// More words than any introduction has before the resolution itself.
    const INTRODUCTION: usize = 14;
    let found = words(resolution);
    let wanted = words(with);
    let wanted = wanted.strip_prefix(&["that".to_owned()]).unwrap_or(&wanted);
    !wanted.is_empty() && found.windows(wanted.len()).take(INTRODUCTION).any(|window| window == wanted)
}

/// Returns how much of two titles is the same, from 0 to 1, by their words.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let (one, mut rest) = (words(one), words(other));
    let count = one.len() + rest.len();
    let mut common = 0_u32;
    for word in &one {
        if let Some(at) = rest.iter().position(|other| other == word) {
            rest.swap_remove(at);
            common += 2;
        }
    }
    if count == 0 { 0.0 } else { f64::from(common) / f64::from(u32::try_from(count).unwrap_or(u32::MAX)) }
}

/// Returns the text with letters apart that were printed in one, straight quotation marks and single spaces.
fn plain(text: &str) -> String {
    let text: String = text
        .nfkc()
        .map(|c| match c {
            '‘' | '’' | '`' | '´' => '\'',
            '“' | '”' => '"',
            other => other,
        })
        .filter(|c| *c != '\u{AD}')
        .collect();
    foundation::text::single_spaced(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_titles_and_honours() {
        for printed in ["Mr R. W. Sample, OBE", "Councillor R.W. Sample", "RW Sample", "Cllr R W SAMPLE"] {
            assert_eq!(name(printed), "r w sample", "{printed}");
        }
        assert_eq!(name("Sample (J)"), "sample j");
        assert_eq!(name("O’Token"), name("O'Token"));
        assert_eq!(name("the Clerk"), "clerk");
        assert_eq!(name("County Cllr Mrs Proxy"), "proxy");
        assert_eq!(name("Chair"), "chair", "nothing else is left");
        assert_ne!(name("A. Dummy"), name("B. Dummy"));
    }

    #[test]
    fn titles_are_compared_without_case_and_closing_punctuation() {
        assert_eq!(title("CLERK’S REPORT:"), title("Clerk's  Report"));
        assert_eq!(title("Trafﬁc ﬁnes."), title("Traffic fines"));
        assert_ne!(title("Minutes (draft)"), title("Minutes draft"));
        assert_eq!(number("Item 4."), number("(4)"));
        assert_eq!(board("The Overview & Scrutiny Committee"), board("OVERVIEW AND SCRUTINY COMMITTEE"));
        assert_eq!(place("in the Great Barn, Wexcombe"), place("Great Barn - Wexcombe"));
    }

    #[test]
    fn a_resolution_is_known_by_its_first_words() {
        assert!(opens("RESOLVED That: 1) the report be noted; and 2) a survey be made", "that the report be"));
        assert!(opens("It was agreed the fees be raised from June", "that the fees be raised"));
        assert!(opens("RESOLVED That the rec-ommendation be kept", "That the recommendation be"));
        assert!(!opens("RESOLVED That the report be noted", "that the fees be"));
        assert!(!opens("RESOLVED", ""));
        assert!((likeness("Night buses", "Night Buses – update") - 0.8).abs() < 0.001);
    }
}
