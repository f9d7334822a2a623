//! The npm packages: fetched into `OUT_DIR/npm` at the versions in the lockfile, or taken from a folder given by the person who
//! runs the build.

use crate::{Outcome, read, write};
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The environment variable for a folder with the packages already fetched, for builds without a network.
const ELSEWHERE: &str = "MOOTHALL_NODE_MODULES";

/// Returns the folder `node_modules`, with every package at the version pinned in `package.json`.
pub(crate) fn find(out: &Path) -> Outcome<PathBuf> {
    println!("cargo::rerun-if-env-changed={ELSEWHERE}");
    let modules = match std::env::var_os(ELSEWHERE) {
        Some(path) => {
            println!("cargo::rerun-if-changed={}", Path::new(&path).display());
            PathBuf::from(path)
        }
        None => fetched(&out.join("npm"))?,
    };
    for (package, wanted) in pinned()? {
        if !modules.join(&package).join("package.json").is_file() {
            return Err(format!(
                "{} does not hold {package}. Run `npm ci` with the package-lock.json of base/assets.",
                modules.display()
            ));
        }
        let found = version(&modules, &package)?;
        if found != wanted {
            return Err(format!(
                "{package} in {} is version {found}, but version {wanted} is wanted. Run `npm ci` with the package-lock.json of base/assets.",
                modules.display()
            ));
        }
    }
    Ok(modules)
}

/// Runs `npm ci` in `folder`, unless it has already been run there with the same lockfile.
fn fetched(folder: &Path) -> Outcome<PathBuf> {
    let lock = read(Path::new("package-lock.json"))?;
    if lock.contains("\"resolved\"") {
        return Err("base/assets/package-lock.json records download addresses, which tie a build to one registry. Set \
                    omit-lockfile-registry-resolved=true and write it anew with `npm install --package-lock-only`."
            .to_owned());
    }
    let modules = folder.join("node_modules");
    let stamp = folder.join("fetched.lock");
    if modules.is_dir() && fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == lock) {
        return Ok(modules);
    }
    fs::create_dir_all(folder).map_err(|error| format!("Cannot make {}: {error}.", folder.display()))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        write(&folder.join(file), read(Path::new(file))?.as_bytes())?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(npm).args(["ci", "--ignore-scripts", "--omit=dev", "--omit=peer"]).current_dir(folder).output();
    match run {
        Ok(run) if run.status.success() => {
            write(&stamp, lock.as_bytes())?;
            Ok(modules)
        }
        Ok(run) => Err(format!(
            "npm could not fetch the styles and scripts of the interface. Check the network and the registry that npm uses, or set \
             {ELSEWHERE} to a node_modules folder that has them. npm said: {}",
            String::from_utf8_lossy(&run.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(format!(
            "npm is missing; it fetches the styles, scripts and typeface of the interface. Install Node.js 20 or later with npm \
             (on Debian: apt install nodejs npm), or set {ELSEWHERE} to a node_modules folder that has them."
        )),
        Err(error) => Err(format!("npm could not be started: {error}.")),
    }
}

/// Returns the packages named in `package.json`, with their versions.
fn pinned() -> Outcome<Vec<(String, String)>> {
    let manifest = json(Path::new("package.json"))?;
    let packages = manifest["dependencies"].as_object().ok_or("base/assets/package.json names no dependencies.")?;
    packages
        .iter()
        .map(|(name, version)| match version.as_str() {
            Some(version) => Ok((name.clone(), version.to_owned())),
            None => Err(format!("base/assets/package.json gives no version for {name}.")),
        })
        .collect()
}

fn version(modules: &Path, package: &str) -> Outcome<String> {
    let manifest = json(&modules.join(package).join("package.json"))?;
    Ok(manifest["version"].as_str().unwrap_or("unknown").to_owned())
}

fn json(path: &Path) -> Outcome<Value> {
    serde_json::from_str(&read(path)?).map_err(|error| format!("{} is not sound JSON: {error}.", path.display()))
}

/// Packages that are needed for building but are not embedded in the program, so they need no notice.
const FOR_BUILDING: [&str; 2] = ["esbuild", "@esbuild/"];

/// Dependencies of other packages that no page uses: one parses command-line arguments, the other dates for a date picker.
const UNUSED: [&str; 2] = ["argparse", "moment"];

/// Returns each embedded package and its version, with the full text of its licence, including indirect dependencies. The two
/// packages that lack the text of the MIT Licence get the copyright lines of their repositories.
pub(crate) fn licences(modules: &Path) -> Outcome<Vec<(String, String)>> {
    let lock = json(Path::new("package-lock.json"))?;
    let packages = lock["packages"].as_object().ok_or("base/assets/package-lock.json names no packages.")?;
    let names = packages.keys().filter_map(|key| key.strip_prefix("node_modules/"));
    let is_embedded = |name: &&str| !UNUSED.contains(name) && !FOR_BUILDING.iter().any(|known| name.starts_with(known));
    let mut licences = Vec::new();
    for package in names.filter(is_embedded) {
        let folder = modules.join(package);
        let text = match package {
            "govuk-frontend" => mit("Copyright (C) 2017 Crown Copyright (Government Digital Service)")?,
            "@ministryofjustice/frontend" => mit("Copyright (c) 2021 dxw; MOJ Digital & Technology")?,
            "@expo-google-fonts/atkinson-hyperlegible-next" => {
                format!("{}\n\n{}", read(&folder.join("LICENSE"))?, read(&folder.join("LICENSE_FONT"))?)
            }
            _ => ["LICENSE", "LICENSE.txt", "LICENSE-MIT.txt"]
                .iter()
                .find_map(|name| read(&folder.join(name)).ok())
                .ok_or_else(|| format!("{package} has no licence in the files LICENSE, LICENSE.txt or LICENSE-MIT.txt."))?,
        };
        licences.push((format!("{package} {}", version(modules, package)?), text));
    }
    Ok(licences)
}

fn mit(copyright: &str) -> Outcome<String> {
    Ok(format!("The MIT Licence (MIT)\n\n{copyright}\n\n{}", read(Path::new("src/mit.txt"))?))
}
