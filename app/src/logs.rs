//! Logging.
//!
//! Links in emails contain tokens that grant access, and libraries log whole requests and statements at their more detailed
//! levels. `MOOTHALL_LOG` therefore has full effect only on this program's own crates, which log routes and never addresses;
//! nothing below `info` is logged from a library, whatever `MOOTHALL_LOG` says.

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt, registry};

/// The crates of this project, whose messages were written with readers' secrets in mind.
const OWN: [&str; 47] = [
    "access",
    "accounts",
    "actions",
    "agendas",
    "annual_reports",
    "archive",
    "assets",
    "benches",
    "boards",
    "checking",
    "confined",
    "council",
    "db",
    "db_derive",
    "directory",
    "documents",
    "drafting",
    "extraction",
    "figures",
    "files",
    "foundation",
    "jobs",
    "ledger",
    "lifecycle",
    "mail",
    "markdown",
    "meetings",
    "moothall",
    "oversight",
    "packs",
    "papers",
    "pictures",
    "printing",
    "public_record",
    "publications",
    "questions",
    "reports",
    "search",
    "settings",
    "sittings",
    "subscriptions",
    "test_kit",
    "typesetting",
    "ui",
    "web",
    "word",
    "xtask",
];

/// Starts logging to standard error, at the level that `MOOTHALL_LOG` sets (`info`, `debug`, `web=debug` …).
pub(crate) fn start(as_json: bool) {
    let wanted = EnvFilter::try_from_env("MOOTHALL_LOG").unwrap_or_else(|_| EnvFilter::new(LevelFilter::WARN.to_string()));
    let filter = wanted.and(filter_fn(is_written));
    let lines = fmt::layer().with_writer(std::io::stderr);
    // A second attempt in one process, as in tests, has no effect.
    let _ = if as_json {
        registry().with(lines.json().with_filter(filter)).try_init()
    } else {
        registry().with(lines.with_filter(filter)).try_init()
    };
}

fn is_written(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::INFO || is_own(metadata.target())
}

fn is_own(target: &str) -> bool {
    target.split("::").next().is_some_and(|name| OWN.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_projects_own_crates_are_all_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["base", "capabilities"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap().replace('-', "_");
                assert!(is_own(&format!("{name}::anything")), "{name}");
            }
        }
        for library in ["hyper::proto::h1::io", "sqlx::query", "axum::rejection", "webbrowser", "tower_http::trace"] {
            assert!(!is_own(library), "{library}");
        }
    }
}
