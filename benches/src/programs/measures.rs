//! `benches measures`.

use super::Format;
use crate::measuring::figures::{median, table};
use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use db::{Db, Value};
use figures::{Asked, Counting, Period};
use indicatif::ProgressBar;
use moothall::wiring;
use serde::Serialize;
use std::time::Instant;

/// The number of boards, and of meetings of each.
const BOARDS: i64 = 10;
const MEETINGS_EACH: i64 = 500;

/// Measures counting: each figure over a million rows of its own, for all of them and for one board in one year.
#[derive(Debug, Args)]
pub(super) struct Measures {
    /// A PostgreSQL server with a user who may create databases: `postgres://USER@HOST:PORT` [default: SQLite alone]
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// The number of rows that each figure counts
    #[arg(long, default_value_t = 1_000_000, value_name = "COUNT")]
    rows: i64,
    /// How often each measurement is repeated; the median is shown
    #[arg(long, default_value_t = 3, value_name = "COUNT")]
    runs: usize,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Figures {
    database: &'static str,
    measure: &'static str,
    /// The total count.
    count: i64,
    /// The time to count all rows, in seconds.
    all: Vec<f64>,
    /// The time to count the rows of one board in one year, in seconds.
    one: Vec<f64>,
}

impl Measures {
    pub(super) fn run(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let figures = runtime.block_on(self.measure())?;
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        Ok(())
    }

    async fn measure(&self) -> Result<Vec<Figures>> {
        let folder = tempfile::tempdir()?;
        let sqlite = Db::open(&format!("sqlite://{}", folder.path().join("measures.db").display())).await?;
        self.fill(&sqlite, false).await?;
        let transaction = sqlite.begin().await?;
        db::execute(&transaction, "ANALYZE", []).await?;
        transaction.commit().await?;
        let mut figures = self.of("SQLite", &sqlite).await?;
        sqlite.close().await?;
        if let Some(server) = &self.postgres {
            let name = format!("moothall_benches_{}", std::process::id());
            let administration = Db::open(&format!("{server}/postgres")).await?;
            db::execute(administration.reading(), &format!("CREATE DATABASE {name}"), []).await?;
            let postgres = Db::open(&format!("{server}/{name}")).await?;
            self.fill(&postgres, true).await?;
            // A server does this by itself after a while.
            db::execute(postgres.reading(), "VACUUM ANALYZE", []).await?;
            figures.extend(self.of("PostgreSQL", &postgres).await?);
            postgres.close().await?;
            db::execute(administration.reading(), &format!("DROP DATABASE {name}"), []).await?;
        }
        Ok(figures)
    }

    /// Fills the tables with SQL statements, since only counting is measured.
    async fn fill(&self, db: &Db, is_postgresql: bool) -> Result<()> {
        db::migrate(db, &web::migrations(&wiring::capabilities())).await?;
        let at = instant();
        let numbers =
            |count: i64| format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {})", count - 1);
        let (rows, meetings) = (self.rows, BOARDS * MEETINGS_EACH);
        let day = if is_postgresql {
            "CAST('2014-05-01' AS DATE) + CAST(i % 3650 AS INTEGER)"
        } else {
            "DATE('2014-05-01', (i % 3650) || ' days')"
        };
        let mut statements: Vec<(String, Vec<Value>)> = vec![
            (format!("INSERT INTO board (slug, name) {} SELECT 'board-' || i, 'Board ' || i FROM n", numbers(BOARDS)), Vec::new()),
            (
                format!(
                    "INSERT INTO meeting (board_id, held_on, day_known, municipal_year, has_minutes) {} SELECT i % {BOARDS} + 1, {day}, \
                     1 = 1, 2014 + (i % 3650) / 365, 1 = 1 FROM n",
                    numbers(meetings)
                ),
                Vec::new(),
            ),
            (
                "INSERT INTO followed_action (board_id, meeting_id, municipal_year, position, title, owner, owner_key, exempt, in_minutes, state, \
                 due_on, version) VALUES (1, 1, 2014, 0, 'A minute', 'A post', 'a post', 1 = 0, 1 = 1, 'open', '2014-06-01', 1)"
                    .to_owned(),
                Vec::new(),
            ),
            (
                format!(
                    "INSERT INTO action_count (action_id, board_id, due_on, owner, on_time, valid_from) {} SELECT 1, i % {BOARDS} + 1, {day}, \
                     'Post ' || (i % 40), CASE WHEN i % 3 = 0 THEN 0 ELSE 1 END, $1 FROM n",
                    numbers(rows)
                ),
                vec![at.into()],
            ),
            (
                format!(
                    "INSERT INTO public_question (meeting_id, board, year, number, reference, form_hash, token_hash, received_at, state, version, \
                     text, absent, named, in_writing, supplementary_in_writing, started_at, changed_by, changed_at, last_act) {} SELECT i % \
                     {meetings} + 1, 'board/' || (i % {BOARDS} + 1), 2014, i, 'PQ/' || i, 'form ' || i, 'token ' || i, $1, 'answered', 1, 'Why?', \
                     1 = 0, 1 = 0, 1 = 0, 1 = 0, CASE WHEN i % 4 = 0 THEN NULL ELSE $1 END, 'a measurement', $1, 'ask' FROM n",
                    numbers(rows)
                ),
                vec![at.into()],
            ),
        ];
        for (kind, amount, whole, label) in [
            ("held", "1", "NULL", "''"),
            ("attendance", "9", "11", "''"),
            ("decisions", "2", "NULL", "''"),
            ("actions", "1", "NULL", "'Post ' || (i % 40)"),
        ] {
            let sql = format!(
                "INSERT INTO meeting_count (kind, board_id, meeting_id, held_on, label, amount, whole, valid_from) {} SELECT '{kind}', i % {BOARDS} \
                 + 1, i % {meetings} + 1, {day}, {label}, {amount}, {whole}, $1 FROM n",
                numbers(rows)
            );
            statements.push((sql, vec![at.into()]));
        }
        let progress = ProgressBar::new(statements.len() as u64).with_message("tables");
        for (sql, values) in statements {
            let transaction = db.begin().await?;
            db::execute(&transaction, &sql, values).await?;
            transaction.commit().await?;
            progress.inc(1);
        }
        progress.finish_and_clear();
        Ok(())
    }

    async fn of(&self, database: &'static str, db: &Db) -> Result<Vec<Figures>> {
        let (joined, _) = web::join(wiring::capabilities())?;
        let period = |from: (i32, u32, u32), until: (i32, u32, u32)| {
            let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            Period::new(day(from), day(until)).ok_or_else(|| anyhow::anyhow!("a period that ends before it begins"))
        };
        let as_at = foundation::Clock::system().now();
        let all = Asked { period: period((2014, 5, 1), (2024, 4, 30))?, as_at, filters: Vec::new() };
        let one = Asked { period: period((2019, 5, 1), (2020, 4, 30))?, as_at, filters: vec![("board".into(), "3".into())] };
        let mut figures = Vec::new();
        for counting in &joined.measures {
            let (count, all) = self.timed(db, counting, &all).await?;
            let (_, one) = self.timed(db, counting, &one).await?;
            figures.push(Figures { database, measure: counting.measure().key, count, all, one });
        }
        Ok(figures)
    }

    async fn timed(&self, db: &Db, counting: &Counting, asked: &Asked) -> Result<(i64, Vec<f64>)> {
        let (mut runs, mut count) = (Vec::new(), 0);
        for _ in 0..self.runs {
            let begun = Instant::now();
            let answer = counting.ask(db, asked).await?;
            runs.push(begun.elapsed().as_secs_f64());
            let name = counting.measure().name;
            let counted = answer.map_err(|withheld| anyhow::anyhow!("{name} {withheld}"))?.counted;
            count = counted.of().unwrap_or(counted.count());
        }
        anyhow::ensure!(count > 0, "{} counted nothing", counting.measure().key);
        Ok((count, runs))
    }
}

/// Returns the time at which everything became public.
fn instant() -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + chrono::TimeDelta::days(20_000)
}

fn shown(all: &[Figures]) -> String {
    let row = |figures: &Figures| {
        vec![
            format!("{}, {}", figures.database, figures.measure),
            figures.count.to_string(),
            format!("{:.3}", median(figures.all.iter().copied())),
            format!("{:.3}", median(figures.one.iter().copied())),
        ]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    table(&["measure", "counted", "all, seconds", "a year of a board, seconds"], &rows)
}
