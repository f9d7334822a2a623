//! Rendering, reading and indexing published question time; minutes use the same wording.

use crate::answering::publishing::{KIND, PublishedQuestion, QuestionTime};
use crate::question::beginning;
use db::Db;
use documents::{Block, Document, Entry, Fact, Section, plain_text};
use foundation::text::slug;
use foundation::{MunicipalYear, civil_date};
use publications::Publication;
use search::SearchDocument;
use web::{Error, PublishedKind, Result};

pub(crate) struct QuestionTimeKind;

pub(crate) fn read(content: &str) -> Result<QuestionTime> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

#[async_trait::async_trait]
impl PublishedKind for QuestionTimeKind {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn label(&self) -> &'static str {
        "Public questions"
    }

    fn address(&self, record: &str) -> String {
        format!("/meetings/{}/questions/published", record.split('/').nth(1).unwrap_or_default())
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(document(&read(content)?))
    }

    async fn search_documents(&self, _: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let time = read(&publication.content)?;
        let found = |question: &PublishedQuestion| SearchDocument {
            address: format!("{}#{}", self.address(&publication.record), slug(&question.reference)),
            kind: "question".into(),
            title: beginning(&question.question),
            reference: Some(question.reference.clone()),
            body: plain_text::of_document(&Document { entries: entries(question), ..Document::default() }),
            board: Some(time.board.clone()),
            year: Some(MunicipalYear::of(time.held_on).first_year()),
            date: Some(time.held_on),
        };
        Ok(time.questions.iter().map(found).collect())
    }
}

/// Returns the document from which its page, plain text and PDF are made.
pub(crate) fn document(time: &QuestionTime) -> Document {
    let section = |question: &PublishedQuestion| {
        Entry::Section(Section {
            anchor: slug(&question.reference),
            number: None,
            title: format!("Question {}", question.reference),
            entries: entries(question),
        })
    };
    let none = || vec![Block::paragraph("No questions from the public were put at this meeting.").into()];
    Document {
        anchor: "public-questions".to_owned(),
        caption: Some(time.board.clone()),
        title: format!("Public questions, {}", civil_date::written(time.held_on)),
        entries: if time.questions.is_empty() { none() } else { time.questions.iter().map(section).collect() },
        ..Document::default()
    }
}

fn entries(question: &PublishedQuestion) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Some(item) = &question.item {
        entries.push(Entry::Facts { facts: vec![Fact::new("About", item)] });
    }
    entries.extend(blocks(question).into_iter().map(Entry::from));
    entries
}

/// Returns the blocks for one question, the same in minutes and on pages.
pub(crate) fn blocks(question: &PublishedQuestion) -> Vec<Block> {
    let asker = question.name.as_deref().unwrap_or("A member of the public");
    let mut blocks = Vec::new();
    let mut told = |lead: &str, text: &str| {
        for (at, line) in text.lines().enumerate() {
            blocks.push(Block::paragraph(if at == 0 { format!("{lead}{line}") } else { line.to_owned() }));
        }
    };
    if question.absent {
        told("A question was received from a member of the public, who was not at the meeting: ", &question.question);
    } else {
        told(&format!("{asker} asked: "), &question.question);
    }
    if let Some(answer) = &question.answer {
        told("In reply: ", answer);
    }
    if let Some(supplementary) = &question.supplementary {
        told("A supplementary question was asked: ", supplementary);
    }
    if let Some(answer) = &question.supplementary_answer {
        told("In reply: ", answer);
    }
    if question.to_be_written {
        told("", "A written answer is to follow.");
    }
    if let Some(answer) = &question.written_answer {
        let lead = match question.written_on {
            Some(day) => format!("Written answer, sent on {}: ", civil_date::written(day)),
            None => "Written answer: ".to_owned(),
        };
        told(&lead, answer);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(block: &Block) -> &str {
        if let Block::Paragraph { text, .. } = block { text.trim() } else { "" }
    }

    #[test]
    fn a_question_is_told_with_what_followed_and_without_a_name() {
        let question = PublishedQuestion {
            reference: "PQ/HSB/2024/1".into(),
            question: "Why?".into(),
            answer: Some("Because.\nAnd so.".into()),
            supplementary: Some("When?".into()),
            to_be_written: true,
            ..PublishedQuestion::default()
        };
        let blocks = blocks(&question);
        let told: Vec<&str> = blocks.iter().map(text).collect();
        let expected = [
            "A member of the public asked: Why?",
            "In reply: Because.",
            "And so.",
            "A supplementary question was asked: When?",
            "A written answer is to follow.",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn who_agreed_is_named_and_who_was_not_there_is_not() {
        let named = PublishedQuestion { name: Some("Wanda Wharf".into()), question: "Why?".into(), ..Default::default() };
        assert_eq!(text(&blocks(&named)[0]), "Wanda Wharf asked: Why?");
        let absent = PublishedQuestion { absent: true, ..named };
        assert!(!text(&blocks(&absent)[0]).contains("Wanda"));
    }
}
