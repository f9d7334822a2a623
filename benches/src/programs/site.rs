//! `benches site`.

use super::questions::{self, Asked};
use super::{Common, Format, SEED, megabytes};
use crate::measuring::figures::{median, milliseconds, number, table};
use crate::measuring::load::{self, Address, Answered, Load};
use crate::measuring::process::{self, Memory, Server};
use anyhow::Result;
use benches::Council;
use benches::filling::{self, Made};
use benches::generator::{Random, questions as asked_by_people};
use clap::Args;
use foundation::text::address_part;
use indicatif::ProgressBar;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long a server is left idle before its memory is measured.
const REST: Duration = Duration::from_secs(3);

/// The number of starts that are timed.
const STARTS: usize = 5;

/// Measures `moothall serve` over databases of several sizes: start, memory, meeting pages, search.
#[derive(Debug, Args)]
pub(super) struct Site {
    #[command(flatten)]
    common: Common,
    /// The sizes, in meetings of ten minutes each
    #[arg(long, value_delimiter = ',', default_value = "100,10000", value_name = "COUNTS")]
    meetings: Vec<usize>,
    /// The number of concurrent connections
    #[arg(long, value_delimiter = ',', default_value = "1,8,64", value_name = "COUNTS")]
    connections: Vec<usize>,
    /// How long each load lasts
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    seconds: u64,
    /// Keep the filled databases in this folder, and use those that are there [default: a temporary folder]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Figures {
    meetings: usize,
    /// How the database was made; `None` if it already existed.
    made: Option<Made>,
    database_bytes: u64,
    index_bytes: u64,
    /// From the start of the process to the end of the first page, in milliseconds.
    first_answer: f64,
    memory_at_rest: Memory,
    memory_after_a_thousand_requests: Memory,
    loads: Vec<Loaded>,
    questions: Vec<Asked>,
    /// The memory after all of that.
    memory_at_the_end: Memory,
}

#[derive(Debug, Serialize)]
struct Loaded {
    what: &'static str,
    connections: usize,
    runs: Vec<Answered>,
}

/// A kind of page to request.
struct Target {
    what: &'static str,
    gzip: bool,
    address: Rc<Address>,
}

impl Site {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let temporary = tempfile::tempdir()?;
        let folder = self.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
        let mut all = Vec::new();
        for meetings in &self.meetings {
            let figures = self.measure(&program, &folder.join(format!("meetings-{meetings}")), *meetings)?;
            if self.common.format == Format::Table {
                println!("{}", shown(&figures));
            }
            all.push(figures);
        }
        if self.common.format == Format::Json {
            println!("{}", serde_json::to_string_pretty(&all)?);
        }
        Ok(())
    }

    fn measure(&self, program: &Path, folder: &Path, meetings: usize) -> Result<Figures> {
        let made = make(folder, meetings)?;
        let middle = format!("/meetings/{}", meetings.div_ceil(2));
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let begun = Instant::now();
            let server = Server::start(program, folder)?;
            load::once(server.address, &middle)?;
            starts.push(milliseconds(begun.elapsed()));
        }
        let server = Server::start(program, folder)?;
        std::thread::sleep(REST);
        let memory_at_rest = process::memory(server.id())?;
        for number in 0..500 {
            load::once(server.address, &format!("/meetings/{}", number % meetings + 1))?;
            load::once(server.address, &search(&mut Random::from_parts(&[number as u64])))?;
        }
        std::thread::sleep(REST);
        let memory_after_a_thousand_requests = process::memory(server.id())?;
        let mut loads = Vec::new();
        for target in targets(meetings) {
            for connections in &self.connections {
                let load = Load {
                    connections: *connections,
                    duration: Duration::from_secs(self.seconds),
                    gzip: target.gzip,
                    pause: Duration::ZERO,
                };
                let runs = (0..self.common.runs).map(|_| load::put(load, server.address, server.id(), target.address.clone()));
                loads.push(Loaded { what: target.what, connections: *connections, runs: runs.collect::<Result<_>>()? });
            }
        }
        std::thread::sleep(REST);
        Ok(Figures {
            meetings,
            made,
            database_bytes: std::fs::metadata(folder.join("moothall.db"))?.len(),
            index_bytes: size(&folder.join("search"))?,
            first_answer: median(starts),
            memory_at_rest,
            memory_after_a_thousand_requests,
            loads,
            questions: questions::ask(&folder.join("search"))?,
            memory_at_the_end: process::memory(server.id())?,
        })
    }
}

fn targets(meetings: usize) -> [Target; 3] {
    let meeting: Rc<Address> = Rc::new(move |random: &mut Random| format!("/meetings/{}", random.below(meetings) + 1));
    [
        Target { what: "meeting page", gzip: false, address: meeting.clone() },
        Target { what: "meeting page, compressed", gzip: true, address: meeting },
        Target { what: "search", gzip: false, address: Rc::new(search) },
    ]
}

/// Returns the address of a search; every kind of question is equally likely.
fn search(random: &mut Random) -> String {
    let kinds = asked_by_people();
    let words = kinds[random.below(kinds.len())].words;
    format!("/search?q={}", address_part(random.one_of(words)))
}

/// Creates the database, unless the folder already contains it.
fn make(folder: &Path, meetings: usize) -> Result<Option<Made>> {
    let progress = ProgressBar::new(meetings as u64);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let council = Council::with_meetings(SEED, meetings);
    let written = |written| progress.set_position(written as u64);
    let made = runtime.block_on(filling::make(folder, &council, meetings, written))?;
    progress.finish_and_clear();
    Ok(made)
}

/// Returns the total size of the files in a folder, in bytes.
fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

fn shown(figures: &Figures) -> String {
    let mut rows = vec![
        vec!["meetings".to_owned(), figures.meetings.to_string()],
        vec!["database MB".to_owned(), format!("{:.1}", megabytes(figures.database_bytes))],
        vec!["search index MB".to_owned(), format!("{:.1}", megabytes(figures.index_bytes))],
        vec!["start to first answer, ms".to_owned(), format!("{:.1}", figures.first_answer)],
    ];
    if let Some(made) = &figures.made {
        rows.push(vec!["filling, s".to_owned(), format!("{:.1}", made.filling_seconds)]);
        rows.push(vec!["indexing, s".to_owned(), format!("{:.1}", made.indexing_seconds)]);
    }
    for (when, memory) in [
        ("at rest", figures.memory_at_rest),
        ("after 1,000 requests", figures.memory_after_a_thousand_requests),
        ("at the end", figures.memory_at_the_end),
    ] {
        let told = format!("{:.1} ({:.1})", megabytes(memory.resident), megabytes(memory.own));
        rows.push(vec![format!("memory {when}, MB (without files)"), told]);
    }
    let loads: Vec<_> = figures.loads.iter().map(load_row).collect();
    let questions: Vec<_> = figures
        .questions
        .iter()
        .map(|asked| {
            vec![asked.kind.to_owned(), format!("{:.2}", asked.p50), format!("{:.2}", asked.p99), asked.most_found.to_string()]
        })
        .collect();
    let headings =
        ["asked for", "connections", "a second", "p50 ms", "p99 ms", "server µs", "reader µs", "others’ processors", "bytes"];
    format!(
        "{}\n{}\n{}",
        table(&["", ""], &rows),
        table(&headings, &loads),
        table(&["question to the index", "p50 ms", "p99 ms", "most found"], &questions)
    )
}

fn load_row(loaded: &Loaded) -> Vec<String> {
    let middle = |of: fn(&Answered) -> f64| median(loaded.runs.iter().map(of));
    vec![
        loaded.what.to_owned(),
        number(loaded.connections as u64).to_string(),
        format!("{:.0}", middle(|run| run.per_second)),
        format!("{:.2}", middle(|run| run.p50)),
        format!("{:.2}", middle(|run| run.p99)),
        format!("{:.0}", middle(|run| run.server_microseconds)),
        format!("{:.0}", middle(|run| run.reader_microseconds)),
        format!("{:.2}", middle(|run| run.others)),
        format!("{:.0}", middle(|run| run.bytes)),
    ]
}
