//! Converts document blocks back to the Markdown that an author would type.

use crate::reading::blocks;
use documents::{Block, ListStyle, Text};
use std::fmt::Write as _;

/// Converts blocks back to Markdown, for a draft that starts as a copy.
pub fn typed(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading { level, text: words, .. } => {
                let _ = write!(text, "{} {}\n\n", "#".repeat(usize::from((*level).clamp(1, 4))), escaped(words));
            }
            Block::Paragraph { text: words, .. } => {
                let _ = write!(text, "{}\n\n", marked(words));
            }
            Block::Picture(picture) => {
                let caption = picture.caption.as_deref().map(|caption| format!(" \"{}\"", escaped(&caption.replace('"', "”"))));
                let _ = write!(text, "![{}]({}{})\n\n", escaped(&picture.alternative), picture.file, caption.unwrap_or_default());
            }
            // A chart of earlier counts becomes plain text.
            Block::Chart { caption, bars } => {
                let rows = bars.iter().map(|bar| vec![bar.label.clone(), bar.shown.clone()]).collect();
                let columns = vec![caption.clone(), String::new()];
                text += &typed(&[Block::Table { caption: None, columns, rows }]);
            }
            Block::List { style, items } => {
                for (at, item) in items.iter().enumerate() {
                    let marker = if *style == ListStyle::Numbered { format!("{}.", at + 1) } else { "-".to_owned() };
                    let _ = writeln!(text, "{marker} {}", marked(&item.text));
                    for line in typed(&item.blocks).lines().filter(|line| !line.is_empty()) {
                        let _ = writeln!(text, "{}{line}", " ".repeat(marker.len() + 1));
                    }
                }
                text.push('\n');
            }
            Block::Table { columns, rows, .. } => {
                let width = columns.len().max(rows.iter().map(Vec::len).max().unwrap_or_default());
                let line = |cells: &[String]| {
                    let cells: Vec<String> = (0..width)
                        .map(|at| cells.get(at).map_or(String::new(), |cell| escaped(cell).replace('|', "\\|")))
                        .collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text += &line(columns);
                let _ = writeln!(text, "|{}", " --- |".repeat(width));
                for row in rows {
                    text += &line(row);
                }
                text.push('\n');
            }
        }
    }
    text
}

/// Converts text with marks to Markdown. If `CommonMark` would not recognise the marks (between letters, for example),
/// returns the text without them.
fn marked(text: &Text) -> String {
    let plain = escaped(text);
    if !text.is_marked() {
        return plain;
    }
    let mut typed = String::new();
    for (words, style) in text.runs() {
        let stars = match (style.strong, style.emphasis) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        // The first letter can have a special meaning only at the start of a line.
        let words =
            if typed.is_empty() && stars.is_empty() && style.link.is_none() { escaped(words) } else { escaped_inside(words) };
        let words = style.link.as_ref().map_or(words.clone(), |address| format!("[{words}](<{address}>)"));
        let _ = write!(typed, "{stars}{words}{stars}");
    }
    let again = blocks(&typed);
    if again == [Block::Paragraph { number: None, text: text.clone() }] { typed } else { plain }
}

fn escaped_inside(words: &str) -> String {
    escaped(&format!("x{words}")).split_off(1)
}

/// Checks whether this could be the name of an entity between `&` and `;`.
fn is_entity(name: &str) -> bool {
    !name.is_empty() && name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
}

/// Escapes text so that it contains no markup.
fn escaped(words: &str) -> String {
    let mut text = String::new();
    for (at, character) in words.char_indices() {
        let begins = at == 0 && matches!(character, '#' | '-' | '+' | '>' | '=');
        if begins || matches!(character, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '~') {
            text.push('\\');
        }
        // `&amp;` would be read as a single character.
        if character == '&' && words[at + 1..].split_once(';').is_some_and(|(name, _)| is_entity(name)) {
            text.push('\\');
        }
        text.push(character);
    }
    // `1. ` at the start would begin a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        text.insert(digits, '\\');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use documents::Style;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_copy_keeps_its_words_and_the_marks_that_can_be_typed(
            runs in prop::collection::vec(("[a-z*_ (.]{1,8}", any::<bool>(), any::<bool>(), any::<bool>()), 1..6)
        ) {
            let link = |is_link: bool| is_link.then(|| "https://ashmere.example/a_b(c)".to_owned());
            let runs = runs.iter().map(|(words, strong, emphasis, is_link)| {
                (words, Style { strong: *strong, emphasis: *emphasis, link: link(*is_link) })
            });
            let text = Text::of_runs(runs);
            prop_assume!(!text.is_empty());
            let block = Block::Paragraph { number: None, text: text.clone() };
            let again = blocks(&typed(std::slice::from_ref(&block)));
            let Some(Block::Paragraph { text: read, .. }) = again.first() else { panic!("{again:?}") };
            prop_assert_eq!(read.as_str(), text.as_str());
        }

        #[test]
        fn a_copy_says_the_same(words in "[a-zA-Z0-9 .,*_#<>|\\[\\]&;-]{1,60}") {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!words.is_empty());
            let block = Block::paragraph(words.clone());
            let again = blocks(&typed(std::slice::from_ref(&block)));
            prop_assert_eq!(again, vec![block]);
        }
    }
}
