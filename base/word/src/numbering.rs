//! The numbers that Word gives to paragraphs, worked out as it shows them.

use roxmltree::{Document as Xml, Node};
use std::collections::HashMap;

/// How a level of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: what stands for which level.
    text: String,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// The levels of each list.
    lists: HashMap<String, Vec<Level>>,
    /// Which list each number of a paragraph means.
    meant: HashMap<String, String>,
    counted: HashMap<String, [u32; 9]>,
}

/// What a paragraph is numbered with.
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
    /// Reads the part of a document that describes its lists.
    pub(crate) fn read(xml: &Xml<'_>) -> Self {
        let mut numbering = Self::default();
        let root = xml.root_element();
        for list in root.children().filter(|node| node.tag_name().name() == "abstractNum") {
            let Some(id) = attribute(list, "abstractNumId") else { continue };
            let mut levels = vec![Level::default(); 9];
            for level in list.children().filter(|node| node.tag_name().name() == "lvl") {
                let Some(at) = attribute(level, "ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < 9) else {
                    continue;
                };
                levels[at] = Level {
                    start: value(level, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
                    format: value(level, "numFmt").unwrap_or("decimal").to_owned(),
                    text: value(level, "lvlText").unwrap_or_default().chars().take(60).collect(),
                };
            }
            numbering.lists.insert(id.to_owned(), levels);
        }
        for number in root.children().filter(|node| node.tag_name().name() == "num") {
            let (Some(id), Some(list)) = (attribute(number, "numId"), value(number, "abstractNumId")) else { continue };
            let overrides: Vec<(usize, u32)> = number
                .children()
                .filter(|node| node.tag_name().name() == "lvlOverride")
                .filter_map(|node| Some((attribute(node, "ilvl")?.parse().ok()?, value(node, "startOverride")?.parse().ok()?)))
                .collect();
            if overrides.is_empty() {
                numbering.meant.insert(id.to_owned(), list.to_owned());
            } else if let Some(levels) = numbering.lists.get(list) {
                // A list that begins anew is a list of its own.
                let mut levels = levels.clone();
                for (at, start) in overrides.into_iter().filter(|(at, _)| *at < 9) {
                    levels[at].start = start;
                }
                let own = format!("{list}/{id}");
                numbering.lists.insert(own.clone(), levels);
                numbering.meant.insert(id.to_owned(), own);
            }
        }
        numbering
    }

    /// The marker of the next paragraph with this number and level; none where nothing is shown.
    pub(crate) fn next(&mut self, id: &str, level: usize) -> Option<Marker> {
        let list = self.meant.get(id)?.clone();
        let levels = self.lists.get(&list)?;
        let at = level.min(8);
        let counted = self.counted.entry(list.clone()).or_insert([0; 9]);
        counted[at] = if counted[at] == 0 { levels[at].start } else { counted[at].saturating_add(1) };
        for (deeper, count) in counted.iter_mut().enumerate() {
            if deeper > at {
                *count = 0;
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
            let count = if counted[place] == 0 { level.start.max(1) } else { counted[place] };
            // A legal number shows every level in figures.
            text = text.replace(&format!("%{}", place + 1), &written(count, &level.format));
        }
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Marker::Number(text))
    }
}

/// A count in a format.
fn written(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" | "upperLetter" => {
            let letter = char::from(b'a' + u8::try_from((count.max(1) - 1) % 26).unwrap_or_default());
            let text = letter.to_string().repeat(((count.max(1) - 1) / 26 + 1).min(8) as usize);
            if format == "upperLetter" { text.to_uppercase() } else { text }
        }
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

fn roman(count: u32) -> String {
    let mut left = count.min(3_999);
    let mut text = String::new();
    for (value, letters) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while left >= value {
            text.push_str(letters);
            left -= value;
        }
    }
    text
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
}
