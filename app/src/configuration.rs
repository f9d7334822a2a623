//! The configuration of this installation: from `moothall.toml`, then the environment (`MOOTHALL_…`), then the command line.
//! The database's address is also read from `DATABASE_URL`, as other programs do.

use crate::serving::Limits;
use access::Secret;
use access::provider::ProviderSettings;
use anyhow::{Context, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use mail::SmtpSettings;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use web::Site;

/// The configuration of an installation.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The folder for the SQLite database, the search index and files.
    pub folder: PathBuf,
    /// The database's address; a SQLite file in the folder if it is not given.
    pub database: Option<String>,
    /// The address on which the site listens.
    pub listen: SocketAddr,
    /// The council's name.
    pub council: String,
    /// The source and licence of the data, at the foot of every page.
    pub attribution: Option<String>,
    /// The address at which people reach the site, for links in emails: `https://scrutiny.council.example`. If it begins with
    /// `https`, cookies are restricted to HTTPS.
    pub address: Option<String>,
    /// The proxies in front of the site that are trusted to say where a request comes from.
    pub trusted_proxies: Vec<IpAddr>,
    /// The maximum number of simultaneous connections from one address; behind a trusted proxy, of simultaneous requests for
    /// one address.
    pub connections_per_address: usize,
    /// The installation's own secret, 64 hexadecimal digits; if it is not given, `secret.key` in the folder, which is created
    /// at the first start.
    #[serde(skip_serializing)]
    pub secret: Option<String>,
    /// The mail server; without one, emails wait in the database.
    pub mail: Option<SmtpSettings>,
    /// Whether the site also runs jobs; `false` if `moothall worker` does.
    pub runs_jobs: bool,
    /// The council's identity provider, if it has one.
    pub provider: Option<ProviderSettings>,
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
            address: None,
            trusted_proxies: Vec::new(),
            connections_per_address: Limits::default().per_address,
            secret: None,
            mail: None,
            runs_jobs: true,
            provider: None,
            json_logs: false,
        }
    }
}

/// The file in the folder that holds the address at which the site was last served.
const SERVED_AT: &str = "served-at";

/// Returns an address that a browser on the same machine can open, since 0.0.0.0 cannot be visited.
fn reachable(listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, listen.port())),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, listen.port())),
        _ => listen,
    }
}

impl Configuration {
    /// Reads the configuration. `file` must exist if it is given; `moothall.toml` may be missing.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        figment = match file {
            Some(file) => {
                anyhow::ensure!(file.is_file(), "the configuration file {} does not exist", file.display());
                figment.merge(Toml::file_exact(file))
            }
            None => figment.merge(Toml::file("moothall.toml")),
        };
        let environment = Env::prefixed("MOOTHALL_").only(&[
            "folder",
            "database",
            "listen",
            "council",
            "attribution",
            "trusted_proxies",
            "connections_per_address",
            "address",
            "secret",
            "json_logs",
            "runs_jobs",
        ]);
        let nested =
            |prefix: &'static str, within: &'static str| Env::prefixed(prefix).map(move |key| format!("{within}.{key}").into());
        figment
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database".into()))
            .merge(environment)
            .merge(nested("MOOTHALL_MAIL_", "mail"))
            .merge(nested("MOOTHALL_PROVIDER_", "provider"))
            .extract()
            .context("the configuration cannot be used")
    }

    /// Returns the address at which people reach the site, for links in emails: the configured one, or otherwise the one it
    /// listens on.
    pub fn site(&self) -> Site {
        let address = self.address.clone().unwrap_or_else(|| format!("http://{}", reachable(self.listen)));
        Site { address: address.trim_end_matches('/').to_owned(), trusted_proxies: self.trusted_proxies.clone() }
    }

    /// Records in the folder where the site is served, so that a command run beside it can show a link that works.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn note_served_address(&self) -> std::io::Result<()> {
        std::fs::write(self.folder.join(SERVED_AT), self.site().address)
    }

    /// Returns this configuration with the address at which the site was last served, if none is configured.
    #[must_use]
    pub fn with_served_address(mut self) -> Self {
        let served = || std::fs::read_to_string(self.folder.join(SERVED_AT)).ok();
        let is_address = |address: &String| address.starts_with("http") && !address.contains(char::is_whitespace);
        self.address = self.address.take().or_else(|| served().filter(is_address));
        self
    }

    /// Returns the limits on what clients may use.
    pub fn limits(&self) -> Limits {
        Limits {
            // Zero would refuse every connection.
            per_address: self.connections_per_address.max(1),
            trusted_proxies: self.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            ..Limits::default()
        }
    }

    /// Returns the installation's own secret.
    pub fn secret(&self) -> Result<Secret> {
        match &self.secret {
            Some(text) => Ok(Secret::parse(text)?),
            None => Ok(Secret::in_file(&self.folder.join("secret.key"))?),
        }
    }

    /// Returns the database's address.
    pub fn database_address(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}", self.folder.join("moothall.db").display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_name_an_address_that_can_be_opened() {
        let at = |listen: &str| Configuration { listen: listen.parse().expect("an address"), ..Configuration::default() };
        assert_eq!(at("127.0.0.1:9000").site().address, "http://127.0.0.1:9000");
        assert_eq!(at("0.0.0.0:9000").site().address, "http://127.0.0.1:9000");
        assert_eq!(at("[::]:9000").site().address, "http://[::1]:9000");
        let named = Configuration { address: Some("https://scrutiny.council.example/".to_owned()), ..at("0.0.0.0:80") };
        assert_eq!(named.site().address, "https://scrutiny.council.example");
    }

    #[test]
    fn a_command_beside_the_site_names_the_port_that_is_served() {
        let folder = tempfile::tempdir().expect("a folder");
        let beside = Configuration { folder: folder.path().to_owned(), ..Configuration::default() };
        assert_eq!(beside.clone().with_served_address().site().address, "http://127.0.0.1:8700");
        let served = Configuration { listen: "127.0.0.1:9123".parse().expect("an address"), ..beside.clone() };
        served.note_served_address().expect("noted");
        assert_eq!(beside.clone().with_served_address().site().address, "http://127.0.0.1:9123");
        let named = Configuration { address: Some("https://scrutiny.council.example".to_owned()), ..beside };
        assert_eq!(named.with_served_address().site().address, "https://scrutiny.council.example", "what is configured holds");
    }
}
