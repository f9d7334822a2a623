//! The sentence at the head of a paper: `At a special meeting of the Safer Board held on Tuesday, 4 March 2025 at 6.30 p.m. in the
//! Council Chamber`, in the words of any council.

use super::names;
use chrono::{NaiveDate, NaiveTime};
use foundation::{civil_date, time_of_day};

/// What the sentence says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence<'text> {
    /// The body as printed. `None` if the sentence names none (`Minutes of the meeting held on …`) or points at the heading
    /// (`the above Council`).
    pub(super) board: Option<&'text str>,
    pub(super) day: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) place: Option<&'text str>,
    /// Whether every word of it was understood.
    pub(super) whole: bool,
}

/// What comes before the name of the body.
const OPENINGS: &[&str] = &[
    "meeting of the ",
    "meeting of ",
    "proceedings of the ",
    "proceedings of ",
    "minutes of the ",
    "minutes of ",
    "agenda for the ",
    "agenda for ",
];

/// Words that may come before those: the kind of meeting and of paper, and how people are called to it.
const BEFORE: &[&str] = &[
    "a",
    "adjourned",
    "agenda",
    "an",
    "annual",
    "are",
    "at",
    "attend",
    "be",
    "budget",
    "copy",
    "draft",
    "extra",
    "extraordinary",
    "for",
    "given",
    "hereby",
    "hybrid",
    "informal",
    "invited",
    "is",
    "joint",
    "members",
    "minutes",
    "monthly",
    "notice",
    "of",
    "online",
    "ordinary",
    "proceedings",
    "public",
    "quarterly",
    "remote",
    "requested",
    "same",
    "special",
    "statutory",
    "summoned",
    "summons",
    "that",
    "the",
    "to",
    "unconfirmed",
    "urgent",
    "virtual",
    "you",
    "meeting",
    "meetings",
    "parish",
    "general",
    "printed",
];

/// The longest sentence that is read, in bytes.
const LONGEST: usize = 900;

/// Checks whether the text begins as such a sentence does.
pub(super) fn begins(text: &str) -> bool {
    opening(text).is_some() || bare_minutes(text).is_some()
}

/// Reads the sentence at the start of the text.
pub(super) fn read(text: &str) -> Option<Sentence<'_>> {
    let text = text.get(..text.floor_char_boundary(LONGEST))?;
    let Some((start, known)) = opening(text) else { return bare_minutes(text).map(unnamed) };
    let rest = text.get(start..)?;
    let end = end_of_name(rest);
    let (board, after) = rest.split_at_checked(end)?;
    let board = board.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':' | '.'));
    let named = names::body(board) && !names::points_elsewhere(board);
    if !named && !known && !names::points_elsewhere(board) {
        return None;
    }
    let mut sentence = Sentence { board: named.then_some(board), ..Sentence::default() };
    details(after, &mut sentence);
    (sentence.day.is_some() || named).then_some(sentence)
}

/// Returns where the name of the body begins, and whether the words before it say that a meeting follows.
fn opening(text: &str) -> Option<(usize, bool)> {
    let lower = text.get(..text.floor_char_boundary(260))?.to_ascii_lowercase();
    // `Minutes of the meeting of the Board`: the last of the openings, as long as only such words come before it.
    let mut found = None;
    let mut from = 0;
    while let Some((at, opening)) = OPENINGS
        .iter()
        .filter_map(|opening| lower.get(from..)?.find(opening).map(|at| (from + at, opening)))
        .min_by_key(|(at, opening)| (*at, usize::MAX - opening.len()))
    {
        let before = lower.get(..at).unwrap_or_default();
        let usual = before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| BEFORE.contains(&word));
        if !usual {
            break;
        }
        found = Some((at + opening.len(), opening.starts_with("meeting")));
        from = at + opening.len();
    }
    found.or_else(|| {
        // `Meeting held in the Great Barn` has no body.
        None
    })
}

/// Returns what follows `Minutes of the meeting` where no body is named: `held on 9 January 2025`.
fn bare_minutes(text: &str) -> Option<&str> {
    const BARE: &[&str] = &[
        "minutes of the meeting held",
        "minutes of a meeting held",
        "minutes of meeting held",
        "minutes of the meeting",
        "minutes of the annual meeting held",
        "a meeting was held",
        "the meeting was held",
        "meeting held",
    ];
    let bare = text.strip_prefix("DRAFT ").or_else(|| text.strip_prefix("Draft ")).unwrap_or(text);
    let opening =
        BARE.iter().find(|opening| bare.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening)))?;
    bare.get(opening.len()..)
}

fn unnamed(rest: &str) -> Sentence<'_> {
    let mut sentence = Sentence::default();
    details(rest, &mut sentence);
    sentence
}

/// Returns the end of the body's name.
fn end_of_name(text: &str) -> usize {
    const ENDS: &[&str] = &[
        " held",
        " to be held",
        " will be held",
        " was held",
        " which ",
        " commencing",
        " took place",
        " will take place",
        " is to be held",
        " (",
        " convened",
        " meeting held",
        " meeting",
        ". ",
        ": ",
    ];
    let lower = text.to_ascii_lowercase();
    let by_words = ENDS.iter().filter_map(|end| lower.find(end)).min().unwrap_or(text.len());
    let by_day =
        [" on ", ", ", " - ", " – ", " — ", " "].iter().filter_map(|joint| before_day(text, joint)).min().unwrap_or(text.len());
    let by_place =
        [" at ", " in the ", ", in the "].iter().filter_map(|joint| before_place(&lower, joint)).min().unwrap_or(text.len());
    by_words.min(by_day).min(by_place)
}

/// Returns where `joint` precedes a day.
fn before_day(text: &str, joint: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(joint).map(|(at, _)| at).find(|at| {
        let rest = lower.get(at + joint.len()..).unwrap_or_default();
        let rest = rest.strip_prefix("the ").unwrap_or(rest);
        let word = rest.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
        let weekday = civil_date::find_weekday(word).is_some();
        let figure = word.starts_with(|c: char| c.is_ascii_digit());
        (weekday || figure) && civil_date::find(rest.get(..rest.floor_char_boundary(60)).unwrap_or(rest)).is_some()
    })
}

/// Returns where `joint` precedes a place or a time of day.
fn before_place(lower: &str, joint: &str) -> Option<usize> {
    lower.match_indices(joint).map(|(at, _)| at).find(|at| {
        let rest = lower.get(at + joint.len()..).unwrap_or_default();
        let near = rest.split([',', '.']).next().unwrap_or_default();
        names::place(near) || rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Reads the day, the time and the place, in any order.
fn details<'text>(text: &'text str, sentence: &mut Sentence<'text>) {
    let mut rest = text;
    let mut whole = true;
    // Each turn takes the words up to the next joint, so that there are as many turns as joints.
    for _ in 0..16 {
        rest = rest.trim_start_matches([',', '.', ' ', '-', '–', '—', ';', '(', ')']);
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rising(rest) {
            rest = after;
            continue;
        }
        if let Some(word) = [
            "to be held",
            "will be held",
            "was held",
            "held",
            "on",
            "commencing",
            "starting",
            "at",
            "in",
            "from",
            "the",
            "and",
            "meeting",
            "remotely",
            "virtually",
            "online",
        ]
        .iter()
        .find(|word| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
                && rest.get(word.len()..).is_some_and(|after| after.is_empty() || after.starts_with([' ', ',', '.']))
        }) {
            let after = rest.get(word.len()..).unwrap_or_default().trim_start();
            // `in the Great Barn`, `at the Town Hall`, `at 6.30 p.m.`
            let places = matches!(*word, "at" | "in") && super::leading_time(after).is_none() && !begins_with_day(after);
            if places && sentence.place.is_none() {
                let end = end_of_place(after);
                let (place, following) = after.split_at_checked(end).unwrap_or((after, ""));
                let place = place.strip_prefix("the ").or_else(|| place.strip_prefix("THE ")).unwrap_or(place);
                sentence.place = Some(place.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';')))
                    .filter(|place| !place.is_empty());
                rest = following;
            } else {
                rest = after;
            }
            continue;
        }
        if let Some(end) = leading_day(rest) {
            let day = civil_date::find(rest.get(..end).unwrap_or_default());
            sentence.day = sentence.day.or(day);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        if let Some((time, after)) = super::leading_time(rest) {
            sentence.time = sentence.time.or(Some(time));
            rest = after;
            continue;
        }
        // Whatever else follows the day is the place.
        let end = end_of_place(rest);
        let (words, following) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if sentence.place.is_none() && sentence.day.is_some() && names::place(words) {
            sentence.place = Some(words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.')));
        } else {
            whole = false;
        }
        if following.len() == rest.len() {
            break;
        }
        rest = following;
    }
    sentence.whole = whole && rest.is_empty();
}

fn begins_with_day(text: &str) -> bool {
    leading_day(text).is_some()
}

/// Returns the end of the day at the start of the text.
fn leading_day(text: &str) -> Option<usize> {
    let window = text.get(..text.floor_char_boundary(70))?;
    let (_, end) = civil_date::find_at(window)?;
    let words = window.get(..end)?;
    super::words::is_day(words).then_some(end)
}

/// Returns what follows `or on the rising of the Cabinet, whichever is the later`.
fn rising(text: &str) -> Option<&str> {
    let lower = text.get(..text.floor_char_boundary(120))?.to_ascii_lowercase();
    let begins = lower.starts_with("or ") || lower.starts_with("whichever");
    if !begins || !["rising", "conclusion", "whichever", "close"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let end = lower.find(',').or_else(|| lower.find(')')).unwrap_or(lower.len());
    text.get(end..)
}

/// Returns the end of a place: where a day, a time or the end of the sentence follows.
fn end_of_place(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    let by_day = [" on ", ", ", " - ", " – ", " "].iter().filter_map(|joint| before_day(text, joint)).min();
    let by_time = [" at ", ", ", " commencing at ", " from ", " starting at "]
        .iter()
        .filter_map(|joint| {
            lower
                .match_indices(joint)
                .map(|(at, _)| at)
                .find(|at| super::leading_time(text.get(at + joint.len()..).unwrap_or_default()).is_some())
        })
        .min();
    let by_words = [" commencing", " when ", " to which ", " for the purpose", " to transact", " to consider"]
        .iter()
        .filter_map(|end| lower.find(end))
        .min();
    [by_day, by_time, by_words].into_iter().flatten().min().unwrap_or(text.len())
}

/// Returns the time of day anywhere in the text.
pub(super) fn time_in(text: &str) -> Option<NaiveTime> {
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    (0..words.len()).find_map(|start| {
        (1..=3).rev().find_map(|count| {
            let said = words.get(start..start + count)?.join(" ");
            time_of_day::read(said.trim_end_matches([',', ')']))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (Option<&str>, Option<String>, Option<String>, Option<&str>) {
        let sentence = read(text).unwrap_or_default();
        (
            sentence.board,
            sentence.day.map(|day| day.to_string()),
            sentence.time.map(|time| time.format("%H:%M").to_string()),
            sentence.place,
        )
    }

    #[test]
    fn reads_it_in_the_words_of_any_council() {
        let day = || Some("2025-03-04".to_owned());
        let at = |time: &str| Some(time.to_owned());
        for (text, expected) in [
            (
                "At a special meeting of the Safer Board held on Tuesday, 4 March 2025 in the Great Barn, Wexcombe",
                (Some("Safer Board"), day(), None, Some("Great Barn, Wexcombe")),
            ),
            (
                "Minutes of a meeting of the above Council held on Tuesday 4th March 2025 at 7.00pm in the Great Barn.",
                (None, day(), at("19:00"), Some("Great Barn")),
            ),
            ("Minutes of the meeting held on Tuesday 4 March 2025 at 7.00pm", (None, day(), at("19:00"), None)),
            (
                "MINUTES of a meeting of the Safer Board held in the Great Barn on Tuesday, 4 March 2025.",
                (Some("Safer Board"), day(), None, Some("Great Barn")),
            ),
            (
                "You are requested to attend a Meeting of the Safer Board to be held in the Great Barn, Wexcombe on Tuesday, 4 March 2025 at 9.30 a.m.",
                (Some("Safer Board"), day(), at("09:30"), Some("Great Barn, Wexcombe")),
            ),
            (
                "At a meeting of the Safer Board held on Tuesday, 4 March 2025 at 6.30 p.m. or on the rising of the Cabinet, whichever is the later, in the Great Barn",
                (Some("Safer Board"), day(), at("18:30"), Some("Great Barn")),
            ),
            (
                "MEETING OF OAK & ELM PARISH COUNCIL HELD AT THE SCHOOL FARM, OAK ON 4 MARCH 2025",
                (Some("OAK & ELM PARISH COUNCIL"), day(), None, Some("SCHOOL FARM, OAK")),
            ),
            (
                "A Meeting of Wexcombe Parish Council will be held in the Village Hall on Tuesday 4 March 2025 at 8.00 pm.",
                (Some("Wexcombe Parish Council"), day(), at("20:00"), Some("Village Hall")),
            ),
            ("Minutes of Parish Council 4 March 2025", (Some("Parish Council"), day(), None, None)),
            (
                "MINUTES OF PROCEEDINGS OF MEETING OF WEXCOMBE CITY AND COUNTY COUNCIL HELD ONLINE, ON TUESDAY, 4TH MARCH, 2025, AT 3PM.",
                (Some("WEXCOMBE CITY AND COUNTY COUNCIL"), day(), at("15:00"), None),
            ),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn other_sentences_are_none() {
        for text in [
            "The minutes of the last meeting were signed.",
            "Residents spoke at a meeting of friends of the park",
            "Minutes were taken.",
        ] {
            assert!(
                !begins(text) || read(text).is_none_or(|sentence| sentence.board.is_none() && sentence.day.is_none()),
                "{text}"
            );
        }
    }
}
