//! The installation's own secret, which seals second factors in the database.

use crate::token::hexadecimal;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use foundation::random_bytes;
use std::io::Write as _;
use std::path::Path;

/// A 256-bit key, never displayed and never logged.
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// Why the secret cannot be obtained, or something sealed with it cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The text given is not a secret.
    #[error("the secret must be 64 hexadecimal digits, as `openssl rand -hex 32` makes them")]
    NotASecret,
    /// The file cannot be read or created.
    #[error("the file with the installation's secret, {file}, cannot be used: {source}")]
    File {
        /// The file.
        file: String,
        /// The error from the operating system.
        source: std::io::Error,
    },
    /// The sealed data does not open: it was sealed with another secret, or has been changed.
    #[error("something that was sealed does not open with this installation's secret; was the file with the secret replaced?")]
    DoesNotOpen,
}

/// Creates a file that only its owner can read. If the process dies or the power fails, the file is either complete and on the disk
/// or absent. Half a secret would open nothing, and nothing sealed with a lost one could be opened.
fn make(file: &Path, text: &str) -> std::io::Result<()> {
    let draft = file.with_extension(format!("new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut made = options.open(&draft)?;
    made.write_all(text.as_bytes())?;
    made.sync_all()?;
    // Unlike a rename, a hard link never replaces an existing secret.
    let linked = std::fs::hard_link(&draft, file);
    std::fs::remove_file(&draft)?;
    linked?;
    #[cfg(unix)]
    if let Some(folder) = file.canonicalize()?.parent() {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

impl Secret {
    /// Parses 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        let digits: Option<Vec<u8>> = text.is_ascii().then(|| {
            let pairs = text.as_bytes().chunks(2);
            pairs.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
        });
        let bytes = digits.filter(|_| text.len() == 64).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(SecretError::NotASecret)
    }

    /// Reads the secret in `file`, or creates one that only the file's owner can read.
    pub fn in_file(file: &Path) -> Result<Self, SecretError> {
        let file_error = |source| SecretError::File { file: file.display().to_string(), source };
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secret = Self(random_bytes());
                match make(file, &hexadecimal(&secret.0)) {
                    Ok(()) => Ok(secret),
                    // Another process created it first, so use that one.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::parse(&std::fs::read_to_string(file).map_err(file_error)?)
                    }
                    Err(error) => Err(file_error(error)),
                }
            }
            Err(error) => Err(file_error(error)),
        }
    }

    /// Creates a secret that lasts as long as the process, for tests.
    pub fn passing() -> Self {
        Self(random_bytes())
    }

    /// Derives a key for `purpose` alone. Neither the secret nor a key for another purpose can be worked out from it.
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        blake3::derive_key(&format!("Moothall 2026 {purpose}"), &self.0)
    }

    /// Returns the key that seals the rows of the database.
    pub fn row_seal_key(&self) -> [u8; 32] {
        self.key_for("row seals")
    }

    /// Seals `plain` for `purpose`. It cannot be opened for any other purpose.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, SecretError> {
        let nonce: [u8; 12] = random_bytes();
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), payload).map_err(|_| SecretError::DoesNotOpen)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal`] sealed for `purpose`.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretError> {
        let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(SecretError::DoesNotOpen)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).map_err(|_| SecretError::DoesNotOpen)
    }

    /// Derives a key for `purpose` from the secret, so that it need not be stored.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, purpose.as_bytes()).as_bytes()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&Key::<Aes256Gcm>::from(self.0))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_for_its_purpose_alone() {
        let secret = Secret::passing();
        let sealed = secret.seal("second factor of account/5", b"key").expect("sealed");
        assert_eq!(secret.open("second factor of account/5", &sealed).expect("opened"), b"key");
        assert!(secret.open("second factor of account/6", &sealed).is_err());
        assert!(Secret::passing().open("second factor of account/5", &sealed).is_err());
        assert!(secret.open("second factor of account/5", &sealed[..9]).is_err());
    }

    #[test]
    fn the_file_is_made_once_and_read_after() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret.key");
        let made = Secret::in_file(&file).expect("made");
        let again = Secret::in_file(&file).expect("read");
        let sealed = made.seal("a purpose", b"words").expect("sealed");
        assert_eq!(again.open("a purpose", &sealed).expect("opened"), b"words");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&file, "short").expect("written");
        assert!(matches!(Secret::in_file(&file), Err(SecretError::NotASecret)));
        assert_eq!(format!("{made:?}"), "Secret(…)");
    }
}
