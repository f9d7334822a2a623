//! `moothall reindex`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::{Context, Result};
use foundation::Clock;
use indicatif::ProgressBar;
use web::Council;

pub(super) async fn run(configuration: &Configuration) -> Result<()> {
    let program = wiring::open(configuration, Clock::system(), Council::default()).await?;
    program.state.search.clear().context("another Moothall may be writing the index; stop it first")?;
    let progress = ProgressBar::new_spinner().with_message("publications read");
    let taken = web::catch_up(&program.state, |taken| progress.set_position(taken as u64)).await?;
    progress.finish_and_clear();
    say(&format!("{taken} publications read; {} records indexed.", program.state.search.documents()))
}
