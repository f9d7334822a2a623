//! `moothall pack`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use foundation::{Clock, civil_date};
use meetings::Meeting;
use printing::KeptPrint;
use std::io::Write as _;
use std::path::PathBuf;
use web::{AppState, Council};

/// Makes the pack of a meeting, or a part of it, as a PDF.
#[derive(Debug, Args)]
pub(super) struct Pack {
    /// The meeting: its number on the site, its day (2024-06-11), or board and day (safer-board/2024-06-11)
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Where the PDF is written
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Only this part of it
    #[arg(long, value_enum, value_name = "PART", conflicts_with = "report")]
    only: Option<Part>,
    /// Only the report with this number on the site
    #[arg(long, value_name = "NUMBER")]
    report: Option<i64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// The minutes of the meeting itself
    Minutes,
    /// Its decisions and actions
    Decisions,
}

impl Pack {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let name = super::demo::council_of(&configuration.folder)?.unwrap_or_else(|| configuration.council.clone());
        let council = Council { name, ..Council::default() };
        let state = wiring::open(configuration, Clock::system(), council).await?.state;
        let meeting = find(&state, &self.meeting).await?;
        let (kind, id) = match (self.only, self.report) {
            (_, Some(report)) => ("report", report),
            (Some(Part::Minutes), _) => ("minutes", meeting.id.get()),
            (Some(Part::Decisions), _) => ("decisions", meeting.id.get()),
            (None, None) => ("pack", meeting.id.get()),
        };
        let kept = web::print_of(&state, kind, id).await.map_err(|error| match error {
            web::Error::NotFound(what) => {
                anyhow::anyhow!("cannot make a PDF: this meeting has no {}", what.to_lowercase())
            }
            error => anyhow::anyhow!("the PDF cannot be created: {error}"),
        })?;
        self.write(&state, &kept).await?;
        let pages = if kept.pages == 1 { "1 page".to_owned() } else { format!("{} pages", kept.pages) };
        say(&format!("{}: {}, {pages}, {} KB", self.output.display(), kept.title, kept.size.div_ceil(1000)))?;
        for replaced in &kept.replaced {
            let character = replaced.character;
            say(&format!(
                "  Note: the typeface lacks “{character}” (U+{:04X}); it is written “{}”. First in {}.",
                u32::from(character),
                replaced.by,
                replaced.place
            ))?;
        }
        Ok(())
    }

    /// Writes the whole file beside its destination and then moves it there, so that an incomplete file is never found.
    async fn write(&self, state: &AppState, kept: &KeptPrint) -> Result<()> {
        let file = files::by_id(state.db.reading(), kept.file).await?.context("the PDF’s file is missing")?;
        let content = state.files.read(&file).await?;
        let folder = self.output.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| std::path::Path::new("."));
        let written = || -> std::io::Result<()> {
            let mut beside = tempfile::NamedTempFile::new_in(folder)?;
            beside.write_all(&content)?;
            beside.as_file().sync_all()?;
            beside.persist(&self.output).map_err(|error| error.error)?;
            Ok(())
        };
        written().with_context(|| format!("{} cannot be written; choose another place with -o", self.output.display()))
    }
}

/// Returns the meeting that a person names.
async fn find(state: &AppState, named: &str) -> Result<Meeting> {
    let connection = state.db.reading();
    if let Ok(id) = named.parse() {
        let meeting = meetings::meeting_by_id(connection, id).await?;
        return meeting.with_context(|| format!("there is no meeting {id}; its number is in its address on the site"));
    }
    let (board, day) = named.rsplit_once('/').map_or((None, named), |(board, day)| (Some(board), day));
    let day = civil_date::read(day)
        .with_context(|| format!("“{named}” is not a meeting: give its number, its date as 2024-06-11, or board/2024-06-11"))?;
    let mut found = meetings::meetings_on(connection, day).await?;
    found.retain(|meeting| board.is_none_or(|board| meeting.board_slug == board));
    ensure!(!found.is_empty(), "there is no meeting on {}", civil_date::written(day));
    if found.len() > 1 {
        let names: Vec<String> = found.iter().map(|meeting| format!("{}/{day}", meeting.board_slug)).collect();
        bail!("several meetings were held that day; name one of them: {}", names.join(", "));
    }
    found.pop().context("there is no such meeting")
}
