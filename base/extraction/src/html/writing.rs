//! Puts the tags and texts of a page together as lines.

use super::lists::List;
use super::tables::{Around, DEEPEST, Room, Table};
use super::tags::{Tag, heading, is_block, is_dropped, is_void};
use super::{Page, regions};
use crate::pieces::{Line, Piece};
use crate::sheet::{Sheet, printed};

/// How many different lines around the text are kept.
const MOST_AROUND: usize = 2000;

/// How many lists are open inside one another at most.
const DEEPEST_LIST: usize = 50;

/// The words of a line while it is read.
#[derive(Debug, Default)]
struct Inline {
    text: String,
    /// How many letters there are, and how many of them are bold.
    letters: usize,
    bold: usize,
    /// Whether the first letters are bold.
    is_led: bool,
    level: Option<u8>,
    /// Whether there is a space that is not collapsed, as on a line that is to look empty.
    is_spaced: bool,
}

/// A part of the page until its end: the tag that began it, and how many of its kind are open.
#[derive(Debug)]
struct Part {
    name: String,
    depth: usize,
}

impl Part {
    fn new(tag: &Tag) -> Self {
        Self { name: tag.name.clone(), depth: 1 }
    }

    fn start(&mut self, name: &str) {
        self.depth += usize::from(self.name == name && !is_void(name));
    }

    /// Returns whether the part ends here.
    fn end(&mut self, name: &str) -> bool {
        self.depth = self.depth.saturating_sub(usize::from(self.name == name));
        self.depth == 0
    }
}

/// A page while it is read.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of where in the page it is")]
#[derive(Debug, Default)]
pub(super) struct Writing {
    pieces: Vec<Piece>,
    around: Vec<Piece>,
    title: String,
    is_title: bool,
    has_heading: bool,
    inline: Inline,
    bold: usize,
    spans: Vec<bool>,
    level: Option<u8>,
    is_verbatim: bool,
    /// Whether the letters are raised.
    is_raised: bool,
    mark: Option<String>,
    lists: Vec<List>,
    tables: Vec<Table>,
    /// How many tables are open inside the deepest one that is read.
    deeper: usize,
    room: Room,
    /// What is dropped: a script, a form's field, what is hidden.
    dropped: Option<Part>,
    /// A menu, or another part that is left out and named.
    menu: Option<Part>,
    /// The main part.
    main: Option<Part>,
    /// Whether the page names its main part.
    has_main: bool,
    /// Whether the last thing was a line break.
    is_broken: bool,
}

impl Writing {
    pub(super) fn new(has_main: bool) -> Self {
        Self { has_main, ..Self::default() }
    }

    pub(super) fn start(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if let Some(dropped) = &mut self.dropped {
            dropped.start(name);
            return;
        }
        if is_dropped(name) || (tag.is_unseen() && !is_void(name)) {
            self.dropped = Some(Part::new(tag));
            return;
        }
        if let Some(menu) = &mut self.menu {
            menu.start(name);
        } else if regions::is_around(tag) {
            self.flush();
            self.menu = Some(Part::new(tag));
            self.gap();
        }
        if let Some(main) = &mut self.main {
            main.start(name);
        } else if self.has_main && self.tables.is_empty() && regions::is_main(tag) {
            self.flush();
            self.gap();
            self.main = Some(Part::new(tag));
        }
        self.open(tag);
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match name {
            "title" => self.is_title = true,
            "br" => self.line_break(),
            "img" => self.inline.text.push(' '),
            "td" | "th" => self.begin_cell(tag),
            "tr" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut().filter(|_| self.deeper == 0) {
                    table.end_row();
                }
            }
            "table" => {
                self.flush();
                if self.tables.len() < DEEPEST {
                    self.tables.push(Table::default());
                } else {
                    self.deeper += 1;
                }
            }
            "li" => {
                self.flush();
                self.mark = self.lists.last_mut().map_or_else(|| Some("•".to_owned()), |list| list.mark(tag));
            }
            "span" | "font" | "a" => {
                // Sites put the size of a file beside its title by styles alone.
                if tag.class.starts_with("mg") {
                    self.inline.text.push(' ');
                }
                self.spans.push(tag.is_bold());
                self.bold += usize::from(tag.is_bold());
            }
            "b" | "strong" => self.bold += 1,
            "sup" => self.is_raised = true,
            _ if is_block(name) => self.begin_block(tag),
            _ => {}
        }
    }

    fn begin_block(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        self.block();
        match name {
            "ul" | "ol" | "menu" if self.lists.len() < DEEPEST_LIST => self.lists.push(List::new(tag)),
            "pre" => self.is_verbatim = true,
            _ => {}
        }
        if let Some(level) = heading(name) {
            self.level = Some(level);
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if let Some(dropped) = &mut self.dropped {
            if dropped.end(name) {
                self.dropped = None;
            }
            return;
        }
        self.close(name);
        if self.menu.as_mut().is_some_and(|menu| menu.end(name)) {
            self.flush();
            self.menu = None;
        }
        if self.main.as_mut().is_some_and(|main| main.end(name)) {
            self.flush();
            self.main = None;
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "title" => self.is_title = false,
            "br" => self.line_break(),
            "td" | "th" => self.end_cell(),
            "tr" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut().filter(|_| self.deeper == 0) {
                    table.end_row();
                }
            }
            "table" if self.deeper > 0 => {
                self.flush();
                self.deeper -= 1;
            }
            "table" => self.end_table(),
            "li" => {
                self.flush();
            }
            "span" | "font" | "a" => {
                let was_bold = self.spans.pop().unwrap_or_default();
                self.bold = self.bold.saturating_sub(usize::from(was_bold));
            }
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "sup" => self.is_raised = false,
            _ if is_block(name) => {
                self.block();
                match name {
                    "ul" | "ol" | "menu" => drop(self.lists.pop()),
                    "pre" => self.is_verbatim = false,
                    _ => {}
                }
                if heading(name).is_some() {
                    self.level = None;
                }
            }
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.is_title {
            self.title.push_str(text);
            return;
        }
        if self.dropped.is_some() {
            return;
        }
        if !self.is_verbatim {
            return self.words(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
            }
            self.words(line);
        }
    }

    fn words(&mut self, text: &str) {
        self.inline.is_spaced |= text.contains('\u{A0}');
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 0 {
            self.is_broken = false;
            let is_bold = self.bold > 0 || self.level.is_some();
            self.inline.is_led |= is_bold && self.inline.letters == 0;
            self.inline.letters += letters;
            self.inline.level = self.inline.level.or(self.level);
            self.inline.bold += if is_bold { letters } else { 0 };
        }
        // Raised figures are those of notes, and no part of the number or word before them.
        if self.is_raised && text.starts_with(|c: char| c.is_ascii_digit()) {
            self.inline.text.push(' ');
        }
        self.inline.text.push_str(text);
    }

    /// Ends a line. A second break leaves a gap.
    fn line_break(&mut self) {
        let had_words = self.flush();
        if !had_words && self.is_broken {
            self.gap();
        }
        self.is_broken = true;
    }

    /// Ends a line where a block begins or ends.
    fn block(&mut self) {
        self.flush();
        let pieces = self.place();
        if !matches!(pieces.last(), None | Some(Piece::Gap)) {
            pieces.push(Piece::Gap);
        }
        self.is_broken = false;
    }

    fn gap(&mut self) {
        self.place().push(Piece::Gap);
    }

    /// Returns where pieces go.
    fn place(&mut self) -> &mut Vec<Piece> {
        if self.menu.is_some() || (self.has_main && self.main.is_none() && self.tables.is_empty()) {
            return &mut self.around;
        }
        match self.tables.iter_mut().rev().find_map(Table::pieces) {
            Some(pieces) => pieces,
            None => &mut self.pieces,
        }
    }

    /// Writes the line that was read. Returns `false` if it had no words.
    fn flush(&mut self) -> bool {
        let inline = std::mem::take(&mut self.inline);
        let mut text = printed(&inline.text);
        if text.is_empty() {
            if inline.is_spaced {
                self.gap();
            }
            return false;
        }
        if let Some(mark) = self.mark.take() {
            text = format!("{mark} {text}");
        }
        let is_heading = inline.level.is_some();
        self.has_heading |= is_heading && inline.level <= Some(2);
        let bold = inline.letters > 0 && inline.bold == inline.letters;
        let large = inline.level.is_some_and(|level| level <= 2);
        self.place().push(Piece::Line(Line { text, bold, large, is_led: inline.is_led }));
        true
    }

    fn begin_cell(&mut self, tag: &Tag) {
        self.end_cell();
        if self.deeper > 0 || self.tables.is_empty() {
            self.block();
            return;
        }
        self.flush();
        let around = Around { bold: std::mem::take(&mut self.bold), lists: std::mem::take(&mut self.lists) };
        self.level = None;
        if let Some(table) = self.tables.last_mut() {
            table.begin_cell(tag, around, &mut self.room);
        }
    }

    fn end_cell(&mut self) {
        self.flush();
        if self.deeper > 0 {
            return;
        }
        if let Some(around) = self.tables.last_mut().and_then(|table| table.end_cell(&mut self.room)) {
            (self.bold, self.lists, self.mark, self.level) = (around.bold, around.lists, None, None);
        }
        self.is_broken = false;
    }

    fn end_table(&mut self) {
        self.end_cell();
        if let Some(grid) = self.tables.pop().and_then(Table::finish) {
            self.place().push(Piece::Grid(grid));
        }
    }

    pub(super) fn finish(mut self) -> Page {
        self.flush();
        self.menu = None;
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.flush();
        self.main = None;
        let has_words = self.pieces.iter().any(|piece| *piece != Piece::Gap);
        if !has_words {
            // The main part was empty, or was written by a script: what is around it is all there is.
            std::mem::swap(&mut self.pieces, &mut self.around);
        }
        let title = printed(&self.title);
        let mut around = lines_of(&self.around);
        if !title.is_empty() {
            if self.has_heading {
                around.insert(0, title);
            } else {
                // The window's title is the only one that the page has.
                self.pieces.insert(0, Piece::Line(Line::new(title, true, true)));
                self.pieces.insert(1, Piece::Gap);
            }
        }
        Page { pieces: self.pieces, around }
    }
}

/// Returns the lines of what is left out, each once.
fn lines_of(pieces: &[Piece]) -> Vec<String> {
    let (text, _) = Sheet::of(pieces).finish();
    let mut seen = std::collections::HashSet::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && seen.insert(line.to_owned()));
    lines.take(MOST_AROUND).map(str::to_owned).collect()
}
