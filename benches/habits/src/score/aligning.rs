//! Which part of a reading is which part of the truth, and which item is which.

use super::found::{Found, FoundItem};
use super::keys;
use crate::truth::{Item, Kind, Part};

/// Returns the pairs of two sequences that together have the greatest weight and keep the order of both. Pairs that weigh nothing are
/// left out.
pub(super) fn align(one: usize, other: usize, weigh: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let width = other + 1;
    let weights: Vec<u32> =
        (0..one).flat_map(|at| (0..other).map(move |with| (at, with))).map(|(at, with)| weigh(at, with)).collect();
    // The greatest weight of what is left from each pair of positions on.
    let mut best = vec![0_u32; (one + 1) * width];
    for at in (0..one).rev() {
        for with in (0..other).rev() {
            let weight = weights[at * other + with];
            let paired = if weight > 0 { weight + best[(at + 1) * width + with + 1] } else { 0 };
            best[at * width + with] = paired.max(best[(at + 1) * width + with]).max(best[at * width + with + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut at, mut with) = (0, 0);
    while at < one && with < other {
        let weight = weights[at * other + with];
        let here = best[at * width + with];
        if weight > 0 && here == weight + best[(at + 1) * width + with + 1] {
            pairs.push((at, with));
            at += 1;
            with += 1;
        } else if here == best[(at + 1) * width + with] {
            at += 1;
        } else {
            with += 1;
        }
    }
    pairs
}

/// Pairs the parts of a truth with those of a reading. What one person decided is no part that a reading has.
pub(super) fn parts(truth: &[Part], found: &[Found]) -> Vec<(usize, usize)> {
    align(truth.len(), found.len(), |at, with| likeness(&truth[at], &found[with]))
}

fn likeness(truth: &Part, found: &Found) -> u32 {
    if truth.kind == Kind::Decision {
        return 0;
    }
    let report = truth.reports.first();
    let board = truth.board.as_ref().or_else(|| report?.report_to.as_ref());
    let day = truth.day.or_else(|| report?.date);
    let same_board = board.zip(found.board.as_ref()).is_some_and(|(one, other)| keys::board(one) == keys::board(other));
    let same_day = day.is_some() && day == found.day;
    let begins = truth.line.is_some_and(|line| (found.lines.0..=found.lines.1).contains(&line));
    let titles = shared(&truth.items, found);
    let evidence = u32::from(same_board) * 3 + u32::from(same_day) * 4 + titles * 4 / 100;
    if truth.kind == found.kind {
        8 + evidence + u32::from(begins)
    } else if evidence >= 4 {
        evidence
    } else {
        0
    }
}

/// Returns how many in a hundred of these titles a part has.
pub(super) fn shared(items: &[Item], found: &Found) -> u32 {
    let titles: Vec<String> = items.iter().filter_map(|item| item.title.as_deref()).map(keys::title).collect();
    let has = |title: &&String| found.items.iter().any(|item| keys::title(&item.title) == **title);
    let count = u32::try_from(titles.iter().filter(has).count()).unwrap_or(u32::MAX);
    count * 100 / u32::try_from(titles.len().max(1)).unwrap_or(u32::MAX)
}

/// Pairs the items of a truth with those of a reading.
pub(super) fn items(truth: &[Item], found: &[FoundItem]) -> Vec<(usize, usize)> {
    let wanted: Vec<(String, String)> =
        truth.iter().map(|item| (keys::number(&item.number), keys::title(item.title.as_deref().unwrap_or_default()))).collect();
    let read: Vec<(Vec<String>, String)> = found
        .iter()
        .map(|item| (item.numbers.iter().map(|number| keys::number(number)).collect(), keys::title(&item.title)))
        .collect();
    align(truth.len(), found.len(), |at, with| {
        let ((number, title), (numbers, printed)) = (&wanted[at], &read[with]);
        let same_number = !number.is_empty() && numbers.contains(number);
        let nameless = title.is_empty() && printed.is_empty() && number.is_empty() && numbers.is_empty();
        match (!title.is_empty() && title == printed, same_number) {
            (true, true) => 8,
            (true, false) => 5,
            (false, true) => 4,
            (false, false) if nameless => 1,
            (false, false) if keys::likeness(title, printed) >= 0.5 => 2,
            (false, false) => 0,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_their_order() {
        let (one, other) = ([1, 2, 3, 4], [2, 9, 1, 3, 4]);
        let pairs = align(one.len(), other.len(), |at, with| u32::from(one[at] == other[with]));
        let values: Vec<i32> = pairs.iter().map(|(at, _)| one[*at]).collect();
        assert!(values == [2, 3, 4] || values == [1, 3, 4], "{values:?}");
        assert!(pairs.iter().all(|(at, with)| one[*at] == other[*with]));
        assert!(align(0, 3, |_, _| 1).is_empty());
    }

    #[test]
    fn the_heaviest_pairs_win() {
        let pairs = align(2, 2, |at, with| if (at, with) == (0, 1) { 9 } else { 2 });
        assert_eq!(pairs, [(0, 1)]);
    }
}
