//! Secrets that are handed out once: session tokens, links in emails, recovery codes. Only their hashes are stored.

use foundation::random_bytes;
use std::fmt::Write as _;

/// A 256-bit secret from the operating system's source of randomness.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Creates a random token.
    ///
    /// # Panics
    /// Panics if the operating system cannot supply randomness, since nothing that needs a secret could continue.
    pub fn new() -> Self {
        Self(hexadecimal(&random_bytes::<32>()))
    }

    /// Parses a token from a request: 64 hexadecimal digits in lower case.
    pub fn received(text: &str) -> Option<Self> {
        let is_token = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        is_token.then(|| Self(text.to_owned()))
    }

    /// Returns the secret itself, to hand out.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Returns the hash to store. The time taken to look up a hash reveals nothing about the token.
    pub fn hash(&self) -> String {
        hash_of(&self.0)
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// Returns the BLAKE3 hash of a secret that has as many bits as the hash or was made by [`random_bytes`]. Not for passwords.
pub(crate) fn hash_of(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// Formats bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_what_was_sent_and_is_never_shown() {
        let token = Token::new();
        assert_eq!(Token::received(token.secret()), Some(token.clone()));
        assert_ne!(token, Token::new());
        assert_eq!(format!("{token:?}"), "Token(…)");
        for text in ["", "abc", &"g".repeat(64), &"A".repeat(64), &"a".repeat(65)] {
            assert_eq!(Token::received(text), None, "{text}");
        }
    }
}
