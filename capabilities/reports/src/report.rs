//! A report to a board as published: its block, its numbered sections, its appendices.

use checking::template::BlockStyle;
use chrono::NaiveDate;
use documents::{Block, Clauses};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `report`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The block at its head.
    pub block: ReportBlock,
    /// Its sections, in order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Its appendices, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appendices: Vec<Appendix>,
    /// Its figures, in order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<figures::Frozen>,
    /// The attached files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A file attached to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its title.
    pub title: String,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The name under which it is served.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Attachment {
    /// Returns the path from which it is served.
    pub fn address(&self) -> String {
        format!("/attachments/{}/{}", self.file, foundation::text::address_part(&self.name))
    }
}

/// The block at the head of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBlock {
    /// The board it goes to, as printed.
    pub report_to: String,
    /// The date of the meeting.
    pub date: Option<NaiveDate>,
    /// The reporting officer's post, as printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reporting_officer: String,
    /// The portfolio, if one is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<String>,
    /// The subject.
    pub subject: String,
    /// The wards, such as `Borough-wide`, if printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wards: Option<String>,
    /// The style of its labels.
    #[serde(default, skip_serializing_if = "BlockStyle::is_full")]
    pub style: BlockStyle,
}

/// A numbered section of a report: `3.0 SUPPORTING INFORMATION`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The number as printed: `3.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The heading as printed, on one line; for the recommendation, just `RECOMMENDED` or `RECOMMENDATION`.
    pub heading: String,
    /// In the recommending section, what the board is asked to resolve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Clauses>,
    /// Its content.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// An appendix, or a document included with the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// Its title: `Appendix Two Draft Strategy`.
    pub title: String,
    /// Its content.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

impl Report {
    /// Returns what the board is asked to resolve, if a section recommends.
    pub fn recommendation(&self) -> Option<&Clauses> {
        self.sections.iter().find_map(|section| section.recommendation.as_ref())
    }
}
