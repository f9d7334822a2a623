//! Checks an uploaded file before it becomes a paper: its type, whether it can be printed, and what is not accessible.

use crate::item_files::FileContent;
use bytes::Bytes;
use documents::{Block, Document, TypesetError};
use printing::PrintError;
use web::AppState;

/// An accepted file.
pub(crate) struct Taken {
    pub hash: String,
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Bytes,
    pub content: FileContent,
    /// What was left out of a Word document without losing content: its page headers and footers.
    pub left_out: Vec<String>,
}

/// The first bytes of a ZIP file, and so of a Word document.
const ZIP: &[u8] = b"PK\x03\x04";
/// The first bytes of an old or protected Word document.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
const NOT_TAKEN: &str = "The selected file must be a PDF or a Word document (.docx)";

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Checks and reads a file uploaded by `person`.
///
/// # Errors
/// Returns a sentence that says what is wrong and what to do.
pub(crate) async fn take(state: &AppState, person: &str, name: &str, bytes: Bytes) -> Result<Taken, String> {
    let hash = files::hash(&bytes);
    let name = files::plain_name(name);
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let (content_type, content, left_out) = if begins(b"%PDF-") {
        ("application/pdf", pdf_content(state, &hash, &bytes).await?, Vec::new())
    } else if begins(ZIP) || begins(COMPOUND) {
        // The order of the parts in a Word document varies by program, so the reader decides whether it is one.
        let (content, left_out) = word_content(state, person, &bytes).await?;
        (WORD, content, left_out)
    } else {
        return Err(NOT_TAKEN.to_owned());
    };
    Ok(Taken { hash, name, content_type, bytes, content, left_out })
}

async fn pdf_content(state: &AppState, hash: &str, bytes: &Bytes) -> Result<FileContent, String> {
    let Some(printing) = &state.printing else {
        return Err("Files cannot be uploaded here: this installation cannot make PDFs".to_owned());
    };
    match printing.inspect(hash, bytes).await {
        Ok(facts) => Ok(FileContent::Pdf(facts)),
        Err(PrintError::Typeset(error)) if !matches!(error, TypesetError::NotStarted(_)) => Err(error.to_string()),
        Err(error) => {
            tracing::warn!(%error, "a PDF could not be inspected");
            Err("The PDF could not be checked. Try again in a few minutes".to_owned())
        }
    }
}

/// Returns the text of a Word document if everything in it can be printed, or an error that says what cannot.
async fn word_content(state: &AppState, person: &str, bytes: &Bytes) -> Result<(FileContent, Vec<String>), String> {
    let document = state
        .word
        .read(person, bytes)
        .await
        .map_err(|sentence| if sentence.contains("not a Word document") { NOT_TAKEN.to_owned() } else { sentence })?;
    let (running, lost): (Vec<String>, Vec<String>) =
        document.left_out.into_iter().partition(|told| told.starts_with("Page header") || told.starts_with("Page footer"));
    let pictures = document.pictures.len();
    let mut lost: Vec<String> = lost;
    if pictures > 0 {
        lost.push(if pictures == 1 { "1 image".to_owned() } else { format!("{pictures} images") });
    }
    if !lost.is_empty() {
        return Err(format!("Some of the Word document would be lost: {}. Save it as a PDF and upload the PDF", lost.join("; ")));
    }
    if document.blocks.is_empty() {
        return Err("The Word document has no text. Save it as a PDF and upload the PDF".to_owned());
    }
    let title = document.title.map(|text| Block::Heading { level: 1, number: None, text });
    let blocks: Vec<Block> = title.into_iter().chain(document.blocks).collect();
    if let Some(printing) = &state.printing {
        let whole = Document {
            title: "The Word document".to_owned(),
            entries: Document::of_blocks(&blocks).collect(),
            ..Document::default()
        };
        printing.check(&whole).map_err(|error| format!("{error}. Or save it as a PDF and upload the PDF"))?;
    }
    Ok((FileContent::Word { blocks }, running))
}
