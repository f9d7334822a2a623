//! Minutes as they are saved from the pages of a committee system, as text or as the rows of a table.

use super::business::{self, Business};
use super::resolving::{Marks, Wording};
use super::scene::{self, DayForm, Scene, TimeForm};
use crate::composition::Composition;
use crate::paper::{Block, Gap, HeadForm};
use crate::truth::{Form, Kind};

/// Boards whose meetings have pages.
const BOARDS: &[&str] = &["Safer Policy and Performance Board", "Licensing Committee", "Executive Board", "Council"];

/// Writes the page of a meeting as text.
pub(super) fn page(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(BOARDS);
    paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
    paper.starts(scene.starts);
    paper.layout.width = None;
    if paper.random.in_hundred(40) {
        paper.layout.gap = Gap::Uneven;
    }
    if paper.random.in_hundred(30) {
        paper.line("Agendas, Meetings and Minutes - Agenda and minutes");
    }
    let kind = paper.random.one_of(&["Agenda and minutes", "Agenda and minutes", "Agenda and draft minutes"]);
    paper.part().draft = kind.contains("draft");
    paper.title(kind);
    let day = scene::written(scene.day, DayForm::Commas);
    let clock = scene::clock(scene.starts, TimeForm::Dotted);
    paper.line(format!("{board} - {day} {clock}"));
    paper.line(format!("Venue: {}. View directions", scene.place));
    paper.line("Contact: Democratic Services on 01632 960123 or e-mail  democracy@wexcombe.example");
    paper.lines(["Items".to_owned(), "No. Item".to_owned()]);
    let first = paper.random.between(1, 60);
    for (at, item) in items(paper, &scene).into_iter().enumerate() {
        let title = item.title;
        let number = (first + at).to_string();
        let icon = paper.random.in_hundred(40);
        let size = paper.random.between(7, 900);
        let printed = if icon { format!("{title} pdf icon PDF {size} KB") } else { title.clone() };
        paper.item(&number, &title);
        paper.print(Block::Head { number: format!("{number}."), title: printed, form: HeadForm::OwnLine });
        if paper.random.in_hundred(40) {
            paper.line("Additional documents:");
        }
        if paper.random.in_hundred(25) {
            paper.paragraph("To receive a report.");
        }
        paper.line("Minutes:");
        for text in item.account {
            paper.paragraph(format!("            {text}"));
        }
        if let Some(extra) = item.extra {
            extra.print(paper);
        }
        if let Some(decision) = item.decision {
            wording().print(paper, &decision, None);
        }
    }
}

/// Writes the page of a meeting as the rows of a table in Markdown. The numbers are lost.
pub(super) fn table(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    paper.layout.width = None;
    paper.layout.gap = Gap::None;
    let board = paper.random.one_of(BOARDS);
    // The heading may be cut off, and the board and the day with it.
    let headed = paper.random.in_hundred(70);
    if headed {
        paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
        paper.starts(scene.starts);
        let day = scene::written(scene.day, DayForm::Commas);
        let clock = scene::clock(scene.starts, TimeForm::Dotted);
        paper.line("Agenda and minutes");
        paper.line(format!("{board} - {day} {clock}"));
    } else {
        paper.begin(Kind::Minutes).place = Some(scene.place.clone());
    }
    paper.line(format!("Venue: {}", scene.place));
    paper.line("Contact: Democratic Services on 01632 960123 or e-mail democracy@wexcombe.example");
    paper.lines(["No. | Item |".to_owned(), "---|---|".to_owned()]);
    for Business { title, account, decision, .. } in items(paper, &scene) {
        paper.item("", &title);
        let size = paper.random.between(7, 900);
        let icon = if paper.random.in_hundred(40) { format!(" PDF {size} KB") } else { String::new() };
        let mut row = format!("{title}{icon} Minutes: {}", account.join(" "));
        if let Some(decision) = decision {
            row = format!("{row} RESOLVED: That {}.", decision.sentence());
            paper.decided(Form::Resolved, &format!("That {}", decision.words()));
        }
        paper.lines([format!("{row} |"), "|".to_owned()]);
    }
}

fn wording() -> Wording {
    Wording {
        form: Form::Resolved,
        resolved: "RESOLVED: ",
        unanimously: "RESOLVED unanimously: ",
        that: "That ",
        marks: Marks::Numbers,
    }
}

/// Returns the business of a meeting.
fn items(paper: &mut Composition, scene: &Scene) -> Vec<Business> {
    let minutes = Business::minutes_before(&mut paper.random, scene.day);
    let title = minutes.title.to_uppercase();
    let mut all = vec![
        Business::plain("Chairman's Announcements", "There were none."),
        Business { title, account: vec!["The Minutes had been circulated.".to_owned()], ..minutes },
        Business::plain("PUBLIC QUESTION TIME", "No public questions had been received."),
    ];
    let count = paper.random.between(2, 6);
    all.extend(business::items(&mut paper.random, count));
    all
}
