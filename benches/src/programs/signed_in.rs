//! `benches signed-in`.

use super::{Common, Format};
use crate::measuring::clerk::Clerk;
use crate::measuring::figures::{median, number, table};
use crate::measuring::load::{self, Answered, Load};
use crate::measuring::process::{self, Memory, Server};
use anyhow::Result;
use benches::generator::Random;
use clap::Args;
use db::Db;
use serde::Serialize;
use std::rc::Rc;
use std::time::Duration;

/// Measures pages that a signed-in person reads, compared with the same pages in public
#[derive(Debug, Args)]
pub(super) struct SignedIn {
    #[command(flatten)]
    common: Common,
    /// A PostgreSQL server with a user who may create databases: postgres://USER@HOST:PORT [default: SQLite alone]
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// The number of concurrent connections
    #[arg(long, value_delimiter = ',', default_value = "1,8", value_name = "COUNTS")]
    connections: Vec<usize>,
    /// How long each load lasts
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    seconds: u64,
}

/// The clerk of the demonstration's board.
const CLERK: &str = "clerk@demonstration.example";

/// The pages read, and whether the clerk reads them or the public.
const PAGES: [(&str, &str, bool); 7] = [
    ("a meeting, in public", "/meetings/4", false),
    ("a meeting, by the clerk", "/meetings/4", true),
    ("a board, by the clerk", "/boards/safer-policy-and-performance-board", true),
    ("their account, by the clerk", "/account", true),
    ("an agenda in preparation, by the clerk", "/meetings/5/prepare", true),
    ("drafts, by the clerk", "/drafts", true),
    ("their work, by the clerk", "/work", true),
];

/// How long the server is left idle after it starts, so that it makes the demonstration's prints before the measurement.
const REST: Duration = Duration::from_secs(10);

#[derive(Debug, Serialize)]
struct Figures {
    database: &'static str,
    what: &'static str,
    connections: usize,
    runs: Vec<Answered>,
}

#[derive(Debug, Serialize)]
struct AtTheEnd {
    database: &'static str,
    memory: Memory,
}

impl SignedIn {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let folder = tempfile::tempdir()?;
        let (mut figures, mut at_the_end) = (Vec::new(), Vec::new());
        let mut measure = |database, server: Server| {
            std::thread::sleep(REST);
            figures.extend(self.of(database, &server)?);
            at_the_end.push(AtTheEnd { database, memory: process::memory(server.id())? });
            anyhow::Ok(())
        };
        measure("SQLite", Server::start_demonstration(&program, &folder.path().join("sqlite"))?)?;
        if let Some(server) = &self.postgres {
            let name = format!("moothall_benches_{}", std::process::id());
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let administer = async |sql: String| {
                let administration = Db::open(&format!("{server}/postgres")).await?;
                db::execute(administration.reading(), &sql, []).await?;
                administration.close().await
            };
            runtime.block_on(administer(format!("CREATE DATABASE {name}")))?;
            let address = format!("{server}/{name}");
            let started = Server::start_demonstration_in(&program, &folder.path().join("postgresql"), &address);
            let measured = started.and_then(|server| measure("PostgreSQL", server));
            runtime.block_on(administer(format!("DROP DATABASE {name} WITH (FORCE)")))?;
            measured?;
        }
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&(figures, at_the_end))?),
            Format::Table => print!("{}", shown(&figures, &at_the_end)),
        }
        Ok(())
    }

    fn of(&self, database: &'static str, server: &Server) -> Result<Vec<Figures>> {
        let clerk = Clerk::sign_in(server.address, CLERK)?;
        let mut figures = Vec::new();
        for (what, page, is_signed_in) in PAGES {
            let cookie = is_signed_in.then(|| clerk.cookie());
            for connections in &self.connections {
                let duration = Duration::from_secs(self.seconds);
                let load = Load { connections: *connections, duration, gzip: false, pause: Duration::ZERO };
                let address = Rc::new(move |_: &mut Random| page.to_owned());
                let runs =
                    (0..self.common.runs).map(|_| load::put_as(load, server.address, server.id(), address.clone(), cookie));
                figures.push(Figures { database, what, connections: *connections, runs: runs.collect::<Result<_>>()? });
            }
        }
        Ok(figures)
    }
}

fn shown(figures: &[Figures], at_the_end: &[AtTheEnd]) -> String {
    let row = |one: &Figures| {
        let middle = |of: fn(&Answered) -> f64| median(one.runs.iter().map(of));
        vec![
            one.database.to_owned(),
            one.what.to_owned(),
            number(one.connections as u64).to_string(),
            format!("{:.0}", middle(|run| run.per_second)),
            format!("{:.2}", middle(|run| run.p50)),
            format!("{:.2}", middle(|run| run.p99)),
            format!("{:.0}", middle(|run| run.server_microseconds)),
            format!("{:.0}", middle(|run| run.reader_microseconds)),
            format!("{:.2}", middle(|run| run.others)),
            format!("{:.0}", middle(|run| run.bytes)),
        ]
    };
    let headings = [
        "database",
        "read",
        "connections",
        "a second",
        "p50 ms",
        "p99 ms",
        "server µs",
        "reader µs",
        "others’ processors",
        "bytes",
    ];
    let memory = |one: &AtTheEnd| vec![one.database.to_owned(), format!("{:.1}", super::megabytes(one.memory.resident))];
    format!(
        "{}\n{}",
        table(&headings, &figures.iter().map(row).collect::<Vec<_>>()),
        table(&["database", "memory at the end, MB"], &at_the_end.iter().map(memory).collect::<Vec<_>>())
    )
}
