//! A paper as a page, which Chromium and `LibreOffice` print as PDF.

use super::set;
use crate::paper::{Block, HeadForm, PageMark, Paper};
use std::fmt::Write as _;

/// Returns a paper as HTML. Its pages have the running head and the numbers of its layout where the program that prints it can.
pub fn html(paper: &Paper) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{}</style>\n<body>\n",
        escaped(&paper.name),
        style(paper)
    );
    if let Some(head) = &paper.layout.running_head {
        let _ = writeln!(page, "<div class=\"head\">{}</div>", escaped(head));
    }
    for block in &paper.blocks {
        write_block(&mut page, block, paper);
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// Typefaces that are found on most machines.
const FACES: &[&str] = &["serif", "sans-serif", "Arial, sans-serif", "'Times New Roman', serif"];

fn style(paper: &Paper) -> String {
    let number = match paper.layout.mark {
        PageMark::None | PageMark::FormFeed => "''",
        PageMark::Word => "'Page ' counter(page)",
        PageMark::Number | PageMark::Rule => "counter(page)",
        PageMark::Dashes => "'- ' counter(page) ' -'",
        PageMark::OfAll => "'Page ' counter(page) ' of ' counter(pages)",
    };
    let face = FACES[paper.name.len() % FACES.len()];
    let size = 10 + paper.name.bytes().map(usize::from).sum::<usize>() % 3;
    format!(
        "@page {{ size: A4; margin: 25mm 22mm; @bottom-center {{ content: {number}; }} }}\n\
         body {{ font: {size}pt {face}; }}\n\
         h1 {{ font-size: 1.4em; text-align: center; }}\n\
         .head {{ position: fixed; top: -15mm; font-size: 0.8em; }}\n\
         .bold {{ font-weight: bold; }}\n\
         .new {{ break-before: page; }}\n\
         .beside {{ float: right; clear: right; width: 25mm; margin-right: -5mm; }}\n\
         table {{ border-collapse: collapse; }}\n\
         td {{ padding: 1mm 3mm 1mm 0; vertical-align: top; }}\n\
         .ruled td {{ border: 1px solid; padding: 1mm; }}\n"
    )
}

fn write_block(page: &mut String, block: &Block, paper: &Paper) {
    let set = |text: &str| escaped(&set(text, &paper.layout));
    // Writing to a String cannot fail.
    let _ = match block {
        Block::Begins(_) => Ok(()),
        Block::Title(text) => writeln!(page, "<h1>{}</h1>", set(text)),
        Block::Bold(text) => writeln!(page, "<p class=\"bold\">{}</p>", set(text)),
        Block::Lines(lines) => {
            writeln!(page, "<p>{}</p>", lines.iter().map(|line| set(line)).collect::<Vec<_>>().join("<br>\n"))
        }
        Block::Paragraph(text) => writeln!(page, "<p>{}</p>", set(text)),
        Block::Marked { mark, text, depth } => {
            writeln!(page, "<p style=\"margin-left: {}mm\">{} {}</p>", depth * 8, set(mark), set(text))
        }
        Block::Head { number, title, form } => match form {
            HeadForm::OneLine { apart } => {
                let apart = "&nbsp;".repeat(if number.is_empty() { 0 } else { *apart });
                writeln!(page, "<p class=\"bold\">{}{apart}{}</p>", set(number), set(title))
            }
            HeadForm::OwnLine if number.is_empty() => writeln!(page, "<p class=\"bold\">{}</p>", set(title)),
            HeadForm::OwnLine => {
                writeln!(page, "<p class=\"bold\">{}</p>\n<p class=\"bold\">{}</p>", set(number), set(title))
            }
            HeadForm::RunOn { end, text } => {
                writeln!(page, "<p><b>{} {}{}</b> {}</p>", set(number), set(title), set(end), set(text))
            }
        },
        Block::Table { rows, ruled } => {
            let class = if *ruled { " class=\"ruled\"" } else { "" };
            let cells = |row: &Vec<String>| row.iter().map(|cell| format!("<td>{}</td>", set(cell))).collect::<Vec<_>>().concat();
            let rows: Vec<String> = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
            let rows = rows.concat();
            writeln!(page, "<table{class}>\n{rows}</table>")
        }
        Block::Action(owner) => writeln!(page, "<p class=\"beside\">{}</p>", set(owner)),
        Block::NewPage => writeln!(page, "<div class=\"new\"></div>"),
    };
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
