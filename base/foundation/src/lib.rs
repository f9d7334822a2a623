//! What every part of Moothall builds on: the clock, civil dates and times as councils write them, municipal years,
//! bank holidays, clear days, dated rules, people's names and plain text. Nothing here reads a file, a database or the network.

pub mod bank_holidays;
pub mod civil_date;
pub mod clear_days;
pub mod clock;
mod count;
pub mod dated_rule;
pub mod london;
pub mod municipal_year;
pub mod numerals;
pub mod person_name;
mod randomness;
pub mod text;
pub mod time_of_day;
pub mod xml;

pub use bank_holidays::{BankHoliday, BankHolidays};
pub use clock::Clock;
pub use count::Count;
pub use dated_rule::DatedRule;
pub use municipal_year::MunicipalYear;
pub use person_name::PersonName;
pub use randomness::random_bytes;
