//! Compares the structure and facts of the two published packs that Moothall was written for. They are not part of the project:
//! they are read from `../shared/seeds` beside it, and if that folder is missing, these tests say so and pass.

use crate::accounting;
use crate::outline;

use archive::reading::{ReadError, ReadPack, decode, read};
use documents::{Block, Clauses};
use meetings::minutes::{Attendee, MinuteEntry, Minutes};
use reports::report::Report;
use std::path::Path;

/// Returns the text of the pack whose file name begins with `name`, and the pack read from it.
fn seed(name: &str) -> Option<(String, ReadPack)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here, so the published packs were not compared", folder.display());
        return None;
    };
    let file = files.filter_map(Result::ok).find(|file| file.file_name().to_string_lossy().starts_with(name)).expect("the seed");
    let text = decode(&std::fs::read(file.path()).expect("its bytes")).expect("its text");
    let pack = read(&text).expect("it reads");
    Some((text, pack))
}

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

fn people(list: &[Attendee]) -> Vec<String> {
    list.iter()
        .map(|person| person.role.map_or(person.name.clone(), |role| format!("{} ({})", person.name, role.words())))
        .collect()
}

/// Returns each minute's reference with what was resolved in it.
fn resolutions(minutes: &Minutes) -> Vec<(&str, &Clauses)> {
    let mut resolved = Vec::new();
    for minute in &minutes.items {
        for entry in &minute.entries {
            if let MinuteEntry::Resolution { form, resolution } = entry {
                assert_eq!(form, "RESOLVED");
                resolved.push((minute.reference.as_deref().unwrap_or_default(), resolution));
            }
        }
    }
    resolved
}

#[test]
fn nearly_every_line_is_placed_and_no_word_is_lost() {
    for name in ["000", "002"] {
        let Some((text, pack)) = seed(name) else { return };
        println!("{name}: {:.2} of 100 lines placed", pack.placed_in_hundred());
        assert!(pack.placed_in_hundred() >= 99.0, "{:?}", pack.not_placed);
        assert_eq!(accounting::faults(&text, &pack), Vec::<String>::new());
        assert_eq!(pack.remarks, []);
    }
}

#[test]
fn structures_are_as_published() {
    for name in ["000", "002"] {
        let Some((_, pack)) = seed(name) else { return };
        insta::assert_snapshot!(format!("seed_{name}"), outline::of(&pack));
    }
}

#[test]
fn minutes_of_february() {
    let Some((_, pack)) = seed("000") else { return };
    let [minutes] = pack.minutes.as_slice() else { panic!("{} minutes", pack.minutes.len()) };
    let attendance = &minutes.attendance;
    let present = [
        "N. Plumpton Walsh (Chair)",
        "Carlin (Vice-Chair)",
        "Baker",
        "Bevan",
        "Bramwell",
        "Cargill",
        "Goodall",
        "A. Lowe",
        "Ratcliffe",
        "Wallace",
    ];
    assert_eq!(people(&attendance.present), present);
    assert_eq!(people(&attendance.apologies), ["Skinner"]);
    assert!(attendance.absent_on_council_business.is_empty());
    assert_eq!(people(&attendance.officers), ["K. Butler", "J. Gallagher", "N. Goodwin", "P. Wright"]);
    assert_eq!(people(&attendance.also_in_attendance), ["Councillor C. Plumpton-Walsh"]);
    assert_eq!(minutes.held_on.to_string(), "2024-02-06");
    assert_eq!(minutes.ended_at.map(|time| time.to_string()).as_deref(), Some("19:40:00"));
    let titles: Vec<(&str, &str)> =
        minutes.items.iter().map(|item| (item.reference.as_deref().unwrap_or_default(), item.title.as_str())).collect();
    assert_eq!(
        titles,
        [
            ("SAF24", "CHAIR'S ANNOUNCEMENTS"),
            ("SAF25", "MINUTES"),
            ("SAF26", "PUBLIC QUESTION TIME"),
            ("SAF27", "THE CORPORATE PLAN - THE BIG CONVERSATION ANALYSIS AND THE WAY FORWARD"),
            ("SAF28", "SAFER HALTON PARTNERSHIP GOVERNANCE & STRATEGY"),
            ("SAF29", "DOMESTIC ABUSE SERVICE"),
        ]
    );
    let banner = Some("ITEM DEALT WITH UNDER DUTIES EXERCISABLE BY THE BOARD");
    assert_eq!(
        minutes.items.iter().map(|item| item.banner.as_deref()).collect::<Vec<_>>(),
        [None, None, None, banner, None, None]
    );
    let resolved = resolutions(minutes);
    assert_eq!(resolved.iter().map(|(reference, _)| *reference).collect::<Vec<_>>(), ["SAF27", "SAF28", "SAF29"]);
    let big_conversation = resolved[0].1;
    assert_eq!((big_conversation.lead.as_str(), big_conversation.clauses.len()), ("That", 2));
    assert_eq!(big_conversation.clauses[0], "the report be noted");
    let acting: Vec<(&str, &str)> = minutes
        .items
        .iter()
        .flat_map(|item| item.actions.iter().map(|action| (item.reference.as_deref().unwrap_or_default(), action.owner.as_str())))
        .collect();
    assert_eq!(acting, [("SAF29", "Executive Director Environment & Regeneration")]);
}

#[test]
fn minutes_of_november() {
    let Some((_, pack)) = seed("002") else { return };
    let [minutes] = pack.minutes.as_slice() else { panic!("{} minutes", pack.minutes.len()) };
    let attendance = &minutes.attendance;
    assert_eq!(
        people(&attendance.present),
        ["Carlin (Vice-Chair)", "Baker", "Bevan", "Cargill", "Goodall", "A. Lowe", "Ratcliffe", "Skinner", "Wallace"]
    );
    assert_eq!(people(&attendance.apologies), ["N. Plumpton Walsh", "Bramwell"]);
    assert_eq!(people(&attendance.officers), ["K. Butler", "R. Freeman", "J. Gallagher", "N. Goodwin", "A. Wallace"]);
    assert!(attendance.absent_on_council_business.is_empty() && attendance.also_in_attendance.is_empty());
    assert_eq!(
        (minutes.held_on.to_string().as_str(), minutes.place.as_deref()),
        ("2023-11-14", Some("Boardroom - Municipal Building, Widnes"))
    );
    assert_eq!(minutes.ended_at.map(|time| time.to_string()).as_deref(), Some("20:20:00"));
    let references: Vec<&str> = minutes.items.iter().filter_map(|item| item.reference.as_deref()).collect();
    assert_eq!(references, ["SAF16", "SAF17", "SAF18", "SAF19", "SAF20", "SAF21", "SAF22", "SAF23"]);
    assert_eq!(minutes.items[3].title, "CHESHIRE FIRE AUTHORITY DRAFT 2024-2028 COMMUNITY RISK MANAGEMENT PLAN");
    // The banner was printed inside this minute, across a page break in the middle of a sentence.
    assert!(minutes.items[3].banner.as_deref().is_some_and(|banner| banner.ends_with("EXERCISABLE BY THE BOARD")));
    let owners: Vec<&str> = minutes.items[3].actions.iter().map(|action| action.owner.as_str()).collect();
    assert_eq!(owners, ["Operational Director - Community & Green Space"]);
    let resolved = resolutions(minutes);
    assert_eq!(
        resolved.iter().map(|(reference, _)| *reference).collect::<Vec<_>>(),
        ["SAF19", "SAF20", "SAF21", "SAF22", "SAF23"]
    );
    assert_eq!((resolved[1].1.lead.as_str(), resolved[1].1.clauses.len()), ("That the Board", 2));
    let moved: Vec<(&str, usize)> = minutes
        .items
        .iter()
        .flat_map(|item| {
            item.entries
                .iter()
                .filter(|entry| matches!(entry, MinuteEntry::Movement { .. }))
                .map(|_| (item.reference.as_deref().unwrap_or_default(), item.entries.len()))
        })
        .collect();
    assert_eq!(moved, [("SAF20", 7)]);
    let notice: Vec<usize> = pack.front_matter.iter().map(|notice| notice.line).collect();
    assert_eq!(notice, [1], "the tail of the agenda's front sheet is a notice");
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

#[test]
fn whole_parts_give_no_false_alarm_and_cuts_are_told() {
    for name in ["000", "002"] {
        let Some((text, pack)) = seed(name) else { return };
        for part in &pack.parts {
            let upto: String = text.split_inclusive('\n').take(part.last_line).collect();
            assert!(read(&upto).is_ok(), "{name} up to line {}: {:?}", part.last_line, read(&upto).err());
        }
        let cuts: Vec<usize> = (700..text.len()).step_by(997).map(|at| text.floor_char_boundary(at)).collect();
        let told = cuts.iter().filter(|end| matches!(read(&text[..**end]), Err(ReadError::CutOff { .. }))).count();
        println!("{name}: {told} of {} cuts told", cuts.len());
        // A cut just after a full stop or a figure cannot be distinguished from an end.
        assert!(told * 10 >= cuts.len() * 8, "{told} of {}", cuts.len());
    }
}
