//! A panel whose titles are bold and have no numbers; the agenda's number is below them in brackets, or nowhere.

use super::attendance::{Arrangement, List, posts};
use super::business::{self, Business, Extra};
use super::people::{After, Cast, NameForm, NameTitle, Naming};
use super::resolving::{self, Wording};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::Block;
use crate::truth::{Form, Kind};

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let panel = paper.random.one_of(&["Corporate Parenting Panel", "Members’ Grants Panel", "Safer Streets Panel"]);
    paper.meeting(Kind::Minutes, panel, scene.day, &scene.place);
    let day = scene::written(scene.day, DayForm::Plain);
    // The day is in the title only.
    paper.title(format!("{} – {day}", panel.to_uppercase()));
    paper.paragraph(format!("MINUTES of the meeting held in the {}.", scene.place));
    attendance(paper);
    let numbered = paper.random.in_hundred(60);
    let wording = Wording {
        form: Form::Resolved,
        resolved: "RESOLVED ",
        unanimously: "RESOLVED unanimously ",
        that: "that ",
        marks: resolving::marks(&mut paper.random),
    };
    let apologies = Business::plain("Apologies and Substitutes", "Apologies were received as recorded above.");
    let mut all = vec![apologies, Business::minutes_before(&mut paper.random, scene.day)];
    let count = paper.random.between(2, 6);
    all.extend(business::items(&mut paper.random, count));
    for (at, item) in all.into_iter().enumerate() {
        let number = if numbered { (at + 1).to_string() } else { String::new() };
        paper.item(&number, &item.title);
        paper.print(Block::Bold(item.title));
        if numbered {
            paper.line(format!("(Item {number})"));
        }
        let count = item.account.len();
        for (at, text) in item.account.into_iter().enumerate() {
            paper.marked(&format!("{}.", at + 1), text, 1);
        }
        // A heading within an item would look like the title of the next.
        if let Some(extra) = item.extra.filter(|extra| !matches!(extra, Extra::Heading)) {
            extra.print(paper);
        }
        if let Some(decision) = item.decision {
            let mark = format!("{}.", count + 1);
            wording.print(paper, &decision, Some(mark.as_str()).filter(|_| count > 0));
        }
    }
}

fn attendance(paper: &mut Composition) {
    let count = paper.random.between(4, 10);
    let cast = Cast::invent(&mut paper.random, count);
    let naming = Naming::plain(NameForm::Full, NameTitle::None);
    List { label: "PRESENT:", lead: "", naming, arrangement: Arrangement::Sentence, if_none: "" }.print(paper, &cast.members);
    if !cast.guests.is_empty() {
        paper.people(&cast.guests, naming);
        let printed: Vec<String> = cast.guests.iter().map(|guest| format!("{}, {}", naming.titled(guest), guest.post)).collect();
        paper.paragraph(format!("ALSO PRESENT: {}.", printed.join("; ")));
    }
    posts(paper, "IN ATTENDANCE:", &cast.officers, naming, false);
    let away = Naming { after: After::Nothing, ..Naming::plain(NameForm::Initials, NameTitle::Own) };
    List { label: "APOLOGIES:", lead: "", naming: away, arrangement: Arrangement::Sentence, if_none: "" }
        .print(paper, &cast.apologies);
}
