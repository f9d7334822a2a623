//! A report to a board as it is published: its block, its numbered sections, its appendices.

use checking::template::BlockStyle;
use chrono::NaiveDate;
use documents::{Block, Clauses};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `report`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The block at its head.
    pub block: ReportBlock,
    /// Its sections in their order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Its appendices in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appendices: Vec<Appendix>,
    /// The figures that it bears, in the order in which they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<figures::Frozen>,
    /// The files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A file that goes with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub title: String,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The name under which it is handed out.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// In bytes.
    pub size: u64,
}

impl Attachment {
    /// Where it is had.
    pub fn address(&self) -> String {
        format!("/attachments/{}/{}", self.file, foundation::text::address_part(&self.name))
    }
}

/// The block at the head of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBlock {
    /// The board it goes to, as printed.
    pub report_to: String,
    /// The day of the meeting.
    pub date: Option<NaiveDate>,
    /// The post that reports, as printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reporting_officer: String,
    /// The portfolio, where one is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<String>,
    /// What it is about.
    pub subject: String,
    /// The wards, such as `Borough-wide`, where printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wards: Option<String>,
    /// With which labels it is printed.
    #[serde(default, skip_serializing_if = "BlockStyle::is_full")]
    pub style: BlockStyle,
}

/// A numbered section of a report: `3.0 SUPPORTING INFORMATION`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The number as printed: `3.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The heading as printed, in one line; for the recommendation, `RECOMMENDED` or `RECOMMENDATION` alone.
    pub heading: String,
    /// In the section that recommends: what the board is asked to resolve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Clauses>,
    /// What the section says.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// An appendix, or a document that the report brings with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// Its title: `Appendix Two Draft Strategy`.
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

impl Report {
    /// What the board is asked to resolve, where a section recommends.
    pub fn recommendation(&self) -> Option<&Clauses> {
        self.sections.iter().find_map(|section| section.recommendation.as_ref())
    }
}
