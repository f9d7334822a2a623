//! The parts of files that are ZIP files inside.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An opened file.
pub(crate) struct Parts<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Parts<'a> {
    /// Opens a file. `None` if it has no list of its parts, because it is damaged or cut.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    /// Checks whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// Checks whether the name of a part begins like this.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.0.file_names().any(|name| name.is_ok_and(|name| name.starts_with(folder)))
    }

    /// Returns a part of at most so many bytes. `None` if there is none, or it is damaged or larger.
    pub(crate) fn bytes(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let at = self.0.index_for_name(name)?;
        let part = self.0.by_index(at).ok()?;
        let mut content = Vec::new();
        // The size stated in the file is not trusted.
        part.take(most + 1).read_to_end(&mut content).ok()?;
        (content.len() as u64 <= most).then_some(content)
    }
}
