//! `moothall demo`.

use super::Listen;
use crate::configuration::Configuration;
use crate::saying::say;
use crate::serving::{self, Limits};
use crate::{demonstration, wiring};
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::Args;
use db::Kind;
use foundation::{Clock, civil_date, london};
use web::Council;

/// Shows Moothall with the record of one board's year.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Start again: delete everything in the demonstration's folder
    #[arg(long)]
    reset: bool,
    /// Set its clock to 6.30pm on a later day, to walk through a whole year in one folder
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
    #[command(flatten)]
    listen: Listen,
}

/// Marks a folder as the demonstration's, so that `--reset` never deletes anything else.
const MARK: &str = "this-is-the-demonstration";

impl Demo {
    pub(super) async fn run(self, configuration: Configuration) -> Result<()> {
        let configuration = Configuration { listen: self.listen.listen.unwrap_or(configuration.listen), ..configuration };
        // Bind the address first, so that a port in use is reported before anything is written or deleted.
        let listener = serving::listen(configuration.listen).await?;
        // With port 0 the system chose the port; links in emails use it.
        let configuration = Configuration { listen: listener.local_addr()?, ..configuration };
        if self.reset {
            reset(&configuration)?;
        }
        let demonstration = demonstration::read()?;
        let clock = Clock::starting_at(match self.on {
            Some(day) => evening(day, demonstration.clock)?,
            None => demonstration.clock,
        });
        let council = Council {
            name: demonstration.council.clone(),
            banner: Some(format!(
                "Demonstration made from two published agenda packs. Its date is {}.",
                civil_date::written(clock.today())
            )),
            attribution: Some(demonstration.attribution.clone()),
            is_demonstration: true,
            shows_style_guide: true,
        };
        let program = wiring::open(&configuration, clock, council).await?;
        std::fs::write(configuration.folder.join(MARK), "").with_context(|| {
            format!("the folder {} cannot be written to; choose another with --folder", configuration.folder.display())
        })?;
        if program.state.load_demonstration(demonstration.clock).await? {
            say(&format!("The demonstration was loaded into {}", configuration.folder.display()))?;
        }
        // People who look at a demonstration together often share one address.
        let limits = Limits { per_address: Limits::default().connections, ..configuration.limits() };
        super::serve::serve(program, listener, limits, true).await
    }
}

/// Returns the time at which boards meet.
fn half_past_six() -> NaiveTime {
    NaiveTime::MIN + TimeDelta::minutes(18 * 60 + 30)
}

/// Returns the evening of a day, which must be after the demonstration's own: otherwise the record would be in the future.
fn evening(day: NaiveDate, first: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let at = london::at(day, half_past_six());
    anyhow::ensure!(
        at > first,
        "the demonstration starts on {}; use a later day with --on",
        civil_date::written(london::local(first).date())
    );
    Ok(at)
}

/// Returns the demonstration's council if this folder is the demonstration's.
pub(super) fn council_of(folder: &std::path::Path) -> Result<Option<String>> {
    if folder.join(MARK).is_file() { Ok(Some(demonstration::read()?.council)) } else { Ok(None) }
}

/// Removes the demonstration's folder, after checking that it is one.
fn reset(configuration: &Configuration) -> Result<()> {
    let folder = &configuration.folder;
    let is_postgresql = configuration.database.as_deref().is_some_and(|address| !address.starts_with("sqlite:"));
    anyhow::ensure!(
        !is_postgresql,
        "--reset only works on a folder; to start again on {:?}, use an empty database",
        Kind::PostgreSql
    );
    if !folder.exists() {
        return Ok(());
    }
    anyhow::ensure!(
        folder.join(MARK).is_file(),
        "{} was not created by the demonstration, so it was not deleted; delete it yourself or choose another with --folder",
        folder.display()
    );
    std::fs::remove_dir_all(folder).with_context(|| format!("the folder {} cannot be removed", folder.display()))
}
