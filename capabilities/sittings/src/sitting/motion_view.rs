//! Views of motions, amendments and votes at an item.

use crate::sitting::item_view::{ItemForms, area};
use crate::sitting::pages::{MemberField, member_field};
use crate::sitting::presence_view::secondary;
use maud::{Markup, html};
use meetings::sitting;
use meetings::sitting::Recorded;
use ui::FormState;

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

fn choose(form: &FormState, (id, name): (&str, &str), label: &str, options: &Motions, none: Option<&str>) -> Markup {
    form.select(&ui::Select { name, id: Some(id), label, ..Default::default() }, none, options)
}

fn motion(forms: ItemForms<'_>, motions: &Motions) -> Markup {
    let barred = sitting::barred(&forms.view.entries, forms.item.id);
    let present: Vec<_> = forms.view.present().into_iter().filter(|person| !barred.contains(person)).collect();
    let form = forms.state("motion", &[]);
    let member = |id: &str, name: &str, label: &str| {
        let field = MemberField { name, id, label, only: Some(&present), none: Some("Not recorded") };
        member_field(forms.view, &form, &field)
    };
    let fields = html! {
        (area(&form, ("motion-text", "text"), "Motion", (None, 2)))
        (member("motion-mover", "mover", "Moved by"))
        (member("motion-seconder", "seconder", "Seconded by"))
        @if !motions.is_empty() {
            (choose(&form, ("motion-amends", "amends"), "Amends", motions, Some("Nothing: a new motion")))
        }
    };
    forms.form(("motion", "motion"), &fields, &secondary("Record the motion"))
}

fn hands(forms: ItemForms<'_>, open: &Motions) -> Markup {
    let form = forms.state("hands", &[]);
    let count = |id: &str, name: &str, label: &str| {
        let kind = ui::InputKind::Number;
        form.input(&ui::Input { name, id: Some(id), label, width: Some(3), kind, ..Default::default() })
    };
    let fields = html! {
        (choose(&form, ("hands-motion", "motion"), "Motion voted on", open, None))
        (count("hands-in_favour", "in_favour", "For"))
        (count("hands-against", "against", "Against"))
        (count("hands-abstained", "abstained", "Abstained"))
        (casting(&form, "hands-casting"))
    };
    forms.form(("vote", "hands"), &fields, &secondary("Record the vote"))
}

fn named(forms: ItemForms<'_>, open: &Motions) -> Markup {
    let present = forms.view.present();
    let barred = sitting::barred(&forms.view.entries, forms.item.id);
    let voters = forms.view.seats.iter().filter(|seat| present.contains(&seat.person) && !barred.contains(&seat.person));
    let form = forms.state("named", &[]);
    let fields = html! {
        (choose(&form, ("named-motion", "motion"), "Motion voted on", open, None))
        @for seat in voters {
            (form.select(
                &ui::Select { name: &format!("vote-{}", seat.person), label: &seat.name.full(), ..Default::default() },
                Some("Did not vote"), &[("for", "For"), ("against", "Against"), ("abstained", "Abstained")],
            ))
        }
        (casting(&form, "named-casting"))
    };
    forms.form(("vote", "named"), &fields, &secondary("Record the vote"))
}

fn casting(form: &FormState, id: &str) -> Markup {
    const LABEL: &str = "Chair’s casting vote, if the votes are equal";
    let field = ui::Select { name: "casting", id: Some(id), label: LABEL, ..Default::default() };
    form.select(&field, Some("None"), &[("for", "For"), ("against", "Against")])
}
