//! Agendas and public notices, some with a letter that has another date.

use super::business;
use super::people::{Cast, NameForm, NameTitle, Naming};
use super::scene::{self, DayForm, Scene, TimeForm};
use crate::composition::Composition;
use crate::paper::{Block, HeadForm};
use crate::truth::Kind;

/// Writes the agenda of a board, perhaps with a letter before it.
pub(super) fn front_sheet(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(&["Cabinet", "Safer Communities Board", "Licensing Committee", "Pension Fund Committee"]);
    sheet(paper, &scene, board);
}

/// Writes the agenda of a meeting of this board.
pub(super) fn sheet(paper: &mut Composition, scene: &Scene, board: &str) {
    paper.meeting(Kind::Agenda, board, scene.day, &scene.place);
    paper.starts(scene.starts);
    let clerk = clerk(paper);
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let clock = scene::clock(scene.starts, [TimeForm::Joined, TimeForm::Dotted, TimeForm::Colon][paper.random.below(3)]);
    match paper.random.below(3) {
        0 => letter(paper, scene, board, &day, &clock),
        1 => {
            paper.title("AGENDA");
            paper.title(board.to_uppercase());
            let rising =
                if paper.random.in_hundred(40) { " or on the rising of Full Council, whichever is the later" } else { "" };
            let rows = vec![
                vec![format!("{day}, at {clock}{rising}"), format!("Ask for: {clerk}")],
                vec![scene.place.clone(), "Telephone: 01632 960456".to_owned()],
            ];
            paper.print(Block::Table { rows, ruled: false });
        }
        _ => {
            paper.title(board.to_uppercase());
            paper.lines([format!("Date: {day}"), format!("Time: {clock}"), format!("Venue: {}", scene.place)]);
            paper.title("AGENDA");
        }
    }
    let public = paper.random.in_hundred(40);
    if public {
        paper.bold("UNRESTRICTED ITEMS");
        paper.line("(During these items the meeting is likely to be open to the public)");
    }
    let next = items(paper, scene);
    if public || paper.random.in_hundred(25) {
        private(paper, next);
    }
    // The agenda was signed on another day.
    let signed = scene::written(scene::before(scene.day, 8), DayForm::Weekday);
    paper.lines([clerk, "General Counsel".to_owned(), signed]);
}

/// Writes the letter by which members are called to a meeting.
fn letter(paper: &mut Composition, scene: &Scene, board: &str, day: &str, clock: &str) {
    let sent = scene::written(scene::before(scene.day, 7), DayForm::Ordinal);
    paper.title(board.to_uppercase());
    paper.line(format!("{sent}        t: 01632 960789"));
    paper.line(format!("To: Each Member of the {board}"));
    paper.paragraph(format!(
        "You are requested to attend a Meeting of the {board} to be held in the {} on {day} at {clock}",
        scene.place
    ));
    paper.title("AGENDA");
}

fn clerk(paper: &mut Composition) -> String {
    let cast = Cast::invent(&mut paper.random, 1);
    let naming = Naming::plain(NameForm::Full, NameTitle::None);
    cast.officers.first().map(|clerk| naming.name(clerk)).unwrap_or_default()
}

/// Writes the items, and returns the number of the next.
fn items(paper: &mut Composition, scene: &Scene) -> usize {
    let count = paper.random.between(3, 7);
    let purposes = paper.random.in_hundred(60);
    let (dot, apart) = (["", "."][paper.random.below(2)], paper.random.between(1, 6));
    let usual = [
        ("Apologies", "To receive apologies for absence."),
        ("Declarations of Interest", "To receive declarations of interest in items on the agenda."),
        ("Minutes", "To approve the minutes of the meeting held on {before}."),
    ];
    let before = scene::written(scene::before(scene.day, 49), DayForm::Ordinal);
    let usual = usual.map(|(title, purpose)| (title.to_owned(), purpose.replace("{before}", &before)));
    let more = business::items(&mut paper.random, count);
    let more = more.into_iter().map(|item| (item.title, "To consider a report.".to_owned()));
    let mut next = 1;
    for (title, purpose) in usual.into_iter().chain(more) {
        paper.head(&next.to_string(), &format!("{next}{dot}"), &title, HeadForm::OneLine { apart });
        if purposes {
            paper.paragraph(purpose);
        }
        next += 1;
    }
    next
}

/// Writes the heading for private items, with or without an item.
fn private(paper: &mut Composition, number: usize) {
    let heading = paper.random.one_of(&["EXEMPT ITEMS", "PART II", "PRIVATE ITEMS"]);
    paper.bold(heading);
    if paper.random.in_hundred(50) {
        paper.paragraph("(At the time of preparing the agenda there were no exempt items.)");
        return;
    }
    paper.part().private = true;
    paper.head(&number.to_string(), &format!("{number}."), "Lease of the Old School", HeadForm::OneLine { apart: 4 });
    paper.paragraph("Not for publication: exempt under paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972.");
}

/// Writes the public notice of a parish, with its agenda.
pub(super) fn public_notice(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council = format!("{} Parish Council", scene.town);
    paper.meeting(Kind::Agenda, &council, scene.day, &scene.place);
    paper.starts(scene.starts);
    paper.title(council.to_uppercase());
    let title = paper.random.one_of(&["PUBLIC NOTICE", "NOTICE OF MEETING"]);
    paper.title(title);
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let clock = scene::clock(scene.starts, scene::time_form(&mut paper.random));
    let sentence = match paper.random.below(2) {
        0 => format!("A Meeting of {council} will be held in the {} on {day} at {clock}.", scene.place),
        _ => format!(
            "NOTICE IS HEREBY GIVEN that a meeting of {council} will take place in the {} on {day} at {clock}.",
            scene.place
        ),
    };
    paper.paragraph(sentence);
    paper.title("AGENDA");
    let count = paper.random.between(2, 6);
    let usual = ["To receive apologies for absence", "To receive declarations of interest"].map(str::to_owned);
    let more = business::items(&mut paper.random, count).into_iter().map(|item| format!("To consider {}", item.title));
    for (at, title) in usual.into_iter().chain(more).enumerate() {
        let number = (at + 1).to_string();
        paper.head(&number, &format!("{number}."), &title, HeadForm::OneLine { apart: 1 });
    }
    let clerk = clerk(paper);
    let signed = scene::written(scene::before(scene.day, 6), DayForm::Plain);
    paper.line(format!("{clerk}, Clerk to the Council"));
    paper.line(format!("Date: {signed}"));
}
