//! `benches reading`.

mod makers;
mod source;

use super::{Format, SEED};
use crate::measuring::figures::table;
use anyhow::{Context, Result};
use clap::Args;
use habits::score::{HEADINGS, in_hundred};
use habits::{Habit, Paper, Score, Truth, generate, printing, score};
use makers::Maker;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Measures how rightly papers are read: invented ones in the habits of many councils and, where there is a folder with them, real
/// ones, each compared with its truth.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// How many papers are invented in each habit
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    papers: u64,
    /// The seed from which they are invented
    #[arg(long, default_value_t = SEED, value_name = "SEED")]
    seed: u64,
    /// Only the papers of these habits
    #[arg(long, value_delimiter = ',', value_name = "HABIT")]
    habits: Vec<String>,
    /// A folder with the real papers that the truths are about
    #[arg(long, value_name = "FOLDER")]
    real: Option<PathBuf>,
    /// The folder with the truths of real papers
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/reading/truth"), value_name = "FOLDER")]
    truths: PathBuf,
    /// Reads the invented papers as PDF too, made with Typst and with `LibreOffice` and Chromium where they are installed
    #[arg(long)]
    pdf: bool,
    /// Keeps the invented papers and their truths in this folder
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Lists everything that was read wrongly or not at all
    #[arg(long)]
    verbose: bool,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// What the readings of one set of papers are worth.
#[derive(Debug, Serialize)]
struct Figures {
    /// Which papers, and in which form.
    what: String,
    /// The score of all.
    all: Score,
    /// The score of each habit or, if they are real, of each paper.
    each: Vec<(String, Score)>,
}

impl Figures {
    fn new(what: String) -> Self {
        Self { what, all: Score::default(), each: Vec::new() }
    }

    fn add(&mut self, of: &str, score: Score) {
        self.all.add(score.clone());
        match self.each.iter_mut().find(|(name, _)| name == of) {
            Some((_, known)) => known.add(score),
            None => self.each.push((of.to_owned(), score)),
        }
    }
}

impl Reading {
    pub(super) fn run(self) -> Result<()> {
        let papers = self.invented()?;
        if let Some(folder) = &self.keep {
            keep(folder, &papers)?;
        }
        let mut all = vec![of_texts(&papers)];
        if self.pdf {
            for maker in Maker::installed() {
                all.push(self.of_pdfs(&maker, &papers)?);
            }
        }
        if let Some(folder) = &self.real {
            all.push(of_real(folder, &self.truths)?);
        }
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&all)?),
            Format::Table => all.iter().for_each(|figures| println!("{}", shown(figures, self.verbose))),
        }
        Ok(())
    }

    fn invented(&self) -> Result<Vec<Paper>> {
        let mut chosen = Vec::new();
        for name in &self.habits {
            let habit = Habit::ALL.into_iter().find(|habit| habit.name() == name);
            let known = Habit::ALL.map(Habit::name).join(", ");
            chosen.push(habit.with_context(|| format!("there is no habit `{name}`, only {known}"))?);
        }
        if chosen.is_empty() {
            chosen.extend(Habit::ALL);
        }
        let numbers = 0..self.papers;
        Ok(chosen.into_iter().flat_map(|habit| numbers.clone().map(move |number| generate(habit, self.seed, number))).collect())
    }

    fn of_pdfs(&self, maker: &Maker, papers: &[Paper]) -> Result<Figures> {
        let folder = tempfile::tempdir()?;
        let mut figures = Figures::new(format!("invented papers, PDF by {}", maker.name()));
        for (paper, content) in papers.iter().zip(maker.make(folder.path(), papers)?) {
            if let Some(kept) = &self.keep {
                std::fs::write(kept.join(format!("{}-{}.pdf", paper.name, maker.name())), &content)?;
            }
            // The truth has the lines of the text.
            let mut truth = paper.truth.clone();
            truth.parts.iter_mut().for_each(|part| part.line = None);
            figures.add(paper.habit.name(), scored(&paper.name, &truth, &content));
        }
        Ok(figures)
    }
}

fn keep(folder: &Path, papers: &[Paper]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for paper in papers {
        std::fs::write(folder.join(&paper.truth.file), printing::text(paper))?;
        std::fs::write(folder.join(format!("{}.toml", paper.name)), paper.truth.to_toml()?)?;
    }
    Ok(())
}

fn of_texts(papers: &[Paper]) -> Figures {
    let mut figures = Figures::new("invented papers, text".to_owned());
    for paper in papers {
        figures.add(paper.habit.name(), scored(&paper.name, &paper.truth, printing::text(paper).as_bytes()));
    }
    figures
}

/// Reads the real papers in a folder that have a truth.
fn of_real(folder: &Path, truths: &Path) -> Result<Figures> {
    let mut figures = Figures::new("real papers".to_owned());
    let entries = std::fs::read_dir(truths).with_context(|| format!("{} cannot be listed", truths.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "toml")) {
        let truth = Truth::parse(&std::fs::read_to_string(file)?).with_context(|| file.display().to_string())?;
        let paper = folder.join(&truth.file);
        let content = std::fs::read(&paper).with_context(|| paper.display().to_string())?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        figures.add(&name, scored(&name, &truth, &content));
    }
    Ok(figures)
}

fn scored(name: &str, truth: &Truth, content: &[u8]) -> Score {
    let context = archive::reading::Context { file_name: Some(truth.file.clone()), ..archive::reading::Context::default() };
    match archive::reading_of_file(content, &context) {
        Ok(pack) => score(name, truth, Ok(&pack)),
        Err(error) => score(name, truth, Err(&error)),
    }
}

fn shown(figures: &Figures, verbose: bool) -> String {
    let Figures { what, all, each } = figures;
    let handled = in_hundred(all.handled());
    let counts = format!(
        "{what}: {} read, {} refused for a true reason, {} refused that can be read; {handled} in 100 handled\n",
        all.read, all.refused_rightly, all.refused_wrongly
    );
    let row = |(name, score): &(String, Score)| {
        let total = score.total();
        vec![
            name.clone(),
            score.read.to_string(),
            (score.refused_rightly + score.refused_wrongly).to_string(),
            total.expected.to_string(),
            total.right.to_string(),
            total.wrong.to_string(),
            total.missed.to_string(),
            in_hundred(total.precision()),
            in_hundred(total.recall()),
            in_hundred(total.covered_share()),
        ]
    };
    let rows: Vec<Vec<String>> = each.iter().map(row).collect();
    let headings = ["", "read", "refused", "expected", "right", "wrong", "missed", "precision", "recall", "doubted"];
    let list = if verbose { format!("\n{}", all.list()) } else { String::new() };
    format!("{counts}\n{}\n{}{list}", table(&HEADINGS, &all.rows()), table(&headings, &rows))
}
