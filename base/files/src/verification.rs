//! Comparing the bytes that are kept with what their hashes say.

use crate::{FileError, Files, StoredFile, files_store, place};
use db::Db;
use futures_util::TryStreamExt as _;
use object_store::ObjectStoreExt as _;

/// A stored file whose bytes are not what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file, without its folder.
    pub file: StoredFile,
    /// What is wrong.
    pub what: &'static str,
}

/// Files that are looked up by one statement.
const AT_ONCE: i64 = 500;

impl Files {
    /// Reads every stored file and names those whose bytes were changed or are missing. `progress` is told how many were read.
    ///
    /// # Errors
    /// What the database refuses. A file that the store cannot give is a fault, not an error.
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

    /// The hash of the bytes that are kept under a hash, read a piece at a time.
    async fn hash_of(&self, hash: &str) -> Result<String, object_store::Error> {
        let mut pieces = self.store.get(&place(hash)).await?.into_stream();
        let mut hasher = blake3::Hasher::new();
        while let Some(piece) = pieces.try_next().await? {
            hasher.update(&piece);
        }
        Ok(hasher.finalize().to_hex().to_string())
    }
}
