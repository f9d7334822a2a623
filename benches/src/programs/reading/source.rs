//! Compiles a source of Typst to a PDF, with the site's typeface.

use anyhow::{Context, Result, anyhow};
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Typst never releases file identifiers, so all sources share one.
static MAIN: LazyLock<Option<FileId>> =
    LazyLock::new(|| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new("/paper.typ").ok()?).intern()));

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::builder().build()));

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| assets::faces().iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect());

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

struct PaperWorld {
    source: Source,
}

/// Returns the PDF of a source.
pub(super) fn typeset(text: String) -> Result<Vec<u8>> {
    let main = (*MAIN).context("the source has no name")?;
    let world = PaperWorld { source: Source::new(main, text) };
    let told = |errors: EcoVec<SourceDiagnostic>| {
        anyhow!("the paper cannot be typeset: {}", errors.first().map(|error| error.message.to_string()).unwrap_or_default())
    };
    let document: PagedDocument = typst::compile(&world).output.map_err(told)?;
    let content = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(told)?;
    typst::comemo::evict(2);
    Ok(content)
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
