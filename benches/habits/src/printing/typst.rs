//! A paper as a source of Typst. Its words are strings in it and never markup.

use super::set;
use crate::paper::{Block, HeadForm, PageMark, Paper};
use std::fmt::Write as _;

/// Returns a paper as a source of Typst.
pub fn typst(paper: &Paper) -> String {
    let layout = &paper.layout;
    let number = match layout.mark {
        PageMark::None | PageMark::FormFeed => "none",
        PageMark::Word => "context align(center, [Page #counter(page).display()])",
        PageMark::Number | PageMark::Rule => "context align(center, counter(page).display())",
        PageMark::Dashes => "context align(center, [- #counter(page).display() -])",
        PageMark::OfAll => "context align(center, [Page #counter(page).display() of #counter(page).final().first()])",
    };
    let head = layout.running_head.as_ref().map_or("none".to_owned(), |head| format!("text(size: 8pt, {})", string(head, paper)));
    let mut source = format!(
        "#set page(paper: \"a4\", margin: 25mm, header: {head}, footer: {number})\n\
         #set text(size: 11pt, lang: \"en\", region: \"GB\", hyphenate: {}, ligatures: {})\n\
         #set par(justify: {})\n",
        layout.hyphens,
        layout.ligatures,
        layout.width.is_some_and(|width| width % 2 == 0)
    );
    for block in &paper.blocks {
        write_block(&mut source, block, paper);
    }
    source
}

fn write_block(source: &mut String, block: &Block, paper: &Paper) {
    let string = |text: &str| string(text, paper);
    let bold = |text: &str| format!("strong({})", string(text));
    // Writing to a String cannot fail.
    let _ = match block {
        Block::Begins(_) => Ok(()),
        Block::Title(text) => writeln!(source, "#align(center, text(size: 15pt, {}))", bold(text)),
        Block::Bold(text) => writeln!(source, "#par({})", bold(text)),
        Block::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| format!("[#{}]", string(line))).collect();
            writeln!(source, "#par(justify: false, {})", lines.join(" + linebreak() + "))
        }
        Block::Paragraph(text) => writeln!(source, "#par({})", string(text)),
        Block::Marked { mark, text, depth } => {
            writeln!(source, "#pad(left: {}mm, grid(columns: (12mm, 1fr), {}, par({})))", depth * 8, string(mark), string(text))
        }
        Block::Head { number, title, form } => match form {
            HeadForm::OneLine { .. } | HeadForm::OwnLine if number.is_empty() => writeln!(source, "#par({})", bold(title)),
            HeadForm::OneLine { apart } => {
                writeln!(source, "#par({} + h({}mm) + {})", bold(number), apart * 2, bold(title))
            }
            HeadForm::OwnLine => writeln!(source, "#par({})\n#par({})", bold(number), bold(title)),
            HeadForm::RunOn { end, text } => {
                let head = if number.is_empty() { format!("{title}{end}") } else { format!("{number} {title}{end}") };
                writeln!(source, "#par({} + [ ] + [#{}])", bold(&head), string(text))
            }
        },
        Block::Table { rows, ruled } => {
            let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
            let stroke = if *ruled { "0.5pt" } else { "none" };
            let cell = |row: &Vec<String>, column: usize| string(row.get(column).map_or("", String::as_str));
            let cells: Vec<String> = rows.iter().flat_map(|row| (0..columns).map(move |column| cell(row, column))).collect();
            writeln!(source, "#table(columns: {columns}, stroke: {stroke}, {})", cells.join(", "))
        }
        Block::Action(owner) => writeln!(source, "#place(right, dx: 15mm, dy: -8mm, block(width: 28mm, par({})))", string(owner)),
        Block::NewPage => writeln!(source, "#pagebreak(weak: true)"),
    };
}

/// Returns a text as a string of Typst.
fn string(text: &str, paper: &Paper) -> String {
    // Typst joins letters itself.
    let layout = crate::Layout { ligatures: false, ..paper.layout.clone() };
    let text = set(text, &layout).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Habit, Truth};

    #[test]
    fn words_stay_words() {
        let text = "A #bold \"word\" \\ and $100 *not* starred".to_owned();
        let paper = Paper {
            name: "p".to_owned(),
            habit: Habit::ALL[0],
            truth: Truth::default(),
            blocks: vec![Block::Paragraph(text)],
            layout: crate::Layout::default(),
        };
        let source = typst(&paper);
        assert!(source.ends_with("#par(\"A #bold \\\"word\\\" \\\\ and $100 *not* starred\")\n"), "{source}");
    }
}
