//! What speaks for a body and a day, and which of them is taken.

use super::super::doubt::Reading;
use super::names;
use chrono::NaiveDate;
use foundation::text::{readable_title, title_key};
use std::collections::BTreeSet;

/// What a line adds if it is all that speaks for a value.
pub(super) const LINE: i32 = 3;
/// What a label (`Committee:`, `Date:`) adds.
pub(super) const LABEL: i32 = 6;
/// What the sentence at the head of the paper adds.
pub(super) const SENTENCE: i32 = 8;
/// What a title line with the body and the day adds.
pub(super) const TITLE: i32 = 5;
/// What a day beside an address, a telephone number or a signature adds: it is the day of the letter.
pub(super) const LETTER: i32 = 1;

/// By how much the best must lead, so that nobody is asked.
const LEAD: i32 = 2;

/// A value that something speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate<Value> {
    value: Value,
    /// The first line that speaks for it.
    line: usize,
    /// All lines that do.
    lines: Vec<usize>,
    weight: i32,
}

impl<Value> Candidate<Value> {
    fn add(&mut self, line: usize, weight: i32) {
        self.weight = self.weight.max(weight) + 1;
        self.lines.push(line);
    }
}

/// What speaks for the body and the day of a paper.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    boards: Vec<Candidate<String>>,
    /// Lines on which the words of a body's name are parted in another way than elsewhere.
    respelt: BTreeSet<usize>,
    days: Vec<Candidate<NaiveDate>>,
}

/// What is taken, or between what a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision<Value> {
    /// One value leads.
    Taken(Value),
    /// Several are as likely, the likeliest first.
    Open(Vec<Reading>),
    /// Nothing speaks for any.
    Nothing,
}

impl Evidence {
    /// Adds what speaks for a body.
    pub(super) fn board(&mut self, printed: &str, line: usize, weight: i32) {
        let name = readable_title(printed);
        let key = title_key(&name);
        if key.is_empty() {
            return;
        }
        match self.boards.iter_mut().find(|known| title_key(&known.value) == key) {
            // The same words twice, as on a cover and below it, say little more than once.
            Some(known) => {
                known.add(line, weight);
                if names::words(&known.value) != names::words(&name) {
                    self.respelt.insert(line);
                }
            }
            None => self.boards.push(Candidate { value: name, line, lines: vec![line], weight }),
        }
    }

    /// Adds what speaks for a day.
    pub(super) fn day(&mut self, day: NaiveDate, line: usize, weight: i32) {
        match self.days.iter_mut().find(|known| known.value == day) {
            Some(known) => known.add(line, weight),
            None => self.days.push(Candidate { value: day, line, lines: vec![line], weight }),
        }
    }

    /// Returns the lines that speak for other values than those taken. The name of the council above that of its committee is kept
    /// elsewhere.
    pub(super) fn passed_over(&self, board: Option<&str>, day: Option<NaiveDate>) -> BTreeSet<usize> {
        let key = board.map(title_key);
        let other_board = |candidate: &&Candidate<String>| {
            let short = board.is_some_and(|board| names::is_short_for(&candidate.value, board));
            key.as_ref().is_some_and(|key| title_key(&candidate.value) != *key)
                && !short
                && !names::council_only(&candidate.value)
        };
        let boards = self.boards.iter().filter(other_board).flat_map(|candidate| &candidate.lines);
        let days = self.days.iter().filter(|candidate| day.is_some_and(|day| candidate.value != day));
        boards.chain(days.flat_map(|candidate| &candidate.lines)).chain(&self.respelt).copied().collect()
    }

    /// Decides the body. `known` are the bodies of the council, as far as they are known.
    pub(super) fn decide_board(mut self, known: &[String]) -> Decision<String> {
        for candidate in &mut self.boards {
            if known.iter().any(|known| title_key(known) == title_key(&candidate.value)) {
                candidate.weight += 4;
            }
        }
        // `Parish Council` speaks for `Oak Parish Council`.
        let all = self.boards.clone();
        for candidate in &mut self.boards {
            let shorter = all.iter().filter(|short| names::is_short_for(&short.value, &candidate.value));
            candidate.weight += shorter.map(|short| short.weight).max().unwrap_or_default();
        }
        self.boards.retain(|short| !all.iter().any(|long| names::is_short_for(&short.value, &long.value)));
        // A council is printed above the name of its committee.
        let has_body = self.boards.iter().any(|candidate| !names::council_only(&candidate.value));
        if has_body {
            self.boards.retain(|candidate| !names::council_only(&candidate.value) || candidate.weight >= SENTENCE);
        }
        decide(self.boards, Clone::clone)
    }

    /// Decides the day.
    pub(super) fn decide_day(self) -> Decision<NaiveDate> {
        decide(self.days, NaiveDate::to_string)
    }
}

fn decide<Value: Clone>(mut candidates: Vec<Candidate<Value>>, write: impl Fn(&Value) -> String) -> Decision<Value> {
    // Of those that weigh the same, the first on the page comes first.
    candidates.sort_by_key(|candidate| (-candidate.weight, candidate.line));
    let Some(best) = candidates.first() else { return Decision::Nothing };
    let close = candidates.get(1).is_some_and(|next| best.weight - next.weight < LEAD);
    if best.weight > LETTER && !close {
        return Decision::Taken(best.value.clone());
    }
    let readings = candidates.iter().take(6).map(|candidate| Reading { value: write(&candidate.value), line: candidate.line });
    Decision::Open(readings.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 3, day).expect("a day")
    }

    #[test]
    fn a_committee_goes_before_its_council_and_a_whole_name_before_its_end() {
        let mut evidence = Evidence::default();
        evidence.board("WEXCOMBE COUNTY COUNCIL", 1, LINE);
        evidence.board("CABINET", 2, LINE);
        assert_eq!(evidence.decide_board(&[]), Decision::Taken("Cabinet".to_owned()));
        let mut evidence = Evidence::default();
        evidence.board("OAK PARISH COUNCIL", 1, LINE);
        evidence.board("Parish Council", 2, SENTENCE);
        assert_eq!(evidence.decide_board(&[]), Decision::Taken("Oak Parish Council".to_owned()));
    }

    #[test]
    fn the_day_of_a_letter_gives_way_and_equal_days_are_asked_about() {
        let mut evidence = Evidence::default();
        evidence.day(day(1), 1, LETTER);
        evidence.day(day(9), 4, SENTENCE);
        assert_eq!(evidence.decide_day(), Decision::Taken(day(9)));
        let mut evidence = Evidence::default();
        evidence.day(day(1), 1, LINE);
        evidence.day(day(9), 4, LINE);
        let Decision::Open(readings) = evidence.decide_day() else { panic!("a doubt") };
        assert_eq!(readings.iter().map(|reading| reading.value.as_str()).collect::<Vec<_>>(), ["2025-03-01", "2025-03-09"]);
        assert_eq!(Evidence::default().decide_day(), Decision::Nothing);
    }

    #[test]
    fn a_known_body_decides() {
        let mut evidence = Evidence::default();
        evidence.board("Safer Board", 1, LINE);
        evidence.board("Health Board", 2, LINE);
        assert_eq!(evidence.decide_board(&["Health Board".to_owned()]), Decision::Taken("Health Board".to_owned()));
    }
}
