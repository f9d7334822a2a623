//! Makes prints: each content once, however many people ask for it at the same time.

use crate::PrintError;
use crate::print_store::{self, KeptPrint};
use crate::remembered::Remembered;
use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use documents::{Document, PdfFacts, Print, PrintPicture, Typeset, TypesetError, Typesetter};
use files::{Files, Visibility};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a failure is remembered, so that each reader who asks for the document does not repeat the same futile work.
const REMEMBER_FAILURE: TimeDelta = TimeDelta::minutes(10);

/// The same for a PDF whose inspection was abandoned for a reason that may pass.
const REMEMBER_STOPPED: Duration = Duration::from_mins(10);

/// The maximum number of failures remembered at once.
const MOST_FAILURES: usize = 1_000;

/// The maximum number of previews kept in memory at once.
const MOST_PREVIEWS: usize = 3;

/// The maximum size of all previews kept in memory, in bytes.
const ALL_PREVIEWS: usize = 200_000_000;

/// How long a preview is kept in memory.
const KEEP_PREVIEW: Duration = Duration::from_mins(30);

/// The maximum number of inspections remembered at once.
const MOST_INSPECTIONS: usize = 500;

/// The maximum size of all pictures in one document, in bytes.
const ALL_PICTURES: usize = 40_000_000;

/// The maximum size of all files whose pages are part of one document, in bytes.
pub const ALL_FILES: usize = 150_000_000;

/// Makes prints and stores them.
#[derive(Clone)]
pub struct Printing(Arc<Parts>);

struct Parts {
    db: Db,
    files: Files,
    typesetter: Arc<dyn Typesetter>,
    /// For each content that is being made, the lock on which other requests for it wait.
    gates: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    failures: Mutex<HashMap<String, (PrintError, DateTime<Utc>)>>,
    /// Only one document at a time has its pictures and files read into memory: reading ahead of the typesetter gains nothing.
    turn: Semaphore,
    previews: Remembered<Arc<Typeset>>,
    inspections: Remembered<Result<PdfFacts, PrintError>>,
}

/// Returns the hash of a document and the version of the typesetting.
pub fn content_hash(print: &Print, version: &str) -> Result<String, PrintError> {
    let content = serde_json::to_vec(print).map_err(|error| PrintError::GivenUp(error.to_string()))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(version.as_bytes()).update(&[0]).update(&content);
    Ok(hasher.finalize().to_hex().to_string())
}

impl Printing {
    /// Creates a `Printing` that lists prints in `db` and stores their bytes in `files`.
    pub fn new(db: Db, files: Files, typesetter: Arc<dyn Typesetter>) -> Self {
        Self(Arc::new(Parts {
            db,
            files,
            typesetter,
            gates: Mutex::default(),
            failures: Mutex::default(),
            turn: Semaphore::new(1),
            previews: Remembered::new(MOST_PREVIEWS, ALL_PREVIEWS),
            inspections: Remembered::new(MOST_INSPECTIONS, usize::MAX),
        }))
    }

    /// Returns the print of this document, making it if it does not exist yet. The work continues even if the caller stops
    /// waiting.
    pub async fn print(&self, name: &str, print: Print, now: DateTime<Utc>) -> Result<KeptPrint, PrintError> {
        let hash = content_hash(&print, self.0.typesetter.version())?;
        if let Some(kept) = print_store::of(self.0.db.reading(), name, &hash).await? {
            return self.confirmed(kept).await;
        }
        let (printing, name) = (self.clone(), name.to_owned());
        let work = tokio::spawn(async move { printing.make_once(&name, &hash, &print, now).await });
        work.await.map_err(|error| PrintError::GivenUp(error.to_string()))?
    }

    /// Returns a document as a PDF without storing it: what is not public has no address.
    pub async fn unkept(&self, print: &Print) -> Result<Typeset, PrintError> {
        let _turn = self.0.turn.acquire().await.map_err(|error| PrintError::GivenUp(error.to_string()))?;
        Ok(self.0.typesetter.typeset(print, &self.files_of(print).await?).await?)
    }

    /// Returns a document as it would be published, kept in memory for people who look at it before then.
    pub async fn preview(&self, print: &Print, now: DateTime<Utc>) -> Result<Arc<Typeset>, PrintError> {
        let hash = content_hash(print, self.0.typesetter.version())?;
        if let Some(known) = self.0.previews.find(&hash) {
            return Ok(known);
        }
        let gate = self.gate(&hash);
        let _first = gate.lock().await;
        if let Some(known) = self.0.previews.find(&hash) {
            return Ok(known);
        }
        if let Some(error) = self.failure(&hash, now) {
            return Err(error);
        }
        let made = Arc::new(self.unkept(print).await.inspect_err(|error| self.remember(&hash, error, now))?);
        self.0.previews.keep(hash, &made, made.content.len(), Some(KEEP_PREVIEW));
        Ok(made)
    }

    /// Checks whether a document is small enough to be printed, without printing it.
    ///
    /// # Errors
    /// The place that cannot be printed, and what to do.
    pub fn check(&self, document: &Document) -> Result<(), TypesetError> {
        self.0.typesetter.check(document)
    }

    /// Returns the properties of a PDF, cached by the hash of its bytes, since the same bytes always have the same properties.
    ///
    /// # Errors
    /// [`PrintError::Typeset`] with a sentence for the person who uploaded it, if its pages cannot be part of a document.
    pub async fn inspect(&self, hash: &str, content: &[u8]) -> Result<PdfFacts, PrintError> {
        if let Some(known) = self.0.inspections.find(hash) {
            return known;
        }
        let found = self.0.typesetter.inspect(content).await.map_err(PrintError::from);
        match &found {
            Err(PrintError::Typeset(TypesetError::Stopped(_))) => {
                self.0.inspections.keep(hash, &found, 0, Some(REMEMBER_STOPPED));
            }
            Err(PrintError::Typeset(error)) if !error.is_lasting() => {}
            _ => self.0.inspections.keep(hash, &found, 0, None),
        }
        found
    }

    /// Does the same for a stored file; `None` if it is not stored.
    pub async fn inspect_kept(&self, hash: &str) -> Result<Option<PdfFacts>, PrintError> {
        if let Some(known) = self.0.inspections.find(hash) {
            return known.map(Some);
        }
        let Some(stored) = files::by_hash(self.0.db.reading(), hash).await? else { return Ok(None) };
        let content = self.0.files.read(&stored).await?;
        self.inspect(hash, &content).await.map(Some)
    }

    /// Returns the bytes of the pictures and files that a document names.
    async fn files_of(&self, print: &Print) -> Result<Vec<PrintPicture>, PrintError> {
        let mut all = self.pictures(print).await?;
        let mut room = ALL_FILES;
        for pages in print.document.files() {
            if all.iter().any(|known| known.file == pages.file) {
                continue;
            }
            let Some(stored) = files::by_hash(self.0.db.reading(), &pages.file).await? else { continue };
            let size = usize::try_from(stored.size).unwrap_or(usize::MAX);
            room = room.checked_sub(size).ok_or_else(|| {
                let why = format!("its files take more than the {} MB that one document takes", ALL_FILES / 1_000_000);
                PrintError::Typeset(TypesetError::Whole(why))
            })?;
            all.push(PrintPicture { file: pages.file.clone(), content: self.0.files.read(&stored).await?.to_vec() });
        }
        Ok(all)
    }

    /// Returns the bytes of the pictures that a document names. A missing one is left to the typesetter, which knows its place.
    async fn pictures(&self, print: &Print) -> Result<Vec<PrintPicture>, PrintError> {
        let mut pictures = Vec::new();
        let mut room = ALL_PICTURES;
        for file in print.document.pictures() {
            let Some(stored) = files::by_hash(self.0.db.reading(), file).await? else { continue };
            let size = usize::try_from(stored.size).unwrap_or(usize::MAX);
            room = room.checked_sub(size).ok_or_else(|| {
                let why = format!("its images take more than the {} MB that can be typeset", ALL_PICTURES / 1_000_000);
                PrintError::Typeset(TypesetError::Whole(why))
            })?;
            pictures.push(PrintPicture { file: file.to_owned(), content: self.0.files.read(&stored).await?.to_vec() });
        }
        Ok(pictures)
    }

    /// Makes a print current again if the document has returned to that content.
    async fn confirmed(&self, kept: KeptPrint) -> Result<KeptPrint, PrintError> {
        let current = print_store::current(self.0.db.reading(), &kept.name).await?;
        if current.is_some_and(|current| current.content_hash != kept.content_hash) {
            let transaction = self.0.db.begin().await?;
            print_store::confirm(&transaction, &kept.name, &kept.content_hash).await?;
            transaction.commit().await?;
        }
        Ok(kept)
    }

    async fn make_once(&self, name: &str, hash: &str, print: &Print, now: DateTime<Utc>) -> Result<KeptPrint, PrintError> {
        let gate = self.gate(hash);
        let _first = gate.lock().await;
        if let Some(kept) = print_store::of(self.0.db.reading(), name, hash).await? {
            return Ok(kept);
        }
        if let Some(error) = self.failure(hash, now) {
            return Err(error);
        }
        self.make(name, hash, print, now).await.inspect_err(|error| self.remember(hash, error, now))
    }

    /// Returns the lock on which requests for the same document wait.
    fn gate(&self, hash: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut gates = self.0.gates.lock().unwrap_or_else(PoisonError::into_inner);
        // Remove the locks that no request is using.
        gates.retain(|_, gate| Arc::strong_count(gate) > 1);
        gates.entry(hash.to_owned()).or_default().clone()
    }

    fn failure(&self, hash: &str, now: DateTime<Utc>) -> Option<PrintError> {
        let failures = self.0.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(hash).filter(|(_, at)| now - *at < REMEMBER_FAILURE).map(|(error, _)| error.clone())
    }

    /// Remembers a failure for a while, unless the document itself was not the cause.
    fn remember(&self, hash: &str, error: &PrintError, now: DateTime<Utc>) {
        if !matches!(error, PrintError::Typeset(error) if !matches!(error, TypesetError::NotStarted(_))) {
            return;
        }
        let mut failures = self.0.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (_, at)| now - *at < REMEMBER_FAILURE);
        if failures.len() < MOST_FAILURES {
            failures.insert(hash.to_owned(), (error.clone(), now));
        }
    }

    async fn make(&self, name: &str, hash: &str, print: &Print, now: DateTime<Utc>) -> Result<KeptPrint, PrintError> {
        let typeset = self.unkept(print).await?;
        let size = typeset.content.len() as u64;
        let file_name = format!("{}.pdf", foundation::text::slug(&print.title));
        let transaction = self.0.db.begin().await?;
        let file = self
            .0
            .files
            .keep(&transaction, &file_name, "application/pdf", typeset.content.into(), now, Visibility::Public)
            .await?;
        let kept = KeptPrint {
            name: name.to_owned(),
            content_hash: hash.to_owned(),
            title: print.title.clone(),
            file: file.id,
            pages: typeset.pages,
            size,
            replaced: typeset.replaced,
            made_at: now,
        };
        print_store::insert(&transaction, &kept).await?;
        transaction.commit().await?;
        tracing::info!(name, pages = kept.pages, size, "a document was printed");
        Ok(kept)
    }
}
