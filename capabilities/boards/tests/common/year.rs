//! A board's year, for tests of several parts of it.

use super::harbour_at;
use access::Place;
use axum::http::StatusCode;
use foundation::Clock;
use test_kit::{On, Person, TestApp};

/// The address part of the board.
pub(crate) const BOARD: &str = "harbour-safety-board";

pub(crate) struct Year {
    pub(crate) app: TestApp,
    pub(crate) clerk: Person,
    pub(crate) member: Person,
}

pub(crate) fn board() -> Place {
    Place::new("board", 1)
}

pub(crate) async fn year(on: On) -> Year {
    let app = harbour_at(on, "2024-02-06T12:00:00Z").await;
    let clerk = app.person("Petra Placeholder", &[("clerk", Some(board()))]).await;
    let member = app.person("Bertha Ashby", &[("member", Some(board()))]).await;
    Year { app, clerk, member }
}

impl Year {
    /// Returns the same year at a later time, with its people signed in again.
    pub(crate) async fn at(self, now: &str) -> Self {
        let clock = Clock::standing_at(now.parse().expect("an instant"));
        let app = self.app.beside_at(boards::with_meetings(), clock).await;
        let mut people = [self.clerk, self.member];
        for person in &mut people {
            person.cookie = app.session_of(person.account).await;
        }
        let [clerk, member] = people;
        Self { app, clerk, member }
    }

    /// Submits a form twice: the first response must be a confirmation page that contains `words`, and the second submission,
    /// confirmed, must be accepted. Returns the address of the redirect.
    pub(crate) async fn confirmed(&self, who: &Person, address: &str, fields: &[(&str, &str)], words: &[&str]) -> String {
        let asked = self.app.post_as(&who.cookie, address, fields).await;
        assert_eq!(asked.status, StatusCode::OK, "{address}: {}", asked.body);
        assert!(asked.says(&["What will happen", "name=\"confirmed\""]), "{address}: {}", asked.body);
        for word in words {
            assert!(asked.body.contains(word), "{address}: “{word}” is missing: {}", asked.body);
        }
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("confirmed", "yes")]).collect();
        self.done(who, address, &fields).await
    }

    pub(crate) async fn post(&self, who: &Person, address: &str, fields: &[(&str, &str)]) -> StatusCode {
        self.app.post_as(&who.cookie, address, fields).await.status
    }

    /// Submits a form that must be accepted, and returns the address of the redirect.
    pub(crate) async fn done(&self, who: &Person, address: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.app.post_as(&who.cookie, address, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
        answer.location().to_owned()
    }

    pub(crate) async fn page(&self, who: &Person, address: &str) -> String {
        let answer = self.app.get_as(&who.cookie, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    /// Schedules a meeting and returns its key.
    pub(crate) async fn meeting(&self, day: &str) -> String {
        let fields = [("days", day), ("time", "6.30 pm"), ("place", "Customs House"), ("confirmed", "yes")];
        self.done(&self.clerk, &format!("/boards/{BOARD}/calendar"), &fields).await;
        let sql = "SELECT MAX(id) FROM meeting";
        db::single::<i64>(self.app.state.db.reading(), sql, []).await.expect("read").expect("a meeting").to_string()
    }

    pub(crate) async fn item(&self, meeting: &str, title: &str) -> i64 {
        let sql = "SELECT id FROM draft_item WHERE meeting_id = $1 AND title = $2";
        let values = [meeting.parse::<i64>().expect("a key").into(), title.into()];
        db::single::<i64>(self.app.state.db.reading(), sql, values).await.expect("read").expect("an item")
    }

    pub(crate) async fn mails(&self) -> Vec<String> {
        let mails = mail::all(self.app.state.db.reading(), 100).await.expect("mails");
        mails.into_iter().map(|mail| format!("{}\n{}\n{}", mail.to_address, mail.subject, mail.text)).collect()
    }
}

/// Returns a meeting whose agenda has a planned item and a report and is ready to be published.
pub(crate) async fn prepared(year: &Year) -> String {
    let meeting = year.meeting("12 March 2024").await;
    let programme = format!("/boards/{BOARD}/programme");
    let fields = [
        ("title", "Fences of the quay"),
        ("kind", "report"),
        ("source", "member"),
        ("owner", "Harbour Master"),
        ("crime_scrutiny", "yes"),
    ];
    year.done(&year.clerk, &programme, &fields).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/take"), &[("item", "1")]).await;
    meeting
}

pub(crate) async fn write_report(year: &Year, meeting: &str) {
    let item = year.item(meeting, "Fences of the quay").await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/items/{item}")).await;
    assert!(page.contains("Harbour Master"), "{page}");
    let fields = [
        ("kind", "report"),
        ("title", "Fences of the quay"),
        ("lead_officer", "Harbour Master"),
        ("body", "The fences are old.\n\n- one fell\n- two lean"),
        ("recommendations", "1) the report be noted; and\n2) the fences be mended"),
        ("crime_scrutiny", "yes"),
        ("version", "1"),
    ];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{item}"), &fields).await;
}

pub(crate) async fn publish(year: &Year, meeting: &str, fields: &[(&str, &str)]) -> test_kit::Answer {
    let fields: Vec<(&str, &str)> = std::iter::once(("confirmed", "yes")).chain(fields.iter().copied()).collect();
    year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/prepare/publish"), &fields).await
}

#[derive(db::Row)]
pub(crate) struct Payload {
    pub(crate) payload: String,
}

pub(crate) async fn tie_member(year: &Year) {
    let sql = "SELECT id FROM person WHERE surname = 'Ashby'";
    let person = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a person");
    let address = format!("/boards/{BOARD}/people/{person}/account");
    year.done(&year.clerk, &address, &[("account", &year.member.account.to_string())]).await;
}
