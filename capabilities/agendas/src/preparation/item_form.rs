//! The form for a draft agenda item: its fields, validation and faults.

use crate::preparation::pages::kinds;
use maud::{Markup, html};
use meetings::form::{is_ticked, is_too_long, line, line_field, post_field, select_field, some_line, some_text, text_field};
use meetings::preparation::item::{DraftItem, Exemption, ItemKind, clauses_of, paragraphs_of};
use serde::Deserialize;

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ItemForm {
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub lead_officer: String,
    /// A post that is not in the list.
    pub lead_officer_other: String,
    pub minutes: String,
    pub is_private: String,
    pub paragraphs: String,
    pub public_interest: String,
    pub private_title: String,
    pub to_follow: String,
    pub urgency: String,
    pub crime_scrutiny: String,
    pub body: String,
    pub recommendations: String,
    pub version: String,
}

fn ticked(is: bool) -> String {
    if is { "yes".to_owned() } else { String::new() }
}

impl ItemForm {
    pub(crate) fn of(item: &DraftItem) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let exemption = item.exemption.clone();
        Self {
            kind: item.kind.word().to_owned(),
            title: item.title.clone(),
            summary: text(&item.summary),
            lead_officer: text(&item.lead_officer),
            lead_officer_other: String::new(),
            minutes: item.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            is_private: ticked(item.is_exempt()),
            paragraphs: exemption.as_ref().map(Exemption::stored).unwrap_or_default(),
            public_interest: exemption.map(|exemption| exemption.public_interest).unwrap_or_default(),
            private_title: text(&item.private_title),
            to_follow: ticked(item.to_follow),
            urgency: text(&item.urgency),
            crime_scrutiny: ticked(item.is_crime_scrutiny),
            body: text(&item.body),
            recommendations: item.recommendations.join("\n"),
            version: item.version.to_string(),
        }
    }

    /// Parses the submitted item, based on the item as it was before. `is_private_in_public` says whether the item is private on a
    /// published agenda that came from elsewhere.
    pub(crate) fn read(
        &self,
        before: &DraftItem,
        is_private_in_public: bool,
    ) -> std::result::Result<DraftItem, Vec<ui::Fault<'static>>> {
        let mut faults = self.lengths();
        let kind = ItemKind::read(&self.kind);
        if kind.is_none() {
            faults.push(("Select a kind of item", "kind"));
        }
        let title = line(&self.title, 200);
        if title.is_empty() {
            faults.push(("Enter a title", "title"));
        }
        let minutes =
            some_line(&self.minutes, 5).map(|minutes| minutes.parse::<i32>().ok().filter(|minutes| (1..=600).contains(minutes)));
        if minutes == Some(None) {
            faults.push(("Time allowed must be a whole number of minutes from 1 to 600", "minutes"));
        }
        let exemption = self.exemption(&mut faults);
        // The public has been told whether a published item is private, so that cannot change here unless the published agenda
        // already says it is private.
        let follows = is_private_in_public && exemption.is_some();
        if before.number.is_some() && exemption.is_some() != before.is_exempt() && !follows {
            faults.push(("You cannot change whether a published item is private", "is_private"));
        }
        let recommendations = clauses_of(&self.recommendations);
        if recommendations.len() > 30 {
            faults.push(("Enter 30 recommendations or fewer", "recommendations"));
        } else if recommendations.iter().any(|clause| clause.chars().count() > 1_000) {
            faults.push(("Each recommendation must be 1,000 characters or fewer", "recommendations"));
        }
        let officer = if self.lead_officer_other.trim().is_empty() { &self.lead_officer } else { &self.lead_officer_other };
        let (Some(kind), true) = (kind, faults.is_empty()) else { return Err(in_order(faults)) };
        Ok(DraftItem {
            kind,
            title,
            private_title: some_line(&self.private_title, 200).filter(|_| exemption.is_some()),
            summary: some_text(&self.summary, 2_000),
            lead_officer: some_line(officer, 160),
            minutes: minutes.flatten(),
            exemption,
            to_follow: is_ticked(&self.to_follow),
            urgency: some_line(&self.urgency, 500),
            is_crime_scrutiny: is_ticked(&self.crime_scrutiny),
            body: some_text(&self.body, 60_000),
            recommendations,
            version: self.version.parse().unwrap_or(0),
            ..before.clone()
        })
    }

    /// Returns a fault for each field that is too long. Long text is rejected rather than truncated.
    fn lengths(&self) -> Vec<ui::Fault<'static>> {
        let fields = [
            (&self.title, 200, "Title must be 200 characters or fewer", "title"),
            (&self.summary, 2_000, "Summary must be 2,000 characters or fewer", "summary"),
            (&self.lead_officer, 160, "Lead officer must be 160 characters or fewer", "lead_officer"),
            (&self.lead_officer_other, 160, "Post must be 160 characters or fewer", "lead_officer_other"),
            (&self.body, 60_000, "Report must be 60,000 characters or fewer", "body"),
            (&self.urgency, 500, "Special circumstances must be 500 characters or fewer", "urgency"),
            (&self.public_interest, 1_000, "Public interest must be 1,000 characters or fewer", "public_interest"),
            (&self.private_title, 200, "Private title must be 200 characters or fewer", "private_title"),
        ];
        fields
            .into_iter()
            .filter(|(text, most, ..)| is_too_long(text, *most))
            .map(|(.., message, field)| (message, field))
            .collect()
    }

    /// Returns the exemption of a private item. If a public item has fields for private items filled in, adds a fault rather than
    /// dropping them.
    fn exemption(&self, faults: &mut Vec<ui::Fault<'static>>) -> Option<Exemption> {
        if !is_ticked(&self.is_private) {
            let private = [&self.paragraphs, &self.public_interest, &self.private_title];
            if private.iter().any(|text| !text.trim().is_empty()) {
                faults.push(("Select that the item is exempt, or clear the fields for private items", "is_private"));
            }
            return None;
        }
        let paragraphs = paragraphs_of(&self.paragraphs);
        if paragraphs.is_none() {
            faults.push(("Enter paragraphs of Schedule 12A from 1 to 7, like 3 or 1, 3", "paragraphs"));
        }
        Some(Exemption { paragraphs: paragraphs.unwrap_or_default(), public_interest: line(&self.public_interest, 1_000) })
    }
}

/// The names of the fields in the order in which the form shows them.
const ORDER: [&str; 14] = [
    "kind",
    "title",
    "summary",
    "lead_officer",
    "lead_officer_other",
    "minutes",
    "body",
    "recommendations",
    "urgency",
    "is_private",
    "paragraphs",
    "public_interest",
    "private_title",
    "version",
];

/// Sorts faults into the order in which the form shows their fields.
fn in_order(mut faults: Vec<ui::Fault<'static>>) -> Vec<ui::Fault<'static>> {
    faults.sort_by_key(|(_, field)| ORDER.iter().position(|known| known == field));
    faults
}

/// Renders the fields of the form.
pub(crate) fn fields(form: &ItemForm, faults: &[ui::Fault<'_>], posts: &[String]) -> Markup {
    let box_of = |name: &'static str, legend: &'static str, text: &'static str, hint: &'static str, value: &str| {
        ui::checkboxes(&ui::Choices {
            name,
            legend,
            error: ui::error_about(faults, name),
            choices: vec![ui::Choice { value: "yes", text, hint: Some(hint), chosen: is_ticked(value) }],
            ..Default::default()
        })
    };
    html! {
        (select_field("kind", "Kind", &form.kind, &kinds(), faults))
        (line_field("title", "Title", &form.title, Some("The title is public, even if the item is private"), faults))
        (text_field("summary", "Summary", &form.summary, Some("What the item is about, in a sentence or two"), 2, faults))
        (post_field("lead_officer", "Lead officer", (&form.lead_officer, &form.lead_officer_other), posts, faults))
        (ui::input(&ui::Input { name: "minutes", label: "Time allowed, in minutes", value: &form.minutes, width: Some(4), error: ui::error_about(faults, "minutes"), ..Default::default() }))
        (box_of("crime_scrutiny", "Duty", "Scrutiny of crime and disorder", "Police and Justice Act 2006, section 19", &form.crime_scrutiny))
        h2 class="govuk-heading-m" { "Report" }
        (text_field("body", "Report", &form.body, Some("Leave a blank line between paragraphs. Start a line with - for a list, or with # for a heading."), 10, faults))
        (text_field("recommendations", "Recommendations", &form.recommendations, Some("One on each line, without ‘That’: the report be noted"), 4, faults))
        (box_of("to_follow", "Timing", "The report will follow later", "The agenda says ‘to follow’ and the report is published as a supplement", &form.to_follow))
        (line_field("urgency", "Special circumstances", &form.urgency, Some("Only for a late item that the Chair rules urgent. They are published and minuted (Local Government Act 1972, section 100B)."), faults))
        h2 class="govuk-heading-m" { "Private item" }
        (box_of("is_private", "Is the item private?", "Exempt information: to be considered in private", "The report is not published. Members of the board can read it.", &form.is_private))
        (line_field("paragraphs", "Paragraphs of Schedule 12A", &form.paragraphs, Some("Numbers from 1 to 7, like 3 or 1, 3"), faults))
        (text_field("public_interest", "Public interest", &form.public_interest, Some("Why the public interest in keeping it private outweighs the public interest in publishing it"), 2, faults))
        (line_field("private_title", "Private title", &form.private_title, Some("Shown to those who can read the report, if the public title has to say less"), faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use meetings::meeting::MeetingId;

    fn read(form: &ItemForm) -> std::result::Result<DraftItem, Vec<&'static str>> {
        let meeting = MeetingId::new(1).expect("a key");
        let before = DraftItem::blank(meeting, ItemKind::Report, "").expect("an item");
        form.read(&before, false).map_err(|faults| faults.into_iter().map(|(_, field)| field).collect())
    }

    fn form() -> ItemForm {
        ItemForm { kind: "report".into(), title: "A lease".into(), ..ItemForm::default() }
    }

    #[test]
    fn what_is_refused_is_never_called_saved() {
        assert!(read(&form()).is_ok());
        let private = ItemForm { is_private: "yes".into(), ..form() };
        for paragraphs in ["8, 99", "3, 8", "x"] {
            let form = ItemForm { paragraphs: paragraphs.into(), ..private.clone() };
            assert_eq!(read(&form).err(), Some(vec!["paragraphs"]), "{paragraphs}");
        }
        let exempt = ItemForm { paragraphs: "3 and 1".into(), ..private };
        assert_eq!(read(&exempt).expect("an item").exemption.map(|exemption| exemption.paragraphs), Some(vec![1, 3]));
        // The paragraphs would be lost because the item is not marked private.
        assert_eq!(read(&ItemForm { paragraphs: "3".into(), ..form() }).err(), Some(vec!["is_private"]));
        assert_eq!(read(&ItemForm { title: "x".repeat(201), ..form() }).err(), Some(vec!["title"]));
        let long = ItemForm { recommendations: "x".repeat(1_001), minutes: "soon".into(), ..form() };
        assert_eq!(read(&long).err(), Some(vec!["minutes", "recommendations"]), "in the order of the form");
    }

    #[test]
    fn a_post_that_is_not_in_the_list_comes_before_the_chosen_one() {
        let form = ItemForm { lead_officer: "Harbour Master".into(), lead_officer_other: "Pier Master".into(), ..form() };
        assert_eq!(read(&form).expect("an item").lead_officer.as_deref(), Some("Pier Master"));
    }
}
