//! Each test starts the demonstration as a visitor would, and a browser goes through it.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use test_kit::{On, TestDatabase};

/// The program, serving from a folder of its own until this is dropped.
struct Serving {
    program: Child,
    address: String,
    /// Its folder, if it owns one, which is then deleted with it.
    folder: Option<TempDir>,
    /// The arguments for verifying its ledger.
    verifying: Vec<OsString>,
}

impl Serving {
    /// Starts the demonstration, with a `SQLite` file in a folder of its own or with the database at this address.
    fn demonstration(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the demonstration");
        let mut serving = Self::demonstration_in(folder.path(), database, None);
        serving.folder = Some(folder);
        serving
    }

    /// Starts the demonstration in this folder, as it was left there, on its own day or on a later one.
    fn demonstration_in(folder: &Path, database: Option<&str>, day: Option<&str>) -> Self {
        let mut command = Command::new(program());
        let mut verifying = vec!["--folder".into(), folder.join("demonstration").into()];
        if let Some(database) = database {
            verifying.extend(["--database".into(), database.into()]);
        }
        command.args(&verifying).args(["demo", "--listen", "127.0.0.1:0"]);
        if let Some(day) = day {
            command.args(["--on", day]);
        }
        Self::start(command, None, verifying)
    }

    /// Starts a council's own site with this configuration.
    fn site(configuration: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the site");
        let file = folder.path().join("moothall.toml");
        std::fs::write(&file, configuration).expect("a configuration");
        let mut command = Command::new(program());
        let mut verifying: Vec<OsString> = vec!["--config".into(), file.into()];
        verifying.extend(["--folder".into(), folder.path().join("data").into()]);
        command.args(&verifying).args(["serve", "--listen", "127.0.0.1:0"]);
        command.env_remove("DATABASE_URL");
        Self::start(command, Some(folder), verifying)
    }

    /// Returns the administrator's link, as printed by `moothall admin create` while the site is served.
    fn first_link(&self) -> String {
        let mut create = Command::new(program());
        create.args(&self.verifying).args(["admin", "create", "--name", "Adam Inistrator", "--email", "adam@larkmere.example"]);
        let said = create.env_remove("DATABASE_URL").output().expect("the program starts");
        let said = String::from_utf8(said.stdout).expect("UTF-8");
        said.split_whitespace().find(|word| word.contains("/link/")).expect("a link").to_owned()
    }

    fn start(mut command: Command, folder: Option<TempDir>, verifying: Vec<OsString>) -> Self {
        let mut program = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let output = program.stdout.take().expect("what the program says");
        let address = BufReader::new(output).lines().map_while(Result::ok).find_map(|line| {
            let (_, after) = line.split_once("Moothall is at ")?;
            after.split_whitespace().next().map(str::to_owned)
        });
        let Some(address) = address else {
            let _ = program.kill();
            panic!("the program ended without saying where it is; why stands above");
        };
        Self { program, address, folder, verifying }
    }

    /// Runs one of the scripts in `journeys/` against it.
    fn is_walked_by(&self, script: &str, arguments: &[&str]) {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(
            own.join("node_modules/playwright-core").is_dir() && own.join("node_modules/axe-core").is_dir(),
            "what drives the browser is not in e2e/node_modules: run `cargo xtask test`, which fetches it, or `npm ci` in the folder e2e"
        );
        let mut journey = Command::new("node");
        journey.arg(own.join("journeys").join(script)).arg(&self.address).args(arguments);
        // The same walk on SQLite sees the same pages, and judges them.
        if self.verifying.iter().any(|argument| argument == "--database") && arguments.starts_with(&["1280", "with-script"]) {
            journey.env("MOOTHALL_PAGES_JUDGED_ELSEWHERE", "yes");
        }
        let run = journey.status().expect("Node.js starts: install Node.js 20 or later");
        assert!(run.success(), "the journey found faults; they stand above");
        let mut verify = Command::new(program());
        let verified = verify.args(&self.verifying).args(["ledger", "verify"]).env_remove("DATABASE_URL").status();
        assert!(verified.expect("the program starts").success(), "the ledger finds faults after the journey; they stand above");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have exited by itself, which the journey will have noticed.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Returns the program as the workspace's tests build it: two folders above this test.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own path");
    let folder = test.parent().and_then(Path::parent).expect("the folder of what was built");
    let program = folder.join(format!("moothall{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is not there: run the tests of the whole workspace, which build it, or `cargo build -p moothall` first",
        program.display()
    );
    program
}

#[test]
fn a_resident_looks_things_up() {
    Serving::demonstration(None).is_walked_by("resident.mjs", &["1280", "with-script"]);
}

#[test]
fn a_resident_looks_things_up_in_dark_colours() {
    Serving::demonstration(None).is_walked_by("resident.mjs", &["1280", "with-script", "dark"]);
}

#[test]
fn a_resident_looks_things_up_on_a_telephone() {
    Serving::demonstration(None).is_walked_by("resident.mjs", &["320", "with-script"]);
}

#[test]
fn a_resident_looks_things_up_without_javascript() {
    Serving::demonstration(None).is_walked_by("resident.mjs", &["1280", "without-script"]);
}

#[test]
fn a_resident_looks_things_up_on_a_telephone_without_javascript() {
    Serving::demonstration(None).is_walked_by("resident.mjs", &["320", "without-script"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_looks_things_up_in_postgresql() {
    let database = TestDatabase::new(On::PostgreSql).await;
    Serving::demonstration(Some(&database.address)).is_walked_by("resident.mjs", &["1280", "with-script"]);
}

#[test]
fn staff_work_with_what_is_not_public() {
    Serving::demonstration(None).is_walked_by("staff.mjs", &["1280", "with-script"]);
}

#[test]
fn staff_work_on_a_telephone_without_javascript() {
    Serving::demonstration(None).is_walked_by("staff.mjs", &["320", "without-script"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_work_in_postgresql_on_a_telephone() {
    let database = TestDatabase::new(On::PostgreSql).await;
    Serving::demonstration(Some(&database.address)).is_walked_by("staff.mjs", &["320", "with-script"]);
}

/// The parts of a board's year, each with the day on which it happens; `None` is the demonstration's own day.
const YEAR: [(&str, Option<&str>); 4] =
    [("plans", None), ("meets", Some("2024-09-10")), ("approves", Some("2024-11-19")), ("reports", Some("2025-04-22"))];

fn walk_through_the_year(database: Option<&str>, width: &str, script: &str) {
    let folder = tempfile::tempdir().expect("a folder for the demonstration");
    for (part, day) in YEAR {
        Serving::demonstration_in(folder.path(), database, day).is_walked_by("year.mjs", &[width, script, part]);
    }
}

#[test]
fn a_board_has_its_year() {
    walk_through_the_year(None, "1280", "with-script");
}

#[test]
fn a_board_has_its_year_without_javascript() {
    walk_through_the_year(None, "320", "without-script");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_has_its_year_in_postgresql() {
    let database = TestDatabase::new(On::PostgreSql).await;
    walk_through_the_year(Some(&database.address), "1280", "with-script");
}

#[test]
fn a_resident_asks_the_board() {
    Serving::demonstration(None).is_walked_by("questions.mjs", &["1280", "with-script"]);
}

#[test]
fn a_resident_asks_the_board_on_a_telephone_without_javascript() {
    Serving::demonstration(None).is_walked_by("questions.mjs", &["320", "without-script"]);
}

#[test]
fn a_report_is_written_and_cleared() {
    Serving::demonstration(None).is_walked_by("drafting.mjs", &["1280", "with-script"]);
}

#[test]
fn a_report_is_written_and_cleared_on_a_telephone_without_javascript() {
    Serving::demonstration(None).is_walked_by("drafting.mjs", &["320", "without-script"]);
}

#[test]
fn a_report_is_written_with_formatting() {
    Serving::demonstration(None).is_walked_by("editor.mjs", &["1280"]);
}

#[test]
fn a_report_is_written_with_formatting_on_a_telephone() {
    Serving::demonstration(None).is_walked_by("editor.mjs", &["360"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_and_cleared_in_postgresql() {
    let database = TestDatabase::new(On::PostgreSql).await;
    Serving::demonstration(Some(&database.address)).is_walked_by("drafting.mjs", &["1280", "with-script"]);
}

#[test]
fn a_clerk_publishes_files_with_an_agenda() {
    Serving::demonstration(None).is_walked_by("files.mjs", &["1280", "with-script"]);
}

#[test]
fn a_clerk_publishes_files_with_an_agenda_on_a_telephone_without_javascript() {
    Serving::demonstration(None).is_walked_by("files.mjs", &["320", "without-script"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_publishes_files_with_an_agenda_in_postgresql() {
    let database = TestDatabase::new(On::PostgreSql).await;
    Serving::demonstration(Some(&database.address)).is_walked_by("files.mjs", &["1280", "with-script"]);
}

#[test]
fn a_program_that_is_killed_while_a_meeting_sits_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the demonstration");
    let mut serving = Serving::demonstration_in(folder.path(), None, None);
    serving.is_walked_by("crash.mjs", &["records"]);
    // SIGKILL: it cannot finish or tidy up anything.
    serving.program.kill().expect("it is killed");
    serving.program.wait().expect("it is gone");
    drop(serving);
    Serving::demonstration_in(folder.path(), None, None).is_walked_by("crash.mjs", &["finds"]);
}

#[test]
fn the_councils_own_provider_signs_people_in() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let configuration = format!(
        "council = \"Ashmere Borough Council\"\n[provider]\nname = \"your council account\"\nissuer = \"http://127.0.0.1:{port}\"\n\
         client_id = \"moothall\"\nclient_secret = \"a secret of the tests\"\n[provider.groups]\n\"Democratic Services\" = [\"clerk\"]\n"
    );
    Serving::site(&configuration).is_walked_by("provider.mjs", &[&port.to_string()]);
}

fn a_council_begins(width: &str, script: &str) {
    let serving = Serving::site("");
    let link = serving.first_link();
    serving.is_walked_by("first-hour.mjs", &[width, script, &link]);
}

#[test]
fn a_new_council_publishes_an_agenda_within_its_first_hour() {
    a_council_begins("1280", "with-script");
}

#[test]
fn a_new_council_publishes_an_agenda_on_a_telephone_without_javascript() {
    a_council_begins("360", "without-script");
}

#[test]
fn every_link_leads_somewhere() {
    Serving::demonstration(None).is_walked_by("crawl.mjs", &[]);
}

#[test]
fn the_keyboard_alone_is_enough() {
    Serving::demonstration(None).is_walked_by("keyboard.mjs", &["1280"]);
}

#[test]
fn the_keyboard_alone_is_enough_on_a_small_screen() {
    Serving::demonstration(None).is_walked_by("keyboard.mjs", &["320"]);
}
