//! An agenda as a document.

use crate::agenda::{Agenda, AgendaItem, item_numbers};
use documents::{AgendaLine, Document, Entry, Fact};
use foundation::{civil_date, text::readable_title, time_of_day};

/// Returns the agenda as it was published, without its papers.
pub fn document(agenda: &Agenda) -> Document {
    let day = agenda.held_on.date();
    let (written, weekday) = if agenda.held_on.is_exact() {
        (civil_date::written(day), civil_date::written_with_weekday(day))
    } else {
        (civil_date::written_month(day), civil_date::written_month(day))
    };
    let mut facts = vec![Fact::new("Date", weekday)];
    facts.extend(agenda.starts_at.map(|time| Fact::new("Time", time_of_day::written(time))));
    facts.extend(agenda.place.as_ref().map(|place| Fact::new("Place", place)));
    facts.extend(agenda.short_notice.as_ref().map(|ground| Fact::new("Short notice", ground)));
    Document {
        anchor: "agenda".to_owned(),
        caption: Some(agenda.board.clone()),
        title: format!("Agenda, {written}"),
        facts,
        entries: vec![Entry::Agenda { items: agenda.items.iter().zip(item_numbers(&agenda.items)).map(line).collect() }],
        ..Document::default()
    }
}

fn line((item, number): (&AgendaItem, Option<String>)) -> AgendaLine {
    AgendaLine { number, title: readable_title(&item.title), detail: item_detail(item), part: None }
}

/// Returns the text below an item's title on the agenda itself.
fn item_detail(item: &AgendaItem) -> Option<String> {
    if item.private && item.paragraphs.is_empty() {
        return Some("Not for publication".to_owned());
    }
    let told = [item.lead_officer.clone(), item.told()];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(". "))
}

/// Returns the text below an item's title. For a private item it says only that it is private.
pub fn detail(private: bool, summary: Option<&str>, officer: Option<&str>) -> Option<String> {
    if private {
        return Some("Not for publication".to_owned());
    }
    officer.or(summary).map(str::to_owned)
}
