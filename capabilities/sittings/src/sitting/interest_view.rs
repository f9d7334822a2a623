//! Views of interests at an item: those declared before the meeting, those declared at it, and the form to declare one now.

use crate::sitting::item_view::{ItemForms, tick};
use crate::sitting::pages::{MemberField, member_field};
use crate::sitting::presence::Presence;
use crate::sitting::presence_view::secondary;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::interests::{Interest, InterestKind};
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::sitting::{Entry, Recorded};
use ui::hidden;

/// Renders the interests at an item, or those at all items if this is the item for declarations.
pub(crate) fn interests(forms: ItemForms<'_>) -> Markup {
    let is_for_all = forms.item.kind == ItemKind::Declarations;
    let view = forms.view;
    let concerns = |item: meetings::meeting::DraftItemId| is_for_all || item == forms.item.id;
    let is_recorded = |interest: &Interest| {
        view.entries.iter().any(|entry| {
            entry.stands()
                && entry.item == Some(interest.item)
                && matches!(&entry.what, Recorded::Declared { person, interest: kind, .. }
                    if *person == interest.person.get() && kind == interest.kind.word())
        })
    };
    let ahead: Vec<&Interest> = view.ahead.iter().filter(|interest| concerns(interest.item) && !is_recorded(interest)).collect();
    let declared = view.entries.iter().filter(|entry| entry.stands() && entry.item.is_some_and(concerns));
    html! {
        @for entry in declared { (said(forms, entry)) }
        @for interest in &ahead { (told_ahead(forms, interest)) }
        (ui::details_shown("Record a declaration of interest", forms.is_back("declared"), declaring(forms, is_for_all)))
    }
}

/// Returns the item that an interest is about, if it is not the current one.
fn about(forms: ItemForms<'_>, item: Option<meetings::meeting::DraftItemId>) -> String {
    let other = item.filter(|item| *item != forms.item.id).and_then(|item| forms.view.item(item));
    other.map(|item| format!(" in item {}", named(item))).unwrap_or_default()
}

fn named(item: &DraftItem) -> String {
    match &item.number {
        Some(number) => format!("{number}, {}", item.own_title()),
        None => item.own_title().to_owned(),
    }
}

/// Renders an interest declared at the meeting. A member who may not take part leaves when the item is reached.
fn said(forms: ItemForms<'_>, entry: &Entry) -> Markup {
    let Recorded::Declared { person, interest, is_sensitive, nature, .. } = &entry.what else { return html! {} };
    let kind = InterestKind::read(interest);
    let name = forms.view.name(*person);
    let is_there =
        meetings::meeting::PersonId::new(*person).is_some_and(|person| forms.view.presence(person) == Presence::Present);
    let must_leave = kind.is_some_and(InterestKind::bars_from_taking_part) && entry.item == Some(forms.item.id) && is_there;
    let nature = if *is_sensitive { "sensitive, so its nature is not minuted" } else { nature };
    html! {
        (ui::inset_text(html! {
            (ui::paragraph(html! { (name) " declared: " (kind.map_or("Interest", InterestKind::label)) (about(forms, entry.item)) ". " (nature) }))
            @if must_leave {
                (ui::paragraph(html! { strong { (name) " is recorded as present and cannot take part in this item." } }))
                (forms.form(("left", "moved"), &hidden("person", person), &secondary(&format!("Record that {name} left"))))
            }
        }))
    }
}

/// Renders an interest that a member declared before the meeting.
fn told_ahead(forms: ItemForms<'_>, interest: &Interest) -> Markup {
    let view = forms.view;
    let is_here = interest.item == forms.item.id;
    let fields = html! {
        (hidden("person", interest.person)) (hidden("interest", interest.kind.word())) (hidden("nature", &interest.nature))
        (hidden("about", interest.item))
        @if interest.is_sensitive { (hidden("sensitive", "yes")) }
        @if interest.kind.bars_from_taking_part() && is_here { (hidden("withdrew", "yes")) }
    };
    html! {
        (ui::inset_text(html! {
            (ui::paragraph(html! {
                (view.name(interest.person.get())) " declared before the meeting: " (interest.kind.label()) (about(forms, Some(interest.item))) ". " (interest.nature)
                @if interest.is_sensitive { " (sensitive: not for the minutes)" }
            }))
            @if interest.kind.bars_from_taking_part() && !is_here {
                (ui::hint_paragraph("They leave when the item is reached."))
            }
            (forms.form(("declared", "ahead"), &fields, &secondary("Record the declaration")))
            @if let Some(by) = view.notify_by.filter(|_| interest.kind.bars_from_taking_part() && !interest.is_on_register) {
                (ui::hint_paragraph(html! { "Not on the register: the monitoring officer must be notified by " (civil_date::written(by)) " (Localism Act 2011, section 31)." }))
            }
        }))
    }
}

fn declaring(forms: ItemForms<'_>, is_for_all: bool) -> Markup {
    let present = forms.view.present();
    let items: Vec<(String, String)> = forms
        .view
        .items
        .iter()
        .filter(|item| !item.kind.is_opening() || (item.id == forms.item.id && !is_for_all))
        .map(|item| (item.id.to_string(), named(item)))
        .collect();
    // At the item for declarations, the clerk must select the item concerned.
    let choose = is_for_all.then(|| ("select".to_owned(), "Select an item".to_owned()));
    let items: Vec<(String, String)> = choose.into_iter().chain(items).collect();
    let form = forms.state("declared", &[("about", &forms.item.id.to_string())]);
    let kinds = InterestKind::ALL.map(|kind| (kind.word(), kind.label()));
    let member = MemberField { name: "person", id: "declared-person", label: "Member", only: Some(&present), none: None };
    let about = ui::Select {
        name: "about",
        id: Some("declared-about"),
        label: "Item the interest is in",
        hint: Some("An interest can be declared before its item is reached"),
        ..Default::default()
    };
    let fields = html! {
        (member_field(forms.view, &form, &member))
        (form.select(&about, None, &items))
        (form.select(&ui::Select { name: "interest", id: Some("declared-interest"), label: "Kind of interest", ..Default::default() }, None, &kinds))
        (form.line_at(("declared-nature", "nature"), "Nature of the interest", None))
        (tick(&form, ("declared-withdrew", "withdrew"), "Withdrawal", "The member left the meeting for this item"))
        (tick(&form, ("declared-sensitive", "sensitive"), "Sensitive interest", "The interest is sensitive (Localism Act 2011, section 32)"))
    };
    forms.form(("declared", "declared"), &fields, &secondary("Record the declaration"))
}
