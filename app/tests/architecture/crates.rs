//! Which crates may depend on which.

use crate::project::Crate;
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
