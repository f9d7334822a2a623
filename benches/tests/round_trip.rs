//! Packs that the program writes as PDF are read back, and what was lost on the way is counted: for the demonstration's packs
//! and those of a generated council.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use archive::reading::ReadPack;
use benches::Council;
use documents::{Block, Clauses, Entry, ListItem, Print, Section};
use foundation::text::{single_spaced, title_key};
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::minutes::{MinuteEntry, Minutes};
use moothall::{demonstration, pages, wiring};
use publications::Publishing;
use reports::report::Report;
use std::collections::HashMap;
use test_kit::{On, TestApp};

/// How many things of one kind there were, and how many came back the same.
#[derive(Default)]
struct Share {
    there: usize,
    back: usize,
    lost: Vec<String>,
}

impl Share {
    /// Compares what there was with what came back, in any order.
    fn compare(&mut self, there: Vec<String>, back: Vec<String>) {
        let mut counted: HashMap<String, usize> = HashMap::new();
        for one in back {
            *counted.entry(one).or_default() += 1;
        }
        for one in there {
            self.there += 1;
            match counted.get_mut(&one).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    self.back += 1;
                }
                None => self.lost.push(one),
            }
        }
    }

    fn in_hundred(&self) -> f64 {
        let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        100.0 * count(self.back) / count(self.there).max(1.0)
    }
}

#[derive(Default)]
struct Shares {
    paragraphs: Share,
    resolutions: Share,
    owners: Share,
    references: Share,
    agendas: Share,
    not_placed: usize,
}

impl Shares {
    fn print(&self, what: &str) {
        for (name, share) in [
            ("paragraphs, list items, rows and headings", &self.paragraphs),
            ("resolutions and recommendations", &self.resolutions),
            ("action owners", &self.owners),
            ("references and titles of minutes", &self.references),
            ("heads and items of agendas", &self.agendas),
        ] {
            println!("{what}: {} of {} {name} ({:.1} in 100)", share.back, share.there, share.in_hundred());
            for lost in share.lost.iter().take(40) {
                println!("    lost: {}", lost.chars().take(160).collect::<String>());
            }
        }
        println!("{what}: {} lines found no place", self.not_placed);
    }
}

fn blocks(texts: &mut Vec<String>, all: &[Block]) {
    for block in all {
        match block {
            Block::Heading { number, text, .. } => {
                texts.push(single_spaced(&format!("{} {text}", number.as_deref().unwrap_or_default())));
            }
            Block::Paragraph { number, text } => {
                texts.push(single_spaced(&format!("{} {text}", number.as_deref().unwrap_or_default())));
            }
            Block::List { items, .. } => items.iter().for_each(|one| item(texts, one)),
            Block::Table { rows, columns, .. } => {
                texts.extend(
                    rows.iter().chain([columns]).filter(|row| !row.is_empty()).map(|row| single_spaced(&row.join(" | "))),
                );
            }
            Block::Picture(_) | Block::Chart { .. } => {}
        }
    }
}

fn item(texts: &mut Vec<String>, item: &ListItem) {
    texts.push(single_spaced(&format!("{} {}", item.marker.as_deref().unwrap_or_default(), item.text)));
    blocks(texts, &item.blocks);
}

fn clauses(clauses: &Clauses) -> String {
    single_spaced(&clauses.sentence())
}

fn of_minutes(minutes: &Minutes) -> [Vec<String>; 4] {
    let [mut texts, mut resolutions, mut owners, mut references] = [const { Vec::new() }; 4];
    for minute in &minutes.items {
        texts.extend(minute.banner.as_deref().map(title_key));
        references.push(format!("{} {}", minute.reference.as_deref().unwrap_or_default(), title_key(&minute.title)));
        owners.extend(minute.actions.iter().map(|action| single_spaced(&action.owner)));
        for entry in &minute.entries {
            match entry {
                MinuteEntry::Block(block) => blocks(&mut texts, std::slice::from_ref(block)),
                MinuteEntry::Resolution { resolution, .. } => resolutions.push(clauses(resolution)),
                MinuteEntry::Movement { movement } => texts.push(single_spaced(movement)),
            }
        }
    }
    [texts, resolutions, owners, references]
}

fn of_report(report: &Report) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut asked) = (Vec::new(), Vec::new());
    for section in &report.sections {
        texts.push(format!("{} {}", section.number.as_deref().unwrap_or_default(), title_key(&section.heading)));
        asked.extend(section.recommendation.iter().map(clauses));
        blocks(&mut texts, &section.blocks);
    }
    for appendix in &report.appendices {
        texts.push(title_key(&appendix.title));
        blocks(&mut texts, &appendix.blocks);
    }
    (texts, asked)
}

/// Returns the board, the day, the time and the place, and each item of an agenda.
fn of_agenda(agenda: &Agenda) -> Vec<String> {
    let head =
        [agenda.board.clone(), format!("{:?} {:?}", agenda.held_on, agenda.starts_at), agenda.place.clone().unwrap_or_default()];
    let item = |item: &AgendaItem| {
        let summary = item.summary.as_deref().map(single_spaced).filter(|_| !item.private);
        format!("{:?} {} {} {summary:?}", item.number, title_key(&item.title), item.private)
    };
    head.into_iter().chain(agenda.items.iter().map(item)).collect()
}

/// Returns the content of a pack's front page, from the record: the agenda if there is one, with the papers that it does not
/// name.
async fn agenda_of(app: &TestApp, meeting: i64, print: &Print) -> Option<Agenda> {
    let facts: HashMap<&str, &str> = print.document.facts.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())).collect();
    let day = foundation::civil_date::find(facts.get("Date")?)?;
    let connection = app.state.db.reading();
    let publication = publications::current(connection, &format!("meeting/{meeting}/agenda")).await.unwrap();
    let mut agenda = match publication {
        Some(publication) => serde_json::from_str(&publication.content).unwrap(),
        None => Agenda {
            board: print.document.title.clone(),
            held_on: MeetingDay::Day(day),
            starts_at: facts.get("Time").and_then(|time| foundation::time_of_day::read(time)),
            place: facts.get("Place").map(|place| (*place).to_owned()),
            short_notice: None,
            items: Vec::new(),
        },
    };
    // An item is printed with its officer, or otherwise with its summary; items that the agenda does not name come from minutes
    // and papers.
    let Some(Entry::Section(Section { entries, .. })) = print.document.entries.first() else { return None };
    let Some(Entry::Agenda { items: lines }) = entries.first() else { return None };
    let mut items = Vec::new();
    for line in lines {
        let known = agenda.items.iter().find(|item| title_key(&item.title) == title_key(&line.title));
        let item = known.cloned().unwrap_or_else(|| AgendaItem { title: line.title.clone(), ..AgendaItem::default() });
        let summary = item.summary.filter(|summary| line.detail.as_ref() == Some(summary));
        items.push(AgendaItem { number: line.number.clone(), summary, ..item });
    }
    items.retain(|item| !item.title.starts_with("Minutes, "));
    agenda.items = items;
    // The front page gives the meeting's place and time, which minutes may word differently from the agenda.
    agenda.place = facts.get("Place").map(|place| (*place).to_owned());
    Some(agenda)
}

fn add(shares: &mut Shares, there: (&Agenda, &[Minutes], &[Report]), back: &ReadPack) {
    let read = back.agendas.first().map(of_agenda).unwrap_or_default();
    shares.agendas.compare(of_agenda(there.0), read);
    let there = (there.1, there.2);
    for minutes in there.0 {
        let none = Minutes { items: Vec::new(), ..minutes.clone() };
        let read = back.minutes.iter().find(|read| read.held_on == minutes.held_on).unwrap_or(&none);
        let [texts, resolutions, owners, references] = of_minutes(minutes);
        let [back_texts, back_resolutions, back_owners, back_references] = of_minutes(read);
        shares.paragraphs.compare(texts, back_texts);
        shares.resolutions.compare(resolutions, back_resolutions);
        shares.owners.compare(owners, back_owners);
        shares.references.compare(references, back_references);
    }
    for report in there.1 {
        let key = title_key(&report.block.subject);
        let read = back.reports.iter().find(|read| title_key(&read.block.subject) == key);
        if read.is_none() {
            println!(
                "no report “{}” among {:?}",
                report.block.subject,
                back.reports.iter().map(|read| &read.block.subject).collect::<Vec<_>>()
            );
        }
        let (texts, asked) = of_report(report);
        let (back_texts, back_asked) = read.map(of_report).unwrap_or_default();
        shares.paragraphs.compare(texts, back_texts);
        shares.resolutions.compare(asked, back_asked);
    }
    shares.not_placed += back.not_placed.len();
}

/// Writes the pack of every meeting that has one, reads it back, and compares it with the record.
async fn round_trip(app: &TestApp) -> Shares {
    let mut shares = Shares::default();
    let connection = app.state.db.reading();
    let kind = app.state.printed_kind("pack").unwrap();
    for meeting in 1..200 {
        let Ok(Some(print)) = kind.print(&app.state, meeting).await else { continue };
        // A front page may give only a month.
        let Some(agenda) = agenda_of(app, meeting, &print).await else {
            assert!(print.document.parts.is_empty(), "meeting {meeting} has no day");
            continue;
        };
        let typeset = typesetting::typeset(&print, &[]).unwrap();
        if let Ok(folder) = std::env::var("MOOTHALL_KEEP_PACKS") {
            std::fs::write(format!("{folder}/{}.pdf", foundation::text::slug(&print.title)), &typeset.content).unwrap();
        }
        let back = archive::reading_of_file(&typeset.content, &archive::reading::Context::default())
            .unwrap_or_else(|error| panic!("meeting {meeting}: {error}"));
        let (mut minutes, mut reports): (Vec<Minutes>, Vec<Report>) = (Vec::new(), Vec::new());
        for part in &print.document.parts {
            if let Some(id) = part.anchor.strip_prefix("report-") {
                let publication = publications::current(connection, &format!("report/{id}")).await.unwrap().unwrap();
                reports.push(serde_json::from_str(&publication.content).unwrap());
            } else {
                for other in 1..200 {
                    let record = format!("meeting/{other}/minutes");
                    let Some(publication) = publications::current(connection, &record).await.unwrap() else { continue };
                    let one: Minutes = serde_json::from_str(&publication.content).unwrap();
                    if part.caption.as_ref() == Some(&one.board)
                        && part.title == format!("Minutes, {}", foundation::civil_date::written(one.held_on))
                    {
                        minutes.push(one);
                        break;
                    }
                }
            }
        }
        add(&mut shares, (&agenda, &minutes, &reports), &back);
        println!(
            "meeting {meeting}: {} of {} reports, {} lines not placed",
            back.reports.len(),
            reports.len(),
            back.not_placed.len()
        );
    }
    shares
}

async fn site() -> TestApp {
    TestApp::new(On::Sqlite, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await
}

#[tokio::test]
async fn packs_of_the_demonstration_are_read_back() {
    let app = site().await;
    app.state.load_demonstration(demonstration::read().unwrap().clock).await.unwrap();
    let shares = round_trip(&app).await;
    shares.print("demonstration");
    assert!(shares.paragraphs.there > 700, "{}", shares.paragraphs.there);
    hold(&shares);
}

#[tokio::test]
async fn packs_of_a_generated_council_are_read_back() {
    let app = site().await;
    let council = Council::with_meetings(7, 40);
    let transaction = app.state.db.begin().await.unwrap();
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    for board in 0..council.boards() {
        meetings::publish_board(&transaction, &council.register(board), &publishing).await.unwrap();
    }
    for place in council.meetings().take(12) {
        agendas::publish_agenda(&transaction, &council.agenda(place), &publishing).await.unwrap();
        agendas::publish_minutes(&transaction, &council.minutes(place), &publishing).await.unwrap();
        for report in council.reports(place) {
            reports::publish_report(&transaction, &report.block.report_to, &report, &publishing).await.unwrap();
        }
    }
    transaction.commit().await.unwrap();
    let shares = round_trip(&app).await;
    shares.print("generated");
    assert!(shares.paragraphs.there > 300, "{}", shares.paragraphs.there);
    hold(&shares);
}

/// Checks the percentage that must come back.
fn hold(shares: &Shares) {
    for (name, share, least) in [
        ("paragraphs", &shares.paragraphs, 99.5),
        ("resolutions", &shares.resolutions, 100.0),
        ("action owners", &shares.owners, 100.0),
        ("references", &shares.references, 100.0),
        ("agendas", &shares.agendas, 100.0),
    ] {
        assert!(share.in_hundred() >= least, "{name}: {:.1} in 100 came back, and {least} must", share.in_hundred());
    }
}
