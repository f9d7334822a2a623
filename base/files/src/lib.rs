//! Files that were taken in, kept as they came: each stored once, under the BLAKE3 hash of its bytes.

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

foundation::record_id!(
    /// The key of a stored file.
    FileId
);

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its key.
    pub id: FileId,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// The name it came with, without folders.
    pub name: String,
    /// What its content was found to be.
    pub content_type: String,
    /// In bytes.
    pub size: i64,
    /// When it was taken in.
    pub stored_at: DateTime<Utc>,
    /// Whether anybody may have it by its key. Whoever keeps a private one asks who may have it, and remembers its name, since the
    /// same bytes may belong to several records.
    pub is_public: bool,
}

/// For whom a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// For everybody.
    Public,
    /// For those whom the record that names it lets have it.
    Private,
}

/// What can go wrong with files.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The folder could not be made or opened.
    #[error("the folder for files, {folder}, cannot be used: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database names a file whose bytes are not in this folder.
    #[error(
        "the file {hash} is not in this server's folder for files; does another server with a folder of its own use the database?"
    )]
    NotHere {
        /// The hash of its bytes.
        hash: String,
    },
    /// A file could not be read.
    #[error("a stored file could not be read: {0}")]
    Reading(#[from] std::io::Error),
    /// The store refused.
    #[error("the store of files refused: {0}")]
    Store(#[from] object_store::Error),
}

/// What is written to try whether writing works: a megabyte, since an empty file still fits on a full disk.
static TRIAL: [u8; 1024 * 1024] = [b'-'; 1024 * 1024];

/// The place where files' bytes are kept.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<LocalFileSystem>,
    folder: Arc<Path>,
}

impl Files {
    /// Opens the store in `folder`, making it where it is missing.
    pub fn open(folder: &Path) -> Result<Self, FileError> {
        let folder_error = |source| FileError::Folder { folder: folder.display().to_string(), source };
        std::fs::create_dir_all(folder).map_err(folder_error)?;
        // The folder's own name is on the disk before it holds anything.
        #[cfg(unix)]
        if let Some(above) = folder.canonicalize().map_err(folder_error)?.parent() {
            std::fs::File::open(above).and_then(|above| above.sync_all()).map_err(folder_error)?;
        }
        // What was taken in is on the disk before anybody is told so: a power cut loses no file that the database names.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: folder.into() })
    }

    /// Keeps a file and its particulars; the same bytes again give the file that is there already.
    ///
    /// The bytes are written first: a transaction that is then abandoned leaves bytes that nothing names, which the same file
    /// will find again, and never a name without bytes.
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
            // What is public stays so; what was private becomes public once somebody makes it so.
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
            // Somebody else took in the same bytes at this moment.
            None => by_hash(transaction, &hash).await?.ok_or_else(|| db::DbError::Value(format!("the file {hash}")))?,
        };
        if is_public && !file.is_public {
            files_store::make_public(transaction, file.id).await?;
        }
        Ok(StoredFile { is_public: file.is_public || is_public, ..file })
    }

    /// Tries whether the folder takes a file, which it does not on a full disk: one is written, and removed again.
    pub async fn try_writing(&self) -> Result<(), FileError> {
        let trial = StorePath::from("__/a-trial-of-writing");
        self.store.put(&trial, PutPayload::from_bytes(Bytes::from_static(&TRIAL))).await?;
        self.store.delete(&trial).await?;
        Ok(())
    }

    /// The bytes of a stored file, all at once: for the program's own work. A request gets it piece by piece, from
    /// [`Files::open_file`].
    pub async fn read(&self, file: &StoredFile) -> Result<Bytes, FileError> {
        Ok(self.find(file).await?.bytes().await?)
    }

    /// Opens a stored file, to be read piece by piece.
    ///
    /// # Errors
    /// `FileError::NotHere` if its bytes are not in this folder.
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

/// The hash under which bytes are kept.
pub fn hash(content: &[u8]) -> String {
    blake3::hash(content).to_hex().to_string()
}

/// Two letters of the hash make a folder, so that none grows without bound.
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
