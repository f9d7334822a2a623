//! Verification of stored files against their hashes.

use crate::{FileError, Files, StoredFile, files_store, place};
use db::Db;
use futures_util::TryStreamExt as _;
use object_store::ObjectStoreExt as _;

/// A stored file whose content is missing or has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file's metadata.
    pub file: StoredFile,
    /// What is wrong.
    pub what: &'static str,
}

/// The number of files looked up by one statement.
const AT_ONCE: i64 = 500;

impl Files {
    /// Reads every stored file, and reports those whose content is missing or has changed. Calls `progress` with the number read so
    /// far.
    ///
    /// # Errors
    /// Returns an error if a database query fails. A file that cannot be read is a fault, not an error.
    pub async fn verify(&self, db: &Db, mut progress: impl FnMut(u64)) -> Result<Vec<FileFault>, FileError> {
        let mut faults = Vec::new();
        let mut after = 0;
        let mut read = 0;
        loop {
            let files = files_store::after(db.reading(), after, AT_ONCE).await?;
            let Some(last) = files.last() else { return Ok(faults) };
            after = last.id.get();
            for file in files {
                let what = match self.hash_of(&file.hash).await {
                    Ok(hash) if hash == file.hash => None,
                    Ok(_) => Some("its bytes were changed after they were stored"),
                    Err(object_store::Error::NotFound { .. }) => Some("its bytes are missing from the folder of files"),
                    Err(_) => Some("its bytes cannot be read"),
                };
                faults.extend(what.map(|what| FileFault { file, what }));
                read += 1;
                progress(read);
            }
        }
    }

    /// Computes the hash of the content stored under a hash, reading it in pieces.
    async fn hash_of(&self, hash: &str) -> Result<String, object_store::Error> {
        let mut pieces = self.store.get(&place(hash)).await?.into_stream();
        let mut hasher = blake3::Hasher::new();
        while let Some(piece) = pieces.try_next().await? {
            hasher.update(&piece);
        }
        Ok(hasher.finalize().to_hex().to_string())
    }
}
