//! ZIP files of papers: each entry is read by itself.

use crate::kind::Kind;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest ZIP file that is opened, in bytes, and the most that its entries have together.
pub const LARGEST_BUNDLE: usize = 128 * 1024 * 1024;

/// How many entries are read at most.
const MOST_ENTRIES: usize = 1000;

/// How many times larger an entry may be than it is in the ZIP file. Papers are a few times larger; files that are made to fill a memory are
/// a thousand times larger.
const MOST_TIMES: u64 = 200;

/// Entries that are smaller than this may be larger by any factor.
const SMALL: u64 = 1024 * 1024;

/// An entry of a ZIP file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name with its folders.
    pub name: String,
    /// Its bytes.
    pub content: Result<Vec<u8>, EntryError>,
}

/// Why a ZIP file could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It is larger than the limit.
    #[error("the ZIP file has {bytes} bytes, more than the {} megabytes that are opened at once. Unpack it and read the files in it", LARGEST_BUNDLE / (1024 * 1024))]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is damaged or cut.
    #[error("the ZIP file is damaged or was cut off: its list of files cannot be read. Fetch the whole file again")]
    Damaged,
    /// It has too many entries.
    #[error(
        "the ZIP file has {entries} files, more than the {MOST_ENTRIES} that are read at once. Unpack it and read the files in it"
    )]
    TooMany {
        /// How many it has.
        entries: usize,
    },
    /// It has no files.
    #[error("the ZIP file is empty")]
    Empty,
}

/// Why an entry could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// It is protected by a password.
    #[error("it needs a password. Unpack it and read the file")]
    Protected,
    /// It is damaged, or compressed in a way that is not read.
    #[error(
        "it cannot be unpacked: it is damaged, or compressed in an unusual way. Unpack the ZIP file with another program and read the file"
    )]
    Damaged,
    /// It is far larger than in the ZIP file, or the entries together are too large.
    #[error("it is too large once unpacked. Unpack the ZIP file and read the files in it")]
    TooLarge,
    /// It is a ZIP file itself.
    #[error("it is a ZIP file in a ZIP file, which is not opened. Unpack it and read the files in it")]
    Nested,
}

/// Opens a ZIP file and returns its entries, sorted by name. Folders, and files that programs leave beside papers, are passed over.
///
/// Pure, but run it in a separate process for untrusted files, as [`crate::extract`].
///
/// # Errors
/// Returns an error if the file is damaged, empty or too large. What is wrong with an entry is said in it.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Entry>, BundleError> {
    if bytes.len() > LARGEST_BUNDLE {
        return Err(BundleError::TooLarge { bytes: bytes.len() });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BundleError::Damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(BundleError::TooMany { entries: archive.len() });
    }
    let mut room = LARGEST_BUNDLE as u64;
    let mut entries = Vec::new();
    for at in 0..archive.len() {
        let Ok(listed) = archive.by_index_raw(at) else {
            entries.push(Entry { name: format!("file {}", at + 1), content: Err(EntryError::Damaged) });
            continue;
        };
        let name = listed.name().map_or_else(|_| format!("file {}", at + 1), |name| plain_name(&name));
        let (is_protected, size) = (listed.encrypted(), listed.compressed_size());
        let is_paper = !listed.is_dir() && !is_passed_over(&name);
        drop(listed);
        if !is_paper {
            continue;
        }
        let most = room.min(SMALL.max(size.saturating_mul(MOST_TIMES)));
        let content = match archive.by_index(at) {
            _ if is_protected => Err(EntryError::Protected),
            Ok(file) => unpacked(file, most),
            Err(_) => Err(EntryError::Damaged),
        };
        room = room.saturating_sub(content.as_ref().map_or(0, |content| content.len() as u64));
        let content =
            content.and_then(|content| if Kind::of(&content) == Kind::Zip { Err(EntryError::Nested) } else { Ok(content) });
        entries.push(Entry { name, content });
    }
    if entries.is_empty() {
        return Err(BundleError::Empty);
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

fn unpacked(file: impl Read, most: u64) -> Result<Vec<u8>, EntryError> {
    let mut content = Vec::new();
    // The size stated in the file is not trusted.
    file.take(most + 1).read_to_end(&mut content).map_err(|_| EntryError::Damaged)?;
    if content.len() as u64 > most { Err(EntryError::TooLarge) } else { Ok(content) }
}

/// Returns a name that can be shown.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// Checks whether an entry is not a paper but what a program left there.
fn is_passed_over(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.starts_with("__MACOSX/")
        || file.starts_with('.')
        || ["thumbs.db", "desktop.ini"].contains(&file.to_ascii_lowercase().as_str())
}
