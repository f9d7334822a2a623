//! `moothall check`.

use super::confined::READ_WORD;
use super::import::{context, reader};
use super::inputs::{self, Input, bytes};
use crate::saying::say;
use anyhow::{Context, Result};
use archive::confined_reader::{ConfinedReadError, ConfinedReader};
use archive::reading::{About, Answers, ReadError};
use checking::template::Template;
use checking::{Finding, LARGEST_REGISTER, Paper, RULES, Register, Severity, check, rule};
use clap::{Args, ValueEnum};
use extraction::{Kind, Limits, decode, extract};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Finds what does not add up, what is missing and what should not be there in reports and packs.
///
/// Several files are checked together, so that a report is compared with the minutes of its item in another pack. Exits with
/// status 1 if there are errors.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Reports or packs: PDF, Word, OpenDocument, rich text, web page, text or ZIP files, folders of these, or - for standard input
    #[arg(required_unless_present_any = ["explain", "rules"], value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Names as they should be: lines such as `body: Safer Policy and Performance Board` and `person: Councillor A. Sample`
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// The template whose sections a report must have [default: none, so that missing sections are not reported]
    #[arg(long, value_enum)]
    template: Option<ReportTemplate>,
    /// Explain what a rule finds and why it matters
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
    /// List the rules
    #[arg(long)]
    rules: bool,
}

/// A report template that comes with the program.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportTemplate {
    /// Summary, recommendations, background, finance, law, equality, background papers
    Plain,
    /// The ten sections of the packs that Halton Borough Council published
    PublishedPacks,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// By paper and place
    Text,
    /// As JSON: one list of findings
    Json,
}

impl Check {
    pub(super) async fn run(self) -> Result<ExitCode> {
        if let Some(name) = &self.explain {
            let rule = rule(name).with_context(|| format!("there is no rule {name}; `moothall check --rules` lists them"))?;
            say(&format!("{} ({})\n{}\n\n{}", rule.name, rule.severity.word(), rule.title, rule.reason))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.rules {
            for rule in RULES {
                say(&format!("{:18} {:8} {}", rule.name, rule.severity.word(), rule.title))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let program = std::env::current_exe().context("this program cannot find itself, so it cannot read Word documents")?;
        let (reader, word) = (reader()?, word::Reader::confined(program, READ_WORD.map(Into::into).to_vec()));
        let register = match &self.register {
            Some(file) => register_in(file).with_context(|| file.display().to_string())?,
            None => Register::default(),
        };
        let mut papers = Vec::new();
        for file in inputs::files(&self.files) {
            for input in inputs::open(&reader, &file).await {
                let input = input.map_err(|unread| unread.error.context(unread.place))?;
                papers.extend(read(&reader, &word, &input).await.with_context(|| input.place.clone())?);
            }
        }
        let template = match self.template {
            Some(ReportTemplate::Plain) => Template::plain(),
            Some(ReportTemplate::PublishedPacks) => Template::of_the_seeds(),
            None => Template::default(),
        };
        let findings = check(&papers, &template, &register);
        match self.format {
            Format::Json => say(&serde_json::to_string_pretty(&findings)?)?,
            Format::Text => say(shown(&findings, papers.len()).trim_end())?,
        }
        let has_errors = findings.iter().any(|finding| finding.severity == Severity::Error);
        Ok(if has_errors { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Reads the register in a file.
fn register_in(file: &Path) -> Result<Register> {
    let content = bytes(file)?;
    anyhow::ensure!(content.len() <= LARGEST_REGISTER, "a register must be smaller than 4 MB");
    Register::read(&decode(&content)?).map_err(anyhow::Error::msg)
}

/// Reads the papers in a file. A file that is neither a pack nor a report is checked as plain text.
async fn read(reader: &ConfinedReader, word: &word::Reader, input: &Input) -> Result<Vec<Paper>> {
    let pack = reader.read(&input.content, &context(input, Vec::new(), Answers::default())).await;
    let has_minutes = pack.as_ref().is_ok_and(|pack| !pack.minutes.is_empty());
    if Kind::of(&input.content) == Kind::Docx && !has_minutes {
        // The document says more of a report's headings, numbers and pictures than its lines do.
        let document = word.read("the command", &input.content).await.map_err(anyhow::Error::msg)?;
        for what in &document.left_out {
            eprintln!("{}: {what} not checked", input.place);
        }
        return Ok(vec![reports::paper_of_word(&input.name, &document, &known_headings())]);
    }
    match pack {
        Ok(pack) => {
            if let Some(doubt) = pack.doubts.iter().find(|doubt| doubt.about == About::Damage) {
                eprintln!("{}: {}", input.place, doubt.says);
            }
            Ok(archive::papers(&pack))
        }
        Err(ConfinedReadError::Unrecognised { text, .. }) => Ok(vec![archive::paper_of_text(&input.name, &text)]),
        Err(ConfinedReadError::Read(ReadError::NothingRecognised { .. } | ReadError::CutOff { .. })) => {
            let text = extract(&input.content, &Limits::default())?.text;
            Ok(vec![archive::paper_of_text(&input.name, &text)])
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns the headings by which a report is recognised, whichever template it follows.
fn known_headings() -> Template {
    let mut known = Template::of_the_seeds();
    known.sections.extend(Template::plain().sections);
    known
}

/// Returns the findings by paper and place.
fn shown(findings: &[Finding], papers: usize) -> String {
    let mut text = String::new();
    let mut paper = "";
    for finding in findings {
        if finding.paper != paper {
            paper = &finding.paper;
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{paper}");
        }
        let _ = writeln!(text, "  {}: {}: {} [{}]", finding.place, finding.severity.word(), finding.what, finding.rule);
        if !finding.evidence.is_empty() {
            let _ = writeln!(text, "      {}", finding.evidence);
        }
        let _ = writeln!(text, "      → {}", finding.advice);
    }
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let named = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let _ = writeln!(
        text,
        "{}, {}, {} in {}",
        named(count(Severity::Error), "error"),
        named(count(Severity::Warning), "warning"),
        named(count(Severity::Hint), "hint"),
        named(papers, "paper")
    );
    text
}
