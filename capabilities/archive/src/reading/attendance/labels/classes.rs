//! The words that labels are made of, and what they say together.

use super::super::vocabulary::{Listed, listed};
use super::List;
use meetings::minutes::BoardRole;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word of a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Filler,
    Member,
    Present,
    Officer,
    Other,
    /// A council above the parishes, whose councillors are guests there.
    Council,
    Public,
    Apology,
    Absent,
    Chair,
    Vice,
    Deputy,
    Clerk,
    Business,
    Substitute,
    Number,
}

const CLASSES: &[(Class, &str)] = &[
    (
        Class::Filler,
        "the at of in on for to by via and were was those these people persons person following who as this meeting from received sent \
         given recorded noted names name remotely virtually virtual remote online teams microsoft ms zoom video conference telephone webex \
         skype all there list with reasons accepted approved yn y i & gan am sa na electronically link conferencing physically whole part \
         non any their inability attend offered tendered over taken",
    ),
    (
        Class::Member,
        "member members councillor councillors cllr cllrs councilors committee board panel council sub sub-committee subcommittee cabinet \
         executive voting non-voting elected co-opted coopted trustees governors parish town community independent appointed membership core \
         statutory aelodau cynghorwyr forum partnership baill comhairleoirí cynghorydd cabined portfolio holders committee's",
    ),
    (
        Class::Present,
        "present attending attendance attended attendees bresennol presennol láthair lathair mynychwyr participants participating",
    ),
    (Class::Officer, "officer officers official officials staff advisers advisors swyddogion oifigigh employees"),
    (
        Class::Other,
        "other others also additionally guests guest visitors visitor visiting invited invitees observers observer observing \
         representatives representative speakers speaker external partners stakeholders hefyd eraill witnesses freisin presenters co-optees",
    ),
    (Class::Council, "county borough district city unitary police"),
    (Class::Public, "public press residents electors parishioners cyhoedd media"),
    (Class::Apology, "apologies apology apols ymddiheuriadau ymddiheuriad leithscéalta leithscealta leithscéal"),
    (Class::Absent, "absent absence absences absentees absennol absenoldeb"),
    (Class::Chair, "chair chairman chairwoman chairperson chaired chairing presiding presided cadeirydd gadair cathaoir"),
    (Class::Vice, "vice vice-chair vice-chairman vice-chairwoman is-gadeirydd"),
    (Class::Deputy, "deputy"),
    (Class::Clerk, "clerk clerc"),
    (Class::Business, "business declared"),
    (Class::Substitute, "substitute substitutes"),
    (Class::Number, "number minute"),
];

static KNOWN: LazyLock<HashMap<&'static str, Class>> = LazyLock::new(|| {
    CLASSES.iter().flat_map(|(class, words)| words.split_ascii_whitespace().map(|word| (word, *class))).collect()
});

/// Labels that only say who the members are.
static MEMBERS: Listed = Listed::new(|| {
    listed(
        "councillors, cllrs, members, committee members, members of the committee, board members, members of the board, membership, \
         panel members, members of the panel, voting members, cabinet members, members of the cabinet, parish councillors, town \
         councillors, community councillors, council members, members of the council, elected members, independent members, co-opted \
         members, the members, trustees, aelodau, cynghorwyr, councillors and members, committee membership, members of the sub-committee, \
         sub-committee members, baill, executive members, non-voting members, core members, statutory members, forum members, partnership \
         members, board membership, non-voting co-opted members, voting co-opted members",
    )
});

/// First words of lines that may head the list of those present, so that other lines are told apart at once.
pub(super) const FIRST: &[&str] = &[
    "present",
    "members",
    "member",
    "councillors",
    "cllrs",
    "committee",
    "attendance",
    "attending",
    "attendees",
    "those",
    "in",
    "presiding",
    "yn",
    "i",
    "the",
    "board",
    "panel",
    "cabinet",
    "there",
    "people",
    "elected",
    "voting",
    "parish",
    "town",
    "community",
    "aelodau",
    "cynghorwyr",
    "membership",
    "trustees",
    "chair",
    "chairman",
    "cadeirydd",
    "presennol",
    "executive",
    "council",
    "baill",
    "names",
    "councillor",
    "all",
    "persons",
    "chaired",
];

/// Labels of who took the minutes.
const TAKERS: &[&str] = &[
    "minute taker",
    "minutes taken by",
    "minute-taker",
    "note taker",
    "minutes by",
    "taking minutes",
    "in attendance taking minutes",
];

/// Returns what a word in lower case says.
pub(super) fn of(word: &str) -> Option<Class> {
    KNOWN.get(word).copied()
}

/// Returns the list that a label in one language heads, whether it says that the people are members, and whether it says only that.
pub(super) fn list(label: &str) -> Option<(List, bool, bool)> {
    let label = foundation::text::single_spaced(label.trim_matches(|c: char| !c.is_alphanumeric()));
    if TAKERS.contains(&label.as_str()) {
        return Some((List::MinuteTaker, false, false));
    }
    let mut said: Vec<Class> = Vec::new();
    let mut unknown = 0_usize;
    for word in label.split(' ').map(|word| word.trim_matches([',', '.', '-', '–', ':'])).filter(|word| !word.is_empty()) {
        match of(word) {
            Some(class) => said.push(class),
            None => match word.split('-').map(of).collect::<Option<Vec<Class>>>() {
                Some(classes) => said.extend(classes),
                // The body may be named before `Members present`.
                None if said.iter().all(|class| *class == Class::Filler) && unknown < 3 => unknown += 1,
                None => return None,
            },
        }
    }
    let of_a_body =
        said.contains(&Class::Present) && said.contains(&Class::Member) && !label.contains(" the ") && label.contains("member");
    if unknown > 0 && !of_a_body {
        return None;
    }
    if said.is_empty() || said.len() > 12 {
        return None;
    }
    let (list, of_members) = together(&said, &label)?;
    let weak = list == List::Present && !said.contains(&Class::Present) && label != "councillors" && label != "cllrs";
    Some((list, of_members, weak))
}

/// Returns what the words of a label say together.
fn together(said: &[Class], label: &str) -> Option<(List, bool)> {
    let has = |class: Class| said.contains(&class);
    let only = |classes: &[Class]| said.iter().all(|class| *class == Class::Filler || classes.contains(class));
    let first = said.iter().find(|class| **class != Class::Filler).copied();
    let present = has(Class::Present);
    if has(Class::Apology) {
        return (first == Some(Class::Apology) && only(&[Class::Apology, Class::Absent, Class::Member]))
            .then_some((List::Apologies, true));
    }
    if has(Class::Absent) {
        let list = if has(Class::Business) { List::OnCouncilBusiness } else { List::Absent };
        let begins = matches!(first, Some(Class::Absent | Class::Member));
        return (begins && only(&[Class::Absent, Class::Member, Class::Business])).then_some((list, true));
    }
    if has(Class::Business) || has(Class::Number) && !has(Class::Public) {
        return None;
    }
    if has(Class::Chair) || has(Class::Vice) {
        let role = if has(Class::Vice) || has(Class::Deputy) { BoardRole::ViceChair } else { BoardRole::Chair };
        let few =
            only(&[Class::Chair, Class::Vice, Class::Deputy, Class::Present]) && (has(Class::Chair) || label.contains("chair"));
        return (few && said.len() <= 6).then_some((List::Chair(role), true));
    }
    if has(Class::Substitute) {
        return only(&[Class::Substitute, Class::Member, Class::Present]).then_some((List::Substitutes, true));
    }
    if has(Class::Clerk) && !has(Class::Officer) {
        return Some((if present { List::Attending } else { List::Clerk }, false));
    }
    if has(Class::Officer) {
        let sole = said.len() == 1 || only(&[Class::Officer, Class::Other, Class::Member]);
        return (sole || present).then_some((List::Officers, false));
    }
    if has(Class::Public) {
        return only(&[Class::Public, Class::Present, Class::Number, Class::Other, Class::Member])
            .then_some((List::Public, false));
    }
    if has(Class::Other) {
        let people = present
            || only(&[Class::Other, Class::Member]) && label != "also" && label != "other" && !label.ends_with(" council");
        return people.then_some((List::Others, false));
    }
    if has(Class::Council) {
        return (has(Class::Member) && (label.contains("councillor") || label.contains("cllr") || present))
            .then_some((List::Others, false));
    }
    if present && !has(Class::Member) && label.contains("in attendance") && !label.starts_with("those") {
        return Some((List::Attending, false));
    }
    if present {
        return Some((List::Present, has(Class::Member)));
    }
    MEMBERS.contains(label).then_some((List::Present, true))
}
