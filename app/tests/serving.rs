//! The program as it serves: over a real connection, across restarts, until it is told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PACK: &str = include_str!("packs/harbour.txt");

/// A serving program, which is stopped on drop.
struct Serving {
    program: Child,
    /// The lines it printed before its address.
    said: Vec<String>,
    /// Its address: `127.0.0.1:PORT`.
    address: String,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moothall"));
    command.current_dir(folder).env_remove("DATABASE_URL").args(arguments);
    command
}

impl Serving {
    /// Starts `moothall demo` or `moothall serve` on a free port, with everything it writes in `folder`.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::of(command(folder, arguments).args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap())
    }

    /// Waits until a started program prints its address.
    fn of(program: Child) -> Self {
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

    /// Returns the whole response, including its head, to a request with this header.
    fn get(&self, path: &str, header: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"))
    }

    /// Returns the whole response to a form.
    fn post(&self, path: &str, form: &str) -> String {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ))
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have exited by itself, which the test will have noticed.
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

#[test]
fn no_log_holds_what_says_who_may() {
    let folder = tempfile::tempdir().unwrap();
    // Even if a library is named explicitly, its messages below `info` are not logged.
    for level in ["trace", "warn,hyper=trace,axum=trace,tower_http=trace,sqlx=trace,sea_orm=trace"] {
        let log = folder.path().join("log");
        let mut program = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        let written = std::fs::File::create(&log).unwrap();
        let program = program.env("MOOTHALL_LOG", level).stdout(Stdio::piped()).stderr(written).spawn().unwrap();
        let site = Serving::of(program);
        let secret = "a5ecre7a5ecre7a5ecre7a5ecre7a5ecre7a5ecre7a5ecre7a5ecre7a5ecre70";
        for path in [
            format!("/link/{secret}"),
            format!("/subscriptions/leave/1-{secret}"),
            format!("/questions/track/{secret}"),
            format!("/search?q={secret}"),
            format!("/nowhere/{secret}"),
        ] {
            assert!(site.get(&path, &format!("Cookie: moothall-session={secret}")).starts_with("HTTP/1.1 "));
        }
        let form = format!("mail={secret}%40ashmere.example&password={secret}&token={secret}");
        for path in ["/sign-in", "/forgotten-password", &format!("/link/{secret}")] {
            assert!(site.post(path, &form).starts_with("HTTP/1.1 "));
        }
        drop(site);
        let written = std::fs::read_to_string(&log).unwrap();
        assert!(level != "trace" || written.contains("/search"), "routes are written: {written}");
        let first = written.find(secret).map(|place| &written[place.saturating_sub(300)..(place + 300).min(written.len())]);
        assert_eq!(first, None, "{level}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_for_its_own_account_alone() {
    use std::os::unix::fs::PermissionsExt;
    fn open_to_others(place: &Path, open: &mut Vec<String>) {
        let mode = std::fs::metadata(place).unwrap().permissions().mode();
        if mode & 0o077 != 0 {
            open.push(format!("{} {mode:o}", place.display()));
        }
        if place.is_dir() {
            for entry in std::fs::read_dir(place).unwrap() {
                open_to_others(&entry.unwrap().path(), open);
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("pack.txt"), PACK).unwrap();
    // An account whose own umask would let everyone read.
    let site = command(at, &["serve", "--listen", "127.0.0.1:0"]);
    let mut shell = Command::new("sh");
    let words: Vec<_> = site.get_args().map(|word| word.to_str().unwrap()).collect();
    shell.args(["-c", &format!("umask 000; exec '{}' {}", env!("CARGO_BIN_EXE_moothall"), words.join(" "))]);
    let program = shell.current_dir(at).env_remove("DATABASE_URL").stdout(Stdio::piped()).spawn().unwrap();
    let site = Serving::of(program);
    assert!(command(at, &["import", "pack.txt"]).status().unwrap().success());
    let mut open = Vec::new();
    open_to_others(&at.join("data"), &mut open);
    assert_eq!(open, Vec::<String>::new());
    assert!(at.join("data/moothall/moothall.db").is_file() && at.join("data/moothall/files").is_dir());
    drop(site);

    // Files left open by an earlier version are reported, with advice.
    let kept = at.join("data/moothall/moothall.db");
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o644)).unwrap();
    let doctor = command(at, &["doctor"]).output().unwrap();
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(!doctor.status.success() && said.contains("moothall.db") && said.contains("chmod -R go="), "{said}");
}

#[test]
fn a_second_server_with_a_folder_of_its_own_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("pack.txt"), PACK).unwrap();
    let database = format!("sqlite://{}", at.join("shared.db").display());
    let import =
        |folder: &str| command(at, &["import", "--database", &database, "--folder", folder, "pack.txt"]).output().unwrap();
    let first = import("one");
    assert!(first.status.success() && first.stderr.is_empty(), "{first:?}");
    // Two servers of one site share one secret.
    std::fs::create_dir(at.join("two")).unwrap();
    std::fs::copy(at.join("one/secret.key"), at.join("two/secret.key")).unwrap();
    let second = import("two");
    let complained = String::from_utf8(second.stderr).unwrap();
    assert!(complained.contains("one shared folder") && complained.contains("two/files"), "{complained}");
    let doctor = command(at, &["doctor", "--database", &database, "--folder", "two"]).output().unwrap();
    assert!(!doctor.status.success() && String::from_utf8(doctor.stdout).unwrap().contains("one shared folder"));
}

#[cfg(unix)]
#[test]
fn it_stops_well_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut site = Serving::start(folder.path(), &["serve"]);
        // A client that keeps the connection open without a request does not delay shutdown.
        let idle = TcpStream::connect(&site.address).unwrap();
        assert!(site.get("/health", "Accept: */*").ends_with("ok\n"));
        let told = Command::new("kill").args([signal, &site.program.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(site.program.wait().unwrap().success(), "{signal}");
        drop(idle);
    }
}
