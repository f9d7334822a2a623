//! Chance that can be repeated.

/// Numbers that look random and follow from a seed (the sequence `SplitMix64` of Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// A sequence that follows from all of these numbers.
    pub fn from_parts(parts: &[u64]) -> Self {
        let mut random = Self(0);
        for part in parts {
            random.0 = random.next() ^ part.wrapping_mul(STEP);
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The top half of the product of a 32-bit number and `end`: even enough for texts, and no division.
        let product = (self.next() >> 32).wrapping_mul(end as u64) >> 32;
        usize::try_from(product).unwrap_or_default()
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True in so many of a hundred cases.
    pub fn in_hundred(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// One of these, each as likely as another.
    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A place below `end`, the first far more likely than the last, as words in a language are.
    pub fn skewed(&mut self, end: usize) -> usize {
        let first = self.below(end);
        let second = self.below(first + 1);
        self.below(second + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_within_its_bounds() {
        let sequence = |parts: &[u64]| {
            let mut random = Random::from_parts(parts);
            (0..1_000).map(|_| random.between(3, 9)).collect::<Vec<_>>()
        };
        assert_eq!(sequence(&[1, 2]), sequence(&[1, 2]));
        assert_ne!(sequence(&[1, 2]), sequence(&[2, 1]));
        assert!((3..=9).all(|number| sequence(&[7]).contains(&number)));
        assert!(sequence(&[7]).iter().all(|number| (3..=9).contains(number)));
    }
}
