//! Everything that anyone could ask of a measure of people, on many days, and what could be worked out from the answers.

use super::{BY_BOTH, PROTECTION, Row, SHARE, Supported, THRESHOLD, database, row};
use crate::counting::Counting;
use crate::measure::{Asked, Counted, Measure, Unit};
use crate::period::Period;
use crate::protection::Withheld;
use crate::suppression::{Cell, Disclosure, Published, can_be_told};
use chrono::TimeDelta;
use foundation::london;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A cell of a table that is asked about: its quarter, its row and its column.
type Place = (usize, usize, usize);

/// What was published: these cells together are this many.
#[derive(Clone, Debug)]
struct Told {
    places: Vec<Place>,
}

/// A prime, modulo which equations are solved.
const PRIME: u128 = (1 << 61) - 1;

fn power(base: u128, mut exponent: u128) -> u128 {
    let (mut base, mut result) = (base % PRIME, 1);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

/// Equations in a form in which it is easy to see whether another follows from them.
#[derive(Default)]
struct Equations(Vec<(usize, Vec<u128>)>);

impl Equations {
    /// Returns what is left of an equation after what follows from the others.
    fn reduced(&self, mut equation: Vec<u128>) -> Vec<u128> {
        for (leading, known) in &self.0 {
            let factor = equation[*leading];
            for (own, other) in equation.iter_mut().zip(known) {
                *own = (*own + PRIME - factor * other % PRIME) % PRIME;
            }
        }
        equation
    }

    fn add(&mut self, equation: Vec<u128>) {
        let equation = self.reduced(equation);
        let Some(leading) = equation.iter().position(|factor| *factor != 0) else { return };
        let inverse = power(equation[leading], PRIME - 2);
        self.0.push((leading, equation.into_iter().map(|factor| factor * inverse % PRIME).collect()));
    }

    fn give(&self, equation: Vec<u128>) -> bool {
        self.reduced(equation).iter().all(|factor| *factor == 0)
    }
}

const QUARTERS: [&str; 2] = ["2024-Q1", "2024-Q2"];

/// Everything that anyone could ask of a measure with two axes over two quarters, on many days.
struct Attack {
    is_share: bool,
    /// The raw counts as at the day of counting.
    raw: BTreeMap<Place, u64>,
    told: Vec<Told>,
    /// What is shown for each quarter, row and column, where `None` stands for all.
    answers: BTreeMap<(usize, Option<usize>, Option<usize>), Option<Counted>>,
}

const SIZE: usize = 3;

impl Attack {
    fn places(quarters: &[usize], row: Option<usize>, column: Option<usize>) -> Vec<Place> {
        let all = quarters
            .iter()
            .flat_map(|quarter| (0..SIZE).flat_map(move |row| (0..SIZE).map(move |column| (*quarter, row, column))));
        all.filter(|(_, own, _)| row.is_none_or(|row| row == *own))
            .filter(|(.., own)| column.is_none_or(|column| column == *own))
            .collect()
    }

    fn raw(&self, places: &[Place]) -> u64 {
        places.iter().map(|place| self.raw.get(place).copied().unwrap_or_default()).sum()
    }

    /// Notes that a number was published about these cells, and checks that it is true.
    fn note(&mut self, places: Vec<Place>, number: i64) {
        assert_eq!(u64::try_from(number).expect("not negative"), self.raw(&places), "{places:?}");
        self.told.push(Told { places });
    }

    fn run(measure: &'static Measure, rows: Vec<Row>) -> Self {
        let (runtime, db, _folder) = database();
        let is_share = measure.unit == Unit::Percent;
        let supported = Supported(measure, rows);
        let mut raw = BTreeMap::new();
        for (at, quarter) in QUARTERS.iter().enumerate() {
            let period = Period::read(quarter).expect("a quarter");
            for row in supported.rows(period, PROTECTION.counted_at(period).expect("an instant")) {
                let column = if is_share { usize::from(row.outcome > 0) } else { row.outcome };
                *raw.entry((at, row.ward, column)).or_default() += row.people;
            }
        }
        let counting = Counting::people(supported);
        let mut attack = Self { is_share, raw, told: Vec::new(), answers: BTreeMap::new() };
        let days = ["2024-04-01", "2024-04-15", "2024-04-22", "2024-07-14", "2024-07-15", "2024-07-22", "2024-12-01"];
        let options = || std::iter::once(None).chain((0..SIZE).map(Some));
        let periods: [(&str, &[usize]); 3] = [(QUARTERS[0], &[0]), (QUARTERS[1], &[1]), ("2024-01-01..2024-06-30", &[0, 1])];
        for (period, quarters) in periods {
            for (row, column) in options().flat_map(|row| options().map(move |column| (row, column))) {
                if is_share && column.is_some() {
                    continue;
                }
                let mut first: Option<Result<Counted, Withheld>> = None;
                for day in days {
                    let filter = |key: &str, value: Option<usize>| value.map(|value| (key.to_owned(), value.to_string()));
                    let filters = filter("ward", row).into_iter().chain(filter("outcome", column)).collect();
                    let as_at = format!("{day}T12:00:00Z").parse().expect("an instant");
                    let asked = Asked { period: Period::read(period).expect(period), as_at, filters };
                    let found = runtime.block_on(counting.ask(&db, &asked)).expect("counted").map(|answer| answer.counted);
                    if matches!(found, Err(Withheld::NotYet { .. })) {
                        assert_eq!(first, None, "what was counted stays counted");
                        continue;
                    }
                    let first = first.get_or_insert_with(|| found.clone());
                    assert_eq!(*first, found, "{period} is the same on {day} as before");
                }
                let found = first.expect("it is counted in the end").ok();
                if let Some(counted) = &found {
                    attack.take(quarters, (row, column), counted);
                }
                if let [quarter] = quarters {
                    attack.answers.insert((*quarter, row, column), found);
                }
            }
        }
        attack
    }

    /// Takes down every number of an answer.
    fn take(&mut self, quarters: &[usize], (row, column): (Option<usize>, Option<usize>), counted: &Counted) {
        let is_by_column = !self.is_share && column.is_none();
        let mut one = |row: Option<usize>, column: Option<usize>, count: i64, of: Option<i64>| {
            if let Some(of) = of {
                self.note(Self::places(quarters, row, None), of);
                self.note(Self::places(quarters, row, Some(0)), count);
                self.note(Self::places(quarters, row, Some(1)), of - count);
            } else {
                self.note(Self::places(quarters, row, column), count);
            }
        };
        one(row, column, counted.count(), counted.of());
        let names = if is_by_column { ["Moved", "Stayed", "Unknown"] } else { ["North", "South", "East"] };
        for part in counted.parts() {
            let Some(at) = names.iter().position(|name| *name == part.label) else {
                continue; // What is left of the whole follows from the rest.
            };
            let (row, column) = if is_by_column { (row, Some(at)) } else { (Some(at), column) };
            one(row, column, part.count, part.of);
        }
    }

    /// Checks that no small count follows from what was published.
    fn fails(&self) {
        let all = Self::places(&[0, 1], None, None);
        let equation = |places: &[Place]| all.iter().map(|place| u128::from(places.contains(place))).collect::<Vec<_>>();
        let mut equations = Equations::default();
        for told in &self.told {
            equations.add(equation(&told.places));
        }
        let options = || std::iter::once(None).chain((0..SIZE).map(Some));
        for (row, column) in options().flat_map(|row| options().map(move |column| (row, column))) {
            for quarters in [&[0][..], &[1], &[0, 1]] {
                let places = Self::places(quarters, row, column);
                if (1..THRESHOLD).contains(&self.raw(&places)) {
                    assert!(!equations.give(equation(&places)), "{places:?} follows from {:?}", self.told);
                }
            }
        }
        for quarter in 0..QUARTERS.len() {
            let seen = self.seen(quarter);
            let (height, width) = (seen.cells.len(), seen.column_totals.len());
            for (row, column) in can_be_told(&seen, Disclosure::below(THRESHOLD)) {
                // A large total that no figure happens to show is no secret.
                let places = Self::places(&[quarter], (row < height).then_some(row), (column < width).then_some(column));
                let count = self.raw(&places);
                assert!(!(1..THRESHOLD).contains(&count), "{count} in {row}, {column} is known too well from {seen:?}");
            }
        }
    }

    /// Returns a quarter's table as a reader can put it together from the answers.
    fn seen(&self, quarter: usize) -> Published {
        let width = if self.is_share { 2 } else { SIZE };
        let cell = |row: Option<usize>, column: Option<usize>| {
            let raw = self.raw(&Self::places(&[quarter], row, column));
            let asked = if self.is_share { None } else { column };
            let is_total = row.is_none() || column.is_none();
            let number = self.answers[&(quarter, row, asked)].as_ref().map(|counted| match (column, counted.of()) {
                (Some(0), Some(_)) | (_, None) => counted.count(),
                (Some(_), Some(of)) => of - counted.count(),
                (None, Some(of)) => of,
            });
            match number {
                Some(number) => {
                    assert_eq!(u64::try_from(number), Ok(raw));
                    Cell::Shown(raw)
                }
                None if raw == 0 => Cell::Shown(0),
                None if raw < THRESHOLD && !is_total => Cell::Small,
                None => Cell::Secondary,
            }
        };
        Published {
            cells: (0..SIZE).map(|row| (0..width).map(|column| cell(Some(row), Some(column))).collect()).collect(),
            row_totals: (0..SIZE).map(|row| cell(Some(row), None)).collect(),
            column_totals: (0..width).map(|column| cell(None, Some(column))).collect(),
            total: cell(None, None),
        }
    }
}

prop_compose! {
    fn rows()(
        rows in prop::collection::vec((0_i64..182, 0_usize..SIZE, 0_usize..SIZE, 1_u64..9, 0_i64..40, prop::option::of(41_i64..200)), 0..14)
    ) -> Vec<Row> {
        let first = Period::read(QUARTERS[0]).expect("a quarter").from;
        let row = |(day, ward, outcome, people, late, gone)| {
            let day = first + TimeDelta::days(day);
            let after = |days: i64| london::beginning(day + TimeDelta::days(days));
            Row { day, ward, outcome, people, from: after(late), until: Option::map(gone, after) }
        };
        rows.into_iter().map(row).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Asks for everything on many days, while people are recorded late and erased, and tries to work out small counts.
    #[test]
    fn nobody_is_found_in_what_is_published_over_time(rows in rows()) {
        Attack::run(&BY_BOTH, rows.clone()).fails();
        Attack::run(&SHARE, rows).fails();
    }
}

#[test]
fn the_attack_finds_what_is_badly_hidden() {
    let mut attack =
        Attack::run(&BY_BOTH, vec![row("2024-02-01", 0, 0, 20), row("2024-02-01", 0, 1, 3), row("2024-02-01", 0, 2, 9)]);
    attack.fails();
    // Had the nine been shown, the three would follow from them.
    attack.note(vec![(0, 0, 2)], 9);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| attack.fails())).is_err());
}
