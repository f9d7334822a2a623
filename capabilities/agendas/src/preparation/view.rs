//! The view of a draft agenda.

use crate::agenda;
use crate::agenda::check::Facts;
use crate::preparation::pages::PrepareQuery;
use foundation::{civil_date, london, text::readable_title};
use maud::{Markup, html};
use meetings::agenda::{Agenda, item_numbers};
use meetings::interests::Reply;
use meetings::meeting::Meeting;
use meetings::meeting::managing::trail;
use meetings::members::seat_store::SeatOn;
use meetings::preparation::item::DraftItem;
use meetings::preparation::store::DraftAgenda;
use meetings::programme::ProgrammeItem;
use publications::Publication;
use web::AppState;

/// The data shown on the page.
pub(crate) struct PrepareView {
    pub meeting: Meeting,
    pub items: Vec<DraftItem>,
    /// The removed items that can be restored.
    pub removed: Vec<DraftItem>,
    pub facts: Facts,
    pub draft: Option<DraftAgenda>,
    /// The published agenda.
    pub publication: Option<Publication>,
    /// The items of the published agenda, each with its number and title.
    pub published_items: Vec<(String, String)>,
    /// Whether the published items are the ones being edited here.
    pub is_taken_over: bool,
    pub planned: Vec<ProgrammeItem>,
    /// The pages of other capabilities about the meeting.
    pub parts: Vec<(String, String)>,
    /// The action just completed and who was told, if others were to be told.
    pub told: Option<String>,
    pub problems: usize,
    pub sees_private: bool,
    pub may_prepare: bool,
    /// Members' replies about attending.
    pub replies: Vec<Reply>,
    /// Who sits on the board on the day.
    pub seats: Vec<SeatOn>,
}

/// Returns the numbers and titles of a published agenda.
pub(crate) fn published_items(agenda: &Agenda) -> Vec<(String, String)> {
    let titles = agenda.items.iter().map(|item| readable_title(&item.title));
    item_numbers(&agenda.items).into_iter().map(Option::unwrap_or_default).zip(titles).collect()
}

/// Renders the page.
pub(crate) fn page(state: &AppState, view: &PrepareView, query: &PrepareQuery) -> Markup {
    let meeting = &view.meeting;
    let page = ui::Page {
        title: &format!("Agenda, {}, {}", meeting.board_name, meeting.short_day()),
        section: Some(ui::Section::Work),
        breadcrumbs: trail(meeting)[..2].to_vec(),
        ..state.page()
    };
    let address = meeting.address();
    let content = html! {
        (banner(view, query))
        (ui::heading(Some(&meeting.board_name), &format!("Agenda for {}", meeting.day())))
        @if meeting.is_cancelled { (ui::warning_text(html! { "This meeting has been cancelled." })) }
        (status(view))
        (particulars(meeting, &view.facts))
        (ui::two_thirds(html! {
                (ui::h2("Items"))
                @if view.publication.is_some() && !view.is_taken_over { (published_elsewhere(view)) }
                @if !view.items.is_empty() { (order(view, query)) }
                @else if view.publication.is_none() { (ui::paragraph("No agenda items yet.")) }
                @if view.may_prepare { (actions(state, view)) }
                @if !view.removed.is_empty() { (removed(view)) }
                @if let Some(draft) = &view.draft {
                    (ui::small(html! { "Last changed by " (draft.changed_by) ", " (london::on_page(draft.changed_at)) "." }))
                }
            }, html! {
                (ui::h2("Meeting"))
                (ui::spaced_list(html! {
                    @if view.may_prepare {
                        li { (ui::link(format!("{address}/sitting"), "In the meeting")) }
                        li { (ui::link(format!("{address}/minutes/draft"), "Minutes")) }
                    }
                    @for (label, page) in &view.parts { li { (ui::link(page, label)) } }
                    @if view.sees_private { li { (ui::link(format!("{address}/private"), "Private papers")) } }
                    @if view.may_prepare { li { (ui::link(format!("{address}/change"), "Move or cancel this meeting")) } }
                    @if view.may_prepare && meeting.is_to_come(view.facts.today) { li { (ui::link(format!("{address}/deadlines"), "Change the deadlines")) } }
                    li { (ui::link(&address, "View public page")) }
                }))
                @if view.may_prepare && !view.seats.is_empty() { (attending(view)) }
                @if view.may_prepare && !view.planned.is_empty() { (programme(view)) }
            }))
    };
    ui::page(&page, content)
}

/// Renders a banner for the action just completed. Actions on one item are confirmed at the item instead.
fn banner(view: &PrepareView, query: &PrepareQuery) -> Markup {
    if let Some(told) = &view.told {
        return ui::done(told);
    }
    let said = match query.done.as_str() {
        "begun" => "Standing items added",
        "deadlines" => "Deadlines saved",
        "taken-over" => "You can now work on the published agenda",
        "added" => "Item added",
        "several" => "Items added",
        "saved" => "Changes saved",
        "none-chosen" => "No items selected",
        "removed" => return removed_banner(view, query),
        _ => return html! {},
    };
    ui::done(said)
}

fn removed_banner(view: &PrepareView, query: &PrepareQuery) -> Markup {
    let Some(item) = view.removed.iter().find(|item| item.id.to_string() == query.item) else { return html! {} };
    ui::done_with(&format!("Item removed: {}", item.own_title()), restore_button(view, item, "Undo"))
}

fn restore_button(view: &PrepareView, item: &DraftItem, label: &str) -> Markup {
    html! {
        form action={ (view.meeting.address()) "/items/" (item.id) "/restore" } method="post" {
            (ui::order_button(label, html! { ": " (item.own_title()) }))
        }
    }
}

/// Renders whether the agenda is public, since when, and what of it is not.
fn status(view: &PrepareView) -> Markup {
    let unpublished = view.items.iter().filter(|item| item.number.is_none()).count();
    html! {
        @match &view.publication {
            Some(publication) => (ui::paragraph(html! {
                (ui::tag("Published", ui::TagColour::Green)) " "
                (ui::link(format!("/publications/{}", publication.id), html! { "Version " (publication.version) }))
                ", published " (london::on_page(publication.published_at)) "."
                @if let Some(reason) = &publication.reason { " " (reason.trim_end_matches('.')) "." }
                @if unpublished > 0 && view.is_taken_over {
                    " " strong { (unpublished) @if unpublished == 1 { " item is" } @else { " items are" } " not published yet." }
                }
            })),
            None => (ui::paragraph(ui::tag("Not published", ui::TagColour::Yellow))),
        }
    }
}

/// Renders an agenda that was published elsewhere and is not yet edited here.
fn published_elsewhere(view: &PrepareView) -> Markup {
    html! {
        (ui::paragraph("This agenda was published outside this agenda editor."))
        (ui::list(html! { @for (number, title) in &view.published_items { li { (number) " " (title) } } }))
        @if view.may_prepare {
            form action={ (view.meeting.address()) "/prepare/begin" } method="post" {
                (ui::paragraph("You can add items and papers to it, correct it, and record its meeting and minutes."))
                (ui::send("Work on the published agenda"))
            }
        }
    }
}

fn actions(state: &AppState, view: &PrepareView) -> Markup {
    let address = view.meeting.address();
    let link = |text: &str, page: &str, kind: ui::ButtonKind| {
        ui::button(&ui::Button { text, address: Some(&format!("{address}{page}")), kind, ..Default::default() })
    };
    let is_published = view.publication.is_some();
    html! {
        @if !is_published && !view.items.iter().any(|item| item.kind.is_opening()) {
            form action={ (address) "/prepare/begin" } method="post" {
                (ui::send("Add the standing items"))
            }
        }
        @if !is_published || view.is_taken_over {
            (ui::button_group(html! {
                (link("Add an item", "/items/add", ui::ButtonKind::Secondary))
                (link("Add several items", "/items/add-several", ui::ButtonKind::Secondary))
                @if !view.items.is_empty() && state.printing.is_some() {
                    (ui::link(format!("{address}/prepare/pack.pdf"), "Preview pack (PDF)"))
                }
                @if !view.items.is_empty() { (link("Check and publish", "/prepare/check", ui::ButtonKind::Primary)) }
            }))
        }
        @if view.problems > 0 && !view.items.is_empty() {
            (ui::paragraph(ui::link(format!("{address}/prepare/check"), html! {
                    "Fix " (view.problems) @if view.problems == 1 { " problem" } @else { " problems" } " before publishing"
                })))
        }
    }
}

fn removed(view: &PrepareView) -> Markup {
    let label =
        if view.removed.len() == 1 { "1 removed item".to_owned() } else { format!("{} removed items", view.removed.len()) };
    ui::details(
        &label,
        html! {
            (ui::list_as("moothall-recorded", html! {
                @for item in &view.removed { li { div { (item.own_title()) } (restore_button(view, item, "Restore")) } }
            }))
        },
    )
}

/// Renders which members will attend and which have not replied.
fn attending(view: &PrepareView) -> Markup {
    let reply = |seat: &SeatOn| view.replies.iter().find(|reply| reply.person == seat.person);
    let words = |seat: &SeatOn| match reply(seat) {
        Some(reply) if reply.attends => "Will attend".to_owned(),
        Some(reply) => {
            let instead = reply.substitute.and_then(|id| view.seats.iter().find(|seat| seat.person == id));
            instead.map_or_else(|| "Apologies".to_owned(), |seat| format!("Apologies, substitute {}", seat.name.full()))
        }
        None => "No reply".to_owned(),
    };
    html! {
        (ui::h2("Attendance"))
        (ui::list(html! {
            @for seat in view.seats.iter().filter(|seat| seat.role != meetings::minutes::BoardRole::Substitute || reply(seat).is_some()) {
                li { (seat.name.full()) ": " (words(seat)) }
            }
        }))
    }
}

fn programme(view: &PrepareView) -> Markup {
    let choices: Vec<(String, String)> = view
        .planned
        .iter()
        .take(40)
        .map(|item| {
            let due = item.due_on.map(|due| format!(" (by {})", civil_date::written(due))).unwrap_or_default();
            (item.id.to_string(), format!("{}{due}", item.title))
        })
        .collect();
    html! {
        (ui::h2_at("programme", "From the work programme"))
        form action={ (view.meeting.address()) "/prepare/take" } method="post" {
            (ui::checkboxes(&ui::Choices {
                name: "item", legend: "Select items to add",
                choices: choices.iter().map(|(value, text)| ui::Choice { value, text, ..Default::default() }).collect(), ..Default::default()
            }))
            (ui::button(&ui::Button { text: "Add selected items", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
        }
    }
}

fn particulars(meeting: &Meeting, facts: &Facts) -> Markup {
    let mut rows = Vec::new();
    let times = meeting.times().unwrap_or_else(|| "Not set".to_owned());
    rows.push(ui::SummaryRow::new("Time", html! { (times) }));
    rows.push(ui::SummaryRow::new("Place", html! { (meeting.place.as_deref().unwrap_or("Not set")) }));
    if let Some(deadlines) = facts.deadlines {
        let day = |label: &'static str, day: chrono::NaiveDate, note: Option<String>| {
            ui::SummaryRow::new(
                label,
                html! {
                    (civil_date::written_with_weekday(day))
                    @if day < facts.today { " " (ui::tag("Passed", ui::TagColour::Grey)) } @else if day == facts.today { " " (ui::tag("Today", ui::TagColour::Yellow)) }
                    @if let Some(note) = note { br; (ui::hint(&note)) }
                },
            )
        };
        let own = meeting.own_deadlines.map(|_| "Set for this meeting only".to_owned());
        rows.push(day("Reports for clearance by", deadlines.clearance, own.clone()));
        rows.push(day("Final reports by", deadlines.final_reports, own));
        let left =
            if facts.clear_days_left == 1 { "1 is left".to_owned() } else { format!("{} are left", facts.clear_days_left) };
        let note = format!("{} clear days before the meeting; {left} from today", facts.clear_days_needed);
        rows.push(day("Publication by", deadlines.publication, Some(note)));
    }
    ui::summary_list(&rows)
}

/// Renders the items in order, each with its buttons. A script also lets them be dragged.
fn order(view: &PrepareView, query: &PrepareQuery) -> Markup {
    let numbers = agenda::check::numbers(&view.items);
    let count = view.items.len();
    html! {
        ol class="moothall-order" data-moothall-order[view.may_prepare] {
            @for (position, (item, number)) in view.items.iter().zip(&numbers).enumerate() {
                @let address = format!("{}/items/{}", view.meeting.address(), item.id);
                @let title = if view.sees_private { item.own_title() } else { item.title.as_str() };
                @let sees_item = view.sees_private || !item.is_exempt();
                li class="moothall-order__item" id=(format!("item-{}", item.id)) data-item=(item.id) {
                    span class="moothall-order__number" { (number) }
                    div class="moothall-order__what" {
                        @if view.may_prepare { (ui::link(&address, title)) } @else { (title) }
                        // Users who may not read a private item see only what the agenda will show.
                        @if sees_item { " " span class="moothall-order__kind" { (told_of(item)) } }
                        " " (tags(item, sees_item, view.may_prepare))
                        (papers(view, item, sees_item))
                        (done_to(item, position, query, &address))
                    }
                    @if view.may_prepare {
                        div class="moothall-order__moves" {
                            @if position > 0 { (step(&address, position - 1, "Up", title)) }
                            @if position + 1 < count { (step(&address, position + 1, "Down", title)) }
                        }
                    }
                }
            }
        }
        (ui::order_status())
    }
}

/// Renders what was just done to an item, with a way to undo it.
fn done_to(item: &DraftItem, position: usize, query: &PrepareQuery, address: &str) -> Markup {
    if query.item != item.id.to_string() {
        return html! {};
    }
    let before = query.from.parse::<usize>().ok().filter(|before| *before != position);
    html! {
        @match (query.done.as_str(), before) {
            ("moved-item", Some(before)) => div class="moothall-order__done" {
                span role="status" { "Moved to position " (position + 1) } " "
                form action={ (address) "/move" } method="post" {
                    input type="hidden" name="to" value=(before);
                    (ui::order_button("Undo", html! { " the move of " (item.own_title()) }))
                }
            },
            ("restored", _) => p class="moothall-order__done" role="status" { "Item restored" },
            _ => {},
        }
    }
}

/// Renders links to an item's papers that are published, or that are private and open to the user.
fn papers(view: &PrepareView, item: &DraftItem, sees_item: bool) -> Markup {
    html! {
        @if let Some(address) = &item.tabled {
            " " (ui::link_to(address, "Report", html! { ": " (item.title) }))
        } @else if item.is_exempt() && sees_item && item.number.is_some() {
            " " (ui::link_to(format!("{}/private#item-{}", view.meeting.address(), item.id), "Private report", html! { ": " (item.own_title()) }))
        }
    }
}

/// Returns the kind of business of an item, how long it may take and who presents it.
fn told_of(item: &DraftItem) -> String {
    let minutes = item.minutes.map(|minutes| format!("{minutes} minutes"));
    let told = [item.told_kind().map(str::to_owned), minutes, item.lead_officer.clone()];
    told.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Renders the tags of an item. Only authors, clerks and those who clear a report may open it, so its status is shown only to users
/// who prepare the agenda.
fn tags(item: &DraftItem, sees_item: bool, may_prepare: bool) -> Markup {
    html! {
        @if let Some(exemption) = &item.exemption { (ui::tag(&format!("Private, {}", exemption.words()), ui::TagColour::Grey)) " " }
        @if !sees_item {}
        @else if item.to_follow && !item.has_paper() { (ui::tag("To follow", ui::TagColour::Yellow)) " " }
        @else if let Some(written) = item.written.as_ref().filter(|written| may_prepare && !written.is_ready) {
            (ui::link(&written.address, ui::tag(&written.state, ui::TagColour::Blue))) " "
        } @else if item.needs_paper() && !item.has_paper() && item.written.is_none() { (ui::tag("No report yet", ui::TagColour::Red)) " " }
        @if item.urgency.is_some() && sees_item { (ui::tag("Urgent", ui::TagColour::Yellow)) " " }
        @if item.is_crime_scrutiny { (ui::tag("Crime and disorder", ui::TagColour::Blue)) " " }
    }
}

fn step(address: &str, to: usize, label: &str, title: &str) -> Markup {
    html! {
        form action={ (address) "/move" } method="post" data-moothall-keep-place=(label) {
            input type="hidden" name="to" value=(to);
            (ui::order_button(label, html! { ": " (title) }))
        }
    }
}
