//! Reads what a board resolved or is asked to resolve: the word before it, the lead and the clauses.

use super::markers::Marker;
use super::pieces::{Kind, Piece};
use super::words;
use documents::Clauses;

/// The words before a resolution, longer ones first.
const FORMS: &[&str] = &[
    "it was unanimously agreed",
    "it was unanimously resolved",
    "it was recommended",
    "it was resolved",
    "it was agreed",
    "unanimously resolved",
    "unanimously agreed",
    "resolved unanimously",
    "recommendations",
    "recommendation",
    "recommended",
    "resolved",
    "agreed",
    "decision",
];

/// Returns the resolving word as printed and the rest, if the text is a resolution.
pub(super) fn resolves(text: &str) -> Option<(&str, &str)> {
    let (form, rest) = form(text)?;
    let marked = rest.starts_with([':', '–', '-', '—']);
    let that = rest.trim_start_matches([':', '–', '-', '—', ' ']);
    let that = that.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("that"));
    let plural = form.to_lowercase().starts_with("recommendation") || form.eq_ignore_ascii_case("decision");
    let shown = if plural { marked && rest.len() > 1 } else { marked || that || rest.is_empty() || words::is_capitals(form) };
    shown.then(|| (form, rest.trim_start_matches([':', '–', '-', '—', ' '])))
}

/// Returns the recommending word as printed and the rest, if a heading recommends.
pub(super) fn recommends(text: &str) -> Option<(&str, &str)> {
    let (form, rest) = form(text)?;
    let marked = rest.is_empty() || rest.starts_with([':', '–', '-', '—']) || words::is_capitals(form);
    (marked && form.to_lowercase().starts_with("recommend")).then(|| (form, rest.trim_start_matches([':', '–', '-', '—', ' '])))
}

fn form(text: &str) -> Option<(&str, &str)> {
    FORMS.iter().find_map(|form| {
        let (printed, rest) = text.split_at_checked(form.len())?;
        let whole = !rest.starts_with(char::is_alphanumeric);
        let begins = printed.starts_with(char::is_uppercase);
        (whole && begins && printed.eq_ignore_ascii_case(form)).then(|| (printed, rest.trim_start()))
    })
}

/// Parses a resolving sentence, including clauses printed inside it: `That (1) … ; and (2) …`.
pub(super) fn clauses_of(sentence: &str) -> Clauses {
    for (open, close) in [("(", ")"), ("", ")")] {
        let mark = |value: usize| format!(" {open}{value}{close} ");
        let printed = format!(" {sentence}");
        let mut parts = Vec::new();
        let mut rest = printed.as_str();
        while let Some((before, after)) = rest.split_once(&mark(parts.len() + 1)) {
            parts.push(before);
            rest = after;
        }
        if parts.len() >= 2 {
            parts.push(rest);
            let lead = parts.remove(0);
            return Clauses { lead: lead_of(lead), clauses: parts.into_iter().map(clause).collect() };
        }
    }
    Clauses { lead: lead_of(sentence), clauses: Vec::new() }
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
pub(super) fn with_clauses(mut resolution: Clauses, pieces: &[Piece]) -> (Clauses, usize) {
    if !resolution.clauses.is_empty() || words::ends_sentence(&resolution.lead) {
        return (resolution, 0);
    }
    let mut last = None;
    let mut taken = 0;
    for piece in pieces {
        let goes_on = match (&piece.marker, &last) {
            (Marker::Item(item), None) => item.begins(),
            (Marker::Item(item), Some(Marker::Item(last))) => item.follows(last),
            (Marker::Bullet(_), None) => !resolution.lead.is_empty() || taken == 0,
            (Marker::Bullet(sign), Some(Marker::Bullet(last))) => sign == last,
            _ => false,
        };
        if !goes_on || piece.kind != Kind::Text {
            break;
        }
        resolution.clauses.push(clause(&piece.text));
        last = Some(piece.marker.clone());
        taken += 1;
    }
    (resolution, taken)
}

/// Returns what the recommending section asks the board to resolve, and how many of its pieces were taken.
pub(super) fn recommendation(lead: Option<Clauses>, pieces: &[Piece]) -> (Option<Clauses>, usize) {
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
    fn tells_a_resolution_from_a_sentence() {
        assert_eq!(resolves("RESOLVED: That the report be noted."), Some(("RESOLVED", "That the report be noted.")));
        assert_eq!(resolves("RESOLVED –"), Some(("RESOLVED", "")));
        assert_eq!(resolves("It was agreed that the plan go on."), Some(("It was agreed", "that the plan go on.")));
        assert_eq!(resolves("Recommended – That it be kept"), Some(("Recommended", "That it be kept")));
        for text in
            ["Resolved questions were set out.", "It was noted that", "Agreed actions follow", "The Board RESOLVED", "Decisions"]
        {
            assert_eq!(resolves(text), None, "{text}");
        }
    }

    #[test]
    fn parts_clauses_printed_in_one_sentence() {
        let clauses = clauses_of("That (1) the plan be kept; and (2) the Board be told.");
        assert_eq!(clauses.lead, "That");
        assert_eq!(clauses.clauses, ["the plan be kept", "the Board be told."]);
        assert_eq!(clauses_of("That the plan (1) be kept").clauses, Vec::<String>::new());
        assert_eq!(clauses_of("That the Board:").lead, "That the Board");
    }
}
