//! Converts an annual report to the document from which its page, plain text and PDF are made.

use crate::annual_report::{AnnualReport, ItemOfYear, MeetingOfYear};
use crate::writing::blocks;
use documents::{Block, Document, Entry, ListItem, ListStyle, Section};
use meetings::minutes::BoardRole;

/// Returns the report as a document.
pub(crate) fn document(report: &AnnualReport) -> Document {
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |anchor: &str, title: &str, content: Vec<Entry>| {
        if !content.is_empty() {
            let section = Section { anchor: anchor.to_owned(), title: title.to_owned(), entries: content, ..Section::default() };
            entries.push(Entry::Section(section));
        }
    };
    add("foreword", "Foreword", foreword(report));
    add("membership", "Membership", membership(report));
    add("responsibilities", "What the Board is responsible for", text(report.responsibilities.as_deref().unwrap_or_default()));
    add("review", "Review of the year", review(report));
    add("overview", "Overview", text(report.overview.as_deref().unwrap_or_default()));
    for meeting in &report.meetings {
        add(&format!("meeting-{}", meeting.id), &format!("Meeting of {}", meeting.day), self::meeting(meeting));
    }
    for (place, service) in (1..).zip(&report.services) {
        add(&format!("service-{place}"), &service.title, text(&service.text));
    }
    add("actions", "Actions", actions(report));
    Document {
        anchor: "annual-report".to_owned(),
        caption: Some(report.board.clone()),
        title: report.title(),
        entries,
        ..Document::default()
    }
}

fn text(text: &str) -> Vec<Entry> {
    blocks(text).into_iter().map(Entry::from).collect()
}

fn paragraph(text: impl Into<documents::Text>) -> Entry {
    Entry::from(Block::paragraph(text))
}

fn foreword(report: &AnnualReport) -> Vec<Entry> {
    let mut entries = text(report.foreword.as_deref().unwrap_or_default());
    if let (false, Some(chair)) = (entries.is_empty(), report.chair()) {
        entries.push(paragraph(format!("{}, Chair of the {}", chair.name, report.board)));
    }
    entries
}

fn membership(report: &AnnualReport) -> Vec<Entry> {
    if report.members.is_empty() {
        return Vec::new();
    }
    let count = report.members.len();
    let members = if count == 1 { "one member".to_owned() } else { format!("{count} members") };
    let minuted = report.minuted();
    let mut entries = vec![paragraph(format!("In {} the Board had {members}.", report.year))];
    if minuted == 0 {
        let seat = |member: &crate::annual_report::Member| match member.role {
            BoardRole::Member => ListItem::bullet(member.name.clone()),
            role => ListItem::bullet(format!("{} ({})", member.name, role.words())),
        };
        let items = report.members.iter().map(seat).collect();
        entries.push(Block::List { style: ListStyle::Bullets, items }.into());
        return entries;
    }
    let meetings = if minuted == 1 { "the one meeting".to_owned() } else { format!("the {minuted} meetings") };
    let row = |member: &crate::annual_report::Member| {
        vec![
            member.name.clone(),
            member.role.words().to_owned(),
            member.present.to_string(),
            member.apologies.to_string(),
            member.council_business.to_string(),
        ]
    };
    entries.push(
        Block::Table {
            caption: Some(format!("Attendance at {meetings} with published minutes")),
            columns: ["Member", "Role", "Present", "Apologies", "On Council business"].map(str::to_owned).into(),
            rows: report.members.iter().map(row).collect(),
        }
        .into(),
    );
    entries
}

fn review(report: &AnnualReport) -> Vec<Entry> {
    let sentence = match report.meetings.as_slice() {
        [] => return Vec::new(),
        [_] => "The Board met once:".to_owned(),
        meetings => format!("The Board met {} times:", meetings.len()),
    };
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let line = |meeting: &MeetingOfYear| {
        let items = counted(meeting.business().count(), "item", "items");
        let decisions = match meeting.decisions.len() {
            0 => String::new(),
            count => format!(", {}", counted(count, "decision", "decisions")),
        };
        ListItem::bullet(format!("{}: {items}{decisions}", meeting.day))
    };
    let items = report.meetings.iter().map(line).collect();
    vec![paragraph(sentence), Block::List { style: ListStyle::Bullets, items }.into()]
}

fn heading(text: &str) -> Entry {
    Block::Heading { level: 1, number: None, text: text.to_owned() }.into()
}

fn meeting(meeting: &MeetingOfYear) -> Vec<Entry> {
    let mut entries: Vec<Entry> = meeting.business().flat_map(item).collect();
    if !meeting.decisions.is_empty() {
        entries.push(heading("What was decided"));
        let line = |decision: &crate::annual_report::DecisionOfYear| {
            let reference = decision.reference.as_ref().map(|reference| format!("{reference} ")).unwrap_or_default();
            ListItem::bullet(format!("{reference}{}: {}", decision.title, decision.sentence))
        };
        let items = meeting.decisions.iter().map(line).collect();
        entries.push(Block::List { style: ListStyle::Bullets, items }.into());
    }
    entries
}

fn item(item: &ItemOfYear) -> Vec<Entry> {
    let mut entries = vec![heading(&item.title)];
    if item.private {
        entries.push(paragraph("This item was taken in private."));
    }
    entries.extend(text(item.summary.as_deref().unwrap_or_default()));
    if item.is_edited {
        let recorded = match &item.recorded {
            Some(recorded) => format!("This summary was written for the annual report. The record has: {recorded}"),
            None => "This summary was written for the annual report. The record has none.".to_owned(),
        };
        entries.push(Entry::Notice { text: recorded });
    }
    entries
}

fn actions(report: &AnnualReport) -> Vec<Entry> {
    if report.actions.is_empty() {
        return Vec::new();
    }
    let tells = report.actions.iter().any(|action| action.done.is_some());
    let row = |action: &crate::annual_report::ActionOfYear| {
        let task = action.task.as_ref().map(|task| format!("{task} ({})", action.matter));
        let mut row = vec![action.owner.clone(), task.unwrap_or_else(|| action.matter.clone())];
        if tells {
            row.push(match action.done {
                Some(true) => "Done".to_owned(),
                Some(false) => "Open".to_owned(),
                None => "Not recorded".to_owned(),
            });
        }
        row
    };
    let mut columns = vec!["Owner".to_owned(), "Matter".to_owned()];
    if tells {
        columns.push("Status".to_owned());
    }
    let table = Block::Table {
        caption: Some("Actions agreed at meetings".to_owned()),
        columns,
        rows: report.actions.iter().map(row).collect(),
    };
    vec![table.into()]
}
