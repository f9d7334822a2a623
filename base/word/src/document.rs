//! What is read of a Word document.

use documents::Block;
use serde::{Deserialize, Serialize};

/// The content of a Word document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Its title, if it has a paragraph in the style for titles.
    pub title: Option<String>,
    /// Its headings, paragraphs, lists, tables and pictures. Numbers are as Word shows them; footnotes are cited as `[1]` and
    /// listed at the end. The file of a picture is its [`Document::reference`].
    pub blocks: Vec<Block>,
    /// Its pictures, in order.
    pub pictures: Vec<Picture>,
    /// The links in headings and tables, in order; links elsewhere are part of the formatted text.
    pub links: Vec<Link>,
    /// What was not imported: `2 comments`, or the words of a page's header.
    pub left_out: Vec<String>,
}

impl Document {
    /// Returns the name by which a block refers to the picture at this index of [`Document::pictures`].
    pub fn reference(place: usize) -> String {
        format!("picture-in-word-{place}")
    }
}

/// A picture in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its alternative text: `None` if it has none, empty if it is marked as decorative.
    pub alternative: Option<String>,
    /// The name of its file in the document.
    pub name: String,
    /// Its bytes; `None` if the file is not in the document.
    #[serde(skip)]
    pub content: Option<Vec<u8>>,
}

/// A link in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words of the link.
    pub text: String,
    /// The address that it leads to.
    pub address: String,
}
