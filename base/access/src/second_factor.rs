//! The second factor: codes from an authenticator app (TOTP, RFC 6238), and recovery codes in case the phone is lost.

use crate::token::hash_of;
use foundation::random_bytes;
use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret as Key, Totp};

/// The key shared by the authenticator app and the server: 160 bits, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct FactorKey([u8; 20]);

/// A QR code, which an app reads with the phone's camera.
#[derive(Clone, Debug)]
pub struct Squares {
    /// The number of squares along each side.
    pub size: i32,
    /// The column and row of each dark square.
    pub dark: Vec<(i32, i32)>,
}

impl FactorKey {
    /// Creates a random key.
    pub fn new() -> Self {
        Self(random_bytes())
    }

    /// Creates a key from these bytes. Returns `None` if there are not exactly 20.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Returns the key's bytes, for sealing.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Formats the key for typing into an app: groups of four letters and digits.
    pub fn written(&self) -> String {
        let text = Key::from(self.0).to_base32();
        let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join(" ")
    }

    /// Parses the output of [`Self::written`].
    pub fn parse(written: &str) -> Option<Self> {
        let text: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        Self::from_bytes(Key::try_from_base32(text).ok()?.as_ref())
    }

    /// Returns the `otpauth` address from which an app reads the key, for an account on a council's site.
    pub fn address(&self, council: &str, mail: &str) -> Option<String> {
        // A colon would separate the council's name from the account's.
        let name = |text: &str| text.replace(':', " ");
        self.totp(&name(council), &name(mail))?.to_url().ok()
    }

    /// Returns the address as a QR code.
    pub fn squares(&self, council: &str, mail: &str) -> Option<Squares> {
        let code = QrCode::encode_text(&self.address(council, mail)?, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let all = (0..size).flat_map(|row| (0..size).map(move |column| (column, row)));
        Some(Squares { size, dark: all.filter(|(column, row)| code.get_module(*column, *row)).collect() })
    }

    /// Returns the time step that a code belongs to, at a time in seconds since 1970. One step either side is accepted, and each
    /// step can be used once. A last used step in the future comes from a time when the clock was wrong, and is ignored; otherwise
    /// every code would be refused until then.
    pub fn step_of(&self, code: &str, at: u64, last_used: Option<u64>) -> Option<u64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let totp = self.totp("", "account")?;
        let now = at / STEP;
        let last_used = last_used.filter(|last| *last <= now + CLOCKS_DIFFER);
        [now.saturating_sub(1), now, now + 1]
            .into_iter()
            .filter(|step| last_used.is_none_or(|last| *step > last))
            .find(|step| totp.generate(step * STEP).to_string() == code)
    }

    /// Returns the code that an app shows at a time in seconds since 1970.
    pub fn code(&self, at: u64) -> Option<String> {
        Some(self.totp("", "account")?.generate(at).to_string())
    }

    fn totp(&self, council: &str, account: &str) -> Option<Totp> {
        let issuer = (!council.is_empty()).then_some(council);
        Builder::new().with_secret(self.0).with_issuer(issuer).with_account_name(account).build().ok()
    }
}

impl Default for FactorKey {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for FactorKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FactorKey(…)")
    }
}

/// How long a code is shown, in seconds (RFC 6238, section 5.2).
const STEP: u64 = 30;

/// How many steps the clocks of two servers and the app may differ by, in total.
const CLOCKS_DIFFER: u64 = 4;

/// The number of recovery codes created at once.
pub const RECOVERY_CODES: usize = 10;

/// Letters and digits that are not easily confused when read from paper.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Generates new recovery codes, each of twelve characters (60 bits).
pub fn new_recovery_codes() -> Vec<String> {
    let code = || {
        let letters: Vec<char> = random_bytes::<12>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join("-")
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// Returns the hash to store for a recovery code, ignoring spacing and case.
pub fn recovery_code_hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(40).collect();
    hash_of(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, with the last six of its eight digits.
        let key = FactorKey::from_bytes(b"12345678901234567890").expect("a key");
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(key.code(at).as_deref(), Some(code));
            assert_eq!(key.step_of(code, at, None), Some(at / 30));
        }
        assert_eq!(key.written(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(FactorKey::parse("gezd gnbv gy3t qojq GEZDGNBVGY3TQOJQ".to_uppercase().as_str()), Some(key));
    }

    #[test]
    fn a_code_counts_once_and_one_step_around_its_time() {
        let key = FactorKey::new();
        let code = key.code(9_000).expect("a code");
        assert_eq!(key.step_of(&format!(" {} {}", &code[..3], &code[3..]), 9_029, None), Some(300));
        assert_eq!(key.step_of(&code, 9_031, None), Some(300));
        assert_eq!(key.step_of(&code, 9_031, Some(300)), None);
        assert_eq!(key.step_of(&code, 9_100, None).filter(|step| *step == 300), None);
        assert_eq!(key.step_of("", 9_000, None), None);
        // The clock was an hour ahead when the last code was used, and has since been corrected.
        assert_eq!(key.step_of(&code, 9_000, Some(420)), Some(300));
        assert_eq!(key.step_of(&code, 9_000, Some(304)), None);
    }

    #[test]
    fn the_address_and_the_squares_hold_the_key() {
        let key = FactorKey::new();
        let address = key.address("Ashmere: Borough Council", "petra@ashmere.example").expect("an address");
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains(&key.written().replace(' ', "")), "{address}");
        let squares = key.squares("Ashmere", "petra@ashmere.example").expect("squares");
        assert!(squares.size > 20 && squares.dark.len() > 200);
    }

    #[test]
    fn recovery_codes_are_read_whatever_their_spacing() {
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let typed = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(recovery_code_hash(&typed), recovery_code_hash(&codes[0]));
        assert_ne!(recovery_code_hash(&codes[1]), recovery_code_hash(&codes[0]));
        assert!(codes.iter().all(|code| code.len() == 14), "{codes:?}");
    }
}
