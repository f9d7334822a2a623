//! No content makes the checker fail or run indefinitely.

use checking::template::Template;
use checking::{Paper, PaperKind, Place, Register, What, check};
use documents::{Block, ListItem, ListStyle};
use foundation::PersonName;
use proptest::prelude::*;

/// Generates texts made of what the rules look for and of arbitrary characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        Just("£1,000".to_owned()),
        Just("13 of 20 (65%)".to_owned()),
        Just("Crime & Disorder Act 1988".to_owned()),
        Just("1st October – 31st March 2024".to_owned()),
        Just("Tuesday, 6 February 2024".to_owned()),
        Just("detailed in 3.3".to_owned()),
        Just("appendix one".to_owned()),
        Just("???".to_owned()),
        Just("https://x.example/%2018th-Oct-2023.pdf".to_owned()),
        Just("İŞẞ of the total 5,000 (50%)".to_owned()),
        Just("Statutory members include".to_owned()),
        Just("Safer Ashmere Policy & Performance Board".to_owned()),
        Just("99999999999999999999999.9%".to_owned()),
        Just("+44 (0)".to_owned()),
        Just("Ring Wanda on 01632 960 001".to_owned()),
        Just("Wanda Wharf 12 Heron Lane ZZ1 1ZZ".to_owned()),
        Just("30 lamps and 20 bells, 60 in all".to_owned()),
        Just("£12 + £20 = £42".to_owned()),
        Just("XX".to_owned()),
        Just("Cost: to be confirmed".to_owned()),
        Just("[insert name]".to_owned()),
        Just("3 May 2024, 5 June 2023, 7 July 2024, 29 February 2024".to_owned()),
        Just("The minutes of the meeting held on 29 February 2024".to_owned()),
        Just("Councillors N. Plumpton Walsh (Chair, Board), Carlin".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(" "))
}

fn block() -> impl Strategy<Value = Block> {
    let number = || prop::option::of("[0-9]{1,12}(\\.[0-9]{1,3}){0,3}");
    prop_oneof![
        (number(), text()).prop_map(|(number, text)| Block::Paragraph { number, text: text.into() }),
        (0_u8..6, number(), text()).prop_map(|(level, number, text)| Block::Heading { level, number, text }),
        prop::collection::vec(text(), 1..6).prop_map(|items| Block::List {
            style: ListStyle::Bullets,
            items: items.into_iter().map(ListItem::bullet).collect()
        }),
        prop::collection::vec(prop::collection::vec(text(), 0..4), 0..5).prop_map(|rows| Block::Table {
            caption: None,
            columns: vec!["%".into()],
            rows
        }),
    ]
}

fn paper() -> impl Strategy<Value = Paper> {
    let kind = prop_oneof![Just(PaperKind::Report), Just(PaperKind::Minute), Just(PaperKind::Text)];
    let reference = prop::option::of("[A-Z]{0,2}[0-9]{1,11}/?[0-9]{0,3}");
    (kind, text(), prop::collection::vec(block(), 0..12), prop::collection::vec(text(), 0..3), reference).prop_map(
        |(kind, subject, blocks, clauses, reference)| {
            let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 6);
            let mut paper = Paper::new(kind, "A paper", subject, day);
            paper.unplaced = reference.iter().cloned().collect();
            paper.reference = reference;
            paper.push_blocks(Some("1.0"), &blocks);
            paper.push(&Place::default(), What::Recommendation(clauses.clone()));
            paper.push(&Place::default(), What::Resolution(clauses));
            paper
        },
    )
}

proptest! {
    #[test]
    fn any_papers_are_checked(papers in prop::collection::vec(paper(), 0..4)) {
        let bodies = vec!["Safer Policy and Performance Board".to_owned()];
        let people = ["Councillor Norman Plumpton-Walsh", "A. Sample"].iter().filter_map(|name| PersonName::read(name)).collect();
        let register = Register { bodies, people };
        for finding in check(&papers, &Template::of_the_seeds(), &register) {
            prop_assert!(!finding.what.is_empty() && !finding.advice.is_empty());
        }
    }
}
