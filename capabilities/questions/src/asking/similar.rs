//! Earlier questions that are similar to one: published ones for questioners, all that were put for clerks.

use crate::answering::publishing::{PublishedQuestion, record_name};
use crate::asking::similarity::{ALIKE, Features};
use crate::question::store::months_before;
use crate::question::{Question, QuestionId};
use crate::{kind, question};
use foundation::civil_date;
use foundation::text::slug;
use web::{AppState, Result};

/// The maximum number shown.
const MOST: usize = 3;

/// Returns those of these questions that are similar to `text`, most similar first.
pub(crate) fn alike(text: &str, among: Vec<Question>, besides: Option<QuestionId>) -> Vec<Question> {
    let own = Features::of(text);
    let others = among.into_iter().filter(|question| Some(question.id) != besides);
    let mut found: Vec<(f64, Question)> = others
        .map(|question| (own.likeness(&Features::of(question.words())), question))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    found.into_iter().take(MOST).map(|(_, question)| question).collect()
}

/// Returns questions similar to `text` that were put in the last `months` months.
pub(crate) async fn put_like(state: &AppState, text: &str, months: u32, besides: Option<QuestionId>) -> Result<Vec<Question>> {
    let from = months_before(state.clock.today(), months);
    Ok(alike(text, question::store::put_since(state.db.reading(), from).await?, besides))
}

/// An earlier question as published.
pub(crate) struct PublicQuestion {
    pub day: String,
    pub reference: String,
    pub question: String,
    pub answer: Vec<String>,
    pub address: String,
}

/// Returns published questions similar to `text` that were put in the last `months` months, with their published answers.
pub(crate) async fn published_like(state: &AppState, text: &str, months: u32) -> Result<Vec<PublicQuestion>> {
    let mut found = Vec::new();
    for question in put_like(state, text, months, None).await? {
        let record = record_name(question.meeting);
        let Some(publication) = publications::current(state.db.reading(), &record).await? else { continue };
        let time = kind::read(&publication.content)?;
        // Show only what the publication itself says.
        let day = civil_date::written(time.held_on);
        let Some(public) = time.questions.into_iter().find(|public| public.reference == question.reference) else { continue };
        let PublishedQuestion { reference, question: words, answer, written_answer, .. } = public;
        let address = format!("/meetings/{}/questions/published#{}", question.meeting, slug(&reference));
        found.push(PublicQuestion {
            day,
            reference,
            question: words,
            answer: answer.into_iter().chain(written_answer).collect(),
            address,
        });
    }
    Ok(found)
}
