//! No text causes a panic or loses a line.

use crate::accounting;
use crate::shapes;

use archive::reading::{ReadError, read};
use extraction::{TextError, decode};
use proptest::prelude::*;
use shapes::{HEADS, SHAPES, repeated};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const FIXTURES: [&str; 6] = [
    include_str!("fixtures/agenda_front_sheet.txt"),
    include_str!("fixtures/number_columns.txt"),
    include_str!("fixtures/numbered_minutes.txt"),
    include_str!("fixtures/private_part.txt"),
    include_str!("fixtures/titled_report.txt"),
    include_str!("fixtures/web_minutes.txt"),
];

fn check(text: &str) {
    match read(text) {
        Ok(pack) => {
            let faults = accounting::faults(text, &pack);
            assert!(faults.is_empty(), "{faults:?}\n--- of\n{text}\n--- read as\n{}", pack.tree());
        }
        Err(ReadError::NothingRecognised { lines, .. }) => assert_eq!(lines, accounting::lines(text).len()),
        Err(ReadError::CutOff { line, .. }) => {
            assert!(accounting::lines(text).iter().any(|(number, _)| *number == line), "line {line} holds no words");
        }
        Err(other) => assert!(other == ReadError::Text(TextError::Empty) && accounting::lines(text).is_empty(), "{other}"),
    }
}

/// What can happen to the lines of a pack.
#[derive(Clone, Debug)]
enum Mishap {
    Lose(usize, usize),
    Repeat(usize, usize),
    Swap(usize, usize),
    Join(usize),
    Break(usize, usize),
    Blank(usize, bool),
    Insert(usize, String),
}

fn mishap() -> impl Strategy<Value = Mishap> {
    let line = 0..200_usize;
    prop_oneof![
        (line.clone(), 1..9_usize).prop_map(|(at, count)| Mishap::Lose(at, count)),
        (line.clone(), 1..9_usize).prop_map(|(at, count)| Mishap::Repeat(at, count)),
        (line.clone(), 0..200_usize).prop_map(|(one, other)| Mishap::Swap(one, other)),
        line.clone().prop_map(Mishap::Join),
        (line.clone(), 0..60_usize).prop_map(|(at, column)| Mishap::Break(at, column)),
        (line.clone(), any::<bool>()).prop_map(|(at, spaced)| Mishap::Blank(at, spaced)),
        (line, "[ ]{0,3}([0-9]{1,2}[.)]|\\([ivx]{1,3}\\)|[0-9]\\.[0-9]{1,2}|•|-|SAF[0-9]{1,2}|RESOLVED:|Present:|REPORT TO:|SUBJECT:|AGENDA|Part II|Page 3)?( [A-Za-z]{1,9}){0,6}[.;:,]?")
            .prop_map(|(at, text)| Mishap::Insert(at, text)),
    ]
}

fn suffer(text: &str, mishaps: &[Mishap]) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for mishap in mishaps {
        let count = lines.len().max(1);
        match mishap {
            Mishap::Lose(at, number) => {
                let at = at % count;
                lines.drain(at..(at + number).min(lines.len()));
            }
            Mishap::Repeat(at, number) => {
                let at = at % count;
                let repeated: Vec<String> = lines.iter().skip(at).take(*number).cloned().collect();
                lines.splice(at..at, repeated);
            }
            Mishap::Swap(one, other) if !lines.is_empty() => lines.swap(one % count, other % count),
            Mishap::Join(at) if lines.len() > 1 => {
                let at = at % (lines.len() - 1);
                let next = lines.remove(at + 1);
                lines[at].push(' ');
                lines[at].push_str(&next);
            }
            Mishap::Break(at, column) if !lines.is_empty() => {
                let at = at % count;
                let column = (0..=*column).rev().find(|column| lines[at].is_char_boundary(*column)).unwrap_or_default();
                let column = column.min(lines[at].len());
                let rest = lines[at].split_off(column);
                lines.insert(at + 1, rest);
            }
            Mishap::Blank(at, spaced) => lines.insert(at % count, if *spaced { " " } else { "" }.to_owned()),
            Mishap::Insert(at, text) => lines.insert(at % count, text.clone()),
            _ => {}
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_characters(text in "\\PC{0,400}") {
        check(&text);
    }

    #[test]
    fn any_lines_of_what_packs_are_made_of(lines in prop::collection::vec(
        "( |  |\t|\u{C})?(REPORT TO:|DATE: 6 February 2024|SUBJECT: |WARD\\(S\\)|[0-9]{1,2}\\.[0-9]{1,2}|[0-9]{1,2}\\.|\\([a-z]{1,3}\\)|•|-|o|RESOLVED:|Page [0-9]|SAF[0-9]{1,2}|Present:|Councillor|At a meeting of the|AGENDA|Minutes:|PART II|\u{202E}|\r|)( ?[A-Za-z0-9é’-]{1,9}){0,9}[.;:,-]?[ ]{0,3}", 0..60)
    ) {
        check(&lines.join("\n"));
    }

    #[test]
    fn packs_to_which_things_happened(which in 0..FIXTURES.len(), mishaps in prop::collection::vec(mishap(), 0..12)) {
        check(&suffer(FIXTURES[which], &mishaps));
    }

    #[test]
    fn packs_after_one_another(one in 0..FIXTURES.len(), other in 0..FIXTURES.len(), mishaps in prop::collection::vec(mishap(), 0..6)) {
        check(&suffer(&format!("{}\n{}", FIXTURES[one], FIXTURES[other]), &mishaps));
    }

    #[test]
    fn packs_cut_anywhere(which in 0..FIXTURES.len(), at in 0..4000_usize) {
        let text = FIXTURES[which];
        let end = (0..=at.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        check(&text[..end]);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), mark in 0..4_usize) {
        let mark: &[u8] = [&b""[..], b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF"][mark];
        if let Ok(text) = decode(&[mark, &bytes].concat()) {
            check(&text);
        }
    }
}

/// How long reading may take before the test gives up. This is not a measurement: it only stops a reader that would run for
/// hours. How fast packs are read, including these texts, is measured by `benches/benches/reading.rs`.
const GIVEN_UP_AFTER: Duration = Duration::from_mins(10);

/// Reads a text whose shape could be slow, and gives up on a reader that never finishes.
fn read_to_the_end(name: &str, text: String) {
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        check_quickly(&text);
        // The test may have given up, leaving no receiver.
        let _ = sender.send(());
    });
    let ran_away = receiver.recv_timeout(GIVEN_UP_AFTER) == Err(mpsc::RecvTimeoutError::Timeout);
    assert!(!ran_away, "{name}: the reader had not come to the end after {GIVEN_UP_AFTER:?}");
    reader.join().unwrap_or_else(|_| panic!("{name}: the reader lost lines or crashed"));
}

/// Checks the text like `check`, without comparing every word.
fn check_quickly(text: &str) {
    if let Ok(pack) = read(text) {
        assert_eq!(pack.placed + pack.not_placed.len(), text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).count());
    }
}

#[test]
fn texts_of_hostile_shapes_are_read_to_the_end() {
    for head in HEADS {
        for (name, line) in SHAPES {
            read_to_the_end(name, repeated(head, line, 30_000));
        }
    }
}

#[test]
fn a_million_short_lines_and_one_long_line() {
    // In a debug build a line takes some twenty microseconds.
    let lines = if cfg!(debug_assertions) { 250_000 } else { 1_000_000 };
    let [minutes, report] = HEADS;
    read_to_the_end("many short lines", format!("{report}{}", "1.1 word\n".repeat(lines)));
    let long = format!("{minutes}{}", "word (and [more] of) it, ".repeat(1_200_000));
    assert!(long.len() > 28_000_000);
    read_to_the_end("one long line", long);
    read_to_the_end("one long word", format!("{report}{}", "(".repeat(20_000_000)));
    let head = "At a meeting of the Test Board on 4 March 2025\n\nPresent: ";
    read_to_the_end("a long list of names", format!("{head}{}", "A. Nobody (x), ".repeat(500_000)));
}
