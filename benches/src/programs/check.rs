//! `benches check`.

use super::packs::{MEETINGS, of_pages, parts};
use super::{Common, Format, SEED, megabytes};
use crate::measuring::figures::{median, table};
use crate::measuring::process::{self, Used};
use anyhow::Result;
use benches::{Council, filling};
use clap::Args;
use serde::Serialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Times the checking of packs, as whole processes: published packs, and one of 300 pages, as PDF and as text.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    common: Common,
    /// A folder with published packs, as text; skipped if it is missing
    #[arg(long, default_value = "../shared/seeds", value_name = "FOLDER")]
    seeds: PathBuf,
    /// The number of pages in the generated pack
    #[arg(long, default_value_t = 300, value_name = "PAGES")]
    pages: u32,
}

#[derive(Debug, Serialize)]
struct Figures {
    what: String,
    bytes: u64,
    findings: usize,
    runs: Vec<Used>,
}

impl Check {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let mut all = Vec::new();
        let published = super::import::texts(&self.seeds)?;
        if !published.is_empty() {
            all.push(self.measure(&format!("{} published packs, text", published.len()), &program, &published)?);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let (pdf, text, pages) = runtime.block_on(self.pack(&program, folder.path()))?;
        all.push(self.measure(&format!("a pack of {pages} pages, PDF"), &program, &[pdf])?);
        all.push(self.measure(&format!("the text of {pages} pages"), &program, &[text])?);
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&all)?),
            Format::Table => print!("{}", shown(&all)),
        }
        Ok(())
    }

    /// Returns a pack as PDF and as text, and its number of pages. The text is like that of packs published by councils, and as
    /// long as that of the PDF.
    async fn pack(&self, program: &Path, folder: &Path) -> Result<(PathBuf, PathBuf, u32)> {
        let site = folder.join("site");
        let council = Council::with_meetings(SEED, MEETINGS);
        filling::make(&site, &council, MEETINGS, |_| {}).await?;
        let print = of_pages(program, &parts(&site).await?, self.pages).await?;
        let typeset = moothall::wiring::typesetter(program.to_owned()).typeset(&print, &[]).await?;
        let (pdf, text) = (folder.join("pack.pdf"), folder.join("pack.txt"));
        std::fs::write(&pdf, &typeset.content)?;
        let words = documents::plain_text::of_document(&print.document);
        let mut packs = String::new();
        for place in council.meetings() {
            if packs.len() >= words.len() {
                break;
            }
            packs.push_str(&council.pack(place));
            packs.push('\u{C}');
        }
        std::fs::write(&text, packs)?;
        Ok((pdf, text, typeset.pages))
    }

    fn measure(&self, what: &str, program: &Path, files: &[PathBuf]) -> Result<Figures> {
        let mut arguments: Vec<&OsStr> = vec!["check".as_ref(), "--format".as_ref(), "json".as_ref()];
        arguments.extend(files.iter().map(|file| file.as_os_str()));
        // It exits with status 1 if it finds errors.
        let told = std::process::Command::new(program).args(&arguments).output()?;
        let findings: Vec<serde_json::Value> = serde_json::from_slice(&told.stdout)?;
        let runs = (0..self.common.runs).map(|_| process::run_to(program, &arguments, &[0, 1])).collect::<Result<_>>()?;
        let mut bytes = 0;
        for file in files {
            bytes += std::fs::metadata(file)?.len();
        }
        Ok(Figures { what: what.to_owned(), bytes, findings: findings.len(), runs })
    }
}

fn shown(all: &[Figures]) -> String {
    let row = |figures: &Figures| {
        let middle = |of: fn(&Used) -> f64| median(figures.runs.iter().map(of));
        vec![
            figures.what.clone(),
            format!("{:.2}", megabytes(figures.bytes)),
            figures.findings.to_string(),
            format!("{:.2}", middle(|run| run.seconds)),
            format!("{:.2}", middle(|run| run.processor_seconds)),
            format!("{:.1}", middle(|run| megabytes(run.peak_memory))),
        ]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    table(&["checked", "MB", "findings", "seconds", "processor s", "peak memory MB"], &rows)
}
