//! Uploaded files, kept unchanged. Each is stored once, under the BLAKE3 hash of its content.

mod content;
mod files_store;
mod folder_mark;
mod opened;
mod verification;

pub use content::{ContentFault, LARGEST, kind_name, kind_of, plain_name};
pub use files_store::{MIGRATIONS, by_hash, by_id, make_private, make_public};
pub use folder_mark::FolderState;
pub use opened::{OpenedFile, PIECE};
pub use verification::FileFault;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use db::WriteTransaction;
use object_store::local::LocalFileSystem;
use object_store::path::Path as StorePath;
use object_store::{GetResult, GetResultPayload, ObjectStoreExt, PutPayload};
use std::path::Path;
use std::sync::Arc;

db::record_id!(
    /// The key of a stored file.
    FileId
);

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "stored_file")]
pub struct StoredFile {
    /// Its key.
    pub id: FileId,
    /// The BLAKE3 hash of its content, in hexadecimal.
    pub hash: String,
    /// Its original name, without folders.
    pub name: String,
    /// The media type determined from its content.
    pub content_type: String,
    /// The size in bytes.
    pub size: i64,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
    /// Whether anyone may get it by its key. The record that a private file belongs to must check who may get it, and keep its own
    /// name for it, because the same content may belong to several records.
    pub is_public: bool,
}

/// Who may get a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Those allowed by the record that it belongs to.
    Private,
}

/// An error with stored files.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The folder could not be created or opened.
    #[error("the folder for files, {folder}, cannot be used: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// The error from the operating system.
        source: std::io::Error,
    },
    /// The content of a file in the database is not in this folder.
    #[error(
        "the file {hash} is not in this server's folder for files; does another server with a folder of its own use the database?"
    )]
    NotHere {
        /// The hash of its content.
        hash: String,
    },
    /// A file could not be read.
    #[error("a stored file could not be read: {0}")]
    Reading(#[from] std::io::Error),
    /// The object store returned an error.
    #[error("the store of files refused: {0}")]
    Store(#[from] object_store::Error),
}

/// The content written to test whether writing works. It is a megabyte, because an empty file still fits on a full disk.
static TRIAL: [u8; 1024 * 1024] = [b'-'; 1024 * 1024];

/// The store of files' content.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<LocalFileSystem>,
    folder: Arc<Path>,
}

impl Files {
    /// Opens the store in `folder`, creating the folder if it is missing.
    pub fn open(folder: &Path) -> Result<Self, FileError> {
        let folder_error = |source| FileError::Folder { folder: folder.display().to_string(), source };
        std::fs::create_dir_all(folder).map_err(folder_error)?;
        // Syncs the parent folder, so that the new folder's own entry is on the disk before anything is stored in it.
        #[cfg(unix)]
        if let Some(above) = folder.canonicalize().map_err(folder_error)?.parent() {
            std::fs::File::open(above).and_then(|above| above.sync_all()).map_err(folder_error)?;
        }
        // Each file is on the disk before it is acknowledged, so a power cut loses no file that the database refers to.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: folder.into() })
    }

    /// Stores a file and its metadata. If the same content is already stored, returns the existing file.
    ///
    /// The content is written first. If the transaction is then rolled back, the content remains unreferenced until the same file
    /// is uploaded again, but there is never a reference without content.
    pub async fn keep(
        &self,
        transaction: &WriteTransaction,
        name: &str,
        content_type: &str,
        content: Bytes,
        at: DateTime<Utc>,
        visibility: Visibility,
    ) -> Result<StoredFile, FileError> {
        let hash = hash(&content);
        let is_public = visibility == Visibility::Public;
        if let Some(file) = by_hash(transaction, &hash).await? {
            // A public file stays public, and a private one becomes public if it is stored again as public.
            if is_public && !file.is_public {
                files_store::make_public(transaction, file.id).await?;
            }
            return Ok(StoredFile { is_public: file.is_public || is_public, ..file });
        }
        let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
        self.store.put(&place(&hash), PutPayload::from_bytes(content)).await?;
        let name: String =
            name.rsplit(['/', '\\']).next().unwrap_or("file").chars().filter(|c| !c.is_control()).take(200).collect();
        let inserted = files_store::insert(transaction, &hash, &name, content_type, size, at, is_public).await?;
        let file = match inserted {
            Some(file) => file,
            // Another request stored the same content at the same time.
            None => by_hash(transaction, &hash).await?.ok_or_else(|| db::DbError::Value(format!("the file {hash}")))?,
        };
        if is_public && !file.is_public {
            files_store::make_public(transaction, file.id).await?;
        }
        Ok(StoredFile { is_public: file.is_public || is_public, ..file })
    }

    /// Checks that the folder accepts files, which it does not if the disk is full, by writing a file and deleting it again.
    pub async fn try_writing(&self) -> Result<(), FileError> {
        let trial = StorePath::from("__/a-trial-of-writing");
        self.store.put(&trial, PutPayload::from_bytes(Bytes::from_static(&TRIAL))).await?;
        self.store.delete(&trial).await?;
        Ok(())
    }

    /// Reads all of a stored file at once, for the program's own use. Responses read it in pieces, from [`Files::open_file`].
    pub async fn read(&self, file: &StoredFile) -> Result<Bytes, FileError> {
        Ok(self.find(file).await?.bytes().await?)
    }

    /// Opens a stored file, to be read in pieces.
    ///
    /// # Errors
    /// Returns `FileError::NotHere` if its content is not in this folder.
    pub async fn open_file(&self, file: &StoredFile) -> Result<OpenedFile, FileError> {
        let _turn = opened::READING.acquire().await.map_err(std::io::Error::other)?;
        match self.find(file).await?.payload {
            GetResultPayload::File(file, _) => Ok(OpenedFile::new(file)?),
            GetResultPayload::Stream(_) => Err(std::io::Error::other("the folder gave no file").into()),
        }
    }

    async fn find(&self, file: &StoredFile) -> Result<GetResult, FileError> {
        self.store.get(&place(&file.hash)).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => FileError::NotHere { hash: file.hash.clone() },
            error => error.into(),
        })
    }
}

/// Returns the hash under which content is stored.
pub fn hash(content: &[u8]) -> String {
    blake3::hash(content).to_hex().to_string()
}

/// Returns where a file is stored. The first two digits of the hash name a folder, so that no folder grows too large.
fn place(hash: &str) -> StorePath {
    StorePath::from(format!("{}/{hash}", hash.get(..2).unwrap_or("__")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_bytes_are_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let database = db::Db::open(&format!("sqlite://{}", folder.path().join("files.db").display())).await.unwrap();
        db::migrate(&database, &db::Migrations(MIGRATIONS.to_vec())).await.unwrap();
        let files = Files::open(&folder.path().join("files")).unwrap();
        let at = DateTime::UNIX_EPOCH;
        let transaction = database.begin().await.unwrap();
        let first = files
            .keep(&transaction, "../packs/june.txt", "text/plain", Bytes::from_static(b"pack"), at, Visibility::Private)
            .await
            .unwrap();
        assert!(!first.is_public);
        let again = files
            .keep(&transaction, "other.txt", "text/plain", Bytes::from_static(b"pack"), at, Visibility::Public)
            .await
            .unwrap();
        assert!(again.is_public);
        transaction.commit().await.unwrap();
        assert_eq!((first.id, first.name.as_str()), (again.id, "june.txt"));
        let found = by_id(database.reading(), first.id).await.unwrap().unwrap();
        assert_eq!(files.read(&found).await.unwrap(), Bytes::from_static(b"pack"));
    }
}
