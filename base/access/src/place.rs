//! The places where roles apply and to which records belong, such as a board, a service or an agency. The base does not know which
//! places exist; it only compares their names.

use db::ToSql;
use serde::{Deserialize, Serialize};

/// A kind of place and a key in it, such as `board/4`, `service/2` or `agency/1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(String);

impl Place {
    /// Returns the place of this kind with this key.
    pub fn new(kind: &str, id: i64) -> Self {
        Self(format!("{kind}/{id}"))
    }

    /// Parses a stored place: a kind in lower case, a slash and a number from 1.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('/')?;
        let id: i64 = id.parse().ok()?;
        let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        (is_kind && id >= 1 && text.len() <= 60).then(|| Self::new(kind, id))
    }

    /// Returns the kind of place: `board`.
    pub fn kind(&self) -> &str {
        self.0.split_once('/').map_or("", |(kind, _)| kind)
    }

    /// Returns the key of the place within its kind.
    pub fn id(&self) -> i64 {
        self.0.split_once('/').and_then(|(_, id)| id.parse().ok()).unwrap_or_default()
    }

    /// Returns the stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl ToSql for Place {
    const NULL: db::Value = String::NULL;

    fn to_sql(&self) -> db::Value {
        self.as_str().to_sql()
    }
}

impl db::FromSql for Place {
    type Column = String;

    fn from_sql(column: String) -> Result<Self, String> {
        Self::parse(&column).ok_or_else(|| format!("“{column}” is not a place"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_kind_and_a_key_make_a_place() {
        let board = Place::parse("board/4").expect("a place");
        assert_eq!((board.kind(), board.id(), board.as_str()), ("board", 4, "board/4"));
        for text in ["", "board", "board/", "board/0", "board/-1", "Board/4", "/4", "board/4/5", "board/4 ", "bo%rd/4"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
        assert_eq!(Place::parse("board/04").expect("a place").as_str(), "board/4");
    }
}
