//! The form for a work programme item: its fields, validation and faults.

use maud::{Markup, html};
use meetings::board::store::Board;
use meetings::form::{
    NOT_A_DAY, day, day_field, is_ticked, is_too_long, line, line_field, post_field, select_field, some_line, some_text,
    text_field, written_day,
};
use meetings::meeting::ProgrammeItemId;
use meetings::preparation::item::ItemKind;
use meetings::programme::{ProgrammeItem, ProgrammeState, Source};
use serde::Deserialize;

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProgrammeForm {
    pub title: String,
    pub purpose: String,
    pub kind: String,
    pub source: String,
    pub source_detail: String,
    pub owner: String,
    /// A post that is not in the list.
    pub owner_other: String,
    pub crime_scrutiny: String,
    pub due_on: String,
    pub version: String,
}

impl ProgrammeForm {
    pub(crate) fn of(item: &ProgrammeItem) -> Self {
        Self {
            title: item.title.clone(),
            purpose: item.purpose.clone().unwrap_or_default(),
            kind: item.kind.word().to_owned(),
            source: item.source.word().to_owned(),
            source_detail: item.source_detail.clone().unwrap_or_default(),
            owner: item.owner.clone().unwrap_or_default(),
            owner_other: String::new(),
            crime_scrutiny: if item.is_crime_scrutiny { "yes".to_owned() } else { String::new() },
            due_on: written_day(item.due_on),
            version: item.version.to_string(),
        }
    }

    /// Returns a fault for each field that is too long. Long text is rejected rather than truncated.
    fn lengths(&self) -> Vec<ui::Fault<'static>> {
        let fields = [
            (&self.title, 200, "Title must be 200 characters or fewer", "title"),
            (&self.purpose, 2_000, "Purpose must be 2,000 characters or fewer", "purpose"),
            (&self.source_detail, 200, "Details must be 200 characters or fewer", "source_detail"),
            (&self.owner_other, 160, "Post must be 160 characters or fewer", "owner_other"),
        ];
        fields
            .into_iter()
            .filter(|(text, most, ..)| is_too_long(text, *most))
            .map(|(.., message, field)| (message, field))
            .collect()
    }

    /// Parses the submitted item, with this key.
    pub(crate) fn read(&self, board: &Board, id: ProgrammeItemId) -> std::result::Result<ProgrammeItem, Vec<ui::Fault<'static>>> {
        let mut faults = self.lengths();
        let title = line(&self.title, 200);
        if title.is_empty() {
            faults.push(("Enter a title", "title"));
        }
        let kind = ItemKind::read(&self.kind);
        if kind.is_none() {
            faults.push(("Select a kind of item", "kind"));
        }
        let source = Source::read(&self.source);
        if source.is_none() {
            faults.push(("Select where it comes from", "source"));
        }
        let due_on = some_line(&self.due_on, 40).map(|text| day(&text));
        if due_on == Some(None) {
            faults.push((NOT_A_DAY, "due_on"));
        }
        let (Some(kind), Some(source), true) = (kind, source, faults.is_empty()) else { return Err(faults) };
        Ok(ProgrammeItem {
            id,
            board: board.id,
            title,
            purpose: some_text(&self.purpose, 2_000),
            kind,
            source,
            source_detail: some_line(&self.source_detail, 200),
            owner: some_line(if self.owner_other.trim().is_empty() { &self.owner } else { &self.owner_other }, 160),
            is_crime_scrutiny: is_ticked(&self.crime_scrutiny),
            due_on: due_on.flatten(),
            state: ProgrammeState::Planned,
            meeting: None,
            version: self.version.parse().unwrap_or(0),
        })
    }
}

/// Renders the fields of the form.
pub(crate) fn fields(form: &ProgrammeForm, faults: &[ui::Fault<'_>], posts: &[String]) -> Markup {
    let kinds = [ItemKind::Report, ItemKind::Presentation, ItemKind::VerbalUpdate];
    let kinds: Vec<(String, String)> = kinds.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect();
    let sources: Vec<(String, String)> =
        Source::ALL.iter().map(|source| (source.word().to_owned(), source.label().to_owned())).collect();
    html! {
        (line_field("title", "Title", &form.title, None, faults))
        (text_field("purpose", "Purpose", &form.purpose, Some("What the board is asked to do"), 2, faults))
        (select_field("kind", "Kind", &form.kind, &kinds, faults))
        (select_field("source", "Source", &form.source, &sources, faults))
        (line_field("source_detail", "Source details", &form.source_detail, Some("For example, the standing order, member or recommendation"), faults))
        (post_field("owner", "Lead officer", (&form.owner, &form.owner_other), posts, faults))
        (day_field("due_on", "Due at a meeting by", &form.due_on, Some("For example, 12 November 2024. Leave blank if there is no deadline."), faults))
        (ui::checkboxes(&ui::Choices {
            name: "crime_scrutiny", legend: "Duty",
            choices: vec![ui::Choice {
                value: "yes", text: "Scrutiny of crime and disorder", hint: Some("Police and Justice Act 2006, section 19"),
                chosen: is_ticked(&form.crime_scrutiny)
            }],
            ..Default::default()
        }))
    }
}
