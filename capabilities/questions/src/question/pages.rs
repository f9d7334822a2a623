//! The clerks' page for one question: its content, the questioner, points to check, and its history.

use crate::access::{ANSWER, ERASE, READ, RETENTION};
use crate::asking::fitness::{Who, hints, is_same_asker};
use crate::asking::similar::{alike, put_like};
use crate::question::facts::MeetingFacts;
use crate::question::state::{Act, State as QuestionState};
use crate::question::{Question, QuestionId};
use crate::{asking, notice, question};
use access::{Action, Answer, account_store};
use axum::extract::{Path, Query, State};
use foundation::london;
use maud::{Markup, html};
use web::{AppState, Done, Error, OpeningNote, Result, SignedIn};

/// Returns the question with this key if the user may do `action` with it.
pub(crate) async fn question_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<(Question, MeetingFacts)> {
    let not_found = Error::NotFound("Question");
    let Ok(id) = id.parse::<QuestionId>() else { return Err(not_found) };
    let Some(question) = question::store::by_id(state.db.reading(), id).await? else { return Err(not_found) };
    state.ask(&who.actor, action, &question.facts())?;
    let facts = MeetingFacts::of(state, question.meeting).await?;
    Ok((question, facts))
}

/// Returns the display name of an actor in the ledger.
pub(crate) async fn name_of(state: &AppState, actor: &str) -> Result<String> {
    if actor == asking::pages::RESIDENT {
        return Ok("The questioner".to_owned());
    }
    let account = actor.strip_prefix("account/").and_then(|id| id.parse().ok());
    let account = match account {
        Some(id) => account_store::by_id(state.db.reading(), id).await?,
        None => None,
    };
    Ok(account.map_or_else(|| actor.to_owned(), |account| account.name))
}

/// Renders the summary of a question at the top of each of its pages.
pub(crate) fn identity(facts: &MeetingFacts, question: &Question) -> Markup {
    let mut short = vec![("Meeting", facts.title()), ("Received", asking::pages::received(question))];
    if let Some(ends) = facts.notice_ends {
        short.push(("Questions close", notice::written(ends)));
    }
    ui::identity_bar(&ui::IdentityBar {
        reference: &question.reference,
        title: &question.beginning(),
        state: Some((question.state.label(), question.state.colour())),
        facts: short,
    })
}

/// Handles `GET /questions/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (question, facts) = question_of(&state, &who, READ, &id).await?;
    state.note_opening(&who.actor, READ.record, question.id.get(), &OpeningNote::default()).await?;
    let connection = state.db.reading();
    let asker = asking::store::asker(connection, question.id).await?;
    let same = same_askers(&state, &facts, &question, asker.as_ref()).await?;
    let earlier = put_like(&state, question.words(), facts.same_months, Some(question.id)).await?;
    let beside = question::store::of_meeting(connection, question.meeting).await?;
    let beside = alike(question.words(), beside, Some(question.id));
    let history = history(&state, &question).await?;
    let may = |action| state.joined.policy.can(&who.actor, action, &question.facts()) == Answer::Allowed;
    let banner = match done.as_str() {
        "accept" => Some("Question accepted. The questioner will be emailed."),
        "reject" => Some("Question rejected. The questioner will be emailed."),
        "merge" => Some("Questions merged. The questioner will be emailed."),
        "ask-again" => Some("Question sent back. The questioner will be emailed."),
        "reconsider" => Some("Decision withdrawn"),
        "sent" => Some("Written answer sent"),
        "erased" => Some("Name and address deleted"),
        _ => None,
    };
    let title = format!("Question {}", question.reference);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Public questions", "/questions"))
        @if let Some(banner) = banner { (ui::done(banner)) }
        (identity(&facts, &question))
        (ui::heading(None, &title))
        (actions(&state, &facts, &question, may(ANSWER)))
        (ui::h2("Question"))
        (words(&facts, &question))
        (to_look_at(&facts, &question, &same, &earlier, &beside))
        (ui::h2("Questioner"))
        (who_asks(&state, &facts, &question, asker.as_ref(), may(ERASE)))
        (ui::h2("History"))
        (ui::timeline(&history.iter().map(|(title, by, moment, when)| ui::Event {
            title, by: Some(by), moment, when, content: None,
        }).collect::<Vec<_>>(), 3))
    };
    Ok(ui::page(&page, content))
}

/// Renders the actions possible now, with one primary action first.
fn actions(state: &AppState, facts: &MeetingFacts, question: &Question, may_answer: bool) -> Markup {
    let moment = facts.moment(state);
    let decisions = [Act::Accept, Act::AskAgain, Act::Merge, Act::Reject, Act::Reconsider];
    let possible = decisions.into_iter().filter(|act| question.after(*act, &moment).is_some());
    let links: Vec<(String, Act)> = possible.map(|act| (format!("{}/decide/{}", question.address(), act.word()), act)).collect();
    html! {
        (ui::button_group(html! {
            @for (address, act) in &links {
                @let kind = if *act == Act::Accept { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
                (ui::button(&ui::Button { text: act.label(), address: Some(address), kind, ..Default::default() }))
            }
            @if question.state == QuestionState::AwaitingWrittenAnswer && may_answer {
                (ui::button(&ui::Button { text: "Write the answer", address: Some(&format!("{}/answer", question.address())), ..Default::default() }))
            }
            (ui::link(facts.plan_address(), "Question time for this meeting"))
        }))
    }
}

fn words(facts: &MeetingFacts, question: &Question) -> Markup {
    let mut rows = vec![ui::SummaryRow::new("As submitted", html! { (question.text) })];
    if let Some(earlier) = &question.earlier_text {
        rows.push(ui::SummaryRow::new("Earlier wording", html! { (earlier) }));
    }
    if let Some(wording) = &question.wording {
        rows.push(ui::SummaryRow::new("Accepted wording", html! { (wording) }));
    }
    if let Some(item) = &question.item {
        rows.push(ui::SummaryRow::new("About", html! { (item) }));
    }
    if let Some(ground) = question.ground {
        rows.push(ui::SummaryRow::new("Reason for rejection: the question", html! { (ground.words(facts.same_months)) }));
    }
    if let Some(by) = &question.decided_by {
        rows.push(ui::SummaryRow::new("Decided by", html! { (by) }));
    }
    if let Some(reasons) = &question.reasons {
        rows.push(ui::SummaryRow::new("Reasons", html! { (reasons) }));
    }
    if let Some(other) = question.merged_into {
        let other = html! { (ui::link(format!("/questions/{other}"), "View the other question")) };
        rows.push(ui::SummaryRow::new("Merged with", other));
    }
    if let Some(answer) = question.written_answer.as_ref().filter(|_| question.written_sent_at.is_some()) {
        rows.push(ui::SummaryRow::new("Written answer", html! { @for line in answer.lines() { p { (line) } } }));
    }
    ui::summary_list(&rows)
}

/// Renders what the rules ask a clerk to check.
fn to_look_at(facts: &MeetingFacts, question: &Question, same: &[Question], earlier: &[Question], beside: &[Question]) -> Markup {
    let hints = hints(&question.text, &facts.private);
    let list = |questions: &[Question]| {
        html! {
            (ui::bullets(html! {
                @for one in questions {
                    li { (ui::link(one.address(), &one.reference)) ": " (one.beginning()) }
                }
            }))
        }
    };
    html! {
        @if !(hints.is_empty() && same.is_empty() && earlier.is_empty() && beside.is_empty()) {
            (ui::h2("Points to check"))
            @for hint in &hints { (ui::paragraph(hint.words())) }
            @if !same.is_empty() { (ui::paragraph("The same person or organisation may have another question at this meeting:")) (list(same)) }
            @if !earlier.is_empty() {
                (ui::paragraph(html! { "Similar to questions put in the last " (facts.same_months) " months (" (facts.citation) "):" })) (list(earlier))
            }
            @if !beside.is_empty() { (ui::paragraph("Similar to other questions for this meeting:")) (list(beside)) }
        }
    }
}

async fn same_askers(state: &AppState, facts: &MeetingFacts, question: &Question, own: Option<&Who>) -> Result<Vec<Question>> {
    let Some(own) = own else { return Ok(Vec::new()) };
    let mut same = Vec::new();
    for (id, who) in asking::store::askers(state.db.reading(), facts.meeting.id).await? {
        if id != question.id && is_same_asker(own, &who) {
            same.extend(question::store::by_id(state.db.reading(), id).await?);
        }
    }
    Ok(same)
}

fn who_asks(state: &AppState, facts: &MeetingFacts, question: &Question, asker: Option<&Who>, may_erase: bool) -> Markup {
    let Some(who) = asker else {
        return html! { (ui::paragraph("The questioner’s details have been deleted.")) };
    };
    let mut rows =
        vec![ui::SummaryRow::new("Name", html! { (who.name) }), ui::SummaryRow::new("Address", html! { (who.address) })];
    if let Some(organisation) = &who.organisation {
        rows.push(ui::SummaryRow::new("Organisation", html! { (organisation) }));
    }
    rows.push(ui::SummaryRow::new("Email address", html! { (who.mail) }));
    html! {
        (ui::summary_list(&rows))
        @if may_erase && question.state.is_over() {
            (ui::paragraph(html! {
                (ui::link(format!("{}/erase", question.address()), "Delete name and address"))
                @if is_kept_too_long(state, facts) { ": the Council’s retention period has passed." }
            }))
        }
    }
}

/// Checks whether the retention period for the names and addresses of a meeting's questioners is over.
pub(crate) fn is_kept_too_long(state: &AppState, facts: &MeetingFacts) -> bool {
    let today = state.clock.today();
    let months = state.settings().number_on(&RETENTION, today);
    let until = months.and_then(|months| facts.meeting.held_on.checked_add_months(chrono::Months::new(months)));
    until.is_some_and(|until| until < today)
}

/// Returns the ledger's history of a question: what, by whom, when for machines, when for display.
async fn history(state: &AppState, question: &Question) -> Result<Vec<(String, String, String, String)>> {
    let filter = ledger::Filter {
        of: Some(ledger::Of::Record(question.record_name())),
        actions: vec![ledger::Action::Collected, ledger::Action::Altered],
        ..ledger::Filter::default()
    };
    let mut events = Vec::new();
    for entry in ledger::whole_entries(state.db.reading(), &filter, None, 100).await? {
        let payload: serde_json::Value = entry.payload.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let act = payload["act"].as_str().unwrap_or_default();
        let what = Act::read(act).map_or_else(|| other_act(act), Act::done);
        let mut letters = what.chars();
        let title = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        events.push((title, name_of(state, &entry.actor).await?, entry.at.to_rfc3339(), london::on_page(entry.at)));
    }
    Ok(events)
}

/// Returns the description of an action that is not a state transition.
pub(crate) fn other_act(word: &str) -> &'static str {
    match word {
        "move" => "changed the order of questions",
        "minutes" => "changed the time allowed",
        "erase" => "deleted the name and address",
        _ => "changed the question",
    }
}
