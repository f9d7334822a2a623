//! Turns a PDF's bytes into pages of rows, or a plain reason for the failure. Only this module uses the PDF library.

use super::error::PdfError;
use super::rows::{self, Glyph, Row};
use pdf_oxide::extractors::SpanMergingConfig;
use pdf_oxide::extractors::text::set_preserve_unmapped_glyphs;
use pdf_oxide::layout::TextSpan;
use pdf_oxide::object::Object;
use pdf_oxide::{Error, LinkAction, PdfDocument};
use std::collections::HashMap;

/// The largest PDF that is read, in bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// The most pages that are read.
pub(super) const MOST_PAGES: usize = 5000;

/// The most characters that are read: many times the longest pack.
pub(super) const MOST_CHARACTERS: usize = 20_000_000;

/// The most characters of one page that are laid out; anything with more is not text.
const MOST_ON_A_PAGE: usize = 100_000;

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its rows, from the top down.
    pub(super) rows: Vec<Row>,
    /// Its links to addresses.
    pub(super) links: Vec<Area>,
    /// Whether it has an image and no words.
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

/// Reads the pages of a PDF.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Page>, PdfError> {
    if bytes.len() > LARGEST {
        return Err(PdfError::TooLarge { bytes: bytes.len() });
    }
    // A glyph that the file does not map to a character is a bullet if it precedes words, so keep such glyphs.
    set_preserve_unmapped_glyphs(true);
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(|error| why(&error, bytes))?;
    if document.is_encrypted() && !document.is_authenticated() {
        return Err(PdfError::Encrypted);
    }
    let count = document.page_count().map_err(|error| why(&error, bytes))?;
    match count {
        0 => return Err(PdfError::NoPages),
        more if more > MOST_PAGES => return Err(PdfError::TooManyPages { pages: count }),
        _ => {}
    }
    let mut pages = Vec::with_capacity(count);
    let mut characters = 0;
    for number in 0..count {
        let page = page(&document, number).map_err(|error| match why(&error, bytes) {
            PdfError::Damaged { .. } => PdfError::DamagedPage { page: number + 1, pages: count },
            other => other,
        })?;
        characters += page.rows.iter().flat_map(|row| &row.words).map(|word| word.text.len() + 1).sum::<usize>();
        if characters > MOST_CHARACTERS {
            return Err(PdfError::TooMuchText { page: number + 1 });
        }
        pages.push(page);
    }
    let pictures = pages.iter().filter(|page| page.pictured).count();
    if pages.iter().all(|page| page.rows.is_empty()) {
        // A truncated file may still list pages whose words are missing.
        return Err(match pictures {
            0 if is_cut(bytes) => PdfError::Damaged { cut: true },
            0 => PdfError::Empty { pages: count },
            _ => PdfError::Scanned { pictures, pages: count },
        });
    }
    Ok(pages)
}

/// Converts the library's error.
fn why(error: &Error, bytes: &[u8]) -> PdfError {
    match error {
        Error::EncryptedPdf => PdfError::Encrypted,
        _ => PdfError::Damaged { cut: is_cut(bytes) },
    }
}

/// Checks whether the file lacks the marker that ends every PDF.
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    let end = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or_default();
    !end.windows(5).any(|window| window == b"%%EOF")
}

fn page(document: &PdfDocument, number: usize) -> Result<Page, Error> {
    let object = document.get_page(number)?;
    // Runs in drawing order: the library's own ordering would keep copies of the pages in memory.
    let runs = document.extract_spans_with_config(number, SpanMergingConfig::default())?;
    let rotation = prevailing(runs.iter().map(|run| run.rotation_degrees));
    let mut turned: [Vec<Glyph>; 4] = Default::default();
    let mut count = 0;
    for run in &runs {
        count += run.text.len();
        let Some(glyphs) = quarter(run.rotation_degrees).and_then(|quarter| turned.get_mut(quarter)) else { continue };
        if count < MOST_ON_A_PAGE {
            glyphs.extend(glyphs_of(run));
        }
    }
    let mut rows = rows::of(turned.get_mut(rotation).map(std::mem::take).unwrap_or_default());
    // Text printed sideways comes after the rest.
    let below = rows.last().map_or(0.0, |row| row.down);
    for side in turned {
        for (row, down) in rows::of(side).into_iter().zip(1_u16..) {
            rows.push(Row { down: below + 100.0 + 30.0 * f32::from(down), ..row });
        }
    }
    let pictured = rows.is_empty() && has_picture(document, &object);
    let links = links(document, number, rotation);
    Ok(Page { rows, links, pictured })
}

/// Returns the characters of a run, positioned along the line.
fn glyphs_of(run: &TextSpan) -> Vec<Glyph> {
    let quarter = quarter(run.rotation_degrees).unwrap_or_default();
    let (along, up) = upright(quarter, run.bbox.x, run.bbox.y);
    let (size, width) = (run.font_size.abs(), run.bbox.width.abs());
    let sound = [along, up, width, size].iter().all(|length| length.is_finite() && length.abs() < 100_000.0);
    let count = run.text.chars().count();
    if !sound || size < 0.5 || count == 0 {
        return Vec::new();
    }
    let letters = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    // The library's character widths ignore the stretching of the line, so use them as proportions of the run's width.
    let total: f32 = run.char_widths.iter().map(|width| width.abs()).sum();
    let shares = run.char_widths.len() == count && total.is_finite() && total > 0.0;
    let share = |position: usize| match run.char_widths.get(position) {
        Some(own) if shares => own.abs() * width / total,
        _ => width / letters,
    };
    let bold = run.font_weight as u16 >= 600 || run.font_name.to_ascii_lowercase().contains("bold");
    let mut left = along;
    let place = |(position, character): (usize, char)| {
        let right = left + share(position);
        let glyph = Glyph { character, left, right, down: -up, size, bold };
        left = right;
        glyph
    };
    run.text.chars().enumerate().map(place).collect()
}

/// Returns the direction of the text in quarter turns. `None` if it is at an angle, as a stamp across the page is.
fn quarter(degrees: f32) -> Option<usize> {
    let turn = degrees.rem_euclid(360.0);
    [0.0_f32, 90.0, 180.0, 270.0, 360.0].iter().position(|quarter| (turn - quarter).abs() < 5.0).map(|quarter| quarter % 4)
}

/// Returns the direction of most of the page's text.
fn prevailing(rotations: impl Iterator<Item = f32>) -> usize {
    let mut counts = [0_usize; 4];
    for count in rotations.filter_map(quarter) {
        if let Some(count) = counts.get_mut(count) {
            *count += 1;
        }
    }
    (0..4).rev().max_by_key(|quarter| counts.get(*quarter).copied().unwrap_or_default()).unwrap_or_default()
}

/// Converts a position on the page to one where the text runs from left to right: distance along, distance up.
fn upright(quarter: usize, x: f32, y: f32) -> (f32, f32) {
    match quarter {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    }
}

fn links(document: &PdfDocument, number: usize, rotation: usize) -> Vec<Area> {
    let annotations = document.get_annotations(number).unwrap_or_default();
    let linked = annotations.into_iter().take(2000).filter_map(|annotation| {
        let Some(LinkAction::Uri(target)) = annotation.action else { return None };
        let [x, y, to_x, to_y] = annotation.rect?;
        // A page is some hundreds of points wide, so no precision that matters is lost.
        #[expect(clippy::cast_possible_truncation, reason = "what is not finite as f32 is left out below")]
        let (one, other) = (upright(rotation, x as f32, y as f32), upright(rotation, to_x as f32, to_y as f32));
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

/// Checks whether the page draws an image, or a form that may contain one.
fn has_picture(document: &PdfDocument, page: &Object) -> bool {
    let resolve = |object: &Object| document.resolve_object(object).ok();
    let resources = page.as_dict().and_then(|page| page.get("Resources")).and_then(resolve);
    let drawn = resources.as_ref().and_then(Object::as_dict).and_then(|resources| resources.get("XObject")).and_then(resolve);
    let pictures: Option<&HashMap<String, Object>> = drawn.as_ref().and_then(Object::as_dict);
    pictures.is_some_and(|pictures| !pictures.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_runs_up_the_page_is_set_upright() {
        assert_eq!(quarter(-90.0), Some(3));
        assert_eq!(quarter(45.0), None);
        assert_eq!(prevailing([0.0, 90.0, 90.0].into_iter()), 1);
        assert_eq!(upright(1, 10.0, 20.0), (20.0, -10.0));
    }
}
