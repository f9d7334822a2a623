//! A process of the program and the resources it uses, as Linux reports them in `/proc`.

use anyhow::{Context, Result};
use serde::Serialize;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Linux reports process times in hundredths of a second, whatever its own clock.
const TICK: Duration = Duration::from_millis(10);

/// Returns the program to measure: the given one, or otherwise `moothall` beside this program.
pub(crate) fn program(named: Option<PathBuf>) -> Result<PathBuf> {
    let program = match named {
        Some(program) => program,
        None => std::env::current_exe()?.with_file_name("moothall"),
    };
    anyhow::ensure!(
        program.is_file(),
        "{} is not there; build it with `cargo build --profile dist`, or name it with --program",
        program.display()
    );
    Ok(program)
}

/// The memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Memory {
    /// Everything in memory.
    pub resident: u64,
    /// The part that is private to the process and not file pages.
    pub own: u64,
}

/// Returns the current memory of a process.
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

/// Returns the processor time that a process has used, and whether it has exited.
fn times(id: &str) -> Result<(Duration, bool)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).context("times are read from /proc, which only Linux has")?;
    // The name is in brackets and may contain anything; the fields after it are plain.
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<u32>().ok()).unwrap_or_default();
    Ok((TICK * (ticks(11) + ticks(12)), fields.first() == Some(&"Z")))
}

/// Returns the processor time that a process has used.
pub(crate) fn processor_time(id: u32) -> Result<Duration> {
    Ok(times(&id.to_string())?.0)
}

/// Returns the processor time that this process has used.
pub(crate) fn own_processor_time() -> Result<Duration> {
    Ok(times("self")?.0)
}

/// Returns the processor time that the whole machine has used since it started, on all cores together.
pub(crate) fn machine_time() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/stat").context("times are read from /proc, which only Linux has")?;
    let first = stat.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = first.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, waiting for disks, interrupts (two), stolen by the hypervisor.
    let busy: u64 = [0, 1, 2, 5, 6, 7].iter().filter_map(|field| ticks.get(*field)).sum();
    Ok(Duration::from_millis(busy * 10))
}

/// Returns the maximum memory that any living child of this process has used, in bytes.
pub(crate) fn peak_memory_of_children() -> Result<u64> {
    let own = std::process::id();
    let mut peak = 0;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process that has exited in the meantime is no longer a child of this one.
        let Ok(status) = status(id) else { continue };
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok());
        if parent == Some(own) {
            peak = kilobytes(&status, "VmHWM:").max(peak);
        }
    }
    Ok(peak)
}

/// Returns the memory that a process and its children use now, in total, in bytes.
pub(crate) fn memory_with_children(id: u32) -> Result<u64> {
    let mut all = memory(id)?.resident;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(child) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A child that has exited uses none.
        let Ok(status) = status(child) else { continue };
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok());
        if parent == Some(id) {
            all += kilobytes(&status, "VmRSS:");
        }
    }
    Ok(all)
}

/// The resources that a command used in total.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Used {
    /// The elapsed time, in seconds.
    pub seconds: f64,
    /// Processor time, in seconds.
    pub processor_seconds: f64,
    /// The maximum memory at any time, in bytes.
    pub peak_memory: u64,
}

/// Runs a command to completion.
pub(crate) fn run(program: &Path, arguments: &[&OsStr]) -> Result<Used> {
    run_to(program, arguments, &[0])
}

/// Runs a command that must exit with one of these codes.
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

/// Returns the command `moothall demo` for a folder and, if one is given, a database other than the folder's.
pub(crate) fn demonstration(program: &Path, folder: &Path, database: Option<&str>) -> Command {
    let mut demonstration = serving(program, "demo", folder);
    if let Some(database) = database {
        demonstration.args(["--database", database]);
    }
    demonstration
}

/// A server process, which is stopped on drop.
pub(crate) struct Server {
    child: Child,
    /// The address it listens on.
    pub address: SocketAddr,
}

impl Server {
    /// Starts `moothall serve` with a folder, and waits until it prints its address.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self> {
        Self::start_with(program, folder, &[])
    }

    /// Does the same with additional environment variables.
    pub(crate) fn start_with(program: &Path, folder: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        Self::start_as(program, "serve", folder, environment)
    }

    /// Starts `moothall demo` with a folder.
    pub(crate) fn start_demonstration(program: &Path, folder: &Path) -> Result<Self> {
        Self::wait_for(demonstration(program, folder, None).spawn()?)
    }

    /// Does the same with its record in this database.
    pub(crate) fn start_demonstration_in(program: &Path, folder: &Path, database: &str) -> Result<Self> {
        Self::wait_for(demonstration(program, folder, Some(database)).spawn()?)
    }

    fn start_as(program: &Path, command: &str, folder: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let mut command = serving(program, command, folder);
        Self::wait_for(command.envs(environment.iter().copied()).spawn()?)
    }

    /// Waits until a process prints the address it listens on.
    pub(crate) fn wait_for(mut child: Child) -> Result<Self> {
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            let mut said = BufReader::new(said);
            // The demonstration first prints that it was loaded.
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

    /// Kills the process without warning, by SIGKILL, as a power cut or the system would.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Returns the process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The measurement is over, so it does not matter if the process has already exited.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
