//! PDFs like those that people upload, made here so that no test needs anyone's real file.

use std::fmt::Write as _;

/// Returns a PDF with these objects, the first of which is its catalog.
pub fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for place in places {
        let _ = write!(out, "{place:010} 00000 n\r\n");
    }
    let _ = write!(out, "trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// Returns a stream as an object.
pub fn pdf_stream(dictionary: &str, content: &str) -> String {
    format!("<<{dictionary} /Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// The content of a sample other than its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample<'a> {
    /// Further entries of its catalog: `/OpenAction <<…>>`.
    pub catalog: &'a str,
    /// Further entries of each page: `/Rotate 90`.
    pub page: &'a str,
    /// What is drawn before the words of each page.
    pub drawn: &'a str,
    /// Further objects, the first of which has the number 10.
    pub objects: &'a [String],
}

/// Returns a PDF without tags that has an A4 page for each of these words, up to four pages.
pub fn sample_pdf(pages: &[&str], sample: Sample<'_>) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len().min(4)).map(|at| format!("{} 0 R", at + 4)).collect();
    let mut objects = vec![
        format!("<</Type /Catalog /Pages 2 0 R {}>>", sample.catalog),
        format!("<</Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 595 842]>>", kids.join(" "), kids.len()),
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_owned(),
    ];
    // Content comes after the six objects reserved for pages.
    let content_at = 20 + sample.objects.len();
    for at in 0..6 {
        objects.push(if at < kids.len() {
            let page = sample.page;
            format!("<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 3 0 R>>>> /Contents {} 0 R {page}>>", content_at + at)
        } else {
            "null".to_owned()
        });
    }
    objects.extend(sample.objects.iter().cloned());
    objects.resize(content_at - 1, "null".to_owned());
    for words in pages.iter().take(4) {
        let content = format!("{}BT /F1 24 Tf 72 700 Td ({words}) Tj ET", sample.drawn);
        objects.push(pdf_stream("", &content));
    }
    pdf_of(&objects)
}

/// Returns a PDF whose only page is a picture, as a scanner makes it.
pub fn scanned_pdf() -> Vec<u8> {
    pdf_of(&[
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources <</XObject <</I 4 0 R>>>> /Contents 5 0 R>>".to_owned(),
        pdf_stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode",
            "00FF FF00>",
        ),
        pdf_stream("", "q 800 0 0 500 20 40 cm /I Do Q"),
    ])
}
