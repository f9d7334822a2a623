//! The council's settings cached in memory, since every page shows some of them.

use db::{Connection, Db, DbError};
use settings::Settings;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long this process uses its cached settings before it checks whether another process has changed any.
const ASK_EVERY: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct KeptSettings {
    kept: RwLock<Kept>,
    /// Held while they are reloaded, so that concurrent requests which find the ledger changed wait for one reading.
    reading: Mutex<()>,
}

#[derive(Clone, Default)]
struct Kept {
    settings: Arc<Settings>,
    /// The position of the ledger when they were read.
    position: Option<i64>,
    /// How often they have been read.
    readings: u64,
    asked: Option<Instant>,
}

async fn position(connection: &Connection) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(position), 0) FROM ledger_head";
    Ok(db::single::<i64>(connection, sql, []).await?.unwrap_or_default())
}

impl KeptSettings {
    pub(crate) fn now(&self) -> Arc<Settings> {
        self.kept().settings
    }

    fn kept(&self) -> Kept {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reloads the settings.
    pub(crate) async fn reload(&self, db: &Db) -> Result<(), DbError> {
        // Read before the settings: a concurrent write moves the position on, and the settings are then read again.
        let position = position(db.reading()).await?;
        let settings = Arc::new(settings::read(db.reading()).await?);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let readings = kept.readings + 1;
        *kept = Kept { settings, position: Some(position), readings, asked: Some(Instant::now()) };
        Ok(())
    }

    /// Reloads the settings if the ledger has changed, checking at most once a second.
    pub(crate) async fn refresh(&self, db: &Db) -> Result<(), DbError> {
        if self.kept().asked.is_some_and(|asked| asked.elapsed() < ASK_EVERY) {
            return Ok(());
        }
        self.at(db, position(db.reading()).await?).await?;
        self.kept.write().unwrap_or_else(PoisonError::into_inner).asked = Some(Instant::now());
        Ok(())
    }

    /// Reloads the settings if they are not those of this position of the ledger.
    pub(crate) async fn at(&self, db: &Db, position: i64) -> Result<(), DbError> {
        let before = self.kept();
        if before.position == Some(position) {
            return Ok(());
        }
        let _reading = self.reading.lock().await;
        let now = self.kept();
        // Another request may have reloaded them during the wait; a later position will do as well.
        if now.position == Some(position) || (now.readings > before.readings && now.position > Some(position)) {
            return Ok(());
        }
        self.reload(db).await
    }
}
