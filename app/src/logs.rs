//! What is written down while the program runs.
//!
//! Links in emails hold tokens that say who may, and libraries write whole requests and statements down when they are asked for more
//! than they say by themselves. So `MOOTHALL_LOG` decides how much this program's own parts say, which name routes and never addresses;
//! of a library's words nothing below `info` is written, whatever is asked for.

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt, registry};

/// The crates of this project: those whose words were written with readers' secrets in mind.
const OWN: [&str; 35] = [
    "access",
    "accounts",
    "annual_reports",
    "archive",
    "assets",
    "benches",
    "checking",
    "confined",
    "council",
    "db",
    "documents",
    "drafting",
    "figures",
    "files",
    "foundation",
    "ledger",
    "mail",
    "meetings",
    "moothall",
    "oversight",
    "papers",
    "pictures",
    "printing",
    "publications",
    "questions",
    "reports",
    "search",
    "settings",
    "subscriptions",
    "test_kit",
    "typesetting",
    "ui",
    "web",
    "word",
    "xtask",
];

/// Logs go to standard error; how much is said by `MOOTHALL_LOG` (`info`, `debug`, `web=debug` …).
pub(crate) fn start(as_json: bool) {
    let wanted = EnvFilter::try_from_env("MOOTHALL_LOG").unwrap_or_else(|_| EnvFilter::new(LevelFilter::WARN.to_string()));
    let filter = wanted.and(filter_fn(is_written));
    let lines = fmt::layer().with_writer(std::io::stderr);
    // A second attempt in one process, as in tests, changes nothing.
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
