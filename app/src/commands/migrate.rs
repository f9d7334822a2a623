//! `moothall migrate`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::Result;
use foundation::Clock;

pub(super) async fn run(configuration: &Configuration) -> Result<()> {
    let db = wiring::open_database(configuration).await?;
    let key = configuration.secret()?.row_seal_key();
    match ledger::migrate(&db, &web::migrations(&wiring::capabilities()), key, Clock::system()).await? {
        0 => say("The database is up to date."),
        1 => say("1 step was carried out; the database is up to date."),
        steps => say(&format!("{steps} steps were carried out; the database is up to date.")),
    }
}
