//! The numbers that Word gives to paragraphs, computed as it shows them.

use crate::reading::DEEPEST_LEVEL;
use crate::styles::Styles;
use foundation::numerals::roman;
use roxmltree::{Document as Xml, Node};
use std::collections::HashMap;

/// How a level of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// The pattern, such as `%1.%2`, with a placeholder for each level.
    text: String,
    /// Whether every level is shown in decimal figures.
    is_legal: bool,
    /// The level, counted from 1, after which numbering restarts: any level above it if `None`, no level if 0.
    begins_after: Option<usize>,
    /// The style of its paragraphs.
    style: Option<String>,
}

impl Level {
    fn read(level: Node<'_, '_>) -> Self {
        let is_on = |node| !matches!(attribute(node, "val"), Some("0" | "false" | "off"));
        Self {
            start: value(level, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
            format: value(level, "numFmt").unwrap_or("decimal").to_owned(),
            text: value(level, "lvlText").unwrap_or_default().chars().take(60).collect(),
            is_legal: child(level, "isLgl").is_some_and(is_on),
            begins_after: value(level, "lvlRestart").and_then(|after| after.parse().ok()),
            style: value(level, "pStyle").map(str::to_owned),
        }
    }
}

/// Returns the levels among these elements, each with its index.
fn levels_in<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = (usize, Level)> + use<'a, 'i> {
    let levels = node.children().filter(|node| node.tag_name().name() == "lvl");
    levels.filter_map(|level| Some((place_of(level)?, Level::read(level))))
}

/// Returns the index of a level, from 0.
fn place_of(level: Node<'_, '_>) -> Option<usize> {
    attribute(level, "ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < 9)
}

/// The lists of a document, and the current count of each.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// The levels of each list.
    lists: HashMap<String, Vec<Level>>,
    /// The list that each number of a paragraph refers to.
    meant: HashMap<String, String>,
    counted: HashMap<String, [Option<u32>; 9]>,
}

/// The marker of a paragraph in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A bullet.
    Bullet,
    /// A number as Word shows it.
    Number(String),
}

pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

pub(crate) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

impl Numbering {
    /// Reads the part that describes the document's lists.
    pub(crate) fn read(xml: &Xml<'_>) -> Self {
        let mut numbering = Self::default();
        let root = xml.root_element();
        let (mut named, mut borrowed) = (HashMap::new(), Vec::new());
        for list in root.children().filter(|node| node.tag_name().name() == "abstractNum") {
            let Some(id) = attribute(list, "abstractNumId") else { continue };
            let mut levels = vec![Level::default(); 9];
            for (at, level) in levels_in(list) {
                levels[at] = level;
            }
            if let Some(style) = value(list, "styleLink") {
                named.insert(style.to_owned(), levels.clone());
            }
            if let Some(style) = value(list, "numStyleLink") {
                borrowed.push((id.to_owned(), style.to_owned()));
            }
            numbering.lists.insert(id.to_owned(), levels);
        }
        // A list that refers to a list style has its levels there.
        for (id, style) in borrowed {
            if let Some(levels) = named.get(&style) {
                numbering.lists.insert(id, levels.clone());
            }
        }
        for number in root.children().filter(|node| node.tag_name().name() == "num") {
            let (Some(id), Some(list)) = (attribute(number, "numId"), value(number, "abstractNumId")) else { continue };
            let overrides: Vec<Node<'_, '_>> = number.children().filter(|node| node.tag_name().name() == "lvlOverride").collect();
            let Some(levels) = numbering.lists.get(list).filter(|_| !overrides.is_empty()) else {
                numbering.meant.insert(id.to_owned(), list.to_owned());
                continue;
            };
            // A list that restarts is a list of its own.
            let mut levels = levels.clone();
            for node in overrides {
                for (at, level) in levels_in(node) {
                    levels[at] = level;
                }
                let start = value(node, "startOverride").and_then(|start| start.parse().ok());
                if let (Some(at), Some(start)) = (place_of(node), start) {
                    levels[at].start = start;
                }
            }
            let own = format!("{list}/{id}");
            numbering.lists.insert(own.clone(), levels);
            numbering.meant.insert(id.to_owned(), own);
        }
        numbering
    }

    /// Returns the marker of the next paragraph with this number and level; `None` if nothing is shown.
    pub(crate) fn next(&mut self, id: &str, level: usize) -> Option<Marker> {
        let list = self.meant.get(id)?.clone();
        let levels = self.lists.get(&list)?;
        let at = level.min(8);
        let counted = self.counted.entry(list.clone()).or_insert([None; 9]);
        counted[at] = Some(counted[at].map_or(levels[at].start, |count| count.saturating_add(1)));
        for (deeper, count) in counted.iter_mut().enumerate().skip(at + 1) {
            if levels[deeper].begins_after.is_none_or(|after| at < after) {
                *count = None;
            }
        }
        let own = &levels[at];
        if own.format == "bullet" {
            return Some(Marker::Bullet);
        }
        if own.format == "none" {
            return None;
        }
        let mut text = own.text.clone();
        for (place, level) in levels.iter().enumerate() {
            let count = counted[place].unwrap_or(level.start);
            let format = if own.is_legal { "decimal" } else { level.format.as_str() };
            text = text.replace(&format!("%{}", place + 1), &written(count, format));
        }
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Marker::Number(text))
    }

    /// Returns the marker of a paragraph in this style, and its level. Paragraphs without words are counted as well, as Word does.
    pub(crate) fn of_paragraph(&mut self, styles: &Styles, paragraph: Node<'_, '_>, style: &str) -> Option<(Marker, usize)> {
        let own = child(paragraph, "pPr").and_then(|pr| child(pr, "numPr"));
        let stated = |name: &str| own.and_then(|number| value(number, name)).map(str::to_owned);
        let by_style = styles.numbers.get(style).cloned();
        let list = stated("numId").or_else(|| by_style.as_ref().map(|(list, _)| list.clone())).filter(|list| list != "0")?;
        let level = stated("ilvl").and_then(|level| level.parse().ok()).or_else(|| by_style.and_then(|(_, level)| level));
        let level = level.or_else(|| self.level_of_style(&list, style)).unwrap_or(0).min(DEEPEST_LEVEL);
        self.next(&list, level).map(|marker| (marker, level))
    }

    /// Returns the level of a list whose paragraphs have this style.
    pub(crate) fn level_of_style(&self, id: &str, style: &str) -> Option<usize> {
        let levels = self.lists.get(self.meant.get(id)?)?;
        levels.iter().position(|level| level.style.as_deref() == Some(style))
    }
}

/// Returns a count in a number format.
fn written(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" | "upperLetter" => {
            let letter = char::from(b'a' + u8::try_from((count.max(1) - 1) % 26).unwrap_or_default());
            let text = letter.to_string().repeat(((count.max(1) - 1) / 26 + 1).min(8) as usize);
            if format == "upperLetter" { text.to_uppercase() } else { text }
        }
        "lowerRoman" => roman(count.min(3_999)).unwrap_or_default(),
        "upperRoman" => roman(count.min(3_999)).unwrap_or_default().to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_as_word_shows_them() {
        let level = |at: usize, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let xml = format!(
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"3\"/></w:lvlOverride></w:num></w:numbering>",
            level(0, "decimal", "%1.0"),
            level(1, "decimal", "%1.%2"),
            level(2, "lowerRoman", "(%3)")
        );
        let parsed = Xml::parse(&xml).expect("XML");
        let mut numbering = Numbering::read(&parsed);
        let mut next = |id: &str, level| match numbering.next(id, level) {
            Some(Marker::Number(text)) => text,
            other => format!("{other:?}"),
        };
        let told: Vec<String> = [0, 1, 1, 2, 2, 0, 1].into_iter().map(|level| next("4", level)).collect();
        assert_eq!(told, ["1.0", "1.1", "1.2", "(i)", "(ii)", "2.0", "2.1"]);
        assert_eq!(next("5", 0), "3.0");
        assert_eq!(next("9", 0), "None");
    }

    #[test]
    fn what_word_says_of_levels_is_kept() {
        let level = |at: usize, rest: &str| format!("<w:lvl w:ilvl=\"{at}\">{rest}</w:lvl>");
        let of = |id: usize, inside: &str| format!("<w:abstractNum w:abstractNumId=\"{id}\">{inside}</w:abstractNum>");
        let number = |id: usize, list: usize| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{list}\"/></w:num>");
        let first = level(
            0,
            "<w:start w:val=\"0\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/><w:pStyle w:val=\"Part\"/>",
        );
        let second = level(
            1,
            "<w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/><w:isLgl/><w:lvlRestart w:val=\"0\"/>",
        );
        let lists = of(0, &format!("<w:styleLink w:val=\"Own\"/>{first}{second}")) + &of(1, "<w:numStyleLink w:val=\"Own\"/>");
        let xml = format!("<w:numbering xmlns:w=\"w\">{lists}{}{}</w:numbering>", number(4, 0), number(5, 1));
        let parsed = Xml::parse(&xml).expect("XML");
        let mut numbering = Numbering::read(&parsed);
        assert_eq!(numbering.level_of_style("4", "Part"), Some(0));
        assert_eq!(numbering.level_of_style("4", "Other"), None);
        for list in ["4", "5"] {
            let told: Vec<Option<Marker>> = [0, 1, 0, 1].into_iter().map(|level| numbering.next(list, level)).collect();
            let number = |text: &str| Some(Marker::Number(text.to_owned()));
            // Roman numerals have no zero; the second level shows figures, and goes on counting.
            assert_eq!(told, [number("."), number("0.1"), number("I."), number("1.2")], "{list}");
        }
    }
}
