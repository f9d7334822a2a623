//! The crates and sources of the project, as reported by cargo and found in the folders.

use crate::architecture::rust_text;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A crate of the workspace.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    pub(crate) name: String,
    /// Its folder relative to the project's: `base/db`.
    pub(crate) folder: String,
    /// The crates of the workspace that it depends on, for building and for tests.
    pub(crate) depends_on: BTreeSet<String>,
}

impl Crate {
    pub(crate) fn is_base(&self) -> bool {
        self.folder.starts_with("base/")
    }

    pub(crate) fn is_capability(&self) -> bool {
        self.folder.starts_with("capabilities/")
    }
}

/// A Rust file.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Its crate's folder: `base/db`.
    pub(crate) folder: String,
    /// Its path relative to the project's folder: `base/db/src/lib.rs`.
    pub(crate) path: String,
    /// The number of lines.
    pub(crate) lines: usize,
    /// Its code without comments and strings, with the line breaks kept.
    pub(crate) code: String,
    /// Its strings, each with the number of its first line.
    pub(crate) strings: Vec<(usize, String)>,
}

impl Source {
    pub(crate) fn new(folder: &str, path: &str, text: &str) -> Self {
        let (code, strings) = rust_text::split(text);
        Self { folder: folder.to_owned(), path: path.to_owned(), lines: text.lines().count(), code, strings }
    }

    /// Checks whether it is part of what councils run, rather than of tests, measurements or development.
    pub(crate) fn is_shipped(&self) -> bool {
        let crate_ships = self.folder == "app" || self.folder.starts_with("base/") || self.folder.starts_with("capabilities/");
        crate_ships && self.folder != "base/test-kit" && self.path.starts_with(&format!("{}/src/", self.folder))
    }

    /// Returns the code and strings that are shipped: a module of tests at the end of the file is left out.
    pub(crate) fn shipped(&self) -> (&str, impl Iterator<Item = &(usize, String)>) {
        let code = self.code.find("#[cfg(test)]\nmod tests {").map_or(self.code.as_str(), |end| &self.code[..end]);
        let lines = code.lines().count();
        (code, self.strings.iter().filter(move |(line, _)| *line <= lines))
    }

    /// Returns a line of the file in the form that editors understand.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

/// A guide for users: `README.md`, or a page of `docs/`.
#[derive(Debug, Default)]
pub(crate) struct Guide {
    /// Its path relative to the project's folder: `docs/running.md`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All crates with their sources, and the guides.
pub(crate) struct Project {
    pub(crate) crates: Vec<Crate>,
    pub(crate) sources: Vec<Source>,
    pub(crate) guides: Vec<Guide>,
}

impl Project {
    pub(crate) fn read() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let answer = Command::new(cargo).args(["metadata", "--no-deps", "--format-version", "1"]).output().expect("cargo starts");
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        let metadata: Value = serde_json::from_slice(&answer.stdout).expect("cargo answers in JSON");
        let root = Path::new(metadata["workspace_root"].as_str().expect("the project's folder"));
        let mut project = Self { crates: Vec::new(), sources: Vec::new(), guides: Vec::new() };
        project.read_guide(root, &root.join("README.md"));
        project.read_guides(root, &root.join("docs"));
        for package in metadata["packages"].as_array().expect("crates") {
            let manifest = Path::new(package["manifest_path"].as_str().expect("a manifest"));
            let folder = from_root(root, manifest.parent().expect("a folder"));
            let depends_on = package["dependencies"].as_array().expect("dependencies").iter();
            project.crates.push(Crate {
                name: package["name"].as_str().expect("a name").to_owned(),
                depends_on: depends_on
                    .filter(|one| one["path"].is_string())
                    .filter_map(|one| one["name"].as_str().map(str::to_owned))
                    .collect(),
                folder: folder.clone(),
            });
            project.read_sources(root, &folder, &root.join(&folder));
        }
        project
    }

    /// Reads the guides in a folder and its subfolders, except the decisions, which are for developers.
    fn read_guides(&mut self, root: &Path, within: &Path) {
        for entry in fs::read_dir(within).expect("a folder that can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("docs/decisions") {
                self.read_guides(root, &path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                self.read_guide(root, &path);
            }
        }
    }

    fn read_guide(&mut self, root: &Path, path: &Path) {
        let text = fs::read_to_string(path).expect("a guide that is text");
        self.guides.push(Guide { path: from_root(root, path), text });
    }

    fn read_sources(&mut self, root: &Path, folder: &str, within: &Path) {
        for entry in fs::read_dir(within).expect("a folder that can be listed") {
            let path = entry.expect("an entry").path();
            let is_foreign = path.file_name().is_some_and(|name| name == "node_modules" || name == "target");
            // A crate inside another's folder is listed by itself.
            let is_crate = path.join("Cargo.toml").is_file();
            if path.is_dir() && !is_foreign && !is_crate {
                self.read_sources(root, folder, &path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source that is text");
                self.sources.push(Source::new(folder, &from_root(root, &path), &text));
            }
        }
    }
}

fn from_root(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("a path in the project").to_string_lossy().replace('\\', "/")
}
