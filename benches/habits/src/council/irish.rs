//! An Irish county council: numbers alone on their lines, everything proposed and seconded, resolutions in quotation marks.

use super::business::{self, Decision};
use super::people::{Cast, NameForm, NameTitle, Naming, joined};
use super::scene::{self, DayForm, Scene, TimeForm};
use crate::composition::Composition;
use crate::paper::{Gap, HeadForm, PageMark};
use crate::truth::{Form, Kind, Standing, Vote};

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    if paper.random.in_hundred(50) {
        paper.layout.gap = Gap::Doubled;
        paper.layout.page = Some(46);
        paper.layout.mark = PageMark::Rule;
    }
    let council = format!("{} City and County Council", scene.county);
    paper.meeting(Kind::Minutes, &council, scene.day, &scene.place);
    paper.starts(scene.starts);
    let day = scene::written(scene.day, DayForm::Commas).to_uppercase();
    let clock = scene::clock(scene.starts, TimeForm::Joined).to_uppercase();
    let council = council.to_uppercase();
    let place = scene.place.to_uppercase();
    let kind = paper.random.one_of(&["MEETING", "ORDINARY MEETING", "MONTHLY MEETING"]);
    paper.bold(format!("MINUTES OF PROCEEDINGS AT {kind} OF {council} HELD AT {place}, ON {day}, AT {clock}."));
    let names = attendance(paper);
    let mut number = 0;
    head(paper, &mut number, "Adoption of Minutes");
    let before = scene::written(scene::before(scene.day, 30), DayForm::Ordinal);
    paper.paragraph(format!("Circulated, copy of draft Minutes of Ordinary Meeting of the Council held on {before}."));
    resolved(paper, &names, "That, the draft Minutes, as circulated, be taken as read and adopted and signed.");
    let count = paper.random.between(3, 7);
    for item in business::items(&mut paper.random, count) {
        head(paper, &mut number, &item.title);
        paper.paragraph(format!("Circulated, report of the Director of Services concerning {}.", item.title));
        item.tell(paper);
        match paper.random.below(5) {
            0 => {
                let words = "The Report was noted by the Council.";
                paper.paragraph(words);
                paper.decided(Form::Noted, words);
            }
            1 => motion(paper, &names),
            2 => {}
            _ => {
                let decision = item.decision.unwrap_or_else(|| Decision::invent(&mut paper.random));
                resolved(paper, &names, &format!("That, {}.", decision.sentence()));
            }
        }
    }
    lettered(paper, &mut number, &names);
    if paper.random.in_hundred(30) {
        paper.ends(scene.ends);
        let clock = scene::clock(scene.ends, TimeForm::Joined);
        paper.paragraph(format!("The Meeting concluded at {clock}."));
    }
    paper.lines(["Signed: ______________________".to_owned(), "Mayor".to_owned()]);
}

fn head(paper: &mut Composition, number: &mut usize, title: &str) {
    *number += 1;
    let printed = format!("{number}.");
    paper.head(&number.to_string(), &printed, title, HeadForm::OwnLine);
}

/// Prints who attended, and returns the names by which members are called.
fn attendance(paper: &mut Composition) -> Vec<String> {
    let count = paper.random.between(8, 14);
    let cast = Cast::invent(&mut paper.random, count);
    let presiding = Naming::plain(NameForm::Dotted, NameTitle::Word("Councillor"));
    let title = paper.random.one_of(&["Mayor", "Cathaoirleach", "Príomh Chomhairleoir"]);
    let surname = Naming::plain(NameForm::Surname, NameTitle::None);
    let mut members = cast.members.clone();
    for member in members.iter_mut().skip(1) {
        member.standing = Standing::Member;
    }
    if let Some(chair) = members.first() {
        paper.paragraph(format!("PRESENT IN THE CHAIR: {}, {title}.", presiding.titled(chair)));
        paper.people(std::slice::from_ref(chair), presiding);
    }
    let others = members.get(1..).unwrap_or_default();
    paper.people(others, surname);
    let names: Vec<String> = others.iter().map(|person| surname.name(person)).collect();
    // Two of one surname are told apart by an initial in brackets.
    let (same, initials) = (names.first().cloned().unwrap_or_default(), ["(B)", "(J)"]);
    let mut printed = names.clone();
    if paper.random.in_hundred(60) && !printed.is_empty() {
        printed[0] = format!("{same} {}", initials[0]);
        printed.insert(1, format!("{same} {}", initials[1]));
        let people = &mut paper.part().people;
        people[1].name.clone_from(&printed[0]);
        let mut second = people[1].clone();
        second.name.clone_from(&printed[1]);
        people.insert(2, second);
    }
    paper.bold("MEMBERS PRESENT:");
    paper.paragraph(format!("Councillors {}.", printed.join(", ")));
    if !cast.apologies.is_empty() {
        paper.people(&cast.apologies, surname);
        let away: Vec<String> = cast.apologies.iter().map(|person| surname.name(person)).collect();
        let who = if away.len() == 1 { "Councillor" } else { "Councillors" };
        paper.paragraph(format!(
            "Apologies for their inability to attend the Meeting were received from {who} {}.",
            joined(&away)
        ));
    }
    let officer = Naming::plain(NameForm::Dotted, NameTitle::Own);
    paper.people(&cast.officers, officer);
    let with_dots = |person: &super::people::Someone| format!("{} ({}. {})", person.post, person.title, officer.name(person));
    let officers: Vec<String> = cast.officers.iter().map(with_dots).collect();
    paper.bold("OFFICIALS IN ATTENDANCE:");
    paper.paragraph(format!("{}.", officers.join(", ")));
    printed.retain(|name| !name.is_empty());
    printed
}

/// Prints a resolution with who proposed and seconded it, and records it.
fn resolved(paper: &mut Composition, names: &[String], sentence: &str) {
    let (mover, seconder) = pair(paper, names);
    paper.lines([format!("Proposed by Councillor {mover};"), format!("Seconded by Councillor {seconder};")]);
    paper.line("And Resolved:");
    paper.paragraph(format!("“{sentence}”"));
    let resolution = paper.decided(Form::Resolved, sentence);
    resolution.moved_by = Some(mover);
    resolution.seconded_by = Some(seconder);
}

/// Prints a notice of motion that is put to a vote.
fn motion(paper: &mut Composition, names: &[String]) {
    let (mover, seconder) = pair(paper, names);
    let carried = paper.random.in_hundred(60);
    let Vote { in_favour, against, abstained } = business::vote(&mut paper.random, names.len().max(3), carried);
    let words = "that this Council write to the Minister about the night bus";
    paper.paragraph(format!("Councillor {mover} moved {words}. Councillor {seconder} seconded the Motion."));
    paper.paragraph("A roll-call vote was then taken, the result of which was as follows:");
    paper.paragraph(format!("For: {in_favour}; Against: {against}; Abstained: {abstained}"));
    let result = if carried { "carried" } else { "defeated" };
    paper.paragraph(format!("The Mayor declared the Motion {result}."));
    let resolution = paper.decided(Form::Resolved, words);
    resolution.vote = Some(Vote { in_favour, against, abstained });
    resolution.lost = !carried;
    resolution.moved_by = Some(mover);
    resolution.seconded_by = Some(seconder);
}

/// Prints an item whose parts have letters and titles of their own.
fn lettered(paper: &mut Composition, number: &mut usize, names: &[String]) {
    head(paper, number, "Support Services Directorate");
    for (letter, title) in ["(a)", "(b)"].into_iter().zip(["Chief Executive’s Report", "Raising of a Loan for the Weir"]) {
        paper.head(letter, letter, title, HeadForm::OwnLine);
        paper.paragraph("Circulated, report of the Director.");
        resolved(paper, names, "That, the approval of the Council be and is hereby given.");
    }
}

fn pair(paper: &mut Composition, names: &[String]) -> (String, String) {
    let first = paper.random.below(names.len());
    let second = (first + 1 + paper.random.below(names.len().saturating_sub(1))) % names.len().max(1);
    let name = |at: usize| names.get(at).cloned().unwrap_or_default();
    (name(first), name(second))
}
