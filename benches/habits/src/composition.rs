//! A paper while it is written: what is printed, and the truth of it, are recorded together.

use crate::council::people::{Naming, Someone};
use crate::paper::{Block, HeadForm, Layout, Paper};
use crate::truth::{ClockTime, Form, Item, Kind, Part, Person, Resolution, Truth};
use crate::{Habit, Random, printing};
use chrono::{NaiveDate, NaiveTime};

/// A paper that is being written.
#[derive(Debug)]
pub(crate) struct Composition {
    pub(crate) random: Random,
    pub(crate) layout: Layout,
    blocks: Vec<Block>,
    parts: Vec<Part>,
}

impl Composition {
    pub(crate) fn new(random: Random) -> Self {
        Self { random, layout: Layout::default(), blocks: Vec::new(), parts: Vec::new() }
    }

    /// Begins a part of the paper with what is printed next.
    pub(crate) fn begin(&mut self, kind: Kind) -> &mut Part {
        self.blocks.push(Block::Begins(self.parts.len()));
        self.parts.push(Part { kind, ..Part::default() });
        self.part()
    }

    /// Returns the part that is being written.
    pub(crate) fn part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// Begins minutes or an agenda, and records their board, day and place.
    pub(crate) fn meeting(&mut self, kind: Kind, board: &str, day: NaiveDate, place: &str) {
        let part = self.begin(kind);
        part.board = Some(board.to_owned());
        part.day = Some(day);
        part.place = Some(place.to_owned()).filter(|place| !place.is_empty());
    }

    pub(crate) fn starts(&mut self, time: NaiveTime) {
        self.part().starts = Some(ClockTime(time));
    }

    pub(crate) fn ends(&mut self, time: NaiveTime) {
        self.part().ends = Some(ClockTime(time));
    }

    pub(crate) fn print(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub(crate) fn title(&mut self, text: impl Into<String>) {
        self.print(Block::Title(text.into()));
    }

    pub(crate) fn bold(&mut self, text: impl Into<String>) {
        self.print(Block::Bold(text.into()));
    }

    pub(crate) fn line(&mut self, text: impl Into<String>) {
        self.print(Block::Lines(vec![text.into()]));
    }

    pub(crate) fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        self.print(Block::Lines(lines.into_iter().collect()));
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<String>) {
        self.print(Block::Paragraph(text.into()));
    }

    pub(crate) fn marked(&mut self, mark: &str, text: impl Into<String>, depth: usize) {
        self.print(Block::Marked { mark: mark.to_owned(), text: text.into(), depth });
    }

    /// Prints the head of an item and records it. `number` is what the truth has of `printed`.
    pub(crate) fn head(&mut self, number: &str, printed: &str, title: &str, form: HeadForm) {
        self.item(number, title);
        self.print(Block::Head { number: printed.to_owned(), title: title.to_owned(), form });
    }

    /// Records an item that is printed in another way.
    pub(crate) fn item(&mut self, number: &str, title: &str) {
        let title = title.trim_end_matches(['.', ':']);
        let item = Item { number: number.to_owned(), title: Some(title.to_owned()), ..Item::default() };
        self.part().items.push(item);
    }

    /// Records a resolution of the last item, from its words.
    pub(crate) fn decided(&mut self, form: Form, words: &str) -> &mut Resolution {
        let part = self.part();
        if part.items.is_empty() {
            part.items.push(Item::default());
        }
        let last = part.items.len() - 1;
        let resolutions = &mut part.items[last].resolutions;
        resolutions.push(Resolution { form, opens: opening(words), ..Resolution::default() });
        let last = resolutions.len() - 1;
        &mut resolutions[last]
    }

    /// Records people, under the names that the paper prints.
    pub(crate) fn people(&mut self, people: &[Someone], naming: Naming) {
        let people =
            people.iter().map(|person| Person { name: naming.name(person), standing: person.standing, line: None, page: None });
        self.part().people.extend(people);
    }

    /// Ends the paper.
    pub(crate) fn finish(self, habit: Habit, number: u64) -> Paper {
        let name = format!("{}-{number}", habit.name());
        let truth = Truth { file: format!("{name}.txt"), cut_off: false, parts: self.parts };
        let mut layout = self.layout;
        layout.running_head = layout.running_head.map(|_| running_head(truth.parts.first(), number));
        let mut paper = Paper { name, habit, truth, blocks: self.blocks, layout };
        let begins = printing::printed(&paper).begins;
        for (part, line) in paper.truth.parts.iter_mut().zip(begins) {
            part.line = Some(line);
        }
        paper
    }
}

/// Returns the head of a part's pages: its body, in most papers with the day.
fn running_head(part: Option<&Part>, number: u64) -> String {
    let board = part.and_then(|part| part.board.as_deref()).unwrap_or("Council");
    let day = part.and_then(|part| part.day).filter(|_| !number.is_multiple_of(3)).map(foundation::civil_date::written);
    day.map_or(board.to_owned(), |day| format!("{board} – {day}"))
}

/// Returns the first words of a resolution, as a truth has them.
fn opening(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().take(4).collect();
    words.join(" ").trim_end_matches([',', ';', '.', ':']).to_owned()
}
