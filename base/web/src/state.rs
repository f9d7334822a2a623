//! What every handler can reach.

use crate::remembered::RememberedPages;
use crate::{PrintedKind, PublishedKind};
use db::Db;
use files::Files;
use foundation::Clock;
use printing::Printing;
use search::SearchIndex;
use std::sync::Arc;

/// The application's state, cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

struct Inner {
    parts: Parts,
    remembered: RememberedPages,
}

/// What the state holds.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The search index.
    pub search: SearchIndex,
    /// Files that were taken in.
    pub files: Files,
    /// The time.
    pub clock: Clock,
    /// Whose site this is.
    pub council: Council,
    /// The kinds of publication that the capabilities bring.
    pub kinds: Vec<Box<dyn PublishedKind>>,
    /// The kinds of document that the capabilities can print.
    pub printed_kinds: Vec<Box<dyn PrintedKind>>,
    /// Makes documents as PDF; none where nothing can typeset them.
    pub printing: Option<Printing>,
    /// Gives the measurements in Prometheus' text form, where they are kept.
    pub measurements: Option<Box<dyn Fn() -> String + Send + Sync>>,
}

/// Whose site this is, as its pages say.
#[derive(Clone, Debug, Default)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// A sentence above every page; the demonstration says here what it is.
    pub banner: Option<String>,
    /// Where the data comes from, at the foot of every page.
    pub attribution: Option<String>,
    /// Whether the style guide is shown.
    pub shows_style_guide: bool,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner { parts, remembered: RememberedPages::default() }))
    }

    /// A page of this council's site, to be filled: `ui::Page { title, ..state.page() }`.
    pub fn page(&self) -> ui::Page<'_> {
        ui::Page {
            council: &self.council.name,
            banner: self.council.banner.as_deref(),
            attribution: self.council.attribution.as_deref(),
            ..ui::Page::default()
        }
    }

    /// The pages that are remembered.
    pub(crate) fn remembered(&self) -> &RememberedPages {
        &self.0.remembered
    }

    /// The kind of print with this name.
    pub fn printed_kind(&self, name: &str) -> Option<&dyn PrintedKind> {
        self.printed_kinds.iter().map(AsRef::as_ref).find(|kind| kind.kind() == name)
    }

    /// The kind of publication with this name.
    pub fn kind(&self, name: &str) -> Option<&dyn PublishedKind> {
        self.kinds.iter().map(AsRef::as_ref).find(|kind| kind.kind() == name)
    }
}

impl std::ops::Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
