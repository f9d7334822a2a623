//! What the demonstration is: the council, its clock and where its data come from. Each capability with
//! something to show brings it (`web::DemonstrationPart`).

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// The definition of the demonstration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// The council whose board it shows.
    pub council: String,
    /// The start of its clock: between the publication of its last pack and that pack's meeting.
    pub clock: DateTime<Utc>,
    /// The source of its data.
    pub attribution: String,
}

/// Reads the definition of the demonstration.
pub fn read() -> Result<Demonstration> {
    toml::from_str(include_str!("../demonstration/demonstration.toml"))
        .context("the definition of the demonstration cannot be read")
}
