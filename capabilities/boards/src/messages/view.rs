//! Views for messages to a board's members and followers: the form with earlier messages, and the preview.

use crate::messages::pages::Offered;
use crate::messages::store::SentMessage;
use crate::messages::{Counts, LONGEST_TEXT, Written, text_for_member, without_email_words};
use foundation::{civil_date, london};
use maud::{Markup, html};
use meetings::board::managing::trail;
use meetings::followers::BoardMessage;
use meetings::meeting::Meeting;
use ui::{FormState, hidden};
use web::{AppState, CONFIRMED};

/// One page of sent messages, each with its sender's name.
pub(crate) struct Listed {
    pub messages: Vec<(SentMessage, String)>,
    pub current: usize,
    pub pages: usize,
}

const HEADING: &str = "Message members and followers";

/// Renders the form and the list of sent messages.
pub(crate) fn page(state: &AppState, offered: &Offered, form: &FormState, listed: &Listed, is_done: bool) -> Markup {
    let title = form.title(HEADING);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(&offered.board), ..state.page() };
    let address = format!("/boards/{}/message", offered.board.slug);
    let done = listed.messages.first().filter(|_| is_done).map(|(last, _)| format!("Message sent to {}", last.counts().words()));
    let content = html! {
        (form.summary())
        @if let Some(done) = &done { (ui::done(done)) }
        (ui::heading(Some(&offered.board.name), HEADING))
        div class="moothall-measure" {
            @if !state.sends_mail {
                (ui::inset_text(html! { "Email is not set up, so messages cannot be sent. Your administrator can set it up." }))
            } @else if offered.counts.all() == 0 {
                (without_email(offered))
                (ui::empty_state("No one to email yet", html! {
                    (ui::paragraph("Members can be emailed once they have an account or a published email address, and residents once they follow the board."))
                }))
            } @else {
                (without_email(offered))
                (fields(offered, form, &address))
            }
        }
        (ui::h2("Messages sent"))
        (list(listed))
        (ui::pagination(listed.current, listed.pages, |page| format!("{address}?page={page}")))
    };
    ui::page(&page, content)
}

fn without_email(offered: &Offered) -> Markup {
    html! {
        @if let Some(words) = without_email_words(&offered.reached.without_email) {
            (ui::paragraph(html! {
                (words) " To email them, link an account or publish an email address under "
                (ui::link(format!("/boards/{}/people", offered.board.slug), "Members and substitutes")) "."
            }))
        }
    }
}

fn fields(offered: &Offered, form: &FormState, address: &str) -> Markup {
    let Counts { members, followers } = offered.counts;
    let members_text = format!("Members and substitutes ({members})");
    let followers_text = format!("People who follow the board by email ({followers})");
    let mut choices = Vec::new();
    if members > 0 {
        choices.push(ui::Choice { value: "members", text: &members_text, ..Default::default() });
    }
    if followers > 0 {
        choices.push(ui::Choice { value: "followers", text: &followers_text, ..Default::default() });
    }
    let meetings: Vec<(String, String)> =
        offered.meetings.iter().map(|meeting| (meeting.id.to_string(), meeting_words(meeting))).collect();
    html! {
        form action=(address) method="post" novalidate {
            (form.checkboxes(&ui::Choices { name: "to", legend: "Who gets the message?", choices, ..Default::default() }))
            (form.line("subject", "Subject"))
            (form.textarea(&ui::Textarea {
                name: "text", label: "Message", rows: Some(10), most_characters: u32::try_from(LONGEST_TEXT).ok(),
                hint: Some("Plain text. Say how people can reply: the email comes from the site and not from you."), ..Default::default()
            }))
            (form.select(&ui::Select { name: "meeting", label: "Meeting that it is about (optional)", ..Default::default() }, Some("No meeting"), &meetings))
            (form.hidden("seen"))
            (ui::send("Check the message"))
        }
    }
}

fn meeting_words(meeting: &Meeting) -> String {
    if meeting.is_cancelled { format!("{} (cancelled)", meeting.day()) } else { meeting.day() }
}

fn list(listed: &Listed) -> Markup {
    let row = |(message, by): &(SentMessage, String)| {
        vec![
            html! { (london::on_page(message.sent_at)) },
            html! {
                (message.subject)
                @if let Some(held_on) = message.held_on { br; "About the meeting of " (civil_date::written(held_on)) }
                (ui::details("Show message", html! {
                    div class="moothall-email" { (message.text) }
                }))
            },
            html! { (message.counts().words()) },
            html! { (by) },
        ]
    };
    html! {
        @if listed.messages.is_empty() { (ui::paragraph("No messages sent yet.")) }
        @else {
            (ui::table(&ui::Table {
                caption: "Messages sent", caption_is_hidden: true,
                columns: vec![ui::Column::words("Date"), ui::Column::words("Subject"), ui::Column::words("To"), ui::Column::words("Sent by")],
                rows: listed.messages.iter().map(row).collect(), row_headings: true,
            }))
        }
    }
}

/// Renders the email as it will read and the number of recipients.
pub(crate) fn confirmation(
    state: &AppState,
    offered: &Offered,
    form: &FormState,
    written: &Written,
    is_other_count: bool,
) -> Markup {
    const QUESTION: &str = "Check the message before you send it";
    let board = &offered.board;
    let address = format!("/boards/{}/message", board.slug);
    let mut breadcrumbs = trail(board);
    breadcrumbs.push((HEADING.into(), address.clone()));
    let page = ui::Page { title: QUESTION, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let counts = written.counts(offered.counts);
    let to = counts.words();
    let body = written.body(|path| state.site.in_full(path));
    let own_meetings = state.site.in_full("/my/meetings");
    let for_member = text_for_member(&body, board, &state.council_name(), Some(&own_meetings));
    let for_follower =
        meetings::followers::text(state, BoardMessage { board: board.of(), subject: &written.subject, text: &body });
    let rows = [
        ui::SummaryRow::new("To", html! { (to) }),
        ui::SummaryRow::new("Subject", html! { (written.subject) }),
        ui::SummaryRow::new(
            "Meeting",
            html! { (written.meeting.as_ref().map_or_else(|| "No meeting".to_owned(), meeting_words)) },
        ),
    ];
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(Some(&board.name), QUESTION))
            @if is_other_count {
                (ui::warning_text(html! { "The number of recipients has changed since you checked the message. Nothing has been sent." }))
            }
            (ui::summary_list(&rows))
            @if written.to_members {
                (ui::h2("Email to members"))
                div class="moothall-email" { (for_member) }
                (without_email(offered))
            }
            @if let Some(text) = for_follower.as_deref().filter(|_| written.to_followers) {
                (ui::h2("Email to followers"))
                div class="moothall-email" { (text) }
            }
            (ui::h2("What will happen"))
            (ui::spaced_bullets(html! {
                li { (to) " " (if counts.all() == 1 { "gets" } else { "get" }) " this email straight away. An email cannot be recalled." }
                li { "The message is listed under ‘Messages sent’. The ledger records who sent it, to which groups, to how many people and its subject." }
            }))
            form action=(address) method="post" {
                @if written.to_members { (hidden("to", "members")) }
                @if written.to_followers { (hidden("to", "followers")) }
                (hidden("subject", &written.subject))
                (hidden("text", &written.text))
                (form.hidden("meeting"))
                (form.hidden("seen"))
                (hidden("counted", counts.sent()))
                (hidden(CONFIRMED, "yes"))
                (ui::button_group(html! {
                    (ui::send(&format!("Send to {to}")))
                    (ui::button(&ui::Button {
                        text: "Change the message", kind: ui::ButtonKind::Secondary, name: Some("change"), value: Some("yes"), ..Default::default()
                    }))
                }))
            }
        }
    };
    ui::page(&page, content)
}
