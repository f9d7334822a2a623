//! A small PDF writer: positioned runs of text in Helvetica, as Word and similar programs write them,
//! without tags and in page order.

use std::fmt::Write as _;

/// The height of a line.
const PITCH: f32 = 14.0;

/// Where pages begin and end, down from the top of A4.
const TOP: f32 = 80.0;
const BOTTOM: f32 = 740.0;

/// Pages under construction, with a position on the last of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheets {
    pages: Vec<(String, Vec<String>)>,
    /// How far down the next line goes.
    pub(crate) down: f32,
    /// The running head of each page.
    pub(crate) head: &'static str,
    /// The number of the first page, if pages are numbered.
    pub(crate) first: Option<usize>,
}

impl Sheets {
    pub(crate) fn new(head: &'static str, first: Option<usize>) -> Self {
        let mut sheets = Self { head, first, ..Self::default() };
        sheets.turn();
        sheets
    }

    /// Starts a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push((String::new(), Vec::new()));
        let number = self.pages.len() - 1;
        if !self.head.is_empty() {
            self.run(72.0, 40.0, 8.0, false, self.head);
        }
        if let Some(first) = self.first {
            self.run(280.0, 800.0, 10.0, false, &format!("Page {}", first + number));
        }
        self.down = TOP;
    }

    /// Writes words at a position.
    pub(crate) fn run(&mut self, left: f32, down: f32, size: f32, bold: bool, text: &str) {
        let Some((content, _)) = self.pages.last_mut() else { return };
        let font = if bold { "B" } else { "R" };
        let _ = write!(content, "BT /{font} {size} Tf 1 0 0 1 {left} {} Tm <", 842.0 - down);
        for character in text.chars() {
            let _ = write!(content, "{:02X}", byte(character));
        }
        content.push_str("> Tj ET\n");
    }

    /// Writes a row of cells, each at its position.
    pub(crate) fn row(&mut self, cells: &[(f32, &str)]) {
        self.room();
        for (left, text) in cells {
            self.run(*left, self.down, 12.0, false, text);
        }
        self.down += PITCH;
    }

    /// Writes a line in bold.
    pub(crate) fn bold(&mut self, left: f32, text: &str) {
        self.room();
        self.run(left, self.down, 12.0, true, text);
        self.down += PITCH;
    }

    /// Writes a paragraph between two edges, breaking its lines, with a mark beside its first line and a gap after it.
    pub(crate) fn paragraph(&mut self, mark: Option<(f32, &str)>, left: f32, right: f32, text: &str) {
        let mut mark = mark;
        for line in lines(text, right - left) {
            self.room();
            if let Some((at, mark)) = mark.take() {
                self.run(at, self.down, 12.0, false, mark);
            }
            self.run(left, self.down, 12.0, false, &line);
            self.down += PITCH;
        }
        self.gap();
    }

    /// Adds the space between two paragraphs.
    pub(crate) fn gap(&mut self) {
        self.down += 8.0;
    }

    /// Turns the line last written into a link.
    pub(crate) fn link(&mut self, left: f32, right: f32, target: &str) {
        let base = 842.0 - (self.down - PITCH);
        if let Some((_, links)) = self.pages.last_mut() {
            links.push(format!(
                "<< /Type /Annot /Subtype /Link /Rect [{left} {} {right} {}] /A << /S /URI /URI ({target}) >> >>",
                base - 3.0,
                base + 10.0
            ));
        }
    }

    fn room(&mut self) {
        if self.down > BOTTOM {
            self.turn();
        }
    }

    /// Returns the file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
        let kids: Vec<String> = (0..self.pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
        objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()));
        for font in ["Helvetica", "Helvetica-Bold"] {
            objects.push(format!("<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"));
        }
        let mut linked: Vec<String> = Vec::new();
        let first = 5 + 2 * self.pages.len();
        for (position, (content, links)) in self.pages.iter().enumerate() {
            let references: Vec<String> = (0..links.len()).map(|link| format!("{} 0 R", first + linked.len() + link)).collect();
            linked.extend(links.iter().cloned());
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /R 3 0 R /B 4 0 R >> >> \
                 /Contents {} 0 R /Annots [{}] >>",
                6 + 2 * position,
                references.join(" ")
            ));
            objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
        }
        objects.append(&mut linked);
        file(&objects)
    }
}

/// Returns a PDF of these objects, the first of which is its catalogue.
pub(crate) fn file(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        let _ = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let begins = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// Encodes a character in the Windows encoding that PDFs refer to.
fn byte(character: char) -> u32 {
    match character {
        '•' => 0x95,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        other if u32::from(other) < 0x100 => u32::from(other),
        _ => 0x3F,
    }
}

/// Breaks the text into lines of a given width, assuming half an em for each letter, which is about right for Helvetica.
fn lines(text: &str, width: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = width;
    for word in text.split(' ') {
        let wide = 6.0 * f32::from(u16::try_from(word.chars().count() + 1).unwrap_or(u16::MAX));
        if wide > room && !lines.last().is_some_and(String::is_empty) {
            lines.push(String::new());
            room = width;
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        room -= wide;
    }
    lines
}
