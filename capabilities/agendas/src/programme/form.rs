//! The form for a work programme item: its fields, and reading them.

use crate::lead_officer::LeadOfficerFields;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::board::store::Board;
use meetings::meeting::ProgrammeItemId;
use meetings::preparation::item::ItemKind;
use meetings::programme::{ProgrammeItem, ProgrammeState, Source};
use ui::FormState;
use web::{NOT_A_DATE, SubmittedForm};

const OWNER: LeadOfficerFields = LeadOfficerFields { listed: "owner", other: "owner_other" };

/// The fields with their labels, for a person whose change met someone else's.
pub(crate) const COMPARED: [(&str, &str); 8] = [
    ("Title", "title"),
    ("Purpose", "purpose"),
    ("Kind", "kind"),
    ("Source", "source"),
    ("Source details", "source_detail"),
    ("Lead officer", "owner"),
    ("Due at a meeting by", "due_on"),
    ("Scrutiny of crime and disorder", "crime_scrutiny"),
];

/// Returns the form as it opens for an item.
pub(crate) fn form_of(item: &ProgrammeItem) -> FormState {
    let mut form = FormState::of([
        ("title", item.title.clone()),
        ("purpose", item.purpose.clone().unwrap_or_default()),
        ("kind", item.kind.word().to_owned()),
        ("source", item.source.word().to_owned()),
        ("source_detail", item.source_detail.clone().unwrap_or_default()),
        ("owner", item.owner.clone().unwrap_or_default()),
        ("due_on", item.due_on.map(civil_date::written).unwrap_or_default()),
        ("version", item.version.to_string()),
    ]);
    form.tick("crime_scrutiny", item.is_crime_scrutiny);
    form
}

/// Reads the item, with this key.
pub(crate) fn read(form: &mut SubmittedForm, board: &Board, id: ProgrammeItemId) -> Option<ProgrammeItem> {
    let title = form.line("title").at_most(200, "Title").required("Enter a title");
    let purpose = form.lines("purpose").at_most(2_000, "Purpose").optional();
    let kind = form.parse("kind", ItemKind::read).or_fault("Select a kind of item");
    let source = form.parse("source", Source::read).or_fault("Select where it comes from");
    let source_detail = form.line("source_detail").at_most(200, "Details").optional();
    let owner = OWNER.read(form).optional();
    let due_on = form.date("due_on").optional(NOT_A_DATE);
    form.accept(())?;
    Some(ProgrammeItem {
        id,
        board: board.id,
        title: title?,
        purpose: purpose?,
        kind: kind?,
        source: source?,
        source_detail: source_detail?,
        owner: owner?,
        is_crime_scrutiny: form.is_ticked("crime_scrutiny"),
        due_on: due_on?,
        state: ProgrammeState::Planned,
        meeting: None,
        version: form.version(),
    })
}

/// Renders the fields of the form.
pub(crate) fn fields(form: &FormState, posts: &[String]) -> Markup {
    let kinds = [ItemKind::Report, ItemKind::Presentation, ItemKind::VerbalUpdate].map(|kind| (kind.word(), kind.label()));
    let sources = Source::ALL.map(|source| (source.word(), source.label()));
    html! {
        (form.line("title", "Title"))
        (form.textarea(&ui::Textarea { name: "purpose", label: "Purpose", hint: Some("What the board is asked to do"), rows: Some(2), ..Default::default() }))
        (form.select(&ui::Select { name: "kind", label: "Kind", ..Default::default() }, None, &kinds))
        (form.select(&ui::Select { name: "source", label: "Source", ..Default::default() }, None, &sources))
        (form.input(&ui::Input {
            name: "source_detail", label: "Source details", hint: Some("For example, the standing order, member or recommendation"), ..Default::default()
        }))
        (OWNER.render(form, posts))
        (form.date(&ui::DateInput {
            name: "due_on", label: "Due at a meeting by", hint: Some("For example, 12 November 2024. Leave blank if there is no deadline."), ..Default::default()
        }))
        (form.checkbox("crime_scrutiny", "Duty", "Scrutiny of crime and disorder", Some("Police and Justice Act 2006, section 19")))
    }
}
