//! The council's settings in memory, since every page shows something of them.

use db::{ConnectionTrait, Db, DbError};
use settings::Settings;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long this process goes on with what it knows before it asks whether another has changed something.
const ASK_EVERY: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct KeptSettings(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    settings: Arc<Settings>,
    /// How far the ledger had come when they were read.
    position: Option<i64>,
    asked: Option<Instant>,
}

async fn position(connection: &impl ConnectionTrait) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(position), 0) FROM ledger_head";
    Ok(db::single::<i64>(connection, sql, []).await?.unwrap_or_default())
}

impl KeptSettings {
    pub(crate) fn now(&self) -> Arc<Settings> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).settings.clone()
    }

    /// Reads them anew.
    pub(crate) async fn reload(&self, db: &Db) -> Result<(), DbError> {
        // Before the settings: what is written meanwhile makes another position, at which they are read again.
        let position = position(db.reading()).await?;
        let settings = Arc::new(settings::read(db.reading()).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) =
            Kept { settings, position: Some(position), asked: Some(Instant::now()) };
        Ok(())
    }

    /// Reads them anew where the ledger has come further, asking at most once a second.
    pub(crate) async fn refresh(&self, db: &Db) -> Result<(), DbError> {
        let (known, asked) = {
            let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
            (kept.position, kept.asked)
        };
        if asked.is_some_and(|asked| asked.elapsed() < ASK_EVERY) {
            return Ok(());
        }
        self.come_to(db, position(db.reading()).await?, known).await
    }

    /// Reads them anew where they are not those of this position of the ledger.
    pub(crate) async fn at(&self, db: &Db, position: i64) -> Result<(), DbError> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).position;
        self.come_to(db, position, known).await
    }

    async fn come_to(&self, db: &Db, position: i64, known: Option<i64>) -> Result<(), DbError> {
        if known == Some(position) {
            self.0.write().unwrap_or_else(PoisonError::into_inner).asked = Some(Instant::now());
            return Ok(());
        }
        self.reload(db).await
    }
}
