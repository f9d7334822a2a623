//! The form for giving a role: its fields, choices and validation.

use crate::own_account_pages::all_places;
use access::Place;
use access::actor::Term;
use access::role_store::NewRole;
use chrono::{Datelike, NaiveDate};
use foundation::civil_date;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Result};

/// Form data for a role.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RoleForm {
    pub role: String,
    from: String,
    until: String,
}

/// A message and the id of the field that it is about.
pub(crate) type Fault = ui::Fault<'static>;

fn date(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|date| (2000..=2100).contains(&date.year()))
}

impl RoleForm {
    /// Validates the form and returns the role, which must be among the choices. It starts today if no date is given.
    pub(crate) fn read(&self, choices: &[(String, String)], today: NaiveDate) -> std::result::Result<NewRole, Vec<Fault>> {
        let mut faults: Vec<Fault> = Vec::new();
        let is_given = |text: &str| !text.trim().is_empty();
        if !choices.iter().any(|(value, _)| *value == self.role) {
            faults.push(("Select a role", "role"));
        }
        let from = if is_given(&self.from) { date(&self.from) } else { Some(today) };
        if from.is_none() {
            faults.push(("First day must be a real date, like 4 June 2024", "from"));
        }
        let until = if is_given(&self.until) { date(&self.until) } else { None };
        if is_given(&self.until) && until.is_none() {
            faults.push(("Last day must be a real date, like 5 May 2025", "until"));
        }
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            faults.push(("Last day must be the same as or after the first day", "until"));
        }
        let (role, place) =
            self.role.split_once(' ').map_or((self.role.as_str(), None), |(role, place)| (role, Place::parse(place)));
        match (from, faults.is_empty()) {
            (Some(from), true) => Ok(NewRole { role: role.to_owned(), place, term: Term { from, until } }),
            _ => Err(faults),
        }
    }

    /// Renders the fields.
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
                name: "from", label: "First day", hint: Some("For example, 4 June 2024. Leave empty for today."), error: error("from"),
                value: &self.from,
            }))
            (ui::date_input(&ui::DateInput {
                name: "until", label: "Last day", hint: Some("For example, 5 May 2025. Leave empty if there is no end date."),
                error: error("until"), value: &self.until,
            }))
        }
    }
}

/// Returns all roles with the places they can be given for, as form values with labels.
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
        let form = |from: &str, until: &str| RoleForm { role: "auditor".into(), from: from.into(), until: until.into() };
        assert!(form("1 June 2024", "1/6/2024").read(&choices(), today).is_ok());
        let faults = |from, until| form(from, until).read(&choices(), today).expect_err("refused");
        assert_eq!(faults("31 June 2024", "")[0].1, "from");
        assert_eq!(faults("2 June 2024", "1 June 2024")[0].1, "until");
        assert_eq!(faults("", "30 Feb 2025")[0].1, "until");
    }
}
