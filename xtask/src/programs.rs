//! The programs that the tests need: found in their usual places, or installed as Debian packages.

use anyhow::{Result, bail};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The oldest version of Node.js that the browser's driver supports.
const OLDEST_NODE: u32 = 20;

/// The paths of the programs.
pub(crate) struct Programs {
    /// The folder with `initdb`, `pg_ctl` and `postgres`.
    pub(crate) postgresql: PathBuf,
    /// The browser.
    pub(crate) chromium: PathBuf,
    /// Python, with which a validator of PDFs is installed.
    pub(crate) python: PathBuf,
}

/// A program, how to find it, and the Debian package that contains it.
struct Need {
    name: &'static str,
    package: &'static str,
    find: fn() -> Option<PathBuf>,
}

const NEEDS: [Need; 6] = [
    Need { name: "a PostgreSQL server (initdb, pg_ctl, postgres)", package: "postgresql", find: postgresql },
    Need { name: "the browser Chromium", package: "chromium", find: chromium },
    Need { name: "Node.js 20 or later", package: "nodejs", find: node },
    Need { name: "npm", package: "npm", find: npm },
    Need { name: "Poppler's programs (pdfinfo, pdftotext)", package: "poppler-utils", find: poppler },
    Need { name: "Python 3 with venv", package: "python3-venv", find: python },
];

/// Returns the programs, first installing those that are missing if apt-get is available and this user may use it.
pub(crate) fn find_or_install() -> Result<Programs> {
    let missing = missing();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        install(&packages);
    }
    let still_missing = self::missing();
    match (postgresql(), chromium(), python()) {
        (Some(postgresql), Some(chromium), Some(python)) if still_missing.is_empty() => {
            Ok(Programs { postgresql, chromium, python })
        }
        _ => {
            let names: Vec<&str> = still_missing.iter().map(|need| need.name).collect();
            let packages: Vec<&str> = still_missing.iter().map(|need| need.package).collect();
            bail!(
                "The tests need what is missing here: {}. On Debian: `apt-get install {}`, as root. Elsewhere install them as usual and put \
                 them on the PATH.",
                names.join("; "),
                packages.join(" ")
            )
        }
    }
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| (need.find)().is_none()).collect()
}

/// Installs Debian packages; does nothing without apt-get or permission to use it.
fn install(packages: &[&str]) {
    let permitted = || is_root() || succeeds(Command::new("sudo").args(["--non-interactive", "true"]).stderr(Stdio::null()));
    if on_path("apt-get").is_none() || !permitted() {
        return;
    }
    let apt_get = |arguments: &[&str]| {
        let environment = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"];
        let mut words: Vec<&str> = if is_root() { Vec::new() } else { vec!["sudo", "--non-interactive"] };
        words.extend(environment);
        words.extend(arguments);
        let mut command = Command::new(words.remove(0));
        command.args(words);
        command
    };
    eprintln!("Installing {} with apt-get.", packages.join(", "));
    if !succeeds(apt_get(&["update"]).stdout(Stdio::null())) {
        eprintln!("apt-get could not read all its lists; going on with those it has.");
    }
    let mut arguments = vec!["install", "--no-install-recommends"];
    arguments.extend(packages);
    if !succeeds(apt_get(&arguments).stdout(Stdio::null())) {
        eprintln!("apt-get could not install {}.", packages.join(", "));
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Checks whether this runs as root, which a PostgreSQL server refuses to run as.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|program| is_program(program))
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.mode() & 0o111 != 0)
}

fn postgresql() -> Option<PathBuf> {
    let on_path = on_path("pg_ctl").and_then(|program| Some(program.parent()?.to_path_buf()));
    on_path
        .into_iter()
        .chain(debian_servers())
        .chain(told_by_pg_config())
        .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|program| is_program(&folder.join(program))))
}

/// Returns the folders of PostgreSQL servers, the newest first. Debian keeps each version in a folder of its own, off the PATH.
fn debian_servers() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir("/usr/lib/postgresql") else { return Vec::new() };
    let mut versions: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    versions.sort_by_key(|folder| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    versions.into_iter().rev().map(|folder| folder.join("bin")).collect()
}

fn told_by_pg_config() -> Option<PathBuf> {
    let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

fn chromium() -> Option<PathBuf> {
    match env::var_os("MOOTHALL_CHROMIUM") {
        Some(chosen) => Some(PathBuf::from(chosen)).filter(|program| is_program(program)),
        None => ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path),
    }
}

fn node() -> Option<PathBuf> {
    let node = on_path("node")?;
    let answer = Command::new(&node).arg("--version").output().ok()?;
    let version = String::from_utf8(answer.stdout).ok()?;
    let major: u32 = version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()?;
    (major >= OLDEST_NODE).then_some(node)
}

fn npm() -> Option<PathBuf> {
    on_path("npm")
}

fn poppler() -> Option<PathBuf> {
    on_path("pdfinfo").filter(|_| on_path("pdftotext").is_some())
}

/// Returns a Python that can create a virtual environment with pip.
fn python() -> Option<PathBuf> {
    let python = on_path("python3")?;
    succeeds(Command::new(&python).args(["-c", "import venv, ensurepip"]).stderr(Stdio::null())).then_some(python)
}
