//! Values as they are stored: what statements take and rows give.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use foundation::MunicipalYear;
use sea_orm::{TryGetable, Value};

/// A type whose values statements can take.
pub trait ToSql {
    /// No value, of the type of the column.
    const NULL: Value;

    /// Returns the value as it is stored.
    fn to_sql(&self) -> Value;
}

/// A type whose values are read from one column.
pub trait FromSql: Sized {
    /// The type of the column.
    type Column: TryGetable;

    /// Converts what is stored. If it is no value of this type, returns what was found, for the message.
    fn from_sql(column: Self::Column) -> Result<Self, String>;
}

macro_rules! stored_as_it_is {
    ($($kind:ty => $null:ident),*) => {$(
        impl ToSql for $kind {
            const NULL: Value = Value::$null(None);

            fn to_sql(&self) -> Value {
                self.clone().into()
            }
        }

        impl FromSql for $kind {
            type Column = Self;

            fn from_sql(column: Self) -> Result<Self, String> {
                Ok(column)
            }
        }
    )*};
}

stored_as_it_is!(
    i32 => Int, i64 => BigInt, f64 => Double, bool => Bool, String => String, Vec<u8> => Bytes, NaiveDate => ChronoDate,
    NaiveTime => ChronoTime, DateTime<Utc> => ChronoDateTimeUtc
);

macro_rules! stored_as_a_signed_number {
    ($($kind:ty => $column:ty),*) => {$(
        impl ToSql for $kind {
            const NULL: Value = <$column as ToSql>::NULL;

            fn to_sql(&self) -> Value {
                <$column>::try_from(*self).unwrap_or(<$column>::MAX).to_sql()
            }
        }

        impl FromSql for $kind {
            type Column = $column;

            fn from_sql(column: $column) -> Result<Self, String> {
                Self::try_from(column).map_err(|_| format!("{column} is less than 0"))
            }
        }
    )*};
}

// Sizes and counts. The databases have only signed numbers: four bytes for `INTEGER`, eight for `BIGINT`.
stored_as_a_signed_number!(u32 => i32, usize => i64);

impl ToSql for str {
    const NULL: Value = String::NULL;

    fn to_sql(&self) -> Value {
        self.into()
    }
}

impl<T: ToSql + ?Sized> ToSql for &T {
    const NULL: Value = T::NULL;

    fn to_sql(&self) -> Value {
        T::to_sql(self)
    }
}

impl<T: ToSql> ToSql for Option<T> {
    const NULL: Value = T::NULL;

    fn to_sql(&self) -> Value {
        self.as_ref().map_or(T::NULL, T::to_sql)
    }
}

impl<T: FromSql> FromSql for Option<T> {
    type Column = Option<T::Column>;

    fn from_sql(column: Self::Column) -> Result<Self, String> {
        column.map(T::from_sql).transpose()
    }
}

impl ToSql for MunicipalYear {
    const NULL: Value = i32::NULL;

    fn to_sql(&self) -> Value {
        self.first_year().to_sql()
    }
}

impl FromSql for MunicipalYear {
    type Column = i32;

    fn from_sql(column: i32) -> Result<Self, String> {
        Self::beginning_in(column).ok_or_else(|| format!("{column} is not a year"))
    }
}

/// Makes the values of a statement, in order: `values![id, today, &new.title]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::ToSql::to_sql(&$value)),*] };
}

/// Lets a type with `serde`'s traits be stored as JSON, in a crate that depends on `serde_json`. `NULL`, which its column refuses, takes
/// the place of what cannot be written.
#[macro_export]
macro_rules! stored_json {
    ($kind:ty) => {
        impl $crate::ToSql for $kind {
            const NULL: $crate::Value = <String as $crate::ToSql>::NULL;

            fn to_sql(&self) -> $crate::Value {
                $crate::ToSql::to_sql(&::serde_json::to_string(self).ok())
            }
        }

        impl $crate::FromSql for $kind {
            type Column = String;

            fn from_sql(column: String) -> Result<Self, String> {
                ::serde_json::from_str(&column).map_err(|error| error.to_string())
            }
        }
    };
}

/// Lets an enum be stored as its words: `stored_words!(State, word)`, where `State::ALL` has all values and `State::word` returns
/// the word of each. Reading any other word is an error.
#[macro_export]
macro_rules! stored_words {
    ($kind:ty, $word:ident) => {
        impl $crate::ToSql for $kind {
            const NULL: $crate::Value = <String as $crate::ToSql>::NULL;

            fn to_sql(&self) -> $crate::Value {
                $crate::ToSql::to_sql(self.$word())
            }
        }

        impl $crate::FromSql for $kind {
            type Column = String;

            fn from_sql(column: String) -> Result<Self, String> {
                let known = <$kind>::ALL.into_iter().find(|known| known.$word() == column);
                known.ok_or_else(|| format!("“{column}” is not a known word"))
            }
        }
    };
}
