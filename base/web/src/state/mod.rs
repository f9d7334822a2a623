//! The state that every handler can reach.

pub(crate) mod authored;
pub(crate) mod following;
pub(crate) mod kept_settings;
pub(crate) mod observation;
pub(crate) mod openings;
pub(crate) mod own_jobs;
pub(crate) mod positions;
pub(crate) mod remembered;

use crate::own_pages::health::Readiness;
use crate::state::kept_settings::KeptSettings;
use crate::state::positions::{NotRead, Positions};
use crate::state::remembered::{Moment, RememberedPages};
use crate::{Joined, PrintedKind, PublishedKind, Site, own_pages};
use access::holdings::KeptHoldings;
use access::provider::Provider;
use access::{Passwords, Secret};
use db::Db;
use files::Files;
use foundation::Clock;
use printing::Printing;
use search::SearchIndex;
use settings::Settings;
use std::sync::Arc;

/// The application's state, cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

struct Inner {
    parts: Parts,
    remembered: RememberedPages,
    positions: Positions,
    settings: KeptSettings,
    readiness: Readiness,
    holdings: KeptHoldings,
}

/// The contents of the state.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The search index.
    pub search: SearchIndex,
    /// The uploaded files.
    pub files: Files,
    /// The clock.
    pub clock: Clock,
    /// The council whose site this is.
    pub council: Council,
    /// The contributions of the capabilities.
    pub joined: Joined,
    /// Makes documents as PDF; `None` if no typesetter is available.
    pub printing: Option<Printing>,
    /// Reads uploaded Word documents.
    pub word: word::Reader,
    /// Checks and keeps passwords.
    pub passwords: Passwords,
    /// The installation's own secret.
    pub secret: Secret,
    /// The council's identity provider, if it has one.
    pub provider: Option<Provider>,
    /// The site's address.
    pub site: Site,
    /// Whether emails are sent, or shown as in the demonstration; `false` if no mail server is configured, so that pages can
    /// say so.
    pub sends_mail: bool,
    /// Sends emails; `None` if no mail server is configured, or if this process leaves sending to others.
    pub mail_sender: Option<mail::Sender>,
    /// Returns the measurements in Prometheus' text format, if they are kept.
    pub measurements: Option<Box<dyn Fn() -> String + Send + Sync>>,
}

/// The council whose site this is, as its pages show it.
#[derive(Clone, Debug, Default)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// A sentence above every page; the demonstration explains itself here.
    pub banner: Option<String>,
    /// The source of the data, at the foot of every page.
    pub attribution: Option<String>,
    /// Whether this is the demonstration, which also lists invented people who sign in without a password and the emails that would
    /// have been sent.
    pub is_demonstration: bool,
    /// Whether the style guide is shown.
    pub shows_style_guide: bool,
}

impl AppState {
    /// Creates the state from its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            remembered: RememberedPages::default(),
            positions: Positions::default(),
            settings: KeptSettings::default(),
            readiness: Readiness::default(),
            holdings: KeptHoldings::default(),
        }))
    }

    /// Returns the basis of a page of this council's site: `ui::Page { title, ..state.page() }`.
    pub fn page(&self) -> ui::Page<'_> {
        let context = crate::requests::context::current_context();
        let signed_in = context.filter(|context| context.actor.is_signed_in()).map(|context| context.actor.name.clone());
        let settings = self.settings();
        ui::Page {
            signed_in,
            council: self.council_name().into(),
            mark_text: settings.mark_text_on(self.clock.today()),
            logo: settings.logo_on(self.clock.today()).map(|hash| format!("/pictures/{hash}")),
            colours: settings.colour_on(self.clock.today()).map(own_pages::colours::address),
            banner: self.council.banner.as_deref(),
            attribution: self.council.attribution.as_deref(),
            ..ui::Page::default()
        }
    }

    /// Returns the council's settings, as they were when this request began.
    pub fn settings(&self) -> Arc<Settings> {
        self.0.settings.now()
    }

    /// Reloads the settings, after they were changed here.
    pub async fn reload_settings(&self) -> Result<(), db::DbError> {
        self.0.settings.reload(&self.db).await
    }

    /// Reloads the settings if another process may have changed them.
    pub(crate) async fn refresh_settings(&self) -> Result<(), db::DbError> {
        self.0.settings.refresh(&self.db).await
    }

    /// Reloads the settings if they are not those of this position of the ledger.
    pub(crate) async fn settings_at(&self, position: i64) -> Result<(), db::DbError> {
        self.0.settings.at(&self.db, position).await
    }

    /// Returns the council's name: as set here, or otherwise as configured.
    pub fn council_name(&self) -> String {
        self.settings().name_on(self.clock.today()).unwrap_or_else(|| self.council.name.clone())
    }

    /// Returns the cached pages.
    pub(crate) fn remembered(&self) -> &RememberedPages {
        &self.0.remembered
    }

    /// Returns the day, and how far the record has come at some moment after this call.
    pub(crate) async fn moment(&self) -> Result<Moment, NotRead> {
        Ok(Moment { position: self.0.positions.now(&self.db).await?, today: self.clock.today() })
    }

    /// Returns the readiness of the site.
    pub(crate) fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    /// Returns the cache of what accounts hold, which lasts until the ledger changes.
    pub(crate) fn kept_holdings(&self) -> &KeptHoldings {
        &self.0.holdings
    }

    /// Returns the kind of print with this name.
    pub fn printed_kind(&self, name: &str) -> Option<&dyn PrintedKind> {
        self.joined.printed_kinds.iter().map(AsRef::as_ref).find(|kind| kind.kind() == name)
    }

    /// Returns the kind of publication with this name.
    pub fn kind(&self, name: &str) -> Option<&dyn PublishedKind> {
        self.joined.kinds.iter().map(AsRef::as_ref).find(|kind| kind.kind() == name)
    }
}

impl std::ops::Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
