//! The committee of a district: members with wards or parties, votes recorded by name or by count.

use super::attendance::{Arrangement, List, posts};
use super::business::{self, Business};
use super::people::{After, Cast, NameForm, NameTitle, Naming, joined};
use super::resolving::{self, Wording};
use super::scene::{self, Scene};
use crate::composition::Composition;
use crate::paper::HeadForm;
use crate::truth::{Form, Kind, Vote};

pub(super) fn compose(paper: &mut Composition) {
    let scene = Scene::invent(&mut paper.random);
    let board =
        paper.random.one_of(&["Planning Committee", "Licensing Committee", "Overview & Scrutiny Committee", "Audit Committee"]);
    paper.meeting(Kind::Minutes, board, scene.day, &scene.place);
    paper.starts(scene.starts);
    paper.title(format!("{} DISTRICT COUNCIL", scene.town.to_uppercase()));
    paper.title(board.to_uppercase());
    let day = scene::written(scene.day, scene::day_form(&mut paper.random));
    let clock = scene::clock(scene.starts, scene::time_form(&mut paper.random));
    paper.paragraph(format!("Minutes of the meeting of the {board} held in the {} on {day} at {clock}", scene.place));
    let cast = attendance(paper);
    items(paper, &scene, &cast);
    if let Some(ending) = scene::ending(&mut paper.random, scene.ends, "Committee") {
        paper.ends(scene.ends);
        paper.paragraph(ending);
    }
}

fn naming(after: After) -> Naming {
    Naming { chair: "Chairman", vice_chair: "Vice-Chairman", after, ..Naming::plain(NameForm::Initials, NameTitle::None) }
}

fn attendance(paper: &mut Composition) -> Cast {
    let count = paper.random.between(6, 12);
    let cast = Cast::invent(&mut paper.random, count).with_remarks(&mut paper.random);
    let after = [After::Nothing, After::Ward, After::Party, After::Remark][paper.random.below(4)];
    let arrangement = [Arrangement::Sentence, Arrangement::Columns(2), Arrangement::Columns(3)][paper.random.below(3)];
    let lead = if arrangement == Arrangement::Sentence { "Councillors " } else { "" };
    List { label: "Present:", lead, naming: naming(after), arrangement, if_none: "" }.print(paper, &cast.members);
    let away = naming(After::Nothing);
    let label = paper.random.one_of(&["Apologies:", "Apologies for absence:", "Apologies for Absence:"]);
    List { label, lead: "Councillors ", naming: away, arrangement: Arrangement::Sentence, if_none: "None" }
        .print(paper, &cast.apologies);
    let own = Naming::plain(NameForm::Full, NameTitle::None);
    posts(paper, "Officers in attendance:", &cast.officers, own, false);
    posts(paper, "Also in attendance:", &cast.guests, Naming { title: NameTitle::Own, ..own }, false);
    cast
}

fn items(paper: &mut Composition, scene: &Scene, cast: &Cast) {
    let wording = Wording {
        form: Form::Resolved,
        resolved: ["RESOLVED: ", "Resolved – ", "RESOLVED:- "][paper.random.below(3)],
        unanimously: "RESOLVED (UNANIMOUSLY): ",
        that: "That ",
        marks: resolving::marks(&mut paper.random),
    };
    let mut all = vec![Business::minutes_before(&mut paper.random, scene.day)];
    let count = paper.random.between(3, 7);
    all.extend(business::items(&mut paper.random, count));
    let first = paper.random.between(1, 90);
    let (dot, apart) = (if paper.random.in_hundred(60) { "." } else { "" }, paper.random.between(2, 8));
    let capitals = paper.random.in_hundred(50);
    for (at, item) in all.into_iter().enumerate() {
        let number = (first + at).to_string();
        let title = if capitals { item.title.to_uppercase() } else { item.title.clone() };
        paper.head(&number, &format!("{number}{dot}"), &title, HeadForm::OneLine { apart });
        item.tell(paper);
        let Some(mut decision) = item.decision else { continue };
        let recorded = paper.random.below(5);
        // What is unanimous has no count.
        decision.unanimous &= recorded > 1;
        let before = match recorded {
            0 => Some(named(paper, cast)),
            1 => Some(counted(paper, cast)),
            _ => None,
        };
        wording.print(paper, &decision, None).vote = before;
        if paper.random.in_hundred(15) {
            let mover = cast.members.get(2).map(|person| naming(After::Nothing).name(person)).unwrap_or_default();
            paper.paragraph(format!("Councillor {mover} left the meeting at this point."));
        }
    }
}

/// Prints a vote by names before the resolution that it carries.
fn named(paper: &mut Composition, cast: &Cast) -> Vote {
    let vote = business::vote(&mut paper.random, cast.members.len(), true);
    let names: Vec<String> = cast.members.iter().map(|person| naming(After::Nothing).name(person)).collect();
    let count = |count: u32| usize::try_from(count).unwrap_or_default();
    let (in_favour, rest) = names.split_at(count(vote.in_favour).min(names.len()));
    let (against, abstained) = rest.split_at(count(vote.against).min(rest.len()));
    let list = |names: &[String]| match names {
        [] => "None".to_owned(),
        [one] => format!("Councillor {one}"),
        many => format!("Councillors {}", joined(many)),
    };
    paper.paragraph("In accordance with the Rules of Procedure a recorded vote was taken.");
    paper.lines([
        format!("For: {}", list(in_favour)),
        format!("Against: {}", list(against)),
        format!("Abstained: {}", list(abstained)),
    ]);
    vote
}

/// Prints the count of a vote before the resolution that it carries.
fn counted(paper: &mut Composition, cast: &Cast) -> Vote {
    let mut vote = business::vote(&mut paper.random, cast.members.len(), true);
    let (yes, no) = (vote.in_favour, vote.against);
    match paper.random.below(3) {
        0 => {
            // The members who did neither are not counted here.
            vote.abstained = 0;
            paper.line(format!("FOR {yes} AGAINST {no}"));
        }
        1 => paper.line(format!("Voting: For {yes}, Against {no}, Abstentions {}", vote.abstained)),
        _ => paper.line(format!("(Vote: {yes} in favour, {no} against and {} abstained)", vote.abstained)),
    }
    vote
}
