//! How this installation is set up: from `moothall.toml`, then the environment (`MOOTHALL_…`), then the command line. The database's
//! address is also read from `DATABASE_URL`, as other programs have it.

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

/// The set-up of an installation.
#[derive(Clone, Serialize, Deserialize)]
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
    /// The address under which people reach the site, for links in mails: `https://scrutiny.council.example`. Where it begins with
    /// `https`, cookies are held to it.
    pub address: Option<String>,
    /// The proxies in front of the site, whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// Connections from one address at once; behind a trusted proxy, requests for one address that are answered at once.
    pub connections_per_address: usize,
    /// The installation's own secret, 64 hexadecimal digits; `secret.key` in the folder, made at the first start, where it is not
    /// given.
    #[serde(skip_serializing)]
    pub secret: Option<String>,
    /// The mail server; without one, mails wait in the database.
    pub mail: Option<SmtpSettings>,
    /// The council's provider of identities, where it has one.
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
            provider: None,
            json_logs: false,
        }
    }
}

/// The file in the folder that holds the address at which the site was last served.
const SERVED_AT: &str = "served-at";

/// Returns an address that a browser on the same machine can open: nobody can visit 0.0.0.0.
fn reachable(listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, listen.port())),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, listen.port())),
        _ => listen,
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

    /// Returns the address under which people reach the site, for links in emails: the one configured, or else where it listens.
    pub fn site(&self) -> Site {
        let address = self.address.clone().unwrap_or_else(|| format!("http://{}", reachable(self.listen)));
        Site { address: address.trim_end_matches('/').to_owned(), trusted_proxies: self.trusted_proxies.clone() }
    }

    /// Notes in the folder where the site is served, so that a command run beside it can name a link that works.
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

    /// What strangers may hold of this installation.
    pub fn limits(&self) -> Limits {
        Limits {
            // None at all would serve nobody.
            per_address: self.connections_per_address.max(1),
            trusted_proxies: self.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            ..Limits::default()
        }
    }

    /// The installation's own secret.
    pub fn secret(&self) -> Result<Secret> {
        match &self.secret {
            Some(text) => Ok(Secret::parse(text)?),
            None => Ok(Secret::in_file(&self.folder.join("secret.key"))?),
        }
    }

    /// The database's address.
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
