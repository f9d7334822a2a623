//! How this installation is set up: from `moothall.toml`, then the environment (`MOOTHALL_…`), then the command line. The database's
//! address is also read from `DATABASE_URL`, as other programs have it.

use anyhow::{Context, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The set-up of an installation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The folder for the SQLite database, the search index and files.
    pub folder: PathBuf,
    /// The database's address; a SQLite file in the folder where it is not given.
    pub database: Option<String>,
    /// Where the site listens.
    pub listen: SocketAddr,
    /// The council's name.
    pub council: String,
    /// The source and licence of the data, at the foot of every page.
    pub attribution: Option<String>,
    /// Whether logs are JSON, for a program to read.
    pub json_logs: bool,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("data/moothall"),
            database: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8700)),
            council: "Your council".to_owned(),
            attribution: None,
            json_logs: false,
        }
    }
}

impl Configuration {
    /// Reads the set-up. `file` must exist where it is given; `moothall.toml` may be missing.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        figment = match file {
            Some(file) => {
                anyhow::ensure!(file.is_file(), "the configuration file {} does not exist", file.display());
                figment.merge(Toml::file_exact(file))
            }
            None => figment.merge(Toml::file("moothall.toml")),
        };
        let environment =
            Env::prefixed("MOOTHALL_").only(&["folder", "database", "listen", "council", "attribution", "json_logs"]);
        figment
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database".into()))
            .merge(environment)
            .extract()
            .context("the configuration cannot be used")
    }

    /// The database's address.
    pub fn database_address(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}", self.folder.join("moothall.db").display()))
    }
}
