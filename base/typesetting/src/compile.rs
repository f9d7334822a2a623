//! From a document to the bytes of its PDF, in this process.

use crate::prepare::prepare;
use crate::world::DocumentWorld;
use chrono::{Datelike, Timelike};
use documents::{Print, PrintPicture, Typeset, TypesetError};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// How many compilations what Typst remembers of one may go unused. Fewer, and each begins cold; more, and memory grows.
const REMEMBERED: usize = 5;

/// The document as a PDF. `pictures` are those that it names.
///
/// # Errors
/// Where one of its texts, tables or lists is larger than can be typeset, where a picture of it is not among `pictures`, or where the result
/// would not meet the standards.
pub fn typeset(print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError> {
    let (prepared, replaced) = prepare(print, pictures)?;
    let result = compile(&prepared, pictures);
    // Also after an error: what it remembers would stay for ever.
    typst::comemo::evict(REMEMBERED);
    let (content, pages) = result?;
    Ok(Typeset { content, pages, replaced })
}

fn compile(print: &Print, pictures: &[PrintPicture]) -> Result<(Vec<u8>, u32), TypesetError> {
    let whole = |error: &dyn std::fmt::Display| TypesetError::Whole(error.to_string());
    let data = serde_json::to_vec(print).map_err(|error| whole(&error))?;
    let identity = print.title.clone();
    let pictures = pictures.iter().map(|picture| picture.content.clone()).collect();
    let world =
        DocumentWorld::new(data, pictures).ok_or_else(|| TypesetError::Whole("the template cannot be found".to_owned()))?;
    let told = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let first = errors.first().map(|error| error.message.to_string()).unwrap_or_default();
        TypesetError::Whole(format!("it cannot be typeset: {first}"))
    };
    let document: PagedDocument = typst::compile(&world).output.map_err(told)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).map_err(|error| whole(&error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(Some("Moothall".to_owned())),
        timestamp: timestamp(print),
        standards,
        ..PdfOptions::default()
    };
    let content = typst_pdf::pdf(&document, &options).map_err(told)?;
    let pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
    Ok((content, pages))
}

fn timestamp(print: &Print) -> Option<Timestamp> {
    let at = print.dated.naive_utc();
    let part = |value: u32| u8::try_from(value).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Some(Timestamp::new_utc(Datetime::from_ymd_hms(at.year(), month, day, hour, minute, second)?))
}
