//! Reads votes by name: `FOR: Councillors A, B and C (3)`, names below the label of their side, lists in columns.

use super::super::lines::Line;
use super::super::pieces::Piece;
use super::names;
use super::votes::{self, Side};
use extraction::Table;
use meetings::minutes::{RecordedVote, VotesCast};

/// The longest list of names, in bytes.
const MOST_BYTES: usize = 4000;

/// The most pieces or lines that the names of one side take.
const MOST_NAMES: usize = 120;

/// Splits the label of a side from what follows it: `FOR: Councillors …`, `Voting against the motion –`, `Abstained`.
fn label(text: &str) -> Option<(Side, &str)> {
    const LABELS: &[(&str, Side)] = &[
        ("for", Side::For),
        ("votes for", Side::For),
        ("voting for", Side::For),
        ("voted for", Side::For),
        ("in favour", Side::For),
        ("those in favour", Side::For),
        ("voting in favour", Side::For),
        ("voted in favour", Side::For),
        ("those voting for", Side::For),
        ("those voting in favour", Side::For),
        ("yes", Side::For),
        ("ayes", Side::For),
        ("o blaid", Side::For),
        ("against", Side::Against),
        ("votes against", Side::Against),
        ("voting against", Side::Against),
        ("voted against", Side::Against),
        ("those against", Side::Against),
        ("those voting against", Side::Against),
        ("noes", Side::Against),
        ("yn erbyn", Side::Against),
        ("abstained", Side::Abstained),
        ("abstaining", Side::Abstained),
        ("abstentions", Side::Abstained),
        ("abstention", Side::Abstained),
        ("those abstaining", Side::Abstained),
        ("ymatal", Side::Abstained),
    ];
    let text = text.trim_start_matches(['*', '(', ' ']);
    let label = LABELS.iter().filter_map(|(label, side)| {
        let rest = text.get(label.len()..)?;
        let begun = text.get(..label.len())?.eq_ignore_ascii_case(label);
        (begun && !rest.starts_with(char::is_alphanumeric)).then_some((label.len(), *side))
    });
    let (length, side) = label.max_by_key(|(length, _)| *length)?;
    let mut rest = text.get(length..)?.trim_start_matches(['*', ' ']);
    for object in ["the motion", "the amendment", "the recommendation", "the proposal"] {
        if rest.get(..object.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(object)) {
            rest = rest.get(object.len()..)?.trim_start_matches(['*', ' ']);
        }
    }
    Some((side, rest))
}

/// Returns the names of a list and their number, printed or counted: `Councillors A, B and C (3)`. Also returns what follows the
/// number.
fn named(text: &str) -> Option<(VotesCast, &str)> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '.' | ':' | '–' | '-'));
    if text.len() > MOST_BYTES {
        return None;
    }
    let (list, printed, rest) = match number_after(text) {
        Some((list, count, rest)) => (list, Some(count), rest),
        None => (text, None, ""),
    };
    let names = names::list(list)?;
    let count = printed.or_else(|| u32::try_from(names.len()).ok())?;
    Some((VotesCast { count, names }, rest))
}

/// Splits a list before its number: `(3)`, `– 3`.
fn number_after(text: &str) -> Option<(&str, u32, &str)> {
    let bracketed = text.match_indices('(').find_map(|(at, _)| {
        let after = text.get(at + 1..)?;
        let end = after.char_indices().take(8).find(|(_, c)| *c == ')').map(|(end, _)| end)?;
        let count = after.get(..end)?.trim().parse().ok()?;
        Some((text.get(..at)?, count, after.get(end + 1..)?.trim_start_matches(['*', '.', ' '])))
    });
    bracketed.or_else(|| {
        let (list, count) = text.rsplit_once(['–', '-'])?;
        Some((list, count.trim().parse().ok()?, ""))
    })
}

/// Reads the votes of one side by name, from its label and the names after or below it. Also returns how many pieces it takes.
pub(super) fn by_name(pieces: &[Piece]) -> Option<(RecordedVote, usize)> {
    let mut vote = RecordedVote::default();
    let (side, cast, rest, taken) = of_one_side(pieces)?;
    if !rest.is_empty() {
        if !votes::is_only(rest) {
            return None;
        }
        vote = votes::counted(rest);
    }
    votes::add(&mut vote, side, cast);
    Some((vote, taken))
}

fn of_one_side(pieces: &[Piece]) -> Option<(Side, VotesCast, &str, usize)> {
    let first = pieces.first().filter(|piece| piece.is_plain())?;
    let (side, rest) = label(&first.text)?;
    let bare = rest.trim_start_matches([':', '–', '-', '(', '*', ' ']);
    if bare.is_empty() || bare.trim_matches(|c: char| !c.is_alphanumeric()).parse::<u32>().is_ok() {
        let printed = bare.trim_matches(|c: char| !c.is_alphanumeric()).parse::<u32>().ok();
        let mut cast = VotesCast::default();
        let mut taken = 1;
        let mut after = "";
        for piece in pieces.iter().skip(1).take(MOST_NAMES).take_while(|piece| piece.is_plain() && label(&piece.text).is_none()) {
            let Some((more, rest)) = named(&piece.text) else { break };
            cast.count = cast.count.saturating_add(more.count);
            cast.names.extend(more.names);
            taken += 1;
            after = rest;
            // A number ends the list.
            if !rest.is_empty() || number_after(piece.text.trim_end_matches(['.', '*', ' '])).is_some() {
                break;
            }
        }
        cast.count = printed.unwrap_or(cast.count);
        return (printed.is_some() || taken > 1).then_some((side, cast, after, taken));
    }
    if matches!(bare.trim_end_matches('.').to_lowercase().as_str(), "none" | "nil" | "nobody") {
        return Some((side, VotesCast::default(), "", 1));
    }
    let marked = rest.starts_with([':', '–', '-', '(']) || bare.starts_with("Councillor") || bare.starts_with("Cllr");
    let (cast, after) = named(bare).filter(|_| marked)?;
    Some((side, cast, after, 1))
}

/// Checks whether the piece is the label of a side with nothing but names or a number after it.
pub(super) fn is_label(piece: &Piece) -> bool {
    piece.is_plain() && label(&piece.text).is_some_and(|(_, rest)| rest.len() < MOST_BYTES && !rest.contains(". "))
}

/// Checks whether the line begins with the label of a side and a colon: `AGAINST: Councillor …`.
pub(in super::super) fn begins_with_label(text: &str) -> bool {
    let first = text.chars().next().is_some_and(|c| matches!(c, 'F' | 'A' | 'I' | 'V' | 'T' | 'N' | 'Y'));
    first && label(text).is_some_and(|(_, rest)| rest.starts_with(':'))
}

/// Reads a table whose columns are the sides of a vote.
pub(super) fn of_table(table: &Table) -> Option<RecordedVote> {
    let (columns, rows) = match table.rows.split_first() {
        Some((first, rest)) if table.columns.is_empty() => (first, rest),
        _ => (&table.columns, table.rows.as_slice()),
    };
    let sides: Vec<Option<Side>> = columns.iter().map(|column| label(column).map(|(side, _)| side)).collect();
    if sides.len() < 2 || sides.iter().any(Option::is_none) {
        return None;
    }
    let mut vote = RecordedVote::default();
    for (column, side) in sides.iter().enumerate().filter_map(|(column, side)| Some((column, (*side)?))) {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| str::trim(cell)).filter(|cell| !cell.is_empty());
        let mut cast = VotesCast::default();
        for cell in cells {
            match cell.trim_matches(['(', ')']).parse::<u32>() {
                Ok(count) => cast.count = count,
                Err(_) => {
                    let (more, _) = named(cell)?;
                    cast.names.extend(more.names);
                    cast.count = u32::try_from(cast.names.len()).unwrap_or(u32::MAX);
                }
            }
        }
        votes::add(&mut vote, side, cast);
    }
    Some(vote)
}

/// Reads lists of names in columns, whose heading is `FOR    AGAINST`, as a table. Also returns how many lines it takes. `None`
/// if it is not clear in which column a name is.
pub(in super::super) fn columns(lines: &[&Line<'_>]) -> Option<(usize, Table)> {
    let heads = cells(lines.first()?.text);
    let is_side = |head: &&str| label(head).is_some_and(|(_, rest)| !rest.contains(char::is_alphabetic));
    if heads.len() < 2 || !heads.iter().all(is_side) {
        return None;
    }
    let owned = |row: Vec<&str>| row.into_iter().map(str::to_owned).collect::<Vec<String>>();
    let rows = lines.iter().skip(1).take(MOST_NAMES).map(|line| cells(line.text));
    let rows: Vec<Vec<String>> = rows.take_while(|row| row.len() == heads.len()).map(owned).collect();
    let taken = 1 + rows.len();
    let unclear = lines.get(taken).is_some_and(|line| line.text.len() < 60 && names::list(line.text).is_some());
    let table = Table { columns: owned(heads), rows };
    let named = !table.rows.is_empty() && of_table(&table).is_some();
    (named && !unclear).then_some((taken, table))
}

/// Splits a line at its wide gaps.
fn cells(text: &str) -> Vec<&str> {
    text.split("  ").flat_map(|part| part.split('\t')).map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::Source;
    use super::*;

    #[test]
    fn sides_of_a_table_are_votes() {
        let table = |columns: &[&str], rows: &[&[&str]]| {
            let strings = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
            Table { columns: strings(columns), rows: rows.iter().map(|row| strings(row)).collect() }
        };
        let vote = of_table(&table(&["For", "Against"], &[&["Councillor A. Dummy", "Councillor B. Foil"], &["C. Proxy", ""]]))
            .expect("a vote");
        assert_eq!(vote.in_favour.map(|votes| votes.names), Some(vec!["A. Dummy".into(), "C. Proxy".into()]));
        assert_eq!(vote.against.map(|votes| votes.count), Some(1));
        assert_eq!(of_table(&table(&["For", "Cost"], &[&["Lamps", "4"]])), None);
    }

    #[test]
    fn names_in_columns_are_votes() {
        let read = |text: &str| {
            let source = Source::new(text);
            columns(&source.lines.iter().collect::<Vec<_>>())
        };
        let (taken, table) =
            read("FOR            AGAINST\nCllr A. Dummy  Cllr B. Foil\nCllr C. Proxy  Cllr D. Mock\n\nThe motion was lost.")
                .expect("columns");
        assert_eq!((taken, table.rows.len()), (3, 2));
        assert_eq!(
            read("FOR            AGAINST\nCllr A. Dummy  Cllr B. Foil\nCllr C. Proxy\n"),
            None,
            "the column of the last is not clear"
        );
        assert_eq!(read("For further  Against this\nA. Dummy  B. Foil\n"), None);
    }

    #[test]
    fn names_end_with_their_number() {
        let (cast, rest) = named("Councillors A. Dummy, B. Foil (J) and C. Proxy (3). There were none.").expect("names");
        assert_eq!((cast.count, cast.names.len(), rest), (3, 3, "There were none"));
        assert_eq!(named("Councillors spoke of lamps (3)"), None);
    }
}
