//! `moothall worker`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::serving;
use crate::wiring;
use anyhow::Result;
use foundation::Clock;
use jobs::Worker;
use web::Council;

/// Runs jobs until it is told to stop.
pub(super) async fn run(configuration: Configuration) -> Result<()> {
    // Links in emails name the address of the site, which another process serves.
    let configuration = configuration.with_served_address();
    let council =
        Council { name: configuration.council.clone(), attribution: configuration.attribution.clone(), ..Council::default() };
    let sender = wiring::mail_sender(&configuration)?;
    let program = wiring::open_to_send(&configuration, Clock::system(), council, sender).await?;
    if configuration.mail.is_none() {
        say("Email is not set up: emails wait in the database. See docs/accounts.md.")?;
    }
    say("Moothall runs jobs  (Ctrl-C stops it)")?;
    let db = program.state.db.clone();
    Worker::new(program.state).run(serving::told_to_stop()).await;
    Ok(db.close().await?)
}
