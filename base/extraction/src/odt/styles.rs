//! The styles of a document: which letters are bold, and how lists and headings are numbered.

use super::lists::{Level, Numbering};
use super::{attribute, name};
use roxmltree::Node;
use std::collections::HashMap;

/// How far the styles are followed from which a style takes what it does not say.
const FARTHEST: usize = 20;

/// A style of paragraphs or of letters.
#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    is_bold: Option<bool>,
    /// The level of headings in this style.
    level: Option<u8>,
    is_title: bool,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    named: HashMap<(String, String), Style>,
    /// The styles of lists, by name.
    pub(super) lists: HashMap<String, Numbering>,
    /// How headings are numbered.
    pub(super) outline: Numbering,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn add(&mut self, root: Node<'_, '_>) {
        let is_group = |node: &Node<'_, '_>| matches!(name(*node), "styles" | "automatic-styles");
        for style in root.children().filter(is_group).flat_map(|group| group.children()) {
            match name(style) {
                "style" => self.add_style(style),
                "list-style" => {
                    if let Some(own) = attribute(style, "name") {
                        self.lists.insert(own.to_owned(), levels(style));
                    }
                }
                "outline-style" => self.outline = levels(style),
                _ => {}
            }
        }
    }

    fn add_style(&mut self, node: Node<'_, '_>) {
        let (Some(own), Some(family)) = (attribute(node, "name"), attribute(node, "family")) else { return };
        let letters = node.children().find(|child| name(*child) == "text-properties");
        let weight = letters.and_then(|letters| attribute(letters, "font-weight"));
        let style = Style {
            parent: attribute(node, "parent-style-name").map(str::to_owned),
            is_bold: weight.map(|weight| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)),
            level: attribute(node, "default-outline-level").and_then(|level| level.parse().ok()),
            is_title: own == "Title",
        };
        self.named.insert((family.to_owned(), own.to_owned()), style);
    }

    /// Returns a style and those from which it takes what it does not say.
    fn chain(&self, family: &str, own: &str) -> impl Iterator<Item = &Style> {
        let get = move |own: &str, family: &str| self.named.get(&(family.to_owned(), own.to_owned()));
        let family = family.to_owned();
        let first = get(own, &family);
        std::iter::successors(first, move |style| get(style.parent.as_deref()?, &family)).take(FARTHEST)
    }

    /// Returns whether a style makes letters bold, if it says.
    pub(super) fn is_bold(&self, family: &str, own: &str) -> Option<bool> {
        self.chain(family, own).find_map(|style| style.is_bold)
    }

    /// Returns the level of a paragraph in this style if it is a heading; 0 if it is the title.
    pub(super) fn level(&self, own: &str) -> Option<u8> {
        let is_title = self.chain("paragraph", own).any(|style| style.is_title);
        if is_title { Some(0) } else { self.chain("paragraph", own).find_map(|style| style.level) }
    }
}

fn levels(node: Node<'_, '_>) -> Numbering {
    let mut numbering = Numbering::default();
    for level in node.children() {
        let kind = name(level);
        let at = attribute(level, "level").and_then(|at| at.parse::<usize>().ok()).and_then(|at| at.checked_sub(1));
        let (Some(at), true) = (at, kind.contains("-level-style")) else { continue };
        let said =
            |attribute_name: &str| attribute(level, attribute_name).unwrap_or_default().chars().take(20).collect::<String>();
        let own = if kind.ends_with("-bullet") || kind.ends_with("-image") {
            Level::Bullet
        } else {
            Level::Number {
                format: said("num-format"),
                before: said("num-prefix"),
                after: said("num-suffix"),
                shown: attribute(level, "display-levels").and_then(|shown| shown.parse().ok()).unwrap_or(1),
                start: attribute(level, "start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
            }
        };
        numbering.set(at, own);
    }
    numbering
}
