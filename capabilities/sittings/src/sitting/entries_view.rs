//! Views of a meeting's entries in words, with the time and the person who recorded them.

use crate::sitting::pages::{SittingView, clock_time};
use foundation::civil_date;
use maud::{Markup, html};
use meetings::sitting::{Entry, Recorded, Standing, Votes};

/// Renders the entries in order.
pub(crate) fn entries(view: &SittingView, entries: &[&Entry]) -> Markup {
    html! {
        @if entries.is_empty() { p class="govuk-body" { "Nothing recorded yet." } }
        @else {
            ul class="govuk-list moothall-recorded" {
                @for entry in entries {
                    li class=(if entry.stands() { "" } else { "moothall-recorded__struck" }) {
                        div {
                            span class="moothall-recorded__time" { (clock_time(entry.at)) } " " (said(view, &entry.what))
                            " " span class="govuk-hint" { "by " (entry.recorded_by) }
                            @if let Some(by) = &entry.struck_by { " " span class="govuk-hint" { "Struck out by " (by) } }
                        }
                        @if entry.stands() && !entry.what.is_of_the_record() && !view.is_final {
                            form action={ (view.meeting.address()) "/sitting/entries/" (entry.id) "/strike" } method="post" {
                                button type="submit" class="govuk-button govuk-button--secondary moothall-order__button" {
                                    "Strike out" span class="govuk-visually-hidden" { ": " (said(view, &entry.what)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns an entry in words.
pub(crate) fn said(view: &SittingView, what: &Recorded) -> String {
    match what {
        Recorded::Attendance { person, standing } => {
            let word = Standing::ALL.iter().find(|(known, _, _)| known == standing).map_or("", |(_, _, text)| *text);
            format!("{}: {}", view.name(*person), word.to_lowercase())
        }
        Recorded::Arrived { person } => format!("{} arrived", view.name(*person)),
        Recorded::Left { person } => format!("{} left", view.name(*person)),
        Recorded::Officer { name, post } => {
            format!("Officer present: {name}{}", post.as_ref().map(|post| format!(", {post}")).unwrap_or_default())
        }
        Recorded::Guest { name } => format!("Also in attendance: {name}"),
        Recorded::Declared { person, nature, withdrew, is_sensitive, .. } => {
            let nature = if *is_sensitive { "a sensitive interest" } else { nature };
            format!("{} declared an interest: {nature}{}", view.name(*person), if *withdrew { ", and withdrew" } else { "" })
        }
        Recorded::Motion { text, mover, seconder, amends } => {
            let by = |role: &str, person: &Option<i64>| {
                person.map(|person| format!(", {role} by {}", view.name(person))).unwrap_or_default()
            };
            format!(
                "{}: {text}{}{}",
                if amends.is_some() { "Amendment" } else { "Motion" },
                by("moved", mover),
                by("seconded", seconder)
            )
        }
        Recorded::Vote { votes, carried, .. } => {
            let count = match votes {
                Votes::Hands { in_favour, against, abstained, .. } => {
                    format!("{in_favour} for, {against} against, {abstained} abstained")
                }
                Votes::Named { votes, .. } => format!("recorded vote of {} members", votes.len()),
            };
            format!("Vote: {count}: {}", if *carried { "carried" } else { "lost" })
        }
        Recorded::Resolution { form, clauses, .. } => format!("{form}: That {}", clauses.join("; ")),
        Recorded::Action { owner, task, due_on } => {
            format!(
                "Action for {owner}: {task}{}",
                due_on.map(|day| format!(", by {}", civil_date::written(day))).unwrap_or_default()
            )
        }
        Recorded::Exclusion { .. } => "The public were excluded".to_owned(),
        Recorded::Readmission => "The public were readmitted".to_owned(),
        Recorded::Recommendation { body, text } => format!("Recommendation to {body}: {text}"),
        Recorded::Adjourned { why } => format!("Adjourned{}", if why.is_empty() { String::new() } else { format!(": {why}") }),
        Recorded::Resumed => "Resumed".to_owned(),
        Recorded::Reopened { why, ended_at } => {
            let ended = ended_at.map(|at| format!(" after it had ended at {}", clock_time(at))).unwrap_or_default();
            format!("The meeting was reopened{ended}. Reason: {why}")
        }
        Recorded::StartUndone { why } => format!("The start of the meeting was undone. Reason: {why}"),
        Recorded::MinutesApproved { held_on, .. } => format!("The minutes of {} were approved", civil_date::written(*held_on)),
    }
}
