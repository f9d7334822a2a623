//! Reports to a meeting, in the blocks of three kinds of council.

use super::business;
use super::people::{self, Cast, NameForm, NameTitle, Naming};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::Block;
use crate::truth::{Kind, Report};

/// Section headings of reports.
const SECTIONS: &[&str] = &[
    "Introduction",
    "Background",
    "Financial Implications",
    "Legal Implications",
    "Risk",
    "Equality",
    "Next Steps",
    "Conclusion",
];

/// Writes a report with `From`, `To`, `Subject` and `Classification`, perhaps with a letter before it.
pub(super) fn from_to(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(&["Cabinet", "Scrutiny Committee", "County Council"]);
    let author = author(paper);
    let subject = subject(paper);
    if paper.random.in_hundred(30) {
        let sent = scene::written(scene::before(scene.day, 2), DayForm::Plain);
        paper.line("Direct Dial: 01632 960892");
        paper.line(format!("Date: {sent}"));
        paper.paragraph("Dear Member");
        let day = scene::written(scene.day, DayForm::Weekday).to_uppercase();
        paper.bold(format!("{} - {day}", board.to_uppercase()));
        paper.paragraph("Please find enclosed a paper for Item 3, which was not ready before.");
    }
    paper.begin(Kind::Report);
    let day = scene::written(scene.day, [DayForm::Plain, DayForm::Ordinal][paper.random.below(2)]);
    let from = paper.random.one_of(&["From:", "By:"]);
    let dash = paper.random.one_of(&["-", "–"]);
    let mut rows = vec![(from, author.clone()), ("To:", format!("{board} {dash} {day}")), ("Subject:", subject.clone())];
    if paper.random.in_hundred(60) {
        rows.push(("Classification:", "Unrestricted".to_owned()));
    }
    labels(paper, rows);
    if paper.random.in_hundred(50) {
        paper.paragraph("Summary: This report tells members what was done about lamps since the spring.");
    }
    let own = paper.random.in_hundred(50);
    let (sections, paragraphs) = if own { sections(paper, Numbering::Running) } else { sections(paper, Numbering::Points) };
    let date = Some(scene.day);
    record(
        paper,
        Report { subject: Some(subject), report_to: Some(board.to_owned()), date, author: Some(author), sections, paragraphs },
    );
}

/// Writes a report with `REPORT TO`, `DATE`, `REPORTING OFFICER`, `SUBJECT` and `WARD(S)`.
pub(super) fn to_board(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    block(paper, &scene, "Safer Policy and Performance Board");
}

/// Writes such a report to this board.
pub(super) fn block(paper: &mut Composition, scene: &Scene, board: &str) {
    paper.begin(Kind::Report);
    let post = paper.random.one_of(people::POSTS);
    let subject = subject(paper);
    let day = scene::written(scene.day, DayForm::Plain);
    let mut rows = vec![("REPORT TO:", board.to_owned()), ("DATE:", day), ("REPORTING OFFICER:", post.to_owned())];
    if paper.random.in_hundred(40) {
        rows.push(("PORTFOLIO:", "Community Safety".to_owned()));
    }
    rows.push(("SUBJECT:", subject.clone()));
    rows.push(("WARD(S):", "Borough-wide".to_owned()));
    labels(paper, rows);
    let (sections, paragraphs) = sections(paper, Numbering::Zeroes);
    let (report_to, author) = (Some(board.to_owned()), Some(post.to_owned()));
    record(paper, Report { subject: Some(subject), report_to, date: Some(scene.day), author, sections, paragraphs });
}

/// Writes a report with `Meeting`, `Date`, `Subject` and `Report of`.
pub(super) fn of_officer(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(&["Overview and Scrutiny Committee", "Licensing Committee", "Council"]);
    paper.begin(Kind::Report);
    let post = paper.random.one_of(people::POSTS);
    let subject = subject(paper);
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let rows = vec![
        ("Meeting:", board.to_owned()),
        (paper.random.one_of(&["Date:", "Date of Meeting:"]), day),
        (paper.random.one_of(&["Subject:", "Title:"]), subject.clone()),
        ("Report of:", post.to_owned()),
    ];
    labels(paper, rows);
    let (sections, paragraphs) = sections(paper, Numbering::Points);
    let (report_to, author) = (Some(board.to_owned()), Some(post.to_owned()));
    record(paper, Report { subject: Some(subject), report_to, date: Some(scene.day), author, sections, paragraphs });
}

fn record(paper: &mut Composition, report: Report) {
    paper.part().reports.push(report);
}

fn author(paper: &mut Composition) -> String {
    let cast = Cast::invent(&mut paper.random, 1);
    let naming = Naming::plain(NameForm::Full, NameTitle::None);
    cast.officers.first().map(|officer| format!("{}, {}", naming.name(officer), officer.post)).unwrap_or_default()
}

fn subject(paper: &mut Composition) -> String {
    business::items(&mut paper.random, 1).pop().map(|item| item.title).unwrap_or_default()
}

/// Prints the block at the head of a report.
fn labels(paper: &mut Composition, rows: Vec<(&str, String)>) {
    if paper.random.in_hundred(30) {
        let rows = rows.into_iter().map(|(label, value)| vec![label.to_owned(), value]).collect();
        paper.print(Block::Table { rows, ruled: false });
        return;
    }
    for (label, value) in rows {
        paper.paragraph(format!("{label} {value}"));
    }
}

/// How sections and paragraphs are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// `1. Introduction`, `1.1`.
    Points,
    /// `1.0 INTRODUCTION`, `1.1`.
    Zeroes,
    /// No numbers before headings; paragraphs run through all sections.
    Running,
}

/// Prints the sections, and returns their headings and the number of numbered paragraphs.
fn sections(paper: &mut Composition, numbering: Numbering) -> (Vec<String>, Option<usize>) {
    let mut headings: Vec<String> = Vec::new();
    let mut paragraphs = 0;
    let mut sentences = business::Sentences::default();
    let count = paper.random.between(3, SECTIONS.len() - 1);
    let recommends = paper.random.below(count);
    for (at, usual) in SECTIONS.iter().copied().take(count).enumerate() {
        let heading = if at == recommends { "Recommendation" } else { usual };
        let heading = if numbering == Numbering::Zeroes { heading.to_uppercase() } else { heading.to_owned() };
        match numbering {
            Numbering::Points => paper.bold(format!("{}. {heading}", at + 1)),
            Numbering::Zeroes => paper.bold(format!("{}.0 {heading}", at + 1)),
            Numbering::Running => paper.bold(heading.clone()),
        }
        headings.push(heading);
        if at == recommends {
            let decision = business::Decision::invent(&mut paper.random);
            paper.paragraph(format!("The Board is asked to agree that {}.", decision.sentence()));
            continue;
        }
        for inside in 1..=paper.random.between(1, 4) {
            paragraphs += 1;
            let mark = if numbering == Numbering::Running { format!("{paragraphs}.") } else { format!("{}.{inside}", at + 1) };
            let text = sentences.account(&mut paper.random);
            paper.marked(&mark, text, 0);
        }
    }
    (headings, Some(paragraphs))
}
