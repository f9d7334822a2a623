//! Meetings out of the ordinary: drafts, special meetings, joint committees, two meetings in one file, and minutes within a pack.

use super::attendance::{Arrangement, List};
use super::business::{self, Business};
use super::people::{After, Cast, NameForm, NameTitle, Naming};
use super::resolving::{self, Wording};
use super::scene::{self, DayForm, Scene};
use super::{agendas, metropolitan, reports};
use crate::composition::Composition;
use crate::paper::{Block, HeadForm};
use crate::truth::{Form, Kind, Standing};

/// The bodies that meet.
const BOARDS: &[&str] = &["Safer Communities Board", "Health Committee", "Town Centre Panel", "Markets Sub-Committee"];

/// Writes minutes that are marked as a draft.
pub(super) fn draft(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(BOARDS);
    paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
    paper.part().draft = true;
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let choice = paper.random.below(4);
    if choice == 0 {
        paper.title("DRAFT");
    }
    paper.title(board.to_uppercase());
    if choice == 1 {
        paper.line("Draft – subject to confirmation at the next meeting");
    }
    let opening = match choice {
        2 => format!("DRAFT MINUTES of the {board} held on {day} in the {}", scene.place),
        3 => format!("Minutes (draft) of the meeting of the {board} held on {day} in the {}", scene.place),
        _ => format!("MINUTES of the meeting of the {board} held on {day} in the {}", scene.place),
    };
    paper.paragraph(opening);
    body(paper, &scene, true);
}

/// Writes the minutes of a special, extraordinary or annual meeting.
pub(super) fn special(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(BOARDS);
    let kind = paper.random.one_of(&["special", "extraordinary", "annual", "reconvened", "budget"]);
    paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    paper.title(board.to_uppercase());
    let article = if kind.starts_with(['a', 'e']) { "an" } else { "a" };
    let capital = format!("{}{}", kind.chars().take(1).collect::<String>().to_uppercase(), kind.get(1..).unwrap_or_default());
    let opening = match paper.random.below(3) {
        0 => format!("At {article} {kind} meeting of the {board} held on {day} in the {}", scene.place),
        1 => format!("Minutes of the {capital} Meeting of the {board} held on {day} in the {}", scene.place),
        _ => format!("MINUTES of {article} {} MEETING of the {board} held in the {} on {day}", kind.to_uppercase(), scene.place),
    };
    paper.paragraph(opening);
    body(paper, &scene, true);
}

/// Writes the minutes of a committee of two councils, with members under the name of each.
pub(super) fn joint(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let other = paper.random.one_of(&["Upper Fabling", "Weirside", "Barn Vale"]);
    let board = match paper.random.below(3) {
        0 => format!("{} and {other} Joint Waste Committee", scene.town),
        1 => format!("Joint Committee of {} and {other} Councils", scene.town),
        _ => format!("{} Joint Health Overview and Scrutiny Committee", scene.county),
    };
    paper.meeting(Kind::Minutes, &board, scene.day, &scene.place);
    paper.title(board.to_uppercase());
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    paper.paragraph(format!("Minutes of the meeting of the {board} held on {day} in the {}", scene.place));
    let count = paper.random.between(5, 9);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming::plain(NameForm::Initials, NameTitle::None);
    paper.bold("Present:");
    let (ours, theirs) = cast.members.split_at(count / 2 + 1);
    for (council, members) in [(format!("{} Borough Council:", scene.town), ours), (format!("{other} District Council:"), theirs)]
    {
        let list = List { label: &council, lead: "Councillors ", naming, arrangement: Arrangement::Sentence, if_none: "" };
        list.print(paper, members);
    }
    away(paper, &cast, naming);
    items(paper, &scene);
    end(paper, &scene);
}

/// Writes the minutes of two meetings in one file. The first may not say when it ended.
pub(super) fn two(paper: &mut Composition) {
    let mut scene = Scene::invent(&mut paper.random);
    let first = paper.random.below(BOARDS.len());
    for at in 0..2 {
        let board = BOARDS[(first + at) % BOARDS.len()];
        if at > 0 && paper.random.in_hundred(50) {
            paper.print(Block::NewPage);
        }
        paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
        paper.title(board.to_uppercase());
        let day = scene::written(scene.day, DayForm::Weekday);
        paper.paragraph(format!("At a meeting of the {board} held on {day} in the {}", scene.place));
        let ended = paper.random.in_hundred(50);
        body(paper, &scene, ended);
        scene = scene.next(&mut paper.random);
    }
}

/// Writes a pack: an agenda, the minutes of the meeting before, those of a sub-committee, and a report.
pub(super) fn pack(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    agendas::sheet(paper, &scene, "Safer Communities Board");
    paper.print(Block::NewPage);
    let earlier = Scene { day: scene::before(scene.day, 63), ..scene.clone() };
    metropolitan::minutes(paper, &earlier);
    paper.print(Block::NewPage);
    let between = Scene { day: scene::before(scene.day, 21), ..scene.clone() };
    let board = "Markets Sub-Committee";
    paper.meeting(Kind::Minutes, board, between.day, &between.place);
    paper.title(board.to_uppercase());
    let day = scene::written(between.day, DayForm::WeekdayOrdinal);
    paper.paragraph(format!("Minutes of a meeting of the {board} held on {day} in the {}", between.place));
    body(paper, &between, true);
    if paper.random.in_hundred(70) {
        paper.print(Block::NewPage);
        reports::block(paper, &scene, "Safer Communities Board");
    }
}

/// Writes who attended and what was done.
fn body(paper: &mut Composition, scene: &Scene, ends: bool) {
    let count = paper.random.between(3, 9);
    let cast = Cast::invent(&mut paper.random, count).with_remarks(&mut paper.random);
    let form = [NameForm::Dotted, NameForm::Initials, NameForm::Full][paper.random.below(3)];
    let after = if paper.random.in_hundred(30) { After::Remark } else { After::Nothing };
    let naming = Naming { after, ..Naming::plain(form, NameTitle::None) };
    let list = List { label: "Present:", lead: "Councillors ", naming, arrangement: Arrangement::Sentence, if_none: "" };
    list.print(paper, &cast.members);
    away(paper, &cast, naming);
    items(paper, scene);
    if ends {
        end(paper, scene);
    }
}

fn away(paper: &mut Composition, cast: &Cast, naming: Naming) {
    let naming = Naming { after: After::Nothing, ..naming };
    List { label: "Apologies for Absence:", lead: "Councillors ", naming, arrangement: Arrangement::Sentence, if_none: "None" }
        .print(paper, &cast.apologies);
    if let Some(missing) = cast.officers.first().filter(|_| paper.random.in_hundred(15)) {
        let mut missing = missing.clone();
        missing.standing = Standing::Absent;
        let list = List { label: "Absent:", lead: "Councillor ", naming, arrangement: Arrangement::Sentence, if_none: "" };
        list.print(paper, &[missing]);
    }
}

fn items(paper: &mut Composition, scene: &Scene) {
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["RESOLVED: ", "RESOLVED ", "Resolved: ", "AGREED: "][paper.random.below(4)],
        unanimously: "RESOLVED (unanimously): ",
        that: "That ",
        marks: resolving::marks(&mut paper.random),
    };
    let before = Business::minutes_before(&mut paper.random, scene.day);
    let first = paper.random.between(1, 60);
    // `1.`, `1)` and `Item 1`.
    let shape = paper.random.below(3);
    let capitals = paper.random.in_hundred(60);
    let count = paper.random.between(2, 6);
    let all = std::iter::once(before).chain(business::items(&mut paper.random, count));
    for (at, item) in all.enumerate() {
        let number = (first + at).to_string();
        let printed = match shape {
            0 => format!("{number}."),
            1 => format!("{number})"),
            _ => format!("Item {number}"),
        };
        let title = if capitals { item.title.to_uppercase() } else { item.title.clone() };
        paper.head(&number, &printed, &title, HeadForm::OneLine { apart: 2 });
        item.tell(paper);
        if let Some(decision) = item.decision {
            wording.print(paper, &decision, None);
        }
    }
}

fn end(paper: &mut Composition, scene: &Scene) {
    if let Some(ending) = scene::ending(&mut paper.random, scene.ends, "Board") {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}
