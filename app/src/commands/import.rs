//! `moothall import`.

use super::confined::READ_PACKS;
use crate::configuration::Configuration;
use crate::saying::{say, told};
use crate::wiring::{self, Program};
use anyhow::{Context, Result};
use archive::confined_reader::ConfinedReader;
use archive::import::{Imported, ImportedPart, PackFile};
use archive::reading::{Answers, Context as PaperContext, ReadPack};
use clap::{Args, ValueEnum};
use foundation::Clock;
use indicatif::{ProgressBar, ProgressStyle};
use publications::{Change, Outcome};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use web::{AppState, Council};

/// The author of imports in the ledger: the program does not know the person at the command line yet.
const ACTOR: &str = "moothall import";

/// Imports packs that were published elsewhere into the record.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The packs, as PDF or as text
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only show what would be read
    #[arg(long)]
    dry_run: bool,
    /// Write what was read and what is in doubt to this file, to correct it, and import nothing
    #[arg(long, value_name = "REVIEW", conflicts_with_all = ["dry_run", "with"])]
    review: Option<PathBuf>,
    /// Import one pack as this corrected review says
    #[arg(long, value_name = "REVIEW")]
    with: Option<PathBuf>,
    /// How a dry run shows it
    #[arg(long, value_enum, default_value_t = Format::Tree, requires = "dry_run")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// As an indented tree
    Tree,
    /// As JSON, one object for each file
    Json,
}

impl Import {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let reader = &reader()?;
        let several = self.files.len() > 1;
        anyhow::ensure!(!several || (self.review.is_none() && self.with.is_none()), "a review is of one pack; name one file");
        if let Some(review) = &self.review {
            return for_each(&self.files, |path| async move { write_review(reader, path, review).await }).await;
        }
        let answers = &self.with.as_deref().map(answers_in).transpose()?.unwrap_or_default();
        if self.dry_run {
            return for_each(&self.files, |path| async move { show(reader, path, answers, self.format).await }).await;
        }
        let program = wiring::open(configuration, Clock::system(), Council::default()).await?;
        let program = &program;
        for_each(&self.files, |path| async move { take_in(program, reader, path, answers, several).await }).await
    }
}

/// Processes one file after another. A file that fails is reported and the rest are still processed; the command then fails at
/// the end.
async fn for_each<'a, Done: Future<Output = Result<String>>>(
    files: &'a [PathBuf],
    work: impl Fn(&'a Path) -> Done,
) -> Result<()> {
    let progress = if files.len() > 1 { ProgressBar::new(files.len() as u64) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} packs, {eta} to go") {
        progress.set_style(style);
    }
    let mut failed = 0;
    for path in files {
        match work(path).await {
            Ok(said) => progress.suspend(|| say(said.trim_end()))?,
            Err(error) => {
                failed += 1;
                progress.suspend(|| eprintln!("{}: {}", path.display(), told(&error)));
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    match failed {
        0 => Ok(()),
        1 if files.len() == 1 => anyhow::bail!("the pack could not be read; nothing was imported"),
        _ => anyhow::bail!("{failed} of {} packs could not be read; nothing was imported from those", files.len()),
    }
}

/// Returns the file's bytes, up to one more than the reader accepts.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path).context("it cannot be opened; check its name and permissions")?;
    anyhow::ensure!(!file.metadata()?.is_dir(), "this is a folder; name the files in it");
    let mut content = Vec::new();
    file.take(archive::LARGEST as u64 + 1).read_to_end(&mut content).context("it cannot be read")?;
    Ok(content)
}

/// Returns a reader that uses children of this program for PDFs.
pub(super) fn reader() -> Result<ConfinedReader> {
    let program = std::env::current_exe().context("this program cannot find itself, so it cannot read PDFs")?;
    Ok(ConfinedReader::new(program, READ_PACKS.map(Into::into).to_vec()))
}

/// Returns what is known of a file before it is read.
pub(super) fn context(path: &Path, boards: Vec<String>, answers: Answers) -> PaperContext {
    PaperContext { file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()), boards, answers }
}

/// Reads a corrected review.
fn answers_in(path: &Path) -> Result<Answers> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Answers::read(&text).with_context(|| path.display().to_string())
}

/// Writes the review of a pack, never over another file.
async fn write_review(reader: &ConfinedReader, path: &Path, review: &Path) -> Result<String> {
    let pack = reader.read(&bytes(path)?, &context(path, Vec::new(), Answers::default())).await?;
    let name = path.file_name().map_or_else(|| "pack".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut file = std::fs::File::create_new(review).with_context(|| format!("{} cannot be created", review.display()))?;
    std::io::Write::write_all(&mut file, pack.review(&name).as_bytes())?;
    let doubts = match pack.doubts.len() {
        0 => "nothing is in doubt".to_owned(),
        1 => "one thing is in doubt".to_owned(),
        count => format!("{count} things are in doubt"),
    };
    Ok(format!("{}\n  {doubts}. Correct {} and import with --with {}.", path.display(), review.display(), review.display()))
}

async fn show(reader: &ConfinedReader, path: &Path, answers: &Answers, format: Format) -> Result<String> {
    let pack = reader.read(&bytes(path)?, &context(path, Vec::new(), answers.clone())).await?;
    Ok(match format {
        Format::Tree => format!("{}\n{}{}", path.display(), pack.tree(), placement(&pack)),
        Format::Json => serde_json::to_string_pretty(&pack)?,
    })
}

async fn take_in(program: &Program, reader: &ConfinedReader, path: &Path, answers: &Answers, briefly: bool) -> Result<String> {
    let state = &program.state;
    let content = bytes(path)?;
    let boards = meetings::board_names(state.db.reading()).await?;
    let pack = reader.read(&content, &context(path, boards, answers.clone())).await?;
    let name = path.file_name().map_or_else(|| "pack".to_owned(), |name| name.to_string_lossy().into_owned());
    let transaction = state.db.begin().await?;
    let file = PackFile { name, content };
    let imported = archive::import::import(&transaction, &state.files, file, &pack, ACTOR, state.clock.now()).await?;
    transaction.commit().await?;
    let mut said = format!("{}\n", path.display());
    if imported.left_out > 0 {
        let parts = if imported.left_out == 1 { "one part was".to_owned() } else { format!("{} parts were", imported.left_out) };
        // Writing to a String cannot fail.
        let _ = writeln!(said, "  Not imported: {parts} left out, since a person has to decide:");
        for doubt in pack.doubts.iter().filter(|doubt| doubt.about.must_be_settled()) {
            let _ = writeln!(said, "    {}, {}: {}", place(&pack, doubt.line), doubt.about.words(), doubt.says);
        }
    } else if !imported.is_change() {
        said.push_str("  All of this is already on record; nothing was changed.\n");
    }
    for part in &imported.parts {
        said.push_str(&describe(part));
        if !briefly {
            said.push_str(&difference(state, part).await?);
        }
    }
    said.push_str(&remarks(&imported, &pack));
    said.push_str(&placement(&pack));
    Ok(said)
}

fn describe(part: &ImportedPart) -> String {
    let state = match part.outcome {
        Outcome::Unchanged(_) => "unchanged",
        Outcome::First(_) => "new",
        Outcome::Replaced { .. } => "a new version",
    };
    format!("  {}: {}, {} ({state}), meeting {}\n", part.board, part.kind, part.title, part.meeting)
}

/// Returns what a new version changes, line by line.
async fn difference(state: &AppState, part: &ImportedPart) -> Result<String> {
    let Outcome::Replaced { new, old } = part.outcome else { return Ok(String::new()) };
    let kind = state.kind(part.kind).context("a publication of an unknown kind")?;
    let mut texts = Vec::new();
    for id in [old, new] {
        let publication = publications::by_id(state.db.reading(), id).await?.context("a publication is missing")?;
        texts.push(kind.plain_text(&publication.content)?);
    }
    let lines = publications::difference(&texts[0], &texts[1]).into_iter().map(|change| match change {
        Change::Same(line) => format!("        {line}\n"),
        Change::Removed(line) => format!("      - {line}\n"),
        Change::Added(line) => format!("      + {line}\n"),
        Change::Skipped(lines) => format!("        … {lines} unchanged\n"),
    });
    Ok(lines.collect())
}

fn remarks(imported: &Imported, pack: &ReadPack) -> String {
    let names = imported.remarks.iter().map(|remark| format!("  Note: {remark}.\n"));
    let odd = pack.remarks.iter().map(|remark| format!("  Note, {}: {}\n", place(pack, remark.line), remark.text));
    names.chain(odd).collect()
}

/// Returns how much of the pack was placed, and the lines that were not.
fn placement(pack: &ReadPack) -> String {
    let total = pack.placed + pack.not_placed.len();
    let footers = match pack.page_footers.len() {
        0 => String::new(),
        1 => ", a page footer among them".to_owned(),
        count => format!(", {count} page footers among them"),
    };
    let mut said = format!("  {} of {total} lines are placed ({:.1} in 100){footers}.\n", pack.placed, pack.placed_in_hundred());
    if !pack.not_placed.is_empty() {
        said.push_str("  Not placed:\n");
    }
    for line in &pack.not_placed {
        let text: String = line.text.chars().take(100).collect();
        // Writing to a String cannot fail.
        let _ = match pack.page_of(line.number) {
            Some(page) => writeln!(said, "    page {page:>4}  {text}"),
            None => writeln!(said, "    {:>6}  {text}", line.number),
        };
    }
    if !pack.running.is_empty() {
        said.push_str("  Left out as headers or footers:\n");
        said.extend(pack.running.iter().map(|text| format!("    {text}\n")));
    }
    if !pack.links.is_empty() {
        said.push_str("  Links that only work in the PDF itself:\n");
        said.extend(pack.links.iter().map(|link| format!("    page {:>4}  {}: {}\n", link.page, link.text, link.target)));
    }
    said
}

/// Returns the place of a line: the page of a PDF, or the line of a text.
fn place(pack: &ReadPack, line: usize) -> String {
    pack.page_of(line).map_or_else(|| format!("line {line}"), |page| format!("page {page}"))
}
