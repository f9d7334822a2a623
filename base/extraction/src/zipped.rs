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

/// Returns a number of two bytes, the lowest first.
fn short(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes).map(usize::from)
}

/// Returns a number of four bytes, the lowest first.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes).and_then(|number| usize::try_from(number).ok())
}

/// Returns the names of a ZIP file's entries, as its list has them (APPNOTE.TXT 6.3, 4.3.12 and 4.3.16). `None` if the list cannot be found.
pub(crate) fn names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    // A comment of at most 65,535 bytes follows the end of the list.
    let tail = bytes.len().saturating_sub(65_557);
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let mut at = long(bytes, end + 16)?;
    let mut names = Vec::new();
    while at < end && bytes.get(at..at + 4)? == b"PK\x01\x02" {
        let (name, extra, comment) = (short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?);
        names.push(bytes.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra + comment;
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_zip_file_are_listed() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.txt", "b/c.txt"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
            std::io::Write::write_all(&mut zip, b"It met.").expect("written");
        }
        let file = zip.finish().expect("a file").into_inner();
        assert_eq!(names(&file), Some(vec![b"a.txt".as_slice(), b"b/c.txt"]));
        assert_eq!(names(&file[..file.len() - 30]), None);
        assert_eq!(names(b""), None);
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] = 0xFF;
            let _ = names(&damaged);
        }
    }
}
