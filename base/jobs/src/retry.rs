//! When a failed job is tried again.

use chrono::TimeDelta;

/// How often a job is tried, and how long it waits in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The number of attempts after which a job is dead.
    pub attempts: i32,
    /// The wait after the first attempt. It doubles with each further attempt, up to [`Retry::LONGEST_WAIT`].
    pub first_wait: TimeDelta,
}

impl Retry {
    /// The longest wait, not counting what chance adds.
    pub const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

    /// What applies unless a kind of job says otherwise: twelve attempts within about six hours.
    pub const USUAL: Self = Self { attempts: 12, first_wait: TimeDelta::seconds(10) };

    /// Returns the wait after this many attempts, or `None` if there are no more. `chance` adds up to a tenth, so that jobs that
    /// failed together do not all come back together.
    #[must_use]
    pub fn wait(self, attempts: i32, chance: u8) -> Option<TimeDelta> {
        if attempts >= self.attempts {
            return None;
        }
        let doublings = u32::try_from(attempts.max(1) - 1).unwrap_or_default();
        let factor = 2_i32.checked_pow(doublings).unwrap_or(i32::MAX);
        let wait = self.first_wait.checked_mul(factor).map_or(Self::LONGEST_WAIT, |wait| wait.min(Self::LONGEST_WAIT));
        Some(wait + wait * i32::from(chance) / (10 * i32::from(u8::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit_and_end() {
        let waits: Vec<i64> =
            (1..12).filter_map(|attempts| Retry::USUAL.wait(attempts, 0)).map(|wait| wait.num_seconds()).collect();
        assert_eq!(waits, [10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240]);
        assert_eq!(Retry::USUAL.wait(12, 0), None);
        let patient = Retry { attempts: 100, ..Retry::USUAL };
        for attempts in [15, 40, 99] {
            assert_eq!(patient.wait(attempts, 0), Some(Retry::LONGEST_WAIT), "{attempts}");
        }
    }

    #[test]
    fn chance_adds_a_tenth_at_most() {
        assert_eq!(Retry::USUAL.wait(1, u8::MAX), Some(TimeDelta::seconds(11)));
        let between = Retry::USUAL.wait(1, 128).expect("another attempt");
        assert!(between > TimeDelta::seconds(10) && between < TimeDelta::seconds(11), "{between}");
    }
}
