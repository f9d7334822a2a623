mod attack;

use crate::counting::{Counting, CountsPeople, PeopleCounts, check};
use crate::measure::{Asked, Counted, Dimension, Measure, Unit};
use crate::period::Period;
use crate::protection::{Every, Protection, Withheld};
use chrono::{DateTime, NaiveDate, Utc};
use db::{Db, DbError};
use foundation::london;

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
    assert_eq!(shown(&BY_WARD, &rows, &[("ward", "9")]).map(|counted| counted.count()), Ok(0), "no one lives there");
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
