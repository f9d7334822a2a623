//! Compares the reports of the two published packs, paragraph by paragraph. Without the packs these tests say so and pass.

use crate::seeds::seed;
use documents::Block;
use reports::report::Report;

/// Returns the numbers of a report's sections and paragraphs, in order.
fn numbers(report: &Report) -> Vec<String> {
    let mut numbers = Vec::new();
    for section in &report.sections {
        numbers.extend(section.number.clone());
        numbers.extend(section.blocks.iter().filter_map(|block| match block {
            Block::Heading { number, .. } | Block::Paragraph { number, .. } => number.clone(),
            _ => None,
        }));
    }
    numbers
}

fn run(section: &str, from: u32, to: u32) -> impl Iterator<Item = String> {
    (from..=to).map(move |number| format!("{section}.{number}"))
}

/// Returns the first words of the paragraph or heading with this number.
fn beginning<'report>(report: &'report Report, wanted: &str) -> &'report str {
    let mut blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .find_map(|block| match block {
            Block::Heading { number, text, .. } if number.as_deref() == Some(wanted) => Some(text.as_str()),
            Block::Paragraph { number, text } if number.as_deref() == Some(wanted) => Some(text.as_str()),
            _ => None,
        })
        .map_or("", |text| text.match_indices(' ').nth(2).map_or(text, |(end, _)| &text[..end]))
}

fn tables(report: &Report) -> Vec<&Vec<Vec<String>>> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Table { rows, .. } = block { Some(rows) } else { None }).collect()
}

#[test]
fn blocks_of_the_reports() {
    let mut read = Vec::new();
    for name in ["000", "002"] {
        let Some((_, pack)) = seed(name) else { return };
        read.extend(pack.reports);
    }
    let blocks: Vec<[String; 6]> = read
        .iter()
        .map(|report| {
            let block = &report.block;
            let date = block.date.map_or(String::new(), |date| date.to_string());
            let or_none = |value: &Option<String>| value.clone().unwrap_or_default();
            [
                block.report_to.clone(),
                date,
                block.reporting_officer.clone(),
                or_none(&block.portfolio),
                block.subject.clone(),
                or_none(&block.wards),
            ]
        })
        .collect();
    let (safer, environment) = ("Safer Policy and Performance Board", "Executive Director - Environment and Regeneration");
    assert_eq!(
        blocks,
        [
            ["Safer Policy & Performance Board", "2024-06-11", "Chief Executive", "", "Public Question Time", "Borough-wide"],
            [
                safer,
                "2024-06-11",
                "Executive Director – Environment & Regeneration",
                "Community Safety",
                "Safer PPB Annual Report June 2023 – May 2024",
                "Borough-wide"
            ],
            [safer, "2024-06-11", environment, "Community Safety", "Serious Violence Duty", "Borough wide"],
            [
                safer,
                "2024-06-11",
                environment,
                "Community Safety",
                "Enforcement Team overview, including annual Anti-Social Behaviour Case Review update.",
                "Borough wide"
            ],
            ["Safer Policy & Performance Board", "2024-02-06", "Chief Executive", "", "Public Question Time", "Borough-wide"],
            [
                "Safer Policy & Performance Board",
                "2024-02-06",
                "Corporate Director, Chief Executive’s Delivery Unit",
                "Leader",
                "The Corporate Plan - The Big Conversation Analysis and the way forward",
                "Borough Wide"
            ],
            [
                "Safer Halton Policy and Performance Board",
                "2024-02-06",
                "Executive Director, Environment & Regeneration",
                "Community Safety",
                "Safer Halton Partnership Governance & Strategy",
                "Borough wide"
            ],
            [
                safer,
                "2024-02-06",
                "Executive Director, Environment & Regeneration",
                "Community Safety",
                "Domestic Abuse Service",
                "Borough wide"
            ],
        ]
        .map(|block| block.map(str::to_owned))
    );
    let appendices: Vec<Vec<&str>> =
        read.iter().map(|report| report.appendices.iter().map(|appendix| appendix.title.as_str()).collect()).collect();
    let none: Vec<&str> = Vec::new();
    assert_eq!(
        appendices,
        [
            none.clone(),
            vec!["ANNUAL REPORT"],
            none.clone(),
            none.clone(),
            none.clone(),
            none.clone(),
            vec!["Appendix Two Draft Strategy"],
            none
        ]
    );
}

#[test]
fn numbers_stand_beside_their_paragraphs() {
    let Some((_, pack)) = seed("000") else { return };
    let enforcement = &pack.reports[3];
    let expected: Vec<String> = run("1", 0, 1)
        .chain(run("2", 0, 0))
        .chain(run("3", 0, 19))
        .chain(run("4", 0, 1))
        .chain(run("5", 0, 1))
        .chain(run("6", 0, 5))
        .chain(run("7", 0, 1))
        .chain(run("8", 0, 1))
        .chain(run("9", 0, 1))
        .chain(run("10", 0, 0))
        .collect();
    assert_eq!(numbers(enforcement), expected);
    for (number, words) in [
        ("3.1", "In September 2023,"),
        ("3.2", "Anti-Social Behaviour"),
        ("3.3", "There are currently"),
        ("3.4", "The service chairs"),
        ("3.5", "The Problem-Solving Group"),
        ("3.6", "Case Study One"),
        ("3.7", "Case Study Two"),
        ("3.8", "The service secured"),
        ("3.9", "Since September 2023,"),
        ("3.10", "Environmental Crime &"),
        ("3.11", "As a result"),
        ("3.12", "The Enforcement Team"),
        ("3.13", "New signs were"),
        ("3.14", "On the 18th"),
        ("3.15", "The team have"),
        ("3.16", "Enforcement is currently"),
        ("3.17", "CCTV & The"),
        ("3.18", "The team has"),
        ("3.19", "The team have"),
        ("9.1", "None identified."),
    ] {
        assert_eq!(beginning(enforcement, number), words, "{number}");
    }
    let Some((_, pack)) = seed("002") else { return };
    let plan = &pack.reports[1];
    for (number, words) in [
        ("3.1", "Background"),
        ("3.2", "Promotion, Consultation &"),
        ("3.2.1", "Breakdown of responses"),
        ("3.2.2", "Response by Age"),
        ("3.2.3", "Response by Area:"),
        ("3.2.4", "Consultation Success:"),
        ("6.1", "The Corporate Plan"),
        ("7.1", "If the Council"),
        ("7.2", "That would lead"),
        ("8.1", "Equality and Diversity"),
        ("8.2", "The Big Conversation"),
        ("8.3", "An Equality Impact"),
    ] {
        assert_eq!(beginning(plan, number), words, "{number}");
    }
    let strategy = &pack.reports[2];
    let in_three: Vec<String> = numbers(strategy).into_iter().filter(|number| number.starts_with("3.")).collect();
    // 3.4 was printed at the top of a page, in the middle of a list; its paragraph comes after that list.
    assert_eq!(in_three, run("3", 0, 16).collect::<Vec<_>>());
    for (number, words) in [
        ("3.1", "Safer Halton has"),
        ("3.2", "Safer Halton Partnership"),
        ("3.3", "This work has"),
        ("3.4", "Develop a Communication"),
        ("3.5", "Safer Halton Governance"),
        ("3.6", "Moving forward, the"),
        ("3.7", "Strategic Needs Assessment"),
        ("3.8", "There will be"),
        ("3.9", "Community Safety Partnership"),
        ("3.10", "The document is"),
        ("3.11", "The Safer Halton"),
        ("3.12", "Further contributions were"),
        ("3.13", "There was an"),
        ("3.14", "The timescale for"),
    ] {
        assert_eq!(beginning(strategy, number), words, "{number}");
    }
    let abuse: Vec<String> = numbers(&pack.reports[3]).into_iter().filter(|number| number.starts_with("3.")).collect();
    assert_eq!(abuse, run("3", 0, 25).collect::<Vec<_>>());
}

#[test]
fn tables_of_the_big_conversation() {
    let Some((_, pack)) = seed("002") else { return };
    let tables = tables(&pack.reports[1]);
    let [sources, ages, census] = tables.as_slice() else { panic!("{} tables", tables.len()) };
    let figure = |cell: &str| cell.split(' ').next().and_then(|figure| figure.parse::<u32>().ok()).unwrap_or_default();
    let sum = |rows: &[Vec<String>]| rows.iter().map(|row| figure(&row[1])).sum::<u32>();
    assert_eq!((sources.len(), sum(&sources[..27])), (28, 1076));
    assert_eq!(sources[27], ["Total Number of Responses", "1076"]);
    assert_eq!((ages.len(), sum(&ages[..10])), (11, 1076));
    assert_eq!(ages[2], ["25 – 34 years", "79 / 8%"]);
    let shares = [
        ("16 – 19 years", "4.3"),
        ("20 – 24 years", "5.2"),
        ("25 – 34 years", "12.8"),
        ("35 – 49 years", "9.4"),
        ("50 – 64 years", "20.6"),
        ("65 – 74 years", "11.2"),
        ("75 – 84 years", "5.6"),
        ("85 years and over", "1.9"),
    ];
    assert_eq!(**census, shares.map(|(age, share)| vec![age.to_owned(), share.to_owned()]));
}
