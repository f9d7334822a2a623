//! Creates a report as a copy of an earlier one, and finds text that needs review: what was copied, and figures that were typed in.

use crate::draft::{DraftId, FIRST_APPENDIX};
use crate::draft_files;
use crate::draft_files::{DraftFile, FileUse};
use access::By;
use agendas::ReportItem;
use checking::template::Template;
use db::WriteTransaction;
use documents::{Block, ListItem, ListStyle, Picture};
use reports::report::Report;
use std::fmt::Write as _;
use web::{AppState, Error, OrNotFound, Result};

/// The texts of a report being copied.
#[derive(Debug)]
pub(crate) struct Copied {
    /// The key of the report.
    pub report: i64,
    pub texts: Vec<(i32, String)>,
    /// The images in them, named there by the hashes of their files.
    pictures: Vec<Picture>,
}

impl Copied {
    /// Copies the images of the earlier report to the draft's files, and returns the texts with the new image names.
    pub(crate) async fn take_over(
        self,
        transaction: &WriteTransaction,
        draft: DraftId,
        by: By<'_>,
    ) -> Result<Vec<(i32, String)>> {
        let mut texts = self.texts;
        let mut known: Vec<&str> = Vec::new();
        for picture in &self.pictures {
            if known.contains(&picture.file.as_str()) {
                continue;
            }
            known.push(&picture.file);
            let Some(stored) = files::by_hash(transaction, &picture.file).await? else { continue };
            let file = DraftFile {
                number: 0,
                usage: FileUse::Picture,
                hash: stored.hash,
                name: stored.name,
                content_type: stored.content_type,
                size: stored.size,
                width: picture.width,
                height: picture.height,
                description: picture.alternative.clone(),
            };
            let number = draft_files::store::add(transaction, draft, &file, by).await?;
            let reference = DraftFile { number, ..file }.reference();
            for (_, text) in &mut texts {
                *text = text.replace(&format!("]({}", picture.file), &format!("]({reference}"));
            }
        }
        Ok(texts)
    }
}

/// Returns the images in a report.
fn pictures_of(report: &Report) -> Vec<Picture> {
    let mut pictures = Vec::new();
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    for block in blocks.chain(report.appendices.iter().flat_map(|appendix| &appendix.blocks)) {
        block.each(&mut |block| {
            if let Block::Picture(picture) = block {
                pictures.push(picture.clone());
            }
        });
    }
    pictures
}

/// Returns the published reports that may be copied for an item, each with its record and description: those
/// of its board, latest first.
pub(crate) async fn earlier_reports(state: &AppState, item: &ReportItem) -> Result<Vec<(String, String)>> {
    let connection = state.db.reading();
    let mut found = Vec::new();
    for summary in publications::latest_of_kinds(connection, &["report"], 200).await? {
        let Some(publication) = publications::current(connection, &summary.record).await? else { continue };
        let Ok(report) = serde_json::from_str::<Report>(&publication.content) else { continue };
        let is_own =
            meetings::board_name(connection, &report.block.report_to).await?.as_deref() == Some(item.meeting.board_name.as_str());
        if is_own && !found.iter().any(|(record, _)| *record == summary.record) {
            let day = report.block.date.map(|day| format!(", {}", foundation::civil_date::written(day))).unwrap_or_default();
            found.push((summary.record, format!("{}{day}", foundation::text::readable_title(&report.block.subject))));
        }
    }
    Ok(found)
}

/// Returns the texts of one of the [earlier reports](earlier_reports), arranged by the sections of the template.
pub(crate) async fn copied(state: &AppState, record: &str, template: &Template) -> Result<Copied> {
    let key: i64 = record.strip_prefix("report/").unwrap_or_default().parse().or_not_found("Report")?;
    let publication = publications::current(state.db.reading(), record).await?.or_not_found("Report")?;
    let report: Report = serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(Copied { report: key, texts: texts_of(&report, template), pictures: pictures_of(&report) })
}

/// Arranges a report's text by the template's sections. Whatever fits none goes to the information
/// section, so that nothing is lost.
pub(crate) fn texts_of(report: &Report, template: &Template) -> Vec<(i32, String)> {
    let mut texts: Vec<(i32, String)> = Vec::new();
    let information = template.sections.iter().position(|section| section.is_under("Supporting information")).unwrap_or_default();
    for section in &report.sections {
        let own = template.sections.iter().position(|known| known.is_under(&section.heading));
        let mut text = String::new();
        if let Some(clauses) = &section.recommendation {
            let items = if clauses.clauses.is_empty() { vec![clauses.lead.clone()] } else { clauses.clauses.clone() };
            let list = Block::List {
                style: ListStyle::Numbered,
                items: items.iter().map(|clause| ListItem { marker: None, text: clause.into(), blocks: Vec::new() }).collect(),
            };
            text += &markdown::typed(&[list]);
        }
        if own.is_none() {
            let _ = write!(text, "# {}\n\n", foundation::text::readable_title(&section.heading));
        }
        text += &markdown::typed(&section.blocks);
        let place = i32::try_from(own.unwrap_or(information)).unwrap_or_default();
        match texts.iter_mut().find(|(known, _)| *known == place) {
            // A second heading for the same section becomes a heading inside it.
            Some((_, before)) => {
                if own.is_some() {
                    let _ = write!(before, "# {}\n\n", foundation::text::readable_title(&section.heading));
                }
                before.push_str(&text);
            }
            None => texts.push((place, text)),
        }
    }
    for (at, appendix) in (0..).zip(&report.appendices) {
        texts.push((FIRST_APPENDIX + at, format!("# {}\n\n{}", appendix.title, markdown::typed(&appendix.blocks))));
    }
    texts
}

/// Returns the sentences of a copied text that contain a date, a period or a figure, shortened.
pub(crate) fn stale(text: &str) -> Vec<String> {
    checking::sentences_with_figures(text, true)
}

/// Returns the sentences that contain a typed figure without a source: an inserted figure, a footnote or
/// ‘(source: …)’ counts as one.
pub(crate) fn typed_figures(text: &str) -> Vec<String> {
    let typed: String = figures::pieces(text)
        .iter()
        .map(|piece| if let figures::TextPiece::Words(words) = piece { *words } else { "the figure" })
        .collect();
    let sourced = |sentence: &String| sentence.contains("[^") || sentence.to_lowercase().contains("(source");
    checking::sentences_with_figures(&typed, false).into_iter().filter(|sentence| !sourced(sentence)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reports::report::{Appendix, ReportBlock, Section};

    #[test]
    fn a_copy_loses_nothing() {
        let section = |heading: &str, words: &str| Section {
            heading: heading.into(),
            blocks: vec![Block::paragraph(words)],
            ..Section::default()
        };
        let report = Report {
            block: ReportBlock::default(),
            sections: vec![
                section("PURPOSE OF REPORT", "To look."),
                section("SUPPORTING INFORMATION", "Two lamps."),
                section("LAMPS", "Of old."),
            ],
            appendices: vec![Appendix { title: "Appendix One".into(), blocks: vec![Block::paragraph("A map.")] }],
            figures: Vec::new(),
            attachments: Vec::new(),
        };
        let texts = texts_of(&report, &Template::of_the_seeds());
        let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
        for words in ["To look.", "Two lamps.", "# Lamps", "Of old.", "Appendix One", "A map."] {
            assert!(all.contains(words), "{words}: {texts:?}");
        }
        assert_eq!(texts[0].0, 0);
    }

    #[test]
    fn what_is_stale_or_typed_is_named() {
        let text =
            "In May 2023 there were 12 lamps. They are green. It rose by 4%[^1]. There were [[meetings-held 2023/24]] meetings.";
        assert_eq!(stale(text).len(), 2);
        assert_eq!(typed_figures(text), ["In May 2023 there were 12 lamps."]);
    }
}
