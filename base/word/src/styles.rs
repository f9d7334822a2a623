//! The styles of a Word document: which are headings, and which add numbers.

use crate::numbering::{attribute, child};
use crate::paragraphs::property;
use crate::reading::DEEPEST_LEVEL;
use roxmltree::{Document as Xml, Node};
use std::collections::HashMap;

/// What the styles of a document add: levels of headings, numbers, bold letters.
#[derive(Default)]
pub(crate) struct Styles {
    pub headings: HashMap<String, u8>,
    pub titles: Vec<String>,
    /// The list of each style, and its level if given.
    pub numbers: HashMap<String, (String, Option<usize>)>,
    /// Whether each style makes letters bold, if it says.
    pub bold: HashMap<String, bool>,
}

impl Styles {
    pub(crate) fn read(xml: &Xml<'_>) -> Self {
        let mut styles = Self::default();
        let mut based: HashMap<String, String> = HashMap::new();
        for style in xml.root_element().children().filter(|node| node.tag_name().name() == "style") {
            let Some(id) = attribute(style, "styleId") else { continue };
            let name = child(style, "name").and_then(|name| attribute(name, "val")).unwrap_or_default().to_lowercase();
            let outline = child(style, "pPr")
                .and_then(|pr| child(pr, "outlineLvl"))
                .and_then(|level| attribute(level, "val"))
                .and_then(|level| level.parse::<u8>().ok());
            let named = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u8>().ok());
            if let Some(level) = named.or(outline.map(|level| level.saturating_add(1))).filter(|level| (1..=9).contains(level)) {
                styles.headings.insert(id.to_owned(), level.min(4));
            }
            if let Some(bold) = child(style, "rPr").and_then(|pr| child(pr, "b")) {
                styles.bold.insert(id.to_owned(), !matches!(attribute(bold, "val"), Some("0" | "false" | "off")));
            }
            if name == "title" {
                styles.titles.push(id.to_owned());
            }
            if let Some(number) = child(style, "pPr").and_then(|pr| child(pr, "numPr")) {
                let value = |name: &str| child(number, name).and_then(|node| attribute(node, "val"));
                if let Some(list) = value("numId") {
                    let level = value("ilvl").and_then(|level| level.parse::<usize>().ok()).map(|level| level.min(DEEPEST_LEVEL));
                    styles.numbers.insert(id.to_owned(), (list.to_owned(), level));
                }
            }
            if let Some(parent) = child(style, "basedOn").and_then(|node| attribute(node, "val")) {
                based.insert(id.to_owned(), parent.to_owned());
            }
        }
        // A style inherits from the style it is based on, unless it says otherwise.
        for id in based.keys() {
            let mut parent = based.get(id);
            for _ in 0..20 {
                let Some(known) = parent else { break };
                if let (None, Some(level)) = (styles.headings.get(id), styles.headings.get(known).copied()) {
                    styles.headings.insert(id.clone(), level);
                }
                if let (None, Some(number)) = (styles.numbers.get(id), styles.numbers.get(known).cloned()) {
                    styles.numbers.insert(id.clone(), number);
                }
                if let (None, Some(bold)) = (styles.bold.get(id), styles.bold.get(known).copied()) {
                    styles.bold.insert(id.clone(), bold);
                }
                parent = based.get(known);
            }
        }
        styles
    }

    /// Returns the level of a paragraph in this style if it is a heading.
    pub(crate) fn heading(&self, paragraph: Node<'_, '_>, style: &str) -> Option<u8> {
        let own = property(paragraph, "outlineLvl").and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9);
        own.map(|level| (level + 1).min(4)).or_else(|| self.headings.get(style).copied())
    }
}
