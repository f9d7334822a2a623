//! A process of the program and what it uses, as Linux tells it under `/proc`.

use anyhow::{Context, Result};
use serde::Serialize;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Linux tells processes' times in hundredths of a second, whatever its own clock.
const TICK: Duration = Duration::from_millis(10);

/// The program to measure: the one named, else `moothall` beside this program.
pub(crate) fn program(named: Option<PathBuf>) -> Result<PathBuf> {
    let program = match named {
        Some(program) => program,
        None => std::env::current_exe()?.with_file_name("moothall"),
    };
    anyhow::ensure!(
        program.is_file(),
        "{} is not there; build it with `cargo build --release -p moothall`, or name it with --program",
        program.display()
    );
    Ok(program)
}

/// Memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Memory {
    /// All that is in memory.
    pub resident: u64,
    /// Of that, what is the process's own and not pages of files.
    pub own: u64,
}

/// The memory of a process now.
pub(crate) fn memory(id: u32) -> Result<Memory> {
    let status = status(id)?;
    Ok(Memory { resident: kilobytes(&status, "VmRSS:"), own: kilobytes(&status, "RssAnon:") })
}

fn status(id: u32) -> Result<String> {
    std::fs::read_to_string(format!("/proc/{id}/status")).context("memory is read from /proc, which only Linux has")
}

fn kilobytes(status: &str, label: &str) -> u64 {
    let value = status.lines().find_map(|line| line.strip_prefix(label));
    value.and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
}

/// The processor time that a process has used, and whether it has ended.
fn times(id: &str) -> Result<(Duration, bool)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).context("times are read from /proc, which only Linux has")?;
    // The name stands in brackets and may hold anything; the fields after it are plain.
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<u32>().ok()).unwrap_or_default();
    Ok((TICK * (ticks(11) + ticks(12)), fields.first() == Some(&"Z")))
}

/// The processor time that a process has used.
pub(crate) fn processor_time(id: u32) -> Result<Duration> {
    Ok(times(&id.to_string())?.0)
}

/// The processor time that this process has used.
pub(crate) fn own_processor_time() -> Result<Duration> {
    Ok(times("self")?.0)
}

/// The processor time that the whole machine has used since it started, all cores together.
pub(crate) fn machine_time() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/stat").context("times are read from /proc, which only Linux has")?;
    let first = stat.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = first.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, waiting for disks, interrupts (two), stolen by the machine below.
    let busy: u64 = [0, 1, 2, 5, 6, 7].iter().filter_map(|field| ticks.get(*field)).sum();
    Ok(Duration::from_millis(busy * 10))
}

/// The most memory that any living child of this process held, in bytes.
pub(crate) fn peak_memory_of_children() -> Result<u64> {
    let own = std::process::id();
    let mut peak = 0;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has ended meanwhile is none of this process's any more.
        let Ok(status) = status(id) else { continue };
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok());
        if parent == Some(own) {
            peak = kilobytes(&status, "VmHWM:").max(peak);
        }
    }
    Ok(peak)
}

/// The memory that a process and its children hold now, together, in bytes.
pub(crate) fn memory_with_children(id: u32) -> Result<u64> {
    let mut all = memory(id)?.resident;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(child) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A child that has ended holds nothing.
        let Ok(status) = status(child) else { continue };
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok());
        if parent == Some(id) {
            all += kilobytes(&status, "VmRSS:");
        }
    }
    Ok(all)
}

/// What a command used from its beginning to its end.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Used {
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Processor time, in seconds.
    pub processor_seconds: f64,
    /// The most memory it held at a time, in bytes.
    pub peak_memory: u64,
}

/// Runs a command to its end.
pub(crate) fn run(program: &Path, arguments: &[&OsStr]) -> Result<Used> {
    run_to(program, arguments, &[0])
}

/// Runs a command that ends with one of these codes.
pub(crate) fn run_to(program: &Path, arguments: &[&OsStr], codes: &[i32]) -> Result<Used> {
    let begun = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).spawn()?;
    let id = child.id();
    let mut peak_memory = 0;
    let processor_time = loop {
        let (processor_time, ended) = times(&id.to_string())?;
        if ended {
            break processor_time;
        }
        peak_memory = kilobytes(&status(id)?, "VmHWM:").max(peak_memory);
        std::thread::sleep(Duration::from_millis(2));
    };
    let seconds = begun.elapsed().as_secs_f64();
    let status = child.wait()?;
    anyhow::ensure!(status.code().is_some_and(|code| codes.contains(&code)), "{} failed: {status}", program.display());
    Ok(Used { seconds, processor_seconds: processor_time.as_secs_f64(), peak_memory })
}

fn serving(program: &Path, command: &str, folder: &Path) -> Command {
    let mut serving = Command::new(program);
    serving.args([command, "--listen", "127.0.0.1:0", "--folder"]).arg(folder).env_remove("DATABASE_URL").stdout(Stdio::piped());
    serving
}

/// `moothall demo` over a folder and, where one is named, another database than the folder's.
pub(crate) fn demonstration(program: &Path, folder: &Path, database: Option<&str>) -> Command {
    let mut demonstration = serving(program, "demo", folder);
    if let Some(database) = database {
        demonstration.args(["--database", database]);
    }
    demonstration
}

/// A serving process; it ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts `moothall serve` over a folder, and waits until it says where it listens.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self> {
        Self::start_with(program, folder, &[])
    }

    /// The same with something in its environment.
    pub(crate) fn start_with(program: &Path, folder: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        Self::start_as(program, "serve", folder, environment)
    }

    /// Starts `moothall demo` over a folder.
    pub(crate) fn start_demonstration(program: &Path, folder: &Path) -> Result<Self> {
        Self::wait_for(demonstration(program, folder, None).spawn()?)
    }

    /// The same with its record in this database.
    pub(crate) fn start_demonstration_in(program: &Path, folder: &Path, database: &str) -> Result<Self> {
        Self::wait_for(demonstration(program, folder, Some(database)).spawn()?)
    }

    fn start_as(program: &Path, command: &str, folder: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let mut command = serving(program, command, folder);
        Self::wait_for(command.envs(environment.iter().copied()).spawn()?)
    }

    /// Waits until a process says where it listens.
    pub(crate) fn wait_for(mut child: Child) -> Result<Self> {
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            let mut said = BufReader::new(said);
            // The demonstration says first that it was loaded.
            while !line.contains("http://") {
                line.clear();
                anyhow::ensure!(said.read_line(&mut line)? > 0, "the program ended without saying where it listens");
            }
        }
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let mut server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        server.address = address.with_context(|| format!("the program did not say where it listens, but “{}”", line.trim()))?;
        Ok(server)
    }

    /// Ends it as a power cut or the system would: by SIGKILL, without a word.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What was measured is over; a process that has ended by itself is no matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
