//! Figures that count people, in every place where a figure is shown: what could identify one of them is nowhere. The counts that
//! must not be shown are chosen so that nothing else is written with the same digits.

use crate::common::{Fixture, capabilities, site_of};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use db::{Db, DbError, SqlMigration};
use figures::{Counting, CountsPeople, Dimension, Every, Measure, PeopleCounts, Period, Protection, Unit};
use foundation::{Clock, london};
use test_kit::{On, TestApp, both_databases};
use web::Capability;

both_databases!(
    nobody_is_found_in_a_report,
    nobody_is_found_in_two_reports_a_week_apart,
    a_figure_that_could_identify_a_person_is_refused,
    a_program_with_a_measure_that_cannot_be_protected_does_not_start,
);

const TABLES: &[SqlMigration] = &[SqlMigration {
    name: "m20990101_001_supported",
    statements: &[
        "CREATE TABLE supported (id {KEY}, measure TEXT NOT NULL, ward TEXT NOT NULL, rehoused BIGINT NOT NULL, people BIGINT NOT NULL, \
                   begun_on DATE NOT NULL, valid_from {INSTANT} NOT NULL, valid_until {INSTANT})",
    ],
    protects: &[db::unprotected("supported", "only tests have it")],
}];

const WARD: Dimension = Dimension { key: "ward", name: "Ward" };
const PROTECTION: Protection = Protection::below(5, Every::Quarter, 14);
const SUPPORTED: Measure = Measure {
    key: "people-supported",
    name: "People supported",
    definition: "People whose support began in the period, by the ward in which they live.",
    unit: Unit::Count,
    dimensions: &[WARD],
};
const REHOUSED: Measure = Measure {
    key: "people-rehoused",
    name: "People rehoused",
    definition: "Of the people who asked for another home in the period, the share who were rehoused.",
    unit: Unit::Percent,
    dimensions: &[WARD],
};

/// The wards of an invented borough.
const WARDS: [(&str, &str); 3] = [("north", "Northgate"), ("south", "Southgate"), ("east", "Eastgate")];

struct Support(&'static Measure);

#[derive(db::Row)]
struct SupportRow {
    ward: String,
    rehoused: i64,
    people: i64,
}

#[async_trait::async_trait]
impl CountsPeople for Support {
    fn measure(&self) -> &'static Measure {
        self.0
    }

    fn protection(&self) -> Protection {
        PROTECTION
    }

    async fn count(&self, db: &Db, period: Period, as_at: DateTime<Utc>) -> Result<PeopleCounts, DbError> {
        let sql = "SELECT ward, rehoused, people FROM supported WHERE begun_on >= $1 AND begun_on <= $2 AND valid_from <= $3 AND \
                   (valid_until IS NULL OR valid_until > $3) AND measure = $4";
        let values = [period.from.into(), period.until.into(), as_at.into(), self.0.key.into()];
        let rows = db::rows::<SupportRow>(db.reading(), sql, values).await?;
        let mut counts = PeopleCounts::default();
        for row in rows {
            let number = |count: i64| u64::try_from(count).unwrap_or_default();
            match self.0.unit {
                Unit::Count => counts.add(&[&row.ward], number(row.people)),
                Unit::Percent => counts.add_share(&[&row.ward], number(row.rehoused), number(row.people)),
            }
        }
        Ok(counts)
    }

    async fn values(&self, _db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        let wards = WARDS.iter().filter(|_| dimension == WARD.key);
        Ok(wards.map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect())
    }
}

fn support() -> Capability {
    Capability {
        name: "support",
        migrations: TABLES,
        measures: vec![Counting::people(Support(&SUPPORTED)), Counting::people(Support(&REHOUSED))],
        ..Capability::default()
    }
}

fn with_support() -> Vec<Capability> {
    capabilities().into_iter().chain([support()]).collect()
}

/// Records people for each measure, of whom some were rehoused, from an instant until another.
async fn recorded(app: &TestApp, day: &str, ward: &str, (rehoused, people): (i64, i64), (from, until): (&str, Option<&str>)) {
    let instant = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let transaction = app.state.db.begin().await.expect("a transaction");
    let sql = "INSERT INTO supported (measure, ward, rehoused, people, begun_on, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    for measure in [&SUPPORTED, &REHOUSED] {
        let values: [db::Value; 7] = [
            measure.key.into(),
            ward.into(),
            rehoused.into(),
            people.into(),
            crate::common::day(day).into(),
            instant(from).into(),
            until.map(instant).into(),
        ];
        db::execute(&transaction, sql, values).await.expect("recorded");
    }
    transaction.commit().await.expect("it stands");
}

/// Two quarters. In the last one a person is found late, after it was counted, and another is erased.
async fn site(on: On) -> Fixture {
    let fixture = site_of(on, with_support()).await;
    let (at, at_before) = (("2023-12-31T12:00:00Z", None), ("2023-09-30T12:00:00Z", None));
    for (ward, now, before) in
        [("north", (4_001, 7_102), (3_011, 6_007)), ("south", (1, 3), (1, 2)), ("east", (523, 1_009), (402, 811))]
    {
        recorded(&fixture.app, "2023-10-09", ward, now, at).await;
        recorded(&fixture.app, "2023-07-10", ward, before, at_before).await;
    }
    recorded(&fixture.app, "2023-12-29", "north", (0, 1), (at.0, Some("2024-02-08T12:00:00Z"))).await;
    recorded(&fixture.app, "2023-12-30", "south", (0, 1), ("2024-01-20T12:00:00Z", None)).await;
    fixture
}

/// Numbers from which somebody could be found: the small counts' neighbours that must be hidden with them, in each way in which a
/// count or a share is written, and what would be counted on another day.
const TELLING: [&str; 20] = [
    // Eastgate, in both quarters: with the total and Northgate, it gives Southgate away.
    "1009", "1,009", "811", "523", "402", "51.83", "49.57", "486", "409", // Southgate.
    "33.33", "66.67", "50.00",
    // The whole with the person found late, without the person erased, and both quarters together with them.
    "8116", "8,116", "8114", "8,114", "14936", "14,936", "14934", "14,934",
];

/// Returns the text without what is only styles, scripts and hashes, in which any digits can occur.
fn seen(body: &str) -> String {
    let mut text = String::new();
    for word in body.split(|letter: char| letter.is_whitespace() || "<>\"'()[]|;=/?&".contains(letter)) {
        if word.len() < 24 {
            text.push_str(word);
            text.push(' ');
        }
    }
    text
}

/// Returns whether a number is in a text, and not only as digits of another.
fn has_number(text: &str, number: &str) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    text.match_indices(number)
        .any(|(at, _)| !is_digit(text[..at].chars().next_back()) && !is_digit(text[at + number.len()..].chars().next()))
}

/// Checks that a page has its figures, and tells of nobody.
fn tells_of_nobody(place: &str, body: &str) {
    let text = seen(body);
    for telling in TELLING {
        assert!(!has_number(&text, telling), "{place} says {telling}: {text}");
    }
    for ward in ["Southgate", "Eastgate"] {
        assert!(!text.contains(ward), "{place} names {ward}, which has no count of its own: {text}");
    }
}

const QUARTER: &str = "2023-10-01..2023-12-31";

/// Every form of a figure.
fn every_form() -> String {
    let forms = [
        ("people-supported", ""),
        ("people-supported", " change"),
        ("people-supported", " ward=north"),
        ("people-supported", " table"),
        ("people-supported", " chart"),
        ("people-rehoused", " decimals=2"),
        ("people-rehoused", " decimals=2 change"),
        ("people-rehoused", " decimals=2 interval"),
        ("people-rehoused", " decimals=2 table"),
        ("people-rehoused", " decimals=2 chart"),
    ];
    let of_a_quarter = forms.map(|(measure, form)| format!("[[{measure} {QUARTER}{form}]]"));
    let of_two = "[[people-supported 2023-07-01..2023-12-31]]\n\n[[people-supported 2023-07-01..2023-12-31 table]]";
    format!("The service helped.\n\n{}\n\n{of_two}", of_a_quarter.join("\n\n"))
}

/// The number of figures that these texts have.
const FIGURES: usize = 12;

async fn published(fixture: &Fixture) -> (String, String) {
    let (meeting, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let written = fixture.write(&fixture.officer, &draft, 2, &every_form()).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
    fixture.cleared(&draft).await;
    let published = fixture.publish(&meeting, "").await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    (meeting, draft)
}

async fn nobody_is_found_in_a_report(on: On) {
    let fixture = site(on).await;
    let (meeting, draft) = published(&fixture).await;
    let app = &fixture.app;
    for (address, says) in [
        ("/preview", "8,115"),
        ("/sections/2", "people-supported"),
        ("/check", ""),
        ("/figures?q=people", "Counts from 1 to 4 could identify a person"),
        ("/figures?measure=people-supported&section=2", "8,115"),
        ("/figures?measure=people-rehoused&form=interval&decimals=2&section=2", "55.76%"),
        ("/figures/reading?figure=people-supported+2023-10-01..2023-12-31", "8,115"),
        ("/figures/reading?figure=people-rehoused+2023-10-01..2023-12-31+decimals%3D2+change", "percentage points"),
    ] {
        let page = fixture.page(&fixture.officer, &format!("{draft}{address}")).await;
        assert!(page.contains(says), "{address}: {page}");
        tells_of_nobody(address, &page);
    }
    for address in ["/reports/1", meeting.as_str(), "/measures"] {
        tells_of_nobody(address, &app.get(address).await.body);
    }
    let page = app.get("/reports/1").await;
    let chart = "Northgate: 7,103; Other (2 combined): 1,012";
    assert!(page.says(&["8,115", chart, "55.76%", "an increase of 19%", "14,935"]), "{}", page.body);
    let mut trends = 0;
    for number in 1..=FIGURES {
        let source = app.get(&format!("/reports/1/figures/{number}")).await;
        assert!(source.says(&["(unchanged)"]), "{}", source.body);
        trends += usize::from(source.says(&["Trend", "moothall-sparkline"]));
        tells_of_nobody("a figure's source", &source.body);
        let csv = app.get(&format!("/reports/1/figures/{number}/parts.csv")).await;
        assert!(csv.body.contains("Total,"), "{}", csv.body);
        tells_of_nobody("a figure's CSV", &csv.body);
    }
    assert!(trends > 0, "some of the figures have a trend");
    let csv = app.get("/reports/1/figures/1/parts.csv").await;
    assert_eq!(csv.body.lines().collect::<Vec<_>>()[1..], ["Northgate,7103,", "Other (2 combined),1012,", "Total,8115,"]);
    let source = app.get("/reports/1/figures/1").await;
    assert!(source.says(&["15 January 2024 at midnight", "Compared with the previous period"]), "{}", source.body);
    tells_of_nobody("the report’s stored forms", &stored_forms(app).await);
}

/// Returns everything that is kept of the report: its publication as data and as text, its PDF with its document, what search finds.
async fn stored_forms(app: &TestApp) -> String {
    let publication = publications::current(app.state.db.reading(), "report/1").await.expect("read").expect("the report");
    let mut forms = Vec::new();
    for form in ["", "/text", "/data"] {
        let answer = app.get(&format!("/publications/{}{form}", publication.id)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.says(&["8,115"]), "{form}: {}", answer.body);
        forms.push(answer.body);
    }
    let mut prints = 0;
    for kind in &app.state.joined.printed_kinds {
        let Ok(Some(print)) = kind.print(&app.state, 1).await else { continue };
        prints += usize::from(print.title.contains("Fences of the quay"));
        let words = test_kit::words_of_pdf(&typesetting::typeset(&print, &[]).expect("it is typeset").content);
        assert!(words.contains("8,115") || !print.title.contains("Fences of the quay"), "{words}");
        forms.extend([serde_json::to_string(&print.document).expect("a document"), words]);
    }
    assert!(prints > 0, "the report can be printed");
    app.catch_up().await;
    let question = |words: &str| search::Question { words: words.into(), page: 1, per_page: 10, ..search::Question::default() };
    let found = |words: &str| app.state.search.ask(&question(words)).expect("an answer");
    assert_eq!(found("\"8,115\"").hits.first().map(|hit| hit.kind.as_str()), Some("report"));
    for hidden in ["1009", "\"1,009\"", "811", "523", "51.83", "Southgate", "Eastgate"] {
        let hits = found(hidden).hits;
        // If there is no such word, search shows those that are spelt nearly like it.
        let mut matches = hits.iter().flat_map(|hit| &hit.fragment.runs).filter(|(_, is_match)| *is_match);
        assert!(!matches.any(|(word, _)| word == hidden.trim_matches('"')), "search finds {hidden}: {hits:?}");
    }
    for kind in &app.state.joined.kinds {
        if kind.kind() == "report" {
            let documents = kind.search_documents(&app.state.db, &publication).await.expect("documents");
            forms.extend(documents.into_iter().map(|document| document.body));
        }
    }
    forms.join("\n")
}

async fn nobody_is_found_in_two_reports_a_week_apart(on: On) {
    let fixture = site(on).await;
    published(&fixture).await;
    let first = fixture.app.get("/reports/1/figures/1").await;
    // A week later one more person is known of, and the record of another has been erased.
    recorded(&fixture.app, "2023-11-02", "east", (1, 1), ("2024-02-07T12:00:00Z", None)).await;
    let later: DateTime<Utc> = "2024-02-13T12:00:00Z".parse().expect("an instant");
    let app = fixture.app.beside_at(with_support(), Clock::standing_at(later)).await;
    let counting = app.state.measure("people-supported").expect("the measure");
    let mut counted = Vec::new();
    for days in 0..60 {
        let asked = figures::Asked {
            period: Period::read(QUARTER).expect("a quarter"),
            as_at: london::beginning(crate::common::day("2024-01-01")) + chrono::TimeDelta::days(days),
            filters: Vec::new(),
        };
        counted.extend(counting.ask(&app.state.db, &asked).await.expect("counted").ok().map(|answer| answer.counted.count()));
    }
    assert_eq!(counted, vec![8_115; 46], "from 15 January on, always the same");
    let second = app.get("/reports/1/figures/1").await;
    assert!(second.says(&["8,115 (unchanged)"]), "{}", second.body);
    assert_eq!(seen(&first.body), seen(&second.body));
    for number in 1..=FIGURES {
        tells_of_nobody("a week later", &app.get(&format!("/reports/1/figures/{number}")).await.body);
    }
}

async fn a_figure_that_could_identify_a_person_is_refused(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    let reasons = [
        ("2023-10-01..2023-12-31 ward=south", "a count below 5 could identify a person"),
        ("2023-10-01..2023-12-31 ward=east", "a count below 5 could identify a person"),
        ("2023-07-01..2023-12-31 ward=east", "a count below 5 could identify a person"),
        ("2023-10-01..2023-12-30", "available by quarter"),
        ("2023-12", "available by quarter"),
        ("2023/24", "available by quarter"),
        ("2024-01-01..2024-03-31", "will be counted for this period on 15 April 2024"),
    ];
    for (reference, reason) in reasons {
        for measure in ["people-supported", "people-rehoused"] {
            let address = format!("{draft}/figures/reading?figure={measure}+{}", reference.replace(' ', "+").replace('=', "%3D"));
            let read = fixture.page(&fixture.officer, &address).await;
            assert!(read.contains("\"fault\"") && read.contains(reason), "{measure} {reference}: {read}");
            fixture.write(&fixture.officer, &draft, 2, &format!("There were [[{measure} {reference}]].")).await;
            let page = fixture.page(&fixture.officer, &format!("{draft}/sections/2")).await;
            assert!(page.contains(reason), "{measure} {reference}: {page}");
            for address in ["/preview", "/check", "/sections/2"] {
                let page = fixture.page(&fixture.officer, &format!("{draft}{address}")).await;
                let text = seen(&page);
                for telling in TELLING {
                    assert!(!has_number(&text, telling), "{address} says {telling} for {measure} {reference}: {text}");
                }
            }
        }
    }
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The periods that can be chosen are those that have been counted.
    let page = fixture.page(&fixture.officer, &format!("{draft}/figures?measure=people-supported")).await;
    assert!(page.contains("value=\"2023-10-01..2023-12-31\"") && !page.contains("value=\"2023/24\""), "{page}");
}

const BY_TOO_MUCH: Measure = Measure {
    key: "people-by-too-much",
    dimensions: &[WARD, Dimension { key: "age", name: "Age" }, Dimension { key: "sex", name: "Sex" }],
    ..SUPPORTED
};

async fn a_program_with_a_measure_that_cannot_be_protected_does_not_start(_: On) {
    let wrong = Capability { measures: vec![Counting::people(Support(&BY_TOO_MUCH))], ..support() };
    let fault = web::join(vec![wrong]).err().expect("it does not start").to_string();
    assert!(fault.contains("people-by-too-much counts people by 3 dimensions"), "{fault}");
}
