//! What stands in a paragraph: its words, its links, its pictures, its footnotes.

use crate::numbering::{attribute, child};
use roxmltree::Node;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The words of a paragraph and what stands among them.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub text: String,
    /// Links with their words.
    pub links: Vec<(String, String)>,
    /// Pictures: the relationship of their file, and their alternative text.
    pub pictures: Vec<(String, Option<String>)>,
    /// What stands in text boxes: paragraphs of their own.
    pub boxes: Vec<String>,
    /// Whether a tab stands after its first word.
    pub is_tabbed: bool,
}

/// What a paragraph needs to know of the whole document.
pub(crate) struct Around<'a> {
    /// Where relationships lead.
    pub targets: &'a HashMap<String, String>,
    /// The footnotes and endnotes that are cited, in their order: kind and key.
    pub cited: &'a mut Vec<(String, String)>,
    /// What was not taken, by kind.
    pub left_out: &'a mut HashMap<&'static str, usize>,
}

/// Elements inside one another deeper than this are not read.
const DEEPEST: usize = 60;

/// Reads a paragraph.
pub(crate) fn line(paragraph: Node<'_, '_>, around: &mut Around<'_>) -> Line {
    let mut line = Line::default();
    inside(paragraph, around, &mut line, 0);
    line.is_tabbed =
        line.text.trim_start().find(char::is_whitespace).is_some_and(|end| line.text.trim_start()[end..].starts_with('\t'));
    line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    line
}

fn inside(node: Node<'_, '_>, around: &mut Around<'_>, line: &mut Line, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for child in node.children() {
        let mut leave = |kind: &'static str| *around.left_out.entry(kind).or_insert(0) += 1;
        match child.tag_name().name() {
            "t" => line.text.push_str(child.text().unwrap_or_default()),
            "tab" => line.text.push('\t'),
            "br" | "cr" => line.text.push(' '),
            "noBreakHyphen" => line.text.push('-'),
            "sym" => line.text.push(attribute(child, "char").and_then(symbol).unwrap_or('•')),
            "del" | "moveFrom" => leave("deletions that were tracked"),
            "commentReference" => leave("comments"),
            "oMath" | "oMathPara" => leave("equations"),
            "object" => leave("embedded objects"),
            "pPr" | "rPr" | "instrText" | "delText" | "softHyphen"
            // Word writes a picture twice, for older readers a second time.
            | "Fallback" => {}
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = attribute(child, "id") {
                    let kind = if child.tag_name().name() == "footnoteReference" { "footnotes" } else { "endnotes" };
                    around.cited.push((kind.to_owned(), id.to_owned()));
                    let _ = write!(line.text, "[{}]", around.cited.len());
                }
            }
            "hyperlink" => {
                let mut own = Line::default();
                inside(child, around, &mut own, depth + 1);
                let words = own.text.split_whitespace().collect::<Vec<_>>().join(" ");
                line.text.push_str(&own.text);
                let target = attribute(child, "id").and_then(|id| around.targets.get(id)).filter(|target| is_link(target));
                if let Some(target) = target.filter(|_| !words.is_empty()) {
                    if !words.contains(target.as_str()) && target.starts_with("http") {
                        let _ = write!(line.text, " ({target})");
                    }
                    line.links.push((words, target.clone()));
                }
                line.pictures.append(&mut own.pictures);
                line.boxes.append(&mut own.boxes);
            }
            "drawing" | "pict" => drawing(child, around, line, depth),
            _ => inside(child, around, line, depth + 1),
        }
    }
}

/// Whether an address may be a link.
pub(crate) fn is_link(target: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|begin| target.starts_with(begin))
}

/// A symbol of a private typeface, or of Unicode.
fn symbol(code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    if (0xF000..=0xF0FF).contains(&code) { None } else { char::from_u32(code) }
}

fn drawing(node: Node<'_, '_>, around: &mut Around<'_>, line: &mut Line, depth: usize) {
    let described = node.descendants().find(|inner| matches!(inner.tag_name().name(), "docPr" | "shape" | "cNvPr"));
    let decorative =
        node.descendants().any(|inner| inner.tag_name().name() == "decorative" && attribute(inner, "val") != Some("0"));
    // LibreOffice keeps what a page says of a picture as its title.
    let words = |name| described.and_then(|inner| attribute(inner, name)).map(str::trim).filter(|text| !text.is_empty());
    let alternative = words("descr").or_else(|| words("alt")).or_else(|| words("title"));
    let alternative = if decorative { Some(String::new()) } else { alternative.map(str::to_owned) };
    let files: Vec<&str> = node
        .descendants()
        .filter_map(|inner| match inner.tag_name().name() {
            "blip" => attribute(inner, "embed").or_else(|| attribute(inner, "link")),
            "imagedata" => attribute(inner, "id"),
            _ => None,
        })
        .collect();
    for file in &files {
        line.pictures.push(((*file).to_owned(), alternative.clone()));
    }
    let mut had_box = false;
    // Boxes inside a box are read with it, so that each is read once.
    let is_box = |inner: &Node<'_, '_>| inner.tag_name().name() == "txbxContent";
    let is_outer =
        |inner: &Node<'_, '_>| !inner.ancestors().skip(1).take_while(|above| *above != node).any(|above| is_box(&above));
    for text in node.descendants().filter(|inner| is_box(inner) && is_outer(inner)) {
        had_box = true;
        for paragraph in text.children().filter(|inner| inner.tag_name().name() == "p") {
            let mut own = Line::default();
            inside(paragraph, around, &mut own, depth + 1);
            let words = own.text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                line.boxes.push(words);
            }
        }
    }
    if files.is_empty() && !had_box {
        let is_chart = node.descendants().any(|inner| inner.tag_name().name() == "chart");
        *around.left_out.entry(if is_chart { "charts" } else { "drawings" }).or_insert(0) += 1;
    }
}

/// The value of a property of a paragraph.
pub(crate) fn property<'a>(paragraph: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(child(paragraph, "pPr")?, name)?, "val")
}
