//! Minutes as Akoma Ntoso, validated against the official schema.

use crate::common;

use common::{harbour, november, publish};
use documents::{Block, Clauses, ListItem, ListStyle};
use meetings::minutes::{Minute, MinuteEntry, Minutes};
use test_kit::{On, assert_akoma_ntoso, both_databases};

both_databases!(
    the_demonstrations_minutes_are_valid,
    whatever_minutes_say_is_valid,
    what_was_taken_in_private_is_left_out,
    minutes_have_each_part_in_its_place,
    minutes_that_are_not_there_are_not_found,
);

/// The minutes of two real meetings in the demonstration.
const DEMONSTRATION: [&str; 2] = [
    include_str!("../../agendas/demonstration/minutes/2023-11-14.toml"),
    include_str!("../../agendas/demonstration/minutes/2024-02-06.toml"),
];

async fn the_demonstrations_minutes_are_valid(on: On) {
    let app = harbour(on).await;
    for source in DEMONSTRATION {
        let minutes: Minutes = toml::from_str(source).expect("minutes");
        let meeting = publish(&app, &minutes).await.meeting;
        let answer = app.get(&format!("/meetings/{meeting}/minutes.xml")).await;
        assert_eq!(answer.header("content-type"), "application/akn+xml; charset=utf-8");
        assert_akoma_ntoso(&minutes.held_on.to_string(), &answer.body);
        for minute in &minutes.items {
            let reference = minute.reference.as_deref().expect("a reference");
            assert!(answer.says(&[&format!("<num>{reference}</num>")]), "{reference}: {}", answer.body);
        }
        let resolutions = minutes.items.iter().flat_map(|minute| &minute.entries);
        let resolutions = resolutions.filter(|entry| matches!(entry, MinuteEntry::Resolution { .. })).count();
        assert_eq!(answer.body.matches("<resolutions ").count(), resolutions);
        assert!(answer.says(&["<adjournment eId=\"adjournment_1\">", "<b>Present</b>: Councillors "]), "{}", answer.body);
        let page = app.get(&format!("/meetings/{meeting}/minutes")).await;
        assert!(page.says(&[&format!("href=\"/meetings/{meeting}/minutes.xml\">As Akoma Ntoso</a>")]), "{}", page.body);
    }
}

/// Returns lists nested three deep and other edge cases.
fn nasty() -> Vec<MinuteEntry> {
    let text = "<b>bold</b> & \"quoted\" ]]> \u{1}\u{8}\u{fffe} \u{1F600} \r\n\t&#x0; <!-- -->";
    let table = Block::Table {
        caption: Some(text.into()),
        columns: vec![String::new(), text.into()],
        rows: vec![vec![text.into(), "1,076".into(), String::new()], Vec::new(), vec!["One cell".into()]],
    };
    let inner = |blocks| ListItem { marker: Some("(iv)".into()), text: text.into(), blocks };
    let list = |items| Block::List { style: ListStyle::Numbered, items };
    let deep = list(vec![inner(vec![list(vec![inner(vec![list(vec![ListItem::bullet("")]), table.clone()])])])]);
    let blocks = [
        Block::Heading { level: 1, number: Some("1.1".into()), text: text.into() },
        Block::Paragraph { number: Some("3.2 .1".into()), text: text.into() },
        Block::paragraph(text),
        Block::paragraph(""),
        deep,
        list(Vec::new()),
        table,
        Block::Table { caption: None, columns: Vec::new(), rows: vec![Vec::new()] },
    ];
    let clauses = |lead: &str, clauses: &[&str]| {
        let clauses = clauses.iter().map(|clause| (*clause).to_owned()).collect();
        MinuteEntry::resolution("RESOLVED:", Clauses { lead: lead.into(), clauses })
    };
    let mut entries: Vec<MinuteEntry> = blocks.into_iter().map(MinuteEntry::Block).collect();
    entries.push(clauses("That", &[text, "and more", ""]));
    entries.push(clauses("", &[]));
    entries.push(MinuteEntry::Movement { movement: format!("Councillor Quill {text} left the meeting.") });
    entries
}

async fn whatever_minutes_say_is_valid(on: On) {
    let app = harbour(on).await;
    let mut minutes = november();
    let item = Minute {
        reference: Some("A B <c>".into()),
        title: "& <title>".into(),
        banner: Some("ITEM DEALT WITH UNDER <DUTIES>".into()),
        ..Minute::default()
    };
    minutes.items.push(Minute { entries: nasty(), ..item.clone() });
    minutes.items.push(Minute { reference: None, entries: nasty(), ..item });
    minutes.items.push(Minute::default());
    let meeting = publish(&app, &minutes).await.meeting;
    let answer = app.get(&format!("/meetings/{meeting}/minutes.xml")).await;
    assert_akoma_ntoso("nasty text", &answer.body);
    assert!(answer.says(&["&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; ]]&gt;"]), "{}", answer.body);
    let nothing =
        Minutes { items: Vec::new(), attendance: meetings::minutes::AttendanceLists::default(), ended_at: None, ..november() };
    publish(&app, &nothing).await;
    let answer = app.get(&format!("/meetings/{meeting}/minutes.xml")).await;
    assert_akoma_ntoso("minutes of nothing", &answer.body);
    assert!(answer.says(&["<FRBRversionNumber value=\"3\"/>"]), "{}", answer.body);
}

async fn what_was_taken_in_private_is_left_out(on: On) {
    let app = harbour(on).await;
    let mut minutes = november();
    minutes.items[1].private = true;
    let meeting = publish(&app, &minutes).await.meeting;
    let answer = app.get(&format!("/meetings/{meeting}/minutes.xml")).await;
    assert_akoma_ntoso("a private item", &answer.body);
    assert!(answer.says(&["<num>HSB8</num>", "This item was taken in private."]), "{}", answer.body);
    for secret in ["spoke about lanterns", "be mended", "Head of Harbours"] {
        assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
    }
}

async fn minutes_have_each_part_in_its_place(on: On) {
    let app = harbour(on).await;
    let answer = app.get("/meetings/1/minutes.xml").await;
    let work = "/akn/gb/debate/minutes/ashmere-borough-council/2023-11-07/harbour-safety-board-1";
    let expected = [
        "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><debate name=\"minutes\" contains=\"singleVersion\"><meta>",
        &format!("<FRBRthis value=\"{work}/!main\"/><FRBRuri value=\"{work}\"/>"),
        "<FRBRdate date=\"2023-11-07\" name=\"meeting\"/><FRBRauthor href=\"#council\"/><FRBRcountry value=\"gb\"/>",
        &format!("<FRBRuri value=\"{work}/eng@2023-11-20\"/>"),
        "<FRBRlanguage language=\"eng\"/>",
        "<TLCOrganization eId=\"council\" href=\"/akn/ontology/organization/gb/ashmere-borough-council\" showAs=\"Ashmere Borough Council\"/>",
        "<rollCall eId=\"rollcall_1\"><p><b>Present</b>: Councillors B. Ashby (Chair), Quill</p><p><b>Apologies for absence</b>: Councillor Tamsin Reed</p>",
        "<debateSection eId=\"dbsect_2\" name=\"item\"><num>HSB8</num><heading>Lanterns on the Quay</heading>\
         <p>The Board spoke about lanterns on the quay.</p><resolutions eId=\"dbsect_2__resolutions_1\"><p><b>RESOLVED</b>: That the lanterns be mended.</p></resolutions>\
         <container eId=\"dbsect_2__container_1\" name=\"action\"><p>Head of Harbours: Mend the lanterns</p></container></debateSection>",
        "<adjournment eId=\"adjournment_1\"><p>Meeting ended at 7.40 p.m.</p></adjournment></debateBody></debate></akomaNtoso>",
    ];
    for part in expected {
        assert!(answer.says(&[part]), "{part}\n{}", answer.body);
    }
}

async fn minutes_that_are_not_there_are_not_found(on: On) {
    let app = harbour(on).await;
    // Meeting 2 has an agenda and no minutes.
    for id in ["0", "2", "9", "x"] {
        let answer = app.get(&format!("/meetings/{id}/minutes.xml")).await;
        assert_eq!(answer.status.as_u16(), 404, "{id}");
    }
}
