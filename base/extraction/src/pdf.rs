//! Reads packs published as PDF: turns a file's bytes into lines of text and hints about them.
//!
//! A PDF holds little more than positioned glyphs, so the reading order is worked out from position: glyphs become words and rows
//! ([`rows`]), running heads and feet are removed ([`running`]), the Action column of minutes is separated from the text beside
//! it ([`action`]), labels, tables and columns are recognised by the space between them ([`gutters`], [`cells`]), and paragraph
//! gaps by line spacing ([`laid_out`]). Tags are ignored: most published packs have none.
//!
//! Run it in a separate process with limits for untrusted files: parsing a PDF can exhaust the machine's memory.

mod action;
mod agenda_table;
mod cells;
mod damage;
mod drawn;
mod error;
mod forms;
mod gutters;
mod laid_out;
mod links;
mod opened;
mod order;
mod rows;
mod running;

pub use error::PdfError;
pub use links::Link;
pub use opened::LARGEST;

use crate::Hints;
use rows::Row;
use std::collections::HashMap;
use std::panic::catch_unwind;

/// A PDF's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaidOut {
    /// One line for each printed line, `Page 6` for a page with a number, and a blank line for each gap on the page.
    pub text: String,
    /// What the pages show about these lines beyond the text.
    pub hints: Hints,
    /// Running heads and feet left out of the text, without duplicates.
    pub running: Vec<String>,
    /// Links whose address is not printed.
    pub links: Vec<Link>,
    /// How many pages have images and hardly any words.
    pub pictures: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How the file is damaged, as a sentence, if some words may be missing or wrong for that.
    pub damage: Option<String>,
}

/// Checks whether the bytes are a PDF, judging by their content.
pub fn is_pdf(bytes: &[u8]) -> bool {
    // PDF readers accept other bytes before the header, such as those that mail programs leave there.
    bytes.get(..bytes.len().min(1024)).unwrap_or_default().windows(5).any(|window| window == b"%PDF-")
}

/// Lays out a PDF's text.
///
/// # Errors
/// Returns an error if the file is not a readable PDF or has no words; the error says what to do.
pub fn lay_out(bytes: &[u8]) -> Result<LaidOut, PdfError> {
    // If the library panics on a damaged file, the sender should be told that the file is damaged.
    let opened = catch_unwind(|| opened::open(bytes));
    let opened::Opened { mut pages, damage } = opened.unwrap_or(Err(PdfError::Damaged { cut: false }))?;
    let links = links::of(&pages);
    let pictures = pages.iter().filter(|page| page.pictured).count();
    let body = body_size(pages.iter().flat_map(|page| &page.rows));
    let running = running::take_off(&mut pages, body);
    let mut carried = order::Carried::default();
    let mut tables = Vec::new();
    let count = pages.len();
    let mut lines: Vec<Vec<order::Printed>> = Vec::with_capacity(count);
    for page in pages {
        let own = order::lines(page.rows, &mut carried, &mut tables, lines.last_mut());
        lines.push(own);
    }
    let (text, hints) = laid_out::write(&lines, &running.numbers, tables, body);
    let text = crate::ligatures::apart(text);
    Ok(LaidOut {
        text,
        hints,
        running: running.words.into_iter().collect(),
        links,
        pictures,
        pages: count,
        damage: damage.says(count),
    })
}

/// Returns the font size of most words.
fn body_size<'page>(rows: impl Iterator<Item = &'page Row>) -> f32 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for row in rows {
        *counts.entry(row.size.to_bits()).or_default() += row.words.len();
    }
    counts.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(12.0, |(size, _)| f32::from_bits(size))
}
