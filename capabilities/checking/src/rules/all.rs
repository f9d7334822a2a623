//! The rules in reporting order.

use super::measured::Precision;
use super::{
    Rule, accessibility, days, decisions, differing_lists, figures_twice, laws, minute_numbers, moved_figures, names, numbering,
    people, periods, personal_data, placeholders, references, repeated_entries, sections, shares, statutory_members, sums, years,
};
use crate::finding::Severity;

/// The precision of a rule that found nothing in the papers that the rules were measured on.
const NOT_FOUND: Precision = judged(0, 0, 0);

/// Returns what was decided about the findings of a rule: right, arguable and wrong.
const fn judged(right: u32, arguable: u32, wrong: u32) -> Precision {
    Precision { right, arguable, wrong }
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "parts-and-total",
        severity: Severity::Error,
        title: "Parts that do not add up to their total",
        reason: "Readers add up the parts of a total. Tables with a total row are added up, lists of shares that make 100% \
                 are compared with their whole, and sentences that divide a number, or say what their numbers make in all, \
                 are added up. Nothing is reported if some parts may be missing.",
        precision: judged(1, 0, 0),
        apply: sums::apply,
    },
    Rule {
        name: "share-of-count",
        severity: Severity::Error,
        title: "A percentage that does not match its counts",
        reason: "A percentage beside its count can be worked out again. It may be rounded up or down in its last digit, \
                 because a list that is made to add up to 100 rounds some shares the other way.",
        precision: NOT_FOUND,
        apply: shares::ratios,
    },
    Rule {
        name: "shares-to-100",
        severity: Severity::Warning,
        title: "Shares that should add up to 100% but do not",
        reason: "Shares of groups that include everyone once, such as age groups, add up to 100 except for rounding. Nothing \
                 is reported if people may have given more than one answer.",
        precision: NOT_FOUND,
        apply: shares::distributions,
    },
    Rule {
        name: "said-two-ways",
        severity: Severity::Warning,
        title: "One figure with two values",
        reason: "A report and the minutes of its item give different numbers for the same thing. Either one is wrong or they \
                 are from different dates, and then the dates should be given.",
        precision: NOT_FOUND,
        apply: figures_twice::apply,
    },
    Rule {
        name: "law",
        severity: Severity::Error,
        title: "A law’s name or year",
        reason: "Acts are named by their short title and year. Each is compared with a built-in list of Acts. Acts that are \
                 not in the list are not checked, and neither are papers under the law of Ireland.",
        precision: judged(1, 0, 0),
        apply: laws::apply,
    },
    Rule {
        name: "date-and-date",
        severity: Severity::Warning,
        title: "A date that disagrees with another",
        reason: "A date beside a link with another year. Dates when laws came into force are compared with the built-in list.",
        precision: NOT_FOUND,
        apply: days::disagreeing,
    },
    Rule {
        name: "year",
        severity: Severity::Warning,
        title: "A year that disagrees with the dates around it",
        reason: "In January people write last year’s date. A period that ends before it begins, minutes of a meeting that was \
                 yet to come, a next meeting before this one, and one date out of the order of a list are reported, if \
                 another year would put it right.",
        precision: NOT_FOUND,
        apply: years::apply,
    },
    Rule {
        name: "weekday",
        severity: Severity::Error,
        title: "A weekday that does not fit its date",
        reason: "If the weekday does not match the date, people may come on the wrong day.",
        precision: judged(24, 0, 0),
        apply: days::weekdays,
    },
    Rule {
        name: "placeholder",
        severity: Severity::Error,
        title: "Unfinished text",
        reason: "Question marks in place of a word, ‘[insert name]’, ‘to be developed’ or ‘TBC’ where a value should be, or a \
                 heading with no text under it: something that the author meant to finish. ‘The work is to be completed’ says \
                 what will be done and is not reported.",
        precision: judged(6, 0, 0),
        apply: placeholders::apply,
    },
    Rule {
        name: "repeated-entry",
        severity: Severity::Warning,
        title: "A list that repeats an entry",
        reason: "The second entry may have replaced another one by mistake.",
        precision: NOT_FOUND,
        apply: repeated_entries::apply,
    },
    Rule {
        name: "differing-lists",
        severity: Severity::Hint,
        title: "One list in several wordings",
        reason: "If a list of priorities is given twice and some entries are worded differently, readers cannot tell which \
                 wording was agreed.",
        precision: judged(2, 0, 1),
        apply: differing_lists::apply,
    },
    Rule {
        name: "numbering",
        severity: Severity::Warning,
        title: "Section or paragraph numbers that skip or repeat",
        reason: "Minutes and answers cite paragraphs by number. A missing number may be a missing paragraph.",
        precision: judged(6, 0, 1),
        apply: numbering::apply,
    },
    Rule {
        name: "minute-number",
        // On the other half of the papers two of three were wrong: the reader had lost the minute that seemed to be missing.
        severity: Severity::Hint,
        title: "Minute numbers that skip or repeat",
        reason: "Decisions are cited by the number of their minute. A number that is missing may be a missing minute, and one \
                 that is used twice names two. Nothing is reported if the numbers do not run on, or if the public was \
                 excluded.",
        precision: judged(4, 0, 0),
        apply: minute_numbers::apply,
    },
    Rule {
        name: "reference",
        severity: Severity::Warning,
        title: "A reference to a paragraph or appendix that is not there",
        reason: "A cited paragraph must be in the same paper and be about what it is cited for. An appendix is missed only if \
                 a later one is with the report, since many councils publish each in a file of its own.",
        precision: NOT_FOUND,
        apply: references::apply,
    },
    Rule {
        name: "missing-section",
        severity: Severity::Warning,
        title: "A required section is missing",
        reason: "The report template says which sections every report has, even if a section only says ‘none identified’.",
        precision: NOT_FOUND,
        apply: sections::missing,
    },
    Rule {
        name: "period",
        severity: Severity::Warning,
        title: "A period without its year",
        reason: "‘1 October to 31 March 2024’ spans two years and names one.",
        precision: judged(1, 0, 0),
        apply: periods::years,
    },
    Rule {
        name: "base",
        severity: Severity::Hint,
        title: "A percentage without its base",
        reason: "A rise of 34% may be from 3 to 4. Give the numbers with it. Not reported if a number is in the same \
                 sentence, or for money, rates, targets, limits and forecasts.",
        precision: judged(7, 2, 2),
        apply: periods::bases,
    },
    Rule {
        name: "statutory-member",
        severity: Severity::Error,
        title: "A statutory member left out",
        reason: "The responsible authorities of a community safety partnership are named in section 5 of the Crime and \
                 Disorder Act 1998: the council, the police, the fire authority, the integrated care board and probation.",
        precision: NOT_FOUND,
        apply: statutory_members::apply,
    },
    Rule {
        name: "names",
        severity: Severity::Hint,
        title: "One name in several forms",
        reason: "A body with two names may be mistaken for two bodies, and a search for one name does not find the other.",
        precision: judged(7, 1, 2),
        apply: names::apply,
    },
    Rule {
        name: "person",
        severity: Severity::Warning,
        title: "A councillor’s name that differs from the register",
        reason: "Names are compared with the members of the council’s boards, if a register is given. Nothing is reported for \
                 names that are not similar to any in the register: they may be from another council.",
        precision: NOT_FOUND,
        apply: people::apply,
    },
    Rule {
        name: "figure-moved",
        severity: Severity::Warning,
        title: "A figure that has changed since publication",
        reason: "A published report keeps its figures. If the record has changed since, people who refer to the report should \
                 know today’s value. Only checked on the site, beside the report, where the record can be counted.",
        precision: NOT_FOUND,
        apply: moved_figures::apply,
    },
    Rule {
        name: "decision",
        severity: Severity::Hint,
        title: "A resolution that is not what was recommended",
        reason: "A board may resolve something else. If the minutes do not say so, the resolution should match the \
                 recommendation.",
        precision: NOT_FOUND,
        apply: decisions::apply,
    },
    Rule {
        name: "personal-data",
        severity: Severity::Warning,
        title: "Personal data that should not be in the paper",
        reason: "Information for the scrutiny of crime and disorder must be depersonalised (SI 2009/942). This looks for \
                 telephone numbers and home addresses of private people, dates of birth, and national insurance and NHS \
                 numbers. Numbers and addresses of offices, and the sites of planning applications, are public.",
        precision: NOT_FOUND,
        apply: personal_data::apply,
    },
    Rule {
        name: "alternative-text",
        severity: Severity::Error,
        title: "An image without alternative text",
        reason: "People who cannot see the image hear its alternative text (WCAG 2.2, 1.1.1).",
        precision: NOT_FOUND,
        apply: accessibility::pictures,
    },
    Rule {
        name: "heading-order",
        severity: Severity::Warning,
        title: "A heading that skips a level",
        reason: "Headings are the table of contents of a screen reader (WCAG 2.2, 1.3.1).",
        precision: NOT_FOUND,
        apply: accessibility::headings,
    },
    Rule {
        name: "link-text",
        severity: Severity::Hint,
        title: "Link text that does not say where the link goes",
        reason: "Links are read out by their words alone (WCAG 2.2, 2.4.4): ‘click here’ says nothing, and a bare address is \
                 spelt out.",
        precision: judged(29, 0, 1),
        apply: accessibility::links,
    },
];
