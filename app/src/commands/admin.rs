//! `moothall admin`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use access::account::By;
use access::actor::Term;
use access::role_store::NewRole;
use anyhow::Result;
use clap::Subcommand;
use foundation::Clock;
use web::Council;

/// Accounts, before there is anybody who could make them on the site.
#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Makes an administrator, and says where they choose their password
    Create {
        /// The person's name
        #[arg(long)]
        name: String,
        /// The mail address under which they sign in
        #[arg(long)]
        mail: String,
    },
}

impl Admin {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let Self::Create { name, mail } = self;
        let council = Council { name: configuration.council.clone(), ..Council::default() };
        let state = wiring::open(configuration, Clock::system(), council).await?.state;
        let by = By { actor: "moothall admin create", at: state.clock.now() };
        let role = NewRole {
            role: accounts::ADMINISTRATOR.to_owned(),
            place: None,
            term: Term { from: state.clock.today(), until: None },
        };
        let transaction = state.db.begin().await?;
        let (_, token) = accounts::invite(&state, &transaction, (&name, &mail), &[role], by, false).await?;
        transaction.commit().await?;
        say(&format!(
            "{name} is an administrator. Within 72 hours, and once, the password is chosen at\n{}",
            state.site.in_full(&format!("/link/{}", token.secret()))
        ))
    }
}
