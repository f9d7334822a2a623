//! Reads a pack from the bytes of a file.

use crate::reading::{self, Context, ReadError, ReadPack, Remark};
use extraction::Hints;
use extraction::pdf::{self, PdfError};

/// The largest file that is read, in bytes, whatever its type.
pub const LARGEST: usize = if pdf::LARGEST > extraction::LARGEST { pdf::LARGEST } else { extraction::LARGEST };

/// Reads the pack in a PDF or text file. The type is taken from the content, not the file's name.
///
/// Pure, but run it in a separate process for untrusted files: see [`extraction::pdf`].
///
/// # Errors
/// Returns an error if nothing could be read; the error says what is wrong and what to do.
pub fn reading_of_file(bytes: &[u8], context: &Context) -> Result<ReadPack, ReadError> {
    if !pdf::is_pdf(bytes) {
        return reading::read_with(&extraction::decode(bytes)?, &Hints::default(), context);
    }
    let laid_out = pdf::lay_out(bytes)?;
    let page = |line: usize| laid_out.hints.pages.partition_point(|first| *first <= line).max(1);
    let mut pack = reading::read_with(&laid_out.text, &laid_out.hints, context).map_err(|error| match error {
        ReadError::NothingRecognised { .. } if laid_out.pictures * 2 > laid_out.pages => {
            PdfError::Scanned { pictures: laid_out.pictures, pages: laid_out.pages }.into()
        }
        ReadError::NothingRecognised { lines, why, .. } => {
            ReadError::NothingRecognised { lines, pages: Some(laid_out.pages), why }
        }
        ReadError::CutOff { line, reading, .. } => ReadError::CutOff { line, page: Some(page(line)), reading },
        other => other,
    })?;
    if laid_out.pictures > 0 {
        let text =
            format!("{} of {} pages contain only images, so no text was read from them", laid_out.pictures, laid_out.pages);
        pack.remarks.push(Remark { line: 1, text });
    }
    (pack.running, pack.links) = (laid_out.running, laid_out.links);
    Ok(pack)
}
