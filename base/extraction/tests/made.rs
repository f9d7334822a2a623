//! Small files, made here part by part.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Returns a ZIP file of these entries.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        // OpenDocument files begin with their type, which is not compressed.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("a file").into_inner()
}

/// Returns a Word document with this body and these other parts.
pub(crate) fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let types = "<Types/>";
    let mut entries: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", types.as_bytes()), ("word/document.xml", document.as_bytes())];
    entries.extend(parts.iter().map(|(name, content)| (*name, content.as_bytes())));
    zip(&entries)
}

/// Returns an OpenDocument text with this text and these automatic and common styles.
pub(crate) fn odt(text: &str, automatic: &str, common: &str) -> Vec<u8> {
    let names = "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:style=\"s\" xmlns:fo=\"f\" xmlns:draw=\"d\"";
    let content = format!(
        "<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles><office:body>\
         <office:text>{text}</office:text></office:body></office:document-content>"
    );
    let styles = format!("<office:document-styles {names}>{common}</office:document-styles>");
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

/// A PDF that is made page by page, in Helvetica.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheets {
    pages: Vec<String>,
    /// What is said of each page besides its content.
    pub(crate) page: String,
    /// The name of a third font, which says nothing of its letters.
    pub(crate) fonts: String,
    /// Objects after those of the pages; the first has the number that [`Sheets::first_free`] returns.
    pub(crate) others: Vec<String>,
}

impl Sheets {
    pub(crate) fn new() -> Self {
        Self { pages: vec![String::new()], ..Self::default() }
    }

    /// Starts a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(String::new());
    }

    /// Adds instructions to the page.
    pub(crate) fn draw(&mut self, instructions: &str) {
        let page = self.pages.last_mut().expect("a page");
        page.push_str(instructions);
        page.push('\n');
    }

    /// Writes words in a font (`R`, or `B` for bold) with a matrix that turns them.
    pub(crate) fn turned(&mut self, font: &str, size: f32, matrix: &str, text: &str) {
        let mut letters = String::new();
        for character in text.chars() {
            let _ = write!(letters, "{:02X}", u32::from(character).min(0xFF));
        }
        self.draw(&format!("BT /{font} {size} Tf {matrix} Tm <{letters}> Tj ET"));
    }

    /// Writes words at a place, counted in points from the left and from the top.
    pub(crate) fn run(&mut self, font: &str, left: f32, down: f32, text: &str) {
        self.turned(font, 11.0, &format!("1 0 0 1 {left} {}", 842.0 - down), text);
    }

    /// Returns the number of the first of the other objects.
    pub(crate) fn first_free(&self) -> usize {
        5 + 2 * self.pages.len()
    }

    /// Returns the file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let kids: Vec<String> = (0..self.pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
        ];
        for font in ["Helvetica", "Helvetica-Bold"] {
            objects.push(format!("<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"));
        }
        for (place, content) in self.pages.iter().enumerate() {
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R {} /Resources << /Font << /R 3 0 R /B 4 0 R {} >> \
                 /XObject << /P {} 0 R >> >> >>",
                6 + 2 * place,
                self.page,
                self.fonts,
                self.first_free()
            ));
            objects.push(stream("", content.as_bytes()));
        }
        objects.extend(self.others.iter().cloned());
        file(&objects)
    }
}

/// Returns a stream.
pub(crate) fn stream(dictionary: &str, content: &[u8]) -> String {
    let content: String = content.iter().map(|byte| char::from(*byte)).collect();
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.chars().count())
}

/// Returns a PDF of these objects, the first of which is its catalogue. Each character is one byte.
pub(crate) fn file(objects: &[String]) -> Vec<u8> {
    let bytes = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect::<Vec<u8>>();
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file.extend(bytes(&format!("{number} 0 obj\n{object}\nendobj\n")));
    }
    let begins = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n", objects.len() + 1).bytes());
    file
}
