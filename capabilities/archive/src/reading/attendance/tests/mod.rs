//! Lists in the habits of many councils, with invented people.

mod unclear;

use super::super::context::Context;
use super::super::lines::{Source, measure};
use super::super::{Reader, attendance};
use super::start;
use meetings::minutes::{AttendanceLists, Attendee};
use std::fmt::Write as _;

/// A reading of lists, printed.
struct Shown {
    /// Each list that is not empty, as `present: A. Dummy [Chair] <note>; …`.
    lists: Vec<String>,
    doubts: Vec<String>,
    notices: Vec<String>,
    /// How many lines are left after the lists.
    left: usize,
}

fn shown(text: &str) -> Shown {
    let mut source = Source::new(text);
    measure(&mut source.lines);
    let context = Context::default();
    let mut reader = Reader::new(&source, &context);
    let from = start(&source.lines).expect("a list");
    let (lists, taken) = attendance::read(source.lines.get(from..).expect("lines"), &mut reader);
    Shown {
        lists: printed(&lists),
        doubts: reader.doubts.iter().map(|doubt| doubt.says.clone()).collect(),
        notices: reader.front_matter.iter().map(|notice| notice.text.clone()).collect(),
        left: source.lines.len() - from - taken,
    }
}

fn printed(lists: &AttendanceLists) -> Vec<String> {
    let all = [
        ("present", &lists.present),
        ("apologies", &lists.apologies),
        ("business", &lists.absent_on_council_business),
        ("officers", &lists.officers),
        ("others", &lists.also_in_attendance),
    ];
    let named = all.into_iter().filter(|(_, people)| !people.is_empty());
    named.map(|(name, people)| format!("{name}: {}", people.iter().map(person).collect::<Vec<_>>().join("; "))).collect()
}

fn person(attendee: &Attendee) -> String {
    let mut text = attendee.name.clone();
    if let Some(role) = attendee.role {
        write!(text, " [{}]", role.words()).expect("a string");
    }
    if let Some(note) = &attendee.note {
        write!(text, " <{note}>").expect("a string");
    }
    text
}

/// Checks a reading that is clear.
fn clear(text: &str, expected: &[&str]) {
    let shown = shown(text);
    assert_eq!(shown.lists, expected, "{text}");
    assert_eq!(shown.doubts, Vec::<String>::new(), "{text}");
}

#[test]
fn roles_honours_and_posts_belong_to_the_name_before() {
    clear(
        "Present: Mr A Dummy (Chairman), Mr B Foil, OBE, Mrs C Proxy, Councillors, and Mr D Token, Clerk",
        &["present: Mr A Dummy [Chair]; Mr B Foil <OBE>; Mrs C Proxy", "officers: Mr D Token <Clerk>"],
    );
    clear(
        "PRESENT: Mr R W Dummy, MBE (Chairman), Dr F Foil JP, Mrs S Proxy and Mr R J Stand KC MP",
        &["present: Mr R W Dummy [Chair] <MBE>; Dr F Foil <JP>; Mrs S Proxy; Mr R J Stand <KC, MP>"],
    );
    clear(
        "Present: R. Dummy - Chairman, G. Foil, C. Proxy, T. Stand - Borough Councillor together with two members of the public.",
        &["present: R. Dummy [Chair]; G. Foil; C. Proxy", "others: T. Stand <Borough Councillor>"],
    );
    clear(
        "Present: Ada Dummy (Chair), Bo Foil (Vice Chair), Cy Proxy (Treasurer), Di Stand",
        &["present: Ada Dummy [Chair]; Bo Foil [Vice-Chair]; Cy Proxy <Treasurer>; Di Stand"],
    );
    clear(
        "Present: Councillors A. Dummy (Chair, Lab), B. Foil (Con) and C. Proxy (Upper Fabling)",
        &["present: A. Dummy [Chair] <Lab>; B. Foil <Con>; C. Proxy <Upper Fabling>"],
    );
}

#[test]
fn roles_may_be_before_the_name() {
    let text = "Present: Chairman Cllr Mrs Dummy, Cllrs Foil, Proxy, Stand, Mock,\nToken, Decoy, County Cllr Mrs Straw and the Clerk. Members of the public - Mr R\nGhost, MCC.\n\n501. Dog Report: Attached.";
    let read = shown(text);
    assert_eq!(
        read.lists,
        [
            "present: Mrs Dummy [Chair]; Foil; Proxy; Stand; Mock; Token; Decoy",
            "officers: Clerk",
            "others: County Cllr Mrs Straw"
        ]
    );
    assert_eq!((read.doubts.len(), read.left), (0, 1));
    assert_eq!(read.notices, ["- Mr R Ghost, MCC."]);
    clear("Chair: Councillor A Dummy\n\nPresent: Councillors B Foil and C Proxy", &["present: A Dummy [Chair]; B Foil; C Proxy"]);
    clear(
        "PRESIDING: Councillor A Dummy\nPRESENT: Councillors A Dummy, B Foil and C Proxy",
        &["present: A Dummy [Chair]; B Foil; C Proxy"],
    );
    clear(
        "PRESENT: The Mayor (Councillor T. Dummy) in the Chair\n\nCouncillors:\n\nA. Foil   B.C. Proxy   D. Stand\nE. Mock   F. Van Token\n\nAPOLOGIES: Councillor G. Ghost",
        &["present: T. Dummy [Chair] <Mayor>; A. Foil; B.C. Proxy; D. Stand; E. Mock; F. Van Token", "apologies: G. Ghost"],
    );
    clear(
        "PRESENT: Councillors A. Dummy (Mayor), B. Foil (Deputy Mayor), C. Proxy (Chair)",
        &["present: A. Dummy <Mayor>; B. Foil [Vice-Chair] <Deputy Mayor>; C. Proxy [Chair]"],
    );
    clear(
        "PRESENT: The Mayor, Councillor A Dummy, and Councillors B Foil, C Proxy",
        &["present: A Dummy [Chair] <The Mayor>; B Foil; C Proxy"],
    );
}

#[test]
fn initials_in_brackets_are_for_the_text_only() {
    clear(
        "**Councillors present**: Cllr. R. Dummy – Chair (RD), Cllr. A. Foil (AF), Cllr. Ada Proxy (AP) & Cllr. Bo Stand (BS).\n\n\
         **Present:** Vi Mock – Clerk, Kay O’Token – NCC Faster Phones & Cllr. Max Straw – NCC.",
        &[
            "present: R. Dummy [Chair]; A. Foil; Ada Proxy; Bo Stand",
            "officers: Vi Mock <Clerk>",
            "others: Kay O’Token <NCC Faster Phones>; Cllr. Max Straw <NCC>",
        ],
    );
    clear(
        "PRESENT       Ada Dummy           AD      Bo Foil        BF\n              Cy Proxy            CPr     Di Stand (SBC) DS",
        &["present: Ada Dummy; Bo Foil; Cy Proxy; Di Stand <SBC>"],
    );
}

#[test]
fn tables_are_split_at_the_titles() {
    clear(
        "PRESENT: | Councillor A D Dummy (Chairman) Councillor C Foil Councillor C Proxy | Councillor D Stand Councillor A Mock |\n\
         APOLOGIES: | Councillor R Ghost |\n31 TAXIS\n",
        &["present: A D Dummy [Chair]; C Foil; C Proxy; D Stand; A Mock", "apologies: R Ghost"],
    );
    clear("Present: A. Dummy B.C. Foil D. Van Proxy E. St Stand", &["present: A. Dummy; B.C. Foil; D. Van Proxy; E. St Stand"]);
    clear(
        "Present:\n\nT Dummy (Chairman) (Upper Fabling)   G M Foil (Vice-Chairman) (Weir)   L Proxy (Upper Fabling)\nK M Stand (Long Sampling)              L R Mock (Barn End)",
        &[
            "present: T Dummy [Chair] <Upper Fabling>; G M Foil [Vice-Chair] <Weir>; L Proxy <Upper Fabling>; K M Stand <Long Sampling>; L R Mock <Barn End>",
        ],
    );
}

#[test]
fn one_name_on_each_line_with_space_between() {
    clear(
        "THOSE ATTENDING:\n\nCllr K Dummy\n\nCllr G Foil\n\nCllr Stand (Chair)\n\nIN ATTENDANCE:\n\n\
         Mrs A Mock, Parish Clerk/Responsible Finance Officer, Mr D L Token Deputy Parish Clerk, and Mr D Straw Admin/Finance Office.\n\nOPENING OF THE BUSINESS\n",
        &[
            "present: K Dummy; G Foil; Stand [Chair]",
            "officers: Mrs A Mock <Parish Clerk/Responsible Finance Officer>; Mr D L Token <Deputy Parish Clerk>; Mr D Straw <Admin/Finance Office>",
        ],
    );
    clear(
        "Present\n\nAda Dummy (Chair)\nBo Foil\nCy Proxy\n\nThe Chair welcomed everybody.",
        &["present: Ada Dummy [Chair]; Bo Foil; Cy Proxy"],
    );
    clear(
        "Present: Cllr D Dummy - Chairman, Cllr M Foil, Cllr A Proxy\n\nCllr C Stand - Borough Councillor\n\nPCSO Una Mock\n\n3 members of the public\n\nUna Mock gave a report.",
        &["present: D Dummy [Chair]; M Foil; A Proxy", "others: Cllr C Stand <Borough Councillor>; PCSO Una Mock"],
    );
}

#[test]
fn members_are_listed_under_many_labels() {
    for label in [
        "Committee Members:\n\n\nCouncillors",
        "Members present: Councillors",
        "Members in attendance\nCouncillors",
        "MEMBERS PRESENT:\n\nCouncillors",
        "Yn bresennol / Present: Councillors",
        "Membership:\nCouncillors",
        "Attendance:\nCouncillors",
        "I LATHAIR: Councillors",
        "Councillors present:\n\n",
        "PRESENT\nCouncillors",
        "Those present were: Cllrs",
    ] {
        clear(
            &format!(
                "{label} Dummy (Chairman), Foil, Proxy, M Stand, Mock and J Token\n\n\n7.        Apologies for Absence\n\nNone"
            ),
            &["present: Dummy [Chair]; Foil; Proxy; M Stand; Mock; J Token"],
        );
    }
}

#[test]
fn names_that_are_broken_at_line_ends() {
    clear(
        "PRESENT IN THE CHAIR: Councillor M. Dummy, Mayor.\n\nMEMBERS PRESENT:\n\nCouncillors Foil, Proxy, Stand, Stand (J), Stand (M), Mock, Straw, Token, Uí\n\n\
         Ghost, O’Decoy, Figment, Nemo Uí\n\nGhosthúir, O’Model and O’Sample.\n\nApologies for their inability to attend the Meeting were received from Councillors Spare\n\n(C) and Blank.\n\n\
         OFFICIALS IN ATTENDANCE:\n\nChief Executive (Mr. P. Puppet), Deputy Chief Executive and Director, Support Services (Mr. S.\n\nDouble), Director, National and Shared Services\n\n\
         (Ms. C. Fable), A/Director, Capital Investment (Mr. S. Fiction), Meetings Administrator (Mr. J. Mirage).\n\n1.\n\nAdoption of Minutes\n",
        &[
            "present: M. Dummy [Chair] <Mayor>; Foil; Proxy; Stand; Stand (J); Stand (M); Mock; Straw; Token; Uí Ghost; O’Decoy; Figment; Nemo Uí Ghosthúir; O’Model; O’Sample",
            "apologies: Spare (C); Blank",
            "officers: Mr. P. Puppet <Chief Executive>; Mr. S. Double <Deputy Chief Executive and Director, Support Services>; \
             Ms. C. Fable <Director, National and Shared Services>; Mr. S. Fiction <A/Director, Capital Investment>; Mr. J. Mirage <Meetings Administrator>",
        ],
    );
    clear(
        "IN ATTENDANCE VIRTUALLY: Mr S Dummy (Corporate Director of Growth,\nEnvironment and Transport), Mr M Foil (Director of Care), Dr M\nProxy (Interim Lead for Public Health), Mrs L Stand (Director of\nTechnology)",
        &[
            "officers: Mr S Dummy <Corporate Director of Growth, Environment and Transport>; Mr M Foil <Director of Care>; Dr M Proxy <Interim Lead for Public Health>; Mrs L Stand <Director of Technology>",
        ],
    );
}

#[test]
fn a_comma_may_introduce_a_post() {
    clear(
        "PRESENT: Ada Dummy (Chair)\nALSO PRESENT: Sue Foil, Cabinet Member for Integrated Children’s\nServices.\n",
        &["present: Ada Dummy [Chair]", "others: Sue Foil <Cabinet Member for Integrated Children’s Services>"],
    );
    clear(
        "Present: Cllr A Dummy\nAlso present: Bo Foil, Friends of the Weir; Cy Proxy, Mockshire County Council.",
        &["present: A Dummy", "others: Bo Foil <Friends of the Weir>; Cy Proxy <Mockshire County Council>"],
    );
    clear(
        "Present: A. Dummy\nOfficers: Ada Foil, Head of Parks and Play, Bo Proxy, Director of Place and Cy Stand, Clerk",
        &["present: A. Dummy", "officers: Ada Foil <Head of Parks and Play>; Bo Proxy <Director of Place>; Cy Stand <Clerk>"],
    );
    clear(
        "Present: A. Dummy\nOfficers: Ada Foil (Head of Parks and Play), Bo Proxy - Director of Place; C. Stand, Solicitor to the Council",
        &[
            "present: A. Dummy",
            "officers: Ada Foil <Head of Parks and Play>; Bo Proxy <Director of Place>; C. Stand <Solicitor to the Council>",
        ],
    );
}

#[test]
fn who_came_late_or_instead_of_another() {
    clear(
        "Present: Cllr A Dummy (Chair), Cllr B Foil (substitute for Cllr C Ghost), D Proxy (sub for E), F Stand (arrived at 7.10pm), G Mock (left before the vote), H Straw (via Teams), I Token (remote), J Decoy*\n* attended remotely",
        &[
            "present: A Dummy [Chair]; B Foil [Substitute] <for Cllr C Ghost>; D Proxy [Substitute] <for E>; F Stand <arrived at 7.10pm>; G Mock <left before the vote>; H Straw <via Teams>; I Token <remote>; J Decoy <attended remotely>",
        ],
    );
    clear(
        "Present: Councillor A Dummy for Councillor B Ghost, Councillor C Foil",
        &["present: A Dummy [Substitute] <for Councillor B Ghost>; C Foil"],
    );
    clear(
        "Substitute Members: Councillor A Dummy for Councillor B Ghost\nPresent: Councillors C Foil and D Proxy",
        &["present: A Dummy [Substitute] <for Councillor B Ghost>; C Foil; D Proxy"],
    );
    clear(
        "Councillors (P = present, A = absent, Ap = apologies):\nA Dummy (Chair) P\nB Foil Ap\nC Proxy A\nD Stand P",
        &["present: A Dummy [Chair]; D Stand", "apologies: B Foil; C Proxy <absent>"],
    );
}

#[test]
fn apologies_and_absences() {
    clear(
        "Present: A Dummy\nApologies: Cllr L Foil and Cllr J Proxy (family commitment), Cllr A Stand (work)\nAbsent: None",
        &["present: A Dummy", "apologies: L Foil; J Proxy <family commitment>; A Stand <work>"],
    );
    for nobody in ["None", "Nil.", "None received.", "There were no apologies", "Dim / None", "-"] {
        clear(
            &format!("Present: A Dummy\nApologies: {nobody}\nAbsent: Cllr B Foil"),
            &["present: A Dummy", "apologies: B Foil <absent>"],
        );
    }
}

#[test]
fn other_languages_and_other_councils() {
    clear(
        "Yn bresennol / Present: Cyng. / Cllr O Dummy (Cadeirydd / Chair), Cyng. / Cllr M L Foil\nYmddiheuriadau / Apologies: Dim / None\n\
         Hefyd yn bresennol / In attendance: Mrs Hester Proxy",
        &["present: O Dummy [Chair]; M L Foil", "others: Mrs Hester Proxy"],
    );
    clear(
        "PRESENNOL\nCynghorwyr Ann Dummy, Bo Foil ac Owen Proxy a’r Cynghorydd Sir Joe Stand.\n\n1. CROESO",
        &["present: Ann Dummy; Bo Foil; Owen Proxy", "others: Cynghorydd Sir Joe Stand"],
    );
    clear("Present: County Councillors A Dummy, B Foil and C Proxy", &["present: A Dummy; B Foil; C Proxy"]);
    clear(
        "Present:\n\nWexcombe Borough Council: Councillors A Dummy (Chair) and B Foil\n\nBarn Vale District Council: Councillors C Proxy and D Stand\n\nApologies: None",
        &["present: A Dummy [Chair] <Wexcombe Borough Council>; B Foil <Wexcombe Borough Council>; \
           C Proxy <Barn Vale District Council>; D Stand <Barn Vale District Council>"],
    );
    clear(
        "In attendance: Cllr A Dummy (Chair), Cllr B Foil, Mrs C Proxy (Clerk)\n\n1. Lamps",
        &["present: A Dummy [Chair]; B Foil", "officers: Mrs C Proxy <Clerk>"],
    );
}

#[test]
fn who_presided_may_be_said_after_the_lists() {
    let read = shown("Present: A Dummy (AD), B Foil (BF)\n\nBF chaired the meeting.\n\nThe lamps were mended.");
    assert_eq!((read.lists, read.left), (vec!["present: A Dummy; B Foil [Chair]".to_owned()], 2));
}
