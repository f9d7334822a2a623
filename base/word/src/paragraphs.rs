//! The content of a paragraph: its words and their formatting, its links, its pictures, its footnotes.

use crate::numbering::{attribute, child};
use documents::{Style, Text, is_link};
use roxmltree::Node;
use std::collections::HashMap;

/// The words of a paragraph and what appears among them.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub text: Text,
    /// Pictures: the relationship of their file, and their alternative text.
    pub pictures: Vec<(String, Option<String>)>,
    /// The content of text boxes, which become paragraphs of their own.
    pub boxes: Vec<Text>,
    /// Whether a tab follows its first word.
    pub is_tabbed: bool,
    /// The words in the order they are read, with a line feed for each break.
    pub runs: Vec<(String, Style)>,
    /// The open fields, the innermost last.
    fields: Vec<Field>,
}

/// A field, such as a link written by an older version of Word: its instruction, and then what it shows.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows: bool,
}

impl Field {
    /// Returns the address that it leads to, while its words are shown.
    fn link(&self) -> Option<String> {
        let rest = self.instruction.trim().strip_prefix("HYPERLINK").filter(|_| self.shows)?;
        rest.split('"').nth(1).filter(|address| is_link(address)).map(str::to_owned)
    }
}

/// What reading a paragraph needs to know about the whole document.
pub(crate) struct Around<'a> {
    /// The targets of relationships.
    pub targets: &'a HashMap<String, String>,
    /// The cited footnotes and endnotes, in order: kind and key.
    pub cited: &'a mut Vec<(String, String)>,
    /// What was not imported, by kind.
    pub left_out: &'a mut HashMap<&'static str, usize>,
}

/// Elements nested more deeply than this are not read.
const DEEPEST: usize = 60;

/// Reads the runs of a paragraph, whose words are formatted as `style` unless they say otherwise.
pub(crate) fn runs(paragraph: Node<'_, '_>, around: &mut Around<'_>, style: &Style) -> Line {
    let mut line = Line::default();
    inside(paragraph, around, &mut line, style, 0);
    line
}

/// Reads a paragraph.
pub(crate) fn line(paragraph: Node<'_, '_>, around: &mut Around<'_>) -> Line {
    let mut line = runs(paragraph, around, &Style::default());
    let words: String = line.runs.iter().map(|(words, _)| words.as_str()).collect();
    let words = words.trim_start();
    line.is_tabbed = words.find(char::is_whitespace).is_some_and(|end| words[end..].starts_with('\t'));
    line.text = Text::of_runs(std::mem::take(&mut line.runs));
    line
}

/// Returns whether an on/off property is on; `None` if nothing is specified.
fn switch(properties: Node<'_, '_>, name: &str) -> Option<bool> {
    let node = child(properties, name)?;
    Some(!matches!(attribute(node, "val"), Some("0" | "false" | "off" | "none")))
}

/// Returns the formatting of a run, and whether it is hidden.
fn run_style(run: Node<'_, '_>, around: &Style) -> (Style, bool) {
    let mut style = around.clone();
    let Some(properties) = child(run, "rPr") else { return (style, false) };
    let named = child(properties, "rStyle").and_then(|node| attribute(node, "val")).unwrap_or_default();
    style.strong = switch(properties, "b").unwrap_or(style.strong || matches!(named, "Strong" | "StrongEmphasis"));
    style.emphasis = switch(properties, "i").unwrap_or(style.emphasis || named == "Emphasis");
    (style, switch(properties, "vanish").unwrap_or(false))
}

fn inside(node: Node<'_, '_>, around: &mut Around<'_>, line: &mut Line, style: &Style, depth: usize) {
    if depth > DEEPEST {
        if node.descendants().any(|inner| inner.tag_name().name() == "t") {
            *around.left_out.entry("parts nested too deeply").or_insert(0) += 1;
        }
        return;
    }
    for child in node.children() {
        let mut leave = |kind: &'static str| *around.left_out.entry(kind).or_insert(0) += 1;
        let mut push = |words: &str| {
            let link = line.fields.iter().rev().find_map(Field::link);
            let is_shown = line.fields.iter().all(|field| field.shows);
            if is_shown {
                line.runs.push((words.to_owned(), Style { link: link.or_else(|| style.link.clone()), ..style.clone() }));
            }
        };
        match child.tag_name().name() {
            "t" => push(child.text().unwrap_or_default()),
            "tab" => push("\t"),
            "br" | "cr" => push("\n"),
            "noBreakHyphen" => push("-"),
            "sym" => push(&attribute(child, "char").and_then(symbol).unwrap_or('•').to_string()),
            "fldChar" => match attribute(child, "fldCharType") {
                Some("begin") if line.fields.len() < DEEPEST => line.fields.push(Field::default()),
                Some("separate") => {
                    if let Some(field) = line.fields.last_mut() {
                        field.shows = true;
                    }
                }
                Some("end") => {
                    line.fields.pop();
                }
                _ => {}
            },
            "instrText" => {
                if let Some(field) = line.fields.last_mut() {
                    field.instruction.extend(child.text().unwrap_or_default().chars().take(2_000));
                }
            }
            "fldSimple" => {
                let instruction = attribute(child, "instr").unwrap_or_default().to_owned();
                let link = Field { instruction, shows: true }.link();
                inside(child, around, line, &Style { link: link.or_else(|| style.link.clone()), ..style.clone() }, depth + 1);
            }
            "del" | "moveFrom" => leave("tracked deletions"),
            "commentReference" => leave("comments"),
            "oMath" | "oMathPara" => leave("equations"),
            "object" => leave("embedded objects"),
            "pPr" | "rPr" | "delText" | "softHyphen"
            // Word writes a picture a second time, for older readers.
            | "Fallback" => {}
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = attribute(child, "id") {
                    let kind = if child.tag_name().name() == "footnoteReference" { "footnotes" } else { "endnotes" };
                    around.cited.push((kind.to_owned(), id.to_owned()));
                    push(&format!("[{}]", around.cited.len()));
                }
            }
            "hyperlink" => {
                let target = attribute(child, "id").and_then(|id| around.targets.get(id)).filter(|target| is_link(target));
                let link = target.cloned().or_else(|| style.link.clone());
                inside(child, around, line, &Style { link, ..style.clone() }, depth + 1);
            }
            "drawing" | "pict" => drawing(child, around, line, depth),
            "r" => {
                let (own, is_hidden) = run_style(child, style);
                if is_hidden && child.descendants().any(|inner| inner.tag_name().name() == "t") {
                    leave("pieces of hidden text");
                } else {
                    inside(child, around, line, &own, depth + 1);
                }
            }
            _ => inside(child, around, line, style, depth + 1),
        }
    }
}

/// Returns a Unicode symbol; `None` if the symbol belongs to a private typeface.
fn symbol(code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    if (0xF000..=0xF0FF).contains(&code) { None } else { char::from_u32(code) }
}

fn drawing(node: Node<'_, '_>, around: &mut Around<'_>, line: &mut Line, depth: usize) {
    let described = node.descendants().find(|inner| matches!(inner.tag_name().name(), "docPr" | "shape" | "cNvPr"));
    let decorative =
        node.descendants().any(|inner| inner.tag_name().name() == "decorative" && attribute(inner, "val") != Some("0"));
    // LibreOffice stores the alternative text of a picture on a web page as its title.
    let words = |name| described.and_then(|inner| attribute(inner, name)).map(str::trim).filter(|text| !text.is_empty());
    let alternative = words("descr").or_else(|| words("alt")).or_else(|| words("title"));
    let alternative = if decorative { Some(String::new()) } else { alternative.map(str::to_owned) };
    // The fallback for older readers repeats the content.
    let is_told = |inner: &Node<'_, '_>| {
        !inner.ancestors().take_while(|above| *above != node).any(|above| above.tag_name().name() == "Fallback")
    };
    let files: Vec<&str> = node
        .descendants()
        .filter(is_told)
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
    let is_outer =
        |inner: &Node<'_, '_>| !inner.ancestors().skip(1).take_while(|above| *above != node).any(|above| is_box(&above));
    for text in node.descendants().filter(|inner| is_box(inner) && is_outer(inner) && is_told(inner)) {
        had_box = true;
        // Tables in a box are read as paragraphs; a nested box is read with the paragraph that has it.
        let is_own = |inner: &Node<'_, '_>| {
            inner.tag_name().name() == "p" && inner.ancestors().skip(1).find(is_box).is_some_and(|nearest| nearest == text)
        };
        for paragraph in text.descendants().filter(is_own) {
            let mut own = Line::default();
            inside(paragraph, around, &mut own, &Style::default(), depth + 1);
            let words = Text::of_runs(own.runs);
            if !words.is_empty() {
                line.boxes.push(words);
            }
            line.pictures.append(&mut own.pictures);
            line.boxes.append(&mut own.boxes);
        }
    }
    if files.is_empty() && !had_box {
        let is_chart = node.descendants().any(|inner| inner.tag_name().name() == "chart");
        *around.left_out.entry(if is_chart { "charts" } else { "drawings" }).or_insert(0) += 1;
    }
}

/// Checks whether an element is the content of a text box.
pub(crate) fn is_box(node: &Node<'_, '_>) -> bool {
    node.tag_name().name() == "txbxContent"
}

/// Returns the value of a property of a paragraph.
pub(crate) fn property<'a>(paragraph: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(child(paragraph, "pPr")?, name)?, "val")
}
