//! Chooses, among the candidates, the minutes that follow one another.

use super::super::lines::Line;
use super::candidates::{self, Candidate};
use super::{Head, titles};
use std::collections::HashMap;

/// What a series must weigh to be taken.
const LEAST: i32 = 3;

/// What a numbered series must weigh so that titles without numbers are not tried.
const SURE: i32 = 10;

/// The most candidates that are considered; no minutes have so many items.
const MOST: usize = 20_000;

/// Finds the minutes by their numbers, or else by their titles.
pub(super) fn find<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
    let mut best = heaviest(candidates::numbered(lines));
    if best.0 < SURE {
        for others in [candidates::above_item(lines), candidates::before_minutes(lines)] {
            best = heavier(best, all(others));
        }
    }
    if best.0 < LEAST {
        best = all(candidates::by_looks(lines));
    }
    let (weight, chosen) = best;
    if weight < LEAST { Vec::new() } else { heads(chosen, lines) }
}

type Chain<'text> = (i32, Vec<Candidate<'text>>);

fn heavier<'text>(one: Chain<'text>, other: Chain<'text>) -> Chain<'text> {
    if other.0 > one.0 { other } else { one }
}

fn all(candidates: Vec<Candidate<'_>>) -> Chain<'_> {
    (candidates.iter().map(|candidate| candidate.weight).sum(), candidates)
}

/// Returns the candidates of one series that count on from one another and weigh most together.
fn heaviest(mut candidates: Vec<Candidate<'_>>) -> Chain<'_> {
    candidates.truncate(MOST);
    // For each series and value, the heaviest chain that ends there.
    let mut ends: HashMap<(&str, u32), usize> = HashMap::new();
    // For each candidate, the weight of its chain and the candidate before it.
    let mut chains: Vec<(i32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let before = (0..=12_u32).filter_map(|step| {
            let value = candidate.value.checked_sub(step)?;
            let last = *ends.get(&(candidate.series.as_str(), value))?;
            let cost = match step {
                0 if candidate.letter => 0,
                0 => return None,
                1 => 0,
                2 => 3,
                3 => 4,
                _ => 8,
            };
            let apart = candidates.get(last).is_some_and(|last| last.position < candidate.position);
            apart.then(|| (chains.get(last).map_or(0, |chain| chain.0) - cost, last))
        });
        let (weight, before) = before.max_by_key(|(weight, _)| *weight).filter(|(weight, _)| *weight > 0).unzip();
        let weight = weight.unwrap_or_default() + candidate.weight;
        let known = ends.get(&(candidate.series.as_str(), candidate.value)).and_then(|end| chains.get(*end));
        if known.is_none_or(|known| known.0 < weight) {
            ends.insert((candidate.series.as_str(), candidate.value), at);
        }
        chains.push((weight, before));
    }
    let Some((mut at, weight)) =
        chains.iter().enumerate().map(|(at, chain)| (at, chain.0)).max_by_key(|(at, weight)| (*weight, usize::MAX - at))
    else {
        return (0, Vec::new());
    };
    let mut taken = vec![at];
    while let Some(before) = chains.get(at).and_then(|chain| chain.1) {
        taken.push(before);
        at = before;
    }
    taken.reverse();
    let chosen = taken.into_iter().filter_map(|at| candidates.get(at).cloned()).collect();
    (weight, chosen)
}

fn heads<'text>(chosen: Vec<Candidate<'text>>, lines: &[Line<'text>]) -> Vec<Head<'text>> {
    // Where most titles are followed by their text on the same line, a colon ends the title.
    let followed =
        chosen.iter().filter(|candidate| candidate.before_title == 0 && titles::inline(candidate.title).is_some()).count();
    let inline = followed * 2 > chosen.len();
    let head = |candidate: Candidate<'text>| {
        let split = if inline && candidate.before_title == 0 { titles::inline(candidate.title) } else { None };
        let (title, rest) = split.map_or((candidate.title, candidate.rest), |(title, rest)| (title, Some(rest)));
        let position = candidate.position;
        let has_line = lines.get(position + candidate.before_title).is_some();
        has_line.then(|| Head {
            position,
            before_title: candidate.before_title,
            reference: candidate.reference.map(str::to_owned),
            number: candidate.number.map(str::to_owned),
            title,
            rest,
        })
    };
    chosen.into_iter().filter_map(head).collect()
}
