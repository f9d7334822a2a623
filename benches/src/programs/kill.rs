//! `benches kill`.

use super::kill_place::Place;
use super::{Format, SEED};
use crate::measuring::clerk::{Answer, Clerk};
use crate::measuring::figures::table;
use crate::measuring::process::{self, Server, demonstration};
use anyhow::{Context, Result, bail, ensure};
use benches::generator::Random;
use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// Kills the program repeatedly while people write, and checks that no acknowledged write is lost
#[derive(Debug, Args)]
pub(super) struct Kill {
    /// The program to kill [default: `moothall` beside this one]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// A PostgreSQL server with a user who may create databases: postgres://USER@HOST:PORT [default: SQLite alone]
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// How often it is killed while people write
    #[arg(long, default_value_t = 65, value_name = "COUNT")]
    rounds: usize,
    /// How often it is killed while it starts for the first time
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    first_starts: usize,
    /// The longest time that people write before it is killed
    #[arg(long, default_value_t = 2000, value_name = "MILLISECONDS")]
    longest: usize,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The results on one database.
#[derive(Debug, Default, Serialize)]
struct Figures {
    database: &'static str,
    rounds: usize,
    first_starts: usize,
    /// The number of acknowledged writes.
    acknowledged: usize,
    /// Of those, the ones that were missing after the next start.
    lost: Vec<String>,
    /// Responses which show that the program failed.
    failures: Vec<String>,
}

/// A write that the program acknowledged.
#[derive(Clone, Debug)]
pub(super) enum Write {
    /// An item of the work programme, by its title.
    Item(String),
    /// A public question, by its text.
    Question(String),
    /// A private paper, by its title, and the bytes of its file.
    Paper(String, String),
    /// The notes of an item: the version that was last acknowledged, and its text.
    Notes { version: i64, text: String },
}

/// What a client reports.
enum Told {
    Done(Write),
    Failed(String),
}

const BOARD: &str = "/boards/safer-policy-and-performance-board";

/// The demonstration's upcoming meeting.
const MEETING: &str = "/meetings/5";

impl Kill {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.program.clone())?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let mut figures = vec![self.of(&program, &runtime, None)?];
        if let Some(server) = &self.postgres {
            figures.push(self.of(&program, &runtime, Some(server))?);
        }
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => {
                let row = |one: &Figures| {
                    let numbers = [one.first_starts, one.rounds, one.acknowledged, one.lost.len(), one.failures.len()];
                    std::iter::once(one.database.to_owned()).chain(numbers.map(|number| number.to_string())).collect()
                };
                let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
                print!("{}", table(&["database", "first starts", "rounds", "answered", "lost", "failed"], &rows));
            }
        }
        let wrong: Vec<&String> = figures.iter().flat_map(|one| one.lost.iter().chain(&one.failures)).collect();
        ensure!(wrong.is_empty(), "{} things went wrong: {wrong:?}", wrong.len());
        Ok(())
    }

    fn of(&self, program: &Path, runtime: &tokio::runtime::Runtime, postgres: Option<&str>) -> Result<Figures> {
        let database = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
        let mut figures = Figures { database, ..Figures::default() };
        let mut random = Random::from_parts(&[SEED, postgres.map_or(1, |_| 2)]);
        self.first_starts(program, runtime, postgres, &mut random, &mut figures)?;
        let place = Place::new(runtime, postgres)?;
        let mut server = place.start(program)?;
        let item = item_to_minute(&Clerk::sign_in(server.address, "clerk@demonstration.example")?)?;
        let mut all = Vec::new();
        let progress = ProgressBar::new(self.rounds as u64).with_message("rounds");
        for round in 0..self.rounds {
            let pause = Duration::from_millis(random.between(50, self.longest.max(51)) as u64);
            let told = write_until_killed(server, &item, round, pause)?;
            for one in told {
                match one {
                    Told::Done(write) => {
                        figures.acknowledged += 1;
                        // Earlier notes were overwritten, so only the last acknowledged ones are checked.
                        if matches!(write, Write::Notes { .. }) {
                            all.retain(|write| !matches!(write, Write::Notes { .. }));
                        }
                        all.push(write);
                    }
                    Told::Failed(what) => figures.failures.push(format!("round {round}: {what}")),
                }
            }
            server = place.start(program)?;
            figures.lost.extend(place.missing(runtime, &all)?.into_iter().map(|what| format!("round {round}: {what}")));
            verify(program, &place)?;
            figures.rounds += 1;
            progress.inc(1);
        }
        progress.finish_and_clear();
        server.kill()?;
        place.remove(runtime)?;
        Ok(figures)
    }

    /// Kills the program while it creates its tables and loads the demonstration; the next start must succeed.
    fn first_starts(
        &self,
        program: &Path,
        runtime: &tokio::runtime::Runtime,
        postgres: Option<&str>,
        random: &mut Random,
        figures: &mut Figures,
    ) -> Result<()> {
        let place = Place::new(runtime, postgres)?;
        let begun = Instant::now();
        place.start(program)?.kill()?;
        let whole = usize::try_from(begun.elapsed().as_millis())?;
        place.remove(runtime)?;
        for start in 0..self.first_starts {
            let place = Place::new(runtime, postgres)?;
            let mut process = demonstration(program, &place.folder(), place.database.as_deref()).stderr(Stdio::null()).spawn()?;
            std::thread::sleep(Duration::from_millis(random.below(whole.max(1)) as u64));
            process.kill()?;
            process.wait()?;
            match place.start(program) {
                Ok(server) => {
                    verify(program, &place)?;
                    server.kill()?;
                }
                Err(error) => figures.failures.push(format!("first start {start}: {error:#}")),
            }
            place.remove(runtime)?;
            figures.first_starts += 1;
        }
        Ok(())
    }
}

/// Checks that the ledger verifies, whenever the program was killed.
fn verify(program: &Path, place: &Place) -> Result<()> {
    let verified = Command::new(program)
        .args(["ledger", "verify", "--database", &place.address(), "--folder"])
        .arg(place.folder())
        .output()?;
    ensure!(verified.status.success(), "the ledger does not verify: {}", String::from_utf8_lossy(&verified.stdout));
    Ok(())
}

/// A client that writes until the program is killed, and reports which writes were acknowledged.
type Client<'a> = Box<dyn FnOnce(&Sender<Told>) -> Result<()> + Send + 'a>;

/// Makes clients write until the program is killed; returns what they report.
fn write_until_killed(server: Server, item: &str, round: usize, pause: Duration) -> Result<Vec<Told>> {
    let address = server.address;
    let (telling, told) = channel();
    let clerk = Clerk::sign_in(address, "clerk@demonstration.example")?;
    let officer = Clerk::sign_in(address, "reporting@demonstration.example")?;
    let board = hidden(&officer.get("/papers/add")?.body, "board").unwrap_or_else(|| "board/1".to_owned());
    std::thread::scope(|scope| {
        let clients: [Client<'_>; 5] = [
            Box::new({
                let clerk = clerk.clone();
                move |telling| plan(&clerk, &format!("{round}-a"), telling)
            }),
            Box::new({
                let clerk = clerk.clone();
                move |telling| plan(&clerk, &format!("{round}-b"), telling)
            }),
            Box::new(move |telling| take_notes(&clerk, item, telling)),
            Box::new(move |telling| bring_papers(&officer, &board, round, telling)),
            Box::new(move |telling| ask(address, round, telling)),
        ];
        for client in clients {
            let telling = telling.clone();
            // It fails when the program is killed, as expected.
            scope.spawn(move || drop(client(&telling)));
        }
        std::thread::sleep(pause);
        server.kill()
    })?;
    drop(telling);
    Ok(told.into_iter().collect())
}

/// Reports the result of a write, from its response; returns whether it was acknowledged.
fn tell(telling: &Sender<Told>, answer: &Answer, done: u16, write: Write) -> Result<bool> {
    if answer.status == done {
        telling.send(Told::Done(write))?;
        return Ok(true);
    }
    if answer.status >= 500 {
        telling.send(Told::Failed(format!("{} to {write:?}", answer.status).chars().take(120).collect()))?;
    }
    Ok(false)
}

/// Adds items to the work programme.
fn plan(clerk: &Clerk, mark: &str, telling: &Sender<Told>) -> Result<()> {
    for number in 0.. {
        let title = format!("Item {mark}-{number}");
        let fields = format!("title={}&kind=report&source=member", title.replace(' ', "+"));
        let answer = clerk.post(&format!("{BOARD}/programme"), &fields)?;
        if !tell(telling, &answer, 303, Write::Item(title))? {
            bail!("the item was not taken: {}", answer.status);
        }
    }
    Ok(())
}

/// Schedules a meeting with the standing items; returns the address of one of its items, for recording the meeting.
fn item_to_minute(clerk: &Clerk) -> Result<String> {
    let days = "days=10+September+2024&time=6.30+pm&place=Town+Hall&confirmed=yes";
    ensure!(clerk.post(&format!("{BOARD}/calendar"), days)?.status == 303, "the meeting was not scheduled");
    let desk = clerk.get(&format!("{BOARD}/desk"))?.body;
    let meeting = desk.match_indices("/prepare\"").filter_map(|(at, _)| desk[..at].rsplit("/meetings/").next()).last();
    let meeting = format!("/meetings/{}", meeting.context("the desk names no meeting to prepare")?);
    clerk.post(&format!("{meeting}/prepare/begin"), "")?;
    let page = clerk.get(&format!("{meeting}/prepare"))?.body;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let mark = format!("{meeting}/items/");
    let item = page.split(&mark).skip(1).map(digits).find(|item| !item.is_empty()).context("the meeting has no item")?;
    Ok(format!("{meeting}/sitting/{item}"))
}

fn take_notes(clerk: &Clerk, item: &str, telling: &Sender<Told>) -> Result<()> {
    let address = format!("{item}/notes");
    let page = clerk.get(item)?.body;
    let mut version: i64 = hidden(&page, "version").and_then(|version| version.parse().ok()).unwrap_or_default();
    for number in 0.. {
        let text = format!("minuted {version} {number}");
        let answer = clerk.post(&address, &format!("text={}&version={version}&script=yes", text.replace(' ', "+")))?;
        let now = answer.body.split_once("\"version\":").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect());
        version = now.and_then(|now: String| now.parse().ok()).context("an answer without a version")?;
        tell(telling, &answer, 200, Write::Notes { version, text })?;
    }
    Ok(())
}

fn bring_papers(officer: &Clerk, board: &str, round: usize, telling: &Sender<Told>) -> Result<()> {
    for number in 0.. {
        let title = format!("Paper {round}-{number}");
        let content = format!("What {title} says.\n").repeat(400);
        let fields =
            [("title", title.as_str()), ("board", board), ("paragraph", "3"), ("public_interest", "It names a company.")];
        let answer = officer.upload("/papers/add", &fields, "paper.txt", &content)?;
        if !tell(telling, &answer, 303, Write::Paper(title, content))? {
            bail!("the paper was not taken: {}", answer.status);
        }
    }
    Ok(())
}

/// Asks public questions, as fast as the limits for one network allow.
fn ask(address: SocketAddr, round: usize, telling: &Sender<Told>) -> Result<()> {
    let resident = Clerk::nobody(address);
    let form = resident.get(&format!("{MEETING}/ask"))?.body;
    let items = form.split("name=\"item\"").nth(1).unwrap_or_default().split("value=\"").skip(1);
    let item = items.filter_map(|rest| rest.split('"').next()).find(|item| !item.is_empty());
    let item = item.unwrap_or_default().replace("&amp;", "&").replace('&', "%26").replace(' ', "+");
    for number in 0.. {
        let text = format!("Will the lamp {round} {number} be mended before winter?");
        let form = files::hash(text.as_bytes());
        let fields = format!(
            "name=Rita+Resident+{round}+{number}&address={number}+Market+Square&mail=rita-{round}-{number}%40mail.example&item={item}\
             &text={}&form={form}",
            text.replace(' ', "+").replace('?', "%3F")
        );
        let answer = resident.post(&format!("{MEETING}/ask/send"), &fields)?;
        if !tell(telling, &answer, 303, Write::Question(text))? {
            // The limit for a quarter of an hour is reached, or the form is refused; the other clients continue.
            return Ok(());
        }
    }
    Ok(())
}

/// Returns the value of a hidden field, or of the first field with this name.
fn hidden(page: &str, name: &str) -> Option<String> {
    let after = page.split_once(&format!("name=\"{name}\""))?.1;
    let tag = after.split('>').next()?;
    Some(tag.split_once("value=\"")?.1.split('"').next()?.to_owned())
}
