//! The form in which a role is given: what was sent, what there is to choose from, and what is wrong.

use crate::own_account_pages::all_places;
use access::Place;
use access::actor::Term;
use access::role_store::NewRole;
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Result};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct RoleForm {
    #[serde(default)]
    pub role: String,
    #[serde(default, rename = "from-day")]
    from_day: String,
    #[serde(default, rename = "from-month")]
    from_month: String,
    #[serde(default, rename = "from-year")]
    from_year: String,
    #[serde(default, rename = "until-day")]
    until_day: String,
    #[serde(default, rename = "until-month")]
    until_month: String,
    #[serde(default, rename = "until-year")]
    until_year: String,
}

/// A message and the id of the field that it is about.
pub(crate) type Fault = ui::Fault<'static>;

fn date(parts: [&str; 3]) -> Option<NaiveDate> {
    let [day, month, year] = parts.map(str::trim);
    NaiveDate::from_ymd_opt(
        year.parse().ok().filter(|year| (2000..=2100).contains(year))?,
        month.parse().ok()?,
        day.parse().ok()?,
    )
}

impl RoleForm {
    fn from(&self) -> [&str; 3] {
        [&self.from_day, &self.from_month, &self.from_year]
    }

    fn until(&self) -> [&str; 3] {
        [&self.until_day, &self.until_month, &self.until_year]
    }

    /// The role that is meant, among those that there are; begins today where no day is given.
    pub(crate) fn read(&self, choices: &[(String, String)], today: NaiveDate) -> std::result::Result<NewRole, Vec<Fault>> {
        let mut faults: Vec<Fault> = Vec::new();
        let is_given = |parts: [&str; 3]| parts.iter().any(|part| !part.trim().is_empty());
        if !choices.iter().any(|(value, _)| *value == self.role) {
            faults.push(("Select a role", "role"));
        }
        let from = if is_given(self.from()) { date(self.from()) } else { Some(today) };
        if from.is_none() {
            faults.push(("First day must be a real date, like 4 6 2024", "from-day"));
        }
        let until = if is_given(self.until()) { date(self.until()) } else { None };
        if is_given(self.until()) && until.is_none() {
            faults.push(("Last day must be a real date, like 5 5 2025", "until-day"));
        }
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            faults.push(("Last day must be the same as or after the first day", "until-day"));
        }
        let (role, place) =
            self.role.split_once(' ').map_or((self.role.as_str(), None), |(role, place)| (role, Place::parse(place)));
        match (from, faults.is_empty()) {
            (Some(from), true) => Ok(NewRole { role: role.to_owned(), place, term: Term { from, until } }),
            _ => Err(faults),
        }
    }

    /// The fields.
    pub(crate) fn fields(&self, choices: &[(String, String)], may_be_empty: bool, faults: &[Fault]) -> Markup {
        let error = |id: &str| ui::error_about(faults, id);
        let first = if may_be_empty { "No role yet" } else { "Select a role" };
        let options = std::iter::once(ui::SelectOption { value: "", text: first })
            .chain(choices.iter().map(|(value, text)| ui::SelectOption { value, text }));
        html! {
            (ui::select(&ui::Select {
                name: "role", label: "Role", options: options.collect(), value: Some(&self.role), error: error("role"), ..Default::default()
            }))
            (ui::date_input(&ui::DateInput {
                name: "from", legend: "First day", hint: Some("Leave empty for today"), error: error("from-day"), value: self.from(),
                ..Default::default()
            }))
            (ui::date_input(&ui::DateInput {
                name: "until", legend: "Last day", hint: Some("Leave empty if there is no end date"), error: error("until-day"),
                value: self.until(), ..Default::default()
            }))
        }
    }
}

/// All roles with the places for which they can be given, as sent and as shown.
pub(crate) async fn choices(state: &AppState) -> Result<Vec<(String, String)>> {
    let mut choices = Vec::new();
    for role in state.joined.policy.roles() {
        let Some(kind) = role.within else {
            choices.push((role.key.to_owned(), role.name.to_owned()));
            continue;
        };
        for places in state.joined.places.iter().filter(|places| places.kind() == kind) {
            for (id, name) in places.all(state).await? {
                choices.push((format!("{} {}", role.key, Place::new(kind, id)), format!("{}: {name}", role.name)));
            }
        }
        if state.joined.policy.reaches_everywhere(role.key) {
            choices.push((role.key.to_owned(), format!("{}: {}", role.name, all_places(state, kind))));
        }
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<(String, String)> {
        vec![("auditor".into(), "Auditor".into()), ("clerk board/1".into(), "Clerk: Harbour Safety Board".into())]
    }

    #[test]
    fn only_roles_that_there_are_can_be_given() {
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let form = |role: &str| RoleForm { role: role.into(), ..RoleForm::default() };
        let clerk = form("clerk board/1").read(&choices(), today).expect("a role");
        assert_eq!(
            (clerk.role.as_str(), clerk.place, clerk.term.from, clerk.term.until),
            ("clerk", Place::parse("board/1"), today, None)
        );
        for role in ["", "clerk", "clerk board/2", "administrator", "auditor board/1"] {
            assert_eq!(form(role).read(&choices(), today).expect_err("refused")[0].1, "role", "{role}");
        }
    }

    #[test]
    fn days_must_be_real_and_in_order() {
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let form = |from: [&str; 3], until: [&str; 3]| {
            let [from_day, from_month, from_year] = from.map(str::to_owned);
            let [until_day, until_month, until_year] = until.map(str::to_owned);
            RoleForm { role: "auditor".into(), from_day, from_month, from_year, until_day, until_month, until_year }
        };
        assert!(form(["1", "6", "2024"], ["1", "6", "2024"]).read(&choices(), today).is_ok());
        let faults = |from, until| form(from, until).read(&choices(), today).expect_err("refused");
        assert_eq!(faults(["31", "6", "2024"], ["", "", ""])[0].1, "from-day");
        assert_eq!(faults(["2", "6", "2024"], ["1", "6", "2024"])[0].1, "until-day");
        assert_eq!(faults(["", "", ""], ["30", "2", "2025"])[0].1, "until-day");
    }
}
