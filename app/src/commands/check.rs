//! `moothall check`.

use super::confined::READ_WORD;
use super::import::{bytes, context, reader};
use crate::saying::say;
use anyhow::{Context, Result};
use archive::confined_reader::{ConfinedReadError, ConfinedReader};
use archive::reading::{Answers, ReadError};
use checking::template::Template;
use checking::{Dismissals, Finding, LARGEST_REGISTER, PAPERS, Paper, Precision, RULES, Register, Rule, Severity, check, rule};
use clap::{Args, ValueEnum};
use extraction::decode;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Finds what does not add up, what is missing and what should not be there in reports and packs.
///
/// Several files are checked together, so that a report is compared with the minutes of its item in another pack. A file that
/// cannot be read is named with its error, and the others are checked. Exits with status 2 if a file could not be read, otherwise
/// with 1 if there are errors.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Reports or packs, as PDF, Word document (.docx) or text
    #[arg(required_unless_present_any = ["explain", "rules"], value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Names as they should be: lines such as `body: Safer Policy and Performance Board` and `person: Councillor A. Sample`
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// Findings to leave out: lines such as `law: Crime and Disorder Act 1988: quoted as it was printed`, each a rule, the words that
    /// the finding shows and a reason
    #[arg(long, value_name = "FILE")]
    dismissed: Option<PathBuf>,
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
            let (name, severity) = (rule.name, rule.severity.word());
            say(&format!("{name} ({severity})\n{}\n\n{}\n\n{}", rule.title, rule.reason, measured(rule)))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.rules {
            for rule in RULES {
                say(&format!("{:18} {:8} {:13} {}", rule.name, rule.severity.word(), in_short(rule), rule.title))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let program = std::env::current_exe().context("this program cannot find itself, so it cannot read Word documents")?;
        let (reader, word) = (reader()?, word::Reader::confined(program, READ_WORD.map(Into::into).to_vec()));
        let register = match &self.register {
            Some(file) => register_in(file).with_context(|| file.display().to_string())?,
            None => Register::default(),
        };
        let dismissals = match &self.dismissed {
            Some(file) => dismissals_in(file).with_context(|| file.display().to_string())?,
            None => Dismissals::default(),
        };
        let mut papers = Vec::new();
        let mut is_unread = false;
        for file in &self.files {
            match read(&reader, &word, file).await {
                Ok(read) => papers.extend(read),
                Err(error) => {
                    is_unread = true;
                    eprintln!("moothall: {}: {error:#}", file.display());
                }
            }
        }
        let template = match self.template {
            Some(ReportTemplate::Plain) => Template::plain(),
            Some(ReportTemplate::PublishedPacks) => Template::of_the_seeds(),
            None => Template::default(),
        };
        let (dismissed, findings): (Vec<Finding>, Vec<Finding>) =
            check(&papers, &template, &register).into_iter().partition(|finding| dismissals.reason(finding).is_some());
        match self.format {
            Format::Json => say(&serde_json::to_string_pretty(&findings)?)?,
            Format::Text => say((shown(&findings, papers.len()) + &shown_dismissed(&dismissed, &dismissals)).trim_end())?,
        }
        let has_errors = findings.iter().any(|finding| finding.severity == Severity::Error);
        Ok(match (is_unread, has_errors) {
            (true, _) => ExitCode::from(UNREAD),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// The exit status if a file could not be read.
const UNREAD: u8 = 2;

/// Returns how often a rule was right, for its line in the list.
fn in_short(rule: &Rule) -> String {
    let looked_at = rule.precision.looked_at();
    rule.precision.percent().map_or_else(|| "not measured".to_owned(), |percent| format!("{percent}% of {looked_at}"))
}

/// Returns how often a rule was right, as a sentence.
fn measured(rule: &Rule) -> String {
    let Precision { right, arguable, wrong } = rule.precision;
    match rule.precision.looked_at() {
        0 => format!("Not measured: it finds nothing in the {PAPERS} published papers that were looked at."),
        all => format!(
            "Measured on {PAPERS} published papers, each finding beside its paper: {right} of {all} were right, {arguable} arguable and \
             {wrong} wrong."
        ),
    }
}

/// Reads the dismissed findings in a file.
fn dismissals_in(file: &Path) -> Result<Dismissals> {
    let content = bytes(file)?;
    anyhow::ensure!(content.len() <= LARGEST_REGISTER, "a list of dismissed findings must be smaller than 4 MB");
    Dismissals::read(&decode(&content)?).map_err(anyhow::Error::msg)
}

/// Reads the register in a file.
fn register_in(file: &Path) -> Result<Register> {
    let content = bytes(file)?;
    anyhow::ensure!(content.len() <= LARGEST_REGISTER, "a register must be smaller than 4 MB");
    Register::read(&decode(&content)?).map_err(anyhow::Error::msg)
}

/// Reads the papers in a file. A file that is neither a pack nor a report is checked as plain text.
async fn read(reader: &ConfinedReader, word: &word::Reader, file: &Path) -> Result<Vec<Paper>> {
    let content = bytes(file)?;
    if is_word(&content) {
        let document = word.read("the command", &content).await.map_err(anyhow::Error::msg)?;
        let name = file.file_name().map_or_else(|| "document".to_owned(), |name| name.to_string_lossy().into_owned());
        for what in &document.left_out {
            eprintln!("{}: {what} not checked", file.display());
        }
        return Ok(vec![reports::paper_of_word(&name, &document, &known_headings())]);
    }
    let name = file.file_name().map_or_else(|| "text".to_owned(), |name| name.to_string_lossy().into_owned());
    match reader.read(&content, &context(file, Vec::new(), Answers::default())).await {
        Ok(pack) => Ok(archive::papers(&pack)),
        Err(ConfinedReadError::Read(ReadError::NothingRecognised { .. } | ReadError::CutOff { .. })) => {
            Ok(vec![archive::paper_of_text(&name, &decode(&content)?)])
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

/// Checks whether a file is a Word document by its first bytes: an archive, or the compound file used for old and protected
/// ones.
fn is_word(content: &[u8]) -> bool {
    content.starts_with(b"PK\x03\x04") || content.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
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

/// Returns the findings that were dismissed, each in a line with the reason.
fn shown_dismissed(findings: &[Finding], dismissals: &Dismissals) -> String {
    let mut text = String::new();
    for finding in findings {
        let reason = dismissals.reason(finding).unwrap_or_default();
        let _ = writeln!(text, "dismissed: {}, {}: {} [{}]: {reason}", finding.paper, finding.place, finding.what, finding.rule);
    }
    text
}
