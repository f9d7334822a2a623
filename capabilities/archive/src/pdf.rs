//! Packs that were published as PDF: from a file's bytes to the text that [`crate::reading`] reads.
//!
//! A PDF holds glyphs at places and little else, so the order of reading is found by position: glyphs become words and rows
//! ([`rows`]), what runs along head and foot is taken off ([`running`]), the Action column of minutes is parted from the text
//! beside it ([`action`]), labels, tables and columns are told by the free room between them ([`gutters`], [`cells`]), and gaps
//! between paragraphs by the distance of lines ([`laid_out`]). Tags are not asked: most published packs have none.
//!
//! Give strangers' files to it in a process of its own, with limits: parsing a PDF can take more memory than a machine has.

mod action;
mod agenda_table;
mod cells;
mod drawn;
mod error;
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

use crate::reading::Hints;
use rows::Row;
use std::collections::HashMap;
use std::panic::catch_unwind;

/// A PDF's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaidOut {
    /// A line for each printed line, `Page 6` where a page bears a number, blank lines where the page shows a gap.
    pub text: String,
    /// What the pages show of these lines and the text does not.
    pub hints: Hints,
    /// Words that ran along head or foot of the pages and are not in the text, each once.
    pub running: Vec<String>,
    /// Links whose address is not printed.
    pub links: Vec<Link>,
    /// How many pages hold pictures and no words.
    pub pictures: usize,
    /// How many pages there are.
    pub pages: usize,
}

/// Whether the bytes are a PDF, by what they hold.
pub fn is_pdf(bytes: &[u8]) -> bool {
    // Readers take files that have other bytes before the mark, as mail programs leave them.
    bytes.get(..bytes.len().min(1024)).unwrap_or_default().windows(5).any(|window| window == b"%PDF-")
}

/// Lays out a PDF's text.
///
/// # Errors
/// Where the file is no PDF that could be read, or holds no words; the error says what to do.
pub fn lay_out(bytes: &[u8]) -> Result<LaidOut, PdfError> {
    // The library panics on some damaged files; whoever sent one is to be told that it is damaged.
    let opened = catch_unwind(|| opened::pages(bytes));
    let mut pages = opened.unwrap_or(Err(PdfError::Damaged { cut: false }))?;
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
    Ok(LaidOut { text, hints, running: running.words.into_iter().collect(), links, pictures, pages: count })
}

/// The size in which most words are set.
fn body_size<'page>(rows: impl Iterator<Item = &'page Row>) -> f32 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for row in rows {
        *counts.entry(row.size.to_bits()).or_default() += row.words.len();
    }
    counts.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(12.0, |(size, _)| f32::from_bits(size))
}
