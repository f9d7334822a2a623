//! A PDF's bytes become pages of rows, or a plain reason why they do not. All that knows the library that parses PDFs is here and in
//! `drawn.rs`.

use super::damage::{self, Damage, is_cut};
use super::drawn::{Drawn, Fonts};
use super::error::PdfError;
use super::forms;
use super::rows::{self, Row};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect, String as Text};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::Affine;

/// The largest PDF that is read, in bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// How many pages are read at most.
pub(super) const MOST_PAGES: usize = 5000;

/// How many words may be printed beside the picture of a scanned page: `Page 12`, `Agenda Item 5`.
const MOST_BESIDE: usize = 5;

/// How many characters are read at most: many times the longest pack.
pub(super) const MOST_CHARACTERS: usize = 20_000_000;

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its rows, from the top down.
    pub(super) rows: Vec<Row>,
    /// Its links to addresses.
    pub(super) links: Vec<Area>,
    /// Whether it has a picture and hardly any words.
    pub(super) pictured: bool,
}

/// An area of a page that links to an address.
#[derive(Clone, Debug)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) target: String,
}

/// The pages of a PDF, and what is damaged in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened {
    pub(super) pages: Vec<Page>,
    pub(super) damage: Damage,
}

/// Returns the pages of a PDF.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, PdfError> {
    if bytes.len() > LARGEST {
        return Err(PdfError::TooLarge { bytes: bytes.len() });
    }
    let document = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfError::Encrypted,
        LoadPdfError::Invalid => PdfError::Damaged { cut: is_cut(bytes) },
    })?;
    let count = document.pages().len();
    match count {
        0 => return Err(PdfError::NoPages),
        more if more > MOST_PAGES => return Err(PdfError::TooManyPages { pages: count }),
        _ => {}
    }
    let fonts = Fonts::of(&document);
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
    let mut pages = Vec::with_capacity(count);
    let mut damage = Damage { is_cut: is_cut(bytes), missing: damage::missing(&document, count), ..Damage::default() };
    let mut characters = 0;
    for (number, pdf_page) in (1..).zip(document.pages().iter()) {
        if forms::draw_too_much(pdf_page) {
            return Err(PdfError::DrawsTooMuch { page: number });
        }
        let bounds = kurbo::Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, document.xref(), settings.clone());
        let mut drawn = Drawn::new(&fonts);
        interpret_page(pdf_page, &mut context, &mut drawn);
        let page = page(pdf_page, drawn);
        if damage::is_damaged(pdf_page) {
            damage.damaged.push(number);
        }
        if page.is_unnamed() {
            damage.unnamed.push(number);
        }
        characters += page.rows.iter().flat_map(|row| &row.words).map(|word| word.text.len() + 1).sum::<usize>();
        if characters > MOST_CHARACTERS {
            return Err(PdfError::TooMuchText { page: number });
        }
        pages.push(page);
    }
    let pictures = pages.iter().filter(|page| page.pictured).count();
    if pages.iter().all(|page| page.rows.is_empty()) {
        // A file that lost its end may still list pages whose words are gone.
        return Err(match (pictures, damage.damaged.first()) {
            (0, _) if damage.is_cut => PdfError::Damaged { cut: true },
            (0, Some(page)) => PdfError::DamagedPage { page: *page, pages: count },
            (0, None) => PdfError::Empty { pages: count },
            _ => PdfError::Scanned { pictures, pages: count },
        });
    }
    Ok(Opened { pages, damage })
}

impl Page {
    /// Checks whether most letters of the page are ones that its fonts do not name.
    fn is_unnamed(&self) -> bool {
        let letters = || self.rows.iter().flat_map(|row| &row.words).flat_map(|word| word.text.chars());
        let unnamed = letters().filter(|letter| *letter == '\u{FFFD}').count();
        unnamed >= 20 && unnamed * 3 > letters().count()
    }
}

fn page(pdf_page: &PdfPage<'_>, drawn: Drawn<'_>) -> Page {
    let rotation = drawn.prevailing();
    let mut turned = drawn.turned;
    let mut rows = rows::of(turned.get_mut(rotation).map(std::mem::take).unwrap_or_default());
    // What is printed along the page's side comes after the rest.
    let below = rows.last().map_or(0.0, |row| row.down);
    for side in turned {
        for (row, down) in rows::of(side).into_iter().zip(1_u16..) {
            rows.push(Row { down: below + 100.0 + 30.0 * f32::from(down), ..row });
        }
    }
    let words: usize = rows.iter().map(|row| row.words.len()).sum();
    let pictured = (rows.is_empty() && has_picture(pdf_page)) || (words <= MOST_BESIDE && covers(pdf_page, drawn.pictured));
    Page { links: links(pdf_page, rotation), rows, pictured }
}

/// Turns a point of the page as if its text ran from left to right: returns how far along it is and how far up.
pub(super) fn upright(quarter: usize, x: f32, y: f32) -> (f32, f32) {
    match quarter {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    }
}

fn links(page: &PdfPage<'_>, rotation: usize) -> Vec<Area> {
    let annotations = page.raw().get::<Array<'_>>("Annots").unwrap_or_default();
    let linked = annotations.iter::<Dict<'_>>().take(2000).filter_map(|annotation| {
        let action = annotation.get::<Dict<'_>>("A")?;
        if action.get::<Name<'_>>("S")?.as_str() != "URI" {
            return None;
        }
        let target = action.get::<Text<'_>>("URI")?;
        let target = String::from_utf8_lossy(target.as_bytes());
        let area = annotation.get::<Rect>("Rect")?;
        // A page is some hundreds of points wide, so that nothing is lost.
        #[expect(clippy::cast_possible_truncation, reason = "what is not finite as f32 is left out below")]
        let corner = |x: f64, y: f64| upright(rotation, x as f32, y as f32);
        let (one, other) = (corner(area.x0, area.y0), corner(area.x1, area.y1));
        let area = Area {
            left: one.0.min(other.0),
            right: one.0.max(other.0),
            top: -one.1.max(other.1),
            bottom: -one.1.min(other.1),
            target: target.chars().filter(|c| !c.is_control()).take(2000).collect(),
        };
        let sound = [area.left, area.right, area.top, area.bottom].iter().all(|length| length.is_finite());
        sound.then_some(area)
    });
    linked.collect()
}

/// Checks whether pictures of this size cover most of a page.
fn covers(page: &PdfPage<'_>, pictured: f64) -> bool {
    let (width, height) = page.base_dimensions();
    pictured >= 0.6 * f64::from(width) * f64::from(height)
}

/// Whether the page draws a picture: an image, or a form that may hold one.
fn has_picture(page: &PdfPage<'_>) -> bool {
    page.resources().x_objects.keys().next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_runs_up_the_page_is_set_upright() {
        assert_eq!(upright(1, 10.0, 20.0), (20.0, -10.0));
    }
}
