use crate::counting::{Counting, CountsPeople, PeopleCounts, check};
use crate::measure::{Asked, Counted, Dimension, Measure, Unit};
use crate::period::Period;
use crate::protection::{Every, Protection, Withheld};
use crate::suppression::{Cell, Disclosure, Published, can_be_told};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::{Db, DbError};
use foundation::london;
use proptest::prelude::*;
use std::collections::BTreeMap;

const WARD: Dimension = Dimension { key: "ward", name: "Ward" };
const OUTCOME: Dimension = Dimension { key: "outcome", name: "Outcome" };
const AGE: Dimension = Dimension { key: "age", name: "Age" };
const THRESHOLD: u64 = 5;
const PROTECTION: Protection = Protection::below(THRESHOLD, Every::Quarter, 14);

const fn measure(unit: Unit, dimensions: &'static [Dimension]) -> Measure {
    Measure { key: "supported", name: "People supported", definition: "People who were supported.", unit, dimensions }
}

static WHOLE: Measure = measure(Unit::Count, &[]);
static BY_WARD: Measure = measure(Unit::Count, &[WARD]);
static BY_BOTH: Measure = measure(Unit::Count, &[WARD, OUTCOME]);
static BY_THREE: Measure = measure(Unit::Count, &[WARD, OUTCOME, AGE]);
static SHARE: Measure = measure(Unit::Percent, &[WARD]);
static SHARE_BY_BOTH: Measure = measure(Unit::Percent, &[WARD, OUTCOME]);

/// Some people who were supported on a day, as they were recorded from an instant until another.
#[derive(Clone, Debug)]
struct Row {
    day: NaiveDate,
    ward: usize,
    outcome: usize,
    people: u64,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

/// Counts rows by ward and outcome, or as the share with the first outcome by ward.
struct Supported(&'static Measure, Vec<Row>);

impl Supported {
    fn rows(&self, period: Period, as_at: DateTime<Utc>) -> impl Iterator<Item = &Row> {
        let is_recorded = move |row: &&Row| row.from <= as_at && row.until.is_none_or(|until| until > as_at);
        self.1.iter().filter(move |row| (period.from..=period.until).contains(&row.day)).filter(is_recorded)
    }
}

#[async_trait::async_trait]
impl CountsPeople for Supported {
    fn measure(&self) -> &'static Measure {
        self.0
    }

    fn protection(&self) -> Protection {
        PROTECTION
    }

    async fn count(&self, _db: &Db, period: Period, as_at: DateTime<Utc>) -> Result<PeopleCounts, DbError> {
        let mut counts = PeopleCounts::default();
        for row in self.rows(period, as_at) {
            let (ward, outcome) = (row.ward.to_string(), row.outcome.to_string());
            let values = [ward.as_str(), outcome.as_str(), "any age"];
            match self.0.unit {
                Unit::Count => counts.add(&values[..self.0.dimensions.len()], row.people),
                Unit::Percent => counts.add_share(&values[..1], if row.outcome == 0 { row.people } else { 0 }, row.people),
            }
        }
        Ok(counts)
    }

    async fn values(&self, _db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        let names = if dimension == "ward" { ["North", "South", "East"] } else { ["Moved", "Stayed", "Unknown"] };
        Ok(names.iter().enumerate().map(|(at, name)| (at.to_string(), (*name).to_owned())).collect())
    }
}

fn row(day: &str, ward: usize, outcome: usize, people: u64) -> Row {
    let day: NaiveDate = day.parse().expect("a day");
    Row { day, ward, outcome, people, from: london::beginning(day), until: None }
}

/// A database without tables, which the counts of these tests do not look at.
fn database() -> (tokio::runtime::Runtime, Db, tempfile::TempDir) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite://{}", folder.path().join("figures.db").display());
    let db = runtime.block_on(Db::open(&address)).expect("a database");
    (runtime, db, folder)
}

fn asked(period: &str, as_at: &str, filters: &[(&str, &str)]) -> Asked {
    Asked {
        period: Period::read(period).expect(period),
        as_at: as_at.parse().expect("an instant"),
        filters: filters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

type Found = Result<Result<Counted, Withheld>, DbError>;

fn ask(measure: &'static Measure, rows: &[Row], asked: &Asked) -> Found {
    let (runtime, db, _folder) = database();
    let counting = Counting::people(Supported(measure, rows.to_vec()));
    Ok(runtime.block_on(counting.ask(&db, asked))?.map(|answer| answer.counted))
}

fn shown(measure: &'static Measure, rows: &[Row], filters: &[(&str, &str)]) -> Result<Counted, Withheld> {
    ask(measure, rows, &asked("2024-Q1", "2024-06-01T00:00:00Z", filters)).expect("counted")
}

fn parts(counted: &Counted) -> Vec<(&str, i64)> {
    counted.parts().iter().map(|part| (part.label.as_str(), part.count)).collect()
}

const SMALL: Withheld = Withheld::Small { threshold: THRESHOLD };

#[test]
fn a_figure_with_a_filter_fits_the_one_without() {
    let rows = [row("2024-02-01", 0, 0, 7_103), row("2024-02-02", 1, 0, 3), row("2024-03-01", 2, 0, 1_009)];
    let whole = shown(&BY_WARD, &rows, &[]).expect("a whole");
    assert_eq!((whole.count(), parts(&whole)), (8_115, vec![("North", 7_103), ("Other (2 combined)", 1_012)]));
    assert_eq!(shown(&BY_WARD, &rows, &[("ward", "0")]).map(|counted| counted.count()), Ok(7_103));
    // East is large, but with the whole and North it would give South away.
    for ward in ["1", "2"] {
        assert_eq!(shown(&BY_WARD, &rows, &[("ward", ward)]), Err(SMALL));
    }
    assert_eq!(shown(&BY_WARD, &rows, &[("ward", "9")]).map(|counted| counted.count()), Ok(0), "nobody lives there");
    assert!(ask(&BY_WARD, &rows, &asked("2024-Q1", "2024-06-01T00:00:00Z", &[("age", "1")])).is_err());
    assert_eq!(shown(&WHOLE, &rows[1..2], &[]), Err(SMALL));
    assert_eq!(shown(&WHOLE, &rows, &[]).map(|counted| counted.count()), Ok(8_115));
    assert_eq!(shown(&WHOLE, &[], &[]).map(|counted| counted.count()), Ok(0));
}

#[test]
fn a_share_is_shown_only_if_those_counted_and_the_rest_may_be() {
    // Of 41 in the north one is not counted; of 1,009 in the south three are.
    let rows =
        [row("2024-02-01", 0, 0, 40), row("2024-02-01", 0, 1, 1), row("2024-02-01", 1, 0, 3), row("2024-02-01", 1, 1, 1_006)];
    let whole = shown(&SHARE, &rows, &[]).expect("a whole");
    assert_eq!((whole.count(), whole.of()), (43, Some(1_050)));
    assert_eq!(parts(&whole), [("Other (2 combined)", 43)]);
    for ward in ["0", "1"] {
        assert_eq!(shown(&SHARE, &rows, &[("ward", ward)]), Err(SMALL));
    }
    let alone = [row("2024-02-01", 0, 0, 40), row("2024-02-01", 0, 1, 1)];
    assert_eq!(shown(&SHARE, &alone, &[]), Err(SMALL), "98% of 41 would tell of one person");
    let large = [row("2024-02-01", 0, 0, 40), row("2024-02-01", 0, 1, 10)];
    assert_eq!(shown(&SHARE, &large, &[]).map(|counted| counted.value()), Ok(Some(80.0)));
}

#[test]
fn a_period_is_counted_once() {
    let late = Row { from: "2024-04-20T00:00:00Z".parse().expect("an instant"), ..row("2024-03-31", 0, 0, 1) };
    let erased = Row { until: Some("2024-05-01T00:00:00Z".parse().expect("an instant")), ..row("2024-01-01", 0, 0, 6) };
    let rows = [row("2024-02-01", 0, 0, 34), late, erased];
    let of = |period, as_at| ask(&BY_WARD, &rows, &asked(period, as_at, &[])).expect("counted").map(|counted| counted.count());
    let counted_at = "2024-04-14T23:00:00Z".parse().expect("an instant");
    assert_eq!(of("2024-Q1", "2024-04-14T22:59:59Z"), Err(Withheld::NotYet { counted_at }));
    for as_at in ["2024-04-14T23:00:00Z", "2024-04-21T00:00:00Z", "2024-05-02T00:00:00Z", "2030-01-01T00:00:00Z"] {
        assert_eq!(of("2024-Q1", as_at), Ok(40), "{as_at}");
    }
    // A day less, or a month, would give those days away.
    for period in ["2024-01-01..2024-03-30", "2024-02", "2023/24"] {
        assert_eq!(of(period, "2024-06-01T00:00:00Z"), Err(Withheld::Period { every: Every::Quarter }));
    }
    assert_eq!(of("2023-10-01..2024-03-31", "2024-06-01T00:00:00Z"), Ok(40), "two quarters");
}

#[test]
fn a_year_is_shown_only_if_each_of_its_quarters_is() {
    let rows = [row("2024-02-01", 0, 0, 30), row("2024-05-01", 0, 0, 2), row("2024-08-01", 0, 0, 20)];
    let of =
        |period| ask(&WHOLE, &rows, &asked(period, "2025-06-01T00:00:00Z", &[])).expect("counted").map(|counted| counted.count());
    assert_eq!((of("2024-Q1"), of("2024-Q2"), of("2024-Q3")), (Ok(30), Err(SMALL), Ok(20)));
    assert_eq!(of("2024-01-01..2024-12-31"), Err(SMALL), "it would give the second quarter away");
    assert_eq!(of("2024-07-01..2024-12-31"), Ok(20));
}

#[test]
fn what_cannot_be_protected_is_refused() {
    let counting = |measure| Counting::people(Supported(measure, Vec::new()));
    assert_eq!(check(&[counting(&BY_BOTH)]), Ok(()));
    for wrong in [&BY_THREE, &SHARE_BY_BOTH] {
        let fault = check(&[counting(wrong)]).expect_err("too many dimensions");
        assert!(fault.to_string().contains("counts people by"), "{fault}");
        // Even if it had not been checked.
        assert!(ask(wrong, &[row("2024-02-01", 0, 0, 30)], &asked("2024-Q1", "2024-06-01T00:00:00Z", &[])).is_err());
    }
    assert!(check(&[counting(&BY_BOTH), counting(&WHOLE)]).is_err(), "two with one key");
    assert_eq!(format!("{:?}", counting(&WHOLE)), "Counting(\"supported\")");
    let mut counts = PeopleCounts::default();
    counts.add(&["0"], 3);
    assert_eq!(format!("{counts:?}"), "PeopleCounts { .. }", "not even a log shows them");
}

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
                (Some(0), Some(_)) => counted.count(),
                (Some(_), Some(of)) => of - counted.count(),
                (None, Some(of)) => of,
                (_, None) => counted.count(),
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
