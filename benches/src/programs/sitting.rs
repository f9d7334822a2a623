//! `benches sitting`.

use super::{Common, Format};
use crate::measuring::clerk::Clerk;
use crate::measuring::figures::{median, milliseconds, percentile, table};
use crate::measuring::load::{self, Answered, Load};
use crate::measuring::process::{self, Server};
use anyhow::{Context, Result};
use benches::generator::Random;
use clap::Args;
use serde::Serialize;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Measures a clerk taking notes while many people look at the meeting's page
#[derive(Debug, Args)]
pub(super) struct Sitting {
    #[command(flatten)]
    common: Common,
    /// The number of people with the page open
    #[arg(long, default_value_t = 500, value_name = "COUNT")]
    people: usize,
    /// How long each person looks at the page before reading it again
    #[arg(long, default_value_t = 1000, value_name = "MILLISECONDS")]
    pause: u64,
    /// How long the measurement lasts
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    seconds: u64,
}

/// The clerk's times, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Minuted {
    /// The number of notes saved.
    saved: usize,
    p50: f64,
    p99: f64,
}

#[derive(Debug, Serialize)]
struct Figures {
    people: usize,
    /// The clerk with no other readers.
    clerk_alone: Vec<Minuted>,
    /// The clerk while each person reads the page again after the pause.
    clerk_while_read: Vec<Minuted>,
    readers: Vec<Answered>,
    /// The clerk while everyone requests the page again at once, without a pause: more than people do.
    clerk_in_a_flood: Vec<Minuted>,
    readers_in_a_flood: Vec<Answered>,
}

/// The clerk of the demonstration's upcoming meeting.
const CLERK: &str = "clerk@demonstration.example";
const BOARD: &str = "/boards/safer-policy-and-performance-board";

/// How often a clerk's notes are saved while they type: the page waits 800 ms after the last key.
const TYPING: Duration = Duration::from_millis(800);

/// The notes of one item, growing as they are typed.
struct Notes {
    clerk: Clerk,
    address: String,
    version: u64,
    words: usize,
}

impl Notes {
    /// Schedules a meeting with the standing items, and opens the notes of one of them.
    fn open(server: &Server) -> Result<Self> {
        let clerk = Clerk::sign_in(server.address, CLERK)?;
        let days = "days=10+September+2024&time=6.30+pm&place=Town+Hall&confirmed=yes";
        anyhow::ensure!(clerk.post(&format!("{BOARD}/calendar"), days)?.status == 303, "the meeting was not laid out");
        let desk = clerk.get(&format!("{BOARD}/desk"))?.body;
        let meeting = desk.match_indices("/prepare\"").filter_map(|(at, _)| desk[..at].rsplit("/meetings/").next());
        let meeting = meeting.last().context("the desk names no meeting to prepare")?.to_owned();
        clerk.post(&format!("/meetings/{meeting}/prepare/begin"), "")?;
        let sitting = format!("/meetings/{meeting}/sitting");
        let page = clerk.get(&format!("/meetings/{meeting}/prepare"))?.body;
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let mark = format!("/meetings/{meeting}/items/");
        let item = page.split(&mark).skip(1).map(digits).find(|item| !item.is_empty()).context("the meeting has no item")?;
        Ok(Self { clerk, address: format!("{sitting}/{item}/notes"), version: 0, words: 0 })
    }

    /// Saves some more words; returns how long that took, in milliseconds.
    fn save(&mut self) -> Result<f64> {
        self.words = self.words % 300 + 1;
        let text = vec!["minuted"; self.words].join("+");
        let answer = self.clerk.post(&self.address, &format!("text={text}&version={}&script=yes", self.version))?;
        anyhow::ensure!(answer.status == 200, "the notes were not saved: the server answered {}", answer.status);
        let told = answer.body.split_once("\"version\":").context("an answer without a version")?.1;
        self.version = told.chars().take_while(char::is_ascii_digit).collect::<String>().parse()?;
        Ok(milliseconds(answer.time))
    }

    /// Types until `is_over` is set.
    fn minute(&mut self, is_over: &AtomicBool) -> Result<Minuted> {
        let mut times = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            times.push(self.save()?);
            std::thread::sleep(TYPING);
        }
        Ok(Minuted { saved: times.len(), p50: percentile(&mut times, 50), p99: percentile(&mut times, 99) })
    }
}

impl Sitting {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let server = Server::start_demonstration(&program, &folder.path().join("demonstration"))?;
        let mut notes = Notes::open(&server)?;
        let mut figures = Figures {
            people: self.people,
            clerk_alone: Vec::new(),
            clerk_while_read: Vec::new(),
            readers: Vec::new(),
            clerk_in_a_flood: Vec::new(),
            readers_in_a_flood: Vec::new(),
        };
        for _ in 0..self.common.runs {
            let (alone, _) = self.together(&server, &mut notes, None)?;
            figures.clerk_alone.push(alone);
            let (clerk, readers) = self.together(&server, &mut notes, Some(Duration::from_millis(self.pause)))?;
            figures.clerk_while_read.push(clerk);
            figures.readers.extend(readers);
            let (clerk, readers) = self.together(&server, &mut notes, Some(Duration::ZERO))?;
            figures.clerk_in_a_flood.push(clerk);
            figures.readers_in_a_flood.extend(readers);
        }
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        Ok(())
    }

    /// Measures the clerk typing while, if a pause is given, people read.
    fn together(&self, server: &Server, notes: &mut Notes, pause: Option<Duration>) -> Result<(Minuted, Option<Answered>)> {
        let duration = Duration::from_secs(self.seconds);
        let is_over = Arc::new(AtomicBool::new(false));
        std::thread::scope(|scope| {
            let over = is_over.clone();
            let minuting = scope.spawn(move || notes.minute(&over));
            let readers = if let Some(pause) = pause {
                let load = Load { connections: self.people, duration, gzip: true, pause };
                let page = Rc::new(|_: &mut Random| "/meetings/5".to_owned());
                Some(load::put(load, server.address, server.id(), page))
            } else {
                std::thread::sleep(duration);
                None
            };
            is_over.store(true, Ordering::Relaxed);
            let minuted = minuting.join().map_err(|_| anyhow::anyhow!("the clerk's thread ended early"))??;
            Ok((minuted, readers.transpose()?))
        })
    }
}

fn shown(figures: &Figures) -> String {
    let of = |values: &[Minuted], part: fn(&Minuted) -> f64| format!("{:.1}", median(values.iter().map(part)));
    let mut rows = Vec::new();
    for (what, minuted) in [
        ("the clerk alone", &figures.clerk_alone),
        ("the clerk while it is read", &figures.clerk_while_read),
        ("the clerk in a flood", &figures.clerk_in_a_flood),
    ] {
        let slowest = of(minuted, |one| one.p99);
        rows.push(vec![what.to_owned(), String::new(), of(minuted, |one| one.p50), slowest]);
    }
    for (what, answered) in [("readers", &figures.readers), ("readers in a flood", &figures.readers_in_a_flood)] {
        let middle = |part: fn(&Answered) -> f64| format!("{:.1}", median(answered.iter().map(part)));
        rows.push(vec![what.to_owned(), middle(|one| one.per_second), middle(|one| one.p50), middle(|one| one.p99)]);
    }
    table(&[&format!("{} people", figures.people), "a second", "p50 ms", "p99 ms"], &rows)
}
