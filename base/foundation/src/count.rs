//! Counts that stop at a limit.

use std::fmt;

/// A number of records, or that there are more than were counted.
///
/// Counting costs as much as there is to count, so a long list is counted only as far as its reader needs to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    number: i64,
    is_more: bool,
}

impl Count {
    /// Returns the count of records of which at most one more than `most` were counted.
    ///
    /// # Examples
    ///
    /// ```
    /// use foundation::Count;
    ///
    /// assert_eq!(Count::up_to(1000, 12).to_string(), "12");
    /// assert_eq!(Count::up_to(1000, 1001).to_string(), "More than 1,000");
    /// ```
    pub fn up_to(most: i64, counted: i64) -> Self {
        Self { number: counted.min(most), is_more: counted > most }
    }

    /// Returns the number if all records were counted, or the limit.
    pub fn number(self) -> i64 {
        self.number
    }

    /// Returns whether all records were counted.
    pub fn is_exact(self) -> bool {
        !self.is_more
    }

    /// Returns whether all records were counted, and there are exactly this many.
    pub fn is(self, number: i64) -> bool {
        !self.is_more && self.number == number
    }
}

impl From<i64> for Count {
    fn from(number: i64) -> Self {
        Self { number, is_more: false }
    }
}

impl From<usize> for Count {
    fn from(number: usize) -> Self {
        Self { number: i64::try_from(number).unwrap_or(i64::MAX), is_more: false }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_more {
            formatter.write_str("More than ")?;
        }
        let digits = self.number.to_string();
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
        formatter.write_str(sign)?;
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                formatter.write_str(",")?;
            }
            write!(formatter, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (number, shown) in [(0_i64, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")] {
            assert_eq!(Count::from(number).to_string(), shown);
        }
    }

    #[test]
    fn a_count_that_stopped_is_no_number() {
        assert!(Count::from(1000_i64).is(1000));
        assert!(!Count::up_to(1000, 1001).is(1000));
        assert!(Count::up_to(1000, 1000).is(1000));
    }
}
