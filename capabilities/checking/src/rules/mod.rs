//! The rules in reporting order, and their application.

pub(crate) mod accessibility;
pub(crate) mod dates;
pub(crate) mod days;
pub(crate) mod decisions;
pub(crate) mod differing_lists;
pub(crate) mod figures_twice;
pub(crate) mod laws;
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

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "parts-and-total",
        severity: Severity::Error,
        title: "Parts that do not add up to their total",
        reason: "Readers add up the parts of a total. Tables with a total row are added up, lists of shares that make 100% are \
                 compared with their whole, and sentences that divide a number are added up if the parts come close to it. \
                 Nothing is reported if some parts may be missing.",
        apply: sums::apply,
    },
    Rule {
        name: "share-of-count",
        severity: Severity::Error,
        title: "A percentage that does not match its counts",
        reason: "A percentage beside its count can be worked out again. It may be rounded up or down in its last digit, because \
                 a list that is made to add up to 100 rounds some shares the other way.",
        apply: shares::ratios,
    },
    Rule {
        name: "shares-to-100",
        severity: Severity::Warning,
        title: "Shares that should add up to 100% but do not",
        reason: "Shares of groups that include everyone once, such as age groups, add up to 100 except for rounding. Nothing is \
                 reported if people may have given more than one answer.",
        apply: shares::distributions,
    },
    Rule {
        name: "said-two-ways",
        severity: Severity::Warning,
        title: "One figure with two values",
        reason: "A report and the minutes of its item, or two sentences of one paper, give different numbers for the same thing. \
                 Either one is wrong or they are from different dates, and then the dates should be given.",
        apply: figures_twice::apply,
    },
    Rule {
        name: "law",
        severity: Severity::Error,
        title: "A law’s name or year",
        reason: "Acts are named by their short title and year. Each is compared with a built-in list of Acts. Acts that are not \
                 in the list are not checked.",
        apply: laws::apply,
    },
    Rule {
        name: "date-and-date",
        severity: Severity::Warning,
        title: "A date that disagrees with another",
        reason: "The same day and month with two different years for the same thing, or a date beside a link with another year. \
                 Dates when laws came into force are compared with the built-in list.",
        apply: days::disagreeing,
    },
    Rule {
        name: "weekday",
        severity: Severity::Error,
        title: "A weekday that does not fit its date",
        reason: "If the weekday does not match the date, people may come on the wrong day.",
        apply: days::weekdays,
    },
    Rule {
        name: "placeholder",
        severity: Severity::Error,
        title: "Unfinished text",
        reason: "Question marks, ‘to be developed’ or a heading with no text under it: something that the author meant to \
                 finish.",
        apply: placeholders::apply,
    },
    Rule {
        name: "repeated-entry",
        severity: Severity::Warning,
        title: "A list that repeats an entry",
        reason: "The second entry may have replaced another one by mistake.",
        apply: repeated_entries::apply,
    },
    Rule {
        name: "differing-lists",
        severity: Severity::Hint,
        title: "One list in several wordings",
        reason: "If a list of priorities is given twice and some entries are worded differently, readers cannot tell which \
                 wording was agreed.",
        apply: differing_lists::apply,
    },
    Rule {
        name: "numbering",
        severity: Severity::Warning,
        title: "Section or paragraph numbers that skip or repeat",
        reason: "Minutes and answers cite paragraphs by number. A missing number may be a missing paragraph.",
        apply: numbering::apply,
    },
    Rule {
        name: "reference",
        severity: Severity::Warning,
        title: "A reference to a paragraph or appendix that is not there",
        reason: "A cited paragraph or appendix must be in the same paper and be about what it is cited for.",
        apply: references::apply,
    },
    Rule {
        name: "missing-section",
        severity: Severity::Warning,
        title: "A required section is missing",
        reason: "The report template says which sections every report has, even if a section only says ‘none identified’.",
        apply: sections::missing,
    },
    Rule {
        name: "period",
        severity: Severity::Warning,
        title: "A period without its year",
        reason: "‘1 October to 31 March 2024’ spans two years and names one.",
        apply: periods::years,
    },
    Rule {
        name: "base",
        severity: Severity::Hint,
        title: "A percentage without its base",
        reason: "A rise of 34% may be from 3 to 4. Give the numbers with it. Not reported if a number is in the same sentence, or for money.",
        apply: periods::bases,
    },
    Rule {
        name: "statutory-member",
        severity: Severity::Error,
        title: "A statutory member left out",
        reason: "The responsible authorities of a community safety partnership are named in section 5 of the Crime and Disorder Act 1998: the \
                 council, the police, the fire authority, the integrated care board and probation.",
        apply: statutory_members::apply,
    },
    Rule {
        name: "names",
        severity: Severity::Hint,
        title: "One name in several forms",
        reason: "A body with two names may be mistaken for two bodies, and a search for one name does not find the other.",
        apply: names::apply,
    },
    Rule {
        name: "person",
        severity: Severity::Warning,
        title: "A councillor’s name that differs from the register",
        reason: "Names are compared with the members of the council’s boards, if a register is given. Nothing is reported for \
                 names that are not similar to any in the register: they may be from another council.",
        apply: people::apply,
    },
    Rule {
        name: "figure-moved",
        severity: Severity::Warning,
        title: "A figure that has changed since publication",
        reason: "A published report keeps its figures. If the record has changed since, people who refer to the report should \
                 know today’s value. Only checked on the site, beside the report, where the record can be counted.",
        apply: moved_figures::apply,
    },
    Rule {
        name: "decision",
        severity: Severity::Hint,
        title: "A resolution that is not what was recommended",
        reason: "A board may resolve something else. If the minutes do not say so, the resolution should match the \
                 recommendation.",
        apply: decisions::apply,
    },
    Rule {
        name: "personal-data",
        severity: Severity::Warning,
        title: "Personal data that should not be in the paper",
        reason: "Information for the scrutiny of crime and disorder must be depersonalised (SI 2009/942). This looks for \
                 telephone numbers, dates of birth, national insurance and NHS numbers, and a postcode beside a name.",
        apply: personal_data::apply,
    },
    Rule {
        name: "alternative-text",
        severity: Severity::Error,
        title: "An image without alternative text",
        reason: "People who cannot see the image hear its alternative text (WCAG 2.2, 1.1.1).",
        apply: accessibility::pictures,
    },
    Rule {
        name: "heading-order",
        severity: Severity::Warning,
        title: "A heading that skips a level",
        reason: "Headings are the table of contents of a screen reader (WCAG 2.2, 1.3.1).",
        apply: accessibility::headings,
    },
    Rule {
        name: "link-text",
        severity: Severity::Hint,
        title: "Link text that does not say where the link goes",
        reason: "Links are read out by their words alone (WCAG 2.2, 2.4.4): ‘click here’ says nothing, and a bare address is spelt out.",
        apply: accessibility::links,
    },
];

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
}
