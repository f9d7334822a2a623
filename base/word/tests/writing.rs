//! Documents written as Word documents, then read back.

use documents::{Action, AgendaLine, Block, Clauses, Document, Entry, Fact, ListItem, ListStyle, Minute, Style, Text};
use proptest::prelude::*;
use word::{About, read, write};

const ABOUT: About<'_> = About { title: "Minutes", publisher: "Ashmere Borough Council" };

fn minutes() -> Document {
    let minute = Minute {
        anchor: "minute-1".into(),
        reference: Some("HSB8".into()),
        title: "Fences & <gates>".into(),
        entries: vec![
            Block::paragraph(Text::of_runs([
                ("The Board saw ", Style::default()),
                ("the plan", Style { link: Some("https://fences.example/plan?a=1&b=2".into()), ..Style::default() }),
            ]))
            .into(),
            Block::List { style: ListStyle::Bullets, items: vec![ListItem::bullet("one fell"), ListItem::bullet("two lean")] }
                .into(),
            Block::Table {
                caption: Some("Fences".into()),
                columns: vec!["Place".into(), "Count".into()],
                rows: vec![vec!["Mill Lane".into(), "3".into()]],
            }
            .into(),
            Entry::Resolution {
                form: "RESOLVED".into(),
                clauses: Clauses {
                    lead: "That".into(),
                    clauses: vec!["the report be noted".into(), "the fence be mended.".into()],
                },
            },
        ],
        actions: vec![Action { owner: "Director of Place".into(), task: Some("mend the fence".into()) }],
        ..Minute::default()
    };
    let line = AgendaLine { number: Some("1".into()), title: "Fences".into(), detail: Some("Harbour Master".into()), part: None };
    Document {
        anchor: "minutes".into(),
        title: "Harbour Safety Board".into(),
        facts: vec![Fact::new("Date", "4 March 2025")],
        entries: vec![Entry::Minute(minute), Entry::Agenda { items: vec![line] }],
        ..Document::default()
    }
}

#[test]
fn what_was_written_is_read_again() {
    let written = write(&minutes(), &ABOUT).expect("it is written");
    let again = read(&written).expect("it is a Word document");
    assert!(again.left_out.iter().all(|told| told.starts_with("Page footer")), "{:?}", again.left_out);
    let heading = |block: &Block| matches!(block, Block::Heading { text, .. } if text.contains("HSB8") && text.contains("Fences & <gates>"));
    assert!(again.blocks.iter().any(heading), "{:?}", again.blocks);
    let told = format!("{:?}", again.blocks);
    for words in [
        "the plan",
        "https://fences.example/plan?a=1&b=2",
        "one fell",
        "Mill Lane",
        "RESOLVED: ",
        "the report be noted; and",
        "Director of Place: mend the fence",
        "4 March 2025",
        "Harbour Master",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(again.blocks.iter().any(|block| matches!(block, Block::List { items, .. } if items.len() == 2)), "{told}");
    assert!(
        again.blocks.iter().any(|block| matches!(block, Block::Table { columns, .. } if columns == &["Place", "Count"])),
        "{told}"
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(write(&minutes(), &ABOUT).expect("bytes") == write(&minutes(), &ABOUT).expect("bytes"));
}

proptest! {
    #[test]
    fn any_words_can_be_written(title in any::<String>(), words in any::<String>()) {
        let document = Document { title, entries: vec![Block::paragraph(words).into()], ..Document::default() };
        let written = write(&document, &ABOUT).expect("it is written");
        prop_assert!(read(&written).is_ok());
    }
}
