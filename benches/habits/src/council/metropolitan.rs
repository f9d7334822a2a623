//! The boards of a metropolitan borough: minutes with running references and an Action column.

use super::attendance::{Arrangement, List, posts};
use super::people::{Cast, NameForm, NameTitle, Naming};
use super::resolving::{self, Wording};
use super::scene::{self, DayForm, Scene};
use super::{business, people};
use crate::composition::Composition;
use crate::paper::{Block, HeadForm};
use crate::truth::{Form, Kind};

/// Boards with the letters of their references.
const BOARDS: &[(&str, &str)] = &[
    ("Safer {town} Board", "SWB"),
    ("Health and Wellbeing Board", "HWB"),
    ("Corporate Services Panel", "CS"),
    ("Environment and Regeneration Policy and Performance Board", "EUR"),
];

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    minutes(paper, &scene);
}

/// Writes the minutes of one meeting.
pub(super) fn minutes(paper: &mut Composition, scene: &Scene) {
    let (board, letters) = BOARDS[paper.random.below(BOARDS.len())];
    let board = board.replace("{town}", scene.town);
    paper.meeting(Kind::Minutes, &board, scene.day, &scene.place);
    paper.title(board.to_uppercase());
    let form = [DayForm::Weekday, DayForm::WeekdayOrdinal][paper.random.below(2)];
    let day = scene::written(scene.day, form);
    let within = paper.random.one_of(&["in the", "at the", "-"]);
    paper.paragraph(format!("At a meeting of the {board} held on {day} {within} {}", scene.place));
    attendance(paper);
    paper.print(Block::Action("Action".to_owned()));
    items(paper, letters, scene);
    if let Some(ending) = scene::ending(&mut paper.random, scene.ends, "Board") {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}

fn attendance(paper: &mut Composition) {
    let count = paper.random.between(4, 10);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming::plain(NameForm::Dotted, NameTitle::None);
    let list = |label| List { label, lead: "Councillors ", naming, arrangement: Arrangement::Sentence, if_none: "None" };
    list("Present:").print(paper, &cast.members);
    list("Apologies for Absence:").print(paper, &cast.apologies);
    list("Absence declared on Council business:").print(paper, &[]);
    let officers = List { lead: "", ..list("Officers present:") };
    officers.print(paper, &cast.officers);
    let guests = Naming::plain(NameForm::Full, NameTitle::Own);
    if cast.guests.is_empty() {
        paper.paragraph("Also in attendance: None");
    } else {
        posts(paper, "Also in attendance:", &cast.guests, guests, false);
    }
}

fn items(paper: &mut Composition, letters: &str, scene: &Scene) {
    let mut number = paper.random.between(1, 40);
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["RESOLVED: ", "RESOLVED – ", "RESOLVED "][paper.random.below(3)],
        unanimously: "RESOLVED (unanimously): ",
        that: "That ",
        marks: resolving::marks(&mut paper.random),
    };
    let apart = paper.random.between(1, 6);
    let mut head = |paper: &mut Composition, title: &str| {
        let reference = format!("{letters}{number}");
        number += 1;
        paper.head(&reference, &reference, &title.to_uppercase(), HeadForm::OneLine { apart });
    };
    head(paper, "Minutes");
    let before = scene::written(scene::before(scene.day, 56), DayForm::Plain);
    let sentence = format!("The Minutes of the meeting held on {before} were taken as read and signed as a correct record.");
    paper.decided(Form::Agreed, &sentence);
    paper.paragraph(sentence);
    head(paper, "Public Question Time");
    paper.paragraph("The Board was advised that no public questions had been received.");
    let count = paper.random.between(2, 7);
    for item in business::items(&mut paper.random, count) {
        head(paper, &item.title);
        item.tell(paper);
        let Some(decision) = item.decision else { continue };
        wording.print(paper, &decision, None);
        if paper.random.in_hundred(50) {
            let owner = paper.random.one_of(people::POSTS);
            paper.print(Block::Action(owner.to_owned()));
        }
    }
}
