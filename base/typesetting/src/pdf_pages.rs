//! The pages of a PDF that somebody sent: how large each is, how it is turned, and what it shows.

use documents::Sheet;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Stream};
use hayro_syntax::page::{Page, Rotation};

/// A page's place and size, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub left: f64,
    pub bottom: f64,
    pub width: f64,
    pub height: f64,
}

/// What moves, turns and scales: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Transform(pub [f64; 6]);

/// The edges of a page that are shown, and how it is turned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub frame: Frame,
    /// Quarter turns with the clock.
    pub turns: u8,
}

/// The least and the most that a page measures, in points: 7 mm, and 500 m, beyond which numbers are not to be relied on.
const SIZES: std::ops::RangeInclusive<f64> = 20.0..=1_500_000.0;

impl Shape {
    /// The shape of a page; `None` if it has no size that can be shown.
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

    /// Width and height as it is read.
    fn upright(&self) -> (f64, f64) {
        let Frame { width, height, .. } = self.frame;
        if self.turns.is_multiple_of(2) { (width, height) } else { (height, width) }
    }

    /// How it is held to be read.
    pub(crate) fn sheet(&self) -> Sheet {
        let (width, height) = self.upright();
        if width > height { Sheet::Landscape } else { Sheet::Portrait }
    }

    /// What puts it upright into a frame, as large as it fits and no larger than it is.
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

    /// Where two corners of a rectangle come to lie: the least and the greatest of both directions.
    pub(crate) fn rectangle(&self, [x0, y0, x1, y1]: [f64; 4]) -> [f64; 4] {
        let ((left, bottom), (right, top)) = (self.point(x0, y0), self.point(x1, y1));
        [left.min(right), bottom.min(top), left.max(right), bottom.max(top)]
    }
}

/// What a page's content does, as far as it matters to what stands around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    states: Balance,
    marks: Balance,
}

/// How often something is opened and closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Balance {
    /// Closed more often than it was opened before.
    missing: usize,
    /// Still open at the end.
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
    /// Looks at a page's content.
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

    /// Whether its marks end only where they began, so that they can be tags.
    pub(crate) fn has_whole_marks(&self) -> bool {
        self.marks.missing == 0
    }

    /// What is to stand before it, so that it takes back no more than was set.
    pub(crate) fn beginning(&self) -> String {
        "q\n".repeat(self.states.missing) + &"/Span BMC\n".repeat(self.marks.missing)
    }

    /// What is to stand behind it, so that it leaves nothing open.
    pub(crate) fn end(&self) -> String {
        "EMC\n".repeat(self.marks.open) + &"Q\n".repeat(self.states.open)
    }
}

/// How deep pictures inside pictures are looked through for text.
const DEEPEST: usize = 4;

/// Whether a page shows text: whether it, or anything drawn on it, has a font.
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

/// The annotations of a page.
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
