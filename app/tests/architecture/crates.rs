//! Which crates may depend on which.

use crate::architecture::project::{Crate, Source};
use std::collections::BTreeSet;

/// The program and the crates around it, which may depend on everything.
const AROUND: [&str; 4] = ["app", "benches", "e2e", "xtask"];

/// Checks that base depends on nothing but base.
pub(crate) fn base_stands_alone(crates: &[Crate]) -> Vec<String> {
    let base: BTreeSet<&str> = crates.iter().filter(|one| one.is_base()).map(|one| one.name.as_str()).collect();
    let of_base = crates.iter().filter(|one| one.is_base());
    of_base
        .flat_map(|one| one.depends_on.iter().map(move |other| (one, other)))
        .filter(|(_, other)| !base.contains(other.as_str()))
        .map(|(one, other)| {
            format!("{}/Cargo.toml: base depends on `{other}`. Let base have a trait instead, and app fulfil it.", one.folder)
        })
        .collect()
}

/// Checks that the crates form layers: those that depend on no others are removed, layer by layer, until none are left. Cargo
/// itself allows cycles through development dependencies.
pub(crate) fn no_circles(crates: &[Crate]) -> Vec<String> {
    let mut left: Vec<&Crate> = crates.iter().collect();
    loop {
        let names: BTreeSet<&str> = left.iter().map(|one| one.name.as_str()).collect();
        let stands_on_others = |one: &&Crate| one.depends_on.iter().any(|other| names.contains(other.as_str()));
        let next: Vec<&Crate> = left.iter().copied().filter(stands_on_others).collect();
        if next.len() == left.len() {
            break;
        }
        left = next;
    }
    left.iter()
        .map(|one| {
            format!(
                "{}/Cargo.toml: `{}` is in a circle of crates, or stands on one. Move what both need to a floor below.",
                one.folder, one.name
            )
        })
        .collect()
}

/// Checks that the program depends on every capability, and that no other crate depends on the program or, apart from those
/// around it, on all capabilities.
pub(crate) fn only_the_program_knows_all(crates: &[Crate]) -> Vec<String> {
    let capabilities: BTreeSet<&String> = crates.iter().filter(|one| one.is_capability()).map(|one| &one.name).collect();
    let program = crates.iter().find(|one| one.folder == "app");
    let mut faults = Vec::new();
    for one in crates {
        let knows_all = capabilities.iter().all(|capability| one.depends_on.contains(*capability));
        let may_know = AROUND.contains(&one.folder.as_str());
        if one.folder == "app" && !knows_all {
            faults.push("app/Cargo.toml: a capability is missing here, so that nobody can use it. Add and wire it.".to_owned());
        }
        if !may_know && knows_all && !capabilities.is_empty() {
            faults.push(format!(
                "{}/Cargo.toml: only app knows all capabilities. Let app bring together what this needs.",
                one.folder
            ));
        }
        if !may_know && program.is_some_and(|program| one.depends_on.contains(&program.name)) {
            faults.push(format!(
                "{}/Cargo.toml: depends on the program. Move what it needs to base or to a capability.",
                one.folder
            ));
        }
    }
    faults
}

/// Checks that the tests of a crate are one program, `tests/main.rs`, and that it names every file: one that it does not name would
/// never be run.
pub(crate) fn every_test_is_run(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut folders: BTreeSet<&str> = sources.iter().map(|source| source.folder.as_str()).collect();
    folders.remove("e2e");
    for folder in folders {
        let tests = format!("{folder}/tests/");
        let own = sources.iter().filter_map(|source| Some((source, source.path.strip_prefix(&tests)?)));
        let own: Vec<(&Source, &str)> = own
            .filter_map(|(source, rest)| Some((source, rest.strip_suffix("/mod.rs").or_else(|| rest.strip_suffix(".rs"))?)))
            .filter(|(_, name)| !name.contains('/'))
            .collect();
        let Some((main, _)) = own.iter().find(|(_, name)| *name == "main") else {
            if own.len() > 1 {
                faults.push(format!("{folder}/tests: has {} programs of tests. Make them modules of tests/main.rs.", own.len()));
            }
            continue;
        };
        for (source, name) in own.iter().filter(|(_, name)| *name != "main") {
            if !main.code.contains(&format!("mod {name};")) {
                faults.push(format!("{}: tests/main.rs does not name it, so its tests are not run.", source.path));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(folder: &str, depends_on: &[&str]) -> Crate {
        let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
        Crate { name, folder: folder.to_owned(), depends_on: depends_on.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn base_may_not_know_a_capability() {
        let sound = [one("base/db", &[]), one("base/web", &["db"]), one("capabilities/meetings", &["web"])];
        assert!(base_stands_alone(&sound).is_empty());
        let faults = base_stands_alone(&[one("base/db", &["meetings"]), one("capabilities/meetings", &["db"])]);
        assert_eq!(faults, ["base/db/Cargo.toml: base depends on `meetings`. Let base have a trait instead, and app fulfil it."]);
    }

    #[test]
    fn a_circle_is_found() {
        assert!(no_circles(&[one("base/db", &[]), one("base/web", &["db"]), one("app", &["web", "db"])]).is_empty());
        let faults = no_circles(&[one("base/db", &["test-kit"]), one("base/test-kit", &["db"]), one("base/ui", &[])]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with("base/db/Cargo.toml"), "{faults:?}");
    }

    #[test]
    fn a_test_that_is_not_run_is_found() {
        let source = |path: &str, text: &str| Source::new("base/mail", path, text);
        let main = source("base/mail/tests/main.rs", "mod conversation;\nmod common;\n");
        let known = [source("base/mail/tests/conversation.rs", ""), source("base/mail/tests/common/mod.rs", "")];
        let sound: Vec<Source> = known.into_iter().chain([main, source("base/mail/tests/common/deep.rs", "")]).collect();
        assert!(every_test_is_run(&sound).is_empty());
        let forgotten: Vec<Source> = sound.into_iter().chain([source("base/mail/tests/killed.rs", "")]).collect();
        assert_eq!(every_test_is_run(&forgotten).len(), 1);
        assert!(every_test_is_run(&[source("base/mail/tests/one.rs", "")]).is_empty());
        let two = [source("base/mail/tests/one.rs", ""), source("base/mail/tests/two.rs", "")];
        assert_eq!(every_test_is_run(&two).len(), 1);
    }

    #[test]
    fn nobody_but_the_program_may_know_all() {
        let two = || [one("capabilities/meetings", &[]), one("capabilities/reports", &["meetings"])];
        let sound = two().into_iter().chain([one("app", &["meetings", "reports"])]);
        assert!(only_the_program_knows_all(&sound.collect::<Vec<_>>()).is_empty());
        let knowing =
            two().into_iter().chain([one("app", &["meetings", "reports"]), one("shared", &["meetings", "reports", "app"])]);
        assert_eq!(only_the_program_knows_all(&knowing.collect::<Vec<_>>()).len(), 2);
        let forgotten = two().into_iter().chain([one("app", &["meetings"])]);
        assert_eq!(only_the_program_knows_all(&forgotten.collect::<Vec<_>>()).len(), 1);
    }
}
