//! Reunites paragraph numbers that were printed in their own column, and appear in the text as a run, with the
//! paragraphs they belong to.

use super::lines::Gap;
use super::markers::Marker;
use super::pieces::{Kind, Piece};
use super::words;

/// Returns the numbers to their paragraphs. A number with no paragraph left is kept as an empty one.
pub(super) fn attach(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut taken = vec![false; pieces.len()];
    let own: Vec<bool> = pieces.iter().map(|piece| matches!(piece.marker, Marker::Number(_))).collect();
    let mut free: Vec<usize> = Vec::new();
    let mut position = 0;
    while position < pieces.len() {
        let Some(column) = column_of(pieces.get(position)) else {
            if own.get(position) == Some(&true) {
                free.clear();
            }
            position += 1;
            continue;
        };
        let after = position + pieces.iter().skip(position).take_while(|piece| column_of(Some(piece)) == Some(column)).count();
        let end = after + pieces.iter().skip(after).take_while(|piece| !matches!(piece.marker, Marker::Number(_))).count();
        let numbers: Vec<usize> = (position..after).collect();
        let units: Vec<usize> = (after..end).filter(|unit| begins_unit(&pieces, *unit, after)).collect();
        let places = if units.is_empty() {
            // The page ended inside the paragraph, so its number appears after the beginning of its words.
            free.split_off(free.len().saturating_sub(numbers.len()))
        } else {
            by_rows(&pieces, &numbers, &units).unwrap_or_else(|| in_order(&pieces, &numbers, &units))
        };
        free = units.into_iter().filter(|unit| places.last().is_none_or(|last| unit > last)).collect();
        for (number, unit) in numbers.iter().zip(&places) {
            let marker = pieces.get(*number).map(|piece| piece.marker.clone()).unwrap_or_default();
            if let (Some(piece), Some(taken)) = (pieces.get_mut(*unit), taken.get_mut(*number)) {
                piece.marker = marker;
                *taken = true;
            }
        }
        position = after;
    }
    let mut taken = taken.into_iter();
    pieces.retain(|_| !taken.next().unwrap_or_default());
    for piece in &mut pieces {
        if matches!(piece.kind, Kind::NumberAlone { .. }) {
            piece.kind = Kind::Text;
        }
    }
    pieces
}

fn column_of(piece: Option<&Piece>) -> Option<usize> {
    match piece?.kind {
        Kind::NumberAlone { column } => Some(column),
        _ => None,
    }
}

/// Checks whether a number can belong to the piece: a paragraph or a heading, not what directly follows a heading.
fn begins_unit(pieces: &[Piece], position: usize, first: usize) -> bool {
    pieces.get(position).is_some_and(|piece| piece.is_plain() && (piece.gap != Gap::None || position == first))
}

/// Matches numbers to paragraphs by row, if the text keeps the page's rows: a number is on the row on which its paragraph begins.
fn by_rows(pieces: &[Piece], numbers: &[usize], units: &[usize]) -> Option<Vec<usize>> {
    let row = |position: usize| pieces.get(position).map(|piece| piece.row);
    let (first_number, first_unit) = (row(*numbers.first()?)?, row(*units.first()?)?);
    if numbers.len() < 2 || row(*numbers.last()?)? - first_number <= 2 * (numbers.len() - 1) {
        return None;
    }
    let mut waiting = units.iter().copied().peekable();
    let mut places = Vec::with_capacity(numbers.len());
    for number in numbers {
        let expected = first_unit + (row(*number)? - first_number);
        while waiting.next_if(|unit| row(*unit).is_some_and(|row| row + 1 < expected)).is_some() {}
        places.push(waiting.next_if(|unit| row(*unit).is_some_and(|row| row <= expected + 1))?);
    }
    Some(places)
}

/// Matches numbers to paragraphs in order. After a number beside a caption (`Breakdown by source:`), the next number of the same
/// depth goes with the next caption.
fn in_order(pieces: &[Piece], numbers: &[usize], units: &[usize]) -> Vec<usize> {
    let depth = |position: usize| match pieces.get(position).map(|piece| &piece.marker) {
        Some(Marker::Number(number)) => number.matches('.').count(),
        _ => 0,
    };
    let is_caption = |unit: usize| {
        pieces.get(unit).is_some_and(|piece| words::ends_with_colon(&piece.text) && piece.text.split_whitespace().count() <= 8)
    };
    let mut places: Vec<usize> = Vec::with_capacity(numbers.len());
    let mut waiting = units.iter().copied().enumerate();
    let mut last_number = None;
    for number in numbers {
        let after_caption = last_number.is_some_and(|last| depth(last) == depth(*number) && depth(last) > 1)
            && places.last().is_some_and(|unit| is_caption(*unit));
        let mut ahead = waiting.clone();
        let caption = if after_caption { ahead.find(|(_, unit)| is_caption(*unit)) } else { None };
        if caption.is_some() {
            waiting = ahead;
        }
        let Some((_, unit)) = caption.or_else(|| waiting.next()) else { break };
        places.push(unit);
        last_number = Some(*number);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::super::lines::{self, Source};
    use super::super::pieces;
    use super::*;

    fn numbered(text: &str) -> Vec<(String, String)> {
        let mut source = Source::new(text);
        lines::measure(&mut source.lines);
        let kept = source.lines.clone();
        let context = super::super::Context::default();
        let mut reader = Reader::new(&source, &context);
        let pieces = pieces::assemble(&kept.iter().collect::<Vec<_>>(), &mut reader);
        attach(pieces)
            .into_iter()
            .filter_map(|piece| match piece.marker {
                Marker::Number(number) => Some((number, piece.text.split(' ').next().unwrap_or_default().to_owned())),
                _ => None,
            })
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(number, word)| ((*number).to_owned(), (*word).to_owned())).collect()
    }

    #[test]
    fn in_order_where_the_text_tells_no_rows() {
        let text =
            "2.1\n\n2.2\n\nAlpha goes first here.\n\nBeta goes second here.\n\nGamma has no number.\n\n2.3 Delta has its own.\n";
        assert_eq!(numbered(text), pairs(&[("2.1", "Alpha"), ("2.2", "Beta"), ("2.3", "Delta")]));
    }

    #[test]
    fn by_the_rows_where_it_does() {
        let text = "4.1 \n \n \n \n \n4.2 \n \n\nAlpha goes first here. \n \nGamma has no number and stands \nbetween them. \n \nBeta goes second here. \n";
        assert_eq!(numbered(text), pairs(&[("4.1", "Alpha"), ("4.2", "Beta")]));
    }

    #[test]
    fn a_number_after_the_page_break_inside_its_paragraph() {
        let text =
            "5.1 \n \n \n\nAlpha is complete. \n \nBeta goes on over the end of the \n \n \n \n5.2 \n page and then stops. \n";
        assert_eq!(numbered(text), pairs(&[("5.1", "Alpha"), ("5.2", "Beta")]));
    }

    #[test]
    fn captions_keep_their_numbers() {
        let text = "6.1\n\n6.1.1\n\n6.1.2\n\nAnswers:\n\nBy source:\n\nNine in all\n\nBy age:\n\nThen words.\n";
        assert_eq!(numbered(text), pairs(&[("6.1", "Answers:"), ("6.1.1", "By"), ("6.1.2", "By")]));
    }

    #[test]
    fn a_number_without_words_is_kept() {
        assert_eq!(numbered("Words stand here.\n\n7.1\n\n7.2\n"), pairs(&[("7.1", ""), ("7.2", "")]));
    }
}
