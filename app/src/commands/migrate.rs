//! `moothall migrate`.

use crate::configuration::Configuration;
use crate::wiring;
use anyhow::Result;

pub(super) async fn run(configuration: &Configuration) -> Result<()> {
    let db = wiring::open_database(configuration).await?;
    match db::migrate(&db, &web::migrations(&wiring::capabilities())).await? {
        0 => println!("The database is up to date."),
        1 => println!("One step was carried out; the database is up to date."),
        steps => println!("{steps} steps were carried out; the database is up to date."),
    }
    Ok(())
}
