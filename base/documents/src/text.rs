//! The text of a paragraph or list item, parts of which may be bold, italic or a link.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;

/// Text in one line. It dereferences to `str`; code that displays it uses [`Text::runs`].
///
/// In JSON it is a string if nothing is marked, so that content published before marks existed can still be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Text {
    words: String,
    marks: Vec<Mark>,
}

/// The style of some words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Style {
    /// Whether they are strong (bold).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Whether they are emphasised (italic).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// The address they link to, which [`is_link`] must allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Style {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A range of the words with one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// The start in bytes.
    from: usize,
    /// The end in bytes, exclusive.
    until: usize,
    #[serde(flatten)]
    style: Style,
}

/// A text as represented in JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Marked { words: String, marks: Vec<Mark> },
}

/// Returns whether an address may be used as a link: `https`, `http` or `mailto`, with something after it, and no characters that
/// an address cannot contain.
pub fn is_link(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && !address
            .chars()
            .any(|character| character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"'))
}

impl Text {
    /// Joins words with their styles. Runs of white space, including between pieces, become single spaces, and both ends are
    /// trimmed. A link to an address that is not allowed becomes plain words.
    pub fn of_runs<S: AsRef<str>>(runs: impl IntoIterator<Item = (S, Style)>) -> Self {
        let mut text = Self::default();
        let mut gap = false;
        for (piece, mut style) in runs {
            style.link = style.link.filter(|address| is_link(address));
            for (at, word) in piece.as_ref().split(char::is_whitespace).enumerate() {
                gap |= at > 0;
                if word.is_empty() {
                    continue;
                }
                if gap && !text.words.is_empty() {
                    // A space inside a link belongs to it, but one before it does not.
                    let before = text.marks.last().filter(|mark| mark.until == text.words.len() && mark.style == style && at > 0);
                    let joined = if before.is_some() { style.clone() } else { Style::default() };
                    text.push(" ", joined);
                }
                gap = false;
                text.push(word, style.clone());
            }
        }
        text
    }

    fn push(&mut self, words: &str, style: Style) {
        let from = self.words.len();
        self.words.push_str(words);
        if style.is_plain() {
            return;
        }
        match self.marks.last_mut() {
            Some(last) if last.until == from && last.style == style => last.until = self.words.len(),
            _ => self.marks.push(Mark { from, until: self.words.len(), style }),
        }
    }

    /// Splits the text into runs of one style, in order.
    pub fn runs(&self) -> Vec<(&str, Style)> {
        let mut runs = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            if mark.from > at {
                runs.push((&self.words[at..mark.from], Style::default()));
            }
            runs.push((&self.words[mark.from..mark.until], mark.style.clone()));
            at = mark.until;
        }
        if at < self.words.len() {
            runs.push((&self.words[at..], Style::default()));
        }
        runs
    }

    /// Returns the links as pairs of words and address.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.marks.iter().filter_map(|mark| Some((&self.words[mark.from..mark.until], mark.style.link.as_deref()?)))
    }

    /// Returns whether any words are marked.
    pub fn is_marked(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Returns the words without their marks.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Returns the same text with each run rewritten.
    #[must_use]
    pub fn rewritten(&self, mut rewrite: impl FnMut(&str) -> String) -> Self {
        let mut text = Self::default();
        for (words, style) in self.runs() {
            text.push(&rewrite(words), style);
        }
        text
    }
}

impl From<Written> for Text {
    /// Drops marks that do not fit the words. Our own programs never write any.
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(words) => Self { words, marks: Vec::new() },
            Written::Marked { words, marks } => {
                let mut at = 0;
                let fits = |mark: &Mark| {
                    let fits = mark.from >= at && mark.from < mark.until && words.get(mark.from..mark.until).is_some();
                    let leads = mark.style.link.as_deref().is_none_or(is_link);
                    if fits && leads {
                        at = mark.until;
                    }
                    fits && leads && !mark.style.is_plain()
                };
                let marks = marks.into_iter().filter(fits).collect();
                Self { words, marks }
            }
        }
    }
}

impl From<Text> for Written {
    fn from(text: Text) -> Self {
        if text.marks.is_empty() { Self::Plain(text.words) } else { Self::Marked { words: text.words, marks: text.marks } }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self { words, marks: Vec::new() }
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.words
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.words.clone()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.words == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn strong() -> Style {
        Style { strong: true, ..Style::default() }
    }

    fn link(address: &str) -> Style {
        Style { link: Some(address.into()), ..Style::default() }
    }

    #[test]
    fn words_are_put_together_with_their_styles() {
        let text = Text::of_runs([
            ("The  lamps ", Style::default()),
            ("burn ", strong()),
            ("at the", strong()),
            (" ", Style::default()),
            ("the quay", link("https://ashmere.example/quay")),
            (".", Style::default()),
        ]);
        assert_eq!(&*text, "The lamps burn at the the quay.");
        assert_eq!(text.links().collect::<Vec<_>>(), [("the quay", "https://ashmere.example/quay")]);
        let marked: Vec<(&str, bool)> = text.runs().iter().map(|(words, style)| (*words, style.strong)).collect();
        assert_eq!(marked[0], ("The lamps ", false));
        assert!(marked[1].1);
        assert_eq!(text.rewritten(str::to_uppercase).links().next(), Some(("THE QUAY", "https://ashmere.example/quay")));
    }

    #[test]
    fn a_text_without_marks_is_a_string_in_json() {
        assert_eq!(serde_json::to_string(&Text::from("as it was")).expect("JSON"), "\"as it was\"");
        assert_eq!(serde_json::from_str::<Text>("\"as it was\"").expect("read"), Text::from("as it was"));
        let marked = Text::of_runs([("é", strong()), ("x", Style::default())]);
        let json = serde_json::to_string(&marked).expect("JSON");
        assert_eq!(json, r#"{"words":"éx","marks":[{"from":0,"until":2,"strong":true}]}"#);
        assert_eq!(serde_json::from_str::<Text>(&json).expect("read"), marked);
    }

    #[test]
    fn only_what_may_be_a_link_is_one() {
        for wrong in ["javascript:alert(1)", "https://", "https://a b", "data:text/html,x", "//x", "https://x\"y"] {
            assert!(!is_link(wrong), "{wrong}");
            assert!(!Text::of_runs([("x", link(wrong))]).is_marked(), "{wrong}");
            let json = format!("{{\"words\":\"x\",\"marks\":[{{\"from\":0,\"until\":1,\"link\":{wrong:?}}}]}}");
            assert!(!serde_json::from_str::<Text>(&json).expect("read").is_marked(), "{wrong}");
        }
        assert!(is_link("mailto:clerk@ashmere.example"));
    }

    #[test]
    fn marks_that_fit_no_words_are_left_out() {
        for marks in [
            r#"{"from":1,"until":2,"strong":true}"#,
            r#"{"from":0,"until":9,"strong":true}"#,
            r#"{"from":2,"until":2,"strong":true}"#,
            r#"{"from":3,"until":2,"strong":true}"#,
        ] {
            let text: Text = serde_json::from_str(&format!("{{\"words\":\"éx\",\"marks\":[{marks}]}}")).expect("read");
            assert!(!text.is_marked(), "{marks}");
            let _ = text.runs();
        }
    }

    proptest! {
        #[test]
        fn runs_make_the_words_again(pieces in prop::collection::vec(("\\PC{0,6}", any::<bool>(), any::<bool>()), 0..8)) {
            let runs = pieces.iter().map(|(words, strong, emphasis)| (words, Style { strong: *strong, emphasis: *emphasis, link: None }));
            let text = Text::of_runs(runs);
            let whole: String = text.runs().iter().map(|(words, _)| *words).collect();
            prop_assert_eq!(whole.as_str(), text.as_str());
            let json = serde_json::to_string(&text).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Text>(&json).expect("read"), text);
        }

        #[test]
        fn any_marks_are_read(words in "\\PC{0,9}", marks in prop::collection::vec((0_usize..12, 0_usize..12), 0..5)) {
            let marks: Vec<String> = marks.iter().map(|(from, until)| format!("{{\"from\":{from},\"until\":{until},\"strong\":true}}")).collect();
            let json = format!("{{\"words\":{},\"marks\":[{}]}}", serde_json::to_string(&words).expect("JSON"), marks.join(","));
            let text: Text = serde_json::from_str(&json).expect("read");
            let whole: String = text.runs().iter().map(|(words, _)| *words).collect();
            prop_assert_eq!(whole, words);
        }
    }
}
