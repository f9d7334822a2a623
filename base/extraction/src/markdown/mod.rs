//! Reads text with the marks of Markdown, as councils' sites and the programs that save their pages write it: what a file says of itself
//! before its text, `**bold**` words, tables of `|`, and HTML among them. All other lines keep their numbers.

mod front_matter;
mod inline;
mod pipes;

use crate::html;
use crate::pieces::{Grid, Line, Piece};

/// Tags that are HTML wherever they are in a text.
const TAGS: &[&str] = &[
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "p",
    "br",
    "br/",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "span",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "sup",
    "sub",
    "center",
    "font",
    "blockquote",
    "hr",
    "a",
    "img",
];

/// What is read of a text.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    pub(crate) pieces: Vec<Piece>,
    /// What the file says of itself besides its title and its date.
    pub(crate) around: Vec<String>,
}

/// Checks whether a text has marks that are more than a slip of the author.
pub(crate) fn is_markdown(text: &str) -> bool {
    let (mut headings, mut rows) = (0, 0);
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        headings += usize::from(heading(line).is_some());
        rows += usize::from(pipes::is_row(line));
        if headings > 1 || rows > 1 || pipes::is_rule(line) || inline::has_bold(line) || has_tag(line) {
            return true;
        }
    }
    front_matter::split(text).is_some()
}

/// Reads a text.
pub(crate) fn read(text: &str) -> Marked {
    let mut marked = Marked::default();
    let mut text = text;
    if let Some((matter, rest)) = front_matter::split(text) {
        front_matter::read(matter, &mut marked);
        text = rest;
    }
    let mut lines = text.lines().peekable();
    let mut grid = Grid::default();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(row) = pipes::row(trimmed, !grid.rows.is_empty() || lines.peek().is_some_and(|next| pipes::is_rule(next))) {
            match row {
                pipes::Row::Cells(cells) => grid.rows.push(cells),
                pipes::Row::Rule => pipes::head(&mut grid),
            }
            continue;
        }
        end_table(&mut grid, &mut marked.pieces);
        if has_tag(trimmed) {
            let mut block = inline::with_tags(trimmed);
            let is_open = |block: &str| count(block, "<table") > count(block, "</table");
            let mut open = is_open(trimmed);
            while open || lines.peek().is_some_and(|next| has_tag(next)) {
                let Some(next) = lines.next() else { break };
                block.push('\n');
                block.push_str(&inline::with_tags(next));
                open = if open { count(next, "</table") <= count(next, "<table") } else { is_open(next) };
            }
            let page = html::read(&block);
            marked.pieces.extend(page.pieces);
            marked.around.extend(page.around);
        } else if let Some((level, text)) = heading(trimmed) {
            let (text, _) = inline::plain(text);
            marked.pieces.push(Piece::Line(Line::new(text, true, level <= 2)));
        } else if trimmed.is_empty() || is_drawn(trimmed) {
            marked.pieces.push(Piece::Empty);
        } else {
            let (text, bold) = inline::plain(trimmed);
            let line = Line::new(text, bold, false);
            marked.pieces.push(if line.text.trim().is_empty() { Piece::Empty } else { Piece::Line(line) });
        }
    }
    end_table(&mut grid, &mut marked.pieces);
    marked
}

fn end_table(grid: &mut Grid, pieces: &mut Vec<Piece>) {
    if !grid.rows.is_empty() {
        pieces.push(Piece::Grid(std::mem::take(grid)));
    }
}

/// Counts the places where a tag begins, in any case.
fn count(text: &str, tag: &str) -> usize {
    text.as_bytes().windows(tag.len()).filter(|window| window.eq_ignore_ascii_case(tag.as_bytes())).count()
}

/// Checks whether a line has a tag of HTML.
fn has_tag(line: &str) -> bool {
    let mut rest = line;
    while let Some((_, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<')).unwrap_or(name.len());
        let (name, tail) = name.split_at_checked(end).unwrap_or((name, ""));
        if name.len() <= 12 && TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) && tail.contains('>') {
            return true;
        }
        rest = after;
    }
    false
}

/// Returns the level and the words of a heading: `## Minutes`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let text = rest.strip_prefix(' ')?.trim_end_matches('#').trim();
    ((1..=6).contains(&level) && !text.is_empty()).then_some((level, text))
}

/// Checks whether a line is drawn, and not written: `---`, `***`, `====`, or the beginning of a text that is kept as it is.
fn is_drawn(line: &str) -> bool {
    line.starts_with("```")
        || line.len() >= 3 && ['-', '*', '=', '_'].iter().any(|sign| line.chars().all(|c| c == *sign || c == ' '))
}
