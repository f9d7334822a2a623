//! Documents as PDF: the standards they meet, their reading order and their words.

use crate::common;

use common::{minutes, pack, pictured, print, report, told_by};
use documents::{Block, Document, Entry, Form, Print, Section, TypesetError};
use std::path::PathBuf;
use test_kit::assert_standards;
use typesetting::typeset;

fn every_kind() -> [(&'static str, Print); 3] {
    [
        ("minutes", print(Form::Paper, "Minutes, Harbour Safety Board, 14 January 2025", minutes())),
        ("report", print(Form::Paper, "Fences, report to the Harbour Safety Board, 4 March 2025", report())),
        ("pack", print(Form::Pack, "Agenda pack, Harbour Safety Board, 4 March 2025", pack())),
    ]
}

fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, content).expect("the file");
    (folder, path)
}

#[test]
fn every_kind_of_document_meets_both_standards() {
    for (name, print) in every_kind() {
        let typeset = typeset(&print, &[]).expect("it is typeset");
        assert_standards(name, &typeset.content);
    }
}

#[test]
fn pictures_charts_and_marked_words_are_read_aloud() {
    let (document, pictures) = pictured();
    let print = print(Form::Paper, "Gates, report to the Harbour Safety Board", document);
    let typeset = typeset(&print, &pictures).expect("it is typeset");
    assert_standards("pictures", &typeset.content);
    let (_folder, path) = file(&typeset.content);
    let structure = told_by("pdfinfo", &["-struct"], &path);
    // Decorative pictures are hidden from screen readers.
    assert_eq!(structure.matches("Figure").count(), 2, "{structure}");
    let links = told_by("pdfinfo", &["-url"], &path);
    for address in ["https://fences.example/plan?year=2019&part=2", "https://fences.example/all"] {
        assert!(links.contains(address), "{address}: {links}");
    }
    let order = in_order(&told_by("pdfinfo", &["-struct-text"], &path));
    for told in ["locked", "dusk", "the plan of 2019", "The gate in March", "Mill Lane", "12"] {
        assert!(order.contains(told), "{told}: {order}");
    }
}

#[test]
fn a_picture_that_is_not_there_is_told_with_its_place() {
    let (document, pictures) = pictured();
    let print = print(Form::Paper, "Gates", document);
    let Err(TypesetError::Obstacle { place, why }) = typeset(&print, &pictures[..1]) else { panic!("a picture without a file") };
    assert!(place.contains("section 1.0") && why.contains("its file is missing"), "{place}: {why}");
    let damaged = documents::PrintPicture { file: "gate".into(), content: b"no picture".to_vec() };
    assert!(typeset(&print, &[damaged, pictures[1].clone()]).is_err());
}

#[test]
fn a_pack_is_read_in_its_order() {
    let typeset = typeset(&every_kind()[2].1, &[]).expect("it is typeset");
    let (_folder, path) = file(&typeset.content);
    // Positions on the page and the thickness of rules do not affect the order.
    let structure = told_by("pdfinfo", &["-struct-text"], &path);
    let order = structure.lines().filter(|line| !["/BBox", "/Border"].iter().any(|look| line.trim().starts_with(look)));
    insta::assert_snapshot!("a_pack_in_its_order", order.collect::<Vec<_>>().join("\n"));
    assert_eq!(typeset.pages, 4, "front page, minutes, report, appendix");
    let particulars = told_by("pdfinfo", &[], &path);
    for line in ["Title:           Agenda pack, Harbour Safety Board, 4 March 2025", "Tagged:          yes"] {
        assert!(particulars.contains(line), "{particulars}");
    }
}

#[test]
fn footers_run_through_the_pack() {
    let typeset = typeset(&every_kind()[2].1, &[]).expect("it is typeset");
    let text = test_kit::words_of_pdf(&typeset.content);
    let pages: Vec<&str> = text.split('\u{C}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 4);
    for (position, page) in pages.iter().enumerate() {
        let last = page.trim_end().lines().last().unwrap_or_default().trim();
        assert_eq!(last, format!("Page {}", position + 1));
    }
}

/// Returns the words of a text without punctuation or case, so that only the words and their order count.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[test]
fn the_page_and_the_pdf_say_the_same() {
    for (name, print) in every_kind() {
        let html = ui::document(&print.document, 1).into_string();
        let caption = print.document.caption.clone().unwrap_or_default();
        let page = words(&format!("{caption} {} {}", print.document.title, text_of(&html)));
        let typeset = typeset(&print, &[]).expect("it is typeset");
        let (_folder, path) = file(&typeset.content);
        let mut paper = words(&in_order(&told_by("pdfinfo", &["-struct-text"], &path)));
        if print.form == Form::Pack {
            // Only on paper: the headings of the agenda's columns, and its page numbers.
            for only in ["item", "business", "page"] {
                let position = paper.iter().position(|word| word == only).expect("the agenda's head");
                paper.remove(position);
            }
        }
        let missing: Vec<&String> = page.iter().filter(|word| !paper.contains(word)).collect();
        assert!(missing.is_empty(), "{name}: the PDF lacks {missing:?}");
        assert!(is_within(&page, &paper), "{name}: the PDF says it in another order\n{page:?}\n{paper:?}");
        let numbers = paper.len() - page.len();
        assert!(numbers <= if print.form == Form::Pack { 2 } else { 0 }, "{name}: the PDF says more\n{page:?}\n{paper:?}");
    }
}

/// Checks whether all of `inner` appears in `outer`, in the same order.
fn is_within(inner: &[String], outer: &[String]) -> bool {
    let mut rest = outer.iter();
    inner.iter().all(|word| rest.any(|other| other == word))
}

/// Returns the text of HTML, with characters that the typeface lacks replaced as they are on paper.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace('\u{200B}', "")
        .replace('→', "to")
}

/// Returns the text inside the structure that `pdfinfo` prints: whatever is in quotation marks.
fn in_order(structure: &str) -> String {
    let pieces = structure.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    pieces.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let [_, (_, report), (_, pack)] = every_kind();
    let first = typeset(&pack, &[]).expect("it is typeset");
    typeset(&report, &[]).expect("another between");
    assert!(first == typeset(&pack, &[]).expect("it is typeset again"), "the bytes differ");
}

#[test]
fn text_is_printed_and_never_evaluated() {
    let hostile =
        "#panic(\"no\") *bold* $x$ = heading <label> @reference \\ // comment #read(\"/etc/passwd\") javascript:alert(1)";
    let document = Document { title: hostile.into(), entries: vec![Block::paragraph(hostile).into()], ..Document::default() };
    let typeset = typeset(&print(Form::Paper, "Hostile", document), &[]).expect("it is typeset");
    let (_folder, path) = file(&typeset.content);
    let structure = told_by("pdfinfo", &["-struct-text"], &path);
    assert!(in_order(&structure).contains("#panic(\"no\") *bold* $x$ = heading <label> @reference"), "{structure}");
    assert!(!String::from_utf8_lossy(&typeset.content).contains("/URI (javascript"));
}

#[test]
fn replaced_characters_are_told() {
    let (_, report) = &every_kind()[1];
    let typeset = typeset(report, &[]).expect("it is typeset");
    let told: Vec<(char, &str)> = typeset.replaced.iter().map(|replaced| (replaced.character, replaced.by.as_str())).collect();
    assert_eq!(told, [('\u{F0B7}', "•"), ('→', "to")]);
}

#[test]
fn odd_documents_are_typeset_or_refused_with_their_place() {
    let deep = |depth: usize| {
        let mut document = Document { title: "innermost".into(), ..Document::default() };
        for _ in 0..depth {
            document = Document { title: "outer".into(), parts: vec![document], ..Document::default() };
        }
        document
    };
    assert!(typeset(&print(Form::Pack, "Deep", deep(4)), &[]).is_ok());
    assert!(typeset(&print(Form::Pack, "Too deep", deep(9)), &[]).is_err());
    let empty = Document { title: "Empty".into(), entries: vec![Entry::Section(Section::default())], ..Document::default() };
    assert_standards("empty", &typeset(&print(Form::Paper, "Empty", empty), &[]).expect("it is typeset").content);
    let long =
        Document { title: "Long".into(), entries: vec![Block::paragraph("x".repeat(200_000)).into()], ..Document::default() };
    let Err(TypesetError::Obstacle { place, why }) = typeset(&print(Form::Paper, "Long", long), &[]) else {
        panic!("a paragraph of 200,000 characters")
    };
    assert!(place.contains("paragraph “xxx") && why.contains("200000 characters"), "{place}: {why}");
}
