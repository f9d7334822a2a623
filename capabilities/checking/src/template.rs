//! What sections a report has: the template that the published reports of Halton's Safer Policy and Performance Board follow.

use serde::{Deserialize, Serialize};

/// A template of reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its sections in their order.
    pub sections: Vec<TemplateSection>,
}

/// A section of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSection {
    /// Its heading.
    pub heading: String,
    /// Whether every report has it.
    pub required: bool,
    /// What to write there.
    pub guidance: String,
    /// Headings inside it, such as the council's priorities.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Words by which the section is known under another heading: each entry is a set of words that all stand in it.
    #[serde(default)]
    pub known_by: Vec<String>,
}

fn section(heading: &str, required: bool, known_by: &[&str], guidance: &str) -> TemplateSection {
    TemplateSection {
        heading: heading.into(),
        required,
        guidance: guidance.into(),
        parts: Vec::new(),
        known_by: known_by.iter().map(|words| (*words).to_owned()).collect(),
    }
}

impl Template {
    /// The template of the published packs of November 2023 to June 2024.
    pub fn of_the_seeds() -> Self {
        let priorities = ["Children and Young People", "Employment, Learning and Skills", "Health", "Safety", "Urban Renewal"];
        let implications = TemplateSection {
            parts: priorities.map(str::to_owned).to_vec(),
            ..section(
                "Implications for the Council’s priorities",
                true,
                &["priorities"],
                "Say for each priority what the report means for it, or that there is nothing.",
            )
        };
        Self {
            sections: vec![
                section(
                    "Purpose of the report",
                    true,
                    &["purpose"],
                    "One or two sentences: what the report is for and why it comes now.",
                ),
                section(
                    "Recommended",
                    true,
                    &["recommended", "recommendation", "recommendations"],
                    "What the board is asked to resolve, in clauses that can be minuted as they stand.",
                ),
                section(
                    "Supporting information",
                    true,
                    &["supporting", "background information"],
                    "The facts, in numbered paragraphs. Insert figures by search, so that their source stands with them.",
                ),
                section(
                    "Policy implications",
                    true,
                    &["policy"],
                    "Which policies and laws it touches. Name Acts with their year.",
                ),
                section(
                    "Financial and other implications",
                    true,
                    &["financial", "other implications"],
                    "What it costs and from which budget; staff, property, law.",
                ),
                implications,
                section("Risk analysis", true, &["risk"], "What may go wrong, how likely it is, what is done against it."),
                section(
                    "Equality and diversity issues",
                    true,
                    &["equality"],
                    "Whom it touches more than others; the assessment, where one was made.",
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
                    &["background papers"],
                    "Papers on which the report relies to a material extent, where they can be read. Leave out what is exempt.",
                ),
            ],
        }
    }
}

impl TemplateSection {
    /// Whether a heading is this section's.
    pub fn is_under(&self, heading: &str) -> bool {
        let lower = heading.to_lowercase();
        let same = lower == self.heading.to_lowercase();
        same || self.known_by.iter().any(|words| words.split(' ').all(|word| lower.contains(word)))
    }
}
