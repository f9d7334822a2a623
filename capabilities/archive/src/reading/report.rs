//! Reads a report: its block, its numbered sections, its appendices.

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::pieces::{self, Kind, Piece};
use super::{Reader, blocks, number_column, report_block, resolution, words};
use reports::report::{Appendix, Report, Section};

/// Reads the report in `lines`.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> Report {
    let titled = (0..lines.len().min(10)).find(|line| report_block::begins(lines, *line)).unwrap_or_default();
    let (title, lines) = lines.split_at_checked(titled).unwrap_or((&[], lines));
    let (block, after) = report_block::read(lines, reader);
    // The title only repeats the subject.
    let mut said = String::new();
    for line in title.iter().filter(|line| !line.text.eq_ignore_ascii_case("report")) {
        words::append(&mut said, line.text, reader.rejoined());
    }
    if said == block.subject {
        reader.place_all(title);
    }
    if block.subject.is_empty() {
        reader.remark(lines.first().map_or(0, |line| line.number), "the report has no subject");
    }
    let body: Vec<&Line<'_>> = lines.get(after..).unwrap_or_default().iter().collect();
    let pieces = number_column::attach(pieces::assemble(&body, reader));
    let style = SectionStyle::of(&pieces);
    let mut report = Report { block, sections: Vec::new(), appendices: Vec::new(), figures: Vec::new(), attachments: Vec::new() };
    let mut begins = 0;
    let mut expected = 1;
    let mut in_appendix = false;
    for (position, piece) in pieces.iter().enumerate() {
        let in_papers = report.sections.last().is_some_and(|section| is_background_papers(&section.heading));
        let numbered = style != SectionStyle::Capitals && !report.sections.is_empty();
        let appendix = begins_appendix(piece, in_papers && position > begins, in_appendix)
            || (numbered && piece.page && piece.large && piece.is_plain() && piece.text.len() <= 300);
        let section = !in_appendix && style.heads(&pieces, position, expected);
        if !appendix && !section {
            continue;
        }
        finish(&mut report, pieces.get(begins..position).unwrap_or_default(), in_appendix);
        begins = position + 1;
        if appendix {
            in_appendix = true;
            report.appendices.push(Appendix { title: piece.text.clone(), blocks: Vec::new() });
        } else {
            expected += 1;
            report.sections.push(section_of(piece));
        }
    }
    finish(&mut report, pieces.get(begins..).unwrap_or_default(), in_appendix);
    report
}

/// Checks whether a section lists the background papers, the last thing a report must say (Local Government Act 1972, s.100D).
pub(super) fn is_background_papers(heading: &str) -> bool {
    heading.to_lowercase().contains("background papers")
}

/// How the sections of a report are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SectionStyle {
    /// `3.0 SUPPORTING INFORMATION`.
    Zero,
    /// `3. Supporting information`, `3 SUPPORTING INFORMATION`.
    Figure,
    /// `SUPPORTING INFORMATION`.
    Capitals,
    /// `Supporting information`, with a gap above it and text below.
    Titles,
}

impl SectionStyle {
    fn of(pieces: &[Piece]) -> Self {
        if pieces.iter().any(|piece| piece.marker.is_section()) {
            Self::Zero
        } else if (0..pieces.len().min(6)).any(|position| Self::Figure.heads(pieces, position, 1)) {
            Self::Figure
        } else {
            let count = |style: Self| (0..pieces.len()).filter(|position| style.heads(pieces, *position, 1)).count();
            if count(Self::Capitals) < 2 && count(Self::Titles) >= 2 { Self::Titles } else { Self::Capitals }
        }
    }

    /// Checks whether the piece is the heading of section number `expected`.
    fn heads(self, pieces: &[Piece], position: usize, expected: u32) -> bool {
        let Some(piece) = pieces.get(position) else { return false };
        match (self, &piece.marker) {
            (Self::Zero, marker) => marker.is_section(),
            (Self::Figure, Marker::Item(item)) => {
                let next = pieces.get(position + 1);
                let counts_on = next.is_some_and(|next| matches!(&next.marker, Marker::Item(next) if next.follows(item)));
                item.figure == Some(expected) && item.closed != ')' && words::is_short_phrase(&piece.text) && !counts_on
            }
            (Self::Capitals, Marker::None) => {
                piece.kind == Kind::Text && words::is_capitals(&piece.text) && piece.is_heading_shaped()
            }
            (Self::Titles, Marker::None) => {
                let is_heading = |piece: &Piece| {
                    let title = piece.text.trim_end_matches(':');
                    piece.kind == Kind::Text
                        && piece.gap != Gap::None
                        && piece.is_narrow()
                        && title.len() < 80
                        && (words::is_title(title) || words::is_capitals(title))
                        && words::is_short_phrase(title)
                };
                // A run of short lines is a list.
                let next = pieces.get(position + 1);
                is_heading(piece) && next.is_some_and(|next| !(next.is_plain() && is_heading(next)))
            }
            _ => false,
        }
    }
}

fn section_of(piece: &Piece) -> Section {
    let number = match &piece.marker {
        Marker::Number(number) => Some(number.clone()),
        Marker::Item(item) => Some(item.printed.trim_end_matches('.').to_owned()),
        _ => None,
    };
    if let Some((form, rest)) = resolution::recommends(&piece.text) {
        let recommendation = Some(rest).filter(|rest| !rest.is_empty()).map(resolution::clauses_of);
        return Section { number, heading: form.to_owned(), recommendation, blocks: Vec::new() };
    }
    let mut section = Section { number, ..Section::default() };
    if words::is_short_phrase(&piece.text) || words::is_capitals(&piece.text) {
        piece.text.trim_end_matches(':').trim_end().clone_into(&mut section.heading);
    } else {
        section.blocks.push(documents::Block::paragraph(piece.text.clone()));
    }
    section
}

/// Adds everything read since the last heading to the open section or appendix.
fn finish(report: &mut Report, pieces: &[Piece], in_appendix: bool) {
    if let Some(appendix) = report.appendices.last_mut().filter(|_| in_appendix) {
        appendix.blocks = blocks::from_pieces(pieces);
        return;
    }
    if report.sections.is_empty() && !pieces.is_empty() {
        report.sections.push(Section::default());
    }
    let Some(section) = report.sections.last_mut() else { return };
    let mut pieces = pieces;
    if resolution::recommends(&section.heading).is_some() {
        let (recommendation, taken) = resolution::recommendation(section.recommendation.take(), pieces);
        section.recommendation = recommendation;
        pieces = pieces.get(taken..).unwrap_or_default();
    }
    section.blocks.extend(blocks::from_pieces(pieces));
}

/// Checks whether an appendix begins with the piece: it says so, or it is a title in capitals after the list of background papers.
fn begins_appendix(piece: &Piece, after_papers: bool, in_appendix: bool) -> bool {
    if !piece.is_plain() || !words::is_short_phrase(&piece.text) || (piece.gap == Gap::None && !piece.page) {
        return false;
    }
    let mut words = piece.text.split_whitespace();
    let named = matches!(words.next(), Some("Appendix" | "APPENDIX" | "Annex" | "ANNEX"))
        && words.next().is_some_and(is_ordinal)
        && (words::is_title(&piece.text) || words::is_capitals(&piece.text));
    named || (!in_appendix && after_papers && words::is_capitals(&piece.text))
}

/// Checks for `A`, `1`, `Two` or `II`, which identify an appendix.
fn is_ordinal(word: &str) -> bool {
    let word = word.trim_end_matches([':', '.', '-', '–']);
    let counted = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let short = word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    (!word.is_empty() && short) || counted.contains(&word.to_lowercase().as_str())
}
