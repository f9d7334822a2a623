//! Prepares a document for the typesetter: replaces characters that the typeface lacks, closes gaps between heading levels,
//! removes whatever is empty, and refuses anything too large to be typeset.

use crate::emptiness::{is_empty, is_empty_block, is_empty_item};
use crate::limits;
use crate::place::{Place, beginning};
use crate::typeface;
use crate::world::MOST_PICTURES;
use documents::{
    Block, Clauses, Document, Entry, Fact, ListStyle, Minute, Print, PrintPicture, Replaced, Section, Text, TypesetError,
};

/// Returns the document ready to be typeset, and the characters that were replaced in it.
///
/// Pictures are named by their index in `pictures`, as the template expects.
pub(crate) fn prepare(print: &Print, pictures: &[PrintPicture]) -> Result<(Print, Vec<Replaced>), TypesetError> {
    let mut print = print.clone();
    let mut preparing = Preparing { pictures, replaced: Vec::new(), characters: 0, sheets: 0 };
    if pictures.len() > MOST_PICTURES {
        return Err(TypesetError::Whole(format!("it has more than the {MOST_PICTURES} images that can be typeset")));
    }
    limits::check_parts(&print.document, 1)?;
    let outside = Place::default();
    for text in [&mut print.title, &mut print.publisher, &mut print.running_head] {
        preparing.text(text, &outside)?;
    }
    if print.title.is_empty() {
        return Err(TypesetError::Whole("it has no title".to_owned()));
    }
    preparing.document(&mut print.document, &outside, 1)?;
    Ok((print, preparing.replaced))
}

struct Preparing<'a> {
    pictures: &'a [PrintPicture],
    replaced: Vec<Replaced>,
    characters: usize,
    /// Pages from files.
    sheets: usize,
}

type Outcome = Result<(), TypesetError>;

impl Preparing<'_> {
    fn document(&mut self, document: &mut Document, place: &Place, level: u8) -> Outcome {
        self.text(&mut document.title, place)?;
        if document.title.is_empty() {
            "Untitled".clone_into(&mut document.title);
        }
        let place = place.inside(format!("“{}”", document.title));
        if let Some(caption) = &mut document.caption {
            self.text(caption, &place)?;
        }
        self.facts(&mut document.facts, &place)?;
        self.entries(&mut document.entries, &place, level)?;
        document.parts.iter_mut().try_for_each(|part| self.document(part, &place, level.saturating_add(1).min(6)))?;
        if let Some(pages) = &document.file_pages {
            self.sheets += pages.sheets.len();
            if self.sheets > limits::SHEETS {
                let why = format!("the files have more than the {} pages that one document takes", limits::SHEETS);
                return Err(TypesetError::Obstacle { place: place.words(), why });
            }
            if !self.pictures.iter().any(|known| known.file == pages.file) {
                let why = "its file is missing; upload it again".to_owned();
                return Err(TypesetError::Obstacle { place: place.words(), why });
            }
        }
        Ok(())
    }

    fn facts(&mut self, facts: &mut Vec<Fact>, place: &Place) -> Outcome {
        for fact in facts.iter_mut() {
            self.text(&mut fact.label, place)?;
            self.text(&mut fact.value, &place.inside(fact.label.clone()))?;
        }
        facts.retain(|fact| !fact.label.is_empty() && !fact.value.is_empty());
        Ok(())
    }

    /// Prepares entries under a heading of `level`. Inner headings follow without a gap, whatever level their author gave them.
    fn entries(&mut self, entries: &mut Vec<Entry>, place: &Place, level: u8) -> Outcome {
        let mut before = level;
        for entry in entries.iter_mut() {
            self.entry(entry, place, level, &mut before)?;
        }
        entries.retain(|entry| !is_empty(entry));
        Ok(())
    }

    fn entry(&mut self, entry: &mut Entry, place: &Place, level: u8, before: &mut u8) -> Outcome {
        match entry {
            Entry::Lead { text } | Entry::Movement { text } | Entry::Banner { text } | Entry::Notice { text } => {
                let place = place.inside(format!("“{}”", beginning(text)));
                self.text(text, &place)
            }
            Entry::Facts { facts } => self.facts(facts, place),
            Entry::Section(section) => {
                *before = level.saturating_add(1);
                self.section(section, place, level)
            }
            Entry::Minute(minute) => {
                *before = level.saturating_add(1);
                self.minute(minute, place, level)
            }
            Entry::Block { block } => {
                let place = place.inside(of_block(block));
                self.block(block, &place, level, before, 1)
            }
            Entry::Resolution { form, clauses } => {
                let place = place.inside("the resolution".to_owned());
                self.text(form, &place)?;
                *form = form.trim_end_matches([':', ' ']).to_owned();
                self.clauses(clauses, &place)
            }
            Entry::Agenda { items } => {
                for item in items {
                    let place = place.inside(format!("item “{}”", beginning(&item.title)));
                    self.text(&mut item.title, &place)?;
                    for text in [&mut item.number, &mut item.detail].into_iter().flatten() {
                        self.text(text, &place)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn section(&mut self, section: &mut Section, place: &Place, level: u8) -> Outcome {
        self.text(&mut section.title, place)?;
        if let Some(number) = &mut section.number {
            self.text(number, place)?;
        }
        if section.title.is_empty() {
            section.title = section.number.take().unwrap_or_else(|| "Untitled".to_owned());
        }
        let name = section.number.as_deref().unwrap_or(&section.title);
        let place = place.inside(format!("section {name}"));
        self.entries(&mut section.entries, &place, level.saturating_add(1).min(6))
    }

    fn minute(&mut self, minute: &mut Minute, place: &Place, level: u8) -> Outcome {
        self.text(&mut minute.title, place)?;
        // Give it a single name, as the pages do.
        minute.reference = minute.name();
        minute.number = None;
        if let Some(name) = &mut minute.reference {
            self.text(name, place)?;
        }
        if minute.title.is_empty() {
            "Untitled".clone_into(&mut minute.title);
        }
        let name = minute.reference.as_ref().unwrap_or(&minute.title);
        let place = place.inside(format!("minute {name}"));
        for action in &mut minute.actions {
            self.text(&mut action.owner, &place)?;
            if let Some(task) = &mut action.task {
                self.text(task, &place)?;
            }
        }
        self.entries(&mut minute.entries, &place, level.saturating_add(1).min(6))
    }

    fn clauses(&mut self, clauses: &mut Clauses, place: &Place) -> Outcome {
        self.text(&mut clauses.lead, place)?;
        clauses.clauses = clauses.joined();
        clauses.clauses.iter_mut().try_for_each(|clause| self.text(clause, place))
    }

    fn block(&mut self, block: &mut Block, place: &Place, level: u8, before: &mut u8, depth: usize) -> Outcome {
        limits::check_block(block, place, depth)?;
        match block {
            Block::Heading { level: own, number, text } => {
                self.text(text, place)?;
                if let Some(number) = number {
                    self.text(number, place)?;
                }
                *own = level.saturating_add((*own).max(1)).min(before.saturating_add(1)).min(6);
                *before = *own;
                Ok(())
            }
            Block::Paragraph { number, text } => {
                self.marked(text, place)?;
                number.as_mut().map_or(Ok(()), |number| self.text(number, place))
            }
            Block::List { style, items } => {
                for (position, item) in items.iter_mut().enumerate() {
                    let place = place.inside(format!("item {}", position + 1));
                    self.marked(&mut item.text, &place)?;
                    match &mut item.marker {
                        Some(marker) => self.text(marker, &place)?,
                        None if *style == ListStyle::Numbered => item.marker = Some("•".to_owned()),
                        None => {}
                    }
                    for inner in &mut item.blocks {
                        self.block(inner, &place, level, before, depth + 1)?;
                    }
                    item.blocks.retain(|block| !is_empty_block(block));
                }
                items.retain(|item| !is_empty_item(item));
                Ok(())
            }
            Block::Table { caption, columns, rows } => {
                if let Some(caption) = caption {
                    self.text(caption, place)?;
                }
                columns.iter_mut().try_for_each(|cell| self.text(cell, place))?;
                for (position, row) in rows.iter_mut().enumerate() {
                    let place = place.inside(format!("row {}", position + 1));
                    row.iter_mut().try_for_each(|cell| self.text(cell, &place))?;
                }
                rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
                Ok(())
            }
            Block::Picture(picture) => {
                let Some(at) = self.pictures.iter().position(|known| known.file == picture.file) else {
                    let why = "its file is missing; insert the image again".to_owned();
                    return Err(TypesetError::Obstacle { place: place.words(), why });
                };
                picture.file = format!("/picture-{at}");
                self.text(&mut picture.alternative, place)?;
                picture.caption.as_mut().map_or(Ok(()), |caption| self.text(caption, place))
            }
            Block::Chart { caption, bars } => {
                self.text(caption, place)?;
                for bar in bars.iter_mut() {
                    self.text(&mut bar.label, place)?;
                    self.text(&mut bar.shown, place)?;
                }
                Ok(())
            }
        }
    }

    /// Prepares formatted text as `text` does plain text.
    fn marked(&mut self, text: &mut Text, place: &Place) -> Outcome {
        limits::check_text(text, place)?;
        let mut outcome = Ok(());
        let written = text.rewritten(|words| {
            let mut words = words.to_owned();
            let begins = words.starts_with(char::is_whitespace);
            let ends = words.len() > 1 && words.ends_with(char::is_whitespace);
            if outcome.is_ok() {
                outcome = self.text(&mut words, place);
            }
            // Spaces between runs are kept; those at either end of the whole text are trimmed below.
            format!("{}{words}{}", if begins { " " } else { "" }, if ends { " " } else { "" })
        });
        *text = if written.is_marked() { written } else { written.trim().into() };
        outcome
    }

    /// Replaces characters that the typeface lacks.
    fn text(&mut self, text: &mut String, place: &Place) -> Outcome {
        limits::check_text(text, place)?;
        self.characters += text.chars().count();
        if self.characters > limits::ALL_TEXT {
            let why = format!("the document has more than the {} characters that can be typeset", limits::ALL_TEXT);
            return Err(TypesetError::Obstacle { place: place.words(), why });
        }
        if text.chars().any(|character| !typeface::has(character) || character.is_control()) {
            let mut written = String::with_capacity(text.len());
            for character in text.chars() {
                if typeface::has(character) && !character.is_control() {
                    written.push(character);
                    continue;
                }
                let by = typeface::replacement(character);
                written.push_str(&by);
                self.note(character, by, place);
            }
            *text = written;
        }
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            *text = trimmed.to_owned();
        }
        Ok(())
    }

    fn note(&mut self, character: char, by: String, place: &Place) {
        let seen = character.is_whitespace() || by.is_empty();
        if !seen && self.replaced.len() < 200 && !self.replaced.iter().any(|known| known.character == character) {
            self.replaced.push(Replaced { character, by, place: place.words() });
        }
    }
}

/// Describes a block, for naming a place in the document.
fn of_block(block: &Block) -> String {
    match block {
        Block::Paragraph { number: Some(number), .. } => format!("paragraph {number}"),
        Block::Heading { text, .. } => format!("heading “{}”", beginning(text)),
        Block::Paragraph { text, .. } => format!("paragraph “{}”", beginning(text)),
        Block::List { items, .. } => {
            format!("list “{}”", items.first().map_or_else(String::new, |item| beginning(&item.text)))
        }
        Block::Table { caption: Some(caption), .. } => format!("table “{}”", beginning(caption)),
        Block::Table { .. } => "table".to_owned(),
        Block::Picture(picture) => format!("image “{}”", beginning(&picture.alternative)),
        Block::Chart { caption, .. } => format!("chart “{}”", beginning(caption)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use documents::{Form, ListItem};

    fn print(entries: Vec<Entry>) -> Print {
        Print {
            title: "Dog control".into(),
            document: Document { title: "Dog control".into(), entries, ..Document::default() },
            form: Form::Paper,
            publisher: "Ashmere Borough Council".into(),
            running_head: "Test Board".into(),
            dated: DateTime::UNIX_EPOCH,
        }
    }

    fn heading(level: u8) -> Entry {
        Block::Heading { level, number: None, text: format!("Level {level}") }.into()
    }

    #[test]
    fn the_limit_on_all_text_counts_characters() {
        let mut preparing = Preparing { pictures: &[], replaced: Vec::new(), characters: limits::ALL_TEXT - 4, sheets: 0 };
        let place = Place::default();
        preparing.text(&mut "café".to_owned(), &place).expect("four characters, though five bytes");
        assert!(preparing.text(&mut "s".to_owned(), &place).is_err());
    }

    #[test]
    fn headings_skip_no_level() {
        let section = Section {
            title: "Report".into(),
            entries: vec![heading(3), heading(1), heading(4), heading(2)],
            ..Section::default()
        };
        let (prepared, _) = prepare(&print(vec![Entry::Section(section)]), &[]).expect("it can be prepared");
        let Some(Entry::Section(section)) = prepared.document.entries.first() else { unreachable!("it was a section") };
        let levels: Vec<u8> = section
            .entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Block { block: Block::Heading { level, .. } } => Some(*level),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [3, 3, 4, 4], "below the section's own heading of level 2");
    }

    #[test]
    fn a_lacked_character_is_told_with_its_place() {
        let paragraph = Block::Paragraph { number: Some("3.2".into()), text: "A name: 中".into() };
        let (prepared, replaced) = prepare(&print(vec![paragraph.into()]), &[]).expect("it can be prepared");
        let Some(Entry::Block { block: Block::Paragraph { text, .. } }) = prepared.document.entries.first() else {
            unreachable!("it was a paragraph")
        };
        assert_eq!(text, "A name: [U+4E2D]");
        assert_eq!(replaced.len(), 1);
        assert_eq!(replaced[0].place, "“Dog control”, paragraph 3.2");
    }

    #[test]
    fn what_is_too_large_is_told_with_its_place() {
        let table = Block::Table { caption: None, columns: Vec::new(), rows: vec![vec!["1".into()]; limits::ROWS + 1] };
        let error = prepare(&print(vec![table.into()]), &[]).expect_err("too many rows");
        assert!(error.to_string().starts_with("“Dog control”, table: the table has 5001 rows"), "{error}");
        let mut list = Block::List { style: ListStyle::Bullets, items: vec![ListItem::bullet("x")] };
        for _ in 0..limits::DEPTH {
            list = Block::List {
                style: ListStyle::Bullets,
                items: vec![ListItem { marker: None, text: "x".into(), blocks: vec![list] }],
            };
        }
        assert!(prepare(&print(vec![list.into()]), &[]).is_err());
    }
}
