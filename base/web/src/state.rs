//! What every handler can reach.

use crate::colours;
use crate::health::Readiness;
use crate::kept_settings::KeptSettings;
use crate::remembered::RememberedPages;
use crate::{Joined, PrintedKind, PublishedKind, Site};
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
    settings: KeptSettings,
    readiness: Readiness,
    holdings: KeptHoldings,
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
    /// What the capabilities bring.
    pub joined: Joined,
    /// Makes documents as PDF; none where nothing can typeset them.
    pub printing: Option<Printing>,
    /// Reads the Word documents that people send.
    pub word: word::Reader,
    /// Checks and keeps passwords.
    pub passwords: Passwords,
    /// The installation's own secret.
    pub secret: Secret,
    /// The council's provider of identities, where it has one.
    pub provider: Option<Provider>,
    /// Under which address the site is reached.
    pub site: Site,
    /// Whether emails are sent, or shown as in the demonstration; `false` if no mail server is configured, so that pages can say so.
    pub sends_mail: bool,
    /// Gives the measurements in Prometheus' text form, where they are kept.
    pub measurements: Option<Box<dyn Fn() -> String + Send + Sync>>,
}

/// What a demonstration shows besides: accounts that anybody may use, and the mails that would have been sent.
#[derive(Clone, Debug, Default)]
pub struct Demonstration {
    /// The accounts, listed on the sign-in page.
    pub accounts: Vec<DemonstrationAccount>,
}

/// An account of the demonstration.
#[derive(Clone, Debug)]
pub struct DemonstrationAccount {
    /// Under which it signs in.
    pub mail: String,
    /// The invented person.
    pub name: String,
    /// What they do here.
    pub part: String,
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
    /// What makes this a demonstration, where it is one.
    pub demonstration: Option<Demonstration>,
    /// Whether the style guide is shown.
    pub shows_style_guide: bool,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            remembered: RememberedPages::default(),
            settings: KeptSettings::default(),
            readiness: Readiness::default(),
            holdings: KeptHoldings::default(),
        }))
    }

    /// A page of this council's site, to be filled: `ui::Page { title, ..state.page() }`.
    pub fn page(&self) -> ui::Page<'_> {
        let asking = crate::asking::asking_now();
        let signed_in = asking.filter(|asking| asking.actor.is_signed_in()).map(|asking| asking.actor.name.clone());
        let settings = self.settings();
        ui::Page {
            signed_in,
            council: self.council_name().into(),
            mark_text: settings.mark_text_on(self.clock.today()),
            logo: settings.logo_on(self.clock.today()).map(|hash| format!("/pictures/{hash}")),
            colours: settings.colour_on(self.clock.today()).map(colours::address),
            banner: self.council.banner.as_deref(),
            attribution: self.council.attribution.as_deref(),
            ..ui::Page::default()
        }
    }

    /// The council's settings, as they were when this request began.
    pub fn settings(&self) -> Arc<Settings> {
        self.0.settings.now()
    }

    /// Reads the settings anew, after they were changed here.
    pub async fn reload_settings(&self) -> Result<(), db::DbError> {
        self.0.settings.reload(&self.db).await
    }

    /// Reads the settings anew where another process may have changed them.
    pub(crate) async fn refresh_settings(&self) -> Result<(), db::DbError> {
        self.0.settings.refresh(&self.db).await
    }

    /// Reads the settings anew where they are not those of this position of the ledger.
    pub(crate) async fn settings_at(&self, position: i64) -> Result<(), db::DbError> {
        self.0.settings.at(&self.db, position).await
    }

    /// The council's name: as it was set here, or else as the configuration has it.
    pub fn council_name(&self) -> String {
        self.settings().name_on(self.clock.today()).unwrap_or_else(|| self.council.name.clone())
    }

    /// The pages that are remembered.
    pub(crate) fn remembered(&self) -> &RememberedPages {
        &self.0.remembered
    }

    /// Whether the site can serve.
    pub(crate) fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    /// What accounts hold, kept until the ledger moves on.
    pub(crate) fn kept_holdings(&self) -> &KeptHoldings {
        &self.0.holdings
    }

    /// The kind of print with this name.
    pub fn printed_kind(&self, name: &str) -> Option<&dyn PrintedKind> {
        self.joined.printed_kinds.iter().map(AsRef::as_ref).find(|kind| kind.kind() == name)
    }

    /// The kind of publication with this name.
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
