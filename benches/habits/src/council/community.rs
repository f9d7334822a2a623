//! A community council: the council is named above, titles run into the text after a colon, and the clock is written as 20.40.

use super::business;
use super::people::{Cast, NameForm, NameTitle, Naming};
use super::scene::{self, DayForm, Scene, TimeForm};
use crate::composition::Composition;
use crate::paper::HeadForm;
use crate::truth::{Form, Kind, Standing};

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council = format!("{} Community Council", scene.town);
    let place = format!("{} Village Hall", scene.town);
    paper.meeting(Kind::Minutes, &council, scene.day, &place);
    paper.title(council.to_uppercase());
    let day = scene::written(scene.day, [DayForm::WeekdayOrdinal, DayForm::Ordinal][paper.random.below(2)]);
    let clock = scene::clock(scene.starts, TimeForm::Joined);
    paper.starts(scene.starts);
    paper.paragraph(format!("Minutes of a meeting of the above Council held on {day} at {clock} in {place}."));
    attendance(paper);
    let mut number = paper.random.between(300, 3900);
    let end = if paper.random.in_hundred(80) { ":" } else { " –" };
    let mut item = |paper: &mut Composition, title: &str, text: String| {
        paper.head(&number.to_string(), &format!("{number}."), title, HeadForm::RunOn { end, text });
        number += 1;
    };
    item(paper, "Police Report", "Attached. No Police presence.".to_owned());
    item(paper, "Apologies for absence", "None.".to_owned());
    item(paper, "Declarations of interest", "None.".to_owned());
    let approved = "Approved & signed as correct.";
    item(paper, "Approval of minutes of previous meeting", approved.to_owned());
    paper.decided(Form::Agreed, approved);
    let count = paper.random.between(3, 9);
    for business in business::items(&mut paper.random, count) {
        let mut account = business.account.into_iter();
        let mut text = account.next().unwrap_or_default();
        let decided = business.decision.map(|decision| {
            let grant = paper.random.in_hundred(30);
            if grant {
                let sum = paper.random.between(2, 30) * 10;
                (Form::Agreed, format!("Councillors agreed to give £{sum}."), format!("to give £{sum}"))
            } else {
                let sentence = decision.sentence();
                (Form::Agreed, format!("It was agreed that {sentence}."), format!("that {}", decision.words()))
            }
        });
        let rest: Vec<String> = account.collect();
        // The decision is in the first paragraph, or ends a paragraph of its own.
        let inside = rest.is_empty();
        if let Some((_, sentence, _)) = decided.as_ref().filter(|_| inside) {
            text = format!("{text} {sentence}");
        }
        // Only one sign ends the title.
        let title = business.title.replace(": ", " and ").replace(" – ", " and ");
        item(paper, &title, text);
        for paragraph in rest {
            paper.paragraph(paragraph);
        }
        if let Some(extra) = business.extra {
            extra.print(paper);
        }
        if let Some((form, sentence, words)) = decided {
            paper.decided(form, &words);
            if !inside {
                paper.paragraph(sentence);
            }
        }
    }
    let next = scene::written(scene::after(scene.day, 28), DayForm::Ordinal);
    item(paper, "Date of next meeting", format!("{next}."));
    if paper.random.in_hundred(85) {
        paper.ends(scene.ends);
        let clock = scene::clock(scene.ends, TimeForm::Day);
        paper.paragraph(format!("There being no further business the meeting closed at {clock}."));
    }
    paper.lines(["Signed ………………………… (Chairman)".to_owned(), "Dated …………………………".to_owned()]);
}

fn attendance(paper: &mut Composition) {
    let count = paper.random.between(4, 9);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming::plain(NameForm::Surname, NameTitle::None);
    let mut members = cast.members.clone();
    for member in members.iter_mut().skip(1) {
        member.standing = Standing::Member;
    }
    paper.people(&members, naming);
    let names: Vec<String> = members.iter().skip(1).map(|person| naming.name(person)).collect();
    let chair = members.first().map(|chair| format!("{} {}", chair.title, naming.name(chair))).unwrap_or_default();
    let guest = cast.guests.first().map(|guest| format!(", County Cllr {} {}", guest.title, naming.name(guest)));
    paper.people(cast.guests.get(..1).unwrap_or_default(), naming);
    // The clerk is not named.
    paper.part().people.push(crate::truth::Person {
        name: "the Clerk".to_owned(),
        standing: Standing::Officer,
        line: None,
        page: None,
    });
    let guest = guest.unwrap_or_default();
    paper.paragraph(format!("Present: Chairman Cllr {chair}, Cllrs {}{guest} and the Clerk.", names.join(", ")));
}
