//! The digest of a row, which is the same on both databases.

use crate::page_store::Cell;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{DbErr, QueryResult};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A keyed BLAKE3 digest of a row, truncated to 128 bits. Without the key, two rows with the same digest cannot be searched for.
pub(crate) type Digest = [u8; 16];

/// The digest of a row that cannot be read with its columns' types. It matches no seal.
pub(crate) const UNREADABLE: Digest = [0xff; 16];

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnType {
    Text,
    /// Four bytes on PostgreSQL, where reading the value as eight bytes would fail.
    Small,
    Integer,
    Boolean,
    Date,
    Time,
    Instant,
}

impl ColumnType {
    /// Returns the type with this name in the database, or `None` if its values are not sealed yet.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text" | "character varying" => Some(Self::Text),
            "integer" => Some(Self::Small),
            "bigint" => Some(Self::Integer),
            "boolean" => Some(Self::Boolean),
            "date" => Some(Self::Date),
            "time" | "time without time zone" => Some(Self::Time),
            "datetime" | "timestamp with time zone" => Some(Self::Instant),
            _ => None,
        }
    }

    /// Reads the value at `index` in a row.
    pub(crate) fn read(self, row: &QueryResult, index: usize, is_postgresql: bool) -> Result<Option<Stored<'static>>, DbErr> {
        Ok(match self {
            Self::Text => row.try_get_by_index::<Option<String>>(index)?.map(|text| Stored::Text(text.into())),
            Self::Small if is_postgresql => {
                row.try_get_by_index::<Option<i32>>(index)?.map(|value| Stored::Integer(value.into()))
            }
            Self::Small | Self::Integer => row.try_get_by_index::<Option<i64>>(index)?.map(Stored::Integer),
            Self::Boolean => row.try_get_by_index::<Option<bool>>(index)?.map(Stored::Boolean),
            Self::Date => row.try_get_by_index::<Option<NaiveDate>>(index)?.map(Stored::Date),
            Self::Time => row.try_get_by_index::<Option<NaiveTime>>(index)?.map(Stored::Time),
            Self::Instant => row.try_get_by_index::<Option<DateTime<Utc>>>(index)?.map(Stored::Instant),
        })
    }

    /// Converts a cell to a value of this type. Returns `Err` if that cannot be done reliably, in which case [`Self::read`]
    /// decides.
    pub(crate) fn of_cell(self, cell: Cell<'_>) -> Result<Option<Stored<'_>>, NotTold> {
        Ok(Some(match (self, cell) {
            (_, Cell::Null) => return Ok(None),
            (Self::Text, Cell::Text(text)) => Stored::Text(text),
            (Self::Small | Self::Integer, Cell::Integer(integer)) => Stored::Integer(integer),
            (Self::Boolean, Cell::Boolean(boolean)) => Stored::Boolean(boolean),
            // SQLite has no booleans of its own.
            (Self::Boolean, Cell::Integer(integer @ (0 | 1))) => Stored::Boolean(integer == 1),
            (Self::Date, Cell::Text(text)) => Stored::Date(text.parse().map_err(|_| NotTold)?),
            (Self::Time, Cell::Text(text)) => Stored::Time(text.parse().map_err(|_| NotTold)?),
            (Self::Instant, Cell::Text(text)) => {
                Stored::Instant(DateTime::parse_from_rfc3339(&text).map_err(|_| NotTold)?.with_timezone(&Utc))
            }
            _ => return Err(NotTold),
        }))
    }
}

/// The error that a value cannot be determined from a cell.
#[derive(Debug)]
pub(crate) struct NotTold;

/// A value as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Boolean(bool),
    Date(NaiveDate),
    Time(NaiveTime),
    Instant(DateTime<Utc>),
}

impl Stored<'_> {
    /// Appends the value to the bytes to be digested: a tag for its type, its length and its bytes, so that no two values run
    /// together.
    fn write_to(&self, bytes: &mut Vec<u8>) {
        let mut part = |tag: u8, value: &[u8]| {
            bytes.push(tag);
            bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
            bytes.extend_from_slice(value);
        };
        match self {
            Self::Text(text) => part(b't', text.as_bytes()),
            Self::Integer(integer) => part(b'i', &integer.to_be_bytes()),
            Self::Boolean(boolean) => part(b'b', &[u8::from(*boolean)]),
            Self::Date(date) => part(b'd', date.to_string().as_bytes()),
            Self::Time(time) => part(b'c', time.to_string().as_bytes()),
            // To the microsecond, the finest resolution that PostgreSQL stores.
            Self::Instant(at) => part(b'a', &at.timestamp_micros().to_be_bytes()),
        }
    }

    /// Formats the value as part of a key. Keys consist of text and integers.
    pub(crate) fn key_part(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Integer(integer) => integer.to_string(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Instant(at) => at.to_rfc3339(),
        }
    }
}

/// A digester of rows, which reuses its buffer from one row to the next.
pub(crate) struct Digester<'a> {
    key: &'a [u8; 32],
    bytes: Vec<u8>,
}

impl<'a> Digester<'a> {
    pub(crate) fn new(key: &'a [u8; 32]) -> Self {
        Self { key, bytes: Vec::new() }
    }

    /// Returns the digest of a row of `table` with these columns, in order of name. Columns without a value are left out, so that a
    /// column added by a later version does not change the digests of existing rows.
    pub(crate) fn digest<'v>(&mut self, table: &str, columns: impl Iterator<Item = (&'v str, Option<&'v Stored<'v>>)>) -> Digest {
        self.bytes.clear();
        Stored::Text(table.into()).write_to(&mut self.bytes);
        for (name, value) in columns {
            if let Some(value) = value {
                self.bytes.extend_from_slice(&(name.len() as u64).to_be_bytes());
                self.bytes.extend_from_slice(name.as_bytes());
                value.write_to(&mut self.bytes);
            }
        }
        cut(blake3::keyed_hash(self.key, &self.bytes))
    }

    /// Returns the size in bytes of the last row digested.
    pub(crate) fn bytes_of_last(&self) -> usize {
        self.bytes.len()
    }
}

fn cut(hash: blake3::Hash) -> Digest {
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.as_bytes()[..16]);
    digest
}

/// Formats a digest in hexadecimal.
pub(crate) fn hexadecimal(digest: &Digest) -> String {
    format!("{:032x}", u128::from_be_bytes(*digest))
}

/// Parses the output of [`hexadecimal`]. Returns `None` if the text is not a digest.
pub(crate) fn parse(text: &str) -> Option<Digest> {
    (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok()).flatten().map(u128::to_be_bytes)
}

/// Formats a row's key as a single word: its parts, percent-encoded and joined by slashes.
pub(crate) fn key_text(parts: &[String]) -> String {
    let mut text = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            text.push('/');
        }
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':' | b'@') {
                text.push(char::from(byte));
            } else {
                // Writing to a `String` never fails.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// Parses the output of [`key_text`] into the parts of the key.
pub(crate) fn key_parts(text: &str) -> Vec<String> {
    text.split('/').map(decoded).collect()
}

fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let escaped = (*first == b'%').then(|| tail.get(..2)).flatten();
        match escaped.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the name by which a row is looked up: a digest of its table and key.
pub(crate) fn row_name(table: &str, key: &str) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(table.as_bytes());
    hasher.update(&[0]);
    hasher.update(key.as_bytes());
    u128::from_be_bytes(cut(hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word_from_which_no_other_key_can_be_made() {
        assert_eq!(key_text(&["7".into(), "2024".into()]), "7/2024");
        assert_eq!(key_text(&["a/b c\n".into()]), "a%2Fb%20c%0A");
        assert_ne!(key_text(&["a".into(), "b".into()]), key_text(&["a/b".into()]));
        let parts = ["ä/b %".to_owned(), "7".to_owned()];
        assert_eq!(key_parts(&key_text(&parts)), parts);
    }

    #[test]
    fn a_digest_tells_values_columns_tables_and_keys_apart_and_not_columns_without_a_value() {
        let key = [7; 32];
        let mut digester = Digester::new(&key);
        let text = Stored::Text("1".into());
        let number = Stored::Integer(1);
        let one = digester.digest("account", [("name", Some(&text))].into_iter());
        assert_eq!(one, digester.digest("account", [("name", Some(&text)), ("post", None)].into_iter()));
        assert_ne!(one, digester.digest("account", [("name", Some(&number))].into_iter()));
        assert_ne!(one, digester.digest("account", [("post", Some(&text))].into_iter()));
        assert_ne!(one, digester.digest("session", [("name", Some(&text))].into_iter()));
        assert_ne!(one, Digester::new(&[8; 32]).digest("account", [("name", Some(&text))].into_iter()));
        assert_eq!(parse(&hexadecimal(&one)), Some(one));
    }
}
