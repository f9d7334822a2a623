//! The meeting of all members of a council: motions moved and seconded, amendments lost and carried, and motions that quote earlier
//! resolutions.

use super::attendance::{Arrangement, List};
use super::business::{self, Business, Decision};
use super::people::{After, Cast, NameForm, NameTitle, Naming};
use super::resolving::{Marks, Wording};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::HeadForm;
use crate::truth::{Form, Kind};

/// Subjects of motions, with what the motion asks for.
const MOTIONS: &[(&str, &str)] = &[
    ("Night Buses", "the Leader write to the bus company and ask for a later last bus"),
    ("Lamps in the Market Square", "all lamps in the Market Square be lit until midnight"),
    ("Swift Bricks", "a brick for swifts be fitted in every new wall of the Council"),
    ("A Friendly Town", "the town be declared a friendly town and a sign put up to say so"),
];

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council = format!("{} Borough Council", scene.town);
    paper.meeting(Kind::Minutes, &council, scene.day, &scene.place);
    paper.starts(scene.starts);
    paper.title(council.to_uppercase());
    let day = scene::written(scene.day, [DayForm::Weekday, DayForm::WeekdayOrdinal][paper.random.below(2)]);
    let clock = scene::clock(scene.starts, scene::time_form(&mut paper.random));
    let opening = if paper.random.in_hundred(50) {
        format!("MINUTES of the meeting of {council} held in the {} on {day} at {clock}", scene.place)
    } else {
        format!("At a meeting of {council} held on {day} at {clock} in the {}", scene.place)
    };
    paper.paragraph(opening);
    let names = attendance(paper);
    let mut number = paper.random.between(1, 70);
    let mut head = |paper: &mut Composition, title: &str| {
        paper.head(&number.to_string(), &format!("{number}."), title, HeadForm::OneLine { apart: 4 });
        number += 1;
    };
    let before = Business::minutes_before(&mut paper.random, scene.day);
    let count = paper.random.between(1, 3);
    for item in std::iter::once(before).chain(business::items(&mut paper.random, count)) {
        head(paper, &item.title);
        item.tell(paper);
        if let Some(decision) = item.decision {
            WORDING.print(paper, &decision, None);
        }
    }
    let first = paper.random.below(MOTIONS.len());
    for at in 0..paper.random.between(1, 3) {
        let (title, asks) = MOTIONS[(first + at) % MOTIONS.len()];
        head(paper, &format!("Notice of Motion – {title}"));
        motion(paper, &names, asks);
    }
    if let Some(ending) = scene::ending(&mut paper.random, scene.ends, "Council") {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}

const WORDING: Wording = Wording {
    form: Form::Resolved,
    resolved: "RESOLVED: ",
    unanimously: "RESOLVED unanimously: ",
    that: "That ",
    marks: Marks::Letters,
};

fn attendance(paper: &mut Composition) -> Vec<String> {
    let count = paper.random.between(9, 14);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming { chair: "Mayor", vice_chair: "Deputy Mayor", ..Naming::plain(NameForm::Dotted, NameTitle::None) };
    let in_chair = paper.random.in_hundred(50);
    let (naming, members) = if in_chair {
        // The person who presides is named before the list.
        let mayor = Naming { chair: "", title: NameTitle::Word("Councillor"), ..naming };
        if let Some(chair) = cast.chair() {
            paper.people(std::slice::from_ref(chair), mayor);
            paper.paragraph(format!("PRESENT: The Mayor (Councillor {}) in the Chair", mayor.name(chair)));
        }
        (naming, cast.members.get(1..).unwrap_or_default())
    } else {
        (naming, cast.members.as_slice())
    };
    let label = if in_chair { "Councillors:" } else { "PRESENT:" };
    let lead = if in_chair { "" } else { "Councillors " };
    let arrangement = if paper.random.in_hundred(60) { Arrangement::Sentence } else { Arrangement::Columns(3) };
    let lead = if arrangement == Arrangement::Sentence { lead } else { "" };
    List { label, lead, naming, arrangement, if_none: "" }.print(paper, members);
    let away = Naming { after: After::Nothing, ..naming };
    List { label: "APOLOGIES:", lead: "Councillors ", naming: away, arrangement: Arrangement::Sentence, if_none: "None" }
        .print(paper, &cast.apologies);
    cast.members.iter().map(|person| away.name(person)).collect()
}

/// Prints a motion, what became of an amendment to it, and what was resolved.
fn motion(paper: &mut Composition, names: &[String], asks: &str) {
    let name = |at: usize| names.get(at % names.len().max(1)).cloned().unwrap_or_default();
    let first = paper.random.below(names.len());
    let (mover, seconder) = (name(first), name(first + 1));
    paper.paragraph(format!("It was moved by Councillor {mover} and seconded by Councillor {seconder}:"));
    paper.paragraph("“This Council notes that the last bus leaves at ten.");
    if paper.random.in_hundred(60) {
        // A resolution of another meeting, quoted in the motion.
        let earlier = scene::written(scene::day(&mut paper.random), DayForm::Plain);
        paper.paragraph(format!("RESOLVED at the meeting of {earlier}: that a survey be made."));
    }
    paper.paragraph(format!("This Council therefore asks that {asks}.”"));
    let amended = paper.random.below(4);
    if amended < 2 {
        let (other, second) = (name(first + 2), name(first + 3));
        paper.paragraph(format!(
            "An amendment was moved by Councillor {other} and seconded by Councillor {second}: “Add at the end: ‘within a year’.”"
        ));
        let vote = business::vote(&mut paper.random, names.len(), amended == 1);
        let result = if amended == 1 { "CARRIED" } else { "LOST" };
        paper.paragraph(format!(
            "Upon being put to the vote the amendment was {result} ({} for, {} against).",
            vote.in_favour, vote.against
        ));
    }
    match paper.random.below(4) {
        0 => paper.paragraph("The motion was withdrawn with the consent of the Council."),
        1 => {
            let vote = business::vote(&mut paper.random, names.len(), false);
            let printed = format!("{} for, {} against, {} abstained", vote.in_favour, vote.against, vote.abstained);
            paper.paragraph(format!("Upon being put to the vote ({printed}) the motion was LOST."));
            let resolution = paper.decided(Form::Resolved, &format!("that {asks}"));
            resolution.lost = true;
            resolution.vote = Some(vote);
        }
        _ => {
            let vote = business::vote(&mut paper.random, names.len(), true);
            let printed = format!("{} for, {} against, {} abstained", vote.in_favour, vote.against, vote.abstained);
            paper.paragraph(format!("Upon being put to the vote ({printed}) the motion was CARRIED and it was"));
            let within = if amended == 1 { " within a year" } else { "" };
            let decision = Decision { lead: format!("{asks}{within}"), clauses: Vec::new(), unanimous: false };
            let resolution = WORDING.print(paper, &decision, None);
            resolution.vote = Some(vote);
            resolution.moved_by = Some(mover);
            resolution.seconded_by = Some(seconder);
        }
    }
}
