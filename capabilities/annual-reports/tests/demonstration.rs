//! Compares the annual report for 2023/24, made from the demonstration's record, with the report in the published pack for 11
//! June 2024. That report's own words are not here: names, titles and facts are the record's, the rest is ours.

use crate::common;

use common::{Fixture, REPORT, site};
use test_kit::{On, both_databases};

both_databases!(it_holds_what_the_published_report_holds);

/// The members listed in the report, with what it says about each.
const MEMBERS: [(&str, &str); 11] = [
    ("Norman Plumpton-Walsh", "Chair"),
    ("Chris Carlin", "Vice-Chair"),
    ("Sandra Baker", "Member"),
    ("Laura Bevan", "Member"),
    ("Irene Bramwell", "Member"),
    ("Dave Cargill", "Member"),
    ("Louise Goodall", "Member"),
    ("Alan Lowe", "Member"),
    ("Margaret Ratcliffe", "Member"),
    ("Aimee Skinner", "Member"),
    ("Pamela Wallace", "Member"),
];

/// Each meeting with its items, and for each item something that its summary says, if the report gives one.
const MEETINGS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Meeting of June 2023",
        &[
            ("The Big Conversation", "new Corporate Plan"),
            ("Annual Report on Community Safety April 2022 – May 2023", ""),
            ("County Lines", "Northwest Regional Organised Crime Unit"),
            ("Dog Control", "public space protection order for parks and open spaces"),
        ],
    ),
    (
        "Meeting of Tuesday, 12 September 2023",
        &[
            ("Police &amp; Crime Commissioners Office", "six priorities"),
            ("Cheshire Police Halton Performance", "Area Commander"),
            ("Emergency Planning Annual Report", "COMAH"),
            ("Enforcement Team &amp; Community Trigger Update", "The Community Trigger is now known as"),
            ("White Ribbon", "accreditation"),
        ],
    ),
    (
        "Meeting of Tuesday, 14 November 2023",
        &[
            ("Cheshire Fire Authority Draft 2024-2028 Community Risk Management Plan", "Chief Fire Officer"),
            ("The Corporate Plan - The Big Conversation Update", "material for the Corporate Plan"),
            ("Anti-Social Behaviour Tools and Powers", "Anti-Social Behaviour, Crime &amp; Policing Act 2014"),
            ("Youth Diversionary Activity", "Vibe"),
            ("Mischief, Halloween &amp; Bonfire Impacts", "quietest years"),
        ],
    ),
    (
        "Meeting of Tuesday, 6 February 2024",
        &[
            ("The Corporate Plan - The Big Conversation Analysis and the Way Forward", "five themes"),
            ("Safer Halton Partnership Governance &amp; Strategy", "nine priorities"),
            ("Domestic Abuse Service", "MARAC"),
        ],
    ),
];

/// The services in the report, and what a clerk would write for each, in our own words.
const SERVICES: [(&str, &str); 6] = [
    (
        "Enforcement",
        "A new manager leads the team.\n\n- 160 incidents with waste were looked into\n- Ten mobile cameras were paid for from elsewhere",
    ),
    (
        "Anti-Social Behaviour (ASB)",
        "There is an officer for ASB again, and one Problem Solving Group where there were two meetings.",
    ),
    ("Domestic Abuse", "The service in our own house has grown by three posts."),
    ("Emergency Planning", "A new manager and two new officers renewed the key plans."),
    ("Asylum & Refugee Resettlement", "An officer leads how the Borough answers to those who arrive."),
    ("Other Key Developments", "The Commissioner’s office and the partnerships share those who analyse data."),
];

async fn write_all(fixture: &Fixture) {
    fixture.begin().await;
    let foreword = "Keeping Halton safe stays what we are here for.\n\nI thank the members, the guests and the officers.";
    fixture.write("foreword", &[("text", foreword), ("version", "0")]).await;
    fixture.write("overview", &[("text", "The new division of Community Safety settled in."), ("version", "0")]).await;
    for (title, text) in SERVICES {
        let answer = fixture.write("new-service", &[("title", title), ("text", text)]).await;
        assert!(answer.location().ends_with("?done=saved"), "{title}: {}", answer.body);
    }
}

async fn it_holds_what_the_published_report_holds(on: On) {
    let fixture = site(on).await;
    write_all(&fixture).await;
    let preview = fixture.app.get_as(&fixture.member.cookie, &format!("{REPORT}/draft/preview")).await;
    assert!(preview.says(&["Keeping Halton safe stays", "County Lines"]), "{}", preview.body);
    let answer = fixture.publish("").await;
    assert!(answer.location().ends_with("/draft?done=published"), "{}", answer.body);
    let page = fixture.app.get(REPORT).await;
    let body = &page.body;
    assert!(
        page.says(&["Annual report 2023/24", "Keeping Halton safe stays", "Councillor Norman Plumpton-Walsh, Chair of the"]),
        "{body}"
    );
    assert!(
        page.says(&["In 2023/24 the Board had 11 members.", "The Board met 4 times:", "The new division of Community Safety"]),
        "{body}"
    );
    // The board's responsibilities.
    for words in [
        "domestic abuse",
        "safeguarding adults",
        "environmental health",
        "asylum seekers",
        "modern slavery",
        "Police and Crime Panel",
    ] {
        assert!(page.says(&[words]), "{words}");
    }
    for (name, role) in MEMBERS {
        let row = body.split("<tr").skip(1).find(|row| row.contains(name)).unwrap_or_default();
        assert!(row.contains(&format!(">{role}<")), "{name} is not {role}: {row}");
    }
    // Present at both meetings with minutes; at one, with apologies for the other.
    let row = |name: &str| body.split("<tr").skip(1).find(|row| row.contains(name)).unwrap_or_default().to_owned();
    assert_eq!(row("Chris Carlin").matches(">2<").count(), 1, "{}", row("Chris Carlin"));
    assert_eq!(row("Irene Bramwell").matches(">1<").count(), 2, "{}", row("Irene Bramwell"));
    // Each meeting in order, its items below it, and what their summaries say.
    let mut rest = body.as_str();
    for (meeting, items) in MEETINGS {
        let heading = format!(">{meeting}</h2>");
        let (_, after) = rest.split_once(&heading).unwrap_or_else(|| panic!("no {heading}"));
        let section = after.split("<h2").next().unwrap_or_default();
        for (title, tells) in items {
            let (_, item) = section.split_once(&format!(">{title}</h3>")).unwrap_or_else(|| panic!("no {title} under {meeting}"));
            let item = item.split("<h3").next().unwrap_or_default();
            assert!(item.contains(tells), "{title}: {item}");
        }
        assert!(!section.contains(">Minutes</h3>"), "what opens each meeting is left out");
        rest = after;
    }
    for (title, text) in SERVICES {
        let heading = format!(">{}</h2>", title.replace('&', "&amp;"));
        let (_, after) = rest.split_once(&heading).unwrap_or_else(|| panic!("no {title} after those before it"));
        let words = text.lines().next().unwrap_or_default();
        assert!(after.contains(words), "{title}");
        rest = after;
    }
    assert!(page.says(&["<li>Ten mobile cameras were paid for from elsewhere</li>"]), "{body}");
    // Decisions and actions also come from the minutes.
    assert!(page.says(&["SAF29", "Operational Director", "aria-label=\"Contents\""]), "{body}");
    // The meeting of 11 June 2024 is in the next year and still upcoming.
    assert!(!body.contains("11 June 2024") && !body.contains("Meeting of Tuesday, 11 June"), "{body}");

    // The report can be found by search, at the path with the board's key, and as text.
    fixture.app.catch_up().await;
    let found = fixture.app.state.kind("annual-report").expect("the kind");
    let publication =
        publications::current(fixture.app.state.db.reading(), "annual-report/1/2023").await.expect("read").expect("there");
    let documents = found.search_documents(&fixture.app.state.db, &publication).await.expect("documents");
    assert_eq!(documents[0].address, REPORT);
    assert!(documents[0].body.contains("County Lines"), "{}", documents[0].body);
    assert_eq!(fixture.app.get(&found.address(&publication.record)).await.location(), REPORT);
    assert!(fixture.app.get(&format!("/publications/{}", publication.id)).await.says(&["Annual report, version 1 of 1"]));
}
