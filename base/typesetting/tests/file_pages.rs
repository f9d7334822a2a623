//! PDFs uploaded as parts of a pack: their pages, their tags, and continuous page numbers; and those that are refused.

use crate::common;

use common::{print, report, told_by};
use documents::{AgendaLine, Document, Entry, FilePages, Form, Print, PrintPicture, Section, Sheet, TypesetError};
use std::path::PathBuf;
use test_kit::{Sample, pdf_of, pdf_stream, sample_pdf, scanned_pdf};
use typesetting::{inspect, typeset};

fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, content).expect("the file");
    (folder, path)
}

/// Returns a pack with a front page and these files in order, each with its title.
fn pack_of(files: &[(&str, &[u8])]) -> (Print, Vec<PrintPicture>) {
    let part = |(name, content): &(&str, &[u8])| {
        let facts = inspect(content).unwrap_or_else(|error| panic!("{name}: {error}"));
        Document {
            anchor: format!("file-{name}"),
            title: format!("File {name}"),
            file_pages: Some(FilePages { file: (*name).to_owned(), sheets: facts.sheets }),
            ..Document::default()
        }
    };
    let line = |(name, _): &(&str, &[u8])| AgendaLine {
        title: format!("File {name}"),
        part: Some(format!("file-{name}")),
        ..AgendaLine::default()
    };
    let agenda = Section {
        anchor: "agenda".into(),
        title: "Agenda".into(),
        entries: vec![Entry::Agenda { items: files.iter().map(line).collect() }],
        ..Section::default()
    };
    let mut parts: Vec<Document> = files.iter().map(part).collect();
    parts.push(Document { anchor: "last".into(), title: "The last part".into(), ..Document::default() });
    let document = Document {
        anchor: "pack".into(),
        title: "Harbour Safety Board".into(),
        entries: vec![Entry::Section(agenda)],
        parts,
        ..Document::default()
    };
    let pictures =
        files.iter().map(|(name, content)| PrintPicture { file: (*name).to_owned(), content: content.to_vec() }).collect();
    (print(Form::Pack, "Agenda pack, Harbour Safety Board, 4 March 2025", document), pictures)
}

/// Returns the words of each page of a pack with these files, and the pack's file.
fn pages_of(files: &[(&str, &[u8])]) -> (Vec<String>, tempfile::TempDir, PathBuf) {
    let (print, pictures) = pack_of(files);
    let typeset = typeset(&print, &pictures).expect("it is typeset");
    let (folder, path) = file(&typeset.content);
    let text = test_kit::words_of_pdf(&typeset.content);
    let mut pages: Vec<String> = text.split('\u{C}').map(str::to_owned).collect();
    pages.pop();
    assert_eq!(pages.len(), typeset.pages as usize, "{text}");
    (pages, folder, path)
}

fn last_line(page: &str) -> &str {
    page.trim_end().lines().last().unwrap_or_default().trim()
}

#[test]
fn the_pages_of_files_stand_in_the_pack_under_its_numbers() {
    let plan = sample_pdf(&["The plan of the quay", "The list of gates"], Sample::default());
    let turned = sample_pdf(&["A wide table"], Sample { page: "/Rotate 90", ..Sample::default() });
    let scan = scanned_pdf();
    let (pages, _folder, path) = pages_of(&[("plan", &plan), ("turned", &turned), ("scan", &scan)]);
    let wanted = [
        "Agenda",
        "File plan",
        "The plan of the quay",
        "The list of gates",
        "File turned",
        "A wide table",
        "File scan",
        "",
        "The last part",
    ];
    assert_eq!(pages.len(), wanted.len(), "{pages:?}");
    for (number, (page, words)) in (1..).zip(pages.iter().zip(wanted)) {
        assert!(page.contains(words), "page {number} lacks “{words}”: {page}");
        assert_eq!(last_line(page), format!("Page {number}"), "{page}");
    }
    // The agenda gives the page number of each title.
    assert!(pages[0].lines().any(|line| line.contains("File scan") && line.trim_end().ends_with('7')), "{}", pages[0]);
    let structure = told_by("pdfinfo", &["-struct-text"], &path);
    let place = |words: &str| structure.rfind(words).unwrap_or_else(|| panic!("{words}: {structure}"));
    assert!(
        place("H2 \"File plan\"") < place("The plan of the quay") && place("The list of gates") < place("File turned"),
        "{structure}"
    );
    assert!(place("A wide table") < place("The last part"), "{structure}");
    let sizes = told_by("pdfinfo", &["-f", "6", "-l", "8"], &path);
    assert_eq!(sizes.matches("841.89 x 595.276").count(), 2, "wide pages are wide: {sizes}");
    // The pack claims no conformance for other people's pages.
    assert!(!String::from_utf8_lossy(&std::fs::read(&path).expect("the file")).contains("pdfuaid:part"));
}

#[test]
fn the_tags_of_a_file_come_along() {
    let tagged = typeset(&print(Form::Paper, "Fences, report", report()), &[]).expect("it is typeset").content;
    let facts = inspect(&tagged).expect("it is taken");
    assert!(facts.is_tagged && facts.has_language && facts.without_text.is_empty(), "{facts:?}");
    let (_folder, own) = file(&tagged);
    let alone = told_by("pdfinfo", &["-struct"], &own);
    let (_, _folder2, path) = pages_of(&[("tagged", &tagged)]);
    let within = told_by("pdfinfo", &["-struct"], &path);
    for tag in ["Table", "TR", "TH", "TD", "LI", "LBody", "Caption"] {
        let is_tag = |line: &&str| line.split_whitespace().next().is_some_and(|word| word.trim_end_matches(':') == tag);
        let count = |structure: &str| structure.lines().filter(is_tag).count();
        assert!(count(&alone) > 0 && count(&within) >= count(&alone), "{tag}: {} of {}\n{within}", count(&within), count(&alone));
    }
    // Its headings are below the heading above the file.
    assert!(within.contains("H3") && within.matches("H1").count() == 1, "{within}");
    let text = told_by("pdfinfo", &["-struct-text"], &path);
    assert!(text.contains("Mill Lane"), "{text}");
    // Its cells do not refer to headers of another table.
    let own = within.split_once("Part \"File tagged\"").map(|(_, own)| own).unwrap_or_default();
    assert!(own.contains("/Scope /Row") && !own.contains("/Headers"), "{own}");
}

#[test]
fn content_that_leaves_things_open_spoils_nothing_around_it() {
    let spoilt = sample_pdf(&["Left open"], Sample { drawn: "q q 0 0 1 rg /P BMC ", ..Sample::default() });
    let greedy = sample_pdf(&["Taken back"], Sample { drawn: "Q Q EMC Q ", ..Sample::default() });
    let (pages, _folder, path) = pages_of(&[("spoilt", &spoilt), ("greedy", &greedy)]);
    assert!(pages[2].contains("Left open") && pages[4].contains("Taken back"), "{pages:?}");
    for (number, page) in (1..).zip(&pages) {
        assert_eq!(last_line(page), format!("Page {number}"));
    }
    assert!(told_by("pdfinfo", &["-struct-text"], &path).contains("The last part"));
}

#[test]
fn huge_and_shifted_pages_are_scaled_to_fit() {
    let huge = sample_pdf(&["Huge"], Sample { page: "/MediaBox [-9000 -9000 9000 9000]", ..Sample::default() });
    let shifted =
        sample_pdf(&["Shifted"], Sample { page: "/MediaBox [0 600 595 842] /CropBox [0 600 400 842]", ..Sample::default() });
    assert_eq!(inspect(&shifted).expect("it is taken").sheets, [Sheet::Landscape]);
    let (pages, ..) = pages_of(&[("huge", &huge), ("shifted", &shifted)]);
    assert!(pages[2].contains("Huge") && pages[4].contains("Shifted"), "{pages:?}");
    let none = sample_pdf(&["None"], Sample { page: "/MediaBox [0 0 0 0]", ..Sample::default() });
    // A page without a size is read as A4, or refused with a sentence.
    if let Err(error) = inspect(&none) {
        assert!(error.to_string().contains("no size"), "{error}");
    }
}

#[test]
fn what_acts_hides_or_is_closed_is_refused_with_a_way_on() {
    let with = |catalog: &str, objects: &[String]| sample_pdf(&["Words"], Sample { catalog, objects, ..Sample::default() });
    let on_page = |page: &str| sample_pdf(&["Words"], Sample { page, ..Sample::default() });
    let cases: [(&str, Vec<u8>); 8] = [
        ("JavaScript", with("/OpenAction <</S /JavaScript /JS (app.alert(1))>>", &[])),
        ("JavaScript", with("/Names 10 0 R", &["<</JavaScript <</Names [(a) <</S /JavaScript /JS (1)>>]>>>>".to_owned()])),
        ("starts a program", on_page("/AA <</O <</S /Launch /F (x)>>>>")),
        ("other files inside it", with("/Names <</EmbeddedFiles <</Names []>>>>", &[])),
        (
            "hidden layers",
            with("/OCProperties <</OCGs [10 0 R] /D <</OFF [10 0 R]>>>>", &["<</Type /OCG /Name (x)>>".to_owned()]),
        ),
        ("comments or form fields", on_page("/Annots [<</Type /Annot /Subtype /Widget /Rect [0 0 9 9]>>]")),
        ("comments or form fields", on_page("/Annots [<</Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (secret)>>]")),
        ("damaged", b"%PDF-1.7\nnothing".to_vec()),
    ];
    for (told, content) in cases {
        match inspect(&content) {
            Err(TypesetError::Whole(why)) => assert!(why.contains(told), "{told}: {why}"),
            other => panic!("{told}: {other:?}"),
        }
    }
    let protected = String::from_utf8(with("", &[])).expect("text").replace("/Root 1 0 R>>", "/Root 1 0 R /Encrypt 9 0 R>>");
    assert!(inspect(protected.as_bytes()).expect_err("it is protected").to_string().contains("protected"));
}

#[test]
fn a_link_to_the_web_stays_one_and_others_do_not() {
    let link = |address: &str| format!("<</Type /Annot /Subtype /Link /Rect [72 690 200 720] /A <</S /URI /URI ({address})>>>>");
    let annotations = format!("/Annots [{} {}]", link("https://fences.example/plan"), link("file:///etc/passwd"));
    let linked = sample_pdf(&["A link"], Sample { page: &annotations, ..Sample::default() });
    let (_, _folder, path) = pages_of(&[("linked", &linked)]);
    let links = told_by("pdfinfo", &["-url"], &path);
    assert!(links.contains("https://fences.example/plan") && !links.contains("passwd"), "{links}");
}

#[test]
fn thousands_of_pages_and_trees_without_end_are_refused() {
    let mut objects = vec![
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type /Pages /Kids [{}] /Count 1200>>",
            (0..1200).map(|at| format!("{} 0 R", at + 3)).collect::<Vec<_>>().join(" ")
        ),
    ];
    objects.extend((0..1200).map(|_| "<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>".to_owned()));
    let many = inspect(&pdf_of(&objects)).expect_err("too many pages");
    assert!(many.to_string().contains("1200 pages"), "{many}");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let plan = sample_pdf(&["The plan"], Sample::default());
    let (print, pictures) = pack_of(&[("plan", &plan)]);
    let once = typeset(&print, &pictures).expect("it is typeset").content;
    assert!(once == typeset(&print, &pictures).expect("again").content);
    let missing = typeset(&print, &[]).expect_err("the file is not there");
    assert!(missing.to_string().contains("upload it again"), "{missing}");
}

#[test]
fn a_form_on_a_page_is_not_mistaken_for_text() {
    let form = pdf_stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f");
    let drawn = pdf_of(&[
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</XObject <</X 4 0 R>>>> /Contents 5 0 R>>".to_owned(),
        form,
        pdf_stream("", "/X Do"),
    ]);
    assert_eq!(inspect(&drawn).expect("it is taken").without_text, [1]);
}
