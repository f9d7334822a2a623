//! Feeds in unreadable and malicious PDFs: each must end in a plain error or a result, quickly.

use crate::pdf::typesetter::{Sheets, file};
use archive::reading::ReadError;
use extraction::pdf::{self, PdfError, lay_out};
use proptest::prelude::*;
use std::time::Instant;

fn sheets() -> Sheets {
    let mut sheets = Sheets::new("Safer Fern Board", Some(1));
    sheets.paragraph(None, 72.0, 520.0, "REPORT TO: Safer Fern Board");
    sheets.paragraph(None, 72.0, 520.0, "DATE: 4 March 2025");
    sheets.paragraph(None, 72.0, 520.0, "SUBJECT: Ferns");
    sheets.paragraph(Some((72.0, "1.0")), 120.0, 520.0, "PURPOSE OF REPORT");
    sheets.paragraph(
        Some((72.0, "1.1")),
        120.0,
        520.0,
        "To tell the Board about ferns, which grow by the brook and are not to be picked.",
    );
    sheets
}

fn objects(page: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} >>"),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Returns the error, which must come quickly.
fn fault(name: &str, file: &[u8]) -> String {
    let begun = Instant::now();
    let error = archive::reading_of_file(file, &archive::reading::Context::default()).expect_err(name).to_string();
    assert!(begun.elapsed().as_secs() < 20, "{name} took {:?}", begun.elapsed());
    error
}

#[test]
fn each_fault_is_told_plainly() {
    let scanned = {
        let picture =
            stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "0");
        objects(
            "/Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R",
            &[picture, stream("", "q 595 0 0 842 0 0 cm /P Do Q")],
        )
    };
    let encrypted = {
        let trailer = "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <";
        let (owner, user) = ("11".repeat(32), "22".repeat(32));
        let file = String::from_utf8(sheets().file()).expect("ASCII");
        let id = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]";
        file.replace("/Root 1 0 R", &format!("/Root 1 0 R {id} {trailer}{owner}> /U <{user}> >>")).into_bytes()
    };
    let whole = sheets().file();
    let many = {
        let kids = "3 0 R ".repeat(6000);
        file(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{kids}] /Count 6000 >>"),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        ])
    };
    let pageless = file(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [] /Count 0 >>".to_owned()]);
    for (name, file, expected) in [
        ("scanned", scanned, "1 of the PDF's 1 pages contain only images and no text: they were scanned. Run text recognition"),
        ("encrypted", encrypted, "the PDF needs a password"),
        ("cut off", whole[..whole.len() / 3].to_vec(), "the PDF stops before its end"),
        ("nothing but its mark", b"%PDF-1.7\n".to_vec(), "the PDF stops before its end"),
        ("empty", objects("", &[]), "the PDF's 1 pages are empty"),
        ("many pages", many, "the PDF has 6000 pages, more than the 5000"),
        ("no pages", pageless, "no pages can be found in the PDF"),
        (
            "no pack",
            {
                let mut sheets = Sheets::new("", None);
                sheets.paragraph(None, 72.0, 520.0, "Dear neighbour, the bins are collected on Monday.");
                sheets.file()
            },
            "no minutes, agenda or report was recognised on the PDF's 1 pages",
        ),
    ] {
        let told = fault(name, &file);
        assert!(told.contains(expected), "{name}: {told}");
    }
    let large = [b"%PDF-1.7\n".to_vec(), vec![b' '; pdf::LARGEST]].concat();
    assert_eq!(lay_out(&large), Err(PdfError::TooLarge { bytes: large.len() }));
}

#[test]
fn a_pack_that_stops_is_told_by_its_page() {
    let mut sheets = sheets();
    sheets.turn();
    sheets.row(&[(72.0, "1.2"), (120.0, "The brook is deep, and whoever falls into it is seldom found because")]);
    let error = archive::reading_of_file(&sheets.file(), &archive::reading::Context::default()).expect_err("cut off");
    let reading = "section 1.0 of the report 'Ferns'".to_owned();
    let ReadError::CutOff { page, reading: said, .. } = error else { panic!("{error}") };
    assert_eq!((page, said), (Some(2), reading));
}

#[test]
fn hostile_files_end_soon() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    for (name, file) in [
        (
            "a page tree that holds itself",
            file(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned()]),
        ),
        ("contents that are the page", objects("/Contents 3 0 R", &[])),
        (
            "a form that draws itself",
            objects(
                "/Resources << /XObject << /F 4 0 R >> >> /Contents 5 0 R",
                &[
                    stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >>",
                        "/F Do /F Do /F Do",
                    ),
                    stream("", "/F Do"),
                ],
            ),
        ),
        (
            "absurd counts",
            file(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [] /Count 2147483647 >>".to_owned()]),
        ),
        (
            "a stream said to be endless",
            objects("/Contents 4 0 R", &["<< /Length 99999999999 >>\nstream\nBT (x) Tj ET\nendstream".to_owned()]),
        ),
        (
            "names for a filter that is none",
            objects("/Contents 4 0 R", &[stream("/Filter [/FlateDecode /FlateDecode /LZWDecode]", "zzzz")]),
        ),
        (
            "forms that draw one another",
            objects(
                "/Resources << /XObject << /F 4 0 R >> >> /Contents 34 0 R",
                &(5..34)
                    .map(|next| {
                        let own = format!(
                            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>"
                        );
                        stream(&own, "/F Do /F Do /F Do")
                    })
                    .chain([stream("", "/F Do")])
                    .collect::<Vec<_>>(),
            ),
        ),
        ("brackets in contents", objects("/Contents 4 0 R", &[stream("", &deep("[", "]"))])),
    ] {
        let begun = Instant::now();
        let _ = archive::reading_of_file(&file, &archive::reading::Context::default());
        assert!(begun.elapsed().as_secs() < 20, "{name} took {:?}", begun.elapsed());
    }
}

/// Builds a page with a great many runs of text, positioned to form rows and columns.
fn crowd(place: impl Fn(usize) -> (f32, f32)) -> Vec<u8> {
    let mut sheets = Sheets::new("", None);
    for run in 0..20_000 {
        let (left, down) = place(run);
        sheets.run(left, down, 6.0, false, "x.1");
    }
    sheets.file()
}

#[test]
fn crowded_pages_take_bounded_time() {
    let number = |run: usize| f32::from(u16::try_from(run % 60_000).unwrap_or_default());
    for (name, file) in [
        ("one row", crowd(|run| (number(run) * 9.0, 100.0))),
        ("one column", crowd(|run| (72.0, number(run) * 3.0))),
        ("a grid", crowd(|run| (number(run % 140) * 20.0, number(run / 140) * 8.0))),
        ("stairs", crowd(|run| (number(run % 500), number(run) * 0.7))),
        ("one place", crowd(|_| (72.0, 100.0))),
    ] {
        let begun = Instant::now();
        let _ = lay_out(&file);
        assert!(begun.elapsed().as_secs() < 30, "{name} took {:?}", begun.elapsed());
    }
}

/// Uses a byte that is not UTF-8 in the header of an object.
#[test]
fn a_damage_in_the_head_of_an_object_is_told_as_one() {
    let file = sheets().file();
    let heads: Vec<usize> = file.windows(6).enumerate().filter(|(_, six)| *six == b" 0 obj").map(|(at, _)| at + 1).collect();
    assert!(heads.len() > 3);
    for at in heads {
        let mut damaged = file.clone();
        damaged[at] = 0xFF;
        if let Err(error) = archive::reading_of_file(&damaged, &archive::reading::Context::default()) {
            assert!(error.to_string().contains("damaged"), "{error}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = archive::reading_of_file(&[b"%PDF-1.7\n".as_slice(), &bytes].concat(), &archive::reading::Context::default());
    }

    #[test]
    fn damaged_copies(
        changes in prop::collection::vec((0..100_000_usize, any::<u8>()), 0..30),
        cut in 0..100_000_usize,
        cuts in any::<bool>(),
    ) {
        let mut file = sheets().file();
        let length = file.len();
        for (place, byte) in changes {
            file[place % length] = byte;
        }
        if cuts {
            file.truncate(cut % length);
        }
        let _ = archive::reading_of_file(&file, &archive::reading::Context::default());
    }
}
