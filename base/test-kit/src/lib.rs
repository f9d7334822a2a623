//! The whole site over a fresh database, for tests through HTTP: on SQLite in a folder of its own, and on a real PostgreSQL
//! server in a database of its own.
//!
//! A test written with [`both_databases!`] runs on each. The server's address is in `MOOTHALL_TEST_POSTGRES`;
//! `cargo xtask test` starts a server and sets it. A test that needs the server fails with a message if the address is not set.

mod examples;
mod lives;
mod people;
mod sample_pdfs;
mod sample_pictures;
mod standards;
mod verifying;
mod waiting;

pub use examples::{DAY_OF_MEETING, EVENING_OF_MEETING, ExampleSite, Examples, WEEK_BEFORE, hidden, last_part};
pub use lives::{assert_documented, assert_sound};
pub use people::{Person, post};
pub use sample_pdfs::{Sample, pdf_of, pdf_stream, sample_pdf, scanned_pdf};
pub use sample_pictures::sample_picture;
pub use standards::{assert_akoma_ntoso, assert_standards, words_of_pdf};
pub use verifying::verified;
pub use waiting::while_open;

use access::{Passwords, Secret};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, Utc};
use db::Db;
use documents::Typesetter;
use foundation::Clock;
use http_body_util::BodyExt;
use jobs::Worker;
use printing::Printing;
use search::SearchIndex;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;
use verifying::Verifying;
use web::{AppState, Capability, Council, Parts, Routes, Site};

/// The database that a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A file in a folder of the test's own.
    Sqlite,
    /// A database of the test's own on the server in `MOOTHALL_TEST_POSTGRES`.
    PostgreSql,
}

/// Creates two tests from an `async fn name(on: On)`, one on each database. After each test, the databases of its sites must be
/// exactly as the program wrote them, so that whatever a test does, `moothall ledger verify` finds nothing wrong afterwards.
///
/// ```ignore
/// test_kit::both_databases!(a_meeting_is_shown);
/// async fn a_meeting_is_shown(on: test_kit::On) { … }
/// ```
#[macro_export]
macro_rules! both_databases {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                $crate::verified(super::$name($crate::On::Sqlite)).await;
            })+
        }
        mod on_postgresql {
            $(#[tokio::test]
            async fn $name() {
                $crate::verified(super::$name($crate::On::PostgreSql)).await;
            })+
        }
    };
}

/// A database of the test's own, with the folder that it needs.
pub struct TestDatabase {
    /// The database, without tables.
    pub db: Db,
    /// Its address, for opening it again as another process would.
    pub address: String,
    folder: TempDir,
}

/// The content of `/metrics` in a test, for requests that may read it.
pub const MEASUREMENTS: &str = "moothall_requests_total 0\n";

static COUNT: AtomicU32 = AtomicU32::new(1);

impl TestDatabase {
    /// Creates a fresh database.
    ///
    /// # Panics
    /// If the database cannot be created, which fails the test.
    pub async fn new(on: On) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let address = match on {
            On::Sqlite => format!("sqlite://{}", folder.path().join("moothall.db").display()),
            On::PostgreSql => fresh_postgresql().await,
        };
        let db = Db::open(&address).await.expect("the test's database opens");
        Self { db, address, folder }
    }
}

async fn fresh_postgresql() -> String {
    let server = std::env::var("MOOTHALL_TEST_POSTGRES").expect(
        "this test needs a PostgreSQL server: run `cargo xtask test`, which starts one, or set MOOTHALL_TEST_POSTGRES to \
         postgres://USER@HOST:PORT with a user who may create databases",
    );
    // Process ids are reused in a long run of tests.
    let chance = u64::from_be_bytes(foundation::random_bytes());
    let name = format!("moothall_test_{chance:016x}_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let administration = Db::open(&format!("{server}/postgres")).await.expect("the PostgreSQL server answers");
    db::execute(administration.reading(), &format!("CREATE DATABASE {name}"), []).await.expect("a database for the test");
    administration.close().await.expect("the connection closes");
    format!("{server}/{name}")
}

/// The whole site over a fresh database.
pub struct TestApp {
    /// The site's state, for writing what a test needs.
    pub state: AppState,
    /// The database's address.
    pub address: String,
    router: Router,
    verifying: Arc<Verifying>,
}

/// A response of the site.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as text.
    pub body: String,
}

impl Answer {
    /// Returns the value of a header; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Checks whether the body contains all of `words`.
    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.body.contains(word))
    }
}

impl TestApp {
    /// Creates a site with these capabilities whose clock stands still at `now`, such as `2024-02-06T12:00:00Z`.
    ///
    /// # Panics
    /// If the site cannot be created, which fails the test.
    pub async fn new(on: On, capabilities: Vec<Capability>, extra: Vec<Routes>, now: &str) -> Self {
        Self::with_typesetter(on, capabilities, extra, now, None).await
    }

    /// Does the same with a typesetter for PDFs.
    ///
    /// # Panics
    /// If the site cannot be created, which fails the test.
    pub async fn with_typesetter(
        on: On,
        capabilities: Vec<Capability>,
        extra: Vec<Routes>,
        now: &str,
        typesetter: Option<Arc<dyn Typesetter>>,
    ) -> Self {
        Self::set_up(on, capabilities, extra, now, typesetter, |_| {}).await
    }

    /// Does the same, and lets `change` alter its parts before they are put together.
    ///
    /// # Panics
    /// If the site cannot be created, which fails the test.
    pub async fn set_up(
        on: On,
        capabilities: Vec<Capability>,
        extra: Vec<Routes>,
        now: &str,
        typesetter: Option<Arc<dyn Typesetter>>,
        change: impl FnOnce(&mut Parts),
    ) -> Self {
        let TestDatabase { db, address, folder } = TestDatabase::new(on).await;
        db::migrate(&db, &web::migrations(&capabilities)).await.expect("the tables are made");
        let now: DateTime<Utc> = now.parse().expect("an instant such as 2024-02-06T12:00:00Z");
        let (joined, mut routes) = web::join(capabilities).expect("what the capabilities declare fits together");
        routes.extend(extra);
        let secret = Secret::passing();
        let clock = Clock::standing_at(now);
        let db = ledger::hold(db, &joined.protected_tables, secret.row_seal_key(), clock).await.expect("the tables are held");
        let files = files::Files::open(&folder.path().join("files")).expect("a folder for files");
        let printing = typesetter.map(|typesetter| Printing::new(db.clone(), files.clone(), typesetter));
        let verifying =
            Verifying::new(address.clone(), secret.row_seal_key(), joined.protected_tables.clone(), files.clone(), folder);
        let mut parts = Parts {
            db,
            search: SearchIndex::in_memory().expect("an index in memory"),
            files,
            clock,
            council: Council { name: "Ashmere Borough Council".into(), shows_style_guide: true, ..Council::default() },
            joined,
            printing,
            word: word::Reader::Here,
            passwords: Passwords::quick().expect("a cost"),
            secret,
            provider: None,
            site: Site::default(),
            sends_mail: true,
            mail_sender: None,
            measurements: Some(Box::new(|| MEASUREMENTS.to_owned())),
        };
        change(&mut parts);
        Self::of(parts, routes, address, verifying)
    }

    fn of(parts: Parts, routes: Vec<Routes>, address: String, verifying: Arc<Verifying>) -> Self {
        let state = AppState::new(parts);
        let router = web::router(state.clone(), routes);
        Self { state, address, router, verifying }
    }

    /// Returns the folder of the installation.
    pub fn folder(&self) -> &Path {
        self.verifying.folder()
    }

    /// Returns another server of the same site: a state of its own, with connections of its own, over the same database and files.
    ///
    /// # Panics
    /// If it cannot be created, which fails the test.
    pub async fn beside(&self, capabilities: Vec<Capability>) -> Self {
        self.beside_at(capabilities, self.state.clock).await
    }

    /// Does the same with a clock of its own.
    ///
    /// # Panics
    /// If it cannot be created, which fails the test.
    pub async fn beside_at(&self, capabilities: Vec<Capability>, clock: Clock) -> Self {
        self.beside_with(capabilities, Vec::new(), clock).await
    }

    /// Does the same with further routes.
    ///
    /// # Panics
    /// If it cannot be created, which fails the test.
    pub async fn beside_with(&self, capabilities: Vec<Capability>, extra: Vec<Routes>, clock: Clock) -> Self {
        let db = Db::open(&self.address).await.expect("the test's database opens once more");
        let (joined, mut routes) = web::join(capabilities).expect("what the capabilities declare fits together");
        routes.extend(extra);
        let key = self.state.secret.row_seal_key();
        let db = ledger::hold(db, &joined.protected_tables, key, clock).await.expect("the tables are held");
        let parts = Parts {
            db,
            search: SearchIndex::in_memory().expect("an index in memory"),
            files: self.state.files.clone(),
            clock,
            council: self.state.council.clone(),
            joined,
            printing: None,
            word: word::Reader::Here,
            passwords: Passwords::quick().expect("a cost"),
            secret: self.state.secret.clone(),
            provider: None,
            site: self.state.site.clone(),
            sends_mail: true,
            mail_sender: None,
            measurements: Some(Box::new(|| MEASUREMENTS.to_owned())),
        };
        Self::of(parts, routes, self.address.clone(), self.verifying.clone())
    }

    /// Returns the site's response to GET.
    ///
    /// # Panics
    /// If the address or the response cannot be read, which fails the test.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).expect("a request")).await
    }

    /// Returns the site's response to a request.
    ///
    /// # Panics
    /// If the response cannot be read, which fails the test.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the whole answer").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Returns the site's response to a request as bytes, for a file.
    ///
    /// # Panics
    /// If the response cannot be read, which fails the test.
    pub async fn send_for_bytes(&self, request: Request<Body>) -> (StatusCode, Vec<u8>) {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        (parts.status, body.collect().await.expect("the whole answer").to_bytes().to_vec())
    }

    /// Executes a statement as a person with access to the database but not to the program would; returns the number of rows
    /// affected.
    ///
    /// # Panics
    /// If the database returns an error, which fails the test.
    pub async fn behind_its_back(&self, sql: &str) -> u64 {
        self.verifying.behind_its_back(sql).await
    }

    /// Returns where the bytes with this hash are stored, for a test that changes them as a person with access to the disk
    /// would.
    pub fn file_behind_its_back(&self, hash: &str) -> PathBuf {
        self.verifying.file_behind_its_back(hash)
    }

    /// Returns everything that was changed since it was written: in the ledger's chain, in the sealed rows, in the files.
    ///
    /// # Panics
    /// If the database returns an error, which fails the test.
    pub async fn faults(&self) -> Vec<ledger::Fault> {
        self.verifying.faults().await
    }

    /// Runs the jobs that are due, and those that become due by that, as a worker does. Returns the number of attempts.
    ///
    /// # Panics
    /// If the database returns an error, which fails the test.
    pub async fn run_jobs(&self) -> usize {
        Worker::new(self.state.clone()).run_due().await.expect("the jobs are run")
    }

    /// Brings the search index up to date with the publications.
    ///
    /// # Panics
    /// If the index returns an error, which fails the test.
    pub async fn catch_up(&self) {
        web::catch_up(&self.state, |_| {}).await.expect("the index takes in what was published");
    }
}

/// Returns the address of the next page of a list, or `None` on its last page.
pub fn next_page(list: &str) -> Option<String> {
    let link = list.split("<a ").find(|link| link.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\"")))?;
    Some(link.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}
