//! Record keys: 64-bit and never 0. Each kind has a type of its own, so that one cannot be passed for another.

/// Defines a newtype for the keys of one kind of record, which statements take and rows give as they are.
///
/// Keys are integers from 1. `new` rejects any others, and so does parsing one from an address or a form, or reading one from a row.
#[macro_export]
macro_rules! record_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(std::num::NonZeroI64);

        impl $name {
            /// Creates a key, or returns `None` unless the value is an integer from 1.
            pub fn new(value: i64) -> Option<Self> {
                if value > 0 { std::num::NonZeroI64::new(value).map(Self) } else { None }
            }

            /// Returns the key as stored in the database.
            pub fn get(self) -> i64 {
                self.0.get()
            }
        }

        impl TryFrom<i64> for $name {
            type Error = $crate::NotARecordId;

            fn try_from(value: i64) -> Result<Self, Self::Error> {
                Self::new(value).ok_or($crate::NotARecordId)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.get()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::NotARecordId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse::<i64>().ok().and_then(Self::new).ok_or($crate::NotARecordId)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{}", self.get())
            }
        }

        impl $crate::ToSql for $name {
            const NULL: $crate::Value = <i64 as $crate::ToSql>::NULL;

            fn to_sql(&self) -> $crate::Value {
                self.get().to_sql()
            }
        }

        impl $crate::FromSql for $name {
            type Column = i64;

            fn from_sql(column: i64) -> Result<Self, String> {
                Self::new(column).ok_or_else(|| format!("{column} is not a key"))
            }
        }
    };
}

/// The error for a value that is not an integer from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record's number is a whole number from 1")]
pub struct NotARecordId;

#[cfg(test)]
mod tests {
    record_id!(
        /// A key for these tests.
        ExampleId
    );

    #[test]
    fn zero_negatives_and_words_are_no_keys() {
        assert!(ExampleId::new(0).is_none());
        assert!(ExampleId::new(-4).is_none());
        assert!("seven".parse::<ExampleId>().is_err());
        assert!("99999999999999999999".parse::<ExampleId>().is_err());
        assert_eq!("7".parse::<ExampleId>().map(ExampleId::get), Ok(7));
    }
}
