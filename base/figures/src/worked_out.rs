//! What a reader can work out about hidden counts from those that are shown.
//!
//! A table with its totals is a network: every row and every column is a junction, every count and every total flows from one
//! junction to another, and a total is right if inflow equals outflow at each junction. The minimum and maximum of a hidden count
//! can then be found exactly, as flows (Ford and Fulkerson 1956; for tables Gusfield, A graph theoretic approach to statistical
//! data security, 1988). Narrowing the bounds of single rows and columns is not enough, because it misses what rows and columns
//! reveal in combination.

use crate::suppression::Cell;
use std::collections::VecDeque;

/// A value larger than any count, for counts without an upper bound. Sums of it stay far below the maximum of an `i128`.
const UNBOUNDED: i128 = 1 << 100;

/// A count or total as published, between two junctions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The junction that it flows from.
    pub from: usize,
    /// The junction that it flows to.
    pub to: usize,
    /// What is shown for it.
    pub cell: Cell,
    /// Whether it is a total.
    pub is_total: bool,
}

/// What a reader knows about the suppression rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The threshold, below which counts are small.
    pub threshold: i128,
    /// The smallest count that is hidden: 1, or 0 if zeros are hidden too.
    pub least: i128,
}

/// Returns the indexes of the hidden small counts and hidden totals that a reader can work out too precisely.
///
/// There are two kinds of reader. One sees only that something is hidden; for them, the range of possible values must be at least
/// as wide as the threshold. The other can tell small from secondary counts and knows the rule; for them, a small count must still
/// be able to have any small value. If no table is consistent with what is shown, it was not made by this rule, and everything
/// hidden counts as worked out.
pub(crate) fn told(entries: &[Entry], known: Known) -> Vec<usize> {
    let any = |_: &Entry| (known.least, UNBOUNDED);
    let by_mark = |entry: &Entry| match entry.cell {
        Cell::Small => (known.least, (known.threshold - 1).max(known.least)),
        // A hidden total is always marked secondary, so its mark reveals nothing.
        Cell::Secondary if entry.is_total => (known.least, UNBOUNDED),
        Cell::Secondary | Cell::Shown(_) => (known.threshold.max(known.least), UNBOUNDED),
    };
    let sensitive = |entry: &Entry| entry.cell == Cell::Small || (entry.cell == Cell::Secondary && entry.is_total);
    let places: Vec<usize> = entries.iter().enumerate().filter(|(_, entry)| sensitive(entry)).map(|(place, _)| place).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let all_small = (known.threshold - 1 - known.least).max(0);
    let (Some(marked), Some(unmarked)) = (Network::new(entries, by_mark), Network::new(entries, any)) else { return places };
    places
        .into_iter()
        .filter(|place| !marked.is_as_wide(*place, all_small) || !unmarked.is_as_wide(*place, known.threshold))
        .collect()
}

/// One direction of a hidden count, with how much more can flow that way.
#[derive(Clone, Copy, Debug)]
struct Way {
    to: usize,
    room: i128,
}

/// The hidden counts of a table, with one possible set of values.
#[derive(Clone, Debug)]
struct Network {
    /// Two for each hidden count; flow along the second reduces the count.
    ways: Vec<Way>,
    /// The ways that leave each junction, as indexes.
    leaving: Vec<Vec<usize>>,
    /// The index of the first way of each entry, if it is hidden.
    way_of: Vec<Option<usize>>,
}

impl Network {
    /// Finds values for the hidden counts that are within their bounds and consistent with what is shown. Returns `None` if there
    /// are none.
    fn new(entries: &[Entry], bounds: impl Fn(&Entry) -> (i128, i128)) -> Option<Self> {
        let junctions = entries.iter().map(|entry| entry.from.max(entry.to) + 1).max().unwrap_or_default();
        let mut network = Self { ways: Vec::new(), leaving: vec![Vec::new(); junctions], way_of: Vec::new() };
        let mut excess = vec![0_i128; junctions];
        for entry in entries {
            let (least, most, way) = match entry.cell {
                Cell::Shown(count) => (i128::from(count), i128::from(count), None),
                Cell::Small | Cell::Secondary => {
                    let (least, most) = bounds(entry);
                    (least, most, Some(network.ways.len()))
                }
            };
            network.way_of.push(way);
            excess[entry.from] -= least;
            excess[entry.to] += least;
            if let Some(way) = way {
                network.leaving[entry.from].push(way);
                network.leaving[entry.to].push(way + 1);
                network.ways.push(Way { to: entry.to, room: most - least });
                network.ways.push(Way { to: entry.from, room: 0 });
            }
        }
        // Sends the excess of each junction through hidden counts to junctions with a deficit.
        for from in 0..junctions {
            while excess[from] > 0 {
                let (to, room) = network.send(from, |junction| excess[junction] < 0, None, |to| excess[from].min(-excess[to]))?;
                excess[from] -= room;
                excess[to] += room;
            }
        }
        excess.iter().all(|left| *left == 0).then_some(network)
    }

    /// Returns whether the possible values of a hidden count span at least `width`.
    fn is_as_wide(&self, place: usize, width: i128) -> bool {
        let Some(way) = self.way_of.get(place).copied().flatten() else { return false };
        let more = self.room_along(way, width);
        more >= width || more + self.room_along(way + 1, width - more) >= width
    }

    /// Returns how much more, up to `enough`, can flow along a way if other flows give way to it.
    fn room_along(&self, way: usize, enough: i128) -> i128 {
        let (start, end) = (self.ways[way].to, self.ways[way ^ 1].to);
        let enough = enough.min(self.ways[way].room);
        let (mut network, mut found) = (self.clone(), 0);
        while found < enough {
            // The flow must return to where it starts without using this count itself.
            let Some((_, room)) = network.send(start, |junction| junction == end, Some(way / 2), |_| enough - found) else {
                break;
            };
            found += room;
        }
        found
    }

    /// Sends as much as possible, up to `at_most`, along a shortest path to a junction that is an end, avoiding the hidden count
    /// `without`. Returns that junction and the amount.
    fn send(
        &mut self,
        from: usize,
        is_end: impl Fn(usize) -> bool,
        without: Option<usize>,
        at_most: impl Fn(usize) -> i128,
    ) -> Option<(usize, i128)> {
        let mut reached_by: Vec<Option<usize>> = vec![None; self.leaving.len()];
        let mut waiting = VecDeque::from([from]);
        let mut end = None;
        'search: while let Some(junction) = waiting.pop_front() {
            for way in &self.leaving[junction] {
                let Way { to, room } = self.ways[*way];
                if room > 0 && to != from && reached_by[to].is_none() && Some(way / 2) != without {
                    reached_by[to] = Some(*way);
                    if is_end(to) {
                        end = Some(to);
                        break 'search;
                    }
                    waiting.push_back(to);
                }
            }
        }
        let end = end?;
        let (mut path, mut at) = (Vec::new(), end);
        while let Some(way) = reached_by[at] {
            path.push(way);
            at = self.ways[way ^ 1].to;
        }
        let room = path.iter().map(|way| self.ways[*way].room).fold(at_most(end), i128::min);
        for way in path {
            self.ways[way].room -= room;
            self.ways[way ^ 1].room += room;
        }
        Some((end, room))
    }
}
