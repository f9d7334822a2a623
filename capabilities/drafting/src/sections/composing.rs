//! Composes a report from a draft's texts, with automatic numbering, figures and their sources.

use crate::draft::placing::{Named, placed};
use crate::draft::{Draft, FIRST_APPENDIX, Text};
use crate::draft_files::{DraftFile, FileUse};
use crate::inserted_figures::live::{Filled, fill};
use checking::template::Template;
use chrono::{DateTime, NaiveDate, Utc};
use documents::{Block, Clauses, ListItem};
use reports::report::{Appendix, Attachment, Report, ReportBlock, Section};
use web::{AppState, Result};

/// A composed draft.
#[derive(Debug)]
pub(crate) struct Composed {
    pub report: Report,
    /// Problems with its figures, each with its section.
    pub faults: Vec<(i32, String)>,
}

/// Returns the current text of a section.
pub(crate) fn text_of(texts: &[Text], section: i32) -> &str {
    texts.iter().find(|text| text.section == section).map_or("", |text| text.text.as_str())
}

/// Checks whether a section of the template holds the recommendation.
pub(crate) fn recommends(heading: &str) -> bool {
    heading.to_lowercase().starts_with("recommend")
}

/// The meeting for which a report is composed, and the state of the record at that point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment<'a> {
    pub board: &'a str,
    pub day: NaiveDate,
    pub as_at: DateTime<Utc>,
    pub position: i64,
}

/// Composes the draft from its current texts, with its figures counted as at the given moment.
pub(crate) async fn compose(
    state: &AppState,
    draft: &Draft,
    template: &Template,
    (texts, files): (&[Text], &[DraftFile]),
    moment: Moment<'_>,
) -> Result<Composed> {
    let appendices: Vec<&Text> =
        texts.iter().filter(|text| text.section >= FIRST_APPENDIX && !text.text.trim().is_empty()).collect();
    let sections: Vec<i32> = (0..).take(template.sections.len()).collect();
    let sources: Vec<&str> =
        sections.iter().map(|section| text_of(texts, *section)).chain(appendices.iter().map(|text| text.text.as_str())).collect();
    let Filled { texts: filled, figures, faults, .. } = fill(state, &sources, moment.as_at, moment.position).await?;
    let place = |at: usize| {
        sections.get(at).copied().or_else(|| appendices.get(at - sections.len()).map(|text| text.section)).unwrap_or_default()
    };
    let mut faults: Vec<(i32, String)> = faults.into_iter().map(|(at, fault)| (place(at), fault)).collect();
    for (at, source) in sources.iter().enumerate() {
        faults.extend(markdown::chart_faults(source).into_iter().map(|fault| (place(at), fault)));
    }
    let named = Named { files, figures: &figures };
    let mut number = 0;
    let mut composed = Vec::new();
    for (at, (section, text)) in template.sections.iter().zip(&filled).enumerate() {
        if text.trim().is_empty() && !section.required {
            continue;
        }
        number += 1;
        let (blocks, missing) = placed(markdown::blocks(text), named);
        faults.extend(missing.into_iter().map(|fault| (place(at), fault)));
        let (recommendation, blocks) = if recommends(&section.heading) { recommended(blocks) } else { (None, blocks) };
        composed.push(Section {
            number: Some(format!("{number}.0")),
            heading: section.heading.clone(),
            recommendation,
            blocks: parts_numbered(number, &section.parts, markdown::numbered(number, blocks)),
        });
    }
    let mut appended = Vec::new();
    for (at, text) in filled.iter().skip(template.sections.len()).enumerate() {
        let (mut blocks, missing) = placed(markdown::blocks(text), named);
        faults.extend(missing.into_iter().map(|fault| (place(template.sections.len() + at), fault)));
        let title = match blocks.first() {
            Some(Block::Heading { text, .. }) => {
                let title = text.clone();
                blocks.remove(0);
                title
            }
            _ => String::new(),
        };
        appended.push(Appendix { title: format!("Appendix {} {title}", at + 1).trim().to_owned(), blocks });
    }
    let report = Report {
        block: ReportBlock {
            report_to: moment.board.to_owned(),
            date: Some(moment.day),
            reporting_officer: draft.reporting_officer.clone(),
            portfolio: draft.portfolio.clone(),
            subject: draft.subject.clone(),
            wards: draft.wards.clone(),
            style: template.block,
        },
        sections: composed,
        appendices: appended,
        figures,
        attachments: attachments(files),
    };
    Ok(Composed { report, faults })
}

/// Returns the report's attachments.
fn attachments(files: &[DraftFile]) -> Vec<Attachment> {
    let attached = files.iter().filter(|file| file.usage == FileUse::Attachment);
    attached
        .map(|file| Attachment {
            title: file.description.clone(),
            file: file.hash.clone(),
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            size: u64::try_from(file.size).unwrap_or_default(),
        })
        .collect()
}

/// Splits the recommendation off the recommending section: its list, or else its first paragraph. What is written below a clause
/// stays in the section, under the words of its clause.
fn recommended(mut blocks: Vec<Block>) -> (Option<Clauses>, Vec<Block>) {
    let clause = |text: &str| {
        let text = text.trim().trim_end_matches(['.', ';', ':']).trim();
        let text = text.strip_suffix("; and").unwrap_or(text);
        text.strip_prefix("That ").or_else(|| text.strip_prefix("that ")).unwrap_or(text).trim().to_owned()
    };
    let clauses_in = |block: &Block| match block {
        Block::List { items, .. } => items.iter().map(|item| clause(&item.text)).filter(|clause| !clause.is_empty()).collect(),
        _ => Vec::new(),
    };
    let has_list = blocks.iter().any(|block| matches!(block, Block::List { .. }));
    blocks.retain(|block| !is_blank_list(block));
    if let Some(at) = blocks.iter().position(|block| !clauses_in(block).is_empty())
        && let Block::List { items, .. } = &blocks[at]
    {
        let clauses: Vec<String> = clauses_in(&blocks[at]);
        let below: Vec<Block> = items.iter().flat_map(below).collect();
        blocks.splice(at..=at, below);
        // A lead such as ‘That the Board’ comes before the list.
        let lead = match blocks.first() {
            Some(Block::Paragraph { text, .. }) if at == 1 => {
                let lead = text.trim_end_matches([':', ' ']).to_owned();
                blocks.remove(0);
                lead
            }
            _ => "That".to_owned(),
        };
        if clauses.len() > 1 {
            return (Some(Clauses { lead, clauses }), blocks);
        }
        return (clauses.first().map(|only| Clauses { lead: format!("{lead} {only}"), clauses: Vec::new() }), blocks);
    }
    match blocks.first() {
        // The words before an empty list are no sentence of their own.
        Some(Block::Paragraph { text, .. }) if !has_list => {
            let only = clause(text);
            blocks.remove(0);
            (Some(Clauses { lead: format!("That {only}"), clauses: Vec::new() }), blocks)
        }
        _ => (None, blocks),
    }
}

/// Returns whether a block is a list whose items are all empty.
fn is_blank_list(block: &Block) -> bool {
    matches!(block, Block::List { items, .. } if items.iter().all(|item| item.text.trim().is_empty() && item.blocks.is_empty()))
}

/// Returns what is written below a clause, after the clause's own words: a clause of a recommendation is one sentence.
fn below(item: &ListItem) -> Vec<Block> {
    let words = item.text.trim();
    let named = (!item.blocks.is_empty() && !words.is_empty()).then(|| Block::paragraph(words));
    named.into_iter().chain(item.blocks.iter().cloned()).collect()
}

/// Numbers the headings that the template has inside a section, such as the council's priorities: `6.1 Children and Young People`.
fn parts_numbered(section: usize, parts: &[String], blocks: Vec<Block>) -> Vec<Block> {
    if parts.is_empty() {
        return blocks;
    }
    let mut number = 0;
    blocks
        .into_iter()
        .map(|block| match block {
            Block::Heading { level: 1, text, .. } => {
                number += 1;
                Block::Heading { level: 1, number: Some(format!("{section}.{number}")), text }
            }
            // Paragraphs under numbered headings have no numbers of their own.
            Block::Paragraph { text, .. } => Block::Paragraph { number: None, text },
            other => other,
        })
        .collect()
}

/// Returns the initial text of a required section with parts: their headings, to be filled in.
pub(crate) fn scaffold(parts: &[String]) -> String {
    parts.iter().map(|part| format!("# {part}\n\nNone identified.\n\n")).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recommendation_is_a_list_or_a_sentence() {
        let clauses = |text: &str| recommended(markdown::blocks(text)).0;
        let two = clauses("That:\n\n1. the report be noted; and\n2. the lamps be mended.").expect("clauses");
        assert_eq!((two.lead.as_str(), two.clauses.len(), two.clauses[1].as_str()), ("That", 2, "the lamps be mended"));
        let one = clauses("That the report be noted.").expect("a sentence");
        assert_eq!((one.lead.as_str(), one.clauses.len()), ("That the report be noted", 0));
        assert_eq!(clauses(""), None);
    }

    #[test]
    fn nothing_below_a_recommendation_is_lost() {
        let text = |text: &str| {
            let (clauses, blocks) = recommended(markdown::blocks(text));
            let sentence = clauses.map(|clauses| clauses.sentence()).unwrap_or_default();
            (sentence, documents::plain_text::of_blocks(&blocks))
        };
        let (sentence, blocks) =
            text("1. the lamps be mended:\n   - at Heron Lane\n   - at the quay\n2. the report be noted\n\n   in full.");
        assert_eq!(sentence, "That 1) the lamps be mended; and 2) the report be noted");
        for words in ["at Heron Lane", "at the quay", "in full."] {
            assert!(blocks.contains(words), "{words}: {blocks}");
        }
        let (sentence, blocks) = text("The Board is asked to note the report:\n\n- \n- \n");
        assert_eq!((sentence.as_str(), blocks.as_str()), ("", "The Board is asked to note the report:\n"));
        let (sentence, blocks) = text("1. - at Heron Lane\n2. the report be noted");
        assert_eq!(sentence, "That the report be noted");
        assert!(blocks.contains("at Heron Lane"), "{blocks}");
    }

    #[test]
    fn the_priorities_are_numbered_in_their_section() {
        let blocks = parts_numbered(6, &["Health".to_owned()], markdown::blocks("# Health\n\nNone.\n\n# Safety\n\nSome."));
        let Block::Heading { number, .. } = &blocks[2] else { panic!("{blocks:?}") };
        assert_eq!(number.as_deref(), Some("6.2"));
    }
}
