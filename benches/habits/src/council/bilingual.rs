//! A council in Wales whose headings are in both languages.

use super::attendance::{Arrangement, List};
use super::business;
use super::people::{After, Cast, NameForm, NameTitle, Naming};
use super::resolving::{Marks, Wording};
use super::scene::{self, DayForm, Scene};
use crate::composition::Composition;
use crate::paper::HeadForm;
use crate::truth::{Form, Kind};
use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] =
    ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"];

/// Titles in Welsh and in English.
const TITLES: &[(&str, &str)] = &[
    ("Ymddiheuriadau", "Apologies"),
    ("Datgan Buddiannau", "Declarations of Interest"),
    ("Cofnodion", "Minutes"),
    ("Diogelwch Cymunedol", "Community Safety"),
    ("Goleuadau Stryd", "Street Lighting"),
    ("Cyllid", "Finance"),
    ("Gohebiaeth", "Correspondence"),
];

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let council = format!("{} Community Council", scene.town);
    paper.meeting(Kind::Minutes, &council, scene.day, &scene.place);
    paper.starts(scene.starts);
    paper.title(format!("CYNGOR CYMUNED {}", scene.town.to_uppercase()));
    paper.title(council.to_uppercase());
    let title = paper_title(paper.random.below(3));
    paper.title(title);
    let clock = scene::clock(scene.starts, scene::time_form(&mut paper.random));
    let day = scene::written(scene.day, DayForm::Plain);
    if paper.random.in_hundred(50) {
        let welsh = welsh(scene.day);
        paper
            .paragraph(format!("Cofnodion y cyfarfod a gynhaliwyd ar {welsh} / Minutes of the meeting held on {day} at {clock}"));
    } else {
        paper.paragraph(format!("Minutes of the meeting of {council} held on {day} at {clock}"));
    }
    paper.paragraph(format!("Lleoliad / Venue: {}", scene.place));
    attendance(paper);
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["PENDERFYNWYD / RESOLVED: ", "PENDERFYNWYD / RESOLVED "][paper.random.below(2)],
        unanimously: "PENDERFYNWYD YN UNFRYDOL / RESOLVED UNANIMOUSLY: ",
        that: "that ",
        marks: Marks::Letters,
    };
    let first = paper.random.between(1, 80);
    let (english_first, apart) = (paper.random.in_hundred(25), paper.random.between(1, 4));
    let count = TITLES.len();
    let business = business::items(&mut paper.random, count);
    for (at, ((welsh, english), item)) in TITLES.iter().zip(business).enumerate() {
        let number = (first + at).to_string();
        let title = if english_first { format!("{english} / {welsh}") } else { format!("{welsh} / {english}") };
        paper.head(&number, &format!("{number}."), &title, HeadForm::OneLine { apart });
        item.tell(paper);
        if let Some(decision) = item.decision.filter(|_| at > 1) {
            wording.print(paper, &decision, None);
        }
    }
    if paper.random.in_hundred(60) {
        paper.ends(scene.ends);
        let clock = scene::clock(scene.ends, scene::time_form(&mut paper.random));
        let stop = if clock.ends_with('.') { "" } else { "." };
        paper.paragraph(format!("Daeth y cyfarfod i ben am / The meeting closed at {clock}{stop}"));
    }
}

fn paper_title(choice: usize) -> String {
    ["COFNODION / MINUTES", "COFNODION - MINUTES", "MINUTES / COFNODION"].get(choice).copied().unwrap_or("MINUTES").to_owned()
}

fn welsh(day: NaiveDate) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

fn attendance(paper: &mut Composition) {
    let count = paper.random.between(4, 8);
    let cast = Cast::invent(&mut paper.random, count);
    let title = [NameTitle::Word("Cyng. / Cllr"), NameTitle::Word("Cllr")][paper.random.below(2)];
    let naming = Naming {
        chair: "Cadeirydd / Chair",
        vice_chair: "Is-gadeirydd / Vice-Chair",
        ..Naming::plain(NameForm::Initials, title)
    };
    let arrangement = [Arrangement::Lines, Arrangement::Sentence][paper.random.below(2)];
    List { label: "YN BRESENNOL / PRESENT:", lead: "", naming, arrangement, if_none: "" }.print(paper, &cast.members);
    let away = Naming { after: After::Nothing, ..naming };
    let label = "YMDDIHEURIADAU / APOLOGIES:";
    List { label, lead: "", naming: away, arrangement, if_none: "Dim / None" }.print(paper, &cast.apologies);
    let label = "HEFYD YN BRESENNOL / IN ATTENDANCE:";
    let clerk = Naming::plain(NameForm::Full, NameTitle::Own);
    let clerks = cast.officers.get(..1).unwrap_or_default();
    List { label, lead: "", naming: clerk, arrangement: Arrangement::Sentence, if_none: "" }.print(paper, clerks);
}
