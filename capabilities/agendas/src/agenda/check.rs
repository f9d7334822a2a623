//! Checks an agenda before publication: what is missing and what is late.

use chrono::NaiveDate;
use meetings::agenda::finding::Finding;
use meetings::preparation::deadline::Deadlines;
use meetings::preparation::item::{DraftItem, ItemKind};

/// What the check needs to know apart from the items.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub today: NaiveDate,
    pub held_on: NaiveDate,
    pub deadlines: Option<Deadlines>,
    /// Clear days between today and the meeting.
    pub clear_days_left: u32,
    /// Clear days that the law requires.
    pub clear_days_needed: u32,
    pub has_time: bool,
    pub has_place: bool,
    /// Whether an agenda of this meeting is already public.
    pub is_published: bool,
    /// The numbers of the items that are private on the public agenda.
    pub private_numbers: Vec<String>,
    /// Whether minutes of an earlier meeting are awaiting approval.
    pub minutes_wait: bool,
    /// Overdue actions from earlier meetings.
    pub overdue_actions: usize,
}

/// Checks whether an item is late: it is added to a published agenda when too few clear days are left.
pub(crate) fn is_late(item: &DraftItem, facts: &Facts) -> bool {
    facts.is_published && item.number.is_none() && facts.clear_days_left < facts.clear_days_needed
}

/// Checks an agenda.
pub(crate) fn check(items: &[DraftItem], facts: &Facts) -> Vec<Finding> {
    let mut findings = whole(items, facts);
    let mut after_private = false;
    for item in items {
        let mut say = |is_obstacle: bool, text: String| findings.push(Finding { item: Some(item.id), is_obstacle, text });
        let title = &item.title;
        if let Some(exemption) = &item.exemption {
            after_private = true;
            if exemption.paragraphs.is_empty() {
                say(true, format!("“{title}” is private. Enter the paragraphs of Schedule 12A that apply."));
            }
            if exemption.public_interest.is_empty() {
                say(true, format!("“{title}” is private. Enter why the public interest in withholding it is greater."));
            }
        } else if item.number.as_ref().is_some_and(|number| facts.private_numbers.contains(number)) {
            say(
                true,
                format!("“{title}” is public here, and private on the published agenda. Edit the item and mark it as private."),
            );
        } else if after_private {
            say(false, format!("“{title}” is public and comes after a private item, so the public would have to come back in."));
        }
        if is_late(item, facts) && item.urgency.is_none() {
            say(
                true,
                format!(
                    "“{title}” was added too late for the required notice. It can only be considered if the Chair rules it urgent. Enter the special circumstances."
                ),
            );
        }
        if item.needs_paper() && !item.has_paper() && !item.has_files {
            let state = item.written.as_ref().map(|written| format!("; {}", written.state.to_lowercase())).unwrap_or_default();
            let officer = format!("{}{state}", item.lead_officer.as_deref().unwrap_or("no officer named"));
            if item.to_follow {
                say(false, format!("The report on “{title}” is to follow ({officer})."));
            } else if item.number.is_some() {
                // The agenda was published without it, so a supplement about something else need not wait for it.
                say(false, format!("The published agenda has no report on “{title}” ({officer})."));
            } else if facts.deadlines.is_some_and(|deadlines| deadlines.final_reports < facts.today) {
                say(
                    true,
                    format!("The report on “{title}” is late ({officer}): add it, mark it ‘to follow’ or remove the item."),
                );
            } else {
                say(true, format!("The report on “{title}” has not been added yet ({officer}): add it or mark it ‘to follow’."));
            }
        }
        if item.kind.is_business() && item.lead_officer.is_none() {
            say(false, format!("“{title}” has no lead officer."));
        }
        if item.needs_paper() && item.body.is_some() && item.recommendations.is_empty() {
            say(false, format!("The report on “{title}” has no recommendations."));
        }
    }
    findings
}

fn whole(items: &[DraftItem], facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |is_obstacle: bool, text: &str| findings.push(Finding { item: None, is_obstacle, text: text.to_owned() });
    let has = |kind: ItemKind| items.iter().any(|item| item.kind == kind);
    if items.is_empty() {
        say(true, "The agenda has no items.");
    } else if facts.is_published && items.iter().all(|item| item.number.is_none()) {
        say(
            true,
            "Another agenda is already published for this meeting. Select ‘Work on the published agenda’ to add these items to it.",
        );
    }
    if facts.held_on < facts.today {
        say(true, "This meeting has ended.");
    }
    // An agenda published elsewhere without a time or place does not block a supplement, which may be urgent.
    if !facts.has_time {
        say(!facts.is_published, "No time is set for the meeting.");
    }
    if !facts.has_place {
        say(!facts.is_published, "No place is set for the meeting.");
    }
    if facts.minutes_wait && !has(ItemKind::Minutes) {
        say(false, "There are minutes to approve, but no agenda item for them.");
    }
    if !has(ItemKind::Questions) {
        say(false, "The agenda has no Public Question Time.");
    }
    if facts.overdue_actions > 0 && !has(ItemKind::MattersArising) {
        say(false, "Actions from earlier meetings are overdue, but there is no ‘Matters arising’ item.");
    }
    findings
}

/// Returns the numbers under which items are published: items that have a number keep it, and the others continue from the highest.
pub(crate) fn numbers(items: &[DraftItem]) -> Vec<String> {
    let taken = items.iter().filter_map(|item| item.number.as_deref()?.parse::<u32>().ok()).max().unwrap_or(0);
    let mut next = taken;
    let number = |item: &DraftItem| {
        item.number.clone().unwrap_or_else(|| {
            next += 1;
            next.to_string()
        })
    };
    items.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use meetings::meeting::{DraftItemId, MeetingId};
    use meetings::preparation::item::Exemption;
    use proptest::prelude::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, month, day).expect("a day")
    }

    fn item(id: i64, kind: ItemKind, title: &str) -> DraftItem {
        DraftItem {
            id: DraftItemId::new(id).expect("a key"),
            lead_officer: Some("Operational Director".to_owned()),
            ..DraftItem::blank(MeetingId::new(1).expect("a key"), kind, title).expect("an item")
        }
    }

    fn facts() -> Facts {
        Facts {
            today: day(5, 30),
            held_on: day(6, 11),
            deadlines: Some(Deadlines { clearance: day(5, 24), final_reports: day(5, 31), publication: day(6, 3) }),
            clear_days_left: 7,
            clear_days_needed: 5,
            has_time: true,
            has_place: true,
            is_published: false,
            private_numbers: Vec::new(),
            minutes_wait: false,
            overdue_actions: 0,
        }
    }

    fn obstacles(items: &[DraftItem], facts: &Facts) -> Vec<String> {
        check(items, facts).into_iter().filter(|finding| finding.is_obstacle).map(|finding| finding.text).collect()
    }

    #[test]
    fn a_missing_report_stands_in_the_way_until_it_comes_or_is_to_follow() {
        let questions = item(1, ItemKind::Questions, "Public Question Time");
        let report = item(2, ItemKind::Report, "Fences");
        let told = obstacles(&[questions.clone(), report.clone()], &facts());
        assert!(told.len() == 1 && told[0].contains("not been added yet (Operational Director)"), "{told:?}");
        let late = Facts { today: day(6, 3), ..facts() };
        assert!(obstacles(&[questions.clone(), report.clone()], &late)[0].contains("is late"));
        let to_follow = DraftItem { to_follow: true, ..report.clone() };
        assert!(obstacles(&[questions.clone(), to_follow], &late).is_empty());
        let there = DraftItem { body: Some("The fences.".into()), ..report };
        let told = check(&[questions, there], &late);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].text.contains("has no recommendations"));
    }

    #[test]
    fn a_private_item_names_its_paragraph_and_the_public_interest() {
        let private = DraftItem {
            exemption: Some(Exemption { paragraphs: Vec::new(), public_interest: String::new() }),
            ..item(1, ItemKind::Presentation, "Lease")
        };
        assert_eq!(obstacles(std::slice::from_ref(&private), &facts()).len(), 2);
        let public = item(2, ItemKind::Presentation, "Fences");
        let told = check(&[private, public], &facts());
        assert!(told.iter().any(|finding| finding.text.contains("comes after a private item")));
    }

    #[test]
    fn what_the_published_agenda_says_is_private_does_not_become_public() {
        let public = DraftItem { number: Some("3".into()), ..item(1, ItemKind::Presentation, "Lease") };
        let published = Facts { is_published: true, private_numbers: vec!["3".to_owned()], ..facts() };
        assert!(obstacles(std::slice::from_ref(&public), &published)[0].contains("private on the published agenda"));
        let exemption = Some(Exemption { paragraphs: vec![3], public_interest: "Prices".to_owned() });
        assert!(obstacles(&[DraftItem { exemption, ..public }], &published).is_empty());
    }

    #[test]
    fn a_late_item_needs_the_chairs_ruling() {
        let late = Facts { is_published: true, clear_days_left: 4, ..facts() };
        let published = DraftItem { number: Some("1".into()), ..item(1, ItemKind::Questions, "Public Question Time") };
        let added = item(2, ItemKind::VerbalUpdate, "Flood");
        assert!(is_late(&added, &late));
        assert!(obstacles(&[published.clone(), added.clone()], &late)[0].contains("rules it urgent"));
        let ruled = DraftItem { urgency: Some("The flood of Monday".into()), ..added.clone() };
        assert!(obstacles(&[published, ruled], &late).is_empty());
        assert!(!is_late(&added, &Facts { clear_days_left: 5, ..late.clone() }));
        assert!(!is_late(&DraftItem { number: Some("4".into()), ..added }, &late));
    }

    #[test]
    fn an_agenda_without_time_place_or_items_is_not_published() {
        let empty = Facts { has_time: false, has_place: false, ..facts() };
        assert_eq!(obstacles(&[], &empty).len(), 3);
        let published = DraftItem { number: Some("1".into()), ..item(1, ItemKind::Questions, "Public Question Time") };
        assert!(obstacles(&[published], &Facts { is_published: true, ..empty }).is_empty());
    }

    proptest! {
        #[test]
        fn numbers_that_were_published_never_change_and_none_is_given_twice(published in proptest::collection::vec(any::<bool>(), 1..20)) {
            let mut count = 0;
            let items: Vec<DraftItem> = (1..).zip(&published).map(|(id, is_published)| {
                count += u32::from(*is_published);
                let number = is_published.then(|| count.to_string());
                DraftItem { number, ..item(id, ItemKind::Report, "An item") }
            }).collect();
            let given = numbers(&items);
            for (item, number) in items.iter().zip(&given) {
                prop_assert!(item.number.is_none() || item.number.as_ref() == Some(number));
            }
            let mut unique = given.clone();
            unique.sort();
            unique.dedup();
            prop_assert_eq!(unique.len(), given.len());
        }
    }
}
