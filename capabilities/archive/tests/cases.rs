//! Reads small invented papers, each in one habit of recording what was resolved, by whom moved, by how many votes, and when the
//! meeting ended.

use archive::reading::{About, ReadPack, read};
use meetings::minutes::{MinuteEntry, Minutes, Motion, Outcome, RecordedVote, VotesCast};

const RESOLVED_NUMBERED: &str = include_str!("cases/m05-resolved-numbered.txt");
const OR_ON_THE_RISING: &str = include_str!("cases/m13-or-on-the-rising.txt");
const QUOTED_MOTION: &str = include_str!("cases/m21-resolved-in-a-quoted-motion.txt");
const HOW_MEETINGS_END: &str = include_str!("cases/m22-how-meetings-end.txt");

fn pack(text: &str) -> ReadPack {
    read(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn minutes(text: &str) -> Minutes {
    let pack = pack(text);
    let [minutes] = pack.minutes.as_slice() else { panic!("{}", pack.tree()) };
    minutes.clone()
}

/// Returns minutes of a board with one item.
fn of_item(body: &str) -> String {
    with_board("Safer Wexcombe Board", body)
}

fn with_board(board: &str, body: &str) -> String {
    format!(
        "{}\n\nAt a meeting of the {board} held on Tuesday, 4 March 2025 in the Great Barn, Wexcombe\n\n\
         Present: Councillors A. Dummy (Chair), B. Foil and C. Proxy\n\nSWB1 NIGHT BUSES\n\n{body}\n\nMeeting ended at 7.40 p.m.\n",
        board.to_uppercase()
    )
}

/// Returns each resolution with its word before it.
fn resolved(minutes: &Minutes) -> Vec<(String, String)> {
    let entries = minutes.items.iter().flat_map(|item| &item.entries);
    let resolution = |entry: &MinuteEntry| match entry {
        MinuteEntry::Resolution { form, resolution, .. } => Some((form.clone(), resolution.sentence().trim().to_owned())),
        _ => None,
    };
    entries.filter_map(resolution).collect()
}

/// Returns the only resolution, with who moved and seconded it and the votes.
fn only(minutes: &Minutes) -> (String, Option<String>, Option<String>, Option<RecordedVote>) {
    let entries = minutes.items.iter().flat_map(|item| &item.entries);
    let mut found = entries.filter_map(|entry| match entry {
        MinuteEntry::Resolution { resolution, moved_by, seconded_by, vote, .. } => {
            Some((resolution.sentence().trim().to_owned(), moved_by.clone(), seconded_by.clone(), vote.clone()))
        }
        _ => None,
    });
    let first = found.next().unwrap_or_else(|| panic!("no resolution in {minutes:?}"));
    assert_eq!(found.next(), None, "{minutes:?}");
    first
}

fn motions(minutes: &Minutes) -> Vec<Motion> {
    let entries = minutes.items.iter().flat_map(|item| &item.entries);
    let motion = |entry: &MinuteEntry| if let MinuteEntry::Motion { motion } = entry { Some(motion.clone()) } else { None };
    entries.filter_map(motion).collect()
}

fn cast(count: u32, names: &[&str]) -> Option<VotesCast> {
    Some(VotesCast { count, names: names.iter().map(|name| (*name).to_owned()).collect() })
}

fn ended(minutes: &Minutes) -> Option<String> {
    minutes.ended_at.map(|time| time.format("%H:%M").to_string())
}

fn strings<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(form, words)| (form.to_owned(), words.to_owned())).collect()
}

#[test]
fn a_numbered_paragraph_may_be_a_resolution() {
    let minutes = minutes(RESOLVED_NUMBERED);
    let expected = strings([
        ("RESOLVED", "that the report be noted."),
        ("RESOLVED", "that 1) the fees be raised; and 2) a survey be made."),
        ("RESOLVED by a majority", "that the lights be turned off."),
    ]);
    assert_eq!(resolved(&minutes), expected);
    assert_eq!(ended(&minutes).as_deref(), Some("19:40"));
}

#[test]
fn the_rising_of_another_body_is_no_end() {
    let minutes = minutes(OR_ON_THE_RISING);
    assert_eq!(resolved(&minutes), strings([("RESOLVED", "That the report be noted.")]));
    assert_eq!(
        (minutes.started_at.map(|time| time.to_string()).as_deref(), ended(&minutes).as_deref()),
        (Some("18:30:00"), Some("19:40"))
    );
}

#[test]
fn a_resolution_quoted_in_a_motion_is_none() {
    let curly = QUOTED_MOTION.replace("\"This", "“This").replace("made.\"", "made.”");
    assert_ne!(curly, QUOTED_MOTION);
    for text in [QUOTED_MOTION, curly.as_str()] {
        let minutes = minutes(text);
        assert!(resolved(&minutes).is_empty(), "{text}");
        let [motion]: [Motion; 1] = motions(&minutes).try_into().expect("a motion");
        assert_eq!((motion.outcome, motion.moved_by.as_deref()), (Outcome::Withdrawn, Some("Councillor B. Foil")));
        assert!(motion.words.is_some_and(|words| words.starts_with("This Board notes")));
    }
}

#[test]
fn the_end_may_be_in_a_sentence() {
    assert_eq!(ended(&minutes(HOW_MEETINGS_END)).as_deref(), Some("20:40"));
    let sentence = "There being no further business, the meeting closed at 20.40.";
    for (other, time) in [
        (
            "There being no other business the Chair thanked all members for coming and declared the meeting \
             closed at 20:55pm",
            "20:55",
        ),
        ("The meeting concluded at 9.15 pm", "21:15"),
        ("The Board rose at 9.15 p.m.", "21:15"),
        ("The Chairman closed the meeting at 9.05pm.", "21:05"),
        ("Meeting closed: 9.05pm", "21:05"),
        ("Diweddodd y cyfarfod am 8.00pm", "20:00"),
        ("The meeting closed at 20.40.\n\nDate of the next meeting, Tuesday, 8 July 2025 at 8.00 pm in the Great Barn.", "20:40"),
    ] {
        let text = HOW_MEETINGS_END.replace(sentence, other);
        assert_ne!(text, HOW_MEETINGS_END);
        assert_eq!(ended(&minutes(&text)).as_deref(), Some(time), "{other}");
    }
    for other in ["The fair had closed at 9.00 pm on both days.", "The next meeting will be held at 7pm."] {
        assert_eq!(ended(&minutes(&HOW_MEETINGS_END.replace(sentence, other))), None, "{other}");
    }
}

#[test]
fn what_follows_the_end_is_in_no_minute() {
    let text = format!("{HOW_MEETINGS_END}\nSigned: ........................ (Chairman)\n\nDate: ....................\n");
    let pack = pack(&text);
    assert_eq!(pack.not_placed, []);
    let said = serde_json::to_string(&pack.minutes).expect("JSON");
    assert!(!said.contains("Signed") && !said.contains("no further business"), "{said}");
}

#[test]
fn an_end_without_its_half_of_the_day_is_a_doubt() {
    let text = HOW_MEETINGS_END.replace("20.40", "8.40");
    let pack = pack(&text);
    let doubt = pack.doubts.iter().find(|doubt| doubt.about == About::End).expect("a doubt");
    assert_eq!(doubt.readings.iter().map(|reading| reading.value.as_str()).collect::<Vec<_>>(), ["20:40", "08:40"]);
    let begun = text.replace("held on Tuesday, 4 March 2025", "held on Tuesday, 4 March 2025 at 6.30 p.m.");
    assert_eq!(ended(&minutes(&begun)).as_deref(), Some("20:40"));
}

#[test]
fn movers_on_lines_of_their_own_belong_to_the_resolution_below() {
    for quotation in ["“That, the last bus leave at eleven.”", "---\n5\n\n“That, the last bus leave at eleven.”"] {
        let body = format!("Proposed by Councillor Foil;\n\nSeconded by Councillor Mock (J);\n\nAnd Resolved:\n\n{quotation}");
        let (words, mover, seconder, vote) = only(&minutes(&of_item(&body)));
        assert_eq!(words, "That, the last bus leave at eleven.");
        assert_eq!((mover.as_deref(), seconder.as_deref(), vote), (Some("Councillor Foil"), Some("Councillor Mock (J)"), None));
    }
}

#[test]
fn movers_in_a_sentence_belong_to_it() {
    let (words, mover, seconder, _) = only(&minutes(&of_item(
        "On the proposal of Councillor Foil, seconded by Councillor Proxy, it was agreed to write to the company.",
    )));
    assert_eq!(words, "to write to the company.");
    assert_eq!((mover.as_deref(), seconder.as_deref()), (Some("Councillor Foil"), Some("Councillor Proxy")));
    let below = "RESOLVED: That the company be written to.\n\nProposed: Councillor Foil Seconded: Councillor Proxy";
    let (words, mover, seconder, _) = only(&minutes(&of_item(below)));
    assert_eq!(words, "That the company be written to.");
    assert_eq!((mover.as_deref(), seconder.as_deref()), (Some("Councillor Foil"), Some("Councillor Proxy")));
}

#[test]
fn votes_are_counted_and_named() {
    let named =
        "For: Councillors A. Dummy and B. Foil (2)\nAgainst: Councillor C. Proxy\nAbstained: None\n\nRESOLVED: That it be so.";
    let (_, _, _, vote) = only(&minutes(&of_item(named)));
    let expected = RecordedVote {
        in_favour: cast(2, &["A. Dummy", "B. Foil"]),
        against: cast(1, &["C. Proxy"]),
        abstained: cast(0, &[]),
        ..RecordedVote::default()
    };
    assert_eq!(vote, Some(expected));
    for counted in ["Voting: For 12, Against 4, Abstentions 1", "(Vote: 12 in favour, 4 against and 1 abstained)"] {
        for body in [format!("{counted}\n\nRESOLVED: That it be so."), format!("RESOLVED: That it be so.\n\n{counted}")] {
            let (words, _, _, vote) = only(&minutes(&of_item(&body)));
            let expected = RecordedVote {
                in_favour: cast(12, &[]),
                against: cast(4, &[]),
                abstained: cast(1, &[]),
                ..RecordedVote::default()
            };
            assert_eq!((words.as_str(), vote), ("That it be so.", Some(expected)), "{body}");
        }
    }
    let (_, _, _, vote) = only(&minutes(&of_item("RESOLVED by 12 votes to 4 that it be so.")));
    assert_eq!(vote.and_then(|vote| vote.against), cast(4, &[]));
    let (_, _, _, vote) = only(&minutes(&of_item("RESOLVED (unanimously): That it be so.")));
    assert!(vote.is_some_and(|vote| vote.unanimous));
}

#[test]
fn an_amendment_lost_and_a_motion_carried_are_told_apart() {
    let body = "It was moved by Councillor A. Dummy and seconded by Councillor B. Foil:\n\n“That the last bus leave at eleven.”\n\n\
                An amendment was moved by Councillor C. Proxy and seconded by Councillor D. Mock: “Add ‘or at twelve’.”\n\n\
                Upon being put to the vote the amendment was LOST (3 for, 9 against).\n\n\
                Upon being put to the vote (9 for, 2 against, 1 abstained) the motion was CARRIED and it was\n\n\
                RESOLVED: That the last bus leave at eleven.";
    let minutes = minutes(&of_item(body));
    let (words, mover, seconder, vote) = only(&minutes);
    assert_eq!(words, "That the last bus leave at eleven.");
    assert_eq!((mover.as_deref(), seconder.as_deref()), (Some("Councillor A. Dummy"), Some("Councillor B. Foil")));
    assert_eq!(vote.and_then(|vote| vote.in_favour), cast(9, &[]));
    let [amendment]: [Motion; 1] = motions(&minutes).try_into().expect("an amendment");
    assert!(amendment.amendment);
    assert_eq!((amendment.outcome, amendment.moved_by.as_deref()), (Outcome::Lost, Some("Councillor C. Proxy")));
    assert_eq!(amendment.vote.and_then(|vote| vote.against), cast(9, &[]));
}

#[test]
fn a_motion_that_is_declared_carried_or_defeated_is_its_own_outcome() {
    let body = |outcome: &str| {
        of_item(&format!(
            "Councillor Foil moved that the last bus leave at eleven. Councillor Proxy seconded the Motion.\n\n\
             For: 5; Against: 4; Abstained: 0\n\nThe Mayor declared the Motion {outcome}."
        ))
    };
    let (words, mover, _, vote) = only(&minutes(&body("carried")));
    assert_eq!((words.as_str(), mover.as_deref()), ("that the last bus leave at eleven.", Some("Councillor Foil")));
    assert_eq!(vote.and_then(|vote| vote.in_favour), cast(5, &[]));
    let lost = minutes(&body("defeated"));
    assert!(resolved(&lost).is_empty());
    assert_eq!(motions(&lost).iter().map(|motion| motion.outcome).collect::<Vec<_>>(), [Outcome::Lost]);
}

#[test]
fn a_parish_decides_in_sentences() {
    for (body, form, words) in [
        ("Cllr Foil was away. The meeting accepted this with regret.", "The meeting accepted", "this with regret."),
        ("The Council resolved to lend the marquee.", "The Council resolved", "to lend the marquee."),
        (
            "The lamp was out. It was agreed that the Clerk should write to the owner.",
            "It was agreed",
            "that the Clerk should write to the owner.",
        ),
        ("Members received and noted the figures.", "Members received and noted", "the figures."),
    ] {
        assert_eq!(resolved(&minutes(&with_board("Wexcombe Parish Council", body))), strings([(form, words)]), "{body}");
    }
}

#[test]
fn what_others_agreed_or_thought_is_no_decision() {
    for body in [
        "Resolved questions were set out.",
        "The Mayor agreed to this visit.",
        "Mr Mock agreed to go back to the company.",
        "The Clerk to inform the company.",
        "It was noted that the last bus leaves at ten.",
        "In response it was said:\n\na. It was agreed that lamps should be near the doors.\n\nb. It was late.",
    ] {
        assert!(resolved(&minutes(&with_board("Wexcombe Parish Council", body))).is_empty(), "{body}");
    }
}

#[test]
fn what_may_be_a_decision_is_a_doubt() {
    let text = with_board("Wexcombe Parish Council", "As the tin was full they agreed to buy a kettle for the fair.");
    let pack = pack(&text);
    assert!(pack.doubts.iter().any(|doubt| doubt.about == About::Resolution), "{}", pack.tree());
    assert!(resolved(&pack.minutes[0]).is_empty());
}
