//! The parts of a Word document that its text needs.

use crate::numbering::Numbering;
use crate::opened::{Opened, Relation, WordError, parse};
use crate::styles::Styles;
use roxmltree::Node;
use std::collections::HashMap;

/// The parts of a document.
pub(crate) struct Parts {
    /// The part that contains the text.
    pub(crate) text: String,
    /// Its relationships.
    pub(crate) relations: Vec<Relation>,
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
    /// The parts that contain notes, each with its kind.
    pub(crate) notes: [(&'static str, Option<String>); 2],
}

/// Reads the parts of a document.
pub(crate) fn read(opened: &mut Opened<'_>) -> Result<Parts, WordError> {
    let main = opened.main()?;
    let text = opened.text(&main)?.unwrap_or_default();
    let relations = opened.relations(&main)?;
    let mut part = |kind: &str| match relations.iter().find(|relation| relation.is_of(kind)) {
        Some(relation) => opened.text(&relation.part),
        // Some programs leave out the relationship; the part then has its usual name.
        None => opened.text(&format!("word/{kind}.xml")),
    };
    let styles = part("styles")?;
    let numbering = part("numbering")?;
    let notes = [("footnotes", part("footnotes")?), ("endnotes", part("endnotes")?)];
    let styles = match &styles {
        Some(text) => Styles::read(&parse("the styles", text)?),
        None => Styles::default(),
    };
    let numbering = match &numbering {
        Some(text) => Numbering::read(&parse("the numbering", text)?),
        None => Numbering::default(),
    };
    Ok(Parts { text, relations, styles, numbering, notes })
}

/// Returns the words of the headers and footers of pages, each with its name.
pub(crate) fn running(opened: &mut Opened<'_>, relations: &[Relation]) -> Result<Vec<(&'static str, String)>, WordError> {
    let mut running = Vec::new();
    for (kind, name) in [("header", "Page header"), ("footer", "Page footer")] {
        for relation in relations.iter().filter(|relation| relation.is_of(kind)) {
            let Some(text) = opened.text(&relation.part)? else { continue };
            running.push((name, words_of(&parse(kind, &text)?)));
        }
    }
    Ok(running)
}

/// Returns the words of a page header or footer, on one line.
fn words_of(part: &roxmltree::Document<'_>) -> String {
    let paragraph = |paragraph: Node<'_, '_>| {
        paragraph
            .descendants()
            .filter(|inner| inner.tag_name().name() == "t")
            .filter_map(|inner| inner.text())
            .collect::<String>()
    };
    let all: Vec<String> = part.descendants().filter(|node| node.tag_name().name() == "p").map(paragraph).collect();
    all.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what was not imported, in words: `2 comments`.
pub(crate) fn counted(left_out: &HashMap<&'static str, usize>) -> Vec<String> {
    let mut counted: Vec<String> = left_out.iter().map(|(kind, count)| one_count(kind, *count)).collect();
    counted.sort();
    counted
}

/// Returns a count with its noun: `1 comment`, `2 pieces of hidden text`.
fn one_count(kinds: &str, count: usize) -> String {
    if count != 1 {
        return format!("{count} {kinds}");
    }
    let one = kinds.strip_suffix('s').map(str::to_owned);
    let one = one.or_else(|| kinds.split_once("s ").map(|(noun, rest)| format!("{noun} {rest}")));
    format!("1 {}", one.unwrap_or_else(|| kinds.to_owned()))
}
