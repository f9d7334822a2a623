//! The public questions shown on a meeting's page and in its minutes.

use crate::access::{READ_PLAN, RECORD};
use crate::answering::publishing::{published, record_name};
use crate::at_meeting::plan_pages::planned;
use crate::kind::blocks;
use crate::question::Question;
use crate::question::facts::MeetingFacts;
use crate::question::state::State as QuestionState;
use crate::{asking, at_meeting, kind, notice, question};
use access::{Actor, Answer};
use documents::Block;
use foundation::london;
use maud::{Markup, html};
use meetings::MeetingId;
use meetings::parts::{ItemOf, MeetingPart};
use web::{AppState, Error, OrNotFound, Result};

/// The kind of agenda item under which public questions are taken.
const ITEM_KIND: &str = "questions";

pub(crate) struct PublicQuestions;

fn key(meeting: i64) -> Result<MeetingId> {
    MeetingId::new(meeting).or_not_found("Meeting")
}

#[async_trait::async_trait]
impl MeetingPart for PublicQuestions {
    async fn public(&self, state: &AppState, meeting: i64) -> Result<Option<Markup>, Error> {
        let id = key(meeting)?;
        if let Some(publication) = publications::current(state.db.reading(), &record_name(id)).await? {
            let time = kind::read(&publication.content)?;
            return Ok(Some(html! {
                (ui::h2_large_at("public-questions", "Public questions"))
                (ui::document(&kind::document(&time), 2))
                (ui::paragraph(ui::link(format!("/meetings/{id}/questions/published"), "View public questions on their own page")))
            }));
        }
        let facts = MeetingFacts::of(state, id).await?;
        let today = state.clock.today();
        let Some(ends) = facts.notice_ends.filter(|_| facts.meeting.is_to_come(today)) else { return Ok(None) };
        // The page may be cached for the day, so nothing here depends on the time of day; the form itself does.
        let is_over = london::local(ends).date() < today;
        Ok(Some(html! {
            (ui::h2_large_at("public-questions", "Public questions"))
            @if is_over {
                (ui::paragraph(html! { "Questions closed at " (notice::written(ends)) "." }))
            } @else {
                (ui::paragraph(html! {
                    "If you live in the borough, you can ask a question about an item on the agenda. It must be received by "
                    strong { (notice::written(ends)) } "."
                }))
                (ui::button(&ui::Button {
                    text: "Ask a question", address: Some(&format!("{}/ask", facts.meeting.address())), kind: ui::ButtonKind::Secondary,
                    ..Default::default()
                }))
            }
        }))
    }

    async fn pages(&self, state: &AppState, actor: &Actor, meeting: i64) -> Result<Vec<(String, String)>, Error> {
        let facts = MeetingFacts::of(state, key(meeting)?).await?;
        let may = state.joined.policy.can(actor, READ_PLAN, &facts.plan()) == Answer::Allowed;
        Ok(if may { vec![("Question time".to_owned(), facts.plan_address())] } else { Vec::new() })
    }

    async fn minuted(&self, state: &AppState, meeting: i64, item_kind: &str) -> Result<Option<Vec<Block>>, Error> {
        if item_kind != ITEM_KIND {
            return Ok(None);
        }
        let connection = state.db.reading();
        let questions = question::store::of_meeting(connection, key(meeting)?).await?;
        if questions.is_empty() {
            return Ok(Some(vec![Block::paragraph("The Board was told that there were no questions from the public.")]));
        }
        let mut minuted = Vec::new();
        for question in &questions {
            let told = match question.state {
                QuestionState::Put | QuestionState::Answered | QuestionState::AwaitingWrittenAnswer => {
                    let name = if question.named { asking::store::asker(connection, question.id).await? } else { None };
                    blocks(&published(question, name.map(|who| who.name)))
                }
                QuestionState::NotPut => vec![Block::paragraph(format!(
                    "Question {} was not put, since the questioner was not present.",
                    question.reference
                ))],
                _ => Vec::new(),
            };
            minuted.extend(told);
        }
        if minuted.is_empty() {
            minuted.push(Block::paragraph("No questions from the public were put to the Board."));
        }
        Ok(Some(minuted))
    }

    async fn at_item(&self, state: &AppState, actor: &Actor, item: ItemOf<'_>) -> Result<Option<Markup>, Error> {
        let facts = MeetingFacts::of(state, key(item.meeting)?).await?;
        if state.joined.policy.can(actor, RECORD, &facts.plan()) != Answer::Allowed {
            return Ok(None);
        }
        let questions = planned(state, &facts).await?;
        Ok(if item.kind == ITEM_KIND {
            Some(at_meeting::sitting_view::question_time(state, &facts, &questions, item.id))
        } else {
            at_meeting::sitting_view::about_item(&facts, &questions, item.title)
        })
    }

    async fn unfinished(&self, state: &AppState, meeting: i64) -> Result<Vec<String>, Error> {
        let questions = question::store::of_meeting(state.db.reading(), key(meeting)?).await?;
        let open = |question: &Question| match question.state {
            QuestionState::Accepted => Some(format!("Public question {} was accepted but has not been put.", question.reference)),
            QuestionState::Put => Some(format!("Public question {} was put, but no answer is recorded.", question.reference)),
            _ => None,
        };
        Ok(questions.iter().filter_map(open).collect())
    }
}
