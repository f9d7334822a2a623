//! Whatever a file holds, it is read or refused, and no word of a plain paragraph is lost or invented.

use crate::made::{docx, odt, zip};
use crate::{read, words};
use extraction::{Extracted, Limits, extract, unpack};
use proptest::prelude::*;

fn plainly() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() }
}

/// Checks that the hints are about lines that there are.
fn check(extracted: &Extracted) {
    let count = extracted.text.lines().count();
    let hints = &extracted.hints;
    let all = [&hints.action, &hints.bold, &hints.large, &hints.full];
    let numbers = all.into_iter().flatten().copied().chain(hints.rows.iter().map(|(line, _)| *line));
    for number in numbers {
        assert!((1..=count).contains(&number), "{number} of {count}");
    }
    assert!(all.iter().all(|lines| lines.is_sorted()) && hints.rows.is_sorted());
    for (index, table) in hints.tables.iter().enumerate() {
        let own = hints.rows.iter().filter(|(_, table)| *table == index).count();
        assert_eq!(own, table.rows.len() + usize::from(!table.columns.is_empty()));
    }
}

fn try_any(bytes: &[u8]) {
    if let Ok(extracted) = extract(bytes, &Limits::default()) {
        check(&extracted);
    }
    let _ = unpack(bytes);
}

/// Writes each text where `%` is in a pattern.
fn each(texts: &[String], pattern: &str) -> String {
    let (before, after) = pattern.split_once('%').expect("a place");
    texts.iter().map(|words| [before, words, after].concat()).collect::<Vec<String>>().concat()
}

/// Generates paragraphs of words, with signs that occur in minutes.
fn any_paragraphs() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "The",
        "Board",
        "met",
        "RESOLVED:",
        "that",
        "lamps",
        "£4.50",
        "(i)",
        "3.1",
        "–",
        "café",
        "‘note’",
        "12%",
        "a",
        "Councillor",
        "Mr",
        "Fern,",
        "No.",
        "Item",
        "5/2025",
        "it’s",
        "“so”",
        "Minutes:",
        "7.30pm",
        "and/or",
        "x;",
    ]);
    prop::collection::vec(prop::collection::vec(word, 1..12).prop_map(|words| words.join(" ")), 1..8)
}

/// Generates parts of pages in any order and nesting.
fn any_page() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<td rowspan=3>",
        "<th colspan=4>",
        "<p>",
        "</p>",
        "<div></div>",
        "<br>",
        "<b>",
        "</b>",
        "<li>",
        "<ol type=i>",
        "</ol>",
        "<ul>",
        "<nav>",
        "</nav>",
        "<main>",
        "</main>",
        "<h2>",
        "</h2>",
        "<span style='font-weight:bold'>",
        "</span>",
        "&nbsp;",
        "&amp",
        "1.",
        "Item",
        "Action",
        "Clerk",
        "Present:",
        "Councillor A Fern",
        "words",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<pre>",
        "\n",
        "<title>",
        "</title>",
        "<",
        ">",
        "|",
        "**",
        "---",
        "<select>",
        "</select>",
    ]);
    prop::collection::vec(part, 0..80).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(plainly())]

    #[test]
    fn any_bytes_are_read_or_refused(begin in prop::sample::select(vec![
        b"".as_slice(), b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"<html>", b"<table>", b"---\n", b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<meta charset=utf-16>", b"a | b |\n", b"**",
    ]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        try_any(&[begin, &bytes].concat());
    }

    #[test]
    fn any_page_is_read(page in any_page()) {
        try_any(format!("<p>{page}").as_bytes());
        try_any(page.as_bytes());
    }

    #[test]
    fn damaged_files_are_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
        paragraphs in any_paragraphs(),
    ) {
        let body = each(&paragraphs, "<w:p><w:r><w:t>%</w:t></w:r></w:p>");
        let text = each(&paragraphs, "<text:p>%</text:p>");
        let texts = paragraphs.join("\n");
        for mut file in [docx(&body, &[]), odt(&text, "", ""), zip(&[("a.txt", texts.as_bytes())])] {
            for (place, byte) in &changes {
                let at = place.index(file.len());
                file[at] = *byte;
            }
            try_any(&file);
            file.truncate(cut.index(file.len()));
            try_any(&file);
        }
    }

    #[test]
    fn no_word_of_a_paragraph_is_lost_or_invented(paragraphs in any_paragraphs()) {
        let all = paragraphs.join(" ");
        let page = each(&paragraphs, "<p>%</p>\n");
        let marked = format!("---\ntitle: x\n---\n{}", paragraphs.join("\n\n"));
        let body = each(&paragraphs, "<w:p><w:r><w:t>%</w:t></w:r></w:p>");
        let text = each(&paragraphs, "<text:p>%</text:p>");
        for (kind, file) in [("page", page.into_bytes()), ("docx", docx(&body, &[])), ("odt", odt(&text, "", ""))] {
            let extracted = read(&file);
            prop_assert_eq!(words(&extracted.text), words(&all), "{}", kind);
        }
        let extracted = read(marked.as_bytes());
        let titled = format!("x {all}");
        prop_assert_eq!(words(&extracted.text), words(&titled));
    }

    #[test]
    fn no_word_of_a_table_is_lost_or_invented(rows in prop::collection::vec(any_paragraphs(), 1..6)) {
        let mut all: Vec<String> = rows.iter().flatten().flat_map(|cell| words(cell).into_iter().map(str::to_owned).collect::<Vec<_>>()).collect();
        let cells: Vec<String> = rows.iter().map(|cells| each(cells, "<td>%</td>")).collect();
        let table = each(&cells, "<tr>%</tr>");
        let extracted = read(format!("<table>{table}</table>").as_bytes());
        check(&extracted);
        let mut read: Vec<String> = words(&extracted.text).into_iter().map(str::to_owned).collect();
        all.sort_unstable();
        read.sort_unstable();
        prop_assert_eq!(read, all);
    }
}
