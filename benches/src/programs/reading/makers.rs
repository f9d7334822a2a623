//! Makes PDFs of invented papers with the programs that councils use.

use super::source;
use anyhow::{Context, Result};
use habits::{Paper, printing};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program that makes PDFs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Maker {
    /// Typst, inside this program.
    Typst,
    /// `LibreOffice`, from the page.
    LibreOffice(PathBuf),
    /// Chromium, from the page.
    Chromium(PathBuf),
}

impl Maker {
    /// Returns those that are installed.
    pub(super) fn installed() -> Vec<Self> {
        let office = on_path(&["soffice", "libreoffice"]).map(Self::LibreOffice);
        let named = std::env::var_os("MOOTHALL_CHROMIUM").map(PathBuf::from);
        let browser = named.or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"])).map(Self::Chromium);
        for (program, is_found) in [("LibreOffice", office.is_some()), ("Chromium", browser.is_some())] {
            if !is_found {
                eprintln!("{program} is not installed, so no PDFs are made with it");
            }
        }
        std::iter::once(Self::Typst).chain(office).chain(browser).collect()
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Typst => "Typst",
            Self::LibreOffice(_) => "LibreOffice",
            Self::Chromium(_) => "Chromium",
        }
    }

    /// Returns the PDF of each paper, in their order.
    pub(super) fn make(&self, folder: &Path, papers: &[Paper]) -> Result<Vec<Vec<u8>>> {
        match self {
            Self::Typst => {
                papers.iter().map(|paper| source::typeset(printing::typst(paper)).with_context(|| paper.name.clone())).collect()
            }
            Self::LibreOffice(program) => office(program, folder, papers),
            Self::Chromium(program) => papers.iter().map(|paper| browser(program, folder, paper)).collect(),
        }
    }
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file()))
}

fn page(folder: &Path, paper: &Paper) -> Result<PathBuf> {
    let page = folder.join(format!("{}.html", paper.name));
    std::fs::write(&page, printing::html(paper))?;
    Ok(page)
}

/// One start of the program converts all pages.
fn office(program: &Path, folder: &Path, papers: &[Paper]) -> Result<Vec<Vec<u8>>> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut convert = Command::new(program);
    convert.arg(profile).args(["--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir"]).arg(folder);
    for paper in papers {
        convert.arg(page(folder, paper)?);
    }
    run(&mut convert)?;
    papers.iter().map(|paper| read(&folder.join(format!("{}.pdf", paper.name)))).collect()
}

fn browser(program: &Path, folder: &Path, paper: &Paper) -> Result<Vec<u8>> {
    let pdf = folder.join(format!("{}.pdf", paper.name));
    let to = |option: &str, path: &Path| {
        let mut argument = OsString::from(option);
        argument.push(path);
        argument
    };
    let mut print = Command::new(program);
    print.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]);
    print.arg(to("--user-data-dir=", &folder.join("profile"))).arg(to("--print-to-pdf=", &pdf)).arg(page(folder, paper)?);
    run(&mut print)?;
    read(&pdf)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    anyhow::ensure!(status.success(), "{} failed: {status}", command.get_program().to_string_lossy());
    Ok(())
}

fn read(pdf: &Path) -> Result<Vec<u8>> {
    std::fs::read(pdf).with_context(|| format!("{} was not made", pdf.display()))
}
