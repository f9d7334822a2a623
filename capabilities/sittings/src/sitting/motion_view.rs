//! Views of motions, amendments and votes at an item.

use crate::sitting::item_view::ItemForms;
use crate::sitting::pages::{MemberField, member_field};
use crate::sitting::presence_view::secondary;
use maud::{Markup, html};
use meetings::sitting;
use meetings::sitting::Recorded;

/// The motions at an item, each with its key and first words.
type Motions = Vec<(String, String)>;

/// Renders the forms for motions and votes.
pub(crate) fn motions(forms: ItemForms<'_>) -> Markup {
    let view = forms.view;
    let all: Vec<(i64, String)> = view
        .entries
        .iter()
        .filter(|entry| entry.stands() && entry.item == Some(forms.item.id))
        .filter_map(|entry| match &entry.what {
            Recorded::Motion { text, .. } => Some((entry.id, text.chars().take(80).collect())),
            _ => None,
        })
        .collect();
    let shown = |(id, text): &(i64, String)| (id.to_string(), text.clone());
    let motions: Motions = all.iter().map(shown).collect();
    let open: Motions = all.iter().filter(|(id, _)| !sitting::is_voted_on(&view.entries, *id)).map(shown).collect();
    let is_back = |panel: &str| forms.is_back(panel);
    html! {
        (ui::details_shown("Record a motion or amendment", is_back("motion"), motion(forms, &motions)))
        @if !open.is_empty() || is_back("hands") || is_back("named") {
            (ui::details_shown("Record a vote by show of hands", is_back("hands"), hands(forms, &open)))
            (ui::details_shown("Record a named vote", is_back("named"), named(forms, &open)))
        }
    }
}

fn choose(
    forms: ItemForms<'_>,
    (id, name): (&str, &str),
    label: &str,
    value: &str,
    options: &Motions,
    none: Option<&str>,
) -> Markup {
    let options = none
        .map(|text| ui::SelectOption { value: "", text })
        .into_iter()
        .chain(options.iter().map(|(value, text)| ui::SelectOption { value, text }));
    let (options, error) = (options.collect(), forms.error(id));
    ui::select(&ui::Select { name, id: Some(id), label, value: Some(value), error, options, ..Default::default() })
}

fn motion(forms: ItemForms<'_>, motions: &Motions) -> Markup {
    let barred = sitting::barred(&forms.view.entries, forms.item.id);
    let present: Vec<_> = forms.view.present().into_iter().filter(|person| !barred.contains(person)).collect();
    let member = |id: &str, name: &str, label: &str, value: &str| {
        let field =
            MemberField { name, id, label, value, error: forms.error(id), only: Some(&present), none: Some("Not recorded") };
        member_field(forms.view, &field)
    };
    let fields = html! {
        (forms.area(("motion-text", "text"), "Motion", forms.typed("motion", |form| &form.text), (None, 2)))
        (member("motion-mover", "mover", "Moved by", forms.typed("motion", |form| &form.mover)))
        (member("motion-seconder", "seconder", "Seconded by", forms.typed("motion", |form| &form.seconder)))
        @if !motions.is_empty() {
            (choose(forms, ("motion-amends", "amends"), "Amends", forms.typed("motion", |form| &form.amends), motions, Some("Nothing: a new motion")))
        }
    };
    forms.form(("motion", "motion"), &fields, &secondary("Record the motion"))
}

fn hands(forms: ItemForms<'_>, open: &Motions) -> Markup {
    let count = |id: &str, name: &str, label: &str, value: &str| {
        ui::input(&ui::Input {
            name,
            id: Some(id),
            label,
            value,
            width: Some(3),
            kind: ui::InputKind::Number,
            error: forms.error(id),
            ..Default::default()
        })
    };
    let fields = html! {
        (choose(forms, ("hands-motion", "motion"), "Motion voted on", forms.typed("hands", |form| &form.motion), open, None))
        (count("hands-in_favour", "in_favour", "For", forms.typed("hands", |form| &form.in_favour)))
        (count("hands-against", "against", "Against", forms.typed("hands", |form| &form.against)))
        (count("hands-abstained", "abstained", "Abstained", forms.typed("hands", |form| &form.abstained)))
        (casting(forms, "hands"))
    };
    forms.form(("vote", "hands"), &fields, &secondary("Record the vote"))
}

fn named(forms: ItemForms<'_>, open: &Motions) -> Markup {
    let present = forms.view.present();
    let barred = sitting::barred(&forms.view.entries, forms.item.id);
    let voters = forms.view.seats.iter().filter(|seat| present.contains(&seat.person) && !barred.contains(&seat.person));
    let fields = html! {
        (choose(forms, ("named-motion", "motion"), "Motion voted on", forms.typed("named", |form| &form.motion), open, None))
        @for seat in voters {
            @let field = format!("vote-{}", seat.person);
            (ui::select(&ui::Select {
                name: &field, label: &seat.name.full(),
                value: Some(forms.typed("named", |form| form.others.get(&field).map_or("", String::as_str))),
                options: [("", "Did not vote"), ("for", "For"), ("against", "Against"), ("abstained", "Abstained")]
                    .into_iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
                ..Default::default()
            }))
        }
        (casting(forms, "named"))
    };
    forms.form(("vote", "named"), &fields, &secondary("Record the vote"))
}

fn casting(forms: ItemForms<'_>, panel: &str) -> Markup {
    let id = format!("{panel}-casting");
    ui::select(&ui::Select {
        name: "casting",
        id: Some(&id),
        label: "Chair’s casting vote, if the votes are equal",
        value: Some(forms.typed(panel, |form| &form.casting)),
        error: forms.error(&id),
        options: [("", "None"), ("for", "For"), ("against", "Against")]
            .into_iter()
            .map(|(value, text)| ui::SelectOption { value, text })
            .collect(),
        ..Default::default()
    })
}
