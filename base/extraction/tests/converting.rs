//! Documents of old office programs, converted by a program that stands for LibreOffice.

use crate::lines;
use crate::made::docx;
use extraction::{Converter, ConverterError, Kind, Limits, extract};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// Writes a program of this text and returns a converter that runs it.
fn program(folder: &Path, text: &str) -> Converter {
    let path = folder.join("soffice");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
    Converter { patience: Duration::from_secs(20), ..Converter::found_in(Some(folder.into())) }
}

#[tokio::test]
async fn a_converted_document_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = docx("<w:p><w:r><w:t>The Board met.</w:t></w:r></w:p>", &[]);
    fs::write(folder.path().join("known.docx"), document).expect("written");
    // The last arguments are the folder to write to and the document; nothing of this process is left in the environment.
    let text = format!(
        "for last; do before=$written; written=$last; done\n[ -z \"$CARGO_MANIFEST_DIR\" ] && [ -s \"$written\" ] && [ -s \"$HOME/profile/user/registrymodifications.xcu\" ] \
         && cp {}/known.docx \"$before/paper.docx\"",
        folder.path().display()
    );
    let converter = program(folder.path(), &text);
    let converted = converter.convert(b"{\\rtf1 The Board met.}", Kind::Rtf).await.expect("converted");
    assert_eq!(lines(&extract(&converted, &Limits::default()).expect("text")), ["The Board met."]);
}

#[tokio::test]
async fn what_cannot_be_converted_says_why() {
    let missing = Converter::found_in(Some("/nowhere".into()));
    let error = missing.convert(b"{\\rtf1}", Kind::Rtf).await.expect_err("missing");
    assert!(error.to_string().contains("rich text document (.rtf)") && error.to_string().contains("not installed"), "{error}");

    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(program(folder.path(), "exit 1").convert(b"x", Kind::Doc).await, Err(ConverterError::NotConverted));

    let marker = folder.path().join("still-running");
    let slow = format!("(sleep 4; touch {}) &\nsleep 60", marker.display());
    let slow = Converter { patience: Duration::from_secs(1), ..program(folder.path(), &slow) };
    assert_eq!(slow.convert(b"x", Kind::Doc).await, Err(ConverterError::TookTooLong(1)));
    // What the program started was killed with it.
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(!marker.exists());
}
