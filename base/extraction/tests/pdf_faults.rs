//! PDFs that are cut, damaged or scanned: what can be read is read, and says what is wrong.

use crate::made::{Sheets, file, stream};
use crate::{lines, read};
use extraction::pdf::PdfError;
use extraction::{ExtractionError, Limits, extract};

fn pages(count: usize) -> Sheets {
    let mut sheets = Sheets::new();
    for page in 1..=count {
        if page > 1 {
            sheets.turn();
        }
        for line in 0..20_u8 {
            sheets.run("R", 54.0, 100.0 + 14.0 * f32::from(line), &format!("The Board heard of lamp {line} of street {page}."));
        }
    }
    sheets
}

fn damage(bytes: &[u8]) -> String {
    read(bytes).damage.unwrap_or_default()
}

#[test]
fn a_whole_file_has_no_damage() {
    assert_eq!(read(&pages(3).file()).damage, None);
    // Servers add bytes after the end.
    let more = [pages(3).file(), vec![b' '; 9000]].concat();
    assert_eq!(read(&more).damage, None);
}

#[test]
fn a_cut_file_says_so_beside_what_could_be_read() {
    let whole = pages(6).file();
    let mut told = 0;
    for length in (whole.len() / 3..whole.len() - 8).step_by(700) {
        match extract(&whole[..length], &Limits::default()) {
            Ok(extracted) => {
                let damage = extracted.damage.unwrap_or_default();
                assert!(damage.contains("stops before its end: it was cut off"), "{length}: {damage}");
                told += usize::from(!lines(&read(&whole[..length])).is_empty());
            }
            Err(error) => assert!(matches!(error, ExtractionError::Pdf(PdfError::Damaged { cut: true })), "{length}: {error}"),
        }
    }
    assert!(told > 2);
}

#[test]
fn pages_that_are_gone_are_counted() {
    let whole = String::from_utf8(pages(3).file()).expect("ASCII");
    let fewer = whole.replace("/Count 3", "/Count 7");
    assert!(damage(fewer.as_bytes()).contains("only 3 of the PDF's 7 pages can be found"), "{}", damage(fewer.as_bytes()));
}

#[test]
fn a_damaged_page_is_named_and_the_others_are_read() {
    let whole = pages(3).file();
    let text = String::from_utf8(whole.clone()).expect("ASCII");
    // The head of the second page's content is overwritten.
    let at = text.find("\n8 0 obj").expect("the content") + 1;
    let mut damaged = whole;
    damaged[at..at + 40].fill(b'#');
    let extracted = read(&damaged);
    let damage = extracted.damage.clone().unwrap_or_default();
    assert!(damage.contains("page 2 of the PDF's 3: the content is damaged"), "{damage}");
    assert!(lines(&extracted).iter().any(|line| line.contains("street 3")));
}

#[test]
fn a_content_that_stops_half_way_is_damaged() {
    let packed = {
        use std::io::Write as _;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        for line in 0..300 {
            writeln!(encoder, "BT /R 11 Tf 1 0 0 1 54 {} Tm (Lamp {line} of {}) Tj ET", 800 - 2 * line, line * 7919 % 1000)
                .expect("written");
        }
        encoder.finish().expect("packed")
    };
    let document = |content: &[u8]| {
        let mut sheets = Sheets::new();
        sheets.run("R", 54.0, 60.0, "A sound page.");
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /R 5 0 R >> >> >>"
                .to_owned(),
            stream("/Filter /FlateDecode", content),
        ];
        objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
        file(&objects)
    };
    assert_eq!(read(&document(&packed)).damage, None);
    let mut broken = packed.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 60].fill(0);
    assert!(damage(&document(&broken)).contains("page 1 of the PDF's 1: the content is damaged"));
}

#[test]
fn a_font_that_is_gone_is_damage() {
    let mut sheets = pages(2);
    sheets.fonts = "/N 99 0 R".to_owned();
    assert!(damage(&sheets.file()).contains("the content is damaged"));
}

/// Returns pages with a picture over nearly all of them.
fn scanned(words: &str) -> Sheets {
    let mut sheets = Sheets::new();
    sheets.others =
        vec![stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"0")];
    sheets.draw("q 580 0 0 820 5 10 cm /P Do Q");
    if !words.is_empty() {
        sheets.run("R", 280.0, 820.0, words);
    }
    sheets
}

#[test]
fn scans_are_told_from_text() {
    let error = extract(&scanned("").file(), &Limits::default()).expect_err("no text");
    assert!(matches!(error, ExtractionError::Pdf(PdfError::Scanned { pictures: 1, pages: 1 })), "{error}");
    // A page number that was printed over a scan does not make it text.
    assert_eq!(read(&scanned("Sheet 12").file()).pictures, 1);
    // A page of text with a picture behind it is text.
    let mut text = scanned("");
    for line in 0..20_u8 {
        text.run("R", 54.0, 100.0 + 14.0 * f32::from(line), "The Board heard of many lamps.");
    }
    assert_eq!(read(&text.file()).pictures, 0);
}

#[test]
fn letters_that_fonts_do_not_name_are_told() {
    let mut sheets = pages(1);
    let first = sheets.first_free() + 2;
    sheets.fonts = format!("/N {} 0 R", first + 1);
    sheets.others = vec![
        "null".to_owned(),
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [{} 0 R] >>",
            first + 2
        ),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
         /DW 500 >>"
            .to_owned(),
    ];
    sheets.turn();
    for line in 0..20_u8 {
        sheets.run("N", 54.0, 100.0 + 14.0 * f32::from(line), "\u{1}\u{2}\u{1}\u{3}\u{1}\u{4}\u{1}\u{5}\u{1}\u{6}\u{1}\u{7}");
    }
    let extracted = read(&sheets.file());
    assert!(extracted.text.contains("street 1"));
    let damage = extracted.damage.unwrap_or_default();
    assert!(damage.is_empty() || damage.contains("page 2 of the PDF's 2: the fonts do not name"), "{damage}");
}
