//! `moothall import`.

use super::confined::READ_PACKS;
use super::inputs::{self, Input};
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
use std::path::{Path, PathBuf};
use web::{AppState, Council};

/// The author of imports in the ledger: the program does not know the person at the command line yet.
const ACTOR: &str = "moothall import";

/// Imports packs that were published elsewhere into the record.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The packs: PDF, Word, OpenDocument, rich text, web page, text or ZIP files, folders of these, or - for standard input
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
        let files = &inputs::files(&self.files);
        let several = files.len() > 1;
        let is_reviewed = self.review.is_some() || self.with.is_some();
        anyhow::ensure!(!several || !is_reviewed, "a review is of one pack; name one file");
        if let Some(review) = &self.review {
            return for_each(reader, files, |input| async move { write_review(reader, &input, review).await }).await;
        }
        let answers = &self.with.as_deref().map(answers_in).transpose()?.unwrap_or_default();
        if self.dry_run {
            return for_each(reader, files, |input| async move { show(reader, &input, answers, self.format).await }).await;
        }
        let program = wiring::open(configuration, Clock::system(), Council::default()).await?;
        let program = &program;
        for_each(reader, files, |input| async move { take_in(program, reader, input, answers, several).await }).await
    }
}

/// Processes one paper after another. A paper that fails is reported and the rest are still processed; the command then fails at
/// the end.
async fn for_each<Done: Future<Output = Result<String>>>(
    reader: &ConfinedReader,
    files: &[PathBuf],
    work: impl Fn(Input) -> Done,
) -> Result<()> {
    let progress = if files.len() > 1 { ProgressBar::new(files.len() as u64) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} to go") {
        progress.set_style(style);
    }
    let (mut count, mut failed) = (0, 0);
    for path in files {
        for input in inputs::open(reader, path).await {
            count += 1;
            let (place, done) = match input {
                Ok(input) => (input.place.clone(), work(input).await),
                Err(unread) => (unread.place, Err(unread.error)),
            };
            match done {
                Ok(said) => progress.suspend(|| say(said.trim_end()))?,
                Err(error) => {
                    failed += 1;
                    progress.suspend(|| eprintln!("{place}: {}", told(&error)));
                }
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    match failed {
        0 => Ok(()),
        1 if count == 1 => anyhow::bail!("the pack could not be read; nothing was imported"),
        _ => anyhow::bail!("{failed} of {count} packs could not be read; nothing was imported from those"),
    }
}

/// Returns a reader that uses children of this program for all but plain text.
pub(super) fn reader() -> Result<ConfinedReader> {
    let program = std::env::current_exe().context("this program cannot find itself, so it cannot read files")?;
    Ok(ConfinedReader::new(program, READ_PACKS.map(Into::into).to_vec()))
}

/// Returns what is known of a paper before it is read.
pub(super) fn context(input: &Input, boards: Vec<String>, answers: Answers) -> PaperContext {
    PaperContext { file_name: Some(input.name.clone()), boards, answers }
}

/// Reads a corrected review.
fn answers_in(path: &Path) -> Result<Answers> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Answers::read(&text).with_context(|| path.display().to_string())
}

/// Checks that a review is of the only pack.
fn ensure_only(input: &Input) -> Result<()> {
    anyhow::ensure!(!input.is_one_of_several, "a review is of one pack; unpack the ZIP file and name one of its files");
    Ok(())
}

/// Writes the review of a pack, never over another file.
async fn write_review(reader: &ConfinedReader, input: &Input, review: &Path) -> Result<String> {
    ensure_only(input)?;
    let pack = reader.read(&input.content, &context(input, Vec::new(), Answers::default())).await?;
    let mut file = std::fs::File::create_new(review).with_context(|| format!("{} cannot be created", review.display()))?;
    std::io::Write::write_all(&mut file, pack.review(&input.name).as_bytes())?;
    let doubts = match pack.doubts.len() {
        0 => "nothing is in doubt".to_owned(),
        1 => "one thing is in doubt".to_owned(),
        count => format!("{count} things are in doubt"),
    };
    Ok(format!("{}\n  {doubts}. Correct {} and import with --with {}.", input.place, review.display(), review.display()))
}

async fn show(reader: &ConfinedReader, input: &Input, answers: &Answers, format: Format) -> Result<String> {
    if *answers != Answers::default() {
        ensure_only(input)?;
    }
    let pack = reader.read(&input.content, &context(input, Vec::new(), answers.clone())).await?;
    Ok(match format {
        Format::Tree => format!("{}\n{}{}", input.place, pack.tree(), placement(&pack)),
        Format::Json => serde_json::to_string_pretty(&pack)?,
    })
}

async fn take_in(program: &Program, reader: &ConfinedReader, input: Input, answers: &Answers, briefly: bool) -> Result<String> {
    if *answers != Answers::default() {
        ensure_only(&input)?;
    }
    let state = &program.state;
    let briefly = briefly || input.is_one_of_several;
    let boards = meetings::board_names(state.db.reading()).await?;
    let pack = reader.read(&input.content, &context(&input, boards, answers.clone())).await?;
    let transaction = state.db.begin().await?;
    let file = PackFile { name: input.name, content: input.content };
    let imported = archive::import::import(&transaction, &state.files, file, &pack, ACTOR, state.clock.now()).await?;
    transaction.commit().await?;
    let mut said = format!("{}\n", input.place);
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
