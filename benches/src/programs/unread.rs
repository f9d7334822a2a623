//! `benches unread`.

use super::{Common, Format, megabytes};
use crate::measuring::figures::{median, milliseconds, number, percentile, table};
use crate::measuring::process::{self, Server};
use crate::measuring::strangers::{self, Crowd, Manner};
use anyhow::{Context, Result};
use benches::filling;
use clap::Args;
use files::Visibility;
use serde::Serialize;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Measures the memory used by clients that never read their responses, and their effect on other readers
#[derive(Debug, Args)]
pub(super) struct Unread {
    #[command(flatten)]
    common: Common,
    /// The number of clients of each kind, each from an address of its own
    #[arg(long, default_value_t = 2_000, value_name = "COUNT")]
    connections: usize,
    /// The size of the public file that they request
    #[arg(long, default_value_t = 31, value_name = "MEGABYTES")]
    megabytes: usize,
    /// How long they stay
    #[arg(long, default_value_t = 45, value_name = "SECONDS")]
    seconds: u64,
}

/// The measurements while clients of one kind were connected.
#[derive(Clone, Debug, Default, Serialize)]
struct Measured {
    strangers: &'static str,
    /// The maximum number of connections open at once.
    open: u64,
    /// The total number of connections, including reconnections.
    made: u64,
    /// The maximum memory used by the program and its children together, in bytes.
    peak_resident: u64,
    /// The number of responses that other readers received, and of those that they did not receive within 10 seconds.
    answers: usize,
    failures: usize,
    /// The time for `/health`, in milliseconds.
    health_p50: f64,
    health_slowest: f64,
    /// The time for a page.
    page_p50: f64,
    page_slowest: f64,
    /// The time for the whole file.
    file_p50: f64,
    file_slowest: f64,
}

const FILE: &str = "/files/1";
const PAGE: &str = "/meetings";

/// Creates a folder with a public file of this size that cannot be compressed.
async fn fill(folder: &Path, size: usize) -> Result<()> {
    let state = filling::open(folder).await?.state;
    let mut seed = super::SEED;
    let content: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed.to_be_bytes()[0]
    })
    .take(size)
    .collect();
    let transaction = state.db.begin().await?;
    let now = state.clock.now();
    let file = state.files.keep(&transaction, "pack.pdf", "application/pdf", content.into(), now, Visibility::Public).await?;
    anyhow::ensure!(format!("/files/{}", file.id) == FILE, "the file has the key {}", file.id);
    transaction.commit().await?;
    Ok(state.db.clone().close().await?)
}

/// Requests an address and reads the whole response; returns how long that took, in milliseconds.
fn read(server: SocketAddr, path: &str, least: usize) -> Result<f64> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect_timeout(&server, Duration::from_secs(10))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    anyhow::ensure!(answer.starts_with(b"HTTP/1.1 200") && answer.len() >= least, "{} bytes of {path}", answer.len());
    Ok(milliseconds(begun.elapsed()))
}

impl Unread {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        strangers::allow_open_files(2 * self.connections + 200)?;
        let folder = tempfile::tempdir()?;
        let size = self.megabytes * 1_000_000;
        tokio::runtime::Runtime::new()?.block_on(fill(folder.path(), size))?;
        let kinds: [(&'static str, Vec<(Manner, usize)>); 4] = [
            ("none", Vec::new()),
            ("ask for the file", vec![(Manner::Asks(FILE), self.connections)]),
            ("pipeline pages", vec![(Manner::Pipelines(PAGE), self.connections)]),
            ("both at once", vec![(Manner::Asks(FILE), self.connections), (Manner::Pipelines(PAGE), self.connections)]),
        ];
        let mut measured = Vec::new();
        for _ in 0..self.common.runs {
            for (name, manners) in &kinds {
                // A new server for each kind, unaffected by the others. Only errors are logged: slow requests are expected
                // here, and logging them would distort the measurement.
                let server = Server::start_with(&program, folder.path(), &[("MOOTHALL_LOG", "error")])?;
                measured.push(self.measure(&server, name, manners, size)?);
            }
        }
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&measured)?),
            Format::Table => print!("{}", shown(&kinds.map(|(name, _)| name), &measured)),
        }
        Ok(())
    }

    fn measure(&self, server: &Server, name: &'static str, manners: &[(Manner, usize)], size: usize) -> Result<Measured> {
        let crowd = Arc::new(Crowd::default());
        let is_over = Arc::new(AtomicBool::new(false));
        let (address, id) = (server.address, server.id());
        std::thread::scope(|scope| {
            let (there, over) = (crowd.clone(), is_over.clone());
            let crowding = scope.spawn(move || strangers::send(address, manners, &there, &over));
            let watching = scope.spawn(|| {
                let (mut peak, mut open) = (0, 0);
                while !is_over.load(Ordering::Relaxed) {
                    peak = process::memory_with_children(id)?.max(peak);
                    open = crowd.open.load(Ordering::Relaxed).max(open);
                    std::thread::sleep(Duration::from_millis(50));
                }
                anyhow::Ok((peak, open))
            });
            let others = self.read_on(address, size);
            is_over.store(true, Ordering::Relaxed);
            crowding.join().map_err(|_| anyhow::anyhow!("the strangers' thread ended early"))??;
            let (peak_resident, open) = watching.join().map_err(|_| anyhow::anyhow!("the watching thread ended early"))??;
            let made = crowd.made.load(Ordering::Relaxed);
            Ok(Measured { strangers: name, open, made, peak_resident, ..others })
        })
    }

    /// Acts as another reader, who reads every response, until the clients leave.
    fn read_on(&self, address: SocketAddr, size: usize) -> Measured {
        let mut times: [Vec<f64>; 3] = Default::default();
        let mut failures = 0;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(self.seconds) {
            for (times, (path, least)) in times.iter_mut().zip([("/health", 0), (PAGE, 0), (FILE, size)]) {
                match read(address, path, least).context("a reader") {
                    Ok(time) => times.push(time),
                    Err(_) => failures += 1,
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let answers = times.iter().map(Vec::len).sum();
        let [(health_p50, health_slowest), (page_p50, page_slowest), (file_p50, file_slowest)] =
            times.map(|mut times| (percentile(&mut times, 50), percentile(&mut times, 100)));
        Measured {
            answers,
            failures,
            health_p50,
            health_slowest,
            page_p50,
            page_slowest,
            file_p50,
            file_slowest,
            ..Measured::default()
        }
    }
}

fn shown(kinds: &[&str], measured: &[Measured]) -> String {
    let rows: Vec<Vec<String>> = kinds
        .iter()
        .map(|kind| {
            let of = |part: fn(&Measured) -> f64| median(measured.iter().filter(|one| one.strangers == *kind).map(part));
            vec![
                (*kind).to_owned(),
                format!("{:.0}", of(|one| number(one.open))),
                format!("{:.0}", of(|one| number(one.made))),
                format!("{:.1}", of(|one| megabytes(one.peak_resident))),
                format!("{:.0}", of(|one| number(one.answers as u64))),
                format!("{:.0}", of(|one| number(one.failures as u64))),
                format!("{:.1}", of(|one| one.health_p50)),
                format!("{:.0}", of(|one| one.health_slowest)),
                format!("{:.1}", of(|one| one.page_p50)),
                format!("{:.0}", of(|one| one.page_slowest)),
                format!("{:.0}", of(|one| one.file_p50)),
                format!("{:.0}", of(|one| one.file_slowest)),
            ]
        })
        .collect();
    let headings = [
        "strangers who",
        "open",
        "made",
        "peak MB",
        "answers",
        "failures",
        "health p50 ms",
        "slowest",
        "page p50 ms",
        "slowest",
        "file p50 ms",
        "slowest",
    ];
    table(&headings, &rows)
}
