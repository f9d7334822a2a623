//! The form for giving a role: its fields, choices and validation.

use crate::own_account_pages::all_places;
use access::Place;
use access::actor::Term;
use access::role_store::NewRole;
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Result, SubmittedForm};

/// Reads the role to give, which must be among the choices. It starts today if no date is given.
pub(crate) fn read(form: &mut SubmittedForm, choices: &[(String, String)], today: NaiveDate) -> Option<NewRole> {
    let is_near = |day: &NaiveDate| (2000..=2100).contains(&day.year());
    let role = form.choice("role", choices, |(value, _)| value.clone()).or_fault("Select a role");
    let from = form.date("from").filter(is_near).or_default(today, "First day must be a real date, like 4 June 2024");
    let until = form.date("until").filter(is_near).optional("Last day must be a real date, like 5 May 2025");
    if let (Some(from), Some(Some(until))) = (from, until)
        && until < from
    {
        form.fault("until", "Last day must be the same as or after the first day");
    }
    form.accept(())?;
    let (role, _) = role?;
    let (key, place) = role.split_once(' ').map_or((role.as_str(), None), |(role, place)| (role, Place::parse(place)));
    Some(NewRole { role: key.to_owned(), place, term: Term { from: from?, until: until? } })
}

/// Renders the fields for a role.
pub(crate) fn fields(form: &FormState, choices: &[(String, String)], may_be_empty: bool) -> Markup {
    let first = if may_be_empty { "No role yet" } else { "Select a role" };
    html! {
        (form.select(&ui::Select { name: "role", label: "Role", ..Default::default() }, Some(first), choices))
        (form.date(&ui::DateInput {
            name: "from", label: "First day", hint: Some("For example, 4 June 2024. Leave empty for today."), ..Default::default()
        }))
        (form.date(&ui::DateInput {
            name: "until", label: "Last day", hint: Some("For example, 5 May 2025. Leave empty if there is no end date."), ..Default::default()
        }))
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
        let read = |role: &str| {
            let mut form = SubmittedForm::of([("role", role)]);
            let role = super::read(&mut form, &choices(), today);
            role.ok_or(form)
        };
        let clerk = read("clerk board/1").expect("a role");
        assert_eq!(
            (clerk.role.as_str(), clerk.place, clerk.term.from, clerk.term.until),
            ("clerk", Place::parse("board/1"), today, None)
        );
        for role in ["", "clerk", "clerk board/2", "administrator", "auditor board/1"] {
            assert!(read(role).expect_err("refused").error("role").is_some(), "{role}");
        }
    }

    #[test]
    fn days_must_be_real_and_in_order() {
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let read = |from: &str, until: &str| {
            let mut form = SubmittedForm::of([("role", "auditor"), ("from", from), ("until", until)]);
            let role = super::read(&mut form, &choices(), today);
            role.ok_or(form)
        };
        assert!(read("1 June 2024", "1/6/2024").is_ok());
        for (from, until, field) in
            [("31 June 2024", "", "from"), ("2 June 2024", "1 June 2024", "until"), ("", "30 Feb 2025", "until")]
        {
            assert!(read(from, until).expect_err("refused").error(field).is_some(), "{from} {until}");
        }
    }
}
