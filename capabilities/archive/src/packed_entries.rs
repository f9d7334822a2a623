//! The files of a ZIP file as bytes, on their way from a child to its parent.

use crate::confined_reader::PackedFile;
use extraction::Entry;

/// Returns entries as bytes: the name, a mark, and the content or the sentence, each with its length before it.
pub(crate) fn packed(entries: Vec<Entry>) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut add = |bytes: &[u8]| {
        packed.extend((bytes.len() as u64).to_le_bytes());
        packed.extend(bytes);
    };
    for entry in entries {
        add(entry.name.as_bytes());
        match entry.content {
            Ok(content) => {
                add(b"=");
                add(&content);
            }
            Err(error) => {
                add(b"!");
                add(error.to_string().as_bytes());
            }
        }
    }
    packed
}

/// Returns the files in such bytes. `None` if they are not.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<PackedFile>> {
    let mut left = bytes;
    let mut files = Vec::new();
    while !left.is_empty() {
        let mut next = || {
            let (length, rest) = left.split_first_chunk::<8>()?;
            let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
            left = rest;
            Some(part)
        };
        let (name, mark, content) = (next()?, next()?, next()?);
        let content = match mark {
            b"=" => Ok(content.to_vec()),
            b"!" => Err(String::from_utf8_lossy(content).into_owned()),
            _ => return None,
        };
        files.push(PackedFile { name: String::from_utf8_lossy(name).into_owned(), content });
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use extraction::EntryError;

    #[test]
    fn files_come_back_as_they_went() {
        let entries = vec![
            Entry { name: "a.txt".into(), content: Ok(b"It met.".to_vec()) },
            Entry { name: "b.zip".into(), content: Err(EntryError::Nested) },
        ];
        let packed = packed(entries);
        let files = unpacked(&packed).expect("files");
        assert_eq!(files[0], PackedFile { name: "a.txt".into(), content: Ok(b"It met.".to_vec()) });
        assert!(files[1].content.as_ref().is_err_and(|says| says.contains("a ZIP file in a ZIP file")));
        assert_eq!(unpacked(&packed[..packed.len() - 1]), None);
        assert_eq!(unpacked(&[0xFF; 30]), None);
    }
}
