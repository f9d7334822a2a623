//! Reads what was resolved, or is recommended: the sentence and its clauses.

use super::super::markers::{Item, Marker};
use super::super::pieces::{Kind, Piece};
use super::super::words;
use super::{quotations, recommends};
use documents::Clauses;
use foundation::civil_date;
use std::fmt::Write as _;

/// The most pieces that a quoted resolution runs over.
const LONGEST_QUOTATION: usize = 40;

/// Reads a resolution from the sentence after its word and the pieces below. Also returns how many pieces it took.
pub(super) fn read(sentence: &str, pieces: &[Piece]) -> (Clauses, usize) {
    let sentence = sentence.trim();
    if let Some(after) = pieces.get(1..).filter(|_| is_head_of_page(pieces) && goes_on_after_head(sentence, pieces)) {
        let (resolution, taken) = read(sentence, after);
        return (resolution, taken + 1);
    }
    let after = |taken: usize| pieces.get(taken..).unwrap_or_default();
    if sentence.is_empty() {
        return match pieces.first() {
            Some(next) if next.kind == Kind::Text && quotations::opens(&next.text) => {
                let (said, quoted) = quotation(pieces);
                let (resolution, taken) = with_clauses(clauses_of(&said), after(quoted));
                (resolution, quoted + taken)
            }
            Some(next) if next.is_plain() => {
                let (resolution, taken) = read(&next.text, after(1));
                (resolution, taken + 1)
            }
            _ => with_clauses(Clauses::default(), pieces),
        };
    }
    if let (Marker::Item(first), clause) = Marker::read(sentence)
        && first.begins()
        && !clause.is_empty()
        && clauses_of(sentence).clauses.is_empty()
    {
        return after_first(&first, clause, pieces);
    }
    with_clauses(clauses_of(quotations::unquoted(sentence)), pieces)
}

/// Checks whether the first piece may be the running head of a page, between what was resolved and its words.
pub(super) fn is_head_of_page(pieces: &[Piece]) -> bool {
    pieces.first().is_some_and(|head| head.is_plain() && words::is_short_phrase(&head.text) && !quotations::opens(&head.text))
}

/// Checks whether what is below the head of a page belongs to what was resolved above it.
fn goes_on_after_head(sentence: &str, pieces: &[Piece]) -> bool {
    let [head, next, ..] = pieces else { return false };
    let begins =
        matches!(&next.marker, Marker::Item(item) if item.begins()) && (head.page || civil_date::find(&head.text).is_some());
    if sentence.is_empty() { quotations::opens(&next.text) || begins } else { words::ends_with_colon(sentence) && begins }
}

/// Reads the clauses after one that is on the line of the word: `RESOLVED: (i) That …`. Its number says nothing if no second
/// follows.
fn after_first(first: &Item, clause: &str, pieces: &[Piece]) -> (Clauses, usize) {
    let follows = matches!(pieces.first().map(|piece| &piece.marker), Some(Marker::Item(second)) if second.follows(first));
    if !follows {
        return with_clauses(clauses_of(clause), pieces);
    }
    let resolution = Clauses { lead: String::new(), clauses: vec![self::clause(clause)] };
    listed(resolution, Some(Marker::Item(first.clone())), pieces)
}

/// Joins the pieces of a quotation, without its marks. Also returns how many there are. One that is not closed is one piece.
fn quotation(pieces: &[Piece]) -> (String, usize) {
    let single = pieces.first().is_some_and(|first| quotations::opens_inner(&first.text));
    let texts = || {
        let texts = pieces.iter().take(LONGEST_QUOTATION).take_while(|piece| piece.kind == Kind::Text);
        // Another quotation begins where this one is not closed.
        texts
            .enumerate()
            .take_while(move |(at, piece)| *at == 0 || single == quotations::opens_inner(&piece.text))
            .map(|(_, piece)| piece)
    };
    let count = texts().position(|piece| quotations::closes(&piece.text)).map_or(1, |last| last + 1);
    let of = |piece: &Piece| match &piece.marker {
        Marker::Item(item) => format!("{} {}", item.printed, piece.text),
        _ => piece.text.clone(),
    };
    let joined: Vec<String> = texts().take(count).map(of).collect();
    (quotations::unquoted(&joined.join(" ")).to_owned(), count)
}

/// Parses a resolving sentence, including clauses printed inside it: `That (1) … ; and (2) …`.
pub(in super::super) fn clauses_of(sentence: &str) -> Clauses {
    let printed = format!(" {sentence}");
    for series in [figure as fn(usize) -> String, letter, roman] {
        for (open, close) in [("(", ")"), ("", ")")] {
            if let Some(clauses) = inside(&printed, |value| format!(" {open}{}{close} ", series(value)), series(1) != "1") {
                return clauses;
            }
        }
    }
    Clauses { lead: lead_of(sentence), clauses: Vec::new() }
}

fn figure(value: usize) -> String {
    value.to_string()
}

fn letter(value: usize) -> String {
    u8::try_from(value)
        .ok()
        .filter(|value| *value <= 26)
        .map_or_else(String::new, |value| char::from(b'a' + value - 1).to_string())
}

fn roman(value: usize) -> String {
    const NUMERALS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    NUMERALS.get(value - 1).map_or_else(String::new, |numeral| (*numeral).to_owned())
}

/// Splits a sentence at its marks, at least two. Letters also name paragraphs of laws, so they count only after a clause.
fn inside(printed: &str, mark: impl Fn(usize) -> String, lettered: bool) -> Option<Clauses> {
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = printed;
    while let Some((before, after)) = rest.split_once(&mark(parts.len() + 1)) {
        let is_clause = parts.is_empty() || before.trim_end().ends_with([';', ',', ':']) || ends_with_and(before);
        if lettered && !(is_clause && (parts.is_empty() || before.split_whitespace().count() >= 3)) {
            break;
        }
        parts.push(before);
        rest = after;
    }
    if parts.len() < 2 {
        return None;
    }
    parts.push(rest);
    let lead = parts.remove(0);
    Some(Clauses { lead: lead_of(lead), clauses: parts.into_iter().map(clause).collect() })
}

fn ends_with_and(text: &str) -> bool {
    text.trim_end().ends_with(" and") || text.trim_end().ends_with(" or")
}

fn lead_of(text: &str) -> String {
    let text = text.trim();
    let bare = text.trim_end_matches(['-', '–', ' ']);
    if bare.ends_with(':') { bare.trim_end_matches(':').trim_end().to_owned() } else { text.to_owned() }
}

/// Removes the words that join a clause to the next.
fn clause(text: &str) -> String {
    let mut text = text.trim();
    for joint in [" and", ","] {
        if let Some(bare) = text.strip_suffix(joint).filter(|bare| joint == "," || bare.ends_with([';', ','])) {
            text = bare;
        }
    }
    text.trim_end_matches([';', ' ', ',']).to_owned()
}

/// Adds the clauses that are list items in `pieces` to the resolution. Also returns how many pieces they took.
pub(in super::super) fn with_clauses(resolution: Clauses, pieces: &[Piece]) -> (Clauses, usize) {
    if !resolution.clauses.is_empty() || words::ends_sentence(&resolution.lead) {
        return (resolution, 0);
    }
    listed(resolution, None, pieces)
}

/// Adds the list items that go on from `last`, or begin a list, with the lists inside them.
fn listed(mut resolution: Clauses, mut last: Option<Marker>, pieces: &[Piece]) -> (Clauses, usize) {
    let mut inner: Option<Marker> = None;
    let mut taken = 0;
    for piece in pieces.iter().take_while(|piece| piece.kind == Kind::Text) {
        let goes_on = match (&piece.marker, &last) {
            (Marker::Item(item), None) => item.begins(),
            (Marker::Item(item), Some(Marker::Item(last))) => item.follows(last),
            (Marker::Bullet(_), None) => !resolution.lead.is_empty() || taken == 0,
            (Marker::Bullet(sign), Some(Marker::Bullet(last))) => sign == last,
            _ => false,
        };
        if goes_on {
            resolution.clauses.push(clause(&piece.text));
            (last, inner) = (Some(piece.marker.clone()), None);
        } else if let Some(above) = resolution.clauses.last_mut().filter(|above| is_inside(&piece.marker, inner.as_ref(), above))
        {
            let printed = if let Marker::Item(item) = &piece.marker { format!(" {}", item.printed) } else { String::new() };
            // Writing to a `String` never fails.
            let _ = write!(above, "{printed} {}", piece.text);
            inner = Some(piece.marker.clone());
        } else {
            break;
        }
        taken += 1;
    }
    if inner.is_some()
        && let Some(last) = resolution.clauses.last_mut()
    {
        *last = clause(last);
    }
    (resolution, taken)
}

/// Checks whether a list item belongs to a list inside the clause above it.
fn is_inside(marker: &Marker, inner: Option<&Marker>, above: &str) -> bool {
    match (marker, inner) {
        (Marker::Item(item), Some(Marker::Item(inner))) => item.follows(inner),
        (Marker::Bullet(sign), Some(Marker::Bullet(inner))) => sign == inner,
        (Marker::Item(item), None) => item.begins() && words::ends_with_colon(above),
        (Marker::Bullet(_), None) => words::ends_with_colon(above),
        _ => false,
    }
}

/// Returns what the recommending section asks the board to resolve, and how many of its pieces were taken.
pub(in super::super) fn recommendation(lead: Option<Clauses>, pieces: &[Piece]) -> (Option<Clauses>, usize) {
    if let Some(lead) = lead {
        let (recommendation, taken) = with_clauses(lead, pieces);
        return (Some(recommendation), taken);
    }
    let numbered =
        pieces.iter().take_while(|piece| matches!(piece.marker, Marker::Number(_)) && piece.kind == Kind::Text).count();
    if numbered > 1 {
        let clauses = pieces.iter().take(numbered).map(|piece| clause(&piece.text)).collect();
        return (Some(Clauses { lead: String::new(), clauses }), numbered);
    }
    match pieces.first() {
        Some(piece) if piece.kind == Kind::Text && !piece.is_list_item() => {
            // The word may be in the heading and again before the sentence.
            let sentence = recommends(&piece.text).map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
            let lead = clauses_of(sentence.unwrap_or(&piece.text));
            let (recommendation, taken) = with_clauses(lead, pieces.get(1..).unwrap_or_default());
            (Some(recommendation), taken + 1)
        }
        Some(_) => {
            let (recommendation, taken) = with_clauses(Clauses::default(), pieces);
            (Some(recommendation).filter(|_| taken > 0), taken)
        }
        None => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_clauses_printed_in_one_sentence() {
        let clauses = clauses_of("That (1) the plan be kept; and (2) the Board be told.");
        assert_eq!(clauses.lead, "That");
        assert_eq!(clauses.clauses, ["the plan be kept", "the Board be told."]);
        let lettered = clauses_of("That: (a) the plan be kept, (b) the Board be told; and (c) it be so.");
        assert_eq!(lettered.lead, "That");
        assert_eq!(lettered.clauses, ["the plan be kept", "the Board be told", "it be so."]);
        let numerals = clauses_of("(i) That the plan be kept; (ii) that the Board be told.");
        assert_eq!((numerals.lead.as_str(), numerals.clauses.len()), ("", 2));
        assert_eq!(clauses_of("That the plan (1) be kept").clauses, Vec::<String>::new());
        assert_eq!(clauses_of("That paragraphs (a) and (b) be kept").clauses, Vec::<String>::new());
        assert_eq!(clauses_of("That the Board:").lead, "That the Board");
    }
}
