//! Where the program is killed: a folder and a database of its own, and what is missing there afterwards.

use super::kill::Write;
use crate::measuring::process::{Server, demonstration};
use anyhow::Result;
use db::{Connection, Db};
use std::path::{Path, PathBuf};

/// A folder and a database of its own.
pub(super) struct Place {
    folder: tempfile::TempDir,
    /// The addresses of the PostgreSQL database and its server.
    pub(super) database: Option<String>,
    server: Option<String>,
}

impl Place {
    pub(super) fn new(runtime: &tokio::runtime::Runtime, postgres: Option<&str>) -> Result<Self> {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("moothall_kill_{}_{number}", std::process::id());
        if let Some(server) = postgres {
            runtime.block_on(administer(server, &format!("CREATE DATABASE {name}")))?;
        }
        let database = postgres.map(|server| format!("{server}/{name}"));
        Ok(Self { folder: tempfile::tempdir()?, database, server: postgres.map(str::to_owned) })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.folder.path().join("demonstration")
    }

    pub(super) fn address(&self) -> String {
        let file = self.folder().join("moothall.db");
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}", file.display()))
    }

    pub(super) fn start(&self, program: &Path) -> Result<Server> {
        Server::wait_for(demonstration(program, &self.folder(), self.database.as_deref()).spawn()?)
    }

    /// Returns which of these writes are missing.
    pub(super) fn missing(&self, runtime: &tokio::runtime::Runtime, writes: &[Write]) -> Result<Vec<String>> {
        runtime.block_on(async {
            let db = Db::open(&self.address()).await?;
            let mut missing = Vec::new();
            for write in writes {
                if !self.is_there(db.reading(), write).await? {
                    missing.push(format!("{write:?}").chars().take(120).collect());
                }
            }
            db.close().await?;
            anyhow::Ok(missing)
        })
    }

    async fn is_there(&self, connection: &Connection, write: &Write) -> Result<bool> {
        let (sql, value): (&str, db::Value) = match write {
            Write::Item(title) => ("SELECT COUNT(*) FROM programme_item WHERE title = $1", title.as_str().into()),
            Write::Question(text) => ("SELECT COUNT(*) FROM public_question WHERE text = $1", text.as_str().into()),
            Write::Paper(title, _) => ("SELECT COUNT(*) FROM private_paper WHERE title = $1", title.as_str().into()),
            // A later text may have been stored although its response was lost.
            Write::Notes { version, .. } => ("SELECT COUNT(*) FROM item_note WHERE version >= $1", (*version).into()),
        };
        let mut is_there = db::single::<i64>(connection, sql, [value]).await?.unwrap_or_default() == 1;
        match write {
            Write::Paper(_, content) => {
                let hash = files::hash(content.as_bytes());
                let file = self.folder().join("files").join(&hash[..2]).join(&hash);
                is_there &= std::fs::read(file).is_ok_and(|kept| kept == content.as_bytes());
            }
            Write::Notes { version, text } => {
                let sql = "SELECT COUNT(*) FROM item_note WHERE version = $1 AND text <> $2";
                let other = db::single::<i64>(connection, sql, [(*version).into(), text.as_str().into()]).await?;
                is_there &= other == Some(0);
            }
            Write::Item(_) | Write::Question(_) => {}
        }
        Ok(is_there)
    }

    pub(super) fn remove(self, runtime: &tokio::runtime::Runtime) -> Result<()> {
        if let (Some(server), Some(database)) = (&self.server, &self.database) {
            let name = database.rsplit('/').next().unwrap_or_default();
            runtime.block_on(administer(server, &format!("DROP DATABASE {name} WITH (FORCE)")))?;
        }
        Ok(())
    }
}

async fn administer(server: &str, sql: &str) -> Result<()> {
    let administration = Db::open(&format!("{server}/postgres")).await?;
    db::execute(administration.reading(), sql, []).await?;
    Ok(administration.close().await?)
}
