//! Generated tables, walked at random.

use crate::{Follows, Lifecycle, Transition, Why, begin, step};
use proptest::prelude::*;

crate::words! {
    enum State { A = "a"; B = "b"; C = "c"; D = "d"; }
}
crate::words! {
    enum Step { Begin = "begin"; Up = "up"; Down = "down"; Stay = "stay"; }
}
crate::words! {
    enum Taker { Clerk = "a clerk"; Officer = "an officer"; }
}
crate::words! {
    enum Condition { Reason = "a reason is given"; InTime = "it is in time"; }
}

type Line = Transition<State, Step, Taker, Condition>;
type Life = Lifecycle<State, Step, Taker, Condition>;

fn leaked<T: Clone>(values: &[T]) -> &'static [T] {
    Box::leak(values.to_vec().into_boxed_slice())
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T], least: usize) -> impl Strategy<Value = &'static [T]> {
    proptest::sample::subsequence(all, least..=all.len()).prop_map(|chosen| leaked(&chosen))
}

fn line() -> impl Strategy<Value = Line> {
    let step = proptest::sample::select(&Step::ALL[..]);
    let to = proptest::sample::select(&State::ALL[..]);
    (any_of(&State::ALL, 0), step, to, any_of(&Taker::ALL, 1), any_of(&Condition::ALL, 0))
        .prop_map(|(from, step, to, by, when)| Transition { step, from, to, by, when, then: &[] })
}

fn life() -> impl Strategy<Value = Life> {
    (proptest::collection::vec(line(), 1..12), any_of(&State::ALL, 0)).prop_map(|(lines, ends)| Life {
        title: "A life",
        about: "It is generated.",
        table: Box::leak(lines.into_boxed_slice()),
        ends,
    })
}

/// A step that someone tries, with what they may do and what holds.
type Tried = (Step, [bool; 2], [bool; 2]);

fn walk() -> impl Strategy<Value = Vec<Tried>> {
    proptest::collection::vec((proptest::sample::select(&Step::ALL[..]), any::<[bool; 2]>(), any::<[bool; 2]>()), 0..40)
}

/// Checks whether a line allows the step, written independently of [`Lifecycle::take`].
fn allows(line: &Line, from: State, (step, may, holds): Tried) -> bool {
    line.step == step
        && line.from.contains(&from)
        && Taker::ALL.iter().zip(may).any(|(taker, may)| may && line.by.contains(taker))
        && Condition::ALL.iter().zip(holds).all(|(condition, holds)| holds || !line.when.contains(condition))
}

proptest! {
    #[test]
    fn a_walk_only_follows_the_table(life in life(), start in proptest::sample::select(&State::ALL[..]), walk in walk()) {
        let mut state = start;
        for tried in walk {
            let (step, may, holds) = tried;
            let (may, holds) = (|taker: Taker| may[taker as usize], |condition: Condition| holds[condition as usize]);
            let expected = life.table.iter().find(|line| allows(line, state, tried)).map(|line| line.to);
            let possible = life.possible(state, may, holds);
            match life.take(state, step, may, holds) {
                Ok(line) => {
                    prop_assert_eq!(Some(line.to), expected);
                    prop_assert!(possible.contains(&step));
                    state = line.to;
                }
                Err(refused) => {
                    prop_assert_eq!(None, expected);
                    prop_assert!(!possible.contains(&step));
                    prop_assert_eq!(&refused.possible, &possible);
                    let is_known = life.table.iter().any(|line| line.step == step && line.from.contains(&state));
                    prop_assert_eq!(refused.why == Why::NoSuchStep, !is_known);
                    prop_assert!(refused.to_string().ends_with('.'));
                }
            }
        }
    }

    #[test]
    fn a_sound_table_reaches_every_state_and_ends_where_it_says(life in life(), walks in proptest::collection::vec(walk(), 8)) {
        let faults = life.faults();
        let is_left = |state: State| life.table.iter().any(|line| line.from.contains(&state));
        for state in State::ALL {
            let named = faults.iter().any(|fault| fault.contains(&format!("{state:?} is")));
            prop_assert_eq!(named, is_left(state) == life.ends.contains(&state));
        }
        // A state that some walk reaches is never called unreachable.
        for walk in walks {
            let mut state = None;
            for (step, may, holds) in walk {
                let (may, holds) = (|taker: Taker| may[taker as usize], |condition: Condition| holds[condition as usize]);
                let line = match state {
                    None => life.start(step, may, holds).ok(),
                    Some(state) => life.take(state, step, may, holds).ok(),
                };
                state = line.map(|line| line.to).or(state);
                if let Some(state) = state {
                    let fault = format!("No steps lead to {state:?}.");
                    prop_assert!(!faults.contains(&fault));
                }
            }
        }
    }

    #[test]
    fn the_guide_names_every_line(life in life()) {
        let page = life.markdown(1);
        for line in life.table {
            for from in line.from {
                let arrow = format!("    {} --> {}: {}\n", from.word().to_uppercase(), line.to.word().to_uppercase(), line.step.label());
                prop_assert!(page.contains(&arrow));
            }
        }
        prop_assert_eq!(page.lines().filter(|line| line.starts_with("| ")).count(), life.table.len() + 2);
    }
}

static SOUND: Life = Life {
    title: "States of a lamp",
    about: "Up and down.",
    table: &[
        begin(Step::Begin, State::A).by(&[Taker::Clerk]),
        step(Step::Up, &[State::A], State::C).by(&[Taker::Clerk]).when(&[Condition::InTime, Condition::Reason]),
        step(Step::Up, &[State::A], State::B).by(&[Taker::Clerk, Taker::Officer]).when(&[Condition::InTime]),
        step(Step::Down, &[State::B, State::C], State::D)
            .by(&[Taker::Clerk])
            .then(&[Follows::Ledger("went down"), Follows::Email("the officers")]),
        step(Step::Stay, &[State::B], State::B).by(&[Taker::Officer]),
    ],
    ends: &[State::D],
};

#[test]
fn a_sound_table_has_no_faults() {
    assert_eq!(SOUND.faults(), Vec::<String>::new());
    assert_eq!(SOUND.table[3].entry(), "went down");
    assert_eq!(SOUND.table[4].entry(), "stay");
}

#[test]
fn lines_of_one_step_are_tried_in_their_order() {
    let to = |reason: bool| SOUND.take(State::A, Step::Up, |_| true, |condition| reason || condition != Condition::Reason);
    assert_eq!(to(true).map(|line| line.to), Ok(State::C));
    assert_eq!(to(false).map(|line| line.to), Ok(State::B));
    let refused = SOUND.take(State::A, Step::Up, |_| true, |_| false).expect_err("late");
    assert_eq!(refused.why, Why::Unmet(Condition::InTime));
    assert_eq!(refused.to_string(), "You can only do this if it is in time. Nothing is possible now.");
}

#[test]
fn a_refusal_says_what_is_possible() {
    let refused = SOUND.take(State::B, Step::Up, |_| true, |_| true).expect_err("not from B");
    assert_eq!(refused.to_string(), "You cannot do this while the status is ‘b’. Possible now: down, stay.");
    let refused = SOUND.take(State::B, Step::Down, |taker| taker == Taker::Officer, |_| true).expect_err("a clerk's step");
    assert_eq!(refused.to_string(), "Only a clerk can do this.");
    let refused = SOUND.start(Step::Up, |_| true, |_| true).expect_err("no start");
    assert_eq!(refused.why, Why::NoSuchStep);
}

static BROKEN: Life = Life {
    title: "",
    about: "",
    table: &[
        begin(Step::Begin, State::A).by(&[Taker::Clerk]),
        step(Step::Up, &[State::A], State::B),
        step(Step::Up, &[State::A], State::B).by(&[Taker::Clerk]).when(&[Condition::Reason]),
        step(Step::Stay, &[State::B], State::B).by(&[Taker::Clerk]),
        step(Step::Stay, &[State::B], State::A).by(&[Taker::Clerk]),
    ],
    ends: &[State::A, State::D],
};

#[test]
fn the_faults_of_a_table_are_named() {
    let expected = [
        "A is not an end.",
        "No steps lead to C.",
        "C is an end.",
        "No steps lead to D.",
        "Down is not used.",
        "Officer is not used.",
        "InTime is not used.",
        "No one may take Up to B.",
        "An earlier line hides Stay to A.",
    ];
    assert_eq!(BROKEN.faults(), expected);
}
