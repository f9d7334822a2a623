//! Checks that a folder is the one that holds the database's files.
//!
//! Two servers may share a database. If each had a folder of its own, each could serve only the files uploaded to it. So the first
//! folder gets a mark, which the database stores, and a server whose folder has no mark or a different one reports this when it
//! starts.

use crate::{FileError, Files, files_store};
use db::Db;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::time::Duration;

/// The name of the file that holds the folder's mark.
const NAME: &str = "installation";

/// The length of a mark: 16 bytes in hexadecimal.
const LENGTH: usize = 32;

/// Whether a folder and a database belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderState {
    /// The folder is the one that the database refers to.
    Own,
    /// The database's files are in another folder.
    Other {
        /// The mark of the folder that the database refers to.
        mark: String,
        /// The file that should hold this folder's mark.
        place: PathBuf,
    },
}

impl Files {
    /// Compares this folder with the one that the database refers to. If the database does not refer to one yet, it will refer to
    /// this one.
    pub async fn recognise(&self, db: &Db) -> Result<FolderState, FileError> {
        let known = files_store::folder_mark(db.reading()).await?;
        let mark = if let Some(mark) = known {
            mark
        } else {
            // The folder is marked first. If the program stops in between, the next start finds the mark and continues from there.
            let own = self.marked().await?;
            let transaction = db.begin().await?;
            files_store::keep_folder_mark(&transaction, &own).await?;
            transaction.commit().await?;
            files_store::folder_mark(db.reading()).await?.unwrap_or(own)
        };
        self.compare(mark)
    }

    /// Compares this folder with the one that the database refers to, without changing either. Returns `None` if the database does
    /// not refer to one yet.
    pub async fn folder_state(&self, db: &Db) -> Result<Option<FolderState>, FileError> {
        files_store::folder_mark(db.reading()).await?.map(|mark| self.compare(mark)).transpose()
    }

    fn compare(&self, mark: String) -> Result<FolderState, FileError> {
        let is_own = self.mark().map_err(|source| self.folder_error(source))?.as_deref() == Some(mark.as_str());
        Ok(if is_own { FolderState::Own } else { FolderState::Other { mark, place: self.folder.join(NAME) } })
    }

    /// Returns the folder's mark, creating it if there is none.
    async fn marked(&self) -> Result<String, FileError> {
        let new = format!("{:032x}", u128::from_be_bytes(foundation::random_bytes()));
        let made = OpenOptions::new().write(true).create_new(true).open(self.folder.join(NAME));
        match made.and_then(|mut file| writeln!(file, "{new}")) {
            Ok(()) => return Ok(new),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(self.folder_error(error)),
        }
        // Another process of this installation may be writing it at the moment.
        for _ in 0..20 {
            if let Some(mark) = self.mark().map_err(|source| self.folder_error(source))? {
                return Ok(mark);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(self.folder_error(io::Error::other(format!("the file {NAME} in it is not valid; remove it"))))
    }

    /// Returns the folder's mark, or `None` if it has none or an incomplete one.
    fn mark(&self) -> io::Result<Option<String>> {
        match std::fs::read_to_string(self.folder.join(NAME)) {
            Ok(text) => Ok(Some(text.trim().to_owned()).filter(|mark| mark.len() == LENGTH)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn folder_error(&self, source: io::Error) -> FileError {
        FileError::Folder { folder: self.folder.display().to_string(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MIGRATIONS;

    #[tokio::test]
    async fn a_second_folder_is_told_from_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("files.db").display())).await.unwrap();
        db::migrate(&db, &db::Migrations(MIGRATIONS.to_vec())).await.unwrap();
        let first = Files::open(&folder.path().join("first")).unwrap();
        let second = Files::open(&folder.path().join("second")).unwrap();
        assert_eq!(first.folder_state(&db).await.unwrap(), None);
        assert_eq!(first.recognise(&db).await.unwrap(), FolderState::Own);
        assert_eq!(first.recognise(&db).await.unwrap(), FolderState::Own);
        let FolderState::Other { mark, place } = second.recognise(&db).await.unwrap() else { panic!("taken for the first") };
        // Restarting changes nothing; only a person who has merged the folders may say that they are the same.
        assert_ne!(second.recognise(&db).await.unwrap(), FolderState::Own);
        std::fs::write(place, mark + "\n").unwrap();
        assert_eq!(second.recognise(&db).await.unwrap(), FolderState::Own);
        assert_eq!(second.folder_state(&db).await.unwrap(), Some(FolderState::Own));
    }

    #[tokio::test]
    async fn a_new_database_takes_the_mark_that_a_folder_has() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&folder.path().join("files")).unwrap();
        for name in ["before.db", "after.db"] {
            let db = Db::open(&format!("sqlite://{}", folder.path().join(name).display())).await.unwrap();
            db::migrate(&db, &db::Migrations(MIGRATIONS.to_vec())).await.unwrap();
            assert_eq!(files.recognise(&db).await.unwrap(), FolderState::Own, "{name}");
        }
    }
}
