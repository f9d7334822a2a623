//! ZIP files of papers.

use crate::lines;
use crate::made::{Sheets, docx, zip};
use extraction::{BundleError, EntryError, Limits, extract, unpack};

#[test]
fn each_entry_is_read_by_itself() {
    let mut sheets = Sheets::new();
    sheets.run("R", 54.0, 60.0, "The Board met in March.");
    let file = zip(&[
        ("b/june.txt", b"The Board met in June."),
        ("a/march.pdf", &sheets.file()),
        ("a/", b""),
        ("may.docx", &docx("<w:p><w:r><w:t>The Board met in May.</w:t></w:r></w:p>", &[])),
        ("__MACOSX/b/._june.txt", b"\0\0"),
        ("Thumbs.db", b"\0\0"),
    ]);
    let entries = unpack(&file).expect("entries");
    let read: Vec<(&str, String)> = entries
        .iter()
        .map(|entry| {
            let content = entry.content.as_ref().expect("bytes");
            let extracted = extract(content, &Limits::default()).expect("text");
            (entry.name.as_str(), lines(&extracted).join("/"))
        })
        .collect();
    let expected = [
        ("a/march.pdf", "The Board met in March."),
        ("b/june.txt", "The Board met in June."),
        ("may.docx", "The Board met in May."),
    ];
    assert_eq!(read, expected.map(|(name, text)| (name, text.to_owned())));
}

#[test]
fn a_zip_of_stored_pdfs_is_not_taken_for_a_pdf() {
    let mut sheets = Sheets::new();
    sheets.run("R", 54.0, 60.0, "It met.");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("a.pdf", stored).expect("an entry");
    std::io::Write::write_all(&mut zip, &sheets.file()).expect("written");
    let file = zip.finish().expect("a file").into_inner();
    assert_eq!(extraction::Kind::of(&file), extraction::Kind::Zip);
    assert_eq!(unpack(&file).expect("entries").len(), 1);
}

#[test]
fn a_zip_in_a_zip_and_a_bomb_are_refused() {
    let inner = zip(&[("a.txt", b"It met.")]);
    let bomb = vec![b' '; 40 * 1024 * 1024];
    let entries = unpack(&zip(&[("inner.zip", &inner), ("bomb.txt", &bomb), ("c.txt", b"It met.")])).expect("entries");
    let contents: Vec<_> = entries.into_iter().map(|entry| entry.content).collect();
    assert_eq!(contents, [Err(EntryError::TooLarge), Ok(b"It met.".to_vec()), Err(EntryError::Nested)]);
    let many: Vec<(String, &[u8])> = (0..1001).map(|number| (format!("{number}.txt"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert_eq!(unpack(&zip(&many)), Err(BundleError::TooMany { entries: 1001 }));
}

#[test]
fn a_damaged_zip_says_so() {
    let file = zip(&[("a.txt", &b"It met. ".repeat(300)), ("b.txt", b"It ended.")]);
    assert_eq!(unpack(&file[..file.len() / 2]), Err(BundleError::Damaged));
    assert_eq!(unpack(&zip(&[])), Err(BundleError::Empty));
    let mut damaged = file;
    // The packed content of the first entry begins after its head of 30 bytes and its name.
    damaged[40] ^= 0xFF;
    let entries = unpack(&damaged).expect("entries");
    assert_eq!(entries[0].content, Err(EntryError::Damaged));
    assert_eq!(entries[1].content, Ok(b"It ended.".to_vec()));
}
