//! The characters that a page draws, each where it is.

use super::opened::upright;
use super::rows::Glyph;
use hayro_interpret::font::Glyph as DrawnGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object};
use hayro_interpret::{BlendMode, CacheKey, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, Point};
use std::collections::HashSet;

/// How many characters of one page are laid out; what is drawn with more is not text.
const MOST_ON_A_PAGE: usize = 100_000;

/// The width of a letter whose font does not say it, in thousandths of its size.
const USUAL_WIDTH: f32 = 500.0;

/// The fonts of a file that are bold.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    bold: HashSet<u128>,
}

impl Fonts {
    pub(super) fn of(document: &Pdf) -> Self {
        let bold = document.objects().into_iter().filter_map(|object| match object {
            Object::Dict(font) if font.get::<Name<'_>>("Type").is_some_and(|kind| kind.as_str() == "Font") => {
                is_bold(&font).then(|| font.cache_key())
            }
            _ => None,
        });
        Self { bold: bold.collect() }
    }
}

/// Whether a font is bold by its name or by its weight (ISO 32000-1, 9.8.1).
fn is_bold(font: &Dict<'_>) -> bool {
    let is_named = font.get::<Name<'_>>("BaseFont").is_some_and(|name| name.as_str().to_ascii_lowercase().contains("bold"));
    let weight = font.get::<Dict<'_>>("FontDescriptor").and_then(|descriptor| descriptor.get::<f32>("FontWeight"));
    is_named || weight.is_some_and(|weight| weight >= 600.0)
}

/// Collects what a page draws; everything but characters is left aside.
pub(super) struct Drawn<'f> {
    fonts: &'f Fonts,
    /// The characters by the direction in which they run, in quarters of a turn.
    pub(super) turned: [Vec<Glyph>; 4],
    /// The area of its pictures, in square points.
    pub(super) pictured: f64,
    count: usize,
}

impl<'f> Drawn<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, turned: Default::default(), pictured: 0.0, count: 0 }
    }

    /// Returns the direction in which most of the page's text runs.
    pub(super) fn prevailing(&self) -> usize {
        let count = |quarter: &usize| self.turned.get(*quarter).map_or(0, Vec::len);
        (0..4).rev().max_by_key(count).unwrap_or_default()
    }

    fn add(&mut self, glyph: &DrawnGlyph<'_>, placed: Affine) {
        let (width, bold) = match glyph {
            DrawnGlyph::Outline(outline) => {
                let bold = self.fonts.bold.contains(&outline.font_cache_key())
                    || outline.font_data().and_then(|font| font.weight).is_some_and(|weight| weight >= 600);
                (outline.advance_width().filter(|width| *width > 0.0).unwrap_or(USUAL_WIDTH), bold)
            }
            DrawnGlyph::Type3(_) => (USUAL_WIDTH, false),
        };
        let Some(place) = Place::of(placed, width) else { return };
        let Some(line) = self.turned.get_mut(place.quarter) else { return };
        // A sign that the file does not name is a bullet if it is before words; dropped, it would be lost.
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => '\u{FFFD}'.to_string(),
        };
        // Letters that are drawn as one, such as `ffi`, share its width.
        let letters = f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX)).max(1.0);
        let mut left = place.along;
        for character in text.chars() {
            self.count += 1;
            let glyph = Glyph {
                character,
                left,
                right: left + place.width / letters,
                down: -place.up,
                size: place.size,
                bold,
                order: self.count,
            };
            left = glyph.right;
            let is_again = line.last().is_some_and(|last| is_same(last, &glyph));
            if self.count < MOST_ON_A_PAGE && !is_again {
                line.push(glyph);
            }
        }
    }
}

/// Whether a glyph is drawn a second time where it was, filled and then stroked.
fn is_same(one: &Glyph, other: &Glyph) -> bool {
    one.character == other.character && (one.left - other.left).abs() < 0.01 && (one.down - other.down).abs() < 0.01
}

/// Where a character is, turned so that its line runs from left to right.
struct Place {
    quarter: usize,
    along: f32,
    up: f32,
    width: f32,
    size: f32,
}

impl Place {
    /// Returns the place of a glyph of this width; `None` if it is too small to be read, outside every page, or askew, as a stamp across a
    /// page is. `placed` takes the glyph, drawn at a thousand units to its size, to the page.
    fn of(placed: Affine, width: f32) -> Option<Self> {
        let origin = placed * Point::ORIGIN;
        let (across, upwards) = (placed * Point::new(1000.0, 0.0) - origin, placed * Point::new(0.0, 1000.0) - origin);
        // A page is some hundreds of points wide, so that nothing is lost.
        #[expect(clippy::cast_possible_truncation, reason = "what is not finite as f32 is left out below")]
        let (x, y, size, stretch) = (origin.x as f32, origin.y as f32, upwards.hypot() as f32, across.hypot() as f32);
        #[expect(clippy::cast_possible_truncation, reason = "an angle is between -180 and 180 degrees")]
        let quarter = quarter(across.atan2().to_degrees() as f32)?;
        let (along, up) = upright(quarter, x, y);
        let width = stretch * width / 1000.0;
        let is_sound = [along, up, width, size].iter().all(|length| length.is_finite() && length.abs() < 100_000.0);
        (is_sound && size >= 0.5).then_some(Self { quarter, along, up, width, size })
    }
}

/// Returns a direction in quarters of a turn; `None` if it is askew.
fn quarter(degrees: f32) -> Option<usize> {
    let turn = degrees.rem_euclid(360.0);
    [0.0_f32, 90.0, 180.0, 270.0, 360.0].iter().position(|quarter| (turn - quarter).abs() < 5.0).map(|quarter| quarter % 4)
}

impl<'a> Device<'a> for Drawn<'_> {
    fn draw_glyph(
        &mut self,
        glyph: &DrawnGlyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.add(glyph, transform * glyph_transform);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        // The transform takes each of its pixels to the page.
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let area = transform.determinant().abs() * pixels;
        if area.is_finite() {
            // A scan may be stored in strips.
            self.pictured += area;
        }
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_a_quarter_of_a_turn_or_askew() {
        assert_eq!(quarter(-90.0), Some(3));
        assert_eq!(quarter(359.0), Some(0));
        assert_eq!(quarter(45.0), None);
    }

    #[test]
    fn a_glyph_is_found_where_its_matrix_puts_it() {
        let upright = Affine::new([0.012, 0.0, 0.0, 0.012, 100.0, 700.0]);
        let place = Place::of(upright, 500.0).expect("a place");
        assert_eq!((place.quarter, place.along, place.up, place.size, place.width), (0, 100.0, 700.0, 12.0, 6.0));
        let turned = Affine::new([0.0, 0.01, -0.01, 0.0, 50.0, 60.0]);
        let place = Place::of(turned, 1000.0).expect("a place");
        assert_eq!((place.quarter, place.along, place.up), (1, 60.0, -50.0));
        assert!(Place::of(Affine::scale(0.0001), 500.0).is_none(), "too small");
        assert!(Place::of(Affine::scale(f64::NAN), 500.0).is_none());
        assert!(Place::of(Affine::rotate(0.7) * Affine::scale(0.01), 500.0).is_none(), "askew");
    }
}
