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

/// Create the first administrator's account.
#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Create an administrator and print the link where they choose their password
    Create {
        /// The person's name
        #[arg(long)]
        name: String,
        /// The email address with which they sign in
        #[arg(long, alias = "mail")]
        email: String,
    },
}

impl Admin {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let Self::Create { name, email } = self;
        let configuration = &configuration.clone().with_served_address();
        let council = Council { name: configuration.council.clone(), ..Council::default() };
        let state = wiring::open(configuration, Clock::system(), council).await?.state;
        let by = By { actor: "moothall admin create", at: state.clock.now() };
        let role = NewRole {
            role: accounts::ADMINISTRATOR.to_owned(),
            place: None,
            term: Term { from: state.clock.today(), until: None },
        };
        let transaction = state.db.begin().await?;
        let (_, token) = accounts::invite(&state, &transaction, (&name, &email), &[role], by, false).await?;
        transaction.commit().await?;
        say(&format!(
            "{name} is an administrator. Open this link within 72 hours to choose a password. It works once:\n{}",
            state.site.in_full(&format!("/link/{}", token.secret()))
        ))
    }
}
