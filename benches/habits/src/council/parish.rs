//! Parish councils, each with its own way of numbering: `20/01`, `C048/23      1.`, or `1.` without a blank line in the whole paper.

use super::attendance::{Arrangement, List};
use super::business::{self, Business, Decision};
use super::people::{After, Cast, NameForm, NameTitle, Naming, joined};
use super::resolving::{self, Marks, Wording};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::{Gap, HeadForm};
use crate::truth::{Form, Kind};
use chrono::Datelike;

/// Writes minutes numbered `20/01 TITLE`.
pub(super) fn slashed(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council = format!("{} Parish Council", scene.town);
    paper.meeting(Kind::Minutes, &council, scene.day, &scene.place);
    paper.title(council.to_uppercase());
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let clock = scene::clock(scene.starts, scene::time_form(&mut paper.random));
    paper.starts(scene.starts);
    let opening = match paper.random.below(3) {
        0 => format!("Minutes of the Parish Council Meeting held on {day} at {clock} in the {}", scene.place),
        1 => format!("MINUTES of the meeting of {council} held in the {} on {day} commencing at {clock}", scene.place),
        _ => format!("Minutes of a Meeting of {council} held at {clock} on {day} at the {}", scene.place),
    };
    paper.paragraph(opening);
    attendance(paper);
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["RESOLVED ", "It was RESOLVED ", "It was resolved ", "RESOLVED: "][paper.random.below(4)],
        unanimously: "It was unanimously RESOLVED ",
        that: "that ",
        marks: resolving::marks(&mut paper.random),
    };
    let first = paper.random.between(1, 60);
    let year = scene.day.year() % 100;
    let (apart, capitals) = (paper.random.between(1, 4), paper.random.in_hundred(60));
    for (at, item) in agenda(paper, &scene).into_iter().enumerate() {
        let reference = format!("{year}/{:02}", first + at);
        let title = if capitals { item.title.to_uppercase() } else { item.title.clone() };
        paper.head(&reference, &reference, &title, HeadForm::OneLine { apart });
        item.tell(paper);
        if let Some(decision) = item.decision {
            let proposed = paper.random.in_hundred(40);
            let mut resolution = wording.print(paper, &decision, None).clone();
            if proposed {
                let (mover, seconder) = two_members(paper);
                paper.paragraph(format!("Proposed by Cllr {mover}, seconded by Cllr {seconder}."));
                resolution.moved_by = Some(mover);
                resolution.seconded_by = Some(seconder);
                replace_last(paper, resolution);
            }
        }
    }
    end(paper, &scene);
}

/// Writes minutes with two numbers before each title: `C048/23      1.         TITLE.`
pub(super) fn doubled(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council =
        if paper.random.in_hundred(50) { "Parish Council".to_owned() } else { format!("{} Parish Council", scene.town) };
    paper.meeting(Kind::Minutes, &council, scene.day, "");
    let day = scene::written(scene.day, [DayForm::Plain, DayForm::Ordinal][paper.random.below(2)]);
    paper.bold(format!("Minutes of {council} {day}"));
    let count = paper.random.between(4, 8);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming::plain(NameForm::Initials, NameTitle::Word("Cllr"));
    List { label: "THOSE ATTENDING:", lead: "", naming, arrangement: Arrangement::Apart, if_none: "" }
        .print(paper, &cast.members);
    paper.bold("IN ATTENDANCE:");
    let own = Naming::plain(NameForm::Initials, NameTitle::Own);
    let posts = ["Parish Clerk/Responsible Finance Officer", "Deputy Parish Clerk", "Admin Officer", "Groundsman"];
    let officers: Vec<String> =
        cast.officers.iter().zip(posts).map(|(person, post)| format!("{}, {post}", own.titled(person))).collect();
    paper.people(&cast.officers, own);
    paper.paragraph(format!("{}.", joined(&officers)));
    paper.bold("AGENDA PART 1");
    paper.people(&cast.apologies, naming);
    let away: Vec<String> = cast.apologies.iter().map(|person| format!("{} (work commitment)", naming.titled(person))).collect();
    let mut all = agenda(paper, &scene);
    if let Some(first) = all.first_mut().filter(|_| !away.is_empty()) {
        first.account = vec![format!("{}.", joined(&away))];
        first.decision =
            Some(Decision { lead: "these as proper reasons for absence".to_owned(), clauses: Vec::new(), unanimous: false });
    }
    let first = paper.random.between(10, 90);
    let year = scene.day.year() % 100;
    let letter = paper.random.one_of(&["C", "P", "F"]);
    let between = " ".repeat(paper.random.between(3, 8));
    for (at, item) in all.into_iter().enumerate() {
        let reference = format!("{letter}{:03}/{year}", first + at);
        let title = format!("{}.", item.title.to_uppercase());
        let printed = format!("{reference}{between}{}.", at + 1);
        paper.head(&reference, &printed, &title, HeadForm::OneLine { apart: 9 });
        let mut text = item.account.join(" ");
        if let Some(decision) = item.decision {
            let words = decision.sentence();
            let (form, verb) = [(Form::Agreed, "agreed"), (Form::Accepted, "accepted"), (Form::Resolved, "resolved")]
                [if at == 0 { 1 } else { 2 * paper.random.below(2) }];
            let that = if at == 0 { "" } else { "that " };
            text = format!("{text} The meeting {verb} {that}{words}.");
            paper.decided(form, &format!("{that}{}", decision.words()));
        }
        paper.paragraph(text.trim());
        if let Some(extra) = item.extra {
            extra.print(paper);
        }
    }
    end(paper, &scene);
}

/// Writes minutes without blank lines: `1.  Apologies`.
pub(super) fn close_set(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    paper.layout.gap = Gap::None;
    let council = format!("{} Parish Council", scene.town);
    paper.meeting(Kind::Minutes, &council, scene.day, &scene.place);
    paper.title(council.to_uppercase());
    paper.title("MINUTES OF THE PARISH COUNCIL MEETING HELD ON");
    paper.title(scene::written(scene.day, DayForm::Weekday).to_uppercase());
    let day = scene::written(scene.day, DayForm::Weekday);
    paper.paragraph(format!("A Parish Council meeting was held in the {} on {day}.", scene.place));
    let count = paper.random.between(4, 7);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming { chair: "", vice_chair: "", ..Naming::plain(NameForm::Full, NameTitle::Own) };
    // Who presided is not said.
    let mut members = cast.members.clone();
    for member in &mut members {
        member.standing = crate::truth::Standing::Member;
    }
    paper.people(&members, naming);
    paper.people(cast.officers.get(..1).unwrap_or_default(), naming);
    let names: Vec<String> = members.iter().map(|person| naming.titled(person)).collect();
    let clerk = cast.officers.first().map(|clerk| naming.titled(clerk)).unwrap_or_default();
    paper.paragraph(format!("Present: {}, Councillors, and {clerk}, Clerk.", joined(&names)));
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["RESOLVED:  ", "RESOLVED: "][paper.random.below(2)],
        unanimously: "RESOLVED unanimously: ",
        that: "That ",
        marks: Marks::Inside,
    };
    let apart = paper.random.between(1, 2);
    for (at, item) in agenda(paper, &scene).into_iter().enumerate() {
        let number = (at + 1).to_string();
        paper.head(&number, &format!("{number}."), &item.title, HeadForm::OneLine { apart });
        item.tell(paper);
        if let Some(decision) = item.decision {
            wording.print(paper, &decision, None);
        }
    }
    end(paper, &scene);
    if paper.random.in_hundred(50) {
        let next = scene::written(scene::after(scene.day, 35), DayForm::Weekday);
        paper.paragraph(format!("Date of the next meeting, {next} at 8.00 pm in the {}.", scene.place));
        paper.lines(["Chairman:".to_owned(), "Date:".to_owned()]);
    }
}

/// Prints who attended, in one of the ways of parishes.
fn attendance(paper: &mut Composition) {
    let count = paper.random.between(4, 8);
    let cast = Cast::invent(&mut paper.random, count).with_remarks(&mut paper.random);
    let remarks = if paper.random.in_hundred(40) { After::Remark } else { After::Nothing };
    let (form, title) = [
        (NameForm::Initials, NameTitle::Word("Cllr")),
        (NameForm::Full, NameTitle::Word("Councillor")),
        (NameForm::Surname, NameTitle::Own),
    ][paper.random.below(3)];
    let naming = Naming { chair: "Chairman", after: remarks, ..Naming::plain(form, title) };
    let arrangement =
        [Arrangement::Sentence, Arrangement::Lines, Arrangement::Columns(2), Arrangement::Ruled(2), Arrangement::Apart]
            [paper.random.below(5)];
    let label = paper.random.one_of(&["Present:", "PRESENT:", "Councillors present:"]);
    List { label, lead: "", naming, arrangement, if_none: "" }.print(paper, &cast.members);
    let away = Naming { after: After::Nothing, ..naming };
    List { label: "Apologies:", lead: "", naming: away, arrangement: Arrangement::Sentence, if_none: "None" }
        .print(paper, &cast.apologies);
    let clerk = Naming::plain(form, NameTitle::Own);
    if let Some(person) = cast.officers.first() {
        paper.people(std::slice::from_ref(person), clerk);
        let public = paper.random.below(6);
        paper.part().public = u32::try_from(public).ok();
        paper.paragraph(format!("In attendance: {} (Clerk) and {public} members of the public", clerk.titled(person)));
    }
}

/// Returns the business of a parish: what every meeting begins with, and some items more.
fn agenda(paper: &mut Composition, scene: &Scene) -> Vec<Business> {
    let mut all = vec![
        Business::plain("Apologies for Absence", "There were no apologies."),
        Business::plain("Declarations of Interest", "There were no declarations of interest."),
        Business::minutes_before(&mut paper.random, scene.day),
    ];
    let count = paper.random.between(3, 8);
    all.extend(business::items(&mut paper.random, count));
    if paper.random.in_hundred(50) {
        let next = scene::written(scene::after(scene.day, 28), DayForm::Ordinal);
        all.push(Business::plain("Date of Next Meeting", &format!("{next} at 7.30 pm.")));
    }
    all
}

/// Returns the names of two of the members present.
fn two_members(paper: &mut Composition) -> (String, String) {
    let names: Vec<String> = paper.part().people.iter().take(3).map(|person| person.name.clone()).collect();
    let name = |at: usize| names.get(at).cloned().unwrap_or_default();
    (name(1), name(2))
}

fn replace_last(paper: &mut Composition, resolution: crate::truth::Resolution) {
    if let Some(last) = paper.part().items.last_mut().and_then(|item| item.resolutions.last_mut()) {
        *last = resolution;
    }
}

fn end(paper: &mut Composition, scene: &Scene) {
    if let Some(ending) = scene::ending(&mut paper.random, scene.ends, "Council") {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}
