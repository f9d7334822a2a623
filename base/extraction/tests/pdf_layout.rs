//! How the pages of a PDF are laid out: columns, turned pages, letters drawn apart.

use crate::made::Sheets;
use crate::{at, lines, read};

/// Returns the head of minutes, and how far down its last line is.
fn head() -> Sheets {
    let mut sheets = Sheets::new();
    sheets.run("R", 54.0, 60.0, "SAFER FERN BOARD");
    sheets.run("R", 54.0, 90.0, "MINUTES of a meeting of the Safer Fern Board held in the Long Barn on Tuesday, 4 March 2025.");
    sheets
}

#[test]
fn names_in_columns_that_commas_join_are_one_list() {
    let mut sheets = head();
    sheets.run("R", 54.0, 120.0, "PRESENT: Mr A Fern (Chairman), Mr B Moss (Vice-Chairman), Mrs C Reed,");
    for (down, names) in
        [(134.0, ["Mr D Sedge,", "Mr E Rush,", "Miss F Thrift,"]), (148.0, ["Mr G Dock,", "Mr H Vetch,", "Mr I Tare,"])]
    {
        for (left, name) in [54.0, 160.0, 270.0].into_iter().zip(names) {
            sheets.run("R", left, down, name);
        }
    }
    sheets.run("R", 54.0, 162.0, "Mr J Broom and Mr K Gorse");
    let extracted = read(&sheets.file());
    assert_eq!(
        lines(&extracted)[2..],
        [
            "PRESENT: Mr A Fern (Chairman), Mr B Moss (Vice-Chairman), Mrs C Reed,",
            "Mr D Sedge, Mr E Rush, Miss F Thrift,",
            "Mr G Dock, Mr H Vetch, Mr I Tare,",
            "Mr J Broom and Mr K Gorse"
        ]
    );
    // No gap and no table parts the list.
    assert!(extracted.text.contains("Reed,\nMr D") && extracted.text.contains("Tare,\nMr J"), "{}", extracted.text);
    assert!(extracted.hints.tables.is_empty());
}

#[test]
fn names_in_columns_are_one_list_column_by_column() {
    let mut sheets = head();
    sheets.run("B", 54.0, 120.0, "PRESENT");
    for (down, names) in [
        (150.0, ["Councillor A Fern (Chair)", "Councillor D Sedge"]),
        (164.0, ["Councillor B Moss", "Councillor E Rush"]),
        (178.0, ["Councillor C Reed", "Councillor F Thrift"]),
    ] {
        for (left, name) in [54.0, 300.0].into_iter().zip(names) {
            sheets.run("R", left, down, name);
        }
    }
    sheets.run("R", 54.0, 210.0, "The Chair opened the meeting.");
    let extracted = read(&sheets.file());
    let names = ["A Fern (Chair)", "B Moss", "C Reed", "D Sedge", "E Rush", "F Thrift"].map(|name| format!("Councillor {name}"));
    assert!(extracted.text.contains(&names.join("\n")), "{}", extracted.text);
    assert!(extracted.hints.tables.is_empty());
}

#[test]
fn two_columns_on_a_front_page_are_read_one_after_the_other() {
    let mut sheets = Sheets::new();
    sheets.run("B", 260.0, 60.0, "AGENDA");
    for (down, left, label, value) in [
        (120.0, "Thursday, 13th March, 2025, at 3.00 pm", "Ask for:", "Ann Fern"),
        (134.0, "(or on the rising of the Fern Assembly,", "", ""),
        (148.0, "whichever is the later)", "", ""),
        (162.0, "Assembly Rooms, Fern House,", "Telephone:", "Tel: 00000 000000"),
        (176.0, "Moss Hall, Reedham", "Email:", ""),
        (190.0, "", "", "ann.fern@example"),
        (204.0, "", "", ".org"),
    ] {
        for (place, words) in [(54.0, left), (320.0, label), (420.0, value)] {
            if !words.is_empty() {
                sheets.run("R", place, down, words);
            }
        }
    }
    sheets.run("R", 54.0, 240.0, "1. Apologies");
    let extracted = read(&sheets.file());
    assert_eq!(
        lines(&extracted),
        [
            "AGENDA",
            "Thursday, 13th March, 2025, at 3.00 pm",
            "(or on the rising of the Fern Assembly,",
            "whichever is the later)",
            "Assembly Rooms, Fern House,",
            "Moss Hall, Reedham",
            "Ask for: Ann Fern",
            "Telephone: Tel: 00000 000000",
            "Email: ann.fern@example",
            ".org",
            "1. Apologies"
        ]
    );
}

#[test]
fn figures_in_columns_stay_a_table() {
    let mut sheets = Sheets::new();
    for (down, cells) in [
        (100.0, ["Ward", "Lamps", "Cost"]),
        (114.0, ["North", "12", "140"]),
        (128.0, ["South", "9", "95"]),
        (142.0, ["East", "4", "60"]),
    ] {
        for (left, cell) in [54.0, 200.0, 330.0].into_iter().zip(cells) {
            sheets.run("R", left, down, cell);
        }
    }
    let extracted = read(&sheets.file());
    assert_eq!(extracted.hints.tables[0].columns, ["Ward", "Lamps", "Cost"]);
    assert_eq!(extracted.hints.tables[0].rows[2], ["East", "4", "60"]);
}

#[test]
fn a_first_letter_that_is_drawn_apart_is_part_of_its_word() {
    let mut sheets = head();
    for (down, number, title) in
        [(120.0, "286.", "Apologies for Absence"), (150.0, "287.", "Fly-tipping"), (180.0, "288.", "In private")]
    {
        sheets.run("B", 54.0, down, number);
        // Spaces are drawn where the title will begin, and the title over them.
        sheets.run("B", 90.0, down, "  ");
        sheets.run("B", 90.0, down, title);
    }
    let extracted = read(&sheets.file());
    assert_eq!(lines(&extracted)[2..], ["286. Apologies for Absence", "287. Fly-tipping", "288. In private"]);
    assert_eq!(at(&extracted, &extracted.hints.bold), ["286. Apologies for Absence", "287. Fly-tipping", "288. In private"]);
}

#[test]
fn ligatures_are_letters_and_symbols_bullets() {
    let mut sheets = head();
    // A font whose letters are named by a table of its own: a ligature, and a bullet of a symbol font.
    let names = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
                 2 beginbfchar <41> <FB03> <42> <F0B7> endbfchar endcmap end";
    let first = sheets.first_free();
    sheets.fonts = format!("/N {} 0 R", first + 1);
    sheets.others = vec![
        "null".to_owned(),
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {} 0 R >>", first + 2),
        crate::made::stream("", names.as_bytes()),
    ];
    sheets.run("R", 54.0, 120.0, "The O");
    sheets.run("N", 54.0 + 26.5, 120.0, "A");
    sheets.run("R", 54.0 + 26.5 + 7.4, 120.0, "cers of the park met.");
    sheets.run("N", 54.0, 150.0, "B");
    sheets.run("R", 72.0, 150.0, "lamps");
    let extracted = read(&sheets.file());
    assert_eq!(lines(&extracted)[2..], ["The Officers of the park met.", "• lamps"]);
}

#[test]
fn a_page_that_is_turned_is_read_along_its_lines() {
    for (rotate, matrix) in [(90, "0 1 -1 0"), (270, "0 -1 1 0"), (180, "-1 0 0 -1")] {
        let mut sheets = head();
        sheets.turn();
        sheets.page = format!("/Rotate {rotate}");
        for (number, text) in
            ["Ward North has twelve lamps.", "Ward South has nine lamps.", "Ward East has four lamps."].iter().enumerate()
        {
            let step = 14.0 * f32::from(u8::try_from(number).expect("small"));
            let place = match rotate {
                90 => format!("{} 60", 100.0 + step),
                270 => format!("{} 700", 500.0 - step),
                _ => format!("540 {}", 100.0 + step),
            };
            sheets.turned("R", 11.0, &format!("{matrix} {place}"), text);
        }
        let extracted = read(&sheets.file());
        let read: Vec<&str> = lines(&extracted).into_iter().filter(|line| line.starts_with("Ward")).collect();
        assert_eq!(read, ["Ward North has twelve lamps.", "Ward South has nine lamps.", "Ward East has four lamps."], "{rotate}");
    }
}
