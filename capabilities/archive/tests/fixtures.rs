//! Reads packs of fictional councils, each in the style of another publisher, and compares the whole result.

use crate::accounting;

use archive::reading::{About, ReadError, ReadPack, read};

fn pack(name: &str) -> (String, ReadPack) {
    let path = format!("{}/tests/fixtures/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the fixture");
    let pack = read(&text).expect("the fixture reads");
    assert_eq!(accounting::faults(&text, &pack), Vec::<String>::new(), "{name}");
    (text, pack)
}

macro_rules! whole_structure {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                let (_, pack) = pack(stringify!($name));
                insta::assert_json_snapshot!(stringify!($name), pack);
                insta::assert_snapshot!(concat!(stringify!($name), "_tree"), pack.tree());
            }
        )*
    };
}

whole_structure!(agenda_front_sheet, number_columns, numbered_minutes, private_part, titled_report, web_minutes);

const ALL: [&str; 6] =
    ["agenda_front_sheet", "number_columns", "numbered_minutes", "private_part", "titled_report", "web_minutes"];

#[test]
fn line_ends_of_other_systems_change_nothing() {
    for name in ALL {
        let (text, pack) = pack(name);
        assert_eq!(read(&text.replace('\n', "\r\n")).as_ref(), Ok(&pack), "{name}");
        assert_eq!(read(&text.replace('\n', "\r")).as_ref(), Ok(&pack), "{name}");
        assert_eq!(read(&format!("\u{FEFF}{text}")).as_ref(), Ok(&pack), "{name}");
        assert_eq!(read(text.trim_end()).as_ref(), Ok(&pack), "{name}, its last line not ended");
    }
}

#[test]
fn a_pack_cut_in_a_sentence_is_told() {
    for (name, cut, reading) in [
        ("web_minutes", "the pilot of marshals, which", "minute 3 (Night-time economy) of the meeting of 4 March 2025"),
        (
            "numbered_minutes",
            "The Committee considered a report on fly",
            "minute 13 (FLY-TIPPING ON THE OLD RAILWAY LINE) of the meeting of 9 January 2025",
        ),
        (
            "private_part",
            "asked that lamps near homes\n",
            "minute ES/25/32 (Lighting in the north estate) of the meeting of 20 October 2025",
        ),
        ("titled_report", "on Quarry Road before and after\n", "section 1 of the report 'Quarry Road: what the patrols changed'"),
        (
            "titled_report",
            "Wards affected: Quarry",
            "the report 'Quarry Road: what the patrols changed', before its first section",
        ),
        (
            "titled_report",
            "pass the quarry and end at the b",
            "'APPENDIX A – Map of the patrols' after the report 'Quarry Road: what the patrols changed'",
        ),
        (
            "number_columns",
            "Two of them were empty and were tak",
            "section 3.0 of the report 'Boats and the anti-mooring order.'",
        ),
        ("agenda_front_sheet", "they issued none, because\n", "section 3.0 of the report 'Community wardens, first year'"),
        ("number_columns", "Dodo and \n", "the minutes of the Safer Tarnside Board of 3 February 2025, before their first item"),
    ] {
        let (text, _) = pack(name);
        let end = text.find(cut).expect("the words") + cut.len();
        let line = text[..end].trim_end().matches('\n').count() + 1;
        let expected = ReadError::CutOff { line, page: None, reading: reading.to_owned() };
        assert_eq!(read(&text[..end]), Err(expected), "{name} after '{cut}'");
    }
}

#[test]
fn text_without_a_pack_is_told() {
    for text in [
        "Dear Sir,\n\nThank you for your letter about the bins.\n\nYours faithfully\n",
        "<!DOCTYPE html><html><body><p>Sign in</p></body></html>",
        "1. eggs\n2. milk\n3. bread\n",
        "9999999999.0\n",
    ] {
        let error = read(text).expect_err("no pack");
        assert!(matches!(error, ReadError::NothingRecognised { .. }), "{error}");
        let message = error.to_string();
        assert!(message.contains("REPORT TO:") && message.contains("AGENDA"), "{message}");
    }
    assert_eq!(read(" \n\n"), Err(ReadError::Text(extraction::TextError::Empty)));
    let undated =
        "SAFER FERN BOARD\n\nAt a meeting of the Safer Fern Board\n\nPresent: Councillor Nobody\n\nFRN1 OPENING\n\nWords.\n";
    let pack = read(undated).expect("a part that nobody can place");
    assert_eq!(pack.minutes, []);
    assert_eq!((pack.parts[0].position, pack.doubts[0].about), (None, About::Day));
}

#[test]
fn a_wrong_weekday_is_remarked() {
    let text = "At a meeting of the Fern Board on Monday, 4 March 2025 at the Barn\n\nPresent: A. Nobody\n\nFRN1 OPENING\n\nWords.\n\nMeeting ended at 7 p.m.\n";
    let pack = read(text).expect("minutes");
    assert_eq!(pack.remarks.len(), 1);
    assert_eq!(
        (pack.remarks[0].line, pack.remarks[0].text.as_str()),
        (1, "the day of the meeting is Tuesday, 4 March 2025, but a different weekday is printed")
    );
}

#[test]
fn a_report_may_follow_minutes_at_once_and_a_post_may_stand_last() {
    let minutes = "At a meeting of the Fern Board on 4 March 2025 at the Barn\n\nPresent: A. Nobody\n\nAction\nFRN1 GATES\n\n\
                   The Board heard that the gates at both ends of the lane had been left open.\n\n\
                   RESOLVED: That the gates be shut.\n\nHead of Gates\n\nMeeting ended at 7.40 p.m.\n";
    let report =
        "REPORT TO: Fern Board\n\nDATE: 3 June 2025\n\nSUBJECT: Gates\n\n1.0 PURPOSE\n\n1.1 To tell the Board of gates.\n";
    let pack = read(&format!("{minutes}{report}")).expect("minutes and a report");
    assert_eq!(pack.not_placed, []);
    let owners: Vec<&str> = pack.minutes[0].items[0].actions.iter().map(|action| action.owner.as_str()).collect();
    assert_eq!(owners, ["Head of Gates"]);
    assert_eq!(pack.reports[0].block.report_to, "Fern Board");
}
