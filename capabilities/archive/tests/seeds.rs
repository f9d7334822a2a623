//! Compares the structure and facts of the two published packs that Moothall was written for. They are not part of the project:
//! they are read from `../shared/seeds` beside it, and if that folder is missing, these tests say so and pass.

use crate::accounting;
use crate::outline;

use archive::reading::{ReadError, ReadPack, read};
use documents::Clauses;
use extraction::decode;
use meetings::minutes::{Attendee, MinuteEntry, Minutes};
use std::path::Path;

/// Returns the text of the pack whose file name begins with `name`, and the pack read from it.
pub(crate) fn seed(name: &str) -> Option<(String, ReadPack)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here, so the published packs were not compared", folder.display());
        return None;
    };
    let file = files.filter_map(Result::ok).find(|file| file.file_name().to_string_lossy().starts_with(name)).expect("the seed");
    let text = decode(&std::fs::read(file.path()).expect("its bytes")).expect("its text");
    let pack = read(&text).expect("it reads");
    Some((text, pack))
}

fn people(list: &[Attendee]) -> Vec<String> {
    list.iter()
        .map(|person| person.role.map_or(person.name.clone(), |role| format!("{} ({})", person.name, role.words())))
        .collect()
}

/// Returns each minute's reference with what was resolved in it.
fn resolutions(minutes: &Minutes) -> Vec<(&str, &Clauses)> {
    let mut resolved = Vec::new();
    for minute in &minutes.items {
        for entry in &minute.entries {
            if let MinuteEntry::Resolution { form, resolution } = entry {
                assert_eq!(form, "RESOLVED");
                resolved.push((minute.reference.as_deref().unwrap_or_default(), resolution));
            }
        }
    }
    resolved
}

#[test]
fn nearly_every_line_is_placed_and_no_word_is_lost() {
    for name in ["000", "002"] {
        let Some((text, pack)) = seed(name) else { return };
        println!("{name}: {:.2} of 100 lines placed", pack.placed_in_hundred());
        assert!(pack.placed_in_hundred() >= 99.0, "{:?}", pack.not_placed);
        assert_eq!(accounting::faults(&text, &pack), Vec::<String>::new());
        assert_eq!(pack.remarks, []);
    }
}

#[test]
fn structures_are_as_published() {
    for name in ["000", "002"] {
        let Some((_, pack)) = seed(name) else { return };
        insta::assert_snapshot!(format!("seed_{name}"), outline::of(&pack));
    }
}

#[test]
fn minutes_of_february() {
    let Some((_, pack)) = seed("000") else { return };
    let [minutes] = pack.minutes.as_slice() else { panic!("{} minutes", pack.minutes.len()) };
    let attendance = &minutes.attendance;
    let present = [
        "N. Plumpton Walsh (Chair)",
        "Carlin (Vice-Chair)",
        "Baker",
        "Bevan",
        "Bramwell",
        "Cargill",
        "Goodall",
        "A. Lowe",
        "Ratcliffe",
        "Wallace",
    ];
    assert_eq!(people(&attendance.present), present);
    assert_eq!(people(&attendance.apologies), ["Skinner"]);
    assert!(attendance.absent_on_council_business.is_empty());
    assert_eq!(people(&attendance.officers), ["K. Butler", "J. Gallagher", "N. Goodwin", "P. Wright"]);
    assert_eq!(people(&attendance.also_in_attendance), ["Councillor C. Plumpton-Walsh"]);
    assert_eq!(minutes.held_on.to_string(), "2024-02-06");
    assert_eq!(minutes.ended_at.map(|time| time.to_string()).as_deref(), Some("19:40:00"));
    let titles: Vec<(&str, &str)> =
        minutes.items.iter().map(|item| (item.reference.as_deref().unwrap_or_default(), item.title.as_str())).collect();
    assert_eq!(
        titles,
        [
            ("SAF24", "CHAIR'S ANNOUNCEMENTS"),
            ("SAF25", "MINUTES"),
            ("SAF26", "PUBLIC QUESTION TIME"),
            ("SAF27", "THE CORPORATE PLAN - THE BIG CONVERSATION ANALYSIS AND THE WAY FORWARD"),
            ("SAF28", "SAFER HALTON PARTNERSHIP GOVERNANCE & STRATEGY"),
            ("SAF29", "DOMESTIC ABUSE SERVICE"),
        ]
    );
    let banner = Some("ITEM DEALT WITH UNDER DUTIES EXERCISABLE BY THE BOARD");
    assert_eq!(
        minutes.items.iter().map(|item| item.banner.as_deref()).collect::<Vec<_>>(),
        [None, None, None, banner, None, None]
    );
    let resolved = resolutions(minutes);
    assert_eq!(resolved.iter().map(|(reference, _)| *reference).collect::<Vec<_>>(), ["SAF27", "SAF28", "SAF29"]);
    let big_conversation = resolved[0].1;
    assert_eq!((big_conversation.lead.as_str(), big_conversation.clauses.len()), ("That", 2));
    assert_eq!(big_conversation.clauses[0], "the report be noted");
    let acting: Vec<(&str, &str)> = minutes
        .items
        .iter()
        .flat_map(|item| item.actions.iter().map(|action| (item.reference.as_deref().unwrap_or_default(), action.owner.as_str())))
        .collect();
    assert_eq!(acting, [("SAF29", "Executive Director Environment & Regeneration")]);
}

#[test]
fn minutes_of_november() {
    let Some((_, pack)) = seed("002") else { return };
    let [minutes] = pack.minutes.as_slice() else { panic!("{} minutes", pack.minutes.len()) };
    let attendance = &minutes.attendance;
    assert_eq!(
        people(&attendance.present),
        ["Carlin (Vice-Chair)", "Baker", "Bevan", "Cargill", "Goodall", "A. Lowe", "Ratcliffe", "Skinner", "Wallace"]
    );
    assert_eq!(people(&attendance.apologies), ["N. Plumpton Walsh", "Bramwell"]);
    assert_eq!(people(&attendance.officers), ["K. Butler", "R. Freeman", "J. Gallagher", "N. Goodwin", "A. Wallace"]);
    assert!(attendance.absent_on_council_business.is_empty() && attendance.also_in_attendance.is_empty());
    assert_eq!(
        (minutes.held_on.to_string().as_str(), minutes.place.as_deref()),
        ("2023-11-14", Some("Boardroom - Municipal Building, Widnes"))
    );
    assert_eq!(minutes.ended_at.map(|time| time.to_string()).as_deref(), Some("20:20:00"));
    let references: Vec<&str> = minutes.items.iter().filter_map(|item| item.reference.as_deref()).collect();
    assert_eq!(references, ["SAF16", "SAF17", "SAF18", "SAF19", "SAF20", "SAF21", "SAF22", "SAF23"]);
    assert_eq!(minutes.items[3].title, "CHESHIRE FIRE AUTHORITY DRAFT 2024-2028 COMMUNITY RISK MANAGEMENT PLAN");
    // The banner was printed inside this minute, across a page break in the middle of a sentence.
    assert!(minutes.items[3].banner.as_deref().is_some_and(|banner| banner.ends_with("EXERCISABLE BY THE BOARD")));
    let owners: Vec<&str> = minutes.items[3].actions.iter().map(|action| action.owner.as_str()).collect();
    assert_eq!(owners, ["Operational Director - Community & Green Space"]);
    let resolved = resolutions(minutes);
    assert_eq!(
        resolved.iter().map(|(reference, _)| *reference).collect::<Vec<_>>(),
        ["SAF19", "SAF20", "SAF21", "SAF22", "SAF23"]
    );
    assert_eq!((resolved[1].1.lead.as_str(), resolved[1].1.clauses.len()), ("That the Board", 2));
    let moved: Vec<(&str, usize)> = minutes
        .items
        .iter()
        .flat_map(|item| {
            item.entries
                .iter()
                .filter(|entry| matches!(entry, MinuteEntry::Movement { .. }))
                .map(|_| (item.reference.as_deref().unwrap_or_default(), item.entries.len()))
        })
        .collect();
    assert_eq!(moved, [("SAF20", 7)]);
    let notice: Vec<usize> = pack.front_matter.iter().map(|notice| notice.line).collect();
    assert_eq!(notice, [1], "the tail of the agenda's front sheet is a notice");
}

#[test]
fn whole_parts_give_no_false_alarm_and_cuts_are_told() {
    for name in ["000", "002"] {
        let Some((text, pack)) = seed(name) else { return };
        for part in &pack.parts {
            let upto: String = text.split_inclusive('\n').take(part.last_line).collect();
            assert!(read(&upto).is_ok(), "{name} up to line {}: {:?}", part.last_line, read(&upto).err());
        }
        let cuts: Vec<usize> = (700..text.len()).step_by(997).map(|at| text.floor_char_boundary(at)).collect();
        let told = cuts.iter().filter(|end| matches!(read(&text[..**end]), Err(ReadError::CutOff { .. }))).count();
        println!("{name}: {told} of {} cuts told", cuts.len());
        // A cut just after a full stop or a figure cannot be distinguished from an end.
        assert!(told * 10 >= cuts.len() * 8, "{told} of {}", cuts.len());
    }
}
