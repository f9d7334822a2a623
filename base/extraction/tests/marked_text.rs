//! Text: plain, and with marks.

use crate::{at, lines, read};
use extraction::{ExtractionError, Kind, Limits, TextError, extract};

#[test]
fn plain_text_stays_as_it_came() {
    let text = "SAFER FERN BOARD\r\n\r\n  1.   Lamps * and # signs | <none@example.org>\r\n \r\nIt met; 3 < 4.\r\n";
    let extracted = read(text.as_bytes());
    assert_eq!((extracted.kind, extracted.text.as_str()), (Kind::Text, text));
    assert_eq!(extracted.hints, extraction::Hints::default());
}

#[test]
fn text_in_windows_1252_and_utf_16_is_read() {
    assert_eq!(read(b"The Chair\x92s \x93lamps\x94 cost \xA34.").text, "The Chair’s “lamps” cost £4.");
    let wide: Vec<u8> = "\u{FEFF}The Chair’s lamps".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide).text, "The Chair’s lamps");
}

#[test]
fn a_text_that_is_cut_in_a_letter_says_so() {
    let extracted = read(b"The Board met.\nIt cost \xC2");
    assert_eq!(extracted.text, "The Board met.\nIt cost ");
    assert!(extracted.damage.is_some_and(|damage| damage.contains("cut off")));
    let error = extract(b" \n ", &Limits::default()).expect_err("nothing");
    assert!(matches!(error, ExtractionError::Text(TextError::Empty)));
}

#[test]
fn front_matter_bold_words_and_headings_are_lines() {
    let text = "---\ntitle: \"Fern Parish Council 4th March 2025 at 7:30pm\"\ndate: '2025-04-02'\ncategories: \n  - \"fern\"\n---\n\n\
                ## Minutes\n\n**Present**: Cllr. A Fern, *Chair*\n**Lamps**\n\n1\\. They burn &amp; burn [as before](https://example.org/x).\n";
    let extracted = read(text.as_bytes());
    assert_eq!(extracted.kind, Kind::Markdown);
    assert_eq!(
        lines(&extracted),
        [
            "Fern Parish Council 4th March 2025 at 7:30pm",
            "date: 2025-04-02",
            "Minutes",
            "Present: Cllr. A Fern, Chair",
            "Lamps",
            "1. They burn & burn as before."
        ]
    );
    assert_eq!(at(&extracted, &extracted.hints.bold), ["Fern Parish Council 4th March 2025 at 7:30pm", "Minutes", "Lamps"]);
    assert_eq!(extracted.running, ["categories:", "- \"fern\""]);
    // Lines keep their numbers.
    assert_eq!(extracted.text.lines().position(|line| line == "Lamps"), text.lines().position(|line| line == "**Lamps**"));
}

#[test]
fn names_between_pipes_are_one_list() {
    let text = "MEETING OF FERN PARISH COUNCIL HELD ON 9 JUNE 2020\nPRESENT: | Councillor A Fern (Chairman) Councillor B Moss | Councillor C Reed \
                Councillor D Sedge |\nAPOLOGIES: | Councillor E Rush |\n72 INTERESTS\nNone.\n";
    assert_eq!(
        lines(&read(text.as_bytes()))[1..],
        [
            "PRESENT: Councillor A Fern (Chairman)",
            "Councillor B Moss",
            "Councillor C Reed",
            "Councillor D Sedge",
            "APOLOGIES: Councillor E Rush",
            "72 INTERESTS",
            "None."
        ]
    );
}

#[test]
fn items_that_ran_together_between_pipes_are_parted() {
    let text = "Venue: Long Barn\nNo. | Item |\n---|---|\nLamps Minutes: The Chair spoke of lamps. RESOLVED: That it be noted. |\n|\n\
                BOATS PDF 27 KB Minutes: None came. |\n|\n";
    assert_eq!(
        lines(&read(text.as_bytes())),
        [
            "Venue: Long Barn",
            "No. Item",
            "Lamps",
            "Minutes:",
            "The Chair spoke of lamps.",
            "RESOLVED: That it be noted.",
            "BOATS PDF 27 KB",
            "Minutes:",
            "None came."
        ]
    );
}

#[test]
fn a_table_between_pipes_is_a_table() {
    let extracted = read(b"| Ward | Lamps |\n|:-----|------:|\n| North | 12 |\n| South | 9 |\n");
    assert_eq!(extracted.hints.tables[0].columns, ["Ward", "Lamps"]);
    assert_eq!(extracted.hints.tables[0].rows, [["North", "12"], ["South", "9"]]);
}

#[test]
fn html_inside_a_text_is_read_as_html() {
    let text = "**Present**: Cllr. A Fern.\n\n<table><tbody><tr><td><strong>1/25</strong></td><td><strong>Lamps</strong><div></div>They \
                burn.</td></tr>\n<tr><td><strong>2/25</strong></td><td><strong>Boats</strong><br>They float.</td></tr></tbody></table>\n\nIt ended.\n";
    assert_eq!(
        lines(&read(text.as_bytes())),
        ["Present: Cllr. A Fern.", "1/25 Lamps", "They burn.", "2/25 Boats", "They float.", "It ended."]
    );
}
