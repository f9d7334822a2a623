//! Samples of the record's components: meetings, minutes, documents, results.

use super::{Sample, renamed};
use crate::{
    ActionEntry, ContentsEntry, DocumentLink, Entry, Event, IdentityBar, MeetingCard, Minute, OpenGlass, Queue, TagColour, Task,
    TaskState, contents, document, documents, entries, glass_banner, glass_openings, identity_bar, marked, meeting_cards, minute,
    minute_banner, movement, resolution, task_list, timeline, with_aside, work_queues,
};
use ::documents::{Block, Clauses, Document, Entry as DocumentEntry, Fact, Section};
use chrono::NaiveDate;
use foundation::Count;
use maud::{Markup, html};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::new("Meetings", "Meetings in a list, each with its day. ui::meeting_cards", meetings()),
        Sample::new(
            "Minutes",
            "A minute with its reference, what was said, what was resolved, and who is to act. ui::minute, ui::resolution, ui::movement, ui::minute_banner",
            minutes(),
        ),
        Sample::new(
            "Document",
            "A report, minutes or an agenda whole, as the same model gives it to a PDF. ui::document, ui::document_entries, ui::one_minute",
            document(&whole(), 2),
        ),
        Sample::new(
            "Documents",
            "Files to open or keep, with format and size. ui::documents",
            documents(&[
                DocumentLink {
                    title: "Agenda and reports of 6 February 2024",
                    address: "#",
                    format: "PDF",
                    bytes: Some(2_340_000),
                    pages: Some(63),
                    note: None,
                },
                DocumentLink {
                    title: "Actions taken by month",
                    address: "#",
                    format: "CSV",
                    bytes: Some(18_200),
                    note: Some("updated 9 May 2024"),
                    ..DocumentLink::default()
                },
            ]),
        ),
        Sample::new(
            "Aside",
            "A page's content with something smaller beside it, under it on a narrow screen. ui::with_aside",
            with_aside(
                "About the Board",
                html! { p class="govuk-body" { "The Board meets five times in a municipal year, in public, at the Town Hall." } },
                html! { h3 class="govuk-heading-s" { "Ask a question" } p class="govuk-body" { "Send it three working days before." } },
            ),
        ),
        Sample::new(
            "Work queues",
            "Tasks of the person who is signed in. ui::work_queues",
            work_queues(&[
                Queue {
                    label: "Questions to answer",
                    count: Count::from(3_i64),
                    address: "#",
                    hint: "From residents, for the meeting of 11 June.",
                },
                Queue {
                    label: "Emergency access to review",
                    count: Count::from(0_i64),
                    address: "#",
                    hint: "Records that someone opened in an emergency.",
                },
            ]),
        ),
        Sample::new("Results", "What a search found, with the sought words marked. ui::entries, ui::marked", results()),
        Sample::new(
            "Identity bar",
            "What a record is, on each of its pages. ui::identity_bar",
            identity_bar(&IdentityBar {
                reference: "SCB27",
                title: "Lighting on the canal towpath",
                state: Some(("In hand", TagColour::Teal)),
                facts: vec![("Owner", "Director of Place".to_owned()), ("Due", "4 June 2024".to_owned())],
            }),
        ),
        Sample::new("Timeline", "What happened to a record. ui::timeline", events()),
        Sample::new(
            "Emergency access",
            "On a record that someone opened with emergency access: who, why, until when, and earlier openings. ui::glass_banner, ui::glass_openings",
            glass(),
        ),
        Sample::new("Task list", "Steps to one end. ui::task_list", tasks()),
        Sample::new(
            "Contents",
            "The contents of a long document; ui::with_contents sets it beside the document. ui::contents",
            renamed(
                contents(&[
                    numbered("1.0", "Purpose", Vec::new()),
                    numbered(
                        "3.0",
                        "Supporting information",
                        vec![ContentsEntry::new("Where incidents happen", "#paragraph-3.1")],
                    ),
                    numbered("6.0", "Recommendation", Vec::new()),
                ]),
                "Contents",
                "Contents of a sample",
            ),
        ),
    ]
}

fn numbered(number: &str, text: &str, entries: Vec<ContentsEntry>) -> ContentsEntry {
    ContentsEntry { number: Some(number.to_owned()), text: text.to_owned(), address: "#paragraph-3.1".to_owned(), entries }
}

fn meetings() -> Markup {
    let link = |label: &str| (label.to_owned(), "#".to_owned());
    let card = MeetingCard {
        title: "Safer Communities Board",
        address: "#",
        date: NaiveDate::default(),
        date_is_exact: true,
        time: Some("6.30pm"),
        place: Some("Council Chamber, Town Hall"),
        state: None,
        note: None,
        links: Vec::new(),
    };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    meeting_cards(
        &[
            MeetingCard {
                date: day(2024, 6, 18),
                state: Some(("Upcoming", TagColour::Blue)),
                note: Some("Moved from Tuesday, 11 June 2024"),
                links: vec![link("Agenda")],
                ..card.clone()
            },
            MeetingCard { date: day(2024, 2, 6), links: vec![link("Agenda"), link("Reports"), link("Minutes")], ..card.clone() },
            MeetingCard { date: day(2023, 9, 1), date_is_exact: false, time: None, place: None, ..card },
        ],
        3,
    )
}

fn minutes() -> Markup {
    let said = html! {
        p class="govuk-body" {
            "The Board received a report on lighting along the canal. Half of the lamps between the two bridges were found dark in "
            "January, and people who answered the survey named the towpath more often than any other place."
        }
        (movement("Councillor B. Sample left the meeting."))
        (resolution("RESOLVED:", &Clauses {
            lead: "That".to_owned(),
            clauses: vec![
                "the report be noted".to_owned(),
                "the lamps be repaired before the clocks go back, and the Board be told when they are".to_owned(),
            ],
        }))
    };
    let plain = Minute {
        id: "SCB26",
        name: Some("SCB26"),
        title: "Public question time",
        private: false,
        heading_level: Some(3),
        body: html! { p class="govuk-body" { "No question had been received." } },
        actions: Vec::new(),
    };
    html! {
        (minute(&plain))
        (minute_banner("Items dealt with under duties exercisable by the Board"))
        (minute(&Minute {
            id: "SCB27",
            name: Some("SCB27 (5)"),
            title: "Lighting on the canal towpath",
            body: said,
            actions: vec![ActionEntry { owner: "Director of Place", task: Some("Repair the lamps"), address: Some("#") }],
            ..plain
        }))
    }
}

fn whole() -> Document {
    let section = Section {
        anchor: "sample-section".to_owned(),
        number: Some("1.0".to_owned()),
        title: "Purpose of the report".to_owned(),
        entries: vec![
            Block::Paragraph { number: Some("1.1".to_owned()), text: "To tell the Board how many lamps are dark.".into() }.into(),
        ],
    };
    Document {
        facts: vec![Fact::new("Report to", "Safer Communities Board"), Fact::new("Date", "6 February 2024")],
        entries: vec![DocumentEntry::Section(section), DocumentEntry::Notice { text: "Draft".to_owned() }],
        ..Document::default()
    }
}

fn results() -> Markup {
    let text = "the lamps be repaired before the clocks go back, and the Board be told when they are";
    entries(
        &[
            Entry {
                title: html! { "Lighting on the canal " mark class="moothall-mark" { "towpath" } },
                address: "#",
                kind: "Minute SCB27",
                facts: vec!["Safer Communities Board".to_owned(), "6 February 2024".to_owned()],
                extract: Some(html! { "… " (marked(text, &[4..9, 13..21])) " …" }),
            },
            Entry {
                title: html! { "Where people feel unsafe" },
                address: "#",
                kind: "Report",
                facts: vec!["Safer Communities Board".to_owned(), "14 November 2023".to_owned()],
                extract: None,
            },
        ],
        3,
    )
}

fn events() -> Markup {
    let event = Event { title: "Agenda published", by: None, moment: "2024-01-29", when: "29 January 2024", content: None };
    timeline(
        &[
            Event {
                title: "Minutes corrected",
                by: Some("Democratic Services"),
                moment: "2024-05-09",
                when: "9 May 2024",
                content: Some(html! { p class="govuk-body" { "The name of a member in attendance was spelt wrongly." } }),
            },
            Event { title: "Minutes published", moment: "2024-02-20", when: "20 February 2024", ..event.clone() },
            event,
        ],
        3,
    )
}

fn glass() -> Markup {
    let reason = "The member asks for advice on an interest before tonight’s meeting, and the clerk cannot be reached.";
    let event = Event {
        title: "Emergency access",
        by: Some("Petra Placeholder"),
        moment: "2024-02-06T16:30:00Z",
        when: "6 February 2024 at 4.30pm",
        content: Some(html! { p class="govuk-body" { (reason) } p class="govuk-body" { "Not reviewed yet." } }),
    };
    html! {
        (glass_banner(&[OpenGlass { who: "Petra Placeholder", reason, until: "6 February 2024 at 5.30pm" }]))
        (glass_openings(&[event], 3))
    }
}

fn tasks() -> Markup {
    let task = Task { title: "Attendance", address: Some("#"), hint: None, state: TaskState::Completed };
    task_list(
        "minutes-tasks",
        &[
            task,
            Task {
                title: "Minutes of each item",
                hint: Some("2 of 6 are written"),
                state: TaskState::Tagged("In hand", TagColour::Teal),
                ..task
            },
            Task { title: "Publish", address: None, state: TaskState::CannotStartYet, ..task },
        ],
    )
}
