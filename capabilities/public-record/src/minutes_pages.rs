//! Public pages of minutes: all of a meeting's minutes, and one minute by reference.

use crate::meeting_pages::attendance_lists;
use axum::extract::{Path, Query, State};
use documents::Entry;
use foundation::{civil_date, text::readable_title};
use maud::{Markup, html};
use meetings::calendar::lists::{minute_address, minute_anchor};
use meetings::kinds::read;
use meetings::meeting::managing::public_trail;
use meetings::meeting::{Meeting, MeetingId};
use meetings::minutes::Minutes;
use meetings::minutes::store::MinutePlace;
use meetings::{attendance, meeting, minutes};
use packs::pack::print_links::minutes_as_pdf;
use publications::Publication;
use serde::Deserialize;
use web::{AppState, Error, OrNotFound, Result};

async fn published(state: &AppState, meeting: MeetingId) -> Result<(Publication, Minutes)> {
    let record = format!("meeting/{meeting}/minutes");
    let publication = publications::current(state.db.reading(), &record).await?.or_not_found("Minutes")?;
    let minutes = read(&publication.content)?;
    Ok((publication, minutes))
}

/// Handles `GET /meetings/{id}/minutes`.
pub(crate) async fn whole(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let id: MeetingId = id.parse().or_not_found("Meeting")?;
    let connection = state.db.reading();
    let meeting = meeting::store::by_id(connection, id).await?.or_not_found("Meeting")?;
    let (publication, minutes) = published(&state, id).await?;
    let attendance = attendance::store::of_meeting(connection, id).await?;
    let title = format!("Minutes, {}", meeting.short_day());
    let interchange = minutes::interchange::address(id);
    let mut breadcrumbs = public_trail(&meeting);
    breadcrumbs.push((format!("Meeting of {}", meeting.short_day()), meeting.address()));
    let page = ui::Page {
        title: &format!("{title}, {}", meeting.board_name),
        section: Some(ui::Section::Meetings),
        breadcrumbs,
        alternates: vec![ui::Alternate { title: "As Akoma Ntoso", content_type: "application/akn+xml", address: &interchange }],
        ..state.page()
    };
    let entries: Vec<ui::ContentsEntry> = (0..)
        .zip(&minutes.items)
        .map(|(position, minute)| ui::ContentsEntry {
            number: minute.reference.clone().or_else(|| minute.number.clone()),
            text: readable_title(&minute.title),
            address: format!("#{}", minute_anchor(position)),
            entries: Vec::new(),
        })
        .collect();
    // Names in the attendance lists link to members' pages here; the rest is the document unchanged.
    let (opening, said): (Vec<Entry>, Vec<Entry>) = minutes::document::document(&minutes)
        .entries
        .into_iter()
        .filter(|entry| !matches!(entry, Entry::Facts { .. }))
        .partition(|entry| matches!(entry, Entry::Lead { .. }));
    let document = html! {
        section class="moothall-minutes__attendance" aria-labelledby="attendance" {
            (ui::h2_at("attendance", "Attendance"))
            (attendance_lists(&attendance))
        }
        (ui::document_entries(&said, 1))
        (footnote(&publication))
        (ui::small(html! { (ui::link(&interchange, "As Akoma Ntoso")) ", for other programs" }))
    };
    let content = html! {
        (ui::heading(Some(&meeting.board_name), &title))
        (ui::document_entries(&opening, 1))
        (minutes_as_pdf(&state, &meeting).await?)
        (ui::with_contents(&entries, document))
    };
    Ok(ui::page(&page, content))
}

fn footnote(publication: &Publication) -> Markup {
    html! {
        (ui::small(html! {
            "Published " (civil_date::written(publication.published_at.date_naive())) ", version " (publication.version) ". "
            (ui::link(format!("/publications/{}", publication.id), "Versions, seal and data of these minutes"))
        }))
    }
}

/// Selects one of several minutes with the same reference.
#[derive(Debug, Deserialize)]
pub(crate) struct MeetingQuery {
    meeting: Option<String>,
}

/// Handles `GET /minutes/{reference}`.
pub(crate) async fn one(
    State(state): State<AppState>,
    Path(reference): Path<String>,
    Query(query): Query<MeetingQuery>,
) -> Result<Markup> {
    if minutes::store::reference_key(&reference).is_empty() {
        return Err(Error::NotFound("Minute"));
    }
    let connection = state.db.reading();
    let all = minutes::store::with_reference(connection, &reference).await?;
    let place = match &query.meeting {
        Some(meeting) => {
            let meeting: MeetingId = meeting.parse().or_not_found("Minute")?;
            all.iter().find(|place| place.meeting_id == meeting.get())
        }
        None if all.len() > 1 => return Ok(choice(&state, &reference, &all)),
        None => all.first(),
    };
    let place = place.or_not_found("Minute")?;
    let id = MeetingId::new(place.meeting_id).or_not_found("Minute")?;
    let meeting = meeting::store::by_id(connection, id).await?.or_not_found("Meeting")?;
    let (publication, minutes) = published(&state, id).await?;
    let position = usize::try_from(place.position).unwrap_or_default();
    let found = minutes.items.get(position).or_not_found("Minute")?;
    let mut breadcrumbs = public_trail(&meeting);
    breadcrumbs.push((format!("Meeting of {}", meeting.short_day()), meeting.address()));
    breadcrumbs.push(("Minutes".into(), format!("{}/minutes", meeting.address())));
    let title = readable_title(&found.title);
    let page = ui::Page {
        title: &format!("{} {title}", found.reference.as_deref().unwrap_or_default()),
        section: Some(ui::Section::Meetings),
        breadcrumbs,
        ..state.page()
    };
    let paper = meetings::agenda::store::paper_of_minute(connection, id, place.position).await?;
    let content = html! {
        (ui::heading(found.reference.as_deref(), &title))
        (ui::lead(html! {
            "From the minutes of the " (meeting.board_name) ", "
            (ui::link(meeting.address(), meeting.day()))
        }))
        @if let Some(address) = &paper {
            (ui::paragraph(ui::link(address, "Read the report considered by the Board")))
        }
        (ui::one_minute(&minutes::document::one(found, place.position), None))
        (neighbours(&meeting, &minutes, position))
        (footnote(&publication))
    };
    Ok(ui::page(&page, content))
}

fn choice(state: &AppState, reference: &str, all: &[MinutePlace]) -> Markup {
    let title = format!("Which {}?", reference.to_uppercase());
    let page = ui::Page { title: &title, section: Some(ui::Section::Meetings), ..state.page() };
    let content = html! {
        (ui::heading(None, &title))
        (ui::paragraph("References start again each municipal year, so more than one minute has this reference."))
        (ui::spaced_list(html! {
            @for place in all {
                li {
                    (ui::link(minute_address(Some(reference), place.meeting_id, place.position), readable_title(&place.title)))
                    ", " (place.board_name) ", " (civil_date::written(place.held_on))
                }
            }
        }))
    };
    ui::page(&page, content)
}

/// Renders links to the previous and next minutes.
fn neighbours(meeting: &Meeting, minutes: &Minutes, position: usize) -> Markup {
    let link = |label: &str, rel: &str, place: Option<usize>| {
        let Some((place, minute)) = place.and_then(|place| Some((place, minutes.items.get(place)?))) else { return html! {} };
        let name = minute.reference.clone().unwrap_or_default();
        let address = minute_address(minute.reference.as_deref(), meeting.id.get(), i32::try_from(place).unwrap_or_default());
        html! {
            li { (ui::link_along(&address, rel, html! { (label) ": " (name) " " (readable_title(&minute.title)) })) }
        }
    };
    html! {
        nav class="moothall-neighbours" aria-label="Previous and next minutes" {
            (ui::list(html! {
                (link("Before", "prev", position.checked_sub(1)))
                (link("After", "next", position.checked_add(1)))
            }))
        }
    }
}
