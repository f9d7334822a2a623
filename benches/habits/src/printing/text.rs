//! A paper as plain text, as programs take it from a file.

use super::{set, wrapping};
use crate::paper::{Block, Gap, HeadForm, PageMark, Paper};

/// A paper as text, with the places of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// The line on which each part of the truth begins, counted from 1.
    pub begins: Vec<usize>,
}

/// Returns a paper's text.
pub fn text(paper: &Paper) -> String {
    printed(paper).text
}

/// Returns a paper's text with the places of its parts.
pub fn printed(paper: &Paper) -> Printed {
    // The number of pages is known only once all are written, and one of the marks gives it.
    let pages = Writer::new(paper, 0).write().page;
    let written = Writer::new(paper, pages).write();
    let mut text = written.lines.join("\n");
    text.push('\n');
    Printed { text, begins: written.begins }
}

struct Writer<'a> {
    paper: &'a Paper,
    /// The number of all pages.
    pages: usize,
    page: usize,
    lines: Vec<String>,
    /// The lines on this page.
    on_page: usize,
    begins: Vec<usize>,
    /// The parts that begin with the next line.
    beginning: usize,
    blocks: usize,
}

impl<'a> Writer<'a> {
    fn new(paper: &'a Paper, pages: usize) -> Self {
        Self { paper, pages, page: 1, lines: Vec::new(), on_page: 0, begins: Vec::new(), beginning: 0, blocks: 0 }
    }

    fn write(mut self) -> Self {
        for block in &self.paper.blocks {
            self.block(block);
        }
        if self.paper.layout.page.is_some() {
            self.page_foot();
        }
        self
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Begins(_) => {
                self.beginning += 1;
                return;
            }
            Block::NewPage => {
                if self.paper.layout.page.is_some() && self.on_page > 0 {
                    self.turn();
                }
                return;
            }
            _ => {}
        }
        self.gap();
        match block {
            Block::Title(text) | Block::Bold(text) => self.wrapped(text, 0, false),
            Block::Lines(lines) => lines.iter().for_each(|line| self.line(line)),
            Block::Paragraph(text) => self.wrapped(text, 0, self.paper.layout.hyphens),
            Block::Marked { mark, text, depth } => {
                let apart = if self.paper.layout.indent > 1 { "  " } else { " " };
                self.wrapped(&format!("{mark}{apart}{text}"), depth * self.paper.layout.indent, self.paper.layout.hyphens);
            }
            Block::Head { number, title, form } => self.head(number, title, form),
            Block::Table { rows, ruled } => self.table(rows, *ruled),
            Block::Action(owner) => wrapping::lines(owner, Some(16), false).iter().for_each(|line| self.line(line)),
            Block::Begins(_) | Block::NewPage => {}
        }
        self.blocks += 1;
    }

    fn head(&mut self, number: &str, title: &str, form: &HeadForm) {
        match form {
            HeadForm::OneLine { .. } | HeadForm::OwnLine if number.is_empty() => self.wrapped(title, 0, false),
            HeadForm::OneLine { apart } => {
                let mut before = format!("{number}{}", " ".repeat(*apart));
                let width = self.paper.layout.width.map(|width| width.saturating_sub(before.chars().count()).max(20));
                for line in wrapping::lines(title, width, false) {
                    self.line(&format!("{}{line}", std::mem::take(&mut before)));
                }
            }
            HeadForm::OwnLine => {
                self.line(number);
                self.gap();
                self.wrapped(title, 0, false);
            }
            HeadForm::RunOn { end, text } => {
                let number = if number.is_empty() { String::new() } else { format!("{number} ") };
                self.wrapped(&format!("{number}{title}{end} {text}"), 0, self.paper.layout.hyphens);
            }
        }
    }

    fn table(&mut self, rows: &[Vec<String>], ruled: bool) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in rows {
            let line = if ruled {
                format!("{} |", row.join(" | "))
            } else {
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}   ")).collect::<Vec<_>>().concat()
            };
            self.line(line.trim_end());
        }
    }

    fn wrapped(&mut self, text: &str, indent: usize, hyphens: bool) {
        let width = self.paper.layout.width.map(|width| width.saturating_sub(indent).max(20));
        for line in wrapping::lines(text, width, hyphens) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// Writes the space before a block.
    fn gap(&mut self) {
        let blank = match self.paper.layout.gap {
            // Doubled lines have their blank ones already.
            Gap::None | Gap::Doubled => 0,
            Gap::Blank => 1,
            Gap::Uneven => 1 + self.blocks * 7 % 4,
        };
        if self.on_page > 0 {
            self.lines.extend(std::iter::repeat_n(String::new(), blank));
            self.on_page += blank;
        }
    }

    fn line(&mut self, line: &str) {
        if self.paper.layout.page.is_some_and(|page| self.on_page >= page) {
            self.turn();
        }
        for _ in 0..std::mem::take(&mut self.beginning) {
            self.begins.push(self.lines.len() + 1);
        }
        self.lines.push(set(line, &self.paper.layout));
        self.on_page += 1;
        if self.paper.layout.gap == Gap::Doubled {
            self.lines.push(String::new());
        }
    }

    /// Begins the next page.
    fn turn(&mut self) {
        self.page_foot();
        self.page += 1;
        self.on_page = 0;
        let layout = &self.paper.layout;
        match layout.mark {
            PageMark::Rule => self.lines.extend(["---".to_owned(), self.page.to_string(), String::new()]),
            PageMark::FormFeed => self.lines.push("\u{c}".to_owned()),
            _ => {}
        }
        if let Some(head) = &layout.running_head {
            self.lines.extend([set(head, layout), String::new()]);
        }
    }

    fn page_foot(&mut self) {
        let foot = match self.paper.layout.mark {
            PageMark::None | PageMark::Rule | PageMark::FormFeed => return,
            PageMark::Word => format!("Page {}", self.page),
            PageMark::Number => self.page.to_string(),
            PageMark::Dashes => format!("- {} -", self.page),
            PageMark::OfAll => format!("Page {} of {}", self.page, self.pages),
        };
        self.lines.extend([String::new(), foot, String::new()]);
    }
}
