//! What a reader can work out of hidden counts from those that are shown.
//!
//! A table with its totals is a network: every row and every column is a junction, every count and every total flows from one junction to
//! another, and a total is right when as much flows into a junction as out of it. The least and the most that a hidden count can be are
//! then found exactly, as flows (Ford and Fulkerson 1956; for tables Gusfield, A graph theoretic approach to statistical data security,
//! 1988). Narrowing the bounds of single rows and columns is not enough: it misses what rows and columns give away together.

use crate::suppression::Cell;
use std::collections::VecDeque;

/// More than any count, for what has no upper bound. Sums of it stay far below what an `i128` holds.
const UNBOUNDED: i128 = 1 << 100;

/// A count or total as it is published, between two junctions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The junction that it leaves.
    pub from: usize,
    /// The junction that it reaches.
    pub to: usize,
    /// What is shown of it.
    pub cell: Cell,
    /// Whether it is a total.
    pub is_total: bool,
}

/// What a reader knows of the rule by which counts were hidden.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The threshold: smaller counts are small.
    pub threshold: i128,
    /// The least count that is hidden: 1, or 0 where zeros are hidden as well.
    pub least: i128,
}

/// The places of hidden small counts, and of hidden totals, that a reader can tell too closely.
///
/// Two readers are thought of. One sees only that something is hidden; for that one, what a count can be must be spread at least as wide as
/// the threshold. The other can tell small from secondary and knows the rule; for that one, a small count must still be able to be anything
/// that is small. Of a table that cannot be, everything hidden is told: it was not made by this rule.
pub(crate) fn told(entries: &[Entry], known: Known) -> Vec<usize> {
    let any = |_: &Entry| (known.least, UNBOUNDED);
    let by_mark = |entry: &Entry| match entry.cell {
        Cell::Small => (known.least, (known.threshold - 1).max(known.least)),
        // A hidden total is marked secondary whatever it is, so that the mark says nothing.
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

/// One direction of a hidden count: how much more can flow that way.
#[derive(Clone, Copy, Debug)]
struct Way {
    to: usize,
    room: i128,
}

/// The hidden counts of a table, with one set of values that they can have.
#[derive(Clone, Debug)]
struct Network {
    /// Two for each hidden count, the second of which takes away from it.
    ways: Vec<Way>,
    /// The ways that leave each junction.
    leaving: Vec<Vec<usize>>,
    /// Of each entry the first of its ways, where it is hidden.
    way_of: Vec<Option<usize>>,
}

impl Network {
    /// Finds values of the hidden counts within their bounds that agree with all that is shown. None where there are none.
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
        // What a junction has too much of goes, by hidden counts, to where too little is.
        for from in 0..junctions {
            while excess[from] > 0 {
                let (to, room) = network.send(from, |junction| excess[junction] < 0, None, |to| excess[from].min(-excess[to]))?;
                excess[from] -= room;
                excess[to] += room;
            }
        }
        excess.iter().all(|left| *left == 0).then_some(network)
    }

    /// Whether the most and the least that a hidden count can be are at least `width` apart.
    fn is_as_wide(&self, place: usize, width: i128) -> bool {
        let Some(way) = self.way_of.get(place).copied().flatten() else { return false };
        let more = self.room_along(way, width);
        more >= width || more + self.room_along(way + 1, width - more) >= width
    }

    /// How much more, up to `enough`, can flow along a way, others giving way to it.
    fn room_along(&self, way: usize, enough: i128) -> i128 {
        let (start, end) = (self.ways[way].to, self.ways[way ^ 1].to);
        let enough = enough.min(self.ways[way].room);
        let (mut network, mut found) = (self.clone(), 0);
        while found < enough {
            // What flows along it must come back to where it starts, not by itself.
            let Some((_, room)) = network.send(start, |junction| junction == end, Some(way / 2), |_| enough - found) else {
                break;
            };
            found += room;
        }
        found
    }

    /// Sends as much as it can, up to `at_most`, along a shortest path to a junction that is an end; without the hidden count `without`.
    /// Says to which junction, and how much.
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
