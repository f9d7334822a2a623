//! The records behind the table of who may use which address: each capability creates its own, as people would on its pages.

use crate::{Answer, Person, TestApp};
use axum::http::StatusCode;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

/// When the records are created: a week before the meeting that the examples are about.
pub const WEEK_BEFORE: &str = "2024-06-04T08:00:00Z";

/// The day of that meeting, as people enter it.
pub const DAY_OF_MEETING: &str = "12 June 2024";

/// When the addresses are requested: on the evening of that meeting.
pub const EVENING_OF_MEETING: &str = "2024-06-12T20:00:00Z";

/// What a capability brings to the table of who may use which address.
#[async_trait::async_trait]
pub trait Examples: Sync {
    /// Creates the capability's records [a week before the meeting](WEEK_BEFORE).
    async fn create(&self, site: &mut ExampleSite);

    /// Creates what can only be recorded [on the day of the meeting](EVENING_OF_MEETING).
    async fn create_on_the_day(&self, _: &mut ExampleSite) {}

    /// Returns an address of this kind, such as `/papers/1` for `/papers/{id}`.
    fn address(&self, site: &ExampleSite, path: &str) -> String;

    /// Restores what a form sent to an address of this kind may have changed, so that the next person finds the same.
    async fn restore(&self, _: &mut ExampleSite, _path: &str) {}
}

/// A site with people in every role and the records that the capabilities create.
pub struct ExampleSite {
    /// The site.
    pub app: TestApp,
    people: BTreeMap<&'static str, Person>,
    keys: BTreeMap<&'static str, String>,
    /// The names of the keys that differ between runs.
    changing: BTreeSet<&'static str>,
}

impl ExampleSite {
    /// Creates a site without records, with people by the name of their role.
    pub fn new(app: TestApp, people: BTreeMap<&'static str, Person>) -> Self {
        Self { app, people, keys: BTreeMap::new(), changing: BTreeSet::new() }
    }

    /// Returns the person with this role.
    ///
    /// # Panics
    /// If there is no such role, which fails the test.
    pub fn person(&self, role: &str) -> &Person {
        assert!(self.people.contains_key(role), "no one has the role {role}");
        &self.people[role]
    }

    /// Keeps a key of a record under a name, for addresses and for the capabilities that come later.
    pub fn keep(&mut self, name: &'static str, key: impl Display) {
        self.keys.insert(name, key.to_string());
    }

    /// Keeps a key that differs between runs, such as a secret, so that the table shows the kind of address instead.
    pub fn keep_changing(&mut self, name: &'static str, key: impl Display) {
        self.changing.insert(name);
        self.keep(name, key);
    }

    /// Returns the key that was kept under a name.
    ///
    /// # Panics
    /// If there is none, which fails the test.
    pub fn key(&self, name: &str) -> &str {
        assert!(self.keys.contains_key(name), "no key was kept under the name {name}");
        &self.keys[name]
    }

    /// Returns the key that was kept under a name as a key of a type.
    ///
    /// # Panics
    /// If there is none or it is no such key, which fails the test.
    pub fn id<T: FromStr>(&self, name: &str) -> T {
        self.key(name).parse().ok().expect("a key of this type")
    }

    /// Returns a path with each parameter replaced by the key of the name beside it.
    ///
    /// # Panics
    /// If a key is missing or a parameter remains, which fails the test.
    pub fn fill(&self, path: &str, names: &[(&str, &str)]) -> String {
        let is_in = |(parameter, _): &&(&str, &str)| path.contains(&format!("{{{parameter}}}"));
        let filled = names
            .iter()
            .filter(is_in)
            .fold(path.to_owned(), |filled, (parameter, name)| filled.replace(&format!("{{{parameter}}}"), self.key(name)));
        assert!(!filled.contains('{'), "{path} has a parameter without an example");
        filled
    }

    /// Returns an example as the table shows it: the path itself if the example differs between runs.
    pub fn shown(&self, path: &str, example: &str) -> String {
        let changes = self.changing.iter().any(|name| example.contains(self.key(name)));
        if changes { path.to_owned() } else { example.to_owned() }
    }

    /// Signs someone in anew, since what was requested before may have ended their sessions.
    async fn cookie(&self, who: &Person) -> String {
        self.app.session_of(who.account).await
    }

    /// Returns the body of a page.
    ///
    /// # Panics
    /// If the person may not read it, which fails the test.
    pub async fn page(&self, who: &Person, address: &str) -> String {
        let answer = self.app.get_as(&self.cookie(who).await, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    /// Returns the value of a hidden field of a page; empty if there is none.
    ///
    /// # Panics
    /// If the person may not read the page, which fails the test.
    pub async fn hidden(&self, who: &Person, address: &str, field: &str) -> String {
        hidden(&self.page(who, address).await, field).to_owned()
    }

    /// Submits a form that must be accepted. Returns the path of the page that follows.
    ///
    /// # Panics
    /// If it is refused, which fails the test.
    pub async fn done(&self, who: &Person, address: &str, fields: &[(&str, &str)]) -> String {
        accepted(address, &self.app.post_as(&self.cookie(who).await, address, fields).await)
    }

    /// Submits a form with a file that must be accepted. Returns the path of the page that follows.
    ///
    /// # Panics
    /// If it is refused, which fails the test.
    pub async fn uploaded(&self, who: &Person, address: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> String {
        accepted(address, &self.app.upload_as(&self.cookie(who).await, address, fields, Some(file)).await)
    }
}

/// Returns the value of a hidden field of a page; empty if there is none.
pub fn hidden<'a>(page: &'a str, field: &str) -> &'a str {
    let after = page.split_once(&format!("name=\"{field}\" value=\"")).map(|(_, after)| after).unwrap_or_default();
    after.split('"').next().unwrap_or_default()
}

/// Returns the last part of a path: the key of the record that it leads to.
pub fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn accepted(address: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
    answer.location().split('?').next().unwrap_or_default().to_owned()
}
