//! Word documents, as pieces.

use crate::pieces::{Cell, Grid, Line, Piece};
use word::WordError;

/// What is read of a document in an office program's format.
#[derive(Debug, Default)]
pub(crate) struct Office {
    pub(crate) pieces: Vec<Piece>,
    /// The heads and feet of its pages.
    pub(crate) running: Vec<String>,
    /// What was not read: `2 comments`.
    pub(crate) left_out: Vec<String>,
}

/// Reads a Word document.
pub(crate) fn read(bytes: &[u8]) -> Result<Office, WordError> {
    let printed = word::printed(bytes)?;
    Ok(Office { pieces: pieces(printed.pieces), running: printed.running, left_out: printed.left_out })
}

fn pieces(printed: Vec<word::Piece>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2 * printed.len());
    let mut was_listed = false;
    for piece in printed {
        match piece {
            word::Piece::Paragraph(paragraph) => {
                // Items of a list follow one another; all other paragraphs are apart.
                let is_listed = paragraph.mark.is_some() && paragraph.level.is_none();
                if !(is_listed && was_listed) {
                    pieces.push(Piece::Gap);
                }
                was_listed = is_listed;
                let level = paragraph.level;
                for (at, (text, bold)) in paragraph.lines.into_iter().enumerate() {
                    let text = match &paragraph.mark {
                        Some(mark) if at == 0 => format!("{mark} {text}"),
                        _ => text,
                    };
                    let large = level.is_some_and(|level| level <= 1);
                    pieces.push(Piece::Line(Line::new(text, bold || level.is_some(), large)));
                }
                if !is_listed {
                    pieces.push(Piece::Gap);
                }
            }
            word::Piece::Gap => pieces.push(Piece::Gap),
            word::Piece::Table(rows) => {
                let cell = |cell: word::Cell| Cell { pieces: pieces_of_cell(cell.pieces), is_heading: cell.is_heading };
                let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
                pieces.push(Piece::Grid(Grid { rows }));
                was_listed = false;
            }
        }
    }
    pieces
}

/// Returns the pieces of a cell, without a gap before and after them.
fn pieces_of_cell(printed: Vec<word::Piece>) -> Vec<Piece> {
    let mut own = pieces(printed);
    while own.last() == Some(&Piece::Gap) {
        own.pop();
    }
    let words = own.iter().position(|piece| *piece != Piece::Gap).unwrap_or(own.len());
    // Empty paragraphs above a number bring it beside its title; the gap before the first paragraph does not.
    own.drain(..words.min(1));
    own
}
