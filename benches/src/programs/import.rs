//! `benches import`.

use super::{Common, Format, SEED, megabytes};
use crate::measuring::figures::{median, number, table};
use crate::measuring::process::{self, Used};
use anyhow::{Context, Result};
use benches::Council;
use clap::Args;
use serde::Serialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Times the import of packs into an empty SQLite database, as whole processes.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    common: Common,
    /// A folder with published packs, as text; skipped if it is missing
    #[arg(long, default_value = "../shared/seeds", value_name = "FOLDER")]
    seeds: PathBuf,
    /// The number of packs generated
    #[arg(long, default_value_t = 1_000, value_name = "COUNT")]
    packs: usize,
}

#[derive(Debug, Serialize)]
struct Figures {
    what: String,
    packs: usize,
    text_bytes: u64,
    database_bytes: u64,
    runs: Vec<Used>,
}

impl Import {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let mut all = Vec::new();
        let published = texts(&self.seeds)?;
        if published.is_empty() {
            eprintln!("{} holds no packs as text; only generated ones are imported", self.seeds.display());
        } else {
            all.push(self.measure("published packs", &program, &published)?);
        }
        let generated = generate(folder.path(), self.packs)?;
        all.push(self.measure("generated packs", &program, &generated)?);
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&all)?),
            Format::Table => print!("{}", shown(&all)),
        }
        Ok(())
    }

    fn measure(&self, what: &str, program: &Path, packs: &[PathBuf]) -> Result<Figures> {
        let mut runs = Vec::new();
        let mut database_bytes = 0;
        for _ in 0..self.common.runs {
            let folder = tempfile::tempdir()?;
            let mut arguments: Vec<&OsStr> = vec!["import".as_ref(), "--folder".as_ref(), folder.path().as_ref()];
            arguments.extend(packs.iter().map(|pack| pack.as_os_str()));
            runs.push(process::run(program, &arguments)?);
            database_bytes = std::fs::metadata(folder.path().join("moothall.db"))?.len();
        }
        let mut text_bytes = 0;
        for pack in packs {
            text_bytes += std::fs::metadata(pack)?.len();
        }
        Ok(Figures { what: what.to_owned(), packs: packs.len(), text_bytes, database_bytes, runs })
    }
}

/// Returns the text files in a folder, by name.
pub(super) fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn generate(folder: &Path, count: usize) -> Result<Vec<PathBuf>> {
    let council = Council::with_meetings(SEED, count);
    let write = |(number, place)| {
        let path = folder.join(format!("pack-{number:05}.txt"));
        std::fs::write(&path, council.pack(place)).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    };
    council.meetings().take(count).enumerate().map(write).collect()
}

fn shown(all: &[Figures]) -> String {
    let row = |figures: &Figures| {
        let middle = |of: fn(&Used) -> f64| median(figures.runs.iter().map(of));
        let seconds = middle(|run| run.seconds);
        vec![
            format!("{} {}", figures.packs, figures.what),
            format!("{:.1}", megabytes(figures.text_bytes)),
            format!("{seconds:.2}"),
            format!("{:.2}", seconds * 1000.0 / number(figures.packs as u64)),
            format!("{:.2}", middle(|run| run.processor_seconds)),
            format!("{:.1}", middle(|run| megabytes(run.peak_memory))),
            format!("{:.1}", megabytes(figures.database_bytes)),
        ]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    table(&["imported", "text MB", "seconds", "ms a pack", "processor s", "peak memory MB", "database MB"], &rows)
}
