//! Verifies, at the end of every test on both databases, what the test wrote.

use db::{Db, ProtectedTable};
use files::Files;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

/// What it takes to verify a site's database, and to change it behind the program's back.
pub(crate) struct Verifying {
    address: String,
    key: [u8; 32],
    protected: Vec<ProtectedTable>,
    files: Files,
    /// Whether the test changed something behind the program's back, or looked for faults itself.
    is_touched: AtomicBool,
    folder: TempDir,
}

tokio::task_local! {
    /// The sites that the running test created.
    static MADE: Mutex<Vec<Arc<Verifying>>>;
}

impl Verifying {
    pub(crate) fn new(
        address: String,
        key: [u8; 32],
        protected: Vec<ProtectedTable>,
        files: Files,
        folder: TempDir,
    ) -> Arc<Self> {
        let made = Arc::new(Self { address, key, protected, files, is_touched: AtomicBool::new(false), folder });
        // A test that does not use `both_databases!` has no list.
        let _ = MADE.try_with(|list| list.lock().unwrap_or_else(PoisonError::into_inner).push(made.clone()));
        made
    }

    /// Returns the folder of the installation.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) async fn behind_its_back(&self, sql: &str) -> u64 {
        self.is_touched.store(true, Ordering::Relaxed);
        let stranger = Db::open(&self.address).await.expect("the database opens");
        let transaction = stranger.begin().await.expect("a transaction");
        let touched = db::execute(&transaction, sql, []).await.expect("the statement is carried out");
        transaction.commit().await.expect("the change is committed");
        stranger.close().await.expect("the connection closes");
        touched
    }

    pub(crate) fn file_behind_its_back(&self, hash: &str) -> PathBuf {
        self.is_touched.store(true, Ordering::Relaxed);
        self.folder().join("files").join(hash.get(..2).unwrap_or_default()).join(hash)
    }

    pub(crate) async fn faults(&self) -> Vec<ledger::Fault> {
        let db = Db::open(&self.address).await.expect("the database opens");
        let chain = ledger::verify(db.reading()).await.expect("the chain is read");
        let mut faults = chain.faults.clone();
        faults.extend(ledger::verify_rows(&db, &self.protected, self.key, chain).await.expect("the rows are read"));
        let files = self.files.verify(&db, |_| {}).await.expect("the files are read");
        faults.extend(files.into_iter().map(|fault| ledger::Fault {
            position: 0,
            record: format!("stored_file/{}", fault.file.id),
            what: fault.what,
        }));
        db.close().await.expect("the connections close");
        faults
    }
}

/// Runs a test, and then verifies what it wrote.
///
/// # Panics
/// If anything was changed since it was written, which fails the test.
pub async fn verified(test: impl Future<Output = ()>) {
    let run = async {
        test.await;
        let made = MADE.with(|list| std::mem::take(&mut *list.lock().unwrap_or_else(PoisonError::into_inner)));
        for made in made {
            if !made.is_touched.load(Ordering::Relaxed) {
                let faults = made.faults().await;
                let some: Vec<_> = faults.iter().take(10).collect();
                assert!(faults.is_empty(), "the test is over and verification finds {} faults, such as {some:?}", faults.len());
            }
        }
    };
    MADE.scope(Mutex::new(Vec::new()), run).await;
}
