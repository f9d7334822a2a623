//! Addresses of databases, and the options for connecting to them.

use sea_orm::ConnectOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Returns the file of the SQLite database at this address, or `None` if it is another kind of database.
pub fn sqlite_file(address: &str) -> Option<PathBuf> {
    let file = address.strip_prefix("sqlite:")?;
    Some(file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default().into())
}

fn options(address: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(address.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

pub(crate) fn sqlite_options(address: &str, connections: u32) -> ConnectOptions {
    let mut options = options(address, connections);
    options.map_sqlx_sqlite_opts(|options| {
        options
            // Rows are read on the connection's own thread; with a smaller buffer that thread would wait at every other row.
            .row_buffer_size(1_000)
            .pragma("journal_mode", "WAL")
            // A commit waits until the write-ahead log is on the disk, so that acknowledged changes survive a power cut.
            .pragma("synchronous", "FULL")
            // Deleted data is overwritten, so that erased names cannot be read from the file.
            .pragma("secure_delete", "ON")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "10000")
            .pragma("cache_size", "-4000")
            .pragma("mmap_size", "67108864")
    });
    options
}

/// Sets the origin as a session setting on each connection, where only that session can read it.
pub(crate) fn postgresql_options(address: &str, connections: u32, origin: &str) -> ConnectOptions {
    let mut options = options(address, connections);
    let origin = origin.to_owned();
    options.map_sqlx_postgres_opts(move |options| options.options([("moothall.origin", origin.as_str())]));
    options
}

pub(crate) fn random_origin() -> String {
    format!("{:032x}", u128::from_be_bytes(foundation::random_bytes()))
}

/// Returns the options for the connection that empties the write-ahead log. It is opened when first needed, and waits for readers
/// only briefly, because all writers wait for it.
pub(crate) fn emptying_options(address: &str) -> ConnectOptions {
    let mut options = options(address, 1);
    options.min_connections(0).connect_lazy(true).idle_timeout(Duration::from_mins(1)).map_sqlx_sqlite_opts(|options| {
        options.pragma("synchronous", "FULL").pragma("busy_timeout", "250").pragma("cache_size", "-200")
    });
    options
}

/// Escapes a path for a database address, in which `?`, `#` and `%` have a meaning of their own.
pub(crate) fn percent_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// Returns the address without the password, which is everything between the user's name and the host, or a parameter.
pub(crate) fn without_password(address: &str) -> String {
    let mut shown = String::new();
    let mut separator = "";
    for (place, piece) in address.split_inclusive(['?', '&']).enumerate() {
        let (words, next) = piece.split_at(piece.trim_end_matches(['?', '&']).len());
        if place > 0 && is_password(words) {
            continue;
        }
        shown.push_str(separator);
        shown.push_str(words);
        separator = next;
    }
    let kind = shown.find(':').map_or(0, |at| at + 1);
    let start = kind + shown[kind..].len() - shown[kind..].trim_start_matches('/').len();
    match shown.rfind('@') {
        Some(at) if at > start => {
            let user = shown[start..at].split(':').next().unwrap_or_default();
            format!("{}{user}{}", &shown[..start], &shown[at..])
        }
        _ => shown,
    }
}

/// Returns whether a parameter gives a password. A name with escaped letters may be that of one, so it is not shown either.
fn is_password(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    name.contains('%') || name.to_lowercase().contains("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://clerk:s3cret@db.example/moothall"), "postgres://clerk@db.example/moothall");
        assert_eq!(without_password("sqlite://data/moothall.db"), "sqlite://data/moothall.db");
        for (address, shown) in [
            ("postgres://db.example/moothall?user=clerk&password=s3cret", "postgres://db.example/moothall?user=clerk"),
            ("postgres://db.example/moothall?password=s3cret&sslmode=require", "postgres://db.example/moothall?sslmode=require"),
            ("postgres:///moothall?host=db.example&pass%77ord=s3@cret", "postgres:///moothall?host=db.example"),
            ("postgres://clerk:s3c@ret@db.example/moothall?PASSWORD=s3cret", "postgres://clerk@db.example/moothall"),
            ("postgres://clerk:s3?cret@db.example/moothall", "postgres://clerk@db.example/moothall"),
            ("postgres:clerk:s3cret@db.example", "postgres:clerk@db.example"),
        ] {
            assert_eq!(without_password(address), shown);
        }
    }
}
