//! Packs as PDF, typeset in the test in the style of councils and compared in full with what their text is read as.

use crate::pdf::typesetter::Sheets;
use archive::reading::{self, PageFooter, ReadPack};
use extraction::pdf::{self, Link};

fn read(sheets: &Sheets) -> ReadPack {
    archive::reading_of_file(&sheets.file(), &archive::reading::Context::default()).expect("the pack reads")
}

/// Removes whatever depends on line positions.
fn placeless(mut pack: ReadPack) -> ReadPack {
    pack.parts.clear();
    pack.page_footers.clear();
    pack.pages.clear();
    pack.placed = 0;
    for notice in &mut pack.front_matter {
        notice.line = 0;
    }
    pack
}

/// Typesets minutes with references in a margin column and an Action column at the right, then a report.
fn council_pack() -> Sheets {
    let mut sheets = Sheets::new("Safer Tarnside Board, 3 February 2025", Some(5));
    sheets.bold(72.0, "SAFER TARNSIDE BOARD");
    sheets.gap();
    sheets.paragraph(
        None,
        72.0,
        520.0,
        "At a meeting of the Safer Tarnside Board on Monday, 3 February 2025 at the Wool Exchange, Tarnside",
    );
    sheets.paragraph(None, 72.0, 520.0, "Present: Councillors L. Mock Turtle (Chair), Gryphon (Vice-Chair), Dodo and M. Lory");
    sheets.paragraph(None, 72.0, 520.0, "Apologies for Absence: Councillor Duck");
    sheets.paragraph(None, 72.0, 520.0, "Officers present: N. Caucus and O. Thimble.");
    sheets.row(&[(440.0, "Action")]);
    sheets.gap();
    sheets.row(&[(72.0, "TRN7"), (130.0, "CHAIR'S ANNOUNCEMENTS")]);
    sheets.gap();
    sheets.paragraph(
        None,
        130.0,
        420.0,
        "The Chair thanked the wardens, who had found a lost child at the winter fair within eleven minutes. He then told the Board \
         how the fair had gone, what it had cost, and who had come to it from the other side of the river.",
    );
    sheets.row(&[(72.0, "TRN8"), (130.0, "BOATS MOORED BY THE WEIR AND THE PATH")]);
    sheets.row(&[(130.0, "ALONG IT")]);
    sheets.gap();
    sheets.paragraph(None, 130.0, 420.0, "The Board received a report on boats. Members were told:");
    sheets.paragraph(Some((148.0, "•")), 166.0, 420.0, "nine boats were moored below the weir at the end of January; and");
    sheets.paragraph(Some((148.0, "•")), 166.0, 420.0, "two were empty.");
    sheets.paragraph(
        None,
        130.0,
        420.0,
        "Members asked who would pay for the towing of the boats, and heard that their owners would, where they could be found and \
         had not sunk with them; and that the harbour would pay for all the others, as it had in the year before.",
    );
    let beside = sheets.down;
    sheets.paragraph(None, 130.0, 420.0, "RESOLVED: That the Board");
    sheets.paragraph(Some((148.0, "1)")), 166.0, 420.0, "note the report; and");
    sheets.paragraph(Some((148.0, "2)")), 166.0, 420.0, "thank the lock-keeper.");
    for (text, line) in [("Head of", 0.0), ("Waterways &", 14.0), ("Towpaths", 28.0)] {
        sheets.run(440.0, beside + line, 12.0, false, text);
    }
    sheets.row(&[(72.0, "TRN9"), (130.0, "LANTERNS")]);
    sheets.gap();
    // The page ends in the middle of this paragraph.
    sheets.down = 720.0;
    sheets.paragraph(
        None,
        130.0,
        420.0,
        "The Board heard that all lanterns on the quay were lit, that those on the bridge were not, and that nobody knew whose they \
         were or had been in the time of the old council, which had kept no list of them.",
    );
    sheets.run(440.0, sheets.down, 12.0, false, "Lamplighter to");
    sheets.run(440.0, sheets.down + 14.0, 12.0, false, "make a list");
    sheets.paragraph(None, 130.0, 420.0, "RESOLVED: That the report be received.");
    sheets.gap();
    sheets.gap();
    sheets.row(&[(72.0, "Meeting ended at 7.15 p.m.")]);
    report(&mut sheets);
    sheets
}

fn report(sheets: &mut Sheets) {
    sheets.turn();
    for (label, value) in [("REPORT TO:", "Safer Tarnside Board"), ("DATE:", "3 February 2025")] {
        sheets.row(&[(72.0, label), (230.0, value)]);
        sheets.gap();
    }
    sheets.row(&[(72.0, "REPORTING"), (230.0, "Head of Waterways,")]);
    sheets.row(&[(72.0, "OFFICER:"), (230.0, "Towpaths and Locks")]);
    sheets.gap();
    sheets.row(&[(72.0, "SUBJECT:"), (230.0, "Boats and the anti-mooring order")]);
    sheets.gap();
    sheets.row(&[(72.0, "WARD(S)"), (230.0, "Quayside")]);
    sheets.gap();
    sheets.gap();
    sheets.bold(72.0, "1.0   PURPOSE OF THE REPORT");
    sheets.gap();
    sheets.paragraph(
        Some((72.0, "1.1")),
        120.0,
        520.0,
        "To tell the Board about boats, and about the order that forbids mooring at the quay and has been broken once.",
    );
    sheets.row(&[(72.0, "2.0"), (120.0, "RECOMMENDED: That Members note the report.")]);
    sheets.gap();
    sheets.bold(72.0, "3.0   SUPPORTING INFORMATION");
    sheets.gap();
    sheets.paragraph(Some((72.0, "3.1")), 120.0, 520.0, "Boats were counted by place:");
    sheets.gap();
    sheets.bold(120.0, "");
    sheets.row(&[(120.0, "Place"), (300.0, "Boats in"), (400.0, "Boats in")]);
    sheets.row(&[(300.0, "January"), (400.0, "February")]);
    sheets.down += 6.0;
    for (place, first, second) in [("The weir", "9", "11"), ("The old quay by", "1", "0"), ("Viaduct", "", "3")] {
        sheets.row(&[(120.0, place), (300.0, first), (400.0, second)]);
        if place.ends_with("by") {
            sheets.row(&[(120.0, "the mill")]);
        }
        sheets.down += 6.0;
    }
    sheets.gap();
    sheets.paragraph(Some((72.0, "3.2")), 120.0, 520.0, "See what people said of it.");
    sheets.down -= 8.0;
    sheets.link(138.0, 205.0, "https://tarnside.example/survey");
    sheets.gap();
    sheets.down = 715.0;
    sheets.paragraph(
        Some((72.0, "3.3")),
        120.0,
        520.0,
        "The order that forbids mooring at the quay has been broken once, and the boat was gone in the morning before anybody could \
         fine its owner, who had left a note in which he thanked the lock-keeper for the quiet night and the harbour for its anti-\
         mooring order.",
    );
    sheets.bold(72.0, "4.0   LIST OF BACKGROUND PAPERS UNDER SECTION 100D OF THE");
    sheets.bold(120.0, "LOCAL GOVERNMENT ACT 1972");
    sheets.gap();
    sheets.paragraph(None, 120.0, 520.0, "None identified.");
}

#[test]
fn council_pack_reads_whole() {
    let pack = read(&council_pack());
    insta::assert_snapshot!("council_pack_text", pdf::lay_out(&council_pack().file()).expect("text").text);
    insta::assert_snapshot!("council_pack_tree", pack.tree());
    insta::assert_json_snapshot!("council_pack", pack);
    assert_eq!(pack.not_placed, []);
    assert_eq!(pack.page_footers.iter().map(|footer| footer.page).collect::<Vec<_>>(), [5, 6, 7, 8]);
    assert_eq!(pack.running, ["Safer Tarnside Board, 3 February 2025"]);
    let link = Link { page: 3, text: "what people".into(), target: "https://tarnside.example/survey".into() };
    assert_eq!(pack.links, [link]);
}

/// The first cells of the table rows in the fixtures.
const LABELS: [&str; 8] =
    ["Place ", "Mill Lane ", "Old Station ", "Viaduct field ", "Age group ", "under 25 ", "25 to 64 ", "65 and over "];

/// Typesets a text line by line, with less space between lines than between paragraphs.
fn set(text: &str, first: Option<usize>) -> Sheets {
    let mut sheets = Sheets::new("", first);
    for line in text.lines().map(str::trim_end) {
        if line.trim().is_empty() {
            sheets.gap();
        } else if line.starts_with("Page ") && line.len() < 9 {
            sheets.turn();
        } else if let Some(label) = LABELS.iter().find(|label| line.starts_with(**label)) {
            sheets.row(&[(72.0, label), (300.0, line[label.len()..].trim_start())]);
        } else if line.chars().count() > 95 {
            sheets.paragraph(None, 72.0, 540.0, line);
            sheets.down -= 8.0;
        } else {
            let indent = f32::from(u16::try_from(line.len() - line.trim_start().len()).unwrap_or_default());
            sheets.row(&[(72.0 + 3.0 * indent, line.trim_start())]);
        }
    }
    sheets
}

macro_rules! reads_as_its_text {
    ($($name:ident: $first:expr),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                let text = include_str!(concat!("../fixtures/", stringify!($name), ".txt"));
                let of_text = reading::read(text).expect("the text reads");
                let of_pdf = read(&set(text, $first));
                pretty(&placeless(of_pdf), &placeless(of_text));
            }
        )*
    };
}

/// Compares packs in their debug form, so that differences are shown line by line.
fn pretty(one: &ReadPack, other: &ReadPack) {
    let lines = |pack: &ReadPack| serde_json::to_string_pretty(pack).unwrap_or_default();
    let (one, other) = (lines(one), lines(other));
    let different: Vec<(&str, &str)> = one.lines().zip(other.lines()).filter(|(one, other)| one != other).take(12).collect();
    assert!(one == other, "{different:#?}");
}

reads_as_its_text!(
    agenda_front_sheet: Some(1),
    numbered_minutes: Some(2),
    private_part: None,
    titled_report: None,
    web_minutes: None,
);

#[test]
fn a_page_number_is_kept_in_any_form() {
    let mut sheets = set(include_str!("../fixtures/agenda_front_sheet.txt"), None);
    let pages = sheets.clone();
    assert_eq!(read(&pages).page_footers, []);
    sheets.run(290.0, 800.0, 10.0, false, "- 3 -");
    let alone = read(&sheets);
    // A single number on a single page may be anything.
    assert_eq!(alone.page_footers, Vec::<PageFooter>::new());
}
