//! The reports to a meeting.

use super::council::{Council, MeetingPlace};
use super::minutes::resolution;
use super::prose;
use super::vocabulary::{MEASURES, OFFICERS};
use documents::{Block, ListItem, ListStyle};
use habits::Random;
use reports::report::{Report, ReportBlock, Section};

impl Council {
    /// Returns two or three reports to a meeting, on the first of its subjects.
    pub fn reports(&self, place: MeetingPlace) -> Vec<Report> {
        let mut random = self.random(place, 6);
        let count = random.between(2, 3);
        self.subjects(place).into_iter().take(count).map(|subject| self.report(&mut random, place, subject)).collect()
    }

    fn report(&self, random: &mut Random, place: MeetingPlace, subject: String) -> Report {
        let purpose = format!("To tell the Board about {} and to ask what it thinks.", subject.to_lowercase());
        let recommended = Section {
            number: Some("2.0".to_owned()),
            heading: "RECOMMENDED".to_owned(),
            recommendation: Some(resolution(random)),
            blocks: Vec::new(),
        };
        let simple = |number: u8, heading: &str, text: String| section(number, heading, vec![paragraph(number, 1, text)]);
        let sections = vec![
            simple(1, "PURPOSE OF THE REPORT", purpose),
            recommended,
            section(3, "SUPPORTING INFORMATION", information(random)),
            simple(4, "POLICY IMPLICATIONS", prose::explanation(random)),
            simple(5, "FINANCIAL IMPLICATIONS", prose::explanation(random)),
            simple(6, "RISK ANALYSIS", prose::explanation(random)),
            simple(7, "EQUALITY AND DIVERSITY ISSUES", "Nothing in this report bears on equality and diversity.".to_owned()),
            simple(8, "BACKGROUND PAPERS", "There are no background papers to this report.".to_owned()),
        ];
        let block = ReportBlock {
            report_to: self.board_name(place.board),
            date: Some(self.held_on(place)),
            reporting_officer: random.one_of(OFFICERS).to_owned(),
            portfolio: None,
            subject,
            wards: Some("Borough-wide".to_owned()),
            ..ReportBlock::default()
        };
        Report { block, sections, appendices: Vec::new(), figures: Vec::new(), attachments: Vec::new() }
    }
}

fn section(number: u8, heading: &str, blocks: Vec<Block>) -> Section {
    Section { number: Some(format!("{number}.0")), heading: heading.to_owned(), recommendation: None, blocks }
}

fn paragraph(section: u8, number: usize, text: String) -> Block {
    Block::Paragraph { number: Some(format!("{section}.{number}")), text: text.into() }
}

/// Returns numbered paragraphs, with a list after one of them and a table after another.
fn information(random: &mut Random) -> Vec<Block> {
    let count = random.between(6, 10);
    let mut blocks = Vec::new();
    for number in 1..=count {
        let sentences: Vec<String> = (0..random.between(2, 4)).map(|_| prose::explanation(random)).collect();
        blocks.push(paragraph(3, number, sentences.join(" ")));
        if number == 2 {
            blocks.push(list(random));
        }
        if number == 4 {
            blocks.push(table(random));
        }
    }
    blocks
}

fn list(random: &mut Random) -> Block {
    let item = |random: &mut Random| ListItem::bullet(format!("{} in {}", random.one_of(MEASURES), prose::street(random)));
    Block::List { style: ListStyle::Bullets, items: (0..random.between(3, 6)).map(|_| item(random)).collect() }
}

fn table(random: &mut Random) -> Block {
    let columns = vec!["Place".to_owned(), format!("Number of {}", random.one_of(MEASURES))];
    let row = |random: &mut Random| vec![prose::street(random), random.between(1, 400).to_string()];
    Block::Table { caption: None, columns, rows: (0..random.between(4, 9)).map(|_| row(random)).collect() }
}
