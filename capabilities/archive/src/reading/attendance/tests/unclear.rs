//! What is unclear in lists, what only counts people, and what is no list.

use super::super::super::lines::Source;
use super::super::begins;
use super::shown;

#[test]
fn what_is_unclear_is_a_doubt_and_names_nobody() {
    let doubts = |text: &str, lists: &[&str], said: &[&str]| {
        let shown = shown(text);
        assert_eq!(shown.lists, lists, "{text}");
        assert_eq!(shown.doubts, said, "{text}");
    };
    let range = "A range of people is given instead of their names.";
    doubts("Present: Councillors A. to D. and Cllr E Mock", &["present: E Mock"], &[&format!("{range} ‘Councillors A. to D.’")]);
    doubts("Present: Councillors Dummy to Foil", &[], &[&format!("{range} ‘Councillors Dummy to Foil’")]);
    doubts(
        "Present: Mr A Dummy, Mr B Foil, Mrs C Proxy, Clerk",
        &["present: Mr A Dummy; Mr B Foil; Mrs C Proxy"],
        &["It is not clear whose post this is. ‘Clerk’"],
    );
    doubts(
        "Present: Chairman, Mr Dummy and Messrs Foil, Proxy & Mrs Stand",
        &["present: Mr Dummy; Foil; Proxy; Mrs Stand"],
        &["A post is given without a name. ‘Chairman’"],
    );
    doubts(
        "Present: Ada Dummy Bo Foil Cy Proxy",
        &[],
        &["The names of several people are not separated. ‘Ada Dummy Bo Foil Cy Proxy’"],
    );
    doubts(
        "Present: Cllr A Dummy, who was late",
        &["present: A Dummy"],
        &["These words may or may not name a person. ‘who was late’"],
    );
    doubts(
        "Present: A Dummy\nApologies: the Director, Service Works",
        &["present: A Dummy"],
        &["A post is given without a name. ‘the Director, Service Works’"],
    );
    let beside = shown("Present: Cllr A Dummy. The Chair welcomed everybody, and Mr B Foil spoke.\n\n1. Lamps");
    assert_eq!(beside.lists, ["present: A Dummy"]);
    assert_eq!(beside.notices, ["The Chair welcomed everybody, and Mr B Foil spoke."]);
    assert_eq!(beside.doubts, ["Other text is on the same line as this list of people."]);
}

#[test]
fn people_who_are_only_counted_are_notices() {
    let read = shown("Present: Cllr A Dummy and 5 members of the public, Press, others and Officers");
    assert_eq!((read.lists, read.doubts), (vec!["present: A Dummy".to_owned()], Vec::new()));
    assert_eq!(read.notices, ["5 members of the public", "Press", "others", "Officers"]);
    let read = shown("Present: Cllr A Dummy\nPublic: 5");
    assert_eq!((read.lists, read.notices), (vec!["present: A Dummy".to_owned()], vec!["Public: 5".to_owned()]));
}

#[test]
fn sentences_begin_no_list() {
    for text in [
        "Present at the meeting was a sense of hope.",
        "Present: a smell of paint",
        "Present plans include a school.",
        "Members asked about lamps.",
        "Membership: Councillors A and B",
        "Committee Members: Councillors A and B",
        "In the Chair",
        "Attendance: 45 people came",
        "The Chair: what he does",
    ] {
        let source = Source::new(text);
        assert!(!begins(source.lines.first().expect("a line")), "{text}");
    }
    for text in
        ["Present:", "PRESENT", "Members present: A", "In the Chair: Cllr A Dummy", "PRESENT IN THE CHAIR:", "THOSE ATTENDING:"]
    {
        let source = Source::new(text);
        assert!(begins(source.lines.first().expect("a line")), "{text}");
    }
}

#[test]
fn no_word_of_a_list_is_lost() {
    const PEOPLE: &[&str] = &[
        "Cllr A Dummy",
        "Mr B Foil, OBE",
        "C Proxy (Chair)",
        "Mrs D Stand (arrived at 7 pm)",
        "E Mock – Clerk",
        "5 members of the public",
        "F Straw, Head of Parks and Play",
        "the Clerk",
        "G Token (GT)",
        "H Decoy*",
        "Chief Executive (Mr I Ghost)",
        "Councillors J Figment",
        "Dr Sample",
        "Ada Model (Lab)",
        "Councillors K. to M.",
    ];
    // Words that are read as roles and titles or that join others.
    const SAID: &[&str] = &["cllr", "councillors", "and", "the", "chair"];
    for label in
        ["Present: Cllr X Blank, ", "Present: X Blank\nIn attendance: N Blank, ", "Present: X Blank\nApologies: N Blank, "]
    {
        for separator in [", ", "; ", "\n", " and "] {
            for one in PEOPLE {
                for other in PEOPLE {
                    let text = format!("{label}{one}{separator}{other}\n\n1. Lamps\n\nThey were mended.\n");
                    let read = shown(&text);
                    let all = [read.lists, read.doubts, read.notices].concat().join(" ").to_lowercase();
                    for word in one.split(|c: char| !c.is_alphabetic()).chain(other.split(|c: char| !c.is_alphabetic())) {
                        let word = word.to_lowercase();
                        assert!(word.len() < 3 || SAID.contains(&word.as_str()) || all.contains(&word), "{text}: {word}");
                    }
                }
            }
        }
    }
}
