//! `moothall serve`.

use super::Listen;
use crate::configuration::Configuration;
use crate::saying::say;
use crate::serving::{self, Limits};
use crate::wiring::{self, Program};
use anyhow::Result;
use clap::Args;
use foundation::Clock;
use mail::Sender;
use std::time::Duration;
use tokio::net::TcpListener;
use web::{AppState, Council};

/// Serves the site.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    listen: Listen,
}

impl Serve {
    pub(super) async fn run(self, configuration: Configuration) -> Result<()> {
        let configuration = Configuration { listen: self.listen.listen.unwrap_or(configuration.listen), ..configuration };
        let listener = serving::listen(configuration.listen).await?;
        // With port 0 the system chose the port; links in emails use it.
        let configuration = Configuration { listen: listener.local_addr()?, ..configuration };
        let council =
            Council { name: configuration.council.clone(), attribution: configuration.attribution.clone(), ..Council::default() };
        let program = wiring::open(&configuration, Clock::system(), council).await?;
        configuration.note_served_address()?;
        tell_what_is_missing(&program.state, &configuration).await?;
        serve(program, listener, configuration.limits(), sender(&configuration)?).await
    }
}

/// Says what must be done before the site can be used, so that no one waits for an email that is never sent.
async fn tell_what_is_missing(state: &AppState, configuration: &Configuration) -> Result<()> {
    if configuration.mail.is_none() {
        say(
            "Email is not set up: invitation links are shown to the administrator, and other emails wait in the database. See docs/accounts.md.",
        )?;
    }
    if access::account_store::all(state.db.reading()).await?.is_empty() && configuration.provider.is_none() {
        say(
            "There are no accounts yet. In another terminal, in this folder, run:\n  moothall admin create --name \"YOUR NAME\" --email YOU@COUNCIL.EXAMPLE",
        )?;
    }
    Ok(())
}

/// Returns the sender of emails, if a mail server is configured.
fn sender(configuration: &Configuration) -> Result<Option<Sender>> {
    Ok(configuration.mail.as_ref().map(|settings| Sender::new(settings, &configuration.council)).transpose()?)
}

/// Serves an opened program, sending its emails and following the publications, until it is told to stop.
pub(super) async fn serve(program: Program, listener: TcpListener, limits: Limits, sender: Option<Sender>) -> Result<()> {
    let address = listener.local_addr()?;
    let db = program.state.db.clone();
    let router = web::router(program.state.clone(), program.routes);
    let sending = sender.map(|sender| tokio::spawn(mail::send_in_background(db.clone(), sender, program.state.clock)));
    let reminding = tokio::spawn(remind_in_background(program.state.clone()));
    let telling = tokio::spawn(subscriptions::follow(program.state.clone()));
    let following = tokio::spawn(web::follow_publications(program.state));
    say(&format!("Moothall is at http://{address}/  (Ctrl-C stops it)"))?;
    serving::serve(listener, router, limits, serving::told_to_stop()).await?;
    following.abort();
    reminding.abort();
    telling.abort();
    if let Some(sending) = sending {
        sending.abort();
    }
    // On SQLite, closing merges the write-ahead log into the database file.
    Ok(db.close().await?)
}

/// How often reminders are checked; each is written only once, whichever process does it.
const REMIND_EVERY: Duration = Duration::from_mins(10);

/// Reminds the holders of posts about actions that are due, until the program stops.
async fn remind_in_background(state: AppState) {
    loop {
        if let Err(error) = drafting::remind(&state).await {
            tracing::warn!(%error, "reminders of reports to clear could not be written; trying again later");
        }
        if let Err(error) = actions::remind(&state).await {
            tracing::warn!(%error, "reminders of actions could not be written; trying again later");
        }
        tokio::time::sleep(REMIND_EVERY).await;
    }
}
