//! The program as it serves: over a real connection, from one start to the next, until it is told to stop.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PACK: &str = include_str!("packs/harbour.txt");

/// A serving program; it ends when this is dropped.
struct Serving {
    program: Child,
    /// What it said before it said where it is.
    said: Vec<String>,
    /// Where it is: `127.0.0.1:PORT`.
    address: String,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moothall"));
    command.current_dir(folder).env_remove("DATABASE_URL").args(arguments);
    command
}

impl Serving {
    /// Starts `moothall demo` or `moothall serve` on a free port, with everything it writes under `folder`.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let program = command(folder, arguments).args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut serving = Self { program, said: Vec::new(), address: String::new() };
        let output = serving.program.stdout.take().unwrap();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("Moothall is at http://") {
                rest.split('/').next().unwrap_or_default().clone_into(&mut serving.address);
                return serving;
            }
            serving.said.push(line);
        }
        panic!("the program ended without saying where it is, but: {:?}", serving.said);
    }

    fn was_loaded(&self) -> bool {
        self.said.iter().any(|line| line.contains("The demonstration was loaded"))
    }

    /// The whole answer, with its head, to a request that bears this header.
    fn get(&self, path: &str, header: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself, which the test will have noticed.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_second_start_keeps_the_record_and_reset_begins_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("pack.txt"), PACK).unwrap();

    let first = Serving::start(at, &["demo"]);
    assert!(first.was_loaded() && first.get("/boards", "Accept: */*").contains("Safer Policy and Performance Board"));
    let imported = command(at, &["import", "--folder", "data/demonstration", "pack.txt"]).output().unwrap();
    assert!(imported.status.success(), "a pack goes in while the site is served: {imported:?}");
    assert!(first.get("/boards", "Accept: */*").contains("Harbour Safety Board"), "and is shown at once");
    drop(first);

    let second = Serving::start(at, &["demo"]);
    assert!(!second.was_loaded() && second.get("/boards", "Accept: */*").contains("Harbour Safety Board"));
    drop(second);

    let third = Serving::start(at, &["demo", "--reset"]);
    let boards = third.get("/boards", "Accept: */*");
    assert!(third.was_loaded() && boards.contains("Safer Policy") && !boards.contains("Harbour Safety Board"));
}

#[test]
fn measurements_are_told_to_a_program_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let site = Serving::start(folder.path(), &["serve"]);
    assert!(site.get("/meetings", "Accept: */*").starts_with("HTTP/1.1 200"));
    let measured = site.get("/metrics", "Accept: */*");
    assert!(measured.contains("moothall_requests_total{route=\"/meetings\",status=\"200\"} 1"), "{measured}");
    let through_a_proxy = site.get("/metrics", "X-Forwarded-For: 192.0.2.7");
    assert!(through_a_proxy.starts_with("HTTP/1.1 404") && !through_a_proxy.contains("moothall_requests_total"));
}

#[cfg(unix)]
#[test]
fn it_stops_well_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut site = Serving::start(folder.path(), &["serve"]);
        // A reader who keeps the connection open without asking for anything does not hold it up.
        let idle = TcpStream::connect(&site.address).unwrap();
        assert!(site.get("/health", "Accept: */*").ends_with("ok\n"));
        let told = Command::new("kill").args([signal, &site.program.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(site.program.wait().unwrap().success(), "{signal}");
        drop(idle);
    }
}
