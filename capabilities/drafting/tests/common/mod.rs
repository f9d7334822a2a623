//! A fictional council with a board, two past meetings, and people who write and clear its reports.

// Each test file uses only some of it.
#![allow(dead_code, reason = "shared by several files of tests")]

use access::Place;
use axum::http::StatusCode;
use chrono::NaiveDate;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::board::BoardRegister;
use meetings::minutes::{AttendanceLists, Attendee, Minute, MinuteEntry, Minutes};
use publications::Publishing;
pub(crate) use test_kit::hidden;
use test_kit::{Answer, On, Person, TestApp};
use web::Capability;

pub(crate) const BOARD: &str = "Harbour Safety Board";
pub(crate) const SLUG: &str = "harbour-safety-board";

pub(crate) struct Fixture {
    pub(crate) app: TestApp,
    pub(crate) clerk: Person,
    pub(crate) officer: Person,
    pub(crate) finance: Person,
    pub(crate) legal: Person,
    pub(crate) portfolio: Person,
    pub(crate) head: Person,
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(crate) fn attendee(name: &str) -> Attendee {
    Attendee { name: name.into(), role: None, note: None }
}

pub(crate) fn minutes(held_on: &str, resolutions: usize, present: usize) -> Minutes {
    let resolved = (0..resolutions).map(|number| {
        let lead = format!("That matter {number} be noted.");
        MinuteEntry::resolution("RESOLVED", documents::Clauses { lead, clauses: Vec::new() })
    });
    let entries = std::iter::once(MinuteEntry::Block(documents::Block::paragraph("The Board spoke."))).chain(resolved);
    Minutes {
        board: BOARD.into(),
        held_on: day(held_on),
        place: None,
        started_at: None,
        ended_at: None,
        attendance: AttendanceLists {
            present: ["B. Ashby", "Quill", "Reed"].iter().take(present).map(|name| attendee(name)).collect(),
            apologies: ["B. Ashby", "Quill", "Reed"].iter().skip(present).map(|name| attendee(name)).collect(),
            ..AttendanceLists::default()
        },
        standing: None,
        items: vec![Minute {
            reference: Some("HSB1".into()),
            title: "LAMPS".into(),
            entries: entries.collect(),
            ..Minute::default()
        }],
    }
}

pub(crate) async fn publish_minutes(app: &TestApp, minutes: &Minutes) {
    let transaction = app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    agendas::publish_minutes(&transaction, minutes, &publishing).await.expect("published");
    transaction.commit().await.expect("it stands");
}

/// Sets up a site on 6 February 2024, with two meetings of the previous year on record.
pub(crate) async fn site(on: On) -> Fixture {
    site_of(on, capabilities()).await
}

/// Returns the capabilities that reports need.
pub(crate) fn capabilities() -> Vec<Capability> {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability(), reports::capability(), drafting::capability()]);
    capabilities
}

/// Sets up the same site with these capabilities.
pub(crate) async fn site_of(on: On, capabilities: Vec<Capability>) -> Fixture {
    let app = TestApp::new(on, capabilities, Vec::new(), "2024-02-06T12:00:00Z").await;
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" };
    let transaction = app.state.db.begin().await.expect("a transaction");
    meetings::publish_board(&transaction, &BoardRegister { name: BOARD.into(), ..BoardRegister::default() }, &publishing)
        .await
        .expect("a board");
    let earlier = Agenda {
        board: BOARD.into(),
        held_on: MeetingDay::Day(day("2023-09-12")),
        starts_at: None,
        place: None,
        short_notice: None,
        items: vec![AgendaItem { title: "Lamps".into(), ..AgendaItem::default() }],
    };
    agendas::publish_agenda(&transaction, &earlier, &publishing).await.expect("an agenda");
    // These tests use the template of the published packs.
    let by = settings::By { actor: "a test", at: app.state.clock.now() };
    for part in &app.state.joined.from_template {
        part.begin(&transaction, "published-packs", by).await.expect("the template");
    }
    for name in ["Children and Young People", "Safety"] {
        settings::add_entry(&transaction, settings::List::Priorities, name, (None, None), by).await.expect("a priority");
    }
    transaction.commit().await.expect("it stands");
    app.state.reload_settings().await.expect("the settings are read");
    publish_minutes(&app, &minutes("2023-09-12", 2, 2)).await;
    publish_minutes(&app, &minutes("2023-11-14", 3, 3)).await;
    let board = || Some(Place::new("board", 1));
    let clears = |id| Some(Place::new("clearance", id));
    let clerk = app.person("Petra Placeholder", &[("clerk", board())]).await;
    let officer = app.person("Oscar Outline", &[("reporting-officer", board())]).await;
    let finance = app.person("Fiona Figures", &[("clearing-officer", clears(1))]).await;
    let legal = app.person("Lewis Lawson-Sample", &[("clearing-officer", clears(2))]).await;
    let portfolio = app.person("Porter Folio", &[("clearing-officer", clears(3))]).await;
    let head = app.person("Hedda Service", &[("clearing-officer", clears(4))]).await;
    Fixture { app, clerk, officer, finance, legal, portfolio, head }
}

impl Fixture {
    pub(crate) async fn done(&self, who: &Person, address: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.app.post_as(&who.cookie, address, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
        answer
    }

    pub(crate) async fn page(&self, who: &Person, address: &str) -> String {
        let answer = self.app.get_as(&who.cookie, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    /// Creates a meeting with a report on its agenda. Returns the meeting's address and the item's key.
    pub(crate) async fn item(&self, exempt: bool) -> (String, i64) {
        let fields = [("days", "12 March 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
        self.done(&self.clerk, &format!("/boards/{SLUG}/calendar"), &fields).await;
        let meeting: i64 = single(&self.app, "SELECT MAX(id) FROM meeting").await;
        let mut fields = vec![("kind", "report"), ("title", "Fences of the quay"), ("lead_officer", "Harbour Master")];
        if exempt {
            fields.extend([
                ("is_private", "yes"),
                ("paragraphs", "3"),
                ("public_interest", "A price would be known"),
                ("private_title", "The price of the fences"),
            ]);
        }
        self.done(&self.clerk, &format!("/meetings/{meeting}/items/add"), &fields).await;
        let item: i64 = single(&self.app, "SELECT MAX(id) FROM draft_item").await;
        (format!("/meetings/{meeting}"), item)
    }

    pub(crate) async fn begun(&self, item: i64) -> String {
        let begun = self.done(&self.officer, &format!("/drafts/begin/{item}"), &[("kind", "report"), ("copy", "")]).await;
        begun.location().trim_end_matches("?done=begun").to_owned()
    }

    /// Creates the report on an exempt item as the clerk, for the officer to write.
    pub(crate) async fn begun_in_private(&self, item: i64) -> String {
        let author = self.officer.account.to_string();
        let fields = [("kind", "report"), ("copy", ""), ("author", author.as_str())];
        let begun = self.done(&self.clerk, &format!("/drafts/begin/{item}"), &fields).await;
        begun.location().trim_end_matches("?done=begun").to_owned()
    }

    pub(crate) async fn write(&self, who: &Person, draft: &str, section: usize, text: &str) -> Answer {
        let page = self.page(who, &format!("{draft}/sections/{section}")).await;
        let version = hidden(&page, "version").to_owned();
        self.app.post_as(&who.cookie, &format!("{draft}/sections/{section}"), &[("text", text), ("version", &version)]).await
    }

    /// Writes every required section of the template that has no text.
    pub(crate) async fn written(&self, draft: &str) {
        let texts = [
            "To tell the Board of the fences.",
            "1. the report be noted; and\n2. the fences be mended",
            "The fences are old.\n\nThe Board held [[meetings-held 2023/24 board=1]] meetings and made [[decisions 2023/24 board=1]] decisions, [[attendance 2023/24]] were there.",
            "None.",
            "None.",
            "",
            "A fence may fall.",
            "None.",
            "None.",
            "None.",
        ];
        for (section, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            assert_eq!(self.write(&self.officer, draft, section, text).await.status, StatusCode::SEE_OTHER, "{section}");
        }
    }

    pub(crate) async fn act(&self, who: &Person, draft: &str, act: &str, reason: &str) -> Answer {
        let page = self.page(who, &format!("{draft}/clearance")).await;
        let hash = hidden(&page, "hash").to_owned();
        self.app.post_as(&who.cookie, &format!("{draft}/clearance"), &[("act", act), ("reason", reason), ("hash", &hash)]).await
    }

    pub(crate) async fn cleared(&self, draft: &str) {
        for who in [&self.head, &self.finance, &self.legal, &self.portfolio, &self.clerk] {
            assert_eq!(self.act(who, draft, "clear", "").await.status, StatusCode::SEE_OTHER);
        }
    }

    pub(crate) async fn publish(&self, meeting: &str, reason: &str) -> Answer {
        self.app
            .post_as(&self.clerk.cookie, &format!("{meeting}/prepare/publish"), &[("confirmed", "yes"), ("reason", reason)])
            .await
    }
}

pub(crate) async fn single<T: db::FromSql>(app: &TestApp, sql: &str) -> T {
    db::single::<T>(app.state.db.reading(), sql, []).await.expect("read").expect("a row")
}
