//! OpenDocument texts (.odt): headings, numbered paragraphs and lists, tables and notes (OASIS, OpenDocument 1.3).

mod lists;
mod styles;
mod text;

use crate::docx::Office;
use crate::sheet::printed;
use crate::zipped::Parts;
use roxmltree::{Document as Xml, Node, ParsingOptions};
use styles::Styles;
use word::Held;

/// The largest part, in bytes once unpacked.
const LARGEST_PART: u64 = 32 * 1024 * 1024;

/// The most elements of a part.
const MOST_NODES: u32 = 3_000_000;

/// The most characters of one head or foot of pages.
const MOST_OF_HEADER: usize = 300;

/// Why an OpenDocument text could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OdtError {
    /// It is encrypted.
    #[error("the document is protected by a password; remove the password and save it again")]
    Protected,
    /// A part of it cannot be read.
    #[error("the document is damaged: {0}; open it in an office program and save it again")]
    Damaged(String),
}

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Office, OdtError> {
    let damaged = |what: &str| OdtError::Damaged(what.to_owned());
    let mut parts = Parts::open(bytes).ok_or_else(|| damaged("its list of parts cannot be read"))?;
    let manifest = parts.bytes("META-INF/manifest.xml", LARGEST_PART).unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains(":encryption-data") {
        return Err(OdtError::Protected);
    }
    let mut held = Held::default();
    let mut part = |name: &str| -> Result<Option<String>, OdtError> {
        let Some(bytes) = parts.bytes(name, LARGEST_PART) else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}').to_owned();
        held.add(&text).map_err(|why| OdtError::Damaged(format!("{name}: {why}")))?;
        Ok(Some(text))
    };
    let content = part("content.xml")?.ok_or_else(|| damaged("its text is missing, or too large"))?;
    let common = part("styles.xml")?.unwrap_or_default();
    let content = parse("content.xml", &content)?;
    let mut styles = Styles::default();
    let mut running: Vec<String> = Vec::new();
    let common = if common.is_empty() { None } else { Some(parse("styles.xml", &common)?) };
    if let Some(common) = &common {
        styles.add(common.root_element());
        running = heads_and_feet(common.root_element());
    }
    styles.add(content.root_element());
    let body =
        content.descendants().find(|node| name(*node) == "text" && node.parent().is_some_and(|parent| name(parent) == "body"));
    let read = text::read(body.ok_or_else(|| damaged("it has no text"))?, &styles);
    Ok(Office { pieces: read.pieces, running, left_out: read.left_out })
}

fn parse<'a>(part: &str, text: &'a str) -> Result<Xml<'a>, OdtError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Xml::parse_with_options(text, options).map_err(|error| OdtError::Damaged(format!("{part}: {error}")))
}

/// Returns the words of the heads and feet of pages, without duplicates.
fn heads_and_feet(root: Node<'_, '_>) -> Vec<String> {
    let mut running: Vec<String> = Vec::new();
    let is_edge = |node: &Node<'_, '_>| {
        matches!(name(*node), "header" | "footer" | "header-first" | "footer-first" | "header-left" | "footer-left")
    };
    for edge in root.descendants().filter(|node| name(*node) == "master-page").flat_map(|page| page.children().filter(is_edge)) {
        let words: Vec<&str> = edge.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
        let words: String = printed(&words.join(" ")).chars().take(MOST_OF_HEADER).collect();
        if !words.is_empty() && !running.contains(&words) && running.len() < 200 {
            running.push(words);
        }
    }
    running
}

/// Returns the name of an element, without its prefix.
fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// Returns an attribute by its name, without its prefix.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}
