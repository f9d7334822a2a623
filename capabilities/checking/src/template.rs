//! The sections of a report and the block at its head. Two templates come with the program; a council
//! chooses one and can change it.

use serde::{Deserialize, Serialize};

/// A template of reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The fields of the block at the head of a report.
    #[serde(default, skip_serializing_if = "BlockStyle::is_full")]
    pub block: BlockStyle,
    /// Its sections, in order.
    pub sections: Vec<TemplateSection>,
}

/// The fields of the block at the head of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockStyle {
    /// Report to, date, reporting officer, portfolio, subject, wards.
    #[default]
    Full,
    /// From, to, date, subject.
    FromTo,
}

impl BlockStyle {
    /// Returns `true` if the block is the full one, which is omitted when serialising.
    pub fn is_full(&self) -> bool {
        *self == Self::Full
    }
}

/// A section of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSection {
    /// Its heading.
    pub heading: String,
    /// Whether every report must have it.
    pub required: bool,
    /// Guidance on what to write.
    pub guidance: String,
    /// Headings inside it.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Whether its headings are the council's priorities on the date of the meeting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lists_priorities: bool,
    /// Words that identify the section under another heading: each entry is a set of words that all occur in it.
    #[serde(default)]
    pub known_by: Vec<String>,
}

fn section(heading: &str, required: bool, known_by: &[&str], guidance: &str) -> TemplateSection {
    TemplateSection {
        heading: heading.into(),
        required,
        guidance: guidance.into(),
        parts: Vec::new(),
        lists_priorities: false,
        known_by: known_by.iter().map(|words| (*words).to_owned()).collect(),
    }
}

impl Template {
    /// Returns the plain template, which is used by a council that has chosen no other.
    pub fn plain() -> Self {
        let sections = vec![
            section(
                "Summary",
                true,
                &["summary", "purpose"],
                "In a few sentences, what the report is about and why it comes to this meeting.",
            ),
            section(
                "Recommendations",
                true,
                &["recommended", "recommendation", "recommendations"],
                "What the board is asked to decide. Write each point so that it can be minuted as it is.",
            ),
            section(
                "Background",
                true,
                &["background information", "supporting", "background", "information"],
                "The facts, in numbered paragraphs. Insert figures by search, so that their source is recorded.",
            ),
            section("Options", false, &["options"], "What else could be done, and why it is not recommended."),
            section("Financial implications", true, &["financial"], "What it costs, and from which budget."),
            section("Legal implications", true, &["legal"], "Which powers and duties apply. Name Acts with their year."),
            section(
                "Equality implications",
                true,
                &["equality"],
                "Who is affected more than others, and the assessment if there is one.",
            ),
            section(
                "Background papers",
                true,
                &["background papers", "background documents"],
                "Papers on which the report relies to a material extent (Local Government Act 1972, section 100D). Leave out what is exempt.",
            ),
        ];
        Self { block: BlockStyle::FromTo, sections }
    }

    /// Returns the template of the published packs, with the council's own priorities on the date of the meeting as headings.
    pub fn of_the_packs_with_priorities() -> Self {
        let mut template = Self::of_the_seeds();
        for section in template.sections.iter_mut().filter(|section| !section.parts.is_empty()) {
            section.parts.clear();
            section.lists_priorities = true;
        }
        template
    }

    /// Returns the template of the packs that Halton Borough Council published for November 2023 to June 2024.
    pub fn of_the_seeds() -> Self {
        let priorities = ["Children and Young People", "Employment, Learning and Skills", "Health", "Safety", "Urban Renewal"];
        let implications = TemplateSection {
            parts: priorities.map(str::to_owned).to_vec(),
            ..section(
                "Implications for the Council’s priorities",
                true,
                &["priorities"],
                "What the report means for each priority, or ‘None identified’.",
            )
        };
        Self {
            block: BlockStyle::Full,
            sections: vec![
                section(
                    "Purpose of the report",
                    true,
                    &["purpose"],
                    "In one or two sentences, what the report is for and why it comes to this meeting.",
                ),
                section(
                    "Recommended",
                    true,
                    &["recommended", "recommendation", "recommendations"],
                    "What the board is asked to decide. Write each point so that it can be minuted as it is.",
                ),
                section(
                    "Supporting information",
                    true,
                    &["supporting", "background information"],
                    "The facts, in numbered paragraphs. Insert figures by search, so that their source is recorded.",
                ),
                section(
                    "Policy implications",
                    true,
                    &["policy"],
                    "Which policies and laws it affects. Name Acts with their year.",
                ),
                section(
                    "Financial and other implications",
                    true,
                    &["financial", "other implications"],
                    "What it costs and from which budget, and what it means for staff, property and law.",
                ),
                implications,
                section("Risk analysis", true, &["risk"], "What could go wrong, how likely it is and what is done about it."),
                section(
                    "Equality and diversity issues",
                    true,
                    &["equality"],
                    "Who is affected more than others, and the assessment if there is one.",
                ),
                section(
                    "Climate change implications",
                    true,
                    &["climate", "environmental"],
                    "What it means for emissions and the environment.",
                ),
                section(
                    "List of background papers under section 100D of the Local Government Act 1972",
                    true,
                    &["background papers", "background documents"],
                    "Papers on which the report relies to a material extent, and where they can be read. Leave out what is exempt.",
                ),
            ],
        }
    }
}

impl TemplateSection {
    /// Checks whether a heading is this section's.
    pub fn is_under(&self, heading: &str) -> bool {
        let lower = heading.to_lowercase();
        let same = lower == self.heading.to_lowercase();
        same || self.known_by.iter().any(|words| words.split(' ').all(|word| lower.contains(word)))
    }
}
