//! Sorts a Word document into the sections of the template. Nothing is lost: every block goes to a section or an appendix,
//! becomes a field of the report, or is listed as not imported.

use crate::draft::{FIRST_APPENDIX, MOST_APPENDICES};
use crate::imports::fields::{Field, field_of_paragraph, fields_of_table};
use checking::template::{Template, TemplateSection};
use documents::Block;

/// A document sorted by the sections of the template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sorted {
    /// The texts by section; those from [`FIRST_APPENDIX`] on are appendices.
    pub texts: Vec<(i32, String)>,
    /// The fields of the block at the head of the report, in document order.
    pub fields: Vec<(Field, String)>,
    /// The content before the template's first heading, such as `2 tables`, with the section that it was moved to.
    pub before: Option<(i32, String)>,
    /// The headings worded differently from the template, each with the template's heading.
    pub reworded: Vec<(String, String)>,
    /// The headings of sections that continue in an appendix because they exceed the maximum length.
    pub continued: Vec<String>,
    /// Descriptions of what was not imported.
    pub not_taken: Vec<String>,
}

/// Makes a table's first row its header, if no header is marked and every cell in that row has text.
fn headed(block: &Block) -> Block {
    match block {
        Block::Table { caption, columns, rows } if columns.is_empty() && rows.len() > 1 => {
            let width = rows.iter().map(Vec::len).max().unwrap_or_default();
            let is_header = |row: &Vec<String>| row.len() == width && row.iter().all(|cell| !cell.trim().is_empty());
            match rows.split_first() {
                Some((first, rest)) if is_header(first) => {
                    Block::Table { caption: caption.clone(), columns: first.clone(), rows: rest.to_vec() }
                }
                _ => block.clone(),
            }
        }
        other => other.clone(),
    }
}

/// Returns the words of a heading after a colon, as in ‘RECOMMENDED: That the report be noted’.
fn after_colon(heading: &str) -> Option<&str> {
    heading.split_once(':').map(|(_, rest)| rest.trim()).filter(|rest| !rest.is_empty())
}

/// Sorts a document into the sections of a template. `appendices` is how many the draft already has.
pub(crate) fn sorted(document: &word::Document, template: &Template, appendices: i32) -> Sorted {
    let information = template.sections.iter().position(|section| section.is_under("Supporting information")).unwrap_or_default();
    let mut sorted = Sorted::default();
    let mut pieces: Vec<(usize, String)> = Vec::new();
    let mut met: Vec<usize> = Vec::new();
    let mut here: Option<usize> = None;
    let mut before: Vec<&'static str> = Vec::new();
    // A single paragraph that begins ‘To:’ may be a sentence.
    let head = document.blocks.iter().take_while(|block| !matches!(block, Block::Heading { .. }));
    let is_field = |block: &&Block| matches!(block, Block::Paragraph { text, .. } if field_of_paragraph(text).is_some());
    let has_head = head.filter(is_field).count() > 1;
    for block in &document.blocks {
        if let Block::Heading { text, .. } = block {
            let own = template.sections.iter().position(|section| section.is_under(text));
            if let Some(own) = own.filter(|_| !is_part(here.and_then(|at| template.sections.get(at)), text)) {
                here = Some(own);
                if met.contains(&own) {
                    // A second heading for the same section becomes a heading inside it.
                    pieces.push((own, markdown::typed(std::slice::from_ref(block))));
                } else {
                    let of_template = &template.sections[own].heading;
                    if !text.eq_ignore_ascii_case(of_template) {
                        sorted.reworded.push((text.clone(), of_template.clone()));
                    }
                    pieces.extend(after_colon(text).map(|words| (own, markdown::typed(&[Block::paragraph(words)]))));
                }
                met.push(own);
                continue;
            }
        }
        if here.is_none() {
            if let Block::Table { columns, rows, .. } = block {
                let all: Vec<&Vec<String>> = std::iter::once(columns).filter(|columns| !columns.is_empty()).chain(rows).collect();
                if let Some(fields) = fields_of_table(&all) {
                    sorted.fields.extend(fields);
                    continue;
                }
            }
            if let Block::Paragraph { text, .. } = block
                && let Some(field) = field_of_paragraph(text).filter(|_| has_head)
            {
                sorted.fields.push(field);
                continue;
            }
            before.push(kind(block));
        }
        pieces.push((here.unwrap_or(information), markdown::typed(&[headed(block)])));
    }
    sorted.before = (!before.is_empty()).then(|| (number(information), counted(&before)));
    sorted.join(&pieces, template, appendices);
    sorted
}

/// Checks whether a heading is one of the parts of its section.
fn is_part(section: Option<&TemplateSection>, heading: &str) -> bool {
    section.is_some_and(|section| section.parts.iter().any(|part| part.eq_ignore_ascii_case(heading)))
}

fn number(section: usize) -> i32 {
    i32::try_from(section).unwrap_or_default()
}

fn kind(block: &Block) -> &'static str {
    match block {
        Block::Heading { .. } => "heading",
        Block::Paragraph { .. } => "paragraph",
        Block::List { .. } => "list",
        Block::Table { .. } => "table",
        Block::Picture(_) => "image",
        Block::Chart { .. } => "chart",
    }
}

/// Returns a summary such as `2 headings, 1 table`.
fn counted(kinds: &[&'static str]) -> String {
    let mut known: Vec<(&str, usize)> = Vec::new();
    for kind in kinds {
        match known.iter_mut().find(|(name, _)| name == kind) {
            Some((_, count)) => *count += 1,
            None => known.push((kind, 1)),
        }
    }
    let told = known.iter().map(|(kind, count)| format!("{count} {kind}{}", if *count == 1 { "" } else { "s" }));
    told.collect::<Vec<_>>().join(", ")
}

impl Sorted {
    /// Joins the pieces into texts, in order. Text that exceeds a section's maximum length continues in appendices.
    fn join(&mut self, pieces: &[(usize, String)], template: &Template, appendices: i32) {
        let mut next = FIRST_APPENDIX + appendices;
        for section in 0..template.sections.len() {
            let own: Vec<&str> = pieces.iter().filter(|(at, _)| *at == section).map(|(_, text)| text.as_str()).collect();
            let heading = &template.sections[section].heading;
            let title = format!("# {heading} (continued)\n\n");
            let mut parts = parts(&own, markdown::LONGEST - title.chars().count()).into_iter();
            self.texts.extend(parts.next().map(|first| (number(section), first)));
            for part in parts {
                if next >= FIRST_APPENDIX + MOST_APPENDICES {
                    let words = part.split_whitespace().count();
                    let begins: String = part.trim().chars().take(80).collect();
                    self.not_taken.push(format!(
                        "{words} words of “{heading}”, starting “{begins}”, because a report can have up to 20 appendices"
                    ));
                    continue;
                }
                self.texts.push((next, format!("{title}{part}")));
                if !self.continued.contains(heading) {
                    self.continued.push(heading.clone());
                }
                next += 1;
            }
        }
        self.texts.retain(|(_, text)| !text.trim().is_empty());
    }
}

/// Joins pieces into parts of at most `longest` characters. A longer piece is split between lines, and a
/// longer line between characters.
fn parts(pieces: &[&str], longest: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut length = 0;
    let mut add = |text: &str| {
        let characters = text.chars().count();
        match parts.last_mut() {
            Some(last) if length + characters <= longest => {
                last.push_str(text);
                length += characters;
            }
            _ => {
                parts.push(text.to_owned());
                length = characters;
            }
        }
    };
    for piece in pieces {
        if piece.chars().count() <= longest {
            add(piece);
            continue;
        }
        for line in piece.split_inclusive('\n') {
            let characters: Vec<char> = line.chars().collect();
            for cut in characters.chunks(longest.max(1)) {
                add(&cut.iter().collect::<String>());
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use documents::{ListItem, ListStyle, Picture};
    use proptest::prelude::*;

    fn heading(text: &str) -> Block {
        Block::Heading { level: 1, number: None, text: text.into() }
    }

    fn table(cells: &[&[&str]]) -> Block {
        let rows = cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Block::Table { caption: None, columns: Vec::new(), rows }
    }

    fn sorted(blocks: Vec<Block>) -> Sorted {
        super::sorted(&word::Document { blocks, ..word::Document::default() }, &Template::of_the_seeds(), 0)
    }

    #[test]
    fn headings_find_their_sections_and_nothing_is_lost() {
        let sorted = sorted(vec![
            table(&[&["REPORT TO:", "Harbour Board"], &["SUBJECT:", "Lamps"]]),
            heading("1.0 PURPOSE OF REPORT"),
            Block::paragraph("To look."),
            heading("LAMPS"),
            Block::paragraph("Of old."),
            heading("RISK ANALYSIS"),
            Block::paragraph("One may fall."),
            heading("RECOMMENDED: That the lamps be lit"),
        ]);
        let texts = &sorted.texts;
        assert_eq!(texts[0].0, 0);
        assert!(texts[0].1.contains("To look.") && texts[0].1.contains("# LAMPS") && texts[0].1.contains("Of old."), "{texts:?}");
        assert_eq!((texts[1].0, texts[1].1.trim()), (1, "That the lamps be lit"));
        assert_eq!((texts[2].0, texts[2].1.trim()), (6, "One may fall."));
        assert_eq!(sorted.fields, [(Field::To, "Harbour Board".to_owned()), (Field::Subject, "Lamps".to_owned())]);
        assert!(sorted.not_taken.is_empty() && !texts[0].1.contains("REPORT TO"), "{sorted:?}");
        assert_eq!(sorted.before, None);
    }

    #[test]
    fn what_stands_before_the_first_heading_is_placed_and_told() {
        let sorted = sorted(vec![table(&[&["Ward", "Lamps"], &["North", "3"]]), table(&[&["South", "4"]])]);
        let [(2, text)] = sorted.texts.as_slice() else { panic!("{:?}", sorted.texts) };
        assert!(text.contains("North") && text.contains("South"), "{text}");
        assert_eq!(sorted.before, Some((2, "2 tables".to_owned())));
        assert!(sorted.not_taken.is_empty());
    }

    #[test]
    fn the_block_at_the_head_can_be_paragraphs() {
        let blocks = vec![
            Block::paragraph("To: Harbour Board"),
            Block::paragraph("From: Harbour Master"),
            Block::paragraph("Note: a paragraph of its own"),
            heading("Purpose of report"),
            Block::paragraph("Subject: in the text this is words"),
        ];
        let sorted = sorted(blocks);
        let told: Vec<(Field, &str)> = sorted.fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
        assert_eq!(told, [(Field::To, "Harbour Board"), (Field::ReportingOfficer, "Harbour Master")]);
        let all: String = sorted.texts.iter().map(|(_, text)| text.as_str()).collect();
        assert!(all.contains("Note: a paragraph of its own") && all.contains("Subject: in the text"), "{all}");
    }

    #[test]
    fn a_table_without_a_header_gets_its_first_row() {
        let sorted = sorted(vec![heading("Purpose of report"), table(&[&["Ward", "Lamps"], &["North", "3"]])]);
        assert_eq!(sorted.texts[0].1.trim(), "| Ward | Lamps |\n| --- | --- |\n| North | 3 |");
    }

    #[test]
    fn two_headings_of_one_section_are_both_kept() {
        let blocks = vec![
            heading("Financial implications"),
            Block::paragraph("None."),
            heading("Other implications"),
            Block::paragraph("Few."),
        ];
        let sorted = sorted(blocks);
        assert_eq!(sorted.texts, [(4, "None.\n\n# Other implications\n\nFew.\n\n".to_owned())]);
    }

    #[test]
    fn a_long_section_goes_on_in_appendices() {
        let long: Vec<Block> =
            (0..40).map(|number| Block::paragraph(format!("begin{number} {} end{number}", "word ".repeat(1_000)))).collect();
        let sorted = sorted(long);
        assert!(sorted.texts.iter().all(|(_, text)| text.chars().count() <= markdown::LONGEST));
        assert_eq!(sorted.texts.iter().map(|(section, _)| *section).collect::<Vec<_>>(), [2, 100, 101, 102]);
        let all: String = sorted.texts.iter().map(|(_, text)| text.as_str()).collect();
        assert!((0..40).all(|number| all.contains(&format!("begin{number} ")) && all.contains(&format!("end{number}\n"))));
        assert_eq!(sorted.continued, ["Supporting information"]);
    }

    /// Generates a block in which each `%` is to be replaced with unique words.
    fn any_block() -> impl Strategy<Value = Block> {
        let words = || prop_oneof![Just("%"), Just("% | % * %"), Just("% [%] #"), Just("")];
        let item = (words(), prop::option::of(words())).prop_map(|(text, inner)| ListItem {
            marker: None,
            text: text.into(),
            blocks: inner.map(Block::paragraph).into_iter().collect(),
        });
        let cell = words().prop_map(str::to_owned);
        let rows = prop::collection::vec(prop::collection::vec(cell, 1..4), 0..4);
        prop_oneof![
            (
                1_u8..5,
                prop_oneof![
                    Just("%"),
                    Just("PURPOSE OF THE REPORT"),
                    Just("Recommended: %"),
                    Just("Financial %"),
                    Just("Other implications"),
                    Just("Safety"),
                    Just("Implications for the priorities"),
                    Just("2.0 SUPPORTING INFORMATION"),
                ]
            )
                .prop_map(|(level, text)| Block::Heading { level, number: None, text: text.into() }),
            words().prop_map(Block::paragraph),
            (any::<bool>(), prop::collection::vec(item, 1..4)).prop_map(|(is_numbered, items)| Block::List {
                style: if is_numbered { ListStyle::Numbered } else { ListStyle::Bullets },
                items,
            }),
            (rows, any::<bool>()).prop_map(|(mut rows, has_head)| {
                let columns = if has_head && !rows.is_empty() { rows.remove(0) } else { Vec::new() };
                Block::Table { caption: None, columns, rows }
            }),
            Just(table(&[&["SUBJECT", "%"], &["DATE", "%"]])),
            words().prop_map(|words| Block::Picture(Picture {
                file: "picture-in-word-%".into(),
                alternative: words.into(),
                caption: None,
                width: 0,
                height: 0,
            })),
        ]
    }

    proptest! {
        #[test]
        fn every_word_is_in_a_section_or_named_as_not_taken(blocks in prop::collection::vec(any_block(), 0..14)) {
            // Each placeholder gets words that occur nowhere else.
            let json = serde_json::to_string(&blocks).expect("as JSON");
            let mut count = 0;
            let json: String = json
                .split_inclusive('%')
                .map(|piece| match piece.strip_suffix('%') {
                    Some(before) => {
                        count += 1;
                        format!("{before}mark{count}x")
                    }
                    None => piece.to_owned(),
                })
                .collect();
            let blocks: Vec<Block> = serde_json::from_str(&json).expect("blocks");
            let sorted = sorted(blocks);
            let read: Vec<Block> = sorted.texts.iter().flat_map(|(_, text)| markdown::blocks(text)).collect();
            let reworded: String = sorted.reworded.iter().map(|(heading, _)| heading.as_str()).collect();
            let fields: String = sorted.fields.iter().map(|(_, value)| value.as_str()).collect();
            let not_taken = sorted.not_taken.join(" ");
            let all = format!("{} {reworded} {fields} {not_taken}", serde_json::to_string(&read).expect("as JSON"));
            for number in 1..=count {
                prop_assert!(all.contains(&format!("mark{number}x")), "mark{number}x is in none of {sorted:?}");
            }
        }
    }
}
