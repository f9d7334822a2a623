//! `benches signing-in`.

use super::{Common, Format};
use crate::measuring::figures::{median, milliseconds, number as number_of, table};
use crate::measuring::load::{self, Answered, Load};
use crate::measuring::process::{self, Server};
use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Measures the checking of a password, and the effect of many simultaneous attempts on the public site's readers
#[derive(Debug, Args)]
pub(super) struct SigningIn {
    #[command(flatten)]
    common: Common,
    /// The number of people guessing passwords at the same time
    #[arg(long, default_value_t = 64, value_name = "COUNT")]
    guessing: usize,
    /// How long the site is read
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    seconds: u64,
}

#[derive(Debug, Serialize)]
struct Figures {
    one_attempt_milliseconds: Vec<f64>,
    alone: Vec<Answered>,
    meanwhile: Vec<Answered>,
    attempts_a_second: Vec<f64>,
    turned_away_a_second: Vec<f64>,
}

/// Makes one attempt, from a network of its own, so that the limits on attempts do not refuse it.
fn attempt(server: SocketAddr, number: u32) -> Result<bool> {
    let body = "mail=nobody%40council.example&password=a+guess+of+some+length";
    let [_, b, c, d] = number.to_be_bytes();
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "POST /sign-in HTTP/1.1\r\nHost: {server}\r\nX-Forwarded-For: 10.{b}.{c}.{d}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let status = answer.get(9..12).context("an answer without a status")?;
    Ok(status == b"422")
}

impl SigningIn {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let server = Server::start_with(&program, folder.path(), &[("MOOTHALL_TRUSTED_PROXIES", "[\"127.0.0.1\"]")])?;
        let number = Arc::new(AtomicU32::new(1));
        let mut figures = Figures {
            one_attempt_milliseconds: Vec::new(),
            alone: Vec::new(),
            meanwhile: Vec::new(),
            attempts_a_second: Vec::new(),
            turned_away_a_second: Vec::new(),
        };
        for _ in 0..20 {
            let begun = Instant::now();
            anyhow::ensure!(attempt(server.address, number.fetch_add(1, Ordering::Relaxed))?, "an attempt was turned away");
            figures.one_attempt_milliseconds.push(milliseconds(begun.elapsed()));
        }
        let reading = Load { connections: 8, duration: Duration::from_secs(self.seconds), gzip: false, pause: Duration::ZERO };
        let page = || Rc::new(|_: &mut benches::generator::Random| "/boards".to_owned());
        for _ in 0..self.common.runs {
            figures.alone.push(load::put(reading, server.address, server.id(), page())?);
            let (is_over, made, turned_away) =
                (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
            let guessing: Vec<_> = (0..self.guessing)
                .map(|_| {
                    let (address, number) = (server.address, number.clone());
                    let (is_over, made, turned_away) = (is_over.clone(), made.clone(), turned_away.clone());
                    std::thread::spawn(move || {
                        while !is_over.load(Ordering::Relaxed) {
                            let counter = match attempt(address, number.fetch_add(1, Ordering::Relaxed)) {
                                Ok(true) => &made,
                                _ => &turned_away,
                            };
                            counter.fetch_add(1, Ordering::Relaxed);
                        }
                    })
                })
                .collect();
            figures.meanwhile.push(load::put(reading, server.address, server.id(), page())?);
            is_over.store(true, Ordering::Relaxed);
            for one in guessing {
                let _ = one.join();
            }
            let a_second = |count: &AtomicU64| number_of(count.load(Ordering::Relaxed)) / reading.duration.as_secs_f64();
            figures.attempts_a_second.push(a_second(&made));
            figures.turned_away_a_second.push(a_second(&turned_away));
        }
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        Ok(())
    }
}

fn shown(figures: &Figures) -> String {
    let middle = |values: &[f64]| median(values.iter().copied());
    let of = |answered: &[Answered], part: fn(&Answered) -> f64| format!("{:.2}", median(answered.iter().map(part)));
    let mut rows = vec![vec!["one attempt, ms".to_owned(), format!("{:.1}", middle(&figures.one_attempt_milliseconds))]];
    for (what, answered) in [("a public page alone", &figures.alone), ("a public page meanwhile", &figures.meanwhile)] {
        rows.push(vec![format!("{what}, a second"), of(answered, |one| one.per_second)]);
        rows.push(vec![format!("{what}, p50 ms"), of(answered, |one| one.p50)]);
        rows.push(vec![format!("{what}, p99 ms"), of(answered, |one| one.p99)]);
    }
    rows.push(vec!["attempts checked a second".to_owned(), format!("{:.1}", middle(&figures.attempts_a_second))]);
    rows.push(vec!["attempts turned away a second".to_owned(), format!("{:.1}", middle(&figures.turned_away_a_second))]);
    table(&["what", "middle"], &rows)
}
