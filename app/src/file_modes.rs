//! File permissions: no other account on the machine may read the program's files.

use std::io;
use std::path::{Path, PathBuf};

/// Makes every file that this process and its children create from now on accessible only to their own account.
pub fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Returns the files and folders, among `places` and everything in them, that other accounts can access. A missing place is
/// skipped.
///
/// # Errors
/// An error that names the place if it cannot be read.
#[cfg(unix)]
pub fn open_to_others(places: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut open = Vec::new();
    for place in places {
        look(place, &mut open).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", place.display())))?;
    }
    Ok(open)
}

/// Returns an empty list: on other systems, permissions are up to the person who sets up the folder.
#[cfg(not(unix))]
pub fn open_to_others(_places: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    Ok(Vec::new())
}

#[cfg(unix)]
fn look(place: &Path, open: &mut Vec<PathBuf>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = match std::fs::symlink_metadata(place) {
        Ok(metadata) => metadata,
        // The database's auxiliary files come and go while a site is served.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    // A symbolic link has no permissions of its own.
    if !metadata.is_symlink() && metadata.permissions().mode() & 0o077 != 0 {
        open.push(place.to_owned());
    }
    if metadata.is_dir() { look_inside(place, open) } else { Ok(()) }
}

#[cfg(unix)]
fn look_inside(folder: &Path, open: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        // A folder too may disappear while a site is served.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        look(&entry?.path(), open)?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_disappears_during_the_check_is_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let mut open = Vec::new();
        look_inside(&gone, &mut open).unwrap();
        assert_eq!(open, Vec::<PathBuf>::new());
        write(&gone, "").unwrap();
        assert!(look_inside(&gone, &mut open).is_err(), "another error is still an error");
    }

    #[test]
    fn what_others_may_read_is_found_wherever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("files")).unwrap();
        for (name, mode) in [("moothall.db", 0o600), ("files/a", 0o640), ("files/b", 0o604), ("files", 0o700)] {
            if name != "files" {
                write(at(name), "").unwrap();
            }
            set_permissions(at(name), Permissions::from_mode(mode)).unwrap();
        }
        std::os::unix::fs::symlink(at("moothall.db"), at("link")).unwrap();
        set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        let mut open = open_to_others(&[folder.path().to_owned(), at("not-there")]).unwrap();
        open.sort();
        assert_eq!(open, [at("files/a"), at("files/b")]);
    }
}
