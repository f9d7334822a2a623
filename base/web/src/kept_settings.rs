//! The council's settings in memory, since every page shows something of them.

use db::{ConnectionTrait, Db, DbError};
use settings::Settings;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long this process goes on with what it knows before it asks whether another has changed something.
const ASK_EVERY: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct KeptSettings {
    kept: RwLock<Kept>,
    /// Held while they are read anew, so that many who find the ledger moved wait for one reading.
    reading: Mutex<()>,
}

#[derive(Clone, Default)]
struct Kept {
    settings: Arc<Settings>,
    /// How far the ledger had come when they were read.
    position: Option<i64>,
    /// How often they have been read.
    readings: u64,
    asked: Option<Instant>,
}

async fn position(connection: &impl ConnectionTrait) -> Result<i64, DbError> {
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

    /// Reads them anew.
    pub(crate) async fn reload(&self, db: &Db) -> Result<(), DbError> {
        // Before the settings: what is written meanwhile makes another position, at which they are read again.
        let position = position(db.reading()).await?;
        let settings = Arc::new(settings::read(db.reading()).await?);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let readings = kept.readings + 1;
        *kept = Kept { settings, position: Some(position), readings, asked: Some(Instant::now()) };
        Ok(())
    }

    /// Reads them anew where the ledger has come further, asking at most once a second.
    pub(crate) async fn refresh(&self, db: &Db) -> Result<(), DbError> {
        if self.kept().asked.is_some_and(|asked| asked.elapsed() < ASK_EVERY) {
            return Ok(());
        }
        self.at(db, position(db.reading()).await?).await?;
        self.kept.write().unwrap_or_else(PoisonError::into_inner).asked = Some(Instant::now());
        Ok(())
    }

    /// Reads them anew where they are not those of this position of the ledger.
    pub(crate) async fn at(&self, db: &Db, position: i64) -> Result<(), DbError> {
        let before = self.kept();
        if before.position == Some(position) {
            return Ok(());
        }
        let _reading = self.reading.lock().await;
        let now = self.kept();
        // Somebody else may have read them while this one waited, and then perhaps at a later position, which will do as well.
        if now.position == Some(position) || (now.readings > before.readings && now.position > Some(position)) {
            return Ok(());
        }
        self.reload(db).await
    }
}
