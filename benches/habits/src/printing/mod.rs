//! Papers as text, and as sources from which PDFs are made.

mod html;
mod text;
mod typst;
mod wrapping;

pub use html::html;
pub use text::{Printed, printed, text};
pub use typst::typst;

use crate::paper::Layout;

/// Letters that typesetting programs join, longer ones first.
const LIGATURES: &[(&str, &str)] = &[("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")];

/// Returns the text with the letters and quotation marks of the layout.
fn set(text: &str, layout: &Layout) -> String {
    let mut text = text.to_owned();
    if layout.straight_quotes {
        text = text.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
    }
    if layout.ligatures {
        for (letters, joined) in LIGATURES {
            text = text.replace(letters, joined);
        }
    }
    text
}
