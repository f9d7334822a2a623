//! The cabinet of a county: running minute numbers, the agenda's number below each title, numbered paragraphs that end in a
//! resolution with clauses.

use super::attendance::{Arrangement, List, posts};
use super::business::{self, Business};
use super::people::{After, Cast, NameForm, NameTitle, Naming};
use super::resolving::{self, Wording};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::HeadForm;
use crate::truth::{Form, Kind};

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board = paper.random.one_of(&["Cabinet", "Scrutiny Committee", "Growth and Communities Cabinet Committee"]);
    paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
    paper.title(format!("{} COUNTY COUNCIL", scene.county.to_uppercase()));
    paper.title(board.to_uppercase());
    let day = scene::written(scene.day, [DayForm::Weekday, DayForm::Commas][paper.random.below(2)]);
    paper.paragraph(format!("MINUTES of a meeting of the {board} held in the {} on {day}.", scene.place));
    attendance(paper);
    paper.title("UNRESTRICTED ITEMS");
    items(paper, &scene);
    if paper.random.in_hundred(25)
        && let Some(ending) = scene::ending(&mut paper.random, scene.ends, "meeting")
    {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}

fn attendance(paper: &mut Composition) {
    let count = paper.random.between(5, 11);
    let cast = Cast::invent(&mut paper.random, count).with_remarks(&mut paper.random);
    let mut naming = Naming {
        form: NameForm::Initials,
        title: NameTitle::Own,
        chair: "Chairman",
        vice_chair: "Vice-Chairman",
        honours: true,
        after: if paper.random.in_hundred(30) { After::Remark } else { After::Nothing },
    };
    let list = List { label: "PRESENT:", lead: "", naming, arrangement: Arrangement::Sentence, if_none: "" };
    list.print(paper, &cast.members);
    naming.honours = false;
    let (here, elsewhere) = cast.officers.split_at(cast.officers.len().div_ceil(2));
    posts(paper, "ALSO PRESENT:", &cast.guests, naming, false);
    posts(paper, "IN ATTENDANCE:", here, naming, false);
    posts(paper, "IN ATTENDANCE VIRTUALLY:", elsewhere, naming, false);
    // Apologies are the first minute.
    paper.people(&cast.apologies, Naming { after: After::Nothing, ..naming });
    let away: Vec<String> = cast.apologies.iter().map(|person| naming.titled(person)).collect();
    let first = paper.random.between(20, 180);
    let apart = paper.random.between(1, 5);
    paper.head(&first.to_string(), &format!("{first}."), "Apologies", HeadForm::OneLine { apart });
    paper.line("(Item 1)");
    if away.is_empty() {
        paper.paragraph("There were no apologies.");
    } else {
        paper.paragraph(format!("Apologies were received from {}.", super::people::joined(&away)));
    }
}

fn items(paper: &mut Composition, scene: &Scene) {
    let first = paper.part().items.last().and_then(|item| item.number.parse::<usize>().ok()).unwrap_or_default();
    let wording = Wording {
        form: Form::Resolved,
        resolved: "RESOLVED ",
        unanimously: "RESOLVED unanimously ",
        that: "that ",
        marks: resolving::marks(&mut paper.random),
    };
    let numbered = paper.random.below(3);
    let apart = paper.random.between(1, 5);
    let mut all = vec![Business::minutes_before(&mut paper.random, scene.day)];
    let count = paper.random.between(3, 7);
    all.extend(business::items(&mut paper.random, count));
    for (at, item) in all.into_iter().enumerate() {
        let number = (first + at + 1).to_string();
        paper.head(&number, &format!("{number}."), &item.title, HeadForm::OneLine { apart });
        paper.line(format!("(Item {})", at + 2));
        let mark = |number: usize| match numbered {
            0 => Some(format!("{number}.")),
            1 => Some(format!("({number})")),
            _ => None,
        };
        let count = item.account.len();
        for (at, text) in item.account.into_iter().enumerate() {
            match mark(at + 1) {
                Some(mark) => paper.marked(&mark, text, 1),
                None => paper.paragraph(text),
            }
        }
        if let Some(extra) = item.extra {
            extra.print(paper);
        }
        if let Some(decision) = item.decision {
            wording.print(paper, &decision, mark(count + 1).filter(|_| count > 0).as_deref());
        }
    }
}
