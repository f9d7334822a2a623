//! `benches packs`.

use super::{Common, Format, SEED, megabytes};
use crate::measuring::figures::{median, milliseconds, number, table};
use crate::measuring::load::{self, Address, Answered, Load};
use crate::measuring::process::{self, Server, Used};
use anyhow::{Context, Result, bail};
use benches::Council;
use benches::filling;
use benches::generator::Random;
use clap::Args;
use documents::{Document, Entry, Print, Typesetter};
use serde::Serialize;
use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The number of meetings, of ten minutes each with their reports, from which packs are made.
pub(super) const MEETINGS: usize = 400;

/// The number of readers who request the same new pack at once.
const READERS: usize = 100;

/// Measures packs as PDF: typesetting, compared with other programs; many requests at once; the site at the same time; reading
/// a PDF back.
#[derive(Debug, Args)]
pub(super) struct Packs {
    #[command(flatten)]
    common: Common,
    /// The sizes, in pages
    #[arg(long, value_delimiter = ',', default_value = "60,600", value_name = "PAGES")]
    pages: Vec<u32>,
    /// How long the site is loaded, without and with packs being typeset
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    seconds: u64,
    /// The program of `WeasyPrint`, for comparison; skipped if it is missing
    #[arg(long, default_value = "weasyprint", value_name = "FILE")]
    weasyprint: PathBuf,
    /// The program of `LibreOffice`, for comparison; skipped if it is missing
    #[arg(long, default_value = "soffice", value_name = "FILE")]
    libreoffice: PathBuf,
}

#[derive(Debug, Serialize)]
struct Typesetting {
    pages: u32,
    bytes: usize,
    /// The start of the child and the first document, in milliseconds.
    cold: f64,
    /// The same document again.
    warm: f64,
    /// The document after one paragraph was changed.
    changed: f64,
    /// The maximum memory of the child, in bytes.
    peak_memory: u64,
    /// The same content with other programs, if they are installed.
    others: Vec<(String, Used)>,
}

#[derive(Debug, Serialize)]
struct Figures {
    typesetting: Vec<Typesetting>,
    /// The time from the first of many simultaneous requests for a new pack to the last response, in milliseconds.
    many_at_once: f64,
    site_alone: Answered,
    site_while_packs_are_made: Answered,
    packs_made_meanwhile: usize,
    /// Reading a pack of some 300 pages back from its PDF, as a whole process.
    import: Used,
    import_pages: u32,
}

impl Packs {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let site = folder.path().join("site");
        let council = Council::with_meetings(SEED, MEETINGS);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(filling::make(&site, &council, MEETINGS, |_| {}))?;
        let parts = runtime.block_on(parts(&site))?;
        let mut typesetting = Vec::new();
        for pages in &self.pages {
            typesetting.push(runtime.block_on(self.typesetting(&program, folder.path(), &parts, *pages))?);
        }
        let (import, import_pages) = runtime.block_on(self.import(&program, folder.path(), &parts))?;
        let figures = self.serving(&program, &site, typesetting, (import, import_pages))?;
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        Ok(())
    }

    async fn typesetting(&self, program: &Path, folder: &Path, parts: &[Document], pages: u32) -> Result<Typesetting> {
        let print = of_pages(program, parts, pages).await?;
        let (mut cold, mut warm, mut changed, mut peak_memory, mut last) = (Vec::new(), Vec::new(), Vec::new(), 0, None);
        for run in 0..self.common.runs {
            let typesetter = moothall::wiring::typesetter(program.to_owned());
            let (took, typeset) = timed(&*typesetter, &print).await?;
            cold.push(took);
            warm.push(timed(&*typesetter, &print).await?.0);
            changed.push(timed(&*typesetter, &edited(&print, run)).await?.0);
            peak_memory = process::peak_memory_of_children()?.max(peak_memory);
            last = Some(typeset);
        }
        let typeset = last.context("nothing was measured")?;
        let page = folder.join("pack.html");
        let html = format!(
            "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><title>{}</title><h1>{}</h1>{}",
            print.title,
            print.document.title,
            ui::document(&print.document, 1).into_string()
        );
        std::fs::write(&page, html)?;
        Ok(Typesetting {
            pages: typeset.pages,
            bytes: typeset.content.len(),
            cold: median(cold),
            warm: median(warm),
            changed: median(changed),
            peak_memory,
            others: self.others(folder, &page),
        })
    }

    fn others(&self, folder: &Path, page: &Path) -> Vec<(String, Used)> {
        let out = folder.join("other.pdf");
        let weasyprint: Vec<&OsStr> = vec![page.as_ref(), out.as_ref()];
        let libreoffice: Vec<&OsStr> = vec![
            "--headless".as_ref(),
            "--convert-to".as_ref(),
            "pdf:writer_web_pdf_Export".as_ref(),
            "--outdir".as_ref(),
            folder.as_ref(),
            page.as_ref(),
        ];
        let mut others = Vec::new();
        for (name, program, arguments) in
            [("WeasyPrint", &self.weasyprint, weasyprint), ("LibreOffice", &self.libreoffice, libreoffice)]
        {
            match process::run(program, &arguments) {
                Ok(used) => others.push((name.to_owned(), used)),
                Err(error) => eprintln!("{name} was not measured: {error:#}"),
            }
        }
        others
    }

    async fn import(&self, program: &Path, folder: &Path, parts: &[Document]) -> Result<(Used, u32)> {
        let print = of_pages(program, parts, 300).await?;
        let typeset = moothall::wiring::typesetter(program.to_owned()).typeset(&print, &[]).await?;
        let pack = folder.join("pack-to-import.pdf");
        std::fs::write(&pack, &typeset.content)?;
        let trial = folder.join("trial");
        let arguments: Vec<&OsStr> = vec!["import".as_ref(), "--folder".as_ref(), trial.as_ref(), pack.as_ref()];
        Ok((process::run(program, &arguments)?, typeset.pages))
    }

    fn serving(&self, program: &Path, site: &Path, typesetting: Vec<Typesetting>, import: (Used, u32)) -> Result<Figures> {
        let server = Server::start(program, site)?;
        let address = server.address;
        // The typesetter is already warm, as on a running site.
        fetch(address, "/meetings/1/pack.pdf")?;
        let begun = Instant::now();
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(move || fetch(address, "/meetings/2/pack.pdf"))).collect();
            readers.into_iter().try_for_each(|reader| reader.join().map_err(|_| anyhow::anyhow!("a reader failed"))?)
        })?;
        let many_at_once = milliseconds(begun.elapsed());
        let load = Load { connections: 8, duration: Duration::from_secs(self.seconds), gzip: false, pause: Duration::ZERO };
        let pages: Rc<Address> = Rc::new(|random: &mut Random| format!("/meetings/{}", random.below(MEETINGS) + 1));
        let site_alone = load::put(load, address, server.id(), pages.clone())?;
        let over = AtomicBool::new(false);
        let (site_while_packs_are_made, packs_made_meanwhile) = std::thread::scope(|scope| {
            let making = scope.spawn(|| -> Result<usize> {
                let mut made = 0;
                while !over.load(Ordering::Relaxed) && made + 3 <= MEETINGS {
                    fetch(address, &format!("/meetings/{}/pack.pdf", made + 3))?;
                    made += 1;
                }
                Ok(made)
            });
            let answered = load::put(load, address, server.id(), pages.clone());
            over.store(true, Ordering::Relaxed);
            let made = making.join().map_err(|_| anyhow::anyhow!("the packs were not made"))??;
            anyhow::Ok((answered?, made))
        })?;
        Ok(Figures {
            typesetting,
            many_at_once,
            site_alone,
            site_while_packs_are_made,
            packs_made_meanwhile,
            import: import.0,
            import_pages: import.1,
        })
    }
}

/// Returns the minutes and reports of the council, as parts of packs.
pub(super) async fn parts(site: &Path) -> Result<Vec<Document>> {
    let state = filling::open(site).await?.state;
    let kind = state.printed_kind("pack").context("packs cannot be printed")?;
    let mut parts = Vec::new();
    for meeting in 1..=i64::try_from(MEETINGS)? {
        if let Some(print) = kind.print(&state, meeting).await? {
            parts.extend(print.document.parts);
        }
    }
    state.db.clone().close().await?;
    Ok(parts)
}

/// Returns a pack of about this many pages.
pub(super) async fn of_pages(program: &Path, parts: &[Document], pages: u32) -> Result<Print> {
    let of = |count: usize| Print {
        title: format!("Pack of {count} documents"),
        document: Document {
            title: "A pack to be measured".to_owned(),
            parts: parts.iter().take(count).cloned().collect(),
            ..Document::default()
        },
        form: documents::Form::Pack,
        publisher: "A council".to_owned(),
        running_head: "A board".to_owned(),
        dated: chrono::DateTime::UNIX_EPOCH,
    };
    let sample = moothall::wiring::typesetter(program.to_owned()).typeset(&of(20), &[]).await?;
    let count = (usize::try_from(pages)? * 20).div_ceil(usize::try_from(sample.pages.max(1))?);
    anyhow::ensure!(count <= parts.len(), "there are not enough documents for {pages} pages");
    Ok(of(count))
}

/// Returns the same pack with one paragraph changed, in the middle.
fn edited(print: &Print, run: usize) -> Print {
    let mut print = print.clone();
    let middle = print.document.parts.len() / 2;
    if let Some(part) = print.document.parts.get_mut(middle) {
        part.entries.push(Entry::Lead { text: format!("This was changed in run {run}.") });
    }
    print
}

async fn timed(typesetter: &dyn Typesetter, print: &Print) -> Result<(f64, documents::Typeset)> {
    let begun = Instant::now();
    let typeset = typesetter.typeset(print, &[]).await?;
    Ok((milliseconds(begun.elapsed()), typeset))
}

/// Follows an address to the file that it redirects to, and reads the whole file.
fn fetch(server: SocketAddr, address: &str) -> Result<()> {
    let mut address = address.to_owned();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(server)?;
        write!(stream, "GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let head = String::from_utf8_lossy(answer.get(..answer.len().min(4096)).unwrap_or_default()).into_owned();
        if head.starts_with("HTTP/1.1 200") {
            return Ok(());
        }
        let location =
            head.lines().find_map(|line| line.to_lowercase().starts_with("location:").then(|| line[9..].trim().to_owned()));
        address = location.with_context(|| format!("{address} was answered with {}", head.lines().next().unwrap_or_default()))?;
    }
    bail!("{address} leads on and on")
}

fn shown(figures: &Figures) -> String {
    let rows: Vec<Vec<String>> = figures
        .typesetting
        .iter()
        .flat_map(|one| {
            let own = vec![
                format!("{} pages", one.pages),
                format!("{:.0}", one.cold),
                format!("{:.0}", one.warm),
                format!("{:.0}", one.changed),
                format!("{:.0}", megabytes(one.peak_memory)),
                format!("{:.2}", megabytes(one.bytes as u64)),
            ];
            let others = one.others.iter().map(|(name, used)| {
                let peak = format!("{:.0}", megabytes(used.peak_memory));
                vec![
                    format!("  {name}"),
                    format!("{:.0}", used.seconds * 1000.0),
                    String::new(),
                    String::new(),
                    peak,
                    String::new(),
                ]
            });
            std::iter::once(own).chain(others).collect::<Vec<_>>()
        })
        .collect();
    let site = |what: &str, answered: &Answered| {
        vec![
            what.to_owned(),
            format!("{:.0}", answered.per_second),
            format!("{:.2}", answered.p50),
            format!("{:.2}", answered.p99),
        ]
    };
    let sites = [
        site("meeting pages, nothing else", &figures.site_alone),
        site(&format!("while {} packs were made", figures.packs_made_meanwhile), &figures.site_while_packs_are_made),
    ];
    let more = [
        vec![format!("{READERS} readers have a new pack, ms"), format!("{:.0}", figures.many_at_once)],
        vec![format!("import of {} pages, s", figures.import_pages), format!("{:.2}", figures.import.seconds)],
        vec!["import, most memory, MB".to_owned(), format!("{:.0}", megabytes(figures.import.peak_memory))],
        vec![
            "pages a second imported".to_owned(),
            format!("{:.0}", number(u64::from(figures.import_pages)) / figures.import.seconds),
        ],
    ];
    format!(
        "{}\n{}\n{}",
        table(&["typeset", "cold ms", "warm ms", "changed ms", "most MB", "file MB"], &rows),
        table(&["8 connections", "a second", "p50 ms", "p99 ms"], &sites),
        table(&["", ""], &more)
    )
}
