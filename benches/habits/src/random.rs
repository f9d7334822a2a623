//! Reproducible random numbers.

/// Random-looking numbers determined by a seed (the sequence `SplitMix64` of Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// Creates a sequence determined by all of these numbers.
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

    /// Returns a number from 0 to one less than `end`; 0 if `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The top half of the product of a 32-bit number and `end`: even enough for texts, and without division.
        let product = (self.next() >> 32).wrapping_mul(end as u64) >> 32;
        usize::try_from(product).unwrap_or_default()
    }

    /// Returns a number from `first` to `last`, both included.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Returns `true` in this many of a hundred cases.
    pub fn in_hundred(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// Returns one of these, each with the same probability.
    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Returns an index below `end`, the first far more likely than the last, like words in a language.
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
