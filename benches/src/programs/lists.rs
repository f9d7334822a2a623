//! `benches lists`.

use super::{Common, Format};
use crate::measuring::clerk::Clerk;
use crate::measuring::figures::{median, number, table};
use crate::measuring::load::{self, Answered, Load};
use crate::measuring::process::{self, Server};
use anyhow::{Context, Result};
use benches::generator::Random;
use clap::Args;
use db::{Db, Kind};
use indicatif::ProgressBar;
use serde::Serialize;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Measures the lists of private papers and of drafts of reports when there are very many, as several people read them.
#[derive(Debug, Args)]
pub(super) struct Lists {
    #[command(flatten)]
    common: Common,
    /// A PostgreSQL server with a user who may create databases: `postgres://USER@HOST:PORT` [default: SQLite alone]
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// The number of papers, and of drafts
    #[arg(long, default_value_t = 100_000, value_name = "COUNT")]
    rows: i64,
    /// How long each load lasts
    #[arg(long, default_value_t = 3, value_name = "SECONDS")]
    seconds: u64,
}

/// The pages read, and who of the demonstration reads them. Someone in finance has cleared nearly all drafts, a reporting officer
/// wrote two in five, and the clerk's board has half of everything.
const PAGES: [(&str, &str, &str); 13] = [
    ("papers, the clerk", "clerk", "/papers"),
    ("papers, older, the clerk", "clerk", "/papers?after={half}"),
    ("papers with a word, the clerk", "clerk", "/papers?q=quay"),
    ("papers, a member", "member", "/papers"),
    ("papers, another agency", "partner", "/papers"),
    ("drafts, the clerk", "clerk", "/drafts"),
    ("drafts, older, the clerk", "clerk", "/drafts?after={half}"),
    ("drafts, their author", "reporting", "/drafts"),
    ("drafts, finance", "finance", "/drafts"),
    ("drafts to clear, finance", "finance", "/drafts?show=clearance"),
    ("drafts, who cleared none", "legal", "/drafts"),
    ("their work, the clerk", "clerk", "/work"),
    ("their work, finance", "finance", "/work"),
];

#[derive(Debug, Serialize)]
struct Figures {
    database: &'static str,
    what: &'static str,
    runs: Vec<Answered>,
}

impl Lists {
    pub(super) fn run(self) -> Result<()> {
        let program = process::program(self.common.program.clone())?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let folder = tempfile::tempdir()?;
        let sqlite = folder.path().join("sqlite");
        let server = Server::start_demonstration(&program, &sqlite)?;
        let address = format!("sqlite://{}", sqlite.join("moothall.db").display());
        let mut figures = runtime.block_on(self.fill(&address)).and_then(|()| self.of("SQLite", &server))?;
        drop(server);
        if let Some(administration) = &self.postgres {
            figures.extend(self.on_postgresql(&runtime, &program, folder.path(), administration)?);
        }
        match self.common.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        Ok(())
    }

    fn on_postgresql(
        &self,
        runtime: &tokio::runtime::Runtime,
        program: &Path,
        folder: &Path,
        server: &str,
    ) -> Result<Vec<Figures>> {
        let name = format!("moothall_benches_{}", std::process::id());
        let administer = async |sql: String| {
            let administration = Db::open(&format!("{server}/postgres")).await?;
            db::execute(administration.reading(), &sql, []).await?;
            administration.close().await
        };
        runtime.block_on(administer(format!("CREATE DATABASE {name}")))?;
        let address = format!("{server}/{name}");
        let measured = Server::start_demonstration_in(program, &folder.join("postgresql"), &address).and_then(|server| {
            runtime.block_on(self.fill(&address))?;
            self.of("PostgreSQL", &server)
        });
        runtime.block_on(administer(format!("DROP DATABASE {name} WITH (FORCE)")))?;
        measured
    }

    fn of(&self, database: &'static str, server: &Server) -> Result<Vec<Figures>> {
        let mut figures = Vec::new();
        for (what, who, page) in PAGES {
            let person = Clerk::sign_in(server.address, &format!("{who}@demonstration.example"))?;
            let duration = Duration::from_secs(self.seconds);
            let load = Load { connections: 1, duration, gzip: false, pause: Duration::ZERO };
            let page = page.replace("{half}", &(self.rows / 2).to_string());
            let mark = if page.contains('?') { '&' } else { '?' };
            // An address that nobody has asked for before, so that the page is made and not remembered.
            let begun = Instant::now();
            let address = Rc::new(move |_: &mut Random| format!("{page}{mark}asked={}", begun.elapsed().as_nanos()));
            let runs = (0..self.common.runs)
                .map(|_| load::put_as(load, server.address, server.id(), address.clone(), Some(person.cookie())));
            figures.push(Figures { database, what, runs: runs.collect::<Result<_>>()? });
        }
        Ok(figures)
    }

    /// Fills the database of a demonstration with SQL statements, since only reading is measured.
    async fn fill(&self, address: &str) -> Result<()> {
        let database = Db::open(address).await?;
        let newest = db::single::<i64>(database.reading(), "SELECT MAX(id) FROM meeting", []).await?;
        let statements = statements(database.kind(), self.rows, newest.context("the demonstration has no meeting")?);
        let progress = ProgressBar::new(statements.len() as u64).with_message("tables");
        for sql in statements {
            let transaction = database.begin().await?;
            db::execute(&transaction, &sql, []).await?;
            // What was written here is not sealed, and nothing here verifies it.
            db::execute(&transaction, "DELETE FROM row_change", []).await?;
            transaction.commit().await?;
            progress.inc(1);
        }
        progress.finish_and_clear();
        match database.kind() {
            // The program itself never does this on SQLite, so the measurement does not either.
            Kind::Sqlite => {}
            // A server does this by itself after a while.
            Kind::PostgreSql => {
                db::execute(database.reading(), "VACUUM ANALYZE", []).await?;
            }
        }
        Ok(database.close().await?)
    }
}

/// The meetings that are to come, and those that were held.
const TO_COME: i64 = 200;
const HELD: i64 = 2_000;

/// Returns the statements that add `rows` papers and drafts with all that belongs to them, after the meeting with the key `newest`.
/// Half of them belong to the demonstration's board, the rest to ten others.
fn statements(kind: Kind, rows: i64, newest: i64) -> Vec<String> {
    let numbers =
        |count: i64| format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {})", count - 1);
    let day = |from: &str, days: &str| match kind {
        Kind::Sqlite => format!("DATE('{from}', ({days}) || ' days')"),
        Kind::PostgreSql => format!("CAST('{from}' AS DATE) + CAST({days} AS INTEGER)"),
    };
    let instant = |minutes: &str| match kind {
        Kind::Sqlite => format!("STRFTIME('%Y-%m-%dT%H:%M:%S', '2014-01-01', ({minutes}) || ' minutes') || '+00:00'"),
        Kind::PostgreSql => format!("CAST('2014-01-01' AS TIMESTAMP WITH TIME ZONE) + ({minutes}) * INTERVAL '1 minute'"),
    };
    let board = "CASE WHEN i % 2 = 0 THEN 1 ELSE (SELECT MIN(id) FROM board WHERE slug LIKE 'measured-%') + (i / 2) % 10 END";
    let meetings = TO_COME + HELD;
    // The meetings to come have ten items each, of which half have a report.
    let items = rows + TO_COME * 5;
    let draft = "report_draft d WHERE d.subject LIKE 'Report on %'";
    let mut statements = vec![
        format!(
            "INSERT INTO stored_file (hash, name, content_type, size, stored_at, is_public) VALUES ('measured', 'paper.pdf', 'application/pdf', 1, {}, \
             1 = 0)",
            instant("0"),
        ),
        format!("INSERT INTO board (slug, name) {} SELECT 'measured-' || i, 'Board of Quay ' || i FROM n", numbers(10)),
        format!(
            "INSERT INTO meeting (board_id, held_on, day_known, municipal_year, has_minutes) {} SELECT {board}, CASE WHEN i < {TO_COME} THEN {} ELSE \
             {} END, 1 = 1, 2024, 1 = 0 FROM n",
            numbers(meetings),
            day("2024-06-20", "i"),
            day("2014-01-01", "i"),
        ),
        format!(
            "INSERT INTO draft_item (meeting_id, position, kind, title, to_follow, crime_scrutiny, version) {} SELECT {newest} + 1 + CASE WHEN i < {} \
             THEN i % {TO_COME} ELSE {TO_COME} + i % {HELD} END, 100 + i / {TO_COME}, 'report', CASE WHEN i % 2 = 0 THEN 'Report on quay ' ELSE \
             'Report on fence ' END || i, 1 = 0, 1 = 0, 1 FROM n",
            numbers(items),
            TO_COME * 10,
        ),
        format!(
            "INSERT INTO report_draft (board, item_id, kind, subject, reporting_officer, template, state, version, exempt, made_by, made_at, changed_by, \
             changed_at) SELECT 'board/' || m.board_id, i.id, 'decision', i.title, 'Oscar Outline', 1, CASE WHEN i.id % 100 < 90 THEN 'published' WHEN \
             i.id % 100 < 93 THEN 'cleared' WHEN i.id % 100 < 95 THEN 'in-clearance' ELSE 'drafting' END, 1, 1 = 0, 'account/3', {at}, 'account/3', {at} \
             FROM draft_item i JOIN meeting m ON m.id = i.meeting_id WHERE i.title LIKE 'Report on %' AND (m.id > {newest} + {TO_COME} OR i.id % 2 = 0)",
            at = instant("i.id"),
        ),
        format!(
            "INSERT INTO report_author (draft_id, account_id) SELECT d.id, CASE WHEN d.id % 5 < 2 THEN 3 ELSE 1000 + d.id % 50 END FROM {draft}"
        ),
    ];
    for (step, name, place) in [
        (1, "Head of service", "'clearance/4'"),
        (2, "Finance", "'clearance/1'"),
        (3, "Legal", "'clearance/2'"),
        (4, "Portfolio", "'clearance/3'"),
        (5, "Clerk", "d.board"),
    ] {
        // Of the reports that wait, each step has the same share.
        let is_decided = format!("(d.state <> 'in-clearance' OR d.id % 5 >= {step})");
        statements.push(format!(
            "INSERT INTO report_clearance (draft_id, step, name, place, state, content_hash, decided_by, decided_at) SELECT d.id, {step}, '{name}', \
             {place}, CASE WHEN {is_decided} THEN 'cleared' ELSE 'waiting' END, 'hash', CASE WHEN {is_decided} THEN 'account/{}' ELSE NULL END, CASE \
             WHEN {is_decided} THEN d.changed_at ELSE NULL END FROM {draft} AND d.state <> 'drafting' AND d.id % 40 <> 0",
            step + 20,
        ));
        // Finance is one person, who has cleared nearly all; the other steps have fifty each, and legal another account.
        let by = if step == 2 { "'account/4'".to_owned() } else { format!("'account/' || ({} + d.id % 50)", step * 100) };
        statements.push(format!(
            "INSERT INTO report_clearance_event (draft_id, name, what, content_hash, made_by, made_at) SELECT d.id, '{name}', 'Cleared', 'hash', {by}, \
             d.changed_at FROM {draft} AND d.state <> 'drafting' AND d.id % 40 <> 0 AND {is_decided}",
        ));
    }
    statements.extend([
        format!(
            "INSERT INTO private_paper (title, board, paragraph, file_id, file_name, content_type, owner, added_at) {} SELECT CASE WHEN i % 20 = 0 THEN \
             'Lease of the quay ' ELSE 'Advice on the fence ' END || i, 'board/' || ({board}), CASE WHEN i % 3 = 0 THEN 3 ELSE NULL END, (SELECT MIN(id) \
             FROM stored_file), 'paper.pdf', 'application/pdf', i % 12 + 1, {} FROM n",
            numbers(rows),
            instant("i"),
        ),
        "INSERT INTO private_paper_share (paper_id, agency, ground, until_day) SELECT id, 'agency/1', 'crime', '2030-01-01' FROM private_paper WHERE \
         id % 10 = 0"
            .to_owned(),
        "INSERT INTO private_paper_conflict (paper_id, account_id) SELECT id, 2 FROM private_paper WHERE id % 50 = 0".to_owned(),
    ]);
    statements
}

fn shown(all: &[Figures]) -> String {
    let row = |figures: &Figures| {
        let middle = |of: fn(&Answered) -> f64| median(figures.runs.iter().map(of));
        vec![
            format!("{}, {}", figures.database, figures.what),
            number(figures.runs.len() as u64).to_string(),
            format!("{:.1}", middle(|run| run.p50)),
            format!("{:.1}", middle(|run| run.p99)),
            format!("{:.1}", middle(|run| run.server_microseconds) / 1000.0),
            format!("{:.2}", middle(|run| run.others)),
            format!("{:.0}", middle(|run| run.bytes)),
        ]
    };
    let headings = ["read", "runs", "p50 ms", "p99 ms", "server ms", "others’ processors", "bytes"];
    table(&headings, &all.iter().map(row).collect::<Vec<_>>())
}
