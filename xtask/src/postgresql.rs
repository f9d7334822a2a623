//! A PostgreSQL server for one run of the tests.

use crate::programs;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

/// A running server. It stops and its folder is deleted on drop, or when the whole task ends in any other way.
pub(crate) struct Server {
    /// The shell process that manages the server; see `postgresql.sh`.
    keeper: Child,
    port: u16,
}

impl Server {
    /// Starts a server from the programs in this folder.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        eprintln!("Starting a PostgreSQL server for the tests.");
        // The port is free now. Another program could take it within the next second, which is too unlikely to handle.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).context("No free port on 127.0.0.1.")?.port();
        let folder = fresh_folder()?;
        let mut command = Command::new("sh");
        command.args(["-c", include_str!("postgresql.sh")]);
        command.env("PROGRAMS", programs).env("FOLDER", &folder).env("PORT", port.to_string());
        if programs::is_root() {
            let (user, group) =
                account().context("A PostgreSQL server does not run as root, and there is no user postgres or nobody.")?;
            chown(&folder, Some(user), Some(group)).with_context(|| format!("{} cannot be given away.", folder.display()))?;
            command.uid(user).gid(group);
        }
        let mut keeper =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("The shell `sh` could not be started.")?;
        let mut said = String::new();
        if let Some(output) = keeper.stdout.take() {
            BufReader::new(output).read_line(&mut said).context("The PostgreSQL server's output could not be read.")?;
        }
        let server = Self { keeper, port };
        if said.trim() != "ready" {
            bail!("The PostgreSQL server for the tests did not start; what it said stands above.");
        }
        Ok(server)
    }

    /// Returns the server's address, with a user who may create databases.
    pub(crate) fn address(&self) -> String {
        format!("postgres://moothall@127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The task is over either way, and the shell has printed any error.
        let _ = self.keeper.wait();
    }
}

/// Creates a new folder that no other user can read.
fn fresh_folder() -> Result<PathBuf> {
    let own = std::process::id();
    for attempt in 0..1000 {
        let folder = env::temp_dir().join(format!("moothall-test-{own}-{attempt}"));
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("{} cannot be made.", folder.display())),
        }
    }
    bail!("{} is full of folders of earlier tests: remove those named moothall-test-*.", env::temp_dir().display())
}

/// Returns the user and group that the server runs as if this task runs as root.
fn account() -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].into_iter().find_map(|name| {
        let mut fields = accounts.lines().map(|line| line.split(':')).find(|fields| fields.clone().next() == Some(name))?.skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
