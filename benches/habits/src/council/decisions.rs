//! Notices of decisions: those a body took at a meeting, and those an officer or one member took without a meeting.

use super::business::{self, Decision};
use super::people::{Cast, NameForm, NameTitle, Naming};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::{Block, HeadForm};
use crate::truth::{Form, Kind};

/// Writes the notice of what a body decided at a meeting. The day of publication is another one.
pub(super) fn notice(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(&["Cabinet", "Executive", "Executive Board", "Planning Committee"]);
    paper.meeting(Kind::Minutes, board, scene.day, "");
    let published = scene::written(scene::after(scene.day, 2), DayForm::Plain);
    let until = scene::written(scene::after(scene.day, 9), DayForm::Plain);
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    paper.title(format!("{} BOROUGH COUNCIL", scene.town.to_uppercase()));
    let title = paper_title(board, paper.random.below(3));
    paper.title(title);
    paper.paragraph(format!("The following decisions were taken at the meeting of the {board} held on {day}."));
    paper.paragraph(format!("Published on {published}. Decisions may be called in until {until}."));
    let count = paper.random.between(2, 5);
    let first = paper.random.between(1, 12);
    for (at, item) in business::items(&mut paper.random, count).into_iter().enumerate() {
        let number = (first + at).to_string();
        paper.head(&number, &format!("{number}."), &item.title, HeadForm::OneLine { apart: 3 });
        let decision = item.decision.unwrap_or_else(|| Decision::invent(&mut paper.random));
        let sentence = format!("That {}.", decision.sentence());
        paper.decided(Form::Decided, &format!("That {}", decision.words()));
        if paper.random.in_hundred(50) {
            paper.paragraph(format!("Decision: {sentence}"));
        } else {
            paper.bold("Decision:");
            paper.paragraph(sentence);
        }
        paper.bold("Reasons for the decision:");
        paper.paragraph(item.account.join(" "));
        paper.paragraph("Alternatives considered: None.");
    }
}

fn paper_title(board: &str, choice: usize) -> String {
    match choice {
        0 => format!("{} – DECISION NOTICE", board.to_uppercase()),
        1 => format!("RECORD OF DECISIONS OF THE {}", board.to_uppercase()),
        _ => "NOTICE OF DECISIONS".to_owned(),
    }
}

/// Writes the record of what one person decided. No meeting was held.
pub(super) fn delegated(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    paper.begin(Kind::Decision);
    paper.title(format!("{} BOROUGH COUNCIL", scene.town.to_uppercase()));
    let title = paper.random.one_of(&[
        "RECORD OF DELEGATED OFFICER DECISION",
        "OFFICER DECISION NOTICE",
        "CABINET MEMBER DECISION RECORD",
    ]);
    paper.title(title);
    let cast = Cast::invent(&mut paper.random, 1);
    let naming = Naming::plain(NameForm::Full, NameTitle::Own);
    let maker = cast.officers.first().map(|officer| format!("{}, {}", naming.titled(officer), officer.post)).unwrap_or_default();
    let decision = Decision::invent(&mut paper.random).sentence();
    let subject = business::items(&mut paper.random, 1).pop().map(|item| item.title).unwrap_or_default();
    let day = scene::written(scene.day, DayForm::Plain);
    let reasons = business::Sentences::default().account(&mut paper.random);
    let facts = [
        ("Subject:", subject),
        ("Decision maker:", maker),
        ("Date of decision:", day),
        ("Decision:", format!("That {decision}.")),
        ("Reasons:", reasons),
        ("Alternatives considered and rejected:", "None.".to_owned()),
        ("Interests declared:", "None.".to_owned()),
    ];
    if paper.random.in_hundred(50) {
        let rows = facts.into_iter().map(|(label, value)| vec![label.to_owned(), value]).collect();
        paper.print(Block::Table { rows, ruled: true });
    } else {
        for (label, value) in facts {
            paper.paragraph(format!("{label} {value}"));
        }
    }
    paper.lines(["Signed: ____________________".to_owned()]);
}
