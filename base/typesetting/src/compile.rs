//! Compiles a document to the bytes of its PDF, in this process.

use crate::pdf_inspection;
use crate::pdf_placing::{self, Inset};
use crate::prepare::prepare;
use crate::world::DocumentWorld;
use chrono::{Datelike, Timelike};
use documents::{Document, FilePages, PdfFacts, Print, PrintPicture, Typeset, TypesetError};
use typst::foundations::{Datetime, NativeElement, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// How many compilations a result memoised by Typst may go unused. With fewer, each compilation starts cold; with more, memory
/// grows.
const REMEMBERED: usize = 5;

/// Typesets the document as a PDF. `pictures` holds the images and files that it names.
///
/// # Errors
/// If one of its texts, tables or lists is too large to be typeset, an image is missing from `pictures`, or the result would
/// not meet the standards.
pub fn typeset(print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError> {
    let (prepared, replaced) = prepare(print, pictures)?;
    let result = compile(&prepared, pictures);
    // After errors too: otherwise the memoised results would never be freed.
    typst::comemo::evict(REMEMBERED);
    let (content, pages) = result?;
    Ok(Typeset { content, pages, replaced })
}

fn compile(print: &Print, pictures: &[PrintPicture]) -> Result<(Vec<u8>, u32), TypesetError> {
    let whole = |error: &dyn std::fmt::Display| TypesetError::Whole(error.to_string());
    let data = serde_json::to_vec(print).map_err(|error| whole(&error))?;
    let identity = print.title.clone();
    let seen = pictures.iter().map(|picture| if is_pdf(picture) { Vec::new() } else { picture.content.clone() }).collect();
    let world = DocumentWorld::new(data, seen).ok_or_else(|| TypesetError::Whole("the template cannot be found".to_owned()))?;
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
    let content = with_files(print, pictures, &document, content)?;
    let pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
    Ok((content, pages))
}

fn is_pdf(picture: &PrintPicture) -> bool {
    picture.content.starts_with(b"%PDF-")
}

/// Inserts the pages of files into the empty pages reserved for them.
fn with_files(
    print: &Print,
    pictures: &[PrintPicture],
    document: &PagedDocument,
    content: Vec<u8>,
) -> Result<Vec<u8>, TypesetError> {
    let mut files = Vec::new();
    files_of(&print.document, 1, &mut files);
    if files.is_empty() {
        return Ok(content);
    }
    // Only the empty pages reserved for pages of files have this element.
    let introspector = document.introspector();
    let left = introspector.query(&MetadataElem::ELEM.select());
    let left: Vec<usize> =
        left.iter().filter_map(|element| introspector.page(element.location()?)).map(|page| page.get() - 1).collect();
    let mut at = 0;
    let mut insets = Vec::new();
    for (part, pages, level) in files {
        let (Some(first), Some(file)) = (left.get(at), pictures.iter().find(|known| known.file == pages.file)) else {
            return Err(TypesetError::Whole("a page for a file is missing".to_owned()));
        };
        insets.push(Inset { title: &part.title, first: *first, level, content: &file.content });
        at += pages.sheets.len();
    }
    pdf_placing::placed(&content, &insets, &print.title, blake3::hash(&content).as_bytes().get(..16).unwrap_or_default())
        .map_err(TypesetError::Whole)
}

/// Collects the files of a document in order, each with the part it belongs to and the level of that part's heading.
fn files_of<'a>(document: &'a Document, level: u8, files: &mut Vec<(&'a Document, &'a FilePages, u8)>) {
    files.extend(document.file_pages.iter().filter(|pages| !pages.sheets.is_empty()).map(|pages| (document, pages, level)));
    for part in &document.parts {
        files_of(part, level.saturating_add(1).min(6), files);
    }
}

/// Reads the properties of a PDF, and tests whether its pages can be inserted into a document.
///
/// # Errors
/// A sentence for the person who uploaded it.
pub fn inspect(content: &[u8]) -> Result<PdfFacts, TypesetError> {
    let pdf = pdf_inspection::opened(content).map_err(TypesetError::Whole)?;
    let facts = pdf_inspection::inspected(&pdf).map_err(TypesetError::Whole)?;
    drop(pdf);
    let file = String::new();
    let part = Document {
        title: "File".to_owned(),
        file_pages: Some(FilePages { file: file.clone(), sheets: facts.sheets.clone() }),
        ..Document::default()
    };
    let trial = Print {
        title: "File".to_owned(),
        document: Document { title: "Trial".to_owned(), parts: vec![part], ..Document::default() },
        form: documents::Form::Pack,
        publisher: String::new(),
        running_head: String::new(),
        dated: chrono::DateTime::UNIX_EPOCH,
    };
    let typeset = typeset(&trial, &[PrintPicture { file, content: content.to_vec() }])?;
    if typeset.content.len() > MOST_BYTES {
        let why = "The PDF becomes too large when it is printed. Save it with smaller images and upload it again";
        return Err(TypesetError::Whole(why.to_owned()));
    }
    Ok(facts)
}

/// The maximum size of one file inside a document, in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;

fn timestamp(print: &Print) -> Option<Timestamp> {
    let at = print.dated.naive_utc();
    let part = |value: u32| u8::try_from(value).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Some(Timestamp::new_utc(Datetime::from_ymd_hms(at.year(), month, day, hour, minute, second)?))
}
