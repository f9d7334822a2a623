//! The rules in reporting order, and their application.

pub(crate) mod accessibility;
mod all;
pub(crate) mod dates;
pub(crate) mod days;
pub(crate) mod decisions;
pub(crate) mod differing_lists;
pub(crate) mod figures_twice;
pub(crate) mod laws;
mod measured;
pub(crate) mod minute_numbers;
pub(crate) mod moved_figures;
pub(crate) mod names;
pub(crate) mod numbering;
pub(crate) mod people;
pub(crate) mod periods;
pub(crate) mod personal_data;
pub(crate) mod placeholders;
pub(crate) mod references;
pub(crate) mod repeated_entries;
pub(crate) mod sections;
pub(crate) mod shares;
pub(crate) mod statutory_members;
pub(crate) mod sums;
pub(crate) mod years;

pub use all::RULES;
pub use measured::{PAPERS, Precision};

use crate::finding::{Finding, Severity};
use crate::paper::{Paper, Piece};
use crate::register::Register;
use crate::template::Template;

/// A rule of the checker.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name in findings.
    pub name: &'static str,
    /// How serious its findings are.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Why that matters, and when the rule stays silent.
    pub reason: &'static str,
    /// How often it was right on published papers.
    pub precision: Precision,
    apply: fn(&Checked<'_>, &mut Found<'_>),
}

/// The input of a check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked<'a> {
    pub papers: &'a [Paper],
    pub template: &'a Template,
    pub register: &'a Register,
}

/// The findings of a rule so far.
pub(crate) struct Found<'a> {
    rule: &'static Rule,
    papers: &'a [Paper],
    findings: Vec<Finding>,
}

impl Found<'_> {
    /// Adds a finding at a piece of a paper.
    pub(crate) fn add(
        &mut self,
        at: (usize, usize),
        what: impl Into<String>,
        evidence: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add_as(self.rule.severity, at, what, evidence, advice);
    }

    /// Adds a finding with a severity other than the rule's.
    pub(crate) fn add_as(
        &mut self,
        severity: Severity,
        (paper, piece): (usize, usize),
        what: impl Into<String>,
        evidence: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let Some(read) = self.papers.get(paper) else { return };
        let place = read.pieces.get(piece).map(|piece: &Piece| piece.place.words());
        self.findings.push(Finding {
            rule: self.rule.name,
            severity,
            paper: read.name.clone(),
            place: place.unwrap_or_else(|| "the whole".to_owned()),
            what: what.into(),
            evidence: evidence.into(),
            advice: advice.into(),
            order: (paper, piece),
        });
    }
}

/// Returns the rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// Returns the findings in these papers, in reading order. `register` has the correct names of bodies and people.
pub fn check(papers: &[Paper], template: &Template, register: &Register) -> Vec<Finding> {
    let checked = Checked { papers, template, register };
    let mut all = Vec::new();
    for rule in RULES {
        let mut found = Found { rule, papers, findings: Vec::new() };
        (rule.apply)(&checked, &mut found);
        all.append(&mut found.findings);
    }
    all.sort_by(|one, other| one.order.cmp(&other.order).then(one.severity.cmp(&other.severity)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_name_and_says_why() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(RULES[at + 1..].iter().all(|other| other.name != rule.name), "{}", rule.name);
            assert!(rule.reason.ends_with('.') && rule.reason.len() > 20, "{}", rule.name);
            assert!(!rule.title.ends_with('.'), "{}", rule.name);
        }
    }

    #[test]
    fn a_rule_is_right_as_often_as_its_severity_says() {
        for rule in RULES {
            let Some(percent) = rule.precision.percent() else { continue };
            let asked = match rule.severity {
                Severity::Error => 90,
                Severity::Warning => 80,
                Severity::Hint => 60,
            };
            assert!(percent >= asked, "{}: {percent}%", rule.name);
        }
    }
}
