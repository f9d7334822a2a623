//! The pages of an uploaded PDF: the size, rotation and content of each.

use documents::Sheet;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Stream};
use hayro_syntax::page::{Page, Rotation};

/// The position and size of a page, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub left: f64,
    pub bottom: f64,
    pub width: f64,
    pub height: f64,
}

/// An affine transformation: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Transform(pub [f64; 6]);

/// The visible area of a page, and its rotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub frame: Frame,
    /// Clockwise quarter turns.
    pub turns: u8,
}

/// The smallest and largest page dimensions accepted, in points: 7 mm, and 500 m, beyond which numbers are unreliable.
const SIZES: std::ops::RangeInclusive<f64> = 20.0..=1_500_000.0;

impl Shape {
    /// Returns the shape of a page; `None` if it has no size that can be shown.
    pub(crate) fn of(page: &Page<'_>) -> Option<Self> {
        let edges = page.intersected_crop_box();
        let (width, height) = (edges.width(), edges.height());
        if ![edges.x0, edges.y0].iter().all(|edge| edge.is_finite() && edge.abs() <= *SIZES.end()) {
            return None;
        }
        if !SIZES.contains(&width) || !SIZES.contains(&height) {
            return None;
        }
        let turns = match page.rotation() {
            Rotation::None => 0,
            Rotation::Horizontal => 1,
            Rotation::Flipped => 2,
            Rotation::FlippedHorizontal => 3,
        };
        Some(Self { frame: Frame { left: edges.x0, bottom: edges.y0, width, height }, turns })
    }

    /// Returns the width and height of the page as it is read.
    fn upright(&self) -> (f64, f64) {
        let Frame { width, height, .. } = self.frame;
        if self.turns.is_multiple_of(2) { (width, height) } else { (height, width) }
    }

    /// Returns the orientation in which the page is read.
    pub(crate) fn sheet(&self) -> Sheet {
        let (width, height) = self.upright();
        if width > height { Sheet::Landscape } else { Sheet::Portrait }
    }

    /// Returns the transformation that fits the page upright into a frame without enlarging it.
    pub(crate) fn fitted(&self, into: &Frame) -> Transform {
        let Frame { left, bottom, width, height } = self.frame;
        let (right, top) = (left + width, bottom + height);
        let upright = match self.turns {
            0 => [1.0, 0.0, 0.0, 1.0, -left, -bottom],
            1 => [0.0, -1.0, 1.0, 0.0, -bottom, right],
            2 => [-1.0, 0.0, 0.0, -1.0, right, top],
            _ => [0.0, 1.0, -1.0, 0.0, top, -left],
        };
        let (shown_width, shown_height) = self.upright();
        let scale = (into.width / shown_width).min(into.height / shown_height).min(1.0);
        let mut placed = upright.map(|number| number * scale);
        placed[4] += into.left + (into.width - shown_width * scale) / 2.0;
        placed[5] += into.bottom + (into.height - shown_height * scale) / 2.0;
        Transform(placed)
    }
}

impl Transform {
    #[expect(clippy::many_single_char_names, reason = "the six numbers of a matrix, as ISO 32000 names them")]
    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Transforms a rectangle, and returns its smallest and largest coordinates in both directions.
    pub(crate) fn rectangle(&self, [x0, y0, x1, y1]: [f64; 4]) -> [f64; 4] {
        let ((left, bottom), (right, top)) = (self.point(x0, y0), self.point(x1, y1));
        [left.min(right), bottom.min(top), left.max(right), bottom.max(top)]
    }
}

/// The unbalanced operators of a page's content, which could affect whatever surrounds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    states: Balance,
    marks: Balance,
}

/// The unmatched operators of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Balance {
    /// Closing operators without an opening one before them.
    missing: usize,
    /// Opening operators that are never closed.
    open: usize,
}

impl Balance {
    fn close(&mut self) {
        match self.open.checked_sub(1) {
            Some(left) => self.open = left,
            None => self.missing += 1,
        }
    }
}

impl Content {
    /// Reads a page's content.
    pub(crate) fn of(content: &[u8]) -> Self {
        let mut instructions = UntypedIter::new(content);
        let mut told = Self::default();
        while let Some(instruction) = instructions.next() {
            let operator: &[u8] = instruction.operator;
            match operator {
                b"q" => told.states.open += 1,
                b"Q" => told.states.close(),
                b"BMC" | b"BDC" => told.marks.open += 1,
                b"EMC" => told.marks.close(),
                _ => {}
            }
        }
        told
    }

    /// Checks that no mark ends before it begins, so that the marks can be used as tags.
    pub(crate) fn has_whole_marks(&self) -> bool {
        self.marks.missing == 0
    }

    /// Returns the operators to put before the content, so that it restores no more states than were saved.
    pub(crate) fn beginning(&self) -> String {
        "q\n".repeat(self.states.missing) + &"/Span BMC\n".repeat(self.marks.missing)
    }

    /// Returns the operators to put after the content, so that it leaves nothing open.
    pub(crate) fn end(&self) -> String {
        "EMC\n".repeat(self.marks.open) + &"Q\n".repeat(self.states.open)
    }
}

/// How many levels of nested images are searched for text.
const DEEPEST: usize = 4;

/// Checks whether a page shows text: whether the page, or anything drawn on it, has a font.
pub(crate) fn has_text(page: &Page<'_>) -> bool {
    let resources = page.resources();
    !resources.fonts.is_empty() || drawn_with_fonts(&resources.x_objects, 0)
}

fn drawn_with_fonts(drawn: &Dict<'_>, depth: usize) -> bool {
    depth < DEEPEST
        && drawn.keys().any(|key| {
            let Some(resources) = drawn.get::<Stream<'_>>(key.as_ref()).and_then(|form| form.dict().get::<Dict<'_>>("Resources"))
            else {
                return false;
            };
            let has_fonts = resources.get::<Dict<'_>>("Font").is_some_and(|fonts| !fonts.is_empty());
            has_fonts || resources.get::<Dict<'_>>("XObject").is_some_and(|inner| drawn_with_fonts(&inner, depth + 1))
        })
}

/// Returns the annotations of a page.
pub(crate) fn annotations<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let annotations = page.raw().get::<Array<'a>>("Annots");
    annotations.iter().flat_map(hayro_syntax::object::Array::iter::<Dict<'a>>).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(turns: u8) -> Shape {
        Shape { frame: Frame { left: 10.0, bottom: 20.0, width: 100.0, height: 200.0 }, turns }
    }

    #[test]
    fn a_page_is_put_upright_and_never_outside_its_frame() {
        let into = Frame { left: 5.0, bottom: 7.0, width: 50.0, height: 50.0 };
        for turns in 0..4 {
            let shape = shape(turns);
            let placed = shape.fitted(&into).rectangle([10.0, 20.0, 110.0, 220.0]);
            let (width, height) = (placed[2] - placed[0], placed[3] - placed[1]);
            assert_eq!(width > height, shape.sheet() == Sheet::Landscape, "{turns}: {placed:?}");
            assert!(
                placed[0] >= 4.999 && placed[1] >= 6.999 && placed[2] <= 55.001 && placed[3] <= 57.001,
                "{turns}: {placed:?}"
            );
            assert!((width.max(height) - 50.0).abs() < 0.001, "{turns}: {placed:?}");
        }
    }

    #[test]
    fn a_small_page_stays_as_small_as_it_is() {
        let into = Frame { left: 0.0, bottom: 0.0, width: 1_000.0, height: 1_000.0 };
        let placed = shape(0).fitted(&into).rectangle([10.0, 20.0, 110.0, 220.0]);
        let is_there = placed.iter().zip([450.0, 400.0, 550.0, 600.0]).all(|(found, expected)| (found - expected).abs() < 1e-9);
        assert!(is_there, "{placed:?}");
    }

    #[test]
    fn content_is_closed_in_itself() {
        let open = Content::of(b"q q Q /P <</MCID 0>> BDC BT (q Q) Tj ET");
        assert_eq!((open.beginning().as_str(), open.end().as_str()), ("", "EMC\nQ\n"));
        let greedy = Content::of(b"Q q EMC Q Q");
        assert_eq!((greedy.beginning().as_str(), greedy.end().as_str()), ("q\nq\n/Span BMC\n", ""));
        assert!(open.has_whole_marks() && !greedy.has_whole_marks());
    }
}
