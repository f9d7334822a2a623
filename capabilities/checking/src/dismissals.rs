//! Findings that someone decided to leave as they are.

use crate::finding::Finding;
use crate::rules::rule;
use foundation::text::title_key;
use std::collections::HashMap;

/// Returns the words of a finding's evidence in the form by which it is known again: without case, spaces and marks.
///
/// A finding that was dismissed stays dismissed while its rule and these words are the same, wherever it moves in the paper.
pub fn evidence_key(evidence: &str) -> String {
    title_key(evidence)
}

/// How many colons of a line may be the one before the reason.
const MOST_COLONS: usize = 50;

/// A list of dismissed findings, each with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dismissals {
    /// The reasons by rule and evidence.
    reasons: HashMap<(String, String), String>,
}

impl Dismissals {
    /// Parses a list from text: a line `law: Crime and Disorder Act 1988: quoted as it was printed` for each, which is the rule, the
    /// evidence and the reason. Empty lines and lines that begin with `#` are ignored.
    ///
    /// # Errors
    /// Returns a sentence that names the first line that is not of this form, or names no rule.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reasons = HashMap::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let told = || format!("line {number} is not of the form “rule: words that the finding shows: reason”");
            let (name, rest) = line.split_once(':').ok_or_else(told)?;
            let name = name.trim();
            if rule(name).is_none() {
                return Err(format!("line {number} begins with “{name}”, which is no rule; `moothall check --rules` lists them"));
            }
            // Both evidence and reason may contain colons, so each colon may be the one between them.
            let splits = rest.match_indices(':').take(MOST_COLONS).map(|(at, _)| (&rest[..at], rest[at + 1..].trim()));
            let splits: Vec<(&str, &str)> =
                splits.filter(|(words, reason)| !title_key(words).is_empty() && !reason.is_empty()).collect();
            if splits.is_empty() {
                return Err(told());
            }
            for (words, reason) in splits {
                reasons.insert((name.to_owned(), evidence_key(words)), reason.to_owned());
            }
        }
        Ok(Self { reasons })
    }

    /// Returns the reason for which a finding was dismissed. `None` if it was not.
    pub fn reason(&self, finding: &Finding) -> Option<&str> {
        self.reasons.get(&(finding.rule.to_owned(), evidence_key(&finding.evidence))).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_papers::{found, paragraph};

    #[test]
    fn a_finding_is_known_by_its_rule_and_words() {
        let finding = |text: &str| found("law", &[paragraph(text)]).remove(0);
        let own = finding("It follows the Crime and Disorder Act 1988.");
        let list =
            Dismissals::read("\u{FEFF}# Of 2024\n\nlaw: CRIME and  Disorder Act 1988: quoted: as printed\n").expect("a list");
        assert_eq!(list.reason(&own), Some("quoted: as printed"));
        assert_eq!(list.reason(&finding("In another paragraph: the Crime and Disorder Act 1988.")), Some("quoted: as printed"));
        assert_eq!(list.reason(&finding("It follows the Crime and Disorder Act 1989.")), None);
        assert_eq!(Dismissals::read("weekday: Crime and Disorder Act 1988: no").expect("a list").reason(&own), None);
    }

    #[test]
    fn evidence_may_have_colons() {
        let own = found("placeholder", &[paragraph("Cost: to be confirmed")]).remove(0);
        let list = Dismissals::read("placeholder: Cost: to be confirmed: the tender is open").expect("a list");
        assert_eq!(list.reason(&own), Some("the tender is open"));
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, told) in [
            ("law: words: reason\nlaw", "line 2 is not of the form"),
            ("law: words", "line 1 is not of the form"),
            ("law: words: ", "line 1 is not of the form"),
            ("law: …: reason", "line 1 is not of the form"),
            ("lamps: words: reason", "line 1 begins with “lamps”"),
        ] {
            assert!(Dismissals::read(text).is_err_and(|error| error.starts_with(told)), "{text}");
        }
    }
}
