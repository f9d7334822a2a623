//! `moothall serve`.

use super::Listen;
use crate::configuration::Configuration;
use crate::saying::say;
use crate::serving::{self, Limits};
use crate::wiring::{self, Program};
use anyhow::Result;
use clap::Args;
use foundation::Clock;
use jobs::Worker;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{AppState, Council};

/// Serves the site.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    listen: Listen,
    /// Leave jobs (emails, PDFs made in advance, reminders) to `moothall worker`
    #[arg(long)]
    without_worker: bool,
}

impl Serve {
    pub(super) async fn run(self, configuration: Configuration) -> Result<()> {
        let configuration = Configuration { listen: self.listen.listen.unwrap_or(configuration.listen), ..configuration };
        let listener = serving::listen(configuration.listen).await?;
        // With port 0 the system chose the port; links in emails use it.
        let configuration = Configuration { listen: listener.local_addr()?, ..configuration };
        let council =
            Council { name: configuration.council.clone(), attribution: configuration.attribution.clone(), ..Council::default() };
        let runs_jobs = configuration.runs_jobs && !self.without_worker;
        let sender = if runs_jobs { wiring::mail_sender(&configuration)? } else { None };
        let program = wiring::open_to_send(&configuration, Clock::system(), council, sender).await?;
        configuration.note_served_address()?;
        tell_what_is_missing(&program.state, &configuration).await?;
        serve(program, listener, configuration.limits(), runs_jobs).await
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

/// Serves an opened program until it is told to stop, and runs its jobs unless `moothall worker` does.
pub(super) async fn serve(program: Program, listener: TcpListener, limits: Limits, runs_jobs: bool) -> Result<()> {
    let address = listener.local_addr()?;
    let db = program.state.db.clone();
    let router = web::router(program.state.clone(), program.routes);
    let (stop, stopping) = watch::channel(false);
    let following = tokio::spawn(web::follow_publications(program.state.clone(), stopped(stopping.clone())));
    let working = runs_jobs.then(|| tokio::spawn(Worker::new(program.state).run(stopped(stopping))));
    say(&format!("Moothall is at http://{address}/  (Ctrl-C stops it)"))?;
    let told_to_stop = async {
        serving::told_to_stop().await;
        // The worker finishes its jobs while requests in progress finish.
        stop.send_replace(true);
    };
    let served = serving::serve(listener, router, limits, told_to_stop).await;
    stop.send_replace(true);
    following.await?;
    if let Some(working) = working {
        working.await?;
    }
    served?;
    // On SQLite, closing merges the write-ahead log into the database file.
    Ok(db.close().await?)
}

/// Waits until the program is stopping.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // A sender that is gone will stop nothing later.
    let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
}
