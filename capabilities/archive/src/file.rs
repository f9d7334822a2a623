//! Reads a pack from the bytes of a file.

use crate::reading::{self, About, Context, Doubt, ReadError, ReadPack, Remark};
use extraction::pdf::{self, PdfError};
use extraction::{Extracted, ExtractionError, Limits, extract};

/// The largest file that is taken, in bytes, whatever its kind. PDFs and text have smaller limits of their own.
pub const LARGEST: usize = if pdf::LARGEST > extraction::LARGEST_BUNDLE { pdf::LARGEST } else { extraction::LARGEST_BUNDLE };

/// Reads the pack in a file of any kind that [`extraction::extract`] takes. The kind is taken from the content, not the file's name.
///
/// Pure, but run it in a separate process for untrusted files other than plain text: see [`extraction::extract`].
///
/// # Errors
/// Returns an error if nothing could be read; the error says what is wrong and what to do.
pub fn reading_of_file(bytes: &[u8], context: &Context) -> Result<ReadPack, ReadError> {
    reading_of(extracted(bytes)?, context)
}

/// Extracts the text of a file.
pub(crate) fn extracted(bytes: &[u8]) -> Result<Extracted, ReadError> {
    extract(bytes, &Limits::default()).map_err(|error| match error {
        ExtractionError::Text(error) => error.into(),
        ExtractionError::Pdf(error) => error.into(),
        other => ReadError::File(other.to_string()),
    })
}

/// Reads the pack in the text of a file.
pub(crate) fn reading_of(extracted: Extracted, context: &Context) -> Result<ReadPack, ReadError> {
    let (pages, pictures) = (extracted.pages, extracted.pictures);
    let numbered = (pages > 0).then_some(pages);
    let page = |line: usize| numbered.map(|_| extracted.hints.pages.partition_point(|first| *first <= line).max(1));
    let damage = extracted.damage.as_deref();
    let mut pack = reading::read_with(&extracted.text, &extracted.hints, context).map_err(|error| match error {
        ReadError::NothingRecognised { .. } if pictures * 2 > pages => PdfError::Scanned { pictures, pages }.into(),
        ReadError::NothingRecognised { lines, why, .. } => {
            let why = damage.map_or(why.clone(), |damage| format!("{why} ({damage})"));
            ReadError::NothingRecognised { lines, pages: numbered, why }
        }
        ReadError::CutOff { line, reading, .. } => ReadError::CutOff { line, page: page(line), reading },
        other => other,
    })?;
    if pictures > 0 {
        let text = format!("{pictures} of {pages} pages contain only images, so no text was read from them");
        pack.remarks.push(Remark { line: 1, text });
    }
    if !extracted.left_out.is_empty() {
        pack.remarks.push(Remark { line: 1, text: format!("not read: {}", extracted.left_out.join(", ")) });
    }
    if let Some(damage) = damage {
        doubt_damaged(&mut pack, damage, context);
    }
    (pack.running, pack.links) = (extracted.running, extracted.links);
    Ok(pack)
}

/// Leaves it to a person whether words of a damaged file are missing: nobody can tell from the rest.
fn doubt_damaged(pack: &mut ReadPack, says: &str, context: &Context) {
    for (part, place) in pack.parts.iter().enumerate() {
        let is_settled = context.answers.parts.get(part).is_some_and(|answer| answer.settled.contains(&About::Damage));
        if !is_settled {
            let doubt = Doubt {
                part: Some(part),
                line: place.first_line,
                about: About::Damage,
                says: says.to_owned(),
                readings: Vec::new(),
            };
            pack.doubts.push(doubt);
        }
    }
    pack.doubts.sort_by_key(|doubt| doubt.line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Answers, PartKind};

    const TEXT: &str = "MINUTES of the Safer Wexcombe Board held on Tuesday, 4 March 2025 in the Great Barn\n\nPresent: Councillors A. Dummy \
                        (Chair) and B. Foil\n\n1. FENCES\n\nThe fences fell.\n\n2. GATES\n\nThe gates stayed.\n\nMeeting ended at 7.40 p.m.\n";

    fn damaged(context: &Context) -> ReadPack {
        let damage = Some("the file was cut off".to_owned());
        let extracted = Extracted { damage, ..extracted(TEXT.as_bytes()).expect("text") };
        reading_of(extracted, context).expect("minutes")
    }

    #[test]
    fn nothing_of_a_damaged_file_is_published_before_a_person_looked_at_it() {
        let pack = damaged(&Context::default());
        assert_eq!(pack.minutes.len(), 1);
        assert!(!pack.is_settled(PartKind::Minutes, 0));
        assert_eq!(pack.doubts[0].says, "the file was cut off");
        let review = pack.review("cut.pdf").replace("settled = []", "settled = [\"damage\"]");
        let answers = Answers::read(&review).expect("a review");
        assert!(damaged(&Context { answers, ..Context::default() }).is_settled(PartKind::Minutes, 0));
    }

    #[test]
    fn a_page_a_document_and_a_text_with_marks_are_read_as_text_is() {
        let expected = reading_of_file(TEXT.as_bytes(), &Context::default()).expect("minutes").minutes;
        let paragraphs = || TEXT.split("\n\n").map(str::trim);
        let page: String = paragraphs().map(|text| ["<p>", text, "</p>\n"].concat()).collect();
        let marked = format!("---\nlayout: minutes\n---\n{}", TEXT.replace("1. FENCES", "**1. FENCES**"));
        for file in [page, marked] {
            let pack = reading_of_file(file.as_bytes(), &Context::default()).expect("minutes");
            assert_eq!(pack.minutes, expected, "{file}");
        }
    }
}
