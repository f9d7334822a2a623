//! The form for a draft agenda item: its fields, and reading them.

use crate::lead_officer::LeadOfficerFields;
use crate::preparation::pages::kinds;
use maud::{Markup, html};
use meetings::preparation::item::{DraftItem, Exemption, ItemKind, clauses_of, paragraphs_of};
use ui::FormState;
use web::SubmittedForm;

const LEAD_OFFICER: LeadOfficerFields = LeadOfficerFields { listed: "lead_officer", other: "lead_officer_other" };

/// The maximum number of recommendations of an item.
const MOST_RECOMMENDATIONS: usize = 30;

/// The fields with their labels, for a person whose change met someone else's.
pub(crate) const COMPARED: [(&str, &str); 14] = [
    ("Kind", "kind"),
    ("Title", "title"),
    ("Summary", "summary"),
    ("Lead officer", "lead_officer"),
    ("Time allowed, in minutes", "minutes"),
    ("Scrutiny of crime and disorder", "crime_scrutiny"),
    ("Report", "body"),
    ("Recommendations", "recommendations"),
    ("The report will follow later", "to_follow"),
    ("Special circumstances", "urgency"),
    ("Private", "is_private"),
    ("Paragraphs of Schedule 12A", "paragraphs"),
    ("Public interest", "public_interest"),
    ("Private title", "private_title"),
];

/// Returns the form as it opens for an item.
pub(crate) fn form_of(item: &DraftItem) -> FormState {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let exemption = item.exemption.as_ref();
    let mut form = FormState::of([
        ("kind", item.kind.word().to_owned()),
        ("title", item.title.clone()),
        ("summary", text(&item.summary)),
        ("lead_officer", text(&item.lead_officer)),
        ("minutes", item.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("paragraphs", exemption.map(Exemption::stored).unwrap_or_default()),
        ("public_interest", exemption.map(|exemption| exemption.public_interest.clone()).unwrap_or_default()),
        ("private_title", text(&item.private_title)),
        ("urgency", text(&item.urgency)),
        ("body", text(&item.body)),
        ("recommendations", item.recommendations.join("\n")),
        ("version", item.version.to_string()),
    ]);
    form.tick("is_private", item.is_exempt());
    form.tick("to_follow", item.to_follow);
    form.tick("crime_scrutiny", item.is_crime_scrutiny);
    form
}

/// Reads the item, based on the item as it was before. `is_private_in_public` says whether the item is private on a published
/// agenda that came from elsewhere.
pub(crate) fn read(form: &mut SubmittedForm, before: &DraftItem, is_private_in_public: bool) -> Option<DraftItem> {
    let kind = form.parse("kind", ItemKind::read).or_fault("Select a kind of item");
    let title = form.line("title").at_most(200, "Title").required("Enter a title");
    let summary = form.lines("summary").at_most(2_000, "Summary").optional();
    let lead_officer = LEAD_OFFICER.read(form).optional();
    let minutes = form.number("minutes", 1..=600);
    let minutes = minutes.optional("Time allowed must be a whole number of minutes from 1 to 600");
    let body = form.lines("body").at_most(60_000, "Report").optional();
    let recommendations = read_recommendations(form);
    let urgency = form.line("urgency").at_most(500, "Special circumstances").optional();
    let private = read_private(form);
    let is_private = form.is_ticked("is_private");
    // The public has been told whether a published item is private, so that cannot change here unless the published agenda
    // already says it is private.
    let follows = is_private_in_public && is_private;
    if before.number.is_some() && is_private != before.is_exempt() && !follows {
        form.fault("is_private", "You cannot change whether a published item is private");
    }
    form.accept(())?;
    let Private { exemption, title: private_title } = private?;
    Some(DraftItem {
        kind: kind?,
        title: title?,
        private_title,
        summary: summary?,
        lead_officer: lead_officer?,
        minutes: minutes?,
        exemption,
        to_follow: form.is_ticked("to_follow"),
        urgency: urgency?,
        is_crime_scrutiny: form.is_ticked("crime_scrutiny"),
        body: body?,
        recommendations: recommendations?,
        version: form.version(),
        ..before.clone()
    })
}

/// What a private item has more than others; nothing if the item is public.
#[derive(Default)]
struct Private {
    exemption: Option<Exemption>,
    title: Option<String>,
}

/// Reads the fields of a private item. If a public item has them filled in, adds a fault rather than dropping them.
fn read_private(form: &mut SubmittedForm) -> Option<Private> {
    if !form.is_ticked("is_private") {
        if ["paragraphs", "public_interest", "private_title"].iter().any(|field| !form.value(field).trim().is_empty()) {
            form.fault("is_private", "Select that the item is exempt, or clear the fields for private items");
        }
        return Some(Private::default());
    }
    let paragraphs = form.parse("paragraphs", paragraphs_of);
    let paragraphs = paragraphs.or_default(Vec::new(), "Enter paragraphs of Schedule 12A from 1 to 7, like 3 or 1, 3");
    let public_interest = form.line("public_interest").at_most(1_000, "Public interest").text();
    let title = form.line("private_title").at_most(200, "Private title").optional();
    let exemption = Exemption { paragraphs: paragraphs?, public_interest: public_interest? };
    Some(Private { exemption: Some(exemption), title: title? })
}

fn read_recommendations(form: &mut SubmittedForm) -> Option<Vec<String>> {
    let recommendations = clauses_of(&form.lines("recommendations").text()?);
    if recommendations.len() > MOST_RECOMMENDATIONS {
        form.fault("recommendations", format!("Enter {MOST_RECOMMENDATIONS} recommendations or fewer"));
    } else if recommendations.iter().any(|clause| clause.chars().count() > 1_000) {
        form.fault("recommendations", "Each recommendation must be 1,000 characters or fewer");
    }
    Some(recommendations)
}

/// Renders the fields of the form.
pub(crate) fn fields(form: &FormState, posts: &[String]) -> Markup {
    let line = |name, label, hint| form.input(&ui::Input { name, label, hint: Some(hint), ..Default::default() });
    let text = |name, label, hint, rows| {
        form.textarea(&ui::Textarea { name, label, hint: Some(hint), rows: Some(rows), ..Default::default() })
    };
    html! {
        (form.select(&ui::Select { name: "kind", label: "Kind", ..Default::default() }, None, &kinds()))
        (line("title", "Title", "The title is public, even if the item is private"))
        (text("summary", "Summary", "What the item is about, in a sentence or two", 2))
        (LEAD_OFFICER.render(form, posts))
        (form.input(&ui::Input { name: "minutes", label: "Time allowed, in minutes", width: Some(4), ..Default::default() }))
        (form.checkbox("crime_scrutiny", "Duty", "Scrutiny of crime and disorder", Some("Police and Justice Act 2006, section 19")))
        (ui::h2("Report"))
        (text("body", "Report", "Leave a blank line between paragraphs. Start a line with - for a list, or with # for a heading.", 10))
        (text("recommendations", "Recommendations", "One on each line, without ‘That’: the report be noted", 4))
        (form.checkbox("to_follow", "Timing", "The report will follow later", Some("The agenda says ‘to follow’ and the report is published as a supplement")))
        (line("urgency", "Special circumstances", "Only for a late item that the Chair rules urgent. They are published and minuted (Local Government Act 1972, section 100B)."))
        (ui::h2("Private item"))
        (form.checkbox("is_private", "Is the item private?", "Exempt information: to be considered in private", Some("The report is not published. Members of the board can read it.")))
        (line("paragraphs", "Paragraphs of Schedule 12A", "Numbers from 1 to 7, like 3 or 1, 3"))
        (text("public_interest", "Public interest", "Why the public interest in keeping it private outweighs the public interest in publishing it", 2))
        (line("private_title", "Private title", "Shown to those who can read the report, if the public title has to say less"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use meetings::meeting::MeetingId;

    /// Reads a report with these fields: the item, or the fields that have a fault.
    fn read_with(fields: &[(&'static str, &str)]) -> std::result::Result<DraftItem, Vec<&'static str>> {
        let meeting = MeetingId::new(1).expect("a key");
        let before = DraftItem::blank(meeting, ItemKind::Report, "").expect("an item");
        let mut form = SubmittedForm::of([("kind", "report"), ("title", "A lease")]);
        for (field, value) in fields {
            form.set(field, *value);
        }
        read(&mut form, &before, false).ok_or_else(|| {
            let known = ["title", "minutes", "recommendations", "is_private", "paragraphs"];
            known.into_iter().filter(|field| form.error(field).is_some()).collect()
        })
    }

    #[test]
    fn what_is_refused_is_never_called_saved() {
        assert!(read_with(&[]).is_ok());
        for paragraphs in ["8, 99", "3, 8", "x"] {
            assert_eq!(
                read_with(&[("is_private", "yes"), ("paragraphs", paragraphs)]).err(),
                Some(vec!["paragraphs"]),
                "{paragraphs}"
            );
        }
        let exempt = read_with(&[("is_private", "yes"), ("paragraphs", "3 and 1")]);
        assert_eq!(exempt.expect("an item").exemption.map(|exemption| exemption.paragraphs), Some(vec![1, 3]));
        // The paragraphs would be lost because the item is not marked private.
        assert_eq!(read_with(&[("paragraphs", "3")]).err(), Some(vec!["is_private"]));
        assert_eq!(read_with(&[("title", &"x".repeat(201))]).err(), Some(vec!["title"]));
        let long = "x".repeat(1_001);
        assert_eq!(
            read_with(&[("recommendations", &long), ("minutes", "soon")]).err(),
            Some(vec!["minutes", "recommendations"]),
            "all faults at once"
        );
    }

    #[test]
    fn a_post_that_is_not_in_the_list_comes_before_the_chosen_one() {
        let item = read_with(&[("lead_officer", "Harbour Master"), ("lead_officer_other", "Pier Master")]).expect("an item");
        assert_eq!(item.lead_officer.as_deref(), Some("Pier Master"));
        let item = read_with(&[("lead_officer", "Harbour Master"), ("lead_officer_other", "\u{7}")]).expect("an item");
        assert_eq!(item.lead_officer.as_deref(), Some("Harbour Master"), "nothing is in the other field");
    }

    #[test]
    fn an_item_fills_its_form() {
        let item = read_with(&[("is_private", "yes"), ("paragraphs", "3"), ("to_follow", "yes"), ("body", "One\n\nTwo")]);
        let item = item.expect("an item");
        let form = form_of(&item);
        let again = ["is_private", "paragraphs", "to_follow", "crime_scrutiny", "body"].map(|field| form.value(field));
        assert_eq!(again, ["yes", "3", "yes", "", "One\n\nTwo"]);
        let compared: Vec<&str> = COMPARED.iter().map(|(_, name)| *name).collect();
        let left_out: Vec<&str> = form.all().map(|(name, _)| name).filter(|name| !compared.contains(name)).collect();
        assert_eq!(left_out, ["version"], "every other field is compared when two people have changed the item");
    }
}
