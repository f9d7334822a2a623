//! The files Typst can see: one template, one file of data, one typeface; and a fixed date.

use crate::typeface::TYPEFACE;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The template.
pub(crate) const TEMPLATE_TEXT: &str = include_str!("document.typ");

/// The maximum number of pictures in one document.
pub(crate) const MOST_PICTURES: usize = 300;

/// Typst never releases file identifiers and has only 65,535 of them, so these are the only ones ever created.
static TEMPLATE: LazyLock<Option<Source>> = LazyLock::new(|| Some(Source::new(file("/document.typ")?, TEMPLATE_TEXT.to_owned())));
static DATA: LazyLock<Option<FileId>> = LazyLock::new(|| file("/data.json"));

static PICTURES: LazyLock<Vec<Option<FileId>>> =
    LazyLock::new(|| (0..MOST_PICTURES).map(|at| file(&format!("/picture-{at}"))).collect());

fn file(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()));

/// One document to be typeset.
pub(crate) struct DocumentWorld {
    data: Bytes,
    /// The pictures, by the numbers used in the data.
    pictures: Vec<Bytes>,
    main: FileId,
}

impl DocumentWorld {
    /// Creates the world for a document given as JSON; `None` if the template has no name, which cannot happen.
    pub(crate) fn new(data: Vec<u8>, pictures: Vec<Vec<u8>>) -> Option<Self> {
        let pictures = pictures.into_iter().map(Bytes::new).collect();
        Some(Self { data: Bytes::new(data), pictures, main: TEMPLATE.as_ref()?.id() })
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &TYPEFACE.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match TEMPLATE.as_ref() {
            Some(template) if template.id() == id => Ok(template.clone()),
            _ => Err(FileError::NotSource),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if *DATA == Some(id) {
            return Ok(self.data.clone());
        }
        let at = PICTURES.iter().position(|known| *known == Some(id));
        at.and_then(|at| self.pictures.get(at)).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        TYPEFACE.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
